"""Keeping somebody out, for the keeper alone; use `HouseholdFile.keeping_out`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from kinhold import bootstrap
from kinhold.api.speaking import in_its_language
from kinhold.application.keep_out import keep_out, let_back, person_page
from kinhold.application.open_record import NotKeptError, SeenRecord
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.keep_out import PersonPage
    from kinhold.application.open_record import OpenRecord
    from kinhold.domain.fact import Fact
    from kinhold.record.record import Record


class Home(Protocol):
    """The part of a household that this needs."""

    def record(self) -> Record:
        """Return everything that was written."""
        ...

    def standing(self) -> Standing:
        """Return the household today."""
        ...

    def today_is(self) -> date:
        """Return the local day."""
        ...

    def write(self, facts: Sequence[Fact]) -> None:
        """Write facts down, all or none."""
        ...


@in_its_language()
class KeepingOut:
    """One household's people, each with whether she keeps them out."""

    def __init__(self, home: Home, opened: OpenRecord) -> None:
        """Take an open household; nothing is read until it is asked for."""
        self._home: Final = home
        self._opened: Final = opened

    def page(self, who: str) -> PersonPage:
        """Return a person's place, by handle, name or the id of the fact that added them.

        Raises:
            CannotKeepOutError: for somebody who is not known.
            NotKeptError: for anybody but the keeper.
        """
        record = self._own()
        return person_page(record=record, household=self._home.standing().household, who=who)

    def keep_out(self, who: str) -> tuple[Fact, ...]:
        """Keep somebody out from now on; nothing is written where they are already.

        Raises:
            CannotKeepOutError: for somebody who is not known, for herself, and for a child.
            NotKeptError: for anybody but the keeper.
        """
        self._own()
        return self._written(
            keep_out(
                household=self._home.standing().household,
                who=who,
                today=self._home.today_is(),
                new_id=bootstrap.dice().new_entry_id,
            )
        )

    def let_back(self, who: str) -> tuple[Fact, ...]:
        """Let somebody back in; where a sentence of hers names them, say that they may be asked.

        Raises:
            CannotKeepOutError: for somebody who is not known, or is not kept out.
            NotKeptError: for anybody but the keeper.
        """
        return self._written(
            let_back(
                record=self._own(),
                household=self._home.standing().household,
                who=who,
                today=self._home.today_is(),
                new_id=bootstrap.dice().new_entry_id,
            )
        )

    def _written(self, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
        self._home.write(facts)
        return facts

    def _own(self) -> Record:
        if isinstance(self._opened, SeenRecord):
            raise NotKeptError(_("Only the person who keeps the record can see this."))
        return self._home.record()
