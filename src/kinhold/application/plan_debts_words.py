"""How plans for paying debts off are said: the same measures for each, side by side, no verdict."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import count, say_day
from kinhold.domain.money import Money, say
from kinhold.voice.speaking import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.findings import OpenQuestion
    from kinhold.engines.money.debts.payoff import PayoffComparison
    from kinhold.engines.money.debts.payoff_rules import Plan

TITLES: Final = {
    "least": N_("Least paid in all"),
    "avalanche": N_("Highest rate first"),
    "snowball": N_("Smallest balance first"),
    "minimums": N_("Minimum payments alone"),
}
INFORMATION: Final = N_(
    "These are consequences side by side, worked out from what was told. They are "
    "information, not advice. Which way fits is for you to weigh. A free debt adviser "
    "can look at all of it with you."
)
_NEVER: Final = N_("not cleared")
_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class ConsequenceRow:
    """One measure, with what each plan comes to, in the order of the plans."""

    measure: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DebtCourse:
    """What a plan does to one debt; amounts in minor units.

    Attributes:
        label: of the debt.
        months: until it is gone, or None.
        cleared: the ISO day on which it is, or empty.
        paid, interest, fees, reduced, left: in all.
        missed: the months, counted from 1, whose minimum payment is not made.
        settled: the month, counted from 1, in which an offer is taken, or None.
        payments: by month.
    """

    label: str
    months: int | None
    cleared: str
    paid: int
    interest: int
    fees: int
    reduced: int
    left: int
    missed: tuple[int, ...]
    settled: int | None
    payments: tuple[int, ...]


def say_amount(minor: int, currency: str) -> str:
    """Return an amount in words."""
    return say(Money(minor, currency))


def say_months(months: int | None) -> str:
    """Return `7 months`, `3 years 2 months`, or that it does not end."""
    if months is None:
        return _(_NEVER)
    years, rest = divmod(months, _A_YEAR)
    parts = [count(years, "year")] if years else []
    parts += [count(rest, "month")] if rest or not years else []
    return " ".join(parts)


def say_first(plan: Plan, country: str) -> str:
    """Return which debt is gone first and when: `Visa, 27 March 2027 (4 months)`."""
    gone = plan.first_cleared
    if gone is None or gone.cleared is None:
        return "none"
    return f"{gone.label}, {say_day(gone.cleared, country)} ({say_months(gone.months)})"


def debt_lines(plan: Plan) -> tuple[DebtCourse, ...]:
    """Return what a plan does to each debt."""
    return tuple(
        DebtCourse(
            label=d.label,
            months=d.months,
            cleared=d.cleared.isoformat() if d.cleared else "",
            paid=d.paid,
            interest=d.interest,
            fees=d.fees,
            reduced=d.reduced,
            left=d.left,
            missed=tuple(m + 1 for m in d.missed),
            settled=None if d.settled is None else d.settled + 1,
            payments=d.payments,
        )
        for d in plan.debts
    )


def total_by_month(plan: Plan) -> tuple[int, ...]:
    """Return what is owed on all debts after each month."""
    return tuple(sum(month) for month in zip(*(d.balances for d in plan.debts), strict=True))


def consequences(
    found: PayoffComparison, currency: str, country: str
) -> tuple[ConsequenceRow, ...]:
    """Return the table of consequences; a plan that does not end has no totals."""

    def row(measure: str, cells: Sequence[str]) -> ConsequenceRow:
        return ConsequenceRow(measure, tuple(cells))

    def totals(measure: str, minors: Sequence[int]) -> ConsequenceRow:
        return row(
            measure,
            [
                say_amount(minor, currency) if plan.months is not None else _(_NEVER)
                for plan, minor in zip(found.plans, minors, strict=True)
            ],
        )

    rows = [
        row(_("Nothing is owed after"), [say_months(p.months) for p in found.plans]),
        totals(_("Paid in all"), [p.paid for p in found.plans]),
        totals(_("Interest"), [p.interest for p in found.plans]),
        totals(_("Late fees"), [p.fees for p in found.plans]),
    ]
    if any(p.reduced for p in found.plans):
        rows.append(totals(_("Let go by lenders"), [p.reduced for p in found.plans]))
    rows.append(row(_("First debt gone"), [say_first(p, country) for p in found.plans]))
    rows.append(row(_("Minimum payments missed"), [str(p.missed) for p in found.plans]))
    for number, debt in enumerate(found.plans[0].debts):
        cells = [say_months(p.debts[number].months) for p in found.plans]
        rows.append(row(_("{label} gone after").format(label=debt.label), cells))
    return tuple(rows)


def headline(
    found: PayoffComparison | None, currency: str, questions: Sequence[OpenQuestion]
) -> str:
    """Return the range of what the plans come to, or what is asked first."""
    if found is None:
        if questions:
            return _("Some figures are missing. First: {text}").format(text=questions[0].text)
        return _("No debts are noted with anything owed.")
    ended = [p for p in found.plans if p.months is not None]
    if not ended:
        return _("With this money none of the plans comes to an end.")
    costs = sorted({p.cost for p in ended})
    lengths = sorted({p.months or 0 for p in ended})
    amounts = [say_amount(c, currency) for c in (costs[0], costs[-1])]
    cost = (
        amounts[0]
        if len(costs) == 1
        else _("from {amounts} to {value}").format(amounts=amounts[0], value=amounts[1])
    )
    said = say_months(lengths[0])
    if len(lengths) > 1:
        said = _("from {said} to {months}").format(said=said, months=say_months(lengths[-1]))
    what = (
        _("interest and fees, less what lenders let go,")
        if _let_go(found)
        else _("interest and fees")
    )
    return ngettext(
        "One way of paying comes to an end: {what} {cost}, {said}.",
        "{ways} ways of paying come to an end: {what} {cost}, {said}.",
        len(ended),
    ).format(ways=len(ended), what=what, cost=cost, said=said)


def differences(found: PayoffComparison, currency: str) -> tuple[str, ...]:
    """Return in sentences how the plans differ, each against the next."""
    ended = [p for p in found.plans if p.months is not None]
    said = []
    for one, other in pairwise(ended):
        cost, length = other.cost - one.cost, (other.months or 0) - (one.months or 0)
        parts = [
            _("the same interest and fees")
            if not cost
            else _("{amount} {cost} interest and fees").format(
                amount=say_amount(abs(cost), currency), cost=_("more") if cost > 0 else _("less")
            ),
            _("the same length")
            if not length
            else f"{count(abs(length), 'month')} {_('longer') if length > 0 else _('shorter')}",
        ]
        parts += _first_gone(one, other)
        said.append(
            _("{titles}, beside {one}: {parts}.").format(
                titles=_(TITLES[other.name]),
                one=_(TITLES[one.name]).lower(),
                parts=", ".join(parts),
            )
        )
    return tuple(said)


def _first_gone(one: Plan, other: Plan) -> list[str]:
    here, there = one.first_cleared, other.first_cleared
    if here is None or there is None or here.months is None or there.months is None:
        return []
    gap = there.months - here.months
    if not gap:
        return [_("the first debt gone in the same month")]
    return [
        _("the first debt gone {months} {gap}").format(
            months=count(abs(gap), "month"), gap=_("later") if gap > 0 else _("sooner")
        )
    ]


def proof(found: PayoffComparison, currency: str) -> str:
    """Return in a sentence how well the least is proven."""
    least, over = (
        _(TITLES["least"]),
        _("over {months}").format(months=count(found.horizon, "month")),
    )
    value, bound = (say_amount(minor, currency) for minor in (found.value, found.bound))
    what = (
        _("interest and fees, less what lenders let go")
        if _let_go(found)
        else _("interest and fees")
    )
    if found.bound >= found.value:
        return _("Proven: {over} no way of paying comes to less than {value} of {what}.").format(
            over=over, value=value, what=what
        )
    if found.proven:
        return _(
            "Proven: {over} no way of paying comes to less than {bound} of {what}; “{least}” "
            "comes to {value}."
        ).format(over=over, bound=bound, what=what, least=least, value=value)
    said = _("Not proven: “{least}” comes to {value} of {what}").format(
        least=least, value=value, what=what
    )
    rest = _(
        "{over} no way of paying comes to less than {bound}, and there may be one between the two."
    )
    return f"{said}; {rest.format(over=over, bound=bound)}"


def _let_go(found: PayoffComparison) -> bool:
    return any(p.reduced for p in found.plans)
