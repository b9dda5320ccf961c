"""Signals that somebody should be asked about: urgent ones first, and no alarm over a joke."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kinhold.engines.story.document import Document
from kinhold.engines.story.linguist import PlainLinguist
from kinhold.engines.story.reading import read
from kinhold.engines.story.results import StoryReading

Told = Callable[[str], StoryReading]


def _lines(name: str) -> list[str]:
    """The lines of a file beside this one, without remarks."""
    text = (Path(__file__).parent / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


URGENT = [
    *_lines("urgent.txt"),
    "Some nights I wish I could just disappear.",
    "I don't want to be here anymore.",
    "My kids would be better off without me.",
    "I keep hoping I don't wake up tomorrow.",
    "There is no point in going on.",
    "I have thought about killing myself.",
    "Last year I tried to end my life.",
    "I think about driving into a wall.",
    "I sat in the car and thought about leaving the baby and never coming back.",
    "I regret having kids.",
    "My ex threatened to take my daughter.",
    "“I'll kill you,” he said.",
    "He keeps following me home from work.",
    "My ex has been watching my house.",
    "He put a tracker on my car.",
    "He hit me in front of the children.",
    "She slapped my son because he cried.",
    "He put his hands around my throat.",
    "I am scared of my husband.",
    "They left the baby alone in the car.",
    "She doesn't take care of her kids.",
]

HARMLESS = [
    "I could kill for a coffee.",
    "That dress is to die for.",
    "I nearly died laughing.",
    "I was dying to see him.",
    "He never hit me.",
    "My boss is killing me with these deadlines, lol.",
    "The plumber followed us on Instagram.",
    "The cat disappeared behind the sofa.",
    "I left the baby with my mother for an hour.",
    "My toddler hit the drum all day.",
    "He grabbed her coat and left.",
    "I am not suicidal, just tired.",
    "She watched me cook dinner.",
]


@pytest.mark.parametrize("text", URGENT)
def test_urgent_words_are_never_missed(told: Told, text: str) -> None:
    loud = [w for w in told(text).wellbeing if w.severity == "urgent"]

    assert loud, text


@pytest.mark.parametrize("text", URGENT)
def test_urgent_words_are_found_without_a_grammar(text: str) -> None:
    reading = read(Document(text), linguist=PlainLinguist())

    assert [w for w in reading.wellbeing if w.severity == "urgent"], text


@pytest.mark.parametrize("text", HARMLESS)
def test_a_figure_of_speech_raises_no_alarm(told: Told, text: str) -> None:
    assert [w.rule for w in told(text).wellbeing if w.severity == "urgent"] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I am exhausted.", "exhaustion"),
        ("I feel so guilty about it.", "guilt_shame"),
        ("My mother criticises everything I cook.", "criticised_by"),
        ("My husband lied to me about the money.", "deceived_by"),
        ("My partner won't let me see my friends.", "controlled_by"),
        ("I have no one to talk to.", "isolation"),
        ("I was crying in the bathroom.", "crying"),
        ("My sister has been so supportive.", "protective_factor"),
        ("I see a therapist every week.", "help_seeking"),
        ("His comments annoy me. My husband laughs.", "anger"),
    ],
)
def test_a_state_is_told_of_its_bearer(told: Told, text: str, kind: str) -> None:
    assert kind in {w.kind for w in told(text).wellbeing}


@pytest.mark.parametrize(
    "text", ["I am not angry.", "She was never afraid of dogs.", "I would be sad if it rained."]
)
def test_a_state_denied_or_imagined_is_none(told: Told, text: str) -> None:
    assert [w.kind for w in told(text).wellbeing if w.kind in {"anger", "fear", "low_mood"}] == []


def test_another_persons_harm_names_who_did_it(told: Told) -> None:
    reading = told("My husband yelled at me again.")
    role = {p.id: p.role for p in reading.people}
    (found,) = [w for w in reading.wellbeing if w.kind == "shouted_at_by"]

    assert ([role[n] for n in found.who], [role[n] for n in found.by]) == (["self"], ["husband"])
