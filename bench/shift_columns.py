"""Whole rosters of one person as columns, and a programme that chooses among them.

Every hard rule of these instances is about one person, so that a person's whole roster can be one
variable: the programme only takes one for each person and pays for the cover. Its relaxation is solved
by column generation (Dantzig and Wolfe, 1960), with prices smoothed as by Wentges (1997); what
Lagrange's relaxation gives at any prices is a bound.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bench.shift_pricing import Pricing
from kinhold.optimisation.limits import Limits
from kinhold.optimisation.model import Constraint, Model, Variable
from kinhold.optimisation.solved import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from bench.shift_instance import Instance, Roster

    Costs = NDArray[np.float64]

SEVERAL = 5
"""Columns of a person in each round of pricing."""
SMOOTHING = (0.8, 0.4, 0.0)
"""The share of the best prices so far; less where that finds no column."""
KEPT = 100
"""Columns of a person that are kept from one relaxation to the next."""
SURE = 0.95
ROUNDS = {False: 1000, True: 8}
CLOSE = {False: 0.01, True: 0.7}
"""Rounds of pricing at most, and how near value and bound come: for the whole, and quickly."""
JUMP = 15.0
OTHER_WAYS = 3
"""So many other columns are tried where settling one raises the relaxation by so much."""


@dataclass(frozen=True, slots=True)
class Column:
    """A roster of one person, what it costs in requests, and the cover rows it stands in."""

    person: str
    days: tuple[str, ...]
    cost: int
    rows: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Relaxed:
    """The relaxation for some people: value and bound, its prices, each one's least, and its choice."""

    value: float
    bound: float
    prices: Costs
    least: dict[str, float]
    values: list[tuple[float, Column]]


