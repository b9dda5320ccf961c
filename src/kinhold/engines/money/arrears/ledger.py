"""The support ledger: what fell due, what was paid, and what is open on a day.

Everything follows from the schedules, the payments and the dated rules of the place; nothing is
stored, so the ledger can be worked out anew for any day, and the order of writing things down never
matters. A payment is set against what the place's law names first. What is too much waits as a
credit for the next day something falls due. Owed support (an order, a calculation, an agreement)
and support that is only needed (a spoken promise, or none) are kept apart: a payment counts for the
one that holds on its day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import Finding
from kinhold.domain.money import Money
from kinhold.engines.money.arrears.book import (
    Allocation,
    InterestRow,
    UnpaidBook,
    month_end,
)
from kinhold.engines.money.arrears.lines import (
    KINDS,
    OWED,
    SupportKind,
    SupportPayment,
    SupportSchedule,
    in_succession,
    planned_lines,
    schedules_of,
)
from kinhold.engines.money.arrears.payments import payments_of
from kinhold.engines.money.arrears.terms import Terms, terms_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.domain.finances import SupportBasis, SupportBasisStated
    from kinhold.domain.household import Household
    from kinhold.rules.pack import RulesInForce

__all__ = [
    "Allocation",
    "DueLine",
    "InterestRow",
    "Ledger",
    "SupportPayment",
    "SupportSchedule",
    "in_succession",
    "ledger",
    "ledger_of",
]

EARLY: Final = timedelta(days=31)
"""A payment up to this long before the first owed instalment counts for it; a setting, not law."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """One instalment.

    Attributes:
        line_id: the statement it rests on, its kind and its day.
        day: when it falls due.
        kind: base, medical, childcare, add-on or fee.
        basis: what it rests on.
        amount: what falls due; never changes.
        paid: what was set against it by the day of the ledger.
        ahead: True where it falls due after the day of the ledger.
        fact_ids: the statement, then the payments.
    """

    line_id: str
    day: date
    kind: SupportKind
    basis: SupportBasis
    amount: Money
    paid: Money
    ahead: bool
    fact_ids: tuple[str, ...]

    @property
    def open(self) -> Money:
        """Return what is not paid."""
        return self.amount - self.paid


@dataclass(frozen=True, slots=True)
class KindTotal:
    """Due, paid and open of one kind on one side: owed, or needed."""

    kind: SupportKind
    owed: bool
    due: Money
    paid: Money
    open: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One payer's support on a day.

    Attributes:
        payer: who is to pay.
        on: the day; interest is counted up to its beginning.
        place: whose rules were used; empty where none are known.
        lines: every instalment due by the day, and those of the same month that were paid ahead.
        allocations: what each payment was set against.
        interest: rows over which interest ran.
        totals: by kind, and by whether it is owed or needed.
        received: everything that was received by the day.
        credit: what waits for a later instalment, with what was paid ahead.
        unapplied: the part of the credit that is set against nothing yet.
        owed_open: owed and unpaid, without interest.
        needed_open: needed and unpaid: it rests on no order, calculation or agreement.
        interest_accrued, interest_open: interest so far, and its unpaid part.
        payments: in order of day.
        findings: what is missing, or what a person should know.
        rules: paths of the rules that were used.
    """

    payer: str
    on: date
    place: str
    lines: tuple[DueLine, ...]
    allocations: tuple[Allocation, ...]
    interest: tuple[InterestRow, ...]
    totals: tuple[KindTotal, ...]
    received: Money
    credit: Money
    unapplied: Money
    owed_open: Money
    needed_open: Money
    interest_accrued: Money
    interest_open: Money
    payments: tuple[SupportPayment, ...]
    findings: tuple[Finding, ...]
    rules: tuple[str, ...]


