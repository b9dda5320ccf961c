"""The rota as a mixed-integer model, in three stages that share their variables.

Stage 1 has one lead or no one per slot, and weekly limits. Stage 2 adds, per night, one protected
stretch of the main carer as an at-most-one packing: `rest + main on duty + no one <= 1`, with at
most one beginning of rest a night. Its relaxation is as tight as listing every window, because
stretches of a line form an interval matrix; so the rest variables need not be whole. Stage 3 adds
the beginnings of turns, so that a sensible rota is chosen among the equally good.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd
from typing import TYPE_CHECKING, Final

from kinhold.optimisation.model import ModelDraft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from kinhold.engines.care.sleep import Night
    from kinhold.engines.care.slots import Slot
    from kinhold.engines.care.supply import Supply
    from kinhold.optimisation.model import Model

    Leads: TypeAlias = tuple[int | None, ...]
    Terms: TypeAlias = list[tuple[int, float]]

START_COST: Final = 30.0
"""What a turn costs by beginning; with the saving below, a helper's turn pays from two hours on."""
MAIN_COST: Final = 1.0
HOME_COST: Final = 0.8
UNPAID_COST: Final = 0.5
PAID_COST: Final = 1.0
DEAREST_COST: Final = 2.0
DOUBT_COST: Final = 0.8
NIGHT_COST: Final = 2.0
"""Costs per minute on duty, in minutes of the main carer's time."""


@dataclass(slots=True)
class _Night:
    """One night's variables: rest and its beginnings by slot, and the shortfall."""

    slots: list[int]
    rest: dict[int, int] = field(default_factory=dict)
    begins: dict[int, int] = field(default_factory=dict)
    short: int = -1


