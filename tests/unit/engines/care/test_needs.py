"""What the children need: somebody there, feeds and wakings at their likely hours, stated needs."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.households import (
    LONDON,
    MONDAY,
    carer,
    child,
    feed,
    household,
    need,
    span,
    waking,
)

from kinhold.domain.dates import Edtf
from kinhold.domain.periods import Interval
from kinhold.engines.care.needs import (
    fortnight,
    needed_time,
    needs_for,
    questions_about_needs,
)
from kinhold.engines.care.wakings import child_months, feeds, wakings
from kinhold.rules.loading import load_rules

UK = load_rules("uk")
DAY = span("2026-11-23T08:00", "2026-11-24T08:00")


def needs(*members, horizon=DAY, log=(), **fields):
    return needs_for(household(*members, **fields), rules=UK, horizon=horizon, log=log)


def of(kind, found):
    return [n for n in found if n.kind == kind]


def test_a_baby_needs_somebody_at_every_minute():
    """Child Noah born=2026-08-20."""
    (presence,) = of("presence", needs(child("Noah")))

    assert (presence.interval, presence.weight) == (DAY, "unsafe")
    assert presence.fact_ids == ("child Noah",)


def test_two_children_are_one_need_while_both_need_somebody():
    found = of("presence", needs(child("Noah"), child("Colin", "2020-05-01")))

    assert [n.children for n in found] == [("Colin", "Noah")]


def test_from_twelve_a_child_needs_somebody_overnight_only():
    found = of("presence", needs(child("Emma", "2013-05-01")))

    assert [n.interval for n in found] == [span("2026-11-23T20:00", "2026-11-24T08:00")]


def test_from_sixteen_nobody_is_needed():
    assert needs(child("Emma", "2010-05-01")) == ()


def test_a_birthday_inside_the_horizon_changes_the_need_on_that_day():
    horizon = span("2026-11-23T08:00", "2026-11-25T08:00")

    found = of("presence", needs(child("Emma", "2014-11-24"), horizon=horizon))

    assert [n.interval for n in found] == [
        span("2026-11-23T08:00", "2026-11-24T08:00"),
        span("2026-11-24T20:00", "2026-11-25T08:00"),
    ]


def test_somebody_born_on_a_leap_day_has_a_birthday_every_year():
    horizon = span("2028-02-28T12:00", "2028-03-02T12:00")

    assert of("presence", needs(child("Leap", "2016-02-29"), horizon=horizon))


def test_a_child_born_later_needs_nobody_before():
    horizon = span("2026-11-23T08:00", "2026-11-25T08:00")

    found = needed_time(needs(child("Noah", "2026-11-24"), horizon=horizon))

    assert found == (span("2026-11-24T00:00", "2026-11-25T08:00"),)


def test_where_birth_was_not_told_somebody_is_there_and_the_question_is_asked():
    known = household(child("Noah", "../.."))

    assert needed_time(needs_for(known, rules=UK, horizon=DAY)) == (DAY,)
    assert [f.code for f in questions_about_needs(known)] == ["care.birth-not-told"]


def test_a_birth_told_as_a_month_counts_as_its_last_day():
    assert child_months(child("Noah", "2026-08"), date(2026, 11, 30)) == 2
    assert child_months(child("Noah", "2026-08"), date(2026, 11, 1)) == 2
    assert child_months(child("Noah", "2026-08"), date(2026, 12, 1)) == 3
    assert child_months(child("Noah", "../.."), MONDAY) is None
    assert child_months(child("Noah", "2027-01-01"), MONDAY) is None


def test_without_a_log_the_age_says_how_often():
    newborn = needs(child("Noah", "2026-11-01"))
    year_old = needs(child("Noah", "2025-05-01"))

    assert (len(of("feed", newborn)), len(of("night-waking", newborn))) == (10, 2)
    assert (len(of("feed", year_old)), len(of("night-waking", year_old))) == (0, 1)


def test_wakings_by_age_fall_into_the_night():
    night = span("2026-11-23T20:00", "2026-11-24T08:00")

    found = of("night-waking", needs(child("Noah")))

    assert all(n.interval.overlap(night) == 30 for n in found)


def test_the_log_places_wakings_where_they_were():
    """Waking Noah 01:10 and 04:40, every night for two weeks."""
    log = [
        waking("Noah", f"{MONDAY - timedelta(days=n)}T{at}")
        for n in range(14)
        for at in ("01:10", "04:40")
    ]

    found = of("night-waking", needs(child("Noah"), log=log))

    assert [n.interval.start.hour for n in found] == [1, 4]
    assert "waking 2026-11-23T01:10" in found[0].fact_ids


def test_nights_without_a_log_change_nothing():
    every = [waking("Noah", f"{MONDAY - timedelta(days=n)}T01:10") for n in range(14)]

    half = wakings(child("Noah"), rules=UK, on=MONDAY, zone=LONDON, log=every[::2])
    whole = wakings(child("Noah"), rules=UK, on=MONDAY, zone=LONDON, log=every)

    assert (half.days, whole.days) == (7, 14)
    assert half.by_hour[1] == pytest.approx(1, abs=0.15)
    assert whole.by_hour[1] == pytest.approx(1, abs=0.1)


def test_a_log_of_another_child_or_of_last_year_is_not_used():
    log = [feed("Colin", "2026-11-20T10:00"), feed("Noah", "2025-11-20T10:00")]

    found = feeds(child("Noah"), rules=UK, on=MONDAY, zone=LONDON, log=log)

    assert (found.from_log, found.per_day) == (False, pytest.approx(7))


def test_a_feed_known_only_by_its_day_has_no_hour():
    found = feeds(child("Noah"), rules=UK, on=MONDAY, zone=LONDON, log=[feed("Noah", "2026-11-20")])

    assert not found.from_log


def test_feeds_at_the_breast_raise_a_question_and_no_assumption():
    known = household(child("Noah"))
    log = [feed("Noah", "2026-11-22T10:00", "breast")]

    assert [f.code for f in questions_about_needs(known, log=log)] == ["care.fed-at-the-breast"]
    assert questions_about_needs(known, log=[*log, feed("Noah", "2026-11-22T13:00")]) == ()


def test_stated_needs_follow_their_rule_in_local_time():
    """Need Colin school-run each=week:mon,fri at=08:30-09:00."""
    run = need("school-run", "week:mon,fri", "08:30-09:00", about="Colin", skills=("drive",))
    horizon = fortnight(MONDAY, zone=LONDON, days=7)

    found = of("school-run", needs(child("Colin", "2020-05-01"), run, horizon=horizon))

    assert [n.interval.start.strftime("%a %H:%M") for n in found] == ["Mon 08:30", "Fri 08:30"]
    assert {(n.children, n.skills) for n in found} == {(("Colin",), ("drive",))}


def test_a_need_of_no_one_child_is_of_all():
    found = of("other", needs(child("Noah"), child("Colin"), need("other", "day", "10:00-11:00")))

    assert found[0].children == ("Colin", "Noah")


def test_a_need_without_a_date_is_asked_about():
    vague = need("appointment", "", "10:00-11:00", occurred=Edtf("../.."))
    known = household(child("Noah"), vague)

    assert not of("appointment", needs_for(known, rules=UK, horizon=DAY))
    assert [f.code for f in questions_about_needs(known)] == ["care.need-without-date"]


@pytest.mark.parametrize(
    ("first", "hours"),
    [(date(2026, 10, 24), 25), (date(2027, 3, 27), 23), (date(2026, 11, 21), 24)],
)
def test_a_day_is_as_long_as_the_clock_makes_it(first, hours):
    horizon = fortnight(first, zone=LONDON, days=1)

    assert horizon.minutes == hours * 60
    assert needed_time(needs(child("Noah"), horizon=horizon)) == (horizon,)


def test_no_children_need_nothing():
    assert needs(carer("Emily", main=True)) == ()


def test_the_same_needs_come_in_the_same_order_with_the_same_names():
    members = [child("Noah"), child("Colin", "2020-05-01")]

    first, second = needs(*members), needs(*members[::-1])

    assert first == second
    assert len({n.need_id for n in first}) == len(first)


def test_needs_are_instants_whatever_the_zone():
    chicago = ZoneInfo("America/Chicago")
    horizon = fortnight(MONDAY, zone=chicago, days=1)

    found = of("presence", needs(child("Emma", "2013-05-01"), horizon=horizon, zone=chicago))

    assert [n.interval for n in found] == [span("2026-11-23T20:00", "2026-11-24T08:00", chicago)]
    assert isinstance(found[0].interval, Interval)
