"""The rota of small households, and of households that are odd."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

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
    unsafe,
)

from kinhold.domain.care import Turn
from kinhold.domain.fact import PersonRef
from kinhold.domain.periods import night_of
from kinhold.engines.care.fairness import shares
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.care.reasons import explain
from kinhold.engines.care.rota import plan, plan_cover
from kinhold.engines.care.rota_check import check_rota
from kinhold.optimisation.limits import Limits
from kinhold.rules.loading import load_rules

UK = load_rules("uk")
NIGHT = span("2026-11-23T20:00", "2026-11-24T08:00")
DAY = span("2026-11-23T08:00", "2026-11-24T08:00")
WEEK = fortnight(MONDAY, zone=LONDON, days=7)


def rota_of(*members, horizon=NIGHT, **more):
    return plan(household(*members), rules=UK, horizon=horizon, **more).rota


def levels(rota):
    return {level.name: level.value for level in rota.levels}


def turns(rota, zone=LONDON):
    return [
        (t.carer, t.interval.start.astimezone(zone).strftime("%a %H:%M"),
         t.interval.end.astimezone(zone).strftime("%a %H:%M"))
        for t in rota.turns
    ]  # fmt: skip


def test_alone_at_home_the_main_carer_has_every_minute():
    """Child Noah / person Emily role=self."""
    rota = rota_of(child("Noah"), carer("Emily", main=True), horizon=WEEK)

    assert [t.carer for t in rota.turns] == ["Emily"]
    assert (len(rota.gaps), len(rota.unrelieved)) == (0, 7)
    assert levels(rota)["sleep"] == 7 * 300


def test_the_night_is_given_to_who_agreed_to_it():
    """Available Mum each=week:mon at=22:00-03:00."""
    mum = carer("Mum", available=[hours("week:mon", "22:00-03:00")])

    rota = rota_of(child("Noah"), carer("Emily", main=True), mum)

    assert turns(rota) == [
        ("Emily", "Mon 20:00", "Mon 22:00"),
        ("Mum", "Mon 22:00", "Tue 03:00"),
        ("Emily", "Tue 03:00", "Tue 08:00"),
    ]
    assert all(level.proven for level in rota.levels)


def test_limited_hours_go_first_to_what_nobody_else_can_cover():
    """Mum has six hours; Emily works from nine to three, and would also like to sleep."""
    emily = carer("Emily", main=True, away=[away("week:mon", "09:00-15:00")])
    mum = carer("Mum", available=[hours("day")], most=6)

    rota = rota_of(child("Noah"), emily, mum, horizon=DAY)

    assert ("Mum", "Mon 09:00", "Mon 15:00") in turns(rota)
    assert (levels(rota)["uncovered"], levels(rota)["sleep"]) == (0, 300)


def test_limited_hours_go_to_sleep_before_they_go_to_the_day():
    mum = carer("Mum", available=[hours("day")], most=5)

    rota = rota_of(child("Noah"), carer("Emily", main=True), mum, horizon=DAY)

    assert (levels(rota)["sleep"], rota.unrelieved) == (0, ())
    assert sum(s.minutes for s in shares(rota.turns, zone=LONDON) if s.carer == "Mum") == 300


def test_too_few_hours_are_used_and_the_night_stays_open():
    mum = carer("Mum", available=[hours("day", "20:00-08:00")], most=3)

    rota = rota_of(child("Noah"), carer("Emily", main=True), mum)

    assert levels(rota)["sleep"] == 120
    assert [n.longest for n in rota.unrelieved] == [180]


def test_nobody_is_above_their_limit_in_any_seven_days():
    mum = carer("Mum", available=[hours("day", "20:00-08:00")], most=12)

    rota = rota_of(
        child("Noah"), carer("Emily", main=True), mum, horizon=fortnight(MONDAY, zone=LONDON)
    )

    assert sum(t.interval.minutes for t in rota.turns if t.carer == "Mum") <= 24 * 60
    assert levels(rota)["sleep"] == 14 * 300 - 24 * 60


def test_paid_care_is_used_where_it_is_needed_and_nowhere_else():
    """Away Emily work at=09:00-13:00 / available Nanny at=08:00-18:00 / limits Nanny price=14."""
    emily = carer("Emily", main=True, away=[away("day", "09:00-13:00")])
    nanny = carer("Nanny", available=[hours("day", "08:00-18:00")], price=14)

    rota = rota_of(child("Noah"), emily, nanny, horizon=DAY)

    assert ("Nanny", "Mon 09:00", "Mon 13:00") in turns(rota)
    assert [t.carer for t in rota.turns].count("Nanny") == 1


def test_the_surer_person_leads_and_another_is_named_to_step_in():
    emily = carer("Emily", main=True, away=[away("day", "09:00-13:00")])
    ann = carer("Ann", available=[hours("day", "09:00-13:00")], reliability=0.5)
    bea = carer("Bea", available=[hours("day", "09:00-13:00")], reliability=0.9)

    rota = rota_of(child("Noah"), emily, ann, bea, horizon=DAY)

    (turn,) = [t for t in rota.turns if t.carer != "Emily"]
    assert (turn.carer, turn.backup) == ("Bea", "Ann")


def test_by_night_who_steps_in_comes_from_the_other_side():
    """Mum and Ann are of one side, Bea of the other; Emily is the last to be woken."""
    offer = [hours("day", "22:00-03:00")]
    mum = carer("Mum", side="own", available=offer, reliability=0.9)
    ann = carer("Ann", side="own", available=offer, reliability=0.8)
    bea = carer("Bea", side="partner", available=offer, reliability=0.5)

    rota = rota_of(child("Noah"), carer("Emily", main=True), mum, ann, bea)

    assert [(t.carer, t.backup) for t in rota.turns if t.carer != "Emily"] == [("Mum", "Bea")]


def test_somebody_certain_needs_nobody_to_step_in():
    mum = carer("Mum", available=[hours("day", "22:00-03:00")])

    rota = rota_of(child("Noah"), carer("Emily", main=True), mum)

    assert {t.backup for t in rota.turns} == {None}


def test_nobody_steps_in_above_their_limit():
    """Ann has four hours a week, so she can be called for two of Mum's five."""
    offer = [hours("day", "22:00-03:00")]
    mum = carer("Mum", available=offer, reliability=0.9)
    ann = carer("Ann", available=offer, reliability=0.8, most=4)

    rota = rota_of(child("Noah"), carer("Emily", main=True), mum, ann)

    assert [
        (t.interval.start.strftime("%H:%M"), t.backup) for t in rota.turns if t.carer == "Mum"
    ] == [("22:00", "Ann"), ("00:00", "Emily")]


