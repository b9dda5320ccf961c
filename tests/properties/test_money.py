"""What must hold for any runway."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kinhold.domain.money import Money
from kinhold.engines.money.due_dates import DueItem
from kinhold.engines.money.runway import LOOK_AHEAD, project

DAY = date(2026, 11, 22)


def item(label, direction, ahead, minor, priority):
    return DueItem(
        label=label, direction=direction, due=DAY + timedelta(days=ahead), amount=Money(minor, "GBP"),
        priority=priority, grace=0, certainty="sure", settled=False, payer="", note="", fact_ids=(label,),
    )  # fmt: skip


bills = st.builds(
    item,
    st.sampled_from("abcd"),
    st.just("out"),
    st.integers(0, 90),
    st.integers(1, 90000),
    st.sampled_from(["priority", "essential", "other"]),
)
incomes = st.builds(
    item,
    st.sampled_from("xy"),
    st.just("in"),
    st.integers(0, 90),
    st.integers(1, 90000),
    st.just("other"),
)
flows = st.lists(bills, max_size=8).flatmap(
    lambda b: st.lists(incomes, max_size=5).map(lambda i: b + i)
)


def run(items, opening):
    return project(items, opening=Money(opening, "GBP"), on=DAY, horizon=120)


@given(items=flows, opening=st.integers(0, 200000))
def test_money_is_conserved(items, opening):
    runway = run(items, opening)
    came = sum(i.amount.minor for i in items if i.direction == "in")
    owed = sum(i.amount.minor for i in items if i.direction == "out")
    still_open = opening + came - runway.balances[-1]

    assert 0 <= still_open <= owed


@given(items=flows, opening=st.integers(0, 200000))
def test_a_balance_never_falls_below_nothing(items, opening):
    assert min(run(items, opening).balances) >= 0


@given(items=flows, opening=st.integers(0, 200000))
def test_within_a_month_no_lesser_bill_costs_a_higher_one(items, opening):
    items = [i for i in items if (i.due - DAY).days <= LOOK_AHEAD]
    higher = [i for i in items if i.direction == "in" or i.priority != "other"]

    def missed(which):
        found = project(which, opening=Money(opening, "GBP"), on=DAY, horizon=LOOK_AHEAD + 1).missed
        return {m.item.due: m.item for m in found if m.item.priority != "other"}

    assert missed(items) == missed(higher)


@given(items=flows, opening=st.integers(0, 200000), more=st.integers(1, 100000))
def test_more_money_never_shortens_the_runway_of_priority_bills(items, opening, more):
    """With lesser bills among them it can: more money may pay one on its day, and lack later."""
    items = [i for i in items if i.direction == "in" or i.priority == "priority"]

    assert run(items, opening + more).days >= run(items, opening).days


@given(items=flows, opening=st.integers(0, 200000), seed=st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_listed_does_not_matter(items, opening, seed):
    shuffled = list(items)
    seed.shuffle(shuffled)

    assert run(shuffled, opening).balances == run(items, opening).balances


def test_of_two_bills_of_one_name_and_day_the_smaller_is_paid_first():
    twins = [item("b", "out", 0, 2, "priority"), item("b", "out", 0, 1, "priority")]

    assert run(twins, 2).balances == run(twins[::-1], 2).balances
    assert [m.item.amount.minor for m in run(twins, 2).missed] == [2]


@given(items=flows, opening=st.integers(0, 200000))
def test_a_missed_priority_bill_is_short_by_what_is_not_left_that_day(items, opening):
    runway = run(items, opening)

    for missed in runway.missed:
        if missed.item.priority == "priority":
            left = runway.balances[(missed.day - DAY).days]
            assert missed.shortfall.minor >= missed.item.amount.minor - left > 0
