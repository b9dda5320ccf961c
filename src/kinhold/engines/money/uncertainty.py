"""What of a household's money is not certain: the cash flow that the simulation throws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from statistics import pstdev
from typing import TYPE_CHECKING, Final

from kinhold.domain.money import exponent
from kinhold.engines.money.cash_flow import RANKS, CashFlow, Promised, Shocks
from kinhold.engines.money.everyday import aligned
from kinhold.engines.money.matching import VARIES
from kinhold.engines.money.runway import kept_back

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from kinhold.domain.household import Household
    from kinhold.engines.money.due_dates import DueItem
    from kinhold.engines.money.everyday import Everyday
    from kinhold.engines.money.matching import Paid, Payments
    from kinhold.rules.pack import RulesInForce

VARIES_BY: Final = 0.15
"""Standard deviation of an estimated bill as a share of it, where too few payments show it."""
IRREGULAR_BY: Final = 0.5
"""The same for an irregular income without statements that show it. Both are assumptions."""
PAYMENTS_THAT_SHOW: Final = 4


@dataclass(frozen=True, slots=True)
class Uncertain:
    """What is known of how the household's money varies.

    Attributes:
        spreads: label to standard deviation as a share of the amount; see `spreads_of`.
        everyday: what no schedule holds, or None.
        rates: a payer's equally likely shares of promises kept.
        shocks: unexpected bills, or None.
    """

    spreads: Mapping[str, float]
    everyday: Everyday | None
    rates: Callable[[str], tuple[float, ...]]
    shocks: Shocks | None


def cash_flow_of(
    items: Iterable[DueItem], *, opening: int, on: date, horizon: int, uncertain: Uncertain
) -> CashFlow:
    """Return the cash flow that items stand for.

    Args:
        items: unsettled occurrences that count, and promised incomes whether they count or not;
            none of before `on`. Without the weekly item of everyday spending.
        opening: money on the first day, minor units.
        on: the first day.
        horizon: how many days.
        uncertain: how it varies.
    """
    everyday = uncertain.everyday
    due = [[0] * horizon for _ in RANKS]
    variance = [[0.0] * horizon for _ in RANKS]
    income, moving = [0] * horizon, [0.0] * horizon
    promised: dict[str, list[tuple[int, int]]] = defaultdict(list)
    held = [item for item in items if 0 <= (item.due - on).days < horizon]
    for item in held:
        ahead, minor = (item.due - on).days, item.amount.minor
        spread = (uncertain.spreads.get(item.label, 0.0) * minor) ** 2
        if item.direction == "out":
            due[rank_of(item)][ahead] += minor
            variance[rank_of(item)][ahead] += spread
        elif item.certainty == "promised":
            promised[item.payer].append((ahead, minor))
        else:
            income[ahead] += minor
            moving[ahead] += spread
    sure = [item for item in held if item.direction == "out" or item.certainty != "promised"]
    back = kept_back(sure, on=on, horizon=horizon)
    week = max(0, -everyday.weekly) if everyday else 0
    return CashFlow(
        opening=opening,
        due=tuple(map(tuple, due)),
        income=tuple(income),
        kept_back=tuple(kept + week * 4 if kept else week for kept in back),
        spread=tuple(tuple(round(v**0.5) for v in row) for row in variance),
        income_spread=tuple(round(v**0.5) for v in moving),
        promised=tuple(
            Promised(uncertain.rates(who), tuple(sorted(days)))
            for who, days in sorted(promised.items())
        ),
        history=aligned(everyday, on=on) if everyday else (),
        shocks=uncertain.shocks,
    )


def rank_of(item: DueItem) -> int:
    """Return the place of a bill in the order of paying; see `simulation.RANKS`."""
    if item.priority == "priority":
        return 0 if item.roof else 1
    return 2 if item.priority == "essential" else 3


def spreads_of(household: Household, payments: Payments) -> dict[str, float]:
    """Return by how much bills and incomes vary: label to standard deviation as a share.

    What was paid or came in shows it where it was at least `PAYMENTS_THAT_SHOW` times; an estimated
    bill and an irregular income are assumed to vary otherwise.

    Args:
        household: with bills and incomes.
        payments: what was paid and came in.
    """
    spreads: dict[str, float] = {}
    for bill in household.bills:
        if bill.type.casefold() in VARIES:
            spreads[bill.about] = _shown(payments.out.get(bill.about, ()), VARIES_BY)
    for income in household.incomes:
        if income.certainty == "irregular":
            spreads[income.about] = _shown(payments.incoming.get(income.about, ()), IRREGULAR_BY)
    return spreads


def _shown(paid: Iterable[Paid], otherwise: float) -> float:
    sizes = [p.minor for p in paid]
    if len(sizes) < PAYMENTS_THAT_SHOW:
        return otherwise
    mean = sum(sizes) / len(sizes)
    return min(1.0, pstdev(sizes) / mean) if mean else otherwise


def shocks_of(rules: RulesInForce, *, on: date, currency: str) -> Shocks | None:
    """Return unexpected bills as the country's surveys have them, or None where no rule says."""
    from kinhold.rules.parameter import RuleNotInForceError

    try:
        told = rules.lookup("money.shocks", on)
    except RuleNotInForceError:
        return None
    if not isinstance(told, Mapping):
        return None
    each_year, median, spread = (Decimal(str(told[k])) for k in ("each_year", "median", "spread"))
    minor = int(median * 10 ** exponent(currency))
    return Shocks(float(each_year), minor, float(spread))
