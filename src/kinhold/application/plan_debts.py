"""Ways of paying debts off, side by side: what each comes to, and what is missing to say more.

Information on consequences, never a recommendation: in the UK, advice on which course to take with
a particular debt is a regulated activity (FCA Handbook, PERG 17).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from kinhold.application.plan_debts_words import (
    INFORMATION,
    TITLES,
    consequences,
    debt_lines,
    differences,
    headline,
    proof,
    say_amount,
    say_first,
    say_months,
    total_by_month,
)
from kinhold.domain.findings import OpenQuestion
from kinhold.engines.money.debts.payoff import EXACT, MONTHS, PayoffComparison
from kinhold.engines.money.debts.stated import DebtTold, terms_of
from kinhold.engines.money.priorities import consequence
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.plan_debts_words import ConsequenceRow, DebtCourse
    from kinhold.domain.findings import Finding
    from kinhold.engines.money.debts.payoff_rules import Plan
    from kinhold.engines.money.debts.terms import DebtTerms

SECONDS: Final = EXACT.seconds


@dataclass(frozen=True, slots=True)
class ToPayOff:
    """What a comparison is asked for.

    Attributes:
        debts: terms, with what is owed on the start day.
        monthly: money for debts each month in minor units; the last amount goes on.
        start: the day from which the plans run.
        months: how far the cheapest plan looks at most.
        seconds: how long it may take.
    """

    debts: tuple[DebtTerms, ...]
    monthly: tuple[int, ...]
    start: date
    months: int = MONTHS
    seconds: float = SECONDS


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a page is asked for besides debts, money and day.

    Attributes:
        currency: of the page.
        country: for how dates are said.
        months: how far the cheapest plan looks at most.
        seconds: how long it may take.
        step: told a first bound in minor units.
    """

    currency: str = "GBP"
    country: str = "uk"
    months: int = MONTHS
    seconds: float = SECONDS
    step: Callable[[int], None] = lambda _bound: None


