"""The cheapest sets of measures after which a household holds, and one plan against any single loss.

**Holds** is what `Impact.holds` says, by count: no more minutes with no one, no more nights without
relief, no runway lost, no more missed priority bills, nothing newly missed, no more unpaid at the end.
For the household as it stands (contingency `none`) the aim is absolute: no gap, no night without
relief, no missed priority bill. Where nothing suffices, the least bad set is returned with what stays
open.

The linear model (`repair_model`) has conditions that are necessary for that. Every answer is tried
with the real engines; one that leaves more open than the model said is ruled out, and the model is
solved again, up to `ROUNDS` times. Since cost is minimised once everything holds, a set that costs
nothing comes first wherever one holds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import Turn
from kinhold.domain.fact import PersonRef
from kinhold.domain.money import Money
from kinhold.domain.periods import Interval, merge
from kinhold.engines.care.timing import common
from kinhold.engines.stress.impact import compare, measure
from kinhold.engines.stress.put_in_place import Chosen, put_in_place
from kinhold.engines.stress.repair_answer import (
    answer,
    closed,
    not_again,
    not_these,
    relieving,
    taken,
    used,
)
from kinhold.engines.stress.repair_case import case_of
from kinhold.engines.stress.repair_model import repair_model
from kinhold.engines.stress.repair_task import Engines, ToRepair

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinhold.engines.stress.impact import Figures, Impact
    from kinhold.engines.stress.measures import Measure
    from kinhold.engines.stress.repair_answer import Answer
    from kinhold.engines.stress.repair_model import Block, Option, RepairModel
    from kinhold.optimisation.limits import Limits
    from kinhold.optimisation.model import Constraint

__all__ = ["Chosen", "Engines", "OnePlan", "Repair", "ToRepair", "cheapest_sets", "one_plan"]

ROUNDS: Final = 20
"""How often an answer that fails with the real engines is ruled out before the best is returned."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One set of measures against one loss.

    Attributes:
        chosen: the measures with their hours, by key; empty where nothing helps.
        cost: of all paid hours, rounded up to the minor unit.
        impact: the loss with them in place, beside the household before the loss.
        holds: True where the household then holds.
        proven: True where no better set exists in the catalogue as it is modelled.
        takes_effect: the day on which the slowest of them takes effect.
        free: True where it costs nothing.
        levels: what the model minimised, by name: minutes `open` and nights beyond what is allowed,
            `short` in minor units, `cost` in minor units times minutes, `measures`, `minutes`.
    """

    chosen: tuple[Chosen, ...]
    cost: Money
    impact: Impact
    holds: bool
    proven: bool
    takes_effect: date
    free: bool
    levels: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class OnePlan:
    """One set of measures against every single loss.

    Attributes:
        chosen: each measure once, with the hours of every loss of `survives` that it is needed for:
            what people are asked to keep free. Each loss uses what of it that loss needs.
        cost: of the dearest of these losses, rounded up to the minor unit.
        survives: keys of the losses after which the household holds with it.
        open: the other losses, with what stays open.
        proven: True where no better plan exists in the catalogue as it is modelled.
    """

    chosen: tuple[Chosen, ...]
    cost: Money
    survives: tuple[str, ...]
    open: tuple[tuple[str, Impact], ...]
    proven: bool


def holds(task: ToRepair, impact: Impact) -> bool:
    """Return whether a household holds after a loss; without one, whether nothing is open at all."""
    if not task.absolute:
        return impact.holds
    after = impact.figures
    return not (
        after.gaps
        or after.unrelieved
        or after.missed_priority
        or impact.newly_missed
        or impact.more_unpaid > 0
    )


def cheapest_sets(
    task: ToRepair,
    *,
    base: Figures,
    measures: Sequence[Measure],
    engines: Engines,
    limits: Limits | None = None,
    count: int = 3,
) -> tuple[Repair, ...]:
    """Return the cheapest distinct sets of measures against one loss, the best first.

    After a set is found, it and everything that contains it are out. Where no set makes the
    household hold there is one entry, the least bad, with `holds` False.

    Args:
        task: the loss.
        base: the figures before it, from the same coverage.
        measures: the catalogue of the household before the loss.
        engines: to try every answer.
        limits: for each solve.
        count: how many sets at most.

    Returns:
        Nothing where the household holds already.

    Raises:
        SolverNotInstalledError: where OR-Tools is not installed.
    """
    if holds(task, task.impact):
        return ()
    case = case_of(task, base=base, measures=measures, engines=engines)
    search = _Search([task], base, engines, repair_model([case]), limits)
    found: list[Repair] = []
    while len(found) < count:
        tried = search.next()
        if tried is None:
            break
        repair = _repair(task, tried)
        if repair.holds or not found:
            found.append(repair)
        if not repair.holds or not repair.chosen:
            break
        search.leave_out(c.measure.key for c in repair.chosen)
    return tuple(found)


def one_plan(
    tasks: Sequence[ToRepair],
    *,
    base: Figures,
    measures: Sequence[Measure],
    engines: Engines,
    limits: Limits | None = None,
) -> OnePlan:
    """Return one set of measures against every single loss, the best by the same order.

    What has to be arranged beforehand is shared; each loss uses what of it that loss needs. The cost
    is that of the dearest loss.

    Args:
        tasks: every loss, also those after which the household holds anyway.
        base: the figures before them, from the same coverage.
        measures: the catalogue of the household before any loss.
        engines: to try every answer.
        limits: for each solve.

    Raises:
        SolverNotInstalledError: where OR-Tools is not installed.
    """
    broken = [t for t in tasks if not holds(t, t.impact)]
    survives = [t.contingency.key for t in tasks if holds(t, t.impact)]
    currency = tasks[0].household.currency if tasks else "XXX"
    if not broken:
        return OnePlan((), Money(0, currency), tuple(survives), (), proven=True)
    cases = [case_of(t, base=base, measures=measures, engines=engines) for t in broken]
    tried = _Search(broken, base, engines, repair_model(cases), limits).next()
    if tried is None:
        still = tuple((t.contingency.key, t.impact) for t in broken)
        return OnePlan((), Money(0, currency), tuple(survives), still, proven=False)
    results = list(zip(broken, tried.impacts, tried.chosen, strict=True))
    mended = [(t, chosen) for t, impact, chosen in results if holds(t, impact)]
    survives += [t.contingency.key for t, _ in mended]
    costs = [sum((c.cost for c in chosen), Fraction(0)) for _, chosen in mended]
    cost = max(costs, default=Fraction(0))
    return OnePlan(
        chosen=_together(c for _, chosen in mended for c in chosen),
        cost=Money(math.ceil(cost), currency),
        survives=tuple(survives),
        open=tuple((t.contingency.key, i) for t, i, _ in results if not holds(t, i)),
        proven=tried.proven,
    )


def _together(every: Iterable[Chosen]) -> tuple[Chosen, ...]:
    """Each measure once, with the hours of all losses that it is needed for; its cost is the dearest's."""
    found: dict[str, Chosen] = {}
    for one in every:
        known = found.get(one.measure.key, one)
        windows = merge((*known.windows, *one.windows))
        found[one.measure.key] = Chosen(
            measure=known.measure,
            windows=windows,
            minutes=sum(w.minutes for w in windows) if one.measure.flexible else 0,
            cost=max(known.cost, one.cost),
        )
    return tuple(found[key] for key in sorted(found))


