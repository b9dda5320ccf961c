"""Bringing a log along on a phone: choosing files, looking at them, keeping them."""

from __future__ import annotations

import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import serving, visiting
from tests.exports import babybuddy
from tests.functional.conftest import hallway

__all__ = ["hallway"]

ROWS = [
    {"id": 1, "start": "2026-11-01 13:00:00", "end": "2026-11-01 14:00:00", "nap": "1"},
    {"id": 2, "start": "2026-10-25 01:30:00", "end": "2026-10-25 03:00:00", "nap": "0"},
    {"id": 3, "start": "soon", "child_first_name": "Finn"},
    {"id": 4, "start": "2026-11-02 13:00:00", "end": "", "nap": "0", "child_first_name": "Finn"},
]


@pytest.fixture(scope="module")
def served(hallway, chromium, tmp_path_factory):
    file = tmp_path_factory.mktemp("served") / "home.kinhold"
    shutil.copy(hallway, file)
    with serving(file) as link, visiting(chromium, link) as she:
        yield she


def upload(she):
    file = babybuddy("sleep", *ROWS)
    she.go("/record/import/")
    she.page.set_input_files(
        "#files", {"name": file.name, "mimeType": "text/csv", "buffer": file.content}
    )
    she.page.get_by_role("button", name="Look at it").click()
    she.page.wait_for_selector("h2")


def wide_or_small(she):
    she.page.set_viewport_size({"width": 320, "height": 640})
    wide = she.page.evaluate("document.documentElement.scrollWidth")
    small = she.page.evaluate(
        """[...document.querySelectorAll('button, .button, select, summary, input:not([type=hidden]):not([type=checkbox])')]
           .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML.slice(0, 80))"""
    )
    she.page.set_viewport_size({"width": 360, "height": 740})
    return wide > 320, small


def test_the_form_and_the_preview_fit_a_phone_and_pass_axe(served):
    served.go("/record/import/")
    form = Axe().run(served.page).violations_count, *wide_or_small(served)
    upload(served)
    served.shot("import-preview")
    shown = Axe().run(served.page).violations_count, *wide_or_small(served)

    assert form == (0, False, [])
    assert shown == (0, False, [])


def test_answers_are_kept_while_looking_and_then_it_is_kept(served):
    upload(served)
    served.page.get_by_label("Who is “Finn Reed”?").select_option("-")
    served.page.get_by_role("button", name="Look again").click()
    served.page.wait_for_selector("h2")
    left_out = served.page.get_by_label("Who is “Finn Reed”?").input_value()
    served.page.get_by_role("button", name="Keep 2 entries").click()
    served.page.wait_for_selector(".said")

    assert left_out == "-"
    assert "2 entries kept" in served.text()
    assert served.strangers() == []
