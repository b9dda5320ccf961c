"""At three in the morning only lines that are open, the ones for a crisis first."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kinhold.engines.wellbeing.lines import CHECK_LASTS, is_open, open_lines, stale_lines
from kinhold.engines.wellbeing.loading import (
    COUNTRIES,
    DataNotWellWrittenError,
    lines_of,
    read_lines,
)

LONDON = ZoneInfo("Europe/London")
EVERY = [line for country in COUNTRIES for line in lines_of(country)]
LINE = """
zone: {zone}
lines:
  - key: one
    name: One
    channel: call
    number: "1 23"
    hours: {hours}
    crisis: false
    topics: [alone]
    languages: [en]
    for_whom: Anybody.
    source: "https://example.org/"
    checked_on: 2026-11-22
"""


def uk(key):
    return next(line for line in lines_of("uk") if line.key == key)


def one(hours, zone="Europe/London"):
    return read_lines(LINE.format(hours=hours, zone=zone), country="uk")[0]


def london(text):
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def test_no_check_is_older_than_180_days():
    stale = stale_lines(EVERY, on=datetime.now(UTC).date())

    said = [f"{line.country}/{line.key} (checked {line.checked_on})" for line in stale]
    assert not said, f"compare these with their source again: {', '.join(said)}"


def test_a_check_is_stale_on_the_day_after_180_days():
    line = uk("samaritans")

    assert stale_lines([line], on=line.checked_on + CHECK_LASTS) == ()
    assert stale_lines([line], on=line.checked_on + CHECK_LASTS + timedelta(days=1)) == (line,)


@pytest.mark.parametrize("country", COUNTRIES)
def test_at_three_at_night_every_line_shown_is_open_and_a_crisis_comes_first(country):
    there = open_lines(lines_of(country), datetime(2026, 11, 22, 3, 10, tzinfo=UTC))

    assert "emergency" in there[0].topics
    assert [line.crisis for line in there] == sorted((x.crisis for x in there), reverse=True)
    assert all(line.always for line in there)


def test_gingerbread_is_not_for_three_at_night():
    assert is_open(uk("gingerbread"), london("2026-11-24T10:00"))
    assert not is_open(uk("gingerbread"), london("2026-11-24T03:10"))


@pytest.mark.parametrize(
    ("when", "is_it"),
    [
        ("2026-11-23T09:29", False),
        ("2026-11-23T09:30", True),
        ("2026-11-23T15:59", True),
        ("2026-11-23T16:00", False),
        ("2026-11-25T10:00", False),  # Wednesday
        ("2026-11-25T13:00", True),
        ("2026-11-28T10:00", False),  # Saturday
    ],
)
def test_the_stalking_helpline_keeps_its_hours(when, is_it):
    assert is_open(uk("stalking"), london(when)) is is_it


def test_a_line_that_closes_on_public_holidays_is_closed_on_them():
    boxing_day = date(2026, 12, 28)  # the Monday it is kept on

    assert is_open(uk("stalking"), london("2026-12-28T11:00"))
    assert not is_open(uk("stalking"), london("2026-12-28T11:00"), holidays=[boxing_day])
    assert is_open(uk("samaritans"), london("2026-12-28T11:00"), holidays=[boxing_day])


def test_hours_are_the_lines_own_clock_and_move_with_it():
    nine_to_ten = one('[{days: [sun, mon], at: "09:00-10:00"}]')

    assert is_open(nine_to_ten, datetime(2026, 3, 22, 9, 30, tzinfo=UTC))
    assert not is_open(nine_to_ten, datetime(2026, 3, 29, 9, 30, tzinfo=UTC))  # summer time began
    assert is_open(nine_to_ten, datetime(2026, 3, 29, 8, 30, tzinfo=UTC))
    assert is_open(nine_to_ten, datetime(2026, 10, 25, 9, 30, tzinfo=UTC))  # and ended


def test_a_window_past_midnight_belongs_to_the_day_it_began_on():
    friday_night = one('[{days: [fri], at: "22:00-02:00"}]')

    assert is_open(friday_night, london("2026-11-27T23:00"))
    assert is_open(friday_night, london("2026-11-28T01:59"))
    assert not is_open(friday_night, london("2026-11-28T02:00"))
    assert not is_open(friday_night, london("2026-11-27T01:00"))


def test_the_same_instant_is_another_hour_elsewhere():
    new_york = one('[{days: [tue], at: "09:00-17:00"}]', zone="America/New_York")

    assert is_open(new_york, datetime(2026, 11, 24, 14, 30, tzinfo=UTC))
    assert not is_open(new_york, datetime(2026, 11, 24, 9, 30, tzinfo=UTC))


def test_a_line_with_hours_nobody_knows_is_never_open_now():
    noon = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

    assert is_open(uk("nspcc"), noon) is None
    assert uk("nspcc") not in open_lines(lines_of("uk"), noon)


def test_a_line_of_another_part_of_the_country_is_left_out():
    keys = {
        line.key
        for line in open_lines(lines_of("uk"), datetime(2026, 11, 22, tzinfo=UTC), part="SCO")
    }

    assert "scotland-abuse" in keys
    assert not keys & {"refuge", "live-fear-free", "nhs-111"}


def test_the_line_for_mothers_is_not_a_crisis_line():
    assert not any(line.crisis for line in lines_of("us") if line.number == "1-833-852-6262")


@pytest.mark.parametrize("line", EVERY, ids=lambda line: f"{line.country}/{line.key}")
def test_every_line_can_be_dialled_and_says_where_it_is_from(line):
    assert line.channel == "chat" or re.fullmatch(r"\d{3,11}", line.digits)
    assert line.source.startswith("https://")
    assert line.languages
    assert line.for_whom.endswith(".")


@pytest.mark.parametrize("country", COUNTRIES)
def test_what_is_kept_for_no_network_is_called_day_and_night_emergency_first(country):
    kept = [line for line in lines_of(country) if line.kept]

    assert "emergency" in kept[0].topics
    assert all(line.always and line.channel == "call" for line in kept)
    assert {"crisis", "afraid"} <= {topic for line in kept for topic in line.topics}


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("https://", "http://"), "no https link"),
        (("crisis: false", "urgent: false"), "urgent is not a field"),
        (("checked_on: 2026-11-22", "checked_on: lately"), "lately"),
        (("    channel: call\n", ""), "'channel' is missing"),
    ],
)
def test_a_slip_in_the_lines_is_refused(change, problem):
    text = LINE.format(hours="always", zone="Europe/London").replace(*change)

    with pytest.raises(DataNotWellWrittenError, match=problem):
        read_lines(text, country="uk")
