"""Small counts are not shown, and neither is anything from which they could be worked out.

A table of counts with totals is shown with every count of 1 to 4 withheld (primary suppression), and
with as many further counts withheld as it takes (complementary suppression) so that no withheld count
follows from what is shown, even for a reader who knows that a withheld count is at least 1.

Whether one follows is decided exactly. With totals as a further row and column of negative sign, all
rows and columns of a table add up to nothing; two tables that show the same differ by a sum of cycles
that alternate between rows and columns over withheld cells. So a count can be another one if, and
only if, such a cycle through its cell can be moved by one without a count falling below 1.

Sources: ONS, Disclosure control guidance for health statistics (counts of 1 and 2 unsafe, 3 and 4
where the subject is sensitive); Handbook on Statistical Disclosure Control, chapter 5; UK LLC, SDC
guide (rows and columns both); Kelly, Golden and Assad 1992, Networks 22(4), for cycles.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from collections.abc import Set as AbstractSet

LEAST: Final = 5
"""The least count that is shown."""

Cell = tuple[int, int]
Line = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """A table of counts with its totals.

    Attributes:
        name: what it counts by.
        rows, columns: labels, without totals.
        counts: by row and column, with a last column and a last row of totals.
        withheld: cells, totals among them, that are not shown.
    """

    name: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    withheld: frozenset[Cell] = frozenset()

    @property
    def total(self) -> int:
        """All of it."""
        return self.counts[-1][-1]

    def shown(self, row: int, column: int) -> int | None:
        """Return a count, or None where it is withheld."""
        return None if (row, column) in self.withheld else self.counts[row][column]


def tabulate(
    name: str,
    pairs: Iterable[tuple[str, str]],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
) -> Table:
    """Count pairs of labels and suppress what is small.

    Args:
        name: what it counts by.
        pairs: the row and the column of each household.
        rows: every label of a row, in order; a pair with another one is a mistake.
        columns: every label of a column, in order.
    """
    inner = [[0] * len(columns) for _ in rows]
    for row, column in pairs:
        inner[rows.index(row)][columns.index(column)] += 1
    with_totals = [[*line, sum(line)] for line in inner]
    with_totals.append([sum(column) for column in zip(*with_totals, strict=True)])
    return suppress(Table(name, tuple(rows), tuple(columns), tuple(map(tuple, with_totals))))


def suppress(table: Table) -> Table:
    """Return the table with small counts withheld, and as many others as that takes.

    The total of all is always shown, but for fewer than five households, of whom nothing is.
    """
    every = frozenset(_cells(table))
    if table.total < LEAST:
        return _withholding(table, every)
    free = every - {(len(table.rows), len(table.columns))}
    small = sorted(c for c in free if 0 < _count(table, c) < LEAST)
    withheld = set(small)
    for cell in small:  # what is withheld later only opens more ways, so once round is enough
        ways = [_cycle(table, withheld, cell, up=up, free=free) for up in (True, False)]
        found = min((w for w in ways if w is not None), default=None)
        if found is None:
            return _withholding(table, free)
        withheld.update(found[1])
    return _withholding(table, frozenset(withheld))


def _withholding(table: Table, withheld: frozenset[Cell]) -> Table:
    return Table(table.name, table.rows, table.columns, table.counts, withheld)


def _cells(table: Table) -> Iterator[Cell]:
    return ((r, c) for r in range(len(table.counts)) for c in range(len(table.counts[0])))


def _count(table: Table, cell: Cell) -> int:
    return table.counts[cell[0]][cell[1]]


def follows(table: Table, withheld: Iterable[Cell], cell: Cell) -> bool:
    """Return whether a withheld count can be worked out from what is shown.

    Args:
        table: with its totals.
        withheld: all cells that are not shown.
        cell: one of them.
    """
    edges = frozenset(withheld)
    return all(_cycle(table, edges, cell, up=up, free=edges) is None for up in (True, False))


def _cycle(
    table: Table, withheld: AbstractSet[Cell], cell: Cell, *, up: bool, free: AbstractSet[Cell]
) -> tuple[int, tuple[Cell, ...]] | None:
    """Find the cycle through a cell along which the fewest households more have to be withheld.

    Dijkstra's algorithm over rows and columns; a step along a cell costs its count, or nothing where
    it is withheld already.

    Args:
        table: with its totals.
        withheld: cells that are not shown.
        cell: the one whose signed count is to rise by one, or to fall.
        up: which of the two.
        free: cells that may be on the cycle.

    Returns:
        What it costs and the other cells on it, or None where there is none.
    """
    if not _may(table, cell, up=up):
        return None
    row, column = ("row", cell[0]), ("column", cell[1])
    start, goal = (column, row) if up else (row, column)
    steps = _steps(table, free - {cell})
    ahead: list[tuple[int, tuple[Cell, ...], Line]] = [(0, (), start)]
    seen: set[Line] = set()
    while ahead:
        cost, path, at = heappop(ahead)
        if at == goal:
            return cost, path
        if at in seen:
            continue
        seen.add(at)
        for over, there in steps.get(at, ()):
            more = 0 if over in withheld else _count(table, over)
            heappush(ahead, (cost + more, (*path, over), there))
    return None


def _steps(table: Table, free: Iterable[Cell]) -> dict[Line, list[tuple[Cell, Line]]]:
    """From each row over cells that may rise to columns, from each column over ones that may fall."""
    steps: dict[Line, list[tuple[Cell, Line]]] = {}
    for cell in free:
        row, column = ("row", cell[0]), ("column", cell[1])
        if _may(table, cell, up=True):
            steps.setdefault(row, []).append((cell, column))
        if _may(table, cell, up=False):
            steps.setdefault(column, []).append((cell, row))
    return steps


def _may(table: Table, cell: Cell, *, up: bool) -> bool:
    """Whether a cell's signed count can rise or fall by one, and its count stays at least 1.

    A count of nothing is shown, and never moves.
    """
    is_total = (cell[0] == len(table.rows)) != (cell[1] == len(table.columns))
    return _count(table, cell) > (0 if up != is_total else 1)
