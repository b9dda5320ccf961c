"""The family map as data: who is on it, who lives in the household, before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kinhold.application.sentences import RELATION_WORDS, role_words, sentence
from kinhold.application.wording import say_age, say_when
from kinhold.domain.dates import age_in_months
from kinhold.engines.coparenting.overnights import overnights
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.household import Household, Person


@dataclass(frozen=True, slots=True)
class MapPerson:
    """One person on the map."""

    handle: str
    name: str
    role: str
    relation: str
    gender: str
    child: bool
    keeper: bool
    age: str
    group: bool
    home: str
    inside: bool
    was_inside: bool


@dataclass(frozen=True, slots=True)
class MapTie:
    """One relation, ended or not."""

    start: str
    type: str
    end: str
    words: str
    ended_by: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """What the people page shows; see docs/reference/pages.md.

    Attributes:
        on: the day.
        headline: who lives in the household, and who left.
        people: everybody, the keeper first.
        ties: relations.
        departures: sentences on who left, oldest first.
        nights: scheduled nights with each other parent over the coming year.
    """

    on: str
    headline: str
    people: tuple[MapPerson, ...]
    ties: tuple[MapTie, ...]
    departures: tuple[str, ...]
    nights: tuple[str, ...]


def map_page(*, standing: Standing, on: date) -> MapPage:
    """Return the family map on a day."""
    household = standing.household
    left = {d.about for d in household.departures}
    people = tuple(_person(household, p, on, left) for p in household.people)
    inside = [("you" if p.keeper else p.name) for p in people if p.inside]
    gone = [p.name for p in people if p.was_inside and not p.inside]
    said = _("In the household: {inside}.").format(inside=", ".join(inside) or _("nobody yet"))
    if gone:
        said += _(" Left: {gone}.").format(gone=", ".join(gone))
    return MapPage(
        on=on.isoformat(),
        headline=said,
        people=people,
        ties=tuple(
            MapTie(
                r.about,
                r.type,
                r.to,
                f"{household.name(r.about)} {_(RELATION_WORDS[r.type])} {household.name(r.to)}",
                r.ended_by,
            )
            for r in household.relationships
        ),
        departures=tuple(
            f"{say_when(d.occurred, household.country)}: {sentence(d, name=household.name, country=household.country)}"
            for d in household.departures
        ),
        nights=_nights(household, on),
    )


def _nights(household: Household, on: date) -> tuple[str, ...]:
    lines = []
    for who in dict.fromkeys(s.about for s in household.schedule):
        layers = [s for s in household.schedule if s.about == who]
        found = overnights(layers, start=on, end=on + timedelta(days=365))
        lines.append(
            _("{other} of {nights} scheduled nights in the coming year are with {who}.").format(
                other=found.other, nights=found.nights, who=household.name(who)
            )
        )
    return tuple(lines)


def _person(household: Household, p: Person, on: date, left: set[str]) -> MapPerson:
    inside = p.handle == household.keeper or p.child or (bool(p.home) and p.home == household.home)
    return MapPerson(
        handle=p.handle,
        name=p.name,
        role=p.role,
        relation=role_words(p.role),
        gender=p.gender,
        child=p.child,
        keeper=p.handle == household.keeper,
        age=say_age(age_in_months(p.born, on)) if p.born != "../.." else "",
        group=p.group,
        home=p.home,
        inside=inside,
        was_inside=inside or p.handle in left,
    )
