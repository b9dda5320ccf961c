"""Which payment paid what: noted payments and lines of statements, matched to what fell due.

A line of a statement belongs to a bill, debt or income where its payee is known by that name:
because she said so (`payee`), or because the bill, lender or income is called that. What she noted
herself and the bank shows as well counts once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import UNKNOWN, Edtf, first_day
from kinhold.engines.money.payees import is_called, normal_payee

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kinhold.domain.finances import TransactionBooked
    from kinhold.domain.household import Household

EARLY_DAYS: Final = 10
"""A payment up to this many days early pays the next occurrence; a setting, not a rule of law."""
LATE_DAYS: Final = 45
"""A payment up to this many days late pays an occurrence that is still open; a setting as well."""
SAME_DAYS: Final = 5
"""A noted payment and a line of a statement this near, of one amount, are one payment."""
VARIES: Final = frozenset(("energy", "gas", "electricity", "electric", "water", "phone", "food"))
"""Types of bill whose amount is an estimate: whatever was paid settles an occurrence."""


@dataclass(frozen=True, slots=True)
class Paid:
    """One payment of a bill or debt, or one receipt of an income.

    Attributes:
        day: when; None where not told.
        minor: how much, in minor units, never negative.
        by: who paid, by handle; empty for the household.
        for_day: the occurrence it was said to settle, or None.
        fact_ids: the facts it rests on.
    """

    day: date | None
    minor: int
    by: str
    for_day: date | None
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What of one occurrence was paid, and by which facts."""

    minor: int
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Payments:
    """Every payment and receipt by the day the household stands on, by label.

    Attributes:
        out: label of a bill or debt to its payments, in order of day.
        incoming: label of an income to its receipts, in order of day.
        noted_alone: fact ids of noted payments and receipts that no statement shows.
        labels: fact id of a line of a statement to what it pays or brings; others are not in it.
    """

    out: Mapping[str, tuple[Paid, ...]]
    incoming: Mapping[str, tuple[Paid, ...]]
    noted_alone: frozenset[str]
    labels: Mapping[str, str]


def payments_in(household: Household) -> Payments:
    """Match everything that was paid or came in by the household's day to what it belongs to."""
    paid: dict[str, list[Paid]] = defaultdict(list)
    for payment in household.payments:
        paid[payment.about].append(
            _noted(
                payment.occurred, payment.for_day, payment.amount.minor, payment.by, payment.fact_id
            )
        )
    came: dict[str, list[Paid]] = defaultdict(list)
    for receipt in household.received:
        for label in dict.fromkeys((receipt.about, receipt.payer)):
            if label:
                came[label].append(
                    _noted(receipt.occurred, receipt.for_day, receipt.amount.minor, receipt.payer, receipt.fact_id)
                )  # fmt: skip
    shown = _Shown(household)
    alone: set[str] = set()
    for each, sign in ((paid, -1), (came, 1)):
        for noted in {n.fact_ids[0]: n for of_label in each.values() for n in of_label}.values():
            if not shown.take(noted, sign):
                alone.add(noted.fact_ids[0])
    labels: dict[str, str] = {}
    for label, line in shown.labelled():
        labels[line.fact_id] = label
        if line.fact_id in shown.taken:
            continue
        into = paid if line.amount.minor < 0 else came
        day = first_day(line.occurred)
        into[label].append(Paid(day, abs(line.amount.minor), "", None, (line.fact_id,)))
    on = household.on
    return Payments(_by_day(paid, on), _by_day(came, on), frozenset(alone), labels)


def _noted(occurred: Edtf, for_day: Edtf, minor: int, by: str, fact_id: str) -> Paid:
    named = None if for_day == UNKNOWN else first_day(for_day)
    return Paid(first_day(occurred), abs(minor), by, named, (fact_id,))


def _by_day(found: Mapping[str, list[Paid]], on: date) -> dict[str, tuple[Paid, ...]]:
    """By the day the household stands on; later ones are plans."""
    return {
        label: tuple(
            sorted(
                (p for p in paid if (p.day or on) <= on),
                key=lambda p: (p.day or date.min, p.minor, p.fact_ids),
            )
        )
        for label, paid in found.items()
    }


