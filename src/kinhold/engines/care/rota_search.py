"""Finds and improves rotas without a solver: a usable one at once, a good start for every level.

A move gives a stretch to somebody. It is made only where the rota's score gets better, levels in
their order, and no weekly limit breaks. Moves are tried in a fixed order, so the same rota always
becomes the same rota.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.engines.care.rota_cells import NIGHT_COST, START_COST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinhold.engines.care.rota_cells import Cells, Leads

_PASSES: Final = 12
_LESS: Final = 1e-6
_DOUBT: Final = 3
"""Place of the third level in a score: cover, shortfall and drift come before it."""
_EDGES: Final = (1, 2, 4)


def by_hand(cells: Cells) -> Leads:
    """Return leads chosen slot by slot, within the limits.

    The one who leaves least open leads; among equals whoever led before, then the main carer.
    """
    left = {(n, s.week): m for n, m in cells.most.items() for s in cells.slots}
    for slot in cells.slots:
        if slot.kept is not None and slot.kept in cells.most:
            left[slot.kept, slot.week] -= slot.minutes
    leads: list[int | None] = []
    for slot, choices, row in zip(cells.slots, cells.choices, cells.uncovered, strict=True):
        before = leads[-1] if leads else None
        able = [
            n
            for n in choices
            if n is not None
            and (slot.kept == n or left.get((n, slot.week), slot.minutes) >= slot.minutes)
        ]
        order = sorted((row[n], n != before, n) for n in able)
        chosen = order[0][2] if order else None
        if chosen is not None and chosen in cells.most and slot.kept is None:
            left[chosen, slot.week] -= slot.minutes
        leads.append(chosen)
    return tuple(leads)


def improve(
    cells: Cells, leads: Leads, choices: Sequence[tuple[int | None, ...]] | None = None
) -> Leads:
    """Return leads whose score is no worse than that of those given.

    Args:
        cells: the tables.
        leads: a rota within its weekly limits.
        choices: who may lead each slot; everybody able where None.
    """
    state = _State(cells, list(leads), choices or cells.choices)
    for _ in range(_PASSES):
        made = state.nights_once()
        if not state.turns_once() and not made:
            break
    return tuple(state.leads)


class _State:
    """Leads under change, with the running totals a move is judged by."""

    def __init__(
        self, cells: Cells, leads: list[int | None], choices: Sequence[tuple[int | None, ...]]
    ) -> None:
        self.cells = cells
        self.leads = leads
        self.choices = [frozenset(c) for c in choices]
        self.used: dict[tuple[int, int], int] = {}
        for slot, lead in zip(cells.slots, leads, strict=True):
            if lead is not None:
                self.used[lead, slot.week] = self.used.get((lead, slot.week), 0) + slot.minutes
        self.load = cells.loads(leads)
        self.doubt: float | None = None
        self.night_of = {t: k for k, n in enumerate(cells.nights) for t in n.slots}
        self.tables = (cells.uncovered, cells.doubt, cells.cost, cells.changes, cells.order)

    def nights_once(self) -> bool:
        """Try to give every night its stretch, from each of its half hours on."""
        made = False
        for k, night in enumerate(self.cells.nights):
            for place in self._places(k):
                if self.cells.night(k, self.leads) == self.cells.night_bounds[k]:
                    break
                stop = place
                while stop < len(night.slots) and (
                    night.ends[stop] - night.starts[place] <= self.cells.target
                ):
                    stop += 1
                if stop > place:
                    made |= self._improve(night.slots[place], night.slots[stop - 1] + 1)
        return made

    def _places(self, k: int) -> list[int]:
        night = self.cells.nights[k]
        order = sorted((abs(s - night.window[0]), p) for p, s in enumerate(night.starts))
        return [p for _, p in order]

    def turns_once(self) -> bool:
        """Try every turn and its edges once; return whether any move was made."""
        made = False
        t = 0
        while t < len(self.leads):
            end = self._end(t)
            for start, stop in self._segments(t, end):
                if self._improve(start, stop):
                    made = True
                    break
            t = max(t + 1, self._end(t))
        return made

    def _end(self, t: int) -> int:
        end = t + 1
        while end < len(self.leads) and self.leads[end] == self.leads[t]:
            end += 1
        return end

    def _segments(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        yield start, end
        for length in _EDGES:
            if end - start > length:
                yield start, start + length
                yield end - length, end

    def _improve(self, start: int, stop: int) -> bool:
        able = self.choices[start]
        for t in range(start + 1, stop):
            able &= self.choices[t]
            if not able:
                return False
        now = set(self.leads[start:stop])
        for n in sorted(n for n in able if n is not None):
            if now != {n} and self._fits(start, stop, n) and self._better(start, stop, n):
                self._move(start, stop, n)
                return True
        return False

    def _fits(self, start: int, stop: int, n: int) -> bool:
        most = self.cells.most.get(n)
        if most is None:
            return True
        more: dict[int, int] = {}
        for t in range(start, stop):
            if self.leads[t] != n:
                slot = self.cells.slots[t]
                more[slot.week] = more.get(slot.week, 0) + slot.minutes
        return all(self.used.get((n, week), 0) + m <= most for week, m in more.items())

    def _better(self, start: int, stop: int, n: int) -> bool:
        sums = [0.0] * 5
        for t in range(start, stop):
            old = self.leads[t]
            for place, table in enumerate(self.tables):
                sums[place] += table[t][n] - table[t][old]
        if sums[0] > _LESS:
            return False
        nights = sorted({self.night_of[t] for t in range(start, stop) if t in self.night_of})
        before = [self.cells.night(k, self.leads) for k in nights]
        order = self._order(start, stop, nights)
        kept = self.leads[start:stop]
        self.leads[start:stop] = [n] * (stop - start)
        after = [self.cells.night(k, self.leads) for k in nights]
        sums[4] += self._order(start, stop, nights) - order
        self.leads[start:stop] = kept
        changed = (
            sums[0],
            sum(a[0] for a in after) - sum(b[0] for b in before),
            sum(a[1] for a in after) - sum(b[1] for b in before),
            sums[1],
            sums[2],
            self._load_after(start, stop, n),
            sums[3],
            sums[4],
        )
        first = next((place for place, delta in enumerate(changed) if abs(delta) > _LESS), None)
        if first is None or changed[first] > 0:
            return False
        return first < _DOUBT or not self.cells.limited or self._no_more_doubt(start, stop, n)

    def _no_more_doubt(self, start: int, stop: int, n: int) -> bool:
        """Whether weekly limits leave as many to step in as before; only asked of good moves."""
        if self.doubt is None:
            self.doubt = self.cells.doubted(self.leads)
        kept = self.leads[start:stop]
        self.leads[start:stop] = [n] * (stop - start)
        after = self.cells.doubted(self.leads)
        self.leads[start:stop] = kept
        return after <= self.doubt + _LESS

    def _load_after(self, start: int, stop: int, n: int) -> int:
        """How much the largest load grows."""
        load = dict(self.load)
        for t in range(start, stop):
            for sign, lead in ((-1, self.leads[t]), (1, n)):
                for who, minutes in self.cells.weighs(t, lead):
                    if who in load:
                        load[who] += sign * minutes
        return max(load.values(), default=0) - max(self.load.values(), default=0)

    def _order(self, start: int, stop: int, nights: list[int]) -> float:
        edges = range(start, min(stop + 1, len(self.leads)))
        starts = sum(
            1
            for t in edges
            if self.leads[t] is not None and (t == 0 or self.leads[t - 1] != self.leads[t])
        )
        excess = sum(
            self.cells.excess(k, n, self.leads) for k in nights for n in self.cells.housemates
        )
        return START_COST * starts + NIGHT_COST * excess

    def _move(self, start: int, stop: int, n: int) -> None:
        self.doubt = None
        for t in range(start, stop):
            slot, old = self.cells.slots[t], self.leads[t]
            if old is not None:
                self.used[old, slot.week] -= slot.minutes
            self.used[n, slot.week] = self.used.get((n, slot.week), 0) + slot.minutes
            for sign, lead in ((-1, old), (1, n)):
                for who, minutes in self.cells.weighs(t, lead):
                    if who in self.load:
                        self.load[who] += sign * minutes
            self.leads[t] = n
