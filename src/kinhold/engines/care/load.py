"""What a stretch of care weighs on somebody: doing it, and thinking of it.

Every task has two people, the one who does it and the one who thinks of it, and planning is the
part tied to strain (Aviv 2024); fairness counts both. By day *doing* is the minutes on duty. By
night it is the expected wakings times their minutes, not the hours on call; a waking is expected at
some time of the night, so its minutes are spread over it. *Thinking of* a task (a feed, a run, an
appointment) falls to whoever is on duty if they live there, else to the main carer, who told them;
feeds are spread over the care day. Nothing is so gained by handing over for a single half hour.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.engines.care.needs import EVENT_MINUTES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kinhold.domain.care import Need
    from kinhold.domain.periods import Interval
    from kinhold.engines.care.supply import Supply

THOUGHT: Final = 10
"""Minutes that thinking of one task counts: remembering, preparing, telling. A setting."""

UNIT: Final = 144
"""Parts of a minute that load is counted in, so that spreading leaves whole numbers."""

_NIGHT_MINUTES: Final = 720
_DAY_MINUTES: Final = 1440
_NOT_A_TASK: Final = ("presence", "night-waking", "feed")


@dataclass(frozen=True, slots=True)
class Rates:
    """How much a minute weighs, night by night and day by day.

    Attributes:
        nights: when each stretch between 20:00 and 08:00 begins, and its expected wakings.
        days: when each care day begins, and its expected feeds.
    """

    nights: tuple[tuple[datetime, int], ...]
    days: tuple[tuple[datetime, int], ...]

    def doing(self, part: Interval, here: Sequence[Need], *, dark: bool) -> int:
        """Return what being on duty weighs in a stretch in which nothing changes, in `UNIT`s.

        Args:
            part: the stretch.
            here: the needs that cover it.
            dark: whether it lies between 20:00 and 08:00.
        """
        if not here:
            return 0
        if not dark:
            return UNIT * part.minutes
        per_minute = UNIT * EVENT_MINUTES // _NIGHT_MINUTES
        return per_minute * _at(self.nights, part.start) * part.minutes

    def thought(self, part: Interval, here: Sequence[Need]) -> int:
        """Return what thinking of the tasks of a stretch weighs, in `UNIT`s."""
        if not here:
            return 0
        begins = [n for n in here if part.start <= n.interval.start < part.end]
        told = sum(1 for n in begins if n.kind not in _NOT_A_TASK)
        spread = UNIT * THOUGHT // _DAY_MINUTES * _at(self.days, part.start) * part.minutes
        return spread + UNIT * THOUGHT * told


def rates(needs: Sequence[Need], *, dark: Sequence[Interval], days: Sequence[Interval]) -> Rates:
    """Return how much a minute weighs.

    Args:
        needs: from `needs_for`.
        dark: every stretch between 20:00 and 08:00.
        days: the care days.
    """
    return Rates(_counted(needs, "night-waking", dark), _counted(needs, "feed", days))


def _counted(
    needs: Sequence[Need], kind: str, spans: Sequence[Interval]
) -> tuple[tuple[datetime, int], ...]:
    starts = [n.interval.start for n in needs if n.kind == kind]
    return tuple((i.start, sum(1 for s in starts if i.start <= s < i.end)) for i in spans)


def _at(counts: Sequence[tuple[datetime, int]], moment: datetime) -> int:
    place = bisect_right(counts, moment, key=lambda c: c[0]) - 1
    return counts[place][1] if place >= 0 else 0


def thinkers(found: Sequence[Supply]) -> tuple[int, ...]:
    """Return, per supply, the index of who thinks of the tasks in their turns."""
    main = next((n for n, s in enumerate(found) if s.carer.main), None)
    return tuple(n if s.carer.lives_in or main is None else main for n, s in enumerate(found))


def shares_load(supply: Supply) -> bool:
    """Return whether somebody is among those between whom care is shared: everybody unpaid."""
    limits = supply.carer.limits
    return limits is None or not (limits.paid or limits.price)
