"""Turn what a story suggests into facts, once she has said yes; or set it aside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kinhold.domain.dates import from_day
from kinhold.domain.events import StoryTold, SuggestionSetAside
from kinhold.domain.fact import QuotedFromStory, Typed
from kinhold.domain.findings import KinholdError
from kinhold.domain.people import PersonAdded
from kinhold.record.notation import format_fact
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from kinhold.application.read_story import ReadStory
    from kinhold.domain.fact import Fact
    from kinhold.domain.suggestions import Suggestion
    from kinhold.record.record import Record


class NoSuchSuggestionError(KinholdError):
    """A key names no suggestion of this story."""


@dataclass(frozen=True, slots=True)
class SuggestionState:
    """A suggestion and what became of it.

    Attributes:
        suggestion: the suggestion.
        state: `open`, `accepted` or `set aside`.
        fact_id: the fact it became, or that set it aside; empty while open.
    """

    suggestion: Suggestion
    state: str
    fact_id: str


def line_of(fact: Fact, *, currency: str) -> str:
    """Return the line somebody could write a suggested fact down as, without where it comes from."""
    return format_fact(replace(fact, source=Typed(), how_known=""), currency=currency)


def states(*, record: Record, story: ReadStory) -> tuple[SuggestionState, ...]:
    """Return every suggestion of a story with what became of it, in the story's order."""
    accepted = {
        (*_mark(fact), fact.source.quote.start, fact.source.quote.end): fact.fact_id
        for fact in record.facts()
        if isinstance(fact.source, QuotedFromStory) and fact.source.story_id == story.story_id
    }
    aside = {s.key: s.fact_id for s in record.of(SuggestionSetAside) if s.about == story.story_id}
    found = []
    for suggestion in story.suggestions:
        fact, quote = suggestion.fact, suggestion.quotes[0]
        kept = accepted.get((*_mark(fact), quote.start, quote.end), "")
        state = "accepted" if kept else _("set aside") if suggestion.key in aside else _("open")
        found.append(SuggestionState(suggestion, state, kept or aside.get(suggestion.key, "")))
    return tuple(found)


def _mark(fact: Fact) -> tuple[object, ...]:
    """What tells apart facts that rest on the same words."""
    fields = ("sign", "what", "type", "to", "promise", "tags")
    return (fact.KIND, fact.about, *(getattr(fact, name, "") for name in fields))


def story_fact(*, story: ReadStory, record: Record, new_id: Callable[[], str]) -> tuple[Fact, ...]:
    """Return the fact that keeps the story itself, or nothing where it is kept already."""
    if any(s.digest == story.story_id for s in record.of(StoryTold)):
        return ()
    narrator = next(
        (
            s.fact.about
            for s in story.suggestions
            if isinstance(s.fact, PersonAdded) and s.fact.role == "self"
        ),
        "",
    )
    return (
        StoryTold(
            fact_id=new_id(),
            occurred=from_day(story.told),
            about=story.story_id[:12],
            digest=story.story_id,
            by=narrator,  # type: ignore[arg-type]
            words=story.text,
        ),
    )


def accept(*, chosen: Sequence[Suggestion], new_id: Callable[[], str]) -> tuple[Fact, ...]:
    """Return the facts of chosen suggestions, each with an id of its own."""
    return tuple(replace(s.fact, fact_id=new_id()) for s in chosen)


def set_aside(*, story: ReadStory, suggestion: Suggestion, new_id: Callable[[], str]) -> Fact:
    """Return the fact that she said no; the story and its quote stay as they are.

    Of a signal only the key is kept: this fact stands where others may be given it.
    """
    private = suggestion.fact.SPACE == "private"
    return SuggestionSetAside(
        fact_id=new_id(),
        occurred=from_day(story.told),
        about=story.story_id,
        key=suggestion.key,
        words="" if private else suggestion.quotes[0].text,
    )


def pick(*, story: ReadStory, keys: Collection[str]) -> tuple[Suggestion, ...]:
    """Return suggestions by key, in the story's order.

    Raises:
        NoSuchSuggestionError: for a key that this story does not have.
    """
    known = {s.key for s in story.suggestions}
    unknown = [key for key in keys if key not in known]
    if unknown:
        raise NoSuchSuggestionError(
            _(
                "“{unknown}” is not a suggestion of this story. List them with: kinhold confirm FILE"
            ).format(unknown=unknown[0][:20])
        )
    return tuple(s for s in story.suggestions if s.key in keys)
