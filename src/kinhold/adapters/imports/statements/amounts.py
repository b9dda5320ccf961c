"""Amounts as banks write them, checked by a pattern before they become a number.

Nothing here makes a number of a text that has not been found to be short and of a known shape: an
amount such as 1e400000, or one of five thousand digits, is refused and never converted.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_CHARACTERS: Final = 48
MOST_DIGITS: Final = 13
"""Of the whole part, without zeros before it: ten million millions of pounds."""

_QUICK = re.compile(r"[+-]?[0-9]{1,13}[.,][0-9]{2}")
_SYMBOL = r"(?:[A-Z]{1,2}\$|[£$€¥₹]|[A-Z]{3}|kr\.?|zł|Kč|Ft|Fr\.|Rs\.?)"
_SIDE = r"(?:[CcDd][Rr]\.?|[CD])"
_AMOUNT = re.compile(
    rf"(?P<side>{_SIDE}\s)?(?P<sign>[+-])?\s?(?:{_SYMBOL}\s?)?(?P<mid>[+-])?\s?"
    rf"(?P<number>[0-9.,' ]{{1,40}}?)\s?(?:{_SYMBOL})?\s?(?P<after>[+-])?\s?(?P<end>{_SIDE})?"
)
_SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\\s]+")
_OTHER_SIGNS: Final = str.maketrans(
    {"\u2212": "-", "\u2013": "-", "\u2014": "-", "\u2019": "'", "`": "'"}
)
_THREES: Final = {
    mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+|\d{{1,2}}(?:{re.escape(mark)}\d{{2}})+{re.escape(mark)}\d{{3}}")
    for mark in ".,' "
}  # fmt: skip
_CODES: Final = {"£": "GBP", "€": "EUR", "₹": "INR", "zł": "PLN", "Kč": "CZK", "Ft": "HUF"}
"""Symbols that mean one currency; the dollar and yen signs mean several."""
_ISO_4217: Final = frozenset(
    re.findall(
        "[A-Z]{3}",
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
        CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD
        GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT
        LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR
        NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP
        STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF
        XPF YER ZAR ZMW DEM LTL LVL EEK HRK
        """,
    )
)
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])|[£€₹]|zł|Kč|Ft")


class AmountNotReadError(KinholdError):
    """An amount is not written in a way that says one thing only."""


class ReadAmount(NamedTuple):
    """An amount in minor units, and whether digits beyond the minor unit were rounded away."""

    minor: int
    rounded: bool = False


def amount_of(text: str, *, exponent: int = 2, mark: str = "") -> ReadAmount:
    """Read an amount: signs, brackets, CR and DR, symbols, thousands, comma or point.

    Args:
        text: as the file has it.
        exponent: how many digits the minor unit has.
        mark: `.` or `,` where the file's decimal mark is known; empty where it is not.

    Returns:
        Minor units; more digits than the minor unit has are rounded, half away from zero.

    Raises:
        AmountNotReadError: where it is no amount, or could be two.
    """
    if exponent == 2:  # noqa: PLR2004 - pence and cents
        quick = quick_amount(text, mark=mark)
        if quick is not None:
            return ReadAmount(quick)
    said = text.strip()
    if not said or len(said) > MOST_CHARACTERS:
        raise AmountNotReadError(_("“{said}” is not an amount.").format(said=said[:20]))
    said = _SPACES.sub(" ", said).translate(_OTHER_SIGNS)
    inner = said[1:-1].strip() if said[0] == "(" and said[-1] == ")" else said
    match = _AMOUNT.fullmatch(inner)
    if match is None or not match["number"].strip(".,' "):
        raise AmountNotReadError(_("“{said}” is not an amount.").format(said=said[:20]))
    negative = _negative(match, bracketed=inner is not said, text=said)
    whole, part = _whole_and_part(match["number"].strip(), mark, exponent)
    size = _minor(whole, part, exponent, said)
    return ReadAmount(-size.minor if negative else size.minor, size.rounded)


def quick_amount(text: str, *, mark: str = "") -> int | None:
    """Return pence or cents of the plainest form, such as `-12.34`; None for every other."""
    if _QUICK.fullmatch(text) is None or (mark and text[-3] != mark):
        return None
    return int(text[:-3] + text[-2:])


