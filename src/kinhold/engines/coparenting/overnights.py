"""Nights by parent as scheduled: a cycle with layers over it.

A cycle is counted from its first day and never from week numbers: a year with 53 weeks would break
an odd and even week rule. Of the layers that speak of a night, the highest wins: swap over holiday
over school break over base.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import UNKNOWN, first_day, last_day
from kinhold.domain.periods import days_between

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.domain.coparenting import ParentingTimeStated

LAYERS: Final = ("base", "school-break", "holiday", "swap")
OTHER: Final = "B"
"""The letter of the other parent in a cycle; A is the person who keeps the record."""


@dataclass(frozen=True, slots=True)
class Overnights:
    """Nights with the other parent in a range, as scheduled.

    Attributes:
        other: nights with the other parent.
        nights: nights that the schedule speaks of.
        fact_ids: the layers this rests on.
    """

    other: int
    nights: int
    fact_ids: tuple[str, ...]


def overnights(schedule: Sequence[ParentingTimeStated], *, start: date, end: date) -> Overnights:
    """Count scheduled nights that begin on the days `[start, end)`.

    Args:
        schedule: layers about one other parent.
        start: first day.
        end: day after the last.
    """
    layers = sorted(
        (s for s in schedule if s.cycle and first_day(s.occurred)),
        key=lambda s: LAYERS.index(s.layer),
    )
    letters = [letter for day in days_between(start, end) if (letter := _night(layers, day))]
    return Overnights(letters.count(OTHER), len(letters), tuple(s.fact_id for s in layers))


def _night(layers: Sequence[ParentingTimeStated], day: date) -> str:
    for layer in reversed(layers):
        first = first_day(layer.occurred)
        until = None if layer.until == UNKNOWN else last_day(layer.until)
        if first is not None and first <= day and (until is None or day <= until):
            return layer.cycle[(day - first).days % len(layer.cycle)]
    return ""
