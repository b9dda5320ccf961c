"""The whole of an instance as one compact model."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from kinhold.optimisation.model import Model, ModelDraft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bench.shift_instance import Employee, Instance, Roster


@dataclass(slots=True)
class Scheduling:
    """The model of an instance and where its variables are.

    Per person, a walk through states (so many days worked in a row, so many days off) carries the
    rules on stretches: its relaxation is exact for them. Shifts hang on the days worked.
    """

    instance: Instance
    model: Model
    work: dict[tuple[str, int, str], int]
    walk: dict[tuple[str | int, ...], int]
    under: dict[tuple[int, str], int]
    over: dict[tuple[int, str], int]

    def roster(self, values: Sequence[float]) -> Roster:
        """Return the roster of a solution."""
        found = {e: [""] * self.instance.days for e in self.instance.staff}
        for (e, d, s), index in self.work.items():
            if values[index] > 0.5:
                found[e][d] = s
        return found

    def values(self, roster: Roster) -> list[float]:
        """Return a value for every variable that stands for a roster."""
        values = [0.0] * len(self.model.variables)
        for (e, d, s), index in self.work.items():
            values[index] = float(roster[e][d] == s)
        for c in self.instance.cover:
            there = sum(1 for days in roster.values() if days[c.day] == c.shift)
            values[self.under[c.day, c.shift]] = float(max(0, c.wanted - there))
            values[self.over[c.day, c.shift]] = float(max(0, there - c.wanted))
        for e, days in roster.items():
            states = states_of(self.instance.staff[e], days)
            values[self.walk[e, -1, "", 0, 0, *states[0]]] = 1.0
            for d, (a, b) in enumerate(pairwise(states)):
                values[self.walk[e, d, *a, *b]] = 1.0
        return values


State = tuple[str, int, int]
"""("w", days in a row, weekends worked) or ("o", days off in a row up to what counts, weekends);
capital in the first stretch, which may be short, since it may have begun before the horizon. In a
weekend, days in a row tell whether its Saturday was worked."""


def first_state(*, works: bool) -> State:
    return ("W" if works else "O", 1, 0)


def next_state(person: Employee, state: State, day: int, *, works: bool) -> State | None:
    """The state on a day, or None where a stretch is too long or too short, or weekends too many."""
    kind, run, weekends = state
    worked = kind in "wW"
    if works and (day % 7 == 5 or (day % 7 == 6 and not worked)):
        weekends += 1
        if weekends > person.most_weekends:
            return None
    if worked == works:
        if works:
            return (kind, run + 1, weekends) if run < person.most_in_a_row else None
        cap = 1 if kind == "O" else person.least_off_in_a_row
        return (kind, min(run + 1, cap), weekends)
    least = {"w": person.least_in_a_row, "o": person.least_off_in_a_row}.get(kind, 1)
    return ("w" if works else "o", 1, weekends) if run >= least else None


def states_of(person: Employee, days: Sequence[str]) -> list[State]:
    found: list[State] = []
    for day, shift in enumerate(days):
        state = (
            next_state(person, found[-1], day, works=bool(shift))
            if found
            else first_state(works=bool(shift))
        )
        if state is None:
            raise ValueError(f"{person.name} has a stretch that is too long or too short")
        found.append(state)
    return found


def build(instance: Instance) -> Scheduling:
    """Write the whole model down."""
    draft = ModelDraft()
    made = Scheduling(instance, Model((), ()), {}, {}, {}, {})
    objective: list[tuple[int, float]] = []
    offset = float(sum(instance.on.values()))
    for person in instance.staff.values():
        _add_person(draft, made, person)
    for (e, d, s), weight in instance.on.items():
        if (e, d, s) in made.work:
            objective.append((made.work[e, d, s], -float(weight)))
    for (e, d, s), weight in instance.off.items():
        if (e, d, s) in made.work:
            objective.append((made.work[e, d, s], float(weight)))
    for c in instance.cover:
        there = [
            (i, 1.0)
            for e in instance.staff
            if (i := made.work.get((e, c.day, c.shift))) is not None
        ]
        under = made.under[c.day, c.shift] = draft.number(0, max(0, c.wanted))
        over = made.over[c.day, c.shift] = draft.number(0, len(instance.staff) + abs(c.wanted))
        draft.require([*there, (under, 1.0), (over, -1.0)], lower=c.wanted, upper=c.wanted)
        objective += [(under, float(c.under)), (over, float(c.over))]
    made.model = draft.finish(objective, offset)
    return made


def _add_person(draft: ModelDraft, made: Scheduling, person: Employee) -> None:
    instance, e = made.instance, person.name
    able = [s for s in instance.shifts if person.most_of.get(s, instance.days) > 0]
    for d in range(instance.days):
        if d not in person.days_off:
            made.work.update({(e, d, s): draft.choice() for s in able})

    def works(d: int, names: Iterable[str] = able) -> list[tuple[int, float]]:
        return [(i, 1.0) for s in names if (i := made.work.get((e, d, s))) is not None]

    for d in range(instance.days):
        if works(d):
            draft.require(works(d), upper=1)
    _add_walk(draft, made, person, works)
    for s in able:
        every = [i for d in range(instance.days) for i in works(d, [s])]
        if person.most_of.get(s, instance.days) < instance.days:
            draft.require(every, upper=person.most_of[s])
    _add_minutes(draft, made, person)
    for d in range(instance.days - 1):
        _add_succession(
            draft,
            instance,
            able,
            (lambda names, d=d: works(d, names)),
            (lambda names, d=d: works(d + 1, names)),
        )


def _add_minutes(draft: ModelDraft, made: Scheduling, person: Employee) -> None:
    """Minutes in all; where every shift is as long, as a number of shifts, which is tighter."""
    shifts, e = made.instance.shifts, person.name
    own = [(i, s) for (who, _, s), i in made.work.items() if who == e]
    lengths = {shifts[s].minutes for _, s in own}
    if len(lengths) == 1:
        (length,) = lengths
        draft.require([(i, 1.0) for i, _ in own], lower=-(-person.least_minutes // length),
                      upper=person.most_minutes // length)  # fmt: skip
        return
    draft.require([(i, float(shifts[s].minutes)) for i, s in own], lower=person.least_minutes,
                  upper=person.most_minutes)  # fmt: skip
    shortest, longest = min(lengths, default=1), max(lengths, default=1)
    draft.require([(i, 1.0) for i, _ in own], lower=-(-person.least_minutes // longest),
                  upper=person.most_minutes // shortest)  # fmt: skip


def _add_succession(
    draft: ModelDraft,
    instance: Instance,
    able: Sequence[str],
    today: Callable[[list[str]], list[tuple[int, float]]],
    tomorrow: Callable[[list[str]], list[tuple[int, float]]],
) -> None:
    """What may not follow, as sets of which at most one holds: greatest ones only."""
    sets = set()
    for s in able:
        barred = frozenset(b for b in able if b in instance.shifts[s].not_before)
        if barred:
            also = frozenset(a for a in able if barred <= instance.shifts[a].not_before)
            sets.add((also, barred))
    for after in able:
        before = frozenset(a for a in able if after in instance.shifts[a].not_before)
        if before:
            also = frozenset(
                b for b in able if all(b in instance.shifts[a].not_before for a in before)
            )
            sets.add((before, also))
    for first, second in sorted(sets, key=lambda pair: (sorted(pair[0]), sorted(pair[1]))):
        terms = [*today(sorted(first)), *tomorrow(sorted(second))]
        if len(terms) > 1:
            draft.require(terms, upper=1)


def _add_walk(
    draft: ModelDraft,
    made: Scheduling,
    person: Employee,
    works: Callable[[int], list[tuple[int, float]]],
) -> None:
    e, days = person.name, made.instance.days
    here: dict[State, list[tuple[int, float]]] = {}
    first = {first_state(works=False): draft.number(0, 1)}
    if works(0):
        first[first_state(works=True)] = draft.number(0, 1)
    draft.require([(i, 1.0) for i in first.values()], lower=1, upper=1)
    for state, index in first.items():
        made.walk[e, -1, "", 0, 0, *state] = index
        here[state] = [(index, 1.0)]
    _hang(draft, here, works(0))
    for d in range(days - 1):
        there: dict[State, list[tuple[int, float]]] = {}
        for state, incoming in here.items():
            out = []
            for on in (False, True):
                follows = next_state(person, state, d + 1, works=on)
                if follows is None or (on and not works(d + 1)):
                    continue
                index = draft.number(0, 1)
                made.walk[e, d, *state, *follows] = index
                out.append((index, -1.0))
                there.setdefault(follows, []).append((index, 1.0))
            draft.require([*incoming, *out], lower=0, upper=0)
        here = there
        _hang(draft, here, works(d + 1))


def _hang(
    draft: ModelDraft, here: dict[State, list[tuple[int, float]]], works: list[tuple[int, float]]
) -> None:
    walked = [(i, -c) for (kind, _, _), terms in here.items() if kind in "wW" for i, c in terms]
    if walked or works:
        draft.require([*works, *walked], lower=0, upper=0)
