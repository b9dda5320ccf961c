"""The care log as rows for a spreadsheet: one entry a row, one column a field.

Times are local clock times of the household, as they are in the record (EDTF), with the zone beside
them; `until` is there for reading and sorting. What the CSV says reads back exactly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, get_origin

from kinhold.domain.care import (
    ActivityLogged,
    FeedLogged,
    HandoverNoteWritten,
    MeasureTaken,
    MedicineGiven,
    MilestoneReached,
    NappyChanged,
    NightWakingLogged,
    SleepLogged,
)
from kinhold.domain.dates import bounds, sort_key, to_instant
from kinhold.record.notation_values import field_types, key_of, write_value

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

    from kinhold.domain.fact import Fact
    from kinhold.record.record import Record

LOG: Final[tuple[type[Fact], ...]] = (
    FeedLogged,
    SleepLogged,
    NightWakingLogged,
    NappyChanged,
    MedicineGiven,
    MeasureTaken,
    ActivityLogged,
    MilestoneReached,
    HandoverNoteWritten,
)
"""The kinds that are exported: everything of the log that is an entry about somebody."""

LOG_COLUMNS: Final = (
    "id",
    "kind",
    "occurred",
    "zone",
    "about",
    "what",
    "until",
    "minutes",
    "method",
    "side",
    "milk",
    "ml",
    "nap",
    "colour",
    "name",
    "dose",
    "not_before",
    "value",
    "seen",
    "to",
    "by",
    "tags",
    "words",
)
_HEADS: Final = frozenset({"id", "kind", "occurred", "zone", "about", "until", "words"})
_COMMON: Final = frozenset(
    {"fact_id", "occurred", "about", "source", "how_known", "replaces", "words"}
)
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n\x00]")
_MARKED: Final = re.compile(r"''*[=+\-@\t\r\n\x00]")

Cell = str | int | float | bool | datetime | None


@dataclass(frozen=True, slots=True)
class LogTable:
    """The care log as a table.

    Attributes:
        header: the names of the columns.
        texts: rows as the notation writes their values; what a CSV holds.
        cells: the same rows with typed values; what a spreadsheet holds.
    """

    header: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]
    cells: tuple[tuple[Cell, ...], ...]


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe goes before such a one.

    A cell that begins with = + - @, tab, line end or NUL gets a leading apostrophe (OWASP, CSV
    injection); so does one that begins with apostrophes and then one of these, so that `plain_cell`
    gives back every text exactly.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(text: str) -> str:
    """Return what `safe_cell` was given."""
    return text[1:] if _MARKED.match(text) else text


def log_table(*, record: Record, zone: ZoneInfo) -> LogTable:
    """Return the standing entries of the care log as a table, the oldest first.

    Args:
        record: as its reader may see it.
        zone: the household's.
    """
    every = [fact for kind in LOG for fact in record.of(kind)]
    every.sort(key=lambda fact: (*sort_key(fact.occurred), fact.fact_id))
    rows = [_row(fact, zone) for fact in every]
    return LogTable(
        LOG_COLUMNS, tuple(texts for texts, _ in rows), tuple(cells for _, cells in rows)
    )


def _row(fact: Fact, zone: ZoneInfo) -> tuple[tuple[str, ...], tuple[Cell, ...]]:
    told = bounds(fact.occurred)
    minutes = getattr(fact, "minutes", None)
    until = None
    if told.start is not None and minutes is not None and told.precision in ("minute", "second"):
        ended = to_instant(told.start, zone, told.offset) + timedelta(minutes=minutes)
        until = ended.astimezone(zone).replace(tzinfo=None)
    texts: dict[str, str] = {
        "id": fact.fact_id,
        "kind": fact.KIND,
        "occurred": fact.occurred,
        "zone": zone.key,
        "about": fact.about,
        "until": until.isoformat(timespec="minutes") if until else "",
        "words": getattr(fact, "words", ""),
    }
    cells: dict[str, Cell] = dict(texts)
    exact = told.precision in ("minute", "second") and not told.uncertain
    cells["occurred"] = told.start if exact else fact.occurred
    cells["until"] = until
    for key, text, value in _fields(fact):
        texts[key] = text
        cells[key] = value
    return (
        tuple(texts.get(column, "") for column in LOG_COLUMNS),
        tuple(cells.get(column) for column in LOG_COLUMNS),
    )


def _fields(fact: Fact) -> Iterator[tuple[str, str, Cell]]:
    """Key, text and typed value of each field that differs from its default, or is a bare word."""
    types = field_types(fact.KIND)
    for f in fields(fact):
        value = getattr(fact, f.name)
        key = key_of(f)
        if f.name in _COMMON or key in _HEADS or (value == f.default and f.name != fact.BARE):
            continue
        yield key, _text(types[f.name], value), _typed(value)


def _text(hint: Any, value: Any) -> str:  # noqa: ANN401 - a field's type and value
    if isinstance(value, str):
        return value
    if get_origin(hint) is tuple and not value:
        return ""
    return write_value(hint, value, "XXX")


def _typed(value: Any) -> Cell:  # noqa: ANN401 - a field's value
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return value if isinstance(value, bool | int | str) else str(value)
