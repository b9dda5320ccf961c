"""Totals of every questionnaire: all lowest, all highest, one missing, and what does not fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinhold.engines.wellbeing.instruments import SKIPPED
from kinhold.engines.wellbeing.loading import all_instruments, instrument_named
from kinhold.engines.wellbeing.scoring import (
    AnswersDoNotFitError,
    acts_alone,
    band_of,
    check_answers,
    sum_of,
)

VECTORS = [
    ("PHQ-2", (0, 0), 0, "0 to 2"),
    ("PHQ-2", (3, 3), 6, "3 or more"),
    ("PHQ-2", (2, 1), 3, "3 or more"),
    ("PHQ-2", (3, -1), None, None),
    ("PHQ-9", (0,) * 9, 0, "minimal"),
    ("PHQ-9", (1, 1, 1, 1, 0, 0, 0, 0, 0), 4, "minimal"),
    ("PHQ-9", (1, 1, 1, 1, 1, 0, 0, 0, 0), 5, "mild"),
    ("PHQ-9", (2, 2, 2, 2, 2, 0, 0, 0, 0), 10, "moderate"),
    ("PHQ-9", (2, 2, 2, 2, 2, 2, 2, 1, 0), 15, "moderately severe"),
    ("PHQ-9", (3, 3, 3, 3, 3, 3, 2, 0, 0), 20, "severe"),
    ("PHQ-9", (3,) * 9, 27, "severe"),
    ("PHQ-9", (3, 3, 3, 3, -1, 3, 3, 3, 3), None, None),
    ("GAD-2", (0, 0), 0, "0 to 2"),
    ("GAD-2", (3, 3), 6, "3 or more"),
    ("GAD-2", (-1, 3), None, None),
    ("GAD-7", (0,) * 7, 0, "minimal"),
    ("GAD-7", (1, 1, 1, 1, 1, 0, 0), 5, "mild"),
    ("GAD-7", (2, 2, 2, 2, 2, 0, 0), 10, "moderate"),
    ("GAD-7", (3, 3, 3, 3, 3, 0, 0), 15, "severe"),
    ("GAD-7", (3,) * 7, 21, "severe"),
    ("GAD-7", (3, 3, 3, 3, 3, 3, -1), None, None),
    ("WHO-5", (0,) * 5, 0, "28 or below"),
    ("WHO-5", (2, 2, 1, 1, 1), 28, "28 or below"),
    ("WHO-5", (3, 3, 2, 2, 2), 48, "50 or below"),
    ("WHO-5", (3, 3, 3, 2, 2), 52, "above 50"),
    ("WHO-5", (5,) * 5, 100, "above 50"),
    ("WHO-5", (5, 5, -1, 5, 5), None, None),
    ("ONS-loneliness", (1, 1, 1, 5), 3, None),
    ("ONS-loneliness", (3, 3, 3, 1), 9, None),
    ("ONS-loneliness", (2, 3, 1, -1), 6, None),
    ("ONS-loneliness", (2, -1, 1, 2), None, None),
    ("HARK", (0, 0, 0, 0), 0, "0"),
    ("HARK", (0, 1, 0, 0), 1, "1 or more"),
    ("HARK", (1, 1, 1, 1), 4, "1 or more"),
    ("HARK", (0, 0, -1, 0), None, None),
    ("EPDS", (0, 0), 0, "9 or below"),
    ("EPDS", (10, 0), 10, "10 to 12"),
    ("EPDS", (13, 1), 13, "13 or more"),
    ("EPDS", (30, 3), 30, "13 or more"),
    ("EPDS", (12, -1), 12, "10 to 12"),
    ("EPDS", (-1, 2), None, None),
    ("HOW-ARE-YOU", (3, 3), None, None),
    ("HOW-ARE-YOU", (0, -1), None, None),
]
NAMES = sorted(all_instruments())


@pytest.mark.parametrize(("key", "answers", "total", "band"), VECTORS)
def test_a_total_is_the_published_one(key, answers, total, band):
    instrument = instrument_named(key)

    found = sum_of(instrument, answers)

    assert found == total
    assert total is None or getattr(band_of(instrument, total), "name", None) == band


@pytest.mark.parametrize("key", [k for k in NAMES if instrument_named(k).scored])
def test_every_form_has_a_vector_of_lowest_highest_and_one_missing(key):
    instrument = instrument_named(key)
    totals = {total for name, _, total, _ in VECTORS if name == key}

    assert {instrument.least, instrument.most, None} <= totals


@pytest.mark.parametrize("key", NAMES)
def test_one_answer_too_many_or_too_few_is_refused_in_a_sentence(key):
    instrument = instrument_named(key)
    lowest = [item.lowest for item in instrument.items]

    with pytest.raises(AnswersDoNotFitError, match=f"{key} has"):
        sum_of(instrument, [*lowest, 0])
    with pytest.raises(AnswersDoNotFitError, match=f"{key} has"):
        sum_of(instrument, lowest[1:])


@pytest.mark.parametrize("key", NAMES)
@pytest.mark.parametrize("beyond", ["above", "below"])
def test_an_answer_outside_its_range_is_refused_in_a_sentence(key, beyond):
    instrument = instrument_named(key)
    for place, item in enumerate(instrument.items):
        answers = [each.lowest for each in instrument.items]
        answers[place] = item.highest + 1 if beyond == "above" else min(item.lowest, 0) - 2

        with pytest.raises(AnswersDoNotFitError, match=f"Answer {place + 1} of {key} is a number"):
            sum_of(instrument, answers)


@pytest.mark.parametrize("answers", [(0, 1), (2, 3), (30, 0), (28, 0)])
def test_a_total_on_paper_that_cannot_hold_its_tenth_answer_is_refused(answers):
    with pytest.raises(AnswersDoNotFitError, match="Look at the form again"):
        check_answers(instrument_named("EPDS"), answers)


@given(st.data())
def test_a_form_with_a_gap_never_has_a_total_and_a_full_one_always_has(data):
    instrument = instrument_named(data.draw(st.sampled_from(["PHQ-9", "GAD-7", "WHO-5", "HARK"])))
    answers = [
        data.draw(st.integers(item.lowest, item.highest) | st.just(SKIPPED))
        for item in instrument.items
    ]

    total = sum_of(instrument, answers)

    assert (total is None) == (SKIPPED in answers)
    assert total is None or instrument.least <= total <= instrument.most


@given(st.lists(st.integers(-1, 3), max_size=9))
def test_the_ninth_answer_acts_alone_whatever_the_others_are(answers):
    acts = acts_alone(instrument_named("PHQ-9"), answers)

    assert acts == (len(answers) == 9 and answers[8] >= 1)


def test_the_tenth_number_of_a_form_on_paper_acts_alone():
    assert acts_alone(instrument_named("EPDS"), (1, 1))
    assert not acts_alone(instrument_named("EPDS"), (27, 0))


@pytest.mark.parametrize("key", ["PHQ-2", "GAD-2", "GAD-7", "WHO-5", "HARK", "ONS-loneliness"])
def test_no_other_form_has_an_answer_that_acts_alone(key):
    instrument = instrument_named(key)

    assert not acts_alone(instrument, [item.highest for item in instrument.items])
