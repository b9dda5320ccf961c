"""The cheapest roster of one person at given prices: a shortest path through day and state."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bench.shift_model import build, first_state, next_state
from kinhold.optimisation.limits import Limits
from kinhold.optimisation.solved import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from bench.shift_instance import Employee, Instance
    from bench.shift_model import State

    Costs = NDArray[np.float64]
    Place = tuple[State, int]

FAR = 1e9
TRIES = 4


class Pricing:
    """The cheapest rosters of one person at given prices, by dynamic programming.

    A state is the state of the walk and the class of the last shift; classes are shifts that are as
    long and that stand alike in every rule on successions. The tables are over state, shifts of the
    kind that is most limited, and minutes so far. Other limits on kinds are seen to by a price on
    the kind, raised while it is broken: then the bound still holds.
    """

    def __init__(self, instance: Instance, person: Employee) -> None:
        """Lay out the states and where each comes from."""
        self.instance, self.person = instance, person
        able = [s for s in instance.shifts if person.most_of.get(s, instance.days) > 0]
        self.unit = int(np.gcd.reduce([instance.shifts[s].minutes for s in able]))
        self.most = person.most_minutes // self.unit
        self.least = -(-person.least_minutes // self.unit)
        limited = {
            s: person.most_of[s]
            for s in able
            if person.most_of.get(s, instance.days)
            < min(instance.days, person.most_minutes // instance.shifts[s].minutes)
        }
        self.counted = min(limited, key=lambda s: (limited[s], s), default="")
        self.counts = limited.get(self.counted, 0)
        self.limited = {s: n for s, n in limited.items() if s != self.counted}
        self.penalty = dict.fromkeys(self.limited, 0.0)
        self.classes = self._classes(able)
        self.wishes = np.zeros((instance.days, len(able)))
        self.index = {s: i for i, s in enumerate(able)}
        self.able = able
        self.base = 0.0
        for (e, d, s), weight in instance.on.items():
            if e == person.name:
                self.base += weight
                if s in self.index:
                    self.wishes[d, self.index[s]] -= weight
        for (e, d, s), weight in instance.off.items():
            if e == person.name and s in self.index:
                self.wishes[d, self.index[s]] += weight
        for d in person.days_off:
            self.wishes[d, :] = FAR
        self._lay_out()

    def _classes(self, able: Sequence[str]) -> list[list[str]]:
        shifts = self.instance.shifts
        alike: dict[tuple[object, ...], list[str]] = {}
        for s in able:
            after = frozenset(a for a in able if s in shifts[a].not_before)
            before = frozenset(b for b in able if b in shifts[s].not_before)
            own = s if s == self.counted else ""
            alike.setdefault((shifts[s].minutes, after, before, own), []).append(s)
        return list(alike.values())

    def _moves(self) -> dict[int, set[tuple[Place, Place]]]:
        """What may follow what, by the kind of the later day."""
        shifts = self.instance.shifts
        moves: dict[int, set[tuple[Place, Place]]] = {}
        here = set(self.starts)
        for day in range(1, self.instance.days):
            there = set()
            for state, k in here:
                for after in range(-1, len(self.classes)):
                    follows = next_state(self.person, state, day, works=after >= 0)
                    bars = shifts[self.classes[k][0]].not_before if k >= 0 else ()
                    if follows is None or (after >= 0 and self.classes[after][0] in bars):
                        continue
                    there.add((follows, after))
                    moves.setdefault(_kind(day), set()).add(((state, k), (follows, after)))
            here = there
        return moves

    def _lay_out(self) -> None:
        """Number the states, off days first, then class by class; find what leads to each."""
        works = range(len(self.classes))
        self.starts: list[Place] = [(first_state(works=k >= 0), k) for k in (-1, *works)]
        moves = self._moves()
        seen = {*self.starts, *(b for pairs in moves.values() for _, b in pairs)}
        self.states = sorted(seen, key=lambda pair: (pair[1], pair[0]))
        number = self.number = {pair: i for i, pair in enumerate(self.states)}
        ks = np.array([k for _, k in self.states])
        self.ranges = [
            (int(np.searchsorted(ks, k)), int(np.searchsorted(ks, k, "right")))
            for k in (-1, *works)
        ]
        self.before: dict[int, list[NDArray[np.intp]]] = {}
        for kind, pairs in moves.items():
            comes: list[list[int]] = [[] for _ in self.states]
            for a, b in pairs:
                comes[number[b]].append(number[a])
            self.before[kind] = [_padded(comes[low:high], len(ks)) for low, high in self.ranges]

    def _forward(self, best: Costs) -> list[Costs]:
        """Tables of the least cost of each state after each day; `best` is by day and class."""
        shape = (len(self.states) + 1, self.counts + 1, self.most + 1)
        table = np.full(shape, FAR)
        for state, k in self.starts:
            if k < 0:
                table[self.number[state, k], 0, 0] = 0.0
            else:
                c, m = self._steps(k)
                if c <= self.counts and m <= self.most:
                    table[self.number[state, k], c, m] = best[0, k]
        tables = [table]
        for day in range(1, self.instance.days):
            before = self.before[_kind(day)]
            last, table = table, np.full(shape, FAR)
            low, high = self.ranges[0]
            table[low:high] = _least(last, before[0])
            for k in range(len(self.classes)):
                low, high = self.ranges[k + 1]
                c, m = self._steps(k)
                if high > low and best[day, k] < FAR / 2:
                    came = _least(
                        last[:, : self.counts + 1 - c, : self.most + 1 - m], before[k + 1]
                    )
                    table[low:high, c:, m:] = came + best[day, k]
            tables.append(table)
        return tables

    def _steps(self, k: int) -> tuple[int, int]:
        shift = self.classes[k][0]
        return int(shift == self.counted), self.instance.shifts[shift].minutes // self.unit

    def cheapest(self, prices: Costs, several: int) -> tuple[float, list[tuple[str, ...]]]:
        """Return a lower bound on the cost at prices (by day and shift), and cheap rosters.

        Where a limit on a kind is broken, it is priced and the search is repeated a few times; where
        that finds nothing, the model of one person does. No roster at all: there is none.
        """
        bound, found = -FAR, dict[tuple[str, ...], None]()
        for _ in range(TRIES if self.limited else 1):
            charge = np.array([self.penalty.get(s, 0.0) for s in self.able])
            kept = sum(n * self.penalty[s] for s, n in self.limited.items())
            low, rosters = self._paths(self.wishes - prices + charge, several)
            bound = max(bound, self.base + low - kept)
            found |= dict.fromkeys(days for days in rosters if not self._broken(days))
            if not rosters or not self._charge(rosters[0]):
                break
        if not found and rosters:
            found |= dict.fromkeys(self._by_model(prices))
        return bound, list(found)

    def _paths(self, each: Costs, several: int) -> tuple[float, list[tuple[str, ...]]]:
        """Return the least cost, and the cheapest rosters of the cheapest ends, cheapest first."""
        own = [[self.index[s] for s in alike] for alike in self.classes]
        best = np.stack([each[:, at].min(axis=1) for at in own], axis=1)
        which = [
            [alike[i] for i in each[:, at].argmin(axis=1)]
            for alike, at in zip(self.classes, own, strict=True)
        ]
        tables = self._forward(best)
        ends = tables[-1][:-1, :, self.least :]
        order = np.argsort(ends, axis=None)[:several]
        rosters = [
            self._back(tables, which, np.unravel_index(i, ends.shape))
            for i in order
            if ends.flat[i] < FAR / 2
        ]
        return float(ends.flat[order[0]]), rosters

    def _charge(self, days: Sequence[str]) -> bool:
        """Move the prices on kinds by what the cheapest roster has; say whether it broke a limit."""
        broken = self._broken(days)
        for s, most in self.limited.items():
            if s in broken:
                self.penalty[s] = self.penalty[s] * 1.6 + 0.5
            elif days.count(s) < most:
                self.penalty[s] = max(0.0, self.penalty[s] * 0.5 - 0.01)
        return bool(broken)

    def _by_model(self, prices: Costs) -> list[tuple[str, ...]]:
        e = self.person.name
        each = {
            (e, d, s): self.wishes[d, i] - prices[d, i]
            for s, i in self.index.items()
            for d in range(self.instance.days)
        }
        alone = replace(self.instance, staff={e: self.person}, on={}, off=each, cover=())
        made = build(alone)
        solved = solve(made.model, limits=Limits(seconds=10.0, relative_gap=0.01))
        return [tuple(made.roster(solved.values)[e])] if solved.values else []

    def _broken(self, days: Sequence[str]) -> list[str]:
        return [s for s, most in self.limited.items() if days.count(s) > most]

    def _back(
        self, tables: list[Costs], which: list[list[str]], end: Sequence[np.intp]
    ) -> tuple[str, ...]:
        at, c, m = int(end[0]), int(end[1]), int(end[2]) + self.least
        days = []
        for day in range(self.instance.days - 1, -1, -1):
            k = self.states[at][1]
            days.append(which[k][day] if k >= 0 else "")
            if k >= 0:
                dc, dm = self._steps(k)
                c, m = c - dc, m - dm
            if day:
                low, _ = self.ranges[k + 1]
                row = self.before[_kind(day)][k + 1][at - low]
                at = int(row[np.argmin(tables[day - 1][row, c, m])])
        return tuple(reversed(days))


def _least(last: Costs, before: NDArray[np.intp]) -> Costs:
    found = last[before[:, 0]]
    for other in range(1, before.shape[1]):
        np.minimum(found, last[before[:, other]], out=found)
    return found


def _kind(day: int) -> int:
    return day % 7 if day % 7 >= 5 else 0


def _padded(comes: Sequence[Sequence[int]], nowhere: int) -> NDArray[np.intp]:
    width = max([1, *(len(c) for c in comes)])
    table = np.full((len(comes), width), nowhere, dtype=np.intp)
    for row, c in enumerate(comes):
        table[row, : len(c)] = sorted(c)
    return table
