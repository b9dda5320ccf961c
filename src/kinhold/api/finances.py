"""The money of one household: the outlook, support, debts, statements."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final, Protocol

from kinhold import bootstrap
from kinhold.api.speaking import in_its_language
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import date

    from kinhold.api.speaking import Language
    from kinhold.application.account_lines import AccountLinesPage
    from kinhold.application.budget_sheet import BudgetSheet
    from kinhold.application.debts import DebtsPage
    from kinhold.application.entitlements import EntitlementsPage
    from kinhold.application.export_ledger import LedgerEntries
    from kinhold.application.household_on import Standing
    from kinhold.application.money import MoneyPage
    from kinhold.application.money_chances import Fan
    from kinhold.application.suggest_recurring import RecurringPage
    from kinhold.application.support import SupportPage
    from kinhold.application.what_if_money import WhatIfPage
    from kinhold.domain.fact import Fact
    from kinhold.domain.findings import Finding
    from kinhold.engines.money.entitlements.case import Told
    from kinhold.engines.money.runway import MoneyOutlook
    from kinhold.record.record import Record


class Home(Protocol):
    """What money needs of the household it belongs to."""

    @property
    def language(self) -> Language:
        """Return the language it is spoken to in."""
        ...

    def standing(self, *, on: date | None = None) -> Standing:
        """Return the household on a day."""
        ...

    def record(self) -> Record:
        """Return everything that was written, as facts."""
        ...

    def write(self, facts: Sequence[Fact]) -> None:
        """Write facts down, all or none."""
        ...

    def today_is(self) -> date:
        """Return the local day."""
        ...


@in_its_language()
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

    def lines(
        self, *, account: str = "", month: str = "", on: date | None = None
    ) -> AccountLinesPage:
        """Return one month (`YYYY-MM`) of what an account shows; the latest where none is given."""
        from kinhold.application.account_lines import account_lines

        day = on or self._home.today_is()
        return account_lines(
            record=self._home.record(),
            standing=self._home.standing(on=day),
            on=day,
            account=account,
            month=month,
        )

    def name_payee(self, *, label: str, payee: str) -> Fact:
        """Write down that a payee on statements is a bill, a debt or an income.

        Raises:
            InputNotUsableError: where either is empty, or nothing is called so.
        """
        from kinhold.domain.dates import from_day
        from kinhold.domain.fact import Label
        from kinhold.domain.finances import PayeeKnown

        household = self._home.standing().household
        known = {x.about for x in (*household.bills, *household.debts, *household.incomes)}
        if not payee.strip() or label not in known:
            raise InputNotUsableError(
                _(
                    "Choose a bill, debt or income that is known, and a payee as the statement shows it."
                )
            )
        fact = PayeeKnown(
            fact_id=bootstrap.dice().new_entry_id(),
            occurred=from_day(self._home.today_is()),
            about=Label(label),
            words=payee.strip(),
        )
        self._home.write([fact])
        return fact

    def recurring(self, *, on: date | None = None) -> RecurringPage:
        """Return bills and incomes that statements show and the record does not know yet."""
        from kinhold.application.suggest_recurring import recurring_page

        household = self._home.standing(on=on).household
        return recurring_page(record=self._home.record(), household=household)

    def accept_recurring(self, keys: Collection[str]) -> tuple[Fact, ...]:
        """Write down what statements show again and again, by key.

        Raises:
            NoSuchRecurringError: for a key that names none, or one that is not offered.
        """
        from kinhold.application.suggest_recurring import accept

        return self._write_recurring(accept, keys)

    def set_aside_recurring(self, keys: Collection[str]) -> tuple[Fact, ...]:
        """Say no to suggestions from statements, by key; it can be undone.

        Raises:
            NoSuchRecurringError: for a key that names none.
        """
        from kinhold.application.suggest_recurring import set_aside

        return self._write_recurring(set_aside, keys)

    def _write_recurring(
        self, make: Callable[..., tuple[Fact, ...]], keys: Collection[str]
    ) -> tuple[Fact, ...]:
        facts = make(
            record=self._home.record(),
            household=self._home.standing().household,
            keys=keys,
            new_id=bootstrap.dice().new_entry_id,
        )
        self._home.write(facts)
        return facts

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

    def debts(self, *, on: date | None = None) -> DebtsPage:
        """Return whose each debt is, what the lender may ask, who may ask whom, and until when."""
        from kinhold.application.debts import debts_page

        day = on or self._home.today_is()
        return debts_page(standing=self._home.standing(on=day), on=day)

    def warnings_before(self, line: str) -> tuple[Finding, ...]:
        """Return what to know before doing what a line would write down.

        Raises:
            KinholdError: where the line cannot be read.
        """
        from kinhold.application.debts import warnings_before
        from kinhold.application.record_facts import fact_from_line

        fact = fact_from_line(line=line, record=self._home.record(), new_id=lambda: "not-written")
        day = self._home.today_is()
        return warnings_before(fact, standing=self._home.standing(on=day), on=day)

    def support(self, *, on: date | None = None) -> SupportPage:
        """Return for each payer of support what fell due, what came, and what is needed or owed."""
        from kinhold.application.support import support_page

        day = on or self._home.today_is()
        return support_page(standing=self._home.standing(on=day), on=day)

    def entitlements(self, *, on: date | None = None, told: Told | None = None) -> EntitlementsPage:
        """Return what the household may be able to get from the state on a day: estimates.

        Args:
            on: the day.
            told: what the record does not say, such as pay before tax.
        """
        from kinhold.application.entitlements import entitlements_page

        day = on or self._home.today_is()
        return entitlements_page(standing=self._home.standing(on=day), on=day, told=told)

    def sheet(self, *, on: date | None = None) -> BudgetSheet:
        """Return the household's month in the shape of a financial statement."""
        from kinhold.application.budget_sheet import budget_sheet

        day = on or self._home.today_is()
        return budget_sheet(standing=self._home.standing(on=day), on=day)

    def ledger(self, *, on: date | None = None) -> LedgerEntries:
        """Return the money as entries of a plain-text ledger."""
        from kinhold.application.export_ledger import ledger_entries

        day = on or self._home.today_is()
        return ledger_entries(record=self._home.record(), standing=self._home.standing(on=day))
