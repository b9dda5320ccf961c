"""What happened, as told: stories, events of the chronology, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final

from kinhold.domain.fact import Fact, PersonRef, key


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryTold(Fact):
    """A story in the person's own words. `about` is its id; `digest` is the text's SHA-256 in hex.

    `occurred` is when it was told.
    """

    KIND: ClassVar[str] = "story"
    SENSITIVE: ClassVar[dict[str, tuple[str, ...]]] = {"text": ("words",)}

    digest: str = ""
    by: PersonRef = PersonRef("")
    title: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventNoted(Fact):
    """Something that happened. `about` is who it is mostly about.

    Attributes:
        what: a label such as `left_home`.
        people: who else took part.
        order: rank among events of the same story whose dates were not told.
        anchor: how the date was told ("when our daughter was three months old").
        action: what was done about it.
        effect: what came of it for the child.
    """

    KIND: ClassVar[str] = "event"
    BARE: ClassVar[str] = "what"

    what: str = "other"
    people: tuple[PersonRef, ...] = key("with", ())
    order: int | None = None
    anchor: str = ""
    action: str = ""
    effect: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Fact):
    """Anything else worth keeping."""

    KIND: ClassVar[str] = "note"

    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestionSetAside(Fact):
    """She said no to something a story seemed to say. `about` is the story, `key` the suggestion."""

    KIND: ClassVar[str] = "setaside"

    key: str = ""
    words: str = ""


FACTS: Final = (StoryTold, EventNoted, NoteWritten, SuggestionSetAside)
