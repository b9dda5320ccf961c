"""When people can be there, from what they and others stated."""

from __future__ import annotations

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
    unsafe,
)

from kinhold.domain.dates import Edtf
from kinhold.engines.care.supply import could_ask, questions_about_time, supplies
from kinhold.engines.care.timing import dated, minutes, weeks_of

DAY = span("2026-11-23T08:00", "2026-11-24T08:00")
NIGHT = span("2026-11-23T20:00", "2026-11-24T08:00")


def supply_of(handle, *carers, horizon=DAY, **fields):
    found = supplies(household(child("Noah"), *carers, **fields), horizon=horizon)
    return next(s for s in found if s.handle == handle)


def test_who_lives_in_is_there_unless_away():
    """Away Emily work each=day at=09:00-17:00."""
    emily = supply_of("Emily", carer("Emily", main=True, away=[away("day", "09:00-17:00")]))

    assert emily.duty == (
        span("2026-11-23T08:00", "2026-11-23T09:00"),
        span("2026-11-23T17:00", "2026-11-24T08:00"),
    )
    assert emily.busy == (span("2026-11-23T09:00", "2026-11-23T17:00"),)


def test_everybody_else_is_there_when_they_agreed_to_be():
    mum = supply_of("Mum", carer("Mum", available=[hours("day", "22:00-03:00")]))

    assert mum.duty == (span("2026-11-23T22:00", "2026-11-24T03:00"),)
    assert not mum.silent


@pytest.mark.parametrize("offered", [[], [hours("day", "22:00-03:00", agreed=False)]])
def test_who_agreed_to_nothing_can_only_be_asked(offered):
    mum = supply_of("Mum", carer("Mum", available=offered))

    assert (mum.duty, mum.silent) == ((), True)


def test_who_lives_in_with_stated_hours_steps_in_only_while_the_main_carer_is_out():
    """Gran lives in, offers 18:00-20:00; Kate is out from 21:00 to 22:00."""
    kate = carer("Kate", main=True, away=[away("day", "21:00-22:00", why="other")])
    gran = carer("Gran", lives_in=True, available=[hours("day", "18:00-20:00")])

    assert supply_of("Gran", kate, gran).duty == (
        span("2026-11-23T18:00", "2026-11-23T20:00"),
        span("2026-11-23T21:00", "2026-11-23T22:00"),
    )


def test_travel_is_kept_free_around_what_somebody_is_away_for():
    scott = carer(
        "Scott",
        available=[hours("day", "08:00-20:00")],
        away=[away("day", "09:00-17:00")],
        travel=45,
    )

    assert supply_of("Scott", scott).duty == (
        span("2026-11-23T08:00", "2026-11-23T08:15"),
        span("2026-11-23T17:45", "2026-11-23T20:00"),
    )


def test_an_illness_needs_no_travel_and_leaves_time_to_rest():
    emily = carer("Emily", main=True, away=[away("day", "09:00-17:00", why="ill")], travel=45)

    found = supply_of("Emily", emily)

    assert minutes(found.duty) == 16 * 60
    assert found.busy == ()


def test_who_cannot_be_woken_is_not_on_duty():
    gran = carer("Gran", lives_in=True, asleep=["23:00-05:00"])

    assert minutes(supply_of("Gran", gran, horizon=NIGHT).duty) == 6 * 60


def test_the_main_carer_is_woken_by_the_child():
    emily = carer("Emily", main=True, asleep=["23:00-05:00"])

    assert supply_of("Emily", emily, horizon=NIGHT).duty == (NIGHT,)


def test_never_alone_with_the_child_is_never_on_duty():
    john = carer("John", available=[hours("day", "08:00-20:00")], cannot=("alone",))

    assert supply_of("John", john).duty == ()


def test_who_is_marked_unsafe_does_not_appear():
    known = household(child("Noah"), carer("Emily", main=True), carer("John", lives_in=True))

    found = supplies(unsafe(known, "John"), horizon=DAY)

    assert [s.handle for s in found] == ["Emily"]
    assert could_ask(found, DAY) == ()


