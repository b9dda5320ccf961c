"""A day and a week of the care log as a line of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.care_log import LogLine, log_line
from kinhold.application.log_words import say_entry
from kinhold.application.wording import count, say_clock, say_day, say_minutes, say_short_day
from kinhold.domain.care import FeedLogged, SleepLogged
from kinhold.domain.periods import Interval, at_minute, merge
from kinhold.voice.speaking import _, as_in_the_us

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kinhold.domain.household import Household
    from kinhold.projections.care_history import Logged, LogIndex

LONGEST: Final = timedelta(hours=16)
LANES: Final = ("sleep", "waking", "feed", "nappy", "more")
WEEK: Final = 7
MOST_LINES: Final = 150
"""Lines a page shows at once; a day of twins has about ninety."""


@dataclass(frozen=True, slots=True)
class LogBar:
    """One mark on a line of time.

    Attributes:
        lane: sleep, waking, feed, nappy or more.
        start, end: minutes after the day began; `end` is None where no end was noted.
        label: in words, with its clock time.
    """

    lane: str
    start: int
    end: int | None
    label: str


@dataclass(frozen=True, slots=True)
class DayStrip:
    """One local day of one child.

    Attributes:
        day: ISO.
        label: the day in words.
        name: of the child.
        length: minutes in that day; 1380 or 1500 where the clock changed.
        hours: (minute, what the clock shows) every three hours.
        bars: what happened.
        said: the day in one sentence: counts, and nothing about them.
    """

    day: str
    label: str
    name: str
    length: int
    hours: tuple[tuple[int, str], ...]
    bars: tuple[LogBar, ...]
    said: str


@dataclass(frozen=True, slots=True)
class LogDayPage:
    """A day of the log: a strip for each child, and every entry.

    Attributes:
        day, before, after: ISO days; `after` is empty for today.
        title: the day in words.
        strips: one a child with entries.
        lines: entries in order, at most 150.
        left_out: how many more there are.
    """

    day: str
    title: str
    before: str
    after: str
    strips: tuple[DayStrip, ...]
    lines: tuple[LogLine, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class LogWeekPage:
    """Seven days of one child, the last one first.

    Attributes:
        title: the week in words.
        about, name: the child.
        last: ISO, the last of its days; `before` and `after` step by a week.
        strips: seven.
        children: (handle, name), to choose from.
    """

    title: str
    about: str
    name: str
    last: str
    before: str
    after: str
    strips: tuple[DayStrip, ...]
    children: tuple[tuple[str, str], ...]


def log_day_page(*, index: LogIndex, household: Household, day: date, now: datetime) -> LogDayPage:
    """Return a local day of the log.

    Args:
        index: the log.
        household: on the local day of `now`.
        day: which day.
        now: aware; the days after it are not offered.
    """
    start, end = _bounds(day, household.zone)
    found = index.between(start, end, zone=household.zone)
    today = now.astimezone(household.zone).date()
    noon = start + (end - start) / 2
    strips = tuple(
        _strip(index, household, child.handle, day)
        for child in household.children
        if any(e.fact.about == child.handle for e in found)
    )
    return LogDayPage(
        day=day.isoformat(),
        title=say_day(day, household.country, weekday=True, year=day.year != today.year),
        before=(day - timedelta(days=1)).isoformat(),
        after=(day + timedelta(days=1)).isoformat() if day < today else "",
        strips=strips,
        lines=tuple(log_line(e, household=household, now=noon) for e in found[:MOST_LINES]),
        left_out=max(0, len(found) - MOST_LINES),
    )


def log_week_page(
    *, index: LogIndex, household: Household, about: str, last: date, now: datetime
) -> LogWeekPage:
    """Return seven local days of one child, ending with a day.

    Args:
        index: the log.
        household: on the local day of `now`.
        about: the child's handle.
        last: the last day shown.
        now: aware.
    """
    today = now.astimezone(household.zone).date()
    first = last - timedelta(days=WEEK - 1)
    after = last + timedelta(days=WEEK)
    country = household.country
    return LogWeekPage(
        title=_("{first} to {last}").format(
            first=say_short_day(first, country), last=say_short_day(last, country)
        ),
        about=about,
        name=household.name(about),
        last=last.isoformat(),
        before=(last - timedelta(days=WEEK)).isoformat(),
        after=min(after, today).isoformat() if last < today else "",
        strips=tuple(
            _strip(index, household, about, last - timedelta(days=n)) for n in range(WEEK)
        ),
        children=tuple((c.handle, c.name) for c in household.children),
    )


def _bounds(day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return at_minute(day, 0, zone), at_minute(day + timedelta(days=1), 0, zone)


def _strip(index: LogIndex, household: Household, about: str, day: date) -> DayStrip:
    start, end = _bounds(day, household.zone)
    found = index.between(start - LONGEST, end, zone=household.zone, about=about)
    bars = [
        bar for entry in found for bar in [_bar(entry, start, end, household)] if bar is not None
    ]
    own = [e for e in found if e.at >= start]
    return DayStrip(
        day=day.isoformat(),
        label=say_short_day(day, household.country),
        name=household.name(about),
        length=int((end - start).total_seconds() // 60),
        hours=_hours(start, end, household),
        bars=tuple(bars),
        said=_said(
            own,
            [e for e in found if isinstance(e.fact, SleepLogged)],
            Interval(start, end),
        ),
    )


def _bar(entry: Logged, start: datetime, end: datetime, household: Household) -> LogBar | None:
    fact, at = entry.fact, entry.at
    if not entry.clock:
        return None
    lane = fact.KIND if fact.KIND in LANES else "more"
    minutes = getattr(fact, "minutes", None)
    until = at + timedelta(minutes=minutes) if minutes else None
    if (at < start and (until is None or until <= start)) or at >= end:
        return None
    clock = say_clock(at, household.zone, household.country)
    return LogBar(
        lane=lane,
        start=max(0, int((at - start).total_seconds() // 60)),
        end=int((min(until, end) - start).total_seconds() // 60) if until else None,
        label=f"{clock} {say_entry(fact)}"[:120],
    )


def _hours(start: datetime, end: datetime, household: Household) -> tuple[tuple[int, str], ...]:
    """Every third hour of the clock; on a night of change one of them is an hour off."""
    made: list[tuple[int, str]] = []
    at = start
    while at < end:
        local = at.astimezone(household.zone)
        if local.hour % 3 == 0 and local.minute == 0:
            label = f"{local.hour:02d}"
            if as_in_the_us(household.country):
                label = f"{local.hour % 12 or 12}{'a' if local.hour < 12 else 'p'}"  # noqa: PLR2004 - noon
            if not made or made[-1][1] != label:
                made.append((int((at - start).total_seconds() // 60), label))
        at += timedelta(hours=1)
    return tuple(made)


def _said(own: list[Logged], sleeps: list[Logged], day: Interval) -> str:
    feeds = [e.fact for e in own if isinstance(e.fact, FeedLogged)]
    amount = sum(f.amount_ml or 0 for f in feeds)
    slept = sum(
        day.overlap(i)
        for i in merge(
            Interval(e.at.astimezone(UTC), e.at.astimezone(UTC) + timedelta(minutes=e.fact.minutes))
            for e in sleeps
            if isinstance(e.fact, SleepLogged) and e.fact.minutes
        )
    )
    parts = [
        count(len(feeds), "feed") if feeds else "",
        _("{amount} ml").format(amount=amount) if amount else "",
    ]
    parts.append(_("{time} of sleep noted").format(time=say_minutes(slept)) if slept else "")
    nappies = sum(1 for e in own if e.fact.KIND == "nappy")
    parts.append(count(nappies, "nappy", "nappies") if nappies else "")
    said = ", ".join(p for p in parts if p)
    return f"{said[:1].upper()}{said[1:]}." if said else ""
