"""The sheet for the fridge is one page, whatever the paper, the clock and the day's turns."""

from __future__ import annotations

import io
from datetime import datetime, timedelta

import pytest
from pypdf import PdfReader
from tests.browser.conftest import serving, visiting

from kinhold.api import open_household
from kinhold.domain.care import RotaShared
from kinhold.domain.dates import Edtf

LAURA = """
household zone=America/Chicago country=us currency=USD of=Laura
2018 person Laura role=self
2018 person "Grandma Josephine" role=mother
2018 person Dee role=friend
2020-04-01 child Colin born=2020-04-01
"""
NAMES = ("Laura", "Grandma Josephine", "Dee")


def shared(pieces, *, first):
    """A fortnight of days cut into so many pieces, each with a back-up."""
    day = datetime.fromisoformat(f"{first}T08:00")
    cuts = [
        day + timedelta(days=n, minutes=30 * (48 * k // pieces))
        for n in range(14)
        for k in range(pieces)
    ]
    ends = [*cuts[1:], day + timedelta(days=14)]
    return tuple(
        f"{NAMES[n % 3]}@{start:%Y-%m-%dT%H:%M}/{end:%Y-%m-%dT%H:%M}/{NAMES[(n + 1) % 3]}"
        for n, (start, end) in enumerate(zip(cuts, ends, strict=True))
    )


@pytest.mark.parametrize("pieces", [3, 5, 9])
def test_a_fortnight_is_printed_on_one_page(chromium, tmp_path, pieces):
    file = tmp_path / "home.kinhold"
    with open_household(file, create=True) as home:
        home.import_notation(LAURA)
        first = home.today_is()
        home.write(
            [
                RotaShared(
                    fact_id="0c1f6a52-7f0e-4c8b-9f0a-5d3b8f1c2a77",
                    occurred=Edtf(first.isoformat()),
                    turns=shared(pieces, first=first),
                )
            ]
        )
    with serving(file) as link, visiting(chromium, link, script=False) as she:
        she.go("/plan/print/?for=Dee")
        papers = [she.page.pdf(format=f, prefer_css_page_size=True) for f in ("A4", "Letter")]
        she.shot(f"print-{pieces}")
        framed = she.page.locator(".own").count()

    read = [PdfReader(io.BytesIO(paper)) for paper in papers]
    text = read[0].pages[0].extract_text()
    assert [len(r.pages) for r in read] == [1, 1]
    assert framed > 0
    assert "Shared" in text
    assert "Back to the plan" not in text
    assert (she.errors, she.strangers()) == ([], [])
