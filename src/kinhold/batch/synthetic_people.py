"""Who is in a synthetic household, where they live, and when its keeper works."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kinhold.batch.distributions import Distributions
    from kinhold.batch.draws import Draws

MONTH_DAYS: Final = 30.4375
UNDER_FIVE: Final = 60
SCHOOL_FROM: Final = {"uk": 54, "us": 62}
"""Months from which a child is taken to be at school: between four and five, or just past five."""

MANY: Final = (18, 32)
"""How many more people a household with many people has."""

EXPECTING: Final = timedelta(days=200)
CURRENCY: Final = {"uk": "GBP", "us": "USD"}
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SHIFTS: Final = {
    "office": ("09:00-17:00", WEEKDAYS[:5], 5, 3),
    "early": ("06:00-14:00", WEEKDAYS[:6], 5, 3),
    "late": ("14:00-22:00", WEEKDAYS, 5, 3),
    "nights": ("21:00-07:00", WEEKDAYS, 4, 2),
    "weekend": ("08:00-18:00", WEEKDAYS[4:], 3, 2),
}
"""Hours, days they fall on, and how many of these days full time and part time."""


@dataclass(frozen=True, slots=True)
class Child:
    """A child: handle, whether a girl, and the day of birth."""

    name: str
    girl: bool
    born: date


@dataclass(frozen=True, slots=True)
class Work:
    """When the keeper works: full time or not, hours, days."""

    full_time: bool
    pattern: str
    hours: str
    days: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Who is there and where.

    Attributes:
        country, region, zone, currency: of the household.
        odd: on purpose: a key of the distribution `odd`.
        told_on: the day of the facts.
        keeper, mother: who keeps the record, and whether she is the mother.
        partner: the other parent, or empty.
        left_on: the day the other parent left.
        children: the oldest first.
        tenure: private, social, owns or family.
        work: None where the keeper does not work.
        names: given names that are not used yet.
    """

    country: str
    region: str
    zone: str
    currency: str
    odd: str
    told_on: date
    keeper: str
    mother: bool
    partner: str
    left_on: date
    children: tuple[Child, ...]
    tenure: str
    work: Work | None
    names: tuple[str, ...]

    def months(self, child: Child) -> int:
        """Return a child's age in months on the day of the facts."""
        return int((self.told_on - child.born).days / MONTH_DAYS)

    def school_age(self, child: Child) -> bool:
        """Return whether a child is of the age of school."""
        return self.months(child) >= SCHOOL_FROM[self.country]


def draw_people(draws: Draws, *, country: str, told_on: date, known: Distributions) -> People:
    """Draw who is there.

    Args:
        draws: of this household.
        country: `uk` or `us`.
        told_on: the day of the facts.
        known: the distributions.
    """
    region = draws.pick("region", known.of("region", country))
    odd = draws.pick("odd", known.of("odd", country))
    names = draws.order("names", known.names)
    keeper, partner = names[0], names[1]
    if not draws.chance("partner.known", known.share("partner.known", country)):
        partner = ""
    children = () if odd == "no-children" else _children(draws, country, told_on, known, names[2:8])
    people = People(
        country=country,
        region=region,
        zone=known.of("zone", country)[region],
        currency=CURRENCY[country],
        odd=odd,
        told_on=told_on,
        keeper=keeper,
        mother=draws.chance("keeper.mother", known.share("keeper.mother", country)),
        partner=partner,
        left_on=_left_on(draws, country, told_on, known, children),
        children=children,
        tenure=draws.pick("home.tenure", known.of("home.tenure", country)),
        work=None,
        names=tuple(names[8:]),
    )
    return replace(people, work=_work(draws, people, known))


def _left_on(
    draws: Draws, country: str, told_on: date, known: Distributions, children: tuple[Child, ...]
) -> date:
    """The day the other parent left: at the earliest some months before the youngest was born."""
    day = told_on - timedelta(days=int(MONTH_DAYS * _band(draws, "left.months", country, known)))
    return max(day, children[-1].born - EXPECTING) if children else day


def _band(draws: Draws, path: str, country: str, known: Distributions) -> float:
    """A point of a drawn band, [from, to), all points of it as likely."""
    low, high = map(int, draws.pick(path, known.of(path, country)).split("-"))
    return low + draws.uniform(f"{path}/in") * (high - low)


def _children(
    draws: Draws, country: str, told_on: date, known: Distributions, names: list[str]
) -> tuple[Child, ...]:
    number = draws.pick("children.number", known.of("children.number", country))
    low, high = known.of("children.apart", country)
    months = _band(draws, "children.youngest", country, known)
    found: list[Child] = []
    for place in range(number):
        born = told_on - timedelta(days=int(months * MONTH_DAYS))
        found.append(Child(names[place], draws.chance(f"child/{place}/girl", 0.49), born))
        months += draws.between(f"children.apart/{place}", low, high)
    return tuple(reversed(found))


def _work(draws: Draws, people: People, known: Distributions) -> Work | None:
    youngest = min((people.months(c) for c in people.children), default=UNDER_FIVE)
    path = "work.youngest_under_5" if youngest < UNDER_FIVE else "work.youngest_from_5"
    if not draws.chance(path, known.share(path, people.country)):
        return None
    full_time = draws.chance("work.full_time", known.share("work.full_time", people.country))
    pattern = draws.pick("work.pattern", known.of("work.pattern", people.country))
    hours, days, full, part = SHIFTS[pattern]
    worked = set(draws.order("work.days", days)[: full if full_time else part])
    return Work(full_time, pattern, hours, tuple(d for d in WEEKDAYS if d in worked))
