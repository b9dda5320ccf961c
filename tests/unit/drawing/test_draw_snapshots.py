"""Drawings as files, to be looked at when they change: KINHOLD_UPDATE=1 writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.unit.drawing.drawn_pages import (
    chronology,
    due,
    emily,
    entry,
    kate,
    laura,
    loss,
    money,
    rota,
    stress,
    twins,
    two_former_partners,
)

from kinhold.drawing.charts import draw_stress_bars
from kinhold.drawing.genogram import draw_genogram
from kinhold.drawing.rota_grid import draw_rota
from kinhold.drawing.runway import draw_runway
from kinhold.drawing.timeline import draw_timeline

FOLDER = Path(__file__).parents[2] / "snapshots" / "drawing"
DRAWINGS = {
    "emily-now": lambda: draw_genogram(emily()),
    "emily-load": lambda: draw_genogram(
        emily(), weights={"Emily": 100, "Oliver's-mum": 60, "Mum": 35}
    ),
    "laura": lambda: draw_genogram(laura()),
    "kate": lambda: draw_genogram(kate()),
    "twins": lambda: draw_genogram(twins()),
    "two-former-partners-before": lambda: draw_genogram(two_former_partners(), before=True),
    "rota": lambda: draw_rota(
        rota("Emily 0-9, - 9-17, Emily 17-24", "Mum 0-4, Emily 4-22, Dee 22-24", "Emily 0-24")
    ),
    "runway": lambda: draw_runway(
        money(
            [*[51_240] * 4, *[158_140] * 3, *[4_100] * 40],
            [
                due("2026-11-27", "Wage", "£1,069", "in"),
                due("2026-11-30", "Rent", "£780", priority="priority"),
                due("2026-12-04", "Food", "£75", missed=True),
            ],
            lowest_day=7,
        )
    ),
    "stress": lambda: draw_stress_bars(
        stress(
            loss("You are ill for 3 days", "31 hours with no one, first Mon 22:00", 100),
            loss("Mum stops", "7 more nights with no relief", 60),
            loss("Dee stops"),
        )
    ),
    "timeline": lambda: draw_timeline(
        chronology(
            entry("2019-03~", "Ruth and Danny: marriage.", "events"),
            entry("2026-10-31", "Danny left the household.", "events"),
            entry("2026-11-01", "Danny’s promise: “have Isla on Sundays”: kept.", "promises"),
            entry("2026-11-08", "The rent was paid.", "money"),
            entry("../..", "Isla: first steps.", "children"),
        )
    ),
}


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_looks_as_it_did_when_somebody_looked_at_it(name):
    kept = FOLDER / f"{name}.svg"
    drawn = DRAWINGS[name]() + "\n"
    if os.environ.get("KINHOLD_UPDATE"):
        kept.write_text(drawn, encoding="utf-8")

    assert drawn == kept.read_text(encoding="utf-8")
