"""A horizon cut into slots: who could be on duty in each, and what it costs if they are not.

Slots are half hours of UTC, or quarters where asked, cut further wherever somebody's time or a need begins or ends, so that
nothing is rounded. Neighbours in which there is nothing to choose are joined again: the model gets
smaller and its best value stays the same.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.domain.periods import Interval
from kinhold.engines.care.coverage import WEIGHT
from kinhold.engines.care.load import rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinhold.domain.care import Need, Turn
    from kinhold.engines.care.sleep import Night
    from kinhold.engines.care.supply import Supply

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
        dark: whether it lies between 20:00 and 08:00.
        attended: whether the main carer is there, on duty or not.
        doing: what being on duty weighs, in `load.UNIT`s.
        thought: what thinking of its tasks weighs, in the same.
        shared: index of who had it in the rota already shared; -1 for somebody who cannot be
            planned; None where it was not in it.
        standing: indices of everybody who could be there, on duty or as a back-up.
        day: index of the care day, 08:00 to 08:00; who cannot come misses all of their turns in it.
        presence: whether a child needs somebody to be there; where only a run or an appointment is
            open, the main carer can rest.
    """

    interval: Interval
    able: tuple[int, ...]
    open_cost: int
    costs: tuple[int, ...]
    week: int
    night: int | None
    rest: bool
    kept: int | None
    dark: bool = False
    attended: bool = False
    doing: int = 0
    thought: int = 0
    shared: int | None = None
    standing: tuple[int, ...] = ()
    day: int = 0
    presence: bool = False

    @property
    def minutes(self) -> int:
        """Length."""
        return self.interval.minutes


@dataclass(frozen=True, slots=True)
class Cutting:
    """What a horizon is cut by.

    Attributes:
        found: everybody's time; the main carer first, if there is one.
        needs: of the horizon.
        nights: the counted nights.
        weeks: in which limits count.
        dark: every time between 20:00 and 08:00.
        days: the care days.
        keep: turns that are to be kept.
        shared: turns of the rota already shared.
        step: length of a slot in minutes.
    """

    found: tuple[Supply, ...]
    needs: tuple[Need, ...]
    nights: tuple[Night, ...]
    weeks: tuple[Interval, ...]
    dark: tuple[Interval, ...]
    days: tuple[Interval, ...]
    keep: tuple[Turn, ...] = ()
    shared: tuple[Turn, ...] = ()
    step: int = 30

    def spans(self) -> list[Interval]:
        """Return every interval that a slot must not straddle."""
        found = [i for s in self.found for i in (*s.duty, *s.busy)]
        found += [n.interval for n in self.needs] + [n.part for n in self.nights]
        found += [t.interval for t in (*self.keep, *self.shared)]
        return [*found, *self.weeks, *self.dark, *self.days]


def cut(horizon: Interval, by: Cutting) -> tuple[Slot, ...]:
    """Return the slots of a horizon, in order and without holes."""
    times = _times(horizon, by)
    parts = [Interval(a, b) for a, b in pairwise(times)]
    duty = [_marked(times, s.duty) for s in by.found]
    main = next((n for n, s in enumerate(by.found) if s.carer.main), None)
    busy = set() if main is None else _marked(times, by.found[main].busy)
    dark = _marked(times, by.dark)
    asked = _by_part(times, [n.interval for n in by.needs])
    night_of = _by_part(times, [n.part for n in by.nights])
    week_of = _by_part(times, by.weeks)
    day_of = _by_part(times, by.days)
    kept = _leads(times, by.keep, by.found)
    shared = _leads(times, by.shared, by.found)
    weighs = rates(by.needs, dark=by.dark, days=by.days)
    slots = []
    for index, part in enumerate(parts):
        here = [by.needs[n] for n in asked[index]]
        standing = tuple(n for n in range(len(by.found)) if index in duty[n])
        slot = _slot(part, by.found, here, standing)
        nights_here = night_of[index]
        stays = kept.get(index)
        slots.append(
            replace(
                slot,
                week=week_of[index][0],
                night=nights_here[0] if nights_here else None,
                rest=index not in busy,
                kept=stays if stays in slot.able else None,
                dark=index in dark,
                attended=main in standing,
                doing=weighs.doing(part, here, dark=index in dark),
                thought=weighs.thought(part, here),
                shared=shared.get(index),
                standing=standing,
                day=day_of[index][0],
                presence=any(n.kind == "presence" for n in here),
            )
        )
    return tuple(slots)


def _times(horizon: Interval, by: Cutting) -> list[datetime]:
    marks = {horizon.start, horizon.end}
    marks |= {t for i in by.spans() for t in (i.start, i.end)}
    step = timedelta(minutes=by.step)
    first = _EPOCH + ((horizon.start - _EPOCH) // step) * step
    marks |= {first + n * step for n in range(int((horizon.end - first) / step) + 1)}
    return sorted(t for t in marks if horizon.start <= t <= horizon.end)


def _leads(
    times: Sequence[datetime], turns: Sequence[Turn], found: Sequence[Supply]
) -> dict[int, int]:
    """Who has each part in given turns; -1 for somebody who is not among the carers."""
    handles = {s.handle: n for n, s in enumerate(found)}
    by_part = _by_part(times, [t.interval for t in turns])
    return {
        part: handles.get(turns[covering[0]].carer, -1)
        for part, covering in enumerate(by_part)
        if covering
    }


def _slot(
    part: Interval, found: Sequence[Supply], here: Sequence[Need], standing: Sequence[int]
) -> Slot:
    weights = [WEIGHT[n.weight] * part.minutes for n in here]
    open_cost = sum(weights)
    costs = {
        n: sum(w for w, need in zip(weights, here, strict=True) if not found[n].meets(need))
        for n in standing
    }
    useful = tuple(n for n in standing if costs[n] < open_cost)
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
    """Join neighbours in which there is nothing to choose.

    In both the same one person could be on duty, without a weekly limit, or nobody could.
    """
    limited = {n for n, s in enumerate(found) if s.most is not None}
    joined: list[Slot] = []
    for slot in slots:
        last = joined[-1] if joined else None
        if last is not None and _alike(last, slot, limited):
            joined[-1] = replace(
                last,
                interval=Interval(last.interval.start, slot.interval.end),
                open_cost=last.open_cost + slot.open_cost,
                costs=tuple(a + b for a, b in zip(last.costs, slot.costs, strict=True)),
                doing=last.doing + slot.doing,
                thought=last.thought + slot.thought,
            )
        else:
            joined.append(slot)
    return tuple(joined)


def _alike(last: Slot, slot: Slot, limited: set[int]) -> bool:
    if len(slot.able) > 1 or limited & set(slot.able):
        return False
    return _standing(last) == _standing(slot)


def _standing(slot: Slot) -> tuple[object, ...]:
    return (
        slot.able, slot.week, slot.night, slot.rest, slot.kept, slot.open_cost > 0, slot.presence,
        slot.dark, slot.attended, slot.shared, slot.standing, slot.day,
    )  # fmt: skip
