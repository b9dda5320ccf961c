"""The worked example of the bundle format is what the code writes, byte by byte."""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.record_example import LOG, two_entries

from kinhold.journal import bundle, notes, proofs, verify
from kinhold.journal.entry import Head

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "bundle-format.md"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))


def _parts():
    """Everything that the page shows, by the name of its block; and the bundle's members."""
    entries = two_entries()[0]
    tree = proofs.MerkleTree(each.leaf_hash for each in entries)
    vkey = notes.vkey_of_log(LOG, public_key=KEY.public_key().public_bytes_raw())
    older, newest = (
        notes.sign_checkpoint(
            Head(LOG, size, proofs.MerkleTree(each.leaf_hash for each in entries[:size]).root),
            vkey=vkey,
            sign=KEY.sign,
        )
        for size in (1, 2)
    )
    folder = bundle._log(
        bundle.LogExport(
            log_id=LOG,
            zone="Europe/London",
            vkey=vkey,
            checkpoint=newest,
            leaf_hashes=[each.leaf_hash for each in entries],
            leaves={1: entries[1].leaf},
            disclosures={1: entries[1].disclosures[:1]},
            older=[older],
        )
    )
    members = {"README.txt": b"An example.\n", "verify.py": b"", "verify.html": b""}
    members |= {f"logs/{LOG}/{name}": content for name, content in folder.items()}
    ordered = [(name, members[name]) for name in sorted(members, key=verify.member_order)]
    manifest = notes.sign_note(verify.manifest_text(ordered), signers=[(vkey, KEY.sign)])
    ordered.append(("manifest", manifest.encode()))
    raw = b"".join(verify.packed((name.encode(), content) for name, content in ordered))
    shown = {
        "vkey": vkey,
        "checkpoint": newest,
        "words": verify.read_checkpoint(verify.read_note(newest.encode()).text).words,
        "shown": folder["disclosures.jsonl"].decode(),
        "proof": folder["proofs/1.tlog-proof"].decode(),
        "older": older,
        "consistency": proofs.write_hash_lines(tree.consistency(1)).decode(),
        "manifest": manifest,
        "first-bytes": raw[:52].hex(),
        "last-bytes": raw[-22:].hex(),
        "whole": f"{len(raw)} bytes, SHA-256 {sha256(raw).hexdigest()}",
    }
    return {name: text.rstrip("\n") for name, text in shown.items()}, raw


@pytest.fixture(scope="module")
def blocks():
    """The fenced blocks of the page by their names."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(
        r"```\{code-block\} text\n:name: example-([a-z0-9-]+)\n\n(.*?)\n```", text, re.DOTALL
    )
    return dict(found)


def test_every_block_of_the_page_is_what_the_code_writes(blocks):
    expected, _ = _parts()

    assert blocks == expected


def test_the_example_is_sound(blocks):
    _, raw = _parts()

    check = verify.check_bundle(raw, words=blocks["words"])

    assert (check.verdict, check.faults) == (verify.SOUND, ())
    assert check.first_line == "1 of 2 entries shown; the others are withheld."


def test_the_page_names_every_file_that_a_bundle_may_hold():
    page = PAGE.read_text(encoding="utf-8")

    wanted = [*verify._ALONE, *verify._OF_A_LOG, verify.MANIFEST, "documents/", "attachments/"]
    wanted += [".tlog-proof", ".checkpoint", ".consistency", ".tsr"]

    assert [each for each in wanted if f"`{each}" not in page and f"{each}`" not in page] == []
