"""The fortnight on a phone: it comes step by step, explains itself, is changed and shared."""

from __future__ import annotations

import pytest
from tests.browser.conftest import serving, visiting

from kinhold.api import open_household
from kinhold.domain.care import RotaShared

LINES = """
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-01-01 person Ruth role=self
2026-08-20 child Isla born=2026-08-20
2026-01-01 person Dee role=friend
2026-01-01 person Sam role=neighbour
2026-01-01 home Home people=Ruth,Isla
2026-01-01 available Dee each=day at=22:00-03:00
"""


@pytest.fixture(scope="module")
def ruth(chromium, tmp_path_factory):
    file = tmp_path_factory.mktemp("plan") / "home.kinhold"
    with open_household(file, create=True) as home:
        assert home.import_notation(LINES).findings == ()
    with serving(file) as link, visiting(chromium, link) as she:
        she.file = file
        yield she


def plan(she):
    she.go("/plan/")


def test_a_turn_explains_itself_is_given_to_somebody_else_and_shared(ruth):
    """Sam takes one of Dee's nights; Ruth looks at what follows and notes that she shared it."""
    plan(ruth)
    ruth.page.get_by_text("Turn by turn").click()
    turns = ruth.page.locator("ul.lines li", has_text="Dee").get_by_role("link")
    turns.nth(1).click()
    ruth.page.wait_for_selector("#who")
    why = ruth.text()
    ruth.page.select_option("#who", label="Sam")
    ruth.page.get_by_role("button", name="See what follows").click()
    ruth.page.wait_for_selector("text=Changed by hand")
    seen = ruth.text()
    ruth.page.get_by_role("button", name="Share it like this").click()
    ruth.page.wait_for_selector(".said")
    plan(ruth)

    assert "Dee agreed to these hours." in why
    assert "Sam had not offered" in seen
    assert "This is the rota you shared" in ruth.text()
    with open_household(ruth.file) as home:
        (shared,) = home.record().of(RotaShared)
    assert any(turn.startswith("Sam@") for turn in shared.turns)


def test_bad_times_are_said_and_nothing_is_changed(ruth):
    plan(ruth)
    ruth.go("/plan/turn/?at=2026-11-24T22:00&who=Sam&start=2026-11-24T22:00&end=2026-11-24T21:00")

    assert "could not be read" in ruth.page.locator(".problem").inner_text()


@pytest.mark.parametrize("path", ["/plan/?edit=Bob", "/plan/?since=whenever", "/plan/turn/?at=x"])
def test_an_address_that_makes_no_sense_is_a_page(ruth, path):
    plan(ruth)

    assert ruth.go(path) in (200, 422)
    assert ruth.page.locator("h1").count() == 1
