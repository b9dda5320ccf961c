"""One rule figure: its dated values, its unit, where it is written and when that was checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.domain.findings import KinholdError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from decimal import Decimal
    from typing import TypeAlias

    # What a figure can be. Decimals are exact: the loader never makes a float of what was written.
    Value: TypeAlias = (
        int | Decimal | str | bool | date | tuple["Value", ...] | Mapping[str, "Value"]
    )


class RuleNotInForceError(KinholdError):
    """A rule was asked for on a day for which no figure is known. Never answered with a silent 0."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a figure is written.

    Attributes:
        title: the statute, guidance or paper, precise enough to find the line.
        href: its address.
    """

    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """One figure of the rules.

    Attributes:
        path: dotted name, such as `care.presence.day_until_age`.
        title: what it is, in one line.
        unit: what the figure counts: `years`, `minutes`, `GBP/week`, `percent`, `table` …
        values: (first day, value) in order of day; a value of None ends the rule on that day.
        references: where it is written; at least one.
        verified_on: the day somebody last compared it with its reference.
        known_until: first day for which nobody knows the figure yet, or None.
    """

    path: str
    title: str
    unit: str
    values: tuple[tuple[date, Value | None], ...]
    references: tuple[Reference, ...]
    verified_on: date
    known_until: date | None = None

    def on(self, day: date) -> Value:
        """Return the value in force on a day.

        Raises:
            RuleNotInForceError: before the first value, after the rule ended, or on a day that is
                later than anybody knows the figure for.
        """
        if self.known_until is not None and day >= self.known_until:
            raise RuleNotInForceError(
                f"The figure for “{self.title}” is only known up to {self.known_until}; "
                f"it cannot be used for {day}. Update the rule pack."
            )
        current = None
        for start, value in self.values:
            if start <= day:
                current = value
        if current is None:
            raise RuleNotInForceError(f"“{self.title}” ({self.path}) was not in force on {day}.")
        return current
