"""The household without what is lost, by pure replacement."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import AwayStated
from kinhold.domain.dates import UNKNOWN, first_day, from_day
from kinhold.domain.fact import PersonRef
from kinhold.domain.finances import BillStated
from kinhold.domain.money import Money
from kinhold.domain.periods import NIGHT_ENDS, ClockWindow
from kinhold.domain.recurrence import Recurrence, occurrences
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from kinhold.domain.care import AvailabilityStated, Carer
    from kinhold.domain.finances import DebtStated, IncomeStated
    from kinhold.domain.household import Household
    from kinhold.engines.stress.contingencies import Contingency, Kind

ALL_DAY: Final = (ClockWindow(0, 24 * 60),)
MORNING: Final = (ClockWindow(0, NIGHT_ENDS),)
BILL_DUE_IN: Final = 7
"""Days until an unexpected bill has to be paid (a setting)."""


def remove(household: Household, contingency: Contingency, *, on: date) -> Household:
    """Return the household as it would be after a loss, from a day on.

    Args:
        household: as it stands.
        contingency: what is lost.
        on: the first day of the loss.
    """
    return _REMOVE[contingency.kind](household, contingency, on)


def without_people(household: Household, gone: Collection[str]) -> Household:
    """Return the household without people: their care, income, payments, car and promises.

    Their share of a joint debt falls on the others who are liable, and a bill of their own name (the
    nursery's) is not sent any more.
    """
    names = {n.casefold() for who in gone for n in (who, household.name(who))}
    return replace(
        household,
        bills=tuple(b for b in household.bills if b.about.casefold() not in names),
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


def _away(who: str, on: date, days: int, *, at: tuple[ClockWindow, ...] = ALL_DAY) -> AwayStated:
    return AwayStated(
        fact_id=f"ill:{who}:{on}",
        occurred=from_day(on),
        about=who,
        why="ill",
        each=Recurrence("day"),
        at=at,
        until=from_day(on + timedelta(days=days - 1)),
    )


def _child_ill(household: Household, child: str, on: date, days: int) -> Household:
    """No school or nursery takes the child for some days."""
    away = _away(child, on, days)
    carers = tuple(replace(c, away=(*c.away, away)) if c.place else c for c in household.carers)
    return replace(household, carers=carers)


def _missed(household: Household, who: str, on: date) -> Household:
    """Somebody does not come on the next day on which they said they would, and does not pay once."""
    carer = household.carer(who)
    days = [d for a in (carer.available if carer else ()) for d in [_next(a, on)] if d]
    carers = household.carers
    if carer and days:
        gone = replace(carer, away=(*carer.away, _away(who, min(days), 1)))
        carers = tuple(gone if c is carer else c for c in carers)
    incomes = tuple(_without_next(i, on) if i.payer == who else i for i in household.incomes)
    return replace(household, carers=carers, incomes=incomes)


def _next(stated: AvailabilityStated | IncomeStated, on: date) -> date | None:
    """The first day from `on` on which something is stated to happen."""
    anchor = first_day(stated.occurred) or on
    until = None if stated.until == UNKNOWN else first_day(stated.until)
    days = occurrences(
        stated.each, anchor=anchor, start=on, end=on + timedelta(days=400), until=until
    )
    return days[0] if days else None


def _without_next(income: IncomeStated, on: date) -> IncomeStated:
    day = _next(income, on)
    return income if day is None else _from(income, day + timedelta(days=1))


CALLED_IN: Final = ("default", "collector", "judgment")
"""States of a debt in which the lender may ask for all of it at once."""
CALLED_IN_AFTER: Final = 30
"""Days until it has to be paid then (a setting)."""


def _all_of_it(household: Household, label: str, on: date) -> Household:
    """The others pay nothing of a joint debt: their part falls on the keeper.

    Every payment from now on is whole; their part of what is behind is due with the next one; and
    where the lender may ask for the whole balance already, their part of it is due in a month.
    """
    keeper = household.keeper
    debts, bills = [], list(household.bills)
    for debt in household.debts:
        if debt.about != label or keeper not in debt.liable:
            debts.append(debt)
            continue
        debts.append(replace(debt, liable=(keeper,), shares=()))
        called_in = debt.standing in CALLED_IN
        falling = debt.balance if called_in else debt.arrears
        part = falling.minor - own_of(debt, keeper, falling.minor) if falling else 0
        if falling and part:
            bills.append(
                BillStated(
                    fact_id=debt.fact_id,
                    occurred=from_day(on + timedelta(days=CALLED_IN_AFTER)),
                    about=_("{about}, the other part").format(about=debt.about),
                    amount=Money(part, falling.currency),
                    priority=debt.priority,
                    type=debt.type or "loan",
                )
            )
    return replace(household, debts=tuple(debts), bills=tuple(bills))


def own_of(debt: DebtStated, keeper: str, minor: int) -> int:
    """Return what of an amount is one party's own inner share: as agreed, or equal parts."""
    if len(debt.shares) == len(debt.liable):
        percent = debt.shares[debt.liable.index(PersonRef(keeper))]
        return -(-minor * percent // 100)
    return -(-minor // max(1, len(debt.liable)))


def crystallised(household: Household, contingency: Contingency) -> int:
    """Return the balance of joint debts that a loss lays on those who stay, in minor units.

    It is the inner share of whoever is lost: theirs among themselves, though the lender could have
    asked any one of them for all of it before.
    """
    keeper = household.keeper
    total = 0
    for debt in household.debts:
        others = set(debt.liable) - {keeper}
        if keeper not in debt.liable or not others or debt.balance is None:
            continue
        if contingency.kind == "debt" and contingency.about == debt.about:
            total += debt.balance.minor - own_of(debt, keeper, debt.balance.minor)
        elif contingency.kind in ("person", "side"):
            gone = [w for w in others if _is_lost(household, contingency, w)]
            total += sum(own_of(debt, who, debt.balance.minor) for who in gone)
    return total


def still_liable(household: Household, contingency: Contingency) -> tuple[str, ...]:
    """Return who besides the keeper stays liable for joint debts of which a loss takes somebody."""
    if contingency.kind not in ("person", "side"):
        return ()
    found: dict[str, None] = {}
    for debt in household.debts:
        others = [w for w in debt.liable if w != household.keeper]
        gone = {w for w in others if _is_lost(household, contingency, w)}
        if household.keeper in debt.liable and gone:
            found |= dict.fromkeys(w for w in others if w not in gone)
    return tuple(found)


def _is_lost(household: Household, contingency: Contingency, who: str) -> bool:
    if contingency.kind == "person":
        return who == contingency.about
    carer = household.carer(who)
    return bool(carer and carer.side == contingency.about)


def _ill(household: Household, who: str, on: date, days: int) -> Household:
    """The main carer can look after nobody for some days; what she earns in them is not changed.

    Days of care begin at 08:00, so the last one ends in the morning after it.
    """
    last = _away(who, on + timedelta(days=days), 1, at=MORNING)
    away = (_away(who, on, days), last)
    carers = tuple(
        replace(c, away=(*c.away, *away)) if c.handle == who else c for c in household.carers
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
        about=_("an unexpected bill"),
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


def _without_person(household: Household, loss: Contingency, _on: date) -> Household:
    return without_people(household, {loss.about})


def _without_side(household: Household, loss: Contingency, _on: date) -> Household:
    gone = {c.handle for c in household.carers if c.side == loss.about and not c.main}
    return without_people(household, gone)


def _without_income(household: Household, loss: Contingency, _on: date) -> Household:
    kept = tuple(i for i in household.incomes if i.about != loss.about)
    return replace(household, incomes=kept)


def _cut(household: Household, loss: Contingency, _on: date) -> Household:
    """Each payment of a wage is smaller by what one shift brings."""
    incomes = tuple(
        replace(i, amount=Money(max(0, i.amount.minor - loss.minor), i.amount.currency))
        if i.about == loss.about and i.amount
        else i
        for i in household.incomes
    )
    return replace(household, incomes=incomes)


_REMOVE: Final[dict[Kind, Callable[[Household, Contingency, date], Household]]] = {
    "person": _without_person,
    "place": _without_person,
    "side": _without_side,
    "income": _without_income,
    "cut": _cut,
    "ill": lambda h, loss, on: _ill(h, loss.about, on, loss.days or 1),
    "child-ill": lambda h, loss, on: _child_ill(h, loss.about, on, loss.days or 1),
    "miss": lambda h, loss, on: _missed(h, loss.about, on),
    "debt": lambda h, loss, on: _all_of_it(h, loss.about, on),
    "car": lambda h, loss, _on: _without_car(h, loss.about),
    "bill": lambda h, loss, on: _with_bill(h, loss.minor, on),
    "benefit-wait": lambda h, loss, on: _delayed(h, loss.about, on, loss.days or 0),
}
