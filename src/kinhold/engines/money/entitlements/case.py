"""Builds the case of a household from what is on the record; asks for what is not.

A wage counts where it is sure or varies; money that rests on somebody's word does not. What the record
cannot hold is handed in as `Told`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import bounds, first_day, last_day
from kinhold.domain.people import PARTNERS, PLACES
from kinhold.engines.money.entitlements.case_money import (
    childcare_of,
    earnings_of,
    other_money,
    rent_of,
    savings_of,
)
from kinhold.engines.money.entitlements.claimant import Adult, Claimant, Dependant
from kinhold.engines.money.entitlements.collected import Collected
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from kinhold.domain.findings import Finding, OpenQuestion
    from kinhold.domain.household import Household, Person

_EXACT: Final = ("day", "minute", "second")
_SAME_RULES: Final = ((18, 24), (25, 63))
"""Ages between which no rule changes: a birth year is enough within one of them."""
MARRIED: Final = frozenset({"husband", "wife"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person says beside the record.

    Attributes:
        in_london: the home is in Greater London; None where not told.
        pregnant: somebody is pregnant; None where not told.
        before_tax: what the keeper earns a month before tax, for the United States; None where not told.
    """

    in_london: bool | None = None
    pregnant: bool | None = None
    before_tax: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFound:
    """A household's case.

    Attributes:
        claimant: None where nobody knows yet whether a partner lives there.
        questions: what is asked, first things first.
        findings: what was assumed or left out.
        fact_ids: the facts it rests on.
    """

    claimant: Claimant | None
    questions: tuple[OpenQuestion, ...]
    findings: tuple[Finding, ...]
    fact_ids: tuple[str, ...]


def case_of(household: Household, *, on: date, told: Told | None = None) -> CaseFound:
    """Return the case of a household on a day.

    Args:
        household: the read model.
        on: the day.
        told: what the record cannot hold.
    """
    said = told or Told()
    found = Collected(household, on)
    partner = _partner(found)
    children = _children(found)
    who = [household.keeper, *([partner.handle] if partner else [])]
    adults = tuple(
        _adult(found, handle, said if n == 0 else Told()) for n, handle in enumerate(who)
    )
    maintenance, other = other_money(found)
    claimant = Claimant(
        adults=adults,
        children=children,
        married=bool(partner and partner.role in MARRIED),
        maintenance=maintenance,
        other_income=other,
        rent=rent_of(found),
        childcare=childcare_of(found),
        savings=savings_of(found, who),
        region=_region(found),
        in_london=said.in_london,
        pregnant=said.pregnant,
    )
    _others(found, set(who))
    if said.pregnant is None:
        found.note("pregnancy", _("A pregnancy is counted only where it is told."))
    return CaseFound(
        claimant=None if _partner_open(found) else claimant,
        questions=tuple(found.questions),
        findings=tuple(found.findings),
        fact_ids=tuple(dict.fromkeys(found.facts)),
    )


def _partners(found: Collected) -> list[Person]:
    gone = {d.about for d in found.household.departures}
    return [
        p
        for p in found.household.people
        if p.role in PARTNERS and not p.died and (p.home or p.handle not in gone)
    ]


def _partner(found: Collected) -> Person | None:
    """The partner who lives in the home; somebody of whom that is not known is asked about."""
    home = found.household.home
    for person in _partners(found):
        if home and person.home == home:
            found.facts.append(person.fact_id)
            return person
        if not person.home:
            found.ask(
                "partner",
                _("Does {person} live with you? If not, since when?").format(person=person.name),
                _("Couples who live together claim together."),
                about=person.handle,
                example=f'{found.on.isoformat()} left "{person.handle}"',
            )
    return None


def _partner_open(found: Collected) -> bool:
    return any(q.code == "entitlements.partner" for q in found.questions)


def _children(found: Collected) -> tuple[Dependant, ...]:
    home = found.household.home
    kept = []
    for child in found.household.children:
        person = found.household.person(child.handle)
        if home and person and person.home and person.home != home:
            found.note(
                "child-elsewhere",
                _("{child} lives in another home and is not counted.").format(child=child.name),
            )
            continue
        if (first_day(child.born) or found.on) > found.on:
            continue
        found.facts.append(child.fact_id)
        exact = bounds(child.born).precision in _EXACT
        if not exact:
            found.ask(
                "born",
                _("On which day was {child} born?").format(child=child.name),
                _("Amounts depend on a child's age and on the day of birth."),
                about=child.handle,
                example=f"2026-05-01 child {child.handle} born=2026-05-01",
            )
        kept.append(Dependant(born=first_day(child.born) if exact else None))
    return tuple(kept)


def _adult(found: Collected, handle: str, said: Told) -> Adult:
    earned = earnings_of(found, handle)
    if said.before_tax is not None:
        earned = said.before_tax
    elif found.household.country == "us" and earned:
        found.ask(
            "before-tax",
            _("What does {handle} earn a month before tax?").format(
                handle=found.household.name(handle)
            ),
            _("These rules count pay before tax; what is written down is taken to be that."),
            about=handle,
            example="kinhold entitlements FILE.kinhold --before-tax 1200",
        )
    return Adult(age=_age(found, handle), earnings=earned)


def _age(found: Collected, handle: str) -> int | None:
    person = found.household.person(handle)
    if person:
        found.facts.append(person.fact_id)
        low, high = first_day(person.born), last_day(person.born)
        if low and high:
            youngest, oldest = _years(high, found.on), _years(low, found.on)
            if youngest == oldest or any(a <= youngest and oldest <= b for a, b in _SAME_RULES):
                return youngest
    found.ask(
        "age",
        _("When was {handle} born?").format(
            handle=found.household.name(handle) or _("the person who claims")
        ),
        _("Amounts are lower under 25; the year is enough for most."),
        about=handle,
        example=f"{found.on.isoformat()} person {handle or 'Sam'} role=self born=1998",
    )
    return None


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _region(found: Collected) -> str:
    household = found.household
    if household.region:
        return household.region.upper()
    if household.country == "us":
        found.ask(
            "region",
            _("Which state do you live in?"),
            _("Limits and offices are the state's."),
            example="household country=us region=TX",
        )
    else:
        found.ask(
            "region",
            _("Do you live in England, Wales, Scotland or Northern Ireland?"),
            _("Some help is paid by another office in each."),
            example="household country=uk region=ENG",
        )
    return ""


def _others(found: Collected, counted: set[str]) -> None:
    home = found.household.home
    for person in found.household.people:
        if person.child or person.handle in counted or person.role in PLACES:
            continue
        if home and person.home == home and not person.died:
            found.note(
                "other-adult",
                _(
                    "{person} lives there too and is not part of the claim; that can lower help with "
                    "rent."
                ).format(person=person.name),
                where=person.handle,
            )
