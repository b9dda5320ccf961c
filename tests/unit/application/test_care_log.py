"""The log at a glance, a day, a week and the charts: facts and counts from the record."""

from __future__ import annotations

from datetime import date

import pytest
from tests.logbook import logbook

from kinhold.application.open_record import NotKeptError


def tiles(night, place=0):
    return [t.key for t in night.home.log.page().tiles[place].tiles]


def hints(night):
    return {t.key: t.hint for t in night.home.log.page().tiles[0].tiles}


def test_the_page_says_what_was_last_and_on_which_side():
    with logbook() as night:
        night.log("feed", side="left", when="2 h 10 ago")
        night.log("nappy", when="1h ago")

        assert night.home.today().last == ("nappy 1 h ago · fed 2 h 10 ago, left",)


def test_the_next_side_comes_first():
    with logbook() as night:
        before = tiles(night)[:2]
        night.log("feed", side="left", when="2h ago")

        assert (before, tiles(night)[:2]) == (
            ["feed-left", "feed-right"],
            ["feed-right", "feed-left"],
        )
        assert hints(night)["feed-right"] == "left last"


def test_a_bottle_has_the_usual_amount_and_the_tap_logs_it():
    with logbook() as night:
        for number, amount in enumerate(("120", "150", "120")):
            night.log("feed", method="bottle", amount=amount, when=f"{9 - number}h ago")
        offered = hints(night)["feed-bottle"]
        (bottle,) = night.home.log.tap("feed-bottle", children=["Isla"]).facts

        assert offered == "120 ml"
        assert bottle.amount_ml == 120
        assert "feed-left" not in tiles(night)


def test_each_twin_gets_their_own_usual_amount_in_one_tap():
    with logbook("Isla", "Noah") as night:
        for child, amount in (("Isla", "90"), ("Noah", "120")):
            night.log("feed", child=child, method="bottle", amount=amount, when="4h ago")
        logged = night.home.log.tap("feed-bottle", children=["Isla", "Noah"])

        assert [f.amount_ml for f in logged.facts] == [90, 120]
        assert [g.name for g in night.home.log.page().tiles] == [
            "Both: Isla and Noah",
            "Isla",
            "Noah",
        ]


def test_a_medicine_says_not_before_and_later_that_its_interval_is_over():
    with logbook() as night:
        night.log("medicine", detail="Calpol", dose="2.5 ml", every="4", when="2026-11-21 23:10")
        waiting = night.home.today().medicines
        night.later(hours=1)
        over = night.home.log.page().medicines

    assert [(m.said, m.wait) for m in waiting] == [
        ("Calpol 2.5 ml at Sat 21 Nov, 23:10, not before 03:10", True)
    ]
    assert (over[0].wait, over[0].said.split(", ")[-1]) == (False, "interval over since 03:10")


def test_a_medicine_without_an_interval_says_so_and_gets_none():
    with logbook() as night:
        night.log("medicine", detail="Drops")

        assert night.home.log.page().medicines[0].said == "Drops at 02:41, no interval noted"


def test_an_activity_of_her_own_gets_a_button_of_its_own():
    with logbook() as night:
        night.log("other", detail="Baby yoga")

        assert ("baby-yoga", "Baby yoga") in night.home.log.page().kinds


def test_in_the_us_a_nappy_is_a_diaper():
    with logbook(country="us", zone="America/Chicago") as night:
        night.log("nappy", detail="both")

        assert night.shown() == ["2:41 AM Wet and dirty diaper"]
        assert night.home.log.page().last == ("diaper just now",)


def test_nothing_logged_says_nothing_and_asks_nothing():
    with logbook() as night:
        page, today = night.home.log.page(), night.home.today()

    assert (page.last, page.timers, page.medicines, page.recent) == ((), (), (), ())
    assert today.last == ()


# -- a day and a week ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "length", "hours"),
    [("2026-11-21", 1440, 8), ("2026-10-25", 1500, 8), ("2026-03-29", 1380, 8)],
)
def test_a_day_is_as_long_as_it_was(day, length, hours):
    with logbook(at="2026-11-22T20:00", born="2026-01-20") as night:
        night.log("nappy", when=f"{day} 23:30")
        (strip,) = night.home.log.day(on=date.fromisoformat(day)).strips

    assert strip.length == length
    assert len(strip.hours) >= hours - 1
    assert strip.bars[0].start == length - 30


def test_a_sleep_over_midnight_is_in_both_days():
    with logbook(at="2026-11-22T08:00") as night:
        night.log("sleep", when="2026-11-21 22:30", until="2026-11-22 01:30")
        week = night.home.log.week()

    today, yesterday = week.strips[:2]
    assert [(b.start, b.end) for b in today.bars] == [(0, 90)]
    assert [(b.start, b.end) for b in yesterday.bars] == [(1350, 1440)]
    assert (today.said, yesterday.said) == ("1 h 30 of sleep noted.", "1 h 30 of sleep noted.")


