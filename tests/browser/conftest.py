"""The real pages in Chromium, served by the real command, on a phone unless told otherwise."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

PHONE = {"width": 360, "height": 740}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@contextmanager
def serving(file: Path):
    """Serve a household file; gives the one-time link."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kinhold.cli.main", "serve", str(file), "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        link = next(
            found.group()
            for line in process.stdout
            if (found := re.search(r"http://\S+/open/\S+/", line))
        )
        yield link
    finally:
        process.terminate()
        process.communicate(timeout=30)


class Visitor:
    """Somebody with the pages open: goes to pages, and keeps what the browser asked for."""

    def __init__(self, page, origin):
        self.page, self.origin = page, origin
        self.asked, self.errors = [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on(
            "console", lambda message: message.type == "error" and self.errors.append(message.text)
        )
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def go(self, path):
        answer = self.page.goto(self.origin + path)
        # A plan that is still being found shows how far it is, and looks again by itself.
        self.page.wait_for_selector(".steps", state="detached", timeout=90_000)
        return answer.status

    def text(self):
        return self.page.inner_text("main")

    def shot(self, name):
        """Keep a picture where KINHOLD_SHOTS names a folder."""
        folder = os.environ.get("KINHOLD_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)

    def strangers(self):
        return [url for url in self.asked if not url.startswith((self.origin, "data:"))]


@contextmanager
def visiting(chromium, link, *, viewport=None, scheme="light", script=True):
    """Open the link as a person does, and give a visitor who is signed in."""
    context = chromium.new_context(
        viewport=viewport or PHONE, color_scheme=scheme, java_script_enabled=script
    )
    context.set_default_timeout(60_000)
    page = context.new_page()
    visitor = Visitor(page, link.split("/open/")[0])
    page.goto(link)
    page.get_by_role("button", name="Open").click()
    page.wait_for_selector("main h1")
    try:
        yield visitor
    finally:
        context.close()
