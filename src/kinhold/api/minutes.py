"""I need a minute: the private note that one was taken; use `HouseholdFile.minutes`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, Protocol

from kinhold import bootstrap
from kinhold.api.speaking import in_its_language
from kinhold.application.minutes import (
    MinuteNotUsableError,
    begin_minute,
    end_minute,
    people_to_text,
    standing_minute,
)
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kinhold.api.speaking import Language
    from kinhold.application.household_on import Standing
    from kinhold.application.minutes import Awake
    from kinhold.domain.fact import Fact
    from kinhold.domain.wellbeing import MinuteTaken
    from kinhold.record.record import Record

OLDEST: Final = timedelta(days=7)
"""How long ago a note that was made without a connection may have begun."""


class Home(Protocol):
    """The part of a household that a minute needs."""

    @property
    def language(self) -> Language:
        """Return the language it is spoken to in."""
        ...

    @property
    def safekeeping(self) -> object:
        """Return what only the keeper may have."""
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


@in_its_language()
class Minutes:
    """The minutes that the keeper of the record took, in their own private space."""

    def __init__(self, home: Home) -> None:
        """Take an open household.

        Raises:
            NotKeptError: where the household is only seen by somebody else.
        """
        # Whoever only sees the record is refused what keeps it; the same line holds here.
        _unused = home.safekeeping
        self._home: Final = home

    def begin(
        self, *, entry_id: str, adult: Awake, ago: int = 0, minutes: int | None = None
    ) -> MinuteTaken:
        """Note that a minute begins, or once afterwards that one was taken.

        The same id again writes nothing new, so a note may be sent as often as a connection needs.

        Args:
            entry_id: a UUID of version 4, made where the button was pressed.
            adult: whether another adult was awake and was told.
            ago: how many minutes ago it began, at most seven days.
            minutes: how long it was, or None while it lasts.

        Raises:
            MinuteNotUsableError: where the note cannot be right.
            NotKeptError, JournalError: where nothing was written, with the reason.
        """
        gone = timedelta(minutes=ago)
        if not timedelta(0) <= gone <= OLDEST:
            raise MinuteNotUsableError(_("This note is from another time, so it was not kept."))
        note = begin_minute(
            entry_id=entry_id,
            adult=adult,
            began=self._home.now() - gone,
            minutes=minutes,
            zone=self._home.standing().household.zone,
        )
        self._home.write([note])
        return note

    def back(self, *, entry_id: str) -> MinuteTaken | None:
        """Note that she is back; saying it twice changes nothing.

        Args:
            entry_id: the id it began with.

        Returns:
            The note as it stands; None where there is none, or it was taken back meanwhile.
        """
        note = standing_minute(record=self._home.record(), entry_id=entry_id)
        if note is None or note.minutes is not None:
            return note
        ended = end_minute(
            note=note,
            now=self._home.now(),
            zone=self._home.standing().household.zone,
            new_id=bootstrap.dice().new_entry_id,
        )
        self._home.write([ended])
        return ended

    def taken(self) -> tuple[MinuteTaken, ...]:
        """Return the notes that stand, oldest entry first."""
        from kinhold.domain.wellbeing import MinuteTaken

        return self._home.record().of(MinuteTaken)

    def people_to_text(self) -> tuple[str, ...]:
        """Return who could be texted when a minute was not enough: at most three names, the next turn first."""
        return people_to_text(self._home.standing().household, now=self._home.now())
