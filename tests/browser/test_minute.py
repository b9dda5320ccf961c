"""At 02:40: one tap, the baby down, nobody else awake, five minutes, and back; with or without a connection."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from tests.browser.conftest import serving, visiting
from tests.functional.conftest import hallway

from kinhold.api import open_household
from kinhold.api.minutes import Minutes

__all__ = ["hallway"]

STEPS = ["/minute/", "/minute/2/", "/minute/3/", "/minute/numbers/", "/minute/done/", "/minute/offline/uk/", "/devices/", "/leave/"]  # fmt: skip
SMALL = """[...document.querySelectorAll('button, .button, nav a, select, summary, input:not([type=hidden]):not([type=checkbox])')]
    .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"""
STICKY = """[...document.querySelectorAll('*')].filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position))
    .reduce((sum, e) => sum + e.getBoundingClientRect().height, 0) / innerHeight"""
NIGHT = "2026-11-23T02:40:00"


@pytest.fixture
def file(hallway, tmp_path):
    mine = tmp_path / "home.kinhold"
    shutil.copy(hallway, mine)
    return mine


@pytest.fixture(scope="module")
def served(hallway, chromium, tmp_path_factory):
    mine = tmp_path_factory.mktemp("served") / "home.kinhold"
    shutil.copy(hallway, mine)
    with serving(mine) as link, visiting(chromium, link) as she:
        yield she


def notes(file):
    with open_household(file) as home:
        return [(n.adult, n.minutes) for n in Minutes(home).taken()]


def ready(she):
    """Wait until what works without a connection is kept."""
    she.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def tap(she, name):
    she.page.get_by_role("button", name=name).or_(she.page.get_by_role("link", name=name)).locator(
        "visible=true"
    ).first.click()


def head(she):
    return she.page.locator("main h1:visible").first.inner_text()


@pytest.mark.parametrize("path", ["/", "/plan/", "/money/", "/record/", "/more/", "/record/add/"])
def test_a_minute_is_one_tap_from_a_page(served, path):
    served.go(path)
    link = served.page.get_by_role("link", name="I need a minute")
    box = link.bounding_box()
    sticky = served.page.evaluate(STICKY)

    assert box["y"] + box["height"] <= 740
    assert box["height"] >= 44
    assert sticky <= 0.4


def test_nobody_awake_means_five_minutes_inside_and_one_private_note(file, chromium):
    with serving(file) as link, visiting(chromium, link, scheme="dark") as she:
        she.go("/")
        tap(she, "I need a minute")
        said = [head(she)]
        she.shot("minute-1-night")
        tap(she, "Done")
        said.append(head(she))
        she.shot("minute-2-night")
        tap(she, "No")
        said.append(head(she))
        until = she.page.inner_text(".until")
        left = she.page.inner_text("#left")
        she.shot("minute-wait-night")
        tap(she, "I am back")
        said.append(head(she))
        she.shot("minute-done-night")
        addresses = " ".join(she.asked)
        strangers, errors = she.strangers(), she.errors

    assert said[:3] == ["Put the baby down", "Is another adult awake in the home?", "Stay inside. Shut the door."]  # fmt: skip
    assert said[3].startswith("Back")
    assert re.fullmatch(r"Until \d\d:\d\d", until)
    assert re.fullmatch(r"[45]:\d\d", left)
    assert notes(file) == [("no", 1)]
    assert "Isla" not in addresses
    assert (strangers, errors) == ([], [])


def test_with_an_adult_awake_she_says_when_and_goes_and_takes_the_note_out(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        she.go("/minute/2/")
        tap(she, "Yes, I told them")
        she.shot("minute-3-day")
        tap(she, "In 20 minutes")
        said, text = head(she), she.page.get_by_role("link", name="Text them").get_attribute("href")
        she.shot("minute-wait-day")
        tap(she, "I am back")
        kept = she.text()
        tap(she, "Take the note out")
        taken_out = she.text()

    assert said == "Go"
    assert text.startswith("sms:?&body=I%20am%20out%20of%20the%20room%20until%20")
    assert "Only you can see it." in kept
    assert "Taken back." in taken_out
    assert notes(file) == []


def test_without_javascript_the_steps_are_forms_and_the_timer_is_a_page(file, chromium):
    with serving(file) as link, visiting(chromium, link, script=False) as she:
        she.go("/money/")
        tap(she, "I need a minute")
        tap(she, "Done")
        tap(she, "No")
        said, refresh = head(she), she.page.content()
        tap(she, "I am back")

    assert said == "Stay inside. Shut the door."
    assert re.search(r'http-equiv="refresh" content="(29\d|30[01])"', refresh)
    assert notes(file) == [("no", 1)]


def test_offline_at_the_worst_moment_the_steps_go_on_and_the_note_comes_once(file, chromium):
    with serving(file) as link, visiting(chromium, link, scheme="dark") as she:
        she.go("/")
        she.go("/money/")
        ready(she)
        she.page.context.set_offline(True)
        she.page.clock.install(time=NIGHT)
        tap(she, "I need a minute")
        said = [head(she)]
        she.shot("minute-offline-1-night")
        tap(she, "Done")
        said.append(head(she))
        tap(she, "No")
        said.append(head(she))
        until = she.page.inner_text("#until")
        she.shot("minute-offline-wait-night")
        she.page.clock.fast_forward("05:10")
        said.append(head(she))
        she.shot("minute-offline-over-night")
        tap(she, "I am back")
        tap(she, "Keep a note")
        waits = she.text()
        before = notes(file)
        she.page.context.set_offline(False)
        she.page.get_by_text("The note is kept.").wait_for()
        for _ in range(3):
            she.page.evaluate("dispatchEvent(new Event('online'))")
        tap(she, "To the planner")
        she.page.wait_for_selector("nav.tabs")
        unsent = she.page.evaluate("JSON.stringify(sessionStorage)")

    assert said == ["Put the baby down", "Is another adult awake in the home?", "Stay inside. Shut the door.", "Ready to look in?"]  # fmt: skip
    assert until == "Until 02:45"
    assert "waits in this tab" in waits
    assert before == []
    assert notes(file) == [("no", 5)]
    assert unsent == "{}"


def test_offline_without_a_note_sends_nothing(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        she.go("/record/")
        ready(she)
        she.page.context.set_offline(True)
        tap(she, "I need a minute")
        tap(she, "Done")
        tap(she, "Yes, I told them")
        tap(she, "In 10 minutes")
        tap(she, "I am back")
        tap(she, "No note")
        she.page.context.set_offline(False)
        tap(she, "To the planner")
        she.page.wait_for_selector("nav.tabs")
        asked = [u for u in she.asked if "/minute/taken/" in u]

    assert asked == []
    assert notes(file) == []


def test_any_page_offline_says_so_and_still_offers_a_minute_and_the_numbers(served):
    served.go("/")
    ready(served)
    served.page.context.set_offline(True)
    try:
        served.page.goto(served.origin + "/record/")
        said = [head(served)]
        tap(served, "not safe")
        said.append(head(served))
        dials = served.page.eval_on_selector_all(
            "#s-numbers a[href^=tel]", "all => all.map(a => a.getAttribute('href'))"
        )
    finally:
        served.page.context.set_offline(False)

    assert said == ["No connection", "Call now"]
    assert dials == ["tel:999", "tel:111", "tel:08082000247"]


def test_numbers_come_first_and_the_visit_is_written_nowhere(served):
    served.go("/minute/")
    tap(served, "not safe")
    first = served.page.locator("main a").first.get_attribute("href")
    served.shot("minute-numbers-day")
    served.go("/devices/")

    assert first == "tel:999"
    assert "minute" not in served.page.inner_text("ul.lines >> nth=-1").lower()


def test_the_browser_keeps_four_files_and_no_private_word(served):
    for path in ("/", "/record/", "/people/", "/money/"):
        served.go(path)
    ready(served)
    kept = served.page.evaluate(
        """async () => { const found = {}; for (const name of await caches.keys())
             for (const request of await (await caches.open(name)).keys())
               found[new URL(request.url).pathname] = await (await caches.match(request)).text();
           return found; }"""
    )
    said = json.dumps(kept)

    assert sorted(kept) == ["/minute/offline/uk/", "/static/app.css", "/static/icon.svg", "/static/minute.js"]  # fmt: skip
    assert not [word for word in ("Isla", "Ruth", "Danny", "Rent") if word in said]


def test_in_the_us_it_is_a_crib_and_911(chromium, tmp_path):
    mine = tmp_path / "us.kinhold"
    with open_household(mine, create=True) as home:
        home.add("household country=us zone=America/Chicago of=Kate")
        home.add("2026-11-21 child Michael born=2026-02-20")
    with serving(mine) as link, visiting(chromium, link) as she:
        she.go("/minute/")
        crib = she.text()
        she.go("/minute/numbers/")
        dial = she.page.locator("main a").first.get_attribute("href")
        she.go("/minute/2/")
        tap(she, "No")
        until = she.page.inner_text(".until")

    assert "In the crib" in crib
    assert dial == "tel:911"
    assert re.fullmatch(r"Until \d{1,2}:\d\d [AP]M", until)


@pytest.mark.parametrize("path", STEPS)
def test_a_step_fits_a_small_phone_and_a_thumb(served, path):
    served.page.set_viewport_size({"width": 320, "height": 640})

    assert served.go(path) == 200
    wide = served.page.evaluate("document.documentElement.scrollWidth")
    small = served.page.evaluate(SMALL)
    title = served.page.title()
    served.page.set_viewport_size({"width": 360, "height": 740})
    served.shot("fits" + path.replace("/", "-"))

    assert wide <= 320
    assert small == []
    assert title == "Planner"


def test_axe_finds_nothing_in_any_step_by_day_and_by_night(served):
    from axe_playwright_python.sync_playwright import Axe

    found = {}
    for scheme in ("light", "dark"):
        served.page.emulate_media(color_scheme=scheme)
        for path in (*STEPS, "/", "/record/"):
            served.go(path)
            results = Axe().run(
                served.page,
                options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
            )
            for violation in results.response["violations"]:
                found[scheme, path, violation["id"]] = violation["nodes"][0]["html"][:120]
    served.page.emulate_media(color_scheme="light")

    assert found == {}
    assert served.strangers() == []
