"""A month on one sheet, worked by hand: months of weeks, statements, creditors' shares."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.households import MONDAY, carer, child, hours, household

from kinhold.application.budget_headings import group_of
from kinhold.application.budget_lines import a_month, whole
from kinhold.application.budget_sheet import CreditorLine, budget_sheet, shared
from kinhold.application.household_on import Standing
from kinhold.domain.dates import Edtf
from kinhold.domain.finances import BillStated, DebtStated, IncomeStated, TransactionBooked
from kinhold.domain.money import Money
from kinhold.domain.recurrence import parse_recurrence
from kinhold.rules.loading import load_rules


def pounds(minor, currency="GBP"):
    return None if minor is None else Money(minor, currency)


def bill(about, minor, each="month:1", **more):
    rule = parse_recurrence(each) if each else None
    told = {"occurred": Edtf("2026-01-01"), "fact_id": f"bill {about}", **more}
    return BillStated(about=about, amount=pounds(minor), each=rule, **told)


def income(about, minor, each="month:28", **more):
    told = {"occurred": Edtf("2026-01-01"), "fact_id": f"income {about}", **more}
    return IncomeStated(about=about, amount=pounds(minor), each=parse_recurrence(each), **told)


def debt(about, balance, minimum=None, **more):
    return DebtStated(
        fact_id=f"debt {about}", occurred=Edtf("2026-01-01"), about=about, balance=pounds(balance),
        minimum=pounds(minimum), each=parse_recurrence("month:28"), **more,
    )  # fmt: skip


def line(day, minor, payee):
    return TransactionBooked(
        fact_id=f"{payee} {day}", occurred=Edtf(day.isoformat()), about="Current",
        amount=Money(minor, "GBP"), payee=payee,
    )  # fmt: skip


def sheet_of(*members, on=MONDAY, **fields):
    known = household(carer("Emily", main=True), child("Noah"), *members, **{"on": on, **fields})
    return budget_sheet(standing=Standing(known, load_rules(known.country), {}), on=on)


def lines_of(part):
    return {x.label: x for g in part.groups for x in g.lines}


@pytest.mark.parametrize(
    ("each", "times"),
    [
        ("week", Fraction(52, 12)), ("2weeks:fri", Fraction(26, 12)), ("4weeks:tue", Fraction(13, 12)),
        ("week:mon,thu", Fraction(104, 12)), ("month", 1), ("month:1,15", 2), ("3months", Fraction(1, 3)),
        ("year", Fraction(1, 12)), ("day", Fraction(365, 12)), ("month:1fri", 1),
        ("month:5fri", Fraction(557, 1600)),
    ],
)  # fmt: skip
def test_how_often_a_month_something_falls_is_exact(each, times):
    assert a_month(parse_recurrence(each)) == times


@pytest.mark.parametrize(("figure", "minor"), [("1/2", 1), ("-1/2", -1), ("7/5", 1), ("-8/5", -2)])
def test_a_figure_is_rounded_once_with_a_half_away_from_nothing(figure, minor):
    assert whole(Fraction(figure)) == minor


def test_a_household_worked_by_hand():
    sheet = sheet_of(
        incomes=(
            income("Wage", 1_240_00, type="wage"),
            income("Child Benefit", 104_20, "4weeks:tue", type="benefit"),
            income("His half", 390_00, certainty="promised", payer="Danny"),
        ),
        bills=(
            bill("Rent", 780_00, type="rent"),
            bill("Nursery", 96_00, "week:mon", type="childcare"),
            bill("Broadband", 27_50, type="broadband"),
            bill("Bus", 21_00, "week", type="bus"),
            bill("Licence", 174_50, "year", type="tv-licence"),
        ),
    )

    # 104.20 × 13/12 = 112.88; 96 × 52/12 = 416; 21 × 52/12 = 91; 174.50 / 12 = 14.54
    assert sheet.income.minor == 1_240_00 + 112_88
    assert sheet.fixed.minor == 780_00 + 416_00 + 14_54
    assert sheet.flexible.minor == 27_50 + 91_00
    assert sheet.left == 1_352_88 - 1_210_54 - 118_50
    assert "His half (£390 a month) is promised by Danny and not counted." in sheet.left_out


def test_totals_are_the_sums_of_their_lines():
    sheet = sheet_of(
        bills=tuple(bill(f"Bill {n}", 1_01 + n, "week", type="food") for n in range(7)),
        incomes=(income("Wage", 999_99, "2weeks"),),
    )

    for part in sheet.parts():
        assert part.minor == sum(x.minor for g in part.groups for x in g.lines)
    assert sheet.left == sheet.income.minor - sheet.spending


def month_ends(count):
    return [date(2026, month, 3) for month in range(11 - count, 11)]


def test_what_statements_show_takes_the_place_of_what_was_stated():
    paid = (118_00, 131_00, 125_00, 119_00)
    booked = [
        line(day, -minor, "BRITISH GAS") for day, minor in zip(month_ends(4), paid, strict=True)
    ]
    ends = (line(date(2026, 6, 30), -1, "X"), line(date(2026, 10, 31), -1, "X"))
    sheet = sheet_of(
        bills=(bill("Energy", 100_00, type="energy", payee="British Gas"),),
        booked=tuple(sorted((*booked, *ends), key=lambda f: f.occurred)),
    )

    energy = lines_of(sheet.fixed)["Energy"]
    assert (energy.minor, energy.rests_on) == (122_00, "from statements")
    assert set(energy.fact_ids) == {"bill Energy", *(f.fact_id for f in booked)}


def test_statements_that_ended_long_ago_are_not_taken_for_how_it_is_now():
    days = [date(2026, month, 3) for month in range(2, 9)]
    sheet = sheet_of(
        bills=(bill("Energy", 100_00, type="energy"),),
        booked=tuple(line(day, -80_00, "ENERGY") for day in days),
    )

    assert lines_of(sheet.fixed)["Energy"].minor == 100_00


def test_a_weekly_bill_on_statements_is_not_low_in_months_of_four_weeks():
    days = [date(2026, 7, 3) + timedelta(days=7 * n) for n in range(17)]
    sheet = sheet_of(
        bills=(bill("Nursery", 90_00, "week:fri", type="childcare"),),
        booked=tuple(line(day, -96_00, "NURSERY") for day in days),
    )

    assert lines_of(sheet.fixed)["Nursery"].minor == 416_00


def test_a_yearly_bill_keeps_its_stated_figure():
    booked = tuple(line(date(2026, m, 3), -10 if m != 8 else -120_00, "AVIVA" if m == 8 else "X") for m in range(5, 11))  # fmt: skip
    sheet = sheet_of(bills=(bill("Aviva", 120_00, "year", type="car-insurance"),), booked=booked)

    insured = lines_of(sheet.fixed)["Aviva"]
    assert (insured.minor, insured.rests_on) == (10_00, "stated")


def test_a_bill_of_unknown_size_or_kind_is_asked_about():
    sheet = sheet_of(bills=(bill("Gym", None, type="gym"), bill("Zorb", 10_00)))

    assert [q.code for q in sheet.questions] == ["sheet.bill-amount", "sheet.type"]
    assert sheet.flexible.minor == 10_00


def test_a_payment_that_falls_once_is_no_monthly_cost():
    sheet = sheet_of(bills=(bill("Boiler", 300_00, "", type="repairs"),))

    assert sheet.spending == 0
    assert sheet.left_out == ("Boiler (£300) falls once, not each month.",)


def test_creditors_share_what_is_left_by_balance_and_priority_debts_come_first():
    sheet = sheet_of(
        incomes=(income("Wage", 200_00, type="wage"),),
        debts=(
            debt("Visa", 900_00, 40_00, type="card"),
            debt("Store", 300_00, 20_00, type="card", liable=("Emily", "Danny")),
            debt("Council tax 2025", 500_00, 50_00, type="council-tax"),
            debt("His loan", 100_00, liable=("Danny",)),
        ),
    )

    # 200 − 50 to the council leaves 150: three quarters and one quarter of it.
    assert [(c.label, c.share) for c in sheet.other] == [("Visa", 112_50), ("Store", 37_50)]
    assert [(c.label, c.balance) for c in sheet.priority] == [("Council tax 2025", 500_00)]
    assert (sheet.other[1].joint, sheet.other[1].whose) == (True, "Emily and Danny")
    assert lines_of(sheet.fixed)["Council tax 2025"].minor == 50_00


def test_nothing_is_shared_where_nothing_is_left():
    sheet = sheet_of(bills=(bill("Rent", 10_00, type="rent"),), debts=(debt("Visa", 900_00),))

    assert (sheet.left, sheet.other[0].share) == (-10_00, 0)


@given(
    balances=st.lists(st.none() | st.integers(0, 10**7), max_size=8),
    left=st.integers(-(10**6), 10**7),
)
def test_shares_come_to_what_is_left_and_never_to_more_than_is_owed(balances, left):
    lines = [CreditorLine(str(n), "", b, None, "", False, None, "", ()) for n, b in enumerate(balances)]  # fmt: skip
    made = shared(lines, left)

    owed = sum(b or 0 for b in balances)
    assert sum(c.share or 0 for c in made) == max(0, min(left, owed))
    assert all(0 <= c.share <= c.balance for c in made if c.share is not None)


def test_a_mortgage_is_a_cost_of_the_home_and_only_what_is_behind_is_a_debt():
    mortgage = debt("Mortgage", 90_000_00, 650_00, type="mortgage", arrears=Money(1_300_00, "GBP"))
    sheet = sheet_of(debts=(mortgage, debt("Second", 10_000_00, 90_00, type="second-mortgage")))

    assert sheet.fixed.groups[0].minor == 740_00
    assert [(c.label, c.balance) for c in sheet.priority] == [("Mortgage", 1_300_00)]


def test_paid_care_is_a_cost_at_its_price():
    nanny = carer("Priya", available=[hours("week:thu", "18:00-20:30")], price="12.00")

    # 2.5 hours × £12 × 52/12 = £130
    assert lines_of(sheet_of(nanny).fixed)["Priya’s hours"].minor == 130_00


def test_everyday_spending_is_what_statements_show_less_what_was_told_of_it():
    days = [MONDAY - timedelta(days=ahead) for ahead in range(1, 85)]
    sheet = sheet_of(
        bills=(bill("Food", 42_00, "week:fri", type="food"),),
        booked=tuple(line(day, -10_00, "SHOP") for day in reversed(days)),
    )

    # £70 a week is £303.33 a month, of which £182 was told as food.
    assert lines_of(sheet.flexible)["Other spending"].minor == 303_33 - 182_00


def test_types_of_bills_find_their_heading():
    assert [group_of(t) for t in ("Council Tax", "car_insurance", "car-repairs", "zorb")] == [
        "home", "insurance", "travel", "",
    ]  # fmt: skip


def test_who_lives_there_is_listed_with_ages_of_children():
    assert [(p.name, p.child) for p in sheet_of().people] == [("Emily", False), ("Noah", True)]
