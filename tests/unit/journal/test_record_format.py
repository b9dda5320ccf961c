"""The worked example of the record format is what the code writes, byte by byte."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kinhold.adapters import sqlite_file
from kinhold.adapters.keys import SpaceCipher, place_of_entry
from kinhold.adapters.sqlite_store import open_store
from kinhold.journal import verify
from kinhold.journal.entry import draft
from kinhold.journal.log import LogEnd, seal_all

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "record-format.md"
LOG = "00112233445566778899aabbccddeeff"


def _example():
    """Two entries with dice that a reader can repeat: bytes that count up."""
    first = draft(
        entry_id="11111111-1111-4111-8111-111111111111",
        parts=[("content", b'{"kind":"feed","about":"Noah","minutes":15}')],
        salts=[bytes(range(16))],
        decoys=[bytes([n]) * 32 for n in (1, 2, 3)],
        order=[2, 0, 3, 1],
    )
    second = draft(
        entry_id="22222222-2222-4222-8222-222222222222",
        parts=[
            ("content", b'{"kind":"handover","child":"Noah"}'),
            ("places", '{"home":"12 Möbius Road"}'.encode()),
        ],
        salts=[bytes(range(16, 32)), bytes(range(32, 48))],
        decoys=[bytes([n]) * 32 for n in (4, 5)],
        order=[3, 1, 0, 2],
    )
    one, end = seal_all(LogEnd(LOG), [first], recorded_at=datetime(2026, 11, 22, 1, 10, tzinfo=UTC))
    two, end = seal_all(
        end, [second], recorded_at=datetime(2026, 11, 22, 1, 25, 0, 250000, tzinfo=UTC)
    )
    return [*one, *two], end


@pytest.fixture(scope="module")
def blocks():
    """The fenced blocks of the page by the word after `text`."""
    text = PAGE.read_text(encoding="utf-8")
    found = re.findall(
        r"```\{code-block\} text\n:name: ([a-z0-9-]+)\n\n(.*?)\n```", text, re.DOTALL
    )
    return dict(found)


def test_the_leaves_of_the_page_are_those_of_the_code(blocks):
    entries, _ = _example()

    assert [blocks["leaf-0"], blocks["leaf-1"]] == [each.leaf.decode() for each in entries]


def test_the_disclosures_of_the_page_are_those_of_the_code(blocks):
    entries, _ = _example()

    assert blocks["disclosure-0"] == "\n".join(entries[0].disclosures)
    assert blocks["disclosures-1"] == "\n".join(entries[1].disclosures)


def test_the_digests_of_the_page_are_those_of_the_code(blocks):
    entries, _ = _example()
    shown = [each for entry in entries for each in entry.disclosures]

    assert blocks["digests"] == "\n".join(verify.disclosure_digest(each) for each in shown)


def test_the_hashes_of_the_page_are_those_of_the_code(blocks):
    entries, end = _example()

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

    assert len(made) == 9
    assert missing == []
    assert f"0x{sqlite_file.APPLICATION_ID:08X}" in page