@dataclass(frozen=True, slots=True)
class _Tried:
    """An answer of the model and what the engines say of it, one entry a loss."""

    chosen: tuple[tuple[Chosen, ...], ...]
    impacts: tuple[Impact, ...]
    answer: Answer
    proven: bool


class _Search:
    """Solves, tries, rules out what fails, and solves again."""

    def __init__(
        self,
        tasks: Sequence[ToRepair],
        base: Figures,
        engines: Engines,
        written: RepairModel,
        limits: Limits | None,
    ) -> None:
        self.tasks, self.base, self.engines = tasks, base, engines
        self.written, self.limits = written, limits
        self.cuts: list[Constraint] = []

    def leave_out(self, keys: object) -> None:
        """Leave a set out, and every set that contains it."""
        self.cuts.append(not_these(self.written, keys))  # type: ignore[arg-type]  # an iterable of keys

    def next(self) -> _Tried | None:
        """Return the best answer that does what the model says, else the best one that was tried.

        Where care fails the answer is dropped. Where only the money fails it is kept, and returned
        unless a later answer holds against more losses.
        """
        short: _Tried | None = None
        dropped: _Tried | None = None
        for _ in range(ROUNDS):
            found = answer(
                self.written,
                cuts=self.cuts,
                limits=self.limits,
                goes=lambda so_far: self._wrong(self._try(so_far)) is None,
            )
            if found is None:
                return short or dropped
            tried = replace(self._try(found), proven=found.proven)
            wrong = self._wrong(tried)
            if wrong is None:
                return tried if short is None or self._held(tried) > self._held(short) else short
            number, care = wrong
            if care:
                dropped = dropped or tried
            elif short is None or self._held(tried) > self._held(short):
                short = tried
            self.written, row = not_again(self.written, found.values, case=number, care=care)
            self.cuts.append(row)
        best = short or dropped
        return replace(best, proven=False) if best else None

    def _held(self, tried: _Tried) -> int:
        pairs = zip(self.tasks, tried.impacts, strict=True)
        return sum(1 for task, impact in pairs if holds(task, impact))

    def _try(self, found: Answer) -> _Tried:
        chosen: list[tuple[Chosen, ...]] = []
        impacts: list[Impact] = []
        for number, task in enumerate(self.tasks):
            sets = chosen_in(self.written, found, number)
            after = put_in_place(task.household, sets, on=task.on)
            cover = self.engines.cover
            if task.turns is not None and self.engines.kept is not None:
                kept, turns = self.engines.kept, (*task.turns, *_turns(sets))
                cover = lambda h, k=kept, t=turns: k(h, t)  # type: ignore[misc]  # noqa: E731 - bound to this loss
            figures = measure(
                after, cover=cover, outlook=self.engines.outlook, target=self.engines.target
            )
            chosen.append(sets)
            impacts.append(compare(task.contingency, base=self.base, after=figures))
        return _Tried(tuple(chosen), tuple(impacts), found, proven=False)

    def _wrong(self, tried: _Tried) -> tuple[int, bool] | None:
        """The first loss in which the engines find more open than the model, and whether in care."""
        for number, (task, impact) in enumerate(zip(self.tasks, tried.impacts, strict=True)):
            minutes, nights = left_open(self.written, tried.answer, number)
            after = impact.figures
            if after.no_one_minutes > minutes or len(after.unrelieved) > nights:
                return number, True
            if closed(self.written, tried.answer, number) and not holds(task, impact):
                return number, False
        return None


