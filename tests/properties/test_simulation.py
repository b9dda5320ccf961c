"""What must hold for any simulated household."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from bench.simulation_baseline import simulate_plain
from hypothesis import given, settings
from hypothesis import strategies as st

from kinhold.domain.money import Money
from kinhold.engines.money import simulation_days, simulation_tables
from kinhold.engines.money.cash_flow import RANKS, CashFlow, FlowNotUsableError, Promised, Shocks
from kinhold.engines.money.due_dates import DueItem
from kinhold.engines.money.runway import kept_back, project
from kinhold.engines.money.simulation import simulate

DAYS = 60


def spread_out(amounts):
    """A row of days: (day, minor units) pairs on their days."""
    row = [0] * DAYS
    for day, minor in amounts:
        row[day] += minor
    return tuple(row)


rows = st.lists(st.tuples(st.integers(0, DAYS - 1), st.integers(0, 90_000)), max_size=4).map(
    spread_out
)
flows = st.builds(
    CashFlow,
    opening=st.integers(0, 300_000),
    due=st.tuples(rows, rows, rows, rows),
    income=rows,
    kept_back=st.one_of(st.just((0,) * DAYS), st.just((20_000,) * DAYS)),
    spread=st.one_of(st.just(()), st.tuples(rows, rows, rows, rows)),
    income_spread=st.one_of(st.just(()), rows),
    promised=st.lists(
        st.builds(
            Promised,
            rates=st.lists(st.floats(0, 1), min_size=1, max_size=5).map(tuple),
            due=st.lists(
                st.tuples(st.integers(0, DAYS - 1), st.integers(1, 50_000)), max_size=4
            ).map(tuple),
        ),
        max_size=2,
    ).map(tuple),
    history=st.one_of(
        st.just(()), st.lists(st.integers(-9_000, 9_000), min_size=63, max_size=80).map(tuple)
    ),
    shocks=st.one_of(
        st.none(), st.builds(Shocks, st.floats(0, 40), st.integers(1, 50_000), st.floats(0, 1))
    ),
)


@pytest.fixture(scope="module")
def fused():
    return pytest.importorskip(
        "kinhold.engines.money.simulation_fused", reason="numba is not installed"
    )


@given(flow=flows, seed=st.integers(0, 2**70))
@settings(max_examples=60, deadline=None)
def test_both_kernels_throw_the_same_paths(fused, flow, seed):
    ranged = simulation_days.with_ranges(simulation_tables.prepare(flow, seed=seed))
    counts, first = simulation_days.run(ranged, 300)
    other_counts, other_first = fused.run(ranged, 300)

    assert np.array_equal(first, other_first)
    assert np.array_equal(counts, other_counts)


@given(flow=flows)
@settings(max_examples=30, deadline=None)
def test_a_path_is_the_same_however_many_move_together(flow):
    ranged = simulation_days.with_ranges(simulation_tables.prepare(flow, seed=7))
    counts, first = simulation_days.run(ranged, 200)
    by_37, first_37 = simulation_days.run(ranged, 200, chunk=37)

    assert np.array_equal(first, first_37)
    assert np.array_equal(counts, by_37)


@given(flow=flows, more=st.integers(1, 100_000))
@settings(max_examples=40, deadline=None)
def test_more_money_never_brings_a_missed_roof_forward(flow, more):
    """Path by path: nothing is paid before the roof on a day, and lesser bills leave it its money."""
    flow = replace(flow, due=(flow.due[0], *((0,) * DAYS,) * 3), spread=(), shocks=None)
    less = simulate(flow, paths=100, kernel="numpy")
    richer = simulate(replace(flow, opening=flow.opening + more), paths=100, kernel="numpy")

    for before, after in zip(less.first[0], richer.first[0], strict=True):
        assert after == -1 or 0 <= before <= after


@given(flow=flows)
@settings(max_examples=30, deadline=None)
def test_percentiles_stand_in_order_and_nobody_unmisses_a_bill(flow):
    seen = simulate(flow, paths=200, kernel="numpy")

    assert all(a <= b <= c for a, b, c in zip(seen.low, seen.middle, seen.high, strict=True))
    assert all(list(row) == sorted(row) for row in seen.missed)
    assert all(row[-1] == sum(f >= 0 for f in first) for row, first in zip(seen.missed, seen.first, strict=True))  # fmt: skip


def as_items(flow):
    day = date(2026, 11, 22)

    def item(direction, ahead, minor, priority):
        return DueItem(
            label=f"{priority}{direction}", direction=direction, due=day + timedelta(days=ahead),
            amount=Money(minor, "GBP"), priority=priority, grace=0, certainty="sure", settled=False,
            payer="", note="", fact_ids=(),
        )  # fmt: skip

    classes = ("priority", "priority", "essential", "other")
    made = [
        item("out", ahead, minor, priority)
        for priority, row in zip(classes, flow.due, strict=True)
        for ahead, minor in enumerate(row)
        if minor
    ]
    made += [item("in", ahead, minor, "other") for ahead, minor in enumerate(flow.income) if minor]
    return day, made


@given(flow=flows)
@settings(max_examples=60, deadline=None)
def test_without_uncertainty_it_is_the_runway(flow):
    """Up to the first bill that cannot be paid both pay the same, and that bill is of the same day."""
    flow = replace(flow, spread=(), income_spread=(), promised=(), history=(), shocks=None)
    day, items = as_items(flow)
    flow = replace(flow, kept_back=kept_back(items, on=day, horizon=DAYS))
    runway = project(items, opening=Money(flow.opening, "GBP"), on=day, horizon=DAYS)
    seen = simulate(flow, paths=2, kernel="numpy")
    firsts = [row[0] for row in seen.first if row[0] >= 0]

    expected = min(((m.day - day).days for m in runway.missed), default=None)
    assert min(firsts, default=None) == expected


def test_two_shocks_on_one_path_are_two():
    """Adding at repeated places loses the second in numpy; a shock every second day would show it."""
    flow = CashFlow(
        opening=10_000_000, due=((0,) * DAYS,) * 4, income=(0,) * DAYS, kept_back=(0,) * DAYS,
        shocks=Shocks(each_year=180.0, median=100, spread=0.0),
    )  # fmt: skip
    spent = 10_000_000 - np.array(simulate(flow, paths=4000, kernel="numpy").middle)

    expected = DAYS * (1 - np.exp(-180 / 365.25)) * 100
    assert abs(spent[-1] - expected) < 0.05 * expected


def household():
    rng = np.random.default_rng(5)
    due = [[0] * 365 for _ in RANKS]
    for rank, step, minor in ((0, 30, 104_000), (1, 30, 14_000), (1, 30, 11_000), (2, 7, 9_000), (3, 30, 8_000)):  # fmt: skip
        for day in range(step - 3, 365, step):
            due[rank][day] += minor
    income = [0] * 365
    for day in range(24, 365, 30):
        income[day] = 176_000
    history = tuple(int(v) for v in rng.choice([-1200, -400, 0, 0, 900], 364))
    return CashFlow(
        opening=60_000, due=tuple(map(tuple, due)), income=tuple(income), kept_back=(30_000,) * 365,
        spread=tuple(tuple(int(m * 0.15) for m in row) for row in due), history=history,
        promised=(Promised((0.3, 0.6, 0.9), tuple((d, 10_000) for d in range(9, 365, 30))),),
        shocks=Shocks(1.5, 20_000, 0.8),
    )  # fmt: skip


def test_the_chance_of_missing_rent_is_that_of_a_simulation_come_by_in_another_way():
    """Independent code, another generator, exact normals, floats: within 4 standard errors."""
    flow, paths = household(), 20_000
    ours = simulate(flow, paths=paths, kernel="numpy").chance("home", 364)
    theirs = float((simulate_plain(flow, paths=paths, seed=3).first[0] >= 0).mean())

    error = (2 * theirs * (1 - theirs) / paths) ** 0.5
    assert 0.02 < theirs < 0.98
    assert abs(ours - theirs) < 4 * error


def test_a_biased_simulation_would_be_seen():
    """A positive control: five pounds a month less is enough to fail the comparison above."""
    flow, paths = household(), 20_000
    poorer = replace(flow, income=tuple(max(0, i - 4_000) for i in flow.income))
    ours = simulate(poorer, paths=paths, kernel="numpy").chance("home", 364)
    theirs = float((simulate_plain(flow, paths=paths, seed=3).first[0] >= 0).mean())

    assert abs(ours - theirs) > 4 * (2 * theirs * (1 - theirs) / paths) ** 0.5


def test_draws_are_even_and_do_not_follow_each_other():
    prepared = simulation_tables.prepare(household(), seed=11)
    keys = simulation_tables.keys_of(prepared, 0, 100_000)
    draw, following = (simulation_days.draws(keys, n).astype(np.float64) / 2**32 for n in (41, 42))

    bins = np.histogram(draw, 100, (0, 1))[0]
    assert ((bins - 1000) ** 2 / 1000).sum() < 149  # chi-square, 99 degrees, 0.1 %
    assert abs(np.corrcoef(draw, following)[0, 1]) < 0.0104  # 3.3 standard errors
    assert abs(np.corrcoef(draw[:-1], draw[1:])[0, 1]) < 0.0104


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        ({"income": (1,)}, "one figure for each day"),
        ({"due": ((0,) * 365,)}, "one row for each of"),
        ({"income": (-1, *((0,) * 364))}, "never negative"),
        ({"history": (5,) * 20}, "at least 56 days"),
        ({"promised": (Promised((1.5,), ()),)}, "between 0 and 1"),
    ],
)
def test_a_flow_that_does_not_fit_together_is_refused_in_a_sentence(broken, said):
    with pytest.raises(FlowNotUsableError, match=said):
        simulate(replace(household(), **broken), paths=10, kernel="numpy")