class RotaModel:
    """Builds the stages and translates between leads per slot and values of the variables."""

    def __init__(
        self,
        *,
        slots: Sequence[Slot],
        found: Sequence[Supply],
        nights: Sequence[Night],
        target: int,
        week_minutes: Mapping[int, int],
    ) -> None:
        """Lay out stage 1.

        Args:
            slots: joined slots of the horizon, without holes.
            found: supplies; the main carer is the first, if there is one.
            nights: the counted nights.
            target: protected sleep in minutes.
            week_minutes: most minutes in a week by index of supply; absent where unlimited.
        """
        self.slots = tuple(slots)
        self.found = tuple(found)
        self.target = target
        self.main = next((n for n, s in enumerate(found) if s.carer.main), None)
        self.week_minutes = week_minutes
        self._draft = ModelDraft()
        self._lead: list[dict[int, int]] = []
        self._open: dict[int, int] = {}
        self._fixed: dict[int, int] = {}
        self._nights = [
            _Night([t for t, s in enumerate(slots) if s.night == k])
            for k, n in enumerate(nights)
            if not n.at_work
        ]
        self._starts: dict[tuple[int, int], int] = {}
        self._excess: dict[tuple[int, int], int] = {}
        for index, slot in enumerate(self.slots):
            self._lead.append(self._add_slot(index, slot))
        self._limit_weeks()

    def _add_slot(self, index: int, slot: Slot) -> dict[int, int]:
        if not slot.able:
            return {}
        if slot.kept is not None:
            self._fixed[index] = slot.kept
            return {}
        if len(slot.able) == 1 and slot.able[0] not in self.week_minutes:
            self._fixed[index] = slot.able[0]
            return {}
        lead = {n: self._draft.choice() for n in slot.able}
        self._open[index] = self._draft.choice()
        terms = [(i, 1.0) for i in lead.values()]
        self._draft.require([*terms, (self._open[index], 1.0)], lower=1, upper=1)
        return lead

    def _limit_weeks(self) -> None:
        weeks = {s.week for s in self.slots}
        for who, most in self.week_minutes.items():
            for week in weeks:
                inside = [t for t, s in enumerate(self.slots) if s.week == week]
                taken = sum(self.slots[t].minutes for t in inside if self._fixed.get(t) == who)
                terms = [
                    (self._lead[t][who], float(self.slots[t].minutes))
                    for t in inside
                    if who in self._lead[t]
                ]
                if terms:
                    self._draft.require(terms, upper=max(0, most - taken))

    # -- stage 1 -----------------------------------------------------------------------------------

    def uncovered(self) -> tuple[Terms, float]:
        """Return the weighted minutes left open, as terms and a constant."""
        terms: Terms = []
        fixed = 0.0
        for t, slot in enumerate(self.slots):
            cost = dict(zip(slot.able, slot.costs, strict=True))
            if t in self._fixed:
                fixed += cost[self._fixed[t]]
            elif not slot.able:
                fixed += slot.open_cost
            else:
                terms += [(i, float(cost[n])) for n, i in self._lead[t].items()]
                terms.append((self._open[t], float(slot.open_cost)))
        return [term for term in terms if term[1]], fixed

    def uncovered_by(self, leads: Sequence[int | None]) -> int:
        """Return the weighted minutes that given leads leave open."""
        return sum(
            slot.open_cost if lead is None else slot.costs[slot.able.index(lead)]
            for slot, lead in zip(self.slots, leads, strict=True)
        )

    def uncovered_bound(self) -> float:
        """Return what stays open even without weekly limits."""
        return sum(min(s.costs, default=s.open_cost) for s in self.slots if s.needed)

    def grain(self, terms: Terms) -> float:
        """Return the greatest step of which every coefficient is a multiple."""
        step = 0
        for _, cost in terms:
            step = gcd(step, round(abs(cost)))
        return float(step or 1)

    # -- stage 2 -----------------------------------------------------------------------------------

    def add_nights(self) -> None:
        """Add each night's protected stretch."""
        for night in self._nights:
            self._add_night(night)

    def _add_night(self, night: _Night) -> None:
        draft = self._draft
        for t in night.slots:
            if self._may_rest(t):
                night.rest[t] = draft.number(0, 1)
                others = [(i, -1.0) for n, i in self._lead[t].items() if n != self.main]
                if others and self.slots[t].needed:
                    draft.require([(night.rest[t], 1.0), *others], upper=0)
        for t, rest in night.rest.items():
            night.begins[t] = draft.number(0, 1)
            before = [(night.rest[t - 1], -1.0)] if t - 1 in night.rest else []
            draft.require([(rest, 1.0), *before, (night.begins[t], -1.0)], upper=0)
        if night.begins:
            draft.require([(i, 1.0) for i in night.begins.values()], upper=1)
        least = max(0, self.target - self._most_rest(night))
        night.short = draft.number(least, self.target)
        minutes = [(i, float(self.slots[t].minutes)) for t, i in night.rest.items()]
        draft.require([(night.short, 1.0), *minutes], lower=self.target)

    def _may_rest(self, t: int) -> bool:
        slot = self.slots[t]
        if not slot.rest:
            return False
        if not slot.needed:
            return True
        if t in self._fixed:
            return self._fixed[t] != self.main
        return any(n != self.main for n in slot.able)

    def _most_rest(self, night: _Night) -> int:
        best = run = 0
        for t in night.slots:
            run = run + self.slots[t].minutes if t in night.rest else 0
            best = max(best, run)
        return best

    def shortfall(self) -> Terms:
        """Return the minutes by which the nights fall short of the target, added up."""
        return [(night.short, 1.0) for night in self._nights]

    def shortfall_bound(self) -> int:
        """Return the shortfall that no rota can go below, from availability alone."""
        return sum(max(0, self.target - self._most_rest(night)) for night in self._nights)

    # -- stage 3 -----------------------------------------------------------------------------------

    def add_order(self) -> Terms:
        """Add the beginnings of turns and return what a sensible rota costs."""
        costs: Terms = [
            (self._lead[t][n], cost)
            for t, by_lead in enumerate(self.minute_costs())
            for n, cost in by_lead.items()
        ]
        costs += self._add_starts()
        costs += self._add_sharing()
        return costs

    def minute_costs(self) -> list[dict[int, float]]:
        """Return, per slot that is still open to choice, what each able person costs in it."""
        return [
            {n: self._minute_cost(slot, n) * slot.minutes for n in self._lead[t]}
            for t, slot in enumerate(self.slots)
        ]

    def _add_starts(self) -> Terms:
        costs: Terms = []
        for t in range(len(self.slots)):
            for n in sorted({*self._lead[t], *([self._fixed[t]] if t in self._fixed else [])}):
                before = self._on(t - 1, n) if t else ([], 0.0)
                now = self._on(t, n)
                if not (now[0] or before[0]) or before == ([], 1.0):
                    continue
                start = self._draft.number(0, 1)
                self._starts[t, n] = start
                less = [(i, -c) for i, c in before[0]]
                terms = [*now[0], *less, (start, -1.0)]
                self._draft.require(terms, upper=before[1] - now[1])
                costs.append((start, START_COST))
        return costs

    def _add_sharing(self) -> Terms:
        """Another adult who lives in should have time off in the night too."""
        costs: Terms = []
        for k, night in enumerate(self._nights):
            length = sum(self.slots[t].minutes for t in night.slots)
            for n, supply in enumerate(self.found):
                if supply.carer.main or not supply.carer.lives_in:
                    continue
                on = [(self._lead[t][n], float(self.slots[t].minutes))
                      for t in night.slots if n in self._lead[t]]  # fmt: skip
                if on:
                    excess = self._draft.number(0, length)
                    self._excess[k, n] = excess
                    most = max(0, length - self.target)
                    self._draft.require([*on, (excess, -1.0)], upper=most)
                    costs.append((excess, NIGHT_COST))
        return costs

    def _minute_cost(self, slot: Slot, n: int) -> float:
        carer = self.found[n].carer
        others = [1 - self.found[m].carer.reliability for m in slot.able if m != n]
        # Half for the call to somebody else, half for nobody else being there either.
        doubt = (1 - carer.reliability) * (1 + min(others, default=1.0)) / 2
        if carer.main:
            base = MAIN_COST
        elif carer.limits and (carer.limits.paid or carer.limits.price):
            prices = [s.carer.limits.price.minor for s in self.found
                      if s.carer.limits and s.carer.limits.price]  # fmt: skip
            own = carer.limits.price.minor if carer.limits.price else max(prices, default=1)
            base = PAID_COST + DEAREST_COST * own / max(*prices, own, 1)
        else:
            base = HOME_COST if carer.lives_in else UNPAID_COST
        return base + DOUBT_COST * doubt

    def _on(self, t: int, n: int) -> tuple[Terms, float]:
        if t in self._fixed:
            return [], 1.0 if self._fixed[t] == n else 0.0
        lead = self._lead[t].get(n)
        return ([], 0.0) if lead is None else ([(lead, 1.0)], 0.0)

    # -- between leads and values ------------------------------------------------------------------

    def model(self, objective: Terms, offset: float = 0.0) -> Model:
        """Return the stage built so far with an objective to minimise."""
        return self._draft.finish(objective, offset)

    def hold(self, terms: Terms, most: float) -> None:
        """Keep an earlier level at its value from now on."""
        if terms:
            self._draft.require(terms, upper=most)

    def leads(self, values: Sequence[float]) -> Leads:
        """Return who leads each slot in a solution; None for no one."""
        return tuple(
            self._fixed.get(t, next((n for n, i in lead.items() if values[i] > 0.5), None))  # noqa: PLR2004
            for t, lead in enumerate(self._lead)
        )

    def values(self, leads: Leads) -> list[float]:
        """Return a value for every variable of the stage built so far, for given leads."""
        values = [0.0] * len(self._draft)
        for t, lead in enumerate(self._lead):
            if not lead:
                continue
            chosen = leads[t]
            values[self._open[t] if chosen is None else lead[chosen]] = 1.0
        for night in self._nights:
            if night.short >= 0:
                self._rest_values(night, leads, values)
        for (t, n), start in self._starts.items():
            begins = leads[t] == n and (t == 0 or leads[t - 1] != n)
            values[start] = 1.0 if begins else 0.0
        for (k, n), excess in self._excess.items():
            values[excess] = float(self._excess_of(k, n, leads))
        return values

    @property
    def night_count(self) -> int:
        """How many nights the model aims for."""
        return len(self._nights)

    def night_slots(self, k: int) -> list[int]:
        """Return the slots of a night."""
        return self._nights[k].slots

    def night_short(self, k: int, leads: Sequence[int | None]) -> int:
        """Return by how many minutes a night falls short of the target."""
        rest = self._best_rest(self._nights[k], leads)
        return max(0, self.target - sum(self.slots[t].minutes for t in rest))

    def night_excess(self, k: int, leads: Sequence[int | None]) -> int:
        """Return the minutes by which others who live in are on duty beyond their share of it."""
        return sum(self._excess_of(j, n, leads) for j, n in self._excess if j == k)

    def _excess_of(self, k: int, n: int, leads: Sequence[int | None]) -> int:
        inside = self._nights[k].slots
        on = sum(self.slots[t].minutes for t in inside if leads[t] == n and self._lead[t])
        length = sum(self.slots[t].minutes for t in inside)
        return max(0, on - max(0, length - self.target))

    def _rest_values(self, night: _Night, leads: Leads, values: list[float]) -> None:
        best = self._best_rest(night, leads)
        for t in best:
            values[night.rest[t]] = 1.0
        if best:
            values[night.begins[best[0]]] = 1.0
        length = sum(self.slots[t].minutes for t in best)
        values[night.short] = float(max(0, self.target - length))

    def _best_rest(self, night: _Night, leads: Sequence[int | None]) -> list[int]:
        best: list[int] = []
        run: list[int] = []
        for t in night.slots:
            free = not self.slots[t].needed or leads[t] not in (None, self.main)
            run = [*run, t] if t in night.rest and free else []
            if sum(self.slots[s].minutes for s in run) > sum(self.slots[s].minutes for s in best):
                best = run
        return best

    def by_hand(self) -> Leads:
        """Return leads chosen slot by slot, within the limits, without a solver.

        The one who leaves least open leads; among equals whoever led before, then the main carer.
        """
        left = {(n, s.week): m for n, m in self.week_minutes.items() for s in self.slots}
        for t, n in self._fixed.items():
            if n in self.week_minutes:
                left[n, self.slots[t].week] -= self.slots[t].minutes
        leads: list[int | None] = []
        for t, slot in enumerate(self.slots):
            if t in self._fixed or not self._lead[t]:
                leads.append(self._fixed.get(t))
                continue
            cost = dict(zip(slot.able, slot.costs, strict=True))
            able = [n for n in slot.able if left.get((n, slot.week), slot.minutes) >= slot.minutes]
            before = leads[-1] if leads else None
            order = sorted((cost[n], n != before, n) for n in able)
            chosen = order[0][2] if order else None
            if chosen is not None and chosen in self.week_minutes:
                left[chosen, slot.week] -= slot.minutes
            leads.append(chosen)
        return tuple(leads)
