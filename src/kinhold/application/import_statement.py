"""What a bank statement adds to the record: its new lines, the balance it ends with, its account."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.statement_checks import NEAR_DAYS, find_known
from kinhold.application.statement_rows import OPENING, StatementLine
from kinhold.domain.dates import Edtf, first_day
from kinhold.domain.fact import Imported, Label
from kinhold.domain.finances import (
    AccountOpened,
    BalanceNoted,
    StatementLayout,
    TransactionBooked,
)
from kinhold.domain.findings import Finding, KinholdError, OpenQuestion
from kinhold.domain.money import Money
from kinhold.engines.money.matching import names_in
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinhold.application.statement_rows import ReadStatement, StatementAccount
    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household
    from kinhold.record.record import Record

TYPES: Final = {"checking": "current", "current": "current", "savings": "savings", "cash": "cash"}
CARDS: Final = frozenset(("card", "credit line"))
NO_BILLS: Final = frozenset(("card", "credit line", "investment", "savings"))
"""Sorts of account whose money does not pay the bills unless she says so."""
SEPARATOR: Final = ":"
UNTOLD: Final = "XXX"
"""ISO 4217's code for no currency: the household has not said which it uses."""


class AccountNotChosenError(KinholdError):
    """It is not clear which account of the household a statement is of."""


@dataclass(frozen=True, slots=True)
class AccountImport:
    """What becomes of one account of the files.

    Attributes:
        shown: what the file calls it: sort and last four characters.
        label: the household's name for it; empty where it is asked.
        lines: how many the file has.
        new: how many are not known yet.
        start, end: ISO days; empty where the file has no line.
        closing: what it ended with, minor units; None where not told.
        currency: ISO 4217.
    """

    shown: str
    label: str
    lines: int
    new: int
    start: str
    end: str
    closing: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class StatementPlan:
    """What an import would write, or wrote.

    Attributes:
        new: the facts, in order.
        accounts: one for each account of the files.
        known: how many lines were there already.
        pays: label of a bill, debt or income to how many of the new lines belong to it.
        findings: what is odd.
        questions: what has to be answered first; nothing is written before.
    """

    new: tuple[Fact, ...]
    accounts: tuple[AccountImport, ...]
    known: int
    pays: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...]
    questions: tuple[OpenQuestion, ...]

    @property
    def waits(self) -> bool:
        """Whether something has to be answered first."""
        return bool(self.questions)


def plan_statement(
    *,
    read: ReadStatement,
    record: Record,
    household: Household,
    accounts: Sequence[str],
    id_for: Callable[[str], str],
    mapping: str = "",
) -> StatementPlan:
    """Return what importing a statement would write; writes nothing.

    Args:
        read: from a reader.
        record: what is known.
        household: for its currency, and for what it pays.
        accounts: the household's name for the account; where the files have several, it is the
            beginning of each name, or there is one `SHOWN=NAME` for each.
        id_for: gives an entry its id from what makes it the same entry in the next import.
        mapping: how she said a CSV is to be read; it is kept with the account.

    Raises:
        AccountNotChosenError: for a name that fits no account of the files.
    """
    chosen = _chosen(read, accounts)
    facts: list[Fact] = []
    made, known = [], 0
    questions = [_ask(account) for account in read.accounts if account.key not in chosen]
    findings = [*read.findings, *_foreign(read, household)]
    for account in read.accounts:
        label = chosen.get(account.key, "")
        fresh: list[TransactionBooked] = []
        if label:
            fresh, there = _lines(account, label, read, (record, household), id_for)
            known += there
            facts += _account(account, label, record, id_for)
            facts += fresh
            facts += _balance(account, label, (read, record, household), id_for)
        made.append(_told(account, label, len(fresh)))
    names = names_in(household)
    pays = Counter(names.label_of(f) for f in facts if isinstance(f, TransactionBooked))
    pays.pop("", None)
    facts += _layout(mapping, chosen, record, id_for)
    return StatementPlan(
        () if questions else tuple(facts),
        tuple(made),
        known,
        tuple(sorted(pays.items())),
        tuple(findings),
        tuple(questions),
    )


def shown(account: StatementAccount) -> str:
    """Return what a file calls an account, as a person recognises it: `checking ••5678`."""
    return (
        " ".join(p for p in (account.name or account.kind, account.number_shown) if p) or "account"
    )


def _chosen(read: ReadStatement, accounts: Sequence[str]) -> dict[str, str]:
    """Key of a file's account to the household's name for it."""
    if len(accounts) == 1 and "=" not in accounts[0]:
        if len(read.accounts) == 1:
            return {read.accounts[0].key: accounts[0]}
        return {a.key: f"{accounts[0]} {a.number_shown or a.name or a.kind}" for a in read.accounts}
    chosen: dict[str, str] = {}
    for told in accounts:
        which, sign, label = told.rpartition("=")
        fits = [a for a in read.accounts if which and which.strip("•") in shown(a)]
        if not sign or len(fits) != 1 or not label.strip():
            have = ", ".join(shown(a) for a in read.accounts) or "none"
            raise AccountNotChosenError(
                _(
                    "“{told}” does not say which account it is. The file has: {have}. Write for example "
                    "--account 5678=Current."
                ).format(told=told, have=have)
            )
        chosen[fits[0].key] = label.strip()
    return chosen


def _ask(account: StatementAccount) -> OpenQuestion:
    return OpenQuestion(
        "statement.account",
        _("Which of your accounts is {shown}?").format(shown=shown(account)),
        _("Its lines are kept under that name, and its balance counts from there."),
        shown(account),
        f"--account {(account.number_shown or account.name or 'account').strip('•')}=Current",
    )


