"""A household after a failed café: a joint loan, bills in waves, three years without support, a car.

two-weekly wages of 780 · rent 640 on the 1st · electric, phone, insurance on their days
the café loan, 14,200 at 8 %, 210 a month, both signed · a supplier's card in her name
support from him: no order; 300 a month needed since November 2023, twice 100 came
"""

from __future__ import annotations

import json
from datetime import date

import pytest

from kinhold.api import open_household

DAY = "2026-11-22"
NOTES = """
household zone=America/Chicago country=us region=WI currency=USD of=Nora
2026-11-01 person Nora role=self
2026-11-01 person Paul role=ex_partner
2026-11-01 child Ivy born=2020-04-11
2020-01-01 home Home people=Nora,Ivy tenure=rents
2026-11-20 account Checking type=current holders=Nora
2026-11-20 balance Checking amount=930.00
2026-11-27 income Diner amount=780.00 each=2weeks type=wage to=Nora
2026-12-05 income "Paul's word" promised amount=150.00 each=month:5 from=Paul to=Nora type=support
2026-12-01 bill Rent amount=640.00 each=month:1 type=rent
2026-12-09 bill Electric amount=88.00 each=month:9 type=energy
2026-12-14 bill Phone amount=38.00 each=month:14 type=phone
2027-01-20 bill Insurance amount=410.00 each=year type=insurance
2026-11-24 bill Food amount=85.00 each=week type=food
2026-12-21 debt "Cafe loan" balance=14200.00 rate=8% minimum=210.00 each=month:21 type=business-loan liable=Nora,Paul liability=joint-and-several state=collector defaulted=2024-02-01
2026-12-18 debt "Supplier card" balance=1900.00 rate=23.9% minimum=45.00 percent=2% each=month:18 type=card liable=Nora cards=Paul
2024-06-21 payment "Cafe loan" amount=210.00 by=Nora
2024-07-21 payment "Cafe loan" amount=210.00 by=Nora
2024-08-21 payment "Cafe loan" amount=105.00 by=Paul
2023-11-05 support Paul none to=Nora for=Ivy amount=300.00 each=month:5
2024-05-05 received Paul amount=100.00
2025-01-05 received Paul amount=100.00
"""


@pytest.fixture
def home(tmp_path, kinhold):
    notes, file = tmp_path / "notes.txt", tmp_path / "home.kinhold"
    notes.write_text(NOTES, encoding="utf-8")
    kinhold("import", file, "--notation", notes, check=0)
    return file


def told(kinhold, *words):
    return json.loads(kinhold(*words, "--json", check=0).stdout)


def test_the_money_page_leads_with_the_lowest_point_before_the_wage(kinhold, home):
    page = told(kinhold, "money", home, "--on", DAY)

    assert (
        page["headline"] == "Lowest point: $845 on Tue Nov 24 before money comes in on Fri Nov 27."
    )
    assert (page["lowest"], page["lowest_day"]) == (84500, "2026-11-24")
    assert page["left_out"] == ["Paul's word ($150) is promised by Paul and not counted."]
    assert page["fan"]["paths"] == 10_000


def test_the_loan_is_both_of_theirs_and_all_of_it_can_be_asked_of_her(kinhold, home):
    page = told(kinhold, "debts", "show", home, "--on", DAY)
    loan = next(d for d in page["debts"] if d["label"] == "Cafe loan")

    assert dict(loan["splits"]) == {
        "If everybody pays equal parts": "$105 each time, $7,100 in all",
        "If the others pay nothing": "$210 each time, $14,200 in all",
    }
    assert loan["claims"] == ["You may ask Paul for $157.50 of what was paid (2 payments noted)."]


def test_the_time_of_the_loan_began_anew_for_whoever_paid(kinhold, home):
    page = told(kinhold, "debts", "show", home, "--on", DAY)
    loan = next(d for d in page["debts"] if d["label"] == "Cafe loan")

    assert "you: until July 21, 2030 (begun anew by you on July 21, 2024)" in loan["limit"]["said"]
    assert "Paul: until August 21, 2030" in loan["limit"]["said"]


def test_three_years_are_needed_and_unpaid_and_never_called_arrears(kinhold, home):
    page = told(kinhold, "support", "ledger", home, "--on", DAY)
    (payer,) = page["payers"]

    assert payer["minor"]["needed"] == 37 * 300_00 - 200_00
    assert payer["arrears"] == ""
    assert "needed and unpaid" in payer["headline"]


def test_a_car_is_possible_from_a_month_that_is_named(kinhold, home):
    """Insurance falls due in January; the car's deposit fits once it is saved up."""
    asked = ("--if", "2026-12-05 bill Car amount=600 class=priority")
    page = told(kinhold, "money", home, "--on", DAY, *asked)

    assert not page["holds"]
    assert page["from_month"] > "2026-12-05"
    assert "it holds." in page["answer"]


def test_both_ways_of_paying_stand_beside_the_least_and_its_bound(kinhold, home):
    page = told(kinhold, "debts", "plan", home, "--monthly", "400", "--on", DAY, "--seconds", "10")
    by_name = {plan["name"]: plan for plan in page["plans"]}

    assert set(by_name) == {"least", "avalanche", "snowball", "minimums"}
    assert page["bound"] <= by_name["least"]["cost"] <= by_name["avalanche"]["cost"]


def test_what_may_be_got_is_an_estimate_with_its_working(kinhold, home):
    page = told(kinhold, "entitlements", home, "--on", DAY)
    lines = {line["code"]: line for line in page["lines"]}

    assert lines["us.snap"]["sort"] == "in-kind"
    assert lines["us.eitc"]["minor"] > 0
    assert all(step["href"] for step in lines["us.snap"]["steps"] if step["rule"])


def test_a_token_payment_is_warned_of_before_it_is_written(kinhold, home):
    with open_household(home) as opened:
        today = opened.today_is().isoformat()
    line = f'{today} payment "Cafe loan" amount=5 by=Nora'
    refused = kinhold("add", home, line, check=2)
    kinhold("add", home, line, "--even-so", check=0)

    assert "begins the lender’s time for going to court anew, for you" in " ".join(
        refused.stdout.split()
    )


def test_paths_are_the_same_on_every_run(kinhold, home):
    first, second = (told(kinhold, "money", home, "--on", DAY)["fan"] for _ in range(2))

    assert first == second


def test_the_library_says_the_same(home):
    with open_household(home) as opened:
        page = opened.finances.page(on=date(2026, 11, 22))

    assert page.lowest == 84500
