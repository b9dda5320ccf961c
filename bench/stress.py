"""How long a stress test takes: the first answer, every loss planned again, and repairs.

    python -m bench.stress --n 5
    python -m bench.stress --n 3 --scratch 2

Households come from `bench.rota.generated`, with eight helpers and some money, so that each has ten
losses of people, places and illness or more; ten are tested. Printed per household, in CPU seconds
of this process (the machine may be shared):

- first: needs, and the household and ten versions of it from availability alone, with their money;
- again: ten losses planned again to 2 % of what stays open, around what stands and then afresh, as
  the stress test does it, after the household itself;
- scratch: of as many of them as asked, each planned from scratch with all six levels and the same
  gap, which is what one would do without the stress test; the ratio is per loss;
- repair: three sets of measures for every loss that breaks something and for the household as it
  stands, and one plan for any single loss.

Then medians and the longest. Loading the solver (about 0.7 s) is not part of any figure.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from dataclasses import replace

from bench.rota import generated
from kinhold.adapters.planning import plan_after_losses
from kinhold.adapters.repairing import repair_each
from kinhold.application.household_on import Standing
from kinhold.application.plan_care import ToPlan
from kinhold.application.stress_repairs import to_find
from kinhold.application.stress_test import StressTask, report_of
from kinhold.domain.dates import from_day
from kinhold.domain.fact import Label, PersonRef
from kinhold.domain.finances import Account, BalanceNoted, BillStated, IncomeStated
from kinhold.domain.money import Money
from kinhold.domain.recurrence import parse_recurrence
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.care.rota import plan
from kinhold.engines.stress.contingencies import list_single_losses
from kinhold.engines.stress.outage import remove
from kinhold.optimisation.limits import Limits
from kinhold.rules.loading import load_rules

LOSSES = 10
DAY = date(2026, 11, 23)
CARE = ("ill", "person", "place", "side", "miss", "child-ill")


def with_money(household, seed):
    """The same household with a wage, rent, energy, food and a balance."""
    wage = IncomeStated(
        fact_id="wage", occurred=from_day(date(2026, 11, 27)), about="Wage",
        amount=Money(1100_00 + 37_00 * (seed % 9), "GBP"), each=parse_recurrence("4weeks"),
        type="wage", to=PersonRef("Kate"),
    )  # fmt: skip
    bills = tuple(
        BillStated(fact_id=name, occurred=from_day(date(2026, 12, day)), about=name,
                   amount=Money(minor, "GBP"), each=parse_recurrence(f"month:{day}"), type=kind)
        for name, day, minor, kind in (("Rent", 1, 690_00, "rent"), ("Energy", 12, 118_00, "energy"),
                                       ("Phone", 18, 24_00, "phone"))
    )  # fmt: skip
    balance = BalanceNoted(
        fact_id="b", occurred=from_day(DAY), about="Current", amount=Money(420_00, "GBP")
    )
    account = Account(Label("Current"), None, balance)
    return replace(household, incomes=(wage,), bills=bills, accounts=(account,))


def spent(work):
    """What some work gives, and the CPU seconds it took."""
    begun = time.process_time()
    found = work()
    return found, time.process_time() - begun


def task_of(household, rules):
    horizon = fortnight(DAY, zone=household.zone, days=14)
    needs = needs_for(household, rules=rules, horizon=horizon)
    every = list_single_losses(household, rules=rules, on=DAY)
    losses = tuple([x for x in every if x.kind in CARE][:LOSSES])
    versions = tuple(remove(household, loss, on=DAY) for loss in losses)
    standing = Standing(household, rules, {})
    return StressTask(standing, DAY, ToPlan(rules, horizon, needs), losses, versions, DAY)


def one(seed, scratch):
    rules = load_rules("uk")
    household = with_money(generated(seed, helpers=8), seed)
    _, first = spent(lambda: task_of(household, rules).first())
    task = task_of(household, rules)
    planned, again = spent(
        lambda: plan_after_losses(
            household=household, versions=task.versions, given=task.given, seconds=6.0,
            progress=lambda _n: None,
        )
    )  # fmt: skip
    each = [
        spent(
            lambda v=version: plan(v, rules=rules, horizon=task.given.horizon,
                                   needs=task.given.needs,
                                   limits=Limits(seconds=60, relative_gap=0.02))
        )[1]
        for version in task.versions[:scratch]
    ]  # fmt: skip
    report = report_of(task, planned)
    (sets, plan_), repair = spent(
        lambda: repair_each(wanted=to_find(report), progress=lambda _said: None)
    )
    ratio = statistics.mean(each) / (again / len(task.versions)) if each else float("nan")
    found = sum(1 for s in sets if s and s[0].holds)
    print(
        f"{seed:>4} losses {len(task.losses)} first {first:5.2f} again {again:6.2f} "
        f"scratch {statistics.mean(each) if each else float('nan'):6.2f} each, ratio {ratio:4.1f} "
        f"repair {repair:6.2f} ({found} of {len(sets)} hold, plan "
        f"{'for all' if plan_ and not plan_.open else 'for some'})",
        flush=True,
    )
    return first, again, ratio, repair


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--n", type=int, default=5, help="households")
    parser.add_argument("--scratch", type=int, default=3, help="losses planned from scratch each")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    figures = [one(options.seed + n, options.scratch) for n in range(options.n)]
    for name, column in zip(
        ("first", "again", "ratio", "repair"), zip(*figures, strict=True), strict=True
    ):
        print(
            f"{name}: median {statistics.median(column):.2f}, longest {max(column):.2f} (n={options.n})"
        )


if __name__ == "__main__":
    main()
