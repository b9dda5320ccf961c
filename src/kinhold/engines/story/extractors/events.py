"""What happened: rule matches over clause frames, each with who took part and how real it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.engines.story.candidates import Candidate
from kinhold.engines.story.roster import NARRATOR
from kinhold.engines.story.rules import matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.engines.story.context import Story
    from kinhold.engines.story.frames import Frame


def find_events(story: Story) -> Iterator[Candidate]:
    """Candidate events; things imagined, feared, wished or asked are left out by the rules."""
    for rule, frame in matches("events", story):
        quote = story.quote(frame)
        if quote is None:
            continue
        who = participants(frame, story)
        if not who:
            who = (NARRATOR,)
        weight = 0.75 if frame.block in {"heading", "tldr"} else 1.0
        if frame.zone is not None and story.said_by(frame) is None:
            weight *= 0.7
        yield Candidate(
            rule.kind,
            (quote,),
            who,
            rule.id,
            rule.confidence,
            frame.i,
            frame.sentence,
            {"realis": frame.realis, "frame": frame},
            weight,
        )


def participants(frame: Frame, story: Story) -> tuple[int, ...]:
    """Doer, those it is done to, and whoever else is named in the clause."""
    found = list(frame.people)
    low, high = frame.span
    first, last = story.syntax.sentences[frame.sentence]
    for token in story.tokens[first:last]:
        if low <= token.start < high and len(found) < 4:  # noqa: PLR2004 - a clause has few people
            found.extend(story.cast.people_at(token.i))
    return tuple(dict.fromkeys(found))
