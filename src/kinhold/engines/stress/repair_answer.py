"""The exact answer of a repair model, and what of an answer that failed is ruled out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kinhold.engines.stress.repair_model import FINE, paid_columns
from kinhold.optimisation.limits import Limits
from kinhold.optimisation.model import INFINITY, Constraint
from kinhold.optimisation.solved import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kinhold.engines.stress.repair_model import Block, Level, RepairModel
    from kinhold.optimisation.model import Model
    from kinhold.optimisation.solved import Solved

_YES: Final = 0.5

EXACT: Final = Limits(seconds=20.0, relative_gap=0.0, absolute_gap=0.9, nodes=20_000)
"""Whole objectives within less than one are the same; nodes make a cut-off reproducible."""

TIES: Final = 10
"""Nodes spent on which of equal answers comes first."""

TIES_UP_TO: Final = 500
"""Columns beyond which it is left at the first of them, which is as good in everything that counts."""

LAST: Final = "last"
SETTLED: Final = "measures"


@dataclass(frozen=True, slots=True)
class Answer:
    """A solution: values, the value of each level by name, and whether each was proven least."""

    values: tuple[float, ...]
    levels: Mapping[str, float]
    proven: bool

    @property
    def closes(self) -> bool:
        """Whether nothing stays open beyond what is allowed."""
        return not any(self.levels[n] > FINE for n in ("open", "short", "nights"))


def answer(
    written: RepairModel,
    *,
    cuts: Sequence[Constraint] = (),
    limits: Limits | None = None,
    goes: Callable[[Answer], bool] = lambda _found: True,
) -> Answer | None:
    """Minimise the levels one after the other; None where the cuts leave nothing.

    Args:
        written: the model.
        cuts: further rows: sets that were answered before, or that failed.
        limits: for each solve.
        goes: asked once the measures are settled; where it says no, that answer is returned as it is.

    Raises:
        SolverNotInstalledError: where OR-Tools is not installed.
    """
    model = replace(written.model, constraints=(*written.model.constraints, *cuts))
    best: tuple[float, ...] | None = written.nothing
    if any(not _fulfilled(row, written.nothing) for row in cuts):
        best = None
    proven, found = True, dict[str, float]()
    for level in written.levels:
        if level.name == LAST and len(model.variables) > TIES_UP_TO:
            continue
        value = model.value(level.terms, best) if best is not None else INFINITY
        if value > FINE:  # nothing is less than nothing
            solved = _solve(model, level, limits or EXACT, best)
            settled = solved.proven or solved.status == "infeasible" or level.name == LAST
            proven = proven and settled
            best = solved.values or best
            if best is None:
                return None
            value = model.value(level.terms, best)
        found[level.name] = value
        if level.terms:
            held = Constraint(tuple(sorted(level.terms)), -INFINITY, value + level.gap / 3)
            model = replace(model, constraints=(*model.constraints, held))
        if level.name == SETTLED and best is not None and value > FINE:
            so_far = Answer(best, found, proven)
            if not goes(so_far):
                return so_far
    return Answer(best or written.nothing, found, proven)


def _solve(model: Model, level: Level, limits: Limits, best: tuple[float, ...] | None) -> Solved:
    limit = replace(limits, absolute_gap=level.gap)
    if level.name == LAST:  # only which of equals: it is not searched for to the end
        limit = replace(limit, nodes=TIES)
    return solve(replace(model, objective=level.terms), limits=limit, hint=best)


def _fulfilled(row: Constraint, values: Sequence[float]) -> bool:
    return row.lower <= sum(c * values[i] for i, c in row.terms) <= row.upper


def not_these(written: RepairModel, keys: Iterable[str]) -> Constraint:
    """Return the row that leaves out a set of measures and every set that holds it."""
    columns = sorted(written.shared[k] for k in keys)
    return Constraint(tuple((c, 1.0) for c in columns), -INFINITY, len(columns) - 1)


def not_again(
    written: RepairModel, values: Sequence[float], *, case: int, care: bool
) -> tuple[RepairModel, Constraint]:
    """Return the row that leaves out what a case did and what failed when it was tried.

    Args:
        written: the model; returned with the variables that the row needs.
        values: the solution that failed.
        case: number of the case in which it failed.
        care: True where care failed: then the absences that moved are left out together; otherwise
            the money measures and the paid hours.
    """
    given, columns = written.cases[case]
    moved = {o.measure.key for o in given.options if not o.measure.flexible}
    names = [columns.use[k] for k in sorted(moved)]
    counted = [] if care else [c for c, _, _ in paid_columns(given, columns)]
    return _left_out(written, [*names, *dict.fromkeys(counted)], values)


def _left_out(
    written: RepairModel, columns: Sequence[int], values: Sequence[float]
) -> tuple[RepairModel, Constraint]:
    """One of these must differ: a choice by itself, a count by more or by less."""
    variables = list(written.model.variables)
    rows = list(written.model.constraints)
    nothing = list(written.nothing)
    terms: list[tuple[int, float]] = []
    ones = 0
    for column in columns:
        known, value = variables[column], round(values[column])
        if known.upper == 1:
            terms.append((column, -1.0 if value else 1.0))
            ones += value
            continue
        for sign in (1.0, -1.0):  # more than it was, or less
            reach = known.upper - value if sign > 0 else float(value)
            if reach < 1:
                continue
            differs = len(variables)
            variables.append(replace(known, lower=0, upper=1))
            nothing.append(float(sign < 0 < value))
            rows.append(_differs(column, differs, value, sign, known.upper))
            terms.append((differs, 1.0))
    model = replace(written.model, variables=tuple(variables), constraints=tuple(rows))
    row = Constraint(tuple(sorted(terms)), 1.0 - ones, INFINITY)
    return replace(written, model=model, nothing=tuple(nothing)), row


def _differs(column: int, differs: int, value: int, sign: float, most: float) -> Constraint:
    """With `differs` the count is at least one more (or less) than it was."""
    if sign > 0:  # count >= (value + 1) * differs
        return Constraint(((column, 1.0), (differs, -float(value + 1))), 0.0, INFINITY)
    # count <= value - 1 with it, at most `most` without
    return Constraint(((column, 1.0), (differs, most - value + 1)), -INFINITY, most)


def closed(written: RepairModel, found: Answer, case: int) -> bool:
    """Return whether a solution leaves nothing open in a case beyond what is allowed."""
    _, columns = written.cases[case]
    # While later levels are solved, each level before them has a third of its gap to move in.
    left = ((columns.open, _YES), (columns.short, FINE), (columns.nights, _YES))
    return not any(found.values[c] > least for c, least in left)


def used(written: RepairModel, found: Answer, case: int) -> frozenset[str]:
    """Return the keys of the measures that a solution uses in a case."""
    _, columns = written.cases[case]
    return frozenset(k for k, c in columns.use.items() if found.values[c] > _YES)


def taken(written: RepairModel, found: Answer, case: int) -> Mapping[tuple[str, int], int]:
    """Return how many pieces of which run each measure takes in a case."""
    _, columns = written.cases[case]
    counts = {place: round(found.values[c]) for place, c in columns.take.items()}
    return {place: count for place, count in counts.items() if count}


def relieving(written: RepairModel, found: Answer, case: int) -> Mapping[str, tuple[Block, ...]]:
    """Return the blocks with which each measure relieves nights in a case."""
    given, columns = written.cases[case]
    return {
        o.measure.key: tuple(
            b
            for n, b in enumerate(o.blocks)
            if found.values[columns.relieve[o.measure.key, n]] > _YES
        )
        for o in given.options
    }
