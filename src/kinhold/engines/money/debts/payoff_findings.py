"""What is odd, short or growing in a comparison of plans, said plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import Finding
from kinhold.domain.money import Money, say
from kinhold.engines.money.debts.payoff_rules import LONGEST
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinhold.engines.money.debts.payoff_months import Calendar
    from kinhold.engines.money.debts.payoff_rules import Plan

NAMES: Final = {
    "least": N_("least paid in all"),
    "avalanche": N_("highest rate first"),
    "snowball": N_("smallest balance first"),
    "minimums": N_("minimum payments alone"),
}
"""What the plans are called, by name."""
_LOOKED: Final = 24


def findings_of(
    calendar: Calendar, *, plans: Sequence[Plan], least_budget: int | None
) -> tuple[Finding, ...]:
    """Return the findings of a comparison.

    Args:
        calendar: the debts, their months and the money.
        plans: with `minimums` among them.
        least_budget: what would pay every minimum, where the money does not.
    """
    return (
        *_short(calendar, plans, least_budget),
        *_growing(calendar, plans),
        *_unending(plans),
        *_priority(calendar),
    )


def _short(
    calendar: Calendar, plans: Sequence[Plan], least_budget: int | None
) -> Iterable[Finding]:
    if least_budget is None:
        return
    avalanche = next(p for p in plans if p.name == "avalanche")
    month = min(m for d in avalanche.debts for m in d.missed)
    currency = calendar.debts[0].currency
    money, least = Money(calendar.money(month), currency), Money(least_budget, currency)
    yield Finding(
        "warning",
        "money.debts.minimums-not-covered",
        _(
            "In month {month} the minimum payments come to more than the {money} there is for "
            "debts. {least} each month would cover them all."
        ).format(month=month + 1, money=say(money), least=say(least)),
    )
    for debt, terms in zip(avalanche.debts, calendar.debts, strict=True):
        if debt.missed and terms.priority == "priority":
            yield Finding(
                "warning",
                "money.debts.priority-missed",
                _(
                    "{label} is a priority debt and its payment would be missed in month {missed}. An "
                    "adviser can help to arrange it."
                ).format(label=debt.label, missed=debt.missed[0] + 1),
                debt.label,
            )


def _growing(calendar: Calendar, plans: Sequence[Plan]) -> Iterable[Finding]:
    """Debts whose minimum is less than their interest."""
    alone = next(p for p in plans if p.name == "minimums")
    for number, debt in enumerate(alone.debts):
        row, before = calendar.rows[number], calendar.debts[number].balance
        for month, left in enumerate(debt.balances[:_LOOKED]):
            if row[month].asked and month not in debt.missed and left > before:
                grown = Money(left - before, calendar.debts[number].currency)
                yield Finding(
                    "warning",
                    "money.debts.grows",
                    _(
                        "{label} grows at its minimum payment: by {grown} in month {month}, since the "
                        "interest is more than the payment."
                    ).format(label=debt.label, grown=say(grown), month=month + 1),
                    debt.label,
                )
                break
            before = left


def _unending(plans: Sequence[Plan]) -> Iterable[Finding]:
    for plan in plans:
        if plan.months is None:
            names = [d.label for d in plan.debts if d.months is None]
            yield Finding(
                "info",
                "money.debts.not-cleared",
                _("With “{names}” {value} {more} not cleared within {longest} months.").format(
                    names=_(NAMES[plan.name]),
                    value=", ".join(names),
                    more=_("is") if len(names) == 1 else _("are"),
                    longest=LONGEST,
                ),
                plan.name,
            )


def _priority(calendar: Calendar) -> Iterable[Finding]:
    for terms in calendar.debts:
        if terms.priority == "priority" or terms.secured:
            why = _("secured") if terms.secured else _("a priority debt")
            yield Finding(
                "info",
                "money.debts.priority",
                _(
                    "{label} is {why}: what follows where it is not paid weighs more than its rate. "
                    "Every plan here pays its minimum before the others."
                ).format(label=terms.label, why=why),
                terms.label,
            )
