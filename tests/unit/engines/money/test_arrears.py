"""A ledger of support: three years of nothing, an order, a part payment, a changed order."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from tests.households import household

from kinhold.domain.dates import Edtf
from kinhold.domain.fact import PersonRef
from kinhold.domain.finances import (
    IncomeStated,
    PaymentMade,
    PaymentReceived,
    SupportBasisStated,
    TransactionBooked,
)
from kinhold.domain.money import Money
from kinhold.domain.recurrence import parse_recurrence
from kinhold.engines.money.arrears.ledger import (
    SupportPayment,
    SupportSchedule,
    in_succession,
    interest_exact,
    ledger,
    ledger_of,
)
from kinhold.engines.money.arrears.lines import schedules_of
from kinhold.engines.money.arrears.terms import terms_of
from kinhold.rules.loading import load_rules

UK, US = load_rules("uk"), load_rules("us")


def day(text):
    return date.fromisoformat(text)


def due(amount, first, each="month", *, basis="order", currency="USD", **more):
    """Support from a day on: `due(500, "2025-01-01")` is 500.00 a month."""
    ends = {"last": day(more.pop("last"))} if "last" in more else {}
    return SupportSchedule(
        payer="John",
        basis=basis,
        amount=Money(round(amount * 100), currency),
        first=day(first),
        each=parse_recurrence(each) if each else None,
        fact_id=f"support {first}",
        **ends,
        **more,
    )


def paid(amount, on, *, named="", currency="USD"):
    return SupportPayment(
        payment_id=f"paid {on} {amount}",
        day=day(on),
        amount=Money(round(amount * 100), currency),
        named_from=day(named) if named else None,
        named_to=day(named) if named else None,
    )


def book(schedules, payments, on, *, region="NY", country="us", currency="USD"):
    terms = terms_of(US if country == "us" else UK, country=country, region=region)
    return ledger(schedules, payments, on=day(on), terms=terms, currency=currency)


def open_days(made):
    return {line.day.isoformat(): line.open.minor / 100 for line in made.lines if line.open.minor}


# -- needed, or owed -------------------------------------------------------------------------------


def test_three_years_without_an_order_are_needed_and_unpaid_and_never_owed():
    """Fifty a week was promised by word of mouth in January 2023; one payment came."""
    made = book(
        [due(50, "2023-01-06", "week", basis="spoken", currency="GBP")],
        [paid(25, "2024-03-10", currency="GBP")],
        "2026-01-02",
        country="uk",
        currency="GBP",
    )

    assert (len(made.lines), made.needed_open.minor) == (157, 157 * 5000 - 2500)
    assert (made.owed_open.minor, made.interest_accrued.minor) == (0, 0)


def test_an_order_after_a_spoken_promise_keeps_the_two_apart():
    schedules = in_succession(
        [due(100, "2025-01-01", basis="spoken"), due(200, "2025-07-01", basis="order")]
    )
    made = book(schedules, [paid(150, "2025-03-05"), paid(200, "2025-07-02")], "2025-08-15")

    assert made.needed_open.minor == 600_00 - 150_00
    assert made.owed_open.minor == 200_00
    assert [(t.owed, t.due.minor) for t in made.totals] == [(True, 40000), (False, 60000)]


def test_too_much_paid_on_a_promise_does_not_pay_an_order_that_came_later():
    schedules = in_succession(
        [due(100, "2025-01-01", basis="spoken"), due(200, "2025-02-01", basis="order")]
    )
    made = book(schedules, [paid(300, "2025-01-02")], "2025-02-10")

    assert made.owed_open.minor == 200_00
    assert made.unapplied.minor == 200_00


def test_money_named_for_a_day_of_the_order_counts_for_it():
    schedules = in_succession(
        [due(100, "2025-01-01", basis="spoken"), due(200, "2025-02-01", basis="order")]
    )
    made = book(schedules, [paid(200, "2025-01-30", named="2025-02-01")], "2025-02-10")

    assert made.owed_open.minor == 0


# -- due lines -------------------------------------------------------------------------------------


def test_an_order_that_changes_in_the_middle_of_a_month_begins_on_its_own_day():
    """500 on the first; from the fifteenth of June 650 on the fifteenth."""
    schedules = in_succession([due(500, "2025-05-01"), due(650, "2025-06-15")])
    made = book(schedules, [], "2025-08-01")

    assert open_days(made) == {
        "2025-05-01": 500,
        "2025-06-01": 500,
        "2025-06-15": 650,
        "2025-07-15": 650,
    }


def test_an_order_steps_down_when_a_child_grows_up_and_then_ends():
    schedules = in_succession([due(500, "2025-01-01"), due(300, "2025-03-01", last="2025-04-30")])

    assert open_days(book(schedules, [], "2025-12-31")) == {
        "2025-01-01": 500,
        "2025-02-01": 500,
        "2025-03-01": 300,
        "2025-04-01": 300,
    }


def test_what_falls_due_on_the_31st_falls_due_on_the_29th_of_february_in_a_leap_year():
    made = book([due(500, "2027-12-31")], [], "2028-03-01")

    assert list(open_days(made)) == ["2027-12-31", "2028-01-31", "2028-02-29"]


def test_medical_support_and_childcare_are_counted_apart():
    made = book(
        [
            due(500, "2025-01-01"),
            due(80, "2025-01-01", kind="medical"),
            due(120, "2025-01-01", kind="childcare"),
        ],
        [paid(550, "2025-01-02")],
        "2025-01-31",
    )

    assert [(t.kind, t.due.minor, t.open.minor) for t in made.totals] == [
        ("base", 50000, 0),
        ("medical", 8000, 3000),
        ("childcare", 12000, 12000),
    ]


# -- payments --------------------------------------------------------------------------------------


def test_one_payment_for_the_first_month_pays_the_first_month():
    made = book([due(500, "2025-01-01")], [paid(500, "2025-01-03")], "2025-01-31", region="TX")

    assert made.owed_open.minor == 0
    assert [a.line_id for a in made.allocations] == ["support 2025-01-01:base:2025-01-01"]


def test_too_much_is_a_credit_for_the_next_instalment():
    schedules = [due(500, "2025-01-01")]
    payments = [paid(700, "2025-01-03")]

    assert book(schedules, payments, "2025-01-31").credit.minor == 200_00
    assert open_days(book(schedules, payments, "2025-02-01")) == {"2025-02-01": 300}


def test_a_payment_comes_off_this_month_first_where_the_law_says_so():
    """Two months are unpaid when 500 comes in March: Texas counts it for March."""
    schedules, payments = [due(500, "2025-01-01")], [paid(500, "2025-03-10")]

    assert list(open_days(book(schedules, payments, "2025-03-31", region="TX"))) == [
        "2025-01-01",
        "2025-02-01",
    ]
    assert list(open_days(book(schedules, payments, "2025-03-31"))) == [
        "2025-02-01",
        "2025-03-01",
    ]


def test_texas_counts_what_is_not_yet_late_before_what_is():
    """A thousand on 10 March: March first, then February, which is not yet 31 days late."""
    made = book([due(500, "2025-01-20")], [paid(1000, "2025-03-10")], "2025-03-21", region="TX")

    assert [(a.stage, a.line_id[-10:]) for a in made.allocations] == [
        ("non-delinquent", "2025-02-20"),
        ("current", "2025-03-20"),
    ]
    assert open_days(made) == {"2025-01-20": 500}


def test_support_paid_ahead_within_the_month_is_shown_as_ahead():
    made = book([due(500, "2025-01-15")], [paid(500, "2025-01-02")], "2025-01-10", region="WI")

    assert [(x.day.day, x.ahead, x.paid.minor) for x in made.lines] == [(15, True, 50000)]
    assert (made.credit.minor, made.unapplied.minor) == (50000, 0)


def test_money_that_came_long_before_any_support_was_stated_is_kept_apart_and_said():
    made = book([due(500, "2025-06-01")], [paid(500, "2025-01-02")], "2025-06-30")

    assert (made.owed_open.minor, made.unapplied.minor) == (50000, 50000)
    assert "support.paid-before" in [f.code for f in made.findings]


def test_a_fee_is_paid_last():
    made = book(
        [due(500, "2025-01-01", last="2025-01-31"), due(50, "2025-01-01", None, kind="fee")],
        [paid(520, "2025-01-20")],
        "2025-01-31",
        region="TX",
    )

    assert [(a.stage, a.amount.minor) for a in made.allocations] == [
        ("current", 50000),
        ("fees", 2000),
    ]


def test_california_paid_interest_before_the_oldest_month_until_2009_and_after_it_since():
    def stages(year):
        schedules = [due(500, f"{year}-01-01", last=f"{year}-01-31")]
        made = book(schedules, [paid(100, f"{year}-12-01")], f"{year}-12-01", region="CA")
        return [a.stage for a in made.allocations]

    assert stages(2008) == ["interest", "principal"]
    assert stages(2010) == ["principal"]


# -- interest --------------------------------------------------------------------------------------


def test_california_runs_ten_percent_a_year_from_the_due_day():
    made = book([due(500, "2025-01-01", last="2025-01-31")], [], "2026-01-01", region="US-CA")

    assert interest_exact(made) == Fraction(50000, 10)
    assert made.interest[0].rule == "support.ca.arrears.interest"


def test_california_interest_stops_on_what_was_paid():
    """500 for 31 days, then 300 for 28."""
    made = book(
        [due(500, "2025-01-01", last="2025-01-31")],
        [paid(200, "2025-02-01")],
        "2025-03-01",
        region="CA",
    )

    assert interest_exact(made) == Fraction(50000 * 31 + 30000 * 28, 3650)


@pytest.mark.parametrize(
    ("on", "delinquent"), [("2025-01-31", False), ("2025-02-01", False), ("2025-02-02", True)]
)
def test_texas_counts_a_payment_as_late_from_the_thirty_first_day(on, delinquent):
    """500 twice on the first of January: one month's obligation is let off."""
    made = book(
        [due(500, "2025-01-01"), due(500, "2025-01-01", None, kind="medical")], [], on, region="TX"
    )

    assert bool(made.interest) is delinquent


