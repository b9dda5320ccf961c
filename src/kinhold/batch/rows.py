"""One household of a caseload as a row, and rows as CSV, worst first."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from kinhold.adapters.exports.log_csv import write_csv

if TYPE_CHECKING:
    from collections.abc import Iterable

HORIZON: Final = 365
"""Days of runway beyond which it is "at least" that many (engines.md, Money)."""

NOTHING: Final = "nothing"
"""The kind of the worst loss where every loss is survived."""

COLUMNS: Final = (
    "file",
    "survived",
    "tested",
    "no_one_minutes",
    "unrelieved_nights",
    "runway_days",
    "worst_loss",
    "effect",
    "first_uncovered",
    "money_date",
    "single_points",
    "country",
    "helpers",
    "problem",
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One household.

    Attributes:
        file: its name in the folder.
        survived, tested: the margin.
        no_one_minutes: time with no one as it stands, over a fortnight.
        unrelieved: nights with no relief as it stands.
        runway_days: None where money was not told; 365 for at least that many.
        worst: the worst loss, in words; empty where every loss is survived.
        effect: what it breaks, in words.
        first: local ISO time of the first hour with no one after it, or empty.
        money_date: ISO day of the first priority bill that is not paid as it stands, or empty.
        single_points: the losses that leave time with no one or a priority bill unpaid.
        country: `uk`, `us`, or empty.
        helpers: people beside the keeper who live in or said hours; no places.
        worst_kind: what sort of loss the worst one is; `nothing` where every loss is survived.
        problem: why it could not be tested; empty where it could.
    """

    file: str
    survived: int = 0
    tested: int = 0
    no_one_minutes: int = 0
    unrelieved: int = 0
    runway_days: int | None = None
    worst: str = ""
    effect: str = ""
    first: str = ""
    money_date: str = ""
    single_points: tuple[str, ...] = ()
    country: str = ""
    helpers: int = 0
    worst_kind: str = ""
    problem: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the row as values that JSON knows."""
        return {**asdict(self), "single_points": list(self.single_points)}


_TYPES: Final = {f.name: f.type for f in fields(CaseRow)}


def row_from(told: object) -> CaseRow | None:
    """Return what `as_dict` gave; None where it is anything else."""
    if not isinstance(told, dict) or told.keys() != _TYPES.keys():
        return None
    points = told["single_points"]
    if not isinstance(points, list) or not all(isinstance(p, str) for p in points):
        return None
    plain = {name: value for name, value in told.items() if name != "single_points"}
    return CaseRow(**plain, single_points=tuple(points)) if _typed(plain) else None


def _typed(plain: dict[str, Any]) -> bool:
    kinds: dict[str, type | tuple[type, ...]] = {
        "str": str,
        "int": int,
        "int | None": (int, type(None)),
    }
    return all(
        isinstance(value, kinds[str(_TYPES[name])]) and not isinstance(value, bool)
        for name, value in plain.items()
    )


def worst_first(rows: Iterable[CaseRow]) -> tuple[CaseRow, ...]:
    """Order rows: what could not be tested, then time with no one, runway, margin, file name."""
    return tuple(sorted(rows, key=_worst_first))


def _worst_first(row: CaseRow) -> tuple[object, ...]:
    share = row.survived / row.tested if row.tested else 1.0
    runway = 10**6 if row.runway_days is None else row.runway_days
    return (not row.problem, -row.no_one_minutes, runway, share, row.file)


def rows_csv(rows: Iterable[CaseRow]) -> bytes:
    """Return rows as CSV in their order; no cell is one that a spreadsheet would run."""
    return write_csv(COLUMNS, map(_cells, rows))


def _cells(row: CaseRow) -> tuple[str, ...]:
    if row.problem:
        return (row.file, *[""] * (len(COLUMNS) - 2), row.problem)
    return (
        row.file,
        str(row.survived),
        str(row.tested),
        str(row.no_one_minutes),
        str(row.unrelieved),
        "" if row.runway_days is None else str(row.runway_days),
        row.worst,
        row.effect,
        row.first,
        row.money_date,
        "; ".join(row.single_points),
        row.country,
        str(row.helpers),
        "",
    )
