"""Plays a way of paying month by month, to the minor unit; and the simple orders people use.

One simulator plays every plan, so that their figures can stand side by side. In each month of each
debt: interest is charged and rounded, the minimum is worked out, the payment is taken off, and a
missed minimum costs its late fee. Money that is left over is carried to the next month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from kinhold.domain.findings import KinholdError
from kinhold.engines.money.debts.accrual import share_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kinhold.engines.money.debts.payoff_months import Calendar

LONGEST: Final = 600
"""Months after which a plan that has not ended is said not to end: 50 years."""
RUNAWAY: Final = 5
"""A plan is not played on once so many times as much is owed as at the start, after ten years."""
_TEN_YEARS: Final = 120
_CLASS: Final = {"priority": 0, "essential": 1}


class PaymentNotPossibleError(KinholdError):
    """A way of paying spends money that is not there, or more than is owed."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One debt on its due day, before anything is paid; amounts in minor units.

    Attributes:
        debt: its place among the debts.
        owed: everything, this month's interest and fees included.
        minimum: what has to be paid; 0 where nothing can be asked for.
        rate: nominal yearly rate in force, in basis points.
        fee: what missing the minimum costs.
        offer: what settles all of it this month, or None.
        first: how soon its minimum is paid where money is short: by class, then by fee.
    """

    debt: int
    owed: int
    minimum: int
    rate: int
    fee: int
    offer: int | None
    first: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Payment:
    """What is paid on one debt in one month; `settles` where an offer is taken."""

    amount: int = 0
    settles: bool = False


class Way(Protocol):
    """A way of paying: what goes to which debt in a month."""

    def __call__(self, month: int, statements: Sequence[Statement], cash: int) -> Sequence[Payment]:
        """Return a payment for each statement, together at most `cash`."""
        ...


@dataclass(frozen=True, slots=True)
class PaidDebt:
    """What a plan does to one debt; amounts in minor units.

    Attributes:
        label: of the debt.
        months: until nothing is owed, the month of the last payment counted; None where it stays.
        cleared: the day of that payment.
        paid, interest, fees: in all.
        reduced: what the lender lets go by a settlement.
        left: owed at the end of the plan.
        missed: the months, counted from 0, whose minimum is not paid.
        settled: the month in which an offer is taken, or None.
        payments: by month.
        balances: after each month's payment.
    """

    label: str
    months: int | None
    cleared: date | None
    paid: int
    interest: int
    fees: int
    reduced: int
    left: int
    missed: tuple[int, ...]
    settled: int | None
    payments: tuple[int, ...]
    balances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One way of paying, played to the end.

    Attributes:
        name: stable: `least`, `avalanche`, `snowball`, `minimums`.
        months: until nothing is owed on any debt; None where that does not come in 50 years, or where five
            times as much is owed after ten.
        debts: what it does to each, in the order given.
        carried: money carried into the next month, by month.
    """

    name: str
    months: int | None
    debts: tuple[PaidDebt, ...]
    carried: tuple[int, ...]

    @property
    def paid(self) -> int:
        """Everything paid."""
        return sum(d.paid for d in self.debts)

    @property
    def interest(self) -> int:
        """All interest charged."""
        return sum(d.interest for d in self.debts)

    @property
    def fees(self) -> int:
        """All late fees charged."""
        return sum(d.fees for d in self.debts)

    @property
    def reduced(self) -> int:
        """Everything lenders let go."""
        return sum(d.reduced for d in self.debts)

    @property
    def left(self) -> int:
        """What is still owed at the end."""
        return sum(d.left for d in self.debts)

    @property
    def missed(self) -> int:
        """How many minimums are not paid."""
        return sum(len(d.missed) for d in self.debts)

    @property
    def cost(self) -> int:
        """Interest and fees less what lenders let go: what is paid and left beyond the debts."""
        return self.interest + self.fees - self.reduced

    @property
    def first_cleared(self) -> PaidDebt | None:
        """The debt that is gone first, or None."""
        gone = [d for d in self.debts if d.months is not None]
        return min(gone, key=lambda d: d.months or 0, default=None)


def play(calendar: Calendar, way: Way, *, name: str, months: int = LONGEST) -> Plan:
    """Play a way of paying until nothing is owed, or for so many months, or until it runs away.

    Args:
        calendar: the debts and what each month brings.
        way: asked once a month.
        name: of the plan.
        months: at most; no more than the calendar has.

    Raises:
        PaymentNotPossibleError: where the way overspends or overpays.
    """
    accounts = [_Account(calendar, n) for n in range(len(calendar.debts))]
    cash, month, carried = 0, 0, list[int]()
    most = RUNAWAY * sum(a.balance for a in accounts)
    while month < min(months, calendar.count) and any(a.balance for a in accounts):
        if month >= _TEN_YEARS and sum(a.balance for a in accounts) > most:
            break
        cash += calendar.money(month)
        statements = [a.state(month) for a in accounts]
        payments = way(month, statements, cash)
        cash -= sum(p.amount for p in payments)
        if cash < 0:
            raise PaymentNotPossibleError(
                _("The plan {name} spends more than there is.").format(name=name)
            )
        for account, statement, payment in zip(accounts, statements, payments, strict=True):
            account.take(month, statement, payment)
        carried.append(cash)
        month += 1
    over = None if any(a.balance for a in accounts) else month
    return Plan(name, over, tuple(a.closed() for a in accounts), tuple(carried))


