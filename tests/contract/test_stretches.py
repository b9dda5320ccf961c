"""Every store reads a log at length as it reads it entry by entry."""

from __future__ import annotations

import pytest
from tests.dice import CountedDice, feed, later

from kinhold.adapters.memory_store import MemoryStore
from kinhold.adapters.sqlite_store import CHUNK, open_store
from kinhold.journal.erasure import Erasure, digests_of
from kinhold.journal.leaf import join_disclosures
from kinhold.journal.store import Malformed, UnknownLog

HOME, DIARY = "a" * 32, "b" * 32


@pytest.fixture(params=["memory", "sqlite", "sqlite-keyed"])
def store(request, tmp_path):
    """A household's log of three entries, the second erased, and a diary of one."""
    key = bytes(range(32)) if request.param == "sqlite-keyed" else None
    opened = (
        MemoryStore()
        if request.param == "memory"
        else open_store(tmp_path / "home.kinhold", create=True, key=key, dice=CountedDice("s"))
    )
    dice = CountedDice()
    with opened:
        for log_id, space, number in ((HOME, "household", 3), (DIARY, "private:Emily", 1)):
            head = opened.create_log(log_id, space=space)
            drafts = [feed(dice, n, places="abc") for n in range(number)]
            opened.append(log_id, drafts, expected_head=head, recorded_at=later(1))
        _, second, _ = opened.read(HOME)
        opened.erase([Erasure(HOME, second.entry_id, digests_of(second.disclosures))])
        yield opened


def by_column(store, log_id, after=0):
    return [
        row
        for s in store.stretches(log_id, after=after)
        for row in zip(
            range(s.start, s.start + len(s.entry_ids)),
            s.entry_ids,
            s.recorded_at,
            s.disclosures,
            strict=True,
        )
    ]


@pytest.mark.parametrize(("log_id", "after"), [(HOME, 0), (HOME, 2), (HOME, 3), (DIARY, 0)])
def test_a_log_read_at_length_says_what_its_entries_say(store, log_id, after):
    assert by_column(store, log_id, after) == [
        (e.sequence, e.entry_id, e.recorded_at, join_disclosures(e.disclosures))
        for e in store.read(log_id, after=after)
    ]


def test_an_erased_space_read_at_length_has_places_and_no_words(store):
    store.erase([Erasure(DIARY, "")])

    assert [row[3] for row in by_column(store, DIARY)] == [None]


def test_what_cannot_be_read_cannot_be_read_at_length(store):
    with pytest.raises(UnknownLog):
        list(store.stretches("c" * 32))
    with pytest.raises(Malformed):
        list(store.stretches(HOME, after=-1))


def test_a_log_longer_than_a_stretch_is_read_in_order(tmp_path):
    dice = CountedDice()
    with open_store(tmp_path / "long.kinhold", create=True, dice=dice) as store:
        head = store.create_log(HOME, space="care")
        drafts = [feed(dice, n) for n in range(CHUNK + 2)]
        store.append(HOME, drafts, expected_head=head, recorded_at=later(1))

        assert [s.start for s in store.stretches(HOME)] == [0, CHUNK]
        assert [row[1] for row in by_column(store, HOME)] == [d.entry_id for d in drafts]
