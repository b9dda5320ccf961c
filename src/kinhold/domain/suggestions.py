"""What a story seems to say, before anybody has confirmed it."""

from __future__ import annotations

from dataclasses import dataclass

from kinhold.domain.fact import Fact
from kinhold.domain.stories import Quote


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A fact that a sentence of the story supports.

    Attributes:
        key: stable for the same text, kind and quote; names it in pages and commands.
        fact: what would be written; its `fact_id` is empty until it is confirmed.
        quotes: the words it rests on, verbatim; never empty.
        tier: 1 "we think", 2 "worth a look" (then the fact is a note that only keeps the sentence).
        confidence: 0 to 1.
        rule: the id of the rule that found it.
        theme: people, events, promises, money, care or wellbeing.
        who: the handle it is grouped under, or empty.
        proposal: for tier 2, what it might be written down as, once she says so; else None.
    """

    key: str
    fact: Fact
    quotes: tuple[Quote, ...]
    tier: int
    confidence: float
    rule: str
    theme: str
    who: str
    proposal: Fact | None = None
