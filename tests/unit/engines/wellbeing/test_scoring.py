"""Sums of questionnaires: all zero, all highest, one missing, and what does not fit."""

from __future__ import annotations

import pytest

from kinhold.engines.wellbeing.scoring import INSTRUMENTS, AnswersDoNotFitError, sum_of


@pytest.mark.parametrize("instrument", INSTRUMENTS.values(), ids=INSTRUMENTS)
def test_a_sum_is_plain_and_an_incomplete_answer_has_none(instrument):
    assert sum_of(instrument, [0] * instrument.items) == 0
    assert sum_of(instrument, [instrument.highest] * instrument.items) == instrument.most
    assert sum_of(instrument, [-1, *[3] * (instrument.items - 1)]) is None


@pytest.mark.parametrize("answers", [[1], [1, 2, 3], [0, 4], [0, -2]])
def test_what_does_not_fit_is_refused(answers):
    with pytest.raises(AnswersDoNotFitError):
        sum_of(INSTRUMENTS["PHQ-2"], answers)
