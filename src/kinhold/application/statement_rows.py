"""What a reader of bank statements hands over: neutral accounts and lines, before anything is decided.

A reader knows one file format and nothing of a household. Amounts are signed integer minor units:
money that came in is positive, money that went out is negative. What a file does not say stays empty:
a currency that is not told is an empty text, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.import_rows import SourceFile
    from kinhold.domain.findings import Finding

OPENING: Final = "opening"
"""The `kind` of a line that states what an account began with, and is no payment."""


@dataclass(frozen=True, slots=True)
class StatementSplit:
    """A part of a line that the file tells apart: its amount in minor units, category and words."""

    amount: int
    category: str = ""
    memo: str = ""


class StatementLine(NamedTuple):
    """One transaction as a bank tells it; a tuple, since there are many (`_replace` changes a field).

    Attributes:
        day: the day under which the statement lists it.
        posted: the day on which the bank booked it, where that is told apart from `day`.
        amount: minor units of `currency`; positive where money came in.
        currency: ISO 4217 code; empty where the file names none.
        payee: who was paid or who paid, as written; account and card numbers in it are shortened.
        memo: what else is written.
        reference: the bank's own number of the line (OFX FITID), or the reference on it.
        kind: the bank's word for what it is, such as `DEBIT`, `PMNT.RCDT.ESCT`, `opening`.
        balance: of the account after this line, where the file tells it.
        row: line or record number in the file, from 1.
        valued: a further day the file tells: from when it bears interest, or when it was made.
        category: the file's own category; `[Name]` where it is a transfer to another account.
        splits: parts, where the file tells them; they are not lines of their own.
        cheque: the number of the cheque, or what else the bank calls it by.
        identified_by: the sort of file whose bank promises that `reference` belongs to this line of
            this account alone; empty where `reference` may stand on several lines.
        account: `StatementAccount.key` of its account.
        file: index into the files of the reading.
    """

    day: date
    posted: date | None
    amount: int
    currency: str
    payee: str
    memo: str
    reference: str
    kind: str
    balance: int | None
    row: int
    valued: date | None = None
    category: str = ""
    splits: tuple[StatementSplit, ...] = ()
    cheque: str = ""
    identified_by: str = ""
    account: str = ""
    file: int = 0


@dataclass(frozen=True, slots=True)
class StatedBalance:
    """A balance that a file states, in minor units, and the day it is of; None where not told."""

    amount: int
    day: date | None = None


@dataclass(frozen=True, slots=True)
class StatementAccount:
    """An account, or one statement of it.

    Attributes:
        bank: its name, BIC or code, as the file has it; empty where it has none.
        number_shown: the last four characters of the account number, such as `••5678`; the rest is
            never kept. Empty where the file has none.
        kind: `checking`, `savings`, `card`, `credit line`, `cash`, `investment`, …; empty if not told.
        currency: ISO 4217 code; empty where the file names none.
        opening: what it began with, where told.
        closing: what it ended with, where told.
        start: first day of the statement, where told; else the first line's.
        end: last day of the statement, where told; else the last line's.
        lines: in the order of the file.
        name: what the file calls the account, such as `Joint account`.
        file: index into the files of the reading.
    """

    bank: str
    number_shown: str
    kind: str
    currency: str
    opening: StatedBalance | None
    closing: StatedBalance | None
    start: date | None
    end: date | None
    lines: tuple[StatementLine, ...]
    name: str = ""
    file: int = 0

    @property
    def key(self) -> str:
        """What makes it the same account in the next statement: sort, last four characters, currency."""
        shown = self.number_shown or self.name.casefold()
        return f"{self.kind}|{shown}|{self.currency}"

    @property
    def total(self) -> int:
        """The sum of its lines, in minor units; only of use where they are of one currency."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class RejectedLine:
    """A record that could not be used: where it stands, why, and its words (numbers shortened)."""

    file: int
    row: int
    reason: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """Everything that was read.

    Attributes:
        format: `ofx`, `qif`, `camt`, `mt940`, `mt942`, `csv`; several joined by `+`.
        accounts: each once; statements of one account are joined.
        findings: what is odd, errors first; an error means that something could not be used.
        files: in the order read.
        rejected: records that could not be used.
        mapping: for CSV, how the columns were read, as one JSON text that can be given back.
    """

    format: str
    accounts: tuple[StatementAccount, ...]
    findings: tuple[Finding, ...] = ()
    files: tuple[SourceFile, ...] = ()
    rejected: tuple[RejectedLine, ...] = ()
    mapping: str = ""

    @property
    def lines(self) -> tuple[StatementLine, ...]:
        """Every line of every account."""
        return tuple(line for account in self.accounts for line in account.lines)
