"""One page on what breaks if one more person does not turn up, as PDF/A-2b (ISO 19005-2)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from kinhold.adapters.pdf_report_letters import FONTS, letting_go, printable, set_document
from kinhold.application.wording import say_clock, say_day, say_short_day
from kinhold.drawing.genogram import draw_genogram
from kinhold.voice.speaking import _, as_in_the_us

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from kinhold.application.family_map import MapPage
    from kinhold.application.stress_page import ImpactLine, RepairLine, StressPage
    from kinhold.domain.household import Household

MAP: Final = "map.svg"
MOST_LOSSES: Final = 10
MOST_STEPS: Final = 6
MOST_LETTERS: Final = 420
"""Losses, steps and letters of a sentence that one page has room for."""


def render_stress(page: StressPage, *, household: Household, family: MapPage) -> bytes:
    """Return the page as a PDF, A4 or US Letter by the household's country.

    Args:
        page: the test.
        household: as it stands.
        family: its map, drawn with how much rests on each person.

    Raises:
        ReportNotSetError: where Typst refuses, with its reason.
    """
    on = date.fromisoformat(page.on)
    data, _unused = printable(_data(page, household, on))
    drawn = draw_genogram(family, weights=dict(page.rests_on))
    with letting_go():
        return set_document(data, {MAP: drawn.encode()}, on, template="stress.typ")


def _data(page: StressPage, household: Household, on: date) -> dict[str, Any]:
    country = household.country
    shown = page.impacts[:MOST_LOSSES]
    return {
        "map": MAP,
        "legend": _("A thicker line and a higher number: more rests on this person."),
        "title": _("If one more person does not turn up"),
        "name": household.name(household.keeper),
        "description": _("What one household holds without, on {on}").format(on=page.on),
        "fonts": FONTS,
        "lang": "en",
        "region": "us" if as_in_the_us(country) else "gb",
        "paper": "us-letter" if country == "us" else "a4",
        "rows": [
            (_("For"), household.name(household.keeper)),
            (_("From"), say_day(on, country)),
            (
                _("Children"),
                ", ".join(c.name for c in household.children) or _("none on the record"),
            ),
            *([(_("What if"), "; ".join(page.scenario))] if page.scenario else []),
        ],
        "headline": page.headline,
        "base": _short(f"{page.base.words} {page.base.chances}"),
        "margin": page.margin_words,
        "columns": [_("If"), _("Then"), _("First hour"), _("Money")],
        "losses": [_loss(line, household) for line in shown],
        "more": len(page.impacts) - len(shown),
        "plans": [_plan(r) for r in _plans(page)],
        "notes": [_short(note) for note in page.notes],
        "information": _(
            "Worked out from what {keeper} wrote down, who is “you” here, for fourteen days of "
            "care and a year of money. It is no verdict on anybody, and no promise of what will "
            "happen."
        ).format(keeper=household.name(household.keeper)),
        "sections": [],
    }


def _plans(page: StressPage) -> list[RepairLine]:
    """The plan for any loss; without one, the first set against each of the three that hurt most."""
    if page.plan:
        return [page.plan]
    first = [r for r in page.repairs if r.number == 1]
    order = {i.key: n for n, i in enumerate(page.impacts)}
    return sorted(first, key=lambda r: order.get(r.key, -1))[:3]


def _loss(line: ImpactLine, household: Household) -> dict[str, Any]:
    country, zone = household.country, household.zone
    return {
        "holds": line.holds,
        "cells": [
            line.title,
            _short(line.effect, 150),
            _clock(line.first, zone, country),
            say_short_day(date.fromisoformat(line.money_day), country) if line.money_day else "",
        ],
    }


def _clock(moment: str, zone: ZoneInfo, country: str) -> str:
    if not moment:
        return ""
    start = datetime.fromisoformat(moment)
    return (
        f"{say_short_day(start.astimezone(zone).date(), country)} {say_clock(start, zone, country)}"
    )


def _plan(repair: RepairLine) -> dict[str, Any]:
    shown, more = repair.measures[:MOST_STEPS], len(repair.measures) - MOST_STEPS
    steps = [_short(f"{m.what}: {m.when}" if m.when else m.what, 220) for m in shown]
    return {
        "title": repair.title,
        "steps": [*steps, _("and {more} more").format(more=more)] if more > 0 else steps,
        "result": repair.result,
        "notes": _short(" ".join(repair.said), 320),
    }


def _short(text: str, most: int = MOST_LETTERS) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"
