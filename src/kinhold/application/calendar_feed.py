"""Calendar feeds: a person's own hours of the rota that was shared, for one device, and no more.

An event says when, and whether as back-up: no place, no child, nobody else, no household. All of it
follows from what was shared and when that was written down, so the same rota gives the same feed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import ago, say_day
from kinhold.domain.care import CalendarGiven, RotaShared
from kinhold.domain.dates import first_day, from_day
from kinhold.domain.findings import KinholdError
from kinhold.domain.people import CarerLeft
from kinhold.domain.periods import Interval, at_minute, merge
from kinhold.engines.care.shared import read_turn
from kinhold.record.record import started_by
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain.household import Household, Person
    from kinhold.record.record import Record

KEPT: Final = timedelta(days=14)
"""How far back a feed goes."""

LONGEST_DEVICE: Final = 40
"""Letters in the name of a device."""

PLANNED: Final = N_("Planned")
AS_BACKUP: Final = N_("Planned, as back-up")


class CalendarNotPossibleError(KinholdError):
    """A calendar that cannot be given or found; the text says why."""


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """Hours of one person.

    Attributes:
        uid: the same for as long as it begins at the same moment.
        interval: from and to, UTC.
        backup: whether they only step in.
        sequence: how often it was changed since it was first shared (RFC 5545, 3.8.7.4).
        stamp: when the sharing that last changed it was written down, UTC.
    """

    uid: str
    interval: Interval
    backup: bool
    sequence: int
    stamp: datetime

    @property
    def title(self) -> str:
        """What stands in the calendar: neutral, for whoever else looks at the device."""
        return _(AS_BACKUP) if self.backup else _(PLANNED)


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One calendar that was given.

    Attributes:
        link_id: the id of the entry that gave it.
        whom: handle; `who`: the name.
        device: for which device.
        given: the day in words.
        fetched: when it was last fetched, ISO in UTC; empty where it never was.
        fetched_words: the same in words.
        over: why it does not answer any more; empty where it does.
    """

    link_id: str
    whom: str
    who: str
    device: str
    given: str
    fetched: str
    fetched_words: str
    over: str


def give_calendar(
    *, record: Record, household: Household, whom: str, device: str, new_id: Callable[[], str]
) -> CalendarGiven:
    """Return the fact that gives a person a calendar for a device.

    Args:
        record: what is written.
        household: as it stands today.
        whom: handle or name.
        device: in the carer's words, such as `phone`.
        new_id: makes ids.

    Raises:
        CalendarNotPossibleError: for somebody who is given none, or a device that has one.
    """
    person = reader_of(household=household, whom=whom)
    device = " ".join(device.split())
    if not device or len(device) > LONGEST_DEVICE or not device.isprintable():
        raise CalendarNotPossibleError(
            _(
                "Say for which device in a word or two, for example: phone. Each device has its own "
                "link, so that one can be taken back without the others."
            )
        )
    if any((g.about, g.device) == (person.handle, device) for g in record.of(CalendarGiven)):
        raise CalendarNotPossibleError(
            _(
                "{person} has a calendar for “{device}” already. Take that one back first, or name "
                "the other device."
            ).format(person=person.name, device=device)
        )
    return CalendarGiven(
        fact_id=new_id(), occurred=from_day(household.on), about=person.handle, device=device
    )


def reader_of(*, household: Household, whom: str) -> Person:
    """Return the person who may have a calendar, by handle or name.

    Raises:
        CalendarNotPossibleError: for somebody who is given none, with the reason.
    """
    said = whom.strip()
    named = [p for p in household.people if p.name.casefold() == said.casefold()]
    person = household.person(said) or (named[0] if len(named) == 1 else None)
    if person is None:
        raise CalendarNotPossibleError(
            _(
                "“{said}” is not somebody this household knows. Add them first, for example: {on} "
                "person Mum role=mother"
            ).format(said=said[:40], on=household.on)
        )
    if person.child:
        raise CalendarNotPossibleError(
            _("{person} is a child. A calendar is for somebody who takes a turn.").format(
                person=person.name
            )
        )
    if person.group:
        raise CalendarNotPossibleError(
            _(
                "{person} stands for several people. Give each of them a calendar of their own."
            ).format(person=person.name)
        )
    why = _not_a_reader(person)
    if why:
        raise CalendarNotPossibleError(
            _("{person} can have no calendar: {why}.").format(person=person.name, why=why)
        )
    if person.held_back:
        raise CalendarNotPossibleError(
            _(
                "{person} is named in a sentence of yours that you said yes to, so no calendar is "
                "given to them. On their page in People you can say otherwise."
            ).format(person=person.name)
        )
    return person


