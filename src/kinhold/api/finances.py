"""The money of one household: the outlook, support, debts, statements."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.money import MoneyPage
    from kinhold.application.money_chances import Fan
    from kinhold.application.support import SupportPage
    from kinhold.application.what_if_money import WhatIfPage
    from kinhold.engines.money.runway import MoneyOutlook
    from kinhold.record.record import Record


class Home(Protocol):
    """What money needs of the household it belongs to."""

    def standing(self, *, on: date | None = None) -> Standing:
        """Return the household on a day."""
        ...

    def record(self) -> Record:
        """Return everything that was written, as facts."""
        ...

    def today_is(self) -> date:
        """Return the local day."""
        ...


class Finances:
    """One household's money; use `HouseholdFile.finances`."""

    def __init__(self, home: Home) -> None:
        """Take the open household; nothing is worked out until it is asked for."""
        self._home: Final = home
        self._last: tuple[object, Fan] | None = None

    def page(self, *, on: date | None = None, simulated: bool = False) -> MoneyPage:
        """Return the lowest point before pay day, what first, and what is missing.

        Args:
            on: the first day.
            simulated: also what may happen, from many simulated years; without numpy it is left out.
        """
        from kinhold.application.money import money_outlook, money_page

        day = on or self._home.today_is()
        standing = self._home.standing(on=day)
        seen = money_outlook(standing=standing, on=day)
        fan = self._fan(standing, seen) if simulated else None
        return money_page(standing=standing, on=day, outlook=seen, fan=fan)

    def _fan(self, standing: Standing, seen: MoneyOutlook) -> Fan | None:
        from kinhold.application.money_chances import fan, flow_of
        from kinhold.engines.money.simulation import SimulationNotInstalledError

        flow = flow_of(standing=standing, outlook=seen)
        if flow is None or seen.runway is None:
            return None
        start = seen.runway.start
        key = (flow, start, standing.household.country)
        if self._last is None or self._last[0] != key:
            try:
                self._last = (key, fan(standing=standing, flow=flow, start=start))
            except SimulationNotInstalledError:
                return None
        return self._last[1]

    def what_if(self, lines: Sequence[str], *, on: date | None = None) -> WhatIfPage:
        """Return what lines of the notation would do to the money; nothing is written.

        Args:
            lines: bills, incomes, debts that would be. A later line about the same thing takes its
                place from its day on: `2027-03-01 income Wage amount=900 each=month:28`.
            on: the first day.

        Raises:
            KinholdError: for a line that cannot be read, or where there is nothing to compare with.
        """
        from kinhold.application.record_facts import fact_from_line
        from kinhold.application.what_if_money import what_if_money

        record, number = self._home.record(), count()
        facts = [
            fact_from_line(line=line, record=record, new_id=lambda: f"what-if-{next(number)}")
            for line in lines
        ]
        return what_if_money(
            record=record, facts=facts, lines=lines, on=on or self._home.today_is()
        )

    def support(self, *, on: date | None = None) -> SupportPage:
        """Return for each payer of support what fell due, what came, and what is needed or owed."""
        from kinhold.application.support import support_page

        day = on or self._home.today_is()
        return support_page(standing=self._home.standing(on=day), on=day)