def _negative(match: re.Match[str], *, bracketed: bool, text: str) -> bool:
    signs = {sign for sign in (match["sign"], match["mid"], match["after"]) if sign}
    told = [sign for sign in (match["sign"], match["mid"], match["after"]) if sign]
    sides = {side.strip()[0].upper() for side in (match["side"], match["end"]) if side}
    says = len(told) + bracketed + bool(match["side"]) + bool(match["end"])
    if says > 1 and not (bracketed and signs == {"-"} and says == 2):  # noqa: PLR2004 - both say out
        raise AmountNotReadError(_("“{text}” has more than one sign.").format(text=text[:20]))
    return bracketed or signs == {"-"} or sides == {"D"}


def _whole_and_part(number: str, mark: str, exponent: int) -> tuple[str, str]:
    """Digits before and after the decimal mark."""
    marks = [each for each in ".," if each in number]
    if len(marks) == 2:  # noqa: PLR2004 - one of them groups thousands
        decimal = max(marks, key=number.rindex)
        if (mark and mark != decimal) or number.count(decimal) > 1:
            raise AmountNotReadError(
                _("“{number}” does not fit the other amounts here.").format(number=number[:20])
            )
        whole, part = number.split(decimal)
        return _grouped(whole), _digits(part, number)
    if not marks:
        return _grouped(number), ""
    only = marks[0]
    if number.count(only) > 1:
        if only == mark:
            raise AmountNotReadError(_("“{number}” is not an amount.").format(number=number[:20]))
        return _grouped(number), ""
    whole, part = number.split(only)
    thousands = len(part) == 3 and _THREES[only].fullmatch(number) is not None  # noqa: PLR2004
    # Yen have no decimals, so three figures after a mark are thousands; dinars have three.
    three = exponent == 3 or whole == "0"  # noqa: PLR2004 - ISO 4217
    part_follows = only == mark or (not mark and (not thousands or three))
    if part_follows and not (thousands and not exponent):
        return _grouped(whole) if whole else "0", _digits(part, number)
    if thousands and (mark or not exponent):
        return whole + part, ""
    if mark:
        raise AmountNotReadError(
            _("“{number}” does not fit the other amounts here.").format(number=number[:20])
        )
    raise AmountNotReadError(
        _("“{number}” can be two amounts: is the mark for thousands?").format(number=number[:20])
    )


def _grouped(whole: str) -> str:
    for mark in ".,' ":
        if mark in whole:
            if _THREES[mark].fullmatch(whole) is None:
                raise AmountNotReadError(_("“{whole}” is not an amount.").format(whole=whole[:20]))
            return whole.replace(mark, "")
    return _digits(whole, whole)


def _digits(text: str, said: str) -> str:
    if text and not (text.isascii() and text.isdigit()):
        raise AmountNotReadError(_("“{said}” is not an amount.").format(said=said[:20]))
    return text


def _minor(whole: str, part: str, exponent: int, text: str) -> ReadAmount:
    whole = whole.lstrip("0")
    if len(whole) > MOST_DIGITS:
        raise AmountNotReadError(_("“{text}” cannot be an amount of money.").format(text=text[:20]))
    kept, beyond = part[:exponent].ljust(exponent, "0"), part[exponent:]
    minor = int((whole + kept) or "0")
    if not beyond.strip("0"):
        return ReadAmount(minor)
    return ReadAmount(minor + (beyond[0] >= "5"), rounded=True)


def mark_of(texts: Iterable[str]) -> str:
    """Return the decimal mark that the amounts of one file show.

    Where they show both, the one that two thirds have; empty where they show none or no such.
    """
    seen = Counter(mark for text in texts for mark in [_mark_in(text)] if mark)
    for mark, often in seen.most_common(1):
        if often * 3 >= seen.total() * 2:
            return mark
    return ""


def _mark_in(text: str) -> str:
    number = text[:MOST_CHARACTERS].strip("+-()£$€ \u00a0CRDcrd\"'")
    marks = [each for each in ".," if each in number]
    if not marks:
        return ""
    if len(marks) == 2:  # noqa: PLR2004 - the last is the decimal mark
        return max(marks, key=number.rindex)
    if number.count(marks[0]) > 1:
        return "," if marks[0] == "." else "."
    whole, part = number.split(marks[0])
    thousands = len(part) == 3 and 0 < len(whole) <= 3 and whole != "0"  # noqa: PLR2004
    return "" if thousands else marks[0]


def currency_in(text: str) -> str:
    """Return the currency that a short text names by its code or by a sign that means one; or empty."""
    for match in _CODE.finditer(text[:MOST_CHARACTERS]):
        found = _CODES.get(match[0], match[0])
        if found in _ISO_4217:
            return found
    return ""
