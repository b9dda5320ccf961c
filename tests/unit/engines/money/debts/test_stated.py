"""What was told about a debt, as terms; what was not told, as questions."""

from __future__ import annotations

from datetime import date

import pytest

from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.fact import Label
from kinhold.domain.finances import DebtPaused, DebtStated, SettlementOffered
from kinhold.domain.money import BasisPoints, Money
from kinhold.domain.recurrence import parse_recurrence
from kinhold.engines.money.debts.stated import terms_of

ON = date(2026, 11, 22)


def pounds(amount: int) -> Money:
    return Money(amount * 100, "GBP")


def stated(**told) -> DebtStated:
    known = {
        "fact_id": "f1",
        "occurred": Edtf("2026-11-01"),
        "about": Label("Visa"),
        "balance": pounds(3200),
        "rate": BasisPoints(2490),
        "minimum": pounds(25),
        "each": parse_recurrence("month:15"),
    }
    return DebtStated(**{**known, **told})


def offered(amount: Money, until: str, about: str = "Visa") -> SettlementOffered:
    return SettlementOffered(
        fact_id="o1",
        occurred=Edtf("2026-11-10"),
        about=Label(about),
        amount=amount,
        until=Edtf(until) if until else UNKNOWN,
    )


def paused(kind: str, until: str, about: str = "") -> DebtPaused:
    return DebtPaused(
        fact_id="p1",
        occurred=Edtf("2026-11-10"),
        about=Label(about),
        pause=kind,
        until=Edtf(until) if until else UNKNOWN,
    )


def test_everything_that_was_told_is_in_the_terms():
    debt = stated(
        promo=BasisPoints(0),
        promo_until=Edtf("2027-06-30"),
        least=BasisPoints(250),
        fee=pounds(12),
        secured_on="car",
        until=Edtf("2029-03"),
    )

    terms = terms_of(debt, on=ON, priority="priority").terms

    assert [(r.day, r.rate) for r in terms.rates] == [(ON, 0), (date(2027, 7, 1), 2490)]
    assert (terms.minimum.floor, terms.minimum.share) == (2_500, 250)
    assert (terms.balance, terms.late_fee, terms.due_day) == (320_000, 1_200, 15)
    assert (terms.secured, terms.priority, terms.fact_ids) == (True, "priority", ("f1",))
    assert terms.minimum.ends == date(2029, 3, 1)


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ({"balance": None}, "money.debt-balance"),
        ({"rate": None}, "money.debt-rate"),
        ({"minimum": None}, "money.debt-minimum"),
    ],
)
def test_what_is_missing_is_asked_and_nothing_is_guessed(missing, code):
    told = terms_of(stated(**missing), on=ON)

    assert told.terms is None
    assert [q.code for q in told.questions] == [code]


def test_a_percentage_alone_is_a_minimum():
    told = terms_of(stated(minimum=None, least=BasisPoints(250)), on=ON)

    assert (told.terms.minimum.floor, told.questions) == (0, ())


def test_a_lower_rate_without_its_end_is_asked_about_and_not_counted_on():
    told = terms_of(stated(promo=BasisPoints(0)), on=ON)

    assert [r.rate for r in told.terms.rates] == [2490]
    assert [q.code for q in told.questions] == ["money.debt-promo"]


def test_a_lower_rate_that_is_over_is_over():
    told = terms_of(stated(promo=BasisPoints(0), promo_until=Edtf("2026-10-31")), on=ON)

    assert [r.rate for r in told.terms.rates] == [2490]


def test_an_offer_stands_from_the_day_it_was_made_and_one_for_another_debt_is_another_debts():
    offers = [offered(pounds(1900), "2027-01-31"), offered(pounds(1), "2027-01-31", "Store")]

    (offer,) = terms_of(stated(), offers=offers, on=ON).terms.offers

    assert (offer.amount, offer.first, offer.last) == (190_000, ON, date(2027, 1, 31))


def test_an_offer_that_is_over_is_left_out():
    told = terms_of(stated(), offers=[offered(pounds(1900), "2026-11-20")], on=ON)

    assert (told.terms.offers, told.questions) == ((), ())


@pytest.mark.parametrize(
    ("offer", "text"),
    [
        (offered(pounds(1900), ""), "Until when"),
        (offered(Money(1, "USD"), "2027-01-31"), "in GBP"),
    ],
)
def test_an_offer_that_cannot_be_used_is_asked_about(offer, text):
    told = terms_of(stated(), offers=[offer], on=ON)

    assert told.terms.offers == ()
    assert text in told.questions[0].text


@pytest.mark.parametrize(
    ("kind", "stops"),
    [
        ("breathing-space", (True, True, True)),
        ("crisis", (True, True, True)),
        ("moratorium", (False, False, True)),
        ("payment-holiday", (False, True, True)),
        ("hold", (False, False, True)),
    ],
)
def test_each_pause_stops_what_it_stops(kind, stops):
    told = terms_of(stated(), pauses=[paused(kind, "2027-01-09")], on=ON)

    (pause,) = told.terms.pauses
    assert (pause.interest, pause.fees, pause.enforcement) == stops


def test_breathing_space_does_not_stop_the_payments_of_a_secured_debt():
    told = terms_of(
        stated(secured_on="home"), pauses=[paused("breathing-space", "2027-01-09")], on=ON
    )

    assert told.terms.pauses == ()
    assert [f.code for f in told.findings] == ["money.debts.pause-secured"]


def test_a_pause_without_an_end_is_asked_about_and_one_for_another_debt_is_not_this_ones():
    pauses = [paused("hold", ""), paused("hold", "2027-01-09", "Store")]

    told = terms_of(stated(), pauses=pauses, on=ON)

    assert told.terms.pauses == ()
    assert [q.code for q in told.questions] == ["money.debt-pause"]


@pytest.mark.parametrize(
    ("each", "monthly", "due_day"),
    [
        ("month:15", 2_500, 15),
        ("month:last", 2_500, 31),
        ("month:1,15", 5_000, 1),
        ("week", 10_864, None),
        ("2weeks", 5_432, None),
        ("3months", 834, 1),
        ("year", 209, None),
    ],
)
def test_a_payment_at_other_times_is_taken_as_its_monthly_part(each, monthly, due_day):
    terms = terms_of(stated(each=parse_recurrence(each)), on=ON).terms

    assert (terms.minimum.floor, terms.due_day) == (monthly, due_day)


def test_an_old_balance_is_used_and_said_to_be_old():
    told = terms_of(stated(occurred=Edtf("2026-08-01")), on=ON)

    assert told.terms.balance == 320_000
    assert [f.code for f in told.findings] == ["money.debts.old-balance"]
