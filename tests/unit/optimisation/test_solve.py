"""One door to the solvers: the same small model through each of them."""

from __future__ import annotations

import subprocess
import sys
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kinhold.optimisation.limits import Limits
from kinhold.optimisation.model import ModelDraft
from kinhold.optimisation.solved import ModelRefusedError, solve


def knapsack(weights: list[int], values: list[int], most: int):
    """Choose things of the greatest value that can be carried."""
    draft = ModelDraft()
    chosen = [draft.choice() for _ in weights]
    draft.require(zip(chosen, map(float, weights), strict=True), upper=most)
    return draft.finish((i, -float(v)) for i, v in zip(chosen, values, strict=True))


@pytest.mark.parametrize("solver", ["highs", "scip", "cp-sat"])
def test_every_solver_finds_and_proves_the_best(solver):
    model = knapsack([5, 4, 3, 2], [10, 40, 30, 50], 7)

    solved = solve(model, solver=solver)

    assert (solved.objective, solved.bound, solved.proven) == (-90, -90, True)
    assert model.violated(solved.values) == ()


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 9)), min_size=1, max_size=7),
    st.integers(0, 30),
)
@settings(max_examples=25, deadline=None)
def test_the_best_is_what_trying_everything_finds(things, most):
    weights, values = [w for w, _ in things], [v for _, v in things]
    best = max(
        sum(v for v, c in zip(values, choice, strict=True) if c)
        for choice in product((0, 1), repeat=len(things))
        if sum(w for w, c in zip(weights, choice, strict=True) if c) <= most
    )

    assert solve(knapsack(weights, values, most)).objective == -best


def test_what_cannot_be_is_said_to_be_infeasible():
    draft = ModelDraft()
    x = draft.number(0, 1)
    draft.require([(x, 1.0)], lower=2)

    solved = solve(draft.finish())

    assert (solved.status, solved.values, solved.proven) == ("infeasible", (), False)


def test_what_has_no_end_is_said_to_be_unbounded():
    draft = ModelDraft()
    x = draft.number(0, float("inf"))

    assert solve(draft.finish([(x, -1.0)])).status == "unbounded"


def test_a_hint_is_where_the_search_starts():
    model = knapsack(list(range(3, 40)), list(range(5, 42)), 100)
    best = solve(model).values

    again = solve(model, hint=best, limits=Limits(seconds=5))

    assert again.objective == model.value(model.objective, best)


def test_a_hint_that_does_not_fit_is_left_aside():
    model = knapsack([5, 4], [1, 2], 4)

    assert solve(model, hint=[1.0, 1.0]).objective == -2
    assert solve(model, hint=[1.0]).objective == -2


def test_a_model_without_variables_is_its_constant():
    solved = solve(ModelDraft().finish(offset=7))

    assert (solved.objective, solved.bound, solved.proven) == (7, 7, True)


def test_a_constraint_without_variables_can_still_not_hold():
    draft = ModelDraft()
    draft.require([], lower=1)

    assert solve(draft.finish()).status == "infeasible"


def test_terms_of_the_same_variable_are_added_up():
    draft = ModelDraft()
    x = draft.number(0, 10)
    draft.require([(x, 1.0), (x, 1.0)], upper=10)

    assert solve(draft.finish([(x, -1.0)])).objective == -5


def test_the_relaxation_is_a_bound():
    model = knapsack([5, 4, 3], [5, 4, 3], 10)

    assert solve(model.relaxed()).objective <= solve(model).objective


def test_a_price_says_what_one_more_of_a_limit_costs():
    draft = ModelDraft()
    hours = [draft.number(0, 6), draft.number(0, 10)]
    draft.require([(i, 1.0) for i in hours], lower=8)
    draft.require([(hours[1], 1.0)], upper=9)

    solved = solve(draft.finish([(hours[0], 2.0), (hours[1], 5.0)]))

    assert solved.objective == pytest.approx(22)
    assert solved.prices == pytest.approx((5, 0))


def test_a_model_with_whole_variables_has_no_prices():
    assert solve(knapsack([5, 4], [1, 2], 4)).prices == ()


def test_values_out_of_bounds_or_in_between_are_no_solution():
    model = knapsack([5, 4], [1, 2], 4)

    with pytest.raises(ValueError, match="not a value"):
        model.violated([0.5, 0.0])
    assert model.violated([1.0, 0.0]) == (0,)


def test_the_solver_is_not_imported_before_it_is_needed():
    code = (
        "import sys, kinhold.engines.care.rota, kinhold.optimisation.solved;"
        "print('ortools' in sys.modules)"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == "False"


@pytest.mark.parametrize("failures", [1, 2])
def test_a_solver_that_gives_up_on_a_hint_is_asked_without_and_then_another(monkeypatch, failures):
    from ortools.math_opt.python import mathopt

    asked = []
    real = mathopt.solve

    def moody(problem, backend, params=None, model_params=None):
        asked.append((backend.name, len(model_params.solution_hints)))
        if len(asked) <= failures:
            raise AttributeError("canonical_code")
        return real(problem, backend, params=params, model_params=model_params)

    monkeypatch.setattr(mathopt, "solve", moody)

    solved = solve(knapsack([5, 4], [10, 40], 7), hint=[0.0, 0.0])

    assert solved.objective == -40
    assert asked == [("HIGHS", 1), ("HIGHS", 0), ("GSCIP", 0)][: failures + 1]


def test_a_model_that_every_solver_refuses_is_a_fault_of_the_program(monkeypatch):
    from ortools.math_opt.python import mathopt

    def refuses(*_told, **_more):
        raise ValueError("no")

    monkeypatch.setattr(mathopt, "solve", refuses)

    with pytest.raises(ModelRefusedError, match="could not use"):
        solve(knapsack([5, 4], [10, 40], 7))
