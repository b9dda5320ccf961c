"""The six levels of a rota, each on a household in which it decides."""

from __future__ import annotations

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
)

from kinhold.domain.care import Turn
from kinhold.domain.fact import PersonRef
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.care.rota import Wishes, plan, tonight
from kinhold.engines.care.rota_check import check_rota
from kinhold.engines.care.rota_levels import LEVELS
from kinhold.optimisation.limits import Limits
from kinhold.rules.loading import load_rules

UK = load_rules("uk")
NIGHT = span("2026-11-23T20:00", "2026-11-24T08:00")
DAY = span("2026-11-23T08:00", "2026-11-24T08:00")
WEEK = fortnight(MONDAY, zone=LONDON, days=7)


def planned(*members, horizon=DAY, **more):
    return plan(household(*members), rules=UK, horizon=horizon, **more)


def levels(result):
    return {level.name: level.value for level in result.rota.levels}


def minutes_of(result, handle):
    return sum(t.interval.minutes for t in result.rota.turns if t.carer == handle)


def test_every_rota_has_six_levels_in_their_order():
    mum = carer("Mum", available=[hours("day", "22:00-03:00")], reliability=0.6, price=9)

    result = planned(child("Noah"), carer("Emily", main=True), mum)

    assert tuple(v.name for v in result.rota.levels) == LEVELS
    assert all(v.proven and v.bound <= v.value for v in result.rota.levels)


def test_the_protected_stretch_begins_at_the_same_time_every_night():
    """Mum can come from 21:00 or stay until 05:00; Ann only ever from 22:00 to 03:00."""
    mum = carer("Mum", available=[hours("week:mon,wed,fri", "20:00-08:00")])
    ann = carer("Ann", available=[hours("week:tue,thu,sat,sun", "22:00-03:00")])

    result = planned(child("Noah"), carer("Emily", main=True), mum, ann, horizon=WEEK)

    assert (result.usual, result.bedtime.value, result.bedtime.proven) == (22 * 60, 0, True)
    assert levels(result)["sleep"] == 0


def test_a_night_that_can_only_be_later_drifts_by_so_much():
    mum = carer("Mum", available=[hours("week:mon,tue,wed", "22:00-03:00")])
    ann = carer("Ann", available=[hours("week:thu", "23:30-04:30")])

    result = planned(
        child("Noah"), carer("Emily", main=True), mum, ann,
        horizon=fortnight(MONDAY, zone=LONDON, days=4),
    )  # fmt: skip

    assert (result.usual, result.bedtime.value) == (22 * 60, 90)


def test_what_is_expected_without_anybody_is_minutes_times_the_chance_that_both_stay_away():
    """Emily works from 9 to 13; Ann comes half of the time, Bea four times in five."""
    emily = carer("Emily", main=True, away=[away("day", "09:00-13:00")])
    ann = carer("Ann", available=[hours("day", "09:00-13:00")], reliability=0.5)
    bea = carer("Bea", available=[hours("day", "09:00-13:00")], reliability=0.8)

    result = planned(child("Noah"), emily, ann, bea)

    assert levels(result)["doubt"] == pytest.approx(240 * 0.5 * 0.2)


def test_two_who_are_sure_enough_together_leave_no_doubt():
    """A chance of one in twenty-five that neither comes is put up with."""
    emily = carer("Emily", main=True, away=[away("day", "09:00-13:00")])
    both = [carer(n, available=[hours("day", "09:00-13:00")], reliability=0.8) for n in "AB"]

    result = planned(child("Noah"), emily, *both)

    assert levels(result)["doubt"] == 0


def test_by_night_a_back_up_of_the_same_side_earns_nothing():
    """Emily works nights; Mum and Ann are of one side."""
    emily = carer("Emily", main=True, away=[away("day", "20:00-08:00")])
    offer = [hours("day", "20:00-08:00")]
    mum = carer("Mum", side="own", available=offer, reliability=0.8)
    ann = carer("Ann", side="own", available=offer, reliability=0.8)
    bea = carer("Bea", side="partner", available=offer, reliability=0.8)

    alone = planned(child("Noah"), emily, mum, ann, horizon=NIGHT)
    both = planned(child("Noah"), emily, mum, ann, bea, horizon=NIGHT)

    assert levels(alone)["doubt"] == pytest.approx(720 * 0.2)
    assert levels(both)["doubt"] == 0
    sides = {"Mum": "own", "Ann": "own", "Bea": "partner"}
    assert all(sides[t.carer] != sides[t.backup] for t in both.rota.turns)


