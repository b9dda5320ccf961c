"""The paths, day by day: all paths of a chunk move through one day before the next (numpy)."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

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
    from collections.abc import Callable

    from kinhold.engines.money.simulation_tables import Ints, Prepared

CHUNK: Final = 32_768
"""Paths that move together: enough to make little of what each call costs, few enough for a cache."""
PILOT: Final = 256
"""Paths thrown first, to see where each day's histogram has to lie."""

_ESSENTIAL: Final = RANKS.index("essential")
_OTHER: Final = RANKS.index("other")


def run(
    prepared: Prepared, paths: int, *, chunk: int = CHUNK, times: Ints | None = None
) -> tuple[Ints, Ints]:
    """Throw paths.

    Args:
        prepared: with the ranges of its histograms.
        paths: how many.
        chunk: how many move together; the result does not depend on it.
        times: where given, (paths,) of zeros: set to how many due days of priority bills each path
            could not pay in full.

    Returns:
        Counts of each day's histogram (D, BINS), and first missed days (4, paths), -1 for none.
    """
    counts = np.zeros((prepared.days, BINS), np.int64)
    first = np.full((len(RANKS), paths), -1, np.int16)
    lows, shifts = prepared.low.tolist(), prepared.shift.tolist()

    def count(day: int, net: Ints) -> None:
        net -= lows[day]  # whole numbers of Python, so that 32 bits stay 32 bits
        net >>= shifts[day]
        np.maximum(net, 0, out=net)
        np.minimum(net, BINS - 1, out=net)
        counts[day] += np.bincount(net, minlength=BINS)

    for start in range(0, paths, chunk):
        end = min(paths, start + chunk)
        late = None if times is None else times[start:end]
        _move(prepared, keys_of(prepared, start, end), (first[:, start:end], late), count)
    return counts, first


