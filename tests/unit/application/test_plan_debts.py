"""Laura's debts on one page: consequences side by side, and what is missing."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest

from kinhold import bootstrap
from kinhold.adapters.payoff import compare, payoff_in_worker
from kinhold.api import open_household
from kinhold.api.debts import Debts
from kinhold.application.plan_debts import ToPayOff
from kinhold.cli import debts as command
from kinhold.cli import terminal
from kinhold.domain.money import AmountNotUnderstoodError, BasisPoints, Money
from kinhold.drawing.payoff import draw_payoff
from kinhold.engines.money.debts.terms import DebtTerms, RateFrom

ON = date(2026, 11, 22)
LAURA = """
household zone=Europe/London country=uk currency=GBP of=Laura
2026-11-01 debt Visa balance=900.00 rate=24.9% percent=2.5% minimum=25.00 each=month:15 fee=12.00 liable=Laura
2026-11-01 debt Loan balance=1400.00 rate=11.9% minimum=45.00 each=month:1 liable=Laura class=priority
2026-11-01 debt Catalogue balance=480.00 rate=44.9% minimum=30.00 each=month:28 fee=12.00 liable=Laura
2026-11-10 offer Catalogue amount=250.00 until=2027-02-28
"""
MISSING = """
2026-11-01 debt Cousin balance=500.00 liable=Laura
2026-11-01 debt Dollars balance=500.00USD rate=5% minimum=10.00USD each=month:1 liable=Laura
2026-11-01 debt Johns balance=9000.00 rate=5% minimum=100.00 each=month:1 liable=John
"""
VERDICTS = re.compile(r"\b(recommend|should|best|worst|better|must|advise you)\b", re.IGNORECASE)


class InThisProcess:
    """Compares here and now; the page is the same."""

    def __call__(self, asked, *, step=lambda _bound: None):
        return compare(asked=asked, progress=lambda line: step(int(line)))


@pytest.fixture
def page(monkeypatch):
    """Return the page of a household told in the notation."""
    monkeypatch.setattr(bootstrap, "payoff_planner", InThisProcess, raising=False)

    def plan(text=LAURA, monthly=(20_000,), **told):
        with open_household(None) as home:
            home.import_notation(text)
            amounts = [Money(m, "GBP") for m in monthly]
            return Debts(home).plan(monthly=amounts, on=ON, **told)

    return plan


def test_four_ways_stand_side_by_side_with_the_same_measures(page):
    seen = page()

    assert [p.name for p in seen.plans] == ["least", "avalanche", "snowball", "minimums"]
    assert {len(row.cells) for row in seen.table} == {4}
    assert [row.measure for row in seen.table][:4] == [
        "Nothing is owed after", "Paid in all", "Interest", "Late fees",
    ]  # fmt: skip


def test_the_least_takes_the_offer_and_its_figures_add_up(page):
    least = page().plans[0]

    assert least.reduced > 0
    assert least.paid == 278_000 + least.interest + least.fees - least.reduced
    assert sum(d.paid for d in least.debts) == least.paid
    assert least.owed[-1] == 0


def test_the_proof_is_said_with_its_bound(page):
    seen = page()

    assert seen.proven
    assert seen.bound <= seen.plans[0].cost
    assert seen.proof.startswith("Proven: over")


def test_nothing_on_the_page_tells_anybody_what_to_do(page):
    seen = page(LAURA + MISSING, monthly=[9_000])
    said = json.loads(terminal.to_json(seen))

    text = json.dumps([said[k] for k in said if k != "questions"])
    assert not VERDICTS.search(text), VERDICTS.search(text)
    assert "not advice" in seen.information


def test_what_is_missing_is_asked_and_what_is_not_hers_is_left_out(page):
    seen = page(LAURA + MISSING)

    labels = {d.label for d in seen.plans[0].debts}
    assert labels == {"Visa", "Loan", "Catalogue"}
    assert {q.about for q in seen.questions} == {"Cousin", "Dollars"}


def test_money_below_the_minimums_names_the_least_that_covers_them(page):
    seen = page(monthly=[7_000])

    assert seen.least_monthly == 10_000
    assert any(f.code == "money.debts.minimums-not-covered" for f in seen.findings)


def test_without_debts_the_page_says_so(page):
    seen = page("household zone=Europe/London country=uk currency=GBP of=Laura\n")

    assert (seen.plans, seen.bound) == ((), None)
    assert seen.headline == "No debts are noted with anything owed."


def test_where_every_debt_lacks_something_the_first_question_is_the_headline(page):
    head = "household zone=Europe/London country=uk currency=GBP of=Laura\n"
    seen = page(head + MISSING)

    assert seen.headline.startswith("Some figures are missing. First: What interest does Cousin")


def test_money_that_changes_by_month_is_kept_to(page):
    seen = page(monthly=[12_000, 12_000, 60_000])

    spent = [sum(d.payments[m] for d in seen.plans[1].debts) for m in range(3)]
    assert spent[0] <= 12_000
    assert spent[2] > 12_000


def test_the_bound_is_told_before_the_plans(page):
    told = []

    seen = page(step=told.append)

    assert len(told) == 1
    assert told[0] <= seen.bound


@pytest.mark.parametrize("wrong", [{"monthly": (-1,)}, {"monthly": ()}, {"months": 0}])
def test_what_cannot_be_planned_with_is_refused_with_a_sentence(page, wrong):
    with pytest.raises(AmountNotUnderstoodError, match=r"\.$"):
        page(**wrong)


def test_a_worker_process_gives_the_same_comparison_and_tells_the_bound():
    debt = DebtTerms(
        label="Visa",
        balance=90_000,
        currency="GBP",
        rates=(RateFrom(ON, BasisPoints(2490)),),
    )
    asked = ToPayOff((debt,), (9_000,), ON, months=24, seconds=10)
    told = []

    found = payoff_in_worker(asked, step=told.append)

    assert found == InThisProcess()(asked)
    assert len(told) == 1


# -- on the screen ---------------------------------------------------------------------------------


def test_the_command_prints_every_measure_and_what_it_is_not(page, capsys):
    command.show(page(LAURA + MISSING))

    printed = capsys.readouterr().out
    assert "Nothing is owed after" in printed
    assert "Proven: over" in printed
    assert "not advice" in " ".join(printed.split())


def test_the_command_reads_several_amounts():
    options = command.parser().parse_args(
        ["plan", "home.kinhold", "--monthly", "400", "--monthly", "350", "--on", "2026-11-22"]
    )

    assert (options.step, options.monthly, options.on) == ("plan", ["400", "350"], ON)


def test_the_picture_draws_each_plan_once_and_says_what_it_shows(page):
    seen = page()

    drawn = draw_payoff(seen)

    assert drawn == draw_payoff(seen)
    assert drawn.count("<path") == 4
    assert "What is owed, month by month" in drawn
    assert "Smallest balance first" in drawn


def test_without_plans_the_picture_says_so(page):
    drawn = draw_payoff(page("household zone=Europe/London country=uk currency=GBP of=Laura\n"))

    assert "Some figures are missing." in drawn
