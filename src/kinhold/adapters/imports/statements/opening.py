"""What was given, as single files: ZIP archives opened, what is no statement said in a sentence."""

from __future__ import annotations

import gzip
import io
import zipfile
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.tables import (
    MOST_BYTES,
    MOST_FILES,
    GivenFile,
    ImportNotUsableError,
)
from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ZIP: Final = b"PK\x03\x04"
_ZIP_EMPTY: Final = b"PK\x05\x06"
_GZIP: Final = b"\x1f\x8b"
_OTHERS: Final = (
    (b"%PDF", N_("a PDF"), N_("Ask your bank for OFX, QIF, CAMT, MT940 or CSV; most offer one beside the PDF.")),
    (b"\xd0\xcf\x11\xe0", N_("an old Excel workbook"), N_("Open it and save it as CSV.")),
    (b"\x89PNG", N_("a picture"), N_("Ask your bank for OFX, QIF, CAMT, MT940 or CSV.")),
    (b"\xff\xd8\xff", N_("a picture"), N_("Ask your bank for OFX, QIF, CAMT, MT940 or CSV.")),
    (b"SQLite format 3", N_("a database"), N_("Export the account as CSV, OFX or QIF.")),
)  # fmt: skip


def opened(files: Iterable[GivenFile]) -> tuple[GivenFile, ...]:
    """Return every file, those in archives too, in the order given.

    Raises:
        ImportNotUsableError: where they are too many, too large, damaged, or no text at all.
    """
    found: list[GivenFile] = []
    size = 0
    for given in files:
        for member in _members(given):
            size += len(member.content)
            found.append(member)
            if size > MOST_BYTES or len(found) > MOST_FILES:
                raise _too_much()
    return tuple(found)


def refuse_other_kinds(given: GivenFile) -> None:
    """Refuse what is no text, with what it is and what to do.

    Raises:
        ImportNotUsableError: where it is a PDF, a workbook or a picture.
    """
    for beginning, what, do in _OTHERS:
        if given.content.startswith(beginning):
            raise ImportNotUsableError(
                _("{name} is {what}. {do}").format(name=given.name, what=_(what), do=_(do))
            )


def _too_much() -> ImportNotUsableError:
    return ImportNotUsableError(
        _("This is more than {most_bytes} MB or {most_files} files. Give it in parts.").format(
            most_bytes=MOST_BYTES // 10**6, most_files=MOST_FILES
        )
    )


def _members(given: GivenFile) -> Iterator[GivenFile]:
    """A file, or those in it; what an archive says of sizes is not believed."""
    try:
        if given.content.startswith((_ZIP, _ZIP_EMPTY)):
            yield from _of_zip(given)
        elif given.content.startswith(_GZIP):
            with gzip.open(io.BytesIO(given.content)) as inner:
                yield GivenFile(given.name, inner.read(MOST_BYTES + 1))
        else:
            yield given
    except KinholdError:
        raise
    except Exception:  # noqa: BLE001 - each decompressor has error classes of its own
        raise ImportNotUsableError(
            _("{name} is a damaged or locked archive. Unpack it and give the files.").format(
                name=given.name
            )
        ) from None


def _of_zip(given: GivenFile) -> Iterator[GivenFile]:
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _hidden(m.filename)]
        if any(m.filename == "xl/workbook.xml" for m in members):
            raise ImportNotUsableError(
                _("{name} is an Excel workbook. Open it and save it as CSV.").format(
                    name=given.name
                )
            )
        if len(members) > MOST_FILES:
            raise _too_much()
        left = MOST_BYTES
        for member in members:
            with archive.open(member) as inner:
                content = inner.read(left + 1)
            left -= len(content)
            if left < 0:
                raise _too_much()
            yield GivenFile(f"{given.name}/{member.filename}", content)


def _hidden(name: str) -> bool:
    """Files that a computer puts into archives for itself."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
