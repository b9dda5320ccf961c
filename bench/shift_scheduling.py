"""Solves public shift-scheduling instances on `kinhold.optimisation`.

    python -m bench.shift_scheduling INSTANCE.txt --seconds 60 --workers 2

The instances are those of schedulingbenchmarks.org ("Shift Scheduling", 24 instances). This file
has its own reader, its own model and its own checker: the checker knows nothing of the model and
works out feasibility and cost from the roster alone. Prints objective, bound and status.

Processes work side by side for the seconds given. The first solves the whole model with HiGHS, for
the bound and the proof. The second finds rosters: a first one person by person; then relax and fix, four people
at a time with all later ones relaxed; then large-neighbourhood search, in which all but a few
people, or all but a few days, stay as they are. Further ones, if
asked for, solve the whole with SCIP and search with other dice.

What was tried (objective and bound after 60 s; one of two busy cores a solver, 2026):

- Clauses for stretches, as in the plain models of others: instance 4 proven in 60 to 100 s, 5 at
  1160 with a bound of 835.
- Stretches as a walk through states (days in a row): relaxation 1488 instead of some 200 on
  instance 4; proven in 70 s by HiGHS and by SCIP, not by CP-SAT (8 workers: 1728, bound 1574).
- The weekends worked as part of the state as well, which is what is used: relaxation 1715.7, and
  1716 proven in 12 s. A person's stretches and weekends are then exact in the relaxation, and only
  minutes and successions are not.
- From a roster made person by person, neighbourhoods alone stay at 1432 on instance 5 (they change
  too little at once). Relax and fix, because the relaxation is so close, reaches 1149 to 1154 there in
  11 to 14 CPU seconds, 2046 on 6 in 33, 1067 to 1069 on 7 in 76 to 96; groups of two do worse (1183).
  SCIP on the whole model reaches 1152 to 1157 on 5; HiGHS 1338, 2043, 1165 with the better bounds
  (1140, 1947, 957).
- Minutes as part of the state too would close that, at some twenty times the variables: dropped.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import queue
import random
import time
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinhold.optimisation.limits import Limits
from kinhold.optimisation.model import Model, ModelDraft
from kinhold.optimisation.solved import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Roster = dict[str, list[str]]
"""By employee, one shift or "" for each day."""

# -- the instance ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shift:
    """A kind of shift: its minutes, and which shifts may not follow on the next day."""

    name: str
    minutes: int
    not_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Employee:
    """One person's hard limits."""

    name: str
    most_of: dict[str, int]
    most_minutes: int
    least_minutes: int
    most_in_a_row: int
    least_in_a_row: int
    least_off_in_a_row: int
    most_weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True, slots=True)
class Cover:
    """How many are wanted in a shift of a day, and what one too few or too many costs."""

    day: int
    shift: str
    wanted: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Instance:
    """Days begin on a Monday; requests are (employee, day, shift): weight."""

    days: int
    shifts: dict[str, Shift]
    staff: dict[str, Employee]
    on: dict[tuple[str, int, str], int]
    off: dict[tuple[str, int, str], int]
    cover: tuple[Cover, ...]


def read(text: str) -> Instance:
    """Read an instance.

    Raises:
        ValueError: where a section is missing or a line is not understood.
    """
    found = _sections(text)
    shifts = {}
    for name, minutes, *rest in found["SHIFTS"]:
        after = frozenset(rest[0].split("|")) - {""} if rest else frozenset()
        shifts[name] = Shift(name, int(minutes), after)
    off_days = {row[0]: frozenset(int(d) for d in row[1:] if d) for row in found["DAYS_OFF"]}
    staff = {row[0]: _employee(row, off_days.get(row[0], frozenset())) for row in found["STAFF"]}
    return Instance(
        days=int(found["HORIZON"][0][0]),
        shifts=shifts,
        staff=staff,
        on={(e, int(d), s): int(w) for e, d, s, w in found["SHIFT_ON_REQUESTS"]},
        off={(e, int(d), s): int(w) for e, d, s, w in found["SHIFT_OFF_REQUESTS"]},
        cover=tuple(Cover(int(d), s, int(n), int(u), int(o)) for d, s, n, u, o in found["COVER"]),
    )


