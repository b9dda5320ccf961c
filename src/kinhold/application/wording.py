"""How dates, lengths of time and amounts are said, in the UK and in the US."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kinhold.domain.dates import UNKNOWN, Edtf, bounds

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_AS_IT_STANDS: Final = ZoneInfo("Etc/UTC")
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def say_day(day: date, country: str, *, weekday: bool = False, year: bool = True) -> str:
    """Return `21 November 2026` (UK and elsewhere) or `November 21, 2026` (US)."""
    tail = ""
    if country == "us":
        said = f"{MONTHS[day.month - 1]} {day.day}"
        tail = f", {day.year}" if year else ""
    else:
        said = f"{day.day} {MONTHS[day.month - 1]}"
        tail = f" {day.year}" if year else ""
    return f"{DAYS[day.weekday()]} {said}{tail}" if weekday else f"{said}{tail}"


def say_short_day(day: date, country: str) -> str:
    """Return `Fri 27 Nov` or `Fri Nov 27`."""
    month, name = MONTHS[day.month - 1][:3], DAYS[day.weekday()][:3]
    return f"{name} {month} {day.day}" if country == "us" else f"{name} {day.day} {month}"


def say_clock(moment: datetime, zone: ZoneInfo, country: str) -> str:
    """Return the local clock time: `22:00` (UK) or `10:00 PM` (US)."""
    local = moment.astimezone(zone)
    if country == "us":
        hour = local.hour % 12 or 12
        return f"{hour}:{local.minute:02d} {'AM' if local.hour < 12 else 'PM'}"  # noqa: PLR2004 - noon
    return local.strftime("%H:%M")


def say_when(edtf: Edtf, country: str) -> str:
    """Return an EDTF date as a person would say it, precision and doubt included."""
    if edtf == UNKNOWN:
        return "date not told"
    covered = bounds(edtf)
    left, _, right = edtf.partition("/")
    if not right:
        return _point(left, country)
    if covered.precision == "interval":
        return f"between {_point(left, country)} and {_point(right, country)}"
    return f"by {_point(right, country)}" if left == ".." else f"from {_point(left, country)} on"


def _point(text: str, country: str) -> str:
    covered = bounds(Edtf(text))
    start = covered.start or datetime.min.replace(tzinfo=UTC)
    if covered.precision == "year":
        said = str(start.year)
    elif covered.precision == "month":
        said = f"{MONTHS[start.month - 1]} {start.year}"
    else:
        said = say_day(start.date(), country)
        if covered.precision in ("minute", "second"):
            said += " " + say_clock(start.replace(tzinfo=UTC), _AS_IT_STANDS, country)
    return (
        ("about " if covered.approximate else "")
        + said
        + (" (not sure)" if covered.uncertain else "")
    )


def say_minutes(minutes: int) -> str:
    """Return `45 min`, `2 h 10` or `5 h`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest} min"
    return f"{hours} h {rest:02d}" if rest else f"{hours} h"


def say_hours(minutes: int) -> str:
    """Return whole or half hours in words for a table: `31 hours`, `1 hour`, `2.5 hours`."""
    half = round(minutes / 30) / 2
    figure = f"{half:g}"
    return f"{figure} hour" if figure == "1" else f"{figure} hours"


def say_age(months: int | None) -> str:
    """Return a child's age: `3 months`, `1 year 4 months`, `6 years`; empty where not known."""
    if months is None:
        return ""
    if months < 24:  # noqa: PLR2004 - under two, months are what people count
        return f"{months} month{'' if months == 1 else 's'}"
    return f"{months // 12} years"


def say_list(names: list[str] | tuple[str, ...]) -> str:
    """Return `Mum`, `Mum and Dee`, `Mum, Dee and Jo`."""
    if len(names) < 2:  # noqa: PLR2004 - one or none
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]


def count(number: int, one: str, many: str | None = None) -> str:
    """Return `1 night`, `5 nights`, `no nights`."""
    figure = "no" if number == 0 else str(number)
    return f"{figure} {one if number == 1 else many or one + 's'}"


def ago(then: datetime, now: datetime) -> str:
    """Return how long ago an instant was, to the minute: `2 h 10 ago`, `just now`."""
    gone = now - then
    if gone < timedelta(minutes=1):
        return "just now"
    if gone >= timedelta(days=2):
        return f"{gone.days} days ago"
    return f"{say_minutes(int(gone.total_seconds() // 60))} ago"