def test_a_back_up_without_hours_left_earns_nothing():
    """Ann could step in for Mum, but has one hour a week."""
    emily = carer("Emily", main=True, away=[away("day", "09:00-13:00")])
    mum = carer("Mum", available=[hours("day", "09:00-13:00")], reliability=0.5)
    ann = carer("Ann", available=[hours("day", "09:00-13:00")], reliability=0.9, most=1)

    result = planned(child("Noah"), emily, mum, ann)

    doubt = next(v for v in result.rota.levels if v.name == "doubt")
    # The hour is Ann's own, and Mum steps in for it; nobody is left to step in for Mum. Or Ann
    # stands by for an hour of Mum's: both come to the same.
    assert doubt.value == pytest.approx(180 * 0.5)
    assert doubt.proven


def test_the_cheaper_of_two_paid_carers_comes():
    emily = carer("Emily", main=True, away=[away("day", "09:00-13:00")])
    dear = carer("Dear", available=[hours("day", "08:00-18:00")], price=18)
    cheap = carer("Cheap", available=[hours("day", "08:00-18:00")], price=11)

    result = planned(child("Noah"), emily, dear, cheap)

    assert levels(result)["cost"] == 4 * 1100
    assert minutes_of(result, "Dear") == 0


def test_somebody_paid_whose_price_is_not_told_counts_as_the_dearest_and_is_asked_about():
    emily = carer("Emily", main=True, away=[away("day", "09:00-13:00")])
    nanny = carer("Nanny", available=[hours("day", "08:00-18:00")], paid=True)

    result = planned(child("Noah"), emily, nanny)

    assert levels(result)["cost"] == 0
    assert "care.price-not-told" in {f.code for f in result.findings}


def test_two_who_live_there_carry_the_same():
    result = planned(
        child("Noah", "2022-05-01"), carer("Emily", main=True), carer("Oliver", lives_in=True),
        horizon=WEEK,
    )  # fmt: skip

    own, other = (minutes_of(result, h) for h in ("Emily", "Oliver"))
    fairness = next(v for v in result.rota.levels if v.name == "fairness")
    assert fairness.proven
    assert fairness.value <= 7 * 720 / 2 + 60
    assert min(own, other) > 0


def test_thinking_of_a_task_stays_with_the_main_carer_where_a_visitor_does_it():
    """The school run is Ann's, but Emily has to think of it."""
    emily = carer("Emily", main=True, away=[away("day", "08:30-09:00")])
    ann = carer("Ann", available=[hours("day", "08:30-09:00")])
    run = need("school-run", "day", "08:30-09:00", about="Noah")
    horizon = span("2026-11-23T08:30", "2026-11-23T09:00")

    result = planned(child("Noah", "2018-05-01"), emily, ann, run, horizon=horizon)

    # Half an hour of doing for Ann; ten minutes of thinking for Emily.
    assert levels(result)["fairness"] == 30


def test_of_two_rotas_as_good_the_one_already_shared_stays():
    offer = [hours("day", "22:00-03:00")]
    mum, ann = carer("Mum", available=offer), carer("Ann", available=offer)
    known = household(child("Noah"), carer("Emily", main=True), mum, ann)
    fresh = plan(known, rules=UK, horizon=NIGHT)
    other = "Ann" if minutes_of(fresh, "Mum") else "Mum"
    shared = (
        Turn(PersonRef("Emily"), span("2026-11-23T20:00", "2026-11-23T22:00")),
        Turn(PersonRef(other), span("2026-11-23T22:00", "2026-11-24T03:00")),
        Turn(PersonRef("Emily"), span("2026-11-24T03:00", "2026-11-24T08:00")),
    )

    result = plan(known, rules=UK, horizon=NIGHT, wishes=Wishes(shared=shared))

    assert levels(result)["changes"] == 0
    assert minutes_of(result, other) == 300


def test_what_somebody_who_left_had_counts_as_changed():
    """Mum was in the rota that was shared, and is gone in the middle of her turn."""
    known = household(child("Noah"), carer("Emily", main=True))
    shared = (Turn(PersonRef("Mum"), span("2026-11-23T22:00", "2026-11-24T03:00")),)
    rest = span("2026-11-24T01:00", "2026-11-24T08:00")

    result = plan(known, rules=UK, horizon=rest, keep=shared, wishes=Wishes(shared=shared))

    assert levels(result)["changes"] == 120
    assert "care.turn-not-kept" in {f.code for f in result.findings}
    assert result.rota.gaps == ()


