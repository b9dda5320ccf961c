"""Solves public shift-scheduling instances on `kinhold.optimisation`.

    python -m bench.shift_scheduling INSTANCE.txt --seconds 60 --workers 2

The instances are those of schedulingbenchmarks.org ("Shift Scheduling", 24 instances). Their reader
and checker are in `bench.shift_instance`: the checker knows nothing of any model. Prints objective,
bound, status and seconds.

Processes work side by side for the seconds given. The first solves the whole compact model
(`bench.shift_model`) with HiGHS, for the bound and the proof. The second finds rosters by column
generation (`bench.shift_columns`): the relaxation over whole rosters, which is a bound; a dive, in
which people are settled on what they nearly have, and the rest relaxed anew; a choice among the
columns of everybody; then some people anew around the others until the time is up. Further ones, if
asked for, solve the whole with SCIP and search with other dice.

What was tried (objective and bound after 60 s; one of two busy cores a solver, 2026):

- Clauses for stretches, as in the plain models of others: instance 4 proven in 60 to 100 s, 5 at
  1160 with a bound of 835.
- Stretches as a walk through states (days in a row): relaxation 1488 instead of some 200 on
  instance 4; proven in 70 s by HiGHS and by SCIP, not by CP-SAT (8 workers: 1728, bound 1574).
- The weekends worked as part of the state as well, which is what is used: relaxation 1715.7, and
  1716 proven in 12 s. A person's stretches and weekends are then exact in the relaxation, and only
  minutes and successions are not.
- HiGHS on the whole compact model for 60 s: 1338, 2043 and 1165 on 5, 6 and 7; SCIP 1152 to 1157 on 5.
- Relax and fix on the compact model, four people at a time with all later ones relaxed, then
  neighbourhoods: 1151 on 5 after 33 CPU seconds; on 7 the first four people alone take 30.
- Whole rosters as columns, priced by dynamic programming (some 7 ms a person), which is what is used.
  Objective and bound after so many CPU seconds of the search alone: 5: 1143 and 1141 (11 s), 6: 1952
  and 1949 (13 s), 7: 1064 and 1055 (30 s), 8: 1304 and 1297 (47 s), 9: 439 and 406 (40 s). With both
  processes 4 is proven in 4 s. 13, of 120 people and 18 shifts, is too large: its first roster takes
  23 s, and it stays at 10092 (best known 1348).
- In a dive, relaxing to the end after each settling, and trying something else where that makes the
  relaxation jump by a missing person, is what counts: without, 6 ends at 2044, 9 above 700.
- Prices of the compact relaxation to begin with save some rounds, and cost more than those; twelve
  columns a person and round instead of five slow the whole down (8: 3221 after 44 CPU seconds).
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import queue
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.shift_columns import Columns
from bench.shift_instance import cost, faults, read, rest_of
from bench.shift_model import build
from kinhold.optimisation.limits import Limits
from kinhold.optimisation.solved import solve

if TYPE_CHECKING:
    from bench.shift_columns import Relaxed
    from bench.shift_instance import Instance, Roster

STEP_SECONDS = 5.0
RELAX_SHARE = 0.45
"""Of the time, at most so much is for the relaxation of the whole."""
WHOLE_SHARE = 0.1
"""Of the time left, at most so much is for the choice among the columns of everybody."""
WHOLE_EACH = 200
MEND_EACH = 300
"""Columns of a person to choose from."""
DIVE_AGAIN = 0.3


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
    """Find a roster and improve it, telling of every better one and of the bound."""
    dice = random.Random(seed)
    everybody = sorted(instance.staff)
    columns = Columns(instance)
    best = columns.one_by_one(dice.sample(everybody, len(everybody)), {})
    if best is None:
        told.put(("search", 0, None, "infeasible"))
        return
    told.put(("search", 0, best, "feasible"))
    left = until - time.monotonic()
    now = columns.relax(
        everybody, columns.wanted({}), None, until - left * (1 - RELAX_SHARE), quick=False
    )
    told.put(("search", max(0, math.ceil(now.bound - 1e-4)), None, "feasible"))
    found = columns.dive(everybody, {}, now, until - 1)
    best = min(best, found, key=lambda roster: cost(instance, roster))
    told.put(("search", 0, best, "feasible"))
    left = until - time.monotonic()
    best, _ = columns.choose(best, now, cost(instance, best), WHOLE_EACH, left * WHOLE_SHARE)
    told.put(("search", 0, best, "feasible"))
    _mend(columns, best, now, dice, until, told)


def _mend(
    columns: Columns, best: Roster, whole: Relaxed, dice: random.Random, until: float, told: Any
) -> None:
    """Plan some people anew around everybody else, again and again."""
    instance = columns.instance
    everybody = sorted(instance.staff)
    size = max(2.0, len(everybody) * 0.4)
    while time.monotonic() < until - 0.5:
        people = dice.sample(everybody, min(len(everybody), round(size)))
        others = {e: days for e, days in best.items() if e not in people}
        rest = rest_of(instance, set(people), others)
        reached = cost(rest, {e: best[e] for e in people})
        now = columns.relax(people, columns.wanted(others), whole, until - 0.5, quick=True)
        seconds = min(STEP_SECONDS, until - time.monotonic() - 0.2)
        if now.bound > reached - 1 + 1e-6:
            size = min(len(everybody), size + 0.5)
            continue
        if dice.random() < DIVE_AGAIN:
            better = columns.dive(people, others, now, time.monotonic() + seconds)
        else:
            better, status = columns.choose(best, now, reached, MEND_EACH, seconds)
            size = max(2.0, min(len(everybody), size + (0.3 if status == "optimal" else -1.0)))
        if cost(instance, better) < cost(instance, best):
            told.put(("search", 0, better, "feasible"))
        if cost(instance, better) <= cost(instance, best):
            best = better


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
