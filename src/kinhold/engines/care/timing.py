"""From what was stated ("every Tuesday, 22:00 to 03:00") to instants, and arithmetic on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol

from kinhold.domain.dates import (
    UNKNOWN,
    bounds,
    first_day,
    from_day,
    instant,
    last_day,
    to_instant,
)
from kinhold.domain.periods import (
    DAY_MINUTES,
    NIGHT_ENDS,
    ClockWindow,
    Interval,
    at_minute,
    merge,
    on_day,
    subtract,
)
from kinhold.domain.recurrence import occurrences

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from zoneinfo import ZoneInfo

    from kinhold.domain.care import CareNeedStated
    from kinhold.domain.dates import Edtf
    from kinhold.domain.recurrence import Recurrence

STATED_MINUTES: Final = 60
"""What a need stated at a moment takes, where its end was not told; a setting."""

_DAY: Final = timedelta(days=1)
_TO_THE_MINUTE: Final = ("minute", "second")


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

    @property
    def skips(self) -> str:
        """Days on which it does not hold: `holidays`, or none."""


def dated(
    stated: Timed, *, horizon: Interval, zone: ZoneInfo, holidays: Collection[date] = ()
) -> tuple[Interval, ...]:
    """Return the instants that a statement covers inside a horizon, merged and in order.

    Clock windows are local: a night from 22:00 to 07:00 is an hour longer when the clocks go back.
    A statement without a date yields nothing unless its rule needs none (see `is_dated`). One that
    skips public holidays has no window that begins on one; a night that begins the evening before
    still runs into it.

    Args:
        stated: availability, absence or a need.
        horizon: nothing outside it is returned.
        zone: the household's zone.
        holidays: its public holidays, as local days.
    """
    anchor = _anchor(stated, horizon, zone)
    if anchor is None:
        return ()
    first = horizon.start.astimezone(zone).date() - _DAY
    last = horizon.end.astimezone(zone).date() + _DAY
    end = _last(stated)
    closed = frozenset(holidays) if stated.skips == "holidays" else frozenset[date]()
    if stated.each is None and not stated.at:
        whole = _span(stated, anchor, end or last, zone)
        found = list(subtract(whole, [_whole_day(day, zone) for day in closed]))
    else:
        if stated.each is None:
            stop = min(end or last, last)
            begin = max(anchor, first)
            days = tuple(begin + n * _DAY for n in range(max(0, (stop - begin).days + 1)))
        else:
            days = occurrences(
                stated.each, anchor=anchor, start=first, end=last, until=last_day(stated.until)
            )
        found = [i for day in days if day not in closed for i in _windows(stated, day, zone)]
    return clip(found, horizon)


def is_dated(stated: Timed) -> bool:
    """Return whether it can be placed in time: it has a day, or a rule that needs no first day."""
    if first_day(stated.occurred) or last_day(stated.occurred):
        return True
    rule = stated.each
    if rule is None or rule.interval > 1:
        return False
    return rule.unit == "day" or bool(rule.weekdays or rule.monthdays or rule.ordinals)


def with_an_end(stated: CareNeedStated, zone: ZoneInfo) -> CareNeedStated:
    """Return a need told at a moment, `2026-11-25T10:00`, and with no end, as one that takes an hour."""
    moment = instant(stated.occurred, zone)
    ends = bounds(stated.until).precision in _TO_THE_MINUTE
    if stated.at or ends or bounds(stated.occurred).precision not in _TO_THE_MINUTE or not moment:
        return stated
    local = moment.astimezone(zone)
    start = local.hour * 60 + local.minute
    window = ClockWindow(start, (start + STATED_MINUTES) % DAY_MINUTES or DAY_MINUTES)
    day = from_day(local.date())
    until = stated.until if stated.each or stated.until != UNKNOWN else day
    return replace(stated, occurred=day, at=(window,), until=until)


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
    if covered.start and covered.precision in _TO_THE_MINUTE:
        start = to_instant(covered.start, zone, covered.offset)
    ends = bounds(stated.until)
    if ends.start and ends.precision in _TO_THE_MINUTE:
        end = to_instant(ends.start, zone, ends.offset)
    else:
        end = at_minute(last + _DAY, 0, zone)
    return Interval(start, max(start, end))


def _windows(stated: Timed, day: date, zone: ZoneInfo) -> list[Interval]:
    if not stated.at:
        return [_whole_day(day, zone)]
    return [on_day(window, day, zone) for window in stated.at]


def _whole_day(day: date, zone: ZoneInfo) -> Interval:
    return Interval(at_minute(day, 0, zone), at_minute(day + _DAY, 0, zone))


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
