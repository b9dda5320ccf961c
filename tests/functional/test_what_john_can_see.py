"""John left three years ago, and says he has been following. What he has tells him nothing of hers.

Two files differ in nothing but her private spaces, her places, her hours and her money: everything
that he can have is the same to the byte in both.
"""

from __future__ import annotations

import re

import pytest
from tests.lauras_years import (
    ASK,
    HERS,
    HOURS,
    LATER,
    PRIVATE_KINDS,
    Clock,
    build,
    canary,
    tokens,
    web,
)

from kinhold.api import open_household

WHOLE = {"plain": {}, "private": {"private": True}, "hers": {"hers": True, "private": True}}
NEVER = "A" * 22
STATIC = ("app.css", "icon.svg", "drawing.css", "minute.js", "leave.js", "print.css", "none.js")


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("laura")
    return {name: build(folder / f"{name}.kinhold", **parts) for name, parts in WHOLE.items()}


class Looks:
    """Counts how often the household's file is asked for something."""

    def __init__(self):
        self.statements = []

    def __enter__(self):
        from kinhold.web.pages.household import with_household

        with_household(
            lambda home: home._opened.store._connection.set_trace_callback(self.statements.append)
        )
        return self

    def __exit__(self, *_):
        from kinhold.web.pages.household import with_household

        with_household(lambda home: home._opened.store._connection.set_trace_callback(None))


def plain(answer, *secret):
    """Status, headers, cookies by name and body, without his own tokens and the keys of forms."""
    body = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", answer.content)
    for token in secret:
        body = body.replace(token.encode(), b"TOKEN")
    return answer.status_code, sorted(answer.headers.items()), sorted(answer.cookies), body


def what_he_has(file, monkeypatch):
    """Everything that he can ask for, in order, and how often the file was asked meanwhile."""
    ask, feed = tokens(file)
    with web(file, monkeypatch) as (stranger, _):
        he = stranger()
        he.raise_request_exception = False
        # The file is read once before anything is counted.
        he.get(f"/a/{ask}/")
        he.get(f"/f/{feed}.ics")
        with Looks() as looks:
            got = [
                he.get(f"/a/{ask}/"),
                he.head(f"/a/{ask}/"),
                he.get(f"/f/{feed}.ics"),
                he.head(f"/f/{feed}.ics"),
                he.get(
                    f"/f/{feed}.ics", headers={"if-none-match": he.get(f"/f/{feed}.ics")["ETag"]}
                ),
                he.post(f"/f/{feed}.ics"),
                he.post(f"/a/{ask}/", {"state": "done"}),
                he.post(f"/a/{ask}/", {"state": "offered"}),
                he.get(f"/a/{ask}/"),
                he.post(f"/a/{ask}/", {"state": "declined"}),
                he.get(f"/a/{ask}/"),
                he.get(f"/a/{NEVER}/"),
                he.get(f"/f/{NEVER}.ics"),
                *(
                    he.get(p)
                    for p in (
                        "/",
                        "/record/",
                        "/me/",
                        "/people/",
                        "/no/such/",
                        "/open/x/",
                        "/sw.js",
                    )
                ),
                *(he.get(f"/static/{name}") for name in STATIC),
            ]
        answers = [plain(one, ask, feed) for one in got]
        return answers, len([s for s in looks.statements if not s.startswith(("BEGIN", "COMMIT"))])


@pytest.fixture(scope="module")
def his(files):
    """What he has in each of the files, and how often each was asked."""
    with pytest.MonkeyPatch.context() as patch:
        return {name: what_he_has(file, patch) for name, file in files.items()}


def test_what_he_can_ask_for_is_the_same_to_the_byte(his):
    assert his["private"][0] == his["plain"][0]
    assert his["hers"][0] == his["plain"][0]


def test_the_file_is_asked_equally_often(his):
    assert his["private"][1] == his["plain"][1]
    assert his["hers"][1] == his["plain"][1]


def test_he_really_has_something(his):
    answers = his["hers"][0]

    assert b"Could you be with Colin" in answers[0][3]
    assert b"20990103" in answers[2][3]
    assert [a[0] for a in answers[:9]] == [200, 405, 200, 200, 304, 405, 409, 200, 200]


def test_no_place_no_hour_and_no_word_of_hers_is_in_it(his):
    everything = b"".join(body for *_, body in his["hers"][0]) + repr(his["hers"][0]).encode()
    words = [*HERS.values(), *HOURS, "911.17", *map(canary, PRIVATE_KINDS), "Laura", "Dee", "Rosa", "Chicago"]  # fmt: skip

    text = everything.decode("utf-8", "replace")
    # Whole words: three letters of a name stand in many a hash.
    assert [
        w for w in words if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text, re.IGNORECASE)
    ] == []


def test_only_the_hours_agreed_with_him_are_in_his_calendar(his):
    feed = his["hers"][0][2][3].decode()

    assert re.findall(r"^DTSTART.*", feed, re.MULTILINE)
    assert sorted(re.findall(r"^DTSTART[^:]*:(\S+)", feed, re.MULTILINE)) == [
        "20990103T220000Z",
        "20990104T220000Z",
    ]


def test_a_copy_for_him_is_the_same_and_has_no_place_of_hers(files):
    copies = {}
    for name, file in files.items():
        with open_household(file, clock=Clock(LATER)) as home:
            seen = home.seen_by("John")
            pages = [
                seen.chronology(),
                seen.promises(),
                seen.map(),
                seen.log.page(),
                seen.questions(),
            ]
            told = [
                re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", repr(page))
                for page in pages
            ]
            copies[name] = (
                seen.export_notation(),
                told,
                len(seen._opened.heads()),
            )

    assert copies["plain"] == copies["private"] == copies["hers"]
    assert "library" in copies["hers"][0]
    assert not [word for word in HERS.values() if word in repr(copies["hers"])]


def test_looking_writes_nothing_and_he_is_told_of_no_look_of_hers(tmp_path, monkeypatch):
    file = build(tmp_path / "home.kinhold", hers=True, private=True)
    ask, feed = tokens(file)
    with web(file, monkeypatch) as (stranger, signed_in):
        from kinhold.web.pages.household import with_household

        he, she = stranger(), signed_in()
        before = with_household(lambda home: home._opened.heads())
        first = plain(he.get(f"/a/{ask}/")), plain(he.get(f"/f/{feed}.ics"))
        for path in ("/asks/", "/calendars/", "/people/", "/record/"):
            she.get(path)
        second = plain(he.get(f"/a/{ask}/")), plain(he.get(f"/f/{feed}.ics"))

        assert with_household(lambda home: home._opened.heads()) == before
        assert first == second
        assert not re.search(rb"seen|opened|read at|last look|online", first[0][3], re.IGNORECASE)


def test_what_he_answers_is_shown_to_her_as_his_statement(tmp_path, monkeypatch):
    file = build(tmp_path / "home.kinhold")
    ask, _ = tokens(file)
    with web(file, monkeypatch) as (stranger, signed_in):
        he, she = stranger(), signed_in()
        he.post(f"/a/{ask}/", {"state": "offered"})
        his_word = she.get("/asks/").text
        she.post("/asks/", {"ask": ASK, "state": "declined"})
        hers = she.get("/asks/").text

    assert "John’s own statement, by the link." in his_word
    assert "own statement" not in hers
