"""The rota as a mixed-integer model, written anew for every level from what is held so far.

One lead or no one per slot, and weekly limits. A night's protected stretch is an at-most-one
packing: `rest <= somebody else on duty`, with at most one beginning of rest a night. For its length
alone the relaxation is as tight as listing every window, because stretches of a line form an
interval matrix; only where the time of night counts must the beginnings be whole. The load is a
ceiling over everybody, not a difference of maximum and minimum.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from kinhold.engines.care.rota_cells import NIGHT_COST, START_COST
from kinhold.optimisation.model import ModelDraft

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from kinhold.engines.care.rota_cells import Cells, Leads, Table
    from kinhold.optimisation.model import Model

    Terms: TypeAlias = list[tuple[int, float]]

Aim = Literal["table", "short", "drift", "doubt", "load", "order"]
_HALF: Final = 0.5


@dataclass(frozen=True, slots=True)
class Held:
    """What the levels so far hold.

    Attributes:
        choices: who may still lead each slot.
        tables: tables whose sum may not grow, with that sum.
        shorts: most shortfall of each night, or of all together, or None where not held yet.
        drifts: the same for the drift.
        load: the largest load, or None.
        doubt: minutes expected without anybody, with limited back-ups, or None.
    """

    choices: tuple[tuple[int | None, ...], ...]
    tables: tuple[tuple[Table, float], ...] = ()
    shorts: tuple[int, ...] | int | None = None
    drifts: tuple[int, ...] | int | None = None
    load: float | None = None
    doubt: float | None = None


@dataclass(slots=True)
class _Night:
    """One night's variables: rest, its beginnings and ends by place, shortfall and drift."""

    k: int
    rest: dict[int, int] = field(default_factory=dict)
    begins: dict[int, int] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    short: int = -1
    late: Terms = field(default_factory=list)


