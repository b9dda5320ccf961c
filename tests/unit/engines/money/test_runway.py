"""Households whose money lasts, or does not, worked out by hand."""

from __future__ import annotations

from datetime import date

from kinhold.api import open_household
from kinhold.engines.money.priorities import consequence
from kinhold.rules.loading import load_rules

BASE = """
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-11-21 person Ruth role=self
2026-11-21 person Danny role=husband
"""
DAY = date(2026, 11, 22)


def money(notes, *, on=DAY):
    with open_household(None) as home:
        parsed = home.import_notation(BASE + notes)
        assert parsed.findings == ()
        return home.money(on=on)


def test_the_lowest_point_before_pay_day_and_the_first_missed_rent_are_found():
    """
    500 on 22 November; rent 800 on the 1st; wage 600 on the 28th.
    1 Dec: 500 + 600 − 800 = 300. 28 Dec: 900. 1 Jan: 100. 28 Jan: 700. 1 Feb: rent 800, short by 100.
    """
    page = money("""
2026-11-22 balance Current amount=500
2026-11-28 income Wage amount=600 each=month:28 type=wage to=Ruth
2026-12-01 bill Rent amount=800 each=month:1 type=rent
""")

    assert (page.lowest, page.lowest_day) == (50000, "2026-11-22")
    assert page.runway_days == (date(2027, 2, 1) - DAY).days
    assert page.missed[0] == "Rent on Mon 1 Feb: short by £100, can be paid on Sun 28 Feb"


def test_grace_days_pass_before_a_bill_counts_as_missed():
    page = money("""
2026-11-22 balance Current amount=0
2026-12-01 bill Rent amount=800 each=month:1 type=rent grace=7
""")

    assert page.runway_days == (date(2026, 12, 8) - DAY).days


def test_a_card_waits_where_the_rent_needs_the_money():
    """850 there; card 100 today, rent 800 tomorrow, money only on the 1st: rent is paid, the card waits."""
    page = money("""
2026-11-22 balance Current amount=850
2026-11-22 bill Card amount=100 type=card
2026-11-23 bill Rent amount=800 type=rent
2026-12-01 income Wage amount=2000 each=month:1 to=Ruth
""")

    assert page.missed == ("Card on Sun 22 Nov: short by £50, can be paid on Tue 1 Dec",)
    assert page.at_least


def test_money_on_somebodys_word_is_shown_and_not_counted():
    page = money("""
2026-11-22 balance Current amount=500
2026-12-01 bill Rent amount=800 type=rent
2026-11-30 income Half promised amount=400 from=Danny to=Ruth
""")

    assert page.missed == ("Rent on Tue 1 Dec: short by £300",)
    assert page.left_out == ("Half (£400) is promised by Danny and not counted.",)


def test_a_payment_settles_its_bill_and_an_unpaid_one_stays_due():
    """The balance is of the 10th; rent was due on the 15th. Paid, it is gone; unpaid, it is due today."""
    notes = """
2026-11-10 balance Current amount=900
2026-11-15 bill Rent amount=800 type=rent
"""
    paid = money(notes + "2026-11-15 payment Rent amount=800 by=Ruth\n")
    unpaid = money(notes)

    assert paid.due == ()
    assert [d.when for d in unpaid.due] == ["was due Sun 15 Nov"]
    assert unpaid.balances[0] == 10000
    assert paid.balances[0] == 10000


def test_without_a_balance_nothing_is_projected_and_it_is_asked_for():
    page = money("2026-12-01 bill Rent amount=800 each=month:1 type=rent\n")

    assert page.runway_days is None
    assert "money.balance" in [q.code for q in page.questions]


def test_an_amount_without_a_day_is_asked_about_and_not_dated():
    page = money("""
2026-11-22 balance Current amount=900
2026-12-01 bill Rent amount=800 each=month:1 type=rent
../2026-11-21 bill Nursery amount=96 each=week type=childcare
""")

    assert "Nursery" in [q.about for q in page.questions]
    assert "Nursery" not in [d.label for d in page.due]


def test_a_raised_rent_takes_the_place_of_the_old_one():
    page = money("""
2026-11-22 balance Current amount=5000
2026-11-01 bill Rent amount=800 each=month:1 type=rent
2027-01-01 bill Rent amount=850 each=month:1 type=rent
""")

    assert [(d.day, d.amount) for d in page.due] == [("2026-12-01", "£800"), ("2027-01-01", "£850")]


def test_each_signer_can_be_asked_for_the_whole_of_a_joint_debt():
    page = money("""
2026-11-22 balance Current amount=5000
2026-11-28 debt Loan balance=6000 minimum=200 each=month:28 liable=Ruth,Danny shares=50,50 liability=joint-and-several
""")

    assert page.debts[0].whose == "you and Danny together, each for all of it"
    assert "£200 each time instead of £100" in page.debts[0].if_others_pay_nothing
    assert [d.amount for d in page.due if d.label == "Loan"][:1] == ["£200"]


def test_what_is_short_and_when_it_can_be_paid_is_said_first():
    """312 there, rent 400 on the 1st, 350 comes on the 3rd."""
    page = money("""
2026-11-22 balance Current amount=312
2026-12-01 bill Rent amount=400 type=rent
2026-12-03 income Wage amount=350 each=month:3 to=Ruth
""")

    assert page.headline == "Rent on Tue 1 Dec is short by £88. Money comes in on Thu 3 Dec."
    assert page.missed == ("Rent on Tue 1 Dec: short by £88, can be paid on Thu 3 Dec",)


def test_arrears_come_before_the_next_rent():
    """Nothing comes in: the second rent is short by both."""
    page = money("""
2026-11-22 balance Current amount=300
2026-12-01 bill Rent amount=400 each=month:1 type=rent until=2027-01-01
""")

    assert page.missed == (
        "Rent on Tue 1 Dec: short by £100",
        "Rent on Fri 1 Jan: short by £500",
    )


def test_paid_hours_cost_money():
    page = money("""
2026-11-22 balance Current amount=300
2026-11-21 child Isla born=2025-09-12
2026-11-21 person Nan role=childcare_worker
2026-11-21 limits Nan paid=yes price=20
2026-11-21 available Nan each=week:mon at=09:00-17:00
2026-12-01 bill Rent amount=100 type=rent
""")

    assert next((d.when, d.amount) for d in page.due if d.label == "Nan's hours") == (
        "Mon 23 Nov",
        "£160",
    )


def test_another_currency_is_asked_about_and_left_out():
    page = money("""
2026-11-22 balance Current amount=300
2026-12-01 bill Rent amount=100 type=rent
2026-12-02 bill Trip amount=50.00EUR
""")

    assert page.balances[-1] == 20000
    assert "money.currency" in [q.code for q in page.questions]


def test_never_paid_is_not_arrears_without_a_basis():
    page = money("2026-10-01 support Danny none to=Ruth\n2026-11-22 balance Current amount=1\n")

    assert (
        page.support[0].sentence
        == "Nothing was received from Danny: needed and unpaid. It rests on no order or agreement."
    )


def test_every_class_of_bill_says_what_follows_and_where_it_is_written():
    for country in ("uk", "us"):
        found = consequence("rent", rules=load_rules(country), on=DAY)

        assert (found.priority, bool(found.consequence), bool(found.references)) == (
            "priority",
            True,
            True,
        )
    assert consequence("magic beans", rules=load_rules("uk"), on=DAY).priority == "other"
