"""Who, what for and by which number: the details of an entry in CAMT."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from kinhold.application.statement_rows import StatementLine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from xml.etree.ElementTree import Element

    from kinhold.adapters.imports.statements.under_way import UnderWay

_NO_NUMBERS: Final = frozenset({"", "NOTPROVIDED", "NOTAVAILABLE", "NONREF", "NOREF", "UNKNOWN"})
_WORDS: Final = (
    "RmtInf/Ustrd",
    "RmtInf/Strd/AddtlRmtInf",
    "RmtInf/Strd/CdtrRefInf/Ref",
    "AddtlTxInf",
)


class EntryLine(NamedTuple):
    """An entry with what all its payments share."""

    entry: Element
    day: date
    valued: date | None
    currency: str
    row: int


def text_of(element: Element, *paths: str) -> str:
    """Return the first text found at some paths, without blanks around it; or an empty one."""
    for path in paths:
        text = element.findtext(path)
        if text and text.strip():
            return text.strip()
    return ""


def line_of(
    made: EntryLine,
    detail: Element | None,
    amount: int,
    of: tuple[str, str, tuple[str, ...]],
    under_way: UnderWay,
    place: int,
) -> StatementLine:
    """Return one payment of an entry as a line.

    Args:
        made: the entry.
        detail: the payment in it; None where it tells of none.
        amount: signed, in minor units.
        of: key, currency and own numbers of the account.
        under_way: the file.
        place: of the payment in an entry that is split, from 0; -1 where it is not.
    """
    account, _, own = of
    reversal = _is_reversal(made.entry, detail)
    number, sure = _number(made.entry, detail, place)
    for each in own:
        number = number.replace(each, "••")
    words = dict.fromkeys(w for w in (*_words(detail), text_of(made.entry, "AddtlNtryInf")) if w)
    return StatementLine(
        day=made.day,
        posted=None,
        amount=amount,
        currency=made.currency,
        payee=under_way.words(_payee(detail, came_in=(amount >= 0) != reversal), own),
        memo=under_way.words("; ".join(words), own),
        reference=number[:255],
        kind=f"{_kind(made.entry, detail)}{' reversal' if reversal else ''}".strip(),
        balance=None,
        row=made.row,
        valued=made.valued,
        identified_by="camt" if sure else "",
        account=account,
        file=under_way.file,
    )


def _is_reversal(entry: Element, detail: Element | None) -> bool:
    told = text_of(entry, "RvslInd")
    if detail is not None:
        told = text_of(detail, "RvslInd") or told
    return told.lower() in ("true", "1")


def _number(entry: Element, detail: Element | None, place: int) -> tuple[str, bool]:
    """The bank's number of a payment, and whether it is one: a sender's reference is none."""
    whole = _given(text_of(entry, "AcctSvcrRef"))
    inner = _given(text_of(detail, "Refs/AcctSvcrRef")) if detail is not None else ""
    if place >= 0:
        if inner and inner != whole:
            return inner, True
        return (f"{whole}/{place + 1}", True) if whole else _senders(detail)
    if whole or inner:
        return whole or inner, True
    number, sure = _senders(detail)
    return (number, sure) if number else (_given(text_of(entry, "NtryRef")), False)


def _senders(detail: Element | None) -> tuple[str, bool]:
    if detail is None:
        return "", False
    found = (
        _given(text_of(detail, f"Refs/{name}"))
        for name in ("TxId", "EndToEndId", "InstrId", "MsgId")
    )
    return next((each for each in found if each), ""), False


def _given(text: str) -> str:
    return "" if text.upper() in _NO_NUMBERS else text


def _payee(detail: Element | None, *, came_in: bool) -> str:
    """The other party: who paid where money came in, who was paid where it went out."""
    parties = detail.find("RltdPties") if detail is not None else None
    if parties is None:
        return ""
    names = ("Dbtr", "UltmtDbtr") if came_in else ("Cdtr", "UltmtCdtr")
    paths = [f"{name}/{inner}Nm" for name in names for inner in ("", "Pty/")]
    other = [f"{'Cdtr' if came_in else 'Dbtr'}/{inner}Nm" for inner in ("", "Pty/")]
    mine = text_of(parties, *other)
    found = text_of(parties, *paths) or text_of(parties, "TradgPty/Nm", "TradgPty/Pty/Nm")
    # A bank that names one party only, and the wrong one, still names somebody.
    return found or mine


def _words(detail: Element | None) -> Iterator[str]:
    if detail is not None:
        for path in _WORDS:
            for element in detail.iterfind(path):
                yield (element.text or "").strip()


def _kind(entry: Element, detail: Element | None) -> str:
    for holder in (detail, entry):
        code = holder.find("BkTxCd") if holder is not None else None
        if code is None:
            continue
        parts = [text_of(code, path) for path in ("Domn/Cd", "Domn/Fmly/Cd", "Domn/Fmly/SubFmlyCd")]
        said = ".".join(part for part in parts if part) or text_of(code, "Prtry/Cd")
        if said:
            return said[:40]
    return ""
