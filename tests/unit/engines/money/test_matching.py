"""Households that pay, in full or in part, noted by hand and shown by the bank."""

from __future__ import annotations

from datetime import date

import pytest

from kinhold.api import open_household
from kinhold.engines.money.payees import normal_payee

BASE = """
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-11-21 person Ruth role=self
2026-11-21 person Danny role=husband
2026-11-01 balance Current amount=2000
"""
DAY = date(2026, 11, 22)


def money(notes):
    with open_household(None) as home:
        parsed = home.import_notation(BASE + notes)
        assert parsed.findings == ()
        return home.money(on=DAY)


def due(page):
    return [(d.day, d.label, d.amount) for d in page.due]


@pytest.mark.parametrize(
    ("shown", "who"),
    [
        ("DIRECT DEBIT PAYMENT TO BRITISH GAS REF 8821337, MANDATE NO 0042", "BRITISH GAS"),
        ("DD British Gas 03NOV", "BRITISH GAS"),
        ("CARD PAYMENT TO TESCO STORES 2214 ON 01 NOV 2026", "TESCO STORES"),
        ("PURCHASE AUTHORIZED ON 11/03 KROGER #442", "KROGER"),
        ("PAYPAL *NETFLIX", "NETFLIX"),
        ("M&S SIMPLY FOOD", "M&S SIMPLY FOOD"),
        ("TO", "TO"),
        ("4402", "4402"),
        ("", ""),
    ],
)
def test_what_changes_from_line_to_line_is_left_out_of_a_payee(shown, who):
    assert normal_payee(shown) == who


def test_a_line_of_a_statement_pays_the_bill_that_is_called_so():
    page = money("""
2026-11-15 bill Rent amount=800 type=rent to="Hill Lettings"
2026-11-16 transaction Current amount=-800 payee="STANDING ORDER HILL LETTINGS 0042"
""")

    assert due(page) == []
    assert page.balances[0] == 120000


def test_a_line_of_another_payee_pays_no_bill_and_lowers_the_balance():
    page = money("""
2026-11-15 bill Rent amount=800 type=rent to="Hill Lettings"
2026-11-16 transaction Current amount=-800 payee="HILLTOP SPORTS"
""")

    assert due(page) == [("2026-11-15", "Rent", "£800")]
    assert page.balances[0] == 40000


def test_she_may_say_what_a_bill_is_called_on_statements():
    page = money("""
2026-11-15 bill Rent amount=800 type=rent
2026-11-21 payee Rent "MR J OKAFOR"
2026-11-16 transaction Current amount=-800 payee="FPO J OKAFOR" "rent"
2026-11-17 transaction Current amount=-5 payee="MR J OKAFOR"
""")

    assert due(page) == []


def test_part_of_the_rent_leaves_the_rest_due():
    page = money("""
2026-11-15 bill Rent amount=800 type=rent
2026-11-16 payment Rent amount=500 by=Ruth
""")

    assert due(page) == [("2026-11-15", "Rent", "£300")]
    assert page.due[0].note == "£500 of £800 was paid."
    assert page.balances[0] == 120000


def test_an_estimated_bill_is_settled_by_whatever_was_charged():
    page = money("""
2026-11-15 bill Energy amount=110 type=energy
2026-11-16 payment Energy amount=93.20 by=Ruth
""")

    assert due(page) == []


def test_two_rents_paid_at_once_settle_the_one_that_is_open_and_the_next():
    page = money("""
2026-11-15 bill Rent amount=400 each=week type=rent until=2026-11-29
2026-11-15 payment Rent amount=800 by=Ruth
""")

    assert due(page) == [("2026-11-29", "Rent", "£400")]


def test_what_she_noted_and_the_bank_shows_is_one_payment():
    page = money("""
2026-11-15 bill Rent amount=800 each=2weeks type=rent until=2026-11-30
2026-11-15 payment Rent amount=800 by=Ruth
2026-11-17 transaction Current amount=-800 payee=LETTINGS
""")

    assert due(page) == [("2026-11-29", "Rent", "£800")]
    assert page.balances[0] == 120000


def test_two_payments_of_one_amount_are_two_where_the_bank_shows_two():
    page = money("""
2026-11-15 bill Rent amount=100 each=week type=rent until=2026-11-29
2026-11-15 payment Rent amount=100 by=Ruth
2026-11-16 transaction Current amount=-100 payee=RENT
2026-11-21 transaction Current amount=-100 payee=RENT
""")

    assert due(page) == [("2026-11-29", "Rent", "£100")]
    assert page.balances[0] == 180000


def test_a_wage_that_came_in_is_not_expected_again():
    page = money("""
2026-11-20 income Wage amount=600 each=month:20 type=wage to=Ruth from=Ruth
2026-11-19 transaction Current amount=587.40 payee="WAGE ACME LTD"
2026-12-20 bill Rent amount=800 type=rent
""")

    assert page.balances[0] == 258740
    assert due(page) == [("2026-12-20", "Wage", "£600"), ("2026-12-20", "Rent", "£800")]


def test_an_ex_who_pays_his_half_does_not_pay_hers():
    page = money("""
2026-11-15 debt Loan balance=6000 minimum=200 each=month:15 liable=Ruth,Danny liability=joint-and-several
2026-11-14 payment Loan amount=100 by=Danny
""")

    assert due(page)[0] == ("2026-11-15", "Loan", "£100")


def test_money_in_another_currency_is_left_out_and_asked_about():
    page = money("2026-11-20 balance Euros amount=300EUR\n")

    assert ("money.currency", "Euros") in [(q.code, q.about) for q in page.questions]
