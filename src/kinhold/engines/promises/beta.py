"""The Beta distribution: its cumulative probability and its quantiles, without numpy or scipy.

Regularised incomplete beta function by the continued fraction of DLMF 8.17.22 with Lentz's method;
the quantile by Newton's method inside a bracket.
"""

from __future__ import annotations

from math import exp, lgamma, log, log1p
from typing import Final

_TINY: Final = 1e-300
_EXACT: Final = 1e-15
_STEPS: Final = 500
_HALVINGS: Final = 200


def beta_probability(x: float, a: float, b: float) -> float:
    """Return P(X <= x) for X ~ Beta(a, b); a, b > 0.

    Source: DLMF 8.17(v), https://dlmf.nist.gov/8.17.
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    # The fraction converges fast below the mean; above it the mirror image does.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1.0 - front * _fraction(1 - x, b, a) / b


def beta_quantile(probability: float, a: float, b: float) -> float:
    """Return the x with P(X <= x) = probability for X ~ Beta(a, b); a, b > 0.

    Newton's method on the cumulative probability, kept inside a bracket that halves whenever a
    step would leave it, so that it always converges.
    """
    if probability <= 0:
        return 0.0
    if probability >= 1:
        return 1.0
    low, high, x = 0.0, 1.0, a / (a + b)
    scale = lgamma(a + b) - lgamma(a) - lgamma(b)
    for _ in range(_HALVINGS):
        error = beta_probability(x, a, b) - probability
        low, high = (x, high) if error < 0 else (low, x)
        density = exp(scale + (a - 1) * log(x) + (b - 1) * log1p(-x))
        step = x - error / density if density > _TINY else low
        following = step if low < step < high else (low + high) / 2
        if abs(following - x) <= _EXACT * x or following in (low, high):
            return following
        x = following
    return x


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, _away_from_zero(1 - (a + b) * x / (a + 1))
    d = 1 / d
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for step in (even, odd):
            d = 1 / _away_from_zero(1 + step * d)
            c = _away_from_zero(1 + step / c)
            value *= c * d
        if abs(c * d - 1) < _EXACT:
            break
    return value


def _away_from_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY
