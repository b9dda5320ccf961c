"""What a story asks her: her own sentence and one question; and no question over everyday words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import pytest

from kinhold.application.read_story import read_story
from kinhold.domain.events import NoteWritten
from kinhold.domain.wellbeing import SignalNoted
from kinhold.engines.story.linguist import Linguist, PlainLinguist
from kinhold.engines.story.results import StoryReading

if TYPE_CHECKING:
    from pathlib import Path

Told = Callable[[str], StoryReading]
TOLD = date(2026, 11, 22)

RAISED = [
    ("He keeps following me home from work.", "followed_or_watched"),
    ("My ex was parked outside the school again.", "followed_or_watched"),
    ("She stood outside the nursery gate and stared at me.", "seen_at_school"),
    ("My husband goes through my phone every night.", "followed_or_watched"),
    ("My husband always wants to see my messages.", "phone_checked"),
    ("I had to show him my phone.", "phone_checked"),
    ("He threatened to take the children.", "threatened_by"),
    ("He won't let me have any money.", "money_withheld"),
    ("He took my bank card and hid it.", "money_withheld"),
    ("I have to ask him for every penny.", "money_withheld"),
    ("I can't do this anymore.", "cannot_go_on"),
    ("I just can't cope.", "cannot_go_on"),
    ("I wish I could disappear.", "disappear_wish"),
    ("Everyone was asleep and I slipped out of the house.", "left_no_adult_awake"),
    ("My mum was asleep. I left the house and walked to the river.", "left_no_adult_awake"),
    ("My mother calls me lazy and useless.", "contempt_from_family"),
    ("“You can't even look after a baby,” my mother said.", "contempt_from_family"),
]

NOT_RAISED = """
He watched TV.
I followed the recipe.
She threatened to rain on us.
He followed us on the map.
The clouds threatened rain all day.
I checked my phone at midnight.
My son checks my phone for games.
He checks his phone all the time.
He asked if he could borrow my phone.
He picked Colin up from school.
He was waiting outside school to pick him up.
I saw him at school when we dropped Colin off as we had agreed.
We watched her play in the school concert.
He followed us to the hospital in his car.
The dog follows me everywhere.
My toddler followed me around the kitchen.
He was watching me cook and laughing.
She said I should follow my heart.
My mother watched the baby while I slept.
I can't do this puzzle.
I can't do this on Tuesday.
I can't take this week off.
He took my card to the bank for me.
The bank blocked my card.
She keeps the money for the bills in a jar.
Oliver took the money to pay the rent.
He gave me money for the rent.
He never gave me a reason.
I threatened to take away his toys.
The baby was asleep, so I closed the bedroom door behind me.
He was asleep, so I went for a walk while Mum looked after him.
Mum was asleep on the sofa when I came home.
The kids were asleep and we watched a film.
I left the house at eight for work.
“You never even call,” my friend joked.
Grandma says I am tired and should rest.
He read my text and called back at once.
Work is dragging me down.
""".strip().splitlines()


def asked(text: str, linguist: Linguist) -> list[SignalNoted]:
    """What a text asks her, as the facts that a yes would write."""
    story = read_story(text=text, told=TOLD, linguist=linguist)
    return [s.fact for s in story.asked if isinstance(s.fact, SignalNoted)]


@pytest.mark.parametrize(("text", "sign"), RAISED)
def test_a_sentence_worth_a_question_raises_one(linguist: Linguist, text: str, sign: str) -> None:
    assert sign in {fact.sign for fact in asked(text, linguist)}


@pytest.mark.parametrize("text", NOT_RAISED)
def test_everyday_words_raise_none(linguist: Linguist, text: str) -> None:
    assert asked(text, linguist) == []


@pytest.mark.parametrize("text", NOT_RAISED)
def test_everyday_words_raise_none_without_a_grammar(text: str) -> None:
    assert asked(text, PlainLinguist()) == []


def test_who_does_it_is_named_where_it_is_plain(linguist: Linguist) -> None:
    text = "John left in May. On Monday he was waiting outside the school gates."
    (fact,) = asked(text, linguist)

    assert fact.by == "John"


def test_the_same_sentence_is_asked_once(linguist: Linguist) -> None:
    assert len(asked("My husband goes through my phone every night.", linguist)) == 1


def test_a_yes_keeps_the_sentence_in_the_private_space_alone(linguist: Linguist) -> None:
    story = read_story(text="My mother calls me useless.", told=TOLD, linguist=linguist)
    words = story.asked[0].fact

    assert words.SPACE == "private"
    assert not [s for s in story.asked if isinstance(s.fact, NoteWritten)]
    assert all(story.text[q.start : q.end] == q.text for s in story.asked for q in s.quotes)


def test_yes_to_all_never_says_yes_to_a_question(linguist: Linguist) -> None:
    text = (
        "He keeps following me home. He threatened to take the children. I can't do this anymore."
    )
    story = read_story(text=text, told=TOLD, linguist=linguist)

    assert len(story.asked) >= 3
    assert {s.tier for s in story.asked} == {2}


@pytest.mark.outside
def test_the_ending_of_one_story_asks_of_being_followed(linguist: Linguist, shared: Path) -> None:
    found = asked(_story(shared, "001"), linguist)

    assert {(f.sign, f.by) for f in found} == {
        ("followed_or_watched", "John"),
        ("seen_at_school", "John"),
    }


@pytest.mark.outside
def test_leaving_while_the_only_adult_sleeps_is_asked(linguist: Linguist, shared: Path) -> None:
    found = {f.sign: f for f in asked(_story(shared, "000"), linguist)}

    assert set(found) == {
        *("disappear_wish", "leaving_child_thought", "cannot_go_on"),
        *("contempt_from_family", "left_no_adult_awake"),
    }
    assert "asleep" in found["left_no_adult_awake"].words
    assert "door behind me" in found["left_no_adult_awake"].words
    assert found["contempt_from_family"].by == "Mom"


@pytest.mark.outside
def test_a_story_without_such_a_sentence_asks_nothing(linguist: Linguist, shared: Path) -> None:
    assert asked(_story(shared, "002"), linguist) == []


def _story(shared: Path, number: str) -> str:
    with (shared / "stories" / f"story-{number}.txt").open(encoding="utf-8", newline="") as text:
        return text.read()
