"""Her sleep and the help she had, as the log tells it: facts and counts, no figure of how well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import count, say_list, say_minutes, say_short_day
from kinhold.domain.care import CareGiven, NightWakingLogged, SleepLogged
from kinhold.domain.dates import instant
from kinhold.domain.periods import Interval, longest, merge, night_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from kinhold.domain.household import Household
    from kinhold.projections.care_history import Logged, LogIndex
    from kinhold.record.record import Record

NIGHTS: Final = 7
LONGEST_SLEEP: Final = timedelta(hours=16)
"""Sleep that began longer before a night than this does not reach into it."""

UPS: Final = ("feed", "waking", "nappy", "medicine")
"""Entries that somebody was up for."""


@dataclass(frozen=True, slots=True)
class OwnNight:
    """One night of hers.

    Attributes:
        day: ISO, the evening it began.
        label: that day in words.
        minutes: the longest unbroken stretch, or None where nothing tells it.
        rests_on: `slept` where her own sleep was noted; `up` where it is the longest time between
            two entries she was up for, so she slept that long at most; else empty.
        times_up: how many wakings she got up for.
        said: in words.
    """

    day: str
    label: str
    minutes: int | None
    rests_on: str
    times_up: int
    said: str


@dataclass(frozen=True, slots=True)
class OwnHelp:
    """Time in which somebody else looked after the children, over the last seven days.

    Attributes:
        minutes: noted in all.
        times: how often.
        said: in words, with who.
    """

    minutes: int
    times: int
    said: str


def own_nights(
    *, index: LogIndex, household: Household, now: datetime, nights: int = NIGHTS
) -> tuple[OwnNight, ...]:
    """Return her last nights that have begun, the latest first; a night is 20:00 to 08:00 local.

    Args:
        index: the log.
        household: as it stands.
        now: aware.
        nights: how many.
    """
    today = now.astimezone(household.zone).date()
    begun = today if night_of(today, household.zone).start <= now else today - timedelta(days=1)
    return tuple(_night(index, household, begun - timedelta(days=n)) for n in range(nights))


def _night(index: LogIndex, household: Household, evening: date) -> OwnNight:
    night = night_of(evening, household.zone)
    slept = _slept(index, household, night)
    found = index.between(night.start, night.end, zone=household.zone, sorts=UPS)
    up = [each for each in found if getattr(each.fact, "by", "") == household.keeper]
    gap = _longest_gap([each for each in up if each.clock])
    minutes, rests_on = (slept, "slept") if slept else (gap, "up") if gap else (None, "")
    times_up = sum(isinstance(each.fact, NightWakingLogged) for each in up)
    return OwnNight(
        day=evening.isoformat(),
        label=say_short_day(evening, household.country),
        minutes=minutes,
        rests_on=rests_on,
        times_up=times_up,
        said=_said(minutes, rests_on, times_up),
    )


def _slept(index: LogIndex, household: Household, night: Interval) -> int:
    """The longest stretch of her own sleep in a night, in minutes; entries that touch are one."""
    found = index.between(
        night.start - LONGEST_SLEEP,
        night.end,
        zone=household.zone,
        about=household.keeper,
        sorts=(SleepLogged.KIND,),
    )
    stretches = []
    for each in found:
        minutes = getattr(each.fact, "minutes", None)
        if minutes:
            end = min(each.at + timedelta(minutes=minutes), night.end)
            stretches.append(Interval(max(each.at, night.start), end))
    return longest(merge(s for s in stretches if s.end > s.start))


def _longest_gap(up: Sequence[Logged]) -> int:
    return max((Interval(a.at, b.at).minutes for a, b in pairwise(up)), default=0)


def _said(minutes: int | None, rests_on: str, times_up: int) -> str:
    if minutes is None:
        said = _("Nothing noted for this night.")
    elif rests_on == "slept":
        said = _("Longest sleep {time}.").format(time=say_minutes(minutes))
    else:
        said = _("At most {time} between the times you were up.").format(time=say_minutes(minutes))
    return (
        _("{said} Up {times}.").format(said=said, times=count(times_up, "time"))
        if times_up
        else said
    )


def noted_nights(nights: Sequence[OwnNight]) -> tuple[tuple[str, str], ...]:
    """Return label and words of each night that tells something, and one line for all the others."""
    told = [night for night in nights if night.minutes is not None or night.times_up]
    lines = [(night.label, night.said) for night in told]
    others = len(nights) - len(told)
    if others:
        lines.append(
            (f"{_('The other ') if told else ''}{count(others, 'night')}", _("Nothing noted."))
        )
    return tuple(lines)


def longest_said(nights: Sequence[OwnNight]) -> str:
    """Return the latest night that tells something, in one sentence."""
    told = next((night for night in nights if night.minutes is not None), None)
    if told is None or told.minutes is None:
        return _("Nothing in the log tells how long you slept. That is fine.")
    if told.rests_on == "slept":
        return _("Your longest sleep was {time} ({label}).").format(
            time=say_minutes(told.minutes), label=told.label
        )
    return _(
        "You slept {time} at a stretch at most ({label}): that is the longest time between "
        "two entries you were up for."
    ).format(time=say_minutes(told.minutes), label=told.label)


def own_help(*, record: Record, household: Household, now: datetime) -> OwnHelp:
    """Return what others did over the seven days up to now, as it was noted."""
    start = now - timedelta(days=7)
    given = []
    for fact in record.of(CareGiven):
        at = instant(fact.occurred, household.zone)
        if at is not None and start <= at <= now and fact.about != household.keeper:
            given.append(fact)
    minutes = sum(fact.minutes or 0 for fact in given)
    who = say_list(list(dict.fromkeys(household.name(fact.about) for fact in given)))
    if not given:
        return OwnHelp(0, 0, _("No time is noted in which somebody else had the children."))
    length = _(" for {time} in all").format(time=say_minutes(minutes)) if minutes else ""
    times = {1: "once"}.get(len(given), _("{given} times").format(given=len(given)))
    return OwnHelp(
        minutes,
        len(given),
        _("{who} had the children {times}{length} in seven days.").format(
            who=who, times=times, length=length
        ),
    )
