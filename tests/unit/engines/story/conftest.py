"""A linguist for the whole session, and a short way to read a text."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

import pytest

from kinhold.engines.story.document import Document
from kinhold.engines.story.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.engines.story.linguist import Linguist
    from kinhold.engines.story.results import StoryReading


@pytest.fixture(scope="session")
def linguist() -> Linguist:
    """The best parsing linguist; the test is skipped where none is installed."""
    if importlib.util.find_spec("spacy") is None:
        pytest.skip("spaCy is not installed (extra `read`)")
    from kinhold.adapters.linguist_spacy import best_linguist

    found = best_linguist()
    if not found.parses:
        pytest.skip("no English model is installed (extra `read`)")
    return found


@pytest.fixture(scope="session")
def told(linguist: Linguist) -> Callable[[str], StoryReading]:
    """Read a text with the parsing linguist."""

    def reading(text: str) -> StoryReading:
        return read(Document(text), linguist=linguist)

    return reading
