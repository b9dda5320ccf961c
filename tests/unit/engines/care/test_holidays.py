"""Statements that do not hold on public holidays; appointments and shifts by date and by the clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from tests.households import (
    LONDON,
    away,
    carer,
    child,
    hours,
    household,
    need,
    span,
)

from kinhold.domain.care import Turn
from kinhold.domain.dates import Edtf
from kinhold.domain.fact import PersonRef
from kinhold.engines.care.needs import needs_for
from kinhold.engines.care.reasons import explain
from kinhold.engines.care.rota import plan
from kinhold.engines.care.rota_check import check_rota
from kinhold.engines.care.supply import questions_about_time, supplies
from kinhold.engines.care.timing import dated
from kinhold.rules.loading import load_rules

UK = load_rules("uk")
DAY = span("2026-11-23T08:00", "2026-11-24T08:00")
WEEK = span("2026-11-23T08:00", "2026-11-30T08:00")
MONDAY_OFF = frozenset({date(2026, 11, 23)})
NEW_YORK = ZoneInfo("America/New_York")


def times(stated, horizon=WEEK, zone=LONDON, holidays=MONDAY_OFF):
    return dated(stated, horizon=horizon, zone=zone, holidays=holidays)


def test_who_does_not_come_on_holidays_does_not_come_on_one():
    weekdays = hours("week:mon,tue", "09:00-12:00", skips="holidays")

    assert times(weekdays) == (span("2026-11-24T09:00", "2026-11-24T12:00"),)


def test_who_said_nothing_of_holidays_comes_as_ever():
    assert len(times(hours("week:mon,tue", "09:00-12:00"))) == 2


def test_a_night_belongs_to_the_day_it_begins_on():
    nights = hours("day", "22:00-03:00", skips="holidays", until=Edtf("2026-11-24"),
                   occurred=Edtf("2026-11-22"))  # fmt: skip
    horizon = span("2026-11-22T20:00", "2026-11-25T08:00")

    assert times(nights, horizon) == (
        span("2026-11-22T22:00", "2026-11-23T03:00"),
        span("2026-11-24T22:00", "2026-11-25T03:00"),
    )


def test_a_whole_time_without_hours_has_the_holiday_cut_out():
    trip = away("", why="trip", occurred=Edtf("2026-11-22"), until=Edtf("2026-11-24"),
                skips="holidays")  # fmt: skip
    horizon = span("2026-11-22T00:00", "2026-11-26T00:00")

    assert times(trip, horizon) == (
        span("2026-11-22T00:00", "2026-11-23T00:00"),
        span("2026-11-24T00:00", "2026-11-25T00:00"),
    )


def test_who_is_off_work_on_a_bank_holiday_can_be_on_duty():
    laura = carer("Laura", main=True, away=[away("day", "09:00-17:00", skips="holidays")])
    known = household(child("Noah"), laura, holidays=MONDAY_OFF)

    (supply,) = supplies(known, horizon=DAY)

    assert supply.duty == (DAY,)
    assert supply.busy == ()


def test_the_check_looks_at_holidays_for_itself():
    """Ann does not come on the Monday; a rota that has her on it is refused."""
    ann = carer("Ann", available=[hours("day", "09:00-17:00", skips="holidays")])
    known = household(child("Noah"), carer("Laura", main=True), ann, holidays=MONDAY_OFF)
    needs = needs_for(known, rules=UK, horizon=DAY)
    rota = plan(known, rules=UK, horizon=DAY, needs=needs).rota
    turn = Turn(PersonRef("Ann"), span("2026-11-23T09:00", "2026-11-23T12:00"))

    faults = check_rota(replace(rota, turns=(turn,)), household=known, rules=UK, needs=needs)

    assert check_rota(rota, household=known, rules=UK, needs=needs) == ()
    assert "care.rota.not-free" in {f.code for f in faults}
    assert explain(turn, rota=rota, household=known).words == ()


def test_that_holidays_are_not_known_is_said_once():
    known = household(child("Noah"), carer("Laura", main=True), holidays_problem="Not known.")

    found = [f for f in questions_about_time(known) if f.code == "care.holidays-not-known"]

    assert [f.message for f in found] == ["Not known."]


def test_somebody_who_comes_for_one_child_alone_is_asked_about_all():
    gran = carer("Gran", available=[hours("day", "09:00-17:00", for_children=("Mia",))])
    known = household(child("Mia", "2020-05-04"), child("Noah"), gran)

    (supply,) = supplies(known, horizon=DAY)
    found = {f.code: f.message for f in questions_about_time(known)}

    assert supply.duty == ()
    assert "Could Gran have all of them then?" in found["care.hours-for-some"]


def test_with_one_child_hours_for_that_child_are_hours_for_all():
    gran = carer("Gran", available=[hours("day", "09:00-17:00", for_children=("Noah",))])

    (supply,) = supplies(household(child("Noah"), gran), horizon=DAY)

    assert supply.duty == (span("2026-11-23T09:00", "2026-11-23T17:00"),)


# -- appointments ----------------------------------------------------------------------------------


def appointments(stated, horizon=WEEK, zone=LONDON, **fields):
    known = household(child("Noah"), replace(stated, about="Noah"), zone=zone, **fields)
    found = needs_for(known, rules=UK, horizon=horizon)
    return [n.interval for n in found if n.kind == "appointment"]


def test_an_appointment_at_a_moment_takes_an_hour():
    clinic = need("appointment", occurred=Edtf("2026-11-25T23:30"))

    assert appointments(clinic) == [span("2026-11-25T23:30", "2026-11-26T00:30")]


def test_an_appointment_with_an_end_takes_until_then():
    clinic = need("appointment", occurred=Edtf("2026-11-25T10:00"), until=Edtf("2026-11-25T10:20"))

    assert appointments(clinic) == [span("2026-11-25T10:00", "2026-11-25T10:20")]


def test_an_appointment_told_in_another_zone_is_at_that_instant():
    clinic = need("appointment", occurred=Edtf("2026-11-25T10:00+01:00"))

    assert appointments(clinic) == [span("2026-11-25T09:00", "2026-11-25T10:00")]


def test_an_appointment_every_other_week_at_its_moment():
    clinic = need("appointment", "2weeks", occurred=Edtf("2026-11-11T14:00"))

    assert appointments(clinic) == [span("2026-11-25T14:00", "2026-11-25T15:00")]


def test_an_appointment_on_the_first_friday_is_not_on_a_public_holiday():
    clinic = need("appointment", "month:1fri", "09:00-09:30", skips="holidays")
    horizon = span("2026-12-01T08:00", "2026-12-12T08:00")

    assert appointments(clinic, horizon) == [span("2026-12-04T09:00", "2026-12-04T09:30")]
    assert appointments(clinic, horizon, holidays=frozenset({date(2026, 12, 4)})) == []


@pytest.mark.parametrize(
    ("day", "minutes"), [("2026-10-25", 120), ("2027-03-28", 0), ("2026-11-25", 60)]
)
def test_an_hour_of_the_wall_clock_is_two_one_or_none_where_the_clocks_change(day, minutes):
    clinic = need("appointment", "day", "01:00-02:00", occurred=Edtf(day), until=Edtf(day))
    horizon = span(f"{day}T00:00", f"{day}T12:00")

    assert sum(i.minutes for i in appointments(clinic, horizon)) == minutes


# -- shifts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("eve", "minutes"), [("2026-10-24", 11 * 60), ("2027-03-27", 9 * 60), ("2026-11-24", 10 * 60)]
)
def test_a_night_shift_is_as_long_as_the_night_is(eve, minutes):
    shift = away("day", "21:00-07:00", occurred=Edtf(eve), until=Edtf(eve))
    after = date.fromisoformat(eve).toordinal() + 1
    horizon = span(f"{eve}T12:00", f"{date.fromordinal(after).isoformat()}T12:00")

    laura = carer("Laura", main=True, away=[shift])
    (supply,) = supplies(household(child("Noah"), laura), horizon=horizon)

    assert sum(i.minutes for i in supply.busy) == minutes


def test_shifts_four_on_four_off_keep_their_phase_over_a_clock_change():
    """Every eighth day from 20 October, 07:00-19:00, in New York."""
    shift = away("8days", "07:00-19:00", occurred=Edtf("2026-10-20"))
    horizon = span("2026-10-27T00:00", "2026-11-06T00:00", NEW_YORK)

    assert times(shift, horizon, NEW_YORK) == (
        span("2026-10-28T07:00", "2026-10-28T19:00", NEW_YORK),
        span("2026-11-05T07:00", "2026-11-05T19:00", NEW_YORK),
    )


def test_thanksgiving_is_at_home_and_the_day_after_is_not():
    shift = away("week:mon,tue,wed,thu,fri", "09:00-17:00", skips="holidays")
    horizon = span("2026-11-25T00:00", "2026-11-28T00:00", NEW_YORK)

    found = times(shift, horizon, NEW_YORK, frozenset({date(2026, 11, 26)}))

    assert [i.start.astimezone(NEW_YORK).day for i in found] == [25, 27]
