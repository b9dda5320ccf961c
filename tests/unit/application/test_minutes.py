"""A minute is noted once, ended once, seen by nobody else, and taken out whole."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests.logbook import logbook

from kinhold.api.minutes import Minutes
from kinhold.application.lines import kept_lines
from kinhold.application.minutes import GO_MINUTES, MinuteNotUsableError, minute_words
from kinhold.application.open_record import NotKeptError
from kinhold.domain.dates import Edtf
from kinhold.record.record import PRIVATE
from kinhold.voice.speaking import speaking


def test_a_minute_begins_ends_and_is_one_note():
    with logbook(at="2026-11-23T02:40") as night:
        minutes, key = Minutes(night.home), str(uuid4())
        minutes.begin(entry_id=key, adult="no")
        night.later(minutes=6)
        minutes.back(entry_id=key)
        minutes.back(entry_id=key)
        (note,) = minutes.taken()

    assert (note.occurred, note.minutes, note.adult) == (Edtf("2026-11-23T02:40"), 6, "no")


def test_a_note_that_arrives_late_and_twice_is_one_note_at_its_own_time():
    with logbook(at="2026-11-23T03:10") as night:
        minutes, key = Minutes(night.home), str(uuid4())
        for _ in range(2):
            minutes.begin(entry_id=key, adult="yes", ago=30, minutes=20)
        notes = [(n.occurred, n.minutes, n.adult) for n in minutes.taken()]

    assert notes == [(Edtf("2026-11-23T02:40"), 20, "yes")]


def test_the_note_stands_in_the_private_space_alone_and_leaves_in_no_export():
    with logbook(at="2026-11-23T02:40") as night:
        note = Minutes(night.home).begin(entry_id=str(uuid4()), adult="no", minutes=5)
        written = night.home.record().written(note.fact_id)
        exported = night.home.export_notation()

    assert written.space.startswith(PRIVATE)
    assert " minute " not in exported


def test_nobody_who_only_sees_the_record_may_ask():
    with logbook() as night, pytest.raises(NotKeptError):
        Minutes(night.home.seen_by("Jo"))


def test_a_note_taken_back_stays_out_when_she_comes_back():
    with logbook(at="2026-11-23T02:40") as night:
        minutes, key = Minutes(night.home), str(uuid4())
        minutes.begin(entry_id=key, adult="no")
        night.home.log.take_back([key])
        ended = minutes.back(entry_id=key)

        assert ended is None
        assert minutes.taken() == ()


def test_a_note_with_another_kind_of_id_or_from_long_ago_is_refused():
    with logbook() as night:
        minutes = Minutes(night.home)
        with pytest.raises(MinuteNotUsableError, match="damaged"):
            minutes.begin(entry_id="1234", adult="no")
        with pytest.raises(MinuteNotUsableError, match="another time"):
            minutes.begin(entry_id=str(uuid4()), adult="no", ago=8 * 24 * 60)


def test_whom_to_text_leaves_out_the_keeper_and_who_is_marked_unsafe():
    with logbook() as night:
        before = Minutes(night.home).people_to_text()
        night.home.add("2026-11-21 unsafe Jo")
        after = Minutes(night.home).people_to_text()

    assert "Jo" in before
    assert "Jo" not in after


def test_whom_to_text_begins_with_whose_turn_comes_next():
    with logbook(at="2026-11-23T02:40") as night:
        home = night.home
        home.add("2026-11-01 person Ada role=friend")
        home.add("2026-11-01 available Ada at=18:00-23:00 each=week")
        before = Minutes(home).people_to_text()
        last = before[-1]
        turns = f"{before[0]}@2026-11-23T18:00/2026-11-23T20:00,{last}@2026-11-23T03:00/2026-11-23T07:00"
        home.add(f"2026-11-22 rota until=2026-12-06 turns={turns}")
        after = Minutes(home).people_to_text()

    assert len(before) > 1
    assert after[0] == last


def test_whom_to_text_leaves_out_who_left_the_household():
    with logbook() as night:
        night.home.add("2026-11-20 left Jo")
        names = Minutes(night.home).people_to_text()

    assert "Jo" not in names


def test_words_and_numbers_are_the_countrys_and_both_where_it_is_not_known():
    with speaking("en_US"):
        american = minute_words("us")

    assert (minute_words("uk").cot, american.cot, american.clock) == ("cot", "crib", "12")
    assert [n.href for n in kept_lines("us")[0][1]] == ["tel:911", "tel:988", "tel:18007997233"]
    assert [heading for heading, _ in kept_lines("")] == ["In the UK", "In the US"]


def test_the_choices_of_how_long_are_few_and_rise():
    assert list(GO_MINUTES) == sorted(GO_MINUTES)
    assert len(GO_MINUTES) <= 3
