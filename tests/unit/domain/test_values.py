"""Dates with their precision, amounts, windows and ages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kinhold.domain.dates import (
    DateNotUnderstoodError,
    Edtf,
    age_in_months,
    bounds,
    first_day,
    from_moment,
    instant,
    last_day,
    parse_edtf,
    sort_key,
)
from kinhold.domain.money import (
    AmountNotUnderstoodError,
    Money,
    format_amount,
    parse_money,
    parse_rate,
    say,
)
from kinhold.domain.periods import Interval, at_minute, night_of, parse_window, subtract

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2026", "2026-01-01", "2026-12-31", "year"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2026-11-21", "2026-11-21", "2026-11-21", "day"),
        ("2026-11-21T23:59", "2026-11-21", "2026-11-21", "minute"),
        ("2024-03/2024-06", "2024-03-01", "2024-06-30", "interval"),
    ],
)
def test_a_date_covers_as_much_as_it_was_told_to(text, first, last, precision):
    told = parse_edtf(text)

    assert (first_day(told), last_day(told)) == (
        date.fromisoformat(first),
        date.fromisoformat(last),
    )
    assert bounds(told).precision == precision


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-13", "2026-02-30", "2026-11-21T24:00", "2026-06/2026-03", "21.11.2026"],
)
def test_what_is_not_a_date_is_refused_with_an_example(text):
    with pytest.raises(DateNotUnderstoodError, match="2026-11-21"):
        parse_edtf(text)


def test_approximate_and_uncertain_are_kept_apart():
    assert (bounds(Edtf("2024~")).approximate, bounds(Edtf("2024~")).uncertain) == (True, False)
    assert (bounds(Edtf("2024%")).approximate, bounds(Edtf("2024%")).uncertain) == (True, True)


def test_by_a_day_stands_just_before_that_day():
    order = sorted(
        map(Edtf, ["2026-11-21", "../2026-11-21", "2026-11-20", "2026-11-22"]), key=sort_key
    )

    assert order.index(Edtf("../2026-11-21")) < order.index(Edtf("2026-11-22"))


def test_a_clock_time_that_happened_twice_is_written_with_its_offset():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    assert from_moment(first, LONDON) == "2026-10-25T01:30+01:00"
    assert from_moment(second, LONDON) == "2026-10-25T01:30+00:00"
    assert instant(from_moment(second, LONDON), LONDON) == second


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-28", 11), ("2026-10-24", 13), ("2026-11-21", 12)]
)
def test_a_night_is_as_long_as_the_clock_makes_it(day, hours):
    assert night_of(date.fromisoformat(day), LONDON).minutes == hours * 60


def test_ages_are_completed_months():
    assert age_in_months(Edtf("2026-08-20"), date(2026, 11, 19)) == 2
    assert age_in_months(Edtf("2026-08-20"), date(2026, 11, 20)) == 3
    assert age_in_months(Edtf("2027-01-01"), date(2026, 11, 20)) is None


@pytest.mark.parametrize(
    ("text", "minor"),
    [("850", 85000), ("850.5", 85050), ("-12.05", -1205), ("1,200.00", 120000), ("5USD", 500)],
)
def test_amounts_are_minor_units(text, minor):
    assert parse_money(text, currency="GBP").minor == minor


@pytest.mark.parametrize("text", ["", "12.345", "1e4000000", "£5", "NaN", "9" * 20])
def test_an_amount_that_cannot_be_kept_is_refused(text):
    with pytest.raises(AmountNotUnderstoodError):
        parse_money(text, currency="GBP")


def test_amounts_are_said_as_people_read_them():
    assert say(Money(-18000, "GBP")) == "−£180"
    assert say(Money(4120, "GBP")) == "£41.20"
    assert format_amount(Money(500, "JPY")) == "500"
    assert parse_rate("19.9%") == 1990


def test_a_window_past_midnight_ends_on_the_next_day():
    window = parse_window("22:00-03:00")

    assert window.minutes == 300
    assert at_minute(date(2026, 11, 21), 1440, LONDON) == datetime(2026, 11, 22, tzinfo=UTC)


def test_what_is_left_of_a_day_after_taking_parts_out():
    def at(hour):
        return datetime(2026, 11, 21, hour, tzinfo=UTC)

    left = subtract(
        Interval(at(8), at(20)),
        [Interval(at(9), at(10)), Interval(at(9), at(12)), Interval(at(19), at(23))],
    )

    assert left == (Interval(at(8), at(9)), Interval(at(12), at(19)))
