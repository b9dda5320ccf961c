"""How long the cheapest way of paying debts off takes to find and to prove, on generated debts.

    python -m bench.payoff
    python -m bench.payoff --debts 5 --months 36 --seeds 12
    python -m bench.payoff --misses priced

The generator draws, from one seed: balances of 300 to 9,000; rates of 6 to 40 %, four in ten of them
0 to 3 % for the first 3 to 24 months; minimums of 1 to 2.5 % with a floor of 5 to 35, and some fixed
instalments; late fees of 12 or 25; on two to four debts an offer to settle for 45 to 85 %, open for
two to six months somewhere in the first two and a half years. The money of each month varies by a
tenth, twice a year more. It is scaled so that paying the highest rate first takes nine tenths of
the horizon.

Printed by seed: the size of the model; CPU seconds of this process and wall-clock seconds of the
whole comparison (four plans, the proof, replay and check) and of the first bound; then the gap at
the end, of everything that is paid, and what each way costs. Loading the solver (about 0.6 s) is
no part of any figure.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kinhold.domain.money import BasisPoints
from kinhold.engines.money.debts.accrual import month_after
from kinhold.engines.money.debts.payoff import Manner, plan_payoff, quick_bound
from kinhold.engines.money.debts.payoff_model import payoff_model
from kinhold.engines.money.debts.payoff_months import calendar_of
from kinhold.engines.money.debts.payoff_rules import AVALANCHE, play
from kinhold.engines.money.debts.terms import DebtTerms, Minimum, Offer, RateFrom
from kinhold.optimisation.limits import Limits

START = date(2026, 1, 1)


def generated(seed: int, debts: int = 10, months: int = 60) -> tuple[list[DebtTerms], list[int]]:
    """So many debts and the money of each month, all from one seed."""
    dice = random.Random(seed)
    offered = set(dice.sample(range(debts), dice.randint(2, min(4, debts))))
    made = [_debt(dice, n, offered=n in offered) for n in range(debts)]
    shape = [dice.uniform(0.9, 1.1) * (1.5 if m % 6 == 5 else 1) for m in range(months)]
    low, high = 1, sum(d.balance for d in made)
    while high - low > 100:  # the least money that clears everything in nine tenths of the months
        base = (low + high) // 2
        calendar = calendar_of(
            made, budget=[int(base * s) for s in shape], start=START, count=months
        )
        took = play(calendar, AVALANCHE, name="avalanche").months
        low, high = (low, base) if took and took <= months * 9 // 10 else (base, high)
    return made, [int(high * s) for s in shape]


def _debt(dice: random.Random, number: int, *, offered: bool) -> DebtTerms:
    balance = dice.randint(30_000, 900_000)
    rates = [RateFrom(START, BasisPoints(dice.randint(600, 4000)))]
    if dice.random() < 0.4:
        ends = month_after(START, dice.randint(3, 24))
        promo = BasisPoints(dice.choice((0, 0, 0, 300)))
        rates = [RateFrom(START, promo), replace(rates[0], day=ends)]
    floor, share = dice.choice((500, 1000, 2500, 3500)), dice.choice((100, 150, 200, 250))
    minimum = Minimum(floor=floor, share=BasisPoints(share))
    if dice.random() < 0.2:
        minimum = Minimum(floor=balance // dice.randint(40, 60))
    offers: tuple[Offer, ...] = ()
    if offered:
        opens = month_after(START, dice.randint(2, 24), day=dice.randint(1, 28))
        closes = opens + timedelta(days=dice.randint(60, 180))
        offers = (Offer(balance * dice.randint(45, 85) // 100, opens, closes),)
    return DebtTerms(
        label=f"Debt {number + 1}",
        balance=balance,
        currency="GBP",
        rates=tuple(rates),
        minimum=minimum,
        late_fee=dice.choice((1200, 2500)),
        offers=offers,
    )


def timed(seed: int, debts: int, months: int, manner: Manner) -> tuple[float, float, float, str]:
    """CPU and wall seconds of one comparison, CPU seconds of the first bound, and a line for it."""
    made, money = generated(seed, debts, months)
    told = {"budget": money, "start": START, "months": months, "manner": manner}
    begun = time.process_time()
    quick = quick_bound(made, **told)
    first = time.process_time() - begun
    cpu, wall = time.process_time(), time.monotonic()
    found = plan_payoff(made, **told)
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    calendar = calendar_of(made, budget=money, start=START, count=found.horizon)
    size = payoff_model(calendar, months=found.horizon, misses=manner.misses).model
    whole = sum(v.integer for v in size.variables)
    costs = "  ".join(f"{p.name} {p.cost / 100:,.0f} ({p.months} m)" for p in found.plans[:3])
    saved = 1 - found.plans[0].cost / max(1, found.plans[1].cost)
    said = (f"seed {seed:2d}  {len(size.constraints)} rows {len(size.variables)} columns {whole} "
            f"whole  {cpu:5.2f} s CPU {wall:5.2f} s  first bound {first:.3f} s  gap "
            f"{found.gap:.3%} of all paid, {(found.value - found.bound) / max(1, found.value):.3%} of the cost, "
            f"{'proven' if found.proven else 'not proven'}  {costs}  {saved:.1%} less than avalanche, "
            f"bounds {quick / 100:,.0f} {found.bound / 100:,.0f}")  # fmt: skip
    return cpu, wall, first, said


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--seeds", type=int, default=6)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--debts", type=int, default=10)
    options.add_argument("--months", type=int, default=60)
    options.add_argument("--misses", choices=("kept", "priced"), default="kept")
    chosen = options.parse_args()
    manner = Manner(misses=chosen.misses)
    warm, money = generated(99, 3, 12)
    plan_payoff(warm, budget=money, start=START, months=12, limits=Limits(seconds=5))
    spent = []
    for seed in range(chosen.first, chosen.first + chosen.seeds):
        *seconds, said = timed(seed, chosen.debts, chosen.months, manner)
        spent.append(seconds)
        print(said, flush=True)
    cpu, wall, first = zip(*spent, strict=True)
    print(f"{chosen.debts} debts x {chosen.months} months, {chosen.misses}: n={len(cpu)} median "
          f"{statistics.median(cpu):.2f} s CPU ({statistics.median(wall):.2f} s wall), longest "
          f"{max(cpu):.2f} s CPU; first bound median {statistics.median(first):.3f} s CPU")  # fmt: skip


if __name__ == "__main__":
    main()
