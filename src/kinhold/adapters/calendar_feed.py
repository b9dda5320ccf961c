"""Writes calendars in the format that phones and programs subscribe to (RFC 5545, RFC 7986)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icalendar import Event, Timezone

    from kinhold.application.calendar_feed import FeedEvent

NAME: Final = "Planner"
"""What the calendar calls itself: it lies on a device that others may look at."""

LOOK_AGAIN: Final = timedelta(hours=1)
"""How often a device is asked to look for changes."""


class CalendarNotWrittenError(KinholdError):
    """What writes calendars is not installed; the text says how to install it."""


def write_calendar(events: Sequence[FeedEvent]) -> bytes:
    """Return events as an iCalendar object: UTC instants, lines folded, equal input, equal bytes.

    Args:
        events: what it holds. Without any it holds the definition of UTC alone, because an object
            without a component is not valid (RFC 5545, 3.6).

    Raises:
        CalendarNotWrittenError: where the library for it is not installed.
    """
    try:
        from icalendar import Calendar
    except ModuleNotFoundError:
        raise CalendarNotWrittenError(
            _(
                "Calendars need the extra “calendar”. Install it with: pip install "
                "'kinhold[calendar]'"
            )
        ) from None
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", f"-//{NAME}//{NAME}//EN")
    made.add("method", "PUBLISH")
    made.add("name", NAME)
    made.add("x-wr-calname", NAME)
    made.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for event in events:
        made.add_component(_event(event))
    if not events:
        made.add_component(_utc())
    content: bytes = made.to_ical()
    return content


def _event(told: FeedEvent) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", told.uid)
    event.add("dtstamp", _whole(told.stamp))
    event.add("sequence", told.sequence)
    event.add("dtstart", told.interval.start.astimezone(UTC))
    event.add("dtend", told.interval.end.astimezone(UTC))
    event.add("summary", told.title)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT" if told.backup else "OPAQUE")
    return event


def _utc() -> Timezone:
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 - local by definition
    standard.add("tzoffsetfrom", timedelta())
    standard.add("tzoffsetto", timedelta())
    zone = Timezone()
    zone.add("tzid", "Etc/UTC")
    zone.add_component(standard)
    return zone


def _whole(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