def _sections(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    current: list[list[str]] = []
    for raw in text.splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            current = found.setdefault(line.removeprefix("SECTION_"), [])
            continue
        current.append([part.strip() for part in line.split(",")])
    wanted = {"HORIZON", "SHIFTS", "STAFF", "COVER"}
    if not wanted <= set(found):
        raise ValueError(f"sections missing: {', '.join(sorted(wanted - set(found)))}")
    for name in ("DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS"):
        found.setdefault(name, [])
    return found


def _employee(row: Sequence[str], days_off: frozenset[int]) -> Employee:
    most_of = {}
    for part in row[1].split("|"):
        name, _, count = part.partition("=")
        most_of[name] = int(count)
    return Employee(row[0], most_of, *(int(v) for v in row[2:8]), days_off)


# -- the checker -----------------------------------------------------------------------------------


def faults(instance: Instance, roster: Roster) -> list[str]:
    """Return every hard constraint that a roster breaks, in words."""
    found = []
    for name, person in instance.staff.items():
        days = roster[name]
        worked = [instance.shifts[s] for s in days if s]
        minutes = sum(s.minutes for s in worked)
        if len(days) != instance.days:
            found.append(f"{name}: {len(days)} days")
        if not person.least_minutes <= minutes <= person.most_minutes:
            found.append(f"{name}: {minutes} minutes")
        found += [f"{name}: works on day {d} off" for d in person.days_off if days[d]]
        found += [
            f"{name}: too many {s}" for s, most in person.most_of.items() if days.count(s) > most
        ]
        found += [
            f"{name}: {b} after {a}"
            for a, b in pairwise(days)
            if a and b in instance.shifts[a].not_before
        ]
        weekends = sum(
            1 for d in range(5, instance.days, 7) if days[d] or (days[d + 1 : d + 2] or [""])[0]
        )
        if weekends > person.most_weekends:
            found.append(f"{name}: {weekends} weekends")
        found += _stretches_at_fault(person, days)
    return found


def _stretches_at_fault(person: Employee, days: Sequence[str]) -> Iterable[str]:
    """Stretches of work and of days off; one at an end of the horizon may go on beyond it."""
    start = 0
    for day in range(1, len(days) + 1):
        if day < len(days) and bool(days[day]) == bool(days[start]):
            continue
        length, inside = day - start, start > 0 and day < len(days)
        if days[start] and length > person.most_in_a_row:
            yield f"{person.name}: {length} in a row"
        least = person.least_in_a_row if days[start] else person.least_off_in_a_row
        if inside and length < least:
            yield f"{person.name}: only {length} in a row from day {start}"
        start = day


def cost(instance: Instance, roster: Roster) -> int:
    """Return what a roster costs: requests not met, and too few or too many in a shift."""
    total = sum(w for (e, d, s), w in instance.on.items() if roster[e][d] != s)
    total += sum(w for (e, d, s), w in instance.off.items() if roster[e][d] == s)
    for c in instance.cover:
        there = sum(1 for days in roster.values() if days[c.day] == c.shift)
        total += c.under * max(0, c.wanted - there) + c.over * max(0, there - c.wanted)
    return total


# -- the model -------------------------------------------------------------------------------------


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
            states = _states(self.instance.staff[e], days)
            values[self.walk[e, -1, "", 0, 0, *states[0]]] = 1.0
            for d, (a, b) in enumerate(pairwise(states)):
                values[self.walk[e, d, *a, *b]] = 1.0
        return values


State = tuple[str, int, int]
"""("w", days in a row, weekends worked) or ("o", days off in a row up to what counts, weekends);
capital in the first stretch, which may be short, since it may have begun before the horizon. In a
weekend, days in a row tell whether its Saturday was worked."""


def _first(*, works: bool) -> State:
    return ("W" if works else "O", 1, 0)


def _next(person: Employee, state: State, day: int, *, works: bool) -> State | None:
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


def _states(person: Employee, days: Sequence[str]) -> list[State]:
    found: list[State] = []
    for day, shift in enumerate(days):
        state = (
            _next(person, found[-1], day, works=bool(shift)) if found else _first(works=bool(shift))
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
    first = {_first(works=False): draft.number(0, 1)}
    if works(0):
        first[_first(works=True)] = draft.number(0, 1)
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
                follows = _next(person, state, d + 1, works=on)
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


# -- solving ---------------------------------------------------------------------------------------

STEP_SECONDS = 5.0
GROUP = 4
GAP = 0.02
EARLY_GAP = 0.05
"""How close each of these steps is solved: early ones are followed by many that mend them."""
"""People planned at a time for the first good roster."""
SEARCH_SHARE = 0.25
"""Of the time left, at least so much is for the search in neighbourhoods."""


def exact(instance: Instance, solver: str, until: float, told: Any) -> None:
    """Solve the whole model and tell the bound and the roster; costs are whole numbers."""
    made = build(instance)
    limits = Limits(
        seconds=max(0.1, until - time.monotonic()), relative_gap=0.0, absolute_gap=0.999
    )
    solved = solve(made.model, limits=limits, solver=solver)  # type: ignore[arg-type]
    bound = max(0, math.ceil(solved.bound - 1e-6)) if math.isfinite(solved.bound) else 0
    roster = made.roster(solved.values) if solved.values else None
    told.put(("exact " + solver, bound, roster, solved.status))


def search(instance: Instance, seed: int, until: float, told: Any) -> None:
    """Find a roster and improve it, a neighbourhood at a time, telling of every better one."""
    dice = random.Random(seed)
    best = _one_by_one(instance, dice)
    if best is None:
        told.put(("search", 0, None, "infeasible"))
        return
    told.put(("search", 0, best, "feasible"))
    left = until - time.monotonic()
    better = _a_few_at_a_time(instance, dice, GROUP, until - left * SEARCH_SHARE)
    if better is not None and cost(instance, better) < cost(instance, best):
        best = better
        told.put(("search", 0, best, "feasible"))
    made = build(instance)
    reached = cost(instance, best)
    sizes = {"people": 4.0, "days": 8.0}
    while time.monotonic() < until - 0.5:
        kind = "people" if dice.random() < 0.6 else "days"
        seconds = min(STEP_SECONDS, until - time.monotonic() - 0.2)
        better, status = (
            _people_again(instance, best, round(sizes[kind]), dice, seconds)
            if kind == "people"
            else _days_again(made, best, round(sizes[kind]), dice, seconds)
        )
        if (found := cost(instance, better)) < reached:
            reached = found
            told.put(("search", 0, better, "feasible"))
        best = better
        # Larger while they are solved in time, smaller where they are not.
        most = len(instance.staff) if kind == "people" else instance.days
        step = 0.2 if status == "optimal" else -0.5
        sizes[kind] = max(2.0, min(most, sizes[kind] + step))


def _one_by_one(
    instance: Instance, dice: random.Random, standing: Roster | None = None
) -> Roster | None:
    """A roster at once: every hard rule is about one person, so people are added one by one."""
    roster = dict(standing or {})
    waiting = sorted(set(instance.staff) - set(roster))
    for person in dice.sample(waiting, len(waiting)):
        made = build(_rest_of(instance, {person}, roster))
        limits = Limits(seconds=10.0, relative_gap=0.0, absolute_gap=0.999)
        solved = solve(made.model, limits=limits)
        if not solved.values:
            return None
        roster[person] = made.roster(solved.values)[person]
    return roster


def _a_few_at_a_time(
    instance: Instance, dice: random.Random, group: int, until: float
) -> Roster | None:
    """Relax and fix: a few people get whole days while all later ones are still relaxed.

    Where time runs out, the rest are added one by one.
    """
    roster: Roster = {}
    waiting = dice.sample(sorted(instance.staff), len(instance.staff))
    while waiting:
        chosen, rest = set(waiting[:group]), set(waiting[group:])
        part = _rest_of(instance, chosen | rest, roster)
        made = build(part)
        variables = list(made.model.variables)
        for (e, _, _), index in made.work.items():
            variables[index] = replace(variables[index], integer=e in chosen)
        model = replace(made.model, variables=tuple(variables))
        limits = Limits(
            seconds=max(0.1, until - time.monotonic()),
            relative_gap=GAP if len(roster) * 2 > len(instance.staff) else EARLY_GAP,
        )
        solved = solve(model, limits=limits)
        if not solved.values:
            return _one_by_one(instance, dice, roster)
        whole = made.roster(solved.values)
        roster |= {e: whole[e] for e in chosen}
        waiting = waiting[group:]
    return roster


def _rest_of(instance: Instance, people: set[str], others: Roster) -> Instance:
    """The instance of a few people, with what the others leave to be covered."""
    there = Counter((d, s) for days in others.values() for d, s in enumerate(days) if s)
    return replace(
        instance,
        staff={e: p for e, p in instance.staff.items() if e in people},
        on={k: w for k, w in instance.on.items() if k[0] in people},
        off={k: w for k, w in instance.off.items() if k[0] in people},
        cover=tuple(replace(c, wanted=c.wanted - there[c.day, c.shift]) for c in instance.cover),
    )


def _people_again(
    instance: Instance, best: Roster, size: int, dice: random.Random, seconds: float
) -> tuple[Roster, str]:
    """Plan a few people anew around everybody else."""
    chosen = set(dice.sample(sorted(instance.staff), min(size, len(instance.staff))))
    others = {e: days for e, days in best.items() if e not in chosen}
    made = build(_rest_of(instance, chosen, others))
    hint = made.values({e: best[e] for e in chosen})
    return _kept(instance, best, made, made.model, hint, seconds)


def _days_again(
    made: Scheduling, best: Roster, size: int, dice: random.Random, seconds: float
) -> tuple[Roster, str]:
    """Plan a few days anew, for everybody."""
    start = dice.randrange(max(1, made.instance.days - size + 1))
    free = range(start, start + size)
    hint = made.values(best)
    variables = list(made.model.variables)
    for (_, d, _), index in made.work.items():
        if d not in free:
            variables[index] = replace(variables[index], lower=hint[index], upper=hint[index])
    model = replace(made.model, variables=tuple(variables))
    return _kept(made.instance, best, made, model, hint, seconds)


def _kept(
    instance: Instance,
    best: Roster,
    made: Scheduling,
    model: Model,
    hint: Sequence[float],
    seconds: float,
) -> tuple[Roster, str]:
    limits = Limits(seconds=max(0.1, seconds), relative_gap=0.0, absolute_gap=0.999)
    solved = solve(model, limits=limits, hint=hint, solver="highs")
    if not solved.values:
        return best, solved.status
    roster = {**best, **made.roster(solved.values)}
    # As good is welcome too: it leads elsewhere.
    as_good = cost(instance, roster) <= cost(instance, best)
    return (roster if as_good else best), solved.status


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found in the time: a roster that the checker passed, its cost, and a bound on it."""

    roster: Roster | None
    objective: float
    bound: int
    status: str
    seconds: float


def run(instance: Instance, *, seconds: float, workers: int) -> Answer:
    """Solve an instance on so many processes and check what they found.

    Raises:
        RuntimeError: where a roster breaks a hard constraint.
    """
    begun = time.monotonic()
    until = begun + seconds
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    roles: list[tuple[Any, tuple[Any, ...]]] = [
        (exact, ("highs",)),
        (search, (1,)),
        (exact, ("scip",)),
    ]
    roles += [(search, (n,)) for n in range(2, workers)]
    started = [
        context.Process(target=work, args=(instance, *how, until, told), daemon=True)
        for work, how in roles[:workers]
    ]
    for process in started:
        process.start()
    best, objective, bound, status = None, float("inf"), 0, "no-solution"
    while time.monotonic() < until + 5 and (status != "infeasible" and bound < objective):
        try:
            _, low, roster, said = told.get(timeout=0.2)
        except queue.Empty:
            if not any(p.is_alive() for p in started):
                break
            continue
        bound = max(bound, low)
        status = said if said == "infeasible" else status
        if roster is not None and cost(instance, roster) < objective:
            broken = faults(instance, roster)
            if broken:
                raise RuntimeError(f"a roster breaks hard constraints: {broken[:3]}")
            best, objective, status = roster, cost(instance, roster), "feasible"
    for process in started:
        process.terminate()
        process.join()
    status = "optimal" if best is not None and bound >= objective else status
    return Answer(
        best,
        objective,
        min(bound, int(objective)) if best else bound,
        status,
        time.monotonic() - begun,
    )


def main() -> None:
    options = argparse.ArgumentParser(description="Solve a public shift-scheduling instance.")
    options.add_argument("instance", nargs="+", type=Path, metavar="INSTANCE.txt")
    options.add_argument("--seconds", type=float, default=60)
    options.add_argument("--workers", type=int, default=2)
    chosen = options.parse_args()
    for path in chosen.instance:
        answer = run(
            read(path.read_text(encoding="utf-8")), seconds=chosen.seconds, workers=chosen.workers
        )
        print(f"{path.stem}: objective {answer.objective:g} bound {answer.bound} status {answer.status} "
              f"seconds {answer.seconds:.1f}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
