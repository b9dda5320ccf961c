"""How long rotas take, on generated households.

    python -m bench.rota --n 20
    python -m bench.rota --n 20 --slot 15
    python -m bench.rota --n 5 --helpers 7 --children 3

The generator draws, from one seed: one to three children between newborn and three years (or as
many as asked), a main carer who works three to five days, and five helpers (or as many as asked) of
these kinds, in turn: an adult who lives in, works mornings and sleeps 23:00 to 05:00; nights;
evenings; paid hours on weekdays; weekends; any hour of some days. Each has a reliability of 0.5 to
0.95, a side of the family or none, often a weekly limit of 6 to 20 hours, sometimes half an hour's
travel. Half of the households have a school or nursery run. What was already
shared is a rota from before two of the helpers had offered anything, so that all six levels have
work to do.

Printed per household: CPU seconds of this process (the machine may be shared) and wall-clock
seconds until a first usable fortnight, until levels 1 to 3, and until all six; each level's value
and bound; then medians and the longest. The solver runs on one thread. Loading it (about 0.7 s) is
not part of any figure. Every rota has passed `check_rota`, or the run would have stopped.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.households import LONDON, MONDAY, away, carer, child, hours, household, need

from kinhold.domain.periods import night_of
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.care.rota import RotaResult, Wishes, plan, plan_cover
from kinhold.engines.care.rota_levels import LEVELS
from kinhold.optimisation.limits import Limits
from kinhold.rules.loading import load_rules

if TYPE_CHECKING:
    from kinhold.domain.care import Turn
    from kinhold.domain.household import Household
    from kinhold.domain.periods import Interval

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS = ("home", "nights", "evenings", "paid", "weekend", "any")
BORN = ("2026-08-20", "2026-02-03", "2024-05")


def generated(seed: int, helpers: int = 5, children: int = 0):
    """A household with one main carer and so many helpers, all from one seed."""
    dice = random.Random(seed)
    some = lambda low, high: ",".join(dice.sample(DAYS, dice.randint(low, high)))  # noqa: E731
    work = f"{dice.choice((7, 8, 9)):02d}:00-{dice.choice((15, 16, 17)):02d}:30"
    count = children or dice.choice((1, 1, 2, 3))
    members = [child(f"C{n}", dice.choice(BORN)) for n in range(count)]
    members.append(carer("Kate", main=True, side="own", away=[away(f"week:{some(3, 5)}", work)]))
    for n in range(helpers):
        kind = KINDS[n % len(KINDS)] if n or dice.random() < 0.6 else "nights"
        members.append(_helper(dice, f"H{n}", kind, some))
    if dice.random() < 0.5:
        kind = dice.choice(("school-run", "nursery-run"))
        members.append(need(kind, "week:mon,tue,wed,thu,fri", "08:30-09:00", about="C0"))
    return household(*members)


def _helper(dice: random.Random, name: str, kind: str, some):
    trust = dice.choice((0.5, 0.6, 0.8, 0.95))
    side = dice.choice(("own", "partner", ""))
    if kind == "home":
        return carer(name, lives_in=True, side=side, reliability=trust, most=dice.randint(20, 45),
                     away=[away(f"week:{some(3, 5)}", "08:00-13:00")], asleep=["23:00-05:00"])  # fmt: skip
    offered = {
        "nights": hours(f"week:{some(2, 7)}", dice.choice(("20:00-08:00", "22:00-03:00"))),
        "evenings": hours(f"week:{some(2, 4)}", "17:00-23:30"),
        "paid": hours("week:mon,tue,wed,thu,fri", "08:00-18:00"),
        "weekend": hours("week:sat,sun", "08:00-20:00"),
        "any": hours(f"week:{some(2, 5)}", "00:00-24:00"),
    }[kind]
    limits = {"most": dice.randint(6, 20)} if dice.random() < 0.8 else {}
    if kind == "paid":
        limits["price"] = str(dice.randint(9, 18))
    if dice.random() < 0.3:
        limits["travel"] = 30
    return carer(name, side=side, reliability=trust, available=[offered], **limits)


def shared_before(family: Household, horizon: Interval, rules) -> tuple[Turn, ...]:
    """A rota that was shared before two of the helpers had offered anything."""
    visiting = [c.handle for c in family.carers if not (c.main or c.lives_in)]
    absent = set(visiting[1:3])
    then = replace(family, carers=tuple(c for c in family.carers if c.handle not in absent))
    return plan_cover(then, rules=rules, horizon=horizon).rota.turns


class Stamps:
    """CPU and wall-clock seconds from the start to each stage of a plan."""

    def __init__(self) -> None:
        self.begun = (time.process_time(), time.monotonic())
        self.at: dict[str, tuple[float, float]] = {}

    def told(self, name: str, _turns: object = None) -> None:
        cpu, wall = self.begun
        self.at[name] = (time.process_time() - cpu, time.monotonic() - wall)


def timed(family: Household, horizon: Interval, wishes: Wishes, rules, seconds: float):
    """Plan, and return the result with its stamps."""
    needs = needs_for(family, rules=rules, horizon=horizon)
    stamps = Stamps()
    result = plan(family, rules=rules, horizon=horizon, needs=needs,
                  limits=Limits(seconds=seconds, relative_gap=0.0),
                  wishes=replace(wishes, told=stamps.told))  # fmt: skip
    stamps.told("all")
    return result, stamps


def said(label: str, result: RotaResult, stamps: Stamps) -> str:
    """One line for one rota."""
    cpu, wall = stamps.at["all"]
    levels = "  ".join(
        f"{v.name} {v.value:.0f}" + ("" if v.proven else f" (>= {v.bound:.0f})")
        for v in result.rota.levels
    )
    drift = f"drift {result.bedtime.value:.0f}{'' if result.bedtime.proven else '?'}"
    return (f"{label} {cpu:6.2f} s CPU {wall:6.2f} s  {levels}  {drift}  turns "
            f"{len(result.rota.turns)} gaps {len(result.rota.gaps)} no relief "
            f"{len(result.rota.unrelieved)}")  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--n", type=int, default=20, help="how many households")
    options.add_argument("--first", type=int, default=1, help="first seed")
    options.add_argument("--helpers", type=int, default=5, help="helpers in each")
    options.add_argument("--children", type=int, default=0, help="children in each (0: drawn)")
    options.add_argument("--slot", type=int, default=30, choices=(15, 30))
    options.add_argument("--seconds", type=float, default=60, help="limit for one rota")
    chosen = options.parse_args()
    rules = load_rules("uk")
    # The first solve pays for the import; it is not part of any figure.
    plan(household(child("Noah"), carer("Kate", main=True), carer("H", lives_in=True, most=1)),
         rules=rules, horizon=night_of(MONDAY, LONDON))  # fmt: skip
    spent: dict[str, list[tuple[float, float]]] = {}
    proven: dict[str, list[bool]] = {}
    for seed in range(chosen.first, chosen.first + chosen.n):
        family = generated(seed, chosen.helpers, chosen.children)
        night = night_of(MONDAY + timedelta(days=1), LONDON)
        horizon = fortnight(MONDAY, zone=LONDON)
        shared = shared_before(family, horizon, rules)
        wishes = Wishes(slot=chosen.slot, shared=shared)
        result, stamps = timed(family, night, wishes, rules, chosen.seconds)
        spent.setdefault("tonight, exact", []).append(stamps.at["all"])
        proven.setdefault("tonight, exact", []).append(all(v.proven for v in result.rota.levels))
        print(said(f"seed {seed:3d} tonight  ", result, stamps), flush=True)
        result, stamps = timed(family, horizon, wishes, rules, chosen.seconds)
        for label, stage, count in (
            ("fortnight, first usable", "usable", 0),
            ("fortnight, levels 1-3", "doubt", 3),
            ("fortnight, all six", "all", len(LEVELS)),
        ):
            spent.setdefault(label, []).append(stamps.at[stage])
            proven.setdefault(label, []).append(all(v.proven for v in result.rota.levels[:count]))
        print(said(f"seed {seed:3d} fortnight", result, stamps), flush=True)
    for label, seconds in spent.items():
        cpu, wall = [c for c, _ in seconds], [w for _, w in seconds]
        print(f"{label} ({chosen.slot} min): n={len(cpu)} median {statistics.median(cpu):.2f} s CPU "
              f"({statistics.median(wall):.2f} s wall), longest {max(cpu):.2f} s CPU "
              f"({max(wall):.2f} s wall), proven {sum(proven[label])} of {len(cpu)}")  # fmt: skip


if __name__ == "__main__":
    main()
