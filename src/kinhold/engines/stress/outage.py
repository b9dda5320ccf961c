"""The household without what is lost, by pure replacement."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import AwayStated
from kinhold.domain.dates import UNKNOWN, first_day, from_day
from kinhold.domain.finances import BillStated
from kinhold.domain.money import Money
from kinhold.domain.periods import ClockWindow
from kinhold.domain.recurrence import Recurrence, occurrences

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from kinhold.domain.care import Carer
    from kinhold.domain.finances import DebtStated, IncomeStated
    from kinhold.domain.household import Household
    from kinhold.engines.stress.contingencies import Contingency

ALL_DAY: Final = (ClockWindow(0, 24 * 60),)
BILL_DUE_IN: Final = 7
"""Days until an unexpected bill has to be paid (a setting)."""


def remove(household: Household, contingency: Contingency, *, on: date) -> Household:
    """Return the household as it would be after a loss, from a day on.

    Args:
        household: as it stands.
        contingency: what is lost.
        on: the first day of the loss.
    """
    about, days = contingency.about, contingency.days
    if contingency.kind in ("person", "place"):
        return without_people(household, {about})
    if contingency.kind == "side":
        gone = {c.handle for c in household.carers if c.side == about and not c.main}
        return without_people(household, gone)
    if contingency.kind == "income":
        kept = tuple(i for i in household.incomes if i.about != about)
        return replace(household, incomes=kept)
    if contingency.kind == "ill":
        return _ill(household, about, on, days or 1)
    if contingency.kind == "car":
        return _without_car(household, about)
    if contingency.kind == "bill":
        return _with_bill(household, contingency.minor, on)
    return _delayed(household, about, on, days or 0)


def without_people(household: Household, gone: Collection[str]) -> Household:
    """Return the household without people: their care, income, payments, car and promises.

    Their share of a joint debt falls on the others who are liable.
    """
    return replace(
        household,
        carers=tuple(c for c in household.carers if c.handle not in gone),
        commitments=tuple(c for c in household.commitments if c.promisor not in gone),
        incomes=tuple(i for i in household.incomes if i.payer not in gone and i.to not in gone),
        debts=tuple(_falls_on_others(d, gone) for d in household.debts),
        assets=tuple(a for a in household.assets if not a.owners or set(a.owners) - set(gone)),
    )


def _falls_on_others(debt: DebtStated, gone: Collection[str]) -> DebtStated:
    if not set(debt.liable) & set(gone):
        return debt
    left = tuple(who for who in debt.liable if who not in gone)
    return replace(debt, liable=left, shares=()) if left else debt


def _ill(household: Household, who: str, on: date, days: int) -> Household:
    """The main carer can look after nobody for some days; what she earns in them is not changed."""
    away = AwayStated(
        fact_id=f"ill:{who}",
        occurred=from_day(on),
        about=who,
        why="ill",
        each=Recurrence("day"),
        at=ALL_DAY,
        until=from_day(on + timedelta(days=days - 1)),
    )
    carers = tuple(
        replace(c, away=(*c.away, away)) if c.handle == who else c for c in household.carers
    )
    return replace(household, carers=carers)


def _without_car(household: Household, label: str) -> Household:
    assets = tuple(a for a in household.assets if a.about != label)
    if any(a.type == "car" and a.state == "owned" for a in assets):
        return replace(household, assets=assets)
    return replace(household, assets=assets, carers=tuple(map(_on_foot, household.carers)))


def _on_foot(carer: Carer) -> Carer:
    """Who lives in the household shared its car; others come with their own."""
    from kinhold.domain.care import CarerLimited

    if not (carer.main or carer.lives_in):
        return carer
    limits = carer.limits or CarerLimited(fact_id=f"car:{carer.handle}", about=carer.handle)
    return replace(carer, limits=replace(limits, cannot=tuple({*limits.cannot, "drive"})))


def _with_bill(household: Household, minor: int, on: date) -> Household:
    bill = BillStated(
        fact_id="bill:unexpected",
        occurred=from_day(on + timedelta(days=BILL_DUE_IN)),
        about="an unexpected bill",
        amount=Money(minor, household.currency),
        priority="essential",
    )
    return replace(household, bills=(*household.bills, bill))


def _delayed(household: Household, label: str, on: date, days: int) -> Household:
    """A benefit that does not come for some days, and then as before."""
    incomes = tuple(
        _from(i, on + timedelta(days=days)) if i.about == label else i for i in household.incomes
    )
    return replace(household, incomes=incomes)


def _from(income: IncomeStated, day: date) -> IncomeStated:
    """The same income with its first payment on or after a day, in step with what it was."""
    anchor = first_day(income.occurred) or day
    until = None if income.until == UNKNOWN else first_day(income.until)
    later = occurrences(
        income.each, anchor=anchor, start=day, end=day + timedelta(days=400), until=until
    )
    start = later[0] if later else day + timedelta(days=400)
    return replace(income, occurred=from_day(max(start, anchor)))
