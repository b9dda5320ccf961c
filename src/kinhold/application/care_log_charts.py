"""What the care log shows over some weeks: counts and lengths, and no word about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.application.log_amounts import in_metric
from kinhold.application.log_words import say_value
from kinhold.application.wording import count, say_minutes, say_short_day
from kinhold.domain.care import FeedLogged, MeasureTaken, NightWakingLogged, SleepLogged
from kinhold.domain.dates import first_day
from kinhold.domain.periods import Interval, at_minute, merge, night_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from kinhold.domain.dates import Edtf
    from kinhold.domain.household import Household
    from kinhold.projections.care_history import Logged, LogIndex

DAYS: Final = 14
MOST_DAYS: Final = 35
LONGEST_SLEEP: Final = timedelta(hours=16)
HOURS: Final = (*range(20, 24), *range(8))
"""The hours of a night, in order."""
NEAR: Final = timedelta(days=14)
"""A weight and a height make a BMI where they were taken within a fortnight."""
GROWTH: Final = ("weight", "height", "head")
DAYS_A_MONTH: Final = 30.4375


@dataclass(frozen=True, slots=True)
class NightSleep:
    """One night, 20:00 to 08:00.

    Attributes:
        night: ISO, the day it began on; `label` in words.
        minutes: of sleep noted in it, overlapping entries counted once; None where none was noted.
        longest: the longest stretch without a waking that touches the night, in minutes.
        wakings: how many were noted; None where nothing at all was noted that night.
        said: in words.
    """

    night: str
    label: str
    minutes: int | None
    longest: int | None
    wakings: int | None
    said: str


@dataclass(frozen=True, slots=True)
class DayFeeds:
    """Feeds of one local day; `ml` is None where no amount was noted."""

    day: str
    label: str
    breast: int
    bottle: int
    solids: int
    other: int
    ml: int | None


@dataclass(frozen=True, slots=True)
class GrowthPoint:
    """One measure.

    Attributes:
        what: weight, height, head or bmi.
        day: ISO; `label` in words.
        months: age, with a fraction; None where birth was not told.
        value: kg, cm, or kg/m² for a BMI.
        said: as it was noted.
        fact_ids: what it rests on.
    """

    what: str
    day: str
    label: str
    months: float | None
    value: float
    said: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogChartsPage:
    """Some weeks of one child's log, as figures.

    Attributes:
        about, name: the child.
        first, last: ISO days; the nights shown begin on the days from `first` up to the one
            before `last`, which is today.
        headline: one sentence, a fact.
        nights, feeds: oldest first.
        by_hour: (hour of the clock, wakings) from 20 to 07, over the nights shown.
        noted_nights: in how many of them anything was noted.
        growth: every measure there is, oldest first.
        notes: what the figures leave out.
        children: (handle, name), to choose from.
    """

    about: str
    name: str
    days: int
    first: str
    last: str
    headline: str
    nights: tuple[NightSleep, ...]
    feeds: tuple[DayFeeds, ...]
    by_hour: tuple[tuple[int, int], ...]
    noted_nights: int
    growth: tuple[GrowthPoint, ...]
    notes: tuple[str, ...]
    children: tuple[tuple[str, str], ...]


def log_charts_page(
    *, index: LogIndex, household: Household, about: str, today: date, days: int = DAYS
) -> LogChartsPage:
    """Return what the log shows of one child over the days before today, and growth in all.

    Args:
        index: the log.
        household: on `today`.
        about: the child's handle.
        today: the local day; the night that begins on it is still to come.
        days: how many, at most 35.
    """
    days = max(1, min(days, MOST_DAYS))
    first = today - timedelta(days=days)
    start = at_minute(first, 0, household.zone)
    end = at_minute(today + timedelta(days=1), 0, household.zone)
    found = index.between(start - LONGEST_SLEEP, end, zone=household.zone, about=about)
    nights = tuple(_night(found, first + timedelta(days=n), household) for n in range(days))
    feeds = tuple(_feeds(found, first + timedelta(days=n), household) for n in range(1, days + 1))
    return LogChartsPage(
        about=about,
        name=household.name(about),
        days=days,
        first=first.isoformat(),
        last=today.isoformat(),
        headline=_headline(nights),
        nights=nights,
        feeds=feeds,
        by_hour=_by_hour(found, (first, today), household.zone),
        noted_nights=sum(1 for n in nights if n.wakings is not None),
        growth=_growth(index, household, about),
        notes=_notes(nights, found),
        children=tuple((c.handle, c.name) for c in household.children),
    )


def _headline(nights: Sequence[NightSleep]) -> str:
    noted = [n for n in nights if n.longest]
    if not noted:
        return _("No sleep with an end is noted in these nights.")
    best = max(noted, key=lambda n: (n.longest or 0, n.night))
    last = noted[-1]
    return _(
        "Night of {night}: longest stretch {time}. Longest of these nights: {longest}, {best_night}."
    ).format(
        night=last.label,
        time=say_minutes(last.longest or 0),
        longest=say_minutes(best.longest or 0),
        best_night=best.label,
    )


def _night(found: Iterable[Logged], day: date, household: Household) -> NightSleep:
    night = night_of(day, household.zone)
    near = Interval(night.start - LONGEST_SLEEP, night.end)
    entries = [e for e in found if near.start <= e.at < near.end and e.clock]
    woke = sorted(
        e.at for e in entries if isinstance(e.fact, NightWakingLogged) and e.at >= night.start
    )
    sleeps = [i for i in merge(_asleep(entries)) if i.overlap(night)]
    stretches = [part for sleep in sleeps for part in _split(sleep, woke)]
    longest = max((s.minutes for s in stretches if s.overlap(night)), default=None)
    minutes = sum(s.overlap(night) for s in sleeps) if sleeps else None
    noted = bool(sleeps) or any(e.at >= night.start for e in entries)
    label = say_short_day(day, household.country)
    return NightSleep(
        night=day.isoformat(),
        label=label,
        minutes=minutes,
        longest=longest,
        wakings=len(woke) if noted else None,
        said=_say_night(minutes, longest, len(woke)) if noted else _("nothing noted"),
    )


def _asleep(entries: Iterable[Logged]) -> list[Interval]:
    return [
        Interval(e.at, e.at + timedelta(minutes=e.fact.minutes))
        for e in entries
        if isinstance(e.fact, SleepLogged) and e.fact.minutes
    ]


def _split(sleep: Interval, woke: Sequence[datetime]) -> list[Interval]:
    """A sleep noted in one piece, cut where a waking was noted inside it."""
    cuts = [sleep.start, *(at for at in woke if sleep.start < at < sleep.end), sleep.end]
    return [Interval(a, b) for a, b in pairwise(cuts)]


def _say_night(minutes: int | None, longest: int | None, wakings: int) -> str:
    woke = count(wakings, "waking")
    if minutes is None or longest is None:
        return _("no sleep with an end, {wakings} noted").format(wakings=woke)
    return _("{time} of sleep, longest {longest}, {wakings} noted").format(
        time=say_minutes(minutes), longest=say_minutes(longest), wakings=woke
    )


def _feeds(found: Iterable[Logged], day: date, household: Household) -> DayFeeds:
    start = at_minute(day, 0, household.zone)
    end = at_minute(day + timedelta(days=1), 0, household.zone)
    feeds = [e.fact for e in found if start <= e.at < end and isinstance(e.fact, FeedLogged)]
    amounts = [f.amount_ml for f in feeds if f.amount_ml]
    ways = [f.method for f in feeds]
    return DayFeeds(
        day=day.isoformat(),
        label=say_short_day(day, household.country),
        breast=ways.count("breast") + sum(1 for f in feeds if not f.method and f.side),
        bottle=ways.count("bottle"),
        solids=ways.count("solids"),
        other=sum(1 for f in feeds if not f.method and not f.side),
        ml=sum(amounts) if amounts else None,
    )


def _by_hour(
    found: Iterable[Logged], days: tuple[date, date], zone: ZoneInfo
) -> tuple[tuple[int, int], ...]:
    start, end = night_of(days[0], zone).start, night_of(days[1], zone).start
    woke = [
        e.at.astimezone(zone).hour
        for e in found
        if isinstance(e.fact, NightWakingLogged) and e.clock and start <= e.at < end
    ]
    return tuple((hour, woke.count(hour)) for hour in HOURS)


def _notes(nights: Sequence[NightSleep], found: Iterable[Logged]) -> tuple[str, ...]:
    notes = []
    empty = sum(1 for n in nights if n.wakings is None)
    if empty:
        notes.append(
            _("{nights} with nothing noted. Gaps are normal, and nothing is filled in.").format(
                nights=count(empty, "night")
            )
        )
    unended = sum(1 for e in found if isinstance(e.fact, SleepLogged) and not e.fact.minutes)
    if unended:
        sleeps = count(unended, "sleep")
        notes.append(_("{sleeps} without an end: not counted.").format(sleeps=sleeps))
    return tuple(notes)


# -- growth ----------------------------------------------------------------------------------------


def _growth(index: LogIndex, household: Household, about: str) -> tuple[GrowthPoint, ...]:
    born = next((c.born for c in household.children if c.handle == about), None)
    points: list[GrowthPoint] = []
    for what in GROWTH:
        for entry in index.all_of(f"measure:{what}", about=about, zone=household.zone):
            fact = entry.fact
            if not isinstance(fact, MeasureTaken):
                continue
            value, unit = in_metric(fact.value)
            if unit in ("kg", "cm"):
                day = entry.at.astimezone(household.zone).date()
                said = say_value(fact.value)
                points.append(_point(what, day, value, (born, household), (said, (fact.fact_id,))))
    points += _bmi(points, (born, household))
    return tuple(sorted(points, key=lambda p: (p.what, p.day)))


def _point(
    what: str,
    day: date,
    value: float,
    whose: tuple[Edtf | None, Household],
    told: tuple[str, tuple[str, ...]],
) -> GrowthPoint:
    born = first_day(whose[0]) if whose[0] else None
    months = round((day - born).days / DAYS_A_MONTH, 2) if born and day >= born else None
    label = f"{say_short_day(day, whose[1].country)} {day.year}"
    return GrowthPoint(what, day.isoformat(), label, months, round(value, 3), *told)


def _bmi(points: Sequence[GrowthPoint], whose: tuple[Edtf | None, Household]) -> list[GrowthPoint]:
    """Weight in kg over the square of height in m, with the nearest height of a fortnight."""
    heights = [(date.fromisoformat(p.day), p) for p in points if p.what == "height"]
    made = []
    for weight in (p for p in points if p.what == "weight"):
        day = date.fromisoformat(weight.day)
        near = [
            (abs(on - day), place)
            for place, (on, _unused) in enumerate(heights)
            if abs(on - day) <= NEAR
        ]
        if near:
            height = heights[min(near)[1]][1]
            value = weight.value / (height.value / 100) ** 2
            rests = (*weight.fact_ids, *height.fact_ids)
            made.append(
                _point(
                    "bmi", day, value, whose, (_("{value:.1f} kg/m²").format(value=value), rests)
                )
            )
    return made
