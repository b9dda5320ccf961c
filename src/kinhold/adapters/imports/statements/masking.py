"""Account and card numbers are shortened to their last four characters before anything is kept."""

from __future__ import annotations

import re
from typing import Final

SHOWN: Final = "••"
LAST: Final = 4
_OWN_AT_LEAST: Final = 6
"""Own numbers without so many figures in a row are not looked for: they would be found everywhere."""

# Lengths of IBANs by country, from the registry that SWIFT keeps for ISO 13616 (release 99).
_LENGTHS: Final = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "AZ": 28, "BA": 20, "BE": 16, "BG": 22, "BH": 22,
    "BR": 29, "BY": 28, "CH": 21, "CR": 22, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "DO": 28,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FO": 18, "FR": 27, "GB": 22, "GE": 22, "GI": 23,
    "GL": 18, "GR": 27, "GT": 28, "HR": 21, "HU": 28, "IE": 22, "IL": 23, "IQ": 23, "IS": 26,
    "IT": 27, "JO": 30, "KW": 30, "KZ": 20, "LB": 28, "LC": 32, "LI": 21, "LT": 20, "LU": 20,
    "LV": 21, "LY": 25, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MR": 27, "MT": 31, "MU": 30,
    "NL": 18, "NO": 15, "PK": 24, "PL": 28, "PS": 29, "PT": 25, "QA": 29, "RO": 24, "RS": 22,
    "SA": 24, "SC": 31, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "SV": 28, "TN": 24, "TR": 26,
    "UA": 29, "VA": 22, "VG": 24, "XK": 20,
}  # fmt: skip
_DIGITS = re.compile(r"[0-9]{6}")
_MAYBE = re.compile(r"[A-Z]{2}\d\d[ A-Z0-9]{11}|\d[\d -]{12}")
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d\d(?: ?[A-Z0-9]){11,28}")
_CARD = re.compile(r"(?<!\d)[3-6]\d(?:[ -]?\d){11,17}(?!\d)")
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")
_CURRENCY_AT_END = re.compile(r"(?<=\d)[A-Z]{3}$")


def last_four(number: str) -> str:
    """Return an account number as it is shown and kept: `••5678`; empty for none."""
    plain = _NOT_PLAIN.sub("", number.strip())
    plain = _CURRENCY_AT_END.sub("", plain)
    return f"{SHOWN}{plain[-LAST:]}" if plain else ""


def own_numbers(*numbers: str) -> tuple[str, ...]:
    """Return the ways in which an account's own number may stand in words."""
    found: dict[str, None] = {}
    for number in numbers:
        plain = _NOT_PLAIN.sub("", number)
        for each in (number.strip(), plain, plain.lstrip("0"), *number.split()):
            if len(each.lstrip("0")) >= _OWN_AT_LEAST and _DIGITS.search(each):
                found[each] = None
    return tuple(sorted(found, key=len, reverse=True))


def shorten(text: str, own: tuple[str, ...] = ()) -> str:
    """Return words with account and card numbers shortened.

    IBANs are known by their country's length; card numbers by their check digit (ISO/IEC 7812-1,
    annex B); the account's own number by what it is.
    """
    for number in own:
        if number in text:
            text = re.sub(rf"(?<![0-9]){re.escape(number)}(?![0-9])", last_four(number), text)
    if _MAYBE.search(text) is None:
        return text
    text = _IBAN.sub(_shorter_iban, text)
    return _CARD.sub(_shorter_card, text)


def _shorter_iban(match: re.Match[str]) -> str:
    run = match[0]
    length = _LENGTHS.get(run[:2])
    if length is None:
        return run
    place = counted = 0
    while place < len(run) and counted < length:
        counted += run[place] != " "
        place += 1
    following = run[place : place + 1]
    if counted < length or following not in ("", " "):
        return run
    return f"{run[:2]}{SHOWN}{run[:place].replace(' ', '')[-LAST:]}{run[place:]}"


def _shorter_card(match: re.Match[str]) -> str:
    digits = [int(c) for c in match[0] if c.isdigit()]
    if len(digits) not in (15, 16):
        return match[0]
    doubled = [d * 2 - 9 * (d > 4) for d in digits[-2::-2]]  # noqa: PLR2004 - casting out nines
    if (sum(digits[-1::-2]) + sum(doubled)) % 10:
        return match[0]
    return f"{SHOWN}{''.join(map(str, digits[-LAST:]))}"


def names_cleared(text: str) -> str:
    """Return an account's name with long runs of digits in it shortened."""
    return re.sub(r"\d[\d -]{4,30}\d", lambda m: last_four(m[0]), text)
