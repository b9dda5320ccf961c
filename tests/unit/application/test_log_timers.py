"""A timer is seen by every carer, outlives everything, and is never believed for two days."""

from __future__ import annotations

import pytest
from tests.logbook import logbook

from kinhold.api import open_household
from kinhold.application.log_entry import ToLog
from kinhold.application.log_kinds import EntryNotUsableError
from kinhold.application.stop_timer import TimerForgottenError


def test_a_stopped_timer_becomes_the_entry_in_its_own_place():
    with logbook() as night:
        (timer,) = night.start("feed", side="left", tags=("night",)).facts
        night.later(minutes=17)
        (feed,) = night.stop(amount="").facts
        standing = night.home.log.entry(timer.fact_id)

    assert standing == feed
    assert (feed.occurred, feed.minutes, feed.side, feed.tags) == (
        timer.occurred,
        17,
        "left",
        ("night",),
    )


def test_a_timer_started_by_one_carer_is_stopped_by_another(tmp_path):
    with (
        logbook() as clock,
        open_household(tmp_path / "h.kinhold", create=True, clock=clock) as one,
    ):
        one.import_notation(clock.home.export_notation())
        one.log.start_timer(ToLog(what="sleep", by="Jo"))
        clock.later(minutes=50)
        with open_household(tmp_path / "h.kinhold", clock=clock) as other:
            (seen,) = other.log.page().timers
            other.log.stop_timer(other.log.running(), wanted=ToLog(what="sleep"))
        after = one.log.page()

    assert (seen.by, seen.minutes) == ("Jo", 50)
    assert after.timers == ()
    assert after.last == ("slept 50 min, just woke",)


def test_taking_the_end_back_lets_the_timer_run_again():
    with logbook() as night:
        night.start("sleep")
        night.later(minutes=20)
        (sleep,) = night.stop().facts
        stopped = len(night.home.log.page().timers), night.shown()
        night.home.log.take_back([sleep.fact_id])
        night.later(minutes=10)

        assert stopped == (0, ["02:41 Slept 20 min"])
        assert [t.minutes for t in night.home.log.page().timers] == [30]
        assert night.shown() == []


def test_a_timer_left_running_for_two_days_is_a_question_and_never_a_feed_of_two_days():
    with logbook() as night:
        night.start("feed", side="left")
        night.later(days=2)
        (timer,) = night.home.log.page().timers
        with pytest.raises(
            TimerForgottenError, match=r"has run for 48 h, since Sun 22 Nov\. When did it end"
        ):
            night.stop()
        (feed,) = night.stop(minutes="15").facts

    assert timer.question == "This has run for 48 h. When did it end?"
    assert (feed.occurred, feed.minutes) == ("2026-11-22T02:41", 15)


def test_a_forgotten_timer_is_nothing_that_plans_or_charts_count():
    with logbook() as night:
        night.start("sleep")
        night.later(days=2)
        charts, page = night.home.log.charts(), night.home.log.page()

    assert all(n.minutes is None for n in charts.nights)
    assert page.last == ()
    assert "asleep" in [t.key for t in page.tiles[0].tiles]


def test_one_timer_of_a_kind_runs_for_a_child():
    with logbook("Isla", "Noah") as night:
        night.start("sleep", child="Isla")
        night.start("sleep", child="Noah")
        with pytest.raises(EntryNotUsableError, match="running since 02:41"):
            night.start("sleep", child="Isla")

        assert len(night.home.log.running()) == 2


def test_a_nappy_has_no_timer():
    with logbook() as night, pytest.raises(EntryNotUsableError, match="Log it instead"):
        night.start("nappy")


def test_asleep_and_awake_are_two_taps():
    with logbook(at="2026-11-22T12:41") as night:
        night.home.log.tap("asleep", children=["Isla"])
        night.later(minutes=48)
        asleep = night.home.log.page()
        night.home.log.tap("awake", children=["Isla"])
        night.later(minutes=5)

        assert asleep.tiles[0].tiles[0].hint == "asleep 48 min"
        assert night.home.log.page().last == ("slept 48 min, awake 5 min",)


def test_woke_at_night_is_one_tap_that_ends_the_sleep_and_counts_the_waking():
    with logbook("Isla", "Noah", at="2026-11-22T00:10") as night:
        night.home.log.tap("asleep", children=["Isla", "Noah"])
        night.later(hours=2)
        logged = night.home.log.tap("woke", children=["Isla", "Noah"])
        night.home.log.take_back([f.fact_id for f in logged.facts])

        assert sorted(f.KIND for f in logged.facts) == ["sleep", "sleep", "waking", "waking"]
        assert len(night.home.log.running()) == 2


def test_pumping_is_about_the_carer_and_one_entry_for_all():
    with logbook("Isla", "Noah") as night:
        night.start("pumping", side="both")
        night.later(minutes=12)
        (pumped,) = night.stop(amount="90 ml").facts

    assert (pumped.about, pumped.amount_ml, pumped.minutes) == ("Ruth", 90, 12)