class PayoffPlanner(Protocol):
    """Compares ways of paying debts off; a worker process stands behind it."""

    def __call__(self, asked: ToPayOff, *, step: Callable[[int], None] = ...) -> PayoffComparison:
        """Return the comparison.

        Args:
            asked: what it is of.
            step: told a first bound on interest and fees less reductions, in minor units.

        Raises:
            SolverNotInstalledError: where the solver extra is missing.
        """
        ...


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan; amounts in minor units and as said.

    Attributes:
        name: `least`, `avalanche`, `snowball` or `minimums`.
        title: what it is called.
        months: until nothing is owed; None where that does not come.
        length: the same in words.
        paid, interest, fees, reduced, cost: in minor units; with `months` None, as far as it was
            followed. `cost` is interest and fees less what lenders let go.
        first_cleared: which debt is gone first, and when, in words.
        missed: how many minimum payments are not made.
        more: how much more than the least paid it costs, in minor units; None without an end.
        more_said: the same in words.
        debts: one line each.
        owed: by month, all that is left.
    """

    name: str
    title: str
    months: int | None
    length: str
    paid: int
    interest: int
    fees: int
    reduced: int
    cost: int
    first_cleared: str
    missed: int
    more: int | None
    more_said: str
    debts: tuple[DebtCourse, ...]
    owed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DebtsPlanPage:
    """The plans side by side; see docs/how-to/debts.md.

    Attributes:
        on: the ISO day from which the plans run.
        currency: of every amount.
        owed: at the start, in minor units.
        monthly: money for debts by month, in minor units; the last amount goes on.
        horizon: months over which the least was looked for.
        headline: the range in one sentence, or what is asked first.
        plans: least paid, highest rate first, smallest balance first, minimum payments alone.
        table: rows of consequences, a cell for each plan.
        differences: between the plans, in sentences.
        bound: no plan can have less interest and fees, less reductions, than that; None without
            plans.
        gap: of everything that is paid.
        proven: whether the least is proven to within a thousandth of everything that is paid.
        proof: the same in a sentence.
        least_monthly: the least even amount that makes every minimum payment, where the money does
            not; else None.
        findings: what is short, growing or odd.
        questions: what is missing; debts with one of these are in no plan.
        information: what this is and is not.
    """

    on: str
    currency: str
    owed: int
    monthly: tuple[int, ...]
    horizon: int
    headline: str
    plans: tuple[PlanLine, ...]
    table: tuple[ConsequenceRow, ...]
    differences: tuple[str, ...]
    bound: int | None
    gap: float
    proven: bool
    proof: str
    least_monthly: int | None
    findings: tuple[Finding, ...]
    questions: tuple[OpenQuestion, ...]
    information: str


def debts_told(*, standing: Standing, on: date) -> tuple[DebtTold, ...]:
    """Return what is known of every debt of the household that its keeper is liable for."""
    household = standing.household
    return tuple(
        terms_of(
            debt,
            offers=household.offers,
            pauses=household.pauses,
            on=on,
            priority=consequence(debt.type or "loan", rules=standing.rules, on=on).priority,
        )
        for debt in household.debts
        if not debt.liable or household.keeper in debt.liable
    )


def debts_plan(
    *,
    debts: Sequence[DebtTold],
    monthly: Sequence[int],
    start: date,
    planner: PayoffPlanner,
    wanted: Wanted | None = None,
) -> DebtsPlanPage:
    """Return the plans for paying debts off, side by side.

    Debts of which something is missing, and those in another currency, are left out and named.

    Args:
        debts: as told.
        monthly: money for debts each month in minor units; the last amount goes on.
        start: the day from which the plans run.
        planner: compares them.
        wanted: currency, country, months, seconds and who is told of progress.

    Raises:
        SolverNotInstalledError: where the solver extra is missing.
    """
    wanted = wanted or Wanted()
    known = [t.terms for t in debts if t.terms is not None and t.terms.balance]
    usable = tuple(t for t in known if t.currency == wanted.currency)
    foreign = tuple(t for t in known if t.currency != wanted.currency)
    questions = (*(q for t in debts for q in t.questions), *map(_in_currency(wanted), foreign))
    asked = ToPayOff(usable, tuple(monthly), start, wanted.months, wanted.seconds)
    found = planner(asked, step=wanted.step) if usable else None
    told = tuple(f for t in debts for f in t.findings)
    return _page(asked, found, wanted=wanted, questions=questions, told=told)


def _in_currency(wanted: Wanted) -> Callable[[DebtTerms], OpenQuestion]:
    return lambda terms: OpenQuestion(
        "money.debt-currency",
        _("How much is owed on {label} in {currency}?").format(
            label=terms.label, currency=wanted.currency
        ),
        _("Debts in another currency are left out."),
        terms.label,
    )


def _page(
    asked: ToPayOff,
    found: PayoffComparison | None,
    *,
    wanted: Wanted,
    questions: tuple[OpenQuestion, ...],
    told: tuple[Finding, ...],
) -> DebtsPlanPage:
    currency = wanted.currency
    plans = tuple(_line(found, p, wanted) for p in found.plans) if found else ()
    return DebtsPlanPage(
        on=asked.start.isoformat(),
        currency=currency,
        owed=sum(d.balance for d in asked.debts),
        monthly=asked.monthly,
        horizon=found.horizon if found else 0,
        headline=headline(found, currency, questions),
        plans=plans,
        table=consequences(found, currency, wanted.country) if found else (),
        differences=differences(found, currency) if found else (),
        bound=found.bound if found else None,
        gap=found.gap if found else 0.0,
        proven=found.proven if found else False,
        proof=proof(found, currency) if found else "",
        least_monthly=found.least_budget if found else None,
        findings=(*told, *(found.findings if found else ())),
        questions=questions,
        information=_(INFORMATION),
    )


def _line(found: PayoffComparison, plan: Plan, wanted: Wanted) -> PlanLine:
    least = found.plan("least")
    more = plan.cost - least.cost if plan.months and least.months else None
    return PlanLine(
        name=plan.name,
        title=_(TITLES[plan.name]),
        months=plan.months,
        length=say_months(plan.months),
        paid=plan.paid,
        interest=plan.interest,
        fees=plan.fees,
        reduced=plan.reduced,
        cost=plan.cost,
        first_cleared=say_first(plan, wanted.country),
        missed=plan.missed,
        more=more,
        more_said="" if more is None else say_amount(more, found.currency),
        debts=debt_lines(plan),
        owed=total_by_month(plan),
    )
