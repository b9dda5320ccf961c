"""Statements show something the record does not know, and somebody says yes or no."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest

from kinhold.api import open_household
from kinhold.application.suggest_recurring import (
    NoSuchRecurringError,
    accept,
    recurring_page,
    set_aside,
)

DAY = date(2026, 11, 22)
BASE = """
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-11-21 person Ruth role=self
2026-11-21 balance Current amount=500
"""


def monthly(number, amount, payee, *, months=range(2, 12), account="Current", year=2026):
    return "".join(
        f'{year}-{month:02}-{number:02} transaction {account} amount={amount} payee="{payee}"\n'
        for month in months
    )


GAS = monthly(3, -42.10, "DD BRITISH GAS")


class Home:
    """An open household with statements, and ids that count."""

    def __init__(self, notes, base=BASE):
        self.file = open_household(None)
        assert self.file.import_notation(base + notes).findings == ()
        ids = count(1)
        self.new_id = lambda: f"00000000-0000-4000-8000-{next(ids):012}"

    def seen(self):
        return {"record": self.file.record(), "household": self.file.standing(on=DAY).household}

    def page(self):
        return recurring_page(**self.seen())

    def accept(self, *keys):
        self.file.write(accept(**self.seen(), keys=keys, new_id=self.new_id))

    def set_aside(self, *keys):
        self.file.write(set_aside(**self.seen(), keys=keys, new_id=self.new_id))


@pytest.fixture
def at_home():
    opened = []

    def make(notes, **more):
        opened.append(Home(notes, **more))
        return opened[-1]

    yield make
    for home in opened:
        home.file.close()


def test_one_plain_sentence_says_what_was_seen(at_home):
    (line,) = at_home(GAS).page().offered

    assert line.sentence == (
        "£42.10 every month on the 3rd to “DD BRITISH GAS”, seen 10 times since February, "
        "next on 3 December."
    )
    assert (line.kind, line.label, line.why_not) == ("bill", "British Gas", "")


def test_it_says_about_where_sizes_vary_and_what_did_not_come(at_home):
    sizes = [80, 95, 60, 110, 70, 90]
    notes = "".join(monthly(9, -s, "OCTOPUS ENERGY", months=[m]) for m, s in zip((5, 6, 7, 9, 10, 11), sizes, strict=True))  # fmt: skip

    (line,) = at_home(notes).page().offered

    assert line.sentence.startswith("About £85 every month on the 9th to “OCTOPUS ENERGY”, seen 6 of 7 times since May")  # fmt: skip


def test_an_american_household_reads_its_dates(at_home):
    base = BASE.replace("zone=Europe/London country=uk currency=GBP", "zone=America/New_York country=us currency=USD")  # fmt: skip

    (line,) = at_home(GAS, base=base).page().offered

    assert line.sentence.endswith("next on December 3.")
    assert line.sentence.startswith("$42.10")


def test_the_lines_it_would_write_are_shown_before(at_home):
    (line,) = at_home(GAS).page().offered

    assert line.would_write[0].startswith('2026-12-03 bill "British Gas" amount=42.10 each=month:3')
    assert line.would_write[1] == '2026-12-03 payee "British Gas" "DD BRITISH GAS"'


def test_what_she_accepts_is_a_bill_and_is_not_asked_again(at_home):
    home = at_home(GAS)
    home.accept(home.page().offered[0].key)

    assert [b.about for b in home.seen()["household"].bills] == ["British Gas"]
    assert home.page().offered == ()


def test_a_bill_that_was_accepted_is_paid_by_the_next_line_of_its_payee(at_home):
    home = at_home(GAS)
    home.accept(home.page().offered[0].key)
    home.file.import_notation('2026-12-03 transaction Current amount=-42.10 payee="DD BRITISH GAS"\n')  # fmt: skip

    due = home.file.finances.page(on=date(2026, 12, 4)).due

    assert [d.label for d in due if d.label == "British Gas"][:1] == ["British Gas"]
    assert all(d.day != "2026-12-03" for d in due if d.label == "British Gas")


def test_nothing_is_written_by_looking(at_home):
    home = at_home(GAS)
    home.page()

    assert home.seen()["household"].bills == ()


def test_what_she_sets_aside_is_not_shown_again(at_home):
    home = at_home(GAS + monthly(28, 1650, "ACME PAYROLL", months=range(2, 11)))
    gas = next(x for x in home.page().offered if x.kind == "bill")
    home.set_aside(gas.key)

    assert [x.label for x in home.page().offered] == ["Acme Payroll"]


def test_weekly_shopping_is_shown_with_the_reason_why_it_stays(at_home):
    notes = monthly(5, -18.20, "AVIVA") + monthly(5, -61, "AVIVA")

    page = at_home(notes).page()

    assert page.offered == ()
    assert [x.why_not for x in page.left] == ["Other payments carry the same name, so it stays with everyday money."] * 2  # fmt: skip


def test_a_key_that_names_nothing_says_what_to_do(at_home):
    with pytest.raises(NoSuchRecurringError, match="Look at the list again"):
        at_home(GAS).accept("0123456789ab")


def test_what_is_not_offered_cannot_be_accepted(at_home):
    home = at_home(monthly(5, -18.20, "AVIVA") + monthly(5, -61, "AVIVA"))

    with pytest.raises(NoSuchRecurringError, match="state it by hand"):
        home.accept(home.page().left[0].key)


def test_statements_that_ended_long_ago_say_nothing_of_now(at_home):
    assert at_home(monthly(3, -42.10, "DD BRITISH GAS", months=range(1, 9))).page().offered == ()


def test_statements_that_ended_three_weeks_ago_make_no_bill_overdue(at_home):
    """The last line is of 3 November: what is due next is in December, not in between."""
    notes = monthly(3, -42.10, "DD BRITISH GAS") + monthly(4, -9, "NETFLIX")

    page = at_home(notes).page()

    assert {x.would_write[0][:10] for x in page.offered} == {"2026-12-03", "2026-12-04"}


def test_what_comes_once_a_year_has_come_twice_in_two_years(at_home):
    notes = monthly(12, -174.50, "TV LICENCE", months=[9], year=2025) + monthly(12, -174.50, "TV LICENCE", months=[9]) + GAS  # fmt: skip

    assert "£174.50 every year to “TV LICENCE”, seen 2 times since September 2025, next on 12 September." in [x.sentence for x in at_home(notes).page().offered]  # fmt: skip
