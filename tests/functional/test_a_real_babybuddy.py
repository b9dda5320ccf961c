"""Exports of a real Baby Buddy, made by `bench/babybuddy_exports.py`; skipped where there are none."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kinhold.api import open_household
from kinhold.api.importing import ToRead, carry_out, files_at, read_export
from kinhold.application.import_rows import ImportAnswers
from kinhold.domain.dates import bounds, instant
from kinhold.domain.fact import Imported, Typed

KINDS = {
    "feeding": "feed",
    "sleep": "sleep",
    "diaperchange": "nappy",
    "medication": "medicine",
    "note": "handnote",
    "tummytime": "tummy-time",
    "pumping": "pumping",
    "bmi": "bmi",
    "temperature": "temperature",
    "weight": "weight",
    "height": "height",
    "headcircumference": "head",
    "child": "child",
}
WAYS = ("with_child_id", "without_child_id", "api")


@pytest.fixture(scope="module")
def folder():
    told = os.environ.get("KINHOLD_BABYBUDDY")
    if not told:
        pytest.skip("no exports of a real Baby Buddy (set KINHOLD_BABYBUDDY; see bench)")
    return Path(told)


@pytest.fixture(scope="module")
def truth(folder):
    return json.loads((folder / "truth.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def imported(folder, truth):
    """Each way of exporting, imported into a household of its own."""
    answers = ImportAnswers(zone=truth["zone"], units=("metric",), add_children=True)
    made = {}
    for way in WAYS:
        home = open_household(None)
        home.import_notation(f"household zone={truth['zone']}\n")
        read = read_export(ToRead(files_at(folder / way)))
        made[way] = (home, read, answers, carry_out(home, read, answers))
    return made


def sort_of(fact):
    return fact.what if fact.KIND in ("activity", "measure") else fact.KIND


@pytest.mark.parametrize("way", WAYS)
def test_every_row_is_an_entry_and_none_is_rejected(imported, truth, way):
    _, _, _, plan = imported[way]
    wanted = {KINDS[m]: len(rows) for m, rows in truth["models"].items() if m in KINDS}

    assert plan.rejected == ()
    assert Counter(map(sort_of, plan.new)) == Counter({k: n for k, n in wanted.items() if n})


@pytest.mark.parametrize("way", WAYS)
def test_ids_children_and_instants_are_exact(imported, truth, way):
    """Of each row by its own id; a naive time that was there twice may be the first, and says so."""
    home, read, _, plan = imported[way]
    zone = ZoneInfo(truth["zone"])
    rows = {(r.file, r.row): r.ref for r in read.rows}
    places = {f.digest: n for n, f in enumerate(read.files)}
    told = {f"{m} {row['id']}": row for m, rows in truth["models"].items() for row in rows}
    unsure = 0
    for fact in plan.new:
        if not isinstance(fact.source, Imported) or fact.KIND == "child":
            continue
        row = told[rows[places[fact.source.digest], fact.source.row]]
        if "date" in row:
            assert fact.occurred == row["date"]
        else:
            start = datetime.fromisoformat(row.get("start") or row["time"]).replace(microsecond=0)
            off = instant(fact.occurred, zone) - start
            unsure += off != timedelta(0)
            assert off == timedelta(0) or (way != "api" and bounds(fact.occurred).uncertain)
        assert fact.about == row["child"]

    assert home.standing().household.zone == zone
    assert unsure == 0 if way == "api" else unsure < 20


@pytest.mark.parametrize("way", WAYS)
def test_importing_it_again_changes_nothing(imported, way):
    home, read, answers, _ = imported[way]
    before = home.export_notation(with_ids=True)

    again = carry_out(home, read, answers)

    assert (again.new, again.updates, again.changed) == ((), (), 0)
    assert home.export_notation(with_ids=True) == before


def test_with_and_without_child_ids_it_is_the_same(imported):
    one, other = (
        {replace(f, fact_id="", source=Typed()) for f in imported[way][3].new}
        for way in ("with_child_id", "without_child_id")
    )

    assert one == other


def test_the_api_after_the_files_adds_nothing(imported):
    home, _, answers, _ = imported["with_child_id"]
    _, read, _, _ = imported["api"]

    plan = carry_out(home, read, answers)

    assert plan.new == ()
    assert plan.changed < 20  # the nights in which clock times were there twice
