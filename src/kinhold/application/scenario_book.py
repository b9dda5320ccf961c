"""The phrase book of what-ifs: what each phrase looks like, an example of it, and who reads it.

The examples stand in docs/how-to/what-if.md, and a refusal offers the closest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.scenario_phrases import (
    read_away,
    read_baby,
    read_hours_of,
    read_leaving,
    read_move,
    read_move_in_with,
    read_return,
    read_share_kept,
    read_stop,
)
from kinhold.application.scenario_sums import (
    read_bill,
    read_change,
    read_end,
    read_income,
    read_job_lost,
    read_other_hours,
    read_payer,
    read_place,
    read_purchase,
    read_sale,
    read_savings,
    read_work,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.application.scenario_reading import Reading
    from kinhold.application.scenario_words import Found


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry of the phrase book.

    Attributes:
        key: its stable name.
        example: a phrase that works.
        pattern: what the skeleton looks like, lower or upper case.
        read: turns a reading into facts.
        takes: slots it has a use for.
        needs: slots of which at least one has to be there.
    """

    key: str
    example: str
    pattern: re.Pattern[str]
    read: Callable[[Reading], None]
    takes: frozenset[str]
    needs: frozenset[str] = frozenset()

    def fits(self, text: str, slots: Found) -> re.Match[str] | None:
        """Return the match of a skeleton, where the slots fit as well."""
        keys = frozenset(slots) - {"month", "per", "hourly", "counted"}
        if keys - self.takes or (self.needs and not keys & self.needs):
            return None
        return self.pattern.fullmatch(text)


_WHO: Final = (
    r"(?P<who>(?:my |our |the )?(?:@\d{1,3}|mum|mom|mummy|mother|mam|dad|daddy|father|sister|brother"
    r"|husband|wife|partner|mother-in-law|father-in-law|friend|neighbour|neighbor|nanny)"
    r"|(?-i:[A-Z])[\w’'-]{0,24}(?: (?-i:[A-Z])[\w’'-]{0,24}){0,2}"
    r"|he|him|she|her|they|them|i|me)"
)
"""Somebody of the household (by place, see `scenarios`), a kin word, a name, or a pronoun."""
_CHILDREN: Final = r"(?: (?:the |my |our )?(?:baby|kids?|children|child|little one)| @\d{1,3}| (?-i:[A-Z])\w{0,20})?"
_LABEL: Final = r"(?P<label>(?:@\d{1,3}|[^\W\d_])[\w’'&@ -]{0,40}?)"


def _phrase(
    key: str, example: str, pattern: str, read: Callable[[Reading], None], *slots: str
) -> Phrase:
    """An entry; a slot with `!` is one of which at least one is needed."""
    takes = frozenset(s.rstrip("!") for s in slots)
    needs = frozenset(s.rstrip("!") for s in slots if s.endswith("!"))
    return Phrase(key, example, re.compile(pattern, re.IGNORECASE), read, takes, needs)


