"""When it happened, as people say it, also in the nights when the clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.logbook import logbook

from kinhold.application.log_kinds import EntryNotUsableError
from kinhold.application.log_times import read_minutes, read_when

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 22, 2, 41, 30, tzinfo=UTC)


def told(text, now=NOW, zone=LONDON, after=None):
    return read_when(text=text, now=now, zone=zone, after=after)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("", "2026-11-22T02:41"),
        ("now", "2026-11-22T02:41"),
        ("25 min ago", "2026-11-22T02:16"),
        ("25m", "2026-11-22T02:16"),
        ("1 h 20 ago", "2026-11-22T01:21"),
        ("2h ago", "2026-11-22T00:41"),
        ("2:10", "2026-11-22T02:10"),
        ("02.10", "2026-11-22T02:10"),
        ("2:10 am", "2026-11-22T02:10"),
        ("11 pm", "2026-11-21T23:00"),
        ("14:10", "2026-11-21T14:10"),
        ("02:45", "2026-11-22T02:45"),
        ("yesterday 22:30", "2026-11-21T22:30"),
        ("2026-11-19 22:30", "2026-11-19T22:30"),
        ("2026-11-19T22:30", "2026-11-19T22:30"),
    ],
)
def test_a_time_is_understood_as_it_is_said(text, at):
    assert told(text).at.strftime("%Y-%m-%dT%H:%M") == at


@pytest.mark.parametrize(
    "text", ["soon", "25", "24:00", "13 pm", "2026-02-30 10:00", "10:75", "-5 min"]
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(EntryNotUsableError, match=r"Write it like|does not exist"):
        told(text)


@pytest.mark.parametrize(
    ("text", "minutes"), [("15", 15), ("15 min", 15), ("1 h 20", 80), ("1h20m", 80), ("2 hours", 120), ("a while", None), ("", None)]
)  # fmt: skip
def test_a_length_of_time_is_understood_as_it_is_said(text, minutes):
    assert read_minutes(text) == minutes


def test_an_end_is_the_first_such_time_after_the_start():
    start = datetime(2026, 11, 21, 23, 40, tzinfo=UTC)

    assert told("00:20", after=start).at == start + timedelta(minutes=40)


def test_in_the_night_the_clock_goes_forward_a_time_that_never_was_is_said():
    found = told("2026-03-29 01:30", now=datetime(2026, 3, 29, 9, tzinfo=UTC))

    assert found.at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert "01:30 never was; this is kept as 02:30" in found.note


def test_in_the_night_the_clock_goes_back_the_last_one_is_meant_soon_after():
    found = told("01:30", now=datetime(2026, 10, 25, 1, 50, tzinfo=UTC))

    assert (found.at, found.note) == (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "")


def test_in_the_night_the_clock_goes_back_the_first_one_is_meant_before_the_second():
    found = told("01:30", now=datetime(2026, 10, 25, 0, 45, tzinfo=UTC))

    assert found.at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_long_after_the_clock_went_back_it_says_which_one_it_took_and_how_to_take_the_other():
    found = told("2026-10-25 01:30", now=datetime(2026, 10, 25, 12, tzinfo=UTC))
    other = told("2026-10-25 01:30+00:00", now=datetime(2026, 10, 25, 12, tzinfo=UTC))

    assert "write 01:30+00:00" in found.note
    assert other.at - found.at == timedelta(hours=1)


@pytest.mark.parametrize(
    ("start", "gone", "occurred"),
    [("2026-10-24T23:30", 3, "2026-10-24T23:30"), ("2026-03-28T23:30", 3, "2026-03-28T23:30")],
)
def test_a_sleep_through_either_change_has_the_hours_that_went_by(start, gone, occurred):
    with logbook(at=start, born="2026-01-20") as night:
        night.start("sleep")
        night.later(hours=gone)
        (sleep,) = night.stop().facts

    assert (sleep.occurred, sleep.minutes) == (occurred, gone * 60)


def test_an_entry_of_the_doubled_hour_can_be_corrected_and_stays_in_its_hour():
    from kinhold.application.log_told import as_told

    with logbook(at="2026-10-25T01:30+00:00") as night:
        (feed,) = night.log("feed", side="left").facts
        night.later(days=2)
        (again,) = night.home.log.add(as_told(fact=feed)).facts

    assert again.occurred == feed.occurred == "2026-10-25T01:30+00:00"


@given(minutes=st.integers(1, 5000), now=st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1)))
def test_ago_is_ago_whatever_the_clocks_do(minutes, now):
    moment = now.replace(tzinfo=UTC, second=0, microsecond=0)

    assert moment - told(f"{minutes} min ago", now=moment).at == timedelta(minutes=minutes)
