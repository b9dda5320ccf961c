"""The clock time at which the main carer's protected stretch begins, the same every night if it can.

The usual time is the half hour that most nights could keep, from availability alone. A night's
*drift* is how many minutes of the stretch from the usual time on lie outside her rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.periods import NIGHT_STARTS, Interval, at_minute, merge
from kinhold.engines.care.timing import clip, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from kinhold.engines.care.sleep import Night
    from kinhold.engines.care.supply import Supply

STEP: Final = 30
PREFERRED: Final = 22 * 60
"""Where several times fit as many nights, the one nearest to 22:00."""

_LATEST: Final = 8 * 60 + 1440


@dataclass(frozen=True, slots=True)
class Bedtime:
    """The usual time of the protected stretch.

    Attributes:
        minute: of the local clock, after midnight; 1440 and more are after the next midnight.
        windows: the stretch from that time on, night by night, as instants.
    """

    minute: int
    windows: tuple[Interval, ...]


def usual_bedtime(
    nights: Sequence[Night],
    found: Sequence[Supply],
    *,
    needed: Sequence[Interval],
    target: int,
    zone: ZoneInfo,
) -> Bedtime:
    """Return the time that leaves the least drift if everybody were there whenever they can.

    Args:
        nights: those that a plan aims for.
        found: everybody's time.
        needed: when a child needs a responsible adult.
        target: protected sleep in minutes.
        zone: the household's zone.
    """
    main = next((s for s in found if s.carer.main), None)
    others = merge(i for s in found if not s.carer.main for i in s.duty)
    busy = main.busy if main else ()
    rest = [rests(n.part, others=others, needed=needed, busy=busy) for n in nights]
    best: tuple[int, int, int] | None = None
    for minute in range(NIGHT_STARTS, _LATEST - target, STEP):
        windows = [_window(n, minute, target, zone) for n in nights]
        total = sum(drift(r, w, target=target) for r, w in zip(rest, windows, strict=True))
        key = (total, abs(minute - PREFERRED), minute)
        best = key if best is None else min(best, key)
    minute = best[2] if best else PREFERRED
    return Bedtime(minute, tuple(_window(n, minute, target, zone) for n in nights))


def rests(
    part: Interval,
    *,
    others: Sequence[Interval],
    needed: Sequence[Interval],
    busy: Sequence[Interval],
) -> tuple[Interval, ...]:
    """Return the stretches of a night in which the main carer can rest, in order."""
    relieved = merge((*clip(others, part), *without([part], needed)))
    return without(relieved, busy)


def drift(rest: Iterable[Interval], window: Interval, *, target: int) -> int:
    """Return the drift of a night: the least over its stretches that are as long as any.

    A stretch longer than the target counts as the target; a night without rest has no drift.
    """
    stretches = tuple(rest)
    longest = min(target, max((r.minutes for r in stretches), default=0))
    if not longest:
        return 0
    return min(_outside(r, window) for r in stretches if r.minutes >= longest)


def _outside(rest: Interval, window: Interval) -> int:
    late = max(timedelta(0), rest.start - window.start)
    early = max(timedelta(0), window.end - rest.end)
    return int((late + early).total_seconds() // 60)


def _window(night: Night, minute: int, target: int, zone: ZoneInfo) -> Interval:
    day = night.whole.start.astimezone(zone).date()
    start = at_minute(day, minute, zone)
    return Interval(start, start + timedelta(minutes=target))