class Columns:
    """The columns of an instance so far, and where more come from."""

    def __init__(self, instance: Instance) -> None:
        """Begin with none."""
        self.instance = instance
        self.pricing = {e: Pricing(instance, p) for e, p in instance.staff.items()}
        self.pool: dict[str, dict[tuple[str, ...], Column]] = {e: {} for e in instance.staff}
        self.row = {(c.day, c.shift): i for i, c in enumerate(instance.cover)}
        self.under = np.array([float(c.under) for c in instance.cover])
        self.over = np.array([float(c.over) for c in instance.cover])
        shifts = {s: i for i, s in enumerate(instance.shifts)}
        self.at = (
            np.array([c.day for c in instance.cover]),
            np.array([shifts[c.shift] for c in instance.cover]),
        )
        self.able = {e: [shifts[s] for s in p.able] for e, p in self.pricing.items()}

    def column(self, person: str, days: Sequence[str]) -> Column:
        """Return the column of a roster, which is kept."""
        key = tuple(days)
        if key not in self.pool[person]:
            on, off = self.instance.on, self.instance.off
            cost = sum(off.get((person, d, s), 0) for d, s in enumerate(key))
            cost += sum(w for (e, d, s), w in on.items() if e == person and key[d] != s)
            rows = [self.row[d, s] for d, s in enumerate(key) if (d, s) in self.row]
            self.pool[person][key] = Column(person, key, cost, np.array(rows, dtype=np.intp))
        return self.pool[person][key]

    def wanted(self, others: Mapping[str, Sequence[str]]) -> Costs:
        """What is left to be covered where some people's rosters stand."""
        left = np.array([float(c.wanted) for c in self.instance.cover])
        for e, days in others.items():
            left[self.column(e, days).rows] -= 1.0
        return left

    def _priced(self, prices: Costs, person: str, several: int) -> tuple[float, list[Column]]:
        grid = np.zeros((self.instance.days, len(self.instance.shifts)))
        grid[self.at] = prices
        low, found = self.pricing[person].cheapest(grid[:, self.able[person]], several)
        return low, [self.column(person, days) for days in found]

    def one_by_one(self, order: Iterable[str], standing: Roster) -> Roster | None:
        """A whole roster at once: each in turn gets what is best beside those before."""
        roster = dict(standing)
        for person in order:
            prices = np.where(self.wanted(roster) > 0, self.under, -self.over)
            found = self._priced(prices, person, 1)[1] or list(self.pool[person].values())
            if not found:
                return None
            roster[person] = list(found[0].days)
        return roster

    def relax(self, people: Sequence[str], wanted: Costs, start: Relaxed | None, until: float,
              *, quick: bool) -> Relaxed:  # fmt: skip
        """Solve the relaxation for some people, as far as time and rounds go."""
        now = self._at(np.zeros(len(wanted)) if start is None else start.prices, people, wanted)[0]
        columns = {id(c): c for e in people for c in self._cheap(e, now.prices, KEPT)}
        for turn in range(ROUNDS[quick]):
            chosen = list(columns.values())
            limits = Limits(seconds=max(1.0, until - time.monotonic()))
            solved = solve(self._model(people, wanted, chosen, whole=False), limits=limits)
            values = list(zip(solved.values, chosen, strict=False))
            close = solved.objective - now.bound < CLOSE[quick]
            last = turn + 1 == ROUNDS[quick] or time.monotonic() > until
            if close or last or not solved.prices:
                break
            out, good = np.array(solved.prices), False
            for share in SMOOTHING:
                mixed = share * now.prices + (1 - share) * out[: len(wanted)]
                found, more = self._at(mixed, people, wanted)
                now = found if found.bound > now.bound else now
                columns |= {id(c): c for c in more}
                own = dict(zip(people, out[len(wanted) :], strict=True))
                good = any(c.cost - out[c.rows].sum() < own[c.person] - 1e-6 for c in more)
                if good or time.monotonic() > until:
                    break
            if not good:
                break
        return Relaxed(solved.objective, now.bound, now.prices, now.least, values)

    def _at(
        self, prices: Costs, people: Sequence[str], wanted: Costs
    ) -> tuple[Relaxed, list[Column]]:
        """Lagrange's bound at prices, and the columns that are cheap at them."""
        inside = np.clip(prices, -self.over, self.under)
        least, columns = {}, []
        for e in people:
            least[e], found = self._priced(inside, e, SEVERAL)
            columns += found
        bound = float(inside @ wanted) + sum(least.values())
        return Relaxed(bound, bound, inside, least, []), columns

    def _cheap(self, person: str, prices: Costs, most: int, below: float = np.inf) -> list[Column]:
        dear = [(c.cost - float(prices[c.rows].sum()), c) for c in self.pool[person].values()]
        return [c for v, c in sorted(dear, key=lambda pair: pair[0])[:most] if v <= below]

    def _model(
        self, people: Sequence[str], wanted: Costs, columns: Sequence[Column], *, whole: bool
    ) -> Model:
        """One column for each person; rows are the cover in order, then the people."""
        first = {e: len(wanted) + i for i, e in enumerate(people)}
        terms: list[list[tuple[int, float]]] = [[] for _ in range(len(wanted) + len(people))]
        for i, c in enumerate(columns):
            for row in (*c.rows.tolist(), first[c.person]):
                terms[row].append((i, 1.0))
        objective = [(i, float(c.cost)) for i, c in enumerate(columns) if c.cost]
        variables = [Variable(0.0, 1.0, whole)] * len(columns)
        for row, (under, over) in enumerate(zip(self.under, self.over, strict=True)):
            n = len(variables)
            terms[row] += [(n, 1.0), (n + 1, -1.0)]
            objective += [(n, float(under)), (n + 1, float(over))]
            variables += [Variable(0.0, float("inf"), integer=False)] * 2
        limits = [*wanted.tolist(), *(1.0 for _ in people)]
        rows = tuple(Constraint(tuple(t), b, b) for t, b in zip(terms, limits, strict=True))
        return Model(tuple(variables), rows, tuple(objective))

    def dive(self, people: Sequence[str], standing: Roster, start: Relaxed, until: float) -> Roster:
        """Settle people on what they nearly have in the relaxation, the surest first, and relax anew.

        Where that makes the relaxation jump, something else is tried first. Where time runs out, the
        rest are added one by one.
        """
        roster, waiting, now = dict(standing), list(people), start
        while waiting:
            ranked = sorted(now.values, key=lambda pair: -pair[0])
            most, least = max(1, len(waiting) // 6), max(1, len(waiting) // 12)
            sure = [c for i, (v, c) in enumerate(ranked[:most]) if v >= SURE or i < least]
            ways = [sure, *([c] for _, c in ranked[len(sure) : len(sure) + OTHER_WAYS])]
            tried: list[tuple[float, int, Relaxed]] = []
            for i, way in enumerate(ways):
                if not sure or time.monotonic() > until:
                    return self.one_by_one(waiting, roster) or roster
                rest = [e for e in waiting if all(c.person != e for c in way)]
                wanted = self.wanted(roster | {c.person: list(c.days) for c in way})
                then = self.relax(rest, wanted, now, until, quick=True)
                rise = then.value + sum(c.cost for c in way) - now.value
                tried.append((rise, i, then))
                if rise < JUMP:
                    break
            _, i, now = min(tried, key=lambda way: way[:2])
            roster |= {c.person: list(c.days) for c in ways[i]}
            waiting = [e for e in waiting if e not in roster]
        return roster

    def choose(
        self, best: Roster, now: Relaxed, reached: float, most: int, seconds: float
    ) -> tuple[Roster, str]:
        """Choose among the columns that can stand in a better roster than one that is known.

        A column that costs more at the relaxation's prices than the gap cannot. `reached` is what the
        people of `now` cost at present, with the cover that is left to them.
        """
        people = list(now.least)
        others = {e: days for e, days in best.items() if e not in now.least}
        wanted = self.wanted(others)
        columns = {id(c): c for e in people for c in [self.column(e, best[e])]}
        for e in people:
            near = self._cheap(e, now.prices, most, now.least[e] + reached - now.bound)
            columns |= {id(c): c for c in near}
        chosen = list(columns.values())
        model = self._model(people, wanted, chosen, whole=True)
        hint = [0.0] * len(model.variables)
        there = np.zeros(len(wanted))
        for i, c in enumerate(chosen):
            if list(c.days) == best[c.person]:
                hint[i] = 1.0
                there[c.rows] += 1.0
        hint[len(chosen) :: 2] = np.maximum(0.0, wanted - there).tolist()
        hint[len(chosen) + 1 :: 2] = np.maximum(0.0, there - wanted).tolist()
        limits = Limits(seconds=max(0.1, seconds), relative_gap=0.0, absolute_gap=0.999)
        solved = solve(model, limits=limits, hint=hint)
        if not solved.values:
            return best, solved.status
        taken = [c for v, c in zip(solved.values, chosen, strict=False) if v > 0.5]
        return {**best, **{c.person: list(c.days) for c in taken}}, solved.status
