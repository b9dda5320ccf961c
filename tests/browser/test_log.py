"""The log on a phone: one tap, a form, a timer, twins, and nothing lost in a mistake."""

from __future__ import annotations

import shutil

import pytest
from tests.browser.conftest import serving, visiting
from tests.functional.conftest import hallway

from kinhold.api import open_household
from kinhold.application.log_entry import ToLog

__all__ = ["hallway"]

PATHS = ["/", "/log/", "/log/new/feed/", "/log/new/nappy/", "/log/new/medicine/", "/log/new/weight/", "/log/new/note/", "/log/new/other/", "/log/day/", "/log/week/", "/log/charts/"]  # fmt: skip
SMALL = """[...document.querySelectorAll('button, .button, nav a, select, summary, ul.log a, .chip span, input:not([type=hidden]):not([type=checkbox])')]
    .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"""


@pytest.fixture(scope="module")
def twins(hallway, tmp_path_factory):
    """The example household with a second child, a log, and a timer that runs."""
    file = tmp_path_factory.mktemp("twins") / "home.kinhold"
    shutil.copy(hallway, file)
    with open_household(file) as home:
        home.add("2026-11-21 child Noah born=2025-09-12")
        for hours in (30, 26, 20, 4):
            home.log.add(ToLog(what="feed", children=("all",), side="left", when=f"{hours}h ago"))
            home.log.add(
                ToLog(what="sleep", children=("Isla",), minutes="90", when=f"{hours - 1}h ago")
            )
        home.log.add(
            ToLog(what="medicine", children=("Isla",), detail="Calpol", every="4", when="1h ago")
        )
        home.log.add(ToLog(what="weight", children=("Isla",), detail="9 kg", when="20h ago"))
        home.log.add(ToLog(what="waking", children=("Isla",), when="2026-11-21 02:10"))
        home.log.start_timer(ToLog(what="sleep", children=("Noah",), when="40 min ago"))
        home.log.start_timer(ToLog(what="feed", children=("Isla",), when="50h ago"))
    return file


@pytest.fixture(scope="module")
def served(twins, chromium):
    with serving(twins) as link, visiting(chromium, link) as she:
        yield she


@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_a_small_phone_and_a_thumb_and_stays_small(served, path):
    served.page.set_viewport_size({"width": 320, "height": 640})

    assert served.go(path) == 200
    wide = served.page.evaluate("document.documentElement.scrollWidth")
    small = served.page.evaluate(SMALL)
    served.page.set_viewport_size({"width": 360, "height": 740})
    served.shot("log" + path.replace("/", "-"))

    assert wide <= 320
    assert small == []
    assert len(served.page.content().encode()) < 100_000


def test_axe_finds_nothing_by_day_and_by_night_and_nobody_else_is_asked(served):
    from axe_playwright_python.sync_playwright import Axe

    served.errors.clear()  # of forms that other tests were right to have refused
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
    assert served.strangers() == []
    assert served.errors == []


def test_one_tap_logs_both_twins_and_one_tap_takes_both_back(served):
    served.go("/")
    served.page.get_by_role("button", name="Wet nappy").first.click()
    served.page.wait_for_selector(".said")
    tapped = served.text()
    served.page.get_by_role("button", name="Undo").click()
    served.page.wait_for_selector(".said")
    served.go("/")

    assert tapped.count("nappy just now") + tapped.count("nappy 1 min ago") == 2
    assert "nappy just now" not in served.text()


def test_a_mistake_in_a_form_keeps_what_was_typed(served):
    served.go("/log/new/medicine/")
    served.page.check("input[name=child] >> nth=0")
    served.page.fill("#detail", "Drops")
    served.page.fill("#every", "often")
    served.page.fill("#time", "01:10")
    served.page.get_by_role("button", name="Save").click()
    served.page.wait_for_selector(".problem")

    assert "in hours" in served.text()
    assert served.page.input_value("#detail") == "Drops"
    assert served.page.input_value("#time") == "01:10"
    assert served.page.is_checked("input[name=child] >> nth=0")


def test_a_dose_too_soon_is_kept_and_said_plainly(served):
    served.go("/log/new/medicine/")
    shown = served.text()
    served.page.check("input[name=child] >> nth=0")
    served.page.fill("#detail", "Calpol")
    served.page.get_by_role("button", name="Save").click()
    served.page.wait_for_selector(".said.odd")

    assert "not before" in shown
    assert "noted as not before" in served.page.inner_text(".said.odd")
    served.page.get_by_role("button", name="Undo").click()


def test_a_forgotten_timer_is_a_question_with_a_form(served):
    served.go("/")
    asked = served.text()
    served.page.get_by_role("link", name="Say when it ended").click()
    served.page.fill("#minutes", "15")
    served.page.get_by_role("button", name="Save").click()
    served.page.wait_for_selector(".said")
    served.go("/")

    assert "This has run for 50 h" in asked
    assert "When did it end?" not in served.text()


def test_an_entry_is_corrected_from_the_list_and_an_activity_gets_a_button(served):
    served.go("/log/new/other/")
    served.page.check("input[name=child] >> nth=1")
    served.page.fill("#activity", "Baby yoga")
    served.page.fill("#minutes", "20")
    served.page.get_by_role("button", name="Save").click()
    served.page.wait_for_selector(".said")
    served.go("/log/")
    button = served.page.get_by_role("button", name="Baby yoga").count()
    served.page.get_by_role("link", name="Baby yoga, 20 min").first.click()
    served.page.fill("#minutes", "25")
    served.page.get_by_role("button", name="Save").click()
    served.page.wait_for_selector(".said")

    assert button == 1
    assert "Noah: Baby yoga, 25 min" in served.text()
    assert "20 min" not in served.page.inner_text("ul.log")


def test_the_log_can_leave_the_first_page_and_the_plan_stays(served):
    served.go("/log/")
    served.page.get_by_text("Less of this").click()
    served.page.get_by_role("button", name="Take the log off").click()
    served.go("/")
    without = served.page.get_by_role("button", name="Wet nappy").count()
    served.go("/log/")
    served.page.get_by_text("Less of this").click()
    served.page.get_by_role("button", name="Show the log").click()
    served.go("/")

    assert without == 0
    assert served.page.get_by_role("button", name="Wet nappy").count() == 3


def test_a_timer_starts_and_stops_without_javascript(twins, chromium, tmp_path):
    file = tmp_path / "home.kinhold"
    shutil.copy(twins, file)
    with serving(file) as link, visiting(chromium, link, script=False) as she:
        she.go("/log/new/tummy-time/")
        she.page.check("input[name=child] >> nth=0")
        she.page.get_by_role("button", name="Start a timer").click()
        she.page.wait_for_selector(".timer")
        began = she.text()
        she.page.get_by_role("button", name="Stop", exact=True).click()
        she.page.wait_for_selector(".said")
        she.go("/log/day/")
        noted = she.text()

    assert "Isla: Tummy time since" in began
    assert "Tummy time, 1 min" in noted


def test_no_address_of_the_log_names_anybody(served):
    served.go("/log/charts/")
    links = served.page.eval_on_selector_all("a", "all => all.map(a => a.getAttribute('href'))")

    assert [h for h in links if "Isla" in h or "Noah" in h] == []
