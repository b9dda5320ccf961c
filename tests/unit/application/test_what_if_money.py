"""Households that ask whether the money holds with a car, a dearer flat, fewer hours."""

from __future__ import annotations

from datetime import date

import pytest

from kinhold.api import open_household
from kinhold.application.wording import MONTHS
from kinhold.domain.findings import KinholdError

DAY = date(2026, 11, 22)
BASE = """
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-11-21 person Ruth role=self
2026-11-22 balance Current amount=300
2026-11-28 income Wage amount=1500 each=month:28 type=wage to=Ruth
2026-12-01 bill Rent amount=900 each=month:1 type=rent
2026-12-05 bill Food amount=300 each=month:5 type=food
"""


@pytest.fixture
def home():
    with open_household(None) as opened:
        assert opened.import_notation(BASE).findings == ()
        yield opened


def test_a_car_that_leaves_every_bill_paid_holds_at_once(home):
    page = home.finances.what_if(["2026-12-06 bill Car amount=150 each=month:6 type=car"], on=DAY)

    assert (page.holds, page.needs, page.from_month) == (True, 0, "2026-12-06")
    assert page.answer.startswith("It holds")


def test_a_car_that_costs_the_rent_says_which_and_how_much_more_it_takes(home):
    """300 a month are over, and 300 are there. A car at 380 lacks 80 a month once they are used up."""
    page = home.finances.what_if(["2026-12-06 bill Car amount=380 each=month:6 type=car"], on=DAY)

    assert not page.holds
    assert page.worse
    assert page.from_month > "2027-01-06"  # by then enough is saved for a year of it
    assert 20_00 <= page.needs <= 80_00


def test_a_deposit_holds_from_the_month_in_which_it_is_saved_up(home):
    """A deposit of 900 once: 600 are over on 6 December, 900 a month later, and then nothing for a shock."""
    page = home.finances.what_if(["2026-12-06 bill Deposit amount=900 class=priority"], on=DAY)

    assert not page.holds
    assert page.worse == ("Deposit on Sun 6 Dec: short by £300",)
    assert page.from_month in ("2027-01-06", "2027-02-06", "2027-03-06")
    assert f"Begun in {MONTHS[int(page.from_month[5:7]) - 1]} 2027, it holds." in page.answer


def test_a_dearer_flat_takes_the_place_of_the_old_rent(home):
    page = home.finances.what_if(["2027-01-01 bill Rent amount=920 each=month:1 type=rent"], on=DAY)

    assert page.holds
    january = (date(2027, 1, 2) - DAY).days
    assert page.after.positions[january] == page.before.positions[january] - 20_00


def test_fewer_hours_are_a_smaller_wage_from_a_day_on(home):
    page = home.finances.what_if(
        ["2027-02-28 income Wage amount=900 each=month:28 type=wage to=Ruth"], on=DAY
    )

    assert not page.holds
    assert 0 < page.needs <= 300_00


def test_nothing_of_a_what_if_is_kept(home):
    before = home.export_notation()
    home.finances.what_if(["2026-12-06 bill Car amount=150 each=month:6"], on=DAY)

    assert home.export_notation() == before


def test_where_a_bill_is_missed_anyway_that_is_said(home):
    home.add("2026-12-02 bill Fine amount=5000 type=fine class=priority")
    page = home.finances.what_if(["2026-12-06 bill Club amount=1 class=other"], on=DAY)

    assert page.before.days < 365
    assert page.holds


def test_a_household_without_a_balance_is_asked_for_it_first():
    with open_household(None) as opened:
        opened.import_notation("household zone=Europe/London country=uk currency=GBP of=Ruth\n")
        with pytest.raises(KinholdError, match="no runway"):
            opened.finances.what_if(["2026-12-06 bill Car amount=150"], on=DAY)


def test_what_only_a_shock_would_break_is_told_apart_from_a_bill_that_is_missed(home):
    """200 more rent leave 100 a month: every bill is paid, and little stands between her and a shock."""
    page = home.finances.what_if(
        ["2027-01-01 bill Rent amount=1100 each=month:1 type=rent"], on=DAY
    )

    assert (page.holds, page.worse, page.needs) == (False, (), None)
    assert "more often in simulated years" in page.answer
    assert page.after.rent > page.before.rent + 0.05


@pytest.mark.parametrize("line", ["", "car 150", "2026-12-06 bill Car amount=lots"])
def test_a_line_that_cannot_be_read_is_refused_in_a_sentence(home, line):
    with pytest.raises(KinholdError):
        home.finances.what_if([line], on=DAY)


def test_nothing_to_try_is_said(home):
    with pytest.raises(KinholdError, match="nothing to try"):
        home.finances.what_if([], on=DAY)
