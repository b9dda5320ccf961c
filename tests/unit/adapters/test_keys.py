"""Dice from the operating system, and the cipher of a private space."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kinhold.adapters.keys import (
    CannotDecipher,
    SpaceCipher,
    SystemDice,
    make_draft,
    place_of_entry,
    place_of_file,
)
from kinhold.adapters.system_clock import SystemClock
from kinhold.journal.verify import is_entry_id, is_log_id

LOG = "a" * 32


@pytest.fixture
def dice():
    return SystemDice()


def test_ids_have_the_shape_of_the_record(dice):
    assert is_entry_id(dice.new_entry_id())
    assert is_log_id(dice.new_log_id())


def test_draws_have_the_sizes_of_the_record(dice):
    assert [len(each) for each in (dice.salt(), dice.decoy(), dice.nonce(), dice.key())] == [
        16,
        32,
        12,
        32,
    ]


def test_no_two_draws_are_alike(dice):
    draws = [draw() for draw in (dice.salt, dice.new_entry_id, dice.key) for _ in range(200)]

    assert len(set(draws)) == 600


def test_an_order_names_each_place_once(dice):
    assert sorted(dice.order(8)) == list(range(8))
    assert dice.order(0) == ()


def test_every_order_comes_up(dice):
    assert len({dice.order(3) for _ in range(500)}) == 6


def test_the_same_entry_made_twice_cannot_be_recognised(dice):
    entry_id = dice.new_entry_id()
    one, two = (make_draft(entry_id, [("content", {"mood": 3})]) for _ in range(2))

    assert not set(one.commitments) & set(two.commitments)


def test_what_was_enciphered_is_deciphered(dice):
    cipher, place = SpaceCipher(dice.key()), place_of_entry(LOG, 3)
    stored = cipher.encipher(b"eyJ~eyK", place=place, nonce=dice.nonce())

    assert b"eyJ" not in stored
    assert cipher.decipher(stored, place=place) == b"eyJ~eyK"


@pytest.mark.parametrize(
    ("cut", "place"),
    [
        (None, place_of_entry(LOG, 4)),
        (None, place_of_entry("b" * 32, 3)),
        (None, place_of_file(LOG, "3")),
        (-1, place_of_entry(LOG, 3)),
        (5, place_of_entry(LOG, 3)),
        (0, place_of_entry(LOG, 3)),
    ],
)
def test_what_was_moved_or_cut_is_not_deciphered(dice, cut, place):
    cipher = SpaceCipher(dice.key())
    stored = cipher.encipher(b"eyJ", place=place_of_entry(LOG, 3), nonce=dice.nonce())

    with pytest.raises(CannotDecipher, match=place):
        cipher.decipher(stored[:cut], place=place)


def test_the_clock_tells_universal_time_and_does_not_stand_still():
    clock = SystemClock()
    before, after = clock.now(), clock.now()

    assert before.utcoffset() == timedelta(0)
    assert before <= after
