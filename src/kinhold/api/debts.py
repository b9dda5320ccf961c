"""Debts: ways of paying them off, side by side; use `HouseholdFile.debts`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from kinhold import bootstrap
from kinhold.api.speaking import in_its_language
from kinhold.application.plan_debts import SECONDS, Wanted, debts_plan, debts_told
from kinhold.domain.money import AmountNotUnderstoodError, Money
from kinhold.engines.money.debts.payoff import MONTHS
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kinhold.api.speaking import Language
    from kinhold.application.household_on import Standing
    from kinhold.application.plan_debts import DebtsPlanPage


LONGEST: Final = 120
"""Months over which a plan may look."""


class Home(Protocol):
    """The part of a household that this needs."""

    @property
    def language(self) -> Language:
        """Return the language it is spoken to in."""
        ...

    def standing(self, *, on: date | None = None) -> Standing:
        """Return the household on a day."""
        ...

    def today_is(self) -> date:
        """Return the local day."""
        ...


@in_its_language()
class Debts:
    """One household's debts and what each way of paying them off comes to."""

    def __init__(self, home: Home) -> None:
        """Take the open household; nothing is worked out until it is asked for."""
        self._home: Final = home

    def plan(
        self,
        *,
        monthly: Money | Sequence[Money],
        on: date | None = None,
        months: int = MONTHS,
        seconds: float = SECONDS,
        step: Callable[[int], None] = lambda _bound: None,
    ) -> DebtsPlanPage:
        """Return ways of paying the debts off, side by side; solved in a worker process.

        Args:
            monthly: money for debts each month, or one amount for each month, the last of which
                goes on; in the currency of the household.
            on: the day from which the plans run; today by default.
            months: how far the cheapest plan looks at most; 1 to 120.
            seconds: how long it may take to be proven.
            step: told a first bound on interest and fees less reductions, in minor units.

        Raises:
            AmountNotUnderstoodError: where an amount is in another currency or below 0, or the
                months are too few or too many.
            SolverNotInstalledError: where the solver extra is missing.
        """
        day = on or self._home.today_is()
        standing = self._home.standing(on=day)
        household = standing.household
        amounts = (monthly,) if isinstance(monthly, Money) else tuple(monthly)
        if not amounts or any(a.currency != household.currency or a.minor < 0 for a in amounts):
            raise AmountNotUnderstoodError(
                _("The money for debts is one amount or more in {currency}, from 0 on.").format(
                    currency=household.currency
                )
            )
        if not 1 <= months <= LONGEST:
            raise AmountNotUnderstoodError(
                _("Plan over 1 to {longest} months, not {months}.").format(
                    longest=LONGEST, months=months
                )
            )
        return debts_plan(
            debts=debts_told(standing=standing, on=day),
            monthly=[a.minor for a in amounts],
            start=day,
            planner=bootstrap.payoff_planner(),
            wanted=Wanted(household.currency, household.country, months, seconds, step),
        )
