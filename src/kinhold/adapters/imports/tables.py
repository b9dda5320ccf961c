"""Files as tables: bytes to a header and rows, with limits, whatever the byte order or separator.

CSV as RFC 4180 and its common variants: a byte order mark, CRLF, semicolons or tabs, short rows; or
JSON as a REST API gives it: a page (`{"count", "next", "results": [...]}`), a list, or pages in a list.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MOST_BYTES: Final = 50_000_000
"""The most that one file, or everything in one import, may hold."""
MOST_FILES: Final = 200
MOST_ROWS: Final = 500_000
MOST_COLUMNS: Final = 200
MOST_CELL: Final = 20_000
"""The longest cell, in characters; a row with a longer one is rejected."""
ENDINGS: Final = (".csv", ".tsv", ".txt", ".json", ".zip")
_SEPARATORS: Final = (",", ";", "\t")


class ImportNotUsableError(KinholdError):
    """What was given to import cannot be used at all; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file to import: its name, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Table:
    """A file as a header and rows.

    Attributes:
        name: of the file.
        digest: SHA-256 of its bytes in hex.
        header: the names of its columns, without blanks around them.
        rows: cells as text; a row may be shorter or longer than the header.
        json: True where it was JSON.
        guessed: True where the bytes were not UTF-8 and were read as Windows-1252.
    """

    name: str
    digest: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    json: bool = False
    guessed: bool = False

    @property
    def columns(self) -> frozenset[str]:
        """The names of the columns, in lower case."""
        return frozenset(name.lower() for name in self.header)


def files_at(path: Path) -> tuple[GivenFile, ...]:
    """Return a file, or every CSV, TSV, JSON and ZIP in a folder (not in folders within).

    Raises:
        ImportNotUsableError: where there is nothing to read, or too much.
    """
    if not path.exists():
        raise ImportNotUsableError(
            _("There is no file or folder {path}. Check the name.").format(path=path)
        )
    found = [path]
    if path.is_dir():
        found = sorted(p for p in path.iterdir() if p.is_file() and p.suffix.lower() in ENDINGS)
    if not found:
        raise ImportNotUsableError(
            _("There is no CSV, JSON or ZIP file in {path}.").format(path=path)
        )
    if len(found) > MOST_FILES or sum(p.stat().st_size for p in found) > MOST_BYTES:
        raise _too_much()
    return tuple(GivenFile(p.name, p.read_bytes()) for p in found)


def tables_of(files: Sequence[GivenFile]) -> Iterator[Table]:
    """Yield every table of the files, ZIP archives opened; the same bytes are read once.

    Raises:
        ImportNotUsableError: for what is no table, or is too much.
    """
    plain = [member for given in files for member in _opened(given)]
    if len(plain) > MOST_FILES or sum(len(given.content) for given in plain) > MOST_BYTES:
        raise _too_much()
    seen: set[str] = set()
    rows = 0
    for given in sorted(plain, key=lambda g: (g.name, g.content)):
        digest = sha256(given.content).hexdigest()
        if digest in seen or not given.content.strip():
            continue
        seen.add(digest)
        table = _table(given, digest)
        rows += len(table.rows)
        if rows > MOST_ROWS:
            raise ImportNotUsableError(
                _("These are more than {most_rows:,} rows. Import them in parts.").format(
                    most_rows=MOST_ROWS
                )
            )
        yield table


def _too_much() -> ImportNotUsableError:
    return ImportNotUsableError(
        _("This is more than {most_bytes} MB or {most_files} files. Import it in parts.").format(
            most_bytes=MOST_BYTES // 10**6, most_files=MOST_FILES
        )
    )


def _opened(given: GivenFile) -> Iterator[GivenFile]:
    if not given.content.startswith(b"PK\x03\x04"):
        yield given
        return
    try:
        yield from _members(given)
    except KinholdError:
        raise
    except Exception:  # noqa: BLE001 - each decompressor has error classes of its own
        raise ImportNotUsableError(
            _("{name} is a damaged or locked ZIP file. Unpack it and import the files.").format(
                name=given.name
            )
        ) from None


