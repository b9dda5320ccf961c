"""What the use cases need from the outside world; adapters stand behind these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date, datetime


class Clock(Protocol):
    """The time of day, asked once at the outer edge."""

    def now(self) -> datetime:
        """Return the current moment, aware, in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class KnownHolidays:
    """Public holidays as far as they are known.

    Attributes:
        days: local days.
        problem: one sentence where they are not known, or not for sure; else empty.
    """

    days: frozenset[date]
    problem: str = ""


class PublicHolidays(Protocol):
    """The public holidays of a country and its regions."""

    def __call__(self, *, country: str, region: str, years: Collection[int]) -> KnownHolidays:
        """Return the holidays of some years.

        Args:
            country: `uk`, `us`, another two-letter code, or empty.
            region: as the household wrote it, such as ENG, SCO or TX; or empty.
            years: calendar years.
        """
        ...
