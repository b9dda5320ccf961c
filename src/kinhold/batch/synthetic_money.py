"""What comes into a synthetic household, what it owes, and what it has. Minor units throughout."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kinhold.batch.distributions import DistributionsNotReadableError
from kinhold.rules.loading import load_rules

if TYPE_CHECKING:
    from kinhold.batch.distributions import Distributions
    from kinhold.batch.draws import Draws
    from kinhold.batch.synthetic_care import Care
    from kinhold.batch.synthetic_people import People
    from kinhold.rules.pack import RulesInForce

HUNDRED: Final = 100
WEEKS: Final = 52
MONTHS: Final = 12
PART_TIME_PERCENT: Final = 52
"""Part-time pay beside full-time pay in the same job: about 19 hours of 37."""

SNAP_NET_PERCENT: Final = 30
SNAP_PEOPLE: Final = 8


@dataclass(frozen=True, slots=True)
class Bill:
    """Something to pay: label, type, minor units, how often, first day."""

    label: str
    type: str
    minor: int
    each: str
    first: date


@dataclass(frozen=True, slots=True)
class Income:
    """Money that comes in: label, minor units, how often, type, certainty, who pays, first day."""

    label: str
    minor: int
    each: str
    type: str
    first: date
    certainty: str = "sure"
    payer: str = ""


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt: label, type, minor units, rate in tenths of a percent, least payment, joint or not."""

    label: str
    type: str
    minor: int
    tenths: int
    minimum: int
    day: int
    joint: bool


@dataclass(frozen=True, slots=True)
class Money:
    """What a household has, gets and owes.

    Attributes:
        told: False where nothing of money was told.
        balance, savings: minor units.
        bills, incomes, debts: what they say.
        basis: of support: `none` where nothing was arranged.
        support: minor units a month, 0 where nothing was arranged.
        received: what came of it: all, some or none.
        car, car_joint: whether there is one, and whether it is both parents'.
    """

    told: bool
    balance: int
    savings: int
    bills: tuple[Bill, ...]
    incomes: tuple[Income, ...]
    debts: tuple[Debt, ...]
    basis: str
    support: int
    received: str
    car: bool
    car_joint: bool


def draw_money(draws: Draws, *, people: People, care: Care, known: Distributions) -> Money:
    """Draw the money of a household whose people and care were drawn."""
    country = people.country
    told = people.odd not in ("no-money-told", "little-told")
    basis, support = _support(draws, people, known)
    received = draws.pick("support.received", known.of("support.received", country))
    home = _home(draws, people, known)
    wage = _wage(draws, people, known)
    incomes = [*wage, *_benefits(draws, people, wage, home, known)]
    if support and received != "none":
        day = people.told_on - timedelta(days=45)
        incomes.append(
            Income(f"Support from {people.partner}", support, "month:1", "support", day,
                   "sure" if basis == "order" and received == "all" else "promised", people.partner)
        )  # fmt: skip
    return Money(
        told=told,
        balance=draws.around(
            "money.balance", median=known.of("money.balance", country) * HUNDRED, spread=0.9
        ),
        savings=_savings(draws, country, known),
        bills=(home, *_bills(draws, people, care, known)),
        incomes=tuple(incomes),
        debts=_debts(draws, people, known),
        basis=basis,
        support=support,
        received=received,
        car=draws.chance("car", known.share("car", country)),
        car_joint=bool(people.partner)
        and draws.chance("car.joint", known.share("car.joint", country)),
    )


def _first(draws: Draws, label: str, people: People, days: int = 28) -> date:
    """A day some weeks before the facts were told, from which something recurs."""
    return people.told_on - timedelta(days=30 + draws.between(f"{label}/first", 0, days - 1))


