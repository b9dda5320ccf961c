"""A horizon cut into slots: who could be on duty in each, and what it costs if they are not.

Slots are half hours of UTC, cut further wherever somebody's time or a need begins or ends, so that
nothing is rounded. Neighbours that nobody could tell apart are joined again: the model gets smaller
and its best value stays the same.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.domain.periods import Interval
from kinhold.engines.care.coverage import WEIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinhold.domain.care import Need, Turn
    from kinhold.engines.care.sleep import Night
    from kinhold.engines.care.supply import Supply

SLOT: Final = timedelta(minutes=30)
_EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Slot:
    """Time in which one person, or no one, is on duty.

    Attributes:
        interval: when.
        able: indices of the supplies that could be on duty.
        open_cost: weighted minutes that stay open with no one on duty; 0 where nothing is needed.
        costs: weighted minutes that stay open with each of `able` on duty.
        week: index of the week in which limits are counted.
        night: index of the counted night it lies in, or None.
        rest: whether the main carer could rest in it (she is not at work).
        kept: index of who keeps it from an earlier rota, or None.
    """

    interval: Interval
    able: tuple[int, ...]
    open_cost: int
    costs: tuple[int, ...]
    week: int
    night: int | None
    rest: bool
    kept: int | None

    @property
    def minutes(self) -> int:
        """Length."""
        return self.interval.minutes

    @property
    def needed(self) -> bool:
        """Whether anything is needed in it."""
        return self.open_cost > 0


def cut(
    horizon: Interval,
    *,
    found: Sequence[Supply],
    needs: Sequence[Need],
    nights: Sequence[Night],
    weeks: Sequence[Interval],
    keep: Sequence[Turn],
) -> tuple[Slot, ...]:
    """Return the slots of a horizon, in order and without holes."""
    marks = {horizon.start, horizon.end}
    spans = [i for s in found for i in (*s.duty, *s.busy)]
    spans += [n.interval for n in needs] + [n.part for n in nights] + [*weeks]
    spans += [t.interval for t in keep]
    marks |= {t for i in spans for t in (i.start, i.end)}
    first = _EPOCH + ((horizon.start - _EPOCH) // SLOT) * SLOT
    steps = int((horizon.end - first) / SLOT) + 1
    marks |= {first + n * SLOT for n in range(steps)}
    times = sorted(t for t in marks if horizon.start <= t <= horizon.end)
    parts = [Interval(a, b) for a, b in pairwise(times)]
    asked = _by_part(times, [n.interval for n in needs])
    duty = [_marked(times, s.duty) for s in found]
    main = next((n for n, s in enumerate(found) if s.carer.main), None)
    busy = set() if main is None else _marked(times, found[main].busy)
    night_of = _by_part(times, [n.part for n in nights])
    week_of = _by_part(times, weeks)
    kept = _by_part(times, [t.interval for t in keep])
    handles = {s.handle: n for n, s in enumerate(found)}
    slots = []
    for index, part in enumerate(parts):
        here = [needs[n] for n in asked[index]]
        able = [n for n in range(len(found)) if index in duty[n]]
        stays = next((handles.get(keep[n].carer) for n in kept[index]), None)
        slot = _slot(part, found, here, able)
        nights_here = night_of[index]
        slots.append(
            replace(
                slot,
                week=week_of[index][0],
                night=nights_here[0] if nights_here else None,
                rest=index not in busy,
                kept=stays if stays in slot.able else None,
            )
        )
    return tuple(slots)


def _slot(
    part: Interval, found: Sequence[Supply], here: Sequence[Need], able: Sequence[int]
) -> Slot:
    weights = [WEIGHT[n.weight] * part.minutes for n in here]
    open_cost = sum(weights)
    costs = {
        n: sum(w for w, need in zip(weights, here, strict=True) if not found[n].meets(need))
        for n in able
    }
    useful = tuple(n for n in able if costs[n] < open_cost)
    return Slot(part, useful, open_cost, tuple(costs[n] for n in useful), 0, None, True, None)  # noqa: FBT003


def _by_part(times: Sequence[datetime], spans: Iterable[Interval]) -> list[list[int]]:
    """Which spans cover each part between two neighbouring times."""
    found: list[list[int]] = [[] for _ in times]
    for index, span in enumerate(spans):
        for part in range(bisect_left(times, span.start), bisect_left(times, span.end)):
            found[part].append(index)
    return found


def _marked(times: Sequence[datetime], spans: Iterable[Interval]) -> set[int]:
    return {
        part
        for span in spans
        for part in range(bisect_left(times, span.start), bisect_left(times, span.end))
    }


def join(slots: Sequence[Slot], found: Sequence[Supply]) -> tuple[Slot, ...]:
    """Join neighbours that no choice could tell apart.

    They have the same people, each as able as before, and none of them has a weekly limit. In a
    night they stay apart where another adult who lives in could share it.
    """
    limited = {n for n, s in enumerate(found) if s.most is not None}
    sharing = {n for n, s in enumerate(found) if s.carer.lives_in and not s.carer.main}
    joined: list[Slot] = []
    for slot in slots:
        last = joined[-1] if joined else None
        if last is not None and _alike(last, slot, limited, sharing):
            joined[-1] = replace(
                last,
                interval=Interval(last.interval.start, slot.interval.end),
                open_cost=last.open_cost + slot.open_cost,
                costs=tuple(a + b for a, b in zip(last.costs, slot.costs, strict=True)),
            )
        else:
            joined.append(slot)
    return tuple(joined)


def _alike(last: Slot, slot: Slot, limited: set[int], sharing: set[int]) -> bool:
    same = (last.able, last.week, last.night, last.rest, last.kept, last.needed) == (
        slot.able, slot.week, slot.night, slot.rest, slot.kept, slot.needed,
    )  # fmt: skip
    if not same or (len(slot.able) > 1 and limited & set(slot.able)):
        return False
    if len(slot.able) == 1 and slot.able[0] in limited:
        return False
    if slot.night is not None and len(slot.able) > 1 and sharing & set(slot.able):
        return False
    return [c * slot.minutes for c in last.costs] == [c * last.minutes for c in slot.costs]
