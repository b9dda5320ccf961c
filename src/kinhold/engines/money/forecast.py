"""What an account will probably hold, from nothing but its own past.

The expected path has three parts, each of which can be read off a statement:

- what comes again (`recurring`) on the days it is due, at its latest usual amount;
- everything else on the days of the month on which it usually happens. Its size is set so that a
  whole month nets to nothing: spending follows income. On real accounts the trend of the past only
  made the forecast worse;
- a slow return to the usual level: each day a 180th of the distance to it is closed.

What may happen instead is shown by replay: every stretch of the past year that differed from this
account's own pattern is laid upon the path once, from its first day on. No dice are thrown.

A forecast never becomes a fact. It knows nothing of a bill that was never paid from the account. An
income that stopped is named (`stopped`); whether anything makes up for it no past can tell, so that
`gone=True` gives the path without.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate
from math import pow as power
from math import sqrt
from operator import add
from statistics import NormalDist, fmean, stdev
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import first_day
from kinhold.domain.findings import KinholdError
from kinhold.domain.money import Money
from kinhold.domain.recurrence import occurrences
from kinhold.engines.money.recurring import Recurring, find_recurring, stopped_incomes
from kinhold.engines.money.runway import Low
from kinhold.engines.money.schedules import days_apart
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.finances import TransactionBooked

YEAR: Final = 365
"""Days of the past that are looked at."""
LEAST_DAYS: Final = 90
"""Fewer days than three months show no month."""
LEAST_LINES: Final = 20
SETTLING: Final = 180
"""Days of which the usual level is the mean; each day a 180th of the distance to it is closed."""
BESIDE: Final = 2
"""Days beside a day of the month that speak for it too, with weights 3, 2 and 1 of three."""
LONGEST: Final = 366
MONTH: Final = 30
LOWS: Final = 12
"""Months of the past whose lowest balances are looked at."""
FLOOR: Final = 0.02
"""Monthly lows are never taken to vary by less than this share of a month's turnover."""
TENTH: Final = 10
WIDER: Final = 115
"""Percent to which the past's surprises are enlarged, so that a band for 80 % holds about 80 %."""