def over_because(*, given: CalendarGiven, record: Record, household: Household) -> str:
    """Return why a calendar does not answer any more, in words; empty where it does.

    Somebody who leaves has another part in the household from then on: what was given before is
    over, also when they come back. What is given after they left, to a parent who lives elsewhere
    and takes turns, holds.
    """
    person = household.person(given.about)
    if person is None or person.child or person.group:
        return _("not somebody this household knows any more")
    return _not_a_reader(person) or _left_since(given, record, household)


def _not_a_reader(person: Person) -> str:
    if person.unsafe:
        return _("marked as somebody who is shown nothing")
    return _("a death is on the record") if person.died else ""


def _left_since(given: CalendarGiven, record: Record, household: Household) -> str:
    written, day = record.written(given.fact_id), first_day(given.occurred)
    for left in record.of(CarerLeft):
        if left.about != given.about or not started_by(left, household.on):
            continue
        # A correction of a leaving that was known before tells nothing new.
        told = record.written(left.replaces) or record.written(left.fact_id)
        later = bool(told and written and told.recorded_at >= written.recorded_at)
        if later or (first_day(left.occurred) or date.min) > (day or date.min):
            return _("left after this was given")
    return ""


def calendar_lines(
    *, record: Record, household: Household, fetched: Mapping[str, datetime], now: datetime
) -> tuple[CalendarLine, ...]:
    """Return the calendars that were given and not taken back, by person.

    Args:
        record: what is written.
        household: as it stands today.
        fetched: when each was last fetched, by the id of its entry.
        now: the moment.
    """
    lines = [
        CalendarLine(
            link_id=given.fact_id,
            whom=given.about,
            who=household.name(given.about),
            device=given.device,
            given=say_day(first_day(given.occurred) or household.on, household.country),
            fetched=fetched[given.fact_id].isoformat() if given.fact_id in fetched else "",
            fetched_words=ago(fetched[given.fact_id], now) if given.fact_id in fetched else "never",
            over=over_because(given=given, record=record, household=household),
        )
        for given in record.of(CalendarGiven)
    ]
    return tuple(sorted(lines, key=lambda line: (line.who, line.device)))


def named_calendar(*, record: Record, link_id: str) -> CalendarGiven:
    """Return the calendar that an id, or its beginning, names.

    Raises:
        CalendarNotPossibleError: where it names none that stands, or several.
    """
    found = [g for g in record.of(CalendarGiven) if link_id and g.fact_id.startswith(link_id)]
    if len(found) != 1:
        raise CalendarNotPossibleError(
            _(
                "“{link_id}” does not name one calendar. See them with: kinhold calendar FILE --list"
            ).format(link_id=link_id[:36])
        )
    return found[0]


def feed_events(
    *, record: Record, household: Household, whom: str, link_id: str
) -> tuple[FeedEvent, ...]:
    """Return what a person's calendar holds: their turns, and apart from them their back-ups.

    Only the rota that stands as shared counts; the ones before it say since when each event has
    been as it is. Hours that touch are one event. Nothing that ended more than 14 days before the
    household's day is told.

    Args:
        record: what is written.
        household: as it stands today.
        whom: the handle.
        link_id: makes the events this calendar's own; nothing of the address follows from it.

    Returns:
        In order; turns before back-ups that begin together. Empty where nothing was shared.
    """
    known: dict[tuple[datetime, bool], FeedEvent] = {}
    current: dict[tuple[datetime, bool], FeedEvent] = {}
    for shared in record.of(RotaShared):  # the one written last is in force, as on the plan
        written = record.written(shared.fact_id)
        if written is None:
            continue
        before, current = current, {}
        for interval, backup in _hours_of(shared, whom, zone=household.zone):
            key = interval.start, backup
            event = known.get(key)
            if event is None or event.interval != interval or key not in before:
                uid, sequence = _uid(link_id, *key), event.sequence + 1 if event else 0
                event = FeedEvent(uid, interval, backup, sequence, written.recorded_at)
            known[key] = current[key] = event
    since = at_minute(household.on - KEPT, 0, household.zone)
    return tuple(current[key] for key in sorted(current) if current[key].interval.end > since)


def _hours_of(shared: RotaShared, whom: str, *, zone: ZoneInfo) -> list[tuple[Interval, bool]]:
    turns = [t for text in shared.turns if whom in text and (t := read_turn(text, zone=zone))]
    own = merge(t.interval for t in turns if t.carer == whom)
    steps_in = merge(t.interval for t in turns if t.backup == whom)
    return [(i, False) for i in own] + [(i, True) for i in steps_in]


def _uid(link_id: str, start: datetime, backup: bool) -> str:  # noqa: FBT001 - the parts of a key
    told = f"kinhold/1/event {link_id} {start.isoformat()} {backup:d}"
    return sha256(told.encode()).hexdigest()[:32]
