"""A cash flow as arrays, the tables that draws look values up in, and what is read off the counts.

A draw is a 32-bit hash of a path's key (64 bits, a hash of seed and path) and a counter. Both are of
the xorshift-multiply kind (Steele, Lea and Flood, "Fast splittable pseudorandom number generators",
OOPSLA 2014; Mueller and Wellons for the 32-bit constants); what they give is tested for evenness and
independence. What varies around a mean does so by how many of a draw's 32 bits are set: a binomial,
which is close to a normal (de Moivre, 1733) and costs one instruction.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, exp, log
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from kinhold.engines.money.cash_flow import BLOCK, RANKS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kinhold.engines.money.cash_flow import CashFlow, Shocks

    Ints = NDArray[Any]

VALUES: Final = 4096
BINS: Final = 256
BITS_MEAN: Final = 16
BITS_SPREAD: Final = 8**0.5
"""Mean and standard deviation of how many of 32 bits are set."""
SPREAD_BITS: Final = 8
"""Spreads are kept in units of 1/256 of what one bit moves."""

WEYL: Final = 0x9E3779B97F4A7C15
FIRST: Final = 0xBF58476D1CE4E5B9
SECOND: Final = 0x94D049BB133111EB
MASK: Final = 0xFFFFFFFFFFFFFFFF
STEP: Final = 0x9E3779B9
INNER: Final = 0x21F0AAAD
OUTER: Final = 0xD35A2D97

# Counters: eight for each day (what varies on it), and these for what belongs to no one day.
PLACES: Final = 8
BLOCKS: Final = 1 << 20
SHOCKS: Final = 2 << 20
RATES: Final = 3 << 20
EVENTS: Final = 4 << 20
_SMALL: Final = 2**30
_NEVER: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Prepared:
    """A cash flow as arrays of whole minor units, with D days, E promised payments and L past days.

    Attributes:
        opening: money on the first day.
        due: (4, D).
        income, kept_back: (D,).
        spread: (5, D), of the ranks and of the income; see `SPREAD_BITS`.
        history: (L,), empty for none; `starts` is how many whole weeks a block may begin at.
        event_day, event_minor, event_who: (E,) promised payments in order of day.
        rates: (K, Q) equally likely rates of each promisor, in 1/65536.
        gaps, sizes: (4096,) days to the next shock, and its size.
        key: from the seed.
        low, shift: (D,) where each day's histogram begins, and the width of its bins as a power of 2.
    """

    opening: int
    due: Ints
    income: Ints
    kept_back: Ints
    spread: Ints
    history: Ints
    starts: int
    event_day: Ints
    event_minor: Ints
    event_who: Ints
    rates: Ints
    gaps: Ints
    sizes: Ints
    key: int
    low: Ints
    shift: Ints

    @property
    def days(self) -> int:
        """How many days there are."""
        return len(self.income)


def prepare(flow: CashFlow, *, seed: int) -> Prepared:
    """Return a checked flow as arrays; of 32 bits where every sum of a path fits, else of 64."""
    days = flow.days
    kind = np.int32 if _total(flow) < _SMALL else np.int64
    events = sorted(
        (day, minor, who)
        for who, promised in enumerate(flow.promised)
        for day, minor in promised.due
        if 0 <= day < days
    )
    columns = tuple(zip(*events, strict=True)) or ((), (), ())
    return Prepared(
        opening=flow.opening,
        due=np.array(flow.due, kind),
        income=np.array(flow.income, kind),
        kept_back=np.array(flow.kept_back, kind),
        spread=_spread(flow).astype(kind),
        history=np.array(flow.history, kind),
        starts=(len(flow.history) - BLOCK) // 7 + 1 if flow.history else 0,
        event_day=np.array(columns[0], np.int32),
        event_minor=np.array(columns[1], kind),
        event_who=np.array(columns[2], np.int32),
        rates=_rates(flow),
        gaps=_gaps(flow.shocks, days),
        sizes=_sizes(flow.shocks).astype(kind),
        key=mixed(seed),
        low=np.zeros(days, np.int64),
        shift=np.zeros(days, np.int64),
    )


def _total(flow: CashFlow) -> int:
    """A bound on every balance, sum and product of a path."""
    flows = sum(map(sum, flow.due)) + sum(flow.income) + abs(flow.opening)
    noise = 4 * (sum(map(sum, flow.spread)) + sum(flow.income_spread))
    products = 32 * int(_spread(flow).max(initial=0)) + (
        max(map(max, (*flow.due, flow.income))) << SPREAD_BITS
    )
    promised = sum(minor for p in flow.promised for _, minor in p.due)
    history = flow.days * max(map(abs, flow.history), default=0)
    shocks = int(_sizes(flow.shocks).max()) * flow.days if flow.shocks else 0
    return max(flows + noise + promised + history + shocks + max(flow.kept_back), products)


def _rates(flow: CashFlow) -> Ints:
    most = max((len(p.rates) for p in flow.promised), default=1)
    told = [
        [round(65536 * p.rates[place * len(p.rates) // most]) for place in range(most)]
        for p in flow.promised
    ]
    return np.array(told or [[0]], np.int64)


def _quantiles() -> list[float]:
    return [(place + 0.5) / VALUES for place in range(VALUES)]


def _spread(flow: CashFlow) -> Ints:
    nothing = (0,) * flow.days
    rows = (*(flow.spread or (nothing,) * len(RANKS)), flow.income_spread or nothing)
    return np.rint(np.array(rows, np.float64) * (1 << SPREAD_BITS) / BITS_SPREAD).astype(np.int64)


def _gaps(shocks: Shocks | None, days: int) -> Ints:
    """Days from one shock to the next: geometric, so that they come at a constant rate."""
    if shocks is None or shocks.each_year < _NEVER:
        return np.full(VALUES, days + 1, np.int32)
    daily = shocks.each_year / 365.25
    return np.array(
        [max(1, ceil(min(days + 1, -log(1 - q) / daily))) for q in _quantiles()], np.int32
    )


def _sizes(shocks: Shocks | None) -> Ints:
    if shocks is None:
        return np.zeros(VALUES, np.int64)
    inverse = NormalDist().inv_cdf
    return np.array(
        [round(shocks.median * exp(shocks.spread * inverse(q))) for q in _quantiles()], np.int64
    )


def mixed(value: int) -> int:
    """Return the hash of one 64-bit number."""
    value = (value + WEYL) & MASK
    value = ((value ^ (value >> 30)) * FIRST) & MASK
    value = ((value ^ (value >> 27)) * SECOND) & MASK
    return value ^ (value >> 31)


def keys_of(prepared: Prepared, start: int, end: int) -> Ints:
    """Return the keys of the paths `[start, end)`: (2, paths) of 32 bits."""
    value = np.uint64(prepared.key) + np.arange(start, end, dtype=np.uint64) * np.uint64(WEYL)
    value ^= value >> np.uint64(30)
    value *= np.uint64(FIRST)
    value ^= value >> np.uint64(27)
    value *= np.uint64(SECOND)
    value ^= value >> np.uint64(31)
    return np.stack((value & np.uint64(0xFFFFFFFF), value >> np.uint64(32))).astype(np.uint32)


def percentiles(
    prepared: Prepared, counts: Ints, paths: int
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    """Return the 10th, 50th and 90th percentile of each day from its histogram, (D, BINS) counts."""
    upto = np.cumsum(counts, axis=1)
    found = []
    for share in (0.1, 0.5, 0.9):
        wanted = share * paths
        place = np.argmax(upto >= wanted, axis=1)
        rows = np.arange(len(place))
        inside = counts[rows, place]
        before = upto[rows, place] - inside
        part = np.where(inside > 0, (wanted - before) / np.maximum(inside, 1), 0)
        width = np.left_shift(np.int64(1), prepared.shift)
        value = prepared.low + place * width + np.floor(part * (width - 1) + 0.5).astype(np.int64)
        found.append(tuple(int(v) for v in value))
    return found[0], found[1], found[2]


def none_yet(paths: int) -> Ints:
    """Return a zero for each path: (paths,) of int16."""
    return np.zeros(paths, np.int16)


def missed_by(first: Ints, days: int) -> tuple[tuple[int, ...], ...]:
    """Return for each rank how many paths have missed one by the end of each day."""
    return tuple(
        tuple(np.cumsum(np.bincount(row[row >= 0], minlength=days)).tolist()) for row in first
    )


def missed_either(first: Ints, days: int) -> tuple[int, ...]:
    """Return how many paths have missed one of several ranks by the end of each day."""
    soonest = np.where(first < 0, days, first).min(axis=0)
    return tuple(np.cumsum(np.bincount(soonest, minlength=days + 1))[:days].tolist())
