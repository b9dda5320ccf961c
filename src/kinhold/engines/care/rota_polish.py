"""Improves a rota turn by turn, without a solver: a good start for it, and a last tidying after it.

A move gives a turn, or half an hour at its edge, to somebody else. It is made only if no weekly
limit breaks, no more is left open, no night gets shorter of rest, and the order costs less. Moves
are tried in a fixed order, so the same rota always becomes the same rota.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.engines.care.rota_model import NIGHT_COST, START_COST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.engines.care.rota_model import Leads, RotaModel

_PASSES: Final = 40
_LESS: Final = 1e-6


def polish(model: RotaModel, leads: Leads) -> Leads:
    """Return leads whose order costs no more than those given, no worse in the levels above.

    Args:
        model: with all stages built.
        leads: a rota within its weekly limits.
    """
    state = _State(model, list(leads))
    for _ in range(_PASSES):
        if not state.one_pass():
            break
    return tuple(state.leads)


class _State:
    """Leads under change, with the running totals a move is judged by."""

    def __init__(self, model: RotaModel, leads: list[int | None]) -> None:
        self.model = model
        self.leads = leads
        self.costs = model.minute_costs()
        self.used: dict[tuple[int, int], int] = {}
        for slot, lead in zip(model.slots, leads, strict=True):
            if lead is not None:
                key = (lead, slot.week)
                self.used[key] = self.used.get(key, 0) + slot.minutes
        self.night_of = {t: k for k in range(model.night_count) for t in model.night_slots(k)}

    def one_pass(self) -> bool:
        """Try every move once; return whether any was made."""
        made = False
        t = 0
        while t < len(self.leads):
            end = self._end(t)
            if self.leads[t] is not None:
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
        for length in (1, 2, 4):
            if end - start > length:
                yield start, start + length
                yield end - length, end

    def _improve(self, start: int, stop: int) -> bool:
        able = set(self.costs[start])
        for t in range(start + 1, stop):
            able &= set(self.costs[t])
            if not able:
                return False
        for n in sorted(able - {self.leads[start]}):
            if self._fits(start, stop, n) and self._gain(start, stop, n) > _LESS:
                self._move(start, stop, n)
                return True
        return False

    def _fits(self, start: int, stop: int, n: int) -> bool:
        most = self.model.week_minutes.get(n)
        if most is None:
            return True
        more: dict[int, int] = {}
        for slot in self.model.slots[start:stop]:
            more[slot.week] = more.get(slot.week, 0) + slot.minutes
        return all(self.used.get((n, week), 0) + m <= most for week, m in more.items())

    def _gain(self, start: int, stop: int, n: int) -> float:
        """What the move saves, or a loss where it would leave more open or shorten a night."""
        nights = sorted({self.night_of[t] for t in range(start, stop) if t in self.night_of})
        before = self._cost(start, stop, nights)
        opened = self._open(start, stop)
        short = [self.model.night_short(k, self.leads) for k in nights]
        kept = self.leads[start:stop]
        self.leads[start:stop] = [n] * (stop - start)
        worse = self._open(start, stop) > opened or any(
            self.model.night_short(k, self.leads) > s for k, s in zip(nights, short, strict=True)
        )
        after = self._cost(start, stop, nights)
        self.leads[start:stop] = kept
        return -1.0 if worse else before - after

    def _cost(self, start: int, stop: int, nights: list[int]) -> float:
        edges = (start, *([stop] if stop < len(self.leads) else []))
        starts = sum(
            START_COST
            for t in {*edges, *range(start, stop)}
            if self.leads[t] is not None and (t == 0 or self.leads[t - 1] != self.leads[t])
        )
        on = sum(self.costs[t].get(self.leads[t] or 0, 0.0) for t in range(start, stop))
        excess = sum(self.model.night_excess(k, self.leads) for k in nights)
        return starts + on + NIGHT_COST * excess

    def _open(self, start: int, stop: int) -> int:
        total = 0
        for t in range(start, stop):
            slot, lead = self.model.slots[t], self.leads[t]
            costs = dict(zip(slot.able, slot.costs, strict=True))
            total += slot.open_cost if lead is None else costs[lead]
        return total

    def _move(self, start: int, stop: int, n: int) -> None:
        for t in range(start, stop):
            slot, old = self.model.slots[t], self.leads[t]
            if old is not None:
                self.used[old, slot.week] -= slot.minutes
            self.used[n, slot.week] = self.used.get((n, slot.week), 0) + slot.minutes
            self.leads[t] = n
