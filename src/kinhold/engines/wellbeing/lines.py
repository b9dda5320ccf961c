"""Phone, text and chat lines: which are open at an instant, the ones for a crisis first.

The lines are data (`kinhold/lines/<country>.yaml`). A line whose hours are not known is never among
those that are open; a check older than 180 days is stale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain.periods import ClockWindow

Channel = Literal["call", "text", "chat"]
Topic = Literal["emergency", "crisis", "afraid", "followed", "baby", "child", "alone"]
CHECK_LASTS: Final = timedelta(days=180)
"""How long a comparison with the source is good for."""


@dataclass(frozen=True, slots=True)
class WeeklyHours:
    """A window of the local clock on some weekdays, 0 for Monday; it may run past midnight."""

    days: frozenset[int]
    at: ClockWindow


@dataclass(frozen=True, slots=True)
class Line:
    """One way to reach somebody.

    Attributes:
        key: stable name within the country.
        country: `uk` or `us`.
        name: as the line calls itself.
        channel: call, text or chat.
        number: as it is written; for a chat its address.
        send: the word to text, or empty.
        press: the key to press after the call is answered, or empty.
        parts: parts of the country it is for, such as ENG; empty for all.
        always: open day and night.
        hours: where it is not; empty where the hours are not known.
        zone: of the hours.
        closed_on_holidays: closed on public holidays.
        crisis: it answers somebody in a crisis.
        topics: what it is for.
        languages: BCP 47.
        kept: it stands on the page that works without a connection.
        for_whom: one sentence.
        source: https link of what it was compared with.
        checked_on: when.
    """

    key: str
    country: str
    name: str
    channel: Channel
    number: str
    send: str
    press: str
    parts: tuple[str, ...]
    always: bool
    hours: tuple[WeeklyHours, ...]
    zone: ZoneInfo
    closed_on_holidays: bool
    crisis: bool
    topics: tuple[Topic, ...]
    languages: tuple[str, ...]
    kept: bool
    for_whom: str
    source: str
    checked_on: date

    @property
    def digits(self) -> str:
        """The number as a phone dials it; empty for a chat."""
        return "" if self.channel == "chat" else "".join(c for c in self.number if c.isdigit())


def is_open(line: Line, now: datetime, *, holidays: Collection[date] = ()) -> bool | None:
    """Return whether a line is open at an instant; None where its hours are not known.

    Args:
        line: which.
        now: aware.
        holidays: public holidays of its country, local days.
    """
    if line.always:
        return True
    if not line.hours:
        return None
    local = now.astimezone(line.zone)
    today, yesterday = local.date(), local.date() - timedelta(days=1)
    minute = local.hour * 60 + local.minute
    for each in line.hours:
        started = today.weekday() in each.days and today not in _closed(line, holidays)
        before = yesterday.weekday() in each.days and yesterday not in _closed(line, holidays)
        late = each.at.end <= each.at.start
        if started and each.at.start <= minute and (late or minute < each.at.end):
            return True
        if late and before and minute < each.at.end:
            return True
    return False


def _closed(line: Line, holidays: Collection[date]) -> Collection[date]:
    return holidays if line.closed_on_holidays else ()


def open_lines(
    lines: Iterable[Line], now: datetime, *, part: str = "", holidays: Collection[date] = ()
) -> tuple[Line, ...]:
    """Return the lines that are open at an instant: emergency, crisis, then the others.

    Args:
        lines: of one country, in the order of its file, which is kept within each group.
        now: aware.
        part: of the country, such as SCO; lines of other parts are left out, and none where empty.
        holidays: public holidays, local days.
    """
    there = [line for line in lines if is_for(line, part) and is_open(line, now, holidays=holidays)]
    return tuple(sorted(there, key=_group))


def is_for(line: Line, part: str) -> bool:
    """Return whether a line serves a part of its country; all are served where it is not known."""
    return not part or not line.parts or part in line.parts


def _group(line: Line) -> int:
    return 0 if "emergency" in line.topics else 1 if line.crisis else 2


def stale_lines(lines: Iterable[Line], *, on: date) -> tuple[Line, ...]:
    """Return the lines that were last compared with their source more than 180 days before a day."""
    return tuple(line for line in lines if on - line.checked_on > CHECK_LASTS)
