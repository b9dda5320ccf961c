"""Who is in a household's story, what they are to each other, and who speaks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kinhold.engines.story.results import StoryReading

Told = Callable[[str], StoryReading]


def roles(reading: StoryReading) -> dict[str, str | None]:
    """Role of everybody but the narrator, to their name."""
    return {p.role: p.name for p in reading.people if p.role != "self"}


def ties(reading: StoryReading) -> set[tuple[str, str, str]]:
    """Relations by roles."""
    role = {p.id: p.role for p in reading.people}
    return {(role[r.subject], r.type, role[r.target]) for r in reading.relations}


def test_the_partners_mother_is_the_mother_in_law(told: Told) -> None:
    reading = told("My husband works nights. His mother moved into our flat in May.")

    assert roles(reading) == {"husband": None, "mother_in_law": None}
    assert ("mother_in_law", "parent_of", "husband") in ties(reading)


def test_a_name_beside_a_kin_word_is_that_persons_name(told: Told) -> None:
    reading = told("My partner, Dan, drives a bus. Our daughter, Ruby, is four years old.")

    assert roles(reading) == {"partner": "Dan", "daughter": "Ruby"}
    assert [(a.value, a.unit) for a in reading.ages] == [(4, "year")]


def test_our_child_has_two_parents(told: Told) -> None:
    reading = told("My wife left in June. Our son cries for her at night.")

    assert {("self", "parent_of", "son"), ("wife", "parent_of", "son")} <= ties(reading)


def test_a_grown_mans_father_named_of_a_child_is_the_former_partner(told: Told) -> None:
    reading = told("My son Leo coughs. Grant, Leo's father, has not called since March.")

    assert roles(reading)["ex_partner"] == "Grant"


def test_marks_belong_to_whoever_they_follow(told: Told) -> None:
    reading = told("I (31F) live with my boyfriend (35M) and my brother (19M).")
    role = {p.id: p.role for p in reading.people}

    assert {(role[a.person], a.value) for a in reading.ages} == {
        ("self", 31),
        ("partner", 35),
        ("sibling", 19),
    }


def test_the_narrators_name_is_taken_from_how_others_call_them(told: Told) -> None:
    text = "“Nora, sit down,” my mother said. I sat. “Please, Nora,” she said."

    assert told(text).people[0].name == "Nora"


@pytest.mark.parametrize(
    "text",
    [
        "Kids are expensive these days and parents are tired.",
        "He acted like a child about it.",
        "Being a good mother is hard work.",
    ],
)
def test_people_in_general_are_not_persons(told: Told, text: str) -> None:
    assert [p.role for p in told(text).people] == ["self"]


def test_a_verb_of_speech_tells_the_speaker(told: Told) -> None:
    text = "My sister came over. “I can take the baby,” she said.\n\n“No,” I said."
    reading = told(text)
    role = {p.id: p.role for p in reading.people}

    assert [role[s.speaker or ""] for s in reading.speech] == ["sibling", "self"]


def test_whoever_is_called_by_name_does_not_speak(told: Told) -> None:
    text = "My mum rang on Sunday.\n\n“Mum, did you mean it?”\n"
    reading = told(text)

    assert reading.speech[0].speaker == "p1"


def test_an_act_beside_a_quote_tells_the_speaker(told: Told) -> None:
    text = "My father folded his paper. “You will manage.”"
    reading = told(text)
    role = {p.id: p.role for p in reading.people}

    assert role[reading.speech[0].speaker or ""] == "father"


def test_words_in_scare_quotes_are_not_speech(told: Told) -> None:
    assert told("My boss calls it a “family” but pays late.").speech == ()
