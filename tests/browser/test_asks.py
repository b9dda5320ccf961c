"""She asks, and somebody answers from a link without an account."""

from __future__ import annotations

import re
import shutil

from tests.browser.conftest import PHONE, serving, visiting
from tests.functional.conftest import hallway

__all__ = ["hallway"]


def test_jo_says_yes_from_a_link_and_sees_nothing_else(hallway, chromium, tmp_path):
    file = shutil.copy(hallway, tmp_path / "home.kinhold")
    with serving(file) as link, visiting(chromium, link) as she:
        she.go("/asks/")
        she.page.select_option("#whom", label="Jo")
        she.page.fill("#day", "2099-01-03")
        she.page.fill("#at", "22:00-03:00")
        she.page.get_by_role("button", name="Write it down").click()
        she.page.wait_for_selector(".card")
        she.shot("asks")
        token = re.search(r"/a/([\w-]{22})/", she.text())[1]

        other = chromium.new_context(viewport=PHONE)
        jo = other.new_page()
        shown = jo.goto(f"{she.origin}/a/{token}/")
        before = jo.inner_text("body")
        jo.get_by_role("button", name="Yes, I can").click()
        jo.wait_for_selector(".said")
        said = jo.inner_text("body")
        elsewhere = [jo.goto(she.origin + path).status for path in ("/", "/asks/", "/record/")]
        wrong = jo.goto(f"{she.origin}/a/{'A' * 22}/")
        wrong_text = jo.inner_text("body")
        other.close()
        she.go("/asks/")
        after = she.text()

    assert shown.status == 200
    assert "A no is fine" in before
    assert "Money" not in before
    assert "Thank you" in said
    assert elsewhere == [403, 403, 403]
    assert (wrong.status, "nothing to answer" in wrong_text) == (200, True)
    assert "Said yes" in after
