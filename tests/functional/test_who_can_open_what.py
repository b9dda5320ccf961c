"""Every address, and everybody who may try it: what is hers opens for her and looks like nothing to others.

A new address fails here until it has a row.
"""

from __future__ import annotations

import re
import time

import pytest
from tests.lauras_years import HERS, PRIVATE_KINDS, build, canary, tokens, web

HERS_ALONE = "hers alone"
A_MINUTE = "a minute"
ANYBODY = "anybody"

PLACES = {"token": "A" * 22, "place": "us", "name": "app.css", "step": "2", "kind": "feed"} | {
    "entry_id": "0" * 36, "named": "x", "story_id": "0" * 16, "form": "csv", "page": "today",
}  # fmt: skip
"""What stands in the variable parts of an address."""

ROWS = {
    **dict.fromkeys(["open", "leave", "left", "service-worker", "static", "minute-offline", "calendar-feed", "answer"], ANYBODY),
    **dict.fromkeys(
        ["minute", "minute-step", "minute-begin", "minute-wait", "minute-back", "minute-done", "minute-numbers", "minute-key", "minute-taken"],
        A_MINUTE,
    ),
    **dict.fromkeys(
        ["today", "theme", "devices", "devices-change", "devices-link", "devices-open", "devices-here", "diary", "log", "log-new", "log-entry", "log-stop", "log-show", "log-day", "log-week", "log-charts", "undo", "plan", "turn", "share", "rota-print", "calendars", "how-are-you", "not-safe", "me-form", "take-back", "plan-hard", "lines-open", "doctor", "stress", "try-out", "stress-loss", "take-up", "stress-sheet", "money", "money-what-if", "statements", "recurring", "name-payee", "lines", "sheet", "money-file", "debts", "entitlements", "support-estimate", "support", "chronology", "add", "export", "erase", "give", "attach", "import-log", "log-file", "kept-file", "checkpoint", "safekeeping", "check", "back-up", "set-passphrase", "lock", "unlock", "stories", "story", "more", "people", "person", "keep-out", "promises", "asks", "interview", "question", "rest"],
        HERS_ALONE,
    ),
}  # fmt: skip
"""Each address by its name, and for whom it is."""

OPENS_A_CLOSED_DEVICE = {"devices-open"}
"""What a device that closed may still send: its PIN."""
SEARCHES = {"plan", "turn", "share", "stress", "try-out", "stress-loss", "take-up", "stress-sheet", "today", "rest"}  # fmt: skip
"""Pages that look for a plan first; the browser tests open these for her."""


def addresses():
    """Every address of the web app: its name and the address itself."""
    from kinhold.web.project.urls import urlpatterns

    for pattern in urlpatterns:
        yield (
            pattern.name,
            "/" + re.sub(r"<\w+:(\w+)>", lambda m: PLACES[m[1]], str(pattern.pattern)),
        )


@pytest.fixture(scope="module")
def household(tmp_path_factory):
    return build(tmp_path_factory.mktemp("laura") / "home.kinhold", hers=True, private=True)


@pytest.fixture
def everybody(household, monkeypatch):
    """Everybody there is, by what they have."""
    ask, feed = tokens(household)
    with web(household, monkeypatch) as (stranger, signed_in):
        she, shared, out, idle = signed_in(), signed_in(), signed_in(), signed_in()
        shared.post("/devices/change/", {"do": "shared", "shared": "yes"})
        she.post("/devices/change/", {"do": "out", "device": str(out.session["device"])})
        session = idle.session
        session.update(
            {"seen": time.time() - 3600, "place": {"country": "us", "zone": "America/Chicago"}}
        )
        session.save()
        never, asked, reader = stranger(), stranger(), stranger()
        never.get("/a/AAAAAAAAAAAAAAAAAAAAAA/")
        asked.get(f"/a/{ask}/")
        reader.get(f"/f/{feed}.ics")
        yield {
            "nobody": stranger(),
            "a link that never was": never,
            "an ask link": asked,
            "a calendar link": reader,
            "a device that was signed out": out,
            "a device that closed": idle,
            "the keeper": she,
            "the keeper's shared device": shared,
        }


