"""Baby Buddy: its CSV exports (one file a model) and the JSON of its REST API.

The columns are those of its admin's export (id, child_id, child_first_name, child_last_name, …) with
and without `child_id`, of its own import files, and the keys of its serializers. Its CSV names no time
zone and gives tags by id; its amounts and measures name no unit anywhere. Older and newer columns that
are not known here are kept in words.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from kinhold.adapters.imports import cells
from kinhold.adapters.imports.cells import CellNotUsableError
from kinhold.adapters.imports.collecting import Collected, Row, joined, read_rows
from kinhold.application.import_rows import Quantity
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import date, datetime

    from kinhold.adapters.imports.tables import Table
    from kinhold.application.import_rows import LogRow

NAME: Final = "babybuddy"

MODELS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("child", frozenset({"first_name", "last_name", "birth_date"})),
    ("feeding", frozenset({"start", "type", "method"})),
    ("diaperchange", frozenset({"time", "wet", "solid"})),
    ("tummytime", frozenset({"start", "milestone"})),
    ("medication", frozenset({"name", "dosage", "time"})),
    ("sleep", frozenset({"start", "nap"})),
    ("note", frozenset({"note", "time"})),
    ("temperature", frozenset({"temperature", "time"})),
    ("weight", frozenset({"weight", "date"})),
    ("height", frozenset({"height", "date"})),
    ("headcircumference", frozenset({"head_circumference", "date"})),
    ("bmi", frozenset({"bmi", "date"})),
    ("pumping", frozenset({"amount", "start"})),
    ("pumping", frozenset({"amount", "time"})),
    ("timer", frozenset({"name", "start", "user"})),
    ("tag", frozenset({"name", "color"})),
)
_CHILDLESS: Final = frozenset({"child", "tag", "timer"})
_CHILD_COLUMNS: Final = frozenset({"child_id", "child", "child_first_name"})
_KNOWN: Final = frozenset(
    {"id", "child", "child_id", "child_first_name", "child_last_name", "notes", "tags", "duration"}
    | {"timer", "start", "end", "time", "date"}
)
_MILK: Final = {
    "breast milk": "breast",
    "formula": "formula",
    "fortified breast milk": "fortified",
    "solid food": "",
    "": "",
}
_METHODS: Final = {
    "bottle": (("method", "bottle"),),
    "left breast": (("method", "breast"), ("side", "left")),
    "right breast": (("method", "breast"), ("side", "right")),
    "both breasts": (("method", "breast"), ("side", "both")),
    "parent fed": (),
    "self fed": (),
    "": (),
}
_NAPPY: Final = {(True, True): "both", (True, False): "wet", (False, True): "dirty"}
_NO_TAG: Final = N_(
    "Tags are numbers in this file and no tag.csv says what they mean; they were kept as “tag 3”."
)
_UNKNOWN: Final = N_("This app does not know a word in this row; it was kept in the entry's words.")


def model_of(table: Table) -> str:
    """Return the model that a table holds, or an empty text where it is none of Baby Buddy's."""
    columns = table.columns
    for name, needs in MODELS:
        if needs <= columns and (name in _CHILDLESS or columns & _CHILD_COLUMNS):
            return name
    sleeps = frozenset({"start", "end"}) <= columns and columns & _CHILD_COLUMNS
    return "sleep" if sleeps and columns <= _KNOWN else ""


def read(tables: Sequence[Table]) -> Collected:
    """Read the tables of one instance; those that are not its own are left to the caller."""
    into = Collected(NAME)
    sorted_out = [(model_of(table), table) for table in tables]
    names = _names([t for model, t in sorted_out if model == "child"])
    tags = _tags([t for model, t in sorted_out if model == "tag"])
    for model, table in sorted_out:
        if model == "child":
            read_rows(table, model, into, _child)
        elif model == "tag":
            into.begin(table, model)
        elif model == "timer":
            read_rows(table, model, into, _timer)
        elif model:
            read_rows(table, model, into, _entries(model, names, tags))
    return into


