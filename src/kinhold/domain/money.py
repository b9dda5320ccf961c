"""Money as integer minor units with a currency; never floats."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NewType

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

BasisPoints = NewType("BasisPoints", int)
"""A rate or share in hundredths of a percent: 19.9 % is 1990."""

# ISO 4217 minor units that are not two; everything else here has two.
_EXPONENT: Final = {"JPY": 0, "KRW": 0, "ISK": 0, "BHD": 3, "KWD": 3, "TND": 3}
SYMBOL: Final = {"GBP": "£", "USD": "$", "EUR": "€"}

# Checked before any conversion: an amount such as 1e4000000 would otherwise take minutes to read.
_AMOUNT = re.compile(
    r"(?P<sign>-?)(?P<whole>\d{1,12})(?:\.(?P<part>\d{1,3}))?(?P<currency>[A-Z]{3})?"
)
_RATE = re.compile(r"(-?)(\d{1,4})(?:\.(\d{1,2}))?%?")


class AmountNotUnderstoodError(KinholdError):
    """An amount or rate is not written in a form that can be kept."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of one currency.

    Attributes:
        minor: integer minor units (pence, cents); negative where money is owed.
        currency: ISO 4217 code.
    """

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        """Add an amount of the same currency."""
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        """Subtract an amount of the same currency."""
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        """Return the same amount with the other sign."""
        return Money(-self.minor, self.currency)

    def _same(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise AmountNotUnderstoodError(
                _(
                    "{currency} and {other_currency} cannot be added; give one in the other first."
                ).format(currency=self.currency, other_currency=other.currency)
            )
        return other


def exponent(currency: str) -> int:
    """Return how many digits the minor unit of a currency has (ISO 4217)."""
    return _EXPONENT.get(currency, 2)


def parse_money(text: str, *, currency: str) -> Money:
    """Read `850`, `850.00`, `-12.5` or `850.00USD`.

    Args:
        text: the amount, digits with a point, optionally followed by a currency code.
        currency: the code used where the text has none.

    Raises:
        AmountNotUnderstoodError: where it is not such an amount.
    """
    match = _AMOUNT.fullmatch(text.replace(",", ""))
    if match is None:
        raise AmountNotUnderstoodError(
            _("“{text}” is not an amount. Write it like 850 or 850.00.").format(text=text[:40])
        )
    code = match["currency"] or currency
    digits = exponent(code)
    part = match["part"] or ""
    if len(part) > digits and part.strip("0"):
        raise AmountNotUnderstoodError(
            _("“{text}” has more decimals than {code} has.").format(text=text[:40], code=code)
        )
    minor = int(match["whole"]) * 10**digits + int((part + "000")[:digits] or 0)
    return Money(-minor if match["sign"] else minor, code)


def format_amount(money: Money) -> str:
    """Return digits with a point and no currency: `850.00`, `-12.50`."""
    digits = exponent(money.currency)
    sign, size = ("-", -money.minor) if money.minor < 0 else ("", money.minor)
    if digits == 0:
        return f"{sign}{size}"
    return f"{sign}{size // 10**digits}.{size % 10**digits:0{digits}d}"


def say(money: Money) -> str:
    """Return the amount as a person reads it: `£850`, `£41.20`, `−£180`, `$1,200`."""
    digits = exponent(money.currency)
    whole, part = divmod(abs(money.minor), 10**digits)
    figure = f"{whole:,}" + (f".{part:0{digits}d}" if part else "")
    symbol = SYMBOL.get(money.currency)
    said = f"{symbol}{figure}" if symbol else f"{figure} {money.currency}"
    return f"−{said}" if money.minor < 0 else said


def parse_rate(text: str) -> BasisPoints:
    """Read `19.9%` or `19.9` as basis points.

    Raises:
        AmountNotUnderstoodError: where it is not a percentage with at most two decimals.
    """
    match = _RATE.fullmatch(text)
    if match is None:
        raise AmountNotUnderstoodError(
            _("“{text}” is not a percentage. Write it like 19.9%.").format(text=text[:40])
        )
    value = int(match[2]) * 100 + int((match[3] or "0").ljust(2, "0"))
    return BasisPoints(-value if match[1] else value)


def format_rate(rate: BasisPoints) -> str:
    """Return basis points as a percentage: 1990 is `19.9%`, 600 is `6%`."""
    sign, size = ("-", -rate) if rate < 0 else ("", rate)
    part = f"{size % 100:02d}".rstrip("0")
    return f"{sign}{size // 100}{'.' + part if part else ''}%"
