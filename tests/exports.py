"""Exports of other apps for tests, written here from their published columns; no outside data."""

from __future__ import annotations

import csv
import io
import json

from kinhold.adapters.imports.reading import ToRead, read_log
from kinhold.adapters.imports.tables import GivenFile
from kinhold.api import open_household
from kinhold.application.import_rows import ImportAnswers

WHO = ("child_id", "child_first_name", "child_last_name")
COLUMNS = {
    "feeding": ("id", *WHO, "start", "end", "type", "method", "amount", "notes", "tags"),
    "sleep": ("id", *WHO, "start", "end", "nap", "notes", "tags"),
    "diaperchange": ("id", *WHO, "time", "wet", "solid", "color", "amount", "notes", "tags"),
    "tummytime": ("id", *WHO, "start", "end", "milestone", "tags"),
    "pumping": ("id", *WHO, "start", "end", "amount", "notes", "tags"),
    "medication": (
        *("id", *WHO, "name", "dosage", "dosage_unit", "time", "next_dose_interval"),
        *("notes", "tags"),
    ),
    "note": ("id", *WHO, "note", "time", "tags"),
    "temperature": ("id", *WHO, "temperature", "time", "notes", "tags"),
    "weight": ("id", *WHO, "weight", "date", "notes", "tags"),
    "height": ("id", *WHO, "height", "date", "notes", "tags"),
    "headcircumference": ("id", *WHO, "head_circumference", "date", "notes", "tags"),
    "bmi": ("id", *WHO, "bmi", "date", "notes", "tags"),
}
ISLA = {"child_id": "1", "child_first_name": "Isla", "child_last_name": "Reed"}
HUCKLEBERRY = [
    "Type",
    "Start",
    "End",
    "Duration",
    "Start Condition",
    "Start Location",
    "End Condition",
    "Notes",
]
LONDON = ImportAnswers(zone="Europe/London", units=("metric",), add_children=True)


def csv_file(name, header, rows, *, line="\r\n", bom=False, quoted=False, separator=","):
    """A CSV file of rows, which may be short."""
    out = io.StringIO(newline="")
    style = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    writer = csv.writer(out, lineterminator=line, quoting=style, delimiter=separator)
    writer.writerow(header)
    writer.writerows(rows)
    return GivenFile(name, out.getvalue().encode("utf-8-sig" if bom else "utf-8"))


def babybuddy(model, *rows, child_id=True, name=""):
    """One model's CSV; rows are dicts, the child is Isla Reed unless told."""
    header = [c for c in COLUMNS[model] if child_id or c != "child_id"]
    told = [{**ISLA, **row} for row in rows]
    return csv_file(name or f"{model}.csv", header, [[r.get(c, "") for c in header] for r in told])


def page(name, *results):
    """A page of a REST API."""
    told = {"count": len(results), "next": None, "previous": None, "results": results}
    return GivenFile(name, json.dumps(told).encode())


def children(*rows):
    """Its file of children: (id, first name, last name, birth date)."""
    header = ("id", "first_name", "last_name", "birth_date", "birth_time")
    return csv_file("child.csv", header, [(*row, "") for row in rows])


def huckleberry(*rows, **how):
    """Huckleberry's one CSV."""
    return csv_file("huckleberry.csv", HUCKLEBERRY, rows, **how)


def read(*files, **how):
    """Read files in this process."""
    return read_log(ToRead(tuple(files), **how))


def home(*lines):
    """A household in memory: Isla of London, unless lines of the notation say otherwise."""
    made = open_household(None)
    told = lines or ("household zone=Europe/London country=uk of=Ruth", "2026-01-02 child Isla")
    made.import_notation("\n".join(told))
    return made
