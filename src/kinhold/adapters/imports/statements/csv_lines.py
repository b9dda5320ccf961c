"""Rows of a CSV as lines of accounts, once it is known what each column is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.statements.amounts import (
    AmountNotReadError,
    amount_of,
    currency_in,
    mark_of,
)
from kinhold.adapters.imports.statements.csv_guess import out_words
from kinhold.adapters.imports.statements.csv_signs import Signed, signs_of
from kinhold.adapters.imports.statements.csv_told import Told
from kinhold.adapters.imports.statements.dates import DayNotReadError, day_of, order_of
from kinhold.adapters.imports.statements.day_order import say_order
from kinhold.adapters.imports.statements.masking import SHOWN, own_numbers
from kinhold.adapters.imports.statements.under_way import Section
from kinhold.application.statement_rows import StatedBalance, StatementLine
from kinhold.domain.money import Money, format_amount
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.adapters.imports.statements.csv_mapping import StatementMapping
    from kinhold.adapters.imports.statements.csv_table import Row
    from kinhold.adapters.imports.statements.under_way import UnderWay
    from kinhold.application.statement_rows import StatementAccount

_NOT_MOVED: Final = frozenset({
    "pending", "declined", "reverted", "failed", "denied", "cancelled", "canceled", "expired", "removed",
    "voided", "refused", "rejected", "on hold", "held", "in progress", "unclaimed", "placed", "authorised",
    "authorized", "active",
})  # fmt: skip
_STATED: Final = (
    "beginning balance", "opening balance", "starting balance", "balance brought forward", "start balance",
    "anfangssaldo", "likutis pradziai", "likutis pradžiai", "brought forward", "saldo inicial", "beginsaldo",
)  # fmt: skip
_ENDED: Final = (
    "ending balance", "closing balance", "balance carried forward", "endsaldo", "likutis pabaigai",
    "apyvarta", "carried forward", "saldo final", "total", "totals",
)  # fmt: skip
_NO_DAY = N_("A row has no date that can be read. Look it up in your bank and add it by hand.")
_NO_AMOUNT = N_(
    "A row has no amount that can be read beyond doubt. Look it up in your bank, or say "
    "in a mapping which mark stands before the decimals."
)
_WORDS = re.compile(r"[^\w]+")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}[.,][0-9]{1,12}")
_BOTH = N_("A row has money out and money in; their difference was taken.")
_STATED_ROW = N_("Rows state a balance or a total; they were not taken as transactions.")
_NO_ROW = N_("Rows hold neither a date nor an amount; they were taken as remarks.")
_PENDING = N_("Rows are still pending, or were never carried out; they were left out.")
_OTHER_MONEY = N_("The file has several currencies; each is an account of its own.")
_EMPTY = N_("The file has the columns of a statement, and no transactions.")


@dataclass(slots=True)
class _Sheet:
    """What is known of a file while its rows are read."""

    places: dict[str, tuple[int, ...]]
    mapping: StatementMapping
    under_way: UnderWay
    section: Section
    day_first: bool = True
    mark: str = ""
    out: frozenset[str] | None = None
    symbol: str = ""
    uniform: dict[str, int] = field(default_factory=dict)
    only: str = ""
    stated: dict[tuple[str, str], dict[str, StatedBalance]] = field(default_factory=dict)

    def text(self, row: Row, role: str) -> str:
        """The first filled cell of a role's columns; an empty text where it has none."""
        for place in self.places.get(role, ()):
            cell = row.cell(place)
            if cell:
                return cell
        return ""

    def account(self, row: Row) -> str:
        """What tells accounts apart: number or name; where the file has one only, all rows are its."""
        return self.only or self.text(row, "account") or self.text(row, "name")

    def texts(self, row: Row, role: str) -> list[str]:
        return [row.cell(p) for p in self.places.get(role, ()) if row.cell(p)]


