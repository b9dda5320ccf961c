"""Schools and nurseries: who is there for a child before, after, and when they are closed."""

from __future__ import annotations

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
    place,
    span,
    without_carer,
)

from kinhold.domain.dates import Edtf
from kinhold.domain.periods import Interval
from kinhold.engines.care.coverage import cover_without_solving
from kinhold.engines.care.needs import fortnight, needed_time, needs_for, questions_about_needs
from kinhold.engines.care.places import with_places
from kinhold.engines.care.rota import digest_of, plan
from kinhold.engines.care.rota_check import check_rota
from kinhold.engines.care.supply import could_ask, supplies
from kinhold.engines.stress.contingencies import list_single_losses
from kinhold.engines.stress.outage import remove
from kinhold.rules.loading import load_rules

UK, US = load_rules("uk"), load_rules("us")
DAY = span("2026-11-23T08:00", "2026-11-24T08:00")
WEEKDAYS = "week:mon,tue,wed,thu,fri"
TERM = hours(WEEKDAYS, "08:50-15:15", skips="holidays", until=Edtf("2026-12-18"))
AT_SCHOOL = span("2026-11-23T08:50", "2026-11-23T15:15")
MIA = child("Mia", "2020-05-04")


def needs(*members, horizon=DAY, rules=UK, **fields):
    return needs_for(household(*members, **fields), rules=rules, horizon=horizon)


def of(kind, found):
    return [n for n in found if n.kind == kind]


def said(findings):
    return {f.code: f.message for f in findings}


# -- at school -------------------------------------------------------------------------------------


def test_nobody_is_needed_at_home_while_a_six_year_old_is_at_school():
    found = needs(MIA, place("School", TERM))

    assert needed_time(found) == (
        span("2026-11-23T08:00", "2026-11-23T08:50"),
        span("2026-11-23T15:15", "2026-11-24T08:00"),
    )
    (there,) = of("at-school", found)
    assert (there.interval, there.children, there.place) == (AT_SCHOOL, ("Mia",), "School")


def test_laura_who_works_until_five_has_no_one_from_the_bell_on():
    """Laura works 09:00-17:00; Mia's school ends at 15:15."""
    laura = carer("Laura", main=True, away=[away(WEEKDAYS, "09:00-17:00")])
    known = household(MIA, laura, place("School", TERM))

    cover = cover_without_solving(known, rules=UK, horizon=DAY)

    assert [g.interval for g in cover.gaps] == [span("2026-11-23T15:15", "2026-11-23T17:00")]
    assert "School" not in cover.gaps[0].could_ask


def test_the_baby_at_home_still_needs_somebody():
    found = needs(MIA, child("Noah"), place("School", TERM))

    assert needed_time(found) == (DAY,)
    assert [n.children for n in of("presence", found)] == [
        ("Mia", "Noah"),
        ("Noah",),
        ("Mia", "Noah"),
    ]


@pytest.mark.parametrize(
    ("kind", "rules", "born", "there"),
    [
        ("school", UK, "2022-10-01", True),  # four years and a month
        ("school", US, "2022-10-01", False),
        ("nursery", US, "2022-10-01", True),
        ("nursery", UK, "2024-10-01", True),
        ("school", UK, "2024-10-01", False),
        ("nursery", UK, "2020-05-04", False),
        ("school", UK, "../..", False),
    ],
)
def test_where_nobody_said_whose_place_it_is_age_decides(kind, rules, born, there):
    found = needs(child("Sam", born), place("Place", TERM, kind=kind), rules=rules)

    assert bool(of(f"at-{kind}", found)) == there


def test_a_place_has_the_children_it_is_for_whatever_their_age():
    term = hours(WEEKDAYS, "08:50-15:15", for_children=("Mia",))

    found = needs(MIA, child("Leo", "2018-02-01"), place("School", term))

    assert {n.children for n in of("at-school", found)} == {("Mia",)}


def test_after_the_last_day_of_term_somebody_is_needed_again():
    horizon = span("2026-12-18T08:00", "2026-12-22T08:00")  # Friday to Tuesday

    found = needs(MIA, place("School", TERM), horizon=horizon)

    assert [n.interval for n in of("at-school", found)] == [
        span("2026-12-18T08:50", "2026-12-18T15:15")
    ]


def test_school_holidays_stated_as_closed_days_need_somebody():
    """Away School other 2026-11-23 until=2026-11-24: two days of building work."""
    closed = away("", why="other", until=Edtf("2026-11-24"))
    horizon = span("2026-11-23T08:00", "2026-11-26T08:00")

    found = needs(MIA, place("School", TERM, closed=[closed]), horizon=horizon)

    assert [n.interval for n in of("at-school", found)] == [
        span("2026-11-25T08:50", "2026-11-25T15:15")
    ]
    assert {n.interval.start.day for n in of("school-run", found)} == {25}