PHRASES: Final = (
    _phrase(
        "baby", "second baby in March",
        r"(?:have |having |had |expect |expecting )?(?:(?:an?|an?other|one more|the|our|my|first|second|third|fourth|new|next) ){0,3}"
        r"(?P<what>baby|child|twins)(?: (?:is born|comes|arrives|due))?",
        read_baby, "when",
    ),
    _phrase(
        "move", "move to two bedrooms at 950 in May",
        r"(?:(?:moves?|moving|rents?|gets?|takes?)(?: house| home)?(?: to| into)?)?(?: ?(?:an?|the))?"
        r"(?: ?(?:bigger|larger|smaller|cheaper|new|other|different|another))?(?: ?(?:flat|house|home|place|apartment))?",
        read_move, "when", "bedrooms!", "amount!",
    ),
    _phrase("move-in-with", "move in with Mum at 200 a month", rf"(?:moves?|moving|lives?|living) in? ?with {_WHO}", read_move_in_with, "when", "amount"),
    _phrase(
        "returns", "Oliver moves back in from January",
        rf"{_WHO} (?:(?:comes?|moves?|is|gets) back(?: in| home)?(?: with (?:me|us))?|returns?(?: home)?|moves? in(?: with (?:me|us))?)"
        rf"|(?:take|have|get) {_WHO.replace('who', 'who2')} back(?: in)?|let {_WHO.replace('who', 'who3')} (?:come|move) back(?: in)?",
        read_return, "when",
    ),
    _phrase(
        "helps", "Oliver comes back three nights a week from January",
        rf"{_WHO} (?:(?:comes?|is|moves?) back(?: in| home)?|comes?(?: over| round)?|stays?(?: over)?|does|do|takes?|has|have|covers?|helps?|can help|minds?|looks? after|sits? for)"
        rf"{_CHILDREN}(?: for)?(?: home)?",
        read_hours_of, "when", "nights!", "days!", "window!",
    ),
    _phrase(
        "keeps", "Oliver keeps 60 %",
        rf"(?:{_WHO} )?(?:and )?(?:keeps?|turns? up|shows? up|does it|comes)(?: of (?:it|what (?:he|she|they) says?|(?:his|her|their) (?:word|promises)))?"
        rf"|(?:i |we )?(?:count|counting) on {_WHO.replace('who', 'who2')}(?: for)?",
        read_share_kept, "when", "keeps!",
    ),
    _phrase(
        "work", "back to work three days a week 9 to 5 at 1200 a month",
        r"(?:(?:i |we )?(?:go |going |am |get )?back (?:to|at) work|(?:i )?(?:go to )?work(?:ing)?|(?:i )?(?:start|take|get|find|have)? ?(?:an? )?(?:new )?job)"
        r"(?: again)?(?: full[ -]time| part[ -]time)?(?: on)?",
        read_work, "when", "days", "window", "amount",
    ),
    _phrase("hours", "work 10 hours less a week", r"(?:i )?(?:work|working|do)?(?: at work)?", read_other_hours, "when", "change!"),
    _phrase("half-hours", "work half my hours", r"(?:i )?(?:work|working) half (?:my|the) hours|go part[ -]time", read_other_hours, "when"),
    _phrase("job-lost", "lose my job in January", r"(?:i )?(?:lose|quit|leave|give up) (?:my|the) job|(?:i )?stop work(?:ing)?", read_job_lost, "when"),
    _phrase(
        "leaves", "Oliver leaves in January",
        rf"{_WHO} (?:leaves?|moves? out|walks? out|goes away for good)(?: again)?", read_leaving, "when",
    ),
    _phrase(
        "stops", "Mum stops helping",
        rf"{_WHO} (?:stops?(?: helping| coming| paying)?|(?:cannot|can['’]?t|does not|doesn['’]?t|will not|won['’]?t) (?:help|come|turn up)|no longer (?:helps|comes))(?: any ?more)?"
        rf"|(?:(?:i|we) )?(?:without|lose|no help from) {_WHO.replace('who', 'who2')}",
        read_stop, "when",
    ),
    _phrase(
        "away", "I am ill for two weeks",
        rf"{_WHO} (?:is|am|goes|go|gets|get|falls|fall) (?P<why>away|ill|sick|in hospital|on holiday|on vacation)", read_away, "when", "lasts",
    ),
    _phrase(
        "place", "nursery three days a week at 60 a day",
        r"(?:(?:an?|the|in|use|with) ){0,2}(?P<place>nursery|day ?care|childminder|nanny|pre-?school|after-school club|breakfast club)(?: place)?(?: costs)?",
        read_place, "when", "days!", "window!", "amount!",
    ),
    _phrase("sell", "sell the car for 3000", r"(?:i |we )?sell(?:ing)? (?:the |my |our )?(?P<thing>[^\W\d_][\w -]{0,24}?)", read_sale, "when", "amount"),
    _phrase("buy", "buy a car at 180 a month", r"(?:i |we )?(?:buy|get|lease)(?:ing)? (?:an?|another)(?: used| new| second-hand)? car", read_purchase, "when", "amount!"),
    _phrase(
        "goes", "rent goes up to 950",
        rf"(?:the |my |our )?{_LABEL} (?P<way>(?:goes|go) (?:up|down)|rises?|falls?|drops?|is raised|changes?)(?: to| (?P<by>by))?",
        read_change, "when", "amount!",
    ),
    _phrase("pays", "Oliver pays 200 a month", rf"{_WHO} (?:pays?|gives?|sends?)(?: me| us)?(?: (?:in )?(?:child )?(?:support|maintenance))?", read_payer, "when", "amount!"),
    _phrase("gets", "get 100 a month of Universal Credit", rf"(?:i |we )?(?:get|receive|claim|have)(?: of| from)? {_LABEL}(?: of)?|(?P<label2>universal credit|child benefit|maternity pay|snap|tanf)(?: of| is)?", read_income, "when", "amount!"),
    _phrase("saved", "with 3000 saved", r"(?:(?:i |we )?(?:have|with|had|and) )?(?:more )?(?:saved(?: up)?|in savings|in the bank|put aside|of savings|savings(?: of)?|save(?: up)?)(?: first)?", read_savings, "when", "amount!"),
    _phrase("cancel", "cancel the gym", rf"(?:i |we )?(?:cancel|stop paying(?: for)?|give up|drop|end) (?:the |my |our )?{_LABEL}", read_end, "when"),
    _phrase("costs", "food costs 400 a month", rf"(?:the |my |our |an? )?{_LABEL} (?:costs?|is|are|would cost)", read_bill, "when", "amount!"),
    _phrase("bill", "a vet bill of 300 in March", r"(?:an? |another |one more )?(?:new |extra |unexpected )?(?:(?P<label>[^\W\d_][\w -]{0,24}?) )?bill(?: of)?", read_bill, "when", "amount!"),
)  # fmt: skip
"""Every phrase that is known, the most particular first."""

EXAMPLES: Final = tuple(p.example for p in PHRASES)


def words_of(match: re.Match[str]) -> dict[str, str]:
    """Return the named parts of a match, whichever alternative they stood in."""
    return {k.rstrip("23"): v for k, v in match.groupdict().items() if v is not None}
