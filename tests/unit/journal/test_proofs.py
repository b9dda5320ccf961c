"""Proofs made in bulk are those made one by one, and those of others; as text they come back."""

from __future__ import annotations

import json
from base64 import b64decode

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plain_tree import plain_consistency, plain_inclusion

from kinhold.journal import proofs, verify
from kinhold.journal.proofs import MerkleTree
from kinhold.journal.verify import Malformed

HASHES = [verify.leaf_hash(f"entry {n}".encode()) for n in range(1000)]


@pytest.fixture(scope="module")
def oracle():
    """An independent implementation over the same entries."""
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for number in range(1000):
        tree.append_entry(f"entry {number}".encode())
    return tree


def test_roots_up_to_a_thousand_are_those_of_an_independent_implementation(oracle):
    nodes = []

    different = []
    for size in range(1, 1001):
        verify.grow(nodes, size - 1, [HASHES[size - 1]])
        if verify.root_of_nodes(nodes) != oracle.get_root(size):
            different.append(size)

    assert different == []


def test_proofs_of_inclusion_are_those_of_an_independent_implementation(oracle):
    different = []
    for size in (1, 2, 3, 7, 8, 9, 100, 511, 512, 513, 1000):
        tree = MerkleTree(HASHES[:size])
        for index in range(0, size, 1 + size // 60):
            path = oracle.prove_inclusion(index + 1, size).serialize()["path"]
            if tuple(bytes.fromhex(each) for each in path[1:]) != tree.inclusion(index):
                different.append((index, size))

    assert different == []


def test_proofs_of_growth_lead_to_the_roots_of_an_independent_implementation(oracle):
    # the proofs of growth of the other side have a form of their own, so its roots are the judge
    trees = [MerkleTree(HASHES[:size]) for size in (2, 3, 7, 8, 9, 100, 512, 1000)]

    wrong = [
        (old, tree.size)
        for tree in trees
        for old in range(1, tree.size + 1, 1 + tree.size // 60)
        if not verify.consistency_holds(
            old_size=old,
            new_size=tree.size,
            old_root=oracle.get_root(old),
            new_root=oracle.get_root(tree.size),
            proof=tree.consistency(old),
        )
    ]

    assert wrong == []


@given(size=st.integers(1, 200), data=st.data())
def test_a_proof_from_the_kept_levels_is_the_one_made_from_scratch(size, data):
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    tree = MerkleTree(HASHES[:size])

    assert tree.inclusion(index) == plain_inclusion(HASHES[:size], index)
    assert tree.consistency(old) == plain_consistency(HASHES[:size], old)


@pytest.mark.parametrize("size", range(70))
def test_the_root_is_that_of_the_leaves(size):
    tree = MerkleTree(HASHES[:size])

    assert (tree.size, tree.root) == (size, verify.root_of(HASHES[:size]))


def test_every_proof_over_published_entries_leads_to_the_published_roots(shared):
    published = json.loads((shared / "vectors/tessera/log.json").read_text())
    hashes = [verify.leaf_hash(text.encode()) for text in published["entries"]]
    roots = {
        int(size): b64decode(note.split("\n")[2]) for size, note in published["checkpoints"].items()
    }
    checked, wrong = 0, []
    for size in range(1, 16):
        tree, note = MerkleTree(hashes[:size]), published["checkpoints"][str(size)]
        for index in range(size):
            text = proofs.write_proof(index=index, path=tree.inclusion(index), checkpoint=note)
            proof = verify.read_proof(text)
            root = verify.read_checkpoint(verify.read_note(proof.checkpoint).text).root
            checked += 1
            if root != roots[size] or not verify.inclusion_holds(
                index=proof.index, size=size, leaf=hashes[index], proof=proof.path, root=root
            ):
                wrong.append((index, size))
        for old in range(1, size + 1):
            path = (
                verify.read_hash_lines(proofs.write_hash_lines(tree.consistency(old)))
                if old < size
                else ()
            )
            checked += 1
            if not verify.consistency_holds(
                old_size=old, new_size=size, old_root=roots[old], new_root=roots[size], proof=path
            ):
                wrong.append((old, size))

    assert checked == 240
    assert wrong == []


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_an_entry_that_is_not_there(index):
    with pytest.raises(Malformed, match="has no entry"):
        MerkleTree(HASHES[:3]).inclusion(index)


@pytest.mark.parametrize("old_size", [0, 4])
def test_there_is_no_proof_of_growth_from_nothing_or_from_more(old_size):
    with pytest.raises(Malformed, match="did not grow"):
        MerkleTree(HASHES[:3]).consistency(old_size)


def test_the_example_of_the_specification_is_read():
    # C2SP tlog-proof, with the hashes that it gives
    text = (
        "c2sp.org/tlog-proof@v1\nextra eA==\nindex 73894\n"
        "gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=\nB95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=\n"
        "\nexample.com/fancylog\n109482\n"
    )

    proof = verify.read_proof(text.encode())

    assert (proof.index, len(proof.path), proof.extra) == (73894, 2, b"x")
    assert proof.checkpoint.startswith(b"example.com/fancylog\n")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"c2sp.org/tlog-proof@v1\nindex 0\n",
        b"c2sp.org/tlog-proof@v2\nindex 0\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 00\n\n",
        b"c2sp.org/tlog-proof@v1\nindex -1\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 9007199254740992\n\n",
        b"c2sp.org/tlog-proof@v1\nextra \nindex 0\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\n" + b"A" * 42 + b"B=\n\n",
        b"c2sp.org/tlog-proof@v1\nindex 0\n" + (b"A" * 43 + b"=\n") * 64 + b"\n",
    ],
)
def test_a_proof_in_another_spelling_is_refused(raw):
    with pytest.raises(Malformed):
        verify.read_proof(raw)


@pytest.mark.parametrize("raw", [b"", b"\n", b"A" * 43 + b"=", b"A" * 42 + b"B=\n", b"AAAA\n"])
def test_hashes_in_another_spelling_are_refused(raw):
    with pytest.raises(Malformed):
        verify.read_hash_lines(raw)
