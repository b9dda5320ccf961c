"""What every choice of a rota costs in each level, as plain tables; and what given leads add up to.

A *choice* of a slot is the index of who leads it, or None for no one. Five levels are sums over the
slots; the main carer's sleep is worked out night by night, and the load person by person.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from kinhold.engines.care.allocation import allocate
from kinhold.engines.care.load import shares_load, thinkers
from kinhold.engines.care.price import hourly
from kinhold.engines.care.reliance import chance_of_no_one

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    from kinhold.engines.care.bedtime import Bedtime
    from kinhold.engines.care.sleep import Night
    from kinhold.engines.care.slots import Slot
    from kinhold.engines.care.supply import Supply

    Leads: TypeAlias = tuple[int | None, ...]
    Standins: TypeAlias = tuple[tuple[float, int], ...]
    Table: TypeAlias = tuple[Mapping[int | None, float], ...]

START_COST: Final = 30.0
"""What a turn costs by beginning; with the saving below, a helper's turn pays from two hours on."""
MAIN_COST: Final = 1.0
HOME_COST: Final = 0.8
UNPAID_COST: Final = 0.5
PAID_COST: Final = 1.5
DOUBT_COST: Final = 0.8
NIGHT_COST: Final = 2.0
"""Costs per minute on duty, in minutes of the main carer's time."""


