"""Solves a model. The only file that imports OR-Tools (MathOpt), and only when it is called.

What MathOpt's back ends refuse or ignore is kept away here: HiGHS raises on `threads`,
`objective_limit` and several objectives and never calls an incumbent callback, so none is used;
it takes a hint only if every variable has a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, Literal

from kinhold.domain.findings import KinholdError
from kinhold.optimisation.limits import Limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.optimisation.model import Model

Solver = Literal["highs", "scip", "cp-sat"]
Status = Literal["optimal", "feasible", "infeasible", "unbounded", "no-solution"]

_WHOLE: Final = 1e-5
_BACKENDS: Final = {"highs": "HIGHS", "scip": "GSCIP", "cp-sat": "CP_SAT"}


class SolverNotInstalledError(KinholdError):
    """The part that solves rotas and payment plans is not installed."""

    def __init__(self) -> None:
        """Say how to get it."""
        super().__init__(
            "Planning needs the solver. Install it with: pip install 'kinhold[solver]'"
        )


class ModelRefusedError(KinholdError):
    """The solver refused the model; that is a fault of the program, not of anybody's data."""


@dataclass(frozen=True, slots=True)
class Solved:
    """What a solver found.

    Attributes:
        values: one for every variable, whole where the variable is; empty where nothing was found.
        objective: the objective at those values; infinity where nothing was found.
        bound: no solution can be lower than this.
        proven: True where the gap between the two is within the limits that were asked for.
        status: `optimal` (within the gap), `feasible`, `infeasible`, `unbounded` or `no-solution`.
        prices: one for every constraint: by how much the objective grows for each unit that its
            limits are raised (its dual value). Empty unless the optimum of a model without whole
            variables was found.
    """

    values: tuple[float, ...]
    objective: float
    bound: float
    proven: bool
    status: Status
    prices: tuple[float, ...] = ()


def solve(
    model: Model,
    *,
    limits: Limits | None = None,
    hint: Sequence[float] | None = None,
    solver: Solver = "highs",
) -> Solved:
    """Minimise the model.

    Args:
        model: what to solve.
        limits: when to stop; see `Limits`.
        hint: a value for every variable to start from; ignored where it does not fit the model.
        solver: which back end.

    Raises:
        SolverNotInstalledError: where OR-Tools is not installed.
        ModelRefusedError: where the back end refuses the model.
    """
    limits = limits or Limits()
    if not model.variables:
        return _empty(model)
    mathopt = _mathopt()
    problem = mathopt.Model.from_model_proto(_as_proto(model))
    plain = mathopt.ModelSolveParameters()
    hints = mathopt.ModelSolveParameters()
    if hint is not None and _fits(model, hint):
        by_id = {problem.get_variable(i): float(v) for i, v in enumerate(hint)}
        hints.solution_hints.append(mathopt.SolutionHint(variable_values=by_id))
    # Now and then HiGHS gives up on a sound model because of its hint.
    attempts: tuple[tuple[Solver, Any], ...] = ((solver, hints), (solver, plain), ("scip", plain))
    for backend, started in attempts:
        try:
            result = mathopt.solve(
                problem,
                getattr(mathopt.SolverType, _BACKENDS[backend]),
                params=_parameters(mathopt, limits, backend),
                model_params=started,
            )
        except (ValueError, RuntimeError, AttributeError) as error:
            # MathOpt looks for an attribute that its own error does not have.
            failure: Exception = error
            continue
        return _read(model, result, mathopt)
    raise ModelRefusedError(f"The solver could not use the model: {failure}") from failure


def _mathopt() -> Any:  # noqa: ANN401 - a module without type information
    try:
        from ortools.math_opt.python import mathopt
    except ImportError:
        raise SolverNotInstalledError from None
    return mathopt