class RotaModel:
    """One level's model, and the way between leads and values of its variables."""

    def __init__(self, cells: Cells, held: Held, aim: Aim, table: Table | None = None) -> None:
        """Write the model down.

        Args:
            cells: the tables.
            held: what the levels before hold.
            aim: what to minimise.
            table: where the aim is one.
        """
        self.cells = cells
        self.held = held
        self._draft = ModelDraft()
        self._var: list[dict[int | None, int]] = []
        self._nights: list[_Night] = []
        self._starts: dict[tuple[int, int], int] = {}
        self._excess: dict[tuple[int, int], int] = {}
        self._load = -1
        self._calls: dict[tuple[int, int, int], int] = {}
        self._offset = 0.0
        for choices in held.choices:
            self._var.append(self._add_slot(choices))
        self._limit_weeks()
        for held_table, most in held.tables:
            terms, constant = self._sum(held_table)
            self._cap(terms, most - constant)
        if aim == "doubt" or held.doubt is not None:
            self._doubt, self._doubt_offset = self._add_calls()
            if held.doubt is not None:
                self._cap(self._doubt, held.doubt - self._doubt_offset)
        if aim in ("short", "drift") or held.shorts is not None:
            self._add_nights(aim)
        if aim == "load" or held.load is not None:
            self._add_load()
        self.objective = self._aim(aim, table)

    def model(self) -> Model:
        """Return the model."""
        return self._draft.finish(self.objective, self._offset)

    def _add_slot(self, choices: Sequence[int | None]) -> dict[int | None, int]:
        if len(choices) == 1:
            return {}
        var = {c: self._draft.choice() for c in choices}
        self._draft.require([(i, 1.0) for i in var.values()], lower=1, upper=1)
        return var

    def _cap(self, terms: Terms, most: float) -> None:
        # A little room for the solver's arithmetic; the leads are weighed again afterwards.
        if terms:
            self._draft.require(terms, upper=most + 1e-6)

    def _on(self, t: int, n: int | None) -> tuple[Terms, float]:
        """Whether somebody leads a slot, as terms and a constant."""
        if not self._var[t]:
            return [], float(self.held.choices[t][0] == n)
        index = self._var[t].get(n)
        return ([], 0.0) if index is None else ([(index, 1.0)], 0.0)

    def _sum(self, table: Table) -> tuple[Terms, float]:
        terms: Terms = []
        constant = 0.0
        for t, row in enumerate(table):
            if not self._var[t]:
                constant += row[self.held.choices[t][0]]
                continue
            least = min(row[c] for c in self._var[t])
            constant += least
            terms += [(i, row[c] - least) for c, i in self._var[t].items() if row[c] > least]
        return terms, constant

    def _limit_weeks(self) -> None:
        slots = self.cells.slots
        for who, most in self.cells.most.items():
            for week in sorted({s.week for s in slots}):
                terms, taken = self._hours(who, week)
                if sum(c for _, c in terms) > most - taken:
                    self._draft.require(terms, upper=max(0.0, most - taken))

    # -- nights ------------------------------------------------------------------------------------

    def _add_nights(self, aim: Aim) -> None:
        whole = aim == "drift" or self.held.drifts is not None
        for k in range(len(self.cells.nights)):
            if not self._settled(k):
                self._nights.append(self._add_night(k, whole=whole))
        settled = len(self.cells.nights) - len(self._nights)
        if isinstance(self.held.shorts, int):
            self._cap([(n.short, 1.0) for n in self._nights], self.held.shorts)
        if isinstance(self.held.drifts, int):
            self._cap([term for n in self._nights for term in n.late], self.held.drifts)
        if settled and aim == "short":
            raise ValueError("nights cannot be settled before their level")

    def _settled(self, k: int) -> bool:
        """Whether the choices left already give a night all that is held of it."""
        shorts, drifts = self.held.shorts, self.held.drifts
        if not isinstance(shorts, tuple):
            return False
        if shorts[k] >= self.cells.target:
            return True
        return isinstance(drifts, tuple) and (shorts[k], drifts[k]) == (0, 0)

    def _add_night(self, k: int, *, whole: bool) -> _Night:
        draft, cells, night = self._draft, self.cells, _Night(k)
        here = cells.nights[k]
        for place, t in enumerate(here.slots):
            self._add_rest(night, place, t)
        self._add_edges(night, whole=whole)
        if night.begins:
            draft.require([(i, 1.0) for i in night.begins.values()], upper=1)
        most = self.held.shorts[k] if isinstance(self.held.shorts, tuple) else cells.target
        night.short = draft.number(cells.night_bounds[k][0], most)
        minutes = [(i, float(here.ends[p] - here.starts[p])) for p, i in night.rest.items()]
        draft.require([(night.short, 1.0), *minutes], lower=cells.target)
        if isinstance(self.held.drifts, tuple):
            self._cap(night.late, self.held.drifts[k])
        return night

    def _add_edges(self, night: _Night, *, whole: bool) -> None:
        """Beginnings and, where the time of night counts, ends: rest flows from one to the other."""
        draft, here = self._draft, self.cells.nights[night.k]
        for place in night.rest:
            night.begins[place] = draft.number(0, 1, integer=whole)
            if whole:
                night.ends[place] = draft.number(0, 1)
        for place, rest in night.rest.items():
            before = place - 1 in night.rest
            terms = [(rest, 1.0), (night.begins[place], -1.0)]
            terms += [(night.rest[place - 1], -1.0)] if before else []
            if not whole:
                draft.require(terms, upper=0)
                continue
            terms += [(night.ends[place - 1], 1.0)] if before else []
            draft.require(terms, lower=0, upper=0)
            if place + 1 not in night.rest:
                draft.require([(rest, 1.0), (night.ends[place], -1.0)], lower=0, upper=0)
            night.late.append(
                (night.begins[place], float(max(0, here.starts[place] - here.window[0])))
            )
            night.late.append((night.ends[place], float(max(0, here.window[1] - here.ends[place]))))

    def _add_rest(self, night: _Night, place: int, t: int) -> None:
        resting = [c for c in self.held.choices[t] if self.cells.rests(t, c)]
        if not resting:
            return
        night.rest[place] = self._draft.number(0, 1)
        if len(resting) < len(self.held.choices[t]):
            others = [(self._var[t][c], -1.0) for c in resting]
            self._draft.require([(night.rest[place], 1.0), *others], upper=0)

    # -- back-ups with a weekly limit -------------------------------------------------------------

    def _add_calls(self) -> tuple[Terms, float]:
        """Add how much of a slot somebody would stand in, and return the third level."""
        cells = self.cells
        costs, constant = self._sum(cells.doubt_alone)
        rooms: dict[tuple[int, int, int, int], Terms] = {}
        for t, saves_by_lead in enumerate(cells.standins):
            for lead, saves in saves_by_lead.items():
                on, sure = self._on(t, lead)
                if not on and not sure:
                    continue
                calls: Terms = []
                for save, m in saves:
                    index = self._calls[t, lead, m] = self._draft.number(0, 1)
                    calls.append((index, 1.0))
                    costs.append((index, save))
                    slot = cells.slots[t]
                    rooms.setdefault((lead, slot.day, slot.week, m), []).append(
                        (index, float(slot.minutes))
                    )
                self._draft.require([*calls, *((i, -c) for i, c in on)], upper=sure)
        own = {key: self._hours(*key) for key in {(m, week) for _, _, week, m in rooms}}
        for (_, _, week, m), minutes in rooms.items():
            terms, taken = own[m, week]
            self._draft.require([*minutes, *terms], upper=cells.most[m] - taken)
        return costs, constant

    def _hours(self, who: int, week: int) -> tuple[Terms, float]:
        """Somebody's minutes in a week, as terms and a constant."""
        terms: Terms = []
        taken = 0.0
        for t, slot in enumerate(self.cells.slots):
            if slot.week == week:
                on, sure = self._on(t, who)
                terms += [(i, c * slot.minutes) for i, c in on]
                taken += sure * slot.minutes
        return terms, taken

    # -- load, aims and order ----------------------------------------------------------------------

    def _add_load(self) -> None:
        most = self.held.load if self.held.load is not None else float("inf")
        self._load = self._draft.number(0, most)
        terms: dict[int, Terms] = {n: [] for n in self.cells.sharers}
        fixed = dict.fromkeys(self.cells.sharers, 0)
        for t, var in enumerate(self._var):
            if not var:
                for n, minutes in self.cells.weighs(t, self.held.choices[t][0]):
                    if n in fixed:
                        fixed[n] += minutes
            for choice, index in var.items():
                for n, minutes in self.cells.weighs(t, choice):
                    if n in terms:
                        terms[n].append((index, float(minutes)))
        for n in sorted(terms):
            self._draft.require([*terms[n], (self._load, -1.0)], upper=-fixed[n])

    def _aim(self, aim: Aim, table: Table | None) -> Terms:
        if aim == "table" and table is not None:
            terms, self._offset = self._sum(table)
            return terms
        if aim == "doubt":
            self._offset = self._doubt_offset
            return self._doubt
        if aim == "short":
            return [(n.short, 1.0) for n in self._nights]
        if aim == "drift":
            return [term for n in self._nights for term in n.late]
        if aim == "load":
            return [(self._load, 1.0)]
        terms, self._offset = self._sum(self.cells.order)
        return [*terms, *self._add_starts(), *self._add_sharing()]

    def _add_starts(self) -> Terms:
        costs: Terms = []
        for t, choices in enumerate(self.held.choices):
            for n in choices:
                if n is None:
                    continue
                now, before = self._on(t, n), self._on(t - 1, n) if t else ([], 0.0)
                if not (now[0] or before[0]) or before == ([], 1.0):
                    continue
                start = self._starts[t, n] = self._draft.number(0, 1)
                less = [(i, -c) for i, c in before[0]]
                self._draft.require([*now[0], *less, (start, -1.0)], upper=before[1] - now[1])
                costs.append((start, START_COST))
        return costs

    def _add_sharing(self) -> Terms:
        """Another adult who lives in should have time off in the night too."""
        costs: Terms = []
        for k, night in enumerate(self.cells.nights):
            length = self.cells.length(k)
            for n in self.cells.housemates:
                on: Terms = []
                sure = 0.0
                for t in night.slots:
                    terms, constant = self._on(t, n)
                    on += [(i, c * self.cells.slots[t].minutes) for i, c in terms]
                    sure += constant * self.cells.slots[t].minutes
                if on:
                    excess = self._excess[k, n] = self._draft.number(0, length)
                    most = max(0, length - self.cells.target) - sure
                    self._draft.require([*on, (excess, -1.0)], upper=most)
                    costs.append((excess, NIGHT_COST))
        return costs

    # -- between leads and values ------------------------------------------------------------------

    def leads(self, values: Sequence[float]) -> Leads:
        """Return who leads each slot in a solution; None for no one."""
        return tuple(
            max(var, key=lambda c, var=var: values[var[c]]) if var else choices[0]  # type: ignore[misc]
            for var, choices in zip(self._var, self.held.choices, strict=True)
        )

    def values(self, leads: Leads) -> list[float]:
        """Return a value for every variable, for leads within the choices left."""
        values = [0.0] * len(self._draft)
        for t, var in enumerate(self._var):
            if var:
                values[var[leads[t]]] = 1.0
        self._fill_nights(leads, values)
        for (t, n), start in self._starts.items():
            values[start] = float(leads[t] == n and (t == 0 or leads[t - 1] != n))
        for (k, n), excess in self._excess.items():
            values[excess] = float(self.cells.excess(k, n, leads))
        if self._calls:
            self._fill_calls(leads, values)
        if self._load >= 0:
            values[self._load] = float(max(self.cells.loads(leads).values(), default=0))
        return values

    def _fill_nights(self, leads: Leads, values: list[float]) -> None:
        for night in self._nights:
            short, _, (first, last) = self.cells.stretch(night.k, leads)
            values[night.short] = float(short)
            for place in range(first, last):
                values[night.rest[place]] = 1.0
            if last > first:
                values[night.begins[first]] = 1.0
                if night.ends:
                    values[night.ends[last - 1]] = 1.0

    def _fill_calls(self, leads: Leads, values: list[float]) -> None:
        for (t, m), minutes in self.cells.called(leads).items():
            lead = leads[t]
            if lead is not None:
                values[self._calls[t, lead, m]] = minutes / self.cells.slots[t].minutes
