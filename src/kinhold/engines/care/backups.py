"""Who steps in: a named back-up for every turn that rests on somebody who may not come."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinhold.domain.periods import night_of
from kinhold.engines.care.timing import weeks_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from kinhold.domain.care import Turn
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.periods import Interval
    from kinhold.engines.care.supply import Supply


def with_backups(
    turns: Sequence[Turn], *, found: Sequence[Supply], horizon: Interval, zone: ZoneInfo
) -> tuple[Turn, ...]:
    """Return the turns, each led by somebody not certain with a back-up where there is one.

    A back-up can be on duty for the whole turn and stays within their own weekly limit if called.
    By night they come from another side of the family where possible, since one side often fails
    together, and the main carer is the last choice; then the surest comes first.
    """
    by_handle = {s.handle: s for s in found}
    weeks = weeks_of(horizon, zone)
    done: list[Turn] = []
    for turn in turns:
        lead = by_handle[turn.carer]
        if lead.carer.main or lead.carer.reliability >= 1:
            done.append(turn)
            continue
        able = [
            s
            for s in found
            if s.handle != turn.carer
            and s.can_do(turn.interval)
            and _within_limit(s, turn, turns, weeks)
        ]
        night = is_night(turn.interval, zone)
        able.sort(key=lambda s, lead=lead, night=night: _rank(s, lead, night=night))  # type: ignore[misc]
        done.append(replace(turn, backup=able[0].handle if able else None))
    return tuple(done)


def is_night(interval: Interval, zone: ZoneInfo) -> bool:
    """Return whether any of an interval lies between 20:00 and 08:00."""
    day = interval.start.astimezone(zone).date()
    before = day.fromordinal(day.toordinal() - 1)
    return any(night_of(d, zone).overlap(interval) for d in (before, day))


def _rank(supply: Supply, lead: Supply, *, night: bool) -> tuple[bool, bool, float, PersonRef]:
    same_side = bool(supply.carer.side) and supply.carer.side == lead.carer.side
    return (
        night and supply.carer.main,
        night and same_side,
        -supply.carer.reliability,
        supply.handle,
    )


def _within_limit(
    supply: Supply, turn: Turn, turns: Sequence[Turn], weeks: Sequence[Interval]
) -> bool:
    if supply.most is None:
        return True
    return all(
        sum(t.interval.overlap(week) for t in turns if t.carer == supply.handle)
        + turn.interval.overlap(week)
        <= supply.most
        for week in weeks
    )
