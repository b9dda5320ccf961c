"""Who lives in the household, as a budget sheet lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.domain.dates import UNKNOWN, first_day

if TYPE_CHECKING:
    from datetime import date

    from kinhold.domain.household import Household


@dataclass(frozen=True, slots=True)
class BudgetPerson:
    """Somebody who lives there; `age` in whole years, None where birth is not told."""

    name: str
    child: bool
    age: int | None
    fact_id: str


def budget_people(household: Household, *, on: date) -> tuple[BudgetPerson, ...]:
    """Return who lives in the household on a day: adults, then children, the oldest first."""
    there = [
        p
        for p in household.people
        if not (p.died or p.group)
        and (p.handle == household.keeper or p.child or (p.home and p.home == household.home))
        and not (p.child and p.home and household.home and p.home != household.home)
    ]
    listed = [
        BudgetPerson(p.name, p.child, None if p.born == UNKNOWN else _age(first_day(p.born), on), p.fact_id)
        for p in there
    ]  # fmt: skip
    keeper = household.name(household.keeper)
    return tuple(sorted(listed, key=lambda p: (p.child, p.name != keeper, -(p.age or 0), p.name)))


def _age(born: date | None, on: date) -> int | None:
    if born is None or born > on:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
