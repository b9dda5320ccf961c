"""What a loan costs: its regular payment, and the schedule to the minor unit.

The level payment of a loan of P over n payments at the rate i a period is P·i / (1 − (1+i)^−n)
(S. G. Kellison, "The Theory of Interest", ch. 5). Everything else is convention, and is data here:
how the quoted rate becomes a rate a period, what is rounded when, and what the last payment takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.findings import KinholdError
from kinhold.engines.money.debts.accrual import USUAL, Convention, growth, month_after, rounded
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.money.debts.accrual import Rounding

Every = Literal["month", "half-month", "fortnight", "week", "quarter", "half-year", "year"]

_A_YEAR: Final = {
    "month": 12,
    "half-month": 24,
    "fortnight": 26,
    "week": 52,
    "quarter": 4,
    "half-year": 2,
    "year": 1,
}
_MONTHS: Final = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_FINE: Final = 10**30
_ANY: Final = date(2001, 1, 1)
"""Days do not matter where all periods are alike."""


class LoanNotUsableError(KinholdError):
    """A loan's figures contradict themselves; the text says which."""


@dataclass(frozen=True, slots=True)
class RateStep:
    """The rate changes with a payment, counted from 1.

    Attributes:
        payment: the first payment with the new rate.
        rate: nominal a year, as a fraction of one.
        recast: the payment is worked out anew over what remains.
        at_most: how much the payment may grow at once, 1.075 for 7.5 %; None for no cap. What a
            capped payment leaves of the interest is added to the balance.
    """

    payment: int
    rate: Fraction
    recast: bool = True
    at_most: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loan:
    """A loan paid back by regular payments; amounts in minor units.

    Attributes:
        principal: lent.
        rate: nominal a year, as a fraction of one: `Fraction(3875, 100_000)` for 3.875 %.
        payments: over how many the level payment is worked out.
        every: how often one is made.
        convention: day count, compounding, and rounding of the interest.
        payment_rounding: of the level payment.
        exact_balance: the balance is carried unrounded and rounded for display, as spreadsheets do;
            False where the interest is rounded into the balance, as lenders do.
        first: the day it is lent; needed where days are counted, and for the dates of payments.
        term: after how many payments the rest is due at once (a balloon); None to pay it off.
        interest_only: how many payments at the start are of interest alone.
        steps: changes of the rate, in order.
        payment: a payment agreed on, in place of the level one.
    """

    principal: int
    rate: Fraction
    payments: int
    every: Every = "month"
    convention: Convention = USUAL
    payment_rounding: Rounding = "half-up"
    exact_balance: bool = False
    first: date | None = None
    term: int | None = None
    interest_only: int = 0
    steps: tuple[RateStep, ...] = ()
    payment: int | None = None

    def __post_init__(self) -> None:
        """Refuse figures that no loan can have."""
        if self.principal < 0 or self.payments < 1 or self.rate < 0:
            raise LoanNotUsableError(
                _("A loan needs an amount, a rate from 0 % and a payment or more.")
            )
        if not 0 <= self.interest_only < self.payments or not 0 < self.last <= self.payments:
            raise LoanNotUsableError(_("The term does not fit the number of payments."))
        if self.first is None and self.convention.days != "equal":
            raise LoanNotUsableError(
                _("Where days are counted, the day the loan begins is needed.")
            )

    @property
    def last(self) -> int:
        """The number of the last payment."""
        return self.payments if self.term is None else self.term


@dataclass(frozen=True, slots=True)
class Row:
    """One payment: `payment == interest + principal`; amounts in minor units.

    `day` is None where the loan has no first day. `principal` is below 0 where the payment does not
    cover the interest.
    """

    number: int
    day: date | None
    payment: int
    interest: int
    principal: int
    balance: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """Every payment of a loan, in order.

    Attributes:
        rows: the payments; the last one is adjusted so that it ends at 0, or leaves the balloon.
        balloon: due with the last payment on top of it; 0 where the loan is paid off.
    """

    rows: tuple[Row, ...]
    balloon: int

    @property
    def interest(self) -> int:
        """All interest."""
        return sum(r.interest for r in self.rows)

    @property
    def paid(self) -> int:
        """All payments, the balloon included."""
        return sum(r.payment for r in self.rows) + self.balloon

    @property
    def paid_off(self) -> date | None:
        """The day of the last payment."""
        return self.rows[-1].day if self.rows else None


def payment_of(loan: Loan) -> int:
    """Return the regular payment in minor units, after any time of interest alone."""
    if loan.payment is not None:
        return loan.payment
    level = _level(loan, Fraction(loan.principal), loan.rate, loan.payments - loan.interest_only)
    return rounded(level, loan.payment_rounding)


def schedule_of(loan: Loan) -> Schedule:
    """Return every payment of a loan.

    Where the payment is rounded up or agreed on, the loan may end sooner than after all payments.
    """
    return _Running(loan).run()