def test_texas_runs_six_percent_on_what_exceeds_one_month():
    """From 4 March the second month is late: 500 above one month, for six days."""
    made = book([due(500, "2025-01-01")], [], "2025-03-10", region="TX")

    assert interest_exact(made) == Fraction(50000 * 6 * 6, 36500)


def test_wisconsin_runs_half_a_percent_a_month_once_a_month_is_late():
    """All of January on 500, all of February on 1,000."""
    made = book([due(500, "2025-01-01")], [], "2025-03-01", region="WI")

    assert interest_exact(made) == 250 + 500


def test_wisconsin_runs_none_below_one_month():
    made = book([due(500, "2025-01-01", last="2025-01-31"), due(0, "2025-02-01")],
        [paid(10, "2025-01-01")], "2025-01-31", region="WI")  # fmt: skip

    assert interest_exact(made) == 0


def test_wisconsin_had_another_rate_before_april_2014():
    made = book([due(500, "2014-03-01", last="2014-03-31")], [], "2014-05-01", region="WI")

    assert [row.rate for row in made.interest] == [1, Fraction(1, 2)]
    assert interest_exact(made) == 500 + 250


@pytest.mark.parametrize(
    ("country", "region", "currency"), [("uk", "", "GBP"), ("us", "NY", "USD"), ("us", "", "USD")]
)
def test_no_interest_is_counted_where_no_law_we_know_gives_any(country, region, currency):
    made = book(
        [due(500, "2024-01-01", currency=currency)],
        [],
        "2026-01-01",
        country=country,
        region=region,
        currency=currency,
    )

    assert made.interest == ()
    assert made.findings


