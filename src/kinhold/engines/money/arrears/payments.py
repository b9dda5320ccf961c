"""Finds what was received of a payer's support among everything that was noted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.domain.dates import UNKNOWN, first_day, last_day
from kinhold.domain.findings import Finding
from kinhold.domain.money import Money
from kinhold.engines.money.arrears.lines import SupportPayment
from kinhold.engines.money.matching import payments_in
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.finances import (
        IncomeStated,
        PaymentMade,
        PaymentReceived,
        SupportBasisStated,
    )
    from kinhold.domain.household import Household


def payments_of(
    household: Household, statements: Sequence[SupportBasisStated]
) -> tuple[tuple[SupportPayment, ...], tuple[Finding, ...]]:
    """Return what was paid on one payer's support, and what could not be dated.

    What was received counts where it is about the payer, names the payer, or is about an income of
    type support that comes from them, and so does a line of a statement that shows such an income;
    what was noted and is shown as well counts once. Where the person who keeps the record is the payer, it is what
    they noted as paid to whom the support goes, or as `support`.

    Args:
        household: with what was received and paid.
        statements: about one payer.
    """
    payer = statements[-1].about.casefold()
    found: Sequence[PaymentMade | PaymentReceived]
    if payer == household.keeper.casefold():
        to = {s.to.casefold() for s in statements if s.to} | {"support"}
        found = [p for p in household.payments if p.about.casefold() in to]
    else:
        labels = {i.about.casefold() for i in household.incomes if _supports(i, payer)}
        found = [
            r
            for r in household.received
            if payer in (r.about.casefold(), r.payer.casefold()) or r.about.casefold() in labels
        ]
    payments = []
    findings = []
    for fact in found:
        day = first_day(fact.occurred)
        if day is None:
            findings.append(_undated(fact.fact_id))
            continue
        named = fact.for_day != UNKNOWN
        payments.append(
            SupportPayment(
                payment_id=fact.fact_id,
                day=day,
                amount=fact.amount,
                named_from=first_day(fact.for_day) if named else None,
                named_to=last_day(fact.for_day) if named else None,
            )
        )
    return (*payments, *_shown(household, payer)), tuple(findings)


def _shown(household: Household, payer: str) -> list[SupportPayment]:
    """What statements alone show of the payer's support."""
    labels = [i.about for i in household.incomes if _supports(i, payer)]
    noted = {r.fact_id for r in household.received}
    incoming = payments_in(household).incoming if labels and household.booked else {}
    return [
        SupportPayment(
            payment_id=paid.fact_ids[0],
            day=paid.day,
            amount=Money(paid.minor, household.currency),
        )
        for label in labels
        for paid in incoming.get(label, ())
        if paid.day is not None and paid.fact_ids[0] not in noted
    ]


def _supports(income: IncomeStated, payer: str) -> bool:
    return income.type == "support" and income.payer.casefold() == payer


def _undated(fact_id: str) -> Finding:
    return Finding(
        "warning",
        "support.payment-no-day",
        _("A payment has no day, so it is not counted. Say when it was received."),
        fact_id,
    )
