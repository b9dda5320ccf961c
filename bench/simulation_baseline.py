"""The same household simulated the plain way: whole arrays of paths and days, and a sort at the end.

It stands beside the product's kernels as something to be faster than, and as an answer that was come
by in another way: numpy's own generator, exact normals, floats, percentiles by sorting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from kinhold.engines.money.cash_flow import BLOCK, RANKS

if TYPE_CHECKING:
    from kinhold.engines.money.cash_flow import CashFlow


@dataclass(frozen=True)
class Plain:
    """Percentiles (3, D) and each path's first missed day by rank (4, paths), -1 for none."""

    percentiles: Any
    first: Any


def simulate_plain(flow: CashFlow, *, paths: int, seed: int) -> Plain:
    """Throw paths with whole arrays of (paths, days)."""
    dice = np.random.default_rng(seed)
    days = flow.days
    income = np.zeros((paths, days), np.float32)
    _put(dice, income, flow.income, flow.income_spread or (0,) * days)
    due = np.zeros((len(RANKS), paths, days), np.float32)
    for rank, row in enumerate(flow.due):
        _put(dice, due[rank], row, flow.spread[rank] if flow.spread else (0,) * days)
    for promised in flow.promised:
        rate = dice.choice(np.array(promised.rates), size=paths)
        for day, minor in promised.due:
            income[:, day] += minor * (dice.random(paths) < rate)
    if flow.history:
        moved = _blocks(dice, flow, paths)
        income += np.maximum(moved, 0)
        due[2] += np.maximum(-moved, 0)
    if flow.shocks:
        daily = 1 - np.exp(-flow.shocks.each_year / 365.25)
        path, day = np.nonzero(dice.random((paths, days), np.float32) < daily)
        sizes = flow.shocks.median * np.exp(flow.shocks.spread * dice.standard_normal(len(path)))
        due[2, path, day] += sizes
    return _pay(flow, income, due)


def _put(dice: Any, into: Any, mean: Any, spread: Any) -> None:
    """Only the days on which anything moves are thrown: an array of noise for every day is waste."""
    mean, spread = (np.array(row, np.float32) for row in (mean, spread))
    moving = np.flatnonzero((mean > 0) | (spread > 0))
    noise = dice.standard_normal((len(into), len(moving)), np.float32)
    into[:, moving] = np.maximum(0, mean[moving] + spread[moving] * noise)


def _blocks(dice: Any, flow: CashFlow, paths: int) -> Any:
    history = np.array(flow.history, np.float32)
    starts = (len(history) - BLOCK) // 7 + 1
    blocks = -(-flow.days // BLOCK)
    begin = dice.integers(0, starts, (paths, blocks)) * 7
    at = (begin[:, :, None] + np.arange(BLOCK)).reshape(paths, -1)[:, : flow.days]
    return history[at]


def _pay(flow: CashFlow, income: Any, due: Any) -> Plain:
    paths, days = income.shape
    cash = np.full(paths, flow.opening, np.float32)
    owed = np.zeros((len(RANKS), paths), np.float32)
    net = np.empty((days, paths), np.float32)
    first = np.full((len(RANKS), paths), -1)
    income, due = np.ascontiguousarray(income.T), np.ascontiguousarray(due.transpose(2, 0, 1))
    for day in range(days):
        cash += income[day]
        owed += due[day]
        for rank in range(len(RANKS)):
            spare = np.maximum(cash - flow.kept_back[day], 0) if rank == len(RANKS) - 1 else cash
            paid = np.minimum(spare, owed[rank])
            cash -= paid
            owed[rank] -= paid
        late = owed > 0.5
        first[late & (first < 0)] = day
        net[day] = cash - owed.sum(axis=0)
    return Plain(np.percentile(net, (10, 50, 90), axis=1), first)