def test_a_written_agreement_is_owed_and_bears_no_interest():
    made = book([due(500, "2024-01-01", basis="agreement")], [], "2025-01-01", region="CA")

    assert (made.owed_open.minor, made.interest) == (13 * 50000, ())


# -- from the household's own facts ----------------------------------------------------------------


def stated(occurred, *, basis="order", amount=500, each="month", **more):
    return SupportBasisStated(
        fact_id=f"stated {occurred}",
        occurred=Edtf(occurred),
        about="John",
        basis=basis,
        amount=None if amount is None else Money(amount * 100, "GBP"),
        each=parse_recurrence(each) if each else None,
        **more,
    )


def received(occurred, amount=500, *, about="John", **more):
    return PaymentReceived(
        fact_id=f"received {occurred} {about}",
        occurred=Edtf(occurred),
        about=about,
        amount=Money(amount * 100, "GBP"),
        **more,
    )


def of(*, on, **fields):
    (made,) = ledger_of(household(**fields), rules=UK, on=day(on))
    return made


def test_the_ledger_is_read_from_what_was_stated_and_received():
    made = of(
        support_stated=(stated("2025-01-01"),),
        received=(received("2025-01-01"), received("2025-02-03", 300), received("2025-02-04", about="Mum")),
        on="2025-02-28",
    )  # fmt: skip

    assert (made.payer, made.owed_open.minor) == ("John", 200_00)
    assert made.lines[1].fact_ids == ("stated 2025-01-01", "received 2025-02-03 John")


