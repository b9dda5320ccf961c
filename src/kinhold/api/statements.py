"""Bring bank statements into a household.

read = read_statement(StatementToRead(files_at("november.ofx")))
plan = preview_statement(home, read, accounts=["Current"])
if not plan.waits:
    plan = import_statement(home, read, accounts=["Current"])
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.adapters.imports.statements.reading import StatementToRead
from kinhold.adapters.imports.tables import GivenFile, ImportNotUsableError
from kinhold.api.importing import files_at, ids_of
from kinhold.api.speaking import in_language
from kinhold.application.import_statement import (
    AccountNotChosenError,
    StatementPlan,
    plan_statement,
    with_layout,
)
from kinhold.application.statement_rows import ReadStatement
from kinhold.domain.finances import StatementLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.api.household_file import HouseholdFile

__all__ = [
    "AccountNotChosenError",
    "GivenFile",
    "ImportNotUsableError",
    "ReadStatement",
    "StatementPlan",
    "StatementToRead",
    "files_at",
    "import_statement",
    "kept_layout",
    "layouts_kept",
    "preview_statement",
    "read_statement",
]


def read_statement(wanted: StatementToRead) -> ReadStatement:
    """Read a bank statement, in a process with limits; writes nothing.

    Raises:
        ImportNotUsableError: where it cannot be read, with what to do.
    """
    from kinhold.adapters.imports.statements.limited import read_statement_in_limits

    return read_statement_in_limits(wanted)


@in_language
def kept_layout(home: HouseholdFile, accounts: Sequence[str]) -> str:
    """Return how the CSV files of an account were last said to be read; empty where never."""
    return with_layout("", home.record(), accounts)


@in_language
def layouts_kept(home: HouseholdFile) -> tuple[str, ...]:
    """Return the accounts for which it was said how their CSV files are read."""
    return tuple(dict.fromkeys(layout.about for layout in home.record().of(StatementLayout)))


@in_language
def preview_statement(
    home: HouseholdFile, read: ReadStatement, *, accounts: Sequence[str], mapping: str = ""
) -> StatementPlan:
    """Return what an import would write, what is odd and what has to be answered; writes nothing.

    Args:
        home: the household.
        read: from `read_statement`.
        accounts: the household's name for the account, or `SHOWN=NAME` for each of several.
        mapping: how a CSV is to be read, to be kept with the account.

    Raises:
        AccountNotChosenError: for a name that fits no account of the files.
    """
    return plan_statement(
        read=read,
        record=home.record(),
        household=home.standing().household,
        accounts=accounts,
        id_for=ids_of(home),
        mapping=mapping,
    )


@in_language
def import_statement(
    home: HouseholdFile, read: ReadStatement, *, accounts: Sequence[str], mapping: str = ""
) -> StatementPlan:
    """Write what a preview with these answers says, all or nothing, and return it.

    Raises:
        KinholdError, JournalError: where nothing was written, with the reason.
    """
    plan = preview_statement(home, read, accounts=accounts, mapping=mapping)
    home.write(plan.new)
    return plan