def test_a_bank_holiday_monday_needs_somebody_and_the_rota_knows():
    laura = carer("Laura", main=True, away=[away(WEEKDAYS, "09:00-15:00", skips="holidays")])
    known = household(MIA, laura, place("School", TERM))
    closed = household(MIA, laura, place("School", TERM), holidays=frozenset({date(2026, 11, 23)}))

    def digest(version):
        found = needs_for(version, rules=UK, horizon=DAY)
        return digest_of(supplies(version, horizon=DAY), found, DAY, target=300)

    assert needed_time(needs_for(closed, rules=UK, horizon=DAY)) == (DAY,)
    assert cover_without_solving(closed, rules=UK, horizon=DAY).gaps == ()
    assert digest(closed) != digest(known)


def test_an_appointment_takes_a_child_out_of_school():
    """2026-11-23T10:00 need Mia appointment."""
    doctor = need("appointment", occurred=Edtf("2026-11-23T10:00"), about="Mia")
    laura = carer("Laura", main=True, away=[away(WEEKDAYS, "09:00-15:00")])
    known = household(MIA, laura, place("School", TERM), doctor)

    cover = cover_without_solving(known, rules=UK, horizon=DAY)

    assert [g.interval for g in cover.gaps] == [span("2026-11-23T10:00", "2026-11-23T11:00")]


def test_the_nursery_gives_the_feeds_in_its_hours():
    noah = child("Noah", "2026-02-01")
    found = needs(noah, place("Nursery", hours("day", "08:00-18:00"), kind="nursery"))

    assert of("feed", found)
    assert all(n.interval.start >= span("2026-11-23T18:00", "2026-11-24T08:00").start
               for n in of("feed", found))  # fmt: skip


# -- there and back --------------------------------------------------------------------------------


def test_a_child_is_taken_to_school_and_fetched():
    runs = of("school-run", needs(MIA, place("School", TERM)))

    assert [(r.interval, r.weight, r.skills) for r in runs] == [
        (span("2026-11-23T08:20", "2026-11-23T08:50"), "important", ()),
        (span("2026-11-23T15:15", "2026-11-23T15:45"), "important", ()),
    ]


def test_the_way_takes_as_long_as_was_told():
    runs = of("nursery-run", needs(
        child("Sam", "2024-01-01"),
        place("Nursery", hours("day", "09:00-12:00"), kind="nursery", travel=10),
    ))  # fmt: skip

    assert [r.interval.minutes for r in runs] == [10, 10]


def test_brothers_and_sisters_are_one_run():
    runs = of("school-run", needs(MIA, child("Leo", "2018-02-01"), place("School", TERM)))

    assert [r.children for r in runs] == [("Leo", "Mia")] * 2


def test_a_run_that_was_stated_stands_instead_and_may_ask_for_a_driver():
    stated = need("school-run", WEEKDAYS, "08:15-08:45", about="Mia", skills=("drive",))

    runs = of("school-run", needs(MIA, place("School", TERM), stated))

    assert [r.skills for r in runs] == [("drive",), ()]
    assert runs[1].interval == span("2026-11-23T15:15", "2026-11-23T15:45")


def test_a_child_of_twelve_goes_alone():
    assert of("school-run", needs(child("Emma", "2013-05-01"), place("School", TERM))) == []


def test_nobody_walks_a_child_from_the_breakfast_club_to_its_classroom():
    club = place("Club", hours("day", "07:30-08:50", for_children=("Mia",)), kind="nursery")
    horizon = span("2026-11-23T06:00", "2026-11-23T20:00")

    found = needs(MIA, place("School", TERM), club, horizon=horizon)

    assert [n.interval for n in of("nursery-run", found)] == [
        span("2026-11-23T07:00", "2026-11-23T07:30")
    ]
    assert [n.interval for n in of("school-run", found)] == [
        span("2026-11-23T15:15", "2026-11-23T15:45")
    ]


def test_who_is_at_work_leaves_the_run_open_and_no_gap_in_school_hours():
    laura = carer("Laura", main=True)
    mum = carer("Mum", available=[hours("day", "08:00-09:00")], cannot=("drive",))
    stated = need("school-run", WEEKDAYS, "08:15-08:45", about="Mia", skills=("drive",))
    known = household(MIA, laura, mum, place("School", TERM), stated)
    away_until_nine = without_carer(known, "Laura")

    cover = cover_without_solving(away_until_nine, rules=UK, horizon=DAY)

    assert any("it needs somebody who can drive." in f.message for f in cover.findings)


# -- never a person --------------------------------------------------------------------------------


