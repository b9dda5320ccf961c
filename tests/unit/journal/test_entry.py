"""Drafts are made from parts and dice, and refuse what the record could not hold."""

from __future__ import annotations

import pytest
from tests.dice import WEEK_14, CountedDice, feed

from kinhold.journal.entry import Disclosure, Draft, Head, decoys_needed, draft, throw_draft
from kinhold.journal.leaf import join_disclosures, split_disclosures, write_disclosure
from kinhold.journal.log import Frontier, seal
from kinhold.journal.proofs import MerkleTree
from kinhold.journal.verify import EMPTY_ROOT, Malformed

ID = "5d9c68c6-c50e-4d3d-82a4-45f5ac0f7a6d"


@pytest.mark.parametrize(("parts", "decoys"), [(0, 4), (1, 3), (2, 2), (3, 1), (4, 0), (5, 3)])
def test_decoys_fill_up_to_a_multiple_of_four(parts, decoys):
    assert decoys_needed(parts) == decoys


def test_a_draft_commits_to_each_of_its_parts():
    dice = CountedDice()
    parts = [("content", {"kind": "carer"}), ("phones", ["020 7946 0000"])]

    made = throw_draft(entry_id=ID, parts=parts, dice=dice)
    opened = [Disclosure.parse(each) for each in made.disclosures]

    assert [(each.name, each.value) for each in opened] == parts
    assert {each.digest for each in opened} < set(made.commitments)
    assert len(made.commitments) == 4


def test_the_same_dice_make_the_same_draft():
    throws = {"salts": [bytes(16)], "decoys": [bytes([n]) * 32 for n in range(3)]}

    one = draft(entry_id=ID, parts=[("content", 1)], order=[2, 0, 1, 3], **throws)
    two = draft(entry_id=ID, parts=[("content", 1)], order=[2, 0, 1, 3], **throws)

    assert one == two
    assert one.commitments[1] == Disclosure.parse(one.disclosures[0]).digest


def test_json_text_is_kept_to_the_letter():
    encoded = write_disclosure(salt=bytes(16), name="content", value=b'{ "a" : 1.50 }')

    assert Disclosure.parse(encoded).value == {"a": 1.5}
    assert write_disclosure(salt=bytes(16), name="content", value={"a": 1.5}) != encoded


@pytest.mark.parametrize(
    "value", [{1, 2}, float("nan"), 2**53, "\ud800", {1: 1, "1": 2}, b"1,2", b"1],[2", b"", b"\xff"]
)
def test_a_value_that_is_not_strict_json_is_refused(value):
    with pytest.raises(Malformed):
        write_disclosure(salt=bytes(16), name="content", value=value)


def test_json_text_cannot_smuggle_in_another_name():
    with pytest.raises(Malformed):
        write_disclosure(salt=bytes(15), name="content", value=1)
    with pytest.raises(Malformed):
        write_disclosure(salt=bytes(16), name="_sd", value=1)


@pytest.mark.parametrize(
    ("salts", "decoys", "order"),
    [
        ([], [bytes(32)] * 3, range(4)),
        ([bytes(16)], [], range(1)),
        ([bytes(16)], [bytes([n]) * 32 for n in range(3)], [0, 0, 1, 2]),
        ([bytes(16)], [bytes(32)] * 3, range(4)),
        ([bytes(16)], [bytes([n]) * 31 for n in range(3)], range(4)),
    ],
)
def test_dice_that_do_not_fit_are_refused(salts, decoys, order):
    with pytest.raises(Malformed):
        draft(entry_id=ID, parts=[("content", 1)], salts=salts, decoys=decoys, order=order)


@pytest.mark.parametrize(
    "bad", ["", ID.upper(), ID.replace("-", ""), ID.replace("-4d", "-1d"), ID + "\n"]
)
def test_an_id_that_is_not_a_random_uuid_is_refused(bad):
    with pytest.raises(Malformed, match="not an entry id"):
        throw_draft(entry_id=bad, parts=[], dice=CountedDice())


def test_a_draft_from_elsewhere_is_checked_too():
    made = feed(CountedDice())

    with pytest.raises(Malformed, match="sealed with"):
        Draft(made.entry_id, made.disclosures, feed(CountedDice("other")).commitments)
    with pytest.raises(Malformed, match="multiple of 4"):
        Draft(made.entry_id, (), made.commitments[:3])


def test_two_parts_cannot_have_one_name():
    with pytest.raises(Malformed, match="have the name"):
        throw_draft(entry_id=ID, parts=[("content", 1), ("content", 2)], dice=CountedDice())


@pytest.mark.parametrize("disclosures", [None, (), ("a",), ("a", "b")])
def test_joined_disclosures_are_split_again(disclosures):
    assert split_disclosures(join_disclosures(disclosures)) == disclosures


def test_an_empty_log_has_the_root_of_nothing():
    assert Head.empty("a" * 32) == Head("a" * 32, 0, EMPTY_ROOT)
    assert Frontier().root == EMPTY_ROOT


def test_a_frontier_must_fit_its_size():
    with pytest.raises(Malformed, match="1 subtrees cannot make a tree of 3 leaves"):
        Frontier(size=3, nodes=(bytes(32),))


def test_an_entry_needs_a_log():
    with pytest.raises(Malformed, match="not a log id"):
        seal(
            feed(CountedDice()),
            log_id="household",
            sequence=0,
            previous=EMPTY_ROOT,
            recorded_at=WEEK_14,
        )


@pytest.mark.parametrize("index", [-1, 2])
def test_there_is_no_proof_for_an_entry_that_is_not_there(index):
    with pytest.raises(Malformed, match="has no entry"):
        MerkleTree([bytes(32)] * 2).inclusion(index)


@pytest.mark.parametrize("old_size", [0, 3])
def test_there_is_no_proof_of_growth_from_nothing_or_from_more(old_size):
    with pytest.raises(Malformed, match="did not grow"):
        MerkleTree([bytes(32)] * 2).consistency(old_size)
