"""The table twin of every picture: the same as words, for whoever cannot or would rather not see it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from kinhold.application.wording import say_short_day
from kinhold.domain.money import Money, say
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.chronology import ChronologyPage
    from kinhold.application.family_map import MapPage, MapPerson
    from kinhold.application.money import MoneyPage
    from kinhold.application.rota import RotaPage
    from kinhold.application.stress_page import StressPage
    from kinhold.application.what_if_money import WhatIfPage

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Head and rows; every row is as long as the head."""


def genogram_rows(page: MapPage) -> Table:
    """Return everybody on the family map with age, relation, ties, and where they live."""
    said = {p.handle: [t for t in page.ties if t.start == p.handle] for p in page.people}
    return (
        (_("Name"), _("Age"), _("Relation"), _("Household"), _("Ties")),
        tuple(
            (
                p.name,
                p.age,
                p.relation,
                _where(p),
                "; ".join(
                    t.words
                    + (_(" (ended: {ended_by})").format(ended_by=t.ended_by) if t.ended_by else "")
                    for t in said[p.handle]
                ),
            )
            for p in page.people
        ),
    )


def _where(person: MapPerson) -> str:
    if person.inside:
        return _("in the household")
    return "left" if person.was_inside else ""


def timeline_rows(page: ChronologyPage) -> Table:
    """Return every entry of the chronology, also those the picture leaves out."""
    return (
        (_("When"), _("What"), _("Theme"), _("Who"), _("Source")),
        tuple((e.when, e.what, e.theme, ", ".join(e.who), e.source) for e in page.entries),
    )


def rota_rows(page: RotaPage) -> Table:
    """Return every part of every day with who is there."""
    return (
        (_("Day"), _("From"), _("To"), _("Who"), _("Back-up")),
        tuple((d.label, c.start, c.end, c.name, c.backup) for d in page.days for c in d.cells),
    )


def runway_rows(page: MoneyPage) -> Table:
    """Return the days on which money moves, with what is left at the end of the day.

    Where years were simulated, also between what and what 8 of 10 of them are.
    """
    head = (
        _("Day"),
        _("What"),
        _("Left at the end of the day"),
        *(("8 of 10 simulated",) if page.fan else ()),
    )
    if not page.positions:
        return head, ()
    start, rows = date.fromisoformat(page.start), []
    for number, left in enumerate(page.positions[:91]):
        day = start + timedelta(days=number)
        moved = [
            f"{d.label} {'+' if d.direction == 'in' else '−'}{d.amount}"
            + (_(" (cannot be paid)") if d.missed else "")
            + (f" ({d.note})" if d.note else "")
            for d in page.due
            if d.day == day.isoformat()
        ]
        if moved or not number or left != page.positions[number - 1]:
            said = (say_short_day(day, ""), "; ".join(moved), say(Money(left, page.currency)))
            rows.append((*said, *_between(page, number)))
    return head, tuple(rows)


def _between(page: MoneyPage, day: int) -> tuple[str, ...]:
    if page.fan is None:
        return ()
    low, high = page.fan.low[day], page.fan.high[day]
    return (
        _("{money} to {high}").format(
            money=say(Money(low, page.currency)), high=say(Money(high, page.currency))
        ),
    )


def before_after_rows(page: WhatIfPage) -> Table:
    """Return what is there on the first of each month, as it is and with a what-if."""
    start, rows = date.fromisoformat(page.start), []
    for number, (before, after) in enumerate(
        zip(page.before.positions, page.after.positions, strict=True)
    ):
        day = start + timedelta(days=number)
        if day.day == 1:
            sides = (say(Money(minor, page.currency)) for minor in (before, after))
            rows.append((say_short_day(day, ""), *sides))
    return (_("Day"), _("As it is"), _("With it")), tuple(rows)


def stress_rows(page: StressPage) -> Table:
    """Return every loss with what it breaks and the cheapest set of steps."""
    first = {r.key: r.words for r in page.repairs if r.number == 1}
    return (
        (_("If"), _("Then"), _("What would help")),
        tuple((i.title, i.effect, first.get(i.key, "")) for i in page.impacts),
    )
