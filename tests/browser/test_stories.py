"""From a story to a plan through the real pages: paste, yes, answer, and look at every page.

The three stories are read in place and are not part of the project. The answers are our own: what
each writer might say when she is asked.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.browser.conftest import serving, visiting

ANSWERS = Path(__file__).resolve().parents[1] / "stories"
PAGES = {
    "today": "/",
    "plan": "/plan/",
    "what-if": "/what-if/",
    "money": "/money/",
    "record": "/record/",
    "people": "/people/",
    "promises": "/promises/",
}


@pytest.fixture(scope="module", params=["000", "001", "002"])
def walked(request, shared, chromium, tmp_path_factory):
    """One story taken through the pages; gives its number and the text of each page."""
    number = request.param
    text = (shared / "stories" / f"story-{number}.txt").read_text(encoding="utf-8")
    file = tmp_path_factory.mktemp(number) / "home.kinhold"
    with serving(file) as link, visiting(chromium, link) as she:
        she.go("/story/")
        she.page.fill("#text", text)
        she.page.fill("#told", "2026-11-21")
        she.page.get_by_role("button", name="Read it").click()
        she.page.wait_for_selector(".story")
        she.shot(f"{number}-story")
        she.page.get_by_role("button", name="Yes to all").click()
        she.page.wait_for_selector(".said")
        for line in (ANSWERS / f"answers_{number}.txt").read_text(encoding="utf-8").splitlines():
            she.go("/record/add/")
            she.page.fill("#line", line)
            she.page.get_by_role("button", name="Save").click()
            she.page.wait_for_selector(".said")
        seen = {}
        for name, path in PAGES.items():
            assert she.go(path) == 200
            for fold in she.page.locator("details").all():
                fold.evaluate("fold => fold.open = true")
            seen[name] = she.text()
            she.shot(f"{number}-{name}")
        assert she.strangers() == []
        assert she.errors == []
    return number, seen


EXPECTED = {
    "000": {
        "people": ["Kate", "Michael", "Scott", "Mom"],
        "plan": ["No hour without an adult"],
        "what-if": ["You are ill for 3 days", "Mom stops", "Scott stops"],
        "money": ["Lowest point", "Rent"],
    },
    "001": {
        "people": ["Laura", "Colin", "John", "Left: John"],
        "plan": ["No hour without an adult"],
        "what-if": ["Nanny stops", "Without Wage"],
        "money": ["Business loan", "the lender may ask you", "needed and unpaid"],
    },
    "002": {
        "people": [
            "Emily",
            "Oliver",
            "Noah",
            "Mum",
            "Oliver's mum",
            "Oliver's cousin",
            "Left: Oliver",
        ],
        "promises": ["It has never fallen due.", "when the baby is older"],
        "plan": ["No hour without an adult", "14 nights of 14 with no relief"],
        "what-if": ["The nights rest on you alone", "You are ill for 3 days"],
        "money": ["Some figures are missing", "How much is in your account today?"],
    },
}


def test_each_page_says_what_the_story_and_the_answers_give(walked):
    number, seen = walked

    missing = [
        (page, words)
        for page, expected in EXPECTED[number].items()
        for words in expected
        if words.casefold() not in seen[page].replace("’", "'").casefold()
    ]

    assert missing == []


def test_nothing_is_a_verdict(walked):
    _, seen = walked
    banned = ("deadbeat", "abandon", "at risk", "diagnos", "great job", "well done", "streak")

    assert [
        (p, w)
        for p, text in seen.items()
        for w in banned
        if w in text.casefold() and p not in {"record", "promises"}
    ] == []
