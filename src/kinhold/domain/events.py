"""Stories, events, notes and files; and what was done with the record: given to someone, erased."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentKept(Fact):
    """A file kept with the record: a photograph, a letter, a statement. `about` is who or what.

    `occurred` is when it was made, as far as the person says so.

    Attributes:
        name: what it is called, for people.
        digest: SHA-256 in hex of the bytes that are kept.
        media: its media type (RFC 6838), such as `image/jpeg`.
        size: how many bytes are kept.
        original: SHA-256 in hex of the file as it was given, where data about the camera, the place
            or the author was taken out of it before it was kept; empty where nothing was changed.
        goes_with: the id of the fact that it shows, or empty.
    """

    KIND: ClassVar[str] = "attachment"
    BARE: ClassVar[str] = "name"

    name: str = ""
    digest: str = ""
    media: str = ""
    size: int = 0
    original: str = ""
    goes_with: str = key("with", "")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordExported(Fact):
    """A document was made from the record to be given to someone. `about` is to whom, as told.

    Attributes:
        preset: own, agency or court.
        document: its name.
        digest: SHA-256 in hex of its bytes.
        entries: how many entries it shows.
    """

    KIND: ClassVar[str] = "exported"
    BARE: ClassVar[str] = "preset"

    preset: str = "own"
    document: str = ""
    digest: str = ""
    entries: int = 0
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryErased(Fact):
    """The content of an entry was erased for good. `about` is the entry's id; `words` the ground.

    Attributes:
        groups: the groups of fields that were erased; empty for all of it.
        by: who erased it.
    """

    KIND: ClassVar[str] = "erased"

    groups: tuple[str, ...] = ()
    by: PersonRef = PersonRef("")
    words: str = ""


FACTS: Final = (
    StoryTold,
    EventNoted,
    NoteWritten,
    SuggestionSetAside,
    AttachmentKept,
    RecordExported,
    EntryErased,
)
