"""Checks a plan without its simulator, model or solver: every figure is worked out again.

Interest is found by walking from day to day over whatever changes, straight from the terms.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from kinhold.domain.findings import Finding
from kinhold.engines.money.debts.accrual import growth, month_after, rounded
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinhold.engines.money.debts.payoff_rules import PaidDebt, Plan
    from kinhold.engines.money.debts.terms import DebtTerms


def check_plan(
    plan: Plan,
    *,
    debts: Sequence[DebtTerms],
    budget: int | Sequence[int],
    start: date,
    each: int = 1,
) -> tuple[Finding, ...]:
    """Return every fault of a plan; an empty tuple means that its figures may be shown.

    Checked: that no month spends more than there is; that each balance follows from the one before
    by its interest, its payment and its fee; that minimums are missed exactly where it says so;
    that an offer is taken only while it stands and at its price; and that what is paid is what was
    owed, with interest and fees, less what was let go and what is left.

    Args:
        plan: what is to be shown.
        debts: whose plan it is, in the same order.
        budget: money by month, as it was planned with.
        start: its first day.
        each: calendar months in a month of the plan.
    """
    return (
        *_money(plan, budget),
        *(
            fault
            for terms, paid in zip(debts, plan.debts, strict=True)
            for fault in (*_course(terms, paid, start, each), *_sums(terms, paid))
        ),
    )


def _fault(code: str, message: str, where: str) -> Finding:
    return Finding("error", f"money.debts.check-{code}", message, where)


def _money(plan: Plan, budget: int | Sequence[int]) -> Iterable[Finding]:
    money = [budget] if isinstance(budget, int) else list(budget) or [0]
    cash = 0
    for month, carried in enumerate(plan.carried):
        spent = sum(d.payments[month] for d in plan.debts)
        cash += money[min(month, len(money) - 1)] - spent
        if cash < 0:
            yield _fault(
                "money",
                _("Month {month} spends more than there is.").format(month=month + 1),
                plan.name,
            )
        if cash != carried:
            yield _fault(
                "money", _("Month {month} carries another sum.").format(month=month + 1), plan.name
            )


def _day(terms: DebtTerms, start: date, count: int, each: int) -> date:
    """The due day of a month, counted from 0; -1 for the one before the plan."""
    wanted = terms.due_day or start.day
    month = start.replace(day=1)
    if terms.due_day is not None and month_after(month, 0, day=wanted) > start:
        return month_after(month, count * each, day=wanted)
    shift = 1 if terms.due_day is not None else each
    return month_after(month, shift + count * each, day=wanted)


def _course(terms: DebtTerms, paid: PaidDebt, start: date, each: int) -> Iterable[Finding]:
    balance, fee, missed = terms.balance, 0, []
    interest = fees = reduced = 0
    before = _day(terms, start, -1, each)
    for month, payment in enumerate(paid.payments):
        day = _day(terms, start, month, each)
        grown = balance * _interest(terms, before, max(before, start), day, each)
        charged = rounded(grown, terms.convention.rounding)
        owed = balance + charged
        interest += charged
        if payment < 0 or payment > owed:
            yield _fault(
                "payment",
                _("Month {month} pays more than is owed.").format(month=month + 1),
                paid.label,
            )
        if month == paid.settled:
            yield from _settled(terms, paid, payment, (max(before, start), day))
            reduced, balance, fee = owed - payment, 0, 0
        else:
            due = terms.minimum.due(
                opening=balance - fee, charged=charged + fee, statement=owed, day=day
            )
            asked = not any(p.enforcement and p.first <= day <= p.last for p in terms.pauses)
            free = any(p.fees and p.first <= day <= p.last for p in terms.pauses)
            fee = 0
            if asked and payment < due:
                missed.append(month)
                fee = 0 if free else terms.late_fee
            fees += fee
            balance = owed - payment + fee
        if balance != paid.balances[month]:
            yield _fault(
                "balance",
                _("The balance after month {month} is another.").format(month=month + 1),
                paid.label,
            )
            return
        before = day
    if (interest, fees, reduced) != (paid.interest, paid.fees, paid.reduced):
        yield _fault("sums", _("Interest, fees or the reduction are other sums."), paid.label)
    if tuple(missed) != paid.missed:
        yield _fault("missed", _("Other minimums are missed than it says."), paid.label)


def _interest(terms: DebtTerms, before: date, first: date, day: date, each: int) -> Fraction:
    whole = (day - before).days
    simple, compounded, here = Fraction(0), Fraction(1), first
    while here < day:
        following = _next_change(terms, here, day)
        part = Fraction(each * (following - here).days, 12 * whole)
        grown = growth(terms.rate_on(here), here, following, convention=terms.convention, part=part)
        simple, compounded = simple + grown, compounded * (1 + grown)
        here = following
    return simple if terms.convention.compounds == "period" else compounded - 1


def _next_change(terms: DebtTerms, here: date, day: date) -> date:
    """The next day on which a rate begins or a pause begins or is over."""
    one = timedelta(days=1)
    changes = [r.day for r in terms.rates if r.day > here]
    changes += [p.first for p in terms.pauses if p.first > here]
    changes += [p.last + one for p in terms.pauses if p.last + one > here]
    return min([day, *changes])


def _settled(
    terms: DebtTerms, paid: PaidDebt, payment: int, month: tuple[date, date]
) -> Iterable[Finding]:
    stands = [o for o in terms.offers if o.amount == payment]
    if not any(o.first <= month[1] and month[0] < o.last for o in stands):
        yield _fault("offer", _("No offer of this amount stands in its month."), paid.label)


def _sums(terms: DebtTerms, paid: PaidDebt) -> Iterable[Finding]:
    if paid.paid != sum(paid.payments):
        yield _fault("sums", _("What is paid is not the sum of the payments."), paid.label)
    if paid.paid + paid.left + paid.reduced != terms.balance + paid.interest + paid.fees:
        yield _fault("sums", _("Money appears or disappears."), paid.label)
