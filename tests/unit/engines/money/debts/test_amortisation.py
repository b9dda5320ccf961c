"""Loans of every shape, and what must hold of each."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest

from kinhold.engines.money.debts.accrual import (
    CANADIAN,
    UK_DAILY,
    US_CARD,
    US_STUDENT,
    Convention,
    growth,
    month_after,
    power,
    rounded,
)
from kinhold.engines.money.debts.amortisation import (
    Loan,
    LoanNotUsableError,
    PaidOn,
    RateStep,
    due_day,
    payment_of,
    schedule_of,
    simple_interest_rows,
)

START = date(2026, 1, 31)


def percent(rate: str) -> Fraction:
    return Fraction(rate) / 100


def test_interest_only_payments_are_the_interest_and_the_rest_is_paid_in_what_remains():
    """CFPB's interest-only sample: 211,000 at 4 % costs 703.33 while nothing is paid off."""
    loan = Loan(principal=21_100_000, rate=percent("4"), payments=360, interest_only=60)

    rows = schedule_of(loan).rows

    assert {r.payment for r in rows[:60]} == {70_333}
    assert (rows[59].balance, rows[-1].balance) == (21_100_000, 0)


def test_a_balloon_is_what_is_left_with_the_last_payment():
    loan = Loan(principal=17_100_000, rate=percent("4.375"), payments=360, term=84)

    schedule = schedule_of(loan)

    assert (schedule.rows[-1].balance, schedule.balloon) == (14_840_917, 14_840_917)
    assert schedule.paid == 84 * 85_378 + 14_840_917


def test_a_rate_step_without_a_recast_keeps_the_payment_and_the_last_one_takes_the_rest():
    loan = Loan(
        principal=1_000_000,
        rate=percent("5"),
        payments=24,
        steps=(RateStep(13, percent("6"), recast=False),),
    )

    rows = schedule_of(loan).rows

    assert {r.payment for r in rows[:-1]} == {payment_of(loan)}
    assert rows[-1].payment > payment_of(loan)


def test_a_loan_without_interest_is_paid_in_equal_parts():
    loan = Loan(principal=100_000, rate=Fraction(0), payments=3)

    rows = schedule_of(loan).rows

    assert [r.payment for r in rows] == [33_333, 33_333, 33_334]


def test_a_payment_that_was_agreed_on_ends_the_loan_when_it_is_paid():
    loan = Loan(principal=100_000, rate=percent("12"), payments=60, payment=50_000)

    rows = schedule_of(loan).rows

    assert [r.payment for r in rows] == [50_000, 50_000, 1_525]


def test_by_fortnight_the_days_are_fourteen_apart():
    loan = Loan(principal=100_000, rate=percent("6"), payments=4, every="fortnight", first=START)

    days = [r.day for r in schedule_of(loan).rows]

    assert days == [START + timedelta(days=14 * n) for n in range(1, 5)]


@pytest.mark.parametrize(
    ("every", "second"),
    [
        ("month", date(2026, 3, 31)),
        ("week", date(2026, 2, 14)),
        ("half-month", date(2026, 2, 28)),
        ("quarter", date(2026, 7, 31)),
        ("half-year", date(2027, 1, 31)),
        ("year", date(2028, 1, 31)),
    ],
)
def test_payments_fall_on_the_last_day_of_a_month_that_is_too_short(every, second):
    loan = Loan(principal=100_000, rate=percent("6"), payments=4, every=every, first=START)

    assert due_day(loan, 2) == second


def test_counted_days_make_february_cheaper_than_march():
    loan = Loan(
        principal=1_000_000,
        rate=percent("36.5"),
        payments=12,
        first=date(2026, 1, 31),
        convention=UK_DAILY,
    )

    rows = schedule_of(loan).rows

    assert rows[0].interest == 28_000  # 28 days at a thousandth of the balance each
    assert rows[0].principal + rows[0].interest == rows[0].payment


def test_a_card_compounds_day_by_day():
    grown = growth(
        percent("36.5"), START, START + timedelta(days=2), convention=US_CARD, part=Fraction(0)
    )

    assert grown == Fraction(1001, 1000) ** 2 - 1


def test_a_canadian_rate_gives_its_half_year_back():
    half = growth(percent("5"), START, START, convention=CANADIAN, part=Fraction(1, 2))
    month = growth(percent("5"), START, START, convention=CANADIAN, part=Fraction(1, 12))

    assert half == Fraction(25, 1000)
    assert abs((1 + month) ** 6 - Fraction(1025, 1000)) < Fraction(1, 10**45)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 1, 31), date(2026, 3, 31), 60),
        (date(2026, 1, 15), date(2026, 3, 31), 76),
        (date(2026, 2, 28), date(2026, 3, 31), 33),
    ],
)
def test_months_of_thirty_days_count_as_the_bond_basis_does(first, last, days):
    counted = growth(
        Fraction(1), first, last, convention=Convention(days="30/360"), part=Fraction(0)
    )

    assert counted == Fraction(days, 360)


