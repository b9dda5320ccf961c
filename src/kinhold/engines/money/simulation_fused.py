"""The paths, a few hundred at a time through all their days (numba, compiled once).

The same draws and the same whole numbers as `simulation_days`, so the same paths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba
import numpy as np
from numba.core import types
from numba.extending import intrinsic

from kinhold.engines.money.cash_flow import BLOCK, RANKS
from kinhold.engines.money.simulation_tables import (
    BINS,
    BITS_MEAN,
    BLOCKS,
    EVENTS,
    INNER,
    OUTER,
    PLACES,
    RATES,
    SHOCKS,
    SPREAD_BITS,
    STEP,
    keys_of,
)

if TYPE_CHECKING:
    from kinhold.engines.money.simulation_tables import Ints, Prepared

_INNER, _OUTER, _STEP = np.uint32(INNER), np.uint32(OUTER), np.uint32(STEP)
_U12, _U15, _U16 = (np.uint32(n) for n in (12, 15, 16))
_LOW12 = np.uint32(0xFFF)

# What has to be looked at on a day; the rest of most days is one addition.
_INCOME, _DUE = 1, 2
LANES = 512
"""Paths that move together: their balances stay in the first-level cache, and in vector registers."""
_APART = 24
"""So that the days of a block do not all fall on the same lines of the cache."""


def run(prepared: Prepared, paths: int) -> tuple[Ints, Ints]:
    """Throw paths; see `simulation_days.run`, whose result this is."""
    p = prepared
    counts = np.zeros((p.days, BINS), np.int64)
    first = np.empty((len(RANKS), paths), np.int16)
    rows = np.concatenate((p.due, [p.income], p.spread, [p.kept_back])).T
    kind = p.due.dtype
    _paths(
        _flags(p),
        np.ascontiguousarray(rows, kind),
        (p.history if p.starts else np.zeros(1)).astype(kind),
        np.stack((p.event_minor, p.event_who), axis=1).astype(np.int64),
        p.rates,
        (p.gaps, p.sizes),
        np.stack((p.low, p.shift), axis=1),
        (p.opening, p.starts),
        keys_of(p, 0, paths),
        counts,
        first,
    )
    return counts, first


def _flags(p: Prepared) -> Ints:
    """For each day what has to be looked at, and above that how many promised payments are due."""
    flags = np.zeros(p.days, np.int64)
    flags[(p.income > 0) | (p.spread[-1] > 0)] |= _INCOME
    for rank in range(len(RANKS)):
        flags[(p.due[rank] > 0) | (p.spread[rank] > 0)] |= _DUE << rank
    return flags | (np.bincount(p.event_day, minlength=p.days) << 16)


def _popcount(_typing: Any, value: Any) -> Any:  # noqa: ANN401 - how numba is told of an instruction
    """How many bits of a uint32 are set: LLVM's own `ctpop`."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:  # noqa: ANN401
        return builder.ctpop(args[0])

    return types.uint32(value), generate


popcount: Any = intrinsic(_popcount)


@numba.njit(cache=True, inline="always")
def _draw(key: Any, other: Any, counter: Any) -> Any:  # noqa: ANN401 - uint32, compiled; `simulation_days.draws`
    value = np.uint32(key + counter)
    value = np.uint32(np.uint32(value ^ (value >> _U16)) * _INNER)
    value = np.uint32(value + other)
    value = np.uint32(np.uint32(value ^ (value >> _U15)) * _OUTER)
    return np.uint32(value ^ (value >> _U15))


@numba.njit(cache=True, inline="always")
def _step(counter: Any) -> Any:  # noqa: ANN401 - whole numbers, compiled
    return np.uint32(np.uint32(counter) * _STEP)


@numba.njit(cache=True)
def _add(into: Any, mean: Any, spread: Any, keys: Any, counter: Any) -> None:  # noqa: ANN401 - whole numbers, compiled
    whole = into.dtype.type
    if spread == 0:
        for lane in range(len(into)):
            into[lane] += mean
        return
    step = _step(counter)
    base = whole((mean << SPREAD_BITS) - BITS_MEAN * spread)
    for lane in range(len(into)):
        heads = whole(popcount(_draw(keys[0][lane], keys[1][lane], step)))
        around = whole(whole(heads * spread) + base) >> whole(SPREAD_BITS)
        into[lane] += max(whole(0), whole(around))


@numba.njit(cache=True)
def _pay(cash: Any, owed: Any, keep: Any) -> Any:  # noqa: ANN401 - whole numbers, compiled
    whole = cash.dtype.type
    left, keep = whole(0), whole(keep)
    for lane in range(len(cash)):
        paid = min(max(whole(cash[lane] - keep), whole(0)), owed[lane])
        cash[lane] -= paid
        owed[lane] -= paid
        left |= owed[lane]
    return left != 0


@numba.njit(cache=True)
def _miss(owed: Any, first: Any, day: Any) -> None:  # noqa: ANN401 - whole numbers, compiled
    for lane in range(len(owed)):
        if (owed[lane] > 0) & (first[lane] < 0):
            first[lane] = day


@numba.njit(cache=True)
def _shocks(keys: Any, tables: Any, lists: Any) -> None:  # noqa: ANN401 - whole numbers, compiled
    """Write down the shocks of all lanes: for each day the last of its chain, each naming the one before."""
    gaps, sizes = tables
    last, chain = lists
    last[:] = -1
    number = 0
    for lane in range(len(keys[0])):
        day, count = -1, 0
        while True:
            draw = _draw(keys[0][lane], keys[1][lane], _step(SHOCKS + count))
            day += gaps[draw & _LOW12]
            if day >= len(last) or number == len(chain):
                break
            chain[number, 0], chain[number, 1] = last[day], lane
            chain[number, 2] = sizes[(draw >> _U12) & _LOW12]
            last[day] = number
            number += 1
            count += 1


