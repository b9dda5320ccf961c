"""Read a story and suggest facts; writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.domain.wellbeing import SignalNoted
from kinhold.engines.story.document import Document
from kinhold.engines.story.reading import read
from kinhold.engines.story.suggestions import suggest
from kinhold.engines.wellbeing.signals import is_asked

if TYPE_CHECKING:
    from datetime import date

    from kinhold.domain.suggestions import Suggestion
    from kinhold.engines.story.linguist import Linguist
    from kinhold.engines.story.results import StoryReading


@dataclass(frozen=True, slots=True)
class ReadStory:
    """A story with what it seems to say.

    Attributes:
        story_id: the SHA-256 of its text in hex, which names it in the record.
        text: as given.
        told: the day it was told.
        reading: everything found, each item with its quotes.
        suggestions: the facts one could write down.
    """

    story_id: str
    text: str
    told: date
    reading: StoryReading
    suggestions: tuple[Suggestion, ...]

    @property
    def asked(self) -> tuple[Suggestion, ...]:
        """Return the suggestions that are a question to her alone: would she like numbers?"""
        return tuple(
            s for s in self.suggestions if isinstance(s.fact, SignalNoted) and is_asked(s.fact)
        )


def read_story(*, text: str, told: date, linguist: Linguist) -> ReadStory:
    """Read a story.

    Args:
        text: in the person's own words.
        told: the day it was told; ages and "three years ago" are counted from it.
        linguist: cuts sentences into words.
    """
    document = Document(text)
    reading = read(document, linguist=linguist)
    found = suggest(reading, text=text, story_id=document.sha256, told=told)
    return ReadStory(document.sha256, text, told, reading, found)
