"""What a statement calls somebody, made comparable: `DD BRITISH GAS 8821 03NOV` is `BRITISH GAS`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# How banks in the UK and the US introduce the other side; a matter of habit, so the list is open.
_LEADS: Final = (
    "ACH DEBIT", "ACH CREDIT", "ACH", "AUTOMATIC PAYMENT", "BACS", "BANK CREDIT", "BANK GIRO CREDIT",
    "BILL PAYMENT TO", "BILL PAYMENT", "BILLPAY", "BGC", "BP", "CARD PAYMENT TO", "CARD PAYMENT",
    "CARD PURCHASE", "CHAPS", "CHECKCARD", "CONTACTLESS PAYMENT", "CONTACTLESS", "CR", "DD",
    "DEBIT CARD PURCHASE", "DEBIT CARD", "DEBIT", "DIRECT CREDIT", "DIRECT DEBIT PAYMENT TO",
    "DIRECT DEBIT TO", "DIRECT DEBIT", "DIRECT DEP", "DIRECT DEPOSIT", "DDR", "ELECTRONIC PAYMENT",
    "FASTER PAYMENT", "FASTER PAYMENTS", "FP", "FPI", "FPO", "FROM", "INT", "MOBILE PAYMENT", "OBP",
    "ONLINE PAYMENT", "ONLINE TRANSFER TO", "ONLINE TRANSFER FROM", "PAYMENT TO", "PAYMENT FROM",
    "PAYPAL", "POS", "POS PURCHASE", "PPD", "PREAUTHORIZED DEBIT", "PURCHASE AUTHORIZED",
    "PURCHASE", "RECEIVED FROM", "RECURRING PAYMENT", "SO", "SQ", "STANDING ORDER TO",
    "STANDING ORDER", "STO", "TFR", "TO", "TRANSFER FROM", "TRANSFER TO", "TRANSFER", "VIS", "VISA",
    "WEB PMT", "ZELLE PAYMENT FROM", "ZELLE PAYMENT TO", "ZELLE FROM", "ZELLE TO",
)  # fmt: skip
_WORD: Final = re.compile(r"[^\W_]+(?:['&][^\W_]+)*")
_MONTHS: Final = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC"
_DATE: Final = re.compile(rf"\d{{1,2}}(?:{_MONTHS})(?:\d{{2,4}})?|(?:{_MONTHS})\d{{1,2}}")
_NOISE: Final = frozenset(
    ("REF", "REFERENCE", "ID", "NO", "MANDATE", "GB", "GBR", "USA", "XX", "ON")
)
_BY_LENGTH: Final = tuple(sorted((tuple(lead.split()) for lead in _LEADS), key=len, reverse=True))


@lru_cache(maxsize=20_000)
def normal_payee(text: str) -> str:
    """Return who is meant, in capitals, without what changes from one line to the next.

    The bank's own words in front, numbers, dates and references are left out; where nothing else is
    there, the words as they stand.

    Args:
        text: payee, or payee and memo, as a statement shows them.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    words = _WORD.findall(plain)
    told = [w for n, w in enumerate(words) if not (_changes(w) or _in_a_date(words, n))]
    while told:
        lead = next((le for le in _BY_LENGTH if tuple(told[: len(le)]) == le), None)
        if lead is None or len(lead) == len(told):
            break
        told = told[len(lead) :]
    return " ".join(told or words)


def _changes(word: str) -> bool:
    digits = sum(c.isdigit() for c in word)
    return word in _NOISE or digits > 1 or bool(_DATE.fullmatch(word))


def _in_a_date(words: list[str], place: int) -> bool:
    beside = words[max(0, place - 1) : place] + words[place + 1 : place + 2]
    return words[place] in _MONTHS.split("|") and any(w.isdigit() for w in beside)


def is_called(payee: str, name: str) -> bool:
    """Return whether a payee (as `normal_payee` gives it) is the one of this name, or begins with it."""
    return bool(name) and (payee == name or payee.startswith(name + " "))