class ForecastNotPossibleError(KinholdError):
    """A forecast was asked for that cannot be made."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """One account over the next days, in minor units of one currency.

    Attributes:
        start: the first day.
        opening: the balance at the end of the day before.
        expected: the balance at the end of each day.
        low, high: the tenth and the ninetieth of a hundred replays on each day; the band between
            them is for 80 %.
        lowest: the lowest of `expected`, and its day.
        lows: the lowest balance of each replay, least first.
        month_lows: the lowest balances of the last months of 30 days, the latest first.
        turnover: what moved in 30 days of the past, in and out added up.
        history: how many days of the past it rests on.
        recurring: what comes again.
        stopped: incomes that came regularly and no longer do.
        fact_ids: the lines it rests on.
    """

    start: date
    opening: Money
    expected: tuple[int, ...]
    low: tuple[int, ...]
    high: tuple[int, ...]
    lowest: Low
    lows: tuple[int, ...] = field(repr=False)
    month_lows: tuple[int, ...]
    turnover: int
    history: int
    recurring: tuple[Recurring, ...]
    stopped: tuple[Recurring, ...]
    fact_ids: tuple[str, ...] = field(repr=False)

    def chance_below(self, threshold: int) -> float:
        """Return how likely the balance goes below a threshold at all, 0 to 1.

        Replays alone cry wolf: people spend less when little is left, and the lows of past months
        show it. So it is the geometric mean of both views, unless the expected path itself goes
        below: then the replays alone count.

        Args:
            threshold: minor units, 0 for an empty account.
        """
        replayed = self.chance_by_replay(threshold)
        if self.lowest.amount.minor < threshold:
            return replayed
        return sqrt(replayed * self.chance_by_lows(threshold))

    def chance_by_replay(self, threshold: int) -> float:
        """Return the share of replays whose lowest balance is below a threshold."""
        return bisect_left(self.lows, threshold) / len(self.lows)

    def chance_by_lows(self, threshold: int) -> float:
        """Return how likely one of the coming months has a low below a threshold, as past ones had.

        The next low is as likely as the normal distribution for one more of a sample has it, and
        months are taken to be independent.
        """
        count = len(self.month_lows)
        spread = stdev(self.month_lows) * sqrt(1 + 1 / count)
        usual = NormalDist(fmean(self.month_lows), max(spread, FLOOR * self.turnover, 1.0))
        return 1 - power(1 - usual.cdf(threshold), len(self.expected) / MONTH)


@dataclass(frozen=True, slots=True)
class _Past:
    """Days of an account, the last day last, in minor units.

    Attributes:
        start: the first day.
        rest: what moved that does not come again.
        planned: what moved of what comes again.
        surprise: by how much that differed from its own mean.
        moved: what moved, in and out added up.
        fact_ids: the lines.
    """

    start: date
    rest: tuple[int, ...]
    planned: tuple[int, ...]
    surprise: tuple[int, ...]
    moved: int
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Level:
    """Where the path starts and tends to.

    Attributes:
        balance: at the end of the last day, minor units.
        each_day: what spending follows: what comes again brings on any day.
        gap: how far the usual level lies above today's.
    """

    balance: int
    each_day: Fraction
    gap: int


def _too_long(days: int) -> ForecastNotPossibleError:
    said = _("A forecast is for 1 to {longest} days, not for {days}.")
    return ForecastNotPossibleError(said.format(longest=LONGEST, days=days))


def forecast(
    lines: Sequence[TransactionBooked],
    *,
    balance: Money,
    on: date,
    days: int,
    gone: bool = False,
) -> Forecast | None:
    """Return what one account will probably hold, or None where its past says too little.

    Args:
        lines: of one account; those in another currency or after `on` do not count.
        balance: at the end of `on`.
        on: the last day that the statements show.
        days: how many days ahead, 1 to 366.
        gone: whether nothing makes up for incomes that stopped and spending goes on as it was. By
            default they are made up for, as they mostly were on the few real accounts that show it.

    Raises:
        ForecastNotPossibleError: for no days, or more than a year of them.
    """
    if not 1 <= days <= LONGEST:
        raise _too_long(days)
    known = [
        line
        for line in lines
        if line.amount.currency == balance.currency and (first_day(line.occurred) or date.max) <= on
    ]
    found = find_recurring(known, on=on)
    past = _past(known, found, on)
    if past is None:
        return None
    shape = _profile(past)
    start = on + timedelta(days=1)
    stopped = stopped_incomes(known, on=on)
    each_day = sum(map(_each_day, found), Fraction(0))
    each_day += sum(map(_each_day, stopped), Fraction(0)) if gone else 0
    level = _Level(balance.minor, each_day, _usual_gap(past, shape))
    expected = _expected(level, found, shape, start=start, days=days)
    paths = _replays(past, shape, expected)
    at_day = [sorted(path[day] for path in paths) for day in range(days)]
    edge = len(paths) // TENTH
    lowest = min(range(days), key=lambda day: (expected[day], day))
    return Forecast(
        start=start,
        opening=balance,
        expected=expected,
        low=tuple(sizes[edge] for sizes in at_day),
        high=tuple(sizes[-1 - edge] for sizes in at_day),
        lowest=Low(Money(expected[lowest], balance.currency), start + timedelta(days=lowest)),
        lows=tuple(sorted(min(path) for path in paths)),
        month_lows=_month_lows(past, balance.minor),
        turnover=past.moved * MONTH // len(past.rest),
        history=len(past.rest),
        recurring=found,
        stopped=stopped,
        fact_ids=past.fact_ids,
    )


def _past(lines: Sequence[TransactionBooked], found: Sequence[Recurring], on: date) -> _Past | None:
    dated = [(first_day(line.occurred) or on, line) for line in lines]
    first = min((day for day, _unused in dated), default=on)
    span = min(YEAR, (on - first).days + 1)
    if span < LEAST_DAYS or len(lines) < LEAST_LINES:
        return None
    start = on - timedelta(days=span - 1)
    item_of = {fact_id: item for item in found for fact_id in item.fact_ids}
    sizes: dict[str, list[int]] = defaultdict(list)
    for _unused, line in dated:
        if line.fact_id in item_of:
            sizes[item_of[line.fact_id].fact_ids[0]].append(line.amount.minor)
    rest, planned, surprise = [0] * span, [0] * span, [0] * span
    moved = 0
    for day, line in dated:
        place, item = (day - start).days, item_of.get(line.fact_id)
        if place < 0:
            continue
        moved += abs(line.amount.minor)
        if item is None:
            rest[place] += line.amount.minor
        else:
            same = sizes[item.fact_ids[0]]
            planned[place] += line.amount.minor
            surprise[place] += line.amount.minor - sum(same) // len(same)
    ids = tuple(line.fact_id for day, line in dated if day >= start)
    return _Past(start, tuple(rest), tuple(planned), tuple(surprise), moved, ids)


def _profile(past: _Past) -> tuple[int, ...]:
    """By how much the rest of a day of the month (1 to 31) differs from the rest of any day."""
    sums, counts = [0] * 32, [0] * 32
    for place, minor in enumerate(past.rest):
        number = (past.start + timedelta(days=place)).day
        sums[number] += minor
        counts[number] += 1
    mean = Fraction(sum(past.rest), len(past.rest))
    shape = [0] * 32
    for number in range(1, 32):
        near = [((number - 1 + off) % 31 + 1, BESIDE + 1 - abs(off)) for off in range(-BESIDE, BESIDE + 1)]  # fmt: skip
        seen = sum(weight * counts[other] for other, weight in near)
        if seen:
            shape[number] = round(Fraction(sum(w * sums[other] for other, w in near), seen) - mean)
    return tuple(shape)


def _each_day(item: Recurring) -> Fraction:
    """What comes again brings or takes on any day."""
    minor = item.amount.minor if item.direction == "in" else -item.amount.minor
    return minor / days_apart(item.each)


def _expected(
    level: _Level, found: Sequence[Recurring], shape: Sequence[int], *, start: date, days: int
) -> tuple[int, ...]:
    """The balance at the end of each day, as the module's words say."""
    moves = [shape[(start + timedelta(days=ahead)).day] for ahead in range(days)]
    end = start + timedelta(days=days)
    for item in found:
        minor = item.amount.minor if item.direction == "in" else -item.amount.minor
        for due in occurrences(item.each, anchor=item.next, start=item.next, end=end):
            moves[max(0, (due - start).days)] += minor
    return tuple(
        there + round(level.gap * (1 - (1 - 1 / SETTLING) ** ahead) - level.each_day * ahead)
        for ahead, there in enumerate(accumulate(moves, initial=level.balance))
        if ahead
    )


