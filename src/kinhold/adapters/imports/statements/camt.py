"""CAMT.052, .053 and .054 of ISO 20022, in all their versions: what banks of Europe give.

After the message definitions “Bank-to-Customer Cash Management” (camt.052/053/054.001.02 to .13). An
entry is signed by its credit-debit indicator alone: of an entry that reverses another the indicator
already is the direction in which money moved (BankToCustomerStatement, 2.86 ReversalIndicator). An entry
that lists several payments is split where they add up to it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from kinhold.adapters.imports.statements import camt_details
from kinhold.adapters.imports.statements.amounts import AmountNotReadError
from kinhold.adapters.imports.statements.camt_details import text_of
from kinhold.adapters.imports.statements.dates import DayNotReadError, ofx_day
from kinhold.adapters.imports.statements.masking import own_numbers
from kinhold.adapters.imports.statements.under_way import Section
from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.application.statement_rows import StatedBalance, StatementLine
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kinhold.adapters.imports.statements.under_way import UnderWay
    from kinhold.application.statement_rows import StatementAccount

NAME: Final = "camt"
_MESSAGES: Final = (
    ("BkToCstmrStmt", "Stmt"),
    ("BkToCstmrAcctRpt", "Rpt"),
    ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
)
_OPENS: Final = ("OPBD", "PRCD")
_CLOSES: Final = ("CLBD",)
_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
_DECLARED_SET = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
_VERSION = re.compile(r"(?<=[a-z])V\d\d\Z")
_IS = re.compile(r"<(?:[A-Za-z0-9_]{1,20}:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)(?:V\d\d)?\b")

_NO_DAY = N_("An entry has no date that can be read. Look it up in your bank and add it by hand.")
_NO_AMOUNT = N_(
    "An entry has no amount or no direction that can be read. Look it up in your bank "
    "and add it by hand."
)
_NOT_BOOKED = N_(
    "Entries are still pending or only for information; they were left out, and will be "
    "in a later file."
)
_NOT_SPLIT = N_(
    "The payments in an entry do not add up to it, or lack amounts; the entry was kept as one line."
)
_NOT_TOLD = N_(
    "An entry stands for several payments that the file does not list; it was kept as one line."
)
_REVERSED = N_("Entries take back earlier ones (their kind says “reversal”).")
_OTHER_MONEY = N_("Lines are in another currency than the account.")
_PAGES = N_("The file is one page of several. Give all pages of it.")


def is_one(text: str) -> bool:
    """Return whether a text is a CAMT message, by its root."""
    return _IS.search(text[:20_000]) is not None


def read(text: str, under_way: UnderWay) -> list[StatementAccount]:
    """Read every statement, report or notification of a file.

    Raises:
        ImportNotUsableError: where it is no well-formed message, or holds no account.
    """
    root = parsed(text, under_way.name)
    found = [
        each
        for message, inner in _MESSAGES
        for body in root.iter(message)
        for each in body.iterfind(inner)
    ]
    if not found:
        raise ImportNotUsableError(
            _(
                "{name} is a CAMT message without a statement. Get it from your bank once more."
            ).format(name=under_way.name)
        )
    counted = [0]
    return [_account(each, under_way, counted) for each in found]


def parsed(text: str, name: str) -> ET.Element:
    """Return XML as elements by their names without namespaces.

    Raises:
        ImportNotUsableError: where it declares types or entities, or is not well-formed.
    """
    if _DECLARES.search(text) is not None:
        raise ImportNotUsableError(
            _(
                "{name} declares a document type of its own, which no bank's statement does. It was "
                "not read."
            ).format(name=name)
        )
    try:
        root = ET.fromstring(_DECLARED_SET.sub("", text, count=1).strip())  # noqa: S314 - see above
    except (ET.ParseError, ValueError) as problem:
        raise ImportNotUsableError(
            _(
                "{name} is damaged: it is not whole XML ({problem}). Get it from your bank once more."
            ).format(name=name, problem=str(problem)[:80])
        ) from None
    plain: dict[str, str] = {}
    for element in root.iter():
        tag = plain.get(element.tag)
        if tag is None:
            tag = plain[element.tag] = _VERSION.sub("", element.tag.rpartition("}")[2])
        element.tag = tag
    return root


def _account(told: ET.Element, under_way: UnderWay, counted: list[int]) -> StatementAccount:
    section = _section(told)
    money = under_way.money(section.currency)
    section.opening = _balance(told, _OPENS, money, under_way)
    section.closing = _balance(told, _CLOSES, money, under_way)
    section.start = _day(told.find("FrToDt/FrDtTm"))
    section.end = _day(told.find("FrToDt/ToDtTm"))
    if text_of(told, "StmtPgntn/LastPgInd", "RptPgntn/LastPgInd").lower() == "false":
        under_way.note("warning", "one-page", _(_PAGES))
    of = (section.key(under_way), money, own_numbers(section.number))
    for entry in told.iterfind("Ntry"):
        counted[0] += 1
        section.lines += _entry(entry, of, counted[0], under_way)
    if told.find("Ntry") is None:
        under_way.note("info", "no-lines", _("A statement in this file has no transactions."))
    return section.done(under_way)


def _section(told: ET.Element) -> Section:
    account = told.find("Acct")
    if account is None:
        return Section()
    servicer = "Svcr/FinInstnId/"
    return Section(
        bank=text_of(account, f"{servicer}Nm", f"{servicer}BICFI", f"{servicer}BIC", f"{servicer}ClrSysMmbId/MmbId"),
        number=text_of(account, "Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id"),
        kind=_kind(text_of(account, "Tp/Cd")),
        currency=text_of(account, "Ccy").upper() or _money_of_balances(told),
        name=text_of(account, "Nm"),
    )  # fmt: skip


def _kind(code: str) -> str:
    kinds = {"CACC": "checking", "SVGS": "savings", "CARD": "card", "CASH": "cash", "LOAN": "loan"}
    return kinds.get(code, code.lower()[:20])


def _money_of_balances(told: ET.Element) -> str:
    """The currency of the balances, where the account names none and they have one."""
    found = {str(amount.get("Ccy", "")).upper() for amount in told.iterfind("Bal/Amt")}
    return found.pop() if len(found) == 1 else ""


def _balance(
    told: ET.Element, codes: tuple[str, ...], money: str, under_way: UnderWay
) -> StatedBalance | None:
    """The first balance of a code; of a closing one the last, since pages have several."""
    held = {
        code: [b for b in told.iterfind("Bal") if text_of(b, "Tp/CdOrPrtry/Cd", "Tp/Cd") == code]
        for code in codes
    }
    for code in codes:
        if held[code]:
            balance = held[code][-1 if code in _CLOSES else 0]
            amount = under_way.amount_or_none(text_of(balance, "Amt"), money, 0, mark=".")
            sign = _sign(text_of(balance, "CdtDbtInd"))
            if amount is not None and sign:
                day = _day(balance.find("Dt/Dt")) or _day(balance.find("Dt/DtTm")) or _day(balance.find("Dt"))  # fmt: skip
                return StatedBalance(sign * amount, day)
    return None


def _sign(indicator: str) -> int:
    return {"CRDT": 1, "DBIT": -1}.get(indicator.upper(), 0)


def _day(element: ET.Element | None) -> date | None:
    text = (element.text or "").strip() if element is not None else ""
    try:
        return ofx_day(text[:10]) if text else None
    except DayNotReadError:
        return None


def _entry(
    entry: ET.Element, of: tuple[str, str, tuple[str, ...]], row: int, under_way: UnderWay
) -> list[StatementLine]:
    status = text_of(entry, "Sts/Cd", "Sts/Prtry", "Sts").upper() or "BOOK"
    if status in ("PDNG", "INFO", "FUTR"):
        under_way.note("info", "pending", _(_NOT_BOOKED), row)
        return []
    booked = _day(entry.find("BookgDt/Dt")) or _day(entry.find("BookgDt/DtTm"))
    valued = _day(entry.find("ValDt/Dt")) or _day(entry.find("ValDt/DtTm"))
    day = booked or valued
    if day is None:
        under_way.reject(row, _(_NO_DAY), " ".join(entry.itertext()), code="no-date")
        return []
    currency = _currency(entry.find("Amt")) or of[1]
    try:
        amount = under_way.amount(text_of(entry, "Amt"), currency, row, mark=".")
    except AmountNotReadError:
        amount = None
    sign = _sign(text_of(entry, "CdtDbtInd"))
    if amount is None or not sign:
        under_way.reject(row, _(_NO_AMOUNT), " ".join(entry.itertext()), code="no-amount")
        return []
    if currency != of[1] and of[1]:
        under_way.note("warning", "other-currency", _(_OTHER_MONEY), row)
    parts = list(_parts(entry, sign * amount, currency, row, under_way))
    made = camt_details.EntryLine(entry, day, valued if valued != day else None, currency, row)
    lines = [
        camt_details.line_of(made, detail, size, of, under_way, place if len(parts) > 1 else -1)
        for place, (detail, size) in enumerate(parts)
    ]
    if any(line.kind.endswith("reversal") for line in lines):
        under_way.note("info", "reversal", _(_REVERSED), row)
    return lines


def _currency(amount: ET.Element | None) -> str:
    return "" if amount is None else str(amount.get("Ccy", "")).upper()


def _parts(
    entry: ET.Element, total: int, currency: str, row: int, under_way: UnderWay
) -> Iterator[tuple[ET.Element | None, int]]:
    """The payments of an entry with their amounts; the whole entry where they do not add up to it."""
    details = list(entry.iterfind("NtryDtls/TxDtls"))
    if len(details) > 1:
        sizes = [_size(each, total, currency, row, under_way) for each in details]
        if None not in sizes and sum(size for size in sizes if size is not None) == total:
            yield from ((each, size) for each, size in zip(details, sizes, strict=True) if size is not None)  # fmt: skip
            return
        under_way.note("warning", "not-split", _(_NOT_SPLIT), row)
        yield None, total
        return
    listed = text_of(entry, "NtryDtls/Btch/NbOfTxs")
    if listed.isdigit() and len(listed) < 10 and int(listed) > 1:  # noqa: PLR2004 - a number, not an attack
        under_way.note("info", "batch", _(_NOT_TOLD), row)
    yield (details[0] if details else None), total


def _size(
    detail: ET.Element, total: int, currency: str, row: int, under_way: UnderWay
) -> int | None:
    """The signed amount of one payment in the currency of its entry; None where it is not told."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        amount = detail.find(path)
        if amount is None or _currency(amount) not in ("", currency):
            continue
        try:
            size = under_way.amount((amount.text or "").strip(), currency, row, mark=".")
        except AmountNotReadError:
            return None
        sign = _sign(text_of(detail, "CdtDbtInd"))
        return size * (sign or (1 if total >= 0 else -1))
    return None