def test_who_could_be_asked_comes_surest_first_and_never_who_cannot():
    known = household(
        child("Noah"),
        carer("Emily", main=True),
        carer("Ann", reliability=0.5),
        carer("Bea", reliability=0.9),
        carer("Cat", cannot=("alone",)),
        carer("Dee", away=[away("day", "00:00-24:00", why="trip")]),
        carer("Eve", asleep=["20:00-08:00"]),
    )

    found = supplies(known, horizon=NIGHT)

    assert could_ask(found, NIGHT) == ("Bea", "Ann")


def test_a_trip_without_hours_lasts_from_its_first_to_its_last_day():
    """2026-11-23T18:00 away Emily trip until=2026-11-25."""
    trip = away(occurred=Edtf("2026-11-23T18:00"), until=Edtf("2026-11-25"), why="trip")
    horizon = span("2026-11-23T00:00", "2026-11-27T00:00")

    assert dated(trip, horizon=horizon, zone=LONDON) == (
        span("2026-11-23T18:00", "2026-11-26T00:00"),
    )


def test_a_trip_can_end_at_an_hour():
    trip = away(occurred=Edtf("2026-11-23T18:00"), until=Edtf("2026-11-23T22:00"), why="trip")

    assert dated(trip, horizon=DAY, zone=LONDON) == (span("2026-11-23T18:00", "2026-11-23T22:00"),)


def test_hours_between_two_days_hold_on_each_of_them():
    offer = hours("", "10:00-12:00", occurred=Edtf("2026-11-22/2026-11-24"))
    horizon = span("2026-11-20T00:00", "2026-11-27T00:00")

    assert minutes(dated(offer, horizon=horizon, zone=LONDON)) == 3 * 120


def test_a_whole_day_needs_no_hours():
    offer = hours("week:tue")
    horizon = span("2026-11-23T00:00", "2026-11-30T00:00")

    assert dated(offer, horizon=horizon, zone=LONDON) == (
        span("2026-11-24T00:00", "2026-11-25T00:00"),
    )


def test_a_night_that_began_before_the_horizon_still_counts_in_it():
    offer = hours("week:sun", "22:00-07:00", occurred=Edtf("2026-11-01"))
    horizon = span("2026-11-23T00:00", "2026-11-24T00:00")

    assert dated(offer, horizon=horizon, zone=LONDON) == (
        span("2026-11-23T00:00", "2026-11-23T07:00"),
    )


def test_a_rule_that_needs_no_first_day_holds_without_one():
    offer = hours("week:mon", "10:00-12:00", occurred=Edtf("../.."))

    assert minutes(dated(offer, horizon=DAY, zone=LONDON)) == 120


def test_what_cannot_be_dated_is_asked_about_and_not_used():
    offer = hours("2weeks:mon", "10:00-12:00", occurred=Edtf("../.."))
    known = household(child("Noah"), carer("Mum", available=[offer]))

    assert supplies(known, horizon=DAY)[0].duty == ()
    assert [f.code for f in questions_about_time(known)] == ["care.time-without-date"]


def test_who_said_nothing_about_hours_is_asked():
    known = household(child("Noah"), carer("Emily", main=True), carer("Mum"))

    assert [f.where for f in questions_about_time(known)] == ["Mum"]


def test_a_night_is_an_hour_longer_when_the_clocks_go_back():
    offer = hours("day", "22:00-07:00", occurred=Edtf("2026-10-01"))

    long = dated(offer, horizon=span("2026-10-24T20:00", "2026-10-25T08:00"), zone=LONDON)
    short = dated(offer, horizon=span("2027-03-27T20:00", "2027-03-28T08:00"), zone=LONDON)

    assert (minutes(long), minutes(short)) == (600, 480)


def test_weeks_are_seven_local_days_from_the_start():
    horizon = span("2026-10-19T08:00", "2026-11-02T08:00")

    assert [w.minutes / 60 for w in weeks_of(horizon, LONDON)] == [169, 168]


def test_cover_for_work_is_met_by_anybody_but_who_works():
    from kinhold.engines.care.needs import needs_for
    from kinhold.rules.loading import load_rules

    known = household(
        child("Colin", "2008-01-01"),
        carer("Laura", main=True),
        carer("Nanny", available=[hours("day", "08:00-18:00")]),
        need("work-cover", "day", "09:00-17:00"),
    )

    (cover,) = needs_for(known, rules=load_rules("uk"), horizon=DAY)
    laura, nanny = supplies(known, horizon=DAY)

    assert (laura.meets(cover), nanny.meets(cover)) == (False, True)