def _members(given: GivenFile) -> Iterator[GivenFile]:
    """The files of an archive, as far as they may be exports; what it says of sizes is not believed."""
    with zipfile.ZipFile(io.BytesIO(given.content)) as archive:
        left = MOST_BYTES
        members = [m for m in archive.infolist() if m.filename.lower().endswith(ENDINGS[:-1])]
        if len(members) > MOST_FILES:
            raise _too_much()
        for member in members:
            with archive.open(member) as opened:
                content = opened.read(left + 1)
            left -= len(content)
            if left < 0:
                raise _too_much()
            yield GivenFile(f"{given.name}/{member.filename}", content)


def _table(given: GivenFile, digest: str) -> Table:
    text, guessed = _text(given)
    if text.lstrip()[:1] in ("{", "[") and not given.name.lower().endswith((".csv", ".tsv")):
        return _json_table(given.name, digest, text)
    return _csv_table(given.name, digest, text, guessed=guessed)


def _text(given: GivenFile) -> tuple[str, bool]:
    data = given.content
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for tried, guessed in ((encoding, False), ("cp1252", True)):
        try:
            text = data.decode(tried)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text.split("\n", 1)[0]:
            return text.removeprefix("\ufeff"), guessed
    raise ImportNotUsableError(
        _("{name} is not a text file. Export as CSV (or JSON) and try again.").format(
            name=given.name
        )
    )


def _csv_table(name: str, digest: str, text: str, *, guessed: bool) -> Table:
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    csv.field_size_limit(MOST_BYTES)
    try:
        rows = [
            tuple(row)
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
            if any(cell.strip() for cell in row)
        ]
    except csv.Error:
        raise ImportNotUsableError(
            _("{name} is not a CSV file that can be read.").format(name=name)
        ) from None
    if not rows:
        raise ImportNotUsableError(_("{name} holds no rows.").format(name=name))
    if len(rows[0]) > MOST_COLUMNS:
        raise ImportNotUsableError(
            _("{name} has more than {most_columns} columns.").format(
                name=name, most_columns=MOST_COLUMNS
            )
        )
    header = tuple(re.sub(r"\s+", " ", cell).strip() for cell in rows[0])
    return Table(name, digest, header, tuple(rows[1:]), guessed=guessed)


def _json_table(name: str, digest: str, text: str) -> Table:
    try:
        told = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
        items = list(_items(told, name))
        names = _keys(items, name)
        rows = tuple(tuple(_plain(item.get(key)) for key in names) for item in items)
    except (ValueError, RecursionError):
        raise ImportNotUsableError(
            _("{name} is not JSON that can be read.").format(name=name)
        ) from None
    return Table(name, digest, names, rows, json=True)


def _keys(items: Sequence[dict[str, Any]], name: str) -> tuple[str, ...]:
    header: dict[str, None] = {}
    for item in items:
        header.update(dict.fromkeys(item))
        if len(header) > MOST_COLUMNS:
            raise ImportNotUsableError(
                _("{name} has more than {most_columns} different keys.").format(
                    name=name, most_columns=MOST_COLUMNS
                )
            )
    return tuple(header)


def _items(told: Any, name: str) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - any JSON
    """The objects of a page of results, of a list, or of a list of pages."""
    if isinstance(told, dict) and isinstance(told.get("results"), list):
        told = told["results"]
    for item in told if isinstance(told, list) else [told]:
        if isinstance(item, dict) and isinstance(item.get("results"), list):
            yield from (each for each in item["results"] if isinstance(each, dict))
        elif isinstance(item, dict):
            yield item
        else:
            raise ImportNotUsableError(
                _("{name} is not a page or a list of entries, as an API gives them.").format(
                    name=name
                )
            )


def _plain(value: Any) -> str:  # noqa: ANN401 - any JSON
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)[: MOST_CELL + 1]
