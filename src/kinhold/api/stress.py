"""What if the next person does not turn up: tests, repairs and what-ifs; use `HouseholdFile.stress_tests`."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Protocol

from kinhold import bootstrap
from kinhold.api.kept import once
from kinhold.api.speaking import in_its_language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kinhold.api.care_log import CareLog
    from kinhold.api.speaking import Language
    from kinhold.application.household_on import Standing
    from kinhold.application.money import MoneyPage
    from kinhold.application.stress_loss import LossPage
    from kinhold.application.stress_page import Stressed, StressPage
    from kinhold.application.stress_search import StressSearch
    from kinhold.domain.fact import Fact
    from kinhold.domain.findings import OpenQuestion
    from kinhold.record.record import Record


class Home(Protocol):
    """What stress tests need of the household they belong to."""

    @property
    def language(self) -> Language:
        """Return the language it is spoken to in."""
        ...

    @property
    def log(self) -> CareLog:
        """Return the care log, which sizes what the children need."""
        ...

    def record(self) -> Record:
        """Return what is written."""
        ...

    def standing(self, *, on: date | None = None) -> Standing:
        """Return the household on a day."""
        ...

    def today_is(self) -> date:
        """Return the local day."""
        ...

    def money(self, *, on: date | None = None) -> MoneyPage:
        """Return the money page."""
        ...

    def questions(self, *, on: date | None = None) -> tuple[OpenQuestion, ...]:
        """Return everything that is open."""
        ...

    def write(self, facts: Sequence[Fact]) -> None:
        """Write facts down, all or none."""
        ...


def search_stress(
    search: StressSearch, *, step: Callable[[str], None] = lambda _said: None
) -> Stressed:
    """Test and repair, in any thread; worker processes stand behind it.

    Args:
        search: from `StressTests.known`; give what was found back with `StressTests.keep`.
        step: told what is being tested.
    """
    return search.find(bootstrap.planner(), bootstrap.repairer(), step=step)


@in_its_language(silent=("forget",))
class StressTests:
    """One household's stress tests.

    Reports are kept by everything they rest on.
    """

    def __init__(self, home: Home) -> None:
        """Take the open household; nothing is tested until it is asked for."""
        self._home: Final = home
        self._found: Final[dict[tuple[object, ...], Stressed]] = {}

    def forget(self) -> None:
        """Drop what was made from entries that were erased meanwhile."""
        self._found.clear()

    def known(self, *, on: date | None = None, scenario: str = "") -> Stressed | StressSearch:
        """Return what was found, or else the search for it, which may run in another thread.

        Args:
            on: the first day of every loss.
            scenario: a what-if in the notation or in a phrase; empty for the household as it is.

        Raises:
            ScenarioNotReadableError: names the part that was not understood.
        """
        search = self.search(on=on, scenario=scenario)
        return self._found.get(search.key) or search

    def search(self, *, on: date | None = None, scenario: str = "") -> StressSearch:
        """Return the search for a report: it knows all it rests on, and touches no record.

        Raises:
            ScenarioNotReadableError: names the part that was not understood.
        """
        from kinhold.application.plan_care import HORIZON_DAYS, planning_key
        from kinhold.application.stress_search import Start, stress_search

        day = on or self._home.today_is()
        record, _ = self._home.log.lately(on=day)
        standing = self._home.standing(on=day)
        household = standing.household
        key = (
            planning_key(record=record, standing=standing, on=day, days=HORIZON_DAYS),
            self._home.money(on=day),
            household.commitments,
            household.assets,
            household.debts,
        )
        start = Start(self._home.record(), record, standing, key, bootstrap.public_holidays())
        return stress_search(start, on=day, scenario=scenario)

    def keep(self, search: StressSearch, found: Stressed) -> Stressed:
        """Keep what was found, for as long as what it rests on is the same."""
        return once(self._found, search.key, lambda: found, most=8)

    def find(
        self,
        *,
        on: date | None = None,
        scenario: str = "",
        step: Callable[[str], None] = lambda _said: None,
    ) -> Stressed:
        """Return the test with care re-planned and repairs, as it was kept or worked out now."""
        search = self.search(on=on, scenario=scenario)
        return once(self._found, search.key, lambda: search_stress(search, step=step), most=8)

    def page(
        self,
        *,
        on: date | None = None,
        scenario: str = "",
        exact: bool = True,
        step: Callable[[str], None] = lambda _said: None,
    ) -> StressPage:
        """Return what breaks if one more person does not turn up (N-1), and what could be done.

        Args:
            on: the first day of every loss.
            scenario: a what-if in the notation or in a phrase; empty for the household as it is.
            exact: re-plan care and look for repairs; False for a first answer in milliseconds.
            step: told what is being tested.

        Raises:
            ScenarioNotReadableError: names the part that was not understood.
        """
        day = on or self._home.today_is()
        if not exact:
            known = self.search(on=day, scenario=scenario).first()
        else:
            known = self.find(on=day, scenario=scenario, step=step)
        return known.page(questions=self._home.questions(on=day))

    def loss(
        self,
        key: str,
        *,
        on: date | None = None,
        scenario: str = "",
        step: Callable[[str], None] = lambda _said: None,
    ) -> LossPage:
        """Return one loss before and after, and what could be done about it.

        Args:
            key: of the loss, such as `person:Mum`.
            on: the first day of every loss.
            scenario: a what-if, as in `page`.
            step: told what is being tested.

        Raises:
            LossNotKnownError: names the losses there are.
        """
        from kinhold.application.stress_loss import loss_page

        return loss_page(self.find(on=on, scenario=scenario, step=step), key=key)

    def take_up(
        self, key: str, number: int = 1, *, on: date | None = None, agreed: bool = False
    ) -> tuple[Fact, ...]:
        """Write down what a repair asks for: asks of people, and steps to take.

        Args:
            key: of the loss, `none` for the household as it stands, or `all` for the one plan.
            number: which of its sets, from 1.
            on: the first day of every loss.
            agreed: whether everybody who has to has said yes: then bills, debts and incomes are
                also written as they will be.

        Returns:
            What was written.

        Raises:
            LossNotKnownError: where there is no such set.
            AlreadyTakenUpError: where all of it is written down already.
        """
        from kinhold.application.stress_take_up import Wanted, facts_to_take_up

        day = on or self._home.today_is()
        facts = facts_to_take_up(
            self.find(on=day),
            record=self._home.record(),
            wanted=Wanted(key, number, agreed),
            new_id=bootstrap.dice().new_entry_id,
        )
        self._home.write(facts)
        return facts

    def sheet(
        self,
        *,
        on: date | None = None,
        scenario: str = "",
        step: Callable[[str], None] = lambda _said: None,
    ) -> bytes:
        """Return one page for a caseworker, as PDF/A.

        Args:
            on: the first day of every loss.
            scenario: a what-if, as in `page`.
            step: told what is being tested.

        Raises:
            KinholdError: where the parts that make documents are not installed.
        """
        from kinhold.api.exports import stress_pdf
        from kinhold.application.family_map import map_page

        found = self.find(on=on, scenario=scenario, step=step)
        task = found.report.task
        household = task.standing.household
        never = {p.handle for p in household.people if p.unsafe}
        family = map_page(standing=task.standing, on=task.on)
        family = replace(family, people=tuple(p for p in family.people if p.handle not in never))
        return stress_pdf(found.page(), household=household, family=family)

    def sources(self, page: LossPage) -> tuple[tuple[str, tuple[str, ...], str], ...]:
        """Return what a loss's figures rest on: in words, the entries as sentences, a rule's address."""
        from kinhold.application.stress_sources import opened

        return opened(page.line.sources, record=self._home.record(), standing=self._home.standing())