def due_day(loan: Loan, number: int) -> date | None:
    """Return the day of a payment, counted from 1; 0 is the day the loan begins."""
    if loan.first is None:
        return None
    if loan.every in _MONTHS:
        return month_after(loan.first, number * _MONTHS[loan.every])
    if loan.every == "half-month":
        day = month_after(loan.first, number // 2)
        return day + timedelta(days=15) if number % 2 else day
    return loan.first + timedelta(days=number * (14 if loan.every == "fortnight" else 7))


def _level(loan: Loan, balance: Fraction, rate: Fraction, payments: int) -> Fraction:
    """The level payment, unrounded; days are not counted for it, whatever the convention."""
    even = Convention(days="equal", compounds=loan.convention.compounds)
    if even.compounds == "daily":
        even = USUAL
    each = _even_rate(rate, even, _A_YEAR[loan.every])
    if each == 0:
        return balance / payments
    factor = (1 + each) ** payments
    return balance * each * factor / (factor - 1)


def _even_rate(rate: Fraction, convention: Convention, times: int) -> Fraction:
    return growth(rate, _ANY, _ANY, convention=convention, part=Fraction(1, times))


class _Running:
    """A schedule under way."""

    def __init__(self, loan: Loan) -> None:
        self.loan = loan
        self.balance = Fraction(loan.principal)
        self.rate = loan.rate
        self.steps = {s.payment: s for s in loan.steps}
        self.shown = payment_of(loan)
        self.exact = (
            Fraction(self.shown)
            if loan.payment is not None or not loan.exact_balance
            else _level(loan, self.balance, loan.rate, loan.payments - loan.interest_only)
        )

    def run(self) -> Schedule:
        rows = []
        for number in range(1, self.loan.last + 1):
            rows.append(self._row(number))
            if not self.balance:
                break
        left = rounded(self.balance, self.loan.convention.rounding)
        return Schedule(tuple(rows), left)

    def _row(self, number: int) -> Row:
        loan, how = self.loan, self.loan.convention.rounding
        if number in self.steps:
            self._step(self.steps[number])
        grown = self.balance * self._grow(number)
        interest = rounded(grown, how)
        owed = self.balance + (grown if loan.exact_balance else interest)
        only = number <= loan.interest_only
        payment, exact = (interest, grown) if only else (self.shown, self.exact)
        final = number == loan.payments or (not only and exact >= owed)
        if final:
            payment = self._final(interest, owed)
            self.balance = Fraction(0)
        else:
            self.balance = owed - (exact if loan.exact_balance else payment)
            self.balance = Fraction(round(self.balance * _FINE), _FINE)
        left = rounded(self.balance, how)
        return Row(number, due_day(loan, number), payment, interest, payment - interest, left)

    def _final(self, interest: int, owed: Fraction) -> int:
        """The last payment: everything owed; with a payment agreed on, rounded in one."""
        loan = self.loan
        if loan.payment is not None or not loan.exact_balance:
            return rounded(owed, loan.payment_rounding)
        return rounded(self.balance, loan.convention.rounding) + interest

    def _step(self, step: RateStep) -> None:
        loan, before = self.loan, self.shown
        self.rate = step.rate
        if not step.recast:
            return
        remaining = loan.payments - max(step.payment - 1, loan.interest_only)
        level = _level(loan, self.balance, step.rate, remaining)
        self.shown = rounded(level, loan.payment_rounding)
        self.exact = level if loan.exact_balance else Fraction(self.shown)
        if step.at_most is not None:
            most = rounded(before * step.at_most, loan.payment_rounding)
            if most < self.shown:
                self.shown, self.exact = most, Fraction(most)

    def _grow(self, number: int) -> Fraction:
        loan = self.loan
        first, last = due_day(loan, number - 1), due_day(loan, number)
        times = _A_YEAR[loan.every]
        if first is None or last is None or loan.convention.days == "equal":
            return _even_rate(self.rate, loan.convention, times)
        return growth(self.rate, first, last, convention=loan.convention, part=Fraction(1, times))


@dataclass(frozen=True, slots=True)
class PaidOn:
    """A payment made on a day, in minor units."""

    day: date
    amount: int


def simple_interest_rows(loan: Loan, payments: Sequence[PaidOn]) -> Schedule:
    """Return what payments on any days do to a loan with simple daily interest.

    Interest accrues on the principal for each day; a payment covers it first. What it does not
    cover waits, bears no interest, and is covered by the next payment. The last row may leave a
    balance, which is given as the balloon; a payment is never more than what is owed.

    Args:
        loan: with a first day and a convention that counts days.
        payments: in order of day.

    Raises:
        LoanNotUsableError: where the loan has no first day, or a payment is before it.
    """
    if loan.first is None or loan.convention.days == "equal":
        raise LoanNotUsableError(_("Daily interest needs the day the loan begins and a day count."))
    balance, waiting, before, rows = loan.principal, Fraction(0), loan.first, list[Row]()
    for number, paid in enumerate(payments, 1):
        if paid.day < before:
            raise LoanNotUsableError(_("The payments are not in order of their days."))
        waiting += balance * growth(
            loan.rate, before, paid.day, convention=loan.convention, part=Fraction(0)
        )
        due = rounded(waiting, loan.convention.rounding)
        payment = min(paid.amount, balance + due)
        interest = min(due, payment)
        waiting = Fraction(due - interest)
        balance -= payment - interest
        rows.append(Row(number, paid.day, payment, interest, payment - interest, balance))
        before = paid.day
        if not balance and not waiting:
            break
    return Schedule(tuple(rows), balance + rounded(waiting, loan.convention.rounding))
