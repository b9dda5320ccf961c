"""What must hold for any ledger of support."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kinhold.domain.money import Money
from kinhold.domain.recurrence import parse_recurrence
from kinhold.engines.money.arrears.ledger import (
    SupportPayment,
    SupportSchedule,
    in_succession,
    interest_exact,
    ledger,
)
from kinhold.engines.money.arrears.terms import terms_of
from kinhold.rules.loading import load_rules

START = date(2023, 11, 15)
DAYS = 480
"""Over the leap day of 2024."""

PLACES = [("uk", ""), ("us", "TX"), ("us", "CA"), ("us", "WI"), ("us", "NY")]
each = st.sampled_from(["week", "2weeks", "month", "month:31", "month:1,15", "month:last", None])
ahead = st.integers(0, DAYS)


@st.composite
def a_schedule(draw, number):
    first = START + timedelta(days=draw(ahead))
    rule = draw(each)
    length = draw(st.none() | st.integers(0, 300))
    return SupportSchedule(
        payer="John",
        basis=draw(st.sampled_from(["none", "spoken", "agreement", "order", "calculation"])),
        amount=Money(draw(st.integers(0, 90_000)), "USD"),
        first=first,
        each=parse_recurrence(rule) if rule else None,
        last=None if length is None else first + timedelta(days=length),
        kind=draw(st.sampled_from(["base", "base", "base", "medical", "fee"])),
        fact_id=f"s{number}",
    )


@st.composite
def a_payment(draw, number):
    named = draw(st.none() | ahead)
    day = None if named is None else START + timedelta(days=named)
    return SupportPayment(
        payment_id=f"p{number}",
        day=START + timedelta(days=draw(ahead)),
        amount=Money(draw(st.integers(1, 200_000)), "USD"),
        named_from=day,
        named_to=None if day is None else day + timedelta(days=draw(st.integers(0, 31))),
    )


def several(one, most):
    return st.integers(0, most).flatmap(lambda n: st.tuples(*(one(i) for i in range(n))))


schedules = several(a_schedule, 4).map(in_succession)
payments = several(a_payment, 6)
places = st.sampled_from(PLACES)


def book(place, owed, came, days=DAYS):
    country, region = place
    terms = terms_of(load_rules(country), country=country, region=region)
    return ledger(owed, came, on=START + timedelta(days=days), terms=terms, currency="USD")


@given(place=places, owed=schedules, came=payments, days=ahead)
def test_every_cent_received_is_set_against_something_or_waits(place, owed, came, days):
    made = book(place, owed, came, days)

    allocated = sum(a.amount.minor for a in made.allocations)
    assert allocated + made.unapplied.minor == made.received.minor
    on_lines = sum(line.paid.minor for line in made.lines)
    assert on_lines + made.interest_accrued.minor - made.interest_open.minor == allocated


@given(place=places, owed=schedules, came=payments, days=ahead)
def test_nothing_is_ever_below_nothing(place, owed, came, days):
    made = book(place, owed, came, days)

    assert all(line.open.minor >= 0 for line in made.lines)
    assert all(a.amount.minor > 0 for a in made.allocations)
    assert min(made.owed_open.minor, made.needed_open.minor, made.interest_open.minor) >= 0
    assert all(row.base.minor > 0 and row.start < row.end for row in made.interest)


@given(place=places, owed=schedules, came=payments, dice=st.randoms(use_true_random=False))
def test_the_order_in_which_things_were_written_down_does_not_matter(place, owed, came, dice):
    one, other = list(owed), list(came)
    dice.shuffle(one)
    dice.shuffle(other)

    made = book(place, one, other)

    straight = book(place, owed, came)
    assert replace(made, payer="") == replace(straight, payer="")


@given(place=places, owed=schedules, came=payments, days=ahead, more=st.integers(0, 200))
def test_a_later_day_never_changes_what_fell_due_or_what_was_paid(place, owed, came, days, more):
    before = book(place, owed, came, days)
    after = book(place, owed, came, days + more)

    def fell_due(made):
        return {x.line_id: (x.day, x.amount, x.basis) for x in made.lines if not x.ahead}

    assert fell_due(before).items() <= fell_due(after).items()
    assert set(before.allocations) <= set(after.allocations)
    assert interest_exact(before) <= interest_exact(after)


@given(place=places, owed=schedules, came=payments, more=st.integers(1, 100_000))
def test_paying_more_never_leaves_more_open(place, owed, came, more):
    """Later in the day of the last payment, or on the last day where there was none."""
    last = max((p.day for p in came), default=START)
    extra = SupportPayment(payment_id="z", day=last, amount=Money(more, "USD"))

    before, after = book(place, owed, came), book(place, owed, (*came, extra))

    def still_open(made):
        return made.owed_open.minor + made.needed_open.minor + made.interest_open.minor

    assert still_open(after) <= still_open(before)
    assert after.received.minor == before.received.minor + more


@given(place=places, owed=schedules)
def test_too_much_waits_as_a_credit_and_leaves_nothing_open(place, owed):
    """A million for each side on the first day something is due."""
    owed = tuple(replace(s, basis="order") for s in owed if s.kind == "base")
    first = min((s.first for s in owed if s.amount.minor), default=START)
    much = SupportPayment(payment_id="p", day=first, amount=Money(10**9, "USD"))

    made = book(place, owed, (much,))

    assert made.owed_open.minor == 0
    assert made.interest == ()
    paid = sum(line.paid.minor for line in made.lines)
    assert paid + made.unapplied.minor == made.received.minor


@given(owed=schedules, came=payments)
def test_what_is_only_needed_bears_no_interest_and_is_never_owed(owed, came):
    promised = [replace(s, basis="spoken") for s in owed]

    made = book(("us", "CA"), promised, came)

    assert made.owed_open.minor == made.interest_accrued.minor == 0