def _home(draws: Draws, people: People, known: Distributions) -> Bill:
    rent = known.of("home.rent", people.country)[people.region] * HUNDRED
    percent, spread = known.of("home.cost_scale", people.country)[people.tenure]
    minor = draws.around("home.cost", median=rent * percent // HUNDRED, spread=spread)
    owns = people.tenure == "owns"
    label, type_ = ("Mortgage", "mortgage") if owns else ("Rent", "rent")
    return Bill(label, type_, minor, "month:1", people.told_on.replace(day=1))


def _wage(draws: Draws, people: People, known: Distributions) -> list[Income]:
    if people.work is None:
        return []
    weekly = draws.around(
        "work.pay",
        median=known.of("work.weekly_pay", people.country) * HUNDRED,
        spread=known.of("work.pay_spread", people.country),
    )
    net = weekly * known.of("work.net_share", people.country) // HUNDRED
    if not people.work.full_time:
        net = net * PART_TIME_PERCENT // HUNDRED
    irregular = draws.chance("work.irregular", known.share("work.irregular", people.country))
    certainty = "irregular" if irregular else "sure"
    first = _first(draws, "wage", people)
    if people.country == "us":
        return [Income("Wage", net * 2, "2weeks:fri", "wage", first, certainty)]
    return [Income("Wage", net * WEEKS // MONTHS, "month:28", "wage", first, certainty)]


def _monthly(income: Income) -> int:
    return income.minor * (26 if income.each.startswith("2weeks") else MONTHS) // MONTHS


def _benefits(
    draws: Draws, people: People, wage: list[Income], home: Bill, known: Distributions
) -> list[Income]:
    """Benefits by the rule packs' own figures, in a much shortened form, for those who get them.

    Universal Credit: standard allowance, children and part of the rent, less the taper on net pay
    above the work allowance. SNAP: the most for the number of people less 30 % of net income.
    Neither looks at savings, the two-child rules, age or the benefit cap.
    """
    shares = known.of("money.benefits", people.country)
    pay = sum(map(_monthly, wage))
    gets = draws.chance("benefits.means", shares["means_tested"])
    found = []
    if people.country == "uk":
        minor = _universal_credit(people, pay, home, known) if gets else 0
        if minor >= HUNDRED:
            first = _first(draws, "uc", people)
            found.append(Income("Universal Credit", minor, "month:12", "benefit", first))
        if people.children and draws.chance("benefits.child", shares["child"]):
            minor = _child_benefit(people)
            found.append(
                Income("Child Benefit", minor, "4weeks:tue", "benefit", _first(draws, "cb", people))
            )
        return found
    minor = _snap(people, pay) if gets else 0
    if minor >= HUNDRED:
        found.append(Income("SNAP", minor, "month:7", "benefit", _first(draws, "snap", people)))
    if not wage and draws.chance("benefits.out", shares["out_of_work"]):
        minor = known.of("money.unemployment", "us") * HUNDRED
        first = _first(draws, "ui", people)
        found.append(Income("Unemployment insurance", minor, "month:15", "benefit", first))
    return found


def _minor(figure: object) -> int:
    return round(Decimal(str(figure)) * HUNDRED)


def _table(rules: RulesInForce, path: str, on: date) -> dict[str, object]:
    """A rule's figures by key, whatever the key is written as."""
    found = rules.lookup(path, on)
    if not isinstance(found, Mapping):
        raise DistributionsNotReadableError(f"The rule “{path}” is not a table of figures.")
    return {str(key): value for key, value in found.items()}


def _universal_credit(people: People, pay: int, home: Bill, known: Distributions) -> int:
    rules, on = load_rules("uk"), people.told_on
    path = "entitlements.uk.uc"
    most = _minor(_table(rules, f"{path}.standard", on)["single_25"])
    most += _minor(rules.number(f"{path}.child.each", on)) * len(people.children)
    allowance = _table(rules, f"{path}.work_allowance", on)
    rents = people.tenure in ("private", "social")
    if people.tenure == "private":
        most += home.minor * known.of("money.rent_paid_by_benefit", "uk") // HUNDRED
    elif people.tenure == "social":
        most += home.minor
    left = _minor(allowance["with_housing" if rents else "without_housing"])
    taper = int(rules.number(f"{path}.taper", on))
    return max(0, most - max(0, pay - left * bool(people.children)) * taper // HUNDRED)


def _child_benefit(people: People) -> int:
    rates = _table(load_rules("uk"), "entitlements.uk.child_benefit.rates", people.told_on)
    weekly = _minor(rates["eldest"]) + _minor(rates["other"]) * (len(people.children) - 1)
    return weekly * 4


def _snap(people: People, pay: int) -> int:
    most = _table(load_rules("us"), "entitlements.us.snap.most", people.told_on)
    size = min(SNAP_PEOPLE, 1 + len(people.children))
    return max(0, _minor(most[str(size)]) - pay * SNAP_NET_PERCENT // HUNDRED)


def _savings(draws: Draws, country: str, known: Distributions) -> int:
    low, high = map(int, draws.pick("money.savings", known.of("money.savings", country)).split("-"))
    return int(draws.uniform("money.savings/in") * (high - low) + low) * HUNDRED if high > 1 else 0


def _bills(draws: Draws, people: People, care: Care, known: Distributions) -> list[Bill]:
    country = people.country
    spread = known.of("money.bill_spread", country)
    found = []
    for type_, (each, median, share) in known.of("money.bills", country).items():
        if not draws.chance(f"bill/{type_}", share):
            continue
        size = median * HUNDRED
        if type_ == "food":
            size = size * (2 + len(people.children)) // 3
        minor = draws.around(f"bill/{type_}/size", median=size, spread=spread)
        first = _first(draws, f"bill/{type_}", people)
        every = "week" if each == "week" else f"month:{min(first.day, 28)}"
        found.append(Bill(type_.replace("-", " ").capitalize(), type_, minor, every, first))
    if care.nursery:
        weekly = known.of("place.weekly_price", country)[people.region] * HUNDRED
        minor = draws.around("bill/nursery", median=weekly * len(care.nursery), spread=0.2)
        minor = minor * len(care.nursery_days) // 3
        found.append(
            Bill("Nursery", "childcare", minor, "week:mon", _first(draws, "nursery", people))
        )
    return found


def _debts(draws: Draws, people: People, known: Distributions) -> tuple[Debt, ...]:
    country = people.country
    kinds = known.of("money.debt", country)
    joint = known.share("money.debt_joint", country)
    found = []
    for n in range(draws.pick("money.debts", known.of("money.debts", country))):
        kind = draws.pick(f"debt/{n}/kind", {k: v[0] for k, v in kinds.items()})
        _, median, rate, least = kinds[kind]
        minor = draws.around(f"debt/{n}/size", median=median * HUNDRED, spread=0.6)
        found.append(
            Debt(
                label=f"{kind.replace('-', ' ').capitalize()} {n + 1}",
                type=kind,
                minor=minor,
                tenths=round(rate * 10),
                minimum=max(500, minor * least // HUNDRED),
                day=draws.between(f"debt/{n}/day", 1, 28),
                joint=bool(people.partner) and draws.chance(f"debt/{n}/joint", joint),
            )
        )
    return tuple(found)


def _support(draws: Draws, people: People, known: Distributions) -> tuple[str, int]:
    country = people.country
    arranged = draws.chance("support.arranged", known.share("support.arranged", country))
    if not (people.partner and people.children and arranged):
        return "none", 0
    basis = draws.pick("support.basis", known.of("support.basis", country))
    median = known.of("support.monthly", country) * HUNDRED
    return basis, draws.around("support.size", median=median, spread=0.5)