# -- charts ----------------------------------------------------------------------------------------


def a_broken_night(night):
    """22:00 to 06:30 with a waking noted inside the second sleep."""
    night.set("2026-11-22T09:00")
    night.log("sleep", when="2026-11-21 22:00", until="2026-11-22 00:30")
    night.log("waking", when="2026-11-22 00:30")
    night.log("feed", side="left", when="2026-11-22 00:35", minutes="15")
    night.log("sleep", when="2026-11-22 01:00", until="2026-11-22 06:30")
    night.log("waking", when="2026-11-22 04:00", by="Jo")


def test_the_longest_stretch_ends_where_a_waking_was_noted():
    with logbook() as night:
        a_broken_night(night)
        last = night.home.log.charts().nights[-1]

    assert (last.night, last.minutes, last.longest, last.wakings) == ("2026-11-21", 480, 180, 2)
    assert last.said == "8 h of sleep, longest 3 h, 2 wakings noted"


def test_a_night_without_entries_is_a_gap_and_not_a_nought():
    with logbook() as night:
        a_broken_night(night)
        charts = night.home.log.charts()

    assert {(n.minutes, n.longest, n.wakings) for n in charts.nights[:-1]} == {(None, None, None)}
    assert charts.noted_nights == 1
    assert charts.notes[0].endswith("Gaps are normal, and nothing is filled in.")


def test_wakings_are_counted_by_hour_of_the_clock():
    with logbook() as night:
        a_broken_night(night)
        by_hour = dict(night.home.log.charts().by_hour)

    assert {h: n for h, n in by_hour.items() if n} == {0: 1, 4: 1}


def test_feeds_and_amounts_by_day():
    with logbook(at="2026-11-22T18:00") as night:
        night.log("feed", side="left", when="07:00")
        night.log("feed", method="bottle", amount="120", when="11:00")
        night.log("feed", method="solids", when="12:00")
        night.log("feed", when="15:00")
        last = night.home.log.charts().feeds[-1]

    assert (last.breast, last.bottle, last.solids, last.other, last.ml) == (1, 1, 1, 1, 120)


def test_a_bmi_is_made_of_a_weight_and_the_nearest_height_of_a_fortnight():
    with logbook(at="2026-11-22T18:00") as night:
        night.log("weight", detail="7.2 kg", when="2026-11-20 10:00")
        night.log("height", detail="60 cm", when="2026-11-10 10:00")
        night.log("height", detail="66 cm", when="2026-11-21 10:00")
        night.log("weight", detail="5 kg", when="2026-09-20 10:00")
        points = [p for p in night.home.log.charts().growth if p.what == "bmi"]

    assert [(p.said, len(p.fact_ids)) for p in points] == [("16.5 kg/m²", 2)]


def test_growth_knows_the_age_it_was_measured_at():
    with logbook(at="2026-11-22T18:00") as night:
        night.log("weight", detail="13 lb", when="2026-11-20 10:00")
        (point,) = night.home.log.charts().growth

    assert (point.months, round(point.value, 2), point.said) == (3.02, 5.9, "13 lb 0 oz")


def test_charts_are_made_anew_after_one_more_entry():
    with logbook() as night:
        a_broken_night(night)
        before = night.home.log.charts()
        kept = night.home.log.charts() is before
        night.log("waking", when="2026-11-22 05:00")

        assert kept
        assert night.home.log.charts().nights[-1].wakings == 3


def test_a_helper_sees_the_log_and_cannot_write_in_it():
    with logbook() as night:
        (feed,) = night.log("feed", side="left", when="01:10").facts
        seen = night.home.seen_by("Jo")
        lines = [line.what for line in seen.log.day().lines]
        with pytest.raises(NotKeptError):
            seen.log.take_back([feed.fact_id])

    assert lines == ["Feed, left"]


def test_a_nappy_makes_no_new_plan_and_no_new_standing():
    with logbook() as night:
        before = night.home.standing(), night.home.care_plan()
        night.log("nappy")

        assert night.home.standing() is before[0]
        assert night.home.care_plan() is before[1]


def test_a_fact_about_the_household_makes_a_new_standing():
    with logbook() as night:
        before = night.home.standing()
        night.home.add("2026-11-21 available Jo each=week:sat at=09:00-17:00")

        assert night.home.standing() is not before


def test_a_waking_of_a_night_gone_by_reaches_the_plan():
    with logbook(at="2026-11-22T09:00") as night:
        before = night.home.care_plan().needs
        for hour in (0, 2, 4, 5):
            night.log("waking", when=f"2026-11-21 0{hour}:10")

        assert night.home.care_plan().needs != before
