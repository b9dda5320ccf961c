"""The figures of a form give what the guideline's published examples give."""

from __future__ import annotations

from datetime import date

import pytest

from kinhold.application.support_forms import support_estimate
from kinhold.domain.findings import KinholdError

DAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("place", "told", "weekly", "monthly"),
    [
        ("uk", {"income": "£600", "children": "2"}, "96.00", None),
        ("uk", {"income": "1000", "children": "2", "nights": ""}, "152.00", None),
        ("us-tx", {"income": "$11,700", "children": "1"}, None, "2340.00"),
        (
            "us-wi",
            {"income": "3000", "own_income": "2000", "children": "2", "own_nights": "219", "nights": "146"},
            None,
            "375.00",
        ),
    ],
)  # fmt: skip
def test_published_examples(place, told, weekly, monthly):
    page = support_estimate(place, told, on=DAY)

    assert weekly in (None, page.weekly)
    assert monthly in (None, page.monthly)


@pytest.mark.parametrize(
    ("place", "told", "said"),
    [
        ("uk", {}, "is missing"),
        ("uk", {"income": "600", "children": "two"}, "whole number"),
        ("uk", {"income": "600USD"}, "given in GBP"),
        ("uk", {"income": "lots"}, "not an amount"),
        ("us-oh", {"income": "600"}, "Choose whose rules"),
    ],
)
def test_what_cannot_be_used_is_named_in_a_sentence(place, told, said):
    with pytest.raises(KinholdError, match=said):
        support_estimate(place, told, on=DAY)
