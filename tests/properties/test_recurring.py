"""What must hold of recurring items, whatever statements show."""

from __future__ import annotations

import random
from calendar import monthrange
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from kinhold.domain.dates import Edtf
from kinhold.domain.finances import TransactionBooked
from kinhold.domain.money import Money
from kinhold.domain.recurrence import Recurrence, occurrences
from kinhold.engines.money.recurring import find_recurring

ON = date(2026, 11, 22)
SPAN = 400
SOME = settings(deadline=None, max_examples=60)

payees = st.sampled_from(["", "MARKET HALL", "BRITISH GAS", "ACME LTD", "CORNER SHOP 12"])
days = st.integers(0, SPAN).map(lambda n: ON - timedelta(days=n))
sizes = st.sampled_from([-99, -4200, -4200, -1250, -777, 165000, 12000])


def line(number, day, minor, payee, account="Current"):
    return TransactionBooked(
        fact_id=f"n{number}",
        occurred=Edtf(day.isoformat()),
        about=account,
        amount=Money(minor, "GBP"),
        payee=payee,
    )


@st.composite
def statements(draw, most=60):
    """Any lines: mostly noise, now and then something that comes each month."""
    told = draw(st.lists(st.tuples(days, sizes, payees), max_size=most))
    for payee in draw(st.lists(payees, max_size=3)):
        number, minor = draw(st.integers(1, 28)), draw(sizes)
        told += [(date(2026, month, number), minor, payee) for month in range(3, 11)]
    return [line(n, *what) for n, what in enumerate(told)]


@st.composite
def schedules(draw):
    """A schedule, the days it falls on, and how far the bank moves each."""
    kind = draw(st.sampled_from(["week", "2weeks", "4weeks", "month", "last", "quarter"]))
    number = draw(st.integers(1, 28))
    rule = {
        "week": Recurrence("week"),
        "2weeks": Recurrence("week", 2),
        "4weeks": Recurrence("week", 4),
        "month": Recurrence("month", monthdays=(number,)),
        "last": Recurrence("month", monthdays=(-1,)),
        "quarter": Recurrence("month", 3, monthdays=(number,)),
    }[kind]
    anchor = ON - timedelta(days=SPAN - number)
    due = occurrences(rule, anchor=anchor, start=anchor, end=ON + timedelta(days=1))
    return kind, due, draw(st.booleans())


def as_banks_do(day, *, before):
    """On the working day before or after a weekend."""
    if day.weekday() < 5:
        return day
    return day - timedelta(days=day.weekday() - 4) if before else day + timedelta(days=7 - day.weekday())  # fmt: skip


@SOME
@given(statements(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(lines, dice):
    mixed = list(lines)
    dice.shuffle(mixed)

    assert find_recurring(mixed, on=ON) == find_recurring(lines, on=ON)


@SOME
@given(statements(), st.lists(st.tuples(days, sizes), max_size=20))
def test_lines_of_another_payee_change_nothing(lines, more):
    others = [line(f"x{n}", day, minor, "SOMEONE ELSE") for n, (day, minor) in enumerate(more)]

    found = find_recurring([*lines, *others], on=ON)

    assert tuple(r for r in found if r.payee != "SOMEONE ELSE") == find_recurring(lines, on=ON)


@SOME
@given(statements())
def test_a_line_is_of_one_thing_only_and_what_is_found_goes_on(lines):
    found = find_recurring(lines, on=ON)
    used = [fact_id for r in found for fact_id in r.fact_ids]

    assert len(used) == len(set(used))
    assert all(r.first < r.last <= ON and r.last < r.next for r in found)
    assert all(r.seen == len(r.fact_ids) >= 2 and r.next + timedelta(days=r.late) >= ON for r in found)  # fmt: skip


@SOME
@given(schedules(), st.integers(0, 10**6), statements(most=30))
def test_an_invented_schedule_is_found_through_weekends_and_noise(planned, seed, lines):
    """Amounts move by up to a fifth; the other lines are of other payees."""
    kind, due, before = planned
    dice = random.Random(seed)
    came = [as_banks_do(day, before=before) for day in due]
    own = [line(f"own{n}", day, -round(5000 * dice.uniform(0.9, 1.1)), "HARBOUR WATER") for n, day in enumerate(came) if day <= ON]  # fmt: skip
    told = [x for x in lines if x.payee != "HARBOUR WATER"]

    found = [r for r in find_recurring([*told, *own], on=ON) if r.payee == "HARBOUR WATER"]

    assert [r.seen for r in found] == [len(own)]
    assert {r.each.unit for r in found} == {"week" if "week" in kind else "month"}
    assert abs(found[0].amount.minor - 5000) <= 500


@SOME
@given(schedules(), st.data())
def test_one_payment_that_did_not_come_hides_nothing(planned, data):
    _, due, before = planned
    came = [as_banks_do(day, before=before) for day in due]
    whole = [line(f"own{n}", day, -5000, "HARBOUR WATER") for n, day in enumerate(came) if day <= ON]  # fmt: skip
    if len(whole) < 6:
        return
    gone = data.draw(st.integers(1, len(whole) - 2))
    left = whole[:gone] + whole[gone + 1 :]

    found = find_recurring(left, on=ON)

    assert [(r.seen, r.missed) for r in found] == [(len(left), 1)]


def test_random_spending_is_rarely_called_recurring():
    """Two hundred households of ten shops each, visited on random days at random prices."""
    dice = random.Random(11)
    wrong = 0
    for _ in range(200):
        lines = []
        for shop in "ABCDEFGHIJ":
            visits = dice.choice((2, 3, 4, 6, 10, 25))
            lines += [
                line(f"{shop}{n}", ON - timedelta(days=dice.randint(0, SPAN)), -dice.randint(200, 9000), f"SHOP {shop * 3}")
                for n in range(visits)
            ]  # fmt: skip
        wrong += len(find_recurring(lines, on=ON))

    assert wrong <= 20  # of 2,000 payees


def test_a_purse_of_round_sums_is_rarely_called_recurring():
    """Cash on random days, no payee, only a few sizes: many equal amounts by chance."""
    dice = random.Random(5)
    wrong = 0
    for _ in range(100):
        lines = [
            line(n, ON - timedelta(days=dice.randint(0, SPAN)), -dice.choice((10, 20, 30, 50, 100)) * 100, "")
            for n in range(90)
        ]  # fmt: skip
        wrong += len(find_recurring(lines, on=ON))

    assert wrong <= 10


def test_the_days_of_the_month_of_every_month_are_kept():
    """The 31st falls on the last day of a short month."""
    came = [date(2026, month, monthrange(2026, month)[1]) for month in range(1, 11)]
    lines = [line(n, day, -900, "RENT") for n, day in enumerate(came)]

    (found,) = find_recurring(lines, on=ON)

    assert found.next == date(2026, 11, 30)
