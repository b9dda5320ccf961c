"""Every page of a full household, as a browser opens it: no request goes anywhere but home."""

from __future__ import annotations

import re
import shutil
from urllib.parse import urlsplit

import pytest
from tests.browser.conftest import serving, visiting
from tests.functional.conftest import hallway
from tests.lauras_years import build

__all__ = ["hallway"]

SIGNS_OUT = ("/leave/", "/safe/lock/", "/undo/")
NOT_PAGES = (".pdf", ".csv", ".xlsx", ".ics", "/record/text/", "/safe/checkpoint/", "/record/log/", "/money/file/", "/record/file/")  # fmt: skip
MOST = 140
"""Pages that are walked; the same page with other answers in its address is walked once."""


def walk(she):
    """Open every page that a link leads to, from the first one on; gives the paths."""
    waiting, walked = ["/", "/me/", "/minute/", "/devices/", "/what-if/", "/story/"], []
    while waiting and len(walked) < MOST:
        path = waiting.pop(0)
        she.go(path)
        walked.append(path)
        for link in she.page.eval_on_selector_all(
            "a[href]", "all => all.map(a => a.getAttribute('href'))"
        ):
            there, elsewhere = urlsplit(link).path, urlsplit(link).netloc
            known = {urlsplit(p).path for p in (*walked, *waiting)}
            leads_on = there.startswith("/") and not elsewhere and there not in known
            if (
                leads_on
                and not there.startswith(SIGNS_OUT)
                and not any(p in there for p in NOT_PAGES)
            ):
                waiting.append(link)
    return walked


def test_every_page_asks_its_own_origin_alone(hallway, chromium, tmp_path):
    file = shutil.copy(hallway, tmp_path / "home.kinhold")
    with serving(file) as link, visiting(chromium, link) as she:
        walked = walk(she)

    assert len(walked) > 40
    assert she.strangers() == []
    assert she.errors == []


@pytest.mark.parametrize("path", ["/a/", "/f/"])
def test_what_others_open_asks_nobody_either(chromium, tmp_path, path):
    file = build(tmp_path / "home.kinhold")
    with serving(file) as link, visiting(chromium, link) as she:
        page = "/asks/" if path == "/a/" else "/calendars/"
        she.go(page)
        token = re.search(rf"{path}([\w-]{{22}})", she.page.content())[1]
        context = chromium.new_context()
        other, asked = context.new_page(), []
        other.on("request", lambda request: asked.append(request.url))
        if path == "/a/":
            other.goto(f"{she.origin}/a/{token}/")
        else:
            context.request.get(f"{she.origin}/f/{token}.ics")
        context.close()

    assert not [url for url in asked if not url.startswith(she.origin)]


def test_keeping_somebody_out_on_a_phone_at_night_and_by_day(chromium, tmp_path):
    file = build(tmp_path / "home.kinhold")
    for scheme in ("light", "dark"):
        with serving(file) as link, visiting(chromium, link, scheme=scheme) as she:
            she.go("/people/")
            she.page.get_by_role("link", name="John", exact=True).first.click()
            she.page.wait_for_selector("main h1")
            she.shot(f"keep-out-{scheme}-1")
            wide = she.page.evaluate("document.documentElement.scrollWidth")
            she.page.get_by_role("button", name="Keep this person out").click()
            she.page.wait_for_selector(".said")
            she.shot(f"keep-out-{scheme}-2")
            out = she.text()
            she.page.get_by_role("button", name="Let them back in").click()
            she.page.wait_for_selector(".said")
            back = she.text()

            assert wide <= 360
            assert "You keep this person out" in out
            assert "You keep this person out" not in back
            assert she.strangers() == []
