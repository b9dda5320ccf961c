"""A bound at once: no way of paying can come to less than this, worked out in milliseconds.

The same problem as `payoff_model` without anything that is whole: fees are left out, a debt may be
settled in part, and a fixed least amount counts only while the debt cannot be gone. What is left of
a debt is counted in units of its balance at the start, which leaves one row a month for each.
"""

from __future__ import annotations

from math import ceil, floor, isfinite
from typing import TYPE_CHECKING, Final

from kinhold.engines.money.debts.payoff_model import NEVER, UNIT, Bounded
from kinhold.optimisation.model import INFINITY, ModelDraft
from kinhold.optimisation.solved import solve

if TYPE_CHECKING:
    from kinhold.engines.money.debts.accrual import Rounding
    from kinhold.engines.money.debts.payoff_model import Misses, Short
    from kinhold.engines.money.debts.payoff_months import Calendar
    from kinhold.optimisation.model import Model

    Terms = list[tuple[int, float]]

_WHOLE: Final = 1 + 1e-9
_LOST: Final[dict[Rounding, float]] = {"half-up": 0.5, "half-even": 0.5, "up": 0.0, "down": 1.0}


def least_cost(
    calendar: Calendar, *, months: int, misses: Misses = "kept", short: Short = NEVER
) -> int:
    """Return a bound on interest and fees less reductions, in minor units, rounded down.

    Args:
        calendar: the debts, their months and the money.
        months: how far it looks; what is left then counts at its balance.
        misses: whether minimums may be missed, as in `payoff_model`.
        short: where minimums may be missed, as in `payoff_model`.

    Raises:
        SolverNotInstalledError: where OR-Tools is not installed.
    """
    owed = sum(d.balance for d in calendar.debts)
    if not owed:
        return 0
    debts = [
        Bounded.of(calendar, n, months, misses=misses, short=short)
        for n in range(len(calendar.debts))
    ]
    found = solve(_model(calendar, debts, months))
    if not isfinite(found.bound):
        return -owed
    return floor(found.bound * UNIT) - owed - rounding_slack(calendar, months=months)


def rounding_slack(calendar: Calendar, *, months: int) -> int:
    """Return by how much rounding each month's interest can make a plan cheaper, in minor units.

    The models round nothing. Half a minor unit may be lost on each debt in each month (a whole one
    where interest is rounded down), and would have borne interest since.

    Args:
        calendar: the debts and their months.
        months: how many of them count.
    """
    lost = 0.0
    for debt, row in zip(calendar.debts, calendar.rows, strict=True):
        most = _LOST[debt.convention.rounding]
        so_far = 0.0
        for month in row[:months]:
            so_far = so_far * (1 + float(month.factor)) + (most if month.factor else 0.0)
        lost += so_far
    return ceil(lost)


def _model(calendar: Calendar, debts: list[Bounded], months: int) -> Model:
    draft = ModelDraft()
    spent: list[Terms] = [[] for _ in range(months)]
    goal: Terms = []
    for debt in debts:
        settled = _settlements(draft, debt, spent)
        _paid_off(draft, debt, settled, spent, goal)
    goal += [term for terms in spent for term in terms]
    before = -1
    for month, terms in enumerate(spent):
        kept = draft.number(0, INFINITY)
        terms.append((kept, 1.0))
        if before >= 0:
            terms.append((before, -1.0))
        draft.require(terms, upper=calendar.money(month) / UNIT)
        before = kept
    return draft.finish(goal)


def _settlements(draft: ModelDraft, debt: Bounded, spent: list[Terms]) -> list[int]:
    """One variable for each month in which the debt can be settled: its part settled then.

    Until then the minimums are paid, where paying more would not lower them by more than that.
    """
    rule = debt.terms.minimum
    share = rule.share / 10_000
    shrinks = all(grow * (1 - share) <= _WHOLE for grow in debt.grow)
    plain = shrinks and not rule.plus_interest and rule.ends is None and not debt.waived
    settled = []
    for month, here in enumerate(debt.row):
        if here.offer is None:
            continue
        part = draft.number(0, 1)
        settled.append(part)
        left = debt.start
        for sooner in range(month if plain else 0):
            owed = left * debt.grow[sooner]
            free = sooner in debt.miss or not debt.row[sooner].asked
            asked = 0.0 if free else min(owed, share * (owed if rule.of == "statement" else left))
            spent[sooner].append((part, asked))
            left = owed - asked
        spent[month].append((part, here.offer / UNIT))
    return settled


def _paid_off(
    draft: ModelDraft, debt: Bounded, settled: list[int], spent: list[Terms], goal: Terms
) -> None:
    """The part that is not settled: what is left of it each month, in units of the start."""
    rule = debt.terms.minimum
    share, grown = rule.share / 10_000, debt.start
    whole: Terms = [(part, -1.0) for part in settled]  # one, less what is settled
    before: Terms = list(whole)
    known = 1.0
    for month, here in enumerate(debt.row):
        left = draft.number(0, 1)
        opening, grown = grown, grown * debt.grow[month]
        most = 1.0
        if here.asked and month not in debt.miss:
            weight = share * (grown if rule.of == "statement" else opening)
            if rule.plus_interest:
                weight = share * opening + grown - opening
            most = max(0.0, 1 - weight / grown) if grown else 1.0
        draft.require([(left, 1.0), *((c, -most * w) for c, w in before)], upper=most * known)
        for column, weight in before:
            spent[month].append((column, grown * weight))
        spent[month].append((left, -grown))
        goal_constant = known * grown
        if goal_constant:
            one = draft.number(1, 1)
            spent[month].append((one, goal_constant))
        before, known = [(left, 1.0)], 0.0
    goal += [(column, grown * weight) for column, weight in before]