@pytest.mark.parametrize(
    ("amount", "how", "whole"),
    [
        ("0.5", "half-up", 1),
        ("0.5", "half-even", 0),
        ("1.5", "half-even", 2),
        ("-0.5", "half-up", -1),
        ("0.01", "up", 1),
        ("0.99", "down", 0),
        ("-1.01", "up", -2),
        ("2", "up", 2),
    ],
)
def test_half_a_cent_goes_where_the_convention_says(amount, how, whole):
    assert rounded(Fraction(amount), how) == whole


def test_half_a_cent_of_the_first_month_shows_in_the_first_row():
    """100,001.25 at 4.8 % costs exactly 400.005 in its first month."""
    up, even = (
        schedule_of(
            Loan(
                principal=10_000_125,
                rate=percent("4.8"),
                payments=360,
                convention=Convention(rounding=how),
            )
        ).rows[0]
        for how in ("half-up", "half-even")
    )

    assert (up.interest, even.interest) == (40_001, 40_000)


def test_a_root_is_exact_to_fifty_digits():
    root = power(Fraction(2), Fraction(1, 2))

    assert abs(root * root - 2) < Fraction(1, 10**48)


# -- simple daily interest -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("balance", "rate", "days", "interest", "left"),
    [
        (860_000, "8.5", 28, 5_604, 850_604),  # the daily interest calculator of aie.org
        (1_500_000, "6.8", 15, 4_189, 1_489_189),  # Edfinancial Services, a federal loan servicer
    ],
)
def test_a_servicers_example_of_daily_interest_comes_out_to_the_cent(
    balance, rate, days, interest, left
):
    loan = Loan(
        principal=balance, rate=percent(rate), payments=1, first=START, convention=US_STUDENT
    )

    (row,) = simple_interest_rows(loan, [PaidOn(START + timedelta(days=days), 15_000)]).rows

    assert (row.interest, row.balance) == (interest, left)


def test_interest_that_a_payment_does_not_cover_waits_and_bears_none():
    loan = Loan(
        principal=1_000_000, rate=percent("36.5"), payments=1, first=START, convention=UK_DAILY
    )
    late = [PaidOn(START + timedelta(days=n), amount) for n, amount in ((10, 4_000), (20, 20_000))]

    first, second = simple_interest_rows(loan, late).rows

    assert (first.interest, first.principal) == (4_000, 0)
    assert (second.interest, second.principal) == (16_000, 4_000)  # 6,000 waited, 10,000 are new


def test_the_last_payment_is_no_more_than_what_is_owed():
    loan = Loan(principal=10_000, rate=percent("10"), payments=1, first=START, convention=UK_DAILY)

    schedule = simple_interest_rows(loan, [PaidOn(START + timedelta(days=365), 50_000)])

    assert (schedule.paid, schedule.balloon) == (11_000, 0)
    assert schedule.paid_off == START + timedelta(days=365)


# -- what no loan can be ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "figures",
    [
        {"principal": -1, "rate": Fraction(0), "payments": 1},
        {"principal": 1, "rate": Fraction(0), "payments": 0},
        {"principal": 1, "rate": Fraction(-1), "payments": 1},
        {"principal": 1, "rate": Fraction(0), "payments": 2, "term": 3},
        {"principal": 1, "rate": Fraction(0), "payments": 2, "interest_only": 2},
        {"principal": 1, "rate": Fraction(0), "payments": 2, "convention": UK_DAILY},
    ],
)
def test_figures_that_no_loan_can_have_are_refused_with_a_sentence(figures):
    with pytest.raises(LoanNotUsableError, match=r"\."):
        Loan(**figures)


def test_payments_out_of_order_are_refused():
    loan = Loan(principal=1, rate=Fraction(0), payments=1, first=START, convention=UK_DAILY)

    with pytest.raises(LoanNotUsableError, match="order"):
        simple_interest_rows(loan, [PaidOn(START - timedelta(days=1), 1)])


def test_daily_interest_needs_days():
    with pytest.raises(LoanNotUsableError, match="day"):
        simple_interest_rows(Loan(principal=1, rate=Fraction(0), payments=1), [])


def test_a_month_later_can_be_on_another_day():
    assert month_after(date(2026, 12, 5), 2, day=31) == date(2027, 2, 28)
    assert month_after(date(2026, 1, 5), -1) == date(2025, 12, 5)
