"""Ways of paying debts off, side by side: the cheapest with its proof, and the simple orders.

The cheapest is looked for as a mixed-integer model, rounded to the minor unit, and played by the
same simulator as the others; the bound says how much cheaper any other way could be at most.
Nothing here says what anybody should do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, isfinite
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import Finding, KinholdError
from kinhold.engines.money.debts.payoff_bound import least_cost, rounding_slack
from kinhold.engines.money.debts.payoff_check import check_plan
from kinhold.engines.money.debts.payoff_findings import findings_of
from kinhold.engines.money.debts.payoff_model import (
    UNIT,
    Intents,
    Misses,
    PayoffModel,
    Short,
    intents,
    payoff_model,
    saving_months,
)
from kinhold.engines.money.debts.payoff_months import Calendar, calendar_of
from kinhold.engines.money.debts.payoff_replay import FINE, Follow, finer
from kinhold.engines.money.debts.payoff_rules import (
    AVALANCHE,
    LONGEST,
    MINIMUMS,
    SNOWBALL,
    Plan,
    Way,
    play,
)
from kinhold.engines.money.debts.terms import TermsNotUsableError
from kinhold.optimisation.limits import Limits
from kinhold.optimisation.model import Variable
from kinhold.optimisation.solved import solve
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.engines.money.debts.terms import DebtTerms
    from kinhold.optimisation.model import Model

MONTHS: Final = 60
EXACT: Final = Limits(seconds=20.0, relative_gap=1e-3)
"""To a thousandth of everything that is paid."""
_FIRST_LOOK: Final = 120
_RESERVES: Final = (0, 2, 10, 50, 200, 800)
"""Minor units a debt kept back while a settlement is saved for, since the minimums take more in
whole units than in the model."""
_LOOKS: Final = 3
_TIGHTER: Final = 0.2
"""The solver is asked for more than the limit, since rounding takes some of it."""


class PlanNotSoundError(KinholdError):
    """A plan failed its own check; that is a fault of the program, not of anybody's data."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a comparison is made.

    Attributes:
        each: calendar months in a month of the plan; 3 pays by quarter.
        misses: whether the cheapest plan may miss a minimum for its price; see `Misses`.
    """

    each: int = 1
    misses: Misses = "kept"


@dataclass(frozen=True, slots=True)
class PayoffComparison:
    """Every plan and what it comes to; amounts in minor units.

    Attributes:
        start: the day from which the plans run.
        currency: of every amount.
        horizon: months over which the cheapest plan was looked for.
        plans: `least` (what is paid in all is least), `avalanche` (highest rate first), `snowball`
            (smallest balance first), `minimums` (minimum payments alone).
        value: interest and fees less reductions of `least` within the horizon.
        bound: no plan has less than that; what rounding can take off is taken off.
        gap: how far apart the two are, as a part of everything that is paid.
        proven: the gap is within what was asked for.
        least_budget: the least even amount a month that pays every minimum; None where the money
            does.
        findings: what is odd, short or growing.
    """

    start: date
    currency: str
    horizon: int
    plans: tuple[Plan, ...]
    value: int
    bound: int
    gap: float
    proven: bool
    least_budget: int | None
    findings: tuple[Finding, ...]

    def plan(self, name: str) -> Plan:
        """Return the plan of a name; see `plans`."""
        return next(p for p in self.plans if p.name == name)


@dataclass(frozen=True, slots=True)
class _Found:
    plan: Plan
    bound: int
    note: Finding | None


def plan_payoff(
    debts: Sequence[DebtTerms],
    *,
    budget: int | Sequence[int],
    start: date,
    months: int = MONTHS,
    limits: Limits | None = None,
    manner: Manner | None = None,
) -> PayoffComparison:
    """Compare ways of paying debts off.

    Args:
        debts: with what is owed on the start day, all in one currency.
        budget: money for debts each month in minor units, or one amount for each month in order;
            the last one goes on.
        start: the day from which interest accrues; the first payments are due within a month of it.
        months: how far the cheapest plan looks at most; the others run until nothing is owed.
        limits: when the solver may stop; its gap is a part of everything that is paid.
        manner: see `Manner`.

    Raises:
        TermsNotUsableError: where the debts are in more than one currency, or an amount is below 0.
        SolverNotInstalledError: where OR-Tools is not installed.
        PlanNotSoundError: where a plan fails its own check.
    """
    manner, limits = manner or Manner(), limits or EXACT
    course = _Course.of(debts, budget=budget, start=start, manner=manner)
    simple = tuple(
        course.to_the_end(way, name)
        for name, way in (("avalanche", AVALANCHE), ("snowball", SNOWBALL), ("minimums", MINIMUMS))
    )
    horizon = _horizon(course.calendar, simple[0], months)
    found = _cheapest(course, simple[:2], horizon=horizon, limits=limits, misses=manner.misses)
    plans = (found.plan, *simple)
    for plan in plans:
        faults = check_plan(plan, debts=debts, budget=budget, start=start, each=manner.each)
        if faults:
            raise PlanNotSoundError(
                _("The plan {plan} does not add up: {message}").format(
                    plan=plan.name, message=faults[0].message
                )
            )
    value = cost_within(found.plan, course.calendar, months=horizon)
    paid = value + sum(d.balance for d in debts)
    gap = max(0, value - found.bound) / paid if paid else 0.0
    least = _least_budget(course, simple[0], horizon)
    notes = (found.note,) if found.note else ()
    return PayoffComparison(
        start=start,
        currency=debts[0].currency if debts else "",
        horizon=horizon,
        plans=plans,
        value=value,
        bound=min(found.bound, value),
        gap=gap,
        proven=gap <= limits.relative_gap,
        least_budget=least,
        findings=(*notes, *findings_of(course.calendar, plans=plans, least_budget=least)),
    )


def quick_bound(
    debts: Sequence[DebtTerms],
    *,
    budget: int | Sequence[int],
    start: date,
    months: int = MONTHS,
    manner: Manner | None = None,
) -> int:
    """Return at once what no plan can cost less than: interest and fees less reductions.

    Args:
        debts: as in `plan_payoff`.
        budget: as in `plan_payoff`.
        start: as in `plan_payoff`.
        months: how far it looks at most.
        manner: see `Manner`.

    Returns:
        Minor units; lower than the bound that comes with the proof.

    Raises:
        TermsNotUsableError: where the debts are in more than one currency, or an amount is below 0.
        SolverNotInstalledError: where OR-Tools is not installed.
    """
    manner = manner or Manner()
    course = _Course.of(debts, budget=budget, start=start, manner=manner)
    orders = (play(course.calendar, way, name="") for way in (AVALANCHE, SNOWBALL))
    simple = tuple(orders)
    horizon = _horizon(course.calendar, simple[0], months)
    short = Short.of(course.calendar, simple, months=horizon)
    return least_cost(course.calendar, months=horizon, misses=manner.misses, short=short)


def cost_within(plan: Plan, calendar: Calendar, *, months: int) -> int:
    """Return what a plan costs within so many months: paid, and left then, beyond the debts."""
    total = 0
    for debt, terms in zip(plan.debts, calendar.debts, strict=True):
        left = debt.balances[months - 1] if len(debt.balances) > months else debt.left
        total += sum(debt.payments[:months]) + left - terms.balance
    return total


class _Course:
    """The debts laid out, as far as a plan needs them."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self._whole: Calendar | None = None

    @classmethod
    def of(
        cls,
        debts: Sequence[DebtTerms],
        *,
        budget: int | Sequence[int],
        start: date,
        manner: Manner,
    ) -> _Course:
        if len({d.currency for d in debts}) > 1:
            raise TermsNotUsableError(
                _("The debts are in more than one currency. Compare one at a time.")
            )
        calendar = calendar_of(
            debts, budget=budget, start=start, count=_FIRST_LOOK, each=manner.each
        )
        if min(calendar.budget) < 0:
            raise TermsNotUsableError(
                _("The money for debts is below zero. Write 0 where there is none.")
            )
        return cls(calendar)

    def to_the_end(self, way: Way, name: str) -> Plan:
        plan = play(self.calendar, way, name=name)
        return plan if plan.months is not None else play(self.whole(), way, name=name)

    def whole(self) -> Calendar:
        if self._whole is None:
            here = self.calendar
            self._whole = calendar_of(
                here.debts, budget=here.budget, start=here.start, count=LONGEST, each=here.each
            )
        return self._whole


