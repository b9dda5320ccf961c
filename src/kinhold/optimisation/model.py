"""A mixed-integer linear model as plain data, and how to write one down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import TypeAlias

    Terms: TypeAlias = Sequence[tuple[int, float]]

INFINITY: Final = float("inf")


@dataclass(frozen=True, slots=True)
class Variable:
    """One unknown: its bounds, and whether it must be whole."""

    lower: float
    upper: float
    integer: bool


@dataclass(frozen=True, slots=True)
class Constraint:
    """`lower <= sum(coefficient * variable) <= upper`; each variable stands at most once."""

    terms: tuple[tuple[int, float], ...]
    lower: float
    upper: float


@dataclass(frozen=True, slots=True)
class Model:
    """Minimise a linear objective under linear constraints. Variables are named by position.

    Attributes:
        variables: in order; terms refer to them by index.
        constraints: in order.
        objective: (index, coefficient) pairs of what is minimised.
        offset: constant added to the objective.
    """

    variables: tuple[Variable, ...]
    constraints: tuple[Constraint, ...]
    objective: tuple[tuple[int, float], ...] = ()
    offset: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether any variable must be whole."""
        return any(v.integer for v in self.variables)

    def relaxed(self) -> Model:
        """Return the same model without whole variables; its best value is a bound."""
        return replace(self, variables=tuple(replace(v, integer=False) for v in self.variables))

    def value(self, terms: Iterable[tuple[int, float]], values: Sequence[float]) -> float:
        """Return what the terms add up to for given values of the variables."""
        return sum(c * values[i] for i, c in terms)

    def violated(self, values: Sequence[float], *, tolerance: float = 1e-6) -> tuple[int, ...]:
        """Return the indices of the constraints that the values break.

        Raises:
            ValueError: where a variable is out of its bounds or not whole.
        """
        for variable, value in zip(self.variables, values, strict=True):
            inside = variable.lower - tolerance <= value <= variable.upper + tolerance
            if not inside or (variable.integer and abs(value - round(value)) > tolerance):
                raise ValueError(f"{value} is not a value of {variable}")
        return tuple(
            index
            for index, row in enumerate(self.constraints)
            if not (
                row.lower - tolerance
                <= sum(c * values[i] for i, c in row.terms)
                <= row.upper + tolerance
            )
        )


class ModelDraft:
    """Collects variables and constraints, and yields a `Model`."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._variables: list[Variable] = []
        self._constraints: list[Constraint] = []

    def __len__(self) -> int:
        """Return how many variables there are so far."""
        return len(self._variables)

    def number(self, lower: float, upper: float, *, integer: bool = False) -> int:
        """Add a variable and return its index."""
        self._variables.append(Variable(lower, upper, integer))
        return len(self._variables) - 1

    def choice(self) -> int:
        """Add a variable that is 0 or 1 and return its index."""
        return self.number(0, 1, integer=True)

    def require(
        self,
        terms: Iterable[tuple[int, float]],
        *,
        lower: float = -INFINITY,
        upper: float = INFINITY,
    ) -> None:
        """Add `lower <= terms <= upper`; terms of the same variable are added up."""
        self._constraints.append(Constraint(_collected(terms), lower, upper))

    def finish(self, objective: Iterable[tuple[int, float]] = (), offset: float = 0.0) -> Model:
        """Return the model with an objective to be minimised."""
        return Model(
            tuple(self._variables), tuple(self._constraints), _collected(objective), offset
        )


def _collected(terms: Iterable[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    total: dict[int, float] = {}
    for index, coefficient in terms:
        total[index] = total.get(index, 0.0) + coefficient
    return tuple(sorted((i, c) for i, c in total.items() if c))
