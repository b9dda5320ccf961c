"""Baby Tracker (Nighp): one CSV for each activity, months before days, units in the header.

Times are local clock times such as `3/9/26, 14:05`, without a zone; lengths are minutes; the last
column (a note) is often missing. It gives no ids. A file of an activity that is not known here is kept
as notes.
"""

from __future__ import annotations

import re
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

NAME: Final = "nighp"
_UNIT: Final = re.compile(r"\((oz|ml)\.?\)", re.IGNORECASE)
_NAPPY: Final = {"wet": "wet", "dirty": "dirty", "mixed": "both", "dry": "dry"}
_NOT_TOLD: Final = N_(
    "The file does not say whether the milk was formula or expressed; that was left open."
)
_TYPE: Final = N_("This app does not know this activity; it was kept as notes.")
_DAY_FIRST: Final = N_(
    "This date has no such month. If days come before months in this file, say so."
)


def form_of(table: Table) -> str:
    """Return which activity a table holds; `other` for an unknown one, empty for another app's."""
    columns = {re.sub(r"\s*\(.*", "", name) for name in table.columns}
    if "time" not in columns or table.json:
        return ""
    for form, needs in (
        ("pump", {"left amount", "right amount"}),
        ("nursing", {"baby", "left duration", "right duration"}),
        ("sleep", {"baby", "duration"}),
        ("bottle", {"baby", "amount"}),
        ("diaper", {"baby", "status"}),
        ("other", {"baby"}),
    ):
        if needs <= columns:
            return form
    return ""


def read(tables: Sequence[Table], *, day_first: bool = False) -> Collected:
    """Read the tables that are such exports.

    Args:
        tables: of the files.
        day_first: whether days come before months in their dates.
    """
    into = Collected(NAME)
    for table in tables:
        form = form_of(table)
        if form:
            read_rows(table, form, into, _entries(form, day_first=day_first))
    return into


def _entries(form: str, *, day_first: bool) -> Callable[[Row], Iterator[LogRow]]:
    make = _MAKE[form]

    def read_row(row: Row) -> Iterator[LogRow]:
        try:
            start = cells.slashed(row["time"], "Time", day_first=day_first)
        except CellNotUsableError as problem:
            raise CellNotUsableError(_blame(row["time"], str(problem), day_first)) from None
        kind, told, used = make(row)
        rest = row.rest({"baby", "time", "note", *used})
        words = joined(str(told.pop("words", "")), row["note"], rest, row.beyond())
        yield row.entry(
            kind, row.hashed(), **{"start": start, "child": row["baby"], "words": words, **told}
        )

    return read_row


def _blame(text: str, problem: str, day_first: bool) -> str:  # noqa: FBT001 - private, one caller
    first = re.match(r"(\d{1,2})/(\d{1,2})/", text.strip())
    wrong = first and not day_first and int(first[1]) > 12 >= int(first[2])  # noqa: PLR2004 - months
    return f"{problem} {_(_DAY_FIRST)}" if wrong else problem


_Made = tuple[str, dict[str, Any], set[str]]


def _column(row: Row, start: str) -> str:
    """The column that begins so, whatever unit its name ends in."""
    return next((name.lower() for name in row.table.header if name.lower().startswith(start)), "")


def _amount(row: Row, start: str) -> Quantity | None:
    column = _column(row, start)
    found = cells.number(row[column], column)
    unit = _UNIT.search(column)
    return Quantity(found, unit[1].lower() if unit else "") if found else None


def _minutes(row: Row, start: str) -> int | None:
    column = _column(row, start)
    return cells.minutes_of(row[column], column)


def _sleep(row: Row) -> _Made:
    return "sleep", {"minutes": _minutes(row, "duration")}, {_column(row, "duration")}


def _sides(row: Row) -> tuple[str, str, set[str]]:
    """The side, what each side took in words, and the columns that say so."""
    left, right = _minutes(row, "left duration"), _minutes(row, "right duration")
    side = "both" if left and right else "left" if left else "right" if right else ""
    started = row["start side"].lower()
    said = [f"{name} {took} min" for name, took in (("left", left), ("right", right)) if took]
    if started.startswith("r"):
        said.reverse()
    used = {_column(row, name) for name in ("left duration", "right duration", "total duration")}
    if not side and started in ("left", "right"):
        side = started
    return side, ", ".join(said) if len(said) > 1 else "", used | {"start side"}


def _nursing(row: Row) -> _Made:
    side, words, used = _sides(row)
    total = _minutes(row, "total duration")
    if total is None:
        total = (_minutes(row, "left duration") or 0) + (_minutes(row, "right duration") or 0)
    values = (("method", "breast"), *((("side", side),) if side else ()))
    return "feed", {"values": values, "minutes": total or None, "words": words}, used


def _pump(row: Row) -> _Made:
    side, words, used = _sides(row)
    told: dict[str, Any] = {"minutes": _minutes(row, "total duration")}
    told["values"] = (("what", "pumping"), *((("side", side),) if side else ()))
    total = _amount(row, "total amount")
    if total:
        told["amount"] = total
    each = [f"{name} {row[_column(row, f'{name} amount')]}" for name in ("left", "right") if _amount(row, f"{name} amount")]  # fmt: skip
    told["words"] = joined(words, ", ".join(each) if len(each) > 1 else "")
    return (
        "activity",
        told,
        used | {_column(row, f"{n} amount") for n in ("left", "right", "total")},
    )


def _bottle(row: Row) -> _Made:
    name = row.table.name.lower()
    milk = "formula" if "formula" in name else "breast" if "express" in name else ""
    if not milk:
        row.note("info", "import.milk", _(_NOT_TOLD))
    values = (("method", "bottle"), *((("milk", milk),) if milk else ()))
    amount = _amount(row, "amount")
    told: dict[str, Any] = {"values": values}
    return "feed", told | ({"amount": amount} if amount else {}), {_column(row, "amount")}


def _diaper(row: Row) -> _Made:
    what = _NAPPY.get(row["status"].lower())
    if what is None:
        row.note("warning", "import.unknown-type", _(_TYPE))
        return "handnote", {"words": f"Diaper: {row['status']}".strip()}, {"status"}
    return "nappy", {"values": (("what", what),)}, {"status"}


def _other(row: Row) -> _Made:
    row.note("warning", "import.unknown-type", _(_TYPE))
    name = row.table.name.rpartition("/")[2].rpartition(".")[0]
    return "handnote", {"words": cells.clean(name)}, set()


_MAKE: Final[dict[str, Callable[[Row], _Made]]] = {
    "sleep": _sleep,
    "nursing": _nursing,
    "pump": _pump,
    "bottle": _bottle,
    "diaper": _diaper,
    "other": _other,
}
