"""Nights by parent: published cycle counts, and layers that win over the base."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kinhold.domain.coparenting import ParentingTimeStated
from kinhold.domain.dates import Edtf
from kinhold.engines.coparenting.overnights import overnights


def layer(cycle, *, start="2026-01-02", name="base", until="../.."):
    return ParentingTimeStated(
        fact_id=name,
        occurred=Edtf(start),
        about="Scott",
        layer=name,
        cycle=cycle,
        until=Edtf(until),
    )


@pytest.mark.parametrize(
    ("cycle", "low", "high"),
    [
        ("AABBAAABBAABBB", 182, 183),  # 2-2-3
        ("AABBAAAAABBBBB", 182, 183),  # 2-2-5-5
        ("BBAAAAAAAAAAAA", 52, 53),  # every other weekend
        ("AAABBBBAAAABBB", 182, 183),  # 3-4-4-3
    ],
)
def test_a_cycle_gives_the_nights_that_are_published_for_it(cycle, low, high):
    for phase in range(14):
        start = date(2026, 1, 2) + timedelta(days=phase)
        found = overnights([layer(cycle)], start=start, end=start + timedelta(days=365))

        assert low <= found.other <= high
        assert found.nights == 365


def test_a_swap_wins_over_the_base_and_then_ends():
    base, swap = layer("A"), layer("B", start="2026-02-01", name="swap", until="2026-02-07")

    assert overnights([swap, base], start=date(2026, 1, 2), end=date(2026, 3, 1)).other == 7
