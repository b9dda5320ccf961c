"""Who helps in a synthetic household, when, how often they came, and which places have the children."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.batch.synthetic_people import MANY, WEEKDAYS

if TYPE_CHECKING:
    from kinhold.batch.distributions import Distributions
    from kinhold.batch.draws import Draws
    from kinhold.batch.synthetic_people import Child, People

NURSERY_FROM: Final = 9
SINCE_DAYS: Final = 120
"""How long ago a helper's hours began."""

OLDER: Final = ("mother", "father", "mother_in_law", "father_in_law", "grandparent")
MOST_HOURS: Final = (6, 20)
OTHER_WEEK: Final = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one occurrence of a promise."""

    day: date
    what: str


@dataclass(frozen=True, slots=True)
class DrawnCarer:
    """Somebody who helps.

    Attributes:
        name, role, woman: who.
        days: weekdays on which they come; none where only asked.
        every: 1 for each week, 2 for every other.
        hours: a clock window.
        promised: whether it is a promise with a history.
        kept: the share of occurrences they come to.
        outcomes: what was noted, oldest first.
        cannot: hard limits.
        travel: minutes, or 0.
        most: hours in a week, or 0.
        price: of an hour, or 0.
        lives_in: whether they live in the home.
    """

    name: str
    role: str
    woman: bool
    days: tuple[str, ...] = ()
    every: int = 1
    hours: str = ""
    promised: bool = False
    kept: float = 1.0
    outcomes: tuple[Outcome, ...] = ()
    cannot: tuple[str, ...] = ()
    travel: int = 0
    most: int = 0
    price: int = 0
    lives_in: bool = False


@dataclass(frozen=True, slots=True)
class Care:
    """Who helps, and where the children are.

    Attributes:
        helpers: everybody but the other parent.
        partner: the hours the other parent promised, or None.
        nursery: children who go to one.
        nursery_days: its days.
        school: children who go to one.
    """

    helpers: tuple[DrawnCarer, ...]
    partner: DrawnCarer | None
    nursery: tuple[Child, ...]
    nursery_days: tuple[str, ...]
    school: tuple[Child, ...]


def draw_care(draws: Draws, *, people: People, known: Distributions) -> Care:
    """Draw who helps and where the children are, for people who were drawn."""
    country, names = people.country, iter(people.names)
    little = people.odd == "little-told"
    number = 0 if little else draws.pick("help.number", known.of("help.number", country))
    helpers = [_helper(draws, f"helper/{n}", next(names), people, known) for n in range(number)]
    if draws.chance("help.lives_in", known.share("help.lives_in", country)):
        role = draws.pick("help.lives_in/role", {"mother": 0.6, "sibling": 0.3, "father": 0.1})
        helpers.append(DrawnCarer(next(names), role, woman=role == "mother", lives_in=True))
    if draws.chance("help.sitter", known.share("help.sitter", country)):
        price = known.of("help.sitter_price", country)
        helpers.append(_sitter(draws, next(names), price))
    if people.odd == "many-people":
        more = draws.between("many", *MANY)
        helpers += [DrawnCarer(next(names), "friend", woman=n % 2 == 0) for n in range(more)]
    nursery = () if little else _at_nursery(draws, people, known)
    return Care(
        helpers=tuple(helpers),
        partner=_partner(draws, people, known),
        nursery=nursery,
        nursery_days=_nursery_days(draws, people),
        school=() if little else tuple(c for c in people.children if people.school_age(c)),
    )


def _helper(
    draws: Draws, label: str, name: str, people: People, known: Distributions
) -> DrawnCarer:
    country = people.country
    role = draws.pick(f"{label}/role", known.of("help.role", country))
    times = draws.pick(f"{label}/days", known.of("help.days_a_week", country))
    days = set(draws.order(f"{label}/which", WEEKDAYS)[: times or 1])
    limits = known.of("help.limits", country)
    cannot = [s for s in ("drive", "lift") if draws.chance(f"{label}/{s}", limits[s])]
    hours = draws.pick(f"{label}/window", known.of("help.window", country))
    helper = DrawnCarer(
        name=name,
        role=role,
        woman=role in ("mother", "mother_in_law") or draws.chance(f"{label}/woman", 0.6),
        days=tuple(d for d in WEEKDAYS if d in days),
        every=1 if times else OTHER_WEEK,
        hours=hours,
        promised=draws.chance(f"{label}/promised", known.share("help.promised", country)),
        kept=draws.beta(f"{label}/kept", *known.of("help.kept", country)),
        cannot=tuple(cannot) if role in OLDER else (),
        travel=30 if draws.chance(f"{label}/travel", limits["travel"]) else 0,
        most=draws.between(f"{label}/most/h", *MOST_HOURS)
        if draws.chance(f"{label}/most", limits["most"])
        else 0,
    )
    return _with_history(draws, label, helper, people, known)


def _with_history(
    draws: Draws, label: str, helper: DrawnCarer, people: People, known: Distributions
) -> DrawnCarer:
    """Note what came of the latest occurrences of a promise."""
    if not helper.promised:
        return helper
    count = draws.between(f"{label}/outcomes", *known.of("help.outcomes", people.country))
    due = [
        day
        for ago in range(SINCE_DAYS - 1, 0, -1)
        for day in [people.told_on - timedelta(days=ago)]
        if WEEKDAYS[day.weekday()] in helper.days and _in_step(helper, people, day)
    ]
    outcomes = tuple(
        Outcome(day, _what(draws, f"{label}/{day.isoformat()}", helper.kept))
        for day in due[-count:] * (count > 0)
    )
    return replace(helper, outcomes=outcomes)


def _in_step(helper: DrawnCarer, people: People, day: date) -> bool:
    """Whether a day is in one of the weeks counted from the first."""
    start = people.told_on - timedelta(days=SINCE_DAYS)
    first = start - timedelta(days=start.weekday())
    return ((day - first).days // 7) % helper.every == 0


def _what(draws: Draws, label: str, kept: float) -> str:
    point = draws.uniform(label)
    if point < kept:
        return "kept" if draws.chance(f"{label}/on time", 0.9) else "late"
    return "missed" if draws.chance(f"{label}/not excused", 0.8) else "excused"


def _sitter(draws: Draws, name: str, price: int) -> DrawnCarer:
    days = set(draws.order("sitter/days", WEEKDAYS[:5])[:2])
    return DrawnCarer(
        name=name,
        role="childcare_worker",
        woman=True,
        days=tuple(d for d in WEEKDAYS if d in days),
        hours=draws.pick("sitter/window", {"15:00-18:30": 0.5, "17:00-22:00": 0.5}),
        price=draws.around("sitter/price", median=price, spread=0.15),
    )


def _partner(draws: Draws, people: People, known: Distributions) -> DrawnCarer | None:
    cares = draws.chance("partner.cares", known.share("partner.cares", people.country))
    if not (people.partner and people.children and cares):
        return None
    helper = DrawnCarer(
        name=people.partner,
        role="ex_partner",
        woman=not people.mother,
        days=draws.pick("partner/days", {("sun",): 0.4, ("sat", "sun"): 0.3, ("wed",): 0.3}),
        every=draws.pick("partner/every", {1: 0.5, OTHER_WEEK: 0.5}),
        hours=draws.pick("partner/hours", {"09:00-17:00": 0.7, "17:00-20:00": 0.3}),
        promised=True,
        kept=draws.beta("partner/kept", *known.of("partner.kept", people.country)),
    )
    return _with_history(draws, "partner", helper, people, known)


def _at_nursery(draws: Draws, people: People, known: Distributions) -> tuple[Child, ...]:
    share = known.share("place.formal", people.country)
    return tuple(
        c
        for c in people.children
        if people.months(c) >= NURSERY_FROM
        and not people.school_age(c)
        and draws.chance(f"place.formal/{c.name}", share)
    )


def _nursery_days(draws: Draws, people: People) -> tuple[str, ...]:
    """The weekdays somebody works, or else some mornings' worth of days."""
    worked = [d for d in (people.work.days if people.work else ()) if d in WEEKDAYS[:5]]
    some = set(worked or draws.order("nursery/days", WEEKDAYS[:5])[:3])
    return tuple(d for d in WEEKDAYS if d in some)
