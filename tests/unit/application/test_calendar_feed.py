"""What a calendar tells one person of the rota that was shared, and what it never does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.dice import CountedDice
from tests.households import LONDON, MONDAY

from kinhold.adapters.memory_store import MemoryStore
from kinhold.application.calendar_feed import (
    CalendarNotPossibleError,
    calendar_lines,
    feed_events,
    give_calendar,
    over_because,
)
from kinhold.application.open_record import OpenRecord
from kinhold.domain.care import RotaShared, Turn
from kinhold.domain.dates import Edtf
from kinhold.domain.fact import PersonRef
from kinhold.domain.periods import Interval, merge
from kinhold.engines.care.shared import turns_to_share
from kinhold.projections.household import household_on
from kinhold.record.notation import parse_line

EMILY = """
household zone=Europe/London country=uk currency=GBP of=Emily
2023 person Emily role=self
2026-08-20 child Noah born=2026-08-20
2026-01-01 person Mum role=mother
2026-01-01 person Oliver role=partner
2026-01-01 person Ray role=neighbour
2026-01-01 person Gran role=grandparent died=2026-10
2026-01-01 person "The twins" role=friend group=yes
2026-01-01 unsafe Ray
""".strip().splitlines()
NIGHT = "Mum@2026-11-24T22:00/2026-11-25T03:00/Emily"
MORNING = "Emily@2026-11-25T03:00/2026-11-25T08:00/Mum"


class Kept:
    """A record that is written line by line, an hour after the other."""

    def __init__(self):
        self.dice = CountedDice("calendar")
        self.opened = OpenRecord(MemoryStore(CountedDice("keys")), self.dice)
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
        self.day = MONDAY
        for line in EMILY:
            self.add(line)

    def add(self, line):
        self.write(parse_line(line, new_id=self.dice.new_entry_id, currency="GBP"))

    def write(self, fact):
        self.opened.append([fact], now=self.now)
        self.now += timedelta(hours=1)
        return fact

    def share(self, *turns, on=MONDAY):
        day = Edtf(on.isoformat())
        return self.write(
            RotaShared(fact_id=self.dice.new_entry_id(), occurred=day, turns=tuple(turns))
        )

    @property
    def household(self):
        return household_on(self.opened.record(), self.day)

    def events(self, whom, link="link"):
        return feed_events(
            record=self.opened.record(), household=self.household, whom=whom, link_id=link
        )

    def give(self, whom, device="phone"):
        return self.write(
            give_calendar(
                record=self.opened.record(),
                household=self.household,
                whom=whom,
                device=device,
                new_id=self.dice.new_entry_id,
            )
        )

    def over(self, given):
        return over_because(given=given, record=self.opened.record(), household=self.household)


@pytest.fixture
def home():
    return Kept()


def told(events):
    return [(f"{e.interval.start:%dT%H}", f"{e.interval.end:%dT%H}", e.title) for e in events]


def test_turns_and_back_ups_are_told_apart_and_nobody_elses(home):
    home.share(NIGHT, MORNING)

    assert told(home.events("Mum")) == [
        ("24T22", "25T03", "Planned"),
        ("25T03", "25T08", "Planned, as back-up"),
    ]
    assert home.events("Oliver") == ()


def test_turns_that_touch_are_one_event(home):
    home.share(NIGHT, "Mum@2026-11-25T03:00/2026-11-25T08:00")

    assert told(home.events("Mum")) == [("24T22", "25T08", "Planned")]


def test_before_anything_was_shared_there_is_nothing(home):
    assert home.events("Mum") == ()


def test_only_the_latest_rota_counts(home):
    home.share(NIGHT)
    home.share("Mum@2026-11-26T22:00/2026-11-27T03:00")

    assert told(home.events("Mum")) == [("26T22", "27T03", "Planned")]


def test_sharing_the_same_again_changes_no_event(home):
    home.share(NIGHT, MORNING)
    before = home.events("Mum")
    home.share(NIGHT, MORNING, on=MONDAY + timedelta(days=1))

    assert home.events("Mum") == before


def test_an_event_that_grows_keeps_its_id_and_counts_its_changes(home):
    home.share(NIGHT)
    (before,) = home.events("Mum")
    home.share("Mum@2026-11-24T22:00/2026-11-25T05:00/Emily")
    (after,) = home.events("Mum")

    assert (before.sequence, after.sequence) == (0, 1)
    assert before.uid == after.uid
    assert after.stamp > before.stamp


def test_an_event_that_was_away_and_comes_back_is_newer_than_the_one_before(home):
    home.share(NIGHT)
    home.share(MORNING)
    home.share(NIGHT)

    assert [e.sequence for e in home.events("Mum")] == [1]


def test_two_devices_have_no_event_in_common(home):
    home.share(NIGHT, MORNING)
    phone, tablet = home.events("Mum", "phone"), home.events("Mum", "tablet")

    assert {e.uid for e in phone}.isdisjoint(e.uid for e in tablet)


def test_the_hour_that_comes_twice_is_told_by_its_instants(home):
    home.share("Mum@2026-10-25T00:00/2026-10-25T01:30+00:00/Emily")
    home.day = date(2026, 10, 25)
    (event,) = home.events("Mum")

    assert event.interval.minutes == 150
    assert event.interval.start == datetime(2026, 10, 24, 23, 0, tzinfo=UTC)


def test_two_weeks_after_its_end_an_event_is_told_no_more(home):
    home.share(NIGHT)
    home.day = date(2026, 12, 9)
    on_the_last_day = home.events("Mum")
    home.day = date(2026, 12, 10)

    assert len(on_the_last_day) == 1
    assert home.events("Mum") == ()


@pytest.mark.parametrize(
    ("whom", "device", "said"),
    [
        ("Nobody", "phone", "not somebody this household knows"),
        ("Noah", "phone", "Noah is a child"),
        ("Ray", "phone", "shown nothing"),
        ("Gran", "phone", "a death is on the record"),
        ("The twins", "phone", "several people"),
        ("Mum", " ", "Say for which device"),
        ("Mum", "a\nb" * 30, "Say for which device"),
        ("Mum", "phone", "has a calendar for “phone” already"),
    ],
)
def test_who_is_given_none_is_said(home, whom, device, said):
    home.give("mum")

    with pytest.raises(CalendarNotPossibleError, match=said):
        home.give(whom, device)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("2026-11-23 unsafe Mum", "shown nothing"),
        ("2026-11-23 person Mum died=2026-11-23", "a death is on the record"),
        ("2026-11-23 left Mum", "left after this was given"),
        ("2026-11-01 left Mum", "left after this was given"),
    ],
)
def test_what_becomes_of_a_person_ends_their_calendar(home, line, said):
    given = home.give("Mum")
    before = home.over(given)
    home.add(line)

    assert before == ""
    assert said in home.over(given)


def test_a_leaving_that_is_still_to_come_ends_a_calendar_when_it_comes(home):
    home.add("2026-12-01 left Mum")
    given = home.give("Mum")
    before = home.over(given)
    home.day = date(2026, 12, 1)

    assert before == ""
    assert home.over(given) == "left after this was given"


def test_a_parent_who_had_left_before_can_be_given_one(home):
    home.add("2026-03-01 left Oliver")

    assert home.over(home.give("Oliver")) == ""


def test_somebody_who_came_back_is_given_a_new_one(home):
    given = home.give("Mum")
    home.add("2026-11-23 left Mum")
    home.add("2026-11-23 returned Mum")

    assert home.over(given) == "left after this was given"
    assert home.over(home.give("Mum", "tablet")) == ""


def test_the_list_says_when_each_was_last_fetched(home):
    phone, tablet = home.give("Mum"), home.give("Mum", "tablet")
    lines = calendar_lines(
        record=home.opened.record(),
        household=home.household,
        fetched={phone.fact_id: home.now - timedelta(minutes=130)},
        now=home.now,
    )

    assert [(x.link_id, x.device, x.fetched_words) for x in lines] == [
        (phone.fact_id, "phone", "2 h 10 ago"),
        (tablet.fact_id, "tablet", "never"),
    ]


# -- what holds for every rota ---------------------------------------------------------------------

PEOPLE = ("Emily", "Mum", "Oliver")
CLOCKS_CHANGE = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)


@st.composite
def rotas(draw):
    """Turns over two days in which the clocks go back, in half hours, with back-ups or none."""
    cuts = sorted(draw(st.sets(st.integers(0, 96), min_size=2, max_size=12)))
    turns = []
    for start, end in pairwise(cuts):
        carer = draw(st.sampled_from((*PEOPLE, None)))
        backup = draw(st.sampled_from((*PEOPLE, None)))
        if carer is not None:
            span = Interval(*(CLOCKS_CHANGE + timedelta(minutes=30 * n) for n in (start, end)))
            turns.append(Turn(PersonRef(carer), span, PersonRef(backup) if backup else None))
    return turns


@given(first=rotas(), then=rotas())
@settings(max_examples=60, deadline=None)
def test_the_calendars_together_are_the_rota_and_again_when_it_is_shared_again(first, then):
    home = Kept()
    home.day = date(2026, 10, 24)
    for turns in (first, then):
        home.share(*turns_to_share(turns, zone=LONDON), on=home.day)
    once = {who: home.events(who) for who in PEOPLE}
    home.share(*turns_to_share(then, zone=LONDON), on=home.day)

    for who, events in once.items():
        own = [e.interval for e in events if not e.backup]
        assert tuple(own) == merge(t.interval for t in then if t.carer == who)
        steps_in = [e.interval for e in events if e.backup]
        assert tuple(steps_in) == merge(t.interval for t in then if t.backup == who)
        assert len({e.uid for e in events}) == len(events)
        assert home.events(who) == events
