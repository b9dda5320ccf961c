"""Small pages for the drawing tests, written down in one call.

family([keeper("Emily", "f"), person("Mum", "mother", "f")], ["Mum parent_of Emily"])
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from kinhold.application.chronology import ChronologyEntry, ChronologyPage
from kinhold.application.family_map import MapPage, MapPerson, MapTie
from kinhold.application.money import DueLine, MoneyPage
from kinhold.application.rota import Cell, DayRow, RotaPage
from kinhold.application.sentences import role_words
from kinhold.application.stress_figures import FiguresLine
from kinhold.application.stress_page import ImpactLine, StressPage
from kinhold.engines.stress.ranking import Margin

MONDAY = date(2026, 11, 23)
EMPTY = {"str": "", "int": 0, "bool": False}


def made(kind, **told):
    """A page part with what a drawing needs; every other field is empty."""
    return kind(**{f.name: told.get(f.name, EMPTY.get(f.type, ())) for f in fields(kind)})


def parsed(picture):
    return ET.fromstring(picture)  # noqa: S314 - our own text


def person(handle, role="other", gender="", **told):
    """Anybody; lives elsewhere unless `inside=True`, lived here where `left=True`."""
    inside = told.get("inside", False)
    return made(
        MapPerson,
        handle=handle,
        name=told.get("name", handle),
        role=role,
        relation=role_words(role),
        gender=gender,
        child=told.get("child", False),
        keeper=told.get("keeper", False),
        age=told.get("age", ""),
        group=told.get("group", False),
        home="",
        inside=inside,
        was_inside=inside or told.get("left", False),
    )


def keeper(handle, gender=""):
    return person(handle, "self", gender, keeper=True, inside=True)


def child(handle, gender="", age=""):
    role = {"f": "daughter", "m": "son"}.get(gender, "child")
    return person(handle, role, gender, age=age, child=True, inside=True)


def family(people, ties=(), headline="In the household: you."):
    """People, and ties as `start type end` with an optional fourth word: how it ended."""
    return made(
        MapPage,
        on="2026-11-23",
        headline=headline,
        people=tuple(people),
        ties=tuple(_tie(t) for t in ties),
        departures=(),
        nights=(),
    )


def _tie(told):
    start, kind, end, *ended = told.split()
    return MapTie(start, kind, end, f"{start} {kind} {end}", ended[0] if ended else "")


def emily():
    """He left for his mother's; both grandmothers and a cousin are near."""
    return family(
        [
            keeper("Emily", "f"),
            person("Oliver", "husband", "m", left=True),
            person("Mum", "mother", "f"),
            person("Oliver's-mum", "mother_in_law", "f", name="Oliver's mum"),
            person("Cousin", "partners_cousin", name="Oliver's cousin"),
            child("Noah", "m", "3 months"),
        ],
        [
            "Oliver spouse_of Emily",
            "Emily parent_of Noah",
            "Oliver parent_of Noah",
            "Mum parent_of Emily",
            "Oliver's-mum parent_of Oliver",
            "Cousin cousin_of Oliver",
            "Siblings sibling_of Emily",
        ],
    )


def laura():
    """Divorced; he is with somebody; a friend and a neighbour help."""
    return family(
        [
            keeper("Laura", "f"),
            person("Mark", "ex_partner", "m", left=True),
            person("Tessa", "partners_affair", "f"),
            person("Dee", "friend", "f"),
            person("Okafor", "neighbour", "f", name="Mrs Okafor"),
            child("Ava", "f", "6 years"),
        ],
        [
            "Mark spouse_of Laura divorce",
            "Mark affair_with Tessa",
            "Laura parent_of Ava",
            "Mark parent_of Ava",
        ],
    )


def kate():
    """Lives with her mother; the father of the child was never married to her."""
    return family(
        [
            keeper("Kate", "f"),
            person("Mum", "mother", "f", inside=True),
            person("Ryan", "ex_partner", "m"),
            child("Colin", "m", "4 years"),
            person("Diner", "colleague", name="Diner people", group=True),
        ],
        [
            "Mum parent_of Kate",
            "Kate parent_of Colin",
            "Ryan parent_of Colin",
            "Ryan ex_partner_of Kate",
        ],
    )


def twins():
    return family(
        [
            keeper("Sam", "f"),
            person("Alex", "partner", "x", inside=True),
            child("Ivy", "f", "8 months"),
            child("Finn", "m", "8 months"),
            child("Max", "m", "4 years"),
        ],
        [
            "Sam partner_of Alex",
            *(f"{p} parent_of {c}" for p in ("Sam", "Alex") for c in ("Ivy", "Finn", "Max")),
        ],
    )