OUTSIDE = ["nobody", "a link that never was", "an ask link", "a calendar link", "a device that was signed out"]  # fmt: skip


def told(answer):
    """What an answer tells, without the key of its form."""
    text = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)
    headers = {k: v for k, v in answer.headers.items() if k != "Content-Length"}
    return answer.status_code, sorted(headers.items()), sorted(answer.cookies), text


def words_of_hers():
    return [canary(kind).encode() for kind in PRIVATE_KINDS] + [w.encode() for w in HERS.values()]


def test_every_address_has_a_row_and_every_row_an_address():
    assert {name for name, _ in addresses()} == set(ROWS)


def test_what_is_hers_looks_to_everybody_else_like_an_address_that_is_none(everybody):
    for role in OUTSIDE:
        client = everybody[role]
        nothing = told(client.get("/no/such/address/"))
        for name, path in addresses():
            if ROWS[name] == HERS_ALONE:
                answers = [told(client.get(path)), told(client.post(path, {"who": "John"}))]
                assert answers == [nothing, nothing], (role, name)
        assert nothing[0] == 403


def test_a_device_that_closed_shows_the_same_page_for_all_that_is_hers(everybody):
    client = everybody["a device that closed"]
    closed = told(client.get("/no/such/address/"))
    for name, path in addresses():
        if ROWS[name] == HERS_ALONE and name not in OPENS_A_CLOSED_DEVICE:
            answers = [client.get(path)]
            assert [told(a)[0] for a in answers] == [423], name
            assert not [w for w in words_of_hers() if any(w in a.content for a in answers)], name
    assert closed[0] in (404, 423)


def test_a_minute_comes_on_a_closed_device_without_a_name_of_anybody(everybody):
    client = everybody["a device that closed"]
    for name, path in addresses():
        if ROWS[name] == A_MINUTE:
            answer = client.get(path)
            assert answer.status_code in (200, 302, 405), name
            assert not re.search(rb"\b(Dee|John|Rosa|Colin|Laura)\b", answer.content), name


def test_nobody_else_is_in_her_minute(everybody):
    for role in OUTSIDE:
        for name, path in addresses():
            if ROWS[name] == A_MINUTE:
                got = everybody[role].get(path)
                assert (got.status_code, got["Location"]) == (302, "/minute/offline/any/"), (
                    role,
                    name,
                )


@pytest.mark.parametrize("role", ["the keeper", "the keeper's shared device"])
def test_she_gets_to_all_of_it(everybody, role):
    client = everybody[role]
    for name, path in addresses():
        if ROWS[name] != ANYBODY and name not in SEARCHES | {"lock", "unlock"}:
            status = client.get(path).status_code
            assert status in (200, 204, 302, 404, 405, 409), (name, status)


def test_what_anybody_may_open_holds_no_word_of_hers(everybody):
    for role, client in everybody.items():
        for name, path in addresses():
            if ROWS[name] == ANYBODY and not (role.startswith("the keeper") and name == "open"):
                content = client.get(path).content
                assert not [w for w in words_of_hers() if w in content], (role, name)


def test_her_own_pages_hold_her_words(everybody):
    """The words are really there to be found, so that not finding them elsewhere says something."""
    she = everybody["the keeper"]
    pages = b"".join(she.get(p).content for p in ("/me/", "/me/plan/", "/record/", "/record/text/"))

    assert canary("signal").encode() in pages
    assert canary("safety").encode() in pages
    assert b"Quillfeather" in pages


def test_no_page_of_hers_loses_the_country_of_its_frame(everybody):
    """What comes without a connection is fetched by it; a page's own values must not stand in its place."""
    she = everybody["the keeper"]
    for name, path in addresses():
        if ROWS[name] == HERS_ALONE and name not in SEARCHES | {"lock", "unlock"}:
            told = re.search(rb'data-place="([^"]*)"', she.get(path).content)
            assert told is None or told[1] == b"us", name
