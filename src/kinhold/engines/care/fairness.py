"""How the load is shared: hours, nights and expected wakings, by person. Counts, not scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kinhold.domain.periods import night_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from kinhold.domain.care import Need, Turn
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.periods import Interval


@dataclass(frozen=True, slots=True)
class Share:
    """What one person carries in a rota.

    Attributes:
        carer: who.
        minutes: on duty.
        night_minutes: of these, between 20:00 and 08:00.
        turns: how many.
        nights: on how many different nights.
        wakings: expected night wakings that fall into their turns.
        backup_minutes: as a named back-up.
    """

    carer: PersonRef
    minutes: int
    night_minutes: int
    turns: int
    nights: int
    wakings: int
    backup_minutes: int


def shares(
    turns: Sequence[Turn], *, zone: ZoneInfo, needs: Iterable[Need] = ()
) -> tuple[Share, ...]:
    """Return what each person on duty or named as back-up carries, most minutes first.

    Args:
        turns: of a rota.
        zone: the household's zone, for nights.
        needs: from `needs_for`; its night wakings are counted.
    """
    waking = [n.interval for n in needs if n.kind == "night-waking"]
    people = {t.carer for t in turns} | {t.backup for t in turns if t.backup}
    found = []
    for person in people:
        own = [t.interval for t in turns if t.carer == person]
        nights = [
            (night.start, i.overlap(night)) for i in own for night in _nights_touching(i, zone)
        ]
        found.append(
            Share(
                carer=person,
                minutes=sum(i.minutes for i in own),
                night_minutes=sum(m for _, m in nights),
                turns=len(own),
                nights=len({start for start, m in nights if m}),
                wakings=sum(1 for w in waking if any(i.start <= w.start < i.end for i in own)),
                backup_minutes=sum(t.interval.minutes for t in turns if t.backup == person),
            )
        )
    return tuple(sorted(found, key=lambda s: (-s.minutes, s.carer)))


def _nights_touching(interval: Interval, zone: ZoneInfo) -> tuple[Interval, ...]:
    day = interval.start.astimezone(zone).date() - timedelta(days=1)
    count = (interval.end - interval.start).days + 3
    nights = (night_of(day + timedelta(days=n), zone) for n in range(count))
    return tuple(n for n in nights if n.overlap(interval))
