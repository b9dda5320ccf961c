"""A rota in words: why a turn stands, what a change by hand does, and planning anew from now."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest
from tests.households import LONDON, MONDAY, away, carer, child, hours, household, span

from kinhold.adapters.planning import plan_one
from kinhold.application.edit_rota import edit_rota
from kinhold.application.explain_turn import explain_turn
from kinhold.application.plan_care import Asked, plan_care, planning_key
from kinhold.application.rota import rota_page
from kinhold.domain.care import RotaShared
from kinhold.domain.fact import PersonRef
from kinhold.engines.care.rota_edit import Edit
from kinhold.engines.care.shared import read_turn
from kinhold.optimisation.solved import SolverNotInstalledError
from kinhold.rules.loading import load_rules

if TYPE_CHECKING:
    from kinhold.application.plan_care import ToPlan
    from kinhold.domain.household import Household
    from kinhold.rules.pack import RulesInForce

MORNING = span("2026-11-23T09:00", "2026-11-23T13:00")
NIGHT = span("2026-11-23T22:00", "2026-11-24T03:00")


@dataclass
class Told:
    """A standing household and an empty record, as far as planning looks at them."""

    household: Household
    rules: RulesInForce = field(default_factory=lambda: load_rules("uk"))

    def of(self, _kind):
        return ()


class InProcess:
    """The planner, without a process of its own."""

    def one(self, household, *, given: ToPlan, **_more):
        self.given = given
        lines: list[str] = []
        result = plan_one(household=household, given=given, seconds=10, progress=lines.append)
        self.lines = lines
        return result


class NoSolver:
    def one(self, *_households, **_more):
        raise SolverNotInstalledError


def home(**shared):
    known = household(
        child("Noah"),
        carer("Emily", main=True, away=[away("day", "09:00-13:00")]),
        carer("Mum", available=[hours("day", "22:00-03:00")], most=10, reliability=0.6),
        carer("Ann", available=[hours("day", "08:00-16:00")], reliability=0.7),
    )
    return Told(replace(known, rota=RotaShared(fact_id="r", **shared) if shared else None))


@pytest.fixture
def planned():
    standing = home()
    plan = plan_care(record=standing, standing=standing, on=MONDAY, planner=InProcess(), days=2)
    return standing, plan


def test_tonight_is_told_before_the_fortnight():
    standing, planner = home(), InProcess()

    plan_care(record=standing, standing=standing, on=MONDAY, planner=planner, days=2)

    names = [line.split('"')[3] for line in planner.lines]
    assert names[:3] == ["tonight", "usable", "uncovered"]
    assert names[-1] == "changes"


def test_the_page_lists_who_is_there_who_steps_in_and_how_it_may_turn_out(planned):
    standing, plan = planned

    page = rota_page(standing=standing, plan=plan, on=MONDAY)

    assert [v.name for v in page.levels] == [
        "uncovered", "sleep", "doubt", "cost", "fairness", "changes",
    ]  # fmt: skip
    night = next(a for a in page.assignments if a.start == "2026-11-23T22:00+00:00")
    assert (night.carer, night.backup) == ("Mum", "Emily")
    assert ("Emily", "Mum") in {(b.backup, b.carer) for b in page.backups}
    assert page.bedtime == "22:00"
    assert page.score is not None
    assert page.score.planned_broken == page.unrelieved == 0


def test_why_am_i_on_monday_night(planned):
    standing, plan = planned

    page = explain_turn(standing=standing, plan=plan, at=NIGHT.start)

    assert page is not None
    assert (page.carer, page.rest_without) == ("Mum", 300)
    assert "Mum agreed to these hours." in page.sentences
    assert "Ann offered other hours." in page.sentences
    assert "With Emily instead, Emily would have 5 h less rest." in page.sentences


def test_nobody_is_on_at_a_time_outside_the_rota(planned):
    standing, plan = planned

    assert explain_turn(standing=standing, plan=plan, at=MORNING.start.replace(year=2030)) is None


def test_a_change_by_hand_is_shown_with_what_it_moves(planned):
    standing, plan = planned

    after, edited = edit_rota(
        standing=standing, plan=plan, on=MONDAY, edits=[Edit(NIGHT, PersonRef("Emily"))]
    )

    assert edited.holds
    assert edited.faults == ()
    assert ("sleep", 0, 300) in {(m.name, m.before, m.after) for m in edited.moved}
    assert len(after.coverage.unrelieved) == edited.page.unrelieved == 1
    assert {read_turn(t, zone=LONDON) for t in edited.turns} == set(after.result.rota.turns)


def test_a_change_that_does_not_hold_says_so(planned):
    standing, plan = planned

    _, edited = edit_rota(
        standing=standing, plan=plan, on=MONDAY, edits=[Edit(MORNING, PersonRef("Mum"))]
    )

    assert not edited.holds
    assert edited.faults


def test_from_now_on_what_was_shared_stays_and_the_rest_is_planned_around_it():
    """Mum was given Tuesday's second half of the night, and it is Monday noon."""
    shared = "Mum@2026-11-25T01:00/2026-11-25T03:00"
    standing, planner = home(turns=(shared, "no turn")), InProcess()
    now = span("2026-11-23T12:10", "2026-11-24T00:00").start

    plan = plan_care(
        record=standing, standing=standing, on=MONDAY, planner=planner, days=2,
        asked=Asked(since=now),
    )  # fmt: skip

    part = span("2026-11-25T01:00", "2026-11-25T03:00")
    assert plan.horizon.start == now
    assert [t.interval for t in planner.given.keep] == [part]
    assert {t.carer for t in plan.result.rota.turns if t.interval.overlap(part)} == {"Mum"}
    assert [f.code for f in plan.findings] == ["care.shared-turn-unread"]


def test_what_was_asked_is_part_of_the_key():
    standing = home()
    now = span("2026-11-23T12:10", "2026-11-24T00:00").start

    keys = {
        planning_key(record=standing, standing=standing, on=MONDAY, days=2, asked=asked)
        for asked in (None, Asked(slot=15), Asked(since=now))
    }

    assert len(keys) == 3


def test_without_a_solver_there_is_nothing_to_change():
    standing = home()
    plan = plan_care(record=standing, standing=standing, on=MONDAY, planner=NoSolver(), days=2)

    after, edited = edit_rota(
        standing=standing, plan=plan, on=MONDAY, edits=[Edit(NIGHT, PersonRef("Emily"))]
    )

    assert after is plan
    assert edited.turns == ()
    assert explain_turn(standing=standing, plan=plan, at=NIGHT.start) is None
