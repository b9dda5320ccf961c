"""A CSV file as rows of cells, whatever separates them and whatever stands before the header."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.statements.dates import looks_like_day
from kinhold.adapters.imports.tables import (
    MOST_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    ImportNotUsableError,
)
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator

SEPARATORS: Final = (",", ";", "\t", "|")
_SAMPLE_LINES: Final = 80
_LONGEST_CELL: Final = 5000


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the number of its line in the file, from 1, and its cells without blanks around them."""

    line: int
    cells: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)

    def cell(self, place: int) -> str:
        """Return a cell; an empty text beyond the last one."""
        return self.cells[place] if 0 <= place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A file as rows; `mended` where its quotes do not match and it was read line by line."""

    rows: tuple[Row, ...]
    separator: str
    mended: bool = False


def grids_of(text: str, separator: str = "") -> Iterator[Grid]:
    """Yield a file as rows by each separator that may be its own, the likeliest first.

    Raises:
        ImportNotUsableError: where it has too many rows or columns.
    """
    csv.field_size_limit(MOST_BYTES)
    told, body = _told(text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", ""))
    for mark in [separator or told] if separator or told else _likely(body):
        yield _grid(body, mark, 1 if told else 0)


def _told(text: str) -> tuple[str, str]:
    """A first line `sep=;`, as spreadsheets write it, names the separator."""
    first, _unused, rest = text.partition("\n")
    said = first.strip().strip('"')
    if said.lower().startswith("sep=") and len(said) == len("sep=;"):
        return said[-1], rest
    return "", text


def _likely(text: str) -> list[str]:
    lines = [line for line in text[:200_000].split("\n")[:_SAMPLE_LINES] if line.strip()]
    scores = {}
    for mark in SEPARATORS:
        counts = Counter(len(_cells(line, mark)) for line in lines)
        width, often = max(counts.items(), key=lambda c: (c[1] * (c[0] > 1), c[0]), default=(1, 0))
        scores[mark] = (often if width > 1 else 0, width)
    found = sorted((m for m in SEPARATORS if scores[m][0]), key=lambda m: scores[m], reverse=True)
    return found or [","]


def _cells(line: str, separator: str) -> list[str]:
    return next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])


def _grid(text: str, separator: str, before: int) -> Grid:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True)
    rows: list[Row] = []
    line = before + 1
    for cells in reader:
        if any(_swallowed(cell) for cell in cells):
            return Grid(tuple(_line_by_line(text, separator, before)), separator, mended=True)
        rows.append(_row(line, cells, separator))
        line = before + reader.line_num + 1
        _not_too_many(rows)
    return Grid(tuple(rows), separator)


def _not_too_many(rows: list[Row]) -> None:
    if len(rows) > MOST_ROWS:
        raise ImportNotUsableError(
            _("These are more than {most_rows:,} rows. Import them in parts.").format(
                most_rows=MOST_ROWS
            )
        )
    if len(rows[-1].cells) > MOST_COLUMNS:
        raise ImportNotUsableError(
            _("A row has more than {most_columns} columns. This is no statement.").format(
                most_columns=MOST_COLUMNS
            )
        )


def _swallowed(cell: str) -> bool:
    """Whether a quote that is never closed made one cell of several lines."""
    if "\n" not in cell:
        return False
    beginnings = (
        line.lstrip(' "')[:10].split(",")[0].split(";")[0] for line in cell.split("\n")[1:]
    )
    return len(cell) > _LONGEST_CELL or any(looks_like_day(each) for each in beginnings)


def _line_by_line(text: str, separator: str, before: int) -> Iterator[Row]:
    rows: list[Row] = []
    for number, line in enumerate(text.split("\n"), before + 1):
        cells = _cells(line, separator) if line.count('"') % 2 == 0 else line.split(separator)
        rows.append(_row(number, [cell.strip('"') for cell in cells], separator))
        _not_too_many(rows)
    yield from rows


def _row(line: int, cells: list[str], separator: str) -> Row:
    if len(cells) == 1 and separator in cells[0] and '"' in cells[0]:
        cells = _cells(cells[0], separator)  # a whole line in quotes, with quotes in it
    return Row(
        line, tuple(" ".join(cell.split()) if "\n" in cell else cell.strip() for cell in cells)
    )
