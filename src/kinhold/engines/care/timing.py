"""From what was stated ("every Tuesday, 22:00 to 03:00") to instants, and arithmetic on them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol

from kinhold.domain.dates import UNKNOWN, bounds, first_day, last_day, to_instant
from kinhold.domain.periods import NIGHT_ENDS, Interval, at_minute, merge, on_day, subtract
from kinhold.domain.recurrence import occurrences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from kinhold.domain.dates import Edtf
    from kinhold.domain.periods import ClockWindow
    from kinhold.domain.recurrence import Recurrence

_DAY: Final = timedelta(days=1)


class Timed(Protocol):
    """A statement with a first day, an optional recurrence, clock windows and an end."""

    @property
    def occurred(self) -> Edtf:
        """When it begins."""

    @property
    def each(self) -> Recurrence | None:
        """How often."""

    @property
    def at(self) -> tuple[ClockWindow, ...]:
        """At which times of day; empty for the whole day."""

    @property
    def until(self) -> Edtf:
        """The last day."""


def dated(stated: Timed, *, horizon: Interval, zone: ZoneInfo) -> tuple[Interval, ...]:
    """Return the instants that a statement covers inside a horizon, merged and in order.

    Clock windows are local: a night from 22:00 to 07:00 is an hour longer when the clocks go back.
    A statement without a date yields nothing unless its rule needs none (see `is_dated`).

    Args:
        stated: availability, absence or a need.
        horizon: nothing outside it is returned.
        zone: the household's zone.
    """
    anchor = _anchor(stated, horizon, zone)
    if anchor is None:
        return ()
    first = horizon.start.astimezone(zone).date() - _DAY
    last = horizon.end.astimezone(zone).date() + _DAY
    end = _last(stated)
    if stated.each is None and not stated.at:
        found = [_span(stated, anchor, end or last, zone)]
    else:
        if stated.each is None:
            stop = min(end or last, last)
            begin = max(anchor, first)
            days = tuple(begin + n * _DAY for n in range(max(0, (stop - begin).days + 1)))
        else:
            days = occurrences(
                stated.each, anchor=anchor, start=first, end=last, until=last_day(stated.until)
            )
        found = [i for day in days for i in _windows(stated, day, zone)]
    return clip(found, horizon)


def is_dated(stated: Timed) -> bool:
    """Return whether it can be placed in time: it has a day, or a rule that needs no first day."""
    if first_day(stated.occurred) or last_day(stated.occurred):
        return True
    rule = stated.each
    if rule is None or rule.interval > 1:
        return False
    return rule.unit == "day" or bool(rule.weekdays or rule.monthdays or rule.ordinals)


def _anchor(stated: Timed, horizon: Interval, zone: ZoneInfo) -> date | None:
    told = first_day(stated.occurred) or last_day(stated.occurred)
    if told or not is_dated(stated):
        return told
    # Any day before the horizon will do: the rule's days do not depend on its phase.
    return horizon.start.astimezone(zone).date() - 40 * _DAY


def _last(stated: Timed) -> date | None:
    if stated.until != UNKNOWN:
        return last_day(stated.until)
    return last_day(stated.occurred)


def _span(stated: Timed, anchor: date, last: date, zone: ZoneInfo) -> Interval:
    covered = bounds(stated.occurred)
    start = at_minute(anchor, 0, zone)
    if covered.start and covered.precision in ("minute", "second"):
        start = to_instant(covered.start, zone, covered.offset)
    ends = bounds(stated.until)
    if ends.start and ends.precision in ("minute", "second"):
        end = to_instant(ends.start, zone, ends.offset)
    else:
        end = at_minute(last + _DAY, 0, zone)
    return Interval(start, max(start, end))


def _windows(stated: Timed, day: date, zone: ZoneInfo) -> list[Interval]:
    if not stated.at:
        return [Interval(at_minute(day, 0, zone), at_minute(day + _DAY, 0, zone))]
    return [on_day(window, day, zone) for window in stated.at]


def every_day(
    windows: Iterable[ClockWindow], *, horizon: Interval, zone: ZoneInfo
) -> tuple[Interval, ...]:
    """Return clock windows on every local day of a horizon."""
    first = horizon.start.astimezone(zone).date() - _DAY
    count = (horizon.end - horizon.start).days + 4
    days = [first + n * _DAY for n in range(count)]
    return clip([on_day(w, day, zone) for w in windows for day in days], horizon)


def clip(intervals: Iterable[Interval], within: Interval) -> tuple[Interval, ...]:
    """Return what lies inside `within`, merged and in order."""
    return merge(
        Interval(max(i.start, within.start), min(i.end, within.end))
        for i in intervals
        if i.start < within.end and i.end > within.start
    )


def common(first: Iterable[Interval], second: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return the time that both cover, merged and in order."""
    return merge(part for one in first for part in clip(second, one))


def without(whole: Iterable[Interval], taken: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return the time of `whole` outside `taken`, merged and in order."""
    return merge(left for one in whole for left in subtract(one, taken))


def minutes(intervals: Iterable[Interval]) -> int:
    """Return the minutes that the intervals cover; they must not overlap."""
    return sum(i.minutes for i in intervals)


def covers(intervals: Sequence[Interval], wanted: Interval) -> bool:
    """Return whether the intervals cover every moment of `wanted`."""
    return not subtract(wanted, intervals)


def care_days(horizon: Interval, zone: ZoneInfo) -> tuple[Interval, ...]:
    """Return the days from 08:00 to 08:00 that a horizon lies in, clipped to it."""
    day = horizon.start.astimezone(zone).date() - _DAY
    found = []
    while at_minute(day, NIGHT_ENDS, zone) < horizon.end:
        whole = Interval(at_minute(day, NIGHT_ENDS, zone), at_minute(day + _DAY, NIGHT_ENDS, zone))
        found += [Interval(max(whole.start, horizon.start), min(whole.end, horizon.end))]
        day += _DAY
    return tuple(i for i in found if i.start < i.end)


def weeks_of(horizon: Interval, zone: ZoneInfo) -> tuple[Interval, ...]:
    """Return the blocks of seven local days, from the horizon's start, that weekly limits count in."""
    local = horizon.start.astimezone(zone)
    cuts = [horizon.start]
    while cuts[-1] < horizon.end:
        naive = datetime.combine(local.date() + 7 * len(cuts) * _DAY, local.time())
        cuts.append(min(horizon.end, to_instant(naive, zone)))
    return tuple(Interval(a, b) for a, b in pairwise(cuts))
