"""The main carer's rest: the longest unbroken stretch off duty in a night, 20:00 to 08:00.

The figure that matters is the longest stretch, not the total (Leistikow and Smith 2024,
doi 10.1016/j.semperi.2024.151947).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kinhold.domain.periods import Interval, longest, merge, night_of
from kinhold.engines.care.timing import clip, common, without

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Night:
    """A night that a plan counts.

    Attributes:
        whole: 20:00 to 08:00, local, as instants.
        part: what of it lies in the horizon.
        at_work: True where the main carer's own work leaves no stretch as long as the target.
    """

    whole: Interval
    part: Interval
    at_work: bool


def nights_in(
    horizon: Interval,
    *,
    zone: ZoneInfo,
    target: int,
    needed: Sequence[Interval],
    busy: Sequence[Interval],
) -> tuple[Night, ...]:
    """Return the nights of a horizon in which a child needs somebody.

    Args:
        horizon: nights count if at least `target` minutes of them lie in it.
        zone: the household's zone.
        target: protected sleep in minutes.
        needed: when a child needs a responsible adult; a night without any is not counted.
        busy: when the main carer is at work.
    """
    day = horizon.start.astimezone(zone).date() - timedelta(days=1)
    found: list[Night] = []
    while True:
        night = night_of(day, zone)
        if night.start >= horizon.end:
            return tuple(found)
        part = Interval(max(night.start, horizon.start), min(night.end, horizon.end))
        if part.end > part.start and part.minutes >= target and common([part], needed):
            room = longest(without([part], busy))
            found.append(Night(night, part, at_work=room < target))
        day += timedelta(days=1)


def longest_rest(
    part: Interval,
    *,
    others: Sequence[Interval],
    needed: Sequence[Interval],
    busy: Sequence[Interval],
) -> int:
    """Return the main carer's longest unbroken stretch off duty in a night, in minutes.

    Somebody else is on duty, or no child needs anybody; time at work is not rest, and neither is a
    time with no one there.

    Args:
        part: the night, as far as it lies in the horizon.
        others: when somebody else is on duty.
        needed: when a child needs a responsible adult.
        busy: when the main carer is at work.
    """
    relieved = merge((*clip(others, part), *without([part], needed)))
    return longest(without(relieved, busy))