def left_open(written: RepairModel, found: Answer, number: int) -> tuple[int, int]:
    """Return the minutes with no one and the unrelieved nights that the model leaves in a case."""
    case, _ = written.cases[number]
    keys = used(written, found, number)
    pieces = taken(written, found, number)
    covered = 0
    for place, run in enumerate(case.runs):
        freed = any(
            o.measure.key in keys and not o.measure.flexible and place in o.runs
            for o in case.options
        )
        count = sum(n for (_, r), n in pieces.items() if r == place)
        covered += run.minutes * (run.pieces if freed else count)
    relieved = sum(len(blocks) for blocks in relieving(written, found, number).values())
    return case.open_minutes - covered, case.nights - relieved


def chosen_in(written: RepairModel, found: Answer, number: int) -> tuple[Chosen, ...]:
    """Return what a solution does in one case, as measures with windows, by key."""
    case, _ = written.cases[number]
    keys = used(written, found, number)
    blocks = relieving(written, found, number)
    hours = _laid_out(written, found, number)
    open_time = merge(
        (*(r.interval for r in case.runs), *(b.interval for bs in blocks.values() for b in bs))
    )
    chosen: list[Chosen] = []
    for option in case.options:
        key = option.measure.key
        if key not in keys:
            continue
        if not option.measure.flexible:
            chosen.append(Chosen(option.measure, common(option.freed, open_time), 0, Fraction(0)))
            continue
        extra = [w for b in blocks[key] for w in b.windows]
        windows = merge((*hours.get(key, ()), *extra))
        if windows:
            minutes = sum(w.minutes for w in windows)
            chosen.append(Chosen(option.measure, windows, minutes, _price(option, minutes)))
    return tuple(chosen)


def _price(option: Option, minutes: int) -> Fraction:
    price = option.measure.price
    return Fraction(price.minor * minutes, 60) if price else Fraction(0)


def _laid_out(written: RepairModel, found: Answer, number: int) -> dict[str, list[Interval]]:
    """Who takes which pieces: whoever relieves a night over an edge of a run stands at that edge."""
    case, _ = written.cases[number]
    blocks = relieving(written, found, number)
    by_run: dict[int, list[tuple[int, str, int]]] = {}
    for (key, place), count in taken(written, found, number).items():
        side = _side(case.runs[place].interval, place, blocks.get(key, ()))
        by_run.setdefault(place, []).append((side, key, count))
    hours: dict[str, list[Interval]] = {}
    for place, takers in by_run.items():
        run = case.runs[place]
        piece = timedelta(minutes=run.minutes)
        free = run.pieces - sum(count for *_, count in takers)
        cursor = run.interval.start
        for side, key, count in sorted(takers):
            if side > 0:  # what nobody takes is left before whoever stands at the end
                cursor, free = cursor + free * piece, 0
            hours.setdefault(key, []).append(Interval(cursor, cursor + count * piece))
            cursor += count * piece
    return hours


def _side(run: Interval, place: int, blocks: Sequence[Block]) -> int:
    for block in blocks:
        if any(r == place for r, _ in block.uses):
            if block.interval.start <= run.start and block.interval.end < run.end:
                return -1
            if block.interval.start > run.start and block.interval.end >= run.end:
                return 1
    return 0


def _turns(chosen: Sequence[Chosen]) -> tuple[Turn, ...]:
    """Hours of a repair as turns of a rota that is kept; absences that move free their carer."""
    return tuple(Turn(PersonRef(c.measure.about), window) for c in chosen for window in c.windows)


def _repair(task: ToRepair, tried: _Tried) -> Repair:
    chosen, impact = tried.chosen[0], tried.impacts[0]
    cost = sum((c.cost for c in chosen), Fraction(0))
    slowest = max((c.measure.delay for c in chosen), default=0)
    return Repair(
        chosen=chosen,
        cost=Money(math.ceil(cost), task.household.currency),
        impact=impact,
        holds=holds(task, impact),
        proven=tried.proven,
        takes_effect=task.on + timedelta(days=slowest),
        free=not cost,
        levels=tuple((n, v) for n, v in tried.answer.levels.items() if n not in ("uses", "last")),
    )
