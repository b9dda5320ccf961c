"""How interest adds up between two days: day count, compounding and rounding, as data.

Everything is an exact fraction of the minor unit until it is rounded, once a period.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Final, Literal

DayCount = Literal["equal", "30/360", "actual/365", "actual/365.25", "actual/360"]
"""`equal`: every period is the same part of a year, whatever its days (a month is 1/12)."""
Compounding = Literal["period", "daily", "monthly", "semi-annual", "annual"]
"""How often the nominal rate compounds; `period` means that it is simple within a period."""
Rounding = Literal["half-up", "half-even", "up", "down"]

PRECISION: Final = 50
"""Digits of a root, where a rate has to be taken to a part of its compounding period."""
_TIMES: Final = {"monthly": 12, "semi-annual": 2, "annual": 1}
_BASE: Final[dict[DayCount, Fraction]] = {
    "equal": Fraction(365),
    "30/360": Fraction(360),
    "actual/365": Fraction(365),
    "actual/365.25": Fraction(1461, 4),
    "actual/360": Fraction(360),
}


@dataclass(frozen=True, slots=True)
class Convention:
    """How a lender works interest out.

    `USUAL`, `UK_DAILY`, `US_CARD`, `US_STUDENT` and `CANADIAN` below are the common ones.

    Attributes:
        days: what part of a year a period is.
        compounds: how often the rate compounds within a year.
        rounding: of each period's interest to the minor unit.
    """

    days: DayCount = "equal"
    compounds: Compounding = "period"
    rounding: Rounding = "half-up"


USUAL: Final = Convention()
"""A nominal yearly rate, divided by the periods of a year."""
UK_DAILY: Final = Convention(days="actual/365")
"""Interest for each day at 1/365 of the rate, charged once a month."""
US_CARD: Final = Convention(days="actual/365", compounds="daily")
"""A daily periodic rate of 1/365, compounded daily, charged once a month."""
US_STUDENT: Final = Convention(days="actual/365.25")
"""Simple daily interest at 1/365.25 of the rate, as servicers of federal student loans state it."""
CANADIAN: Final = Convention(compounds="semi-annual")
"""Compounded half-yearly, not in advance (Interest Act, R.S.C. 1985, c. I-15, s. 6)."""


def rounded(amount: Fraction, how: Rounding) -> int:
    """Return an amount of minor units rounded to a whole one.

    Args:
        amount: exact.
        how: `half-up` and `half-even` to the nearest; `up` away from zero, `down` towards it.
    """
    return share_of(1, amount, how)


def share_of(amount: int, factor: Fraction, how: Rounding) -> int:
    """Return a part of an amount, rounded as in `rounded`; faster than to multiply first."""
    top, under = amount * factor.numerator, factor.denominator
    size, sign = (-top, -1) if top < 0 else (top, 1)
    whole, rest = divmod(size, under)
    if how == "up":
        more = rest > 0
    elif how == "down":
        more = False
    else:
        more = 2 * rest > under or (2 * rest == under and (how == "half-up" or whole % 2 == 1))
    return sign * (whole + more)


def growth(
    rate: Fraction, first: date, last: date, *, convention: Convention, part: Fraction
) -> Fraction:
    """Return the interest on one unit from the first day to the last, the last not counted.

    Args:
        rate: nominal a year, 0.199 for 19.9 %.
        first: the day from which it accrues.
        last: the day up to which it accrues.
        convention: of the lender.
        part: of a year, for the convention `equal`; the others count days.
    """
    years = part if convention.days == "equal" else _counted(first, last, convention.days)
    if convention.compounds == "period":
        return rate * years
    if convention.compounds == "daily":
        return (1 + rate / _BASE[convention.days]) ** (last - first).days - 1
    times = _TIMES[convention.compounds]
    return power(1 + rate / times, years * times) - 1


def power(base: Fraction, exponent: Fraction) -> Fraction:
    """Return a power: exact for whole exponents, to `PRECISION` digits for others."""
    if exponent.denominator == 1:
        return base**exponent.numerator
    with localcontext() as exact:
        exact.prec = PRECISION
        root = Decimal(base.numerator) / Decimal(base.denominator)
        whole = Decimal(exponent.numerator) / Decimal(exponent.denominator)
        return Fraction(root**whole)


def _counted(first: date, last: date, days: DayCount) -> Fraction:
    if days == "30/360":
        return Fraction(_days_of_thirty(first, last), 360)
    return (last - first).days / _BASE[days]


def _days_of_thirty(first: date, last: date) -> int:
    """Days between two dates where each month has 30 (the US bond basis)."""
    begin = min(first.day, 30)
    end = 30 if last.day > 30 and begin == 30 else last.day  # noqa: PLR2004 - days of a month
    return 360 * (last.year - first.year) + 30 * (last.month - first.month) + end - begin


def month_after(start: date, months: int, *, day: int | None = None) -> date:
    """Return the same day some months on; the last of the month where it has no such day.

    Args:
        start: from where.
        months: how many, also below zero.
        day: of the month; the start's own by default.
    """
    count = start.year * 12 + start.month - 1 + months
    year, month = divmod(count, 12)
    first = date(year, month + 1, 1)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    longest = (following - timedelta(days=1)).day
    return first.replace(day=min(day or start.day, longest))