def ledger(
    schedules: Sequence[SupportSchedule],
    payments: Sequence[SupportPayment],
    *,
    on: date,
    terms: Terms,
    currency: str,
) -> Ledger:
    """Return one payer's ledger on a day.

    Args:
        schedules: of one payer; successive ones already ended, see `in_succession`.
        payments: what was received from them, in any order.
        on: the day.
        terms: of the place.
        currency: of the household; anything in another is left out and said.
    """
    findings: list[Finding] = []
    usable = [s for s in schedules if s.amount.currency == currency]
    came = _usable(payments, on, currency, findings)
    findings += [_foreign(s.fact_id) for s in schedules if s.amount.currency != currency]
    horizon = max([month_end(on), *(p.named_to for p in came if p.named_to)])
    lines = planned_lines(usable, end=horizon + timedelta(days=1))
    legal = UnpaidBook([s for s in usable if s.owed], [x for x in lines if x.owed], terms)
    other = UnpaidBook(
        [s for s in usable if not s.owed], [x for x in lines if not x.owed], Terms(terms.rules, "")
    )
    legal.run([p for p in came if _counts_as_owed(p, usable)], on=on)
    other.run([p for p in came if not _counts_as_owed(p, usable)], on=on)
    if any(s.owed for s in usable):
        findings += terms.findings()
    return _ledger(
        (legal, other), usable, came, (on, terms, currency), tuple(findings), tuple(payments)
    )


def ledger_of(household: Household, *, rules: RulesInForce, on: date) -> tuple[Ledger, ...]:
    """Return a ledger for each payer, in order of name.

    Args:
        household: with what was received, and every statement on support.
        rules: of its country.
        on: the day.
    """
    by_payer: dict[str, list[SupportBasisStated]] = {}
    for statement in household.support_stated:
        by_payer.setdefault(statement.about.casefold(), []).append(statement)
    terms = terms_of(rules, country=household.country, region=household.region)
    ledgers = []
    for _unused, stated in sorted(by_payer.items()):
        schedules, findings = schedules_of(stated)
        payments, undated = payments_of(household, stated)
        made = ledger(schedules, payments, on=on, terms=terms, currency=household.currency)
        ledgers.append(
            replace(made, payer=stated[-1].about, findings=(*findings, *undated, *made.findings))
        )
    return tuple(ledgers)


def _usable(
    payments: Sequence[SupportPayment], on: date, currency: str, findings: list[Finding]
) -> list[SupportPayment]:
    """Payments by the day, in the one order that follows from them alone."""
    came = []
    for payment in sorted(payments, key=lambda p: (p.day, p.payment_id, p.amount.minor)):
        if payment.amount.currency != currency:
            findings.append(_foreign(payment.payment_id))
        elif payment.amount.minor <= 0:
            findings.append(
                Finding(
                    "warning",
                    "support.not-a-payment",
                    _("A payment of nothing, or below nothing, is not counted."),
                    payment.payment_id,
                )
            )
        elif payment.day <= on:
            came.append(payment)
    return came


def _foreign(fact_id: str) -> Finding:
    return Finding(
        "warning",
        "support.other-currency",
        _("An amount in another currency is not counted. Give it in the household's own."),
        fact_id,
    )


def _counts_as_owed(payment: SupportPayment, schedules: Sequence[SupportSchedule]) -> bool:
    """Whether it pays what is owed: named for it, or received while or after it held, or just before.

    Where an owed schedule has ended and a needed one holds, it counts for the needed one.
    """
    owed = [s for s in schedules if s.owed]
    if not owed:
        return False
    if payment.named_to is not None and any(s.first <= payment.named_to for s in owed):
        return True
    if any(s.in_force(payment.day) for s in owed):
        return True
    needed_now = any(s.in_force(payment.day) for s in schedules if not s.owed)
    return not needed_now and any(s.first <= payment.day + EARLY for s in owed)


