"""The life of an ask, from the question to whether they came."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinhold.domain.dates import Edtf
from kinhold.domain.periods import ClockWindow
from kinhold.domain.promises import AskMade
from kinhold.engines.promises.asks import (
    NEXT,
    PLANNED,
    asked_within_a_week,
    asks_of,
    availability_of,
    occurrences_of,
    waiting_for,
)

LONDON = ZoneInfo("Europe/London")
TUESDAY = date(2026, 11, 24)
START = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


def _step(state="asked", *, step_id="ask-1", of="", whom="Mum", day=TUESDAY):
    return AskMade(
        fact_id=step_id,
        about=whom,
        state=state,
        step_of=of,
        day=Edtf(day.isoformat()),
        at=ClockWindow(22 * 60, 3 * 60),
    )


def _asked(*later):
    steps = [_step(), *(_step(s, step_id=f"s{n}", of="ask-1") for n, s in enumerate(later))]
    (ask,) = asks_of(steps, zone=LONDON)
    return ask


def test_an_ask_goes_from_asked_to_done():
    ask = _asked("offered", "confirmed-day", "confirmed-hours", "done")

    assert ask.state == "done"
    assert [s for s, _ in ask.steps] == [
        *("asked", "offered", "confirmed-day", "confirmed-hours", "done"),
    ]


def test_somebody_who_said_nothing_has_not_broken_their_word():
    assert _asked("not-done").state == "asked"


def test_a_step_without_its_beginning_counts_for_nothing():
    assert asks_of([_step("offered", step_id="s", of="elsewhere")], zone=LONDON) == ()


@pytest.mark.parametrize(
    ("state", "before", "waits"),
    [
        ((), timedelta(days=3), "answer"),
        (("offered",), timedelta(hours=25), ""),
        (("offered",), timedelta(hours=24), "day"),
        (("offered", "confirmed-day"), timedelta(hours=3), ""),
        (("offered", "confirmed-day"), timedelta(hours=2), "hours"),
        (("offered",), timedelta(hours=1), "hours"),
        (("offered", "confirmed-hours"), timedelta(hours=1), ""),
        (("offered", "confirmed-hours"), timedelta(hours=-6), "outcome"),
        ((), timedelta(hours=-6), ""),
        (("declined",), timedelta(hours=24), ""),
        (("offered", "done"), timedelta(hours=-6), ""),
    ],
)
def test_an_ask_waits_for_what_is_due(state, before, waits):
    assert waiting_for(_asked(*state), now=START - before) == waits


def test_a_yes_gives_hours_and_a_no_gives_none():
    (hours,) = availability_of([_asked("offered")])

    assert (hours.about, hours.at) == ("Mum", (ClockWindow(22 * 60, 3 * 60),))
    assert availability_of([_asked("offered", "declined"), _asked()]) == ()


def test_who_came_and_who_did_not_counts_and_a_no_does_not():
    came = occurrences_of([_asked("offered", "done")])
    missed = occurrences_of([_asked("offered", "not-done")])

    assert [o.outcome for o in (*came, *missed)] == ["kept", "missed"]
    assert occurrences_of([_asked("declined"), _asked("offered", "declined")]) == ()


def test_asks_of_one_week_are_counted_for_each_person():
    steps = [_step(step_id=f"a{n}", day=TUESDAY + timedelta(days=n)) for n in (0, 6, 7, 20)]
    asks = asks_of([*steps, _step(step_id="b", whom="Jo")], zone=LONDON)

    assert asked_within_a_week(asks, whom="Mum", day=TUESDAY) == 2


@given(st.lists(st.sampled_from(sorted(NEXT)), max_size=8))
def test_whatever_is_noted_every_step_that_counts_could_follow(states):
    ask = _asked(*states)
    taken = [state for state, _ in ask.steps]

    assert all(after in NEXT[before] for before, after in pairwise(taken))
    assert bool(availability_of([ask])) == (ask.state in PLANNED)
