"""The chronology: significant facts in the order they happened, with both clocks.

Which kinds are significant follows the practice guides to chronologies (Care Inspectorate,
*Practice guide to chronologies*, 2017): dated events, and not the whole file. Log entries, prices
and plans stay out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.dates import UNKNOWN, bounds, sort_key, to_instant
from kinhold.domain.events import EventNoted
from kinhold.domain.fact import QuotedFromStory

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain.fact import Fact
    from kinhold.record.record import Record

Timeliness = Literal["contemporaneous", "late", "retrospective", "not dated"]

THEMES: Final[dict[str, str]] = {
    "event": "events",
    "left": "events",
    "returned": "events",
    "promise": "promises",
    "outcome": "promises",
    "support": "money",
    "asset": "money",
    "handover": "contact",
    "night": "contact",
    "expense": "money",
    "message": "contact",
    "asked": "children",
    "milestone": "children",
    "note": "notes",
}
"""Kind to theme; a kind that is not here is not part of the chronology."""

CONTEMPORANEOUS: Final = timedelta(hours=24)
LATE: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ChronologyLine:
    """One significant fact.

    Attributes:
        fact: what it rests on.
        theme: events, promises, money, contact, children or notes.
        recorded_at: when it was written down (UTC).
        timeliness: contemporaneous (within 24 hours), late (within 7 days) or retrospective; facts
            read from a story are always retrospective, because they were recalled.
    """

    fact: Fact
    theme: str
    recorded_at: datetime
    timeliness: Timeliness


def chronology(record: Record, zone: ZoneInfo) -> tuple[ChronologyLine, ...]:
    """Return the chronology, earliest first; what is not dated stands where the story put it."""
    lines = []
    for fact in record.facts():
        theme = THEMES.get(fact.KIND)
        written = record.written(fact.fact_id)
        if theme is None or written is None:
            continue
        timeliness = _timeliness(fact, written.recorded_at, zone)
        lines.append((fact, ChronologyLine(fact, theme, written.recorded_at, timeliness), written))
    lines.sort(key=lambda line: (*sort_key(line[0].occurred), _told_order(line[0]), line[2]))
    return tuple(line for _, line, _ in lines)


def _told_order(fact: Fact) -> tuple[int, int]:
    """Rank within a story: by the order read in it, then by where the quote stands."""
    order = fact.order if isinstance(fact, EventNoted) and fact.order is not None else 10**6
    start = fact.source.quote.start if isinstance(fact.source, QuotedFromStory) else 0
    return order, start


def _timeliness(fact: Fact, recorded_at: datetime, zone: ZoneInfo) -> Timeliness:
    if isinstance(fact.source, QuotedFromStory) or fact.how_known == "recalled":
        return "retrospective"
    told = bounds(fact.occurred)
    if fact.occurred == UNKNOWN or told.end is None:
        return "not dated"
    gone = recorded_at - to_instant(told.end, zone, told.offset)
    if gone <= CONTEMPORANEOUS:
        return "contemporaneous"
    return "late" if gone <= LATE else "retrospective"
