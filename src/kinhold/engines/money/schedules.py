"""Which schedule some days follow: every week, month or year, a little early or late now and then.

A day is compared with the day it was due, or with the working day before or after a weekend. How
much may be by chance is counted, not felt: `Fit.chance` is the likelihood that as many lines thrown
on random days would lie as near to one such schedule.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import comb, exp
from statistics import median
from typing import TYPE_CHECKING, Final

from kinhold.domain.recurrence import Recurrence, Unit, occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

SATURDAY: Final = 5
LAST: Final = -1
LONG_MONTH: Final = 28
"""From this day of the month on a day may stand for the last."""
LONGEST_MONTH: Final = 31
PROBABLY: Final = 0.05
"""A schedule is believed where chance alone would make one as good less often than this."""
WHOLE: Final = 0.75
"""The share of the lines that have to fit, and of the days due on which one has to have come."""
ORDINALS_FROM: Final = 3
CANDIDATES: Final = 5


@dataclass(frozen=True, slots=True)
class Period:
    """How often something may happen, and how far from its day it may.

    Attributes:
        unit: day, week, month or year.
        interval: every how many.
        days: about how many days that is.
        gaps: the usual distance of two neighbours, least and most days.
        early: days before the day it was due.
        late: days after; weekends and bank holidays push a payment by up to four days (UK Easter).
        least: how many times it has to have been seen.
    """

    unit: Unit
    interval: int
    days: Fraction
    gaps: tuple[int, int]
    early: int
    late: int
    least: int = 3


YEAR: Final = Fraction(1461, 4)
PERIODS: Final = (
    Period("month", 1, YEAR / 12, (25, 36), 4, 6),
    Period("week", 1, Fraction(7), (6, 8), 1, 3),
    Period("week", 2, Fraction(14), (12, 16), 2, 4),
    Period("week", 4, Fraction(28), (26, 30), 3, 5),
    Period("day", 30, Fraction(30), (28, 32), 3, 5),
    Period("month", 3, YEAR / 4, (82, 100), 7, 10),
    Period("month", 6, YEAR / 2, (170, 196), 10, 14, 2),
    Period("year", 1, YEAR, (350, 380), 12, 16, 2),
)


@dataclass(frozen=True, slots=True)
class Fit:
    """A schedule and the days that follow it.

    Attributes:
        period: how often, and how far off a day may be.
        each: the schedule.
        places: of the given days, those that follow it, in order.
        due: for each of them, the day it was due.
        missed: days due between the first and the last on which nothing came.
        on_day: how many came on the very day, or on the working day beside a weekend.
        off: days by which they were early or late, added up.
        chance: see the module's words.
    """

    period: Period
    each: Recurrence
    places: tuple[int, ...]
    due: tuple[date, ...]
    missed: tuple[date, ...]
    on_day: int
    off: int
    chance: float

    def next_after(self) -> date:
        """Return the first day due after the last one that came."""
        return next(iter(_ahead(self.each, self.due[-1])))

    def is_over(self, on: date) -> bool:
        """Return whether the next one is overdue by more than it ever may be late."""
        return self.next_after() + timedelta(days=self.period.late) < on


def days_apart(each: Recurrence) -> Fraction:
    """Return about how many days lie between two occurrences of a schedule of `PERIODS`."""
    return next(p.days for p in PERIODS if (p.unit, p.interval) == (each.unit, each.interval))


def fit(days: Sequence[date], *, among: int = 0, tries: int = 1) -> Fit | None:
    """Return the schedule that days follow best, or None where none is believed.

    Args:
        days: in order; several may be the same.
        among: how many lines they were picked from by their day, where they were; what chance
            alone makes is counted from these.
        tries: how many such picks are looked at; each has to be that much less likely by chance.
    """
    if len(days) < min(p.least for p in PERIODS):
        return None
    gaps = [gap for gap in ((b - a).days for a, b in pairwise(days)) if gap > 0]
    usual = median(gaps) if gaps else 0
    found = [
        tried
        for period in PERIODS
        if period.gaps[0] <= usual <= period.gaps[1]
        for each, anchor in _schedules(period, days)
        for tried in [_tried(period, each, anchor, days, among or len(days))]
        if tried is not None and tried.chance * tries <= PROBABLY
    ]
    return min(found, key=lambda f: _loss(f, len(days)), default=None)


def _loss(found: Fit, lines: int) -> tuple[float, float, int]:
    """Days off, a line or day that does not fit counting as half a period off at most a week."""
    unfit = lines - len(found.places) + len(found.missed)
    whole = found.each.monthdays[:1] == (LAST,)
    return (found.off + unfit * min(7.0, float(found.period.days) / 2), found.chance, int(whole))


def _tried(
    period: Period, each: Recurrence, anchor: date, days: Sequence[date], among: int
) -> Fit | None:
    slack = timedelta(days=period.late + 1)
    start, end = days[0] - slack, days[-1] + slack
    pairs: list[tuple[int, date, int]] = []
    missed: list[date] = []
    for due in occurrences(each, anchor=anchor, start=start, end=end):
        near = [
            (_off(due, day), place)
            for place, day in enumerate(days)
            if -period.early <= (day - due).days <= period.late
        ]
        if near:
            off, place = min(near)
            pairs.append((place, due, off))
        elif pairs:
            missed.append(due)
    if len(pairs) < period.least:
        return None
    missed = [due for due in missed if due < pairs[-1][1]]
    due_days = len(pairs) + len(missed)
    if len(pairs) < WHOLE * due_days or (among == len(days) and len(pairs) < WHOLE * len(days)):
        return None
    offs = [off for _, _, off in pairs]
    chance = _chance(offs, due_days=due_days, lines=among, span=(days[-1] - days[0]).days + float(period.days))  # fmt: skip
    return Fit(
        period,
        each,
        tuple(place for place, _, _ in pairs),
        tuple(due for _, due, _ in pairs),
        tuple(missed),
        sum(off == 0 for off in offs),
        sum(offs),
        chance,
    )


def _off(due: date, day: date) -> int:
    """Days between, a payment moved to the working day beside a weekend being on its day."""
    return min(abs((day - near).days) for near in (due, *_beside(due)))


def _beside(due: date) -> tuple[date, ...]:
    past = due.weekday() - SATURDAY
    if past < 0:
        return ()
    return (due - timedelta(days=past + 1), due + timedelta(days=2 - past))


def _chance(offs: Sequence[int], *, due_days: int, lines: int, span: float) -> float:
    """The least, over how near counts as near, of the binomial chance of so many near ones.

    The first one sets the day and proves nothing. Lines on random days are a Poisson process, so
    one lies in a window of `wide` days with 1 - exp(-rate * wide); two days in seven are a weekend
    and let in two more.
    """
    rate = lines / span
    found = 1.0
    for near in sorted(set(offs)):
        hit = 1 - exp(-rate * (2 * near + 1 + 4 / 7))
        found = min(found, _tail(due_days - 1, sum(off <= near for off in offs) - 1, hit))
    return found


def _tail(throws: int, least: int, hit: float) -> float:
    return sum(comb(throws, n) * hit**n * (1 - hit) ** (throws - n) for n in range(least, throws + 1))  # fmt: skip


def _ahead(each: Recurrence, after: date) -> Iterable[date]:
    start = after + timedelta(days=1)
    return occurrences(each, anchor=after, start=start, end=after + timedelta(days=800))


# -- which schedules are worth trying --------------------------------------------------------------


def _schedules(period: Period, days: Sequence[date]) -> Iterable[tuple[Recurrence, date]]:
    """Yield schedules with the day that sets their phase."""
    if period.unit in ("day", "week"):
        yield from _in_steps(period, days)
    elif period.interval == 1 and period.unit == "month":
        yield from _monthly(days)
    else:
        yield from _seldom(period, days)


def _in_steps(period: Period, days: Sequence[date]) -> Iterable[tuple[Recurrence, date]]:
    """Every so many days; the phases that most of the days have."""
    step = period.interval * (7 if period.unit == "week" else 1)
    phases = Counter(day.toordinal() % step for day in days)
    for phase, _ in sorted(phases.items(), key=lambda p: (-p[1], p[0]))[:CANDIDATES]:
        first = days[0].toordinal() - step
        anchor = date.fromordinal(first + (phase - first) % step)
        weekdays = (anchor.weekday(),) if period.unit == "week" else ()
        yield Recurrence(period.unit, period.interval, weekdays=weekdays), anchor


def _monthly(days: Sequence[date]) -> Iterable[tuple[Recurrence, date]]:
    anchor = (days[0] - timedelta(days=40)).replace(day=1)
    numbers = Counter(day.day for day in days if day.day < LONGEST_MONTH)
    for number, _ in sorted(numbers.items(), key=lambda p: (-p[1], p[0]))[:CANDIDATES]:
        yield Recurrence("month", 1, monthdays=(number,)), anchor
    if any(day.day >= LONG_MONTH for day in days):
        yield Recurrence("month", 1, monthdays=(LAST,)), anchor
    weekday, often = Counter(day.weekday() for day in days).most_common(1)[0]
    if often == len(days) >= ORDINALS_FROM:
        nth = Counter((day.day + 6) // 7 for day in days).most_common(1)[0][0]
        for n in dict.fromkeys((nth, LAST if nth > 3 else nth)):  # noqa: PLR2004 - the fourth may be the last
            yield Recurrence("month", 1, ordinals=((n, weekday),)), anchor


def _seldom(period: Period, days: Sequence[date]) -> Iterable[tuple[Recurrence, date]]:
    """Every few months or every year; the phase is that of one of the days, or of the month before."""
    months = period.interval * (12 if period.unit == "year" else 1)
    tried: set[tuple[int, int]] = set()
    for day in days[-CANDIDATES:]:
        back = -(-((day - days[0]).days + 40) // (28 * months)) * months
        for number in dict.fromkeys((day.day, LAST if day.day >= LONG_MONTH else day.day)):
            month = (day.year * 12 + day.month - 1) % months
            if (month, number) in tried:
                continue
            tried.add((month, number))
            year, place = divmod(day.year * 12 + day.month - 1 - back, 12)
            if period.unit == "year":
                yield Recurrence("year"), _in(year, place + 1, day.day)
            else:
                yield Recurrence("month", months, monthdays=(number,)), date(year, place + 1, 1)


def _in(year: int, month: int, day: int) -> date:
    """The day of a month, 29 February being the 28th in other years."""
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1
