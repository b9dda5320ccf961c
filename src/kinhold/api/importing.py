"""Bring a care log along from another app, and take it with you.

files = files_at("babybuddy-export")
read = read_export(ToRead(files))
plan = preview(home, read, ImportAnswers(zone="Europe/London"))
if not plan.waits:
    plan = carry_out(home, read, ImportAnswers(zone="Europe/London"))
"""

from __future__ import annotations

import hmac
from pathlib import Path
from typing import TYPE_CHECKING, Final
from uuid import UUID
from weakref import WeakKeyDictionary

from kinhold import bootstrap
from kinhold.adapters.imports.reading import AUTO, ToRead
from kinhold.adapters.imports.tables import GivenFile, ImportNotUsableError
from kinhold.adapters.sqlite_keeping import IMPORT_KEY
from kinhold.api.speaking import in_language
from kinhold.application.import_log import ImportPlan, plan_import
from kinhold.application.import_rows import ImportAnswers, ReadLog
from kinhold.application.open_record import NotKeptError, SeenRecord
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from kinhold.api.household_file import HouseholdFile

__all__ = [
    "AUTO",
    "GivenFile",
    "ImportAnswers",
    "ImportNotUsableError",
    "ImportPlan",
    "ReadLog",
    "ToRead",
    "carry_out",
    "files_at",
    "log_as_csv",
    "log_as_xlsx",
    "preview",
    "read_export",
    "rejected_as_csv",
]

_unkept: Final[WeakKeyDictionary[HouseholdFile, str]] = WeakKeyDictionary()
"""Keys of households that live only in memory."""


def files_at(path: str | os.PathLike[str]) -> tuple[GivenFile, ...]:
    """Return a file, or every CSV, JSON and ZIP in a folder.

    Raises:
        ImportNotUsableError: where there is nothing to read, or too much.
    """
    from kinhold.adapters.imports.tables import files_at as given

    return given(Path(path))


def read_export(wanted: ToRead) -> ReadLog:
    """Read an export of another app, in a process with limits; writes nothing.

    Raises:
        ImportNotUsableError: where it cannot be read, with what to do.
    """
    from kinhold.adapters.imports.limited import read_in_limits

    return read_in_limits(wanted)


@in_language
def preview(home: HouseholdFile, read: ReadLog, answers: ImportAnswers) -> ImportPlan:
    """Return what an import would write, what is odd and what has to be answered; writes nothing.

    Raises:
        KinholdError: where an answer cannot be used.
        NotKeptError: where the household is only seen, by `seen_by`.
    """
    if isinstance(home._opened, SeenRecord):  # noqa: SLF001 - one household, in two files
        raise NotKeptError(_("Only the person who keeps the record can do this."))
    gone = {erasure.entry_id for erasure in home._opened.erasures()}  # noqa: SLF001 - one household, in two files
    return plan_import(
        read=read, record=home.record(), answers=answers, id_for=ids_of(home), gone=gone
    )


@in_language
def carry_out(home: HouseholdFile, read: ReadLog, answers: ImportAnswers) -> ImportPlan:
    """Write what a preview with these answers says, all or nothing, and return it.

    Raises:
        KinholdError, JournalError: where nothing was written, with the reason.
    """
    plan = preview(home, read, answers)
    home.write((*plan.new, *plan.updates))
    return plan


def rejected_as_csv(plan: ImportPlan, read: ReadLog) -> bytes:
    """Return the rows that could not be used, each with its reason, as CSV."""
    from kinhold.adapters.imports.rejected import rejected_csv

    return rejected_csv(plan.rejected, read.files)


@in_language
def log_as_csv(home: HouseholdFile) -> bytes:
    """Return the care log as CSV, which an import reads back."""
    from kinhold.adapters.exports.log_csv import log_csv
    from kinhold.application.export_log import log_table

    return log_csv(log_table(record=home.record(), zone=home.standing().household.zone))


@in_language
def log_as_xlsx(home: HouseholdFile) -> bytes:
    """Return the care log as a spreadsheet with typed cells."""
    from kinhold.adapters.exports.log_xlsx import log_xlsx
    from kinhold.application.export_log import log_table

    return log_xlsx(log_table(record=home.record(), zone=home.standing().household.zone))


def ids_of(home: HouseholdFile) -> Callable[[str], str]:
    """Return what gives an imported entry its id: always the same, and telling nothing.

    An id stands in every proof, also of an entry that is withheld or erased. So it is a keyed hash
    (HMAC-SHA-256, RFC 2104), and the key stays in the household's file.
    """
    key = bytes.fromhex(_key(home))

    def id_for(ref: str) -> str:
        told = hmac.digest(key, ref.encode("utf-8", "replace"), "sha256")
        return str(UUID(bytes=told[:16], version=4))

    return id_for


def _key(home: HouseholdFile) -> str:
    file = home._file  # noqa: SLF001 - one household, in two files
    known = file.store.housekeeping(IMPORT_KEY) if file else _unkept.get(home, "")
    if known:
        return known
    made = bootstrap.dice().key().hex()
    if file:
        file.store.keep_house(IMPORT_KEY, made)
        return file.store.housekeeping(IMPORT_KEY)
    return _unkept.setdefault(home, made)
