"""No word of a private space is in anything that can leave: every export, copy, row, picture and log.

Each private kind holds a word that stands nowhere else. It is looked for in the bytes of everything,
also inside archives and compressed parts, and in the text that a PDF shows.
"""

from __future__ import annotations

import binascii
import io
import logging
import re
import zipfile
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress

import pypdf
import pytest
from tests.lauras_years import (
    CALENDAR,
    LATER,
    PRIVATE_KINDS,
    Clock,
    build,
    canary,
    tokens,
    web,
)

from kinhold.api import open_household
from kinhold.application.chronology_report import ReportOptions
from kinhold.application.confirm_suggestions import set_aside
from kinhold.application.give_record import ToGive
from kinhold.domain.fact import Retracted
from kinhold.domain.facts import KINDS
from kinhold.record.record import CARE, HOUSEHOLD, PRIVATE, SHARED

WORDS = [canary(kind).encode() for kind in PRIVATE_KINDS]
SPACES = [HOUSEHOLD, CARE, SHARED + "John+Laura", SHARED + "Dee+Laura", PRIVATE + "Laura", PRIVATE + "Dee", "case:agency"]  # fmt: skip
SEES = {
    "Laura": {HOUSEHOLD, CARE, SHARED + "John+Laura", SHARED + "Dee+Laura", PRIVATE + "Laura", "case:agency"},
    "John": {CARE, SHARED + "John+Laura"},
    "Dee": {CARE, SHARED + "Dee+Laura", PRIVATE + "Dee"},
    "Rosa": {CARE},
    "agency": {CARE},
}  # fmt: skip
"""Who sees which space (architecture, decision 5)."""


def everything_in(content):
    """The bytes themselves, and whatever is packed into them."""
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from everything_in(archive.read(name))
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        try:
            yield zlib.decompress(packed)
        except zlib.error:
            continue
    for told in re.findall(rb"[A-Za-z0-9_-]{24,}", content):
        with suppress(binascii.Error):
            yield urlsafe_b64decode(told + b"=" * (-len(told) % 4))
    if content.startswith(b"%PDF"):
        reader = pypdf.PdfReader(io.BytesIO(content))
        yield "".join(page.extract_text() for page in reader.pages).encode()
        for attached in reader.attachments.values():
            for one in attached:
                yield from everything_in(one)


def found_in(content, words=WORDS):
    """Which of the words are somewhere in it, in any writing."""
    forms = {w: {w, w.decode().encode("utf-16-le"), w.upper()} for w in words}
    return sorted({w.decode() for part in everything_in(content) for w, some in forms.items() if any(f in part for f in some)})  # fmt: skip


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return build(tmp_path_factory.mktemp("laura") / "home.kinhold", hers=True, private=True)


@pytest.fixture
def laura(file):
    with open_household(file, clock=Clock(LATER)) as home:
        yield home


# -- who sees which space --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def every_space():
    """A household with an entry of every kind in every space."""
    with open_household(None, clock=Clock(LATER)) as home:
        home.add("household zone=America/Chicago country=us currency=USD of=Laura")
        for space in SPACES:
            facts = [
                kind(fact_id=home._dice.new_entry_id(), about="Laura")
                for kind in KINDS.values()
                if kind is not Retracted
            ]
            home._opened.append(facts, now=LATER, space_for=lambda _fact, space=space: space)
        yield home


@pytest.mark.parametrize("who", SEES)
def test_each_kind_in_each_space_is_seen_by_whom_it_is_for(every_space, who):
    seen = every_space.record().visible_to(who, keeper="Laura")
    kinds = {
        (name, fact.KIND) for name, space in seen.spaces.items() for fact in space.standing.all()
    }
    expected = {
        (space, word)
        for space in SEES[who]
        for word, kind in KINDS.items()
        if kind is not Retracted
    }

    assert set(seen.spaces) == SEES[who]
    assert kinds == expected


@pytest.mark.parametrize("who", ["John", "Dee", "Rosa", "agency", "", "laura", "Laura+John"])
def test_nobody_else_sees_a_private_space_of_hers_by_any_name(every_space, who):
    seen = every_space.record().visible_to(who, keeper="Laura")

    assert PRIVATE + "Laura" not in seen.spaces
    assert HOUSEHOLD not in seen.spaces