@numba.njit(cache=True)
def _come(cash: Any, keys: Any, event: Any, number: Any, rates: Any) -> None:  # noqa: ANN401 - whole numbers, compiled
    minor, who = event
    width = np.uint32(rates.shape[1])
    for lane in range(len(cash)):
        pick = _draw(keys[0][lane], keys[1][lane], _step(RATES + who)) >> _U16
        came = _draw(keys[0][lane], keys[1][lane], _step(EVENTS + number)) >> _U16
        if came < rates[who, np.uint32(pick * width) >> _U16]:
            cash[lane] += minor


@numba.njit(cache=True)
def _begin(history: Any, keys: Any, block: Any, starts: Any, moved: Any) -> None:  # noqa: ANN401 - whole numbers, compiled
    step = _step(BLOCKS + block)
    for lane in range(len(keys[0])):
        week = _draw(keys[0][lane], keys[1][lane], step) >> _U16
        begin = (np.uint32(week * np.uint32(starts)) >> _U16) * 7
        for place in range(BLOCK):
            moved[place, lane] = history[begin + place]


@numba.njit(cache=True)
def _live(moved: Any, cash: Any, owed: Any) -> None:  # noqa: ANN401 - whole numbers, compiled
    whole = cash.dtype.type
    for lane in range(len(cash)):
        spent = min(moved[lane], whole(0))
        cash[lane] += whole(moved[lane] - spent)
        owed[lane] -= spent


@numba.njit(cache=True)
def _count(cash: Any, owed: Any, ranged: Any, bins: Any, counts: Any) -> None:  # noqa: ANN401 - whole numbers, compiled
    whole = cash.dtype.type
    low, shift = whole(ranged[0]), whole(ranged[1])
    home, priority, essential, other = owed
    for lane in range(len(cash)):
        late = whole(whole(home[lane] + priority[lane]) + whole(essential[lane] + other[lane]))
        place = whole(whole(whole(cash[lane] - late) - low) >> shift)
        bins[lane] = min(max(place, whole(0)), whole(BINS - 1))
    for lane in range(len(cash)):
        counts[bins[lane]] += 1


@numba.njit(cache=True)
def _four(lanes: Any, kind: Any) -> Any:  # noqa: ANN401 - four arrays, which the compiler can tell apart
    return (
        np.zeros(lanes, kind),
        np.zeros(lanes, kind),
        np.zeros(lanes, kind),
        np.zeros(lanes, kind),
    )


@numba.njit(cache=True, nogil=True)
def _paths(  # noqa: C901, PLR0913, PLR0917 - the arrays of one simulation, and its one loop
    flags: Any,  # noqa: ANN401 - whole numbers, all of them
    rows: Any,  # noqa: ANN401
    history: Any,  # noqa: ANN401
    events: Any,  # noqa: ANN401
    rates: Any,  # noqa: ANN401
    tables: Any,  # noqa: ANN401
    ranges: Any,  # noqa: ANN401
    fixed: Any,  # noqa: ANN401
    keys_of_all: Any,  # noqa: ANN401
    counts: Any,  # noqa: ANN401
    first: Any,  # noqa: ANN401
) -> None:
    opening, starts = fixed
    last = np.empty(len(flags), np.int64)
    chain = np.empty((LANES * len(flags), 3), np.int64)
    for start in range(0, first.shape[1], LANES):
        keys = (
            keys_of_all[0, start : start + LANES].copy(),
            keys_of_all[1, start : start + LANES].copy(),
        )
        lanes = len(keys[0])
        cash = np.full(lanes, opening, rows.dtype)
        owed = _four(lanes, rows.dtype)
        owing = np.zeros(4, np.bool_)
        missed = np.full((4, lanes), -1, np.int16)
        moved = np.zeros((BLOCK, lanes + _APART), rows.dtype)
        bins = np.empty(lanes, np.uint16)
        _shocks(keys, tables, (last, chain))
        event = 0
        for day in range(len(flags)):
            flag, row = flags[day], rows[day]
            if flag & _INCOME:
                _add(cash, row[4], row[9], keys, day * PLACES + 4)
            for _ in range(flag >> 16):
                _come(cash, keys, events[event], event, rates)
                event += 1
            for rank in range(4):
                if flag & (_DUE << rank):
                    _add(owed[rank], row[rank], row[5 + rank], keys, day * PLACES + rank)
                    owing[rank] = True
            if starts:
                if day % BLOCK == 0:
                    _begin(history, keys, day // BLOCK, starts, moved)
                _live(moved[day % BLOCK, :lanes], cash, owed[2])
                owing[2] = True
            shock = last[day]
            while shock >= 0:
                owed[2][chain[shock, 1]] += chain[shock, 2]
                owing[2] = True
                shock = chain[shock, 0]
            for rank in range(4):
                if owing[rank]:
                    owing[rank] = _pay(cash, owed[rank], row[10] if rank == 3 else 0)  # noqa: PLR2004 - see RANKS
                    if owing[rank]:
                        _miss(owed[rank], missed[rank], day)
            _count(cash, owed, ranges[day], bins, counts[day])
        first[:, start : start + lanes] = missed
