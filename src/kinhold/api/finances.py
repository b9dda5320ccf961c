"""The money of one household: the outlook, support, debts, statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.money import MoneyPage
    from kinhold.application.support import SupportPage


class Home(Protocol):
    """What money needs of the household it belongs to."""

    def standing(self, *, on: date | None = None) -> Standing:
        """Return the household on a day."""
        ...

    def today_is(self) -> date:
        """Return the local day."""
        ...


class Finances:
    """One household's money; use `HouseholdFile.finances`."""

    def __init__(self, home: Home) -> None:
        """Take the open household; nothing is worked out until it is asked for."""
        self._home: Final = home

    def page(self, *, on: date | None = None) -> MoneyPage:
        """Return the lowest point before pay day, what first, and what is missing."""
        from kinhold.application.money import money_page

        day = on or self._home.today_is()
        return money_page(standing=self._home.standing(on=day), on=day)

    def support(self, *, on: date | None = None) -> SupportPage:
        """Return for each payer of support what fell due, what came, and what is needed or owed."""
        from kinhold.application.support import support_page

        day = on or self._home.today_is()
        return support_page(standing=self._home.standing(on=day), on=day)
