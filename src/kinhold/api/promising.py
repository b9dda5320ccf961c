"""Promises: write one down, and note what came of it; use `HouseholdFile.promising`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from kinhold import bootstrap
from kinhold.api.speaking import in_its_language
from kinhold.application.promise_steps import who_can_promise, write_outcome, write_promise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.api.speaking import Language
    from kinhold.application.household_on import Standing
    from kinhold.application.promise_steps import ToNote, ToPromise
    from kinhold.domain.fact import Fact, PersonRef
    from kinhold.domain.promises import OutcomeNoted, PromiseMade


class Home(Protocol):
    """The part of a household that this needs."""

    @property
    def language(self) -> Language:
        """Return the language it is spoken to in."""
        ...

    def standing(self) -> Standing:
        """Return the household today."""
        ...

    def today_is(self) -> date:
        """Return the local day."""
        ...

    def write(self, facts: Sequence[Fact]) -> None:
        """Write facts down."""
        ...


@in_its_language()
class Promising:
    """One household's promises, written down; `HouseholdFile.promises` is their page."""

    def __init__(self, home: Home) -> None:
        """Take the open household."""
        self._home: Final = home

    def people(self) -> tuple[tuple[PersonRef, str], ...]:
        """Return who can have promised something: handle and name."""
        return who_can_promise(self._home.standing())

    def promise(self, wanted: ToPromise) -> PromiseMade:
        """Write down what somebody said they would do.

        Raises:
            PromiseNotUsableError: for somebody unknown, or without words.
        """
        made = write_promise(
            standing=self._home.standing(),
            wanted=wanted,
            today=self._home.today_is(),
            new_id=bootstrap.dice().new_entry_id,
        )
        self._home.write([made])
        return made

    def outcome(self, wanted: ToNote) -> OutcomeNoted:
        """Note what came of a promise on a day, or of all of it where no day is named.

        Raises:
            PromiseNotUsableError: where there is no such promise, the day is still to come, or the
                share is not one.
        """
        noted = write_outcome(
            standing=self._home.standing(),
            wanted=wanted,
            today=self._home.today_is(),
            new_id=bootstrap.dice().new_entry_id,
        )
        self._home.write([noted])
        return noted
