"""Who feeds, wakes, soothes, drives and minds; who could, and who does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kinhold.engines.story.candidates import Candidate
from kinhold.engines.story.roster import CHILD_ROLES, NARRATOR
from kinhold.engines.story.rules import matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.engines.story.context import Story
    from kinhold.engines.story.frames import Frame

_EVERY = re.compile(
    r"\b(?:every|each) (?:\w+ )?(?:hours?|nights?|days?|mornings?|weeks?(?:end)?s?|other \w+)|\b(?:some|most|alternate|every other) (?:weekends?|nights?|days?)|\b(?:once|twice|three times) a (?:night|day|week|month)|\ball night\b",
    re.IGNORECASE,
)
_FAMILY_NEEDED = frozenset(["family_childcare", "respite_offered", "shared_care"])


def find_care(story: Story) -> Iterator[Candidate]:
    """Candidate care facts, with the carer and the child where the clause names them."""
    for rule, frame in matches("care", story):
        quote = story.quote(frame)
        if quote is None:
            continue
        carer, child = _sides(frame, story, rule.kind)
        weight = 1.0
        if not child and not _about_children(story):
            weight *= (
                0.55
                if rule.kind not in {"housework", "sleep_loss", "meals", "sleep_pattern"}
                else 0.85
            )
        if frame.realis in {"hypothetical", "future"}:
            weight *= 0.6
        if frame.block in {"heading", "tldr"}:
            weight *= 0.75
        often = _EVERY.search(quote.text)
        slots = {"child": child, "frequency": often.group().lower() if often else None}
        yield Candidate(
            rule.kind,
            (quote,),
            carer,
            rule.id,
            rule.confidence,
            frame.i,
            frame.sentence,
            slots,
            weight,
        )


def _sides(frame: Frame, story: Story, kind: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Carers and children of a frame; a child who cries or wakes has no carer by that."""

    def young(n: int) -> bool:
        draft = story.cast.roster.get(n)
        return draft.role in CHILD_ROLES or draft.is_child or (draft.role == "other" and draft.relation in {"child", "baby", "grandchild", "son", "daughter"})  # fmt: skip

    carers = tuple(n for n in frame.subject if not young(n))
    children = tuple(n for n in frame.people if young(n))
    if not carers and kind not in {
        "night_waking",
        "child_crying",
        "childcare_paid",
        "child_special_need",
        "services_short",
    }:
        others = tuple(n for n in frame.objects if not young(n))
        carers = others or ((NARRATOR,) if story.said_by(frame) == NARRATOR else ())
    if not children:
        singles = [d.number for d in story.cast.roster.children()]
        children = tuple(singles) if len(singles) == 1 else ()
    return carers, children


def _about_children(story: Story) -> bool:
    return any(d.role in CHILD_ROLES for d in story.cast.roster)
