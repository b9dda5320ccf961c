"""The safety plan's lines, and sentences that are worth a question."""

from __future__ import annotations

import pytest

from kinhold.domain.wellbeing import SafetyStepWritten, SignalNoted
from kinhold.engines.wellbeing.safety_plan import (
    STEPS,
    PlanLineNotUsableError,
    check_line,
    lines_by_step,
    text_to_send,
)
from kinhold.engines.wellbeing.signals import needs_help_at_once, topics_for


def test_the_plan_has_six_steps_in_order_with_their_lines():
    written = [
        SafetyStepWritten(fact_id=str(n), step=s, words=f"line {n}")
        for n, s in enumerate((2, 1, 2))
    ]

    plan = lines_by_step(written)

    assert [step.number for step, _ in plan] == [1, 2, 3, 4, 5, 6]
    assert [[w.fact_id for w in lines] for _, lines in plan[:3]] == [["1"], ["0", "2"], []]


def test_no_step_names_a_means():
    said = " ".join(f"{step.title} {step.hint}" for step in STEPS).lower()

    assert not [
        w for w in ("pill", "medicine", "knife", "gun", "rope", "bridge", "tablet") if w in said
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"step": 7, "words": "x", "contact": ""}, "steps 1 to 6"),
        ({"step": 1, "words": "  ", "contact": ""}, "nothing on this line"),
        ({"step": 1, "words": "x" * 401, "contact": ""}, "make two of it"),
        ({"step": 2, "words": "", "contact": "Mum"}, "steps 3 to 6"),
    ],
)
def test_a_line_that_cannot_stand_there_is_refused_in_a_sentence(line, problem):
    with pytest.raises(PlanLineNotUsableError, match=problem):
        check_line(**line)


def test_the_text_asks_and_leaves_an_easy_no():
    assert "If you cannot" in text_to_send("Dee", 4)
    assert "hard" not in text_to_send("Dee", 3)


@pytest.mark.parametrize(
    "words",
    [
        "I keep hearing voices when the flat is quiet",
        "she says she can see things that are not there",
        "I haven't slept for three days and I am not tired",
        "sometimes I know the baby is evil",
    ],
)
def test_some_words_go_straight_to_the_emergency_number(words):
    assert needs_help_at_once(words)


@pytest.mark.parametrize(
    "words",
    [
        "I hear the baby in my sleep",
        "I have not slept for days and I am so tired",
        "he sees things my way",
    ],
)
def test_a_tired_sentence_does_not(words):
    assert not needs_help_at_once(words)


def test_what_a_sentence_is_about_only_chooses_the_lines():
    followed = SignalNoted(fact_id="1", sign="followed_or_watched")

    assert topics_for(followed) == ("followed", "afraid")
    assert topics_for(SignalNoted(fact_id="2", sign="fatigue")) == ()
