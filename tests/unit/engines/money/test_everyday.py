"""Households whose statements show what no bill accounts for."""

from __future__ import annotations

from datetime import date, timedelta

from kinhold.api import open_household

DAY = date(2026, 11, 22)
BASE = """
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-11-21 person Ruth role=self
2026-11-21 balance Current amount=500
2026-11-28 income Wage amount=1500 each=month:28 type=wage to=Ruth
2026-12-01 bill Rent amount=900 each=month:1 type=rent
"""


def weeks(
    number, amount=-70, payee="CARD LIDL", *, account="Current", ends=DAY - timedelta(days=2)
):
    """One line a week, the last on a day."""
    return "".join(
        f'{ends - timedelta(days=7 * n)} transaction {account} amount={amount} payee="{payee}"\n'
        for n in range(number)
    )


def page(notes, *, simulated=False):
    with open_household(None) as home:
        parsed = home.import_notation(BASE + notes)
        assert parsed.findings == ()
        return home.finances.page(on=DAY, simulated=simulated)


def test_weekly_shopping_is_in_the_lowest_point_though_no_bill_says_so():
    made = page(weeks(12))

    assert made.everyday == 70_00
    assert made.lowest == 500_00 - 70_00
    assert [d.label for d in made.due][:1] == ["Everyday spending"]


def test_one_big_purchase_does_not_change_what_a_week_usually_costs():
    made = page(weeks(12) + '2026-10-03 transaction Current amount=-800 payee="SOFA WORLD"\n')

    assert made.everyday == 70_00


def test_too_few_weeks_say_nothing_of_what_is_usual():
    assert page(weeks(5)).everyday is None


def test_statements_that_ended_long_ago_are_not_taken_for_now():
    assert page(weeks(12, ends=DAY - timedelta(days=60))).everyday is None


def test_money_moved_between_own_accounts_is_not_spending():
    moved = weeks(12, -200, "TO SAVINGS") + weeks(12, 200, "FROM CURRENT", account="Pot")

    assert page(weeks(12) + moved).everyday == 70_00


def test_a_bill_that_a_line_pays_is_not_counted_as_everyday_too():
    rent = weeks(3, -900, "SO RENT")

    assert page(weeks(12) + rent).everyday == 70_00


def test_food_that_statements_show_is_not_counted_a_second_time():
    made = page(weeks(12) + "2026-11-23 bill Food amount=80 each=week type=food\n")

    assert "Food" not in [d.label for d in made.due]
    assert made.lowest == 500_00 - 70_00


def test_the_simulation_draws_on_her_own_weeks():
    made = page(weeks(12), simulated=True)

    assert made.fan is not None
    assert any("weeks of your statements" in line for line in made.fan.rests_on)
    assert made.fan.low[60] <= made.fan.middle[60] <= made.fan.high[60]


def test_promised_money_comes_in_some_simulated_years_and_not_in_others():
    """Half of the rent rests on a word nobody knows: between always and never."""
    notes = """
2026-11-21 person Danny role=husband
2026-11-30 income Half promised amount=800 each=month:30 from=Danny to=Ruth
2026-12-02 bill Loan amount=700 each=month:2 class=priority type=rent
"""
    made = page(notes, simulated=True)

    assert made.fan is not None
    assert 0.05 < made.fan.chances[-1].home < 1.0