# -- what leaves -----------------------------------------------------------------------------------


def test_the_words_are_there_to_be_found(laura):
    everything = "\n".join(str(fact) for fact in laura.record().facts())

    assert found_in(everything.encode()) == sorted(w.decode() for w in WORDS)


def test_they_would_be_found_inside_an_archive_and_in_base64():
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("leaf.json", urlsafe_b64encode(b"a longer text with zqdiaryzq in it"))

    assert found_in(inside.getvalue()) == ["zqdiaryzq"]


def test_plain_text_holds_none(laura):
    assert found_in(laura.export_notation(with_ids=True).encode()) == []


@pytest.mark.parametrize("preset", ["own", "agency", "court"])
@pytest.mark.parametrize("who", ["", "John"])
def test_a_chronology_and_its_bundle_hold_none(laura, preset, who):
    options = ReportOptions(preset=preset, show=("addresses", "phones", "schools"))  # fmt: skip
    given = laura.safekeeping.give(ToGive(options=options, seen_by=who))

    assert found_in(given.document) == []
    assert found_in(given.bundle) == []


def test_pages_that_others_see_hold_none(laura):
    for who in ("Dee", "John", "Rosa"):
        home = laura.seen_by(who)
        pages = [home.chronology(), home.promises(), home.map(), home.log.page(), home.questions()]

        assert found_in("".join(map(repr, pages)).encode()) == []


def test_a_calendar_holds_none(laura):
    token = laura.calendars.token(link_id=CALENDAR)

    assert found_in(laura.calendars.feed(token) + laura.calendars.write_for("Dee")) == []


def test_a_row_of_a_caseload_holds_none(file):
    from kinhold.batch.rows import rows_csv
    from kinhold.batch.scan import scan_file

    row = scan_file(str(file), on=LATER.date())

    assert found_in(repr(row.as_dict()).encode() + rows_csv([row])) == []


def test_saying_no_to_a_sentence_keeps_no_word_where_others_are_given_it(laura):
    story = laura.read("My husband keeps following me home. Zqsetasidezq is my street.")
    facts = [set_aside(story=story, suggestion=s, new_id=lambda: "x") for s in story.asked]

    assert facts
    assert [fact.words for fact in facts] == ["" for _ in facts]


# -- the web ---------------------------------------------------------------------------------------

DOWNLOADS = ("/record/text/", "/record/log/csv/", "/record/log/xlsx/", "/money/file/budget.csv", "/money/file/budget.pdf", "/money/file/money.beancount", "/money/file/money.journal", "/safe/checkpoint/", "/plan/print/")  # fmt: skip
HELD_BY_THE_API = ("promises", "map", "log", "log-day", "log-week", "log-charts", "money")


@pytest.fixture
def pages(file, monkeypatch):
    links = tokens(file)
    with web(file, monkeypatch) as (stranger, signed_in):
        yield stranger(), signed_in(), links


def test_no_download_holds_one(pages):
    _, she, _ = pages
    for path in DOWNLOADS:
        answer = she.get(path)
        assert (answer.status_code, found_in(answer.content)) == (200, []), path


def test_no_json_but_her_own_chronology_holds_one(pages):
    _, she, _ = pages
    for name in HELD_BY_THE_API:
        answer = she.get(f"/api/{name}/")

        assert (answer.status_code, found_in(answer.content)) == (200, []), name


def test_no_log_of_the_server_holds_one_or_an_address_of_hers(pages, caplog, capfd):
    stranger, she, (ask, feed) = pages
    caplog.set_level(logging.DEBUG)
    for path in (
        "/me/",
        "/me/plan/",
        "/record/",
        "/people/",
        "/me/doctor/",
        "/no/such/",
        "/record/add/",
    ):
        she.get(path)
    she.post("/record/add/", {"line": '2026-11-19 diary Laura "zqdiaryzq" nonsense=1'})
    stranger.get(f"/a/{ask}/")
    stranger.get(f"/f/{feed}.ics")
    ours = [r for r in caplog.records if r.name.startswith(("kinhold", "django.request", "django.server"))]  # fmt: skip
    told = "\n".join(f"{r.getMessage()} {r.exc_text}" for r in ours) + "".join(capfd.readouterr())

    assert found_in(told.encode(), [*WORDS, ask.encode(), feed.encode()]) == []
