"""Rows of an earlier run, so that only households that changed are tested again.

The file has one line a row: JSON with the key of the row, the row, and a check sum over both. Lines
are appended as chunks end, so a run that is ended loses at most the chunk under way. A line that is
torn, changed or of something else is passed over with a finding; nothing in it is believed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

import kinhold
from kinhold.batch.rows import row_from
from kinhold.domain.findings import Finding
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from kinhold.batch.rows import CaseRow

FORMAT: Final = "kinhold-caseload/1"
_BLOCK: Final = 1 << 20
_PRIVATE: Final = 0o600
"""Rows name people, so only the owner of the file reads them, as with the households."""

_PROGRAM: Final = (".py", ".yaml")
_EDGES: Final = frozenset({"web", "cli", "drawing"})
"""Rooms on which no figure rests."""


@dataclass(frozen=True, slots=True)
class KeptRows:
    """What an earlier run found.

    Attributes:
        rows: by key.
        findings: what could not be read of them.
        lines: how many lines there are; more than rows where some are old.
    """

    rows: dict[str, CaseRow]
    findings: tuple[Finding, ...]
    lines: int


def digest_of(path: str) -> str:
    """Return the SHA-256 of a household file's bytes, and of the write-ahead log beside it.

    It changes with every entry. The log is folded into the file when the last program closes it,
    which changes the digest once more and costs one more test, never a stale row.

    Raises:
        OSError: where the file cannot be read.
    """
    seen = sha256()
    for part in (Path(path), Path(f"{path}-wal")):
        if part.suffix.endswith("-wal") and not part.exists():
            continue
        with part.open("rb") as file:
            while block := file.read(_BLOCK):
                seen.update(block)
        seen.update(b"/")
    return seen.hexdigest()


def program_digest() -> str:
    """Return what tells this program from another one: its version, and the state of its files."""
    seen = sha256(version("kinhold").encode())
    root = Path(kinhold.__file__).parent
    for file in sorted(root.rglob("*")):
        if file.suffix in _PROGRAM and file.relative_to(root).parts[0] not in _EDGES:
            told = file.stat()
            seen.update(f"{file.relative_to(root)} {told.st_size} {told.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def key_of(digest: str, *, program: str, on: date) -> str:
    """Return the key of a row: the household's state, the program, the day."""
    return sha256(f"{FORMAT}\n{digest}\n{program}\n{on.isoformat()}".encode()).hexdigest()


def read_kept(path: Path) -> KeptRows:
    """Read the rows of earlier runs; without a file there are none."""
    try:
        text = path.read_bytes().decode("utf-8", errors="replace")
    except FileNotFoundError:
        return KeptRows({}, (), 0)
    except OSError as problem:
        said = _(
            "Earlier rows in {path} could not be read ({strerror}); all are tested again."
        ).format(path=path, strerror=problem.strerror)
        return KeptRows({}, (Finding("warning", "batch.kept", said, str(path)),), 0)
    rows: dict[str, CaseRow] = {}
    bad = 0
    lines = [line for line in text.split("\n") if line]
    for line in lines:
        kept = _read_line(line)
        if kept is None:
            bad += 1
        else:
            rows[kept[0]] = kept[1]
    said = _(
        "{bad} of {lines} lines with earlier rows in {path} cannot be used: torn, changed or "
        "not this program's. Those households are tested again."
    ).format(bad=bad, lines=len(lines), path=path.name)
    findings = (Finding("warning", "batch.kept", said, str(path)),) if bad else ()
    return KeptRows(rows, findings, len(lines))


def make_room(path: Path) -> Finding | None:
    """Begin the file where there is none, for its owner alone; return why it cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=_PRIVATE)
    except OSError as problem:
        said = _(
            "Rows cannot be kept in {path} ({strerror}), so the next run tests everything again."
        ).format(path=path, strerror=problem.strerror)
        return Finding("warning", "batch.kept", said, str(path))
    return None


def append_kept(path: Path, rows: Iterable[tuple[str, CaseRow]]) -> None:
    """Add rows with their keys at the end of the file.

    A line end goes before them, so that a line that was torn there stays by itself.

    Raises:
        OSError: where the file cannot be written.
    """
    lines = [_line(key, row) for key, row in rows]
    if lines:
        with path.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(lines) + "\n")


def write_kept(path: Path, rows: Iterable[tuple[str, CaseRow]]) -> None:
    """Put these rows in the place of whatever is there, whole or not at all.

    Raises:
        OSError: where the file cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        part.touch(mode=_PRIVATE)
        part.write_text("".join(f"{_line(key, row)}\n" for key, row in rows), encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _line(key: str, row: CaseRow) -> str:
    said: dict[str, object] = {"key": key, "row": replace(row, file="").as_dict()}
    return json.dumps({**said, "check": _check(said)}, ensure_ascii=False)


def _check(said: dict[str, object]) -> str:
    return sha256(json.dumps([FORMAT, said], ensure_ascii=False).encode()).hexdigest()[:32]


def _read_line(line: str) -> tuple[str, CaseRow] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    if not isinstance(told, dict) or told.keys() != {"key", "row", "check"}:
        return None
    said = {"key": told["key"], "row": told["row"]}
    row = row_from(told["row"])
    if row is None or not isinstance(told["key"], str) or told["check"] != _check(said):
        return None
    return told["key"], row