def _horizon(calendar: Calendar, avalanche: Plan, months: int) -> int:
    """No further than it can be of use.

    While nothing is kept for later, all the money of each month is paid, and what costs less is
    over sooner: so the cheapest plan is over when the highest-rate order is, or when nothing is
    kept for any more.
    """
    months = min(months, calendar.count)
    if avalanche.months is None:
        return months
    return max(1, min(months, max(avalanche.months, saving_months(calendar, months=months) + 1)))


def _cheapest(
    course: _Course, simple: Sequence[Plan], *, horizon: int, limits: Limits, misses: Misses
) -> _Found:
    calendar = course.calendar
    owed = sum(d.balance for d in calendar.debts)
    best = min(simple, key=lambda p: (cost_within(p, calendar, months=horizon), p.cost))
    if not owed:
        return _Found(replace(best, name="least"), 0, None)
    short = Short.of(calendar, simple, months=horizon)
    slack = owed + rounding_slack(calendar, months=horizon)
    fine = play(
        finer(calendar), AVALANCHE if best is simple[0] else SNOWBALL, name="", months=horizon
    )
    plan, bound, courses = best, -owed, None
    for look in ("loose", "settled", "whole"):
        # Letting a debt be half gone is solved soonest, and bounds the rest. Where its plan cannot
        # be played, it is looked for whole: first with the same settlements, then with any.
        model = payoff_model(
            calendar, months=horizon, misses=misses, short=short, whole=look != "loose"
        )
        fixed = _settling(model, courses) if look == "settled" and courses else model.model
        found = solve(
            fixed,
            limits=replace(
                limits,
                seconds=limits.seconds / _LOOKS,
                relative_gap=limits.relative_gap * _TIGHTER,
            ),
            hint=model.values_of(fine, unit=UNIT * FINE),
            solver="scip",
        )
        if isfinite(found.bound) and look != "settled":
            bound = max(bound, floor(found.bound * UNIT) - slack)
        near = bound + limits.relative_gap * (bound + owed)
        if found.values:
            wanted = intents(model, found.values)
            courses = wanted.courses
            plan = _replayed(course, wanted, plan, horizon=horizon, near=near)
        if cost_within(plan, calendar, months=horizon) <= near:
            break
    return _chosen(plan, simple, bound)


