"""The worked example of the record format is what the code writes, byte by byte."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.record_example import LOG, two_entries

from kinhold.adapters import sqlite_file
from kinhold.adapters.keys import SpaceCipher, place_of_entry
from kinhold.adapters.sqlite_store import open_store
from kinhold.journal import verify

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "record-format.md"


@pytest.fixture(scope="module")
def blocks():
    """The fenced blocks of the page by the word after `text`."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(
        r"```\{code-block\} text\n:name: ([a-z0-9-]+)\n\n(.*?)\n```", text, re.DOTALL
    )
    return dict(found)


def test_the_leaves_of_the_page_are_those_of_the_code(blocks):
    entries, _ = two_entries()

    assert [blocks["leaf-0"], blocks["leaf-1"]] == [each.leaf.decode() for each in entries]


def test_the_disclosures_of_the_page_are_those_of_the_code(blocks):
    entries, _ = two_entries()

    assert blocks["disclosure-0"] == "\n".join(entries[0].disclosures)
    assert blocks["disclosures-1"] == "\n".join(entries[1].disclosures)


def test_the_digests_of_the_page_are_those_of_the_code(blocks):
    entries, _ = two_entries()
    shown = [each for entry in entries for each in entry.disclosures]

    assert blocks["digests"] == "\n".join(verify.disclosure_digest(each) for each in shown)


def test_the_hashes_of_the_page_are_those_of_the_code(blocks):
    entries, end = two_entries()

    assert blocks["leaf-hashes"] == "\n".join(each.leaf_hash.hex() for each in entries)
    assert blocks["root"] == end.head.root.hex()


def test_the_page_checks_as_a_log(blocks):
    rows = [
        (blocks["leaf-0"].encode(), blocks["disclosure-0"].split("\n")),
        (blocks["leaf-1"].encode(), blocks["disclosures-1"].split("\n")),
    ]

    assert verify.check_log(rows, log_id=LOG, head=(2, bytes.fromhex(blocks["root"]))).flaws == ()


def test_the_private_part_of_the_page_is_that_of_the_code(blocks):
    cipher = SpaceCipher(bytes(range(32)))

    content, place = blocks["disclosure-0"].encode(), place_of_entry(LOG, 0)
    stored = cipher.encipher(content, place=place, nonce=bytes(range(12)))

    assert blocks["private"] == stored.hex()


def test_the_tables_of_the_page_are_those_of_a_file(tmp_path):
    page = " ".join(PAGE.read_text(encoding="utf-8").split())
    with open_store(tmp_path / "home.kinhold", create=True) as store:
        made = store._connection.execute(
            "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        ).fetchall()

    missing = [sql for (sql,) in made if " ".join(sql.split()) not in page]

    assert len(made) == 13
    assert missing == []
    assert f"0x{sqlite_file.APPLICATION_ID:08X}" in page
