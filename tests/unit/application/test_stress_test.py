"""The stress test of a household, from the record to its words.

Ann works on Mondays. Dee and Mum could both be with Bo then; without either the other is there.
"""

from __future__ import annotations

from datetime import date

import pytest

from kinhold.api import open_household
from kinhold.application.stress_loss import LossNotKnownError
from kinhold.application.stress_take_up import Wanted, facts_to_take_up
from kinhold.application.stress_test import stress_task, title
from kinhold.optimisation.solved import SolverNotInstalledError

DAY = date(2026, 11, 22)
NOTES = """
household zone=Europe/London country=uk currency=GBP of=Ann
2026-01-01 person Ann role=self
2026-01-01 child Bo born=2025-01-01
2026-01-01 person Dee role=friend
2026-01-01 person Mum role=mother
2026-11-01 away Ann work each=week:mon at=09:00-17:00
2026-11-01 available Dee each=week:mon at=08:30-17:30
2026-11-01 available Mum each=week:mon at=08:30-17:30
2026-11-21 balance Current amount=900.00
2026-12-01 bill Rent amount=500.00 each=month:1 type=rent
2026-12-05 bill Gym amount=20.00 each=month:5 type=gym
2026-11-28 income Wage amount=600.00 each=month:28 type=wage to=Ann
"""
BROKE = """
2026-10-01 promise Dee to=Ann about=care each=week:mon at=08:30-17:30 "be with Bo on Mondays"
2026-11-02 outcome Dee promise="be with Bo on Mondays" for=2026-11-02 kept
2026-11-09 outcome Dee promise="be with Bo on Mondays" for=2026-11-09 missed
"""


@pytest.fixture
def home_of():
    opened = []

    def made(notes):
        home = open_household(None)
        assert home.import_notation(notes).findings == ()
        opened.append(home)
        return home

    yield made
    for home in opened:
        home.close()


def task_of(home):
    (record, _), standing = home.log.lately(on=DAY), home.standing(on=DAY)
    return stress_task(record=record, standing=standing, on=DAY)


def test_two_who_cover_for_each_other_break_something_only_together(home_of):
    task = task_of(home_of(NOTES))
    holds = {i.contingency.key for i in task.first().impacts if i.holds}
    pairs = task.pairs(holds)

    assert {"person:Dee", "person:Mum"} <= holds
    assert (pairs[0].one.key, pairs[0].other.key) == ("person:Dee", "person:Mum")
    assert pairs[0].impact.more_no_one == 2 * 8 * 60


def test_pairs_of_what_breaks_alone_are_not_looked_at(home_of):
    told = []
    task_of(home_of(NOTES)).pairs(set(), step=lambda *counted: told.append(counted))

    assert told == []


def test_whose_word_was_broken_is_tested_on_the_next_time(home_of):
    task = task_of(home_of(NOTES + BROKE))
    report = task.first()
    miss = next(loss for loss in task.losses if loss.key == "miss:Dee")

    assert title(task.standing.household, miss) == "Dee misses the next time"
    assert (report.likely["miss:Dee"].kept, report.likely["miss:Dee"].counted) == (1, 2)


def test_a_first_answer_says_what_it_is_and_looks_for_no_repair(home_of):
    page = home_of(NOTES).stress_tests.page(on=DAY, exact=False)

    assert (page.exact, page.repaired, page.repairs, page.plan) == (False, False, (), None)
    assert page.base.runway_p50 is None


def test_what_was_found_is_kept_until_something_changes(home_of):
    home = home_of(NOTES)
    first = home.stress_tests.search(on=DAY).key
    home.add("2026-11-21T10:00 nappy Bo wet")

    assert home.stress_tests.search(on=DAY).key == first
    home.add("2026-12-10 bill Phone amount=12.00 each=month:10")
    assert home.stress_tests.search(on=DAY).key != first


def test_nothing_can_be_taken_up_where_nothing_was_looked_for(home_of):
    home = home_of(NOTES)
    found = home.stress_tests.search(on=DAY).first()

    with pytest.raises(LossNotKnownError, match="There are: none"):
        facts_to_take_up(found, record=home.record(), wanted=Wanted("ill:3"), new_id=lambda: "x")


class Missing:
    """A planner and a repairer of a computer without the solver."""

    def __call__(self, *_given, **_named):
        raise SolverNotInstalledError

    after_losses = __call__


def test_without_the_solver_it_says_what_is_missing_and_still_answers(home_of):
    page = home_of(NOTES).stress_tests.search(on=DAY).find(Missing(), Missing()).page()

    assert page.margin.tested == len(page.impacts) > 0
    assert page.notes == (
        "Care is from availability alone, a first answer: weekly limits are not looked at.",
        str(SolverNotInstalledError()),
    )
