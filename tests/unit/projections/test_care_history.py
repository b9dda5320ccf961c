"""The index says what the record says, however it came to it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from kinhold.domain.care import FeedLogged, MilestoneReached, NappyChanged, TimerStarted
from kinhold.domain.dates import Edtf
from kinhold.domain.fact import Retracted
from kinhold.domain.people import PersonAdded
from kinhold.projections.care_history import SHOWN, LogIndex, log_facts
from kinhold.record.record import Record, SpaceFacts

LONDON = ZoneInfo("Europe/London")
LONG_AGO = datetime(1900, 1, 1, tzinfo=UTC)
LATER = datetime(2200, 1, 1, tzinfo=UTC)
DAYS = ("2026-11-20T23:50", "2026-11-21T00:10", "2026-11-21", "2026-11", "2026-10-25T01:10+01:00", "2026-11-21T23:59Z", "../2026-11-21")  # fmt: skip


@st.composite
def histories(draw):
    """Entries, corrections to another kind or day, and taking back of any of them."""
    facts = []
    for number in range(draw(st.integers(1, 14))):
        told = {"fact_id": f"f{number}", "about": draw(st.sampled_from(["Isla", "Noah"]))}
        if facts and draw(st.booleans()):
            told["replaces"] = draw(st.sampled_from([*[f.fact_id for f in facts], "nobody"]))
        kind = draw(
            st.sampled_from(
                [FeedLogged, NappyChanged, TimerStarted, MilestoneReached, PersonAdded, Retracted]
            )
        )
        facts.append(kind(occurred=Edtf(draw(st.sampled_from(DAYS))), **told))
    return facts


def filled(space, facts):
    for fact in facts:
        space.add(fact, sequence=space.size, recorded_at=LONG_AGO)


def every(index):
    return {e.fact for e in index.between(LONG_AGO, LATER, zone=LONDON)}


@given(facts=histories(), cut=st.integers(0, 14))
@settings(max_examples=400)
def test_the_index_holds_what_stands_at_once_or_bit_by_bit(facts, cut):
    space = SpaceFacts("care", "log")
    record = Record({"care": space})
    index = LogIndex()
    for part in (facts[:cut], facts[cut:]):
        filled(space, part)
        index.catch_up(record)

    stands = {f for f in record.facts() if f.KIND in SHOWN}
    dated = {f for f in stands if f.occurred not in ("2026-11", "../2026-11-21")}
    assert index.size() == len(stands)
    assert every(index) == dated
    assert every(LogIndex().catch_up(record)) == dated


@given(facts=histories())
def test_looking_at_a_day_finds_what_began_on_it(facts):
    space = SpaceFacts("care", "log")
    filled(space, facts)
    index = LogIndex().catch_up(Record({"care": space}))
    start, end = datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)

    found = index.between(start, end, zone=LONDON)

    assert set(found) == {
        e for e in index.between(LONG_AGO, LATER, zone=LONDON) if start <= e.at < end
    }


@given(facts=histories(), most=st.integers(1, 3))
def test_the_latest_are_the_latest(facts, most):
    space = SpaceFacts("care", "log")
    filled(space, facts)
    index = LogIndex().catch_up(Record({"care": space}))
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)

    found = index.latest("nappy", about="Isla", zone=LONDON, now=now, most=most)

    all_of = [e for e in index.all_of("nappy", about="Isla", zone=LONDON) if e.at <= now]
    assert list(found) == sorted(all_of, key=lambda e: (e.at, e.fact.fact_id), reverse=True)[:most]


@given(facts=histories())
def test_nothing_but_the_log_moves_what_is_stated(facts):
    space = SpaceFacts("care", "log")
    index = LogIndex()
    plain = [f for f in facts if f.KIND not in ("person", "retract")]
    filled(space, plain)
    index.catch_up(Record({"care": space}))

    assert index.stated == 0


def test_a_record_narrowed_to_the_last_weeks_keeps_everything_else():
    space = SpaceFacts("care", "log")
    old = FeedLogged(fact_id="old", occurred=Edtf("2026-01-01T10:00"), about="Isla")
    new = FeedLogged(fact_id="new", occurred=Edtf("2026-11-20T10:00"), about="Isla")
    jo = PersonAdded(fact_id="jo", about="Jo")
    filled(space, [old, new, jo])
    record = Record({"care": space})

    narrowed = (
        LogIndex().catch_up(record).lately(record, on=datetime(2026, 11, 22, tzinfo=UTC).date())
    )

    assert log_facts(narrowed) == (new,)
    assert narrowed.of(PersonAdded) == (jo,)


def test_a_record_that_was_folded_anew_is_indexed_from_the_start():
    index = LogIndex()
    for ids in (["a", "b"], ["a"]):
        space = SpaceFacts("care", "log")
        filled(
            space,
            [FeedLogged(fact_id=i, occurred=Edtf("2026-11-20T10:00"), about="Isla") for i in ids],
        )
        index.catch_up(Record({"care": space}))

    assert index.size() == 1
