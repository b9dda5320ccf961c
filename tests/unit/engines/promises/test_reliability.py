"""How far a plan may lean on somebody: counts first, the record from five outcomes on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kinhold.domain.fact import PersonRef
from kinhold.engines.promises.beta import beta_quantile
from kinhold.engines.promises.occurrences import Occurrence
from kinhold.engines.promises.reliability import Leaning, reliability_of, say_reliability

TODAY = date(2026, 11, 21)


def seen(*outcomes, ago=0, share=None):
    return [
        Occurrence("p", PersonRef("Mum"), "care", TODAY - timedelta(days=ago), o, share)
        for o in outcomes
    ]


def test_counts_come_first():
    """Mum kept 7 of 9."""
    found = reliability_of(seen(*["kept"] * 7, *["missed"] * 2), on=TODAY)

    assert say_reliability(found) == "kept 7 of 9"
    assert (found.kept, found.missed, found.counted, found.assumed) == (7, 2, 9, False)


def test_the_mean_is_that_of_the_posterior():
    found = reliability_of(seen(*["kept"] * 7, *["missed"] * 2), on=TODAY)

    assert found.mean == pytest.approx(8 / 11)
    assert found.interval_90 == (beta_quantile(0.05, 8, 3), beta_quantile(0.95, 8, 3))
    assert found.planning_value == beta_quantile(0.2, 8, 3)


def test_late_counts_half_and_part_kept_its_share():
    late = reliability_of(seen("late"), on=TODAY)
    part = reliability_of(seen("part-kept", share=25), on=TODAY)
    unsaid = reliability_of(seen("part-kept"), on=TODAY)

    assert late.mean == pytest.approx(1.5 / 3)
    assert part.mean == pytest.approx(1.25 / 3)
    assert unsaid.mean == late.mean


def test_excused_unknown_and_withdrawn_change_nothing():
    found = reliability_of(seen("kept", "excused", "unknown", "withdrawn"), on=TODAY)

    assert (found.excused, found.counted) == (1, 1)
    assert found.effective_n == 1


def test_after_ninety_days_an_outcome_weighs_half():
    found = reliability_of(seen("kept", ago=90), on=TODAY)

    assert found.effective_n == pytest.approx(0.5)
    assert found.mean == pytest.approx(1.5 / 2.5)


def test_the_half_life_is_a_setting():
    found = reliability_of(seen("kept", ago=30), on=TODAY, settings=Leaning(half_life_days=30))

    assert found.effective_n == pytest.approx(0.5)


def test_below_five_outcomes_the_plan_says_what_it_assumes():
    spoken = reliability_of(seen("kept", "kept", "missed"), on=TODAY)
    confirmed = reliability_of(seen("kept"), on=TODAY, confirmed=True)

    assert (spoken.planning_value, spoken.assumed) == (0.5, True)
    assert (confirmed.planning_value, confirmed.assumed) == (0.8, True)
    assert say_reliability(spoken) == "kept 2 of 3; too few to say, the plan counts on 50 %"


def test_with_nothing_noted_nothing_is_claimed():
    found = reliability_of([], on=TODAY)

    assert say_reliability(found) == "nothing noted yet; too few to say, the plan counts on 50 %"
    assert found.mean == 0.5


def test_words_name_what_was_late_in_part_or_excused():
    found = reliability_of(seen(*["kept"] * 4, "late", "part-kept", "excused"), on=TODAY)

    assert say_reliability(found) == "kept 4 of 6, 1 late, 1 in part (1 excused)"


def test_the_main_carer_counts_as_one_unless_ill():
    missed = seen(*["missed"] * 8)

    assert reliability_of(missed, on=TODAY, main=True).planning_value == 1
    assert reliability_of(missed, on=TODAY, main=True, ill=True).planning_value < 0.2


def test_what_is_still_to_come_is_left_out():
    assert reliability_of(seen("kept", ago=-1), on=TODAY).counted == 0
