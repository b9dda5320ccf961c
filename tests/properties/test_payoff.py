"""Whatever is owed: money is conserved, bounds hold, and the cheapest plan is no dearer than any."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kinhold.domain.money import BasisPoints
from kinhold.engines.money.debts.accrual import CANADIAN, UK_DAILY, US_CARD, USUAL
from kinhold.engines.money.debts.payoff import Manner, cost_within, plan_payoff, quick_bound
from kinhold.engines.money.debts.payoff_bound import least_cost, rounding_slack
from kinhold.engines.money.debts.payoff_check import check_plan
from kinhold.engines.money.debts.payoff_model import UNIT, Short, payoff_model
from kinhold.engines.money.debts.payoff_months import calendar_of
from kinhold.engines.money.debts.payoff_replay import FINE, finer
from kinhold.engines.money.debts.payoff_rules import AVALANCHE, MINIMUMS, SNOWBALL, play
from kinhold.engines.money.debts.terms import DebtTerms, Minimum, Offer, Pause, RateFrom
from kinhold.optimisation.solved import solve

START = date(2026, 1, 15)
rates = st.integers(0, 4500).map(BasisPoints)
days = st.integers(0, 500).map(lambda n: START + timedelta(days=n))


@st.composite
def windows(draw):
    first = draw(days)
    return first, first + timedelta(days=draw(st.integers(1, 150)))


@st.composite
def minimums(draw):
    return Minimum(
        floor=draw(st.sampled_from((0, 500, 2_500, 10_000))),
        share=BasisPoints(draw(st.sampled_from((0, 100, 250, 400)))),
        of=draw(st.sampled_from(("statement", "opening"))),
        plus_interest=draw(st.booleans()),
        ends=draw(st.none() | days),
    )


@st.composite
def debts(draw, label="A"):
    balance = draw(st.integers(1, 300_000))
    steps = [RateFrom(START, draw(rates))]
    if draw(st.booleans()):
        steps.append(RateFrom(START + timedelta(days=draw(st.integers(1, 300))), draw(rates)))
    offers = [
        Offer(balance * draw(st.integers(30, 95)) // 100, *draw(windows()))
        for _ in range(draw(st.integers(0, 1)))
    ]
    pauses = [
        Pause(*draw(windows()), interest=draw(st.booleans()), enforcement=draw(st.booleans()))
        for _ in range(draw(st.integers(0, 1)))
    ]
    return DebtTerms(
        label=label,
        balance=balance,
        currency="GBP",
        rates=tuple(steps),
        minimum=draw(minimums()),
        late_fee=draw(st.sampled_from((0, 1_200))),
        offers=tuple(offers),
        pauses=tuple(pauses),
        due_day=draw(st.none() | st.integers(1, 31)),
        convention=draw(st.sampled_from((USUAL, UK_DAILY, US_CARD, CANADIAN))),
        priority=draw(st.sampled_from(("priority", "essential", "other"))),
    )


households = st.lists(debts(), min_size=1, max_size=4)
money = st.lists(st.integers(0, 60_000), min_size=1, max_size=6)


@given(households, money, st.sampled_from((AVALANCHE, SNOWBALL, MINIMUMS)))
@settings(max_examples=150, deadline=None)
def test_what_is_paid_is_what_was_owed_with_interest_and_fees_less_reductions_and_the_rest(
    owed, budget, way
):
    calendar = calendar_of(owed, budget=budget, start=START, count=60)

    plan = play(calendar, way, name="plan")

    principal = sum(d.balance for d in owed)
    assert plan.paid + plan.left == principal + plan.interest + plan.fees - plan.reduced
    assert all(b >= 0 for d in plan.debts for b in d.balances)
    assert check_plan(plan, debts=owed, budget=budget, start=START) == ()


@given(households, money)
@settings(max_examples=60, deadline=None)
def test_the_same_debts_give_the_same_plans(owed, budget):
    once, again = (
        play(calendar_of(owed, budget=budget, start=START, count=60), AVALANCHE, name="plan")
        for _ in range(2)
    )

    assert once == again


@pytest.mark.slow
@given(households, money, st.sampled_from(("kept", "priced")))
@settings(max_examples=60, deadline=None)
def test_the_cheapest_plan_is_no_dearer_than_any_and_no_cheaper_than_its_bound(
    owed, budget, misses
):
    told = {"budget": budget, "start": START, "months": 24, "manner": Manner(misses=misses)}

    found = plan_payoff(owed, **told)

    least = found.plan("least")
    calendar = calendar_of(owed, budget=budget, start=START, count=24)
    assert found.bound <= found.value
    assert quick_bound(owed, **told) <= found.bound + 1
    for name in ("avalanche", "snowball"):
        other = found.plan(name)
        assert (least.months is None, least.cost) <= (other.months is None, other.cost)
        assert found.bound <= cost_within(other, calendar, months=found.horizon)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_without_minimums_and_with_constant_rates_the_highest_rate_first_is_the_optimum(data):
    """The linear relaxation then has no better answer than the order that sorts by rate."""
    balances = data.draw(st.lists(st.integers(1_000, 300_000), min_size=1, max_size=6))
    owed = [
        DebtTerms(
            label=f"D{n}",
            balance=balance,
            currency="GBP",
            rates=(RateFrom(START, data.draw(rates)),),
        )
        for n, balance in enumerate(balances)
    ]
    budget = data.draw(st.integers(20_000, 90_000))
    calendar = finer(calendar_of(owed, budget=budget, start=START, count=60))
    plan = play(calendar, AVALANCHE, name="plan")
    assume(plan.months is not None)

    plain = calendar_of(owed, budget=budget, start=START, count=60)
    relaxed = solve(payoff_model(plain, months=60).model.relaxed())
    bound = least_cost(plain, months=60) + rounding_slack(plain, months=60)

    total = sum(balances)
    assert abs(relaxed.objective * UNIT - total - plan.cost / FINE) < 0.01
    assert abs(bound - plan.cost / FINE) <= 1


@given(households, st.integers(1_000, 60_000))
@settings(max_examples=60, deadline=None)
def test_a_simple_order_fits_the_model_that_is_to_beat_it(owed, budget):
    """Its values break no row, so the search can start from it."""
    calendar = calendar_of(owed, budget=budget, start=START, count=24)
    plan = play(finer(calendar), AVALANCHE, name="plan")
    short = Short.of(calendar, [plan], months=24)

    model = payoff_model(calendar, months=24, short=short)
    values = model.values_of(plan, unit=UNIT * FINE)

    assert model.model.violated(values, tolerance=1e-5) == ()


@given(households, st.integers(1_000, 60_000))
@settings(max_examples=40, deadline=None)
def test_a_cheaper_rate_never_makes_the_first_bound_higher(owed, budget):
    free = [replace(d, rates=(RateFrom(START, BasisPoints(0)),)) for d in owed]
    anywhere = Short({}, (frozenset(range(24)),) * len(owed))
    usual, cheaper = (
        calendar_of(some, budget=budget, start=START, count=24) for some in (owed, free)
    )

    before, after = (least_cost(c, months=24, short=anywhere) for c in (usual, cheaper))

    assert after <= before + rounding_slack(usual, months=24) + 1
