"""What every fact has: an id, when it occurred, whom or what it is about, and where it comes from.

A *kind* is a frozen dataclass derived from `Fact`. It declares, as class variables:

- `KIND`: its word in the notation and in the record,
- `SPACE`: the space it is kept in unless the person chooses another (see `SpaceName`),
- `BARE`: the one field written as a bare word (`outcome Mum … missed`), if any,
- `SENSITIVE`: groups of fields that are withheld or erased on their own, by group name.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, ClassVar, Final, Literal, NewType

from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.stories import Quote

PersonRef = NewType("PersonRef", str)
"""A person's handle: the name by which the household knows them, unique within it."""

Label = NewType("Label", str)
"""The name of a thing: a bill, an account, a home, a debt."""

Minutes = NewType("Minutes", int)
"""A duration in minutes, written in the notation as hours: `10`, `2:30`."""

SpaceName = Literal["household", "care", "shared", "private", "case"]
HowKnown = Literal["", "saw", "told", "document", "recalled"]

SELF: Final = PersonRef("")
"""Stands for the person who keeps the record, where a field names who typed or confirmed."""


class Source:
    """Where a fact comes from: typed, quoted from a story, or imported."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Typed(Source):
    """Somebody typed it. `by` is a handle; empty for the person who keeps the record."""

    by: PersonRef = SELF


@dataclass(frozen=True, slots=True)
class QuotedFromStory(Source):
    """It was confirmed from a suggestion; `quote` is verbatim from the story `story_id`."""

    story_id: str
    quote: Quote
    by: PersonRef = SELF


@dataclass(frozen=True, slots=True)
class Imported(Source):
    """It came from a file: `digest` is the file's SHA-256 in hex, `row` counts from 1."""

    digest: str
    row: int
    by: PersonRef = SELF


def key(name: str, default: Any) -> Any:  # noqa: ANN401 - dataclasses.field is typed as its default
    """Return a field whose key in the notation differs from its name in Python."""
    return field(default=default, metadata={"key": name})


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The common part of every kind.

    Attributes:
        fact_id: UUIDv4 text, made by the face that took the entry; also the entry's id.
        occurred: when it happened, with its precision; `../..` where not told.
        about: the handle or label it is about.
        source: typed, quoted from a story or imported.
        how_known: saw, was told, document or recalled; empty where not said.
        replaces: the fact id that this one corrects, or empty.
    """

    KIND: ClassVar[str] = ""
    SPACE: ClassVar[SpaceName] = "household"
    BARE: ClassVar[str] = ""
    SENSITIVE: ClassVar[dict[str, tuple[str, ...]]] = {}

    fact_id: str
    occurred: Edtf = UNKNOWN
    about: str = ""
    source: Source = Typed()
    how_known: HowKnown = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Retracted(Fact):
    """Takes back the fact named in `replaces`; taking back a retraction restores it (undo)."""

    KIND: ClassVar[str] = "retract"

    words: str = ""
