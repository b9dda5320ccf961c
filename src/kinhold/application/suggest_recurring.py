"""Bills and incomes that statements show and the record does not know: one sentence each, to confirm.

    page = recurring_page(record=record, household=household)
    facts = accept(record=record, household=household, keys=["3f2a…"], new_id=new_id)

Nothing is written before she says so, and what she set aside is not shown again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import MONTHS, say_day
from kinhold.domain.dates import first_day, from_day
from kinhold.domain.events import SuggestionSetAside
from kinhold.domain.finances import TransactionBooked
from kinhold.domain.findings import KinholdError
from kinhold.domain.money import Money, exponent, say
from kinhold.domain.recurrence import say_recurrence
from kinhold.engines.money.everyday import FRESH_DAYS
from kinhold.engines.money.recurring import Recurring, find_recurring
from kinhold.engines.money.recurring_suggested import RecurringSuggestion, suggestions_of
from kinhold.record.notation import format_fact
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household
    from kinhold.record.record import Record

ABOUT: Final = "statements"
"""What a suggestion that was set aside is about."""
LOOK_BACK: Final = timedelta(days=800)
"""Two years and a little, so that what comes once a year has come twice."""
ONE_YEAR: Final = 330
WHY_NOT: Final = {
    "no name": N_("The bank names nobody, so it stays with everyday money."),
    "several": N_("Other payments carry the same name, so it stays with everyday money."),
    "varies": N_("Its size changes too much for a bill, so it stays with everyday money."),
}


class NoSuchRecurringError(KinholdError):
    """A key names nothing that statements show and that could be written down."""


@dataclass(frozen=True, slots=True)
class RecurringLine:
    """One suggestion, in plain values.

    Attributes:
        key: names it in pages and commands.
        sentence: what was seen.
        label: what it would be called.
        kind: `bill` or `income`.
        would_write: the lines of the notation it would add; empty where it is not offered.
        why_not: one sentence where it is not offered; else empty.
    """

    key: str
    sentence: str
    label: str
    kind: str
    would_write: tuple[str, ...]
    why_not: str


@dataclass(frozen=True, slots=True)
class RecurringPage:
    """What statements show again and again.

    Attributes:
        offered: what can be written down.
        left: what was seen and is not offered, with the reason.
    """

    offered: tuple[RecurringLine, ...]
    left: tuple[RecurringLine, ...]


def recurring_page(*, record: Record, household: Household) -> RecurringPage:
    """Return what statements show and the record does not know; writes nothing.

    Args:
        record: what the reader may see.
        household: on the day that is looked from.
    """
    lines = [_line(s, household) for s in open_suggestions(record=record, household=household)]
    return RecurringPage(
        tuple(line for line in lines if line.would_write),
        tuple(line for line in lines if not line.would_write),
    )


def open_suggestions(*, record: Record, household: Household) -> tuple[RecurringSuggestion, ...]:
    """Return the suggestions that were not set aside; see `recurring_page`."""
    aside = {s.key for s in record.of(SuggestionSetAside) if s.about == ABOUT}
    found = suggestions_of(_found(record, household.on), household)
    return tuple(s for s in found if s.key not in aside)


def _found(record: Record, on: date) -> tuple[Recurring, ...]:
    """What comes again in each account, as of the last day its statements show.

    An account whose statements ended long ago says nothing of now.
    """
    by_account: dict[str, list[TransactionBooked]] = defaultdict(list)
    ends: dict[str, date] = {}
    for line in record.dated(TransactionBooked, on - LOOK_BACK, on):
        day = first_day(line.occurred)
        if day is not None and day <= on:
            by_account[line.about].append(line)
            ends[line.about] = max(day, ends.get(line.about, day))
    return tuple(
        recurring
        for account, lines in sorted(by_account.items())
        if (on - ends[account]).days <= FRESH_DAYS
        for recurring in find_recurring(lines, on=ends[account])
    )


def accept(
    *, record: Record, household: Household, keys: Collection[str], new_id: Callable[[], str]
) -> tuple[Fact, ...]:
    """Return the facts of the chosen suggestions, each with an id of its own.

    Raises:
        NoSuchRecurringError: for a key that names none, or one that is not offered.
    """
    chosen = _picked(open_suggestions(record=record, household=household), keys)
    for suggestion in chosen:
        if not suggestion.facts:
            raise NoSuchRecurringError(
                _(
                    "“{label}” cannot be written down from here: {why_not} You can state it by hand."
                ).format(label=suggestion.label, why_not=_(WHY_NOT[suggestion.why_not]))
            )
    return tuple(replace(fact, fact_id=new_id()) for s in chosen for fact in s.facts)


def set_aside(
    *, record: Record, household: Household, keys: Collection[str], new_id: Callable[[], str]
) -> tuple[Fact, ...]:
    """Return the facts that she said no to some; the lines of the statements stay as they are.

    Raises:
        NoSuchRecurringError: for a key that names none.
    """
    chosen = _picked(open_suggestions(record=record, household=household), keys)
    return tuple(
        SuggestionSetAside(
            fact_id=new_id(),
            occurred=from_day(household.on),
            about=ABOUT,
            key=s.key,
            words=s.found.payee,
        )
        for s in chosen
    )


def _picked(
    known: tuple[RecurringSuggestion, ...], keys: Collection[str]
) -> tuple[RecurringSuggestion, ...]:
    there = {s.key for s in known}
    unknown = [key for key in keys if key not in there]
    if unknown:
        raise NoSuchRecurringError(
            _(
                "“{unknown}” is nothing that your statements show and the record does not know. Look "
                "at the list again: it changes with every statement."
            ).format(unknown=unknown[0][:20])
        )
    return tuple(s for s in known if s.key in keys)


def _line(s: RecurringSuggestion, household: Household) -> RecurringLine:
    return RecurringLine(
        key=s.key,
        sentence=say_recurring(s.found, on=household.on, country=household.country),
        label=s.label,
        kind="income" if s.found.direction == "in" else "bill",
        would_write=tuple(format_fact(f, currency=household.currency) for f in s.facts),
        why_not=_(WHY_NOT.get(s.why_not, "")),
    )


def say_recurring(found: Recurring, *, on: date, country: str) -> str:
    """Return what was seen: `£42.10 every month on the 3rd to “BRITISH GAS”, seen 11 times since March`."""
    about = "About " if found.varies else ""
    way = "from" if found.direction == "in" else "to"
    whom = f" {way} “{found.payee}”" if found.payee else _(", nobody named")
    due = found.seen + found.missed
    times = (
        _("{seen} times").format(seen=found.seen)
        if not found.missed
        else _("{seen} of {due} times").format(seen=found.seen, due=due)
    )
    recent = (on - found.first).days < ONE_YEAR
    since = _(MONTHS[found.first.month - 1]) + ("" if recent else f" {found.first.year}")
    return _(
        "{about}{rounded} {recurrence}{whom}, seen {times} since {since}, next on {day}."
    ).format(
        about=about,
        rounded=say(_rounded(found)),
        recurrence=say_recurrence(found.each),
        whom=whom,
        times=times,
        since=since,
        day=say_day(found.next, country, year=False),
    )


def _rounded(found: Recurring) -> Money:
    """An amount that varies, without the small units nobody can know."""
    whole = 10 ** exponent(found.amount.currency)
    if not found.varies or found.amount.minor < 10 * whole:
        return found.amount
    return Money(round(found.amount.minor / whole) * whole, found.amount.currency)