def test_an_income_of_type_support_that_comes_from_the_payer_counts():
    income = IncomeStated(fact_id="i", about="Maintenance", type="support", payer=PersonRef("John"))
    made = of(
        support_stated=(stated("2025-01-01"),),
        incomes=(income,),
        received=(received("2025-01-02", about="Maintenance"),),
        on="2025-01-31",
    )

    assert made.owed_open.minor == 0


def test_who_keeps_the_record_can_be_the_payer():
    paying = SupportBasisStated(
        fact_id="s",
        occurred=Edtf("2025-01-01"),
        about="Scott",
        to=PersonRef("Kate"),
        basis="order",
        amount=Money(50000, "GBP"),
        each=parse_recurrence("month"),
    )
    payment = PaymentMade(
        fact_id="p", occurred=Edtf("2025-01-05"), about="Kate", amount=Money(20000, "GBP")
    )
    made = of(
        support_stated=(paying,), payments=(payment,), keeper=PersonRef("Scott"), on="2025-01-31"
    )

    assert made.owed_open.minor == 300_00


def test_an_order_that_ended_still_shows_what_it_left_unpaid():
    ended = stated("2025-01-01", until=Edtf("2025-03-31"))
    made = of(support_stated=(ended,), on="2026-01-01")

    assert made.owed_open.minor == 1500_00


def test_successive_statements_follow_one_another_in_any_order_of_writing():
    history = (
        stated("2025-06-15", amount=650),
        stated("2024-01-01", basis="spoken", amount=200),
        stated("2025-01-01"),
    )
    made = of(support_stated=history, on="2025-07-31")

    assert (made.needed_open.minor, made.owed_open.minor) == (12 * 20000, 6 * 50000 + 2 * 65000)


def test_orders_for_different_children_stand_beside_each_other():
    history = (
        stated("2025-01-01", children=(PersonRef("Noah"),)),
        stated("2025-02-01", amount=100, children=(PersonRef("Isla"),)),
    )

    assert of(support_stated=history, on="2025-02-28").owed_open.minor == 1100_00


def test_medical_support_falls_due_beside_the_rest_and_takes_the_place_of_nothing():
    history = (stated("2025-01-01"), stated("2025-02-01", amount=40, part="medical"))
    made = of(support_stated=history, on="2025-02-28")

    assert {(t.kind, t.open.minor) for t in made.totals} == {("base", 1000_00), ("medical", 40_00)}


def test_a_line_of_a_statement_that_shows_the_support_counts_once_with_what_was_noted():
    income = IncomeStated(fact_id="i", about="Maintenance", type="support", payer=PersonRef("John"))
    lines = tuple(
        TransactionBooked(
            fact_id=f"line {day}", occurred=Edtf(day), about="Current", amount=Money(500_00, "GBP"),
            payee="FPI MAINTENANCE",
        )
        for day in ("2025-01-02", "2025-02-02")
    )  # fmt: skip
    made = of(
        support_stated=(stated("2025-01-01"),),
        incomes=(income,),
        received=(received("2025-01-01"),),
        booked=lines,
        on="2025-02-28",
    )

    assert made.owed_open.minor == 0


def test_a_later_statement_without_an_amount_goes_on_with_the_one_before():
    history = (stated("2025-01-01"), stated("2025-03-10", amount=None, each=None))
    made = of(support_stated=history, on="2025-04-30")

    assert list(open_days(made)) == ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (stated("../.."), "support.no-day"),
        (stated("2025-01-01", amount=None), "support.no-amount"),
        (stated("2025-01-01", each=None), "support.once"),
    ],
)
def test_what_is_missing_in_a_statement_is_asked_and_never_guessed(statement, code):
    _, findings = schedules_of([statement])

    assert [f.code for f in findings] == [code]


@pytest.mark.parametrize(
    ("payment", "code"),
    [
        (received("../.."), "support.payment-no-day"),
        (received("2025-01-02", 0), "support.not-a-payment"),
    ],
)
def test_a_payment_that_cannot_be_counted_is_said(payment, code):
    made = of(support_stated=(stated("2025-01-01"),), received=(payment,), on="2025-01-31")

    assert code in [f.code for f in made.findings]
    assert made.received.minor == 0


def test_another_currency_is_left_out_and_said():
    made = book([due(500, "2025-01-01")], [paid(500, "2025-01-02", currency="EUR")], "2025-01-31")

    assert made.owed_open.minor == 50000
    assert "support.other-currency" in [f.code for f in made.findings]
