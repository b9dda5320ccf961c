"""What a reader of another app's export hands over: neutral rows, before anything is decided.

A reader knows one file format and nothing of a household. It says what stands in a row, with the time
as it was written (naive where the file names no zone), amounts with the unit the file names (often
none), and the child by the name the file uses. `import_log` makes facts of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from kinhold.domain.findings import Finding
from kinhold.voice.speaking import _, ngettext

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from kinhold.domain.findings import Severity

ROWS_NAMED: Final = 8
"""How many rows a finding names; it counts the rest."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file that was read.

    Attributes:
        name: its name, with its place in a folder or ZIP.
        digest: SHA-256 of its bytes in hex.
        format: what it was recognised as, such as `babybuddy feeding`.
        header: the names of its columns, for returning rejected rows; keys for JSON.
        rows: how many rows it holds.
    """

    name: str
    digest: str
    format: str
    header: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as written, with its unit; an empty unit is one that the file does not name."""

    number: Decimal
    unit: str = ""


class LogRow(NamedTuple):
    """One entry of a care log, as a file tells it; a tuple, since there are many.

    Attributes:
        ref: what makes it the same entry in the next export: the source's own id, or a hash of the
            row. Rows that are alike in one file are numbered.
        file: index into the files of the reading.
        row: counts from 1 at the first row after the header.
        cells: the row as it was, aligned with the file's header.
        kind: the word of a kind of the care log.
        child: the child by the name the file uses; empty where it names none.
        start: naive local clock time, aware instant, a day, or EDTF as this program wrote it.
        end: when it ended, as `start`; None where not told.
        minutes: how long it took, where only that is told.
        values: fields of the kind, ready to be used.
        amount: for `amount_ml`.
        measure: for `value`.
        words: what else the row says.
    """

    ref: str
    file: int
    row: int
    cells: tuple[str, ...]
    kind: str
    child: str
    start: datetime | date | str
    end: datetime | None = None
    minutes: int | None = None
    values: tuple[tuple[str, object], ...] = ()
    amount: Quantity | None = None
    measure: Quantity | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class FileChild:
    """A child that a file lists: the name it uses, the given name and the day of birth."""

    key: str
    name: str
    born: str
    ref: str
    file: int
    row: int


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that could not be used, with the reason; `cells` are as they were."""

    file: int
    row: int
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadLog:
    """Everything that was read.

    Attributes:
        source: the app, such as `babybuddy`; part of every entry's identity.
        files: in the order read; rows point at them.
        rows: the entries.
        children: those the files list.
        rejected: rows that say nothing usable.
        findings: what was odd, one for each sort of oddity and file.
        zone: the time zone that the files, or the mapping, name; empty where they do not.
    """

    source: str
    files: tuple[SourceFile, ...]
    rows: tuple[LogRow, ...]
    children: tuple[FileChild, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    zone: str = ""


@dataclass(frozen=True, slots=True)
class ImportAnswers:
    """What the person answered about an export.

    Attributes:
        zone: the time zone of clock times that name none, such as `Europe/London`.
        units: units of figures that name none: of `ml`, `oz`, `uk-oz`, `kg`, `g`, `lb`, `cm`, `in`.
        children: names in the file to handles in the household.
        child: the child of files that name none.
        pumped_by: who pumped; the files do not say.
        add_children: write children down that the household does not know.
        instance: tells two installations of the same app apart, whose ids may be the same.
        update: put what reads otherwise than before in the place of what was imported.
    """

    zone: str = ""
    units: tuple[str, ...] = ()
    children: tuple[tuple[str, str], ...] = ()
    child: str = ""
    pumped_by: str = ""
    add_children: bool = False
    instance: str = ""
    update: bool = False


@dataclass(slots=True)
class Oddities:
    """Collects what is odd, row by row; each sort becomes one finding a file, with its rows."""

    _seen: dict[tuple[Severity, str, str, str], list[int]] = field(default_factory=dict)
    _counts: Counter[tuple[Severity, str, str, str]] = field(default_factory=Counter)

    def add(self, severity: Severity, code: str, message: str, *, file: str, row: int = 0) -> None:
        """Note an oddity of a row; the message is the same sentence for every row of its sort."""
        key = (severity, code, message, file)
        self._counts[key] += 1
        rows = self._seen.setdefault(key, [])
        if row and len(rows) < ROWS_NAMED and row not in rows:
            rows.append(row)

    def findings(self) -> tuple[Finding, ...]:
        """Return one finding for each sort of oddity and file, errors first."""
        rank = {"error": 0, "warning": 1, "info": 2}
        found = [
            Finding(severity, code, message, _where(file, self._seen[key], self._counts[key]))
            for key in self._seen
            for severity, code, message, file in [key]
        ]
        return tuple(sorted(found, key=lambda f: (rank[f.severity], f.code, f.where, f.message)))


def _where(file: str, rows: list[int], count: int) -> str:
    if not rows:
        return file
    named = ", ".join(map(str, rows))
    more = (
        _(" and {count} more").format(count=count - len(rows))
        if count > len(rows) == ROWS_NAMED
        else ""
    )
    said = ngettext("row {rows}", "rows {rows}", len(rows)).format(rows=f"{named}{more}")
    return f"{file}, {said}" if file else said
