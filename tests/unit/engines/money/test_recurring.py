"""Statements on which something comes again."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

import pytest
from tests.households import household

from kinhold.domain.dates import Edtf
from kinhold.domain.fact import Label
from kinhold.domain.finances import (
    Account,
    AccountOpened,
    BillStated,
    IncomeStated,
    PayeeKnown,
    TransactionBooked,
)
from kinhold.domain.money import Money
from kinhold.domain.recurrence import format_recurrence
from kinhold.engines.money.recurring import find_recurring, stopped_incomes, usual_amount
from kinhold.engines.money.recurring_suggested import suggestions_of

ON = date(2026, 11, 22)


def line(day, pounds, payee, *, account="Current", words=""):
    minor = round(pounds * 100)
    return TransactionBooked(
        fact_id=f"{account} {payee} {day} {minor}",
        occurred=Edtf(day.isoformat()),
        about=account,
        amount=Money(minor, "GBP"),
        payee=payee,
        words=words,
    )


def bills(days, pounds, payee="BRITISH GAS", **more):
    sizes = pounds if isinstance(pounds, list) else [pounds] * len(days)
    return [line(day, size, payee, **more) for day, size in zip(days, sizes, strict=True)]


def every(days, times, last):
    return [last - timedelta(days=days * n) for n in reversed(range(times))]


def monthly(number, times, *, until=(2026, 11)):
    first = until[0] * 12 + until[1] - times
    months = [divmod(first + n, 12) for n in range(times)]
    return [date(y, m + 1, min(number, monthrange(y, m + 1)[1])) for y, m in months]


def after_weekends(days):
    return [d + timedelta(days=(7 - d.weekday()) % 7 if d.weekday() > 4 else 0) for d in days]


def before_weekends(days):
    return [d - timedelta(days=max(0, d.weekday() - 4)) for d in days]


def one(lines, *, on=ON):
    found = find_recurring(lines, on=on)
    assert len(found) == 1
    return found[0]


def each(lines, *, on=ON):
    return [format_recurrence(r.each) for r in find_recurring(lines, on=on)]


# -- schedules -------------------------------------------------------------------------------------


def test_a_direct_debit_that_waits_for_monday_is_on_its_day():
    found = one(bills(after_weekends(monthly(3, 11)), -42.10))

    assert (format_recurrence(found.each), found.next) == ("month:3", date(2026, 12, 3))
    assert (found.seen, found.missed, found.on_day) == (11, 0, 11)


def test_a_wage_that_comes_before_a_weekend_is_on_its_day():
    found = one(bills(before_weekends(monthly(28, 9, until=(2026, 10))), 1650, "ACME LTD"))

    assert (format_recurrence(found.each), found.direction) == ("month:28", "in")
    assert found.next == date(2026, 11, 28)


def test_the_last_day_of_a_month_is_the_last_of_each():
    assert each(bills(monthly(31, 8, until=(2026, 10)), -9)) == ["month:last"]


def test_the_thirtieth_is_not_the_last_day():
    assert each(bills(monthly(30, 8, until=(2026, 10)), -9)) == ["month:30"]


def test_a_bank_holiday_moves_one_payment_and_not_the_schedule():
    days = monthly(25, 13, until=(2026, 11))
    days[1] = date(2025, 12, 29)  # Christmas and Boxing Day, then a weekend

    found = one(bills(days, -15), on=date(2026, 11, 26))

    assert (format_recurrence(found.each), found.seen, found.missed) == ("month:25", 13, 0)


@pytest.mark.parametrize(
    ("days", "times", "said"),
    [(7, 6, "week:fri"), (14, 5, "2weeks:fri"), (28, 6, "4weeks:fri"), (30, 8, "30days")],
)
def test_steps_of_days_are_told_from_months(days, times, said):
    found = one(bills(every(days, times, date(2026, 11, 20)), 120, "DWP UC"))

    assert format_recurrence(found.each) == said
    assert found.next == date(2026, 11, 20) + timedelta(days=days)


def test_a_benefit_on_the_second_wednesday_is_no_day_of_the_month():
    days = [date(2026, 7, 8), date(2026, 8, 12), date(2026, 9, 9), date(2026, 10, 14)]

    assert each([*bills(days, 900, "SSA TREAS"), line(date(2026, 11, 11), 900, "SSA TREAS")]) == ["month:2wed"]  # fmt: skip


def test_a_quarter_a_half_year_and_a_year():
    water = bills([date(2026, m, 5) for m in (2, 5, 8, 11)], -90, "THAMES WATER")
    car = bills([date(2025, 10, 1), date(2026, 4, 1), date(2026, 10, 1)], -140, "CAR COVER")
    tv = bills([date(2025, 9, 12), date(2026, 9, 12)], -174.50, "TV LICENCE")

    found = find_recurring([*water, *car, *tv], on=ON)

    assert {r.payee: (format_recurrence(r.each), r.next) for r in found} == {
        "THAMES WATER": ("3months:5", date(2027, 2, 5)),
        "CAR COVER": ("6months:1", date(2027, 4, 1)),
        "TV LICENCE": ("year", date(2027, 9, 12)),
    }


def test_what_came_twice_a_year_apart_at_two_sizes_is_not_yearly():
    days = [date(2025, 9, 12), date(2026, 9, 12)]

    assert each(bills(days, [-40, -120], "GARDEN CENTRE")) == []


def test_two_payments_a_month_apart_are_too_few():
    assert each(bills(monthly(3, 2), -42)) == []


def test_three_payments_on_any_days_are_no_schedule():
    days = [date(2026, 8, 2), date(2026, 9, 9), date(2026, 11, 3)]

    assert each(bills(days, [-12, -30, -8], "CORNER SHOP")) == []


# -- going on, and not -----------------------------------------------------------------------------


def test_what_is_overdue_by_more_than_it_ever_was_has_ended():
    days = monthly(3, 9, until=(2026, 10))

    assert each(bills(days, -42), on=date(2026, 11, 9)) == ["month:3"]
    assert each(bills(days, -42), on=date(2026, 11, 10)) == []


def test_one_that_did_not_come_is_counted():
    days = monthly(3, 9)
    del days[4]

    found = one(bills(days, -42))

    assert (found.seen, found.missed) == (8, 1)


def test_a_schedule_that_moved_a_year_ago_is_found_where_it_is_now():
    old, new = monthly(3, 12, until=(2025, 9)), monthly(17, 13)

    assert each(bills([*old, *new], -42)) == ["month:17"]


def test_an_income_that_stopped_is_named():
    wage = bills(monthly(28, 9, until=(2026, 8)), 1650, "ACME LTD")
    benefit = bills(monthly(10, 9), 120, "DWP UC")

    assert [r.payee for r in stopped_incomes([*wage, *benefit], on=ON)] == ["ACME LTD"]


# -- amounts ---------------------------------------------------------------------------------------


def test_after_a_price_rise_the_new_price_counts():
    sizes = [-42.10] * 8 + [-45.60] * 3

    found = one(bills(monthly(3, 11), sizes))

    assert (found.amount, found.varies) == (Money(45_60, "GBP"), 0)


def test_a_small_rise_counts_at_once_and_a_thirteenth_wage_does_not():
    assert usual_amount([1000] * 6 + [1050]) == (1050, 0)
    assert usual_amount([1000] * 6 + [1500]) == (1000, 0)


def test_a_meter_varies_about_its_middle():
    found = one(bills(monthly(3, 6), [-80, -95, -60, -110, -70, -90]))

    assert found.amount == Money(85_00, "GBP")
    assert 1500 < found.varies < 2500


# -- payees ----------------------------------------------------------------------------------------


def test_numbers_and_dates_of_a_payee_do_not_divide_it():
    days = monthly(3, 6)
    lines = [line(d, -42, f"DD BRITISH GAS {8000 + n} {d:%d%b}") for n, d in enumerate(days)]

    assert one(lines).payee == lines[-1].payee


def test_two_policies_of_one_insurer_on_one_day_are_two():
    home, car = bills(monthly(5, 8), -18.20, "AVIVA"), bills(monthly(5, 8), -61, "AVIVA")

    found = find_recurring([*home, *car], on=ON)

    assert [r.amount.minor for r in found] == [18_20, 61_00]
    assert [r.others for r in found] == [8, 8]


def test_the_same_sum_on_two_days_of_the_month_is_two():
    lines = bills(monthly(1, 8), 700, "ACME") + bills(monthly(15, 8), 700, "ACME")

    assert sorted(each(lines)) == ["month:1", "month:15"]


def test_a_standing_sum_is_found_where_the_bank_names_nobody():
    rent = bills(monthly(1, 8), -850, "")
    rest = bills([ON - timedelta(days=n * 11 % 230) for n in range(20)], [-float(7 + n * 3) for n in range(20)], "")  # fmt: skip

    assert [r.amount.minor for r in find_recurring([*rent, *rest], on=ON)] == [850_00]


def test_the_words_stand_for_a_payee_that_is_not_there():
    lines = bills(monthly(1, 8), -850, "", words="STO LANDLORD REF 11")

    assert one(lines).payee == "STO LANDLORD REF 11"


def test_what_goes_out_and_what_comes_in_are_apart():
    lines = bills(monthly(1, 8), -50, "SAM") + bills(monthly(1, 8), 50, "SAM")

    assert [r.direction for r in find_recurring(lines, on=ON)] == ["in", "out"]


# -- suggestions -----------------------------------------------------------------------------------


def asked(lines, **more):
    home = household(on=ON, currency="GBP", **more)
    return suggestions_of(find_recurring(lines, on=ON), home)


def test_a_new_bill_is_suggested_with_what_statements_call_it():
    (suggested,) = asked(bills(monthly(3, 11), -42.10, "DD BRITISH GAS 8821"))

    bill, known = suggested.facts
    assert (bill.about, bill.type, bill.amount, bill.occurred) == ("British Gas", "energy", Money(42_10, "GBP"), "2026-12-03")  # fmt: skip
    assert known == PayeeKnown(fact_id="", occurred=Edtf("2026-12-03"), about=Label("British Gas"), words="DD BRITISH GAS 8821")  # fmt: skip


def test_a_wage_is_an_income_and_a_varying_one_is_irregular():
    steady = bills(monthly(28, 9, until=(2026, 10)), 1650, "ACME PAYROLL")
    moving = bills(monthly(10, 6), [200, 900, 400, 1500, 100, 700], "MARKET STALL")

    found = {s.label: s.facts[0] for s in asked([*steady, *moving])}

    assert (found["Acme Payroll"].certainty, found["Acme Payroll"].type) == ("sure", "wage")
    assert found["Market Stall"].certainty == "irregular"


def test_what_is_known_is_not_suggested():
    rent = bills(monthly(1, 8), -850, "SO HARBOUR LETS")
    wage = bills(monthly(28, 9, until=(2026, 10)), 1650, "ACME LTD")
    known = {
        "bills": (BillStated(fact_id="b", about=Label("Rent"), payee="Harbour Lets"),),
        "incomes": (IncomeStated(fact_id="i", about=Label("Wage")),),
        "payees": (PayeeKnown(fact_id="p", about=Label("Wage"), words="ACME LTD"),),
    }

    assert asked([*rent, *wage], **known) == ()


def test_a_name_that_stands_for_several_things_is_shown_and_not_offered():
    home, car = bills(monthly(5, 8), -18.20, "AVIVA"), bills(monthly(5, 8), -61, "AVIVA")

    assert [(s.why_not, s.facts) for s in asked([*home, *car])] == [("several", ())] * 2


def test_weekly_shopping_stays_with_everyday_money():
    lines = bills(every(7, 9, date(2026, 11, 20)), [-40.0 - n * 7 % 31 for n in range(9)], "MARKET HALL")  # fmt: skip

    assert [s.why_not for s in asked(lines)] == ["varies"]


def test_money_moved_to_the_own_savings_is_no_bill():
    out = bills(monthly(2, 8), -100, "TO SAVINGS")
    into = bills(monthly(2, 8), 100, "FROM CURRENT", account="Pot")

    assert asked([*out, *into]) == ()


def test_what_a_card_pays_is_paid_with_the_card():
    card = AccountOpened(fact_id="a", about=Label("Card"), type="card", counts=False)
    accounts = (Account(Label("Card"), card, None),)

    assert asked(bills(monthly(2, 8), -8, "NETFLIX", account="Card"), accounts=accounts) == ()


def test_a_suggestion_keeps_its_key_when_another_month_came():
    eight, nine = (asked(bills(monthly(3, n), -42)) for n in (8, 9))

    assert eight[0].key == nine[0].key
