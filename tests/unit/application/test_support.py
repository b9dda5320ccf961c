"""The support page in words: needed and unpaid, in arrears, paid ahead."""

from __future__ import annotations

from datetime import date

import pytest
from tests.households import household

from kinhold.application.household_on import Standing
from kinhold.application.support import support_page
from kinhold.application.support_calculation import support_nights
from kinhold.domain.coparenting import ParentingTimeStated
from kinhold.domain.dates import Edtf
from kinhold.domain.finances import PaymentReceived, SupportBasisStated
from kinhold.domain.money import Money
from kinhold.domain.recurrence import parse_recurrence
from kinhold.rules.loading import load_rules

DAY = date(2026, 1, 2)


def stated(occurred, *, basis, amount=100, each="month", about="John"):
    return SupportBasisStated(
        fact_id=f"stated {occurred}",
        occurred=Edtf(occurred),
        about=about,
        basis=basis,
        amount=None if amount is None else Money(amount * 100, "GBP"),
        each=parse_recurrence(each) if each else None,
    )


def received(occurred, amount):
    return PaymentReceived(
        fact_id=f"received {occurred}",
        occurred=Edtf(occurred),
        about="John",
        amount=Money(amount * 100, "GBP"),
    )


def page(*statements, came=(), on=DAY, **fields):
    told = household(support_stated=statements, received=tuple(came), **fields)
    country = told.country
    return support_page(standing=Standing(told, load_rules(country), {}), on=on)


def test_three_years_of_nothing_are_needed_and_unpaid_in_words():
    made = page(stated("2023-01-06", basis="none", amount=50, each="week"))

    assert made.headline == (
        "John: £7,850 needed and unpaid on 2 January 2026, of £7,850 since 6 January 2023."
    )
    assert made.payers[0].basis == "no order or agreement"


@pytest.mark.parametrize("basis", ["none", "spoken", "agreement"])
def test_the_word_arrears_stands_only_with_an_order_or_a_calculation(basis):
    made = page(stated("2025-01-01", basis=basis))

    assert "arrears" not in repr(made).replace("arrears=''", "").replace("support.uk.arrears", "")
    assert made.payers[0].arrears == ""


@pytest.mark.parametrize("basis", ["order", "calculation"])
def test_under_an_order_what_is_unpaid_is_arrears(basis):
    made = page(stated("2025-11-01", basis=basis), came=[received("2025-11-03", 30)])

    assert made.headline == (
        "John: £270 in arrears on 2 January 2026, of £300 since 1 November 2025."
    )
    assert made.notes == ()


def test_an_agreement_that_is_not_kept_is_unpaid_under_the_agreement():
    assert (
        "£300 unpaid under the written agreement"
        in page(stated("2025-11-01", basis="agreement")).headline
    )


def test_every_row_says_what_it_rests_on_and_which_payment_met_it():
    made = page(stated("2025-12-01", basis="order"), came=[received("2025-12-05", 130)])
    rows = made.payers[0].rows

    assert [(r.day, r.state, r.paid) for r in rows] == [
        ("2025-12-01", "paid", "£100"),
        ("2026-01-01", "part-paid", "£30"),
    ]
    assert rows[0].fact_ids == ("stated 2025-12-01", "received 2025-12-05")
    assert made.payers[0].payments[0].set_against.startswith("£100 against Mon 1 Dec")


def test_everything_paid_and_something_ahead_is_said():
    made = page(stated("2025-12-15", basis="order"), came=[received("2025-12-16", 130)])

    assert made.headline == (
        "John: everything since 15 December 2025 was paid (£100). £30 is paid ahead."
    )


def test_support_without_an_amount_asks_for_it_and_still_shows_what_came():
    made = page(
        stated("2025-12-01", basis="spoken", amount=None), came=[received("2025-12-05", 20)]
    )

    assert "£20 was received" in made.headline
    assert any("without an amount" in note for note in made.payers[0].notes)


def test_a_household_without_support_says_what_to_write_down():
    assert page().headline.startswith("Nothing on support is written down")


def test_interest_rows_name_their_rule_days_and_rate():
    statement = SupportBasisStated(
        fact_id="s",
        occurred=Edtf("2025-12-01"),
        about="John",
        basis="order",
        amount=Money(50000, "USD"),
        each=parse_recurrence("month"),
    )
    made = page(statement, country="us", region="CA", currency="USD")
    row = made.payers[0].interest_rows[0]

    assert (
        row.text == "10 percent a year on $500, from Mon Dec 1 to Wed Dec 31 (31 days, actual/365)."
    )
    assert (row.rule, row.amount) == ("support.ca.arrears.interest", "$4.25")


def test_nights_as_scheduled_say_how_far_the_next_band_is():
    """Every other weekend from Friday: two nights of fourteen."""
    schedule = ParentingTimeStated(
        fact_id="t",
        occurred=Edtf("2026-01-02"),
        about="John",
        cycle="BBAAAAAAAAAAAA",
    )
    told = household(schedule=(schedule,))
    nights = support_nights(standing=Standing(told, load_rules("uk"), {}), payer="John", on=DAY)

    assert nights.nights == 53
    assert nights.sentence == (
        "53 nights with John in the year from here. In the band from 52 nights, 1 night above its "
        "edge. 51 more to the band from 104."
    )
