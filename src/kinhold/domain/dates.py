"""Dates with an honest precision: a documented subset of EDTF (ISO 8601-2:2019, Extended Date/Time).

A fact says when it *occurred* as an `Edtf` text. Supported forms, all in the household's local time:

    2026                    a year                 2026-11                 a month
    2026-11-21              a day                  2026-11-21T01:10        a minute
    2026-11-21T01:10:30     a second               2026-10-25T01:10+01:00  with an offset (a clock
                                                   time that happened twice needs one; `Z` is UTC)
    2024~  2024-03?  2024%  approximate (~), uncertain (?), or both (%)
    2024-03/2024-06         an interval, both ends included
    ../2026-11-21           on or before           2026-11-21/..           on or after
    ../..                   not told

The text is kept as it was given; `bounds` turns it into half-open local datetimes.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NewType

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Edtf = NewType("Edtf", str)
Precision = Literal["second", "minute", "day", "month", "year", "interval", "open"]

UNKNOWN: Final = Edtf("../..")

_POINT = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2})"
    r"(?:T(?P<hour>\d{2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"(?P<offset>Z|[+-]\d{2}:\d{2})?)?)?)?(?P<mark>[~?%])?",
)


class DateNotUnderstoodError(KinholdError):
    """A date is not one of the supported EDTF forms."""

    def __init__(self, text: str) -> None:
        """Say what was given and what would do."""
        super().__init__(
            _(
                "“{text}” is not a date that can be kept. Write it like 2026-11-21, 2026-11, 2026, "
                "2026-11-21T01:10, 2024~ or 2024-03/2024-06."
            ).format(text=text[:40])
        )


@dataclass(frozen=True, slots=True)
class Bounds:
    """What an EDTF text covers.

    Attributes:
        start: first local moment, or None where the start is open.
        end: first local moment after it (half-open), or None where the end is open.
        precision: how finely it was told.
        approximate: marked `~` or `%`.
        uncertain: marked `?` or `%`.
        offset: the offset from UTC where the text carries one (only with a clock time).
    """

    start: datetime | None
    end: datetime | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False
    offset: timedelta | None = None


def parse_edtf(text: str) -> Edtf:
    """Check that `text` is a supported EDTF form and return it unchanged.

    Raises:
        DateNotUnderstoodError: where it is not, or names a day that does not exist.
    """
    bounds(Edtf(text))
    return Edtf(text)


@lru_cache(maxsize=65536)
def bounds(edtf: Edtf) -> Bounds:
    """Return the local half-open interval that `edtf` covers.

    Raises:
        DateNotUnderstoodError: where the text is not a supported form.
    """
    if "/" not in edtf:
        return _point(edtf)
    first, _unused, second = edtf.partition("/")
    left = None if first == ".." else _point(first)
    right = None if second == ".." else _point(second)
    start = left.start if left else None
    end = right.end if right else None
    if start and end and end <= start:
        raise DateNotUnderstoodError(edtf)
    ends = [side for side in (left, right) if side]
    return Bounds(
        start,
        end,
        "interval" if left and right else "open",
        any(side.approximate for side in ends),
        any(side.uncertain for side in ends),
    )


def _point(text: str) -> Bounds:
    match = _POINT.fullmatch(text)
    if match is None:
        raise DateNotUnderstoodError(text)
    part = match.groupdict()
    year, month, day = (int(part[name] or 1) for name in ("year", "month", "day"))
    hour, minute, second = (int(part[name] or 0) for name in ("hour", "minute", "second"))
    try:
        start = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - local by definition
        end, precision = _end(start, part)
    except (ValueError, OverflowError):
        raise DateNotUnderstoodError(text) from None
    mark = part["mark"] or ""
    return Bounds(
        start,
        end,
        precision,
        mark in "~%" and mark != "",
        mark in "?%" and mark != "",
        _offset(part["offset"]),
    )


def _end(start: datetime, part: dict[str, str | None]) -> tuple[datetime, Precision]:
    if part["second"]:
        return start + timedelta(seconds=1), "second"
    if part["hour"]:
        return start + timedelta(minutes=1), "minute"
    if part["day"]:
        return start + timedelta(days=1), "day"
    if part["month"]:
        return start + timedelta(days=monthrange(start.year, start.month)[1]), "month"
    return start.replace(year=start.year + 1), "year"


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text == "Z":
        return timedelta(0)
    hours, minutes = int(text[1:3]), int(text[4:6])
    size = timedelta(hours=hours, minutes=minutes)
    if size >= timedelta(hours=24):
        raise DateNotUnderstoodError(text)
    return -size if text[0] == "-" else size


def from_day(day: date) -> Edtf:
    """Return the EDTF text of one day."""
    return Edtf(day.isoformat())


def from_moment(moment: datetime, zone: ZoneInfo) -> Edtf:
    """Return an aware moment as local clock time to the minute.

    The offset is written only where the clock time happened twice, so that it reads naturally on
    every other day and is never ambiguous.
    """
    local = moment.astimezone(zone).replace(second=0, microsecond=0)
    text = local.strftime("%Y-%m-%dT%H:%M")
    if local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset():
        raw = local.strftime("%z")
        text += f"{raw[:3]}:{raw[3:5]}"
    return Edtf(text)


def to_instant(local: datetime, zone: ZoneInfo, offset: timedelta | None = None) -> datetime:
    """Return a local clock time as a UTC instant.

    A clock time that was skipped (spring) is read with the offset before the change; one that
    happened twice is read as the first, unless `offset` says otherwise (PEP 495, fold=0).
    """
    if offset is not None:
        return local.replace(tzinfo=timezone(offset)).astimezone(UTC)
    return local.replace(tzinfo=zone).astimezone(UTC)


def instant(edtf: Edtf, zone: ZoneInfo) -> datetime | None:
    """Return the UTC instant at which `edtf` starts, or None where its start is open."""
    covered = bounds(edtf)
    return None if covered.start is None else to_instant(covered.start, zone, covered.offset)


def first_day(edtf: Edtf) -> date | None:
    """Return the first local day `edtf` covers, or None where its start is open."""
    start = bounds(edtf).start
    return None if start is None else start.date()


def last_day(edtf: Edtf) -> date | None:
    """Return the last local day `edtf` covers, or None where its end is open."""
    end = bounds(edtf).end
    return None if end is None else (end - timedelta(microseconds=1)).date()


def sort_key(edtf: Edtf) -> tuple[datetime, datetime]:
    """Order by when it ended at the latest, then when it began; what is not told comes first.

    "On or before D" therefore stands just before D, where a reader of a chronology expects it.
    """
    covered = bounds(edtf)
    low = datetime.min  # noqa: DTZ901 - a bound for local times
    end = covered.end or (datetime.max if covered.start else low)  # noqa: DTZ901
    start = covered.start or low
    if covered.start and (
        covered.end is None or covered.precision in ("interval", "year", "month")
    ):
        return (start, end)
    return (min(start if covered.start else end, end), end)


def age_in_months(born: Edtf, on: date) -> int | None:
    """Return completed months of age on a day, or None before birth or where birth is not known."""
    day = first_day(born)
    if day is None or day > on:
        return None
    months = (on.year - day.year) * 12 + on.month - day.month
    return months - (1 if on.day < day.day else 0)
