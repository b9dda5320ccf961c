"""From a household after a loss to what its repair can work with: runs, blocks and deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import AvailabilityStated
from kinhold.domain.dates import from_moment
from kinhold.domain.periods import DAY_MINUTES, NIGHT_STARTS, Interval, at_minute, merge, on_day
from kinhold.engines.care.needs import needed_time
from kinhold.engines.care.places import with_places
from kinhold.engines.care.supply import supplies
from kinhold.engines.care.timing import care_days, clip, common, covers, dated, weeks_of, without
from kinhold.engines.promises.asks import WEEKLY_CAP
from kinhold.engines.stress.measures import ABSENT, PLACE_OPEN, PLACE_WEEKDAYS
from kinhold.engines.stress.put_in_place import Chosen, put_in_place
from kinhold.engines.stress.repair_model import Case, Option
from kinhold.engines.stress.repair_money import money_options
from kinhold.engines.stress.repair_open import Sketch
from kinhold.engines.stress.repair_task import Scene, on_duty

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinhold.domain.care import AwayStated, Carer, Turn
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Household
    from kinhold.engines.care.coverage import Coverage
    from kinhold.engines.stress.impact import Figures
    from kinhold.engines.stress.measures import Measure
    from kinhold.engines.stress.repair_task import Engines, ToRepair

    Kept = Callable[[Household, tuple[Turn, ...]], Coverage]

LONGEST_ASK: Final = 12 * 60
"""Minutes of one ask at the most, where nobody pays: a night, or a day (a setting)."""

_DAY: Final = timedelta(days=1)
_NEW_DAYS: Final = 7


def case_of(
    task: ToRepair, *, base: Figures, measures: Sequence[Measure], engines: Engines
) -> Case:
    """Return what the model needs for one loss.

    Args:
        task: the loss.
        base: the figures before it.
        measures: the catalogue; those that can do nothing here are left out.
        engines: to work out what money each measure moves.
    """
    scene = Scene(task, engines)
    figures = scene.figures
    nights = 0 if task.absolute else len(base.unrelieved)
    care = _care_options(scene, measures)
    money, deadlines = money_options(scene, base=base, measures=measures)
    days = care_days(scene.horizon, scene.household.zone)
    dated_by_day = bool(deadlines) and any(o.measure.price for o, _ in care)
    sketch = Sketch(scene, [i for _, i in care], days, midnights=dated_by_day)
    runs, children = sketch.runs()
    needed = max(0, len(figures.unrelieved) - nights)
    options = []
    for option, free in care:
        usable = frozenset(
            n
            for n, run in enumerate(runs)
            if covers(free, run.interval) and _can_have(option.measure, children[n])
        )
        main = option.measure.about == task.household.keeper
        blocks = sketch.blocks(runs, usable, free) if needed and not main else ()
        if usable or blocks:
            options.append(replace(option, runs=usable, blocks=blocks))
    return Case(
        key=task.contingency.key,
        runs=runs,
        options=tuple(sorted((*options, *money), key=lambda o: o.measure.key)),
        deadlines=deadlines,
        open_minutes=figures.no_one_minutes,
        allowed=0 if task.absolute else base.no_one_minutes,
        nights=len(figures.unrelieved),
        needed=needed,
        weekly_asks=WEEKLY_CAP,
        longest_ask=LONGEST_ASK,
    )


def _can_have(measure: Measure, children: tuple[PersonRef, ...]) -> bool:
    return not measure.children or set(children) <= set(measure.children)


# -- who could come when ---------------------------------------------------------------------------


def _care_options(
    scene: Scene, measures: Sequence[Measure]
) -> list[tuple[Option, tuple[Interval, ...]]]:
    """Each measure of care with the time in which it could bring somebody."""
    household, horizon = scene.household, scene.horizon
    found: list[tuple[Option, tuple[Interval, ...]]] = []
    free = _free(household, horizon)
    for measure in sorted(measures, key=lambda m: m.key):
        ill = measure.kind == "place" and scene.task.contingency.kind == "child-ill"
        if not measure.flexible or ill:  # no place takes a child who is ill
            continue
        time = _place_time(scene) if measure.kind == "place" else free.get(measure.about, ())
        time = clip(time, Interval(_begins(scene, measure), horizon.end))
        if time:
            left = _left(scene, measure)
            found.append((Option(measure, left=left), time))
    return found + _moves(scene, measures)


def _free(household: Household, horizon: Interval) -> dict[str, tuple[Interval, ...]]:
    """When each could come if they said yes to everything: not away, on the way or asleep."""
    whole = AvailabilityStated(
        fact_id="free",
        occurred=from_moment(horizon.start, household.zone),
        until=from_moment(horizon.end, household.zone),
    )
    asked = tuple(c if c.main else replace(c, available=(whole,)) for c in household.carers)
    found = supplies(replace(household, carers=asked), horizon=horizon)
    return {s.handle: s.duty for s in found if not s.carer.main}


def _begins(scene: Scene, measure: Measure) -> datetime:
    delayed = at_minute(scene.on + timedelta(days=measure.delay), 0, scene.household.zone)
    noticed = scene.horizon.start + timedelta(minutes=measure.notice)
    return max(
        scene.horizon.start, min(delayed, scene.horizon.end), min(noticed, scene.horizon.end)
    )


def _place_time(scene: Scene) -> tuple[Interval, ...]:
    zone = scene.household.zone
    day, open_ = scene.horizon.start.astimezone(zone).date(), []
    while at_minute(day, 0, zone) < scene.horizon.end:
        if day.weekday() in PLACE_WEEKDAYS and day not in scene.household.holidays:
            start, end = PLACE_OPEN
            open_.append(Interval(at_minute(day, start, zone), at_minute(day, end, zone)))
        day += _DAY
    return clip(open_, scene.horizon)


def _left(scene: Scene, measure: Measure) -> tuple[int | None, ...]:
    """What is left of a weekly limit beside the hours already agreed or planned."""
    weeks = weeks_of(scene.horizon, scene.household.zone)
    if measure.most is None:
        return tuple(None for _ in weeks)
    given = _given(scene, measure.about)
    return tuple(max(0, measure.most - sum(i.minutes for i in clip(given, week))) for week in weeks)


def _given(scene: Scene, who: str) -> tuple[Interval, ...]:
    if scene.turns is not None:
        return merge(t.interval for t in scene.turns if t.carer == who)
    household = scene.household
    carer = household.carer(who)
    if carer is None:
        return ()
    return merge(
        i
        for a in carer.available
        if a.agreed
        for i in dated(a, horizon=scene.horizon, zone=household.zone, holidays=household.holidays)
    )


# -- absences that move ----------------------------------------------------------------------------


def _moves(scene: Scene, measures: Sequence[Measure]) -> list[tuple[Option, tuple[Interval, ...]]]:
    """Absences that overlap open time, on a day on which moving them leaves nothing else open."""
    household, horizon = scene.household, scene.horizon
    figures = scene.figures
    gaps = merge(g.interval for g in figures.gaps)
    nights = merge((*gaps, *clip([u.night for u in figures.unrelieved], horizon)))
    found = supplies(household, horizon=horizon)
    before = {s.handle: s.duty for s in found}
    duty = on_duty(scene, found)
    taken: set[tuple[str, date]] = set()
    moved: list[tuple[Option, tuple[Interval, ...]]] = []
    for measure in sorted(measures, key=lambda m: (m.day or scene.on, m.key)):
        carer = household.carer(measure.about)
        if measure.kind not in ABSENT or carer is None or measure.day is None:
            continue
        away = next((a for a in carer.away if a.fact_id in measure.fact_ids), None)
        open_time = gaps if carer.main else nights
        times = _windows(away, measure.day, household) if away else ()
        if not common(times, open_time) or min(t.start for t in times) < _begins(scene, measure):
            continue
        to = _new_day(scene, carer, away, (measure.day, duty, taken)) if away else None
        if to is None:
            continue
        fitted = replace(measure, to=to)
        after = supplies(
            put_in_place(household, [Chosen(fitted, (), 0, Fraction(0))], on=scene.on),
            horizon=horizon,
        )
        freed = without(
            next((s.duty for s in after if s.handle == carer.handle), ()),
            before.get(carer.handle, ()),
        )
        if common(freed, open_time):
            taken.add((carer.handle, to))
            touched = frozenset([("to", carer.handle, to.isoformat())])
            moved.append((Option(fitted, freed=freed, touches=touched), freed))
    return moved


def _windows(away: AwayStated, day: date, household: Household) -> tuple[Interval, ...]:
    if not away.at:
        zone = household.zone
        return (Interval(at_minute(day, 0, zone), at_minute(day + _DAY, 0, zone)),)
    return tuple(on_day(w, day, household.zone) for w in away.at)


def _new_day(
    scene: Scene,
    carer: Carer,
    away: AwayStated,
    known: tuple[date, dict[str, tuple[Interval, ...]], set[tuple[str, date]]],
) -> date | None:
    """The next day on which the same hours leave nobody alone, no night and no other absence.

    Somebody else has the children in them, they lie in no night, and whoever moves them is neither
    away nor, in a rota that is kept, on duty then.
    """
    day, duty, taken = known
    household, zone = scene.household, scene.household.zone
    reach = timedelta(minutes=(carer.limits.travel or 0) if carer.limits else 0)
    needed = clip(needed_time(with_places(scene.needs, household)), scene.horizon)
    others = merge(i for who, time in duty.items() if who != carer.handle for i in time)
    own = merge(
        i
        for a in carer.away
        for i in dated(a, horizon=scene.horizon, zone=zone, holidays=household.holidays)
    )
    turns = duty.get(carer.handle, ()) if scene.turns is not None else ()
    for ahead in range(1, _NEW_DAYS + 1):
        to = day + timedelta(days=ahead)
        times = [Interval(i.start - reach, i.end + reach) for i in _windows(away, to, household)]
        inside = all(scene.horizon.start <= i.start and i.end <= scene.horizon.end for i in times)
        if not inside or (carer.handle, to) in taken or common(times, (*own, *turns)):
            continue
        if any(_in_night(i, household) for i in times) or without(common(times, needed), others):
            continue
        return to
    return None


def _in_night(interval: Interval, household: Household) -> bool:
    first = interval.start.astimezone(household.zone).date()
    day = at_minute(first, DAY_MINUTES - NIGHT_STARTS + 4 * 60, household.zone)
    return interval.start < day or interval.end > at_minute(first, NIGHT_STARTS, household.zone)
