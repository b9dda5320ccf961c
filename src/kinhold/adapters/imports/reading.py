"""Reads exports of other apps: finds out whose they are by their columns, and reads them.

A file that no reader knows is said and left alone. Files of two apps at once are refused, since their
times may be in two zones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports import babybuddy, feedbaby, huckleberry, mapped, nighp
from kinhold.adapters.imports.tables import GivenFile, ImportNotUsableError, tables_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinhold.adapters.imports.collecting import Collected
    from kinhold.adapters.imports.tables import Table
    from kinhold.application.import_rows import ReadLog

AUTO: Final = "auto"
APPS: Final = {
    mapped.OWN: "Kinhold",
    babybuddy.NAME: "Baby Buddy",
    huckleberry.NAME: "Huckleberry",
    nighp.NAME: "Baby Tracker",
    feedbaby.NAME: "Feed Baby",
}
"""Sources to what people call them, in the order in which a file's columns are tried."""

_IS: Final[dict[str, Callable[[Table], object]]] = {
    mapped.OWN: mapped.is_own,
    babybuddy.NAME: babybuddy.model_of,
    huckleberry.NAME: huckleberry.is_one,
    nighp.NAME: nighp.form_of,
    feedbaby.NAME: feedbaby.form_of,
}


@dataclass(frozen=True, slots=True)
class ToRead:
    """What is to be read.

    Attributes:
        files: with their bytes; ZIP archives are opened.
        source: `auto`, or whose they are: a key of `APPS`, or `csv`.
        mapping: the text of a mapping file, for `csv`.
        day_first: whether days come before months in dates such as 3/9/26.
    """

    files: tuple[GivenFile, ...]
    source: str = AUTO
    mapping: str = ""
    day_first: bool = False


def app_of(table: Table) -> str:
    """Return whose export a table is, by its columns; empty where nobody's."""
    return next((source for source, is_one in _IS.items() if is_one(table)), "")


def read_log(wanted: ToRead) -> ReadLog:
    """Read exports.

    Raises:
        ImportNotUsableError: where they cannot be read at all, with what to do. Rows that cannot be
            used are no reason: they are in the result, each with its own.
    """
    every = tuple(tables_of(wanted.files))
    tables = tuple(table for table in every if table.header)
    if not every:
        raise ImportNotUsableError(_("There is nothing in this. Choose the files of an export."))
    if wanted.mapping or wanted.source == mapped.NAME:
        mapping = mapped.parse_mapping(wanted.mapping)
        return mapped.read(tables, mapping).as_read(zone=mapping.zone)
    source = wanted.source if wanted.source in APPS else _source(tables)
    mine = tuple(table for table in tables if _IS[source](table))
    if not mine and tables:
        raise ImportNotUsableError(_nobodys(tables, APPS[source]))
    collected, zone = _read(source, mine, day_first=wanted.day_first)
    for table in tables:
        if table not in mine:
            collected.odd.add(
                "warning",
                "import.unknown-file",
                _(
                    "This is no file of {app} that is known here: its columns are {header}. It was left "
                    "alone."
                ).format(app=APPS[source], header=", ".join(table.header)[:200]),
                file=table.name,
            )
    return collected.as_read(zone=zone)


def _read(source: str, tables: Sequence[Table], *, day_first: bool) -> tuple[Collected, str]:
    if source == mapped.OWN:
        return mapped.read_own(tables)
    if source == nighp.NAME:
        return nighp.read(tables, day_first=day_first), ""
    readers = {
        babybuddy.NAME: babybuddy.read,
        huckleberry.NAME: huckleberry.read,
        feedbaby.NAME: feedbaby.read,
    }
    return readers[source](tables), ""


def _source(tables: Sequence[Table]) -> str:
    found = {app_of(table) for table in tables} - {""}
    if len(found) > 1:
        names = _(" and ").join(sorted(APPS[source] for source in found))
        raise ImportNotUsableError(
            _("These are files of {names}. Import one app at a time.").format(names=names)
        )
    if not found and not tables:
        return babybuddy.NAME  # pages of an API that hold no entry
    if not found:
        raise ImportNotUsableError(_nobodys(tables, _("an app that is known here")))
    return found.pop()


def _nobodys(tables: Sequence[Table], app: str) -> str:
    first = tables[0]
    return _(
        "{first} is no export of {app}. Its columns are: {header}. Any other CSV can be read "
        "with a mapping; see “Bring your log along” in the documentation."
    ).format(first=first.name, app=app, header=", ".join(first.header)[:200])
