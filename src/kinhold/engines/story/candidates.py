"""Proposals of the rules before they become items: one place for thinning out and ranking."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from kinhold.engines.story.lexicon import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kinhold.domain.stories import Quote

HIGH = 0.9
TIER_ONE = {
    "people": 0.85,
    "relations": 0.88,
    "ages": 0.86,
    "speech": 0.8,
    "events": 0.9,
    "promises": 0.86,
    "money": 0.9,
    "care": 0.9,
    "wellbeing": 0.9,
}
"""From which confidence up an item is `we think`: higher where rules meet the most new wording."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One proposal.

    Attributes:
        kind: fine label.
        quotes: evidence, the telling words first.
        who: numbers of people, the doer first.
        rule: id of the rule.
        confidence: 0 to 1.
        place: token number it rests on, or the code point where there is no token.
        sentence: number of its sentence, -1 if unknown.
        slots: whatever else the list needs.
        weight: how much the place it was found in takes from the rule's own record (1 nothing).
    """

    kind: str
    quotes: tuple[Quote, ...]
    who: tuple[int, ...]
    rule: str
    confidence: float
    place: int
    sentence: int = -1
    slots: Mapping[str, Any] = field(default_factory=dict)
    weight: float = 1.0


@cache
def families(name: str) -> Mapping[str, str]:
    """Fine label to family (coarse label) of one list."""
    table = load("vocabulary")[name]
    return {fine: family for family, fines in table.items() for fine in fines.split()}


@cache
def _measured() -> Mapping[str, float]:
    table: Mapping[str, float] = load("calibration")["rules"] or {}
    return table


@cache
def _sure() -> tuple[frozenset[str], float]:
    data = load("tiers")
    return frozenset(data["sure"].split()), float(data["poor"])


def calibrated(candidate: Candidate) -> Candidate:
    """The candidate with its rule's measured record, where there is one."""
    known = _measured().get(candidate.rule, candidate.confidence)
    sure, poor = _sure()
    if candidate.rule in sure and known >= poor:
        known = max(known, HIGH)
    return replace(candidate, confidence=round(float(known) * candidate.weight, 3), weight=1.0)


def tier_of(name: str, confidence: float) -> int:
    """1 from the list's threshold up, 2 below."""
    return 1 if confidence >= TIER_ONE[name] else 2


def thin(name: str, found: Iterable[Candidate], floor: float) -> list[Candidate]:
    """Drop proposals below `floor` and those that repeat a stronger one.

    Two proposals of one family whose first quotes overlap by half of the shorter say the same
    thing; the more confident one stays.
    """
    family = families(name)
    ranked = sorted((calibrated(c) for c in found), key=lambda c: (-c.confidence, c.place))
    kept: list[Candidate] = []
    for one in ranked:
        urgent = one.slots.get("severity") == "urgent"
        if not one.quotes or (one.confidence < floor and not urgent):
            continue
        if any(family.get(one.kind) == family.get(k.kind) and _overlap(one, k)
               and not (urgent and k.slots.get("severity") != "urgent") for k in kept):  # fmt: skip
            continue
        kept.append(one)
    return sorted(kept, key=lambda c: (c.quotes[0].start, c.quotes[0].end))


def _overlap(one: Candidate, other: Candidate) -> bool:
    a, b = one.quotes[0], other.quotes[0]
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0 and 2 * shared >= min(a.end - a.start, b.end - b.start)