def read(
    rows: Sequence[Row],
    places: dict[str, tuple[int, ...]],
    mapping: StatementMapping,
    section: Section,
    under_way: UnderWay,
) -> tuple[list[StatementAccount], StatementMapping]:
    """Read the rows below a header.

    Args:
        rows: not empty ones.
        places: of the columns of each role.
        mapping: by which they are read.
        section: what stood before the header.
        under_way: the file.

    Returns:
        An account for each number and currency, and the mapping with what was found out on the way.
    """
    sheet = _Sheet(places, mapping, under_way, section)
    money = [
        c for r in rows for role in ("amount", "out", "in", "balance") for c in sheet.texts(r, role)
    ]
    sheet.mark = (
        mapping.decimal
        or mark_of(money)
        or mark_of(c for r in rows for c in r.cells if _NUMBER.fullmatch(c))
    )
    sheet.symbol = _symbol(money)
    numbers = {number for row in rows for number in [sheet.text(row, "account")] if number}
    sheet.only = numbers.pop() if len(numbers) == 1 else ""
    order = order_of([sheet.text(r, "day") for r in rows], told=under_way.day_first)
    sheet.day_first = say_order(
        order, under_way, month_first_if_unknown=False, currency=_hint(sheet, rows, money)
    )
    sheet.out = out_words((sheet.text(r, "direction") for r in rows), mapping.out)
    sheet.uniform = {role: _only_sign(sheet, rows, role) for role in ("out", "in")}
    told: list[Told] = []
    for row in rows:
        each = _told(row, sheet)
        if each is not None:
            told.append(each)
        elif told and _continues(row, sheet):
            told[-1].more += [*sheet.texts(row, "payee"), *sheet.texts(row, "memo")]
    signed = signs_of(told, [_words(sheet, each.row) for each in told], mapping.sign, under_way)
    accounts = _accounts(told, signed, sheet)
    used = replace(
        mapping,
        dates="auto" if order.why in ("unknown", "plain") or not rows else ("day-first" if sheet.day_first else "month-first"),
        decimal=sheet.mark,
        sign="turned" if signed.turned else "as-written",
        kind=mapping.kind or ("card" if signed.card else ""),
    )  # fmt: skip
    return accounts, used


def _hint(sheet: _Sheet, rows: Sequence[Row], money: list[str]) -> str:
    """The currency of the file, as a sign of where it is from; dollars as US dollars."""
    found = sheet.mapping.currency or sheet.section.currency or sheet.under_way.currency
    codes = [sheet.text(row, "currency").upper() for row in rows[:50]]
    told = found or next((code for code in codes if code), "") or sheet.symbol
    return told or ("USD" if any("$" in text for text in money[:200]) else "")


def _symbol(money: list[str]) -> str:
    """The currency that amounts carry as £, € or a code, where they carry one only."""
    found = {code for text in money for code in [currency_in(text)] if code}
    return found.pop() if len(found) == 1 else ""


def _only_sign(sheet: _Sheet, rows: Sequence[Row], role: str) -> int:
    """Which sign all amounts of a column have: 1 or -1; 0 where they have both, or there are none."""
    signs = set()
    for row in rows:
        text = sheet.text(row, role)
        try:
            size = amount_of(text, mark=sheet.mark).minor if text else 0
        except AmountNotReadError:
            continue
        if size:
            signs.add(1 if size > 0 else -1)
    return signs.pop() if len(signs) == 1 else 0


def _told(row: Row, sheet: _Sheet) -> Told | None:
    day_text, under_way = sheet.text(row, "day"), sheet.under_way
    if _no_transaction(row, day_text, sheet):
        return None
    if _not_moved(row, day_text, sheet):
        under_way.note("info", "pending", _(_PENDING), row.line)
        return None
    days = [_optional_day(sheet.text(row, role), sheet) for role in ("posted", "valued")]
    day = _optional_day(day_text, sheet) or (None if day_text else days[0] or days[1])
    if day is None:
        under_way.reject(row.line, _(_NO_DAY), " ".join(row.cells), code="no-date")
        return None
    currency = _currency(row, sheet)
    try:
        amount, out = _amount(row, currency, sheet)
    except AmountNotReadError:
        under_way.reject(row.line, _(_NO_AMOUNT), " ".join(row.cells), code="no-amount")
        return None
    balance = under_way.amount_or_none(
        sheet.text(row, "balance"), currency, row.line, mark=sheet.mark
    )
    fee = under_way.amount_or_none(sheet.text(row, "fee"), currency, row.line, mark=sheet.mark) or 0
    posted, valued = (None if each == day else each for each in days)
    account = sheet.account(row)
    return Told(row, day, posted, valued, amount, fee, balance, currency, account, out)


