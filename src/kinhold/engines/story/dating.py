"""From a story's own sense of time to dates with an honest precision, counted from the telling."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from kinhold.domain.dates import UNKNOWN, DateNotUnderstoodError, Edtf, parse_edtf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.story.results import AgeFound, TimeFound

_BEFORE_NOW = re.compile(r"P(\d+(?:\.\d+)?)([YMWD])_before")


def occurred_of(time: TimeFound | None, told: date) -> Edtf:
    """Return when an event occurred, or by when at the latest.

    Only what is counted from the telling or names a calendar date becomes a date; everything else
    ("the next day", "when she was two") stays "on or before the telling".
    """
    by_then = Edtf(f"../{told.isoformat()}")
    if time is None:
        return by_then
    if time.kind == "calendar":
        try:
            return parse_edtf(time.value)
        except DateNotUnderstoodError:
            return by_then
    match = _BEFORE_NOW.fullmatch(time.value) if time.kind == "relative_now" else None
    if match is None:
        return by_then
    return back_from(told, float(match[1]), match[2])


def back_from(told: date, number: float, unit: str) -> Edtf:
    """Return the approximate date so many years (Y), months (M), weeks (W) or days (D) earlier."""
    if unit == "Y" and number == int(number):
        return Edtf(f"{told.year - int(number):04d}~")
    if unit in "YM":
        months = round(number * 12) if unit == "Y" else round(number)
        year, month = divmod(told.year * 12 + told.month - 1 - months, 12)
        return Edtf(f"{year:04d}-{month + 1:02d}~")
    day = told - timedelta(days=round(number * (7 if unit == "W" else 1)))
    return Edtf(f"{day.isoformat()}~")


def born_from_age(ages: Sequence[AgeFound], told: date) -> Edtf:
    """Return about when somebody was born, from ages that held when the story was told."""
    for age in ages:
        unit = age.unit.split("_")[0]
        if unit in ("month", "week", "day"):
            letter = {"month": "M", "week": "W", "day": "D"}[unit]
            return back_from(told, age.value, letter)
        if age.unit == "year":
            # Six years old: born in the twelve months that ended six years ago.
            last = _years_back(told, age.value)
            first = _years_back(told, age.value + 1) + timedelta(days=1)
            return Edtf(f"{first.isoformat()}/{last.isoformat()}")
    return UNKNOWN


def _years_back(day: date, years: int) -> date:
    year = day.year - years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
