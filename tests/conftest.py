"""What every test may ask for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from kinhold.voice.speaking import speak

# The same examples in every run, so that a change is judged by itself; `make wide` looks further.
settings.register_profile("fixed", derandomize=True)
settings.register_profile("wide", max_examples=1000)
settings.load_profile(os.environ.get("KINHOLD_EXAMPLES", "fixed"))

# What is said is in the language of a household, and never in that of the machine the tests run on.
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("KINHOLD_LANG", None)


def pytest_runtest_setup():
    """A test begins in nobody's language, whoever spoke before it."""
    speak("")


CHROMIUM = os.environ.get("KINHOLD_CHROMIUM") or shutil.which("chromium") or ""

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of test data written by others; the test is skipped where it is absent."""
    folder = (ROOT / os.environ.get("KINHOLD_SHARED", "../shared")).resolve()
    if not (folder / "vectors").is_dir():
        pytest.skip(f"outside test data not found at {folder} (set KINHOLD_SHARED)")
    return folder


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run."""
    if not CHROMIUM:
        pytest.skip("Chromium is not installed (make chromium), so the pages are not driven")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--no-first-run",
            ],
        )
        yield browser
        browser.close()