@dataclass(frozen=True, slots=True)
class NightCells:
    """A night that the rota aims for.

    Attributes:
        slots: its slots, in order.
        starts, ends: of each slot, in minutes from the start of the horizon.
        window: the stretch from the usual bedtime on, in the same minutes.
    """

    slots: tuple[int, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    window: tuple[int, int]


@dataclass(frozen=True)
class Cells:
    """The tables of a rota.

    Attributes:
        slots: of the horizon, joined, without holes.
        found: everybody's time.
        target: protected sleep in minutes.
        bedtime: the usual time of it.
        counted: the counted nights, those at work as well.
    """

    slots: tuple[Slot, ...]
    found: tuple[Supply, ...]
    target: int
    bedtime: Bedtime
    counted: tuple[Night, ...]

    @cached_property
    def main(self) -> int | None:
        """Index of the main carer."""
        return next((n for n, s in enumerate(self.found) if s.carer.main), None)

    @cached_property
    def most(self) -> dict[int, int]:
        """Most minutes in a week by index; absent where unlimited."""
        return {n: s.most for n, s in enumerate(self.found) if s.most is not None}

    @cached_property
    def choices(self) -> tuple[tuple[int | None, ...], ...]:
        """Return who could lead each slot; None first where no one may be there."""
        found: list[tuple[int | None, ...]] = []
        for slot in self.slots:
            if slot.kept is not None:
                found.append((slot.kept,))
            elif any(n not in self.most for n in slot.able):
                # Somebody without a weekly limit can always do better than no one.
                found.append(slot.able)
            else:
                found.append((None, *slot.able))
        return tuple(found)

    # -- levels that are sums over the slots -------------------------------------------------------

    @cached_property
    def uncovered(self) -> Table:
        """Level 1: weighted minutes of needs left open."""
        return tuple(
            {
                None: float(s.open_cost),
                **{n: float(c) for n, c in zip(s.able, s.costs, strict=True)},
            }
            for s in self.slots
        )

    @cached_property
    def doubt(self) -> Table:
        """Level 3: minutes times the chance of no one, with the best back-up there could be."""
        return tuple(
            {None: 0.0, **{n: s.minutes * self._chance(s, n) for n in s.able}} for s in self.slots
        )

    def _chance(self, slot: Slot, n: int) -> float:
        return min(self._chance_with(slot, n, m) for m in (None, *slot.standing) if m != n)

    def _chance_with(self, slot: Slot, n: int, m: int | None) -> float:
        at_hand = self.found[self.main] if slot.attended and self.main is not None else None
        other = None if m is None else self.found[m]
        return chance_of_no_one(self.found[n], (at_hand, other), dark=slot.dark)

    @cached_property
    def standins(self) -> tuple[dict[int, Standins], ...]:
        """Return, per slot and lead, what back-ups with a weekly limit would save; often nothing."""
        return tuple(
            {n: s for n in slot.able if (s := self._standins(slot, n))} for slot in self.slots
        )

    def _standins(self, slot: Slot, n: int) -> Standins:
        if slot.attended:
            return ()
        sure = [m for m in slot.standing if m != n and m not in self.most]
        base = min(self._chance_with(slot, n, m) for m in (None, *sure))
        saves = ((base - self._chance_with(slot, n, m), m) for m in slot.standing
                 if m != n and m in self.most)  # fmt: skip
        return tuple(sorted((-s * slot.minutes, m) for s, m in saves if s > 0))

    @cached_property
    def limited(self) -> bool:
        """Whether a weekly limit can keep somebody from standing in where it matters."""
        return any(self.standins)

    @cached_property
    def doubt_alone(self) -> Table:
        """Level 3 with those back-ups only who have no weekly limit."""
        return tuple(
            {c: v - min((s for s, _ in saves.get(c, ())), default=0.0) if c is not None else v
             for c, v in row.items()}
            for row, saves in zip(self.doubt, self.standins, strict=True)
        )  # fmt: skip

    def called(self, leads: Sequence[int | None]) -> dict[tuple[int, int], int]:
        """Return who stands in for how many minutes of a slot: {(slot, index): minutes}.

        Only where it matters and they have a weekly limit. Whoever does not come misses all their
        turns of a care day: called for all of these, nobody may get above their limit.
        """
        groups: dict[tuple[int, int, int], list[int]] = {}
        used: dict[tuple[int, int], int] = {}
        for t, lead in enumerate(leads):
            if lead is None:
                continue
            slot = self.slots[t]
            if lead in self.most:
                used[lead, slot.week] = used.get((lead, slot.week), 0) + slot.minutes
            if lead in self.standins[t]:
                groups.setdefault((lead, slot.day, slot.week), []).append(t)
        found: dict[tuple[int, int], int] = {}
        for (lead, _, week), slots in groups.items():
            wanted = [self.slots[t].minutes for t in slots]
            gains = [
                {m: -saved / self.slots[t].minutes for saved, m in self.standins[t][lead]}
                for t in slots
            ]
            people = {m for gain in gains for m in gain}
            rooms = {m: self.most[m] - used.get((m, week), 0) for m in people}
            shared_out = allocate(wanted, rooms, gains)
            found |= {(slots[piece], m): minutes for (piece, m), minutes in shared_out.items()}
        return found

    def doubted(self, leads: Sequence[int | None]) -> float:
        """Return level 3 for given leads, with back-ups within their weekly limits."""
        total = self.total(self.doubt_alone, leads)
        for (t, m), minutes in self.called(leads).items():
            lead = leads[t]
            if lead is not None:
                saves = next(s for s, o in self.standins[t][lead] if o == m)
                total += saves * minutes / self.slots[t].minutes
        return total

    @cached_property
    def cost(self) -> Table:
        """Level 4: sixtieths of a minor unit for paid minutes."""
        price = hourly(self.found)
        return tuple(
            {None: 0.0, **{n: float(price[n] * s.minutes) for n in s.able}} for s in self.slots
        )

    @cached_property
    def changes(self) -> Table:
        """Level 6: minutes led by somebody else than in the rota already shared."""
        return tuple(
            {
                n: float(s.minutes * (s.shared is not None and s.shared != n))
                for n in (None, *s.able)
            }
            for s in self.slots
        )

    @cached_property
    def order(self) -> Table:
        """After the levels: whom one would rather ask, per minute; beginnings come on top."""
        return tuple(
            {None: 0.0, **{n: s.minutes * self._order_cost(s, n) for n in s.able}}
            for s in self.slots
        )

    def _order_cost(self, slot: Slot, n: int) -> float:
        carer = self.found[n].carer
        others = [1 - self.found[m].carer.reliability for m in slot.able if m != n]
        # Half for the call to somebody else, half for nobody else being there either.
        doubt = (1 - carer.reliability) * (1 + min(others, default=1.0)) / 2
        if carer.main:
            base = MAIN_COST
        elif not shares_load(self.found[n]):
            base = PAID_COST
        else:
            base = HOME_COST if carer.lives_in else UNPAID_COST
        return base + DOUBT_COST * doubt

    def total(self, table: Table, leads: Sequence[int | None]) -> float:
        """Return what given leads add up to in a table."""
        return sum(row[lead] for row, lead in zip(table, leads, strict=True))

    def least(self, table: Table) -> float:
        """Return what no leads can go below in a table, slot by slot."""
        return sum(
            min(row[c] for c in choices) for row, choices in zip(table, self.choices, strict=True)
        )

    # -- load --------------------------------------------------------------------------------------

    @cached_property
    def thinker(self) -> tuple[int, ...]:
        """Who thinks of the tasks in each person's turns."""
        return thinkers(self.found)

    @cached_property
    def sharers(self) -> frozenset[int]:
        """Between whom the load is shared."""
        return frozenset(n for n, s in enumerate(self.found) if shares_load(s))

    def weighs(self, t: int, lead: int | None) -> tuple[tuple[int, int], ...]:
        """Return whom a slot weighs on with a lead, and how much: (index, `load.UNIT`s)."""
        if lead is None:
            return ()
        slot, thinker = self.slots[t], self.thinker[lead]
        if thinker == lead:
            return ((lead, slot.doing + slot.thought),)
        return ((lead, slot.doing), (thinker, slot.thought))

    def loads(self, leads: Sequence[int | None]) -> dict[int, int]:
        """Return the load of everybody among whom it is shared."""
        found = dict.fromkeys(self.sharers, 0)
        for t, lead in enumerate(leads):
            for n, minutes in self.weighs(t, lead):
                if n in found:
                    found[n] += minutes
        return found

    # -- nights ------------------------------------------------------------------------------------

    @cached_property
    def nights(self) -> tuple[NightCells, ...]:
        """The nights that are not at work, with their slots."""
        origin = self.slots[0].interval.start if self.slots else None
        found = []
        aimed = [k for k, n in enumerate(self.counted) if not n.at_work]
        for k, window in zip(aimed, self.bedtime.windows, strict=True):
            inside = tuple(t for t, s in enumerate(self.slots) if s.night == k)
            times = [
                int((moment - origin).total_seconds() // 60)
                for i in (*(self.slots[t].interval for t in inside), window)
                for moment in (i.start, i.end)
                if origin is not None
            ]
            found.append(
                NightCells(
                    inside, tuple(times[:-2:2]), tuple(times[1:-2:2]), (times[-2], times[-1])
                )
            )
        return tuple(found)

    def rests(self, t: int, lead: int | None) -> bool:
        """Return whether the main carer rests in a slot with a lead."""
        slot = self.slots[t]
        return slot.rest and (not slot.presence or (lead is not None and lead != self.main))

    def night(self, k: int, leads: Sequence[int | None]) -> tuple[int, int]:
        """Return a night's shortfall and drift in minutes."""
        short, drift, _ = self.stretch(k, leads)
        return short, drift

    def stretch(self, k: int, leads: Sequence[int | None]) -> tuple[int, int, tuple[int, int]]:
        """Return shortfall, drift and the stretch that counts, as positions `[first, last)`."""
        night = self.nights[k]
        best = (self.target, 0, (0, 0))
        first: int | None = None
        for place in range(len(night.slots) + 1):
            free = place < len(night.slots) and self.rests(
                night.slots[place], leads[night.slots[place]]
            )
            if free and first is None:
                first = place
            elif not free and first is not None:
                best = min(best, self._stretch(night, first, place), key=lambda s: s[:2])
                first = None
        return best

    def _stretch(
        self, night: NightCells, first: int, last: int
    ) -> tuple[int, int, tuple[int, int]]:
        start, end = night.starts[first], night.ends[last - 1]
        outside = max(0, start - night.window[0]) + max(0, night.window[1] - end)
        return max(0, self.target - (end - start)), outside, (first, last)

    @cached_property
    def night_bounds(self) -> tuple[tuple[int, int], ...]:
        """Shortfall and drift that no leads can go below, night by night."""
        free: list[int | None] = [
            next((n for n in choices if self.rests(t, n)), choices[0])
            for t, choices in enumerate(self.choices)
        ]
        return tuple(self.night(k, free) for k in range(len(self.nights)))

    def sleep(self, leads: Sequence[int | None]) -> tuple[int, int]:
        """Return shortfall and drift of all nights, added up."""
        found = [self.night(k, leads) for k in range(len(self.nights))]
        return sum(s for s, _ in found), sum(d for _, d in found)

    def excess(self, k: int, n: int, leads: Sequence[int | None]) -> int:
        """Return the minutes by which somebody else who lives in is on duty beyond their share."""
        night = self.nights[k]
        on = sum(self.slots[t].minutes for t in night.slots if leads[t] == n)
        return max(0, on - max(0, self.length(k) - self.target))

    def length(self, k: int) -> int:
        """Return the minutes of a night."""
        return sum(self.slots[t].minutes for t in self.nights[k].slots)

    @cached_property
    def housemates(self) -> tuple[int, ...]:
        """Others who live in."""
        return tuple(n for n, s in enumerate(self.found) if s.carer.lives_in and not s.carer.main)

    def score(self, leads: Sequence[int | None]) -> tuple[float, ...]:
        """Return every level and then the order, the first that differs decides.

        Weighted minutes open, shortfall, drift, doubt, cost, the largest load, changes, order.
        """
        short, drift = self.sleep(leads)
        starts = sum(
            1
            for t, lead in enumerate(leads)
            if lead is not None and (t == 0 or leads[t - 1] != lead)
        )
        excess = sum(
            self.excess(k, n, leads) for k in range(len(self.nights)) for n in self.housemates
        )
        return (
            self.total(self.uncovered, leads),
            short,
            drift,
            self.doubted(leads),
            self.total(self.cost, leads),
            max(self.loads(leads).values(), default=0),
            self.total(self.changes, leads),
            self.total(self.order, leads) + START_COST * starts + NIGHT_COST * excess,
        )
