"""What is asked where money cannot be counted yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.domain.findings import OpenQuestion
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.domain.household import Household


def ask_bills() -> OpenQuestion:
    """Return the question for what has to be paid each month."""
    return OpenQuestion(
        "money.bills",
        _(
            "What has to be paid each month: rent, gas and electricity, loans, food? How much, "
            "and on which day?"
        ),
        _("The runway is the time until the first of these cannot be paid."),
        "",
        "2026-12-01 bill Rent amount=850.00 each=month:1 class=priority",
    )


def money_questions(household: Household) -> Iterable[OpenQuestion]:
    """Return what has to be known before a runway can be counted, the first thing first."""
    if not any(a.balance for a in household.accounts):
        yield OpenQuestion(
            "money.balance",
            _("How much is in your account today?"),
            _("Everything about money is counted from here."),
            "",
            f"{household.on.isoformat()} balance Current amount=0.00",
        )
    for account in household.accounts:
        if account.balance and account.balance.amount.currency != household.currency:
            yield OpenQuestion(
                "money.currency",
                _("How much is in {label} in {currency}?").format(
                    label=account.label, currency=household.currency
                ),
                _("Amounts in another currency are left out."),
                account.label,
            )
    if not household.incomes:
        yield OpenQuestion(
            "money.incomes",
            _("What money comes in, how much, and on which day?"),
            _("Without it the runway counts only what is there today."),
            "",
            "2026-12-01 income Wage amount=0.00 each=month:28 type=wage",
        )
    if not household.bills:
        yield ask_bills()
