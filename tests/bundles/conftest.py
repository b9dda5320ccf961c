"""The checker in the browser, opened from its file as a person would."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from kinhold.journal import verify

PAGE = Path(verify.__file__).with_name("verify.html")
AT_ONCE = 50


class CheckerPage:
    """`verify.html` in a tab: gives it bundles and takes down what it says."""

    def __init__(self, page):
        self.page = page
        self.asked, self.errors = [], []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda said: said.type == "error" and self.errors.append(said.text))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.goto(PAGE.as_uri())

    def run(self, words, *given):
        """Evaluate an async function with the parts of the checker at hand."""
        return self.page.evaluate(f"(given) => ({words})(...given)", list(given))

    def keep(self, name, raw):
        """Hand over a bundle once, so that many changes of it can be told as differences."""
        self.run(
            """(name, text) => {
              window.basesOfTests ||= new Map();
              window.basesOfTests.set(name, Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
            }""",
            name,
            base64.b64encode(raw).decode(),
        )

    def check_changed(self, changes):
        """Check bundles told as (kept name, first, last, what stands between); give all lines."""
        return self.run(
            """async (changes) => {
              const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
              const outcomes = [];
              for (const [name, first, last, text] of changes) {
                const kept = window.basesOfTests.get(name), between = bytes(text);
                const raw = new Uint8Array(first + between.length + kept.length - last);
                raw.set(kept.subarray(0, first));
                raw.set(between, first);
                raw.set(kept.subarray(last), first + between.length);
                const check = await window.checkBundle(raw);
                const faults = check.faults.map((each) => [each.code, each.log, each.seq]);
                outcomes.push([check.verdict, check.lines, faults]);
              }
              return outcomes;
            }""",
            changes,
        )

    def check(self, raw, *, held=(), words="", since=""):
        """Check one bundle; give the whole outcome."""
        return self.run(
            """async (text, held, words, since) => {
              const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
              return await window.checkBundle(bytes(text), {held: held.map(bytes), words, since});
            }""",
            base64.b64encode(raw).decode(),
            [base64.b64encode(each).decode() for each in held],
            words,
            since,
        )


def difference(base, raw):
    """Tell changed bytes as first and last place in the base, and what stands between instead."""
    shorter = min(len(base), len(raw))
    low, high = 0, shorter
    while low < high:  # how long both begin alike
        middle = (low + high + 1) // 2
        low, high = (middle, high) if base[:middle] == raw[:middle] else (low, middle - 1)
    first, low, high = low, 0, shorter - low
    while low < high:  # how long both end alike
        middle = (low + high + 1) // 2
        alike = base[len(base) - middle :] == raw[len(raw) - middle :]
        low, high = (middle, high) if alike else (low, middle - 1)
    return first, len(base) - low, base64.b64encode(raw[first : len(raw) - low]).decode()


@pytest.fixture
def checker(chromium):
    """`verify.html`, opened from its file."""
    context = chromium.new_context()
    context.set_default_timeout(120_000)
    yield CheckerPage(context.new_page())
    context.close()


def outcome_of(raw, **held):
    """What verify.py says, in the form of `CheckerPage.check_changed`."""
    check = verify.check_bundle(raw, **held)
    faults = [[each.code, each.log_id, each.sequence] for each in check.faults]
    return json.loads(json.dumps([check.verdict, list(verify.report(check)), faults]))