def _not_moved(row: Row, day: str, sheet: _Sheet) -> bool:
    """Whether a row is pending, declined or only a remark of a payment service."""
    return (
        day.casefold() in _NOT_MOVED
        or sheet.text(row, "status").casefold() in _NOT_MOVED
        or sheet.text(row, "impact").casefold() == "memo"
    )


def _no_transaction(row: Row, day: str, sheet: _Sheet) -> bool:
    """Whether a row is none: a balance that is stated, a total, a remark."""
    under_way = sheet.under_way
    moved = any(sheet.text(row, role) for role in ("amount", "out", "in"))
    balance = sheet.text(row, "balance")
    words = _WORDS.sub(
        " ", " ".join([*sheet.texts(row, "payee"), *sheet.texts(row, "memo")]).casefold()
    )
    words = words.strip() or day.casefold()
    whole = moved and not balance  # with an amount only where nothing else is said
    stated = _says(words, _STATED, whole=whole or moved)
    ended = _says(words, _ENDED, whole=whole or moved)
    if stated or ended:
        text = balance or next(iter(sheet.texts(row, "amount")), "")
        amount = under_way.amount_or_none(text, _currency(row, sheet), row.line, mark=sheet.mark)
        if amount is not None and not _says(words, ("total", "totals", "apyvarta"), whole=True):
            owed = sheet.out is not None and sheet.text(row, "direction").casefold() in sheet.out
            place = StatedBalance(-amount if owed else amount, _optional_day(day, sheet))
            of = sheet.stated.setdefault((sheet.account(row), _currency(row, sheet)), {})
            if stated:
                of.setdefault("opening", place)
            else:
                of["closing"] = place
        under_way.note("info", "stated", _(_STATED_ROW), row.line)
        return True
    if moved or _optional_day(day, sheet) or balance:
        return not moved and day.casefold() in _ENDED
    if not _continues(row, sheet):
        under_way.note("info", "remark", _(_NO_ROW), row.line)
    return True


def _says(words: str, known: tuple[str, ...], *, whole: bool) -> bool:
    return words in known if whole else any(each in words for each in known)


def _optional_day(text: str, sheet: _Sheet) -> date | None:
    try:
        return day_of(text, day_first=sheet.day_first) if text else None
    except DayNotReadError:
        return None


def _currency(row: Row, sheet: _Sheet) -> str:
    told = sheet.text(row, "currency").upper()
    if len(told) == 3 and told.isalpha():  # noqa: PLR2004 - ISO 4217
        return told
    found = sheet.mapping.currency or sheet.section.currency or sheet.symbol
    return sheet.under_way.money(found)


def _continues(row: Row, sheet: _Sheet) -> bool:
    """Whether a row without day and amount goes on with the words of the one above it."""
    filled = {place for place, cell in enumerate(row.cells) if cell}
    words = {p for role in ("payee", "memo") for p in sheet.places.get(role, ())}
    return bool(filled) and filled <= words


def _amount(row: Row, currency: str, sheet: _Sheet) -> tuple[int, bool | None]:
    """The amount as written, and whether the direction says that it went out; None where it does not.

    Raises:
        AmountNotReadError: where there is none.
    """
    single = sheet.text(row, "amount")
    if single:
        amount = sheet.under_way.amount(single, currency, row.line, mark=sheet.mark)
        told = sheet.text(row, "direction").casefold()
        return amount, None if sheet.out is None or not told else told in sheet.out
    sizes = {}
    for role in ("out", "in"):
        text = sheet.text(row, role)
        size = sheet.under_way.amount(text, currency, row.line, mark=sheet.mark) if text else 0
        sizes[role] = abs(size) if sheet.uniform[role] else size
    if sizes["out"] and sizes["in"]:
        sheet.under_way.note("warning", "out-and-in", _(_BOTH), row.line)
    if not any(sheet.text(row, role) for role in ("out", "in")):
        raise AmountNotReadError(_("There is no amount."))
    amount = sizes["in"] - sizes["out"]
    return amount, amount < 0


