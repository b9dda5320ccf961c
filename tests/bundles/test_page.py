"""`verify.html` in the browser: the same judgements, the same words, no network, easy to read."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.bundles.conftest import PAGE, outcome_of
from tests.bundles.making import bundle, kept_log
from tests.dice import CountedDice

from kinhold.journal import verify

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

WITHOUT_WEBCRYPTO = "Object.defineProperty(globalThis, 'crypto', {value: undefined})"


@pytest.fixture(scope="module")
def log():
    """Twelve handovers."""
    return kept_log("page", 12)


def _words(log, size):
    return verify.read_checkpoint(verify.read_note(log.checkpoint(size).encode()).text).words


# --- The same judgements ----------------------------------------------------------------------


@pytest.mark.parametrize("own", [False, True], ids=["with WebCrypto", "without it"])
def test_every_outside_signature_is_judged_as_its_authors_judge_it(shared, checker, own):
    groups = json.loads((shared / "vectors/ed25519/wycheproof.json").read_text())["testGroups"]
    cases = [
        [group["publicKey"]["pk"], case["msg"], case["sig"], case["result"] == "valid"]
        for group in groups
        for case in group["tests"]
    ]
    if own:
        checker.run(f"() => {{ {WITHOUT_WEBCRYPTO}; }}")

    wrong = checker.run(
        """async (cases) => {
          const bytes = (hex) => Uint8Array.from(hex.match(/../g) || [], (two) => parseInt(two, 16));
          const wrong = [];
          for (const [key, message, signature, valid] of cases) {
            const given = [key, message, signature].map(bytes);
            if (await window.checkBundle.parts.ed25519Holds(...given) !== valid) wrong.push(key);
          }
          return wrong;
        }""",
        cases,
    )

    assert len(cases) == 151
    assert wrong == []


def test_its_own_hashes_are_those_of_the_standard_library(checker):
    messages = [bytes([n % 251]) * n for n in (*range(140), 247, 1000, 4097)]

    found = checker.run(
        """(texts) => {
          const { sha256, sha512 } = window.checkBundle.parts;
          const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
          return texts.map((text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)))
            .map((bytes) => [hex(sha256(bytes)), hex(sha512(bytes))]);
        }""",
        [base64.b64encode(each).decode() for each in messages],
    )

    assert found == [
        [hashlib.sha256(each).hexdigest(), hashlib.sha512(each).hexdigest()] for each in messages
    ]


JSON_TEXTS = [
    b"", b" ", b"1", b" 1 ", b"-0", b"01", b"-", b"+1", b".5", b"1.", b"1e5", b"1E+5", b"1e400", b"-1e400",
    b"9007199254740991", b"9007199254740992", b"-9007199254740992", b"9007199254740993.0", b"9" * 5000,
    b"1" * 400 + b".0", b"NaN", b"Infinity", b"-Infinity", b"null", b"nul", b"nullx", b"true", b"True",
    b"[]", b"[1,]", b"[,1]", b"[1 2]", b"[1,2]x", b"{}", b'{"a":1}', b'{"a":1,}', b'{"a" 1}', b"{'a':1}",
    b'{"a":1,"a":1}', b'{"a":1,"\\u0061":1}', b'[{"b":{"c":1,"c":2}}]', b'{"__proto__":1}', b'{"":0,"":0}',
    b'{"__proto__":1,"__proto__":2}', b'"\\ud800"', b'"\\ud83d\\ude00"', b'"\\ude00\\ud83d"', b'{"\\udc00":1}',
    b'"\\u12"', b'"\\u 123"', b'"\\x41"', b'"\n"', b'"\x00"', b'"\x7f"', b'"\\n"', b'"abc', b'"\\"', b'"\\\\"',
    b'"\xff"', b'"\xed\xa0\x80"', b'"\xc0\x80"', b"\xef\xbb\xbf1", b'"\xef\xbb\xbf"', b"\xc2\xa01", b"1\x0b", b"\t\r\n 1",
    b"[" * 100 + b"]" * 100, b"[" * 101 + b"]" * 101, b"[" * 100_000, b'{"a":' * 100 + b"1" + b"}" * 100,
    b'{"a":' * 101 + b"1" + b"}" * 101, b'"' + b"[" * 200 + b'"', b'["' + b'\\"[' * 200 + b'"]', b"[" * 99 + b"{}" + b"]" * 99,
    b"[1]" * 2, b"// x\n1", b"1 // x", b'"\xe2\x80\xa8"', b'["' + b"a" * 3_000_000 + b'"]',
]  # fmt: skip


def test_json_is_refused_exactly_where_the_command_refuses_it(checker):
    def readable(text):
        try:
            verify.strict_json(text)
        except verify.Malformed:
            return False
        return True

    found = checker.run(
        """(texts) => texts.map((text) => {
          const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
          try { window.checkBundle.parts.strictJson(bytes); return true; } catch { return false; }
        })""",
        [base64.b64encode(each).decode() for each in JSON_TEXTS],
    )

    differing = [
        text[:60] for text, taken in zip(JSON_TEXTS, found, strict=True) if taken != readable(text)
    ]
    assert differing == []


def test_words_are_read_exactly_where_the_command_reads_them(checker):
    texts = [
        "",
        "lusab",
        "LUSAB-babad",
        "lusab\u2013babad",
        "lusa",
        "lasab",
        "\u212aobog",
        "lusab,babad",
        " lusab  babad\n",
        "\u00a0",
    ]

    def read(text):
        try:
            return list(verify.read_short_words(text))
        except verify.Malformed:
            return []

    found = checker.run(
        """(texts) => texts.map((text) => {
          try { return Array.from(window.checkBundle.parts.readShortWords(text)); } catch { return []; }
        })""",
        texts,
    )

    assert found == [read(each) for each in texts]


def test_the_class_is_the_one_of_the_command_all_over_the_calendar(checker):
    points = [
        "2026", "2026-11", "2026-11-21", "2026-11-21T01:10", "2026-11-21T01:10:30", "2026-03-29T01:30", "2026-10-25T01:30",
        "2026-10-25T01:30+01:00", "2026-10-25T01:30Z", "2026-10-24", "2026-10-25", "2024-02-29", "2025-02-29", "2026-11-21~",
        "2026-00", "2026-13", "0001", "0000", "9999", "9999-12-30", "9999-12-31", "1900-02-29", "2026-11-21T24:00",
        "2026-11-21T01:60", "2026-11-21T01:10+24:00", "2026-11-21T01:10-23:59", "..", "../..", "2026-11-01/2026-11-20",
        "2026-11-20/2026-11-01", "2026-11-20/..", "../2026-11-20", "x/2026-11-20", "2026-11-20/x", "\u0662\u0660\u0662\u0666", "",
    ]  # fmt: skip
    zones = [
        "Europe/London",
        "America/New_York",
        "Pacific/Apia",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "UTC",
        "Europe/Atlantis",
    ]
    moments = [
        datetime(2026, 11, 22, 1, 10, tzinfo=UTC),
        datetime(2026, 10, 26, 0, 0, tzinfo=UTC),
        datetime(2026, 10, 26, 1, 31, tzinfo=UTC),
        datetime(2026, 3, 30, 0, 30, 0, 1, tzinfo=UTC),
    ]
    moments += [
        each + timedelta(hours=n) for each in moments for n in (-25, -1, 1, 23, 24, 167, 168)
    ]
    asked = [
        [occurred, verify.write_moment(moment), zone]
        for zone in zones
        for occurred in points
        for moment in moments
    ]

    found = checker.run(
        """(asked) => asked.map(([occurred, rec, zone]) => {
          const { timeliness, zoneOf, recordedSeconds } = window.checkBundle.parts;
          return timeliness(new Map([["occurred", occurred]]), { rec, seconds: recordedSeconds(rec) }, zoneOf(zone));
        })""",
        asked,
    )
    expected = [
        verify.timeliness(
            {"occurred": occurred},
            recorded_at=verify.read_moment(rec),
            zone=None if zone == "Europe/Atlantis" else ZoneInfo(zone),
        )
        for occurred, rec, zone in asked
    ]

    differing = [
        (*each, one, other)
        for each, one, other in zip(asked, found, expected, strict=True)
        if one != other
    ]
    assert differing == []


# --- The same words ---------------------------------------------------------------------------


def _odd_log():
    """Entries that say odd things."""
    log, dice = kept_log("odd"), CountedDice("odd")
    for number, parts in enumerate(
        [
            [
                (
                    "note/1",
                    {
                        "about": "\x1b[2JSOUND",
                        "words": "a\r\n\u202e\u2028\x9b\U000e0041<b>&amp;</b>",
                    },
                )
            ],
            [("note/1", {"words": "😀" * 200, "how_known": "recalled"})],
            [("content", {"kind": "feed", "about": "Noah", "occurred": "../.."})],
            [("home.addresses", {"address": "12 Möbius Road"})],
            [("note/1", [1, 2])],
            [("note/1", {"words": 7, "about": None, "occurred": {"a": 1}})],
            [("é/ü", {"what": "\ufeff", "to": "x" * 99, "occurred": "2026-11-21T\u202e"})],
            [("event/1", {"occurred": "2026-11-21", "source": {"story_id": "s"}})],
            [("__proto__", {"__proto__": 1}), ("a", "b")],
        ]
    ):
        log.append(parts, dice=dice, minutes=200 - 20 * number)
    return log


def test_it_says_the_same_as_the_command_line_by_line(checker, log):
    other, odd = kept_log("other", 5), _odd_log()
    partly = log.export(leaves=(0, 3, 9), shown=(3, 9), older=(4, 8))
    raw = bundle(
        log,
        other,
        odd,
        exports=[partly, other.export(older=(2,)), odd.export()],
        documents={"a.pdf": b"x"},
    )
    held = [
        {},
        {"words": _words(log, 8), "since": "2026-12-01"},
        {"words": _words(other, 5).upper().replace(" ", " - ")},
        {"held": [log.checkpoint(4).encode(), other.checkpoint(2).encode()], "since": "2026-11-01"},
        {"held": [verify.read_note(log.checkpoint(8).encode()).text.encode()]},
        {"held": [kept_log("stranger", 3).checkpoint().encode()]},
        {"held": [log.checkpoint(5).encode()], "words": _words(log, 8)},
        {"held": [log.checkpoint(0).encode()]},
        {"held": [b"a picture"]},
        {"held": [b"\xff"]},
        {"words": "lusab babad"},
        {"words": _words(log, 8), "since": "2026-02-30"},
        {"words": _words(log, 8), "since": "0000-01-01"},
        {"words": _words(log, 8), "since": "9999-12-31"},
        {"since": "yesterday"},
    ]

    for each in held:
        said = checker.check(raw, **each)
        assert [said["verdict"], said["lines"]] == outcome_of(raw, **each)[:2]


def test_it_says_the_same_without_webcrypto(checker, log):
    raw = bundle(
        log, exports=[log.export(leaves=(0, 3), older=(4,))], documents={"a.pdf": b"x" * 40_000}
    )
    checker.run(f"() => {{ {WITHOUT_WEBCRYPTO}; }}")

    assert checker.check(raw)["lines"] == outcome_of(raw)[1]
    assert checker.check(raw.replace(b"x" * 9, b"x" * 8 + b"y", 1))["verdict"] == verify.NOT_SOUND


def test_it_reads_a_story_of_five_million_letters(checker):
    log = kept_log("story")
    log.append(
        [("story/1", {"words": "Mum said she would come. " * 200_000})],
        dice=CountedDice("s"),
        minutes=0,
    )

    raw = bundle(log)

    assert checker.check(raw)["lines"] == outcome_of(raw)[1]


@pytest.mark.parametrize("raw", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"%PDF-1.7"])
def test_a_file_that_is_no_bundle_is_not_judged(checker, raw):
    said = checker.check(raw)

    assert [said["verdict"], said["lines"]] == outcome_of(raw)[:2]


# --- The page ---------------------------------------------------------------------------------


def test_its_policy_lets_nothing_in_and_names_what_it_runs():
    text = PAGE.read_text(encoding="utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', text)[1]
    wanted = {}
    for part in ("script", "style"):
        body = re.search(rf"<{part}>(.*?)</{part}>", text, re.DOTALL)[1]
        wanted[part] = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    if os.environ.get("KINHOLD_UPDATE"):
        for part, digest in wanted.items():
            text = re.sub(rf"{part}-src 'sha256-[^']*'", f"{part}-src 'sha256-{digest}'", text)
        PAGE.write_text(text, encoding="utf-8")
        return

    assert policy.split("; ") == [
        "default-src 'none'",
        f"script-src 'sha256-{wanted['script']}'",
        f"style-src 'sha256-{wanted['style']}'",
        "connect-src 'none'",
        "form-action 'none'",
        "base-uri 'none'",
    ], f"run KINHOLD_UPDATE=1 pytest {__file__}"
    assert not re.search(r"https?://|innerHTML|insertAdjacent|document\.write|eval\(|fetch\(", text)


@pytest.fixture
def visit(chromium, log, tmp_path):
    """Open the page on a phone or another screen and give it a bundle, as a person does."""
    contexts = []

    def visiting(raw, *, words="", since="", scheme="light", width=360):
        context = chromium.new_context(
            viewport={"width": width, "height": 740}, color_scheme=scheme
        )
        contexts.append(context)
        context.set_default_timeout(60_000)
        page = context.new_page()
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(PAGE.as_uri())
        (tmp_path / "bundle.zip").write_bytes(raw)
        if words:
            page.get_by_text("I hold a checkpoint").click()
            page.get_by_label("Its eight words").fill(words)
            page.get_by_label("The day you got it").fill(since)
        page.get_by_label("Choose the bundle").set_input_files(tmp_path / "bundle.zip")
        page.wait_for_selector("#result:not([hidden])")
        return page

    yield visiting
    for context in contexts:
        context.close()


def _shot(page, name):
    """Keep a picture where KINHOLD_SHOTS names a folder."""
    folder = os.environ.get("KINHOLD_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"verify-{name}.png"))


def _changed(log):
    raw = bundle(log)
    at = raw.index(log.entries[5].disclosures[0].encode())
    return raw[: at + 40] + b"A" + raw[at + 41 :]


def test_the_verdict_stands_first_and_in_words(visit, log):
    page = visit(bundle(log, exports=[log.export(leaves=(2, 5))]))
    _shot(page, "sound")

    assert page.inner_text("#first") == "2 of 12 entries shown; the others are withheld."
    assert page.inner_text("#verdict b") == "SOUND."
    assert page.inner_text("#verdict .sign") == "\u2713"


def test_a_changed_entry_is_named_on_the_page(visit, log):
    page = visit(_changed(log))
    _shot(page, "not-sound")

    assert page.inner_text("#verdict b") == "NOT SOUND."
    assert f"id {log.entries[5].entry_id}, recorded 2026-11-22 02:25:00 UTC" in page.inner_text(
        "#lines"
    )


def test_words_and_a_day_prove_what_came_before(visit, log):
    page = visit(
        bundle(log, exports=[log.export(older=(8,))]), words=_words(log, 8), since="2026-12-01"
    )
    _shot(page, "held")

    assert page.inner_text("#lines").count("Provably before: 2026-12-01") == 8


def test_what_a_stranger_wrote_is_text_on_the_page(visit):
    page = visit(bundle(_odd_log()))

    assert page.locator("#lines b").count() == 0
    assert "<b>&amp;</b>" in page.inner_text("#lines")


def test_it_asks_for_nothing_but_itself(visit, log):
    page = visit(bundle(log))

    assert [url for url in page.asked if url.split("#")[0] != PAGE.as_uri()] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_phone_and_can_be_touched(visit, log, scheme):
    page = visit(_changed(log), scheme=scheme)
    _shot(page, scheme)

    wide = page.evaluate("document.documentElement.scrollWidth")
    small = page.evaluate(
        """() => [...document.querySelectorAll("label.deed, button, summary, textarea, input:not(.away)")]
          .filter((each) => each.checkVisibility())
          .filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.outerHTML)"""
    )

    assert wide <= 360
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["sound", "not sound", "cannot tell"])
def test_no_accessibility_rule_is_broken(visit, log, scheme, kind):
    from axe_playwright_python.sync_playwright import Axe

    raw = {"sound": bundle(log), "not sound": _changed(log), "cannot tell": b"x"}[kind]
    page = visit(raw, scheme=scheme, width=1024)
    _shot(page, f"wide-{kind}-{scheme}".replace(" ", "-"))
    page.context.set_default_timeout(60_000)

    broken = Axe().run(page).response["violations"]

    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in broken] == []
