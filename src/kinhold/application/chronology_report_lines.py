"""One entry of a chronology for others: a sentence, its date and precision, its source, its times."""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Final

from kinhold.application.chronology import KNOWN_WORDS, say_source
from kinhold.application.chronology_report_significance import significance
from kinhold.application.sentences import sentence
from kinhold.application.wording import count, say_day, say_list, say_when
from kinhold.domain.coparenting import ChildAsked, MessageNoted
from kinhold.domain.dates import UNKNOWN, bounds, first_day, last_day
from kinhold.domain.fact import QuotedFromStory
from kinhold.domain.promises import PromiseMade
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from kinhold.domain.dates import Edtf
    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household
    from kinhold.projections.chronology import ChronologyLine

GROUPS: Final = {
    "address": N_("addresses"),
    "phone": N_("phone numbers"),
    "school": N_("schools"),
}
"""Groups of fields that are left blank unless they are asked for, and how the cover names them."""

SHORTEST_MASKED: Final = 4
"""Values shorter than this are not looked for in free text: they would hide ordinary words."""

_DAYS_SAID: Final = 60
_MONTH: Final = 30.44
_MONTHS_SAID: Final = 24
_NEEDS_ITS_WORDS: Final = frozenset({"milestone", "note"})


@dataclass(frozen=True, slots=True)
class EntryMark:
    """Where an entry stands in its log, for whoever checks it.

    Attributes:
        log: the log's id.
        sequence: its place, from 0.
        hash_prefix: the first characters of the leaf's hash, as the caller wants them shown.
    """

    log: str
    sequence: int
    hash_prefix: str


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One row of the table; everything is text that can be printed as it is.

    Attributes:
        number: its number in this document, from 1.
        fact_id: the entry's id; `mark` shows its beginning, with log, place and hash.
        occurred: EDTF, as kept; `when` says it and `precision` says how exactly it is known.
        what: one factual sentence; `quote` holds the words of the story it rests on, if any.
        who: the people it names; `where`: the place, where one is kept.
        source: where it comes from, and whose statement it is; `how_known`: saw, was told …; empty where not said
        exhibits: the exhibits that go with it.
        action: what was done about it; `outcome`: what came of it, for the child above all.
        written: the day it was first written down; `latency`: how long after that was.
        timeliness: contemporaneous, late, retrospective or not dated, of what stands now.
        corrected: the day of the correction that stands, or empty.
        weight: 1 to 3, see `chronology_report_significance`.
    """

    number: int
    fact_id: str
    theme: str
    weight: int
    occurred: str
    when: str
    precision: str
    what: str
    quote: str
    who: str
    where: str
    source: str
    how_known: str
    mark: str
    exhibits: str
    action: str
    outcome: str
    written: str
    latency: str
    timeliness: str
    corrected: str

    @property
    def masked(self) -> bool:
        """Whether a withheld value stood in its words and was covered."""
        words = (self.what, self.quote, self.where, self.action, self.outcome)
        return any(" withheld]" in text for text in words)


def withhold(fact: Fact, show: Iterable[str]) -> Fact:
    """Return the fact with every field of a group that is not shown set to its default."""
    shown = set(show) - {"text"}
    hidden = {
        name for group, names in fact.SENSITIVE.items() if group not in shown for name in names
    }
    blank = {
        f.name: f.default for f in fields(fact) if f.name in hidden and f.default is not MISSING
    }
    return replace(fact, **blank) if blank else fact


@dataclass(frozen=True, slots=True)
class Masks:
    """Values of withheld fields, so that they do not leave inside other words.

    Attributes:
        values: the value in lower case, and the group it belongs to.
    """

    values: Mapping[str, str]

    def hide(self, text: str) -> str:
        """Return the text with each withheld value replaced by `[address withheld]` and the like."""
        if not self.values or not text:
            return text
        known = sorted(self.values, key=len, reverse=True)
        pattern = r"(?<!\w)(?:" + "|".join(re.escape(v) for v in known) + r")(?!\w)"
        return re.sub(pattern, self._word, text, flags=re.IGNORECASE)

    def _word(self, found: re.Match[str]) -> str:
        return _("[{values} withheld]").format(values=self.values.get(found[0].lower(), "detail"))


def masks_for(facts: Iterable[Fact], show: Iterable[str]) -> Masks:
    """Return what has to be hidden in free text, given every fact in view."""
    shown, values = set(show), {}
    for fact in facts:
        for group, names in fact.SENSITIVE.items():
            if group in shown or group not in GROUPS:
                continue
            for value in (str(getattr(fact, name)).strip() for name in names):
                if len(value) >= SHORTEST_MASKED:
                    values[value.lower()] = group
    return Masks(values)


@dataclass(frozen=True, slots=True)
class LineWriter:
    """What every line of one report is written with.

    Attributes:
        household: names, zone and country.
        show: groups of sensitive fields that may be shown.
        quotes: whether words of a story may be printed.
        masks: what is hidden in free text.
        marks: fact id to its place in a log; `letters`: log id to the letter that stands for it.
        first_written: fact id to the moment the entry that it corrects was first written.
        exhibits: fact id to the numbers of its exhibits.
        outcomes: fact id of a promise to what was noted of it, in words.
    """

    household: Household
    show: tuple[str, ...]
    quotes: bool
    masks: Masks
    marks: Mapping[str, EntryMark]
    letters: Mapping[str, str]
    first_written: Mapping[str, datetime]
    exhibits: Mapping[str, tuple[int, ...]]
    outcomes: Mapping[str, str]

    def write(self, line: ChronologyLine, number: int) -> ReportLine:
        """Return one row."""
        fact = self._as_shown(line.fact)
        country = self.household.country
        hide = self.masks.hide
        first = self.first_written.get(fact.fact_id)
        day = (first or line.recorded_at).astimezone(self.household.zone).date()
        corrected = line.recorded_at.astimezone(self.household.zone).date() if first else None
        return ReportLine(
            number=number,
            fact_id=fact.fact_id,
            theme=line.theme,
            weight=significance(fact),
            occurred=fact.occurred,
            when=say_when(fact.occurred, country),
            precision=say_precision(fact.occurred),
            what=hide(sentence(fact, name=self.household.name, country=country)),
            quote=hide(self._quote(line.fact)),
            who=say_list([self.household.name(h) for h in people_in(fact)]),
            where=hide(str(getattr(fact, "place", "") or getattr(fact, "home", ""))),
            source=self._source(fact),
            how_known=_(KNOWN_WORDS.get(fact.how_known, "")),
            mark=self._mark(fact.fact_id),
            exhibits=say_list([str(n) for n in self.exhibits.get(fact.fact_id, ())]),
            action=hide(getattr(fact, "action", "")),
            outcome=hide(getattr(fact, "effect", "")) or self.outcomes.get(fact.fact_id, ""),
            written=say_day(day, country),
            latency=say_latency(line.fact, day, country),
            timeliness=line.timeliness,
            corrected=say_day(corrected, country) if corrected else "",
        )

    def _as_shown(self, fact: Fact) -> Fact:
        fact = withhold(fact, self.show)
        from_story = isinstance(fact.source, QuotedFromStory)
        if self.quotes or not from_story or fact.KIND in _NEEDS_ITS_WORDS:
            return fact
        wordless: dict[str, Any] = {"words": ""} if getattr(fact, "words", "") else {}
        return replace(fact, **wordless)

    def _quote(self, fact: Fact) -> str:
        if not self.quotes or not isinstance(fact.source, QuotedFromStory):
            return ""
        quote = fact.source.quote.text.strip()
        return "" if quote == getattr(fact, "words", "").strip() else quote

    def _source(self, fact: Fact) -> str:
        """Whose words these are: a statement by X, an entry by X, or the author's own."""
        name, keeper = self.household.name, self.household.keeper
        said = say_source(fact)
        by = getattr(fact.source, "by", "")
        if by and by != keeper:
            said += _(" by {by}").format(by=name(by))
        speaker = statement_by(fact)
        if speaker:
            said = _("statement by {speaker}; {said}").format(speaker=name(speaker), said=said)
        return said[:1].upper() + said[1:]

    def _mark(self, fact_id: str) -> str:
        mark = self.marks.get(fact_id)
        if mark is None:
            return fact_id[:8]
        return (
            f"{fact_id[:8]} · {self.letters.get(mark.log, '')}{mark.sequence} · {mark.hash_prefix}"
        )