class _Shown:
    """The lines of statements; `taken` has those that a noted payment is the same as."""

    def __init__(self, household: Household) -> None:
        self._names: Final = names_in(household)
        self._lines: Final = household.booked
        self.taken: Final[set[str]] = set()
        self._by_amount: Final[dict[int, list[tuple[date, TransactionBooked]]]] = defaultdict(list)
        for line in household.booked:
            day = first_day(line.occurred)
            if day is not None:
                self._by_amount[line.amount.minor].append((day, line))

    def take(self, noted: Paid, sign: int) -> bool:
        """Find the line that shows a noted payment, and pass it over from now on."""
        if noted.day is None:
            return False
        near = self._by_amount.get(sign * noted.minor, [])
        start = bisect_left(near, noted.day - timedelta(days=SAME_DAYS), key=lambda pair: pair[0])
        for day, line in near[start:]:
            if day > noted.day + timedelta(days=SAME_DAYS):
                break
            if line.fact_id not in self.taken:
                self.taken.add(line.fact_id)
                return True
        return False

    def labelled(self) -> Iterable[tuple[str, TransactionBooked]]:
        for line in self._lines:
            label = self._names.label_of(line) if line.amount.minor else ""
            if label:
                yield label, line


class Names:
    """What bills and debts, and what incomes, are called on statements."""

    def __init__(self, out: Mapping[str, str], incoming: Mapping[str, str]) -> None:
        """Take normal names to labels, for what goes out and for what comes in."""
        self._known: Final = (out, incoming)
        self._found: Final[tuple[dict[str, str], dict[str, str]]] = ({}, {})

    def label_of(self, line: TransactionBooked) -> str:
        """Return what a line pays or brings, or an empty text; the longest name wins."""
        way = int(line.amount.minor > 0)
        return self._label(way, line.payee) or self._label(way, line.words)

    def _label(self, way: int, text: str) -> str:
        payee, found = normal_payee(text), self._found[way]
        if payee not in found:
            known = self._known[way]
            fits = [name for name in known if is_called(payee, name)]
            found[payee] = known[max(fits, key=len)] if fits else ""
        return found[payee]


def names_in(household: Household) -> Names:
    """Return by which names statements may call the household's bills, debts and incomes."""
    out: dict[str, str] = {}
    incoming: dict[str, str] = {}
    for debt in household.debts:
        out |= dict.fromkeys(_normal(debt.lender, debt.about), debt.about)
    for bill in household.bills:
        out |= dict.fromkeys(_normal(bill.payee, bill.about), bill.about)
    for income in household.incomes:
        payer = household.name(income.payer) if income.payer else ""
        incoming |= dict.fromkeys(_normal(payer, income.about), income.about)
    owed = {x.about for x in (*household.bills, *household.debts)}
    for known in household.payees:
        (out if known.about in owed else incoming)[normal_payee(known.words)] = known.about
    return Names(out, incoming)


def _normal(*names: str) -> tuple[str, ...]:
    return tuple(normal_payee(n) for n in names if n)


def settle(
    days: Sequence[date], amount: int, payments: Iterable[Paid], *, varies: bool
) -> dict[date, Settlement]:
    """Spread payments over the occurrences they settle.

    One that names a day settles that occurrence; another the oldest one still open that was due at
    most `EARLY_DAYS` after it and `LATE_DAYS` before it. What is left of a payment goes on to the
    next such occurrence.

    Args:
        days: due days of one bill, debt or income.
        amount: what each is for, minor units.
        payments: of that label.
        varies: whether any payment settles an occurrence, whatever its size.

    Returns:
        What was paid of each occurrence that anything was paid of; never more than `amount`.
    """
    open_days = sorted(days)
    settled: dict[date, Settlement] = {}

    def give(day: date, paid: Paid, minor: int) -> int:
        before = settled.get(day, Settlement(0, ()))
        part = amount - before.minor if varies else min(minor, amount - before.minor)
        settled[day] = Settlement(before.minor + part, (*before.fact_ids, *paid.fact_ids))
        return 0 if varies else minor - part

    unnamed = []
    for paid in payments:
        if paid.for_day is None:
            unnamed.append(paid)
        elif paid.for_day in open_days:
            give(paid.for_day, paid, paid.minor)
    for paid in unnamed:
        if paid.day is None:
            continue
        left = paid.minor
        earliest, latest = (
            paid.day - timedelta(days=LATE_DAYS),
            paid.day + timedelta(days=EARLY_DAYS),
        )
        for day in open_days:
            if left <= 0 or day > latest:
                break
            if day >= earliest and settled.get(day, Settlement(0, ())).minor < amount:
                left = give(day, paid, left)
    return settled
