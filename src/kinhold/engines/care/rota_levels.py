"""Solves a rota level by level, each held at its value before the next.

What availability alone already rules out is taken out of the model before it is solved: where a
level's value meets its bound slot by slot, or night by night, only the choices that are as good
stay. So the later levels are small, and a level whose bound is met is never given to the solver.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import gcd
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.care import RotaLevel
from kinhold.engines.care.load import UNIT
from kinhold.engines.care.rota_model import Held, RotaModel
from kinhold.engines.care.rota_search import by_hand, improve
from kinhold.optimisation.solved import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from kinhold.engines.care.rota_cells import Cells, Leads, Table
    from kinhold.engines.care.rota_model import Aim
    from kinhold.optimisation.limits import Limits

    Told: TypeAlias = "Callable[[str, Leads], None]"

LevelName = Literal["uncovered", "sleep", "doubt", "cost", "fairness", "changes"]
LEVELS: Final[tuple[LevelName, ...]] = (
    "uncovered", "sleep", "doubt", "cost", "fairness", "changes",
)  # fmt: skip
"""1. weighted minutes of needs left open; 2. minutes the main carer's protected sleep falls short;
3. minutes expected without anybody; 4. what paid hours cost, in minor units; 5. the largest load, in
minutes; 6. minutes that change from the rota already shared."""

_SHARES: Final = {
    "uncovered": 0.1, "sleep": 0.2, "bedtime": 0.1, "doubt": 0.1, "cost": 0.1,
    "fairness": 0.2, "changes": 0.1, "order": 0.1,
}  # fmt: skip
_ORDER_GAP: Final = 0.02
_ORDER_NODES: Final = 200
_SAME: Final = 1e-6
_NOISE: Final = 1e-4
_DOUBT_STEP: Final = 0.01
_PARTS: Final = {"cost": 60, "fairness": UNIT}
"""Levels that are solved in whole parts of the unit they are told in."""


@dataclass(frozen=True, slots=True)
class Levelled:
    """Leads with their levels.

    Attributes:
        leads: by slot.
        levels: in their order; values as the tables give them.
        bedtime: the drift of the protected stretch from its usual time, with its bound.
    """

    leads: Leads
    levels: tuple[RotaLevel, ...]
    bedtime: RotaLevel


def solve_levels(
    cells: Cells,
    limits: Limits,
    *,
    told: Told = lambda _name, _leads: None,
    cover_only: bool = False,
) -> Levelled:
    """Return the best leads found, level by level.

    Args:
        cells: the tables.
        limits: seconds, nodes and seed; the seconds are shared out between the levels.
        told: told "usable" and then each level's name with the leads so far.
        cover_only: stop after the sleep, and tidy without the solver.
    """
    search = _Search(cells, limits)
    told("usable", search.leads)
    search.table("uncovered", cells.uncovered)
    told("uncovered", search.leads)
    search.sleep()
    told("sleep", search.leads)
    if cover_only:
        search.tidy()
        return search.finish(("uncovered", "sleep"))
    search.drift()
    search.doubt()
    told("doubt", search.leads)
    search.table("cost", cells.cost)
    told("cost", search.leads)
    search.fairness()
    told("fairness", search.leads)
    search.table("changes", cells.changes)
    told("changes", search.leads)
    search.order()
    return search.finish(LEVELS)


class _Search:
    """The leads so far, what is held, and the levels done."""

    def __init__(self, cells: Cells, limits: Limits) -> None:
        self.cells = cells
        self.limits = limits
        self.held = Held(cells.choices)
        self.leads = improve(cells, by_hand(cells))
        self.done: dict[str, RotaLevel] = {}

    def finish(self, names: tuple[LevelName, ...]) -> Levelled:
        """Weigh the final leads again: what was cut off by time may have got better since."""
        score = dict(
            zip(
                ("uncovered", "sleep", "bedtime", "doubt", "cost", "fairness", "changes"),
                self.cells.score(self.leads),
                strict=False,
            )
        )
        levels = {name: _weighed(level, float(score[name])) for name, level in self.done.items()}
        for name, parts in _PARTS.items():
            if name in levels:
                v = levels[name]
                levels[name] = replace(v, value=v.value / parts, bound=v.bound / parts)
        drift = RotaLevel("bedtime", float(score["bedtime"]), 0.0, proven=False)
        return Levelled(
            self.leads, tuple(levels[name] for name in names), levels.get("bedtime", drift)
        )

    # -- levels ------------------------------------------------------------------------------------

    def table(self, name: LevelName, table: Table) -> None:
        """A level that is a sum over the slots."""
        choices = self.held.choices
        least = sum(min(row[c] for c in own) for row, own in zip(table, choices, strict=True))
        value = self.cells.total(table, self.leads)
        if value > least + _SAME:
            step = _DOUBT_STEP if name == "doubt" else _grain(table)
            bound = self._solved(name, "table", step, table)
            value = self.cells.total(table, self.leads)
        else:
            bound = value
        self.done[name] = _level(name, value, bound)
        if value <= least + _SAME:
            pruned = tuple(
                tuple(c for c in own if row[c] <= min(row[d] for d in own) + _SAME)
                for row, own in zip(table, choices, strict=True)
            )
            self.held = replace(self.held, choices=pruned)
        else:
            self.held = replace(self.held, tables=(*self.held.tables, (table, value)))

    def doubt(self) -> None:
        """Minutes expected without anybody."""
        if not self.cells.limited:
            self.table("doubt", self.cells.doubt)
            return
        least = sum(
            min(row[c] for c in own)
            for row, own in zip(self.cells.doubt, self.held.choices, strict=True)
        )
        value = self.cells.doubted(self.leads)
        bound = value
        if value > least + _SAME:
            bound = self._solved("doubt", "doubt", _DOUBT_STEP)
            value = self.cells.doubted(self.leads)
        self.done["doubt"] = _level("doubt", value, bound)
        self.held = replace(self.held, doubt=value)

    def sleep(self) -> None:
        """The shortfall from protected sleep."""
        least = sum(short for short, _ in self.cells.night_bounds)
        value, _ = self.cells.sleep(self.leads)
        bound = float(value)
        if value > least:
            bound = self._solved("sleep", "short", self._night_step())
            value, _ = self.cells.sleep(self.leads)
        self.done["sleep"] = _level("sleep", value, bound)
        each = tuple(short for short, _ in self.cells.night_bounds)
        self.held = replace(self.held, shorts=each if value <= least else value)

    def drift(self) -> None:
        """The same time every night, as far as it can be; part of the second level."""
        _, value = self.cells.sleep(self.leads)
        each = tuple(drift for _, drift in self.cells.night_bounds)
        settled = isinstance(self.held.shorts, tuple)
        least = sum(each) if settled else 0
        bound = float(value)
        if value > least:
            bound = self._solved("bedtime", "drift", self._night_step())
            _, value = self.cells.sleep(self.leads)
        self.done["bedtime"] = _level("bedtime", value, bound)
        self.held = replace(self.held, drifts=each if settled and value <= least else value)
        self._settle_nights()

    def fairness(self) -> None:
        """The largest load."""
        bound = 0.0
        if self.cells.sharers:
            step = 0
            for t, own in enumerate(self.held.choices):
                for choice in own:
                    for _, minutes in self.cells.weighs(t, choice):
                        step = gcd(step, minutes)
            bound = self._solved("fairness", "load", float(step or 1))
        value = max(self.cells.loads(self.leads).values(), default=0)
        self.done["fairness"] = _level("fairness", value, bound)
        self.held = replace(self.held, load=float(value))

    def order(self) -> None:
        """Few and not too short turns, helpers where they agreed to come: no level, but a habit."""
        nodes = min(_ORDER_NODES, self.limits.nodes or _ORDER_NODES)
        loose = replace(self.limits, relative_gap=_ORDER_GAP, nodes=nodes)
        self._solved("order", "order", 0.0, limits=loose)
        self.tidy()

    def tidy(self) -> None:
        """Improve by hand what the levels leave open."""
        better = improve(self.cells, self.leads, self.held.choices)
        if _less(self.cells.score(better), self.cells.score(self.leads)):
            self.leads = better

    # -- between the levels ------------------------------------------------------------------------

    def _solved(
        self,
        name: str,
        aim: Aim,
        step: float,
        table: Table | None = None,
        limits: Limits | None = None,
    ) -> float:
        """Solve from the leads so far, keep what is better, and return the bound."""
        self._hold_what_is_reached()
        made = RotaModel(self.cells, self.held, aim, table)
        model = made.model()
        start = made.values(self.leads)
        value = model.offset + model.value(model.objective, start)
        share = replace(limits or self.limits, seconds=self.limits.seconds * _SHARES[name])
        if step:
            share = replace(share, relative_gap=0.0, absolute_gap=step * 0.999)
        solved = solve(model, limits=share, hint=start)
        if solved.values:
            better = made.leads(solved.values)
            if _less(self.cells.score(better), self.cells.score(self.leads)):
                self.leads = better
                values = made.values(better)
                value = model.offset + model.value(model.objective, values)
        bound = min(value, solved.bound)
        return value if step and value - bound < step * (1 - 1e-6) else bound

    def _hold_what_is_reached(self) -> None:
        """An earlier level that time cut off may have got better since; it may not get worse again."""
        held = self.held
        short, drift = self.cells.sleep(self.leads)
        loads = self.cells.loads(self.leads)
        self.held = replace(
            held,
            tables=tuple((table, self.cells.total(table, self.leads)) for table, _ in held.tables),
            shorts=short if isinstance(held.shorts, int) else held.shorts,
            drifts=drift if isinstance(held.drifts, int) else held.drifts,
            doubt=None if held.doubt is None else self.cells.doubted(self.leads),
            load=None if held.load is None else float(max(loads.values(), default=0)),
        )

    def _night_step(self) -> float:
        """The greatest step in which shortfall and drift can change."""
        step = self.cells.target
        for night in self.cells.nights:
            for minute in (*night.starts, *night.ends):
                step = gcd(step, abs(minute - night.window[0]))
        return float(step or 1)

    def _settle_nights(self) -> None:
        """Where a night can have the whole usual stretch, nobody else may lead in it any more."""
        shorts, drifts = self.held.shorts, self.held.drifts
        if not (isinstance(shorts, tuple) and isinstance(drifts, tuple)):
            return
        choices = list(self.held.choices)
        for k, night in enumerate(self.cells.nights):
            if (shorts[k], drifts[k]) != (0, 0):
                continue
            for place, t in enumerate(night.slots):
                if night.window[0] <= night.starts[place] and night.ends[place] <= night.window[1]:
                    choices[t] = tuple(c for c in choices[t] if self.cells.rests(t, c))
        self.held = replace(self.held, choices=tuple(choices))


def _less(first: Sequence[float], second: Sequence[float]) -> bool:
    """Whether the first that differs is smaller; the solver's arithmetic is no difference."""
    deltas = (a - b for a, b in zip(first, second, strict=True))
    return next((delta < 0 for delta in deltas if abs(delta) > _NOISE), False)


def _grain(table: Table) -> float:
    """The greatest step of which every figure of a table is a multiple."""
    step = 0
    for row in table:
        for figure in row.values():
            step = gcd(step, round(figure))
    return float(step or 1)


def _level(name: str, value: float, bound: float) -> RotaLevel:
    bound = min(float(value), round(bound, 6)) + 0.0  # never a negative zero
    return RotaLevel(name, float(value), bound, proven=bound >= value - _SAME)


def _weighed(level: RotaLevel, value: float) -> RotaLevel:
    bound = min(level.bound, value)
    return RotaLevel(level.name, value, bound, proven=bound >= value - _SAME)
