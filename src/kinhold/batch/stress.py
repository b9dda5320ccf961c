"""The stress test over many household files: worst first, a file that fails is a row with its reason."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

CHUNK: Final = 64
"""Households a task: the pool's overhead is then below 1 % (reference: money, Caseload)."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One household.

    Attributes:
        file: its path.
        survived, tested: the margin.
        no_one_minutes: time with no one as it stands, over a fortnight.
        unrelieved: nights with no relief as it stands.
        runway_days: None where money was not told.
        worst: the worst loss, in words.
        problem: why it could not be tested; empty where it could.
    """

    file: str
    survived: int = 0
    tested: int = 0
    no_one_minutes: int = 0
    unrelieved: int = 0
    runway_days: int | None = None
    worst: str = ""
    problem: str = ""


def stress_many(
    files: Sequence[str],
    *,
    on: date,
    workers: int = 2,
    step: Callable[[int], None] = lambda _done: None,
) -> tuple[CaseRow, ...]:
    """Test many households from availability alone, worst first.

    Args:
        files: household files; each is only read.
        on: the day.
        workers: processes.
        step: told how many are done.
    """
    chunks = [list(files[n : n + CHUNK]) for n in range(0, len(files), CHUNK)]
    rows: list[CaseRow] = []
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for done in pool.map(_chunk, chunks, [on] * len(chunks)):
            rows += done
            step(len(rows))
    return tuple(sorted(rows, key=_worst_first))


def _worst_first(row: CaseRow) -> tuple[object, ...]:
    share = row.survived / row.tested if row.tested else 1.0
    runway = 10**6 if row.runway_days is None else row.runway_days
    return (not row.problem, -row.no_one_minutes, runway, share, row.file)


def _chunk(files: list[str], on: date) -> list[CaseRow]:
    return [_row(file, on) for file in files]


def _row(file: str, on: date) -> CaseRow:
    from kinhold.api import open_household

    try:
        with open_household(file) as home:
            page = home.stress(on=on, exact=False)
    except (KinholdError, JournalError, OSError) as problem:
        return CaseRow(file, problem=str(problem))
    return CaseRow(
        file=file,
        survived=page.survived,
        tested=page.tested,
        no_one_minutes=page.base_no_one_minutes,
        unrelieved=page.base_unrelieved,
        runway_days=page.base_runway_days,
        worst=f"{page.lines[0].title}: {page.lines[0].effect}" if page.lines else "",
    )