def _usual_gap(past: _Past, shape: Sequence[int]) -> int:
    """How far the usual level lies above today's, both without the swing of the month."""
    span, planned = len(past.rest), sum(past.planned)
    levels = list(
        accumulate(
            (rest - shape[(past.start + timedelta(days=place)).day]) * span + planned
            for place, rest in enumerate(past.rest)
        )
    )
    recent = levels[-SETTLING:]
    return (sum(recent) // len(recent) - levels[-1]) // span


def _replays(past: _Past, shape: Sequence[int], expected: Sequence[int]) -> list[tuple[int, ...]]:
    """Lay every stretch of the past's surprises on the path, each day forgetting a 180th of them."""
    off = [
        rest + more - shape[(past.start + timedelta(days=place)).day]
        for place, (rest, more) in enumerate(zip(past.rest, past.surprise, strict=True))
    ]
    usual = sum(off) // len(off)
    off = [(minor - usual) * WIDER // 100 for minor in off]
    around = off * (2 + len(expected) // len(off))
    paths = []
    for first in range(len(off)):
        stretch = around[first : first + len(expected)]
        drift = accumulate(stretch, lambda y, e: y - y // SETTLING + e)
        paths.append(tuple(map(add, expected, drift)))
    return paths


def _month_lows(past: _Past, balance: int) -> tuple[int, ...]:
    moves = [rest + planned for rest, planned in zip(past.rest, past.planned, strict=True)]
    there = list(accumulate(moves))
    held = [balance - there[-1] + minor for minor in there]
    months = range(len(held), MONTH - 1, -MONTH)
    return tuple(min(held[end - MONTH : end]) for end in months)[:LOWS]
