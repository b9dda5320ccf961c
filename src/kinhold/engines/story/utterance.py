"""Who said a quote, as far as can be told."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Speech:
    """Who said a quote, to whom, how, and by which sign we think so.

    Attributes:
        speaker: number of the person, or None if it cannot be told.
        listener: number of the person addressed, or None.
        kind: `direct`, `phone`, `text_message`, `habitual` or `scare`.
        rule: the sign used.
        confidence: 0 to 1.
    """

    speaker: int | None
    listener: int | None
    kind: str
    rule: str
    confidence: float
