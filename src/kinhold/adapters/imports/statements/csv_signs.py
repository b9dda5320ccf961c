"""Which way money moved in a CSV, where the sign alone does not tell.

Banks write money spent with a minus, or in a column of its own, or with a word beside it; many cards
write it without anything. Running balances prove it where there are any.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.adapters.imports.statements.csv_told import Told
    from kinhold.adapters.imports.statements.under_way import UnderWay

_BILL_PAID = re.compile(
    r"payment (?:received|thank you|- thank you|-thank you)|thank you|autopay|auto ?pay(?:ment)?|"
    r"direct debit payment|directpay|internet payment|online payment|payment by direct debit|zahlung erhalten",
    re.IGNORECASE,
)
_FEW: Final = 0.2
"""The share of running balances that may not fit, where lines of one day stand in another order."""
_PROOF: Final = 4
"""How many lines with running balances it takes to turn all of them."""
_TURNED = N_(
    "This card lists what was spent without a minus. Amounts were turned, so that money "
    "spent is negative as everywhere else."
)
_PROVED = N_("The running balance shows that amounts stand the other way round; they were turned.")
_UNSIGNED = N_(
    "All amounts are positive, and the file does not say which went out. Compare with "
    "your bank, and say it in a mapping (“sign”, “out” and “in”) where it is wrong."
)
_FEES = N_(
    "Fees that stand in a column of their own were taken into the amounts, as the balance shows."
)
_FEES_INSIDE = N_(
    "Fees stand in a column of their own; the balance shows that the amounts include them."
)
_FEES_UNSURE = N_(
    "Fees that stand in a column of their own were taken into the amounts. The file does "
    "not show whether the amounts included them already; compare with your bank."
)
_DISAGREE = N_("Words for in and out do not fit the signs of the amounts; the words were believed.")


@dataclass(frozen=True, slots=True)
class Signed:
    """Amounts with their signs.

    Attributes:
        amounts: as the rows stand; negative where money went out.
        turned: whether amounts were turned.
        owed: whether balances are what is owed, and were turned too.
        fees: whether fees were taken into the amounts.
        card: whether it is a card, by what shows in it.
    """

    amounts: tuple[int, ...]
    turned: bool = False
    owed: bool = False
    fees: bool = False
    card: bool = False


def signs_of(told: Sequence[Told], words: Sequence[str], sign: str, under_way: UnderWay) -> Signed:
    """Decide the signs of all rows of a file.

    Args:
        told: the rows.
        words: what each says.
        sign: of the mapping: `as-written`, `turned` or `auto`.
        under_way: the file; what was turned, or is not sure, is noted.
    """
    written = tuple(_directed(told, under_way))
    if sign == "turned":
        under_way.note("info", "signs-turned", _(_TURNED))
        owed = _fits(told, written, 1)  # what is owed grows with each amount spent
        return Signed(tuple(-a for a in written), turned=True, owed=owed, card=True)
    if any(each.fee for each in told) and _fees_apart(told, written, under_way):
        return Signed(tuple(a - abs(e.fee) for a, e in zip(written, told, strict=True)), fees=True)
    if sign == "as-written":
        return Signed(written)
    paid = [amount for amount, said in zip(written, words, strict=True) if _BILL_PAID.search(said)]
    rest = [
        amount for amount, said in zip(written, words, strict=True) if not _BILL_PAID.search(said)
    ]
    bill = bool(paid) and max(paid) < 0 and sum(a > 0 for a in rest) * 2 > len(rest) > 0
    if bill and all(each.out is None for each in told):
        under_way.note("warning", "signs-turned", _(_TURNED))
        return Signed(
            tuple(-a for a in written), turned=True, owed=_fits(told, written, 1), card=True
        )
    enough = len(told) >= _PROOF and all(each.out is None for each in told)
    if enough and _fits(told, written, -1) and not _fits(told, written, 1):
        under_way.note("warning", "signs-turned", _(_PROVED))
        return Signed(tuple(-a for a in written), turned=True)
    if _unsigned(told, written) and not _fits(told, written, 1):
        under_way.note("warning", "no-signs", _(_UNSIGNED))
    return Signed(written)


def _fees_apart(told: Sequence[Told], written: Sequence[int], under_way: UnderWay) -> bool:
    """Whether fees of a column of their own come on top of the amounts."""
    with_fees = [amount - abs(each.fee) for amount, each in zip(written, told, strict=True)]
    without, together = _fits(told, written, 1), _fits(told, with_fees, 1)
    if without == together:
        under_way.note("warning", "fees", _(_FEES_UNSURE))
        return True
    under_way.note("info", "fees", _(_FEES) if together else _(_FEES_INSIDE))
    return together


def _directed(told: Sequence[Told], under_way: UnderWay) -> list[int]:
    """Amounts, signed by the words for in and out where amounts themselves have no minus."""
    pairs = [(each.amount, each.out) for each in told if each.out is not None]
    if not pairs:
        return [each.amount for each in told]
    if all((amount < 0) == out for amount, out in pairs if amount):
        return [each.amount for each in told]  # both say the same
    if any(amount < 0 for amount, _unused in pairs):
        under_way.note("warning", "signs-disagree", _(_DISAGREE))
    return [
        each.amount if each.out is None else (-abs(each.amount) if each.out else abs(each.amount))
        for each in told
    ]


def _unsigned(told: Sequence[Told], amounts: Sequence[int]) -> bool:
    return (
        len(amounts) > 0
        and min(amounts) >= 0
        and any(amounts)
        and all(each.out is None for each in told)
    )


def _fits(told: Sequence[Told], amounts: Sequence[int], sign: int) -> bool:
    """Whether running balances move by the amounts, upwards or downwards in the file."""
    balances = [each.balance for each in told]
    if len(told) < 2 or None in balances or len({(e.account, e.currency) for e in told}) > 1:  # noqa: PLR2004
        return False
    known = [balance for balance in balances if balance is not None]
    steps = range(1, len(known))
    down = sum(known[i] != known[i - 1] + sign * amounts[i] for i in steps)
    up = sum(known[i - 1] != known[i] + sign * amounts[i - 1] for i in steps)
    return min(down, up) <= _FEW * len(steps)