def test_quarters_of_an_hour_can_be_asked_for():
    """Mum has an hour and a quarter; Emily is at work for exactly that, twice."""
    emily = carer("Emily", main=True, away=[away("day", "09:00-11:00")])
    mum = carer("Mum", available=[hours("day", "09:00-11:00")], most=1.25)

    halves = planned(child("Noah"), emily, mum)
    quarters = planned(child("Noah"), emily, mum, wishes=Wishes(slot=15))

    assert minutes_of(halves, "Mum") == 60
    assert minutes_of(quarters, "Mum") == 75


def test_twins_weigh_twice():
    mum = carer("Mum", available=[hours("day", "22:00-03:00")])

    one = planned(child("Noah"), carer("Emily", main=True), mum, horizon=NIGHT)
    two = planned(child("Noah"), child("Ada"), carer("Emily", main=True), mum, horizon=NIGHT)

    assert levels(two)["fairness"] == pytest.approx(2 * levels(one)["fairness"])
    assert two.rota.gaps == ()


def test_an_impossible_fortnight_still_gets_the_least_bad_rota_with_its_gaps_named():
    """Emily works every day and night; Mum has four hours a week."""
    emily = carer("Emily", main=True, away=[away("day", "00:00-24:00")])
    mum = carer("Mum", available=[hours("day", "18:00-22:00")], most=4)
    known = household(child("Noah"), emily, mum)
    horizon = fortnight(MONDAY, zone=LONDON)

    result = plan(known, rules=UK, horizon=horizon)

    assert sum(g.interval.minutes for g in result.rota.gaps) == 14 * 1440 - 2 * 240
    assert all(g.could_ask == ("Mum",) for g in result.rota.gaps if g.interval.minutes < 1440)
    assert all(v.proven for v in result.rota.levels)


@pytest.mark.parametrize("last", ["2026-10-26", "2027-03-29"])
def test_the_nights_of_a_clock_change_pass_the_check(last):
    start = {"2026-10-26": "2026-10-24", "2027-03-29": "2027-03-27"}[last]
    horizon = span(f"{start}T08:00", f"{last}T08:00")
    offer = [hours("day", "21:00-07:00", occurred=start)]
    known = household(
        child("Noah"), carer("Emily", main=True),
        carer("Mum", available=offer, reliability=0.7), carer("Ann", available=offer, most=8),
    )  # fmt: skip
    needs = needs_for(known, rules=UK, horizon=horizon)

    rota = plan(known, rules=UK, horizon=horizon, needs=needs).rota

    assert check_rota(rota, household=known, rules=UK, needs=needs) == ()
    assert rota.gaps == rota.unrelieved == ()


def test_progress_is_told_level_by_level():
    told = []
    mum = carer("Mum", available=[hours("day", "22:00-03:00")])

    result = planned(
        child("Noah"), carer("Emily", main=True), mum,
        wishes=Wishes(told=lambda name, turns: told.append((name, turns))),
    )  # fmt: skip

    assert [name for name, _ in told] == ["usable", *LEVELS]
    assert {t.carer for t in told[0][1]} == {t.carer for t in result.rota.turns}


def test_tonight_ends_with_the_night_it_is_in():
    evening, small_hours = (
        span("2026-11-23T19:10", "2026-11-24T03:20").start,
        span("2026-11-23T20:00", "2026-11-24T03:20").end,
    )

    assert tonight(evening, zone=LONDON).end == NIGHT.end
    assert tonight(small_hours, zone=LONDON).end == NIGHT.end


def test_the_same_nodes_give_the_same_rota():
    offer = [hours("day", "18:00-08:00")]
    known = household(
        child("Noah"), carer("Emily", main=True, away=[away("week:mon,tue", "09:00-17:00")]),
        *(carer(n, available=offer, most=11, reliability=0.6) for n in ("Mum", "Ann", "Bea")),
    )  # fmt: skip
    limits = Limits(seconds=600, relative_gap=0.0, nodes=20)

    days = fortnight(MONDAY, zone=LONDON, days=4)
    first, second = (plan(known, rules=UK, horizon=days, limits=limits) for _ in range(2))

    assert first == second
