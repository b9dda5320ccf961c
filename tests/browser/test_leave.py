"""Leave this page: covered at once, signed out within a second, and Back shows nothing; devices too."""

from __future__ import annotations

import re
import shutil
import time

import pytest
from playwright.sync_api import Error
from tests.browser.conftest import serving, visiting
from tests.conftest import CHROMIUM
from tests.functional.conftest import hallway

__all__ = ["hallway"]

ELSEWHERE = "https://www.bbc.co.uk/weather"
TEXT = "document.body ? document.title + ' ' + document.body.innerText : ''"
PRIVATE = ("Isla", "Ruth", "Danny", "Rent", "Record", "Money", "Your story")
SIZES = {"desktop": {"width": 1280, "height": 800}, "small": {"width": 320, "height": 640}}


@pytest.fixture
def file(hallway, tmp_path):
    mine = tmp_path / "home.kinhold"
    shutil.copy(hallway, mine)
    return mine


def with_a_neutral_site(she):
    """Stand in for the neutral site: nothing here reaches a network."""
    she.page.context.route(
        "https://www.bbc.co.uk/**",
        lambda route: route.fulfill(body="<title>Weather</title><p>Rain later</p>", content_type="text/html"),
    )  # fmt: skip


def wander(she):
    she.page.context.set_default_timeout(8_000)
    """Look at some pages, read what the button does, and stand on the record."""
    with_a_neutral_site(she)
    for path in ("/", "/money/", "/story/"):
        she.go(path)
    she.page.get_by_role("link", name="Leave this page").click()
    she.page.get_by_role("link", name="Back to the planner").click()
    she.page.wait_for_selector("nav.tabs")
    she.go("/record/")


def private_words_on_the_way(she, steps=10):
    """Go back and then forward, and collect every private word that is seen."""
    seen = set()
    for direction in ("back", "forward"):
        for _ in range(steps):
            evaluate(she, f"history.{direction}()")
            for _ in range(2):
                she.page.wait_for_timeout(70)
                shown = f"{evaluate(she, TEXT)}"
                seen |= {word for word in PRIVATE if word in shown}
    return seen


def evaluate(she, script):
    """Evaluate on whatever page is there; a page that is just being replaced says nothing."""
    try:
        return she.page.evaluate(script)
    except Error:
        return ""


def status(she, path="/record/"):
    return she.page.context.request.get(she.origin + path).status


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_after_leaving_back_and_forward_show_nothing(file, chromium, size, script):
    with (
        serving(file) as link,
        visiting(chromium, link, viewport=SIZES[size], script=script) as she,
    ):
        wander(she)
        cookie = she.page.context.cookies()
        she.page.get_by_role("button", name="Leave this page").click()
        she.page.wait_for_url(ELSEWHERE)
        at_once = she.page.inner_text("body")
        left = she.page.context.cookies(she.origin)
        she.page.context.add_cookies(cookie)  # even a stolen cookie opens nothing
        dead = status(she)
        she.page.context.clear_cookies()
        seen = private_words_on_the_way(she)
        strangers = {u for u in she.strangers() if not u.startswith("https://www.bbc.co.uk/")}

    assert at_once == "Rain later"
    assert [c["name"] for c in left if c["name"] == "s"] == []
    assert dead == 403
    assert seen == set()
    assert strangers == set()


def test_pages_kept_in_the_browsers_memory_show_nothing_either(file, chromium):
    keeps_pages = chromium.browser_type.launch(
        executable_path=CHROMIUM,
        args=["--no-sandbox", "--disable-gpu"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    try:
        with serving(file) as link, visiting(keeps_pages, link) as she:
            wander(she)
            she.page.get_by_role("button", name="Leave this page").click()
            she.page.wait_for_url(ELSEWHERE)
            seen = private_words_on_the_way(she)
    finally:
        keeps_pages.close()

    assert seen == set()


def test_the_session_is_dead_within_a_second_of_the_press(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        wander(she)
        thief = chromium.new_context()
        thief.add_cookies(she.page.context.cookies())
        before = thief.request.get(she.origin + "/money/").status
        pressed = time.monotonic()
        she.page.evaluate("document.querySelector('.leave form button').click()")
        gone = 200
        while gone == 200 and time.monotonic() - pressed < 5:
            gone = thief.request.get(she.origin + "/money/").status
        took = time.monotonic() - pressed
        thief.close()

    assert (before, gone) == (200, 403)
    assert took < 1


def test_shift_three_times_leaves_and_shift_with_letters_does_not(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        wander(she)
        for key in ("Shift", "Shift", "a", "Shift"):
            she.page.keyboard.press(key)
        stays = she.page.url
        she.page.keyboard.press("a")
        for _ in range(3):
            she.page.keyboard.press("Shift")
        she.page.wait_for_url(ELSEWHERE)

    assert stays.endswith("/record/")


def test_the_first_press_explains_before_anything_is_used(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        she.go("/record/")
        before = she.page.get_by_role("button", name="Leave this page").count()
        she.page.get_by_role("link", name="Leave this page").click()
        said = she.text()
        she.shot("leave-about")
        she.go("/record/")
        after = she.page.get_by_role("button", name="Leave this page").count()
        she.shot("leave-record")
        she.go("/")
        today = she.page.get_by_text("Leave this page").count()

    assert (before, after, today) == (0, 1, 0)
    assert "does not erase the browser’s history" in said
    assert not [word for word in ("Isla", "Ruth", "Danny") if word in said]


def test_leaving_takes_the_service_worker_and_its_files_along(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        wander(she)
        she.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        kept = she.page.evaluate("caches.keys().then(names => names.length)")
        she.page.get_by_role("button", name="Leave this page").click()
        she.page.wait_for_url(ELSEWHERE)
        she.page.goto(she.origin + "/static/icon.svg")
        left = she.page.evaluate(
            "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])"
            ".then(([names, workers]) => [names.length, workers.length])"
        )

    assert kept == 1
    assert left == [0, 0]


def test_closing_from_more_still_ends_on_a_plain_page(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        she.go("/more/")
        she.page.get_by_role("button", name="Close and sign out").click()
        she.page.wait_for_selector("text=This page is closed")
        again = she.go("/")

    assert again == 403


def test_another_device_signs_in_by_a_link_and_is_signed_out_from_here(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        she.go("/devices/")
        she.page.fill("#name", "Kitchen")
        she.page.get_by_role("button", name="Save", exact=True).first.click()
        she.page.get_by_role("button", name="Open it on another device").click()
        second = re.search(r"http://\S+/open/\S+/", she.text()).group()
        with visiting(chromium, second) as other:
            other.go("/money/")
            she.go("/devices/")
            listed = she.text()
            she.shot("devices-two")
            she.page.get_by_role("button", name="Sign out all others").click()
            she.page.wait_for_selector(".said")
            gone = other.go("/money/")
        here = she.go("/money/")

    assert "This one: Kitchen" in listed
    assert re.search(r"Device 2\s+last used", listed)
    assert re.search(r"Device 2: .*Money", listed)
    assert (gone, here) == (403, 200)


def test_every_title_is_planner_and_the_address_says_nothing(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        titles = set()
        for path in ("/", "/plan/", "/record/", "/story/", "/minute/", "/minute/numbers/", "/leave/", "/devices/"):  # fmt: skip
            she.go(path)
            titles.add(she.page.title())
        icon = she.page.get_attribute("link[rel=icon]", "href")

    assert titles == {"Planner"}
    assert icon == "/static/icon.svg"
