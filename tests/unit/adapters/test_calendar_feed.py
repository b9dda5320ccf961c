"""Calendars as phones read them: RFC 5545 to the letter, and nothing in them but hours."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from kinhold.adapters.calendar_feed import CalendarNotWrittenError, write_calendar
from kinhold.application.calendar_feed import FeedEvent
from kinhold.domain.periods import Interval

NOON = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)
ALLOWED = {
    "VERSION", "PRODID", "METHOD", "NAME", "X-WR-CALNAME", "REFRESH-INTERVAL", "X-PUBLISHED-TTL",
    "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP",
    "TZID", "TZOFFSETFROM", "TZOFFSETTO", "BEGIN", "END",
}  # fmt: skip


def event(start=0, hours=5, **more):
    interval = Interval(NOON + timedelta(hours=start), NOON + timedelta(hours=start + hours))
    plain = {"uid": f"{start:032x}", "backup": False, "sequence": 0, "stamp": NOON}
    return FeedEvent(interval=interval, **{**plain, **more})


def lines_of(content):
    """Content lines, checked against RFC 5545, 3.1: CRLF after each, 75 octets at most."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    assert not [line for line in physical if len(line) > 75 or b"\n" in line or b"\r" in line]
    return content.decode().replace("\r\n ", "").split("\r\n")[:-1]


def properties(content):
    return [re.split("[:;]", line, maxsplit=1) for line in lines_of(content)]


@given(
    st.lists(
        st.builds(
            event,
            start=st.integers(-4000, 4000),
            hours=st.integers(1, 60),
            backup=st.booleans(),
            sequence=st.integers(0, 400),
        ),
        max_size=6,
    )
)
@settings(max_examples=60, deadline=None)
def test_another_reader_reads_back_what_was_told(events):
    content = write_calendar(events)
    read = Calendar.from_ical(content)

    assert [
        (str(e["UID"]), Interval(e.start, e.end), str(e["SUMMARY"]), e["SEQUENCE"])
        for e in read.walk("VEVENT")
    ] == [(e.uid, e.interval, e.title, e.sequence) for e in events]
    assert {name for name, _ in properties(content)} <= ALLOWED
    assert write_calendar(events) == content


def test_instants_are_utc_and_a_back_up_leaves_the_time_free():
    told = dict(properties(write_calendar([event(backup=True)])))

    assert (told["DTSTART"], told["DTEND"]) == ("20261024T120000Z", "20261024T170000Z")
    assert told["TRANSP"] == "TRANSPARENT"


def test_the_frame_is_neutral():
    told = dict(properties(write_calendar([event()])))

    assert (told["METHOD"], told["X-WR-CALNAME"]) == ("PUBLISH", "Planner")
    assert told["REFRESH-INTERVAL"] == "VALUE=DURATION:PT1H"
    assert b"kinhold" not in write_calendar([event()]).lower()


def test_an_empty_calendar_is_valid_all_the_same():
    read = Calendar.from_ical(write_calendar([]))

    assert [part.name for part in read.subcomponents] == ["VTIMEZONE"]
    assert dict(properties(write_calendar([])))["TZID"] == "Etc/UTC"


def test_without_the_library_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "icalendar", None)

    with pytest.raises(CalendarNotWrittenError, match=r"kinhold\[calendar\]"):
        write_calendar([event()])
