"""Looking for what breaks and what would hold: the test, its repairs, and a what-if beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kinhold.application.claims import claims_of
from kinhold.application.household_on import standing_on
from kinhold.application.readiness import readiness
from kinhold.application.scenarios import read_scenario
from kinhold.application.stress_page import Stressed
from kinhold.application.stress_repairs import find_repairs
from kinhold.application.stress_test import stress_task
from kinhold.domain.people import HomeStated
from kinhold.engines.stress.scenario import applied, holds_from
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.plan_care import Planner
    from kinhold.application.ports import PublicHolidays
    from kinhold.application.stress_repairs import Repairer, Repairs
    from kinhold.application.stress_test import StressReport, StressTask
    from kinhold.domain.household import Household
    from kinhold.engines.stress.measures import Claimable
    from kinhold.engines.stress.scenario import Scenario
    from kinhold.record.record import Record


@dataclass(frozen=True, slots=True)
class StressSearch:
    """A test with its repairs that is still to be made; it touches no record.

    Attributes:
        key: everything it rests on, to keep what was found by.
        task: of the household, or of the what-if household.
        claims: money that could be claimed.
        scenario: the what-if, or None.
        without: the task without it, or None.
        homes: every home on the record, for its bedrooms.
    """

    key: tuple[object, ...]
    task: StressTask
    claims: tuple[Claimable, ...]
    scenario: Scenario | None = None
    without: StressTask | None = None
    homes: tuple[HomeStated, ...] = ()

    def first(self) -> Stressed:
        """Return a first answer from availability alone, without repairs."""
        without = self.without.first() if self.without else None
        return self._told(self.task.first(), without, None)

    def find(
        self,
        planner: Planner,
        repairer: Repairer,
        *,
        step: Callable[[str], None] = lambda _said: None,
    ) -> Stressed:
        """Return everything: care re-planned after each loss, and what could be done about it.

        Args:
            planner: re-plans the rota.
            repairer: looks for repairs.
            step: told what is being looked at.
        """
        without = None
        if self.without:
            without = self.without.find(planner, step=lambda said: step(f"as it is, {said}"))
        report = self.task.find(planner, step=step)
        repairs = find_repairs(report, repairer, claims=self.claims, step=step)
        step(_("two losses at once"))
        holds = {i.contingency.key for i in report.impacts if i.holds}
        return replace(self._told(report, without, repairs), pairs=self.task.pairs(holds))

    def _told(
        self, report: StressReport, without: StressReport | None, repairs: Repairs | None
    ) -> Stressed:
        asked = None
        if self.scenario is not None and without is not None:
            asked = readiness(
                before=without, after=report, scenario=self.scenario, homes=self.homes
            )
        return Stressed(report, repairs, self.scenario, without, asked)


@dataclass(frozen=True, slots=True)
class Start:
    """What a test starts from.

    Attributes:
        record: all that is written.
        lately: the same, with as much of the care log as sizes needs.
        standing: the household on the first day.
        key: everything that the test rests on besides a what-if.
        public_holidays: where they come from.
    """

    record: Record
    lately: Record
    standing: Standing
    key: tuple[object, ...] = ()
    public_holidays: PublicHolidays | None = None


def stress_search(start: Start, *, on: date, scenario: str = "") -> StressSearch:
    """Return the search for what breaks and what would hold.

    Args:
        start: the record and the household.
        on: the first day of every loss.
        scenario: a what-if in the notation or in a phrase; empty for the household as it is.

    Raises:
        ScenarioNotReadableError: names the part that was not understood.
    """
    record, standing = start.record, start.standing
    task = stress_task(record=start.lately, standing=standing, on=on)
    key = (*start.key, scenario.strip())
    if not scenario.strip():
        return StressSearch(key, task, claims_of(standing=standing, record=record, on=on))
    read = read_scenario(scenario, household=standing.household, on=on)
    begins, tried = holds_from(read, on=on), applied(read, record=record)
    money, care = (
        standing_on(record=tried, day=day, public_holidays=start.public_holidays)
        for day in (on, begins)
    )
    both = replace(care, household=_with_money_of(care.household, money.household))
    changed = stress_task(
        record=applied(read, record=start.lately), standing=both, on=begins, today=on
    )
    claims = claims_of(standing=both, record=tried, on=on)
    homes = tuple(record.of(HomeStated))
    return StressSearch(key, changed, claims, read, task, homes)


def _with_money_of(care: Household, money: Household) -> Household:
    """People and care of a later day, with the money of today: it has to last until then."""
    return replace(
        care,
        accounts=money.accounts,
        incomes=money.incomes,
        bills=money.bills,
        debts=money.debts,
        payments=money.payments,
        received=money.received,
        booked=money.booked,
        payees=money.payees,
        offers=money.offers,
        pauses=money.pauses,
        acknowledged=money.acknowledged,
    )
