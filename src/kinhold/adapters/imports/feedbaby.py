"""Feed Baby: `sleeps.csv`, `feeds.csv` and `excretions.csv`, with the clock before the date.

Times are local clock times such as `14:05:00 03-09-2026` (month before day), without a zone; rows have
ids; the files name no child. Its other files are kept as notes where they have a start time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kinhold.adapters.imports import cells
from kinhold.adapters.imports.collecting import Collected, Row, joined, read_rows
from kinhold.application.import_rows import Quantity
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from kinhold.adapters.imports.tables import Table
    from kinhold.application.import_rows import LogRow

NAME: Final = "feedbaby"
_KNOWN: Final = frozenset({"id", "start time", "end time", "time", "notes"})
_FORMS: Final = (
    ("feed", frozenset({"id", "start time", "feed type"})),
    ("sleep", frozenset({"id", "start time", "approximate duration (minutes)"})),
    ("excretion", frozenset({"id", "time", "type"})),
    ("other", frozenset({"id", "start time"})),
)
_TYPE: Final = N_("This app does not know a word in this row; it was kept in the entry's words.")


def form_of(table: Table) -> str:
    """Return which of its files a table is; empty where it is none."""
    if table.json:
        return ""
    return next((form for form, needs in _FORMS if needs <= table.columns), "")


def read(tables: Sequence[Table]) -> Collected:
    """Read the tables that are such exports."""
    into = Collected(NAME)
    for table in tables:
        form = form_of(table)
        if form:
            read_rows(table, form, into, _entries(form))
    return into


def _entries(form: str) -> Callable[[Row], Iterator[LogRow]]:
    make = _MAKE[form]

    def read_row(row: Row) -> Iterator[LogRow]:
        told: dict[str, Any] = {
            "start": cells.clock_first(row.first("start time", "time"), "Start Time"),
            "child": "",
        }
        if row["end time"]:
            told["end"] = cells.clock_first(row["end time"], "End Time")
        kind, more, used = make(row)
        words = joined(
            row["notes"], str(more.pop("words", "")), row.rest(_KNOWN | used), row.beyond()
        )
        ref = f"{form} {row['id']}" if row["id"] else row.hashed()
        yield row.entry(kind, ref, **{**told, **more, "words": words})

    return read_row


_Made = tuple[str, dict[str, Any], set[str]]


def _sleep(row: Row) -> _Made:
    column = "approximate duration (minutes)"
    told = {} if row["end time"] else {"minutes": cells.minutes_of(row[column], column)}
    return "sleep", told, {column}


def _feed(row: Row) -> _Made:
    kind, bottle = row["feed type"].lower(), row["bottle type"].lower()
    sides = [side for side in ("left", "right", "both") if side in kind]
    values: list[tuple[str, str]] = []
    if sides or "breast" in kind:
        values += [("method", "breast"), *((("side", sides[0]),) if sides else ())]
    elif "bottle" in kind:
        values.append(("method", "bottle"))
    elif "solid" in kind or "meal" in kind:
        values.append(("method", "solids"))
    else:
        row.note("warning", "import.unknown-word", _(_TYPE))
    milk = "formula" if "formula" in bottle else "breast" if "breast" in bottle or "express" in bottle else ""  # fmt: skip
    values += [("milk", milk)] if milk else []
    words = joined(
        "" if values and values[0][0] == "method" else row["feed type"],
        "" if milk else row["bottle type"],
        row["food type"],
    )
    told: dict[str, Any] = {"values": tuple(values), "words": words}
    amount = cells.number(row["quantity (ml or g)"], "Quantity")
    if amount and ("method", "solids") not in values:
        told["amount"] = Quantity(amount, "ml")
    elif amount:
        told["words"] = joined(words, f"{amount} {row['unit'] or 'g'}")
    if not row["end time"]:
        told["minutes"] = cells.minutes_of(row["duration (minutes)"], "Duration") or None
    used = {"feed type", "bottle type", "food type", "quantity (ml or g)", "quantity (oz)"}
    return "feed", told, used | {"unit", "duration (minutes)"}


def _excretion(row: Row) -> _Made:
    kind = row["type"].lower()
    pee, poo = "pee" in kind or "wet" in kind, "poo" in kind or "dirty" in kind
    if "both" in kind or (pee and poo):
        return "nappy", {"values": (("what", "both"),)}, {"type"}
    if pee or poo:
        return "nappy", {"values": (("what", "dirty" if poo else "wet"),)}, {"type"}
    row.note("warning", "import.unknown-word", _(_TYPE))
    return "handnote", {"words": row["type"]}, {"type"}


def _other(row: Row) -> _Made:
    row.note("warning", "import.unknown-word", _(_TYPE))
    return "handnote", {"words": row.table.name.rpartition("/")[2].rpartition(".")[0]}, set()


_MAKE: Final[dict[str, Callable[[Row], _Made]]] = {
    "feed": _feed,
    "sleep": _sleep,
    "excretion": _excretion,
    "other": _other,
}
