"""When something happened, as people say it: `25 min ago`, `14:10`, `yesterday 22:30`, `2:10 pm`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.log_kinds import EntryNotUsableError
from kinhold.domain.dates import to_instant
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

AHEAD: Final = timedelta(minutes=10)
"""How far a clock time may be ahead of now and still mean today; clocks differ."""
BOTH_IN_REACH: Final = timedelta(hours=3)
"""How long after a clock change “01:30” means the one that was last."""

_AGO = re.compile(
    r"(?:(\d{1,3})\s*(?:h|hr|hrs|hours?)\s*)?(?:(\d{1,4})\s*(?:m|min|mins|minutes?)?)?\s*(ago)?",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:(?P<day>\d{4}-\d{2}-\d{2}|today|yesterday)[T\s]+)?"
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?(?::\d{2})?\s*(?P<half>am|pm|a\.m\.|p\.m\.)?"
    r"(?P<offset>Z|[+-]\d{2}:\d{2})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Told:
    """An instant (UTC) and, where the clock played a trick that night, a sentence about it."""

    at: datetime
    note: str = ""


def read_when(*, text: str, now: datetime, zone: ZoneInfo, after: datetime | None = None) -> Told:
    """Return the instant that a text tells.

    Args:
        text: empty for now; how long ago; or a clock time, with a day where it is not the last
            such time before now. A clock time that happened twice may carry its offset.
        now: aware.
        zone: the household's.
        after: a clock time without a day is then the first one after this instant (for an end).

    Raises:
        EntryNotUsableError: where it tells no time.
    """
    said = " ".join(text.split())
    if said.lower() in ("", "now"):
        return Told(now.astimezone(UTC).replace(second=0, microsecond=0))
    gone = read_minutes(said, ago=True)
    if gone is not None:
        return Told(
            (now - timedelta(minutes=gone)).astimezone(UTC).replace(second=0, microsecond=0)
        )
    match = _CLOCK.fullmatch(said)
    if match is None or not (match["minute"] or match["half"]):
        raise EntryNotUsableError(
            _("“{text}” is not a time. Write it like 14:10, yesterday 22:30 or 25 min ago.").format(
                text=text[:30]
            )
        )
    return _placed(match, text, (now, after), zone)


def read_minutes(text: str, *, ago: bool = False) -> int | None:
    """Return minutes from `15`, `15 min`, `1 h 20`; None where the text is no length of time.

    Args:
        text: as typed.
        ago: a bare figure then needs `m`, `h` or `ago`, so that it cannot be mistaken for a clock.
    """
    said = text.strip().lower()
    match = _AGO.fullmatch(said)
    if match is None or not (match[1] or match[2]):
        return None
    if ago and said.isdigit():
        return None
    return int(match[1] or 0) * 60 + int(match[2] or 0)


def _placed(
    match: re.Match[str], text: str, around: tuple[datetime, datetime | None], zone: ZoneInfo
) -> Told:
    now, after = around
    minute = _minute_of_day(match, text)
    local = now.astimezone(zone)
    day = _day(match["day"], local.date(), text)
    if day is not None:
        return _on(day, minute, match["offset"], now, zone)
    if after is not None:
        first = after.astimezone(zone).date()
        tried = [_on(first + timedelta(days=n), minute, match["offset"], now, zone) for n in (0, 1)]
        return next((told for told in tried if told.at >= after), tried[-1])
    today = _on(local.date(), minute, match["offset"], now, zone)
    if today.at <= now + AHEAD:
        return today
    return _on(local.date() - timedelta(days=1), minute, match["offset"], now, zone)


def _minute_of_day(match: re.Match[str], text: str) -> int:
    hour, minute, half = int(match["hour"]), int(match["minute"] or 0), (match["half"] or "")[:1]
    if half and not 1 <= hour <= 12:  # noqa: PLR2004 - a clock with twelve hours
        hour = 99
    elif half:
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    if hour > 23 or minute > 59:  # noqa: PLR2004 - a clock
        raise EntryNotUsableError(
            _("“{text}” is not a time of day. Write it like 14:10.").format(text=text[:30])
        )
    return hour * 60 + minute


def _day(text: str | None, today: date, whole: str) -> date | None:
    if text is None:
        return None
    if text.lower() in ("today", "yesterday"):
        return today - timedelta(days=text.lower() == "yesterday")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise EntryNotUsableError(
            _("“{whole}” names a day that does not exist.").format(whole=whole[:30])
        ) from None


def _on(day: date, minute: int, offset: str | None, now: datetime, zone: ZoneInfo) -> Told:
    """A clock time on a local day: in nights when the clock changes it may be missing or double."""
    local = datetime(day.year, day.month, day.day, minute // 60, minute % 60)  # noqa: DTZ001 - local by definition
    if offset:
        shift = timedelta(0)
        if offset not in ("Z", "z"):
            size = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6]))
            shift = -size if offset[0] == "-" else size
        return Told(to_instant(local, zone, shift))
    first = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    clock = f"{local:%H:%M}"
    if first == second:
        return Told(first)
    if first > second:
        there = first.astimezone(zone)
        return Told(
            first,
            _(
                "The clock went forward that night and {clock} never was; this is kept as "
                "{there:%H:%M}."
            ).format(clock=clock, there=there),
        )
    if second <= now + AHEAD and now - second <= BOTH_IN_REACH:
        return Told(second)
    other = second.astimezone(zone).strftime("%z")
    return Told(
        first,
        _(
            "The clock went back that night and {clock} was there twice; this is kept as the "
            "first. For the second, write {clock}{other}:{value}."
        ).format(clock=clock, other=other[:3], value=other[3:]),
    )
