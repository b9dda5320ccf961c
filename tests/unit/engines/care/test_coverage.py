"""What stays open: no one there, and no relief; two counts that are never mixed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.households import (
    LONDON,
    MONDAY,
    away,
    carer,
    child,
    hours,
    household,
    need,
    span,
    without_carer,
)

from kinhold.domain.care import Turn
from kinhold.domain.fact import PersonRef
from kinhold.engines.care.coverage import cover_given, cover_without_solving, say_coverage
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.rules.loading import load_rules

UK = load_rules("uk")
WEEK = fortnight(MONDAY, zone=LONDON, days=7)
NIGHT = span("2026-11-23T20:00", "2026-11-24T08:00")


def open_in(known, horizon=WEEK):
    return cover_without_solving(known, rules=UK, horizon=horizon)


def test_alone_at_home_there_is_no_gap_and_every_night_is_unrelieved():
    """Child Noah / person Emily role=self."""
    found = open_in(household(child("Noah"), carer("Emily", main=True)))

    assert (len(found.gaps), len(found.unrelieved), found.nights) == (0, 7, 7)
    assert say_coverage(found) == "Somebody is there at every minute. No relief: 7 of 7 nights."


def test_a_shift_without_anybody_else_is_a_gap():
    """Away Emily work each=week:mon at=09:00-17:00 / person Mum."""
    emily = carer("Emily", main=True, away=[away("week:mon", "09:00-17:00")])

    found = open_in(household(child("Noah"), emily, carer("Mum")))

    (gap,) = found.gaps
    assert gap.interval == span("2026-11-23T09:00", "2026-11-23T17:00")
    assert (gap.children, gap.could_ask, gap.fact_ids) == (("Noah",), ("Mum",), ("child Noah",))
    assert say_coverage(found).startswith("No one there: 1 time, 8 h in all.")


def test_an_hour_out_is_covered_by_the_grandmother_at_home():
    """Away Kate other at=21:00-22:00 / home people=Kate,Gran."""
    kate = carer("Kate", main=True, away=[away("day", "21:00-22:00", why="other")])

    found = open_in(household(child("Michael"), kate, carer("Gran", lives_in=True)))

    assert (found.gaps, found.unrelieved) == ((), ())


@pytest.mark.parametrize(
    ("offered", "unrelieved"),
    [("22:00-03:00", 6), ("22:00-02:30", 7), ("06:00-12:00", 7)],
    ids=["five hours", "four and a half", "two of its hours in the night"],
)
def test_a_night_is_relieved_by_a_block_as_long_as_the_target(offered, unrelieved):
    mum = carer("Mum", available=[hours("week:tue", offered)])

    found = open_in(household(child("Noah"), carer("Emily", main=True), mum))

    assert len(found.unrelieved) == unrelieved


def test_two_people_can_share_a_block():
    mum = carer("Mum", available=[hours("day", "22:00-01:00")])
    ann = carer("Ann", available=[hours("day", "01:00-03:00")])

    found = open_in(household(child("Noah"), carer("Emily", main=True), mum, ann), NIGHT)

    assert found.longest == (300,)


def test_a_night_at_work_is_no_rest_and_is_told_apart():
    """Away Emily work at=19:00-07:00 / home people=Emily,Gran."""
    emily = carer("Emily", main=True, away=[away("day", "19:00-07:00")])

    found = open_in(household(child("Noah"), emily, carer("Gran", lives_in=True)), NIGHT)

    assert (found.unrelieved, found.longest) == ((), (60,))
    assert [f.code for f in found.findings] == ["care.night-at-work"]


def test_rest_after_a_late_shift_counts_from_its_end():
    emily = carer("Emily", main=True, away=[away("day", "18:00-23:30")])

    found = open_in(household(child("Noah"), emily, carer("Gran", lives_in=True)), NIGHT)

    assert found.longest == (510,)


def test_a_time_with_no_one_is_no_rest():
    emily = carer("Emily", main=True, away=[away("day", "20:00-08:00", why="trip")])

    found = open_in(household(child("Noah"), emily), NIGHT)

    assert (len(found.gaps), found.longest) == (1, (0,))


def test_a_need_that_nobody_there_can_meet_is_told_apart_from_a_gap():
    """Need Colin school-run skills=drive / limits Emily cannot=drive."""
    run = need("school-run", "week:tue", "08:30-09:00", about="Colin", skills=("drive",))
    emily = carer("Emily", main=True, cannot=("drive",))

    found = open_in(household(child("Colin", "2020-05-01"), emily, run))

    assert found.gaps == ()
    assert [(f.code, f.severity) for f in found.findings] == [("care.need-open", "warning")]


def test_somebody_else_who_can_drive_closes_it():
    run = need("school-run", "week:tue", "08:30-09:00", about="Colin", skills=("drive",))
    emily = carer("Emily", main=True, cannot=("drive",))
    ann = carer("Ann", available=[hours("week:tue", "08:00-10:00")])

    found = open_in(household(child("Colin", "2020-05-01"), emily, ann, run))

    assert found.findings == ()


def test_given_turns_count_and_nobody_else():
    known = household(child("Noah"), carer("Emily", main=True), carer("Gran", lives_in=True))
    needs = needs_for(known, rules=UK, horizon=NIGHT)
    turn = Turn(PersonRef("Gran"), span("2026-11-23T22:00", "2026-11-24T03:00"))

    found = cover_given(known, rules=UK, horizon=NIGHT, needs=needs, turns=[turn])

    assert [g.interval for g in found.gaps] == [
        span("2026-11-23T20:00", "2026-11-23T22:00"),
        span("2026-11-24T03:00", "2026-11-24T08:00"),
    ]
    assert found.longest == (300,)


def test_a_gap_names_the_children_it_is_about():
    """Emma is thirteen: she needs somebody overnight, Noah always."""
    known = household(child("Noah"), child("Emma", "2013-05-01"))

    found = open_in(known, span("2026-11-23T18:00", "2026-11-23T22:00"))

    assert [(g.interval.minutes, g.children) for g in found.gaps] == [
        (120, ("Noah",)),
        (120, ("Emma", "Noah")),
    ]


def test_with_nobody_at_all_everything_is_a_gap_and_no_night_is_counted():
    found = open_in(household(child("Noah")))

    assert (found.no_one_minutes, found.nights) == (WEEK.minutes, 0)


def test_without_children_nothing_is_open():
    found = open_in(household(carer("Emily", main=True)))

    assert (found.gaps, found.unrelieved, found.nights) == ((), (), 0)
    assert say_coverage(found) == "Somebody is there at every minute."


@pytest.mark.parametrize(
    ("start", "minutes"), [("2026-10-24", 780), ("2027-03-27", 660), ("2026-11-23", 720)]
)
def test_nights_are_as_long_as_the_clock_makes_them(start, minutes):
    """The clocks go back, forward, and stay."""
    end = f"{start[:8]}{int(start[8:]) + 1}T08:00"
    known = household(child("Noah"), carer("Emily", main=True, away=[away("day", "20:00-08:00",
        why="trip", occurred="2026-01-01")]), carer("Gran", lives_in=True))  # fmt: skip

    found = open_in(known, span(f"{start}T20:00", end))

    assert found.longest == (minutes,)


def test_losing_the_one_who_was_there_opens_a_gap():
    kate = carer("Kate", main=True, away=[away("day", "21:00-22:00", why="other")])
    known = household(child("Michael"), kate, carer("Gran", lives_in=True))

    found = open_in(without_carer(known, "Gran"), NIGHT)

    assert found.gaps[0].interval.end - found.gaps[0].interval.start == timedelta(hours=1)
