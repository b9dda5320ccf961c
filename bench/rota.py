"""How long rotas take, on generated households.

    python bench/rota.py --n 20

Prints, per household and for tonight and the fortnight, CPU seconds, the levels with their bounds,
and counts; then medians. Every rota has passed `check_rota`, or the run would have stopped.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.households import LONDON, MONDAY, away, carer, child, hours, household

from kinhold.domain.periods import Interval, night_of
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.care.rota import plan, plan_cover
from kinhold.optimisation.limits import Limits
from kinhold.rules.loading import load_rules

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def generated(seed: int, helpers: int = 5):
    """A household with one main carer and so many helpers, all from one seed."""
    dice = random.Random(seed)
    some = lambda low, high: ",".join(dice.sample(DAYS, dice.randint(low, high)))  # noqa: E731
    work = f"{dice.choice((7, 8, 9)):02d}:00-{dice.choice((15, 16, 17)):02d}:30"
    members = [
        child("Noah", dice.choice(("2026-08-20", "2026-02-03", "2024-05"))),
        carer("Kate", main=True, side="own", away=[away(f"week:{some(3, 5)}", work)]),
    ]
    kinds = ("home", "nights", "evenings", "paid", "weekend", "nights")
    for n in range(helpers):
        kind = kinds[n % len(kinds)] if n or dice.random() < 0.6 else "nights"
        members.append(_helper(dice, f"H{n}", kind, some))
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
    }[kind]
    limits = {"most": dice.randint(6, 20)} if dice.random() < 0.8 else {}
    if kind == "paid":
        limits["price"] = str(dice.randint(9, 18))
    if dice.random() < 0.3:
        limits["travel"] = 30
    return carer(name, side=side, reliability=trust, available=[offered], **limits)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=5, help="how many households")
    options.add_argument("--first", type=int, default=1, help="first seed")
    options.add_argument("--helpers", type=int, default=5, help="helpers in each")
    options.add_argument("--seconds", type=float, default=60, help="limit for one rota")
    chosen = options.parse_args()
    rules = load_rules("uk")
    # The first solve pays for the import; it is not part of any figure.
    plan(household(child("Noah"), carer("Kate", main=True), carer("H", lives_in=True, most=1)),
         rules=rules, horizon=night_of(MONDAY, LONDON))  # fmt: skip
    spent: dict[str, list[float]] = {}
    for seed in range(chosen.first, chosen.first + chosen.n):
        family = generated(seed, chosen.helpers)
        horizons: dict[str, Interval] = {
            "tonight": night_of(MONDAY + timedelta(days=1), LONDON),
            "fortnight": fortnight(MONDAY, zone=LONDON),
        }
        for name, horizon in horizons.items():
            needs = needs_for(family, rules=rules, horizon=horizon)
            for label, solve in ((name, plan), (f"{name}, cover only", plan_cover)):
                before = time.process_time()
                rota = solve(family, rules=rules, horizon=horizon, needs=needs,
                             limits=Limits(seconds=chosen.seconds)).rota  # fmt: skip
                cpu = time.process_time() - before
                spent.setdefault(label, []).append(cpu)
                levels = "  ".join(
                    f"{v.name} {v.value:.0f} (>= {v.bound:.0f}{', proven' if v.proven else ''})"
                    for v in rota.levels
                )
                print(f"seed {seed:3d} {label:22s} {cpu:6.2f} s  {levels}  turns {len(rota.turns)}"
                      f" gaps {len(rota.gaps)} no relief {len(rota.unrelieved)}", flush=True)  # fmt: skip
    for label, seconds in spent.items():
        print(f"{label}: n={len(seconds)} median {statistics.median(seconds):.2f} s, "
              f"longest {max(seconds):.2f} s CPU")  # fmt: skip


if __name__ == "__main__":
    main()