class _Account:
    """One debt while a plan is played."""

    def __init__(self, calendar: Calendar, number: int) -> None:
        self.number = number
        self.terms = calendar.debts[number]
        self.row = calendar.rows[number]
        self.balance = self.terms.balance
        self.fee = 0  # charged since the last payment
        self.interest = self.fees = self.reduced = 0
        self.settled: int | None = None
        self.gone: int | None = None if self.balance else 0
        self.missed: list[int] = []
        self.payments: list[int] = []
        self.balances: list[int] = []

    def state(self, month: int) -> Statement:
        terms, here = self.terms, self.row[month]
        charged = share_of(self.balance, here.factor, terms.convention.rounding)
        owed = self.balance + charged
        self.interest += charged
        minimum = terms.minimum.due(
            opening=self.balance - self.fee,
            charged=charged + self.fee,
            statement=owed,
            day=here.day,
        )
        minimum = minimum if here.asked else 0
        fee = terms.late_fee if here.charged else 0
        offer = here.offer if here.offer is not None and here.offer < owed else None
        first = (_CLASS.get(terms.priority, 2), -fee, minimum)
        return Statement(self.number, owed, minimum, here.rate, fee, offer, first)

    def take(self, month: int, statement: Statement, payment: Payment) -> None:
        owed = statement.owed
        if not 0 <= payment.amount <= owed or (
            payment.settles and payment.amount != statement.offer
        ):
            raise PaymentNotPossibleError(
                _("{label} cannot be paid {amount}.").format(
                    label=self.terms.label, amount=payment.amount
                )
            )
        self.fee = 0
        self.balance = owed - payment.amount
        if payment.settles:
            self.reduced += self.balance
            self.balance, self.settled = 0, month
        elif payment.amount < statement.minimum:
            self.missed.append(month)
            self.fee = statement.fee
            self.fees += self.fee
            self.balance += self.fee
        if self.gone is None and not self.balance:
            self.gone = month + 1
        self.payments.append(payment.amount)
        self.balances.append(self.balance)

    def closed(self) -> PaidDebt:
        return PaidDebt(
            label=self.terms.label,
            months=self.gone,
            cleared=self.row[self.gone - 1].day if self.gone else None,
            paid=sum(self.payments),
            interest=self.interest,
            fees=self.fees,
            reduced=self.reduced,
            left=self.balance,
            missed=tuple(self.missed),
            settled=self.settled,
            payments=tuple(self.payments),
            balances=tuple(self.balances),
        )


# -- the simple orders -----------------------------------------------------------------------------


def _by_rate(statement: Statement) -> tuple[int, ...]:
    return -statement.rate, statement.owed, statement.debt


def _by_size(statement: Statement) -> tuple[int, ...]:
    return statement.owed, -statement.rate, statement.debt


@dataclass(frozen=True, slots=True)
class InOrder:
    """Every minimum first, then all that is left to one debt after the other.

    An offer is taken where the month's money covers it beside every other minimum; money is not
    saved up for it.

    Attributes:
        order: who gets what is left; None for nobody (minimum payments alone, no offers).
    """

    order: Callable[[Statement], tuple[int, ...]] | None

    def __call__(self, month: int, statements: Sequence[Statement], cash: int) -> Sequence[Payment]:
        """Return the payments of a month."""
        del month
        paid = [Payment() for _unused in statements]
        if self.order is not None:
            cash = _take_offers(statements, cash, paid)
        for s in sorted(statements, key=lambda s: (*s.first, s.debt)):
            if not paid[s.debt].settles:
                part = min(s.minimum, cash)
                paid[s.debt], cash = Payment(part), cash - part
        if self.order is not None:
            for s in sorted(statements, key=self.order):
                if not paid[s.debt].settles:
                    more = min(s.owed - paid[s.debt].amount, cash)
                    paid[s.debt] = Payment(paid[s.debt].amount + more)
                    cash -= more
        return paid


def _take_offers(statements: Sequence[Statement], cash: int, paid: list[Payment]) -> int:
    """Take what offers the money covers, the largest reduction first; return what is left."""
    asked = sum(s.minimum for s in statements)
    offered = [(s.offer - s.owed, s.debt, s.offer) for s in statements if s.offer is not None]
    for _unused, debt, offer in sorted(offered):
        others = asked - statements[debt].minimum
        if offer + others <= cash:
            paid[debt] = Payment(offer, settles=True)
            cash, asked = cash - offer, others
    return cash


AVALANCHE: Final = InOrder(_by_rate)
"""The highest rate in force first."""
SNOWBALL: Final = InOrder(_by_size)
"""The smallest balance first."""
MINIMUMS: Final = InOrder(None)
"""Minimum payments alone."""