def _words(sheet: _Sheet, row: Row) -> str:
    return " ".join(sheet.texts(row, "payee") + sheet.texts(row, "memo") + sheet.texts(row, "kind"))


def _accounts(told: list[Told], signed: Signed, sheet: _Sheet) -> list[StatementAccount]:
    groups: dict[tuple[str, str], list[tuple[Told, int]]] = {key: [] for key in sheet.stated}
    for each, amount in zip(told, signed.amounts, strict=True):
        groups.setdefault((each.account, each.currency), []).append((each, amount))
    if len({currency for _unused, currency in groups}) > 1:
        sheet.under_way.note("warning", "currencies", _(_OTHER_MONEY))
    if not groups:
        if not sheet.under_way.left:
            sheet.under_way.note("info", "no-lines", _(_EMPTY))
        return [sheet.section.done(sheet.under_way)]
    return [
        _account(key, lines, signed, sheet, alone=len(groups) == 1) for key, lines in groups.items()
    ]


def _account(
    key: tuple[str, str],
    told: list[tuple[Told, int]],
    signed: Signed,
    sheet: _Sheet,
    *,
    alone: bool,
) -> StatementAccount:
    base, stated = sheet.section, sheet.stated.get(key, {})
    first = told[0][0].row if told else None
    number = sheet.only or (
        sheet.text(first, "account") if first else key[0] if "account" in sheet.places else ""
    )
    section = Section(
        bank=base.bank,
        number=number or base.number,
        kind=base.kind or ("card" if signed.card else ""),
        currency=key[1],
        name=(sheet.text(first, "name") if first else "") or base.name,
        opening=_turned(stated.get("opening") or (base.opening if alone else None), signed),
        closing=_turned(stated.get("closing") or (base.closing if alone else None), signed),
    )
    of = (section.key(sheet.under_way), own_numbers(section.number, number))
    section.lines = [_line(each, amount, signed, of, sheet) for each, amount in told]
    return section.done(sheet.under_way)


def _turned(balance: StatedBalance | None, signed: Signed) -> StatedBalance | None:
    if balance is None or not signed.owed:
        return balance
    return replace(balance, amount=-balance.amount)


def _line(
    told: Told, amount: int, signed: Signed, of: tuple[str, tuple[str, ...]], sheet: _Sheet
) -> StatementLine:
    under_way, row, own = sheet.under_way, told.row, of[1]
    parties = [*sheet.texts(row, "payee"), *sheet.texts(row, "payer")]
    payee = (sheet.text(row, "payer") if amount > 0 else "") or (parties[0] if parties else "")
    number = sheet.text(row, "number")
    memo = [*(p for p in parties if p != payee), *sheet.texts(row, "memo"), *told.more]
    if told.fee and signed.fees:
        memo.append(
            _("with a fee of {format_amount}").format(
                format_amount=format_amount(Money(abs(told.fee), told.currency))
            )
        )
    reference = number or sheet.text(row, "reference")
    for each in own:
        reference = reference.replace(each, SHOWN)
    balance = told.balance if told.balance is None or not signed.owed else -told.balance
    return StatementLine(
        day=told.day,
        posted=told.posted,
        amount=amount,
        currency=told.currency,
        payee=under_way.words(payee, own),
        memo=under_way.words("; ".join(dict.fromkeys(memo)), own),
        reference=under_way.words(reference, own)[:255],
        kind=under_way.words(sheet.text(row, "kind"))[:60],
        balance=balance,
        row=row.line,
        valued=told.valued,
        category=under_way.words(sheet.text(row, "category")),
        cheque=under_way.words(sheet.text(row, "cheque"))[:40],
        identified_by="csv" if number else "",
        account=of[0],
        file=under_way.file,
    )