def statement_by(fact: Fact) -> str:
    """Return the handle of the person whose statement the entry reports, or empty."""
    if isinstance(fact, MessageNoted | ChildAsked):
        return fact.about
    if isinstance(fact, PromiseMade) and fact.strength in ("promise", "offer", "threat"):
        return fact.about
    return ""


def people_in(fact: Fact) -> tuple[str, ...]:
    """Return the handles an entry names, without repeats; labels of things are left out."""
    named: list[str] = []
    if fact.KIND not in ("asset", "expense"):
        named.append(fact.about)
    for field in ("people", "owners", "to", "by", "with_", "seen_by", "children"):
        if fact.KIND == "left" and field == "to":
            continue
        value = getattr(fact, field, ())
        named += [value] if isinstance(value, str) else list(value)
    return tuple(dict.fromkeys(n for n in named if n))


def say_precision(occurred: Edtf) -> str:
    """Return how exactly a date is known: such as `exact`, `about` or `the month only`."""
    if occurred == UNKNOWN:
        return _("date not told")
    covered = bounds(occurred)
    if covered.precision == "open":
        return _("on or before") if covered.start is None else _("on or after")
    plain = {
        "second": _("exact, with the time"),
        "minute": _("exact, with the time"),
        "day": _("exact"),
        "month": _("the month only"),
        "year": _("the year only"),
        "interval": _("between two dates"),
    }[covered.precision]
    doubt = [
        word
        for word, so in (("about", covered.approximate), (_("not sure"), covered.uncertain))
        if so
    ]
    return ", ".join(doubt) if covered.precision == "day" and doubt else ", ".join([plain, *doubt])


def say_latency(fact: Fact, written: date, country: str) -> str:
    """Return how long after it happened an entry was written down.

    Args:
        fact: for its date and its source; what was recalled is never put near the event.
        written: the local day it was first written.
        country: for the date, `us` or other.
    """
    if isinstance(fact.source, QuotedFromStory) or fact.how_known == "recalled":
        return _("recalled on {day}").format(day=say_day(written, country))
    begun, ended = first_day(fact.occurred), last_day(fact.occurred)
    if begun is not None and written < begun:
        return _("{long} before").format(long=_long((begun - written).days))
    reference = ended or begun
    if reference is None:
        return _("written on {day}").format(day=say_day(written, country))
    days = (written - reference).days
    if days <= 0:
        return _("same day") if begun == ended or begun is None else _("within that time")
    return _("next day") if days == 1 else _("{long} later").format(long=_long(days))


def _long(days: int) -> str:
    if days < _DAYS_SAID:
        return count(days, "day")
    months = round(days / _MONTH)
    return count(months, "month") if months < _MONTHS_SAID else count(months // 12, "year")