def test_a_place_is_never_on_the_rota_and_never_a_back_up():
    laura = carer("Laura", main=True, away=[away(WEEKDAYS, "09:00-17:00")])
    ann = carer("Ann", available=[hours("day", "08:00-18:00")], reliability=0.5)
    known = household(MIA, laura, ann, place("School", TERM))

    result = plan(known, rules=UK, horizon=DAY)

    assert {t.carer for t in result.rota.turns} | {t.backup for t in result.rota.turns} <= {
        "Laura", "Ann", None,
    }  # fmt: skip
    needs_ = needs_for(known, rules=UK, horizon=DAY)
    assert check_rota(result.rota, household=known, rules=UK, needs=needs_) == ()


def test_a_place_is_never_suggested():
    found = supplies(household(MIA, carer("Laura", main=True), place("School", TERM)), horizon=DAY)

    assert [s.handle for s in found] == ["Laura"]
    assert could_ask(found, DAY) == ()


def losses(*members):
    known = household(child("Sam", "2024-01-01"), carer("Laura", main=True), *members)
    return known, {x.key for x in list_single_losses(known, rules=UK, on=known.on)}


def test_a_nursery_is_lost_as_a_paid_place_and_a_free_school_is_no_loss_of_its_own():
    nursery = place("Nursery", hours("day", "08:00-18:00"), kind="nursery", price="6.50")

    assert "place:Nursery" in losses(nursery)[1]
    assert "place:Club" in losses(place("Club", TERM, price="9"))[1]
    assert not {"person:School", "place:School"} & losses(place("School", TERM))[1]


def test_losing_the_nursery_brings_its_hours_back_as_time_with_no_one():
    """The needs were found while the nursery stood, as the stress test does."""
    laura = carer("Laura", main=True, away=[away("day", "09:00-17:00")])
    nursery = place("Nursery", hours("day", "08:30-17:30"), kind="nursery", price="6.50")
    known = household(child("Sam", "2024-01-01"), laura, nursery)
    found = needs_for(known, rules=UK, horizon=DAY)
    loss = next(x for x in list_single_losses(known, rules=UK, on=known.on) if x.kind == "place")

    before = cover_without_solving(known, rules=UK, horizon=DAY, needs=found)
    after = cover_without_solving(
        remove(known, loss, on=known.on), rules=UK, horizon=DAY, needs=found
    )

    assert before.no_one_minutes == 0
    assert [g.interval for g in after.gaps] == [span("2026-11-23T09:00", "2026-11-23T17:00")]


def test_another_place_that_has_the_child_meanwhile_goes_on_having_it():
    club = place("Club", hours("day", "08:00-10:00", for_children=("Mia",)), kind="nursery")
    known = household(MIA, place("School", TERM), club)
    found = needs_for(known, rules=UK, horizon=DAY)

    without_school = with_places(found, without_carer(known, "School"))

    assert needed_time(without_school) == (span("2026-11-23T10:00", "2026-11-24T08:00"),)
    assert of("school-run", without_school) == []


# -- what has to be asked --------------------------------------------------------------------------


def test_a_place_without_hours_is_asked_about():
    found = said(questions_about_needs(household(MIA, place("School"))))

    assert found["care.place-hours-not-stated"].startswith("When is School open?")


def test_with_several_children_it_is_asked_who_goes():
    found = said(questions_about_needs(household(MIA, child("Noah"), place("School", TERM))))

    assert "Which of the children go to School?" in found["care.place-for-whom"]


def test_a_name_that_is_no_child_is_said():
    term = hours(WEEKDAYS, "08:50-15:15", for_children=("Mai",))
    found = said(questions_about_needs(household(MIA, place("School", term))))

    assert found["care.place-for-nobody"].startswith("“Mai” is no child of the household")


# -- clocks ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("monday", ["2026-10-26", "2027-03-29"])
def test_school_is_by_the_clock_on_the_wall_after_a_clock_change(monday):
    term = hours(WEEKDAYS, "08:50-15:15", occurred=Edtf("2026-09-01"))
    first = date.fromisoformat(monday)
    horizon = fortnight(first.fromordinal(first.toordinal() - 2), zone=LONDON, days=3)

    (there,) = of("at-school", needs(MIA, place("School", term), horizon=horizon))

    assert there.interval == span(f"{monday}T08:50", f"{monday}T15:15")


def test_a_night_nursery_is_an_hour_longer_when_the_clocks_go_back():
    """New York, 1 November 2026."""
    zone = ZoneInfo("America/New_York")
    nights = hours("day", "20:00-06:00", occurred=Edtf("2026-10-31"), until=Edtf("2026-10-31"))
    horizon = span("2026-10-31T08:00", "2026-11-01T12:00", zone)
    known = household(
        child("Sam", "2024-01-01"), place("Nursery", nights, kind="nursery"), zone=zone
    )

    found = needs_for(known, rules=US, horizon=horizon)

    assert sum(n.interval.minutes for n in of("at-nursery", found)) == 11 * 60
    assert isinstance(of("at-nursery", found)[0].interval, Interval)