def _foreign(read: ReadStatement, household: Household) -> list[Finding]:
    if household.currency == UNTOLD:
        return []
    currencies = {a.currency for a in read.accounts} - {"", household.currency}
    return [
        Finding(
            "warning",
            "statement.currency",
            _(
                "These lines are in {currency}. They are kept and left out of plans in "
                "{household_currency}."
            ).format(currency=currency, household_currency=household.currency),
        )
        for currency in sorted(currencies)
    ]


def _lines(
    account: StatementAccount,
    label: str,
    read: ReadStatement,
    seen: tuple[Record, Household],
    id_for: Callable[[str], str],
) -> tuple[list[TransactionBooked], int]:
    record, household = seen
    lines = [
        line._replace(account=label, currency=line.currency or household.currency)
        for line in account.lines
        if line.kind != OPENING
    ]
    if not lines:
        return [], 0
    reach = timedelta(days=NEAR_DAYS + 10)
    first, last = min(x.day for x in lines) - reach, max(x.day for x in lines) + reach
    there = [_as_line(f) for f in record.dated(TransactionBooked, first, last) if f.about == label]
    found = find_known(lines=lines, known=there)
    fresh = [
        _booked(line, label, read, id_for)
        for line, place in zip(lines, found, strict=True)
        if place is None
    ]
    return sorted(fresh, key=lambda f: f.occurred), len(lines) - len(fresh)


def _booked(
    line: StatementLine, label: str, read: ReadStatement, id_for: Callable[[str], str]
) -> TransactionBooked:
    digest = read.files[line.file].digest
    own = (
        f"{line.identified_by}{SEPARATOR}{line.reference}|{line.amount}|{line.day}"
        if line.identified_by
        else f"{digest}|{line.row}|{line.amount}"
    )
    currency = line.currency
    return TransactionBooked(
        fact_id=id_for(f"statement|{label}|{own}"),
        occurred=Edtf(line.day.isoformat()),
        about=label,
        source=Imported(digest, line.row),
        how_known="document",
        amount=Money(line.amount, currency),
        payee=line.payee,
        reference=f"{line.identified_by}{SEPARATOR}{line.reference}"
        if line.identified_by
        else line.reference,
        type=line.kind,
        balance=None if line.balance is None else Money(line.balance, currency),
        words=line.memo,
    )


def _as_line(fact: TransactionBooked) -> StatementLine:
    sort, sign, reference = fact.reference.partition(SEPARATOR)
    numbered = bool(sign) and sort.isalnum()
    return StatementLine(
        day=first_day(fact.occurred),  # type: ignore[arg-type]  # found by its day
        posted=None,
        amount=fact.amount.minor,
        currency=fact.amount.currency,
        payee=fact.payee,
        memo=fact.words,
        reference=reference if numbered else fact.reference,
        kind=fact.type,
        balance=fact.balance.minor if fact.balance else None,
        row=0,
        identified_by=sort if numbered else "",
        account=fact.about,
    )


def _account(
    account: StatementAccount, label: str, record: Record, id_for: Callable[[str], str]
) -> list[Fact]:
    if any(a.about == label for a in record.of(AccountOpened)):
        return []
    kind = "card" if account.kind in CARDS else TYPES.get(account.kind, "other")
    return [
        AccountOpened(
            fact_id=id_for(f"account|{label}"),
            about=Label(label),
            how_known="document",
            type=kind if account.kind else "current",  # type: ignore[arg-type]  # one of TYPES
            counts=account.kind not in NO_BILLS,
        )
    ]


def _balance(
    account: StatementAccount,
    label: str,
    seen: tuple[ReadStatement, Record, Household],
    id_for: Callable[[str], str],
) -> list[Fact]:
    read, record, household = seen
    closing = account.closing
    day = (closing.day if closing else None) or account.end
    if closing is None or day is None:
        return []
    amount = Money(closing.amount, account.currency or household.currency)
    same = [b for b in record.of(BalanceNoted) if b.about == label]
    if any(b.amount == amount and first_day(b.occurred) == day for b in same):
        return []
    return [
        BalanceNoted(
            fact_id=id_for(f"balance|{label}|{day}|{amount.minor}"),
            occurred=Edtf(day.isoformat()),
            about=Label(label),
            source=Imported(read.files[account.file].digest, 1),
            how_known="document",
            amount=amount,
        )
    ]


def _layout(
    mapping: str, chosen: dict[str, str], record: Record, id_for: Callable[[str], str]
) -> list[Fact]:
    """How the columns were read, so that the next file of this bank is read alike."""
    if not mapping or len(chosen) != 1:
        return []
    label = next(iter(chosen.values()))
    known = [x for x in record.of(StatementLayout) if x.about == label]
    if known and known[-1].words == mapping:
        return []
    return [
        StatementLayout(
            fact_id=id_for(f"layout|{label}|{mapping}"), about=Label(label), words=mapping
        )
    ]


def _told(account: StatementAccount, label: str, new: int) -> AccountImport:
    return AccountImport(
        shown(account),
        label,
        len(account.lines),
        new,
        account.start.isoformat() if account.start else "",
        account.end.isoformat() if account.end else "",
        account.closing.amount if account.closing else None,
        account.currency,
    )


def with_layout(mapping: str, record: Record, accounts: Sequence[str]) -> str:
    """Return a mapping to read a CSV by: the one given, or else the one kept for the account."""
    if mapping or len(accounts) != 1:
        return mapping
    label = accounts[0].rpartition("=")[2]
    kept = [x.words for x in record.of(StatementLayout) if x.about == label]
    return kept[-1] if kept else ""
