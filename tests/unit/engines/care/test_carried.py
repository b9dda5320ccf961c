"""What each person carries, week by week: hours of doing and of thinking of it."""

from __future__ import annotations

from tests.households import LONDON, MONDAY, away, carer, child, hours, household

from kinhold.engines.care.carried import carried_by_week
from kinhold.engines.care.figures import figures
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.care.rota import plan_cover
from kinhold.rules.loading import load_rules

UK = load_rules("uk")

DAYS = fortnight(MONDAY, zone=LONDON, days=10)


def carried(known):
    needs = needs_for(known, rules=UK, horizon=DAYS)
    turns = plan_cover(known, rules=UK, horizon=DAYS, needs=needs).rota.turns
    parts = carried_by_week(turns, household=known, horizon=DAYS, needs=needs)
    return parts, figures(turns, household=known, rules=UK, horizon=DAYS, needs=needs)


def test_the_weeks_add_up_to_the_load_that_is_shared_out():
    """Emily with a newborn; Mum has the nights of Tuesdays."""
    mum = carer("Mum", available=[hours("week:tue", "20:00-08:00")])
    parts, given = carried(household(child("Noah"), carer("Emily", main=True), mum))

    total = {who: sum(p.doing + p.thinking for p in parts if p.carer == who) for who in given.loads}
    assert {p.week.minutes // 1440 for p in parts} == {7, 3}
    assert all(abs(total[who] - given.loads[who]) <= 2 for who in total)


def test_thinking_stays_with_the_one_who_has_to_tell_the_helper():
    mum = carer("Mum", available=[hours("day", "08:00-20:00")])
    parts, _ = carried(household(child("Noah"), carer("Emily", main=True), mum))

    assert all(p.thinking == 0 for p in parts if p.carer == "Mum")
    assert all(p.thinking > 0 for p in parts if p.carer == "Emily")


def test_paid_hours_are_care_too():
    """A nanny from nine to twelve while Emily is at work."""
    nanny = carer("Nanny", available=[hours("day", "08:00-18:00")], price="14.00")
    emily = carer("Emily", main=True, away=[away("day", "09:00-12:00")])
    parts, given = carried(household(child("Noah"), emily, nanny))

    assert "Nanny" not in given.loads
    assert [p.doing for p in parts if p.carer == "Nanny"] == [7 * 180, 3 * 180]
