"""What if, on a phone: the three that hurt most, one loss before and after, a what-if, a repair taken up.

Kate, Michael, nine months, and her mother, who works and will not have him on Tuesdays.
"""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import serving, visiting
from tests.functional.test_what_if_one_more import KATE

from kinhold.api import open_household
from kinhold.domain.promises import AskMade

MINUTES = 120_000
"""Milliseconds that a whole test may take on a busy machine."""


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("served") / "home.kinhold"
    with open_household(path, create=True) as home:
        assert home.import_notation(KATE).findings == ()
    return path


@pytest.fixture(scope="module")
def served(chromium, file):
    with serving(file) as link, visiting(chromium, link) as she:
        yield she


def whole(she, path="/what-if/"):
    """The page once everything is planned; a first answer and progress stand there before."""
    status = she.go(path)
    she.page.get_by_role("heading", name="Try something out").wait_for(timeout=MINUTES)
    return status


def fits(she, shot):
    """Whether a page fits 320 px, its targets are wide, and axe finds nothing."""
    she.page.set_viewport_size({"width": 320, "height": 640})
    for fold in she.page.locator("details").all():
        fold.evaluate("fold => fold.open = true")
    wide = she.page.evaluate("document.documentElement.scrollWidth")
    small = she.page.evaluate(
        """[...document.querySelectorAll('button, .button, nav a, select, summary, .losses a, input:not([type=hidden])')]
           .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"""
    )
    she.page.set_viewport_size({"width": 360, "height": 740})
    she.shot(shot)
    return wide <= 320, small, Axe().run(she.page).violations_count


def test_a_first_answer_comes_at_once_and_says_that_it_is_one(served):
    served.page.goto(f"{served.origin}/what-if/")

    assert served.page.locator("h1").inner_text() == "The nights rest on you and Mom."
    assert served.page.locator(".losses a").first.inner_text() == "You are ill for 14 days"


def test_the_page_in_whole_fits_and_says_what_to_do(served):
    assert whole(served) == 200
    words = served.page.locator("main").inner_text()

    assert "Mom stops" in words
    assert "Ask Scott for " in words
    assert fits(served, "what-if") == (True, [], 0)


def test_a_loss_slides_from_before_to_after_and_names_nobody_in_its_address(served):
    whole(served)
    served.page.get_by_role("link", name="Mom stops").first.click()
    served.page.get_by_role("heading", name="Before and after").wait_for(timeout=MINUTES)

    assert "Mom" not in served.page.url
    assert served.page.locator(".slider section").count() == 2
    assert served.page.locator("td.strong").first.inner_text() == "6.5 hours"
    assert fits(served, "what-if-loss") == (True, [], 0)


def test_a_tap_on_somebody_on_the_map_shows_the_household_without_them(served):
    whole(served)
    served.page.locator(".picture svg a").first.click()
    served.page.get_by_role("heading", name="Before and after").wait_for(timeout=MINUTES)

    assert served.page.locator("h1").inner_text().endswith(" stops")


def test_a_what_if_is_read_back_and_held_against_what_it_asks(served):
    whole(served)
    served.page.get_by_label("What if …").fill("second baby in March")
    served.page.get_by_role("button", name="See what it does").click()
    served.page.get_by_role("heading", name="Try something out").wait_for(timeout=MINUTES)
    words = served.page.locator("main").inner_text()

    assert "March" not in served.page.url
    assert "child Baby born=" in words
    assert "Open: " in words
    assert fits(served, "what-if-baby") == (True, [], 0)


def test_what_cannot_be_read_is_said_with_something_that_works(served):
    whole(served)
    served.page.get_by_label("What if …").fill("the moon falls down")
    served.page.get_by_role("button", name="See what it does").click()
    problem = served.page.get_by_role("alert")
    problem.wait_for()

    assert "“the moon falls down” could not be read; write it like “" in problem.inner_text()
    assert served.page.get_by_label("What if …").input_value() == "the moon falls down"
    assert fits(served, "what-if-refused") == (True, [], 0)


def test_a_what_if_that_is_gone_is_asked_for_again(served):
    assert served.go("/what-if/?try=gone") == 422
    assert "Write it again." in served.page.get_by_role("alert").inner_text()


def test_a_repair_is_not_taken_up_where_something_was_written_since_it_was_seen(served):
    whole(served)
    served.page.evaluate(
        "document.querySelectorAll('[name=seen]').forEach(e => { e.value = 'another'; })"
    )
    served.page.get_by_role("button", name="Take this up").first.click()

    assert "Look again" in served.page.get_by_role("alert").inner_text()


def test_a_repair_that_is_taken_up_asks_people(served, file):
    whole(served)
    served.page.get_by_role("link", name="You are ill for 3 days").first.click()
    served.page.get_by_role("heading", name="Before and after").wait_for(timeout=MINUTES)
    served.page.get_by_role("button", name="Take this up").first.click()

    said = served.page.get_by_role("status").first.inner_text()
    assert "Written down: asks 2, steps 0." in said
    assert served.page.url.endswith("/asks/")
    with open_household(file) as home:
        assert {a.about for a in home.record().of(AskMade)} == {"Scott"}


def test_programs_get_the_same_page_as_json(served):
    told = served.page.request.get(f"{served.origin}/api/stress/").json()

    assert {"base", "impacts", "margin", "single_points", "repairs"} <= set(told)
    assert told["exact"]


def test_one_page_for_a_caseworker(served):
    whole(served)
    with served.page.expect_download() as got:
        served.page.get_by_role("link", name="One page to give to a caseworker").click()

    assert got.value.path().read_bytes().startswith(b"%PDF-")
