"""What each month brings for each debt, whatever is paid: days, interest, what may be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from kinhold.engines.money.debts.accrual import growth, month_after

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.money.debts.accrual import Convention
    from kinhold.engines.money.debts.terms import DebtTerms


@dataclass(frozen=True, slots=True)
class DebtMonth:
    """One debt in one month of a plan.

    Attributes:
        day: its due day.
        factor: interest on one unit since the due day before.
        rate: nominal yearly rate in force on the due day, in basis points.
        asked: a minimum can be asked for.
        charged: a missed minimum costs the late fee.
        offer: the cheapest offer that stands on any day since the due day before, or None.
        offer_day: the last day on which it can be paid this month.
    """

    day: date
    factor: Fraction
    rate: int
    asked: bool
    charged: bool
    offer: int | None = None
    offer_day: date | None = None


def due_days(terms: DebtTerms, *, start: date, count: int, each: int = 1) -> tuple[date, ...]:
    """Return the due day before the first one, and the next `count`.

    Args:
        terms: of the debt; without a due day it is due on the start's day of the month.
        start: the day from which the plan runs; the first due day is after it.
        count: how many.
        each: months between two of them.
    """
    if terms.due_day is None:
        return tuple(month_after(start, n * each) for n in range(count + 1))
    here = month_after(start, 0, day=terms.due_day)
    shift = 0 if here > start else 1
    return tuple(
        month_after(start, shift + (n - 1) * each, day=terms.due_day) for n in range(count + 1)
    )


def debt_months(
    terms: DebtTerms, *, start: date, count: int, each: int = 1
) -> tuple[DebtMonth, ...]:
    """Return the months of one debt.

    A month's interest is that of each stretch with one rate, by its share of the month's days; a
    promotional rate that ends in the middle counts for the days it holds.

    Args:
        terms: of the debt.
        start: the day from which the plan runs.
        count: how many months.
        each: how many calendar months such a month has; 3 for a plan by quarter.
    """
    days = due_days(terms, start=start, count=count, each=each)
    return tuple(
        _month(terms, whole=(before, day), first=max(before, start), each=each)
        for before, day in pairwise(days)
    )


def _month(terms: DebtTerms, *, whole: tuple[date, date], first: date, each: int) -> DebtMonth:
    before, day = whole
    stands = [o for o in terms.offers if o.first <= day and max(before, first) < o.last]
    best = min(stands, key=lambda o: (o.amount, o.last), default=None)
    asked = not any(p.enforcement and p.first <= day <= p.last for p in terms.pauses)
    free = any(p.fees and p.first <= day <= p.last for p in terms.pauses)
    return DebtMonth(
        day=day,
        factor=_factor(terms, whole=whole, first=first, each=each),
        rate=int(terms.rate_on(day) * 10_000),
        asked=asked,
        charged=asked and not free,
        offer=best.amount if best else None,
        offer_day=min(day, best.last) if best else None,
    )


def _factor(terms: DebtTerms, *, whole: tuple[date, date], first: date, each: int) -> Fraction:
    begin, end = whole
    after = timedelta(days=1)
    turns = {r.day for r in terms.rates}
    turns |= {p.first for p in terms.pauses} | {p.last + after for p in terms.pauses}
    inside = {t for t in turns if first < t < end}
    if not inside and first == begin and terms.convention.days == "equal":
        return _even(terms.rate_on(begin), each, terms.convention)
    cuts = sorted({first, end} | inside)
    simple, compounded = Fraction(0), Fraction(1)
    for left, right in pairwise(cuts):
        part = Fraction(each, 12) * Fraction((right - left).days, (end - begin).days)
        grown = growth(terms.rate_on(left), left, right, convention=terms.convention, part=part)
        simple += grown
        compounded *= 1 + grown
    return simple if terms.convention.compounds == "period" else compounded - 1


@lru_cache(maxsize=1024)
def _even(rate: Fraction, each: int, convention: Convention) -> Fraction:
    """The interest of a whole month at one rate, where all months are alike."""
    day = date(2001, 1, 1)
    return growth(rate, day, day, convention=convention, part=Fraction(each, 12))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Debts and their months, side by side, with the money of each month.

    Attributes:
        debts: in the order of the plan.
        start: the day from which it runs.
        each: calendar months in a month of the plan.
        budget: money for debts by month in minor units; the last amount goes on.
        rows: for each debt its months.
    """

    debts: tuple[DebtTerms, ...]
    start: date
    each: int
    budget: tuple[int, ...]
    rows: tuple[tuple[DebtMonth, ...], ...]

    def money(self, month: int) -> int:
        """Return the money of a month, counted from 0."""
        return self.budget[min(month, len(self.budget) - 1)]

    @property
    def count(self) -> int:
        """How many months are laid out."""
        return len(self.rows[0]) if self.rows else 0


def calendar_of(
    debts: Sequence[DebtTerms],
    *,
    budget: int | Sequence[int],
    start: date,
    count: int,
    each: int = 1,
) -> Calendar:
    """Lay out every debt over so many months; see `Calendar`."""
    money = (budget,) if isinstance(budget, int) else tuple(budget) or (0,)
    rows = tuple(debt_months(d, start=start, count=count, each=each) for d in debts)
    return Calendar(tuple(debts), start, each, money, rows)
