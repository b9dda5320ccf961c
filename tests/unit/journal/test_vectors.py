"""Outside judges of the record's hashing and encoding."""

from __future__ import annotations

import json
from base64 import b64decode
from itertools import pairwise

import pymerkle
import pytest
import rfc8785
from tests.dice import WEEK_14, CountedDice

from kinhold.journal import leaf, log, verify
from kinhold.journal.proofs import MerkleTree


def _hashes(listed):
    return [b64decode(each) for each in listed or ()]


def _accepted(case):
    if case["kind"] == "inclusion":
        return verify.inclusion_holds(
            index=case["leafIdx"],
            size=case["treeSize"],
            leaf=b64decode(case["leafHash"]),
            proof=_hashes(case["proof"]),
            root=b64decode(case["root"]),
        )
    return verify.consistency_holds(
        old_size=case["size1"],
        new_size=case["size2"],
        old_root=b64decode(case["root1"]),
        new_root=b64decode(case["root2"]),
        proof=_hashes(case["proof"]),
    )


def test_every_outside_proof_is_judged_as_its_authors_judge_it(shared):
    cases = json.loads((shared / "vectors/merkle/proofs.json").read_text())

    wrong = [case["name"] for case in cases if _accepted(case) == case["wantErr"]]

    assert len(cases) == 196
    assert wrong == []


def test_a_proof_from_an_empty_tree_is_refused(shared):
    cases = json.loads((shared / "vectors/merkle/proofs.json").read_text())
    from_nothing = [c for c in cases if c["kind"] == "consistency" and c["size1"] == 0]

    accepted = [case["name"] for case in from_nothing if _accepted(case)]

    assert from_nothing
    assert accepted == []


def test_roots_are_those_of_outside_checkpoints(shared):
    published = json.loads((shared / "vectors/tessera/log.json").read_text())
    hashes = [verify.leaf_hash(text.encode()) for text in published["entries"]]

    found = {size: verify.root_of(hashes[: int(size)]) for size in published["checkpoints"]}

    expected = {
        size: b64decode(note.split("\n")[2]) for size, note in published["checkpoints"].items()
    }
    assert found == expected


def test_roots_are_those_of_an_independent_implementation():
    oracle = pymerkle.InmemoryTree(algorithm="sha256")
    data = [f"entry {n}".encode() for n in range(300)]
    for each in data:
        oracle.append_entry(each)
    hashes = [verify.leaf_hash(each) for each in data]

    different = [n for n in range(1, 301) if verify.root_of(hashes[:n]) != oracle.get_root(n)]

    assert different == []


def test_a_log_continued_entry_by_entry_has_the_root_of_the_whole():
    hashes = [verify.leaf_hash(bytes([n])) for n in range(200)]
    frontiers = [log.Frontier()]
    for each in hashes:
        frontiers.append(frontiers[-1].grown([each]))

    different = [f.size for f in frontiers if f.root != verify.root_of(hashes[: f.size])]

    assert different == []


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_canonical_json_of_outside_is_what_our_oracle_writes(shared, name):
    folder = shared / "vectors/jcs"
    value = verify.strict_json((folder / f"{name}.input.json").read_bytes())

    assert rfc8785.dumps(value) == (folder / f"{name}.output.json").read_bytes()


@pytest.mark.parametrize("sequence", [0, 1, 9, 10, 2**53 - 1])
def test_a_leaf_is_canonical_json(sequence):
    dice = CountedDice()
    written = leaf.write_leaf(
        log_id=dice.new_log_id(),
        sequence=sequence,
        entry_id=dice.new_entry_id(),
        previous_hash=dice.decoy(),
        recorded_at=WEEK_14,
        digests=[verify.encode_base64url(dice.decoy()) for _ in range(8)],
    )

    assert rfc8785.dumps(json.loads(written)) == written


def test_the_disclosure_of_the_standard_has_the_digest_that_the_standard_gives():
    # RFC 9901 section 4.2.3
    encoded = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"

    assert verify.disclosure_digest(encoded) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
    assert json.loads(verify.decode_base64url(encoded))[1:] == ["family_name", "Möbius"]


def test_every_proof_that_is_made_for_a_small_log_holds():
    hashes = [verify.leaf_hash(bytes([n])) for n in range(40)]
    roots = [verify.root_of(hashes[:n]) for n in range(41)]

    wrong = [
        (index, size)
        for size in range(1, 41)
        for index in range(size)
        if not verify.inclusion_holds(
            index=index,
            size=size,
            leaf=hashes[index],
            proof=MerkleTree(hashes[:size]).inclusion(index),
            root=roots[size],
        )
    ]

    assert wrong == []


def test_every_growth_of_a_small_log_can_be_proved():
    hashes = [verify.leaf_hash(bytes([n])) for n in range(40)]
    roots = [verify.root_of(hashes[:n]) for n in range(41)]

    wrong = [
        (old, new)
        for new in range(1, 41)
        for old in range(1, new + 1)
        if not verify.consistency_holds(
            old_size=old,
            new_size=new,
            old_root=roots[old],
            new_root=roots[new],
            proof=MerkleTree(hashes[:new]).consistency(old),
        )
    ]

    assert wrong == []


def test_roots_of_different_sizes_differ():
    hashes = [verify.leaf_hash(b"the same") for _ in range(50)]
    roots = [verify.root_of(hashes[:n]) for n in range(51)]

    assert all(one != other for one, other in pairwise(roots))