def test_two_who_offer_the_same_hours_share_them_in_one_piece_each():
    emily = carer("Emily", main=True, away=[away("day", "09:00-17:00")])
    ann = carer("Ann", available=[hours("day", "08:00-18:00")])
    bea = carer("Bea", available=[hours("day", "08:00-18:00")])

    rota = rota_of(child("Noah"), emily, ann, bea, horizon=DAY)

    assert sorted(t.carer for t in rota.turns) == ["Ann", "Bea", "Emily"]
    assert {t.interval.minutes for t in rota.turns if t.carer != "Emily"} == {300}


def test_two_who_live_there_share_the_night():
    """Home people=Emily,Oliver."""
    rota = rota_of(child("Noah"), carer("Emily", main=True), carer("Oliver", lives_in=True))

    share = {s.carer: s.night_minutes for s in shares(rota.turns, zone=LONDON)}
    assert levels(rota)["sleep"] == 0
    assert share["Oliver"] <= 720 - 300


def test_who_cannot_feed_is_not_there_when_a_feed_is_likely():
    """Limits Mum cannot=feed: a newborn's feeds bound what she can take over."""
    mum = carer("Mum", available=[hours("day", "20:00-08:00")], cannot=("feed",))
    known = household(child("Noah", "2026-11-10"), carer("Emily", main=True), mum)
    needs = needs_for(known, rules=UK, horizon=NIGHT)

    rota = plan(known, rules=UK, horizon=NIGHT, needs=needs).rota

    fed = [n.interval for n in needs if n.kind == "feed"]
    assert not [
        t for t in rota.turns if t.carer == "Mum" and any(t.interval.overlap(f) for f in fed)
    ]
    assert levels(rota)["uncovered"] == 0


