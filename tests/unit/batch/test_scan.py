"""The scan of a caseload: the first answer of a household's stress test, as a row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kinhold.api import open_household
from kinhold.application.stress_test import stress_task
from kinhold.batch.rows import NOTHING
from kinhold.batch.scan import scan_household
from kinhold.batch.synthetic_household import draw_household, notation_of
from kinhold.engines.stress.impact import measure

ON = date(2026, 11, 22)
RUTH = """
household zone=Europe/London country=uk currency=GBP of=Ruth
2026-11-21 person Ruth role=self
2026-11-21 child Isla born=2025-09-12
2026-11-21 person Jo role=sibling
2026-11-21 home Home people=Ruth,Isla tenure=rents
2026-09-01 away Ruth work each=week:mon,wed at=09:00-17:00
2026-09-01 available Jo each=week:mon,wed at=08:30-17:30
2026-11-21 account Current holders=Ruth
2026-11-21 balance Current amount=400.00
2026-10-01 bill Rent amount=700.00 each=month:1 type=rent
2026-10-27 income Wage sure amount=900.00 each=month:27 type=wage to=Ruth
"""


def opened(text):
    home = open_household(None)
    home.import_notation(text)
    return home


def task_of(home):
    (record, _), standing = home.log.lately(on=ON), home.standing(on=ON)
    return stress_task(record=record, standing=standing, on=ON)


@pytest.mark.parametrize("number", range(1, 11))
def test_a_first_answer_is_what_measuring_every_version_anew_gives(number):
    with opened(notation_of(draw_household(seed=3, number=number))) as home:
        task = task_of(home)
        report = task.first()

    def anew(version):
        return measure(version, cover=task.cover, outlook=task.outlook, target=task.target)

    base = anew(task.standing.household)
    figures = {i.contingency: i.figures for i in report.impacts}
    assert report.base == base
    assert figures == dict(zip(task.losses, map(anew, task.versions), strict=True))


def test_ruth_is_a_row_that_says_what_rests_on_jo():
    with opened(RUTH) as home:
        row = scan_household(home, file="ruth.kinhold", on=ON)

    assert (row.no_one_minutes, row.unrelieved, row.helpers, row.country) == (0, 14, 1, "uk")
    assert row.worst == "You are ill for 14 days"
    assert "Jo stops" in row.single_points


def test_the_first_hour_with_no_one_is_local():
    with opened(RUTH.replace("Europe/London country=uk", "America/Chicago country=us")) as home:
        row = scan_household(home, file="ruth.kinhold", on=ON)

    assert row.first == "2026-11-22T08:00:00-06:00"


def test_money_that_runs_out_has_its_day():
    """400 and 500 a month pay a rent of 700 in December and January, and not in February."""
    with opened(RUTH.replace("amount=900.00", "amount=500.00")) as home:
        row = scan_household(home, file="ruth.kinhold", on=ON)

    assert (row.runway_days, row.money_date) == (71, "2027-02-01")


def test_a_household_of_nobody_is_a_row_on_which_nothing_breaks():
    with opened("household zone=Europe/London country=uk currency=GBP") as home:
        row = scan_household(home, file="nobody.kinhold", on=ON)

    assert replace(row, country="") == replace(
        type(row)("nobody.kinhold"), worst_kind=NOTHING, tested=0
    )


def test_the_margin_and_single_points_are_those_of_the_impacts():
    with opened(RUTH) as home:
        report = task_of(home).first()
        row = scan_household(home, file="ruth.kinhold", on=ON)

    assert (row.survived, row.tested) == (report.margin.survived, report.margin.tested)
    assert len(row.single_points) == len(report.single_points)
