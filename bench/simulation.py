"""Simulation of a year of money: both kernels beside the plain one. CPU time, in one process.

    python -m bench.simulation [--paths 10000] [--n 9] [--exact]

Path-days are paths times days. `--exact` compares the chance of missing rent at a million paths.
"""

from __future__ import annotations

import argparse
import random
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

from bench.simulation_baseline import simulate_plain
from kinhold.engines.money import simulation_days, simulation_fused, simulation_tables
from kinhold.engines.money.cash_flow import RANKS, CashFlow, Promised, Shocks
from kinhold.engines.money.simulation import simulate

if TYPE_CHECKING:
    from collections.abc import Callable

DAYS = 365
ITEMS = 30


def household(seed: int = 3) -> CashFlow:
    """Thirty recurring bills that vary by 15 %, a wage, promised money, a year of spending, shocks."""
    dice = random.Random(seed)
    due = [[0] * DAYS for _ in RANKS]
    variance = [[0.0] * DAYS for _ in RANKS]
    for item in range(ITEMS):
        rank = dice.choice((1, 1, 2, 2, 2, 3, 3)) if item else 0
        step = dice.choice((30, 30, 30, 7, 14, 90)) if item else 30
        minor = dice.randint(1000, 40000) if item else 90_000
        for day in range(dice.randint(0, step - 1), DAYS, step):
            due[rank][day] += minor
            variance[rank][day] += (0.15 * minor) ** 2
    income = [0] * DAYS
    for day in range(27, DAYS, 30):
        income[day] = round(sum(map(sum, due)) / 12.2 * 1.01)
    history = tuple(dice.choice((-1500, -2500, -500, 0, 0, 3000)) for _ in range(364))
    return CashFlow(
        opening=500_000,
        due=tuple(map(tuple, due)),
        income=tuple(income),
        kept_back=(20_000,) * DAYS,
        spread=tuple(tuple(round(v**0.5) for v in row) for row in variance),
        income_spread=tuple(round(0.05 * i) for i in income),
        promised=(Promised((0.2, 0.5, 0.9), tuple((day, 5000) for day in range(5, DAYS, 30))),),
        history=history,
        shocks=Shocks(each_year=2.0, median=20_000, spread=0.8),
    )


def main() -> None:
    """Print path-days a CPU second for each, and what they are to the plain one."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--paths", type=int, default=10_000)
    asked.add_argument("--n", type=int, default=9)
    asked.add_argument("--exact", action="store_true")
    told = asked.parse_args()
    flow = household()
    if told.exact:
        exact(flow)
        return
    fused: Callable[..., object] = simulation_fused.run
    ranged = simulation_days.with_ranges(simulation_tables.prepare(flow, seed=1))
    started = process_time()
    fused(ranged, 10)
    print(f"compile or load: {process_time() - started:.1f} s CPU")
    kinds: dict[str, Callable[[], object]] = {
        "plain": lambda: simulate_plain(flow, paths=told.paths, seed=1),
        "numpy": lambda: simulation_days.run(ranged, told.paths),
        "numba": lambda: fused(ranged, told.paths),
    }
    taken: dict[str, list[float]] = {name: [] for name in kinds}
    for _ in range(told.n):  # in turn, so that a slow minute of a shared machine is everybody's
        for name, run in kinds.items():
            started = process_time()
            run()
            taken[name].append(process_time() - started)
    plain = median(taken["plain"])
    for name, seconds in taken.items():
        ratios = median(p / s for p, s in zip(taken["plain"], seconds, strict=True))
        print(
            f"{name}: {told.paths * DAYS / median(seconds) / 1e6:.1f} M path-days a CPU second, "
            f"{ratios:.1f} times plain (median of {told.n}, {told.paths} paths, {plain:.2f} s plain)"
        )


def exact(flow: CashFlow) -> None:
    """Print the chance of missing rent in a year at a million paths, and the standard error."""
    paths = 1_000_000
    ours = simulate(flow, paths=paths).chance("home", DAYS - 1)
    missed = sum(
        int((simulate_plain(flow, paths=paths // 50, seed=seed).first[0] >= 0).sum())
        for seed in range(50)
    )
    theirs = missed / paths
    error = (2 * theirs * (1 - theirs) / paths) ** 0.5
    print(f"ours {ours:.5f}, plain {theirs:.5f}, {(ours - theirs) / error:+.2f} standard errors")


if __name__ == "__main__":
    main()
