"""Promises of a story as commitments: what about, on what condition, and what came of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from kinhold.domain.promises import Outcome, OutcomeNoted, PromiseMade, Strength, Topic

if TYPE_CHECKING:
    from kinhold.domain.fact import PersonRef
    from kinhold.engines.story.results import PromiseFound

STRENGTH: Final[dict[str, Strength]] = {
    "offer": "offer",
    "conditional_offer": "offer",
    "request": "request",
    "obligation": "obligation",
    "threat": "threat",
}
"""Fine label to strength; every other label is a promise."""

OUTCOME: Final[dict[str, Outcome]] = {
    "kept": "kept",
    "partly_kept": "part-kept",
    "broken": "missed",
    "not_carried_out": "missed",
    "refused": "withdrawn",
    "changed": "withdrawn",
}
"""Status in a story to outcome (engines.md, Promises); what is not here is unknown, not missed."""

_TOPICS: Final[tuple[tuple[Topic, re.Pattern[str]], ...]] = (
    (
        "money",
        re.compile(r"\b(?:pay\w*|money|rent|support|bills?|debts?|loan|\$|£)", re.IGNORECASE),
    ),
    (
        "care",
        re.compile(
            r"\b(?:help\w*|look(?:ing)? after|take (?:him|her|them|the (?:baby|kids?|child\w*))|"
            r"babysit\w*|day and night|weekends?|nights?|watch (?:him|her|them)|care)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "contact",
        re.compile(
            r"\b(?:call\w*|ring|text\w*|visit\w*|come (?:back|home|over)|see (?:him|her|you|them))\b",
            re.IGNORECASE,
        ),
    ),
)
_TOLD = re.compile(
    r"\b(?:swore|promised|vowed|pledged|insisted|agreed)\b"
    r"(?: (?:to )?(?:me|us))?(?: that)? (?P<what>\w.{6,})",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(
    r"\b(?:when|once|if|as soon as|until|unless|provided)\b[^.;!?”\"]*", re.IGNORECASE
)


def promise_of(found: PromiseFound, *, by: PersonRef, to: tuple[PersonRef, ...]) -> PromiseMade:
    """Return the commitment of one promisor, worded as in the story."""
    said = _said(found.what or found.evidence[0].text)
    whole = " ".join(dict.fromkeys([said, *(q.text for q in found.evidence)]))
    condition = _CONDITION.search(whole)
    return PromiseMade(
        fact_id="",
        about=by,
        to=to,
        topic=topic_of(whole),
        strength=STRENGTH.get(found.kind, "promise"),
        condition=" ".join(condition.group().split()).strip(" ,’'") if condition else "",
        words=" ".join(said.split()).strip('“”"'),
    )


def _said(words: str) -> str:
    """What was promised, without who promised it, where the sentence tells the two apart."""
    told = _TOLD.search(words)
    return re.split(r"\s*[—;]", told.group("what"), maxsplit=1)[0] if told else words


def topic_of(words: str) -> Topic:
    """Return what a promise is about, from its words; `other` where none of them tells."""
    return next((topic for topic, pattern in _TOPICS if pattern.search(words)), "other")


def outcome_of(found: PromiseFound, promise: PromiseMade) -> OutcomeNoted | None:
    """Return what the story says came of the promise, or None where it does not say."""
    outcome = OUTCOME.get(found.status)
    if outcome is None:
        return None
    return OutcomeNoted(fact_id="", about=promise.about, promise=promise.words, outcome=outcome)