def _names(tables: Sequence[Table]) -> dict[str, str]:
    """Ids of children to the names by which the other files call them."""
    found: dict[str, str] = {}
    for row in _each(tables):
        if row["id"]:
            found[row["id"]] = joined_name(row["first_name"], row["last_name"])
    return found


def _tags(tables: Sequence[Table]) -> dict[str, str]:
    return {row["id"]: row["name"] for row in _each(tables) if row["id"] and row["name"]}


def _each(tables: Sequence[Table]) -> Iterator[Row]:
    for table in tables:
        row = Row(table, "", 0, Collected(NAME))
        for number, told in enumerate(table.rows, start=1):
            row.point(number, told)
            yield row


def joined_name(first: str, last: str) -> str:
    """Return a child's name as the exports give it."""
    return f"{first} {last}".strip()


def _child(row: Row) -> Iterator[LogRow]:
    name = joined_name(row["first_name"], row["last_name"])
    if not name:
        raise CellNotUsableError(_("A child without a name."))
    born = cells.day(row["birth_date"], "birth_date").isoformat() if row["birth_date"] else ""
    row.child(name, name, born, f"child {row['id']}" if row["id"] else row.hashed())
    if row["birth_time"] or row["picture"]:
        row.note(
            "info",
            "import.child",
            _("A birth time or a picture of a child has no place here and stays behind."),
        )
    return iter(())


def _timer(row: Row) -> Iterator[LogRow]:
    row.note("info", "import.timer", _("A timer that was still running is not taken over."))
    return iter(())


def _entries(
    model: str, names: Mapping[str, str], tags: Mapping[str, str]
) -> Callable[[Row], Iterator[LogRow]]:
    make = _MAKE[model]

    def read_row(row: Row) -> Iterator[LogRow]:
        ref = f"{model} {row['id']}" if row["id"] else row.hashed()
        kind, told, used = make(row)
        told["child"] = _child_of(row, names)
        told["words"] = joined(row["notes"], told.pop("words", ""), row.rest(_KNOWN | used))
        told["words"] = joined(told["words"], row.beyond())
        known = _tags_of(row, tags)
        if known:
            told["values"] = (*told.get("values", ()), ("tags", known))
        yield row.entry(kind, ref, **told)

    return read_row


def _child_of(row: Row, names: Mapping[str, str]) -> str:
    named = joined_name(row["child_first_name"], row["child_last_name"])
    number = row.first("child_id", "child")
    return named or names.get(number, f"child {number}" if number else "")


def _tags_of(row: Row, tags: Mapping[str, str]) -> tuple[str, ...]:
    told = row["tags"]
    if not told:
        return ()
    if row.table.json:
        listed = json.loads(told) if told.startswith("[") else [told]
        return tuple(sorted({cells.clean(str(tag)) for tag in listed} - {""}))
    numbers = [part.strip() for part in told.split(",") if part.strip()]
    if any(number not in tags for number in numbers):
        row.note("warning", "import.tags", _(_NO_TAG))
    return tuple(sorted({tags.get(number, f"tag {number}") for number in numbers}))


def _span(row: Row) -> dict[str, Any]:
    told: dict[str, Any] = {"start": cells.moment(row.first("start", "time"), "start")}
    if row["end"]:
        told["end"] = cells.moment(row["end"], "end")
    return told


def _feeding(row: Row) -> _Made:
    told = _span(row)
    milk, method = row["type"].lower(), row["method"].lower()
    values = list(_METHODS.get(method, ()))
    words = method if method in ("parent fed", "self fed") else ""
    if milk not in _MILK or method not in _METHODS:
        row.note("warning", "import.unknown-word", _(_UNKNOWN))
        words = joined(
            words, milk if milk not in _MILK else "", method if method not in _METHODS else ""
        )
    if _MILK.get(milk):
        values.append(("milk", _MILK[milk]))
    amount = cells.number(row["amount"], "amount")
    if milk == "solid food":
        words = _solids(row, values, words)
        words = joined(words, f"amount {row['amount']}" if amount is not None else "")
    elif amount:
        told["amount"] = Quantity(amount)
    return "feed", {**told, "values": tuple(values), "words": words}, {"type", "method", "amount"}


