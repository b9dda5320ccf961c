"""A form is not offered again before the time it asks about has passed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kinhold.engines.wellbeing.loading import all_instruments, instrument_named
from kinhold.engines.wellbeing.windows import again_on, is_offered, may_be_asked

FIRST = date(2026, 11, 1)


@pytest.mark.parametrize("key", ["PHQ-2", "PHQ-9", "GAD-2", "GAD-7", "WHO-5"])
def test_what_asks_about_two_weeks_waits_two_weeks(key):
    form, answered = instrument_named(key), [(key, FIRST)]

    assert not is_offered(form, answered, on=FIRST + timedelta(days=13))
    assert is_offered(form, answered, on=FIRST + timedelta(days=14))


@pytest.mark.parametrize("key", sorted(all_instruments()))
def test_nothing_is_offered_sooner_than_the_time_it_asks_about(key):
    form = instrument_named(key)
    waits = form.again_after_days

    assert waits == 0 or form.lane == "own" or waits >= form.recall_days
    assert (
        form.recall_days == 0
        or waits >= form.recall_days
        or key
        in (
            "HARK",  # never offered
            "EPDS",  # numbers of a form that somebody else gave
            "HOW-ARE-YOU",  # two questions of our own without a total
        )
    )


def test_a_short_form_waits_for_the_long_one_and_not_the_other_way():
    short, longer = instrument_named("PHQ-2"), instrument_named("PHQ-9")

    assert not may_be_asked(short, [("PHQ-9", FIRST)], on=FIRST + timedelta(days=3))
    assert may_be_asked(longer, [("PHQ-2", FIRST)], on=FIRST)


def test_the_latest_answer_counts_whatever_their_order():
    answered = [("WHO-5", FIRST + timedelta(days=20)), ("WHO-5", FIRST), ("GAD-7", FIRST)]

    assert again_on(instrument_named("WHO-5"), answered) == FIRST + timedelta(days=34)


def test_what_has_to_be_chosen_is_never_offered_and_can_always_be_asked_for():
    hark = instrument_named("HARK")

    assert not is_offered(hark, [], on=FIRST)
    assert may_be_asked(hark, [("HARK", FIRST)], on=FIRST)
