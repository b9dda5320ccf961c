"""Promises written down from a message, and what came of them: by hand, or read off the record."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from kinhold.api import open_household
from kinhold.application.promise_steps import PromiseNotUsableError, ToNote, ToPromise
from kinhold.domain.periods import ClockWindow
from kinhold.domain.recurrence import parse_recurrence

EMILY = """
household zone=Europe/London country=uk currency=GBP of=Emily
2023 person Emily role=self gender=f
2026-08-20 child Noah born=2026-08-20
2026-01-01 person Mum role=mother
2026-01-01 person Oliver role=partner
2023 home Flat people=Emily,Noah
"""
NIGHT = ClockWindow(22 * 60, 3 * 60)


class Clock:
    moment = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)

    def now(self):
        return self.moment


@pytest.fixture
def emily():
    with open_household(None, clock=Clock()) as home:
        assert home.import_notation(EMILY).findings == ()
        yield home


def saturdays(home):
    return home.promising.promise(
        ToPromise(
            who="Mum",
            words="I'll take him Saturday nights\nso you can sleep",
            due=date(2026, 11, 7),
            each=parse_recurrence("week:sat"),
            at=(NIGHT,),
        )
    )


def line_of(home, fact_id):
    return next(p for n in home.promises().people for p in n.promises if p.fact_id == fact_id)


def test_a_message_is_kept_word_for_word_and_its_hours_are_planned_with(emily):
    made = saturdays(emily)
    mum = next(c for c in emily.standing().household.carers if c.handle == "Mum")

    assert made.words == "I'll take him Saturday nights so you can sleep"
    assert [a.at for a in mum.available] == [(NIGHT,)]
    assert [o.outcome for o in line_of(emily, made.fact_id).occurrences] == ["unknown"] * 3


def test_what_came_of_it_is_noted_by_hand_and_counted(emily):
    made = saturdays(emily)
    emily.promising.outcome(
        ToNote(promise_id=made.fact_id[:8], outcome="kept", for_day=date(2026, 11, 7))
    )
    emily.promising.outcome(
        ToNote(promise_id=made.fact_id, outcome="part-kept", share=60, for_day=date(2026, 11, 14))
    )
    line = line_of(emily, made.fact_id)

    assert [o.outcome for o in line.occurrences] == ["kept", "part-kept", "unknown"]
    assert line.counts == "1 kept, 1 part-kept, 1 not noted."


def test_what_is_noted_last_of_a_day_counts(emily):
    made = saturdays(emily)
    for outcome in ("missed", "kept", "missed", "excused", "kept"):
        emily.promising.outcome(
            ToNote(promise_id=made.fact_id, outcome=outcome, for_day=date(2026, 11, 7))
        )

    assert line_of(emily, made.fact_id).occurrences[0].outcome == "kept"


def test_a_night_in_the_log_keeps_the_promise_and_is_shown(emily):
    """Mum came on the 14th from ten to three; nobody noted anything."""
    made = saturdays(emily)
    emily.add("2026-11-14T22:05 cared Mum minutes=295 child=Noah")
    kept = line_of(emily, made.fact_id).occurrences[1]

    assert (kept.outcome, kept.read_off) == ("kept", True)
    assert "Mum" in kept.shown_by[0]
    assert "14 November 2026" in kept.shown_by[0]


def test_one_that_hangs_on_something_is_listed_and_never_falls_due(emily):
    made = emily.promising.promise(
        ToPromise(who="Oliver", words="I come back", topic="contact", condition="when he is older")
    )

    assert line_of(emily, made.fact_id).state == "open-ended"
    assert line_of(emily, made.fact_id).occurrences == ()


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (ToPromise(who="Nobody", words="x"), "is not on the record yet"),
        (ToPromise(who="Mum", words="  "), "What did they say"),
    ],
)
def test_a_promise_that_cannot_be_used_says_why(emily, wanted, said):
    with pytest.raises(PromiseNotUsableError, match=said):
        emily.promising.promise(wanted)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"promise_id": "zz"}, "does not name one promise"),
        ({"for_day": date(2026, 12, 24)}, "still to come"),
        ({"share": 160, "outcome": "part-kept"}, "from 0 to 100"),
    ],
)
def test_an_outcome_that_cannot_be_used_says_why(emily, changed, said):
    made = saturdays(emily)
    with pytest.raises(PromiseNotUsableError, match=said):
        emily.promising.outcome(
            ToNote(**{"promise_id": made.fact_id, "outcome": "kept", **changed})
        )


def test_the_terminal_writes_one_down_and_notes_what_came_of_it(kinhold, tmp_path):
    (tmp_path / "lines.txt").write_text(EMILY, encoding="utf-8")
    kinhold("import", "home.kinhold", "--notation", "lines.txt", check=0)
    kinhold(
        "promises", "home.kinhold", "--who", "Mum", "--words", "I come on Saturday",
        "--due", "2026-11-07", "--at", "22:00-03:00", check=0,
    )  # fmt: skip
    page = json.loads(kinhold("promises", "home.kinhold", "--json", check=0).stdout)
    promise_id = page["people"][0]["promises"][0]["fact_id"][:8]
    kinhold(
        "promises", "home.kinhold", "--outcome", promise_id, "--was", "kept",
        "--day", "2026-11-07", check=0,
    )  # fmt: skip
    unsaid = kinhold("promises", "home.kinhold", "--outcome", promise_id)

    assert "1 kept." in kinhold("promises", "home.kinhold", check=0).stdout.lower()
    assert "--was" in unsaid.stderr
