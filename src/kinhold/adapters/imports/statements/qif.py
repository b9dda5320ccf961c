"""QIF: what Quicken and Money wrote, and banks and budget programs still do. One letter a line.

It has no account numbers, no currency and no numbers of its own; days are written as in the country of
whoever wrote it. Accounts are told by `!Account` and by `!Type`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.statements.amounts import AmountNotReadError, mark_of
from kinhold.adapters.imports.statements.dates import DayNotReadError, day_of, order_of
from kinhold.adapters.imports.statements.day_order import say_order
from kinhold.adapters.imports.statements.under_way import Section
from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.application.statement_rows import OPENING, StatementLine, StatementSplit
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.adapters.imports.statements.under_way import UnderWay
    from kinhold.application.statement_rows import StatementAccount

NAME: Final = "qif"
_KINDS: Final = {
    "bank": "checking",
    "cash": "cash",
    "ccard": "card",
    "oth a": "asset",
    "oth l": "liability",
    "invst": "investment",
    "port": "investment",
    "401(k)/403(b)": "investment",
    "mutual": "investment",
    "savings": "savings",
}
_HELD: Final = frozenset({"bank", "cash", "ccard", "oth a", "oth l"})
"""Types whose records are payments."""
_IS = re.compile(r"^!(?:type|account|option|clear)\b", re.IGNORECASE | re.MULTILINE)
_BARE = re.compile(r"\A\s*D[^\n]{1,40}\n(?:[A-Z$%][^\n]*\n){1,20}\^", re.MULTILINE)
_OPENING = re.compile(
    r"opening balance|saldo inicial|er.ffnungssaldo|solde d'ouverture", re.IGNORECASE
)

_NO_DAY = N_("A record has no date that can be read. Look it up in your bank and add it by hand.")
_NO_AMOUNT = N_(
    "A record has no amount that can be read. Look it up in your bank and add it by hand."
)
_SPLITS = N_("The parts of a record do not add up to its amount; the amount was kept.")
_TWO_AMOUNTS = N_("A record tells two different amounts (T and U); the first was kept.")
_STATED = N_("A record states what the account began with. It is marked as such and is no payment.")
_NO_TYPE = N_("Records stand before any account; they were taken as those of a bank account.")


@dataclass(slots=True)
class _Record:
    row: int
    fields: dict[str, str] = field(default_factory=dict)
    splits: list[dict[str, str]] = field(default_factory=list)

    def add(self, letter: str, value: str) -> None:
        """Take in a line; the first of a letter counts, and splits begin at each `S`."""
        if letter == "S":
            self.splits.append({"S": value})
        elif letter in "E$%" and (self.splits or letter != "$"):
            if not self.splits:
                self.splits.append({})
            self.splits[-1].setdefault(letter, value)
        else:
            self.fields.setdefault(letter, value)

    def shown(self) -> str:
        return " ".join(self.fields.values())


@dataclass(slots=True)
class _Account:
    name: str
    type: str
    records: list[_Record] = field(default_factory=list)


@dataclass(slots=True)
class _Sheet:
    """A file as its accounts with their records, and how many records of other lists it has."""

    held: dict[tuple[str, str], _Account] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    other: dict[str, int] = field(default_factory=dict)
    bare: bool = False

    @property
    def accounts(self) -> list[_Account]:
        """In the order in which they first stand."""
        return list(self.held.values())

    def account(self, name: str, kind: str) -> _Account:
        """Return the account of this name and type, which is made where it is new."""
        self.names.add(name)
        return self.held.setdefault((name, kind), _Account(name, kind))


def is_one(text: str) -> bool:
    """Return whether a text is QIF: it has a `!Type` line, or begins with a record that `^` ends."""
    return _IS.search(text[:20_000]) is not None or _BARE.search(text[:4_000]) is not None


def read(text: str, under_way: UnderWay) -> list[StatementAccount]:
    """Read every account of a file.

    Raises:
        ImportNotUsableError: where it holds none.
    """
    sheet = _sheet(text)
    if not sheet.accounts:
        lists = ", ".join(sorted(sheet.other)) or "headings"
        raise ImportNotUsableError(
            _(
                "{name} is a QIF file that holds no payments, only {lists}. Export the account "
                "itself."
            ).format(name=under_way.name, lists=lists)
        )
    if sheet.bare:
        under_way.note("warning", "no-type", _(_NO_TYPE))
    _say_other(sheet, under_way)
    records = [record for account in sheet.accounts for record in account.records]
    order = order_of([r.fields.get("D", "") for r in records], told=under_way.day_first)
    day_first = say_order(order, under_way, month_first_if_unknown=True)
    mark = mark_of([r.fields.get("T") or r.fields.get("U") or "" for r in records])
    accounts = [
        _read_account(account, mark, under_way, day_first=day_first) for account in sheet.accounts
    ]
    if not records:
        under_way.note("info", "no-lines", _("The file names accounts, and holds no payments."))
    elif not under_way.currency:
        under_way.note("info", "no-currency", _("QIF files name no currency."))
    return accounts


def _sheet(text: str) -> _Sheet:
    sheet = _Sheet()
    section, header = "", _Account("", "")
    for record, begins in _records(text):
        if begins is not None:
            section = begins
            if begins.endswith("autoswitch"):
                header = _Account("", "")
            elif begins.removeprefix("type:") in _HELD:
                sheet.account(header.name, begins.removeprefix("type:"))
        elif section == "account":
            header = _Account(record.fields.get("N", ""), record.fields.get("T", "").lower())
            if header.name:
                _declare(sheet, header)
        else:
            _place(sheet, record, section, header.name)
    return sheet


def _place(sheet: _Sheet, record: _Record, section: str, name: str) -> None:
    kind = section.removeprefix("type:")
    if section.startswith("type:") and kind in _HELD:
        sheet.account(name, kind).records.append(record)
    elif section.startswith("type:"):
        sheet.other[kind] = sheet.other.get(kind, 0) + 1
    elif "D" in record.fields:
        sheet.bare = True
        sheet.account("", "bank").records.append(record)


def _declare(sheet: _Sheet, header: _Account) -> None:
    """An account that is named is there, also where the file holds no payment of it."""
    if header.name not in sheet.names:
        sheet.account(header.name, header.type)


def _records(text: str) -> Iterator[tuple[_Record, str | None]]:
    """Each record, or each line that begins a section, in small letters."""
    record = _Record(1)
    for number, line in enumerate(text.splitlines(), 1):
        said = line.strip()
        if said[:1] == "!":
            if record.fields:
                yield record, None
            record = _Record(number + 1)
            yield record, " ".join(said[1:].lower().split()).replace(": ", ":")
        elif said[:1] == "^":
            if record.fields or record.splits:
                yield record, None
            record = _Record(number + 1)
        elif said and said[0] != "#":
            if not record.fields:
                record.row = number
            record.add(said[0].upper() if said[0] not in "$%" else said[0], said[1:].strip())
    if record.fields:
        yield record, None


def _say_other(sheet: _Sheet, under_way: UnderWay) -> None:
    for kind, count in sorted(sheet.other.items()):
        name = kind[:30] or _("other things")
        what = (
            _("Investments were not read")
            if kind in ("invst", "security", "prices")
            else _("They were not read")
        )
        under_way.note(
            "info",
            "not-read",
            _("The file holds {count} records of {name}. {what}; only payments are.").format(
                count=count, name=name, what=what
            ),
        )


def _read_account(
    told: _Account, mark: str, under_way: UnderWay, *, day_first: bool
) -> StatementAccount:
    section = Section(name=told.name, kind=_KINDS.get(told.type, told.type[:20]))
    section.currency = under_way.currency
    key = section.key(under_way)
    for record in told.records:
        line = _line(record, key, day_first=day_first, mark=mark, under_way=under_way)
        if line is not None:
            section.lines.append(line)
    return section.done(under_way)


def _line(
    record: _Record, account: str, *, day_first: bool, mark: str, under_way: UnderWay
) -> StatementLine | None:
    told, money = record.fields, under_way.currency
    try:
        day = day_of(told.get("D", ""), day_first=day_first)
    except DayNotReadError:
        under_way.reject(record.row, _(_NO_DAY), record.shown(), code="no-date")
        return None
    try:
        amount = under_way.amount(told.get("T") or told.get("U", ""), money, record.row, mark=mark)
        if "T" in told and "U" in told and under_way.amount(told["U"], money, record.row, mark=mark) != amount:  # fmt: skip
            under_way.note("warning", "two-amounts", _(_TWO_AMOUNTS), record.row)
    except AmountNotReadError:
        under_way.reject(record.row, _(_NO_AMOUNT), record.shown(), code="no-amount")
        return None
    opening = _OPENING.fullmatch(told.get("P", "")) is not None
    if opening:
        under_way.note("info", "opening-line", _(_STATED), record.row)
    return StatementLine(
        day=day,
        posted=None,
        amount=amount,
        currency=money,
        payee=under_way.words(told.get("P", "")),
        memo=under_way.words(told.get("M", "")),
        reference="",
        kind=OPENING if opening else "",
        balance=None,
        row=record.row,
        category=under_way.words(told.get("L", "")),
        splits=_splits(record, amount, mark, under_way),
        cheque=under_way.words(told.get("N", ""))[:40],
        account=account,
        file=under_way.file,
    )


def _splits(
    record: _Record, amount: int, mark: str, under_way: UnderWay
) -> tuple[StatementSplit, ...]:
    parts = []
    for told in record.splits:
        try:
            size = under_way.amount(told.get("$", "0"), under_way.currency, record.row, mark=mark)
        except AmountNotReadError:
            under_way.note("warning", "parts-differ", _(_SPLITS), record.row)
            return ()
        parts.append(
            StatementSplit(
                size, under_way.words(told.get("S", "")), under_way.words(told.get("E", ""))
            )
        )
    told_at_all = any("$" in told for told in record.splits)
    if told_at_all and sum(part.amount for part in parts) != amount:
        under_way.note("warning", "parts-differ", _(_SPLITS), record.row)
    return tuple(parts)
