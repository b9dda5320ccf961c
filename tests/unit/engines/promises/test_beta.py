"""The Beta distribution against values known in closed form."""

from __future__ import annotations

from fractions import Fraction
from math import comb, pi, sin, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinhold.engines.promises.beta import beta_probability, beta_quantile

shapes = st.floats(1, 300)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 99))
def test_for_whole_shapes_it_is_a_sum_of_binomials(a, b, percent):
    x, n = Fraction(percent, 100), a + b - 1
    exact = sum(comb(n, j) * x**j * (1 - x) ** (n - j) for j in range(a, n + 1))

    assert beta_probability(percent / 100, a, b) == pytest.approx(float(exact), abs=1e-12)


@given(st.floats(0.001, 0.999))
def test_known_shapes_have_their_known_quantiles(p):
    assert beta_quantile(p, 1, 1) == pytest.approx(p, abs=1e-12)
    assert beta_quantile(p, 0.5, 0.5) == pytest.approx(sin(pi * p / 2) ** 2, abs=1e-9)
    assert beta_quantile(p, 3, 1) == pytest.approx(p ** (1 / 3), abs=1e-12)
    assert beta_quantile(p, 1, 2) == pytest.approx(1 - sqrt(1 - p), abs=1e-12)


@given(shapes, shapes, st.floats(0.01, 0.99))
def test_the_quantile_turns_the_probability_round(a, b, p):
    assert beta_probability(beta_quantile(p, a, b), a, b) == pytest.approx(p, abs=1e-8)


@given(shapes, shapes, st.floats(0.0, 1.0))
def test_the_mirror_image_adds_up_to_one(a, b, x):
    assert beta_probability(x, a, b) + beta_probability(1 - x, b, a) == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(("p", "x"), [(0.0, 0.0), (1.0, 1.0), (-1.0, 0.0), (2.0, 1.0)])
def test_the_ends_are_the_ends(p, x):
    assert beta_quantile(p, 2, 3) == x
    assert beta_probability(p, 2, 3) == x
