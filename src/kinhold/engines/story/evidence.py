"""Which words to quote for a fact: short enough to tell, long enough to be read alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinhold.engines.story.frames import Framer

LONGEST_SENTENCE = 130
SHORTEST_CLAUSE = 36


def evidence_span(
    framer: Framer, i: int, span: tuple[int, int], longest: int = LONGEST_SENTENCE
) -> tuple[int, int]:
    """The stretch to quote for a fact at token `i`: its sentence, or its clause where that is long.

    A sentence is cut at the marks of the quote that holds it.
    """
    first, last = framer.syntax.sentences[framer.tokens[i].sent]
    start, end = framer.tokens[first].start, framer.tokens[last - 1].end
    zone = framer.zones.quote_at(framer.tokens[i].start)
    if zone is not None:
        start, end = max(start, zone.start), min(end, zone.end)
    if end - start <= longest:
        return start, end
    low, high = max(start, span[0]), min(end, span[1])
    if high - low < SHORTEST_CLAUSE:
        low, high = max(start, low - 30), min(end, high + 30)
        low = (
            framer.text.find(" ", low, span[0]) + 1
            if low > start and framer.text.find(" ", low, span[0]) >= 0
            else low
        )
        cut = framer.text.rfind(" ", span[1], high)
        high = cut if high < end and cut > span[1] else high
    if high - low > longest:
        middle = framer.tokens[i].start
        low, high = max(low, middle - longest // 2), min(high, middle + longest // 2)
        low = framer.text.find(" ", low, middle) + 1 or low
        cut = framer.text.rfind(" ", middle, high)
        high = cut if cut > framer.tokens[i].end else high
    return (low, high) if high > low else (start, min(end, start + longest))