def with_ranges(prepared: Prepared) -> Prepared:
    """Return the same with each day's histogram laid over what a few paths do, and half as much again."""
    days = prepared.days
    least, most = np.zeros(days, np.int64), np.zeros(days, np.int64)

    def see(day: int, net: Ints) -> None:
        least[day], most[day] = net.min(), net.max()

    first = np.full((len(RANKS), PILOT), -1, np.int16)
    _move(prepared, keys_of(prepared, 0, PILOT), (first, None), see)
    span = most - least
    low = least - span // 4
    bins = np.maximum(1, -(-(span + span // 2 + 1) // BINS))
    shift = np.ceil(np.log2(bins)).astype(np.int64)
    return replace(prepared, low=low, shift=shift)


def draws(keys: Ints, counter: int) -> Ints:
    """Return one draw of each path: (paths,) even 32-bit numbers; numpy's uint32 wraps as it has to."""
    value: Ints = keys[0] + np.uint32(counter * STEP & 0xFFFFFFFF)
    value ^= value >> np.uint32(16)
    value *= np.uint32(INNER)
    value += keys[1]
    value ^= value >> np.uint32(15)
    value *= np.uint32(OUTER)
    value ^= value >> np.uint32(15)
    return value


def _move(
    p: Prepared, keys: Ints, missed: tuple[Ints, Ints | None], see: Callable[[int, Ints], None]
) -> None:
    """Move paths through every day; `see` is told what each has at a day's end, less what it owes."""
    first, times = missed
    cash = np.full(keys.shape[1], p.opening, p.due.dtype)
    owed = [np.zeros_like(cash) for _ in RANKS]
    owing = [False] * len(RANKS)
    extra = _shocks(p, keys)
    promised = _promised(p, keys)
    starts: Ints = cash
    for day in range(p.days):
        cash += _around(keys, day, p.income[day], p.spread[:, day], len(RANKS))
        for minor, came in promised.get(day, ()):
            cash[came] += minor
        for rank in range(len(RANKS)):
            if p.due[rank, day] or p.spread[rank, day]:
                owed[rank] += _around(keys, day, p.due[rank, day], p.spread[:, day], rank)
                owing[rank] = True
        if p.starts:
            if day % BLOCK == 0:
                starts = _starts(p, keys, day // BLOCK)
            moved = p.history.take(starts + day % BLOCK)
            spent = np.minimum(moved, 0)
            cash += moved
            cash -= spent
            owed[_ESSENTIAL] -= spent
            owing[_ESSENTIAL] = True
        if day in extra:
            who, size = extra[day]
            owed[_ESSENTIAL][who] += size
            owing[_ESSENTIAL] = True
        see(day, _pay(p, day, (cash, owed, owing), first))
        if times is not None:
            _count(p, day, owed, times)


def _count(p: Prepared, day: int, owed: list[Ints], times: Ints) -> None:
    """Count the paths in which a priority bill of this day could not be paid in full."""
    for rank in range(_ESSENTIAL):
        if p.due[rank, day]:
            times[owed[rank] > 0] += 1


def _around(keys: Ints, day: int, mean: Any, spread: Any, place: int) -> Any:  # noqa: ANN401 - a number or an array of them
    wide = spread[place]
    if not wide:
        return mean
    moved: Ints = np.multiply(np.bitwise_count(draws(keys, day * PLACES + place)), wide)
    moved += (mean << SPREAD_BITS) - BITS_MEAN * wide
    moved >>= SPREAD_BITS
    return np.maximum(moved, 0, out=moved)


def _starts(p: Prepared, keys: Ints, block: int) -> Ints:
    weeks = (draws(keys, BLOCKS + block) >> np.uint32(16)) * np.uint32(p.starts) >> np.uint32(16)
    return weeks.astype(np.intp) * 7


def _pay(p: Prepared, day: int, state: tuple[Ints, list[Ints], list[bool]], first: Ints) -> Ints:
    """Pay in order of rank as far as there is money; return what is there less what is owed."""
    cash, owed, owing = state
    net: Ints = cash.copy()
    for rank, due in enumerate(owed):
        if not owing[rank]:
            continue
        net -= due
        if rank == _OTHER and p.kept_back[day]:
            paid = np.minimum(np.maximum(cash - p.kept_back[day], 0), due)
        else:
            paid = np.minimum(cash, due)
        cash -= paid
        np.subtract(due, paid, out=due)
        owing[rank] = bool(due.max())
        if owing[rank]:
            first[rank][(due > 0) & (first[rank] < 0)] = day
    return net


def _shocks(p: Prepared, keys: Ints) -> dict[int, tuple[Ints, Ints]]:
    """Day to the paths that a shock hits on it, each at most once, and its sizes."""
    who = np.arange(keys.shape[1])
    at = np.full(len(who), -1, np.int64)
    days, paths, sizes = [], [], []
    number = 0
    while len(who):
        draw = draws(keys[:, who], SHOCKS + number)
        at = at + p.gaps[draw & np.uint32(4095)]
        here = at < p.days
        who, at, draw = who[here], at[here], draw[here]
        days.append(at)
        paths.append(who)
        sizes.append(p.sizes[draw >> np.uint32(12) & np.uint32(4095)])
        number += 1
    every, hit, size = np.concatenate(days), np.concatenate(paths), np.concatenate(sizes)
    order = np.argsort(every, kind="stable")
    every, hit, size = every[order], hit[order], size[order]
    bounds = np.searchsorted(every, np.arange(p.days + 1))
    return {
        day: (hit[a:b], size[a:b]) for day, (a, b) in enumerate(pairwise(bounds.tolist())) if a < b
    }


def _promised(p: Prepared, keys: Ints) -> dict[int, list[tuple[int, Ints]]]:
    """Day to the promised payments due on it, each with the paths in which it comes."""
    if not len(p.event_day):
        return {}
    width = np.uint32(p.rates.shape[1])
    rates = [
        row[(draws(keys, RATES + who) >> np.uint32(16)) * width >> np.uint32(16)]
        for who, row in enumerate(p.rates)
    ]
    found: dict[int, list[tuple[int, Ints]]] = {}
    for number, day in enumerate(p.event_day.tolist()):
        came = (draws(keys, EVENTS + number) >> np.uint32(16)) < rates[int(p.event_who[number])]
        found.setdefault(day, []).append((int(p.event_minor[number]), came))
    return found
