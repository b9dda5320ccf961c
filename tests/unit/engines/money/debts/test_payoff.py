"""Households with debts, and what each way of paying comes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from kinhold.domain.money import BasisPoints
from kinhold.engines.money.debts.payoff import (
    Manner,
    cost_within,
    plan_payoff,
    quick_bound,
)
from kinhold.engines.money.debts.payoff_check import check_plan
from kinhold.engines.money.debts.payoff_months import calendar_of, debt_months, due_days
from kinhold.engines.money.debts.payoff_rules import (
    AVALANCHE,
    MINIMUMS,
    SNOWBALL,
    Payment,
    PaymentNotPossibleError,
    play,
)
from kinhold.engines.money.debts.terms import (
    DebtTerms,
    Minimum,
    Offer,
    Pause,
    RateFrom,
    TermsNotUsableError,
)

START = date(2026, 1, 1)


def debt(label: str, balance: int, rate: int = 0, **told) -> DebtTerms:
    told.setdefault("rates", (RateFrom(START, BasisPoints(rate)),))
    return DebtTerms(label=label, balance=balance, currency="GBP", **told)


def played(debts, way, budget, *, months: int = 600, start: date = START):
    calendar = calendar_of(debts, budget=budget, start=start, count=months)
    return play(calendar, way, name="plan")


# -- six student loans -----------------------------------------------------------------------------


def student_loans() -> list[DebtTerms]:
    """Six federal loans: R. Raji, Student Loan Repayment Optimizer (GENBUS 730, 2025).

    Quarters; four loans bear no interest for the first two, in which nothing has to be paid;
    afterwards at least 3 % of what was owed the quarter before.
    """
    loans = (
        ("1-01", 352_200, 429, True),
        ("1-03", 351_800, 376, True),
        ("1-05", 205_400, 445, True),
        ("1-06", 120_400, 505, True),
        ("1-07", 1_252_800, 794, False),
        ("1-08", 1_029_500, 794, False),
    )
    return [
        debt(
            label,
            balance,
            rate,
            minimum=Minimum(share=BasisPoints(300), of="opening"),
            pauses=(
                Pause(START, date(2026, 6, 30), interest=subsidised),
                Pause(START, date(2026, 7, 1), interest=False),
            ),
        )
        for label, balance, rate, subsidised in loans
    ]


MONEY_BY_QUARTER = [120_000, 120_000, 240_000]


class EqualParts:
    """The same to each loan that is still open; the published comparison.

    It is printed as 20 quarters, which is how far its loop runs; nothing is owed after 19.
    """

    def __call__(self, month, statements, _cash):
        money = MONEY_BY_QUARTER[min(month, 2)]
        still = [s for s in statements if s.owed]
        return [Payment(min(s.owed, money // len(still)) if s.owed else 0) for s in statements]


def test_six_student_loans_cost_what_was_published_and_end_after_seventeen_quarters():
    found = plan_payoff(
        student_loans(), budget=MONEY_BY_QUARTER, start=START, months=20, manner=Manner(each=3)
    )
    calendar = calendar_of(student_loans(), budget=MONEY_BY_QUARTER, start=START, count=40, each=3)
    equal = play(calendar, EqualParts(), name="equal")

    least = found.plan("least")
    assert (least.months, equal.months) == (17, 19)
    assert abs(least.interest - 491_298) <= 5  # 4,912.98 without rounding to the cent
    assert abs(equal.interest - 619_181) <= 5  # 6,191.81
    assert found.proven


# -- offers, promotions, pauses, fees --------------------------------------------------------------


def test_money_is_saved_up_for_an_offer_that_no_single_month_could_pay():
    card = debt("Card", 200_000, 3000, minimum=Minimum(floor=5_000))
    shop = debt(
        "Shop",
        100_000,
        2000,
        minimum=Minimum(floor=2_000),
        offers=(Offer(40_000, date(2026, 4, 1), date(2026, 5, 31)),),
    )

    found = plan_payoff([card, shop], budget=20_000, start=START)

    least, avalanche = found.plan("least"), found.plan("avalanche")
    assert least.debts[1].settled in (2, 3, 4)
    assert least.reduced > 50_000
    assert avalanche.debts[1].settled is None
    assert least.cost < avalanche.cost


def test_an_offer_that_a_months_money_covers_is_taken_by_the_simple_orders_too():
    shop = debt("Shop", 100_000, 2000, offers=(Offer(30_000, START, date(2026, 2, 28)),))

    plan = played([shop], SNOWBALL, 50_000)

    assert (plan.paid, plan.months, plan.debts[0].settled) == (30_000, 1, 0)


def test_a_promotion_that_ends_is_paid_before_it_ends_where_that_costs_less():
    """0 % for a year and 40 % afterwards, beside 10 % all along: the rate in force misleads."""
    transfer = debt(
        "Transfer",
        120_000,
        rates=(RateFrom(START, BasisPoints(0)), RateFrom(date(2027, 1, 1), BasisPoints(4000))),
    )
    loan = debt("Loan", 120_000, 1000)

    found = plan_payoff([transfer, loan], budget=12_000, start=START)

    assert found.plan("least").cost < found.plan("avalanche").cost
    assert found.proven


def test_the_days_of_a_rate_count_where_it_changes_in_the_middle_of_a_month():
    terms = debt(
        "Card",
        100_000,
        rates=(RateFrom(START, BasisPoints(0)), RateFrom(date(2026, 1, 17), BasisPoints(3100))),
    )

    month, *_ = debt_months(terms, start=START, count=1)

    assert month.factor == Fraction(1, 80)  # 15 of 31 days at 31 % a year


def test_nothing_accrues_and_nothing_is_missed_in_breathing_space():
    card = debt(
        "Card",
        100_000,
        2400,
        minimum=Minimum(floor=2_500),
        late_fee=1_200,
        pauses=(Pause(START, date(2026, 3, 1)),),
    )

    plan = played([card], MINIMUMS, [0, 0, 5_000])

    assert plan.debts[0].balances[:2] == (100_000, 100_000)
    assert 0 not in plan.debts[0].missed
    assert 1 not in plan.debts[0].missed


def test_a_missed_minimum_costs_its_fee_which_the_next_minimum_asks_for():
    """A UK card: 1 % of the balance with all interest and fees."""
    card = debt(
        "Card",
        100_000,
        2400,
        minimum=Minimum(floor=500, share=BasisPoints(100), plus_interest=True),
        late_fee=1_200,
    )

    plan = played([card], MINIMUMS, [0, 100_000], months=2)

    assert plan.debts[0].missed == (0,)
    assert plan.debts[0].fees == 1_200
    # 103,200 is owed; 1 % of the 102,000 before the fee, the fee, and 2 % interest on 103,200.
    assert plan.debts[0].payments[1] == 1_020 + 1_200 + 2_064


def test_the_last_instalment_of_a_loan_takes_all_that_is_left():
    loan = debt("Loan", 100_000, 0, minimum=Minimum(floor=10_000, ends=date(2026, 4, 1)))

    plan = played([loan], MINIMUMS, 100_000)

    assert plan.debts[0].payments == (10_000, 10_000, 80_000)


def test_due_days_follow_the_day_of_the_month_and_the_first_one_is_after_the_start():
    terms = debt("Card", 1, due_day=31)

    days = due_days(terms, start=date(2026, 1, 31), count=3)

    assert days == (
        date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30),
    )  # fmt: skip


# -- too little money ------------------------------------------------------------------------------


def test_money_below_the_minimums_is_a_finding_with_the_least_that_covers_them():
    debts = [
        debt("Rent arrears", 60_000, minimum=Minimum(floor=10_000), priority="priority"),
        debt("Card", 100_000, 2000, minimum=Minimum(floor=5_000), late_fee=1_200),
    ]

    found = plan_payoff(debts, budget=12_000, start=START)

    assert found.least_budget == 15_000
    assert "money.debts.minimums-not-covered" in {f.code for f in found.findings}
    assert found.plan("avalanche").debts[0].missed == ()  # the priority debt is paid first
    assert found.plan("least").debts[0].missed == ()
    assert found.plan("least").missed <= found.plan("avalanche").missed


def test_a_debt_that_grows_at_its_minimum_payment_is_named():
    card = debt("Card", 100_000, 3600, minimum=Minimum(floor=500, share=BasisPoints(100)))

    found = plan_payoff([card], budget=10_000, start=START)

    grows = [f for f in found.findings if f.code == "money.debts.grows"]
    assert [f.where for f in grows] == ["Card"]
    assert found.plan("minimums").months is None


def test_priority_and_secured_debts_are_named():
    debts = [
        debt("Council tax", 10_000, priority="priority"),
        debt("Car", 10_000, secured=True),
        debt("Card", 10_000),
    ]

    found = plan_payoff(debts, budget=10_000, start=START)

    flagged = [f.where for f in found.findings if f.code == "money.debts.priority"]
    assert flagged == ["Council tax", "Car"]


def test_without_money_nothing_ends_and_nothing_breaks():
    card = debt("Card", 10_000, 2400, minimum=Minimum(floor=500), late_fee=1_200)

    found = plan_payoff([card], budget=0, start=START, months=6)

    assert [p.months for p in found.plans] == [None] * 4
    assert found.bound <= found.value


def test_nothing_owed_needs_no_plan():
    found = plan_payoff([debt("Card", 0, 2400)], budget=100, start=START)

    assert [p.months for p in found.plans] == [0] * 4
    assert (found.value, found.bound, found.proven) == (0, 0, True)


# -- bounds and the check --------------------------------------------------------------------------


def test_the_first_bound_is_never_above_the_one_with_the_proof():
    debts = [
        debt("A", 200_000, 2900, minimum=Minimum(floor=2_500, share=BasisPoints(200))),
        debt("B", 90_000, 900, minimum=Minimum(floor=2_500, share=BasisPoints(300))),
        debt("C", 50_000, 1900, offers=(Offer(30_000, date(2026, 6, 1), date(2026, 8, 31)),)),
    ]

    found = plan_payoff(debts, budget=15_000, start=START)
    first = quick_bound(debts, budget=15_000, start=START)

    assert 0 < first <= found.bound <= found.value


def test_missing_a_minimum_for_its_price_is_only_ever_cheaper():
    """Not the default: what a default brings is in no figure."""
    debts = [
        debt("A", 100_000, 3900, minimum=Minimum(floor=2_000), late_fee=100),
        debt("B", 100_000, 0, minimum=Minimum(floor=6_000), late_fee=100),
    ]

    kept = plan_payoff(debts, budget=10_000, start=START)
    priced = plan_payoff(debts, budget=10_000, start=START, manner=Manner(misses="priced"))

    assert kept.plan("least").missed == 0
    assert priced.plan("least").missed > 0
    assert priced.value < kept.value


def test_the_cost_within_a_horizon_counts_what_is_left_then():
    calendar = calendar_of([debt("A", 100_000)], budget=10_000, start=START, count=20)
    plan = play(calendar, AVALANCHE, name="plan")

    assert cost_within(plan, calendar, months=3) == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("balances", (1, 2, 3)),
        ("interest", 1),
        ("fees", 1),
        ("missed", (0,)),
        ("paid", 1),
        ("payments", (10_000, -1, 0)),
        ("payments", (90_000, 0, 0)),
    ],
)
def test_a_plan_with_one_wrong_figure_does_not_pass_the_check(field, value):
    debts = [debt("A", 20_000, 1200, minimum=Minimum(floor=5_000))]
    plan = played(debts, AVALANCHE, 10_000)
    wrong = replace(plan, debts=(replace(plan.debts[0], **{field: value}),))

    assert check_plan(plan, debts=debts, budget=10_000, start=START) == ()
    assert check_plan(wrong, debts=debts, budget=10_000, start=START) != ()


def test_an_offer_taken_after_its_last_day_does_not_pass_the_check():
    early = [debt("A", 20_000, offers=(Offer(8_000, START, date(2026, 2, 1)),))]
    late = [debt("A", 20_000, offers=(Offer(8_000, date(2026, 5, 1), date(2026, 6, 1)),))]
    plan = played(early, AVALANCHE, 10_000)

    (fault,) = check_plan(plan, debts=late, budget=10_000, start=START)

    assert fault.code == "money.debts.check-offer"


def test_a_way_that_spends_what_is_not_there_is_refused():
    with pytest.raises(PaymentNotPossibleError, match="more than there is"):
        played([debt("A", 20_000)], lambda *_: [Payment(10_001)], 10_000)


def test_a_way_that_pays_more_than_is_owed_is_refused():
    with pytest.raises(PaymentNotPossibleError, match="cannot be paid"):
        played([debt("A", 5_000)], lambda *_: [Payment(5_001)], 10_000)


# -- terms that no debt can have -------------------------------------------------------------------


@pytest.mark.parametrize(
    "told",
    [
        {"balance": -1},
        {"rates": ()},
        {"rates": (RateFrom(START, BasisPoints(1)), RateFrom(START, BasisPoints(2)))},
        {"minimum": Minimum(share=BasisPoints(10_001))},
        {"due_day": 32},
        {"late_fee": -1},
    ],
)
def test_terms_that_contradict_themselves_are_refused(told):
    with pytest.raises(TermsNotUsableError, match="A:"):
        debt("A", told.pop("balance", 1), **told)


def test_two_currencies_are_not_added_up():
    debts = [debt("A", 100), replace(debt("B", 100), currency="USD")]

    with pytest.raises(TermsNotUsableError, match="currency"):
        plan_payoff(debts, budget=100, start=START)


def test_money_below_zero_is_refused():
    with pytest.raises(TermsNotUsableError, match="below zero"):
        plan_payoff([debt("A", 100)], budget=-1, start=START)
