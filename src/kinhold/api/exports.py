"""What is made of pages for other programs and for paper: CSV, PDF, plain-text ledgers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold import bootstrap
from kinhold.voice.speaking import locale_for, speaking

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from kinhold.application.budget_sheet import BudgetSheet
    from kinhold.application.export_ledger import LedgerEntries
    from kinhold.application.family_map import MapPage
    from kinhold.application.stress_page import StressPage
    from kinhold.domain.household import Household


def _in_language_of(country: str) -> AbstractContextManager[None]:
    """Speak the locale that was asked for, or the one of a country."""
    return speaking(bootstrap.wished_locale() or locale_for(country))


def budget_csv(sheet: BudgetSheet) -> bytes:
    """Return a budget sheet for a spreadsheet."""
    from kinhold.adapters.exports.budget_csv import budget_csv as made

    return made(sheet)


def budget_pdf(sheet: BudgetSheet) -> bytes:
    """Return a budget sheet for paper: PDF/A.

    Raises:
        KinholdError: where the parts that make documents are not installed.
    """
    from kinhold.adapters.budget_pdf import render_budget

    with _in_language_of(sheet.country):
        return render_budget(sheet)


def stress_pdf(page: StressPage, *, household: Household, family: MapPage) -> bytes:
    """Return a stress test as one page for a caseworker: PDF/A.

    Raises:
        KinholdError: where the parts that make documents are not installed.
    """
    from kinhold.adapters.stress_pdf import render_stress

    with _in_language_of(household.country):
        return render_stress(page, household=household, family=family)


def beancount_text(entries: LedgerEntries) -> str:
    """Return the money as a ledger that beancount reads."""
    from kinhold.adapters.exports.ledger_text import beancount_text as made

    return made(entries)


def hledger_text(entries: LedgerEntries) -> str:
    """Return the money as a journal that hledger and ledger read."""
    from kinhold.adapters.exports.ledger_text import hledger_text as made

    return made(entries)
