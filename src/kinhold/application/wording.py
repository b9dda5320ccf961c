"""How dates, lengths of time and amounts are said, in the locale that is being spoken.

Where none is, dates and clock times are said as in the country they are for.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from kinhold.domain.dates import UNKNOWN, Edtf, bounds
from kinhold.voice.speaking import N_, _, as_in_the_us, ngettext, pgettext

MONTHS: Final = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"),
    N_("July"), N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
_AS_IT_STANDS: Final = ZoneInfo("Etc/UTC")
DAYS: Final = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"),
    N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip


def say_day(day: date, country: str, *, weekday: bool = False, year: bool = True) -> str:
    """Return `21 November 2026` (UK and elsewhere) or `November 21, 2026` (US)."""
    tail, month = "", _(MONTHS[day.month - 1])
    if as_in_the_us(country):
        said = f"{month} {day.day}"
        tail = f", {day.year}" if year else ""
    else:
        said = f"{day.day} {month}"
        tail = f" {day.year}" if year else ""
    return f"{_(DAYS[day.weekday()])} {said}{tail}" if weekday else f"{said}{tail}"


def say_short_day(day: date, country: str) -> str:
    """Return `Fri 27 Nov` or `Fri Nov 27`."""
    month, name = _(MONTHS[day.month - 1])[:3], _(DAYS[day.weekday()])[:3]
    return f"{name} {month} {day.day}" if as_in_the_us(country) else f"{name} {day.day} {month}"


def say_clock(moment: datetime, zone: ZoneInfo, country: str) -> str:
    """Return the local clock time: `22:00` (UK) or `10:00 PM` (US)."""
    local = moment.astimezone(zone)
    return say_time(local.hour * 60 + local.minute, country)


def say_time(minute: int, country: str) -> str:
    """Return a minute of the day as a clock time; 1440 is the midnight that ends it."""
    hour, rest = divmod(minute, 60)
    if as_in_the_us(country):
        return f"{hour % 12 or 12}:{rest:02d} {'AM' if hour % 24 < 12 else 'PM'}"  # noqa: PLR2004 - noon
    return f"{hour:02d}:{rest:02d}"


def say_when(edtf: Edtf, country: str) -> str:
    """Return an EDTF date as a person would say it, precision and doubt included."""
    if edtf == UNKNOWN:
        return _("date not told")
    covered = bounds(edtf)
    left, _mark, right = edtf.partition("/")
    if not right:
        return _point(left, country)
    if covered.precision == "interval":
        return _("between {start} and {end}").format(
            start=_point(left, country), end=_point(right, country)
        )
    if left == "..":
        return _("by {end}").format(end=_point(right, country))
    return _("from {start} on").format(start=_point(left, country))


def _point(text: str, country: str) -> str:
    covered = bounds(Edtf(text))
    start = covered.start or datetime.min.replace(tzinfo=UTC)
    if covered.precision == "year":
        said = str(start.year)
    elif covered.precision == "month":
        said = f"{_(MONTHS[start.month - 1])} {start.year}"
    else:
        said = say_day(start.date(), country)
        if covered.precision in ("minute", "second"):
            said += " " + say_clock(start.replace(tzinfo=UTC), _AS_IT_STANDS, country)
    if covered.approximate:
        said = _("about {when}").format(when=said)
    return _("{when} (not sure)").format(when=said) if covered.uncertain else said


def say_minutes(minutes: int) -> str:
    """Return `45 min`, `2 h 10` or `5 h`."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{minutes} min").format(minutes=rest)
    if rest:
        return _("{hours} h {minutes:02d}").format(hours=hours, minutes=rest)
    return _("{hours} h").format(hours=hours)


def say_hours(minutes: int) -> str:
    """Return whole or half hours in words for a table: `31 hours`, `1 hour`, `2.5 hours`."""
    half = round(minutes / 30) / 2
    figure = f"{half:g}"
    return ngettext("{figure} hour", "{figure} hours", 1 if figure == "1" else 2).format(
        figure=figure
    )


def say_age(months: int | None) -> str:
    """Return a child's age: `3 months`, `1 year 4 months`, `6 years`; empty where not known."""
    if months is None:
        return ""
    if months < 24:  # noqa: PLR2004 - under two, months are what people count
        return ngettext("{months} month", "{months} months", months).format(months=months)
    years = months // 12
    return ngettext("{years} year", "{years} years", years).format(years=years)


def say_list(names: list[str] | tuple[str, ...]) -> str:
    """Return `Mum`, `Mum and Dee`, `Mum, Dee and Jo`."""
    if len(names) < 2:  # noqa: PLR2004 - one or none
        return "".join(names)
    return _("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def count(number: int, one: str, many: str | None = None) -> str:
    """Return `1 night`, `5 nights`, `no nights`."""
    figure = pgettext("none of them", "no") if number == 0 else str(number)
    return f"{figure} {ngettext(one, many or one + 's', number)}"


def ago(then: datetime, now: datetime) -> str:
    """Return how long ago an instant was, to the minute: `2 h 10 ago`, `just now`."""
    gone = now - then
    if gone < timedelta(minutes=1):
        return _("just now")
    if gone >= timedelta(days=2):
        return _("{days} days ago").format(days=gone.days)
    return _("{time} ago").format(time=say_minutes(int(gone.total_seconds() // 60)))
