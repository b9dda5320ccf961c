"""Somebody's own hours on their own device: given, fetched, taken back, and nothing else in them."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from kinhold.api import lock_household, open_household
from kinhold.api.calendars import Calendars
from kinhold.application.calendar_feed import CalendarNotPossibleError
from kinhold.application.open_record import NotKeptError
from kinhold.domain.care import CalendarGiven, RotaShared
from kinhold.domain.dates import from_day

LAURA = """
household zone=America/Chicago country=us currency=USD of=Laura
2018 person Laura role=self
2018 person John role=ex_partner address="12 Harbour Street"
2018 person Dee role=friend
2018 person Ray role=neighbour
2020-04-01 child Colin born=2020-04-01 school="Lakeside Primary"
2018 home Flat people=Laura,Colin
2025-01-01 left John
2018 unsafe Ray
"""
OTHERS = ("Laura", "Dee", "Ray", "Colin", "Harbour", "Lakeside", "Flat", "Chicago", "Kinhold")


class Clock:
    def __init__(self):
        self.moment = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)

    def now(self):
        return self.moment


def later(home, hours=1):
    home._clock.moment += timedelta(hours=hours)


def share(home, *turns):
    day, fact_id = home.today_is(), home._dice.new_entry_id()
    home.write([RotaShared(fact_id=fact_id, occurred=from_day(day), turns=turns)])


def turn(home, who, *, day=1, start="16:00", end="20:00", backup=""):
    on = home.today_is() + timedelta(days=day)
    return f"{who}@{on}T{start}/{on}T{end}" + (f"/{backup}" if backup else "")


def token_of(home, whom, device="phone"):
    return home.calendars.token(link_id=home.calendars.give(whom=whom, device=device).fact_id)


def hours_in(feed):
    return [(e.start, e.end, str(e["SUMMARY"])) for e in Calendar.from_ical(feed).walk("VEVENT")]


@pytest.fixture
def laura():
    with open_household(None, clock=Clock()) as home:
        assert home.import_notation(LAURA).findings == ()
        later(home)
        yield home


# -- the library -----------------------------------------------------------------------------------


def test_a_parent_who_lives_elsewhere_gets_his_own_hours_and_no_word_of_anybody(laura):
    share(laura, turn(laura, "John"), turn(laura, "Dee", day=2, backup="John"))
    feed = laura.calendars.feed(token_of(laura, "John"))

    assert hours_in(feed) == [
        (
            datetime(2026, 11, 23, 22, tzinfo=UTC),
            datetime(2026, 11, 24, 2, tzinfo=UTC),
            "Planned",
        ),
        (
            datetime(2026, 11, 24, 22, tzinfo=UTC),
            datetime(2026, 11, 25, 2, tzinfo=UTC),
            "Planned, as back-up",
        ),
    ]
    assert not [word for word in (*OTHERS, "John") if word.lower().encode() in feed.lower()]


def test_what_others_do_changes_no_byte_of_his(laura):
    share(laura, turn(laura, "John"), turn(laura, "Dee", day=2))
    token = token_of(laura, "John")
    before = laura.calendars.feed(token)
    later(laura)
    share(laura, turn(laura, "John", backup="Dee"), turn(laura, "Laura", day=2), turn(laura, "Dee"))

    assert laura.calendars.feed(token) == before


def test_a_plan_that_was_not_shared_is_in_no_calendar(laura):
    laura.add("2026-11-22 available Dee each=day at=16:00-20:00")
    feed = laura.calendars.feed(token_of(laura, "Dee"))

    assert hours_in(feed) == []
    assert Calendar.from_ical(feed)["METHOD"] == "PUBLISH"


def test_each_device_has_a_link_of_its_own(laura):
    phone, tablet = token_of(laura, "Dee"), token_of(laura, "Dee", "tablet")
    laura.calendars.take_back(link_id=laura.calendars.given()[0].link_id)

    assert re.fullmatch(r"[\w-]{22}", phone)
    assert laura.calendars.feed(phone) is None
    assert laura.calendars.feed(tablet) is not None


def test_undoing_the_taking_back_lets_the_link_answer_again(laura):
    token = token_of(laura, "Dee")
    later(laura)
    laura.calendars.take_back(link_id=laura.calendars.given()[0].link_id)
    laura.undo()

    assert laura.calendars.feed(token) is not None


def test_erasing_what_gave_it_ends_it(laura):
    token = token_of(laura, "Dee")
    laura.safekeeping.erase(entry_id=laura.calendars.given()[0].link_id)

    assert laura.calendars.feed(token) is None
    assert laura.calendars.given() == ()


@pytest.mark.parametrize("line", ["2026-11-22 unsafe Dee", "2026-11-22 left Dee"])
def test_a_link_that_is_over_stays_on_the_list_with_the_reason(laura, line):
    token = token_of(laura, "Dee")
    laura.add(line)

    assert laura.calendars.feed(token) is None
    assert laura.calendars.given()[0].over


def test_a_fetch_is_noted_once_an_hour_and_not_in_the_record(laura):
    token, moment = token_of(laura, "Dee"), laura.now()
    heads = laura._opened.heads()
    for minutes in (0, 40, 80):
        laura.calendars.fetched(token, at=moment + timedelta(minutes=minutes))
        if minutes == 40:
            at_forty = laura.calendars.given()[0].fetched
    laura.calendars.fetched("A" * 22, at=moment + timedelta(days=1))

    assert at_forty == moment.isoformat()
    assert laura.calendars.given()[0].fetched == (moment + timedelta(minutes=80)).isoformat()
    assert laura._opened.heads() == heads


def test_nobody_else_sees_who_has_a_calendar(laura):
    token_of(laura, "John")
    seen = laura.seen_by("John")

    assert laura.record().of(CalendarGiven) != ()
    assert seen.record().of(CalendarGiven) == ()
    assert "calendar" not in laura.export_notation()
    with pytest.raises(NotKeptError):
        Calendars(seen, seen._opened)


@pytest.mark.parametrize("whom", ["Ray", "Colin", "Nobody", ""])
def test_who_is_given_none_can_have_no_file_either(laura, whom):
    with pytest.raises(CalendarNotPossibleError):
        laura.calendars.write_for(whom)


# -- the command line ------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    """A household file with Dee's hours of tomorrow shared."""
    path = tmp_path / "home.kinhold"
    with open_household(path, create=True) as home:
        home.import_notation(LAURA)
        share(home, turn(home, "Dee"), turn(home, "Laura", day=2, backup="Dee"))
    return path