def _settling(model: PayoffModel, courses: Sequence[int | None]) -> Model:
    """The model with each debt settled in the month given, or not at all."""
    variables = list(model.model.variables)
    for branches, settles in zip(model.debts, courses, strict=True):
        for branch in branches:
            if branch.taken >= 0:
                chosen = float(branch.settles == settles)
                variables[branch.taken] = Variable(chosen, chosen, integer=True)
    return replace(model.model, variables=tuple(variables))


def _replayed(course: _Course, wanted: Intents, plan: Plan, *, horizon: int, near: float) -> Plan:
    """The cheapest of a plan and what the model would do, played with more and more in reserve."""
    best = cost_within(plan, course.calendar, months=horizon)
    settles = any(month is not None for month in wanted.courses)
    for reserve in _RESERVES if settles else _RESERVES[:1]:
        way = Follow(wanted, reserve * len(course.calendar.debts))
        played = course.to_the_end(way, "least")
        cost = cost_within(played, course.calendar, months=horizon)
        if cost < best:
            plan, best = played, cost
        if best <= near:
            break
    return plan


def _chosen(plan: Plan, simple: Sequence[Plan], bound: int) -> _Found:
    """The plan found, or the simple one that costs less once all is paid."""
    better = min(simple, key=lambda p: (p.months is None, p.cost))
    ahead = (plan.months is None, plan.cost) > (better.months is None, better.cost)
    if plan.name == "least" and not ahead:
        return _Found(plan, bound, None)
    same = plan if plan.name != "least" and not ahead else better
    said = _("highest rate first") if same.name == "avalanche" else _("smallest balance first")
    note = Finding(
        "info",
        "money.debts.same-plan",
        _("No plan was found that costs less than {said}, so both are the same.").format(said=said),
        same.name,
    )
    return _Found(replace(same, name="least"), bound, note)


def _least_budget(course: _Course, avalanche: Plan, horizon: int) -> int | None:
    """The least even amount with which the highest-rate order pays every minimum."""
    if not avalanche.missed:
        return None
    here = course.calendar
    low, high = 0, sum(d.balance for d in here.debts) * 2
    while high - low > 1:
        middle = (low + high) // 2
        even = Calendar(here.debts, here.start, here.each, (middle,), here.rows)
        kept = not play(even, AVALANCHE, name="", months=horizon).missed
        low, high = (low, middle) if kept else (middle, high)
    return high