def test_the_rota_stands_around_turns_that_are_kept():
    mum = carer("Mum", available=[hours("day", "20:00-08:00")], most=5)
    keep = [Turn(PersonRef("Mum"), span("2026-11-24T02:00", "2026-11-24T06:00"))]

    result = plan(
        household(child("Noah"), carer("Emily", main=True), mum),
        rules=UK, horizon=NIGHT, keep=keep,
    )  # fmt: skip

    own = [t.interval for t in result.rota.turns if t.carer == "Mum"]
    assert len(own) == 1
    assert own[0].overlap(keep[0].interval) == 240
    assert levels(result.rota)["sleep"] == 0
    assert result.findings == ()


@pytest.mark.parametrize("most", [3, None], ids=["above the limit", "no longer free"])
def test_a_turn_that_cannot_be_kept_is_said_so(most):
    limits = {"most": most} if most else {"away": [away("day", "02:00-06:00")]}
    mum = carer("Mum", available=[hours("day", "20:00-08:00")], **limits)
    keep = [Turn(PersonRef("Mum"), span("2026-11-24T02:00", "2026-11-24T06:00"))]

    result = plan(
        household(child("Noah"), carer("Emily", main=True), mum),
        rules=UK, horizon=NIGHT, keep=keep,
    )  # fmt: skip

    assert [f.code for f in result.findings] == ["care.turn-not-kept"]


@pytest.mark.parametrize(
    "members",
    [
        [],
        [child("Noah")],
        [carer("Emily", main=True)],
        [child("Emma", "2008-01-01"), carer("Emily", main=True)],
        [child("Noah", "../.."), carer("Emily", main=True)],
        [child("Noah"), carer("Mum", available=[hours("day", "22:00-03:00")])],
        [child("Noah"), carer("Emily", main=True, lives_in=False)],
        [child("Noah"), carer("Emily", main=True, most=0)],
        [child("Noah"), carer("Emily", main=True, cannot=("alone",)), carer("Mum")],
    ],
    ids=["nobody", "no carers", "no children", "grown up", "birth not told", "no main carer",
         "lives elsewhere", "no hours left", "never alone"],
)  # fmt: skip
def test_odd_households_get_an_answer(members):
    known = household(*members)

    result = plan(known, rules=UK, horizon=DAY)

    needs = needs_for(known, rules=UK, horizon=DAY)
    assert check_rota(result.rota, household=known, rules=UK, needs=needs) == ()


def test_who_said_nothing_about_hours_is_not_used_and_could_be_asked():
    emily = carer("Emily", main=True, away=[away("day", "09:00-17:00")])

    result = plan(household(child("Noah"), emily, carer("Mum")), rules=UK, horizon=DAY)

    assert {t.carer for t in result.rota.turns} == {"Emily"}
    assert result.rota.gaps[0].could_ask == ("Mum",)
    assert result.rota.unrelieved[0].could_ask == ("Mum",)
    assert "care.hours-not-stated" in {f.code for f in result.findings}


def test_who_is_marked_unsafe_is_neither_used_nor_asked():
    known = unsafe(
        household(
            child("Noah"),
            carer("Emily", main=True, away=[away("day", "09:00-17:00")]),
            carer("John", lives_in=True),
        ),
        "John",
    )

    rota = plan(known, rules=UK, horizon=DAY).rota

    assert "John" not in repr(rota)
    assert len(rota.gaps) == 1


def test_availability_that_is_not_on_the_half_hour_is_kept_to_the_minute():
    mum = carer("Mum", available=[hours("day", "21:50-02:50")])

    rota = rota_of(child("Noah"), carer("Emily", main=True), mum)

    assert ("Mum", "Mon 21:50", "Tue 02:50") in turns(rota)


@pytest.mark.parametrize(
    ("first", "zone", "longest"),
    [
        (date(2026, 10, 24), "Europe/London", 780),
        (date(2027, 3, 27), "Europe/London", 660),
        (date(2026, 10, 31), "America/New_York", 780),
        (date(2026, 11, 23), "Asia/Kathmandu", 720),
    ],
)
def test_a_night_has_the_hours_the_clock_gives_it(first, zone, longest):
    """The whole night is offered on the day the clocks change."""
    place = ZoneInfo(zone)
    mum = carer("Mum", available=[hours("day", "20:00-08:00", occurred=first.isoformat())])
    known = household(child("Noah"), carer("Emily", main=True), mum, zone=place)

    rota = plan(known, rules=UK, horizon=night_of(first, place)).rota

    assert sum(t.interval.minutes for t in rota.turns) == longest
    assert rota.gaps == ()


