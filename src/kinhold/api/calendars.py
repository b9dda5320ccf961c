"""Calendars: give somebody their own hours of the shared rota on a device, and take that back."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from hmac import compare_digest
from typing import TYPE_CHECKING, Final, Protocol
from weakref import WeakKeyDictionary

from kinhold import bootstrap
from kinhold.adapters.sqlite_keeping import CALENDARS_FETCHED
from kinhold.api.speaking import in_its_language
from kinhold.application.calendar_feed import (
    calendar_lines,
    feed_events,
    give_calendar,
    named_calendar,
    over_because,
    reader_of,
)
from kinhold.application.open_record import NotKeptError, OpenRecord, SeenRecord
from kinhold.domain.care import CalendarGiven
from kinhold.journal.verify import encode_base64url
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.api.speaking import Language
    from kinhold.application.calendar_feed import CalendarLine
    from kinhold.application.household_on import Standing
    from kinhold.bootstrap import OpenedFile
    from kinhold.domain.fact import Fact
    from kinhold.record.record import Record

NOTED_EVERY: Final = timedelta(hours=1)
"""A device that looks more often than this is noted only so often."""

_unkept: Final[WeakKeyDictionary[OpenRecord, str]] = WeakKeyDictionary()
"""The same line of households that live only in memory."""


class Home(Protocol):
    """The part of a household that calendars need."""

    @property
    def language(self) -> Language:
        """Return the language it is spoken to in."""
        ...

    def record(self) -> Record:
        """Return what is written."""
        ...

    def standing(self) -> Standing:
        """Return the household today."""
        ...

    def now(self) -> datetime:
        """Return the moment."""
        ...

    def write(self, facts: Sequence[Fact]) -> None:
        """Write facts down."""
        ...

    def retract(self, *, fact_id: str, why: str = "") -> Fact:
        """Take a fact back."""
        ...


@in_its_language()
class Calendars:
    """One household's calendars; use `HouseholdFile.calendars`."""

    def __init__(self, home: Home, opened: OpenRecord, file: OpenedFile | None = None) -> None:
        """Take an open household; `file` is None for one that lives only in memory.

        Raises:
            NotKeptError: where the household is only seen by somebody.
        """
        if isinstance(opened, SeenRecord):
            raise NotKeptError(_("Only the person who keeps the record can do this."))
        self._home: Final = home
        self._opened: Final = opened
        self._file: Final = file

    def given(self) -> tuple[CalendarLine, ...]:
        """Return the calendars that were given and not taken back, by person."""
        return calendar_lines(
            record=self._home.record(),
            household=self._home.standing().household,
            fetched=self._last_fetched(),
            now=self._home.now(),
        )

    def give(self, *, whom: str, device: str) -> CalendarGiven:
        """Write down that somebody, by handle or name, has a calendar on a device.

        Raises:
            CalendarNotPossibleError: for somebody who is given none, or a device that has one.
        """
        given = give_calendar(
            record=self._home.record(),
            household=self._home.standing().household,
            whom=whom,
            device=device,
            new_id=bootstrap.dice().new_entry_id,
        )
        self._home.write([given])
        return given

    def take_back(self, *, link_id: str) -> Fact:
        """End a calendar, by its id or the beginning of one; its address answers no more.

        Raises:
            CalendarNotPossibleError: where there is no such calendar.
        """
        given = named_calendar(record=self._home.record(), link_id=link_id)
        return self._home.retract(fact_id=given.fact_id)

    def token(self, *, link_id: str) -> str:
        """Return what makes the address of a calendar, by its id or the beginning of one.

        It follows from the entry that gave it and a key that never leaves the file: nobody can work
        it out, nothing is kept of it, and erasing the entry ends it.

        Raises:
            CalendarNotPossibleError: where there is no such calendar.
        """
        given = named_calendar(record=self._home.record(), link_id=link_id)
        return encode_base64url(self._opened.secret_of(given.fact_id)[:16])

    def feed(self, token: str) -> bytes | None:
        """Return the calendar at an address as iCalendar.

        Returns:
            None where there is none: it was never given, was taken back, or is over for the person.
            Nothing tells these apart.

        Raises:
            CalendarNotWrittenError: where the library for it is not installed.
        """
        given = self._by_token(token)
        return self._written(given.about, given.fact_id) if given else None

    def write_for(self, whom: str) -> bytes:
        """Return somebody's calendar as a file, for a device that cannot subscribe.

        Raises:
            CalendarNotPossibleError: for somebody who is given none.
            CalendarNotWrittenError: where the library for it is not installed.
        """
        person = reader_of(household=self._home.standing().household, whom=whom)
        return self._written(person.handle, _("file {handle}").format(handle=person.handle))

    def fetched(self, token: str, *, at: datetime) -> None:
        """Note that a calendar was fetched, once an hour at most, outside the record.

        Args:
            token: of its address; any other changes nothing.
            at: when, aware.
        """
        given = self._by_token(token)
        last = self._last_fetched()
        if given is None:
            return
        before = last.get(given.fact_id)
        if before is not None and at - before < NOTED_EVERY:
            return
        standing = {g.fact_id for g in self._home.record().of(CalendarGiven)}
        noted = {link: t.isoformat() for link, t in last.items() if link in standing}
        self._note(json.dumps({**noted, given.fact_id: at.isoformat(timespec="seconds")}))

    def _by_token(self, token: str) -> CalendarGiven | None:
        record, asked = self._home.record(), token.encode("utf-8", "replace")
        household = self._home.standing().household
        found = None
        standing = record.of(CalendarGiven)
        secrets = self._opened.secrets_of(given.fact_id for given in standing)
        for given in standing:  # all of them, so that the time taken tells nothing
            own = encode_base64url(secrets[given.fact_id][:16])
            if compare_digest(own.encode(), asked):
                found = given
        if found is None or over_because(given=found, record=record, household=household):
            return None
        return found

    def _written(self, whom: str, link_id: str) -> bytes:
        from kinhold.adapters.calendar_feed import write_calendar

        events = feed_events(
            record=self._home.record(),
            household=self._home.standing().household,
            whom=whom,
            link_id=link_id,
        )
        return write_calendar(events)

    def _last_fetched(self) -> dict[str, datetime]:
        file = self._file
        noted = (
            file.store.housekeeping(CALENDARS_FETCHED) if file else _unkept.get(self._opened, "")
        )
        told: dict[str, str] = json.loads(noted or "{}")
        return {link: datetime.fromisoformat(at) for link, at in told.items()}

    def _note(self, line: str) -> None:
        if self._file:
            self._file.store.keep_house(CALENDARS_FETCHED, line)
        else:
            _unkept[self._opened] = line
