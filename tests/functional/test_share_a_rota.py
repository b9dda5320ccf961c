"""Sharing a rota, changing it by hand and planning again around it, in the library and in the terminal."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from kinhold.api import find_plan, open_household
from kinhold.application.edit_rota import ChangeNotReadError
from kinhold.application.plan_care import Asked, PlanTask
from kinhold.application.share_rota import NothingToShareError
from kinhold.domain.care import RotaShared
from kinhold.domain.promises import AskMade

MONDAY = date(2026, 11, 23)
EMILY = """
household zone=Europe/London country=uk currency=GBP of=Emily
2023 person Emily role=self gender=f
2026-08-20 child Noah born=2026-08-20
2026-01-01 person Mum role=mother
2026-01-01 person Sue role=neighbour
2023 home Flat people=Emily,Noah bedrooms=2
2026-11-22 available Mum each=week:sat,tue at=22:00-03:00
"""
SUES_NIGHT = "Sue@2026-11-25T22:00/2026-11-26T03:00"


class Clock:
    def __init__(self):
        self.moment = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

    def now(self):
        return self.moment


@pytest.fixture
def emily():
    with open_household(None, clock=Clock()) as home:
        assert home.import_notation(EMILY).findings == ()
        yield home


def leads(page, who):
    return [(a.start, a.end) for a in page.assignments if a.carer == who]


def test_hours_on_the_phone_are_seen_before_they_are_shared_and_kept_afterwards(emily):
    """Sue says on the phone that she takes Wednesday night."""
    seen = emily.planning.change([SUES_NIGHT], days=4)
    before = emily.record().of(RotaShared)
    emily.planning.share(changes=[SUES_NIGHT], days=4)
    page = emily.rota(days=4)

    assert (seen.holds, seen.faults, before) == (True, (), ())
    assert "they said yes" in seen.offered[0].sentence
    assert "Your sleep in one piece, what is missing: 10 h instead of 15 h." in [
        moved.sentence for moved in seen.moved
    ]
    assert leads(page, "Sue") == [("2026-11-25T22:00+00:00", "2026-11-26T03:00+00:00")]
    assert page.shared == "This is the rota you shared from Mon 23 Nov."
    assert [(a.about, a.state) for a in emily.record().of(AskMade)] == [("Sue", "offered")]


def test_what_cannot_be_is_not_shared(emily):
    """Mum is at work on Thursday, so she cannot be given it, whatever was said."""
    emily.add("2026-11-22 away Mum work each=week:thu at=08:00-18:00")

    with pytest.raises(NothingToShareError, match=r"Mum cannot be there on Thu 26 Nov"):
        emily.planning.share(changes=["Mum@2026-11-26T10:00/2026-11-26T12:00"])
    assert emily.record().of(RotaShared) == ()


def test_a_shared_rota_stays_until_it_is_planned_afresh(emily):
    """A better offer comes after the rota was shared: nobody is moved about until she asks for it."""
    emily.planning.share(days=4)
    emily.add("2026-11-23 available Sue each=day at=22:00-03:00")
    kept = emily.rota(days=4)
    fresh = emily.rota(days=4, asked=Asked(fresh=True))

    assert leads(kept, "Sue") == []
    assert leads(fresh, "Sue")
    assert "are different here" in fresh.shared


def test_when_somebody_cannot_come_after_all_the_rest_is_kept(emily):
    emily.planning.share(changes=[SUES_NIGHT], days=14)
    emily.add("2026-11-24 away Mum ill until=2026-11-25")
    page = emily.rota(days=14)

    assert leads(page, "Sue") == [("2026-11-25T22:00+00:00", "2026-11-26T03:00+00:00")]
    assert not any(start.startswith("2026-11-24") for start, _ in leads(page, "Mum"))
    assert any("Not all of this turn can be kept" in note for note in page.notes)


def test_from_now_on_leaves_what_is_over(emily):
    now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    page = emily.rota(on=MONDAY, asked=Asked(since=now))

    assert page.assignments[0].start == "2026-11-24T12:00+00:00"


def test_a_plan_can_be_found_elsewhere_and_given_back(emily):
    task = emily.planning.known()
    steps = []
    assert isinstance(task, PlanTask)
    plan = find_plan(task, step=lambda done: steps.append(done.name))
    emily.planning.keep(task, plan)

    assert emily.planning.known() is plan
    assert steps[:2] == ["tonight", "usable"]


@pytest.mark.parametrize(
    ("change", "said"),
    [("Sue 22-3", "could not be read"), ("Bob@2026-11-25T22:00/2026-11-26T03:00", "is nobody who")],
)
def test_a_change_that_cannot_be_read_says_how_to_write_it(emily, change, said):
    with pytest.raises(ChangeNotReadError, match=said):
        emily.planning.change([change])


def test_the_terminal_shows_why_changes_and_shares(kinhold, tmp_path):
    (tmp_path / "lines.txt").write_text(EMILY, encoding="utf-8")
    kinhold("import", "home.kinhold", "--notation", "lines.txt", check=0)
    rota = ("rota", "home.kinhold", "--from", "2026-11-23", "--days", "4")

    why = kinhold(*rota, "--why", "2026-11-24T23:00", check=0).stdout
    shared = kinhold(*rota, "--change", SUES_NIGHT, "--share", check=0).stdout
    page = json.loads(kinhold(*rota, "--json", check=0).stdout)
    wrong = kinhold(*rota, "--why", "soon")

    assert "Without this turn, Noah would have no one for 5 h." in why
    assert "Written down as shared." in shared
    assert {a["carer"] for a in page["assignments"]} == {"Emily", "Mum", "Sue"}
    assert {v["name"]: v["proven"] for v in page["levels"]}["uncovered"] is True
    assert (wrong.returncode, wrong.stderr) == (
        2,
        "“soon” is not a moment. Write it like 2026-11-24T23:00.\n",
    )
