"""What comes again on statements and is no known bill, debt or income yet: facts to suggest.

Nothing is written before the person says so. A name that stands for several things is shown and not
offered: a bill is known on statements by its name, so all of them would be taken for one.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, Literal

import yaml

from kinhold.domain.dates import from_day
from kinhold.domain.fact import Label
from kinhold.domain.finances import BillStated, IncomeStated, PayeeKnown, TransactionBooked
from kinhold.domain.money import Money
from kinhold.domain.recurrence import format_recurrence, occurrences
from kinhold.engines.money.matching import VARIES, names_in
from kinhold.engines.money.payees import normal_payee
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household
    from kinhold.engines.money.recurring import Recurring

Why = Literal["", "no name", "several", "varies"]

STEADY: Final = 300
"""Basis points: a bill that varies by more is only settled by what was paid if its type says so."""
IRREGULAR: Final = 2500
"""Basis points: an income that varies by more is irregular."""
MOVED_DAYS: Final = 3
"""Days apart that the two sides of a transfer between own accounts may be due."""
AHEAD: Final = 800
"""Days within which anything that comes again comes again."""


@dataclass(frozen=True, slots=True)
class RecurringSuggestion:
    """Something that comes again, with the facts that would make it known.

    Attributes:
        key: the same for the same payee, direction, account and schedule.
        found: what was found.
        label: what it would be called.
        facts: a bill or income and what statements call it; no ids yet. Empty where it is not offered.
        why_not: empty where it is offered; `no name`: the bank names nobody; `several`: the payee
            stands for more than one thing; `varies`: its size changes too much for a bill.
    """

    key: str
    found: Recurring
    label: str
    facts: tuple[Fact, ...]
    why_not: Why


def suggestions_of(
    found: Sequence[Recurring], household: Household
) -> tuple[RecurringSuggestion, ...]:
    """Return what of the found is not known by its name yet, in the order found.

    What moves between the household's own accounts is left out, and so is an account whose money
    does not pay bills, and another currency than the household's.

    Args:
        found: from `find_recurring`.
        household: with bills, debts, incomes, their names on statements, and the day it stands on.
    """
    names = names_in(household)
    idle = {a.label for a in household.accounts if a.opened and not a.opened.counts}
    named = Counter((r.direction, normal_payee(r.payee)) for r in found)
    suggested = []
    for r in found:
        if r.account in idle or r.amount.currency != household.currency:
            continue
        if names.label_of(_as_line(r)) or _is_own_transfer(r, found):
            continue
        several = named[r.direction, normal_payee(r.payee)] > 1
        suggested.append(_suggestion(r, household, several=several))
    return tuple(suggested)


def _as_line(r: Recurring) -> TransactionBooked:
    minor = r.amount.minor if r.direction == "in" else -r.amount.minor
    return TransactionBooked(fact_id="", amount=Money(minor, r.amount.currency), payee=r.payee)


def _is_own_transfer(r: Recurring, found: Sequence[Recurring]) -> bool:
    return any(
        other.direction != r.direction
        and other.account != r.account
        and other.amount == r.amount
        and other.each.unit == r.each.unit
        and abs((other.next - r.next).days) <= MOVED_DAYS
        for other in found
    )


def _suggestion(r: Recurring, household: Household, *, several: bool) -> RecurringSuggestion:
    name = normal_payee(r.payee)
    type_ = guess_type(r)
    why = _why_not(r, type_, several=several)
    label = " ".join(map(_word, name.split())) or _("Without a name")
    told = f"{r.account}|{r.direction}|{name}|{format_recurrence(r.each)}"
    facts = () if why else _facts(r, label, type_, household)
    return RecurringSuggestion(sha256(told.encode()).hexdigest()[:12], r, label, facts, why)


def _word(word: str) -> str:
    """`Gas` for GAS, and DWP as it is: what has no vowel is short for something."""
    return word.title() if set(word) & set("AEIOUY") else word


def _why_not(r: Recurring, type_: str, *, several: bool) -> Why:
    if not normal_payee(r.payee):
        return "no name"
    if several or r.others * 4 > r.seen:
        return "several"
    if r.direction == "out" and r.varies > STEADY and type_ not in VARIES:
        return "varies"
    return ""


def _facts(r: Recurring, label: str, type_: str, household: Household) -> tuple[Fact, ...]:
    about, occurred = Label(label), from_day(_first_from(r, household.on))
    stated: Fact
    if r.direction == "out":
        stated = BillStated(
            fact_id="",
            occurred=occurred,
            about=about,
            amount=r.amount,
            each=r.each,
            type=type_,
            payee=r.payee,
            account=r.account,
        )
    else:
        stated = IncomeStated(
            fact_id="",
            occurred=occurred,
            about=about,
            certainty="irregular" if r.varies > IRREGULAR else "sure",
            amount=r.amount,
            each=r.each,
            type=type_,  # type: ignore[arg-type]  # the lexicon has only types of income
            to=household.keeper,
            account=r.account,
        )
    return (stated, PayeeKnown(fact_id="", occurred=occurred, about=about, words=r.payee))


def _first_from(r: Recurring, on: date) -> date:
    """The next day due, or where statements ended long before, the first due since."""
    if (on - r.next).days <= r.late:
        return r.next
    return occurrences(r.each, anchor=r.next, start=on, end=on + timedelta(days=AHEAD))[0]


def guess_type(r: Recurring) -> str:
    """Return the type of bill or income that words of the payee stand for, or an empty text."""
    name = normal_payee(r.payee)
    for type_, patterns in _lexicon()[r.direction]:
        if any(pattern.search(name) for pattern in patterns):
            return type_
    return ""


@cache
def _lexicon() -> dict[str, tuple[tuple[str, tuple[re.Pattern[str], ...]], ...]]:
    text = (resources.files("kinhold.engines.money") / "recurring_words.yaml").read_text("utf-8")
    told: dict[str, dict[str, list[Any]]] = yaml.safe_load(text)
    return {
        way: tuple((type_, tuple(_whole(str(w)) for w in words)) for type_, words in types.items())
        for way, types in told.items()
    }


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