def test_the_same_household_gets_the_same_rota():
    mum = carer("Mum", available=[hours("day", "20:00-08:00")], most=12, reliability=0.6)
    ann = carer("Ann", available=[hours("day", "18:00-23:00")], most=9, reliability=0.6)
    known = household(child("Noah"), carer("Emily", main=True), mum, ann)

    three_days = fortnight(MONDAY, zone=LONDON, days=3)
    first, second = (plan(known, rules=UK, horizon=three_days) for _ in range(2))

    assert first == second


def test_the_digest_changes_with_what_the_rota_rests_on_and_with_nothing_else():
    mum = carer("Mum", available=[hours("day", "20:00-08:00")], most=12)
    known = household(child("Noah"), carer("Emily", main=True), mum)
    renamed = replace(known, region="Kent", commitments=())
    surer = household(child("Noah"), carer("Emily", main=True), replace(mum, reliability=0.5))

    digests = [plan(h, rules=UK, horizon=NIGHT).digest for h in (known, renamed, surer)]

    assert digests[0] == digests[1] != digests[2]
    assert len(digests[0]) == 64


def test_the_quick_plan_reaches_the_same_levels():
    mum = carer("Mum", available=[hours("day", "20:00-08:00")], most=12)
    ann = carer("Ann", available=[hours("week:tue,sat", "18:00-23:00")], most=9)
    known = household(child("Noah"), carer("Emily", main=True), mum, ann)

    full = plan(known, rules=UK, horizon=WEEK)
    quick = plan_cover(known, rules=UK, horizon=WEEK)

    assert quick.rota.levels == full.rota.levels[:2]
    assert quick.digest == full.digest


def test_without_time_to_solve_there_is_still_a_rota_that_holds():
    mum = carer("Mum", available=[hours("day", "20:00-08:00")], most=12)
    known = household(child("Noah"), carer("Emily", main=True), mum)

    result = plan(known, rules=UK, horizon=WEEK, limits=Limits(seconds=0.0))

    assert result.rota.gaps == ()
    assert all(v.bound <= v.value for v in result.rota.levels)


def test_a_turn_says_why():
    """Limits Mum most_hours=12 price=10."""
    mum = carer("Mum", available=[hours("day", "22:00-03:00")], most=12, price=10, reliability=0.8)
    known = household(child("Noah"), carer("Emily", main=True), mum)
    rota = plan(known, rules=UK, horizon=NIGHT).rota
    turn = next(t for t in rota.turns if t.carer == "Mum")

    why = explain(turn, rota=rota, household=known)

    assert why.fact_ids == ("hours day 22:00-03:00", "limits Mum")
    assert why.words == (
        "Mum agreed to these hours.",
        "5 of at most 12 hours in these 7 days.",
        "£10 an hour.",
        "Emily steps in if Mum cannot come.",
    )


def test_who_lives_there_needs_no_more_reason():
    known = household(child("Noah"), carer("Emily", main=True))
    rota = plan(known, rules=UK, horizon=NIGHT).rota

    assert explain(rota.turns[0], rota=rota, household=known).words == (
        "Emily lives there and is not away then.",
    )
    gone = replace(known, carers=())
    assert explain(rota.turns[0], rota=rota, household=gone).fact_ids == ()


def test_hours_nights_and_wakings_are_counted_by_person():
    mum = carer("Mum", available=[hours("day", "22:00-03:00")], reliability=0.8)
    known = household(child("Noah"), carer("Emily", main=True), mum)
    needs = needs_for(known, rules=UK, horizon=DAY)
    rota = plan(known, rules=UK, horizon=DAY, needs=needs).rota

    emily, helper = shares(rota.turns, zone=LONDON, needs=needs)

    assert (emily.carer, emily.minutes, emily.backup_minutes) == ("Emily", 1140, 300)
    assert (helper.minutes, helper.night_minutes, helper.turns, helper.nights) == (300, 300, 1, 1)
    assert emily.wakings + helper.wakings == len([n for n in needs if n.kind == "night-waking"])


def test_cover_for_work_is_not_the_worker():
    """Need work-cover at=09:00-12:00: the main carer is at home, and has to work."""
    ann = carer("Ann", available=[hours("day", "08:00-18:00")], price=20)

    rota = rota_of(
        child("Noah"), carer("Laura", main=True), ann,
        need("work-cover", "day", "09:00-12:00"), horizon=DAY,
    )  # fmt: skip

    assert ("Ann", "Mon 09:00", "Mon 12:00") in turns(rota)
