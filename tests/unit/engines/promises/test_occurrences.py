"""What fell due of a promise, what came of it, and which facts show it."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from kinhold.domain.care import CareGiven
from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.fact import Minutes, PersonRef
from kinhold.domain.finances import PaymentMade, PaymentReceived
from kinhold.domain.money import Money
from kinhold.domain.periods import parse_window
from kinhold.domain.promises import Commitment, OutcomeNoted, PromiseMade
from kinhold.domain.recurrence import parse_recurrence
from kinhold.engines.promises.occurrences import Evidence, due_days, expand, open_ended

LONDON = ZoneInfo("Europe/London")
START, END = date(2026, 11, 1), date(2026, 12, 1)


def promise(each="", *, outcomes=(), withdrawn=False, at=(), **fields):
    told = {"occurred": Edtf("2026-11-02"), "about": "Mum", "topic": "care", **fields}
    made = PromiseMade(
        fact_id="promise",
        each=parse_recurrence(each) if each else None,
        at=tuple(parse_window(w) for w in at),
        **told,
    )
    return Commitment(made, tuple(outcomes), withdrawn)


def noted(outcome, *, for_day="", on="2026-11-20", share=None, fact_id=""):
    return OutcomeNoted(
        fact_id=fact_id or f"{outcome} {for_day or on}",
        occurred=Edtf(on),
        about="Mum",
        outcome=outcome,
        for_day=Edtf(for_day) if for_day else UNKNOWN,
        share=share,
    )


def cared(when, minutes, by="Mum"):
    return CareGiven(fact_id=f"cared {when}", occurred=Edtf(when), about=by, minutes=minutes)


def received(when, minor, for_day="", payer="John", currency="GBP"):
    return PaymentReceived(
        fact_id=f"received {when}",
        occurred=Edtf(when),
        amount=Money(minor, currency),
        payer=PersonRef(payer),
        for_day=Edtf(for_day) if for_day else UNKNOWN,
    )


def outcomes(commitment, **more):
    found = expand(commitment, start=START, end=END, zone=LONDON, **more)
    return [(o.day.day, o.outcome) for o in found]


def test_what_nobody_noted_is_unknown_and_not_missed():
    """2026-11-02 promise Mum about=care each=week."""
    assert outcomes(promise("week")) == [(d, "unknown") for d in (2, 9, 16, 23, 30)]


def test_an_outcome_for_a_day_belongs_to_that_day():
    """2026-11-02 promise Mum about=care each=week / outcome Mum kept for=2026-11-09."""
    told = promise("week", outcomes=[noted("kept", for_day="2026-11-09")], until=Edtf("2026-11-16"))

    assert outcomes(told) == [(2, "unknown"), (9, "kept"), (16, "unknown")]


def test_the_latest_word_about_a_day_counts():
    told = promise(
        "week",
        until=Edtf("2026-11-02"),
        outcomes=[noted("missed", for_day="2026-11-02"), noted("excused", for_day="2026-11-02")],
    )

    assert outcomes(told) == [(2, "excused")]


def test_an_outcome_for_a_month_belongs_to_every_day_of_it():
    told = promise("2weeks", outcomes=[noted("missed", for_day="2026-11")])

    assert outcomes(told) == [(2, "missed"), (16, "missed"), (30, "missed")]


def test_an_outcome_for_a_day_on_which_nothing_was_due_stands_on_its_own():
    told = promise("week", until=Edtf("2026-11-02"), outcomes=[noted("kept", for_day="2026-11-05")])

    assert outcomes(told) == [(2, "unknown"), (5, "kept")]


def test_an_outcome_of_the_whole_promise_counts_once():
    """2026-11-02 promise Mum each=week "help day and night" / 2026-11-20 outcome Mum missed."""
    found = expand(promise("week", outcomes=[noted("missed")]), start=START, end=END, zone=LONDON)

    assert [o.day.day for o in found if o.outcome == "missed"] == [20]
    assert [o.outcome for o in found if not o.whole] == ["unknown"] * 5


def test_a_promise_for_one_day_takes_the_outcome_of_the_whole():
    told = promise(due=Edtf("2026-11-10"), outcomes=[noted("late")])

    assert outcomes(told) == [(10, "late")]


def test_a_promise_without_any_date_falls_due_only_where_somebody_noted_it():
    """Promise Mum "day and night" / outcome Mum missed, twice."""
    told = promise(occurred=UNKNOWN, outcomes=[noted("missed", on="2026-11-08"), noted("missed")])

    assert outcomes(promise(occurred=UNKNOWN)) == []
    assert outcomes(told) == [(8, "missed"), (20, "missed")]


def test_a_promise_on_a_condition_never_falls_due_and_is_listed():
    """Promise Oliver about=care condition="when he is older"."""
    told = promise("week", condition="when he is older")

    assert outcomes(told) == []
    assert open_ended([told, promise("week")]) == (told,)


def test_a_condition_with_a_date_falls_due_on_it():
    told = promise(condition="when he is older", due=Edtf("2026-11-10"))

    assert outcomes(told) == [(10, "unknown")]


def test_after_a_withdrawal_nothing_more_is_unknown():
    told = promise(
        "week",
        withdrawn=True,
        outcomes=[noted("kept", for_day="2026-11-02"), noted("withdrawn", on="2026-11-12")],
    )

    assert outcomes(told) == [
        (2, "kept"),
        (9, "unknown"),
        (16, "withdrawn"),
        (23, "withdrawn"),
        (30, "withdrawn"),
    ]


def test_a_promise_due_by_a_month_falls_due_on_its_last_day():
    assert due_days(promise(due=Edtf("2026-11")), start=START, end=END) == (date(2026, 11, 30),)


def test_a_recurring_promise_without_a_first_day_has_no_due_days():
    assert outcomes(promise("week", occurred=UNKNOWN)) == []


def test_a_day_far_outside_the_window_is_not_counted_in_it():
    told = promise("week", outcomes=[noted("missed", on="2026-10-01")])

    assert "missed" not in [outcome for _, outcome in outcomes(told)]


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(300, "kept"), (240, "kept"), (239, "part-kept"), (0, "unknown")],
)
def test_a_session_of_four_fifths_of_the_shift_keeps_it(minutes, expected):
    """Promise Mum each=month at=22:00-03:00 / cared Mum 22:00."""
    told = promise("month", at=["22:00-03:00"])
    log = Evidence(cared=(cared("2026-11-02T22:00", minutes),))

    assert outcomes(told, evidence=log) == [(2, expected)]


def test_what_is_read_off_shows_the_facts_and_the_share():
    told = promise("month", at=["20:00-24:00"])
    log = Evidence(cared=(cared("2026-11-02T20:00", 60), cared("2026-11-02T22:00", 60)))

    (found,) = expand(told, start=START, end=END, zone=LONDON, evidence=log)

    assert (found.outcome, found.share, found.read_off) == ("part-kept", 50, True)
    assert found.fact_ids == ("cared 2026-11-02T20:00", "cared 2026-11-02T22:00")


def test_what_was_noted_counts_before_what_is_read_off():
    told = promise("month", at=["20:00-24:00"], outcomes=[noted("missed", for_day="2026-11-02")])
    log = Evidence(cared=(cared("2026-11-02T20:00", 240),))

    assert outcomes(told, evidence=log) == [(2, "missed")]


def test_care_by_somebody_else_says_nothing():
    told = promise("month", at=["20:00-24:00"])

    log = Evidence(cared=(cared("2026-11-02T20:00", 240, by="Gran"),))

    assert outcomes(told, evidence=log) == [(2, "unknown")]


def test_hours_a_week_may_be_done_on_any_days_of_it():
    """Promise Mum each=week hours=10."""
    told = promise("week", minutes=Minutes(600), until=Edtf("2026-11-16"))
    log = Evidence(
        cared=(
            cared("2026-11-03T10:00", 300),
            cared("2026-11-05T10:00", 300),
            cared("2026-11-10T10:00", 240),
        )
    )

    assert outcomes(told, evidence=log) == [(2, "kept"), (9, "part-kept"), (16, "unknown")]


def test_a_week_that_is_not_over_is_not_yet_part_kept():
    told = promise("week", minutes=Minutes(600), occurred=Edtf("2026-11-30"))
    log = Evidence(cared=(cared("2026-11-30T10:00", 60),))

    assert outcomes(told, evidence=log) == [(30, "unknown")]


def pay(each="month:1", amount=20000, **fields):
    return promise(
        each, about="John", topic="money", amount=Money(amount, "GBP"),
        occurred=Edtf("2026-10-01"), **fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        ([received("2026-11-01", 20000)], "kept"),
        ([received("2026-11-04", 20000)], "kept"),
        ([received("2026-10-28", 20000)], "kept"),
        ([received("2026-11-09", 20000)], "late"),
        ([received("2026-11-01", 10000), received("2026-11-06", 10000)], "late"),
        ([received("2026-11-01", 5000)], "part-kept"),
        ([received("2026-11-20", 20000, for_day="2026-11-01")], "late"),
        ([received("2026-11-01", 20000, currency="USD")], "unknown"),
        ([received("2026-11-01", 20000, payer="Scott")], "unknown"),
        ([], "unknown"),
    ],
    ids=["on the day", "in grace", "early", "late", "in two parts", "in part", "named", "other money",
         "other payer", "nothing"],
)  # fmt: skip
def test_money_that_comes_within_its_grace_keeps_the_promise(payments, expected):
    """Promise John about=money amount=200 each=month:1."""
    log = Evidence(received=tuple(payments))

    found = expand(pay(), start=START, end=END, zone=LONDON, evidence=log)

    assert [o.outcome for o in found] == [expected]
    assert set(found[0].fact_ids) == (
        {p.fact_id for p in payments} if expected != "unknown" else set()
    )


def test_one_payment_is_not_counted_for_two_months():
    log = Evidence(received=(received("2026-11-02", 20000),))

    found = expand(pay(), start=date(2026, 11, 1), end=date(2027, 1, 1), zone=LONDON, evidence=log)

    assert [o.outcome for o in found] == ["kept", "unknown"]


def test_a_bill_paid_by_the_promisor_counts_where_it_is_the_promised_one():
    def paid(amount, about):
        return PaymentMade(
            fact_id="paid", occurred=Edtf("2026-11-01"), about=about, by=PersonRef("John"),
            amount=Money(amount, "GBP"),
        )  # fmt: skip

    named = pay(words="half of the café loan")

    assert outcomes(named, evidence=Evidence(paid=(paid(20000, "Car"),))) == [(1, "kept")]
    assert outcomes(named, evidence=Evidence(paid=(paid(5000, "café loan"),))) == [(1, "part-kept")]
    assert outcomes(named, evidence=Evidence(paid=(paid(5000, "Car"),))) == [(1, "unknown")]


def test_other_topics_are_not_read_off():
    told = promise("month", topic="contact")

    assert outcomes(told, evidence=Evidence(cared=(cared("2026-11-02T10:00", 60),))) == [
        (2, "unknown")
    ]
