"""Asking for help from the command line, and what the plan makes of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from tests.dice import CountedDice

from kinhold.adapters.memory_store import MemoryStore
from kinhold.api import open_household
from kinhold.application.asks import AskNotPossibleError, ToAsk
from kinhold.application.open_record import OpenRecord
from kinhold.domain.periods import ClockWindow
from kinhold.domain.promises import AskMade

EMILY = """
household zone=Europe/London country=uk currency=GBP of=Emily
2023 person Emily role=self gender=f
2026-08-20 child Noah born=2026-08-20
2026-01-01 person Mum role=mother
2026-01-01 person Ray role=neighbour
2026-01-01 unsafe Ray
2023 home Flat people=Emily,Noah bedrooms=2
"""


class Clock:
    def __init__(self):
        self.moment = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def now(self):
        return self.moment


@pytest.fixture
def emily():
    with open_household(None, clock=Clock()) as home:
        found = home.import_notation(EMILY)
        assert found.findings == ()
        yield home


def _ask(home, **more):
    wanted = ToAsk(whom="Mum", day=datetime(2026, 11, 24).date(), window=ClockWindow(1320, 180))
    return home.asks.ask(wanted)[0].fact_id


def test_a_yes_from_the_link_is_planned_with(emily):
    ask_id = _ask(emily)
    token = emily.asks.token(ask_id=ask_id)
    before = emily.standing().household
    emily.asks.answer(token, state="offered")
    mum = next(c for c in emily.standing().household.carers if c.handle == "Mum")

    assert [c.available for c in before.carers if c.handle == "Mum"] == [()]
    assert [a.at for a in mum.available] == [(ClockWindow(1320, 180),)]
    assert emily.asks.page().coming[0].state == "offered"


def test_a_link_tells_of_its_own_ask_alone_and_ends_with_it(emily):
    first, second = _ask(emily), _ask(emily)
    tokens = [emily.asks.token(ask_id=i) for i in (first, second)]
    emily.asks.answer(tokens[0], state="declined")

    assert len(set(tokens)) == 2
    assert emily.asks.by_token(tokens[0]) is None
    assert emily.asks.by_token(tokens[1]).ask_id == second
    assert emily.asks.by_token("A" * 22) is None


def test_whether_they_came_cannot_be_said_from_the_link(emily):
    token = emily.asks.token(ask_id=_ask(emily))

    with pytest.raises(AskNotPossibleError, match="not open"):
        emily.asks.answer(token, state="done")


def test_who_came_counts_for_how_far_the_plan_leans_on_them(emily):
    for state in ("offered", "done"):
        ask_id = emily.asks.page().coming[0].ask_id if state == "done" else _ask(emily)
        emily.asks.step(ask_id=ask_id, state=state)
    emily._clock.moment = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)

    assert emily.standing().reliability["Mum", "care"].kept == 1


@pytest.mark.parametrize(
    ("whom", "day", "said"),
    [
        ("Nobody", "2026-11-24", "not somebody who can be asked"),
        ("Noah", "2026-11-24", "not somebody who can be asked"),
        ("Ray", "2026-11-24", "never asked"),
        ("Mum", "2026-11-20", "That day is over"),
    ],
)
def test_who_cannot_be_asked_is_said(emily, whom, day, said):
    with pytest.raises(AskNotPossibleError, match=said):
        emily.asks.ask(ToAsk(whom=whom, day=datetime.fromisoformat(day).date()))
    assert emily.record().of(AskMade) == ()


def test_asking_often_is_said_and_not_forbidden(emily):
    for _ in range(2):
        _ask(emily)
    wanted = ToAsk(whom="Mum", day=datetime(2026, 11, 25).date())
    _, findings = emily.asks.ask(wanted)

    assert "2 times" in findings[0].message
    assert len(emily.asks.page().waiting) == 3


def test_asks_from_the_command_line(kinhold, hallway, tmp_path):
    import shutil

    home = shutil.copy(hallway, tmp_path / "home.kinhold")
    made = kinhold(
        "ask", home, "--whom", "Jo", "--day", "2099-01-03", "--at", "22:00-03:00", check=0
    )
    page = json.loads(kinhold("ask", home, "--list", "--json", check=0).stdout)
    (line,) = page["waiting"]
    kinhold("ask", home, "--step", line["ask_id"][:8], "--state", "offered", check=0)
    after = json.loads(kinhold("ask", home, "--list", "--json", check=0).stdout)

    assert "A no is fine" in made.stdout
    assert [x["state"] for x in after["coming"]] == ["offered"]
    assert (
        "what can follow"
        in kinhold("ask", home, "--step", line["ask_id"], "--state", "offered", check=2).stderr
    )
    assert "whom" in kinhold("ask", home, check=2).stderr


def test_who_needs_notice_and_is_asked_with_less_is_named(emily):
    """Mum asked for a day of notice; it is Sunday morning, and the ask is for tonight, then Tuesday."""
    emily.add("2026-11-22 limits Mum notice_hours=24")
    tonight = ToAsk(whom="Mum", day=datetime(2026, 11, 22).date(), window=ClockWindow(1320, 180))
    _, soon = emily.asks.ask(tonight)
    _, later = emily.asks.ask(
        ToAsk(whom="Mum", day=datetime(2026, 11, 24).date(), window=ClockWindow(1320, 180))
    )

    assert [f.message for f in soon] == ["Mum asked for 24 hours of notice; this begins sooner."]
    assert "asks.notice" not in [f.code for f in later]


def test_every_salt_of_the_record_does_not_give_the_link_away():
    """The other parent is given a bundle with the ask in it: the link needs the file's own key."""

    def link():
        opened = OpenRecord(MemoryStore(), CountedDice("the same salts"))
        steps = [AskMade(fact_id="2b3a9c41-0000-4000-8000-000000000001", about="Mum")]
        opened.append(steps, now=datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
        entry = opened.entry("care", 0)
        return entry.disclosures, opened.secret_of(steps[0].fact_id)

    (first, one), (second, other) = link(), link()

    assert first == second
    assert one != other


def test_a_link_that_is_no_link_is_answered_quietly(emily):
    _ask(emily)

    assert emily.asks.by_token("é" * 22) is None