def _as_proto(model: Model) -> Any:  # noqa: ANN401 - a generated class
    from ortools.math_opt import model_pb2

    proto = model_pb2.ModelProto()
    proto.variables.ids.extend(range(len(model.variables)))
    proto.variables.lower_bounds.extend(v.lower for v in model.variables)
    proto.variables.upper_bounds.extend(v.upper for v in model.variables)
    proto.variables.integers.extend(v.integer for v in model.variables)
    proto.variables.names.extend("" for _ in model.variables)
    rows = proto.linear_constraints
    rows.ids.extend(range(len(model.constraints)))
    rows.lower_bounds.extend(c.lower for c in model.constraints)
    rows.upper_bounds.extend(c.upper for c in model.constraints)
    rows.names.extend("" for _ in model.constraints)
    matrix = proto.linear_constraint_matrix
    for index, row in enumerate(model.constraints):
        matrix.row_ids.extend(index for _ in row.terms)
        matrix.column_ids.extend(i for i, _ in row.terms)
        matrix.coefficients.extend(c for _, c in row.terms)
    proto.objective.offset = model.offset
    proto.objective.linear_coefficients.ids.extend(i for i, _ in model.objective)
    proto.objective.linear_coefficients.values.extend(c for _, c in model.objective)
    return proto


def _parameters(mathopt: Any, limits: Limits, solver: Solver) -> Any:  # noqa: ANN401 - as above
    found = mathopt.SolveParameters(
        time_limit=timedelta(seconds=limits.seconds),
        relative_gap_tolerance=limits.relative_gap,
        absolute_gap_tolerance=limits.absolute_gap,
    )
    if limits.nodes is not None and solver != "cp-sat":
        found.node_limit = limits.nodes
    if solver == "highs":
        found.highs.string_options["parallel"] = "off"
        found.highs.int_options["random_seed"] = limits.seed
    else:
        found.random_seed = limits.seed
    if solver == "cp-sat":
        found.threads = limits.threads
    return found


def _fits(model: Model, hint: Sequence[float]) -> bool:
    if len(hint) != len(model.variables):
        return False
    try:
        return not model.violated(hint)
    except ValueError:
        return False


def _read(model: Model, result: Any, mathopt: Any) -> Solved:  # noqa: ANN401 - as above
    reason = result.termination.reason
    reasons = mathopt.TerminationReason
    bound = result.termination.objective_bounds.dual_bound
    endless = reason in (reasons.UNBOUNDED, reasons.INFEASIBLE_OR_UNBOUNDED)
    if endless or not result.has_primal_feasible_solution():
        status: Status = "unbounded" if endless else "no-solution"
        if reason == reasons.INFEASIBLE:
            status = "infeasible"
        return Solved((), float("inf"), bound, proven=False, status=status)
    found = result.variable_values()
    raw = [0.0] * len(model.variables)
    for variable, value in found.items():
        raw[variable.id] = value
    values = tuple(_rounded(v, x) for v, x in zip(model.variables, raw, strict=True))
    objective = model.offset + model.value(model.objective, values)
    proven = reason == reasons.OPTIMAL
    status = "optimal" if proven else "feasible"
    prices = _prices(model, result) if proven and not model.whole else ()
    return Solved(values, objective, min(bound, objective), proven, status, prices)


def _prices(model: Model, result: Any) -> tuple[float, ...]:  # noqa: ANN401 - as above
    if not result.has_dual_feasible_solution():
        return ()
    raw = [0.0] * len(model.constraints)
    for constraint, value in result.dual_values().items():
        raw[constraint.id] = value
    return tuple(raw)


def _rounded(variable: Any, value: float) -> float:  # noqa: ANN401 - Variable, imported for types only
    whole = variable.integer and abs(value - round(value)) < _WHOLE
    return float(round(value)) if whole else value


def _empty(model: Model) -> Solved:
    if any(row.lower > 0 or row.upper < 0 for row in model.constraints):
        return Solved((), float("inf"), float("inf"), proven=False, status="infeasible")
    return Solved((), model.offset, model.offset, proven=True, status="optimal")
