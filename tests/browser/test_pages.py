"""The example household on a phone, at night, on a desk, without JavaScript, and with bad input."""

from __future__ import annotations

import shutil

import pytest
from tests.browser.conftest import serving, visiting
from tests.functional.conftest import hallway

__all__ = ["hallway"]

PATHS = ["/", "/plan/", "/what-if/", "/money/", "/record/", "/story/", "/people/", "/promises/", "/more/", "/questions/", "/questions/helpers/", "/record/add/", "/asks/", "/record/import/", "/calendars/", "/plan/turn/?at=2026-11-24T02:00"]  # fmt: skip


@pytest.fixture(scope="module")
def served(hallway, chromium, tmp_path_factory):
    file = tmp_path_factory.mktemp("served") / "home.kinhold"
    shutil.copy(hallway, file)
    with serving(file) as link, visiting(chromium, link) as she:
        yield she


@pytest.mark.parametrize("path", PATHS)
def test_no_page_scrolls_sideways_or_has_a_small_target(served, path):
    served.page.set_viewport_size({"width": 320, "height": 640})

    assert served.go(path) == 200
    wide = served.page.evaluate("document.documentElement.scrollWidth")
    small = served.page.evaluate(
        """[...document.querySelectorAll('button, .button, nav a, select, summary, input:not([type=hidden]):not([type=checkbox])')]
           .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"""
    )

    served.page.set_viewport_size({"width": 360, "height": 740})
    assert wide <= 320
    assert small == []


def test_one_tap_logs_a_feed_and_one_tap_takes_it_back(served):
    served.go("/")
    served.page.get_by_role("button", name="Feed, left").click()
    served.page.wait_for_selector(".said")
    logged = served.text()
    served.page.get_by_role("button", name="Undo").click()
    served.page.wait_for_selector(".said")
    served.go("/")

    assert "fed just now, left" in logged or "fed 1 min ago, left" in logged
    assert "left" not in served.text().split("Log")[0]


def test_a_bad_line_keeps_what_was_typed(served):
    served.go("/record/add/")
    served.page.fill("#line", "2026-11-21 wedding Ruth")
    served.page.get_by_role("button", name="Save").click()
    served.page.wait_for_selector(".problem")

    assert "not a kind" in served.text()
    assert served.page.input_value("#line") == "2026-11-21 wedding Ruth"


def test_a_story_that_is_too_short_or_not_text_is_refused(served):
    served.go("/story/")
    served.page.fill("#text", "Help.")
    served.page.get_by_role("button", name="Read it").click()
    served.page.wait_for_selector(".problem")
    short = served.text()
    served.page.set_input_files(
        "#file", {"name": "x.txt", "mimeType": "text/plain", "buffer": b"\x00\x01" * 50}
    )
    served.page.get_by_role("button", name="Read it").click()
    served.page.wait_for_selector(".problem")

    assert "very short" in short
    assert "not plain text" in served.text()


def test_the_interview_keeps_what_was_typed_and_says_what_is_wrong(served):
    served.go("/questions/helpers/")
    served.page.fill("#name-0", "Dee")
    served.page.check("#days-0 >> nth=0") if served.page.query_selector(
        "#days-0"
    ) else served.page.check("input[name=days-0][value=tue]")
    served.page.get_by_role("button", name="Save and go on").click()
    served.page.wait_for_selector(".problem")

    assert "both times" in served.text()
    assert served.page.input_value("#name-0") == "Dee"


def test_an_address_that_is_not_there_is_a_plain_page(served):
    assert served.go("/nowhere/") == 404
    assert "no such page" in served.text()


def test_night_pages_are_dark(served, chromium):
    served.page.emulate_media(color_scheme="dark")
    colours = {}
    for path in PATHS:
        served.go(path)
        colours[path] = served.page.evaluate(
            "getComputedStyle(document.documentElement).backgroundColor"
        )
    served.page.emulate_media(color_scheme="light")

    assert set(colours.values()) == {"rgb(22, 19, 17)"}


def test_every_page_asks_only_its_own_server(served):
    for path in PATHS:
        served.go(path)

    assert served.strangers() == []


def test_every_flow_works_without_javascript_and_the_link_works_once(hallway, chromium, tmp_path):
    file = tmp_path / "home.kinhold"
    shutil.copy(hallway, file)
    with serving(file) as link, visiting(chromium, link, script=False) as she:
        she.go("/record/add/")
        she.page.fill("#line", '2026-11-22 note Ruth "no script"')
        she.page.get_by_role("button", name="Save").click()
        saved = she.text()
        she.go("/more/")
        she.page.get_by_role("button", name="Close and sign out").click()
        closed = she.go("/")
        again = she.page.goto(link).status

    assert "Saved." in saved
    assert closed == 403
    assert again == 403


def test_axe_finds_nothing_on_any_page_by_day_and_by_night(served):
    from axe_playwright_python.sync_playwright import Axe

    found = {}
    for scheme in ("light", "dark"):
        served.page.emulate_media(color_scheme=scheme)
        for path in PATHS:
            served.go(path)
            results = Axe().run(
                served.page,
                options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
            )
            for violation in results.response["violations"]:
                found[scheme, path, violation["id"]] = violation["nodes"][0]["html"][:120]
    served.page.emulate_media(color_scheme="light")

    assert found == {}
