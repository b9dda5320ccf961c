"""The stress test over many household files: worst first, a file that fails is a row with its reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kinhold.batch.chunks import CHUNK, in_chunks
from kinhold.batch.kept_rows import (
    KeptRows,
    append_kept,
    digest_of,
    key_of,
    make_room,
    program_digest,
    read_kept,
    write_kept,
)
from kinhold.batch.rows import CaseRow, worst_first
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kinhold.domain.findings import Finding

DIED: Final = N_(
    "The program that tested this household ended without an answer, twice. The other "
    "households were tested. Open this one by itself to see why."
)


@dataclass(frozen=True, slots=True)
class Caseload:
    """What a run found.

    Attributes:
        on: the day.
        rows: worst first.
        unchanged: how many rows are from an earlier run, since nothing changed.
        findings: what could not be used of an earlier run.
    """

    on: date
    rows: tuple[CaseRow, ...]
    unchanged: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Tested:
    """One household as a worker hands it back: its row, and its digest where it did not change."""

    row: CaseRow
    digest: str


def stress_many(
    files: Sequence[str],
    *,
    on: date,
    workers: int = 2,
    kept: Path | None = None,
    step: Callable[[int], None] = lambda _done: None,
) -> Caseload:
    """Test many households from availability alone, worst first.

    Processes are started fresh, so a script that calls this needs `if __name__ == "__main__":`.

    Args:
        files: household files; each is only read.
        on: the day.
        workers: processes.
        kept: where the rows of earlier runs are; households that did not change since are not tested
            again. None keeps nothing.
        step: told how many are done.

    Raises:
        OSError: where rows that could be kept at first cannot be any more (a full disk).
    """
    earlier = read_kept(kept) if kept else KeptRows({}, (), 0)
    no_room = make_room(kept) if kept else None
    kept = None if no_room else kept
    program = program_digest()
    keys = {path: _key(path, program, on) for path in files}
    rows = {
        path: replace(earlier.rows[key], file=Path(path).name)
        for path, key in keys.items()
        if key in earlier.rows
    }
    unchanged = len(rows)
    step(unchanged)
    changed = [path for path in files if path not in rows]
    keys = {path: keys[path] for path in rows}
    for some in in_chunks(partial(_test, on=on), changed, workers=workers, chunk=CHUNK):
        fresh = {
            one.item: one.result or Tested(CaseRow(Path(one.item).name, problem=_(DIED)), "")
            for one in some
        }
        made = {p: key_of(t.digest, program=program, on=on) for p, t in fresh.items() if t.digest}
        rows |= {path: tested.row for path, tested in fresh.items()}
        keys |= made
        if kept:
            append_kept(kept, [(key, rows[path]) for path, key in made.items()])
        step(len(rows))
    if kept and (changed or earlier.lines != len(keys)):
        write_kept(kept, [(key, rows[path]) for path, key in keys.items()])
    findings = (*earlier.findings, *((no_room,) if no_room else ()))
    return Caseload(on, worst_first(rows.values()), unchanged, findings)


def _key(path: str, program: str, on: date) -> str:
    """The key of a household's row now; empty where the file cannot be read."""
    try:
        return key_of(digest_of(path), program=program, on=on)
    except OSError:
        return ""


def _test(path: str, *, on: date) -> Tested:
    """Test one household; its row is kept only where it did not change meanwhile.

    A household that could not be tested is tested again each time: what was wrong may have been
    mended outside the file.
    """
    from kinhold.batch.scan import scan_file

    before = _digest(path)
    row = scan_file(path, on=on)
    same = bool(before) and not row.problem and _digest(path) == before
    return Tested(row, before if same else "")


def _digest(path: str) -> str:
    try:
        return digest_of(path)
    except OSError:
        return ""
