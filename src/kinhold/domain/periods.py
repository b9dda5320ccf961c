"""Half-open intervals of UTC instants, windows of the local clock, and nights."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import to_instant
from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

DAY_MINUTES: Final = 1440
NIGHT_STARTS: Final = 20 * 60
NIGHT_ENDS: Final = 8 * 60

_WINDOW = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


class WindowNotUnderstoodError(KinholdError):
    """A window of the clock is not written like 22:00-07:00."""

    def __init__(self, text: str) -> None:
        """Say what was given and what would do."""
        super().__init__(
            _("“{text}” is not a time of day. Write it like 22:00-07:00.").format(text=text[:40])
        )


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Time from `start` up to, not including, `end`; aware UTC instants."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Length in whole minutes."""
        return int((self.end - self.start).total_seconds() // 60)

    def overlap(self, other: Interval) -> int:
        """Return the minutes that both cover."""
        return max(0, Interval(max(self.start, other.start), min(self.end, other.end)).minutes)


@dataclass(frozen=True, slots=True, order=True)
class ClockWindow:
    """A window of the local clock, in minutes after midnight.

    One that ends at or before its start
    runs into the next day. `0..1440` is the whole day.
    """

    start: int
    end: int

    @property
    def minutes(self) -> int:
        """Nominal length in minutes (a clock change may make it an hour more or less)."""
        return (
            self.end - self.start if self.end > self.start else self.end - self.start + DAY_MINUTES
        )


def parse_window(text: str) -> ClockWindow:
    """Read `22:00-07:00`; `00:00-24:00` is the whole day.

    Raises:
        WindowNotUnderstoodError: where it is not such a window.
    """
    match = _WINDOW.fullmatch(text)
    if match is None:
        raise WindowNotUnderstoodError(text)
    h1, m1, h2, m2 = (int(part) for part in match.groups())
    start, end = h1 * 60 + m1, h2 * 60 + m2
    if m1 > 59 or m2 > 59 or start >= DAY_MINUTES or end > DAY_MINUTES or start == end:  # noqa: PLR2004
        raise WindowNotUnderstoodError(text)
    return ClockWindow(start, end)


def format_clock(minute: int) -> str:
    """Return a minute of the day as `HH:MM`."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def format_window(window: ClockWindow) -> str:
    """Return the window as `22:00-07:00`."""
    return f"{format_clock(window.start)}-{format_clock(window.end)}"


def on_day(window: ClockWindow, day: date, zone: ZoneInfo) -> Interval:
    """Return the instants a clock window covers when it starts on a local day."""
    start = at_minute(day, window.start, zone)
    last = day if window.end > window.start else day + timedelta(days=1)
    return Interval(start, max(start, at_minute(last, window.end, zone)))


def at_minute(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a minute of a local day; minute 1440 is the next midnight."""
    if minute >= DAY_MINUTES:
        day, minute = day + timedelta(days=minute // DAY_MINUTES), minute % DAY_MINUTES
    local = datetime.combine(day, time(minute // 60, minute % 60))
    return to_instant(local, zone)


def days_between(start: date, end: date) -> tuple[date, ...]:
    """Return every day in `[start, end)`."""
    return tuple(start + timedelta(days=n) for n in range(max(0, (end - start).days)))


def night_of(day: date, zone: ZoneInfo) -> Interval:
    """Return the night that begins on a local day: 20:00 to 08:00 (engines.md, Care)."""
    return on_day(ClockWindow(NIGHT_STARTS, NIGHT_ENDS), day, zone)


def merge(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return the union as disjoint intervals in order; touching ones become one."""
    merged: list[Interval] = []
    for interval in sorted(i for i in intervals if i.end > i.start):
        if merged and interval.start <= merged[-1].end:
            merged[-1] = Interval(merged[-1].start, max(merged[-1].end, interval.end))
        else:
            merged.append(interval)
    return tuple(merged)


def subtract(whole: Interval, taken: Iterable[Interval]) -> tuple[Interval, ...]:
    """Return what is left of `whole` outside `taken`, in order."""
    left: list[Interval] = []
    cursor = whole.start
    for gone in merge(taken):
        if gone.end <= cursor or gone.start >= whole.end:
            continue
        if gone.start > cursor:
            left.append(Interval(cursor, gone.start))
        cursor = max(cursor, gone.end)
    if cursor < whole.end:
        left.append(Interval(cursor, whole.end))
    return tuple(left)


def longest(intervals: Iterable[Interval]) -> int:
    """Return the length in minutes of the longest interval, 0 where there is none."""
    return max((i.minutes for i in intervals), default=0)
