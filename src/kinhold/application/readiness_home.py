"""Whether the home has the bedrooms that a household is counted as needing, and until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from kinhold.application.readiness_sides import Check, Side
from kinhold.application.wording import MONTHS, count
from kinhold.domain.dates import age_in_months, first_day
from kinhold.domain.findings import OpenQuestion
from kinhold.domain.people import PARTNERS
from kinhold.voice.speaking import _, ngettext

if TYPE_CHECKING:
    from kinhold.domain.household import Household, Person

ANY_TWO: Final = "readiness.home.any_two_under"
SAME_SEX: Final = "readiness.home.same_sex_under"
A_BEDROOM: Final = "readiness.home.people_a_bedroom"
WITH_PARENTS: Final = "readiness.home.with_parents_until"
YEAR: Final = 12


def check_home(*, before: Side, after: Side) -> Check | None:
    """Return the bedrooms that are there against those that are counted; None without a home.

    In the United Kingdom by Schedule 4, paragraph 10 of the Universal Credit Regulations 2013 (a
    bedroom for a couple, for each other adult, for two children under 10, for two under 16 of the
    same sex, for each other child). In the United States by two people a bedroom (63 FR 70256).
    Elsewhere it is left open.
    """
    household, day = after.household, after.day
    lives_in = _at_home(household)
    needed = _needed(after, lives_in, day)
    if not household.children or needed is None:
        return None
    rooms = after.home.bedrooms if after.home else None
    now = before.home.bedrooms if before.home else None
    sources = after.sources(ANY_TWO, SAME_SEX, A_BEDROOM, WITH_PARENTS)
    words = [
        _("{live} there: {bedrooms} by the measure.").format(
            live=count(len(lives_in), "person lives", "people live"),
            bedrooms=count(needed, "bedroom"),
        )
    ]
    if rooms is None:
        words.append(_("How many there are was not said."))
    else:
        words.append(ngettext("There is {rooms}.", "There are {rooms}.", rooms).format(rooms=rooms))
        words += _say_gap(rooms, needed, now)
    words += _say_until(after, lives_in, needed if rooms is None else max(rooms, needed))
    words += _say_baby(after, lives_in)
    figures: dict[str, int | str] = {"people": len(lives_in), "needed": needed}
    if rooms is not None:
        figures["bedrooms"] = rooms
    return Check(
        key="home",
        title=_("a bigger home") if rooms is not None and rooms < needed else _("the home"),
        holds=None if rooms is None else rooms >= needed,
        words=" ".join(words),
        figures=figures,
        sources=sources,
        fact_ids=tuple(p.fact_id for p in lives_in) + ((after.home.fact_id,) if after.home else ()),
        question=_ask(after) if rooms is None else None,
    )


def _say_gap(rooms: int, needed: int, now: int | None) -> list[str]:
    if rooms >= needed:
        return []
    more = needed - rooms
    said = _("one more") if more == 1 else _("{more} more").format(more=more)
    return [
        _("That is {said} than {now}.").format(
            said=said, now=_("now") if now == rooms else _("it has")
        )
    ]


def _ask(side: Side) -> OpenQuestion:
    home = side.household.home or _("Home")
    return OpenQuestion(
        "readiness.bedrooms",
        _("How many bedrooms does the home have?"),
        _("They are held against who lives there."),
        home,
        f'{side.day.isoformat()} home "{home}" bedrooms=2',
    )


def _at_home(household: Household) -> list[Person]:
    """Who sleeps in the home: the keeper, who lives in, and the children that are born."""
    born = {c.handle for c in household.children}
    return [
        p
        for p in household.people
        if not (p.died or p.group)
        and (
            p.handle == household.keeper
            or (
                bool(household.home)
                and p.home == household.home
                and (not p.child or p.handle in born)
            )
            or (p.handle in born and not p.home)
        )
    ]


def _needed(side: Side, lives_in: list[Person], day: date) -> int | None:
    each = side.rule(A_BEDROOM)
    if each:
        return -(-len(lives_in) // each)
    any_two, same_sex = side.rule(ANY_TWO), side.rule(SAME_SEX)
    if any_two is None or same_sex is None:
        return None
    ages = [(p, age_in_months(p.born, day) if p.child else None) for p in lives_in]
    children = [(p, a or 0) for p, a in ages if p.child and (a or 0) < same_sex * YEAR]
    grown = [p for p in lives_in if p not in [c for c, _unused in children]]
    couple = any(p.role in PARTNERS for p in grown)
    return len(grown) - couple + _rooms_of_children(children, any_two * YEAR)


def _rooms_of_children(children: list[tuple[Person, int]], any_two: int) -> int:
    """The fewest rooms: older children in pairs of one sex, one left over with a younger one."""
    older = [p.gender for p, months in children if months >= any_two]
    younger = [p.gender for p, months in children if months < any_two]
    rooms = sum(1 for gender in older if gender not in ("f", "m"))
    for gender in ("f", "m"):
        same = older.count(gender)
        rooms += -(-same // 2)
        if same % 2 and gender in younger:
            younger.remove(gender)
    return rooms + -(-len(younger) // 2)


def _say_until(side: Side, lives_in: list[Person], rooms: int) -> list[str]:
    """Until when so many rooms are enough: the next birthday that changes the count."""
    ages = [a for path in (ANY_TWO, SAME_SEX) if (a := side.rule(path)) is not None]
    days = sorted(
        birthday
        for p in lives_in
        if p.child and (born := first_day(p.born)) is not None
        for age in ages
        if (birthday := _birthday(born, age)) > side.day
    )
    for day in days:
        needed = _needed(side, lives_in, day) or 0
        if needed > rooms:
            said = f"{_(MONTHS[day.month - 1])} {day.year}"
            return [
                _("Children can share until {said}; then {bedrooms} by the measure.").format(
                    said=said, bedrooms=count(needed, "bedroom")
                )
            ]
    return []


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # born on 29 February
        return date(born.year + years, 3, 1)


def _say_baby(side: Side, lives_in: list[Person]) -> list[str]:
    months = side.rule(WITH_PARENTS)
    young = any(
        (age := age_in_months(p.born, side.day)) is not None and p.child and age < (months or 0)
        for p in lives_in
    )
    return (
        [_("A baby is safest in your room for the first {months} months.").format(months=months)]
        if young
        else []
    )
