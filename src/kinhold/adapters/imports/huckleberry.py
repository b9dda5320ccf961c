"""Huckleberry: one CSV whose columns mean something else for every type of entry.

`Type,Start,End,Duration,Start Condition,Start Location,End Condition,Notes`; times are local clock
times without a zone, `Duration` is `HH:MM`, and is missing in one variant. The file names no child and
gives no ids. A type that is not known here is kept as a note.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from kinhold.adapters.imports import cells
from kinhold.adapters.imports.cells import CellNotUsableError
from kinhold.adapters.imports.collecting import Collected, Row, joined, read_rows
from kinhold.application.import_rows import Quantity
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kinhold.adapters.imports.tables import Table
    from kinhold.application.import_rows import LogRow

NAME: Final = "huckleberry"
_SIGNATURE: Final = frozenset({"type", "start", "start condition", "end condition"})
_COLUMNS: Final = (
    "start condition",
    "start location",
    "end condition",
)
_KNOWN: Final = frozenset({"type", "start", "end", "duration", "notes", *_COLUMNS})
_SIDE: Final = re.compile(r"(\d{1,2}):(\d{2})\s*([LR])", re.IGNORECASE)
_AMOUNT: Final = re.compile(r"(\d{1,4}(?:[.,]\d{1,4})?)\s*(ml|oz|fl oz|floz|g)?", re.IGNORECASE)
_MEASURE: Final = re.compile(
    r"(\d{1,4}(?:[.,]\d{1,4})?)\s*(°?\s*[CF]|kg|g|lbs?|oz|cm|in|\")?(?:\s*(\d{1,2}(?:[.,]\d{1,2})?)\s*oz)?",
    re.IGNORECASE,
)
_LEVEL: Final = re.compile(
    r"(pee|poo)(?:\s*:\s*([\w -]+?))?(?=,|\s+(?:pee|poo)\b|$)", re.IGNORECASE
)
_ACTIVITIES: Final = {
    "bath": "bath",
    "tummy time": "tummy-time",
    "indoor play": "indoor-play",
    "outdoor play": "outdoor-play",
    "skin to skin": "skin-to-skin",
    "potty": "potty",
}
_UNREAD: Final = N_(
    "This app does not know what a cell of this row means; it was kept in the entry's words."
)
_TYPE: Final = N_("This app does not know this type of entry; it was kept as a note.")


def is_one(table: Table) -> bool:
    """Return whether a table is such an export."""
    return table.columns >= _SIGNATURE


def read(tables: Sequence[Table]) -> Collected:
    """Read the tables that are such exports."""
    into = Collected(NAME)
    for table in tables:
        if is_one(table):
            read_rows(table, "", into, _entries)
    return into


def _entries(row: Row) -> Iterator[LogRow]:
    kind = row["type"].lower()
    told: dict[str, Any] = {"start": cells.moment(row["start"], "Start"), "child": ""}
    if row["end"]:
        told["end"] = cells.moment(row["end"], "End")
    ref = row.hashed()
    extra = joined(row["notes"], row.rest(_KNOWN), row.beyond())
    if kind == "growth":
        yield from _growth(row, ref, told, extra)
        return
    word, more = _MAKE.get(kind, _activity)(row)
    if "end" not in told and "minutes" not in more and kind != "diaper":
        span = cells.length(row["duration"], "Duration")
        more |= {"minutes": int(span.total_seconds() // 60)} if span else {}
    words = joined(str(more.pop("words", "")), extra)
    yield row.entry(word, ref, **{**told, **more, "words": words})


_Made = tuple[str, dict[str, Any]]


def _sleep(row: Row) -> _Made:
    return "sleep", {"words": joined(*(row[name] for name in _COLUMNS))}


def _feed(row: Row) -> _Made:
    if row["start location"].lower() == "breast":
        return "feed", _breast(row)
    milk = {"formula": "formula", "breast milk": "breast"}.get(row["start condition"].lower(), "")
    values = [("method", "bottle")] if row["start location"].lower() == "bottle" else []
    values += [("milk", milk)] if milk else []
    match = _AMOUNT.fullmatch(row["end condition"])
    unread = [] if match or not row["end condition"] else [row["end condition"]]
    unread += [] if milk or not row["start condition"] else [row["start condition"]]
    unread += [] if values[:1] == [("method", "bottle")] else [row["start location"]]
    if any(unread):
        row.note("warning", "import.unread-cell", _(_UNREAD))
    told: dict[str, Any] = {"values": tuple(values), "words": joined(*unread)}
    return "feed", told | ({"amount": _quantity(match)} if match else {})


def _breast(row: Row) -> dict[str, Any]:
    minutes = {"L": 0, "R": 0}
    said, unread = [], []
    for name in ("start condition", "end condition"):
        match = _SIDE.fullmatch(row[name])
        if match:
            took = int(match[1]) * 60 + int(match[2])
            minutes[match[3].upper()] += took
            said.append(f"{'left' if match[3].upper() == 'L' else 'right'} {took} min")
        elif row[name]:
            unread.append(row[name])
    if unread:
        row.note("warning", "import.unread-cell", _(_UNREAD))
    sides = [side for side, took in minutes.items() if took]
    side = "both" if len(sides) > 1 else {"L": "left", "R": "right"}.get("".join(sides), "")
    values = (("method", "breast"), *((("side", side),) if side else ()))
    told: dict[str, Any] = {"values": values, "words": joined(", ".join(said), *unread)}
    spans = row["end"] or row["duration"]
    return told if spans or not sides else told | {"minutes": sum(minutes.values())}


def _diaper(row: Row) -> _Made:
    told = row["end condition"]
    found = {word.lower(): level or "" for word, level in _LEVEL.findall(told)}
    both = told.lower().startswith("both") or len(found) > 1
    what = "both" if both else "dirty" if "poo" in found else "wet" if "pee" in found else ""
    if not what:
        what = "dry" if told.lower().startswith("dry") else ""
    if not what:
        row.note("warning", "import.unread-cell", _(_UNREAD))
        return _activity(row)
    values = [("what", what)] + ([("colour", row["duration"])] if row["duration"] else [])
    levels = ", ".join(f"{word} {level}".strip() for word, level in found.items() if level)
    return "nappy", {"values": tuple(values), "words": joined(levels, row["start condition"], row["start location"])}  # fmt: skip


def _solids(row: Row) -> _Made:
    reaction = row["end condition"]
    words = joined(row["start condition"], row["start location"], f"reaction: {reaction}" if reaction else "")  # fmt: skip
    return "feed", {"values": (("method", "solids"),), "words": words}


def _meds(row: Row) -> _Made:
    dose, name = row["start condition"], row["start location"]
    if not dose and not name:
        raise CellNotUsableError(_("A medicine without a name and without a dose."))
    values = [("name", name)] + ([("dose", dose)] if dose else [])
    return "medicine", {"values": tuple(values), "words": row["end condition"]}


def _temp(row: Row) -> _Made:
    text = next((row[name] for name in _COLUMNS if _MEASURE.fullmatch(row[name])), "")
    match = _MEASURE.fullmatch(text)
    if match is None:
        raise CellNotUsableError(_("No temperature that can be read."))
    words = joined(*(row[name] for name in _COLUMNS if row[name] != text))
    return "measure", {"values": (("what", "temperature"),), "measure": _quantity(match), "words": words}  # fmt: skip


def _growth(row: Row, ref: str, told: dict[str, Any], extra: str) -> Iterator[LogRow]:
    measured = 0
    for what, name in zip(("weight", "height", "head"), _COLUMNS, strict=True):
        match = _MEASURE.fullmatch(row[name])
        if match is None:
            if row[name]:
                raise CellNotUsableError(
                    _("“{row}” is not a measure ({name}).").format(row=row[name][:20], name=name)
                )
            continue
        measured += 1
        more = {"values": (("what", what),), "measure": _quantity(match), "words": extra}
        yield row.entry("measure", f"{ref} {what}", **{**told, **more, "end": None})
    if not measured:
        raise CellNotUsableError(_("Nothing was measured."))


def _pump(row: Row) -> _Made:
    found = [_AMOUNT.fullmatch(row[name]) for name in ("start condition", "end condition")]
    amounts = [_quantity(match) for match in found if match]
    units = {amount.unit for amount in amounts}
    values = (("what", "pumping"),)
    words = joined(*(f"{name}: {row[name]}" for name in _COLUMNS if row[name]))
    if not amounts or len(units) > 1:
        return "activity", {"values": values, "words": words}
    total = Quantity(sum((a.number for a in amounts), Decimal(0)), units.pop())
    return "activity", {"values": values, "words": words, "amount": total}


def _activity(row: Row) -> _Made:
    kind = row["type"]
    words = joined(*(f"{name}: {row[name]}" for name in _COLUMNS if row[name]))
    if kind.lower() in _ACTIVITIES:
        return "activity", {"values": (("what", _ACTIVITIES[kind.lower()]),), "words": words}
    row.note("warning", "import.unknown-type", _(_TYPE))
    told = joined(kind, words, f"Duration: {row['duration']}" if row["duration"] else "")
    return "handnote", {"words": told, "minutes": None, "end": None}


def _quantity(match: re.Match[str]) -> Quantity:
    figure = Decimal(match[1].replace(",", "."))
    unit = re.sub(r"[°\s]", "", (match[2] or "").lower())
    unit = {"lbs": "lb", "floz": "oz", '"': "in"}.get(unit, unit)
    if unit == "lb" and match.re is _MEASURE and match[3]:
        figure += Decimal(match[3].replace(",", ".")) / 16
    return Quantity(figure, unit)


_MAKE: Final[dict[str, Callable[[Row], _Made]]] = {
    "sleep": _sleep,
    "feed": _feed,
    "diaper": _diaper,
    "solids": _solids,
    "meds": _meds,
    "temp": _temp,
    "pump": _pump,
}
