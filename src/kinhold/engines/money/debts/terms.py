"""The terms of a debt as the arithmetic needs them: amounts in minor units, rates by date."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.findings import KinholdError
from kinhold.domain.money import BasisPoints
from kinhold.engines.money.debts.accrual import USUAL
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.domain.finances import PriorityClass
    from kinhold.engines.money.debts.accrual import Convention


_NONE: Final = BasisPoints(0)


class TermsNotUsableError(KinholdError):
    """Terms contradict themselves; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class RateFrom:
    """A nominal yearly rate from a day on, until the next one begins."""

    day: date
    rate: BasisPoints


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least that has to be paid each month while anything is owed.

    The amount is the larger of `floor` and the percentage, and never more than what is owed. A
    fixed instalment is a `floor` alone. UK credit cards ask for the month's interest and fees and
    at least 1 % of the rest (FCA Handbook, CONC 6.7.5 R): `plus_interest` with `share` 100.

    Attributes:
        floor: least amount, or the fixed instalment, in minor units.
        share: part of the balance, in basis points.
        of: `statement` for the balance with this month's interest, `opening` for the one before.
        plus_interest: the month's interest and fees are asked for on top of the share of the rest.
        ends: from this due day on, all that is left is due: the last instalment of a loan.
    """

    floor: int = 0
    share: BasisPoints = _NONE
    of: Literal["statement", "opening"] = "statement"
    plus_interest: bool = False
    ends: date | None = None

    def due(self, *, opening: int, charged: int, statement: int, day: date) -> int:
        """Return what is due on a day, in minor units.

        Args:
            opening: owed after the last payment, without fees charged since then.
            charged: this month's interest, and fees charged since the last payment.
            statement: what is owed now, all of it.
            day: the due day.
        """
        if self.ends is not None and day >= self.ends:
            return statement
        asked = -(-self.share * (statement if self.of == "statement" else opening) // 10_000)
        if self.plus_interest:
            asked = -(-self.share * opening // 10_000) + charged
        return min(statement, max(self.floor, asked))


@dataclass(frozen=True, slots=True)
class Offer:
    """The lender takes `amount` for the whole debt, from the first to the last day, both counted."""

    amount: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which something stops, from the first day to the last, both counted.

    Attributes:
        first, last: days.
        interest: no interest accrues.
        fees: no late fee is charged.
        enforcement: no payment can be asked for, so a month without one is not a missed one.
    """

    first: date
    last: date
    interest: bool = True
    fees: bool = True
    enforcement: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DebtTerms:
    """One debt with everything that decides what it costs.

    Attributes:
        label: the person's own word for it.
        balance: owed at the start, in minor units.
        currency: ISO 4217.
        rates: nominal yearly rates by first day, oldest first; the first one holds before it too.
        minimum: what has to be paid each month.
        late_fee: charged after a month whose minimum was not paid, in minor units.
        offers: for settling the whole debt; one can be taken.
        pauses: times in which interest, fees or enforcement stop.
        due_day: of the month; None for the day of the month on which the plan starts.
        convention: how the interest is worked out.
        secured: something can be taken where it is not paid.
        priority: its class by the country's rules.
        fact_ids: the facts it rests on.
    """

    label: str
    balance: int
    currency: str
    rates: tuple[RateFrom, ...]
    minimum: Minimum = Minimum()
    late_fee: int = 0
    offers: tuple[Offer, ...] = ()
    pauses: tuple[Pause, ...] = ()
    due_day: int | None = None
    convention: Convention = USUAL
    secured: bool = False
    priority: PriorityClass = "other"
    fact_ids: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse terms that no debt can have."""
        figures = [self.balance, self.late_fee, self.minimum.floor, self.minimum.share]
        figures += [o.amount for o in self.offers] + [r.rate for r in self.rates]
        if min(figures) < 0:
            raise TermsNotUsableError(
                _("{label}: an amount or a rate is below zero. Write it without a minus.").format(
                    label=self.label
                )
            )
        if not self.rates:
            raise TermsNotUsableError(
                _("{label}: no rate is given. Write 0% where it is free.").format(label=self.label)
            )
        if any(a.day >= b.day for a, b in pairwise(self.rates)):
            raise TermsNotUsableError(
                _("{label}: the rates are not in order of their days.").format(label=self.label)
            )
        if self.minimum.share > 10_000:  # noqa: PLR2004 - all of it
            raise TermsNotUsableError(
                _("{label}: the minimum is more than the balance.").format(label=self.label)
            )
        if self.due_day is not None and not 1 <= self.due_day <= 31:  # noqa: PLR2004 - days of a month
            raise TermsNotUsableError(
                _("{label}: {due_day} is not a day of the month.").format(
                    label=self.label, due_day=self.due_day
                )
            )

    def rate_on(self, day: date) -> Fraction:
        """Return the yearly rate in force on a day, pauses included, as a fraction of one."""
        if any(p.interest and p.first <= day <= p.last for p in self.pauses):
            return Fraction(0)
        found = self.rates[0].rate
        for step in self.rates:
            if step.day <= day:
                found = step.rate
        return Fraction(found, 10_000)
