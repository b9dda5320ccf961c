"""Accounts whose past shows what they will probably hold."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

from kinhold.domain.dates import Edtf
from kinhold.domain.finances import TransactionBooked
from kinhold.domain.money import Money
from kinhold.engines.money.forecast import ForecastNotPossibleError, forecast

ON = date(2026, 11, 20)


def line(day, pounds, payee):
    minor = round(pounds * 100)
    return TransactionBooked(
        fact_id=f"{payee} {day} {minor}",
        occurred=Edtf(day.isoformat()),
        about="Current",
        amount=Money(minor, "GBP"),
        payee=payee,
    )


def months(number, pounds, payee, *, last=11):
    """Once a month from January on."""
    return [line(date(2026, month, number), pounds, payee) for month in range(1, last + 1)]


def shops(pounds=-25, *, until=ON):
    """About every third day, at one of five shops, on no schedule."""
    dice = random.Random(3)
    names = ("MARKET HALL", "CORNER SHOP", "BAKER", "CHEMIST", "FERRY")
    back = sorted(dice.sample(range(309), 103))
    days = [until - timedelta(days=n) for n in [*back, 309]]
    return [line(day, pounds - dice.randint(0, 20), dice.choice(names)) for day in days]


USUAL = [*months(1, -850, "RENT"), *months(15, 1400, "ACME LTD"), *shops()]


def looked(lines, *, pounds=600, days=60, **more):
    return forecast(lines, balance=Money(pounds * 100, "GBP"), on=ON, days=days, **more)


def at(made, day):
    return made.expected[(day - made.start).days]


def test_rent_and_wage_move_the_path_on_their_days():
    made = looked(USUAL)

    assert at(made, date(2026, 12, 1)) - at(made, date(2026, 11, 30)) < -820_00
    assert at(made, date(2026, 12, 15)) - at(made, date(2026, 12, 14)) > 1300_00


def test_the_lowest_point_is_the_day_before_the_wage():
    made = looked(USUAL, days=30)

    assert made.lowest.day in (date(2026, 12, 13), date(2026, 12, 14))
    assert made.lowest.amount.minor == min(made.expected)


def test_spending_follows_income_though_every_month_left_something_over():
    """Rent, wage and shops leave about 200 a month: a trend would add 400, the path does not."""
    made = looked(USUAL, days=62)

    assert abs(made.expected[60] - made.opening.minor) < 250_00


def test_the_balance_moves_by_as_much_as_the_opening_does():
    """The past is the same; only what is there today differs, and with it the whole path."""
    low, high = looked(USUAL, pounds=100), looked(USUAL, pounds=300)

    assert {h - b for h, b in zip(high.expected, low.expected, strict=True)} == {200_00}


def test_money_far_above_the_usual_level_is_expected_to_be_spent_slowly():
    """A gift of 3,000 last week is mostly there next week and partly gone in two months."""
    made = looked([*USUAL, line(ON - timedelta(days=5), 3000, "AUNT")], pounds=3600)

    assert made.expected[6] > 3000_00
    assert made.expected[59] < made.expected[29] < 3600_00


def test_the_band_holds_the_path_and_widens():
    made = looked(USUAL)

    assert all(lo <= mid <= hi for lo, mid, hi in zip(made.low, made.expected, made.high, strict=True))  # fmt: skip
    assert made.high[45] - made.low[45] > made.high[2] - made.low[2]


def test_what_is_always_the_same_has_no_band():
    made = looked([*months(1, -850, "RENT"), *months(15, 850, "ACME LTD")], days=20)

    assert max(h - lo for h, lo in zip(made.high, made.low, strict=True)) <= 1_00


def test_the_chance_of_falling_below_grows_with_the_threshold():
    made = looked(USUAL)
    chances = [made.chance_below(pounds * 100) for pounds in range(-2000, 2000, 100)]

    assert chances == sorted(chances)
    assert (chances[0], chances[-1]) == (0.0, 1.0)


def test_lows_of_past_months_speak_against_a_false_alarm():
    """Replays reach nothing; in ten months the account never came near it."""
    made = looked(USUAL, pounds=1000, days=90)
    replayed, lows = made.chance_by_replay(250_00), made.chance_by_lows(250_00)

    assert min(replayed, lows) <= made.chance_below(250_00) <= max(replayed, lows)


def test_where_the_path_itself_goes_below_the_lows_say_nothing():
    made = looked(USUAL, pounds=-500)

    assert made.chance_below(0) == made.chance_by_replay(0)


def test_a_wage_that_stopped_is_named():
    left = [*months(1, -850, "RENT"), *months(15, 1400, "ACME LTD", last=9), *shops()]

    made = looked(left)

    assert [r.payee for r in made.stopped] == ["ACME LTD"]
    assert [r.payee for r in made.recurring] == ["RENT"]


def test_a_wage_that_nothing_makes_up_for_takes_the_path_down_with_it():
    left = [*months(1, -850, "RENT"), *months(15, 1400, "ACME LTD", last=9), *shops()]

    made_up, gone = looked(left, days=30), looked(left, days=30, gone=True)

    assert made_up.expected[29] - gone.expected[29] == pytest.approx(1400_00 * 30 / 30.4375, abs=1)


def test_three_months_are_the_least_it_can_see_a_month_in():
    recent = [x for x in USUAL if x.occurred > (ON - timedelta(days=80)).isoformat()]

    assert looked(recent) is None


def test_lines_of_later_days_and_other_currencies_are_not_looked_at():
    later = line(ON + timedelta(days=1), -9999, "LATER")
    foreign = TransactionBooked(
        fact_id="eur", occurred=Edtf(ON.isoformat()), about="Current", amount=Money(-5000, "EUR")
    )

    assert looked([*USUAL, later, foreign]) == looked(USUAL)


def test_a_forecast_is_for_a_year_at_most():
    with pytest.raises(ForecastNotPossibleError, match="1 to 366"):
        looked(USUAL, days=400)


def test_it_says_how_much_past_it_rests_on():
    made = looked(USUAL)

    assert made.history == 324
    assert set(made.fact_ids) == {x.fact_id for x in USUAL}