def test_given_listed_and_taken_back_from_the_command_line(kinhold, file):
    made = kinhold("calendar", file, "--give", "Dee", "--device", "phone", check=0)
    (line,) = json.loads(kinhold("calendar", file, "--list", "--json", check=0).stdout)
    kinhold("calendar", file, "--take-back", line["link_id"][:8], check=0)

    assert re.search(r"/f/[\w-]{22}\.ics", made.stdout)
    assert (line["who"], line["device"], line["fetched"]) == ("Dee", "phone", "")
    assert "Nobody has a calendar" in kinhold("calendar", file, "--list", check=0).stdout


def test_a_calendar_is_written_for_somebody_without_a_server(kinhold, file):
    written = kinhold("calendar", file, "--write", "Dee", check=0).stdout

    assert [title for _, _, title in hours_in(written)] == ["Planned", "Planned, as back-up"]
    assert kinhold("calendar", file, "--write", "Dee", check=0).stdout == written


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "--give NAME"),
        (("--give", "Dee"), "for which device"),
        (("--give", "Colin", "--device", "phone"), "is a child"),
        (("--give", "Ray", "--device", "phone"), "shown nothing"),
        (("--give", "Mo", "--device", "phone"), "role=mother"),
        (("--take-back", "123"), "does not name one calendar"),
        (("--write", "Ray"), "shown nothing"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(kinhold, file, words, said):
    assert said in kinhold("calendar", file, *words, check=2).stderr


# -- the web ---------------------------------------------------------------------------------------


@pytest.fixture
def web(file, monkeypatch):
    """The web app over the file: a device that never signed in, and the person who did."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "kinhold.web.project.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.sessions.backends.signed_cookies import SessionStore
    from django.test import Client, override_settings

    from kinhold.web.pages.household import close_household

    with override_settings(
        HOUSEHOLD_FILE=str(file), SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"
    ):
        device, she = (Client(headers={"host": "127.0.0.1"}) for _ in range(2))
        session = SessionStore()
        session["signed_in"] = True
        session.save()
        she.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        yield device, she
        close_household()


def given_on_the_web(she, whom="Dee", device="phone"):
    she.post("/calendars/", {"whom": whom, "device": device})
    return re.findall(r"/f/([\w-]{22})\.ics", she.get("/calendars/").text)[-1]


def answer_of(response):
    return response.status_code, sorted(response.headers.items()), response.content


def test_a_device_fetches_without_signing_in_and_asks_only_for_what_changed(web):
    device, she = web
    path = f"/f/{given_on_the_web(she)}.ics"
    first = device.get(path)
    again = device.get(path, headers={"if-none-match": first["ETag"]})

    assert [title for _, _, title in hours_in(first.content)] == ["Planned", "Planned, as back-up"]
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in first["Cache-Control"]
    assert (first["Referrer-Policy"], again["Referrer-Policy"]) == ("no-referrer", "no-referrer")
    assert "Set-Cookie" not in first.headers
    assert (again.status_code, again.content) == (304, b"")
    assert "Last fetched: just now" in she.get("/calendars/").text


def test_an_address_that_is_over_answers_like_one_that_never_was(web):
    device, she = web
    gone = [given_on_the_web(she)]
    she.post("/calendars/", {"take_back": _link_id(she)})
    gone.append(given_on_the_web(she, "John"))
    she.post("/record/add/", {"line": "2018 unsafe John"})
    answers = [answer_of(device.get(f"/f/{t}.ics")) for t in (*gone, "A" * 22, "A", "é", "x" * 500)]

    assert answers[0][0] == 404
    assert all(answer == answers[0] for answer in answers)


def _link_id(she):
    return re.search(r'name="take_back" value="([^"]+)"', she.get("/calendars/").text)[1]


def test_an_address_stands_in_no_log_whatever_happens(web, caplog, capfd, monkeypatch):
    device, she = web
    token = given_on_the_web(she)
    device.raise_request_exception = False
    for name in ("django", "django.request", "django.security.csrf", "kinhold.web"):
        caplog.set_level(logging.DEBUG, logger=name)
    caplog.clear()
    device.get(f"/f/{token}.ics")
    device.handler.enforce_csrf_checks = True
    refused = device.post(f"/f/{token}.ics")
    unknown = device.get(f"/f/{token[::-1]}.ics")
    monkeypatch.setattr(Calendars, "feed", lambda _self, _token: 1 / 0)
    broken = device.get(f"/f/{token}.ics")
    told = [f"{r.getMessage()} {getattr(r, 'request', '')!r} {r.exc_text}" for r in caplog.records]

    assert [refused.status_code, unknown.status_code, broken.status_code] == [405, 404, 500]
    assert len(told) >= 3
    assert not [
        line for line in (*told, *capfd.readouterr()) if token in line or token[::-1] in line
    ]


def test_a_locked_file_tells_every_address_to_ask_later(web, file):
    device, she = web
    token = given_on_the_web(she)
    from kinhold.web.pages.household import close_household

    close_household()
    lock_household(file, passphrase="seven quiet nights")
    ours, unknown = (device.get(f"/f/{t}.ics") for t in (token, "A" * 22))

    assert (ours.status_code, ours["Retry-After"]) == (503, "3600")
    assert answer_of(ours) == answer_of(unknown)


def test_what_cannot_be_given_is_said_on_the_page_and_what_was_typed_stays(web):
    _, she = web
    response = she.post("/calendars/", {"whom": "Ray", "device": "old phone"})

    assert response.status_code == 422
    assert "shown nothing" in response.text
    assert 'value="old phone"' in response.text


def test_the_sheet_shows_what_was_shared_and_marks_one_persons_turns(web):
    _, she = web
    marked, plain = she.get("/plan/print/?for=Dee").text, she.get("/plan/print/?for=<b>").text

    assert "Shared " in marked
    assert "4:00 PM–8:00 PM" in marked
    assert (marked.count(" own"), marked.count("own-backup"), plain.count(" own")) == (2, 1, 0)
    assert "<b>" not in plain
    assert not [word for word in ("Harbour", "Lakeside", "Colin", "tabs") if word in marked]


def test_a_sheet_of_a_plan_says_that_nobody_was_shown_it(web, file):
    _, she = web
    with open_household(file) as home:
        (shared,) = home.record().of(RotaShared)
        home.retract(fact_id=shared.fact_id)
    text = she.get("/plan/print/").text

    assert "Not shared yet: this is the plan as it stands." in text
    assert "<strong>Laura</strong>" in text


def test_pages_carry_no_style_or_script_of_their_own():
    pages = Path(__file__).parents[2] / "src" / "kinhold" / "web" / "templates" / "kinhold"
    text = "".join((pages / f"{n}.html").read_text() for n in ("calendars", "rota_print"))

    assert re.findall(r"<script|<style|style=| on\w+=", text) == []
