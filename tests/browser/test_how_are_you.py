"""At 02:40, on the phone, by night: a question is answered with no connection, and a page for the doctor.

household zone=America/Chicago country=us region=TX currency=USD of=Kate
2026-01-01 person Kate role=self
2026-02-14 child Michael born=2026-02-14
2026-01-01 person Dee role=friend phone=+12025550133
2026-11-20T23:30 sleep Kate minutes=100
"""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import serving, visiting
from tests.conftest import CHROMIUM

from kinhold.api import open_household
from kinhold.application.safety_plan import ToPlan
from kinhold.domain.wellbeing import CheckInAnswered
from kinhold.web.pages.templatetags.stress import code

NOTES = "\n".join(line.strip() for line in __doc__.splitlines()[2:] if line.strip())
PHQ9, EPDS = f"/me/form/{code('PHQ-9')}/", f"/me/form/{code('EPDS')}/"
PAGES = ["/me/", "/me/safe/", "/me/plan/", "/me/lines/", "/me/doctor/", PHQ9]


@pytest.fixture
def file(tmp_path):
    mine = tmp_path / "home.kinhold"
    with open_household(mine, create=True) as home:
        home.import_notation(NOTES)
        home.wellbeing.write_plan(ToPlan(4, "Call her, even at night", "Dee"))
    return mine


def answers(file):
    with open_household(file) as home:
        return [fact.answers for fact in home.record().of(CheckInAnswered)]


def answer_up_to_nine(she):
    """Eight times "Not at all", which leaves the ninth question open."""
    she.go(PHQ9)
    for _ in range(8):
        she.page.get_by_role("button", name="Not at all").click()
    she.page.get_by_text("9 of 9").wait_for()


def dials(she):
    return [a.get_attribute("href") for a in she.page.locator('a[href^="tel:"]:visible').all()]


def test_the_ninth_answer_is_acted_on_on_the_tap_with_no_connection(file, chromium):
    with serving(file) as link, visiting(chromium, link, scheme="dark") as she:
        she.go("/")
        she.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        answer_up_to_nine(she)
        before = dials(she)
        she.page.context.set_offline(True)
        she.page.get_by_text("Several days").click()
        at_once, asked = dials(she), she.page.get_by_text("Are you safe right now?").is_visible()
        top = she.page.get_by_role("link", name="Call 911").bounding_box()["y"]
        she.shot("how-nine-night-offline")
        she.page.get_by_label("No", exact=True).click()
        text = she.page.get_by_role("link", name="Text Dee").get_attribute("href")
        she.page.get_by_label("Yes", exact=True).click()
        after_yes = dials(she)
        hidden = she.page.get_by_role("link", name="Text Dee").is_visible()
        she.page.get_by_role("button", name="Go on").click()
        lost = she.page.inner_text("main h1:visible")
        she.shot("how-nine-lost")
        errors = [e for e in she.errors if "ERR_INTERNET_DISCONNECTED" not in e]

    assert before == []
    assert at_once[:2] == ["tel:911", "tel:988"]
    assert asked
    assert top < 1200
    assert text.startswith("sms:+12025550133?&body=Hi%20Dee")
    assert after_yes[:2] == ["tel:911", "tel:988"]
    assert not hidden
    assert lost == "No connection"
    assert errors == []
    assert answers(file) == []


def test_without_a_script_the_ninth_answer_is_acted_on_as_well(file, chromium):
    with serving(file) as link, visiting(chromium, link, script=False) as she:
        answer_up_to_nine(she)
        she.page.get_by_text("Nearly every day").click()
        at_once = dials(she)
        she.page.get_by_role("button", name="Change my answer").click()
        changed = dials(she)
        she.page.get_by_text("Nearly every day").click()
        she.page.get_by_role("button", name="Go on").click()
        she.page.get_by_role("heading", name="Kept").wait_for()
        kept = she.text()

    assert at_once[0] == "tel:911"
    assert changed == []
    assert "3 of 27" not in kept
    assert answers(file) == [(0, 0, 0, 0, 0, 0, 0, 0, 3)]


def test_a_low_answer_shows_nothing_more_than_the_question(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        answer_up_to_nine(she)
        she.page.get_by_text("Not at all").click()
        shown = dials(she)
        she.page.get_by_role("button", name="Go on").click()
        she.page.get_by_role("heading", name="Kept").wait_for()

    assert shown == []
    assert answers(file) == [(0,) * 9]


def test_the_page_for_the_doctor_is_written_shown_and_changed_by_night(file, chromium):
    with serving(file) as link, visiting(chromium, link, scheme="dark") as she:
        she.go("/me/doctor/")
        she.page.get_by_label("In your words").fill("I do not sleep even when he sleeps.")
        she.page.get_by_label("What you want to ask").fill(
            "Is it the milk?\nWho can help at night?"
        )
        she.page.get_by_role("button", name="Keep and show").click()
        first = she.text()
        she.shot("how-doctor-night")
        she.page.get_by_text("Change it").click()
        she.page.get_by_label("What you want to ask").fill("Who can help at night?")
        she.page.get_by_role("button", name="Keep and show").click()
        second = she.page.inner_text("section.show")
        she.page.context.set_offline(True)
        still = she.page.inner_text("section.show")
        she.page.context.set_offline(False)
        with she.page.expect_download() as download:
            she.page.get_by_role("button", name="As a page to print").click()
        name = download.value.suggested_filename
        sheet = download.value.path().read_bytes()

    assert (
        first.index("I do not sleep") < first.index("Is it the milk?") < first.index("Sleep, the")
    )
    assert "Is it the milk?" not in second
    assert "Longest sleep 1 h 40." in second
    assert still == second
    assert name == "page.pdf"
    assert sheet.startswith(b"%PDF")


def test_on_paper_only_the_page_itself_stands(file, chromium):
    with serving(file) as link, visiting(chromium, link) as she:
        she.go("/me/doctor/")
        she.page.emulate_media(media="print")
        shown = she.page.inner_text("body")

    assert "Sleep, the last seven nights" in shown
    assert "Leave this page" not in shown
    assert "Call 911" not in shown


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_her_pages_fit_a_small_phone_and_are_in_order(file, chromium, scheme):
    with (
        serving(file) as link,
        visiting(chromium, link, scheme=scheme, viewport={"width": 320, "height": 640}) as she,
    ):
        found = {}
        for path in PAGES:
            she.go(path)
            wide = she.page.evaluate("document.documentElement.scrollWidth")
            small = she.page.evaluate("""[...document.querySelectorAll('button, .button, nav a, summary, label.check, .chip')]
                .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))""")
            bad = [v["id"] for v in Axe().run(she.page).response["violations"]]
            title = she.page.title()
            found[path] = (wide <= 320, small, bad, title)
            she.shot(f"how-{scheme}-{re.sub(r'[^a-z]', '', path)}")
        strangers, errors = she.strangers(), she.errors

    assert found == dict.fromkeys(PAGES, (True, [], [], "Planner"))
    assert (strangers, errors) == ([], [])


def test_at_twice_the_size_of_text_nothing_runs_off_the_side(file, chromium):
    big = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=["--no-sandbox", "--blink-settings=defaultFontSize=32"]
    )
    with serving(file) as link, visiting(big, link) as she:
        wide = {}
        for path in [*PAGES, "/more/", "/diary/", "/minute/"]:
            she.go(path)
            wide[path] = she.page.evaluate("document.documentElement.scrollWidth")
        size = she.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    big.close()

    assert size >= 32
    assert set(wide.values()) == {360}
