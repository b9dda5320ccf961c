"""What readers share: a row with its columns by name, and where its entries and oddities go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from kinhold.adapters.imports.cells import CellNotUsableError, clean
from kinhold.adapters.imports.tables import MOST_CELL
from kinhold.application.import_rows import (
    FileChild,
    LogRow,
    Oddities,
    ReadLog,
    RejectedRow,
    SourceFile,
)
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kinhold.adapters.imports.tables import Table
    from kinhold.domain.findings import Severity

SHIFTED: Final = N_(
    "This row has more cells than the file has columns; the rest was put into words."
)


@dataclass(slots=True)
class Collected:
    """Everything read so far; `as_read` hands it over."""

    source: str
    files: list[SourceFile] = field(default_factory=list)
    rows: list[LogRow] = field(default_factory=list)
    children: list[FileChild] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    odd: Oddities = field(default_factory=Oddities)

    def begin(self, table: Table, form: str) -> int:
        """Take up a file and return its index."""
        told = f"{self.source} {form}".strip()
        self.files.append(SourceFile(table.name, table.digest, told, table.header, len(table.rows)))
        if table.guessed:
            self.odd.add(
                "warning",
                "import.encoding",
                _("This file is not UTF-8. It was read as Windows-1252: look at the accents."),
                file=table.name,
            )
        return len(self.files) - 1

    def as_read(self, *, zone: str = "") -> ReadLog:
        """Return what was read."""
        return ReadLog(
            self.source,
            tuple(self.files),
            tuple(self.rows),
            tuple(self.children),
            tuple(self.rejected),
            self.odd.findings(),
            zone,
        )


class Row:
    """One row of a table, its cells by the name of their column (in lower case)."""

    __slots__ = ("_alike", "_index", "_into", "_rest", "cells", "file", "form", "number", "table")

    def __init__(self, table: Table, form: str, file: int, into: Collected) -> None:
        """Take a table; `point` then moves from row to row."""
        self.table = table
        self.form = form
        self.file = file
        self.number = 0
        self.cells: tuple[str, ...] = ()
        self._into = into
        self._alike: Counter[str] = Counter()
        self._rest: list[tuple[str, int]] | None = None
        self._index: dict[str, int] = {}
        for place, name in enumerate(table.header):
            self._index.setdefault(name.lower(), place)

    def point(self, number: int, cells: tuple[str, ...]) -> None:
        """Stand on another row."""
        self.number, self.cells = number, cells

    def __getitem__(self, name: str) -> str:
        """Return a cell's words; empty where the column or the cell is not there."""
        place = self._index.get(name, -1)
        return clean(self.cells[place]) if 0 <= place < len(self.cells) else ""

    def has(self, name: str) -> bool:
        """Return whether the file has this column."""
        return name in self._index

    def first(self, *names: str) -> str:
        """Return the first of these cells that says anything."""
        return next((cell for name in names if (cell := self[name])), "")

    def rest(self, known: Iterable[str]) -> str:
        """Return every other cell that says anything, as `column: words`.

        Args:
            known: the columns that were used, the same for every row of a table.
        """
        if self._rest is None:
            skip = set(known)
            header = self.table.header
            self._rest = [(clean(header[p]), p) for n, p in self._index.items() if n not in skip]
        return "; ".join(
            f"{name}: {cell}" if name else cell
            for name, place in self._rest
            if place < len(self.cells) and (cell := clean(self.cells[place]))
        )

    def beyond(self) -> str:
        """Return what stands in cells beyond the last column; noted as odd."""
        more = "; ".join(filter(None, map(clean, self.cells[len(self.table.header) :])))
        if more:
            self.note("warning", "import.more-cells", _(SHIFTED))
        return more

    def note(self, severity: Severity, code: str, message: str) -> None:
        """Note something odd about this row."""
        self._into.odd.add(severity, code, message, file=self.table.name, row=self.number)

    def reject(self, reason: str) -> None:
        """Put the row aside with the reason."""
        self._into.rejected.append(RejectedRow(self.file, self.number, reason, self.cells))

    def hashed(self) -> str:
        """Return what makes the row itself in every export: a hash, and which of those alike it is."""
        cells = [cell.strip() for cell in self.cells]
        while cells and not cells[-1]:
            cells.pop()
        told = sha256("\x1f".join((self.form, *cells)).encode("utf-8", "replace")).hexdigest()
        self._alike[told] += 1
        again = self._alike[told]
        if again > 1:
            self.note(
                "info",
                "import.alike",
                _("This row stands in the file more than once, to the letter. Each was kept."),
            )
        return f"{self.form} {told[:40]} {again}"

    def entry(self, kind: str, ref: str, **told: Any) -> LogRow:  # noqa: ANN401 - the fields of LogRow
        """Return an entry of this row."""
        return LogRow(ref=ref, file=self.file, row=self.number, cells=self.cells, kind=kind, **told)

    def keep(self, entries: Iterable[LogRow]) -> None:
        """Keep the entries that were made of this row."""
        self._into.rows.extend(entries)

    def child(self, key: str, name: str, born: str, ref: str) -> None:
        """Keep a child that the file lists."""
        self._into.children.append(FileChild(key, name, born, ref, self.file, self.number))


def read_rows(
    table: Table, form: str, into: Collected, read: Callable[[Row], Iterable[LogRow]]
) -> None:
    """Read every row of a table; one that cannot be used is put aside with the reason."""
    row = Row(table, form, into.begin(table, form), into)
    for number, cells in enumerate(table.rows, start=1):
        row.point(number, cells)
        if max(map(len, cells), default=0) > MOST_CELL:
            row.reject(
                _("A cell is longer than {most_cell} characters. Is a quote not closed?").format(
                    most_cell=MOST_CELL
                )
            )
            continue
        try:
            row.keep(tuple(read(row)))
        except CellNotUsableError as problem:
            row.reject(str(problem))


def joined(*parts: str) -> str:
    """Return the parts that say anything, as one text."""
    return "; ".join(part for part in parts if part)