def two_former_partners():
    return family(
        [
            keeper("Ruth", "f"),
            person("Danny", "ex_partner", "m", left=True),
            person("Will", "ex_partner", "m"),
            child("Isla", "f", "14 months"),
            child("Ben", "m", "7 years"),
            child("Joe", "m", "9 years"),
            person("Jo", "sibling", "f"),
            person("Mum", "mother", "f"),
        ],
        [
            "Danny partner_of Ruth",
            "Will spouse_of Ruth divorce",
            "Ruth parent_of Isla",
            "Danny parent_of Isla",
            *(f"{p} parent_of {c}" for p in ("Ruth", "Will") for c in ("Ben", "Joe")),
            "Mum parent_of Ruth",
        ],
    )


def rota(*days):
    """Days as texts such as `Emily 0-7, - 7-9, Nursery 9-24`; a dash is no one."""
    rows, names = [], []
    for number, told in enumerate(days):
        day = MONDAY + timedelta(days=number)
        cells = [_cell(part) for part in told.split(", ")]
        names += [c.name for c in cells if not c.gap]
        rows.append(DayRow(day.isoformat(), f"{day:%a} {day.day} {day:%b}", tuple(cells)))
    return made(
        RotaPage,
        on=MONDAY.isoformat(),
        until=(MONDAY + timedelta(days=len(days))).isoformat(),
        headline="No hour without an adult.",
        no_one_minutes=0,
        nights=len(days),
        unrelieved=0,
        people=tuple((n, n) for n in dict.fromkeys(names)),
        days=tuple(rows),
        open=(),
        load=(),
        levels=(),
        checked=True,
        notes=(),
        questions=(),
    )


def _cell(told):
    name, hours = told.rsplit(" ", 1)
    start, end = (int(h) for h in hours.split("-"))
    gap = name == "-"
    return made(
        Cell,
        carer="" if gap else name,
        name="no one" if gap else name,
        start_minute=start * 60,
        end_minute=end * 60,
        start=f"{start:02d}:00",
        end=f"{end % 24:02d}:00",
        backup="",
        gap=gap,
    )


def due(day, label, amount, direction="out", **told):
    return made(
        DueLine,
        day=day,
        label=label,
        amount=amount,
        direction=direction,
        priority=told.get("priority", ""),
        consequence="",
        missed=told.get("missed", False),
        note=told.get("note", ""),
        source="",
        fact_ids=(),
    )


def money(balances, dues=(), *, lowest_day=0, currency="GBP"):
    return made(
        MoneyPage,
        on=MONDAY.isoformat(),
        currency=currency,
        headline="Lowest point.",
        runway="",
        runway_days=None,
        at_least=True,
        lowest=balances[lowest_day] if balances else None,
        lowest_day=(MONDAY + timedelta(days=lowest_day)).isoformat() if balances else "",
        start=MONDAY.isoformat(),
        balances=tuple(balances),
        positions=tuple(balances),
        fan=None,
        everyday=None,
        due=tuple(dues),
        missed=(),
        debts=(),
        support=(),
        left_out=(),
        questions=(),
    )


def loss(title, effect="nothing breaks", weight=0):
    return made(
        ImpactLine,
        key=title,
        title=title,
        holds=effect == "nothing breaks",
        weight=weight,
        effect=effect,
    )


def stress(*lines):
    margin = Margin(sum(line.holds for line in lines), len(lines))
    return made(
        StressPage,
        on=MONDAY.isoformat(),
        headline="The nights rest on you and Mum.",
        base=made(FiguresLine, words="No hour without an adult.", nights=14),
        impacts=lines,
        margin=margin,
        margin_words=f"Holds: {margin.survived} of {margin.tested}",
        exact=True,
    )


def entry(occurred, what="something happened", theme="events", when=""):
    return made(
        ChronologyEntry,
        fact_id=f"{occurred} {what}",
        occurred=occurred,
        when=when or occurred,
        what=what,
        theme=theme,
        who=("Ruth",),
        source="typed in",
        quote="",
        how_known="",
        recorded_at="2026-11-23T08:00:00+00:00",
        written="23 November 2026",
        timeliness="late",
    )


def chronology(*entries):
    return made(
        ChronologyPage,
        on=MONDAY.isoformat(),
        headline=f"{len(entries)} entries.",
        themes=tuple(sorted({e.theme for e in entries})),
        entries=entries,
    )
