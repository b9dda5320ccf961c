"""The care log: what was last, and what the last nights looked like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import (
    ActivityLogged,
    CareGiven,
    FeedLogged,
    MeasureTaken,
    MedicineGiven,
    NappyChanged,
    NightWakingLogged,
    SleepLogged,
)
from kinhold.domain.dates import instant

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain.fact import Fact
    from kinhold.record.record import Record

LOG_KINDS: Final = (
    FeedLogged,
    SleepLogged,
    NightWakingLogged,
    NappyChanged,
    MedicineGiven,
    MeasureTaken,
    ActivityLogged,
    CareGiven,
)


@dataclass(frozen=True, slots=True)
class LastLogged:
    """The latest entry of one kind for one child, and its instant (UTC)."""

    fact: Fact
    at: datetime


def log_facts(record: Record) -> tuple[Fact, ...]:
    """Return every standing fact of the care log, kind by kind."""
    return tuple(fact for kind in LOG_KINDS for fact in record.of(kind))


def last_logged(
    record: Record, kinds: tuple[type[Fact], ...], *, about: str, zone: ZoneInfo, now: datetime
) -> tuple[LastLogged, ...]:
    """Return the latest entry of each kind about a child up to now, most recent first."""
    found: list[LastLogged] = []
    for kind in kinds:
        dated = [
            LastLogged(fact, at)
            for fact in record.of(kind)
            if fact.about == about
            and (at := instant(fact.occurred, zone)) is not None
            and at <= now
        ]
        if dated:
            found.append(max(dated, key=lambda last: (last.at, last.fact.fact_id)))
    return tuple(sorted(found, key=lambda last: last.at, reverse=True))