def _solids(row: Row, values: list[tuple[str, str]], words: str) -> str:
    if not values:
        values.append(("method", "solids"))
        return words
    row.note(
        "warning",
        "import.solids",
        _(
            "This row says solid food and also a bottle or a breast. The second was kept, the "
            "first is in words."
        ),
    )
    return joined(words, "solid food")


def _sleep(row: Row) -> _Made:
    values = (("nap", True),) if cells.yes(row["nap"], "nap") else ()
    return "sleep", {**_span(row), "values": values}, {"nap"}


def _diaper(row: Row) -> _Made:
    told = _span(row)
    state = _NAPPY.get((cells.yes(row["wet"], "wet"), cells.yes(row["solid"], "solid")), "dry")
    values = [("what", state)] + ([("colour", row["color"])] if row["color"] else [])
    amount = cells.number(row["amount"], "amount")
    words = f"amount {row['amount']}" if amount else ""
    used = {"wet", "solid", "color", "amount"}
    return "nappy", {**told, "values": tuple(values), "words": words}, used


def _tummy(row: Row) -> _Made:
    told = {**_span(row), "values": (("what", "tummy-time"),), "words": row["milestone"]}
    return "activity", told, {"milestone"}


def _pumping(row: Row) -> _Made:
    told = _span(row)
    amount = cells.number(row["amount"], "amount")
    if amount:
        told["amount"] = Quantity(amount)
    return "activity", {**told, "values": (("what", "pumping"),)}, {"amount"}


def _medication(row: Row) -> _Made:
    wait = cells.length(row["next_dose_interval"], "next_dose_interval")
    if cells.number(row["dosage"], "dosage") is None and not row["name"]:
        raise CellNotUsableError(_("A medicine without a name and without a dose."))
    values: list[tuple[str, object]] = [("name", row["name"])]
    dose = f"{row['dosage']} {row['dosage_unit']}".strip()
    values += [("dose", dose)] if dose else []
    if wait:
        values.append(("not_before", -int(-wait.total_seconds() // 60)))
    used = {"name", "dosage", "dosage_unit", "next_dose_interval"}
    return "medicine", {**_span(row), "values": tuple(values)}, used


def _note(row: Row) -> _Made:
    picture = row["image"].rpartition("/")[2]
    if picture:
        row.note(
            "info",
            "import.picture",
            _("A note has a picture that is not in the export; its file name was kept."),
        )
    words = joined(row["note"], f"picture: {picture}" if picture else "")
    return "handnote", {**_span(row), "words": words}, {"note", "image"}


def _measured(column: str, what: str) -> Callable[[Row], _Made]:
    def make(row: Row) -> _Made:
        found = cells.number(row[column], column)
        if found is None:
            raise CellNotUsableError(_("Nothing was measured ({column}).").format(column=column))
        start = _span(row) if row["time"] else {"start": _day(row)}
        told = {**start, "values": (("what", what),), "measure": Quantity(found)}
        return "measure", told, {column}

    return make


def _bmi(row: Row) -> _Made:
    found = cells.number(row["bmi"], "bmi")
    if found is None:
        raise CellNotUsableError(_("Nothing was measured (bmi)."))
    told: dict[str, Any] = {"start": _day(row), "values": (("what", "bmi"),)}
    return "activity", {**told, "words": f"BMI {found}"}, {"bmi"}


def _day(row: Row) -> date | datetime:
    return cells.day(row["date"], "date")


_Made = tuple[str, dict[str, Any], set[str]]
_MAKE: Final[dict[str, Callable[[Row], _Made]]] = {
    "feeding": _feeding,
    "sleep": _sleep,
    "diaperchange": _diaper,
    "tummytime": _tummy,
    "pumping": _pumping,
    "medication": _medication,
    "note": _note,
    "temperature": _measured("temperature", "temperature"),
    "weight": _measured("weight", "weight"),
    "height": _measured("height", "height"),
    "headcircumference": _measured("head_circumference", "head"),
    "bmi": _bmi,
}
