"""A synthetic household: drawn from a seed, and said in the plain-text notation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.batch.distributions import load_distributions
from kinhold.batch.draws import Draws
from kinhold.batch.synthetic_care import SINCE_DAYS, draw_care
from kinhold.batch.synthetic_money import draw_money
from kinhold.batch.synthetic_people import draw_people
from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.batch.synthetic_care import Care, DrawnCarer
    from kinhold.batch.synthetic_money import Money
    from kinhold.batch.synthetic_people import Child, People

CHOICES: Final = ("uk", "us", "both")
SCHOOL_HOURS: Final = {"uk": "08:50-15:15", "us": "08:15-14:45"}
NURSERY_HOURS: Final = "08:00-17:30"
SCHOOL_DAYS: Final = "week:mon,tue,wed,thu,fri"


class CountryNotKnownError(KinholdError):
    """Households are asked for from a country that has no distributions."""


@dataclass(frozen=True, slots=True)
class SyntheticHousehold:
    """One household that nobody lives in.

    Attributes:
        seed, number: what it follows from.
        people, care, money: what was drawn.
    """

    seed: int
    number: int
    people: People
    care: Care
    money: Money


def draw_household(
    *, seed: int, number: int, country: str = "both", told_on: date | None = None
) -> SyntheticHousehold:
    """Draw a household; the same arguments give the same one.

    Args:
        seed: of the run.
        number: of the household; others do not depend on it.
        country: `uk`, `us` or `both`.
        told_on: the day of its facts; that of the distributions by default.

    Raises:
        CountryNotKnownError: for another country.
        RuleNotInForceError: where benefits are not known for that day.
    """
    if country not in CHOICES:
        raise CountryNotKnownError(
            _("Households can be made for {choices}; “{country}” is none of them.").format(
                choices=", ".join(CHOICES), country=country[:20]
            )
        )
    known, draws = load_distributions(), Draws(seed=seed, number=number)
    if country == "both":
        country = draws.pick("country", known.of("country", "uk"))
    people = draw_people(draws, country=country, told_on=told_on or known.told_on, known=known)
    care = draw_care(draws, people=people, known=known)
    money = draw_money(draws, people=people, care=care, known=known)
    return SyntheticHousehold(seed, number, people, care, money)


def notation_of(household: SyntheticHousehold) -> str:
    """Return a household as lines of the notation, each with its id."""
    draws = Draws(seed=household.seed, number=household.number)
    lines = [
        *_people_lines(household.people, household.care),
        *_care_lines(household.people, household.care),
        *_money_lines(household.people, household.money),
        *_odd_lines(household.people),
    ]
    return "".join(
        f"{_with_id(line, draws.entry_id(str(place)))}\n" for place, line in enumerate(lines)
    )


def _with_id(line: str, entry_id: str) -> str:
    """The id goes before the words, where a line ends with some."""
    if not line.endswith('"'):
        return f"{line} id={entry_id}"
    head, quote, words = line.rpartition(' "')
    return f"{head} id={entry_id}{quote}{words}"


def _amount(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _people_lines(people: People, care: Care) -> Iterator[str]:
    day, keeper, partner = people.told_on, people.keeper, people.partner
    yield (
        f"household zone={people.zone} country={people.country} region={people.region} "
        f"currency={people.currency} of={keeper}"
    )
    yield f"{day} person {keeper} role=self gender={'f' if people.mother else 'm'}"
    if partner:
        yield f"{day} person {partner} role=ex_partner gender={'m' if people.mother else 'f'}"
    parents = ",".join(p for p in (keeper, partner) if p)
    for child in people.children:
        gender = "f" if child.girl else "m"
        yield f"{day} child {child.name} born={child.born} gender={gender} parents={parents}"
    for helper in care.helpers:
        gender = "f" if helper.woman else "m"
        yield f"{day} person {helper.name} role={helper.role} gender={gender}"
    tenure = {"private": "rents", "social": "rents"}.get(people.tenure, people.tenure)
    at_home = [keeper, partner, *(c.name for c in people.children)]
    at_home += [h.name for h in care.helpers if h.lives_in]
    since = people.left_on - timedelta(days=365)
    yield (
        f"{since} home Home people={','.join(n for n in at_home if n)} "
        f"bedrooms={1 + (len(people.children) + 1) // 2} tenure={tenure}"
    )
    if partner:
        yield f"{people.left_on} left {partner} home=Home"


def _care_lines(people: People, care: Care) -> Iterator[str]:
    day = people.told_on
    if people.work is not None:
        days = ",".join(people.work.days)
        since = day - timedelta(days=SINCE_DAYS)
        yield f"{since} away {people.keeper} work each=week:{days} at={people.work.hours}"
    for helper in care.helpers:
        yield from _helper_lines(people, helper)
    if care.partner is not None:
        yield from _hours_lines(people, care.partner)
    if care.nursery:
        yield f"{day} person Nursery role=nursery"
        yield (
            f"{day} available Nursery each=week:{','.join(care.nursery_days)} "
            f"at={NURSERY_HOURS} for={_names(care.nursery)}"
        )
        yield f"{day} limits Nursery paid=yes"
    if care.school:
        yield f"{day} person School role=school"
        yield (
            f"{day} available School each={SCHOOL_DAYS} at={SCHOOL_HOURS[people.country]} "
            f"for={_names(care.school)} except=holidays"
        )


def _names(children: tuple[Child, ...]) -> str:
    return ",".join(c.name for c in children)


def _helper_lines(people: People, helper: DrawnCarer) -> Iterator[str]:
    yield from _hours_lines(people, helper)
    limits = [f"cannot={','.join(helper.cannot)}"] if helper.cannot else []
    limits += [f"travel={helper.travel}"] if helper.travel else []
    limits += [f"most_hours={helper.most}"] if helper.most else []
    limits += [f"price={_amount(helper.price)}"] if helper.price else []
    if limits:
        yield f"{people.told_on} limits {helper.name} {' '.join(limits)}"


def _hours_lines(people: People, helper: DrawnCarer) -> Iterator[str]:
    if not helper.days:
        return
    start = people.told_on - timedelta(days=SINCE_DAYS)
    since = start - timedelta(days=start.weekday())
    each = f"{'week' if helper.every == 1 else '2weeks'}:{','.join(helper.days)}"
    if not helper.promised:
        yield f"{since} available {helper.name} each={each} at={helper.hours}"
        return
    words = f"have the children {helper.hours}"
    yield (
        f"{since} promise {helper.name} to={people.keeper} about=care each={each} "
        f'at={helper.hours} "{words}"'
    )
    for noted in helper.outcomes:
        yield (f'{noted.day} outcome {helper.name} promise="{words}" for={noted.day} {noted.what}')


def _money_lines(people: People, money: Money) -> Iterator[str]:
    keeper, day = people.keeper, people.told_on
    if people.partner and people.children:
        size = f" amount={_amount(money.support)} each=month:1" if money.support else ""
        yield f"{people.left_on} support {people.partner} {money.basis} to={keeper}{size}"
    if money.car:
        owners = f"{keeper},{people.partner}" if money.car_joint else keeper
        yield f'{day - timedelta(days=700)} asset "The car" owned type=car owners={owners}'
    if not money.told:
        return
    yield f"{day} account Current type=current holders={keeper}"
    yield f"{day} balance Current amount={_amount(money.balance)}"
    if money.savings:
        yield f"{day} account Savings type=savings holders={keeper}"
        yield f"{day} balance Savings amount={_amount(money.savings)}"
    for bill in money.bills:
        yield (
            f'{bill.first} bill "{bill.label}" amount={_amount(bill.minor)} '
            f"each={bill.each} type={bill.type}"
        )
    for income in money.incomes:
        payer = f" from={income.payer}" if income.payer else ""
        yield (
            f'{income.first} income "{income.label}" {income.certainty} '
            f"amount={_amount(income.minor)} each={income.each} type={income.type} "
            f"to={keeper}{payer}"
        )
    for debt in money.debts:
        both = f"{keeper},{people.partner} liability=joint-and-several" if debt.joint else keeper
        yield (
            f'{day} debt "{debt.label}" balance={_amount(debt.minor)} '
            f"rate={debt.tenths // 10}.{debt.tenths % 10}% minimum={_amount(debt.minimum)} "
            f"each=month:{debt.day} type={debt.type} liable={both}"
        )


def _odd_lines(people: People) -> Iterator[str]:
    """What cannot be true together, in every way that a tired person writes it down."""
    if people.odd != "contradictory":
        return
    day, keeper = people.told_on, people.keeper
    for child in people.children[:1]:
        yield f"{day} child {child.name} born={child.born - timedelta(days=366)}"
    yield f"{day} balance Current amount=12.00"
    yield f"{day} available {keeper} each=day at=00:00-24:00"
    yield f"{day} away {keeper} other each=week:mon at=00:00-24:00"
    if people.partner:
        yield f"{day} returned {people.partner} home=Home"
        yield f"{day} left {people.partner} home=Home"
