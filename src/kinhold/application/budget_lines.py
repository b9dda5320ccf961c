"""Figures of a month: what was stated brought to months exactly, or what statements show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from statistics import median
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinhold.domain.recurrence import Recurrence
    from kinhold.engines.money.matching import Paid

Rests = Literal["stated", "from statements"]
LEAST: Final = 3
"""Fewer whole months, or blocks of four weeks, than this say too little of what is usual."""
MOST: Final = 6
"""Months looked back at most: what was paid longer ago is not how it is now."""
WEEKS_A_MONTH: Final = Fraction(52, 12)
DAYS_A_MONTH: Final = Fraction(365, 12)
BLOCK: Final = 28
_FIFTH: Final = 5
_FIFTHS: Final = Fraction(20871 - 4 * 4800, 4800)
"""How often a month has a fifth of a weekday: 20,871 weeks in the 4,800 months of 400 years."""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of a budget sheet.

    Attributes:
        label: the bill, income or debt.
        minor: a month, in minor units.
        rests_on: `stated`, or `from statements`.
        estimated: whether it varies, so that another month will differ.
        note: what a reader should know of it; empty where there is nothing.
        fact_ids: the facts it rests on.
    """

    label: str
    minor: int
    rests_on: Rests
    estimated: bool
    note: str
    fact_ids: tuple[str, ...]


def a_month(rule: Recurrence | None) -> Fraction:
    """Return how many times a month something falls, exactly; 0 for what falls once.

    A year has 52 weeks and 12 months here, as budget sheets count: weekly is × 52/12, every two
    weeks × 26/12, every four weeks × 13/12. Days are × 365/12.
    """
    if rule is None:
        return Fraction(0)
    if rule.unit == "day":
        return DAYS_A_MONTH / rule.interval
    if rule.unit == "week":
        return max(1, len(rule.weekdays)) * WEEKS_A_MONTH / rule.interval
    months = rule.interval * (12 if rule.unit == "year" else 1)
    if not (rule.monthdays or rule.ordinals):
        return Fraction(1, months)
    times = Fraction(len(rule.monthdays))
    times += sum((_FIFTHS if n == _FIFTH else Fraction(1) for n, _ in rule.ordinals), Fraction(0))
    return times / months


def whole(figure: Fraction) -> int:
    """Return a figure in whole minor units, a half away from nothing."""
    size = (2 * abs(figure.numerator) + figure.denominator) // (2 * figure.denominator)
    return size if figure >= 0 else -size


def often(rule: Recurrence | None) -> bool:
    """Return whether something falls at least once a month or every four weeks."""
    limit = Fraction(13, 12)
    return rule is not None and (a_month(rule) >= 1 or a_month(rule) == limit)


def from_statements(
    paid: Iterable[Paid],
    *,
    rule: Recurrence | None,
    covered: tuple[date, date] | None,
    since: date | None,
    lines: Iterable[str],
) -> tuple[int, tuple[str, ...]] | None:
    """Return what statements show of a month, the median, and the lines it rests on.

    Where it goes by weeks the periods are blocks of four weeks, brought to a month by 13/12: some
    months have four Fridays and some five.

    Args:
        paid: of one bill or income.
        rule: how often; None counts as monthly.
        covered: first and last day that statements show.
        since: the day from which it was stated as it is now.
        lines: ids of lines of statements; what none of them shows says nothing of a month.

    Returns:
        None where fewer than `LEAST` whole periods are covered, or no line shows it.
    """
    if covered is None:
        return None
    first = covered[0] if since is None else max(covered[0], since.replace(day=1))
    by_weeks = rule is not None and rule.unit == "week"
    periods = _blocks(first, covered[1]) if by_weeks else _months(first, covered[1])
    shown, known = list(paid), set(lines)
    inside = [p for p in shown if p.day and periods and periods[0][0] <= p.day < periods[-1][1]]
    if len(periods) < LEAST or not any(known.intersection(p.fact_ids) for p in inside):
        return None
    sums = [sum(p.minor for p in inside if p.day and a <= p.day < b) for a, b in periods]
    usual = Fraction(median(map(Fraction, sums))) * (Fraction(13, 12) if by_weeks else 1)
    if not usual:
        return None
    return whole(usual), tuple(dict.fromkeys(i for p in inside for i in p.fact_ids))


def _months(first: date, last: date) -> Sequence[tuple[date, date]]:
    """The latest whole months of `[first, last]`, the oldest first, each up to the day after it."""
    end = (last + timedelta(days=1)).replace(day=1)
    found: list[tuple[date, date]] = []
    while len(found) < MOST:
        start = (end - timedelta(days=1)).replace(day=1)
        if start < first:
            break
        found.append((start, end))
        end = start
    return found[::-1]


def _blocks(first: date, last: date) -> Sequence[tuple[date, date]]:
    """The latest whole blocks of four weeks, likewise."""
    end = last + timedelta(days=1)
    found: list[tuple[date, date]] = []
    while len(found) < MOST and end - timedelta(days=BLOCK) >= first:
        found.append((end - timedelta(days=BLOCK), end))
        end -= timedelta(days=BLOCK)
    return found[::-1]
