"""A disk that is full or refuses: the answer is a sentence, and what was saved before is safe."""

from __future__ import annotations

import json

import pytest
from tests.durability import scale

pytestmark = [pytest.mark.torture, pytest.mark.timeout(scale.seconds(300))]


def test_whatever_call_fails_the_answer_is_a_sentence_and_nothing_is_lost(
    recorder, quick_folder, key
):
    wanted = scale.failing_calls()
    points = "all" if wanted is None else -(-wanted // 2)

    words = (quick_folder, key.hex() if key else "-", points, 13)
    done = json.loads(recorder.run("failing", *words, folder=quick_folder))

    name = "keyed" if key else "plain"
    print(f"\nfailing calls, {name}: {done['points']} points, {done['found']}, {done['answers']}")
    assert done["bad"] == []
    assert done["answers"]["answered in a sentence"] > done["points"] / 2
