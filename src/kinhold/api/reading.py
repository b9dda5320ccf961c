"""Read a story without a household file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold import bootstrap

if TYPE_CHECKING:
    from kinhold.engines.story.results import StoryReading


def read_story(text: str) -> StoryReading:
    """Read a story and say what it shows, each item with its exact words. Writes nothing.

    Args:
        text: in the person's own words.
    """
    from kinhold.engines.story.document import Document
    from kinhold.engines.story.reading import read

    return read(Document(text), linguist=bootstrap.linguist())


def load_reader() -> None:
    """Load what reads stories, so that the first story does not wait for it."""
    bootstrap.linguist()
