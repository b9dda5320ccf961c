"""What could be lost next, derived from the household; nobody types it (engines.md, Stress test)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.dates import first_day
from kinhold.domain.recurrence import occurrences
from kinhold.engines.care.places import has
from kinhold.rules.parameter import RuleNotInForceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from kinhold.domain.care import Carer
    from kinhold.domain.household import Household
    from kinhold.rules.pack import RulesInForce

Kind = Literal[
    "person",
    "income",
    "cut",
    "place",
    "car",
    "ill",
    "child-ill",
    "miss",
    "debt",
    "bill",
    "benefit-wait",
    "side",
]

ILLNESS_DAYS: Final = (3, 14)
"""How long the main carer is taken to be ill (engines.md)."""

PAID_ROLES: Final = ("childcare_worker", "nursery")
SEVERAL: Final = 2
FOUR_WEEKS: Final = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Contingency:
    """One loss.

    Attributes:
        key: stable name, such as `person:Mum`.
        kind: what sort of loss.
        about: the handle or label that goes, or the side of the family.
        days: how long it lasts; None for good.
        minor: for an unexpected bill, its size; for a cut, what each payment is less; minor units.
    """

    key: str
    kind: Kind
    about: str
    days: int | None = None
    minor: int = 0


def list_single_losses(
    household: Household, *, rules: RulesInForce, on: date, broke: Collection[str] = ()
) -> tuple[Contingency, ...]:
    """Return every single loss that the household could meet, in a fixed order.

    Args:
        household: as it stands.
        rules: for the size of an unexpected bill and the wait for a first benefit payment; where a
            country has no figure, that contingency is left out rather than guessed.
        on: the day.
        broke: handles of people with a missed promise on the record: their next miss is tested.
    """
    losses = [
        Contingency(f"ill:{days}", "ill", household.keeper, days)
        for days in ILLNESS_DAYS
        if household.children
    ]
    losses += [
        Contingency(f"{_kind(household, c)}:{c.handle}", _kind(household, c), c.handle)
        for c in _counted_on(household)
    ]
    losses += [
        Contingency(f"miss:{c.handle}", "miss", c.handle, 1)
        for c in household.carers
        if c.handle in broke and not c.main and (c.available or _pays(household, c.handle))
    ]
    losses += [Contingency(f"side:{side}", "side", side) for side in _sides(household)]
    losses += _car(household)
    losses += _child_ill(household, rules, on)
    if not told_money(household):
        return tuple(losses)
    labels = dict.fromkeys(i.about for i in household.incomes if i.amount is not None)
    losses += [Contingency(f"income:{label}", "income", label) for label in labels]
    losses += _cuts(household, on)
    losses += _debts(household)
    losses += _bill(household, rules, on)
    losses += _benefit_wait(household, rules, on)
    return tuple(losses)


def told_money(household: Household) -> bool:
    """Whether enough is known of money to test it; without a balance nothing is tested."""
    return any(a.balance is not None for a in household.accounts)


def _kind(household: Household, carer: Carer) -> Kind:
    person = household.person(carer.handle)
    paid = bool(carer.limits and (carer.limits.paid or carer.limits.price))
    paid = paid or carer.place in PAID_ROLES
    return "place" if paid or (person and person.role in PAID_ROLES) else "person"


def _counted_on(household: Household) -> Iterator[Carer]:
    """Everybody but the keeper whom something rests on: care, a promise, money or the car.

    A place is counted on where it is paid; a school that costs nothing is not a loss of its own.
    Who is only liable for a debt is a loss of its own kind.
    """
    for carer in household.carers:
        who = carer.handle
        if carer.main or (carer.place and _kind(household, carer) != "place"):
            continue
        if (
            carer.lives_in
            or carer.available
            or (
                carer.may_ask
                and any(c.promisor == who and not c.withdrawn for c in household.commitments)
            )
            or any(who in (i.payer, i.to) for i in household.incomes)
            or any(who in a.owners for a in household.assets)
        ):
            yield carer


def _sides(household: Household) -> tuple[str, ...]:
    """Branches of the family with several people to lose at once: failures there go together."""
    by_side: dict[str, int] = {}
    for carer in _counted_on(household):
        if carer.side and (carer.available or carer.lives_in):
            by_side[carer.side] = by_side.get(carer.side, 0) + 1
    return tuple(sorted(side for side, people in by_side.items() if people >= SEVERAL))


def _car(household: Household) -> list[Contingency]:
    return [
        Contingency(f"car:{a.about}", "car", a.about)
        for a in household.assets
        if a.type == "car" and a.state == "owned"
    ]


def _pays(household: Household, who: str) -> bool:
    return any(i.payer == who for i in household.incomes)


def _child_ill(household: Household, rules: RulesInForce, on: date) -> list[Contingency]:
    """A child who may not come to school or nursery for some days."""
    try:
        days = int(rules.number("stress.child_ill_days", on))
        from_months = int(rules.number("care.place.school_from_months", on))
    except RuleNotInForceError:
        return []
    return [
        Contingency(f"child-ill:{child.handle}", "child-ill", child.handle, days)
        for child in household.children
        if any(has(a, p, child, on, from_months) for p in household.carers for a in p.available)
    ]


def _cuts(household: Household, on: date) -> list[Contingency]:
    """Wages with one shift a week less, where the keeper's shifts are stated: by what a shift brings."""
    keeper = next((c for c in household.carers if c.main), None)
    month = [
        day
        for away in (keeper.away if keeper else ())
        if away.why == "work" and away.each is not None
        for day in occurrences(
            away.each, anchor=first_day(away.occurred) or on, start=on, end=on + FOUR_WEEKS
        )
    ]
    shifts = round(len(month) / 4)
    if shifts < SEVERAL:
        return []
    return [
        Contingency(f"cut:{i.about}", "cut", i.about, minor=-(-i.amount.minor // shifts))
        for i in household.incomes
        if i.amount is not None and i.type == "wage" and i.to in ("", household.keeper)
    ]


def _debts(household: Household) -> list[Contingency]:
    """Debts that somebody else is liable for too: the lender may ask the keeper for all of it."""
    keeper = household.keeper
    return [
        Contingency(f"debt:{d.about}", "debt", d.about)
        for d in household.debts
        if keeper in d.liable and set(d.liable) - {keeper}
    ]


def _bill(household: Household, rules: RulesInForce, on: date) -> list[Contingency]:
    from kinhold.domain.money import exponent

    try:
        size = rules.number("stress.unexpected_bill", on)
    except RuleNotInForceError:
        return []
    minor = int(size * 10 ** exponent(household.currency))
    return [Contingency("bill:unexpected", "bill", "unexpected", minor=minor)]


def _benefit_wait(household: Household, rules: RulesInForce, on: date) -> list[Contingency]:
    labels = dict.fromkeys(i.about for i in household.incomes if i.type == "benefit")
    try:
        wait = int(rules.number("benefits.first_payment_wait", on))
    except RuleNotInForceError:
        return []
    return [Contingency(f"benefit-wait:{label}", "benefit-wait", label, wait) for label in labels]