def _ledger(
    books: tuple[UnpaidBook, UnpaidBook],
    schedules: Sequence[SupportSchedule],
    came: Sequence[SupportPayment],
    how: tuple[date, Terms, str],
    findings: tuple[Finding, ...],
    every: tuple[SupportPayment, ...],
) -> Ledger:
    on, terms, currency = how
    legal, other = books
    lines = tuple(
        sorted(
            (line for book in books for line in _lines(book, on, currency)),
            key=lambda line: (line.day, KINDS.index(line.kind), line.line_id),
        )
    )
    unapplied = legal.unapplied + other.unapplied
    ahead = sum(line.paid.minor for line in lines if line.ahead)

    def still_open(*, owed: bool) -> Money:
        return Money(sum(x.open.minor for x in _side(lines, owed=owed) if not x.ahead), currency)

    paths = {row.rule for row in legal.rows if row.rule}
    if legal.allocations and terms.place:
        paths.add(f"support.{terms.place}.arrears.order")
    early = [
        p
        for p in came
        if not any(s.first <= p.day for s in schedules) and not _counts_as_owed(p, schedules)
    ]
    return Ledger(
        payer=schedules[0].payer if schedules else "",
        on=on,
        place=terms.place,
        lines=lines,
        allocations=tuple(sorted((*legal.allocations, *other.allocations), key=_allocated)),
        interest=tuple(legal.rows),
        totals=_totals(lines, currency),
        received=Money(sum(p.amount.minor for p in came), currency),
        credit=Money(unapplied + ahead, currency),
        unapplied=Money(unapplied, currency),
        owed_open=still_open(owed=True),
        needed_open=still_open(owed=False),
        interest_accrued=Money(legal.interest_due(), currency),
        interest_open=Money(legal.interest_due() - legal.interest_paid, currency),
        payments=tuple(came),
        findings=(*findings, *_early(early, every)),
        rules=tuple(sorted(paths)),
    )


def _allocated(row: Allocation) -> tuple[object, ...]:
    return (row.day, row.payment_id, row.line_id)


def _early(
    early: Sequence[SupportPayment], every: tuple[SupportPayment, ...]
) -> tuple[Finding, ...]:
    if not early or not every:
        return ()
    return (
        Finding(
            "info",
            "support.paid-before",
            _(
                "Money was received before any support was stated. It is not set against what was "
                "owed later unless it says which day it was for."
            ),
            early[0].payment_id,
        ),
    )


def _side(lines: Sequence[DueLine], *, owed: bool) -> list[DueLine]:
    return [x for x in lines if (x.basis in OWED) == owed]


def _lines(book: UnpaidBook, on: date, currency: str) -> list[DueLine]:
    paid: dict[str, list[Allocation]] = {}
    for row in book.allocations:
        paid.setdefault(row.line_id, []).append(row)
    made = []
    for line in book.lines:
        rows = paid.get(line.line_id, [])
        if line.day > on and not rows:
            continue
        ids = dict.fromkeys(r.payment_id for r in rows)
        made.append(
            DueLine(
                line.line_id,
                line.day,
                line.kind,
                line.basis,
                line.amount,
                Money(sum(r.amount.minor for r in rows), currency),
                line.day > on,
                (line.fact_id, *ids),
            )
        )
    return made


def _totals(lines: Sequence[DueLine], currency: str) -> tuple[KindTotal, ...]:
    totals = []
    for owed in (True, False):
        side = [x for x in _side(lines, owed=owed) if not x.ahead]
        for kind in KINDS:
            own = [x for x in side if x.kind == kind]
            if own:
                due = Money(sum(x.amount.minor for x in own), currency)
                paid = Money(sum(x.paid.minor for x in own), currency)
                totals.append(KindTotal(kind, owed, due, paid, due - paid))
    return tuple(totals)


def interest_exact(made: Ledger) -> Fraction:
    """Return the interest of a ledger in exact minor units, before it is rounded."""
    return sum((row.exact for row in made.interest), Fraction(0))
