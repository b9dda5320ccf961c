"""The page that asks for words, on a phone, by day and by night, without JavaScript, and left at once."""

from __future__ import annotations

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import serving, visiting
from tests.functional.conftest import hallway

from kinhold.api import open_household

__all__ = ["hallway"]

WORDS = "grey heron under the bridge"
SAID = "He stood at the corner of Harbour Street again."


@pytest.fixture
def served(hallway, tmp_path):
    file = shutil.copy(hallway, tmp_path / "home.kinhold")
    with open_household(file) as home:
        home.diary.begin(WORDS).write(SAID + " " + "x" * 200)
    with serving(file) as link:
        yield link


def give(she, words=WORDS):
    she.go("/diary/")
    she.page.fill("#secret", words)
    she.page.keyboard.press("Enter")
    she.page.wait_for_selector("#words, .problem")


def wide_or_small(she):
    she.page.set_viewport_size({"width": 320, "height": 640})
    wide = she.page.evaluate("document.documentElement.scrollWidth")
    small = she.page.evaluate(
        """[...document.querySelectorAll('button, .button, summary, textarea, input:not([type=hidden]):not([type=checkbox])')]
           .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"""
    )
    she.page.set_viewport_size({"width": 360, "height": 740})
    return wide, small


def test_every_state_fits_a_phone_and_passes_axe_by_day_and_by_night(served, chromium):
    found = []
    with visiting(chromium, served) as she:
        she.go("/leave/")
        for scheme in ("light", "dark"):
            she.page.emulate_media(color_scheme=scheme)
            she.go("/diary/")
            found.append((Axe().run(she.page).violations_count, *wide_or_small(she)))
            give(she, "some other words")
            she.shot(f"diary-nothing-{scheme}")
            found.append((Axe().run(she.page).violations_count, *wide_or_small(she)))
            give(she)
            she.shot(f"diary-{scheme}")
            she.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
            found.append((Axe().run(she.page).violations_count, *wide_or_small(she)))
            she.page.get_by_role("button", name="Close").click()
            she.page.wait_for_selector(".tabs")

    assert found == [(0, 320, [])] * 6
    assert she.strangers() == []


def test_without_javascript_she_writes_and_leaves_and_back_shows_nothing(served, chromium):
    with visiting(chromium, served, script=False) as she:
        she.go("/leave/")
        give(she)
        she.page.fill("#words", "one more evening")
        she.page.get_by_role("button", name="Keep", exact=True).click()
        she.page.wait_for_selector("text=one more evening")
        she.page.context.route(
            lambda url: not url.startswith(she.origin),
            lambda route: route.fulfill(body="<p>Rain later</p>", content_type="text/html"),
        )
        she.page.get_by_role("button", name="Leave this page").click()
        she.page.wait_for_timeout(500)
        shown = []
        for _ in range(10):
            she.page.goto(she.origin + "/diary/")
            shown.append(she.page.content())
            she.page.go_back()
            shown.append(she.page.content())

    assert not [page for page in shown if "evening" in page or "Harbour" in page]
