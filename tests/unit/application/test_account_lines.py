"""What an account shows, month by month."""

from __future__ import annotations

from datetime import date

import pytest

from kinhold.api import open_household

DAY = date(2026, 11, 22)
NOTES = """
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-11-21 person Ruth role=self
2026-11-01 bill Rent amount=780 each=month:1 to="Hill Lettings"
2026-09-03 transaction Current amount=-12.40 payee=BAKERY
2026-11-01 transaction Current amount=-780 payee="SO HILL LETTINGS"
2026-11-02 transaction Pot amount=50 payee=RUTH
2026-11-03 transaction Current amount=-3 payee=KIOSK
2026-11-04 transaction Current amount=9EUR payee=ABROAD
"""


@pytest.fixture
def home():
    with open_household(None) as opened:
        assert opened.import_notation(NOTES).findings == ()
        yield opened


def test_the_latest_month_is_shown_with_what_each_line_pays(home):
    page = home.finances.lines(on=DAY)

    assert (page.named, page.came, page.went) == ("November 2026", "£50", "£783")
    assert [(x.payee, x.label) for x in page.lines] == [
        ("KIOSK", ""), ("RUTH", ""), ("SO HILL LETTINGS", "Rent"),
    ]  # fmt: skip
    assert (page.earlier, page.later) == ("2026-10", "")


def test_one_account_alone(home):
    assert [x.payee for x in home.finances.lines(account="Pot", on=DAY).lines] == ["RUTH"]


def test_a_month_without_lines_leads_on_to_those_that_have_some(home):
    page = home.finances.lines(month="2026-10", on=DAY)

    assert (page.lines, page.earlier, page.later) == ((), "2026-09", "2026-11")


@pytest.mark.parametrize("month", ["", "soon", "2026-13", "0001-01", "9999-12", "2026-11-05"])
def test_what_is_no_month_is_the_latest(home, month):
    assert home.finances.lines(month=month, on=DAY).month == "2026-11"


def test_a_payee_is_named_and_known_from_then_on(home):
    home.finances.name_payee(label="Rent", payee="KIOSK")

    assert home.finances.lines(on=DAY).lines[0].label == "Rent"
