"""How plans for paying debts off are said: the same measures for each, side by side, no verdict."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import count, say_day
from kinhold.domain.money import Money, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.findings import OpenQuestion
    from kinhold.engines.money.debts.payoff import PayoffComparison
    from kinhold.engines.money.debts.payoff_rules import Plan

TITLES: Final = {
    "least": "Least paid in all",
    "avalanche": "Highest rate first",
    "snowball": "Smallest balance first",
    "minimums": "Minimum payments alone",
}
INFORMATION: Final = (
    "These are consequences side by side, worked out from what was told. They are information, "
    "not advice. Which way fits is for you to weigh. A free debt adviser can look at all of it "
    "with you."
)
_NEVER: Final = "not cleared"
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
        return _NEVER
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
                say_amount(minor, currency) if plan.months is not None else _NEVER
                for plan, minor in zip(found.plans, minors, strict=True)
            ],
        )

    rows = [
        row("Nothing is owed after", [say_months(p.months) for p in found.plans]),
        totals("Paid in all", [p.paid for p in found.plans]),
        totals("Interest", [p.interest for p in found.plans]),
        totals("Late fees", [p.fees for p in found.plans]),
    ]
    if any(p.reduced for p in found.plans):
        rows.append(totals("Let go by lenders", [p.reduced for p in found.plans]))
    rows.append(row("First debt gone", [say_first(p, country) for p in found.plans]))
    rows.append(row("Minimum payments missed", [str(p.missed) for p in found.plans]))
    for number, debt in enumerate(found.plans[0].debts):
        cells = [say_months(p.debts[number].months) for p in found.plans]
        rows.append(row(f"{debt.label} gone after", cells))
    return tuple(rows)


def headline(
    found: PayoffComparison | None, currency: str, questions: Sequence[OpenQuestion]
) -> str:
    """Return the range of what the plans come to, or what is asked first."""
    if found is None:
        if questions:
            return f"Some figures are missing. First: {questions[0].text}"
        return "No debts are noted with anything owed."
    ended = [p for p in found.plans if p.months is not None]
    if not ended:
        return "With this money none of the plans comes to an end."
    costs = sorted({p.cost for p in ended})
    lengths = sorted({p.months or 0 for p in ended})
    amounts = [say_amount(c, currency) for c in (costs[0], costs[-1])]
    cost = amounts[0] if len(costs) == 1 else f"from {amounts[0]} to {amounts[1]}"
    said = say_months(lengths[0])
    if len(lengths) > 1:
        said = f"from {said} to {say_months(lengths[-1])}"
    what = "interest and fees, less what lenders let go," if _let_go(found) else "interest and fees"
    ways = "One way" if len(ended) == 1 else f"{len(ended)} ways"
    verb = "comes" if len(ended) == 1 else "come"
    return f"{ways} of paying {verb} to an end: {what} {cost}, {said}."


def differences(found: PayoffComparison, currency: str) -> tuple[str, ...]:
    """Return in sentences how the plans differ, each against the next."""
    ended = [p for p in found.plans if p.months is not None]
    said = []
    for one, other in pairwise(ended):
        cost, length = other.cost - one.cost, (other.months or 0) - (one.months or 0)
        parts = [
            "the same interest and fees"
            if not cost
            else f"{say_amount(abs(cost), currency)} {'more' if cost > 0 else 'less'} interest and fees",
            "the same length"
            if not length
            else f"{count(abs(length), 'month')} {'longer' if length > 0 else 'shorter'}",
        ]
        parts += _first_gone(one, other)
        said.append(f"{TITLES[other.name]}, beside {TITLES[one.name].lower()}: {', '.join(parts)}.")
    return tuple(said)


def _first_gone(one: Plan, other: Plan) -> list[str]:
    here, there = one.first_cleared, other.first_cleared
    if here is None or there is None or here.months is None or there.months is None:
        return []
    gap = there.months - here.months
    if not gap:
        return ["the first debt gone in the same month"]
    return [f"the first debt gone {count(abs(gap), 'month')} {'later' if gap > 0 else 'sooner'}"]


def proof(found: PayoffComparison, currency: str) -> str:
    """Return in a sentence how well the least is proven."""
    least, over = TITLES["least"], f"over {count(found.horizon, 'month')}"
    value, bound = (say_amount(minor, currency) for minor in (found.value, found.bound))
    what = "interest and fees, less what lenders let go" if _let_go(found) else "interest and fees"
    if found.bound >= found.value:
        return f"Proven: {over} no way of paying comes to less than {value} of {what}."
    if found.proven:
        return (
            f"Proven: {over} no way of paying comes to less than {bound} of {what}; "
            f"“{least}” comes to {value}."
        )
    return (
        f"Not proven: “{least}” comes to {value} of {what}; {over} no way of paying comes to less "
        f"than {bound}, and there may be one between the two."
    )


def _let_go(found: PayoffComparison) -> bool:
    return any(p.reduced for p in found.plans)
