"""The verifier refuses what two readers could understand differently, and names what changed."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest
from tests.dice import WEEK_14, CountedDice, feed, later

from kinhold.journal import verify
from kinhold.journal.log import LogEnd, seal_all
from kinhold.journal.verify import Malformed, check_log, parse_leaf, strict_json

LOG = "a" * 32


@pytest.fixture
def night():
    """Six feeds of one night as entries."""
    dice, end, entries = CountedDice(), LogEnd(LOG), []
    for number in range(6):
        sealed, end = seal_all(end, [feed(dice, number)], recorded_at=later(number))
        entries.extend(sealed)
    return entries


@pytest.fixture
def leaf(night):
    return night[1].leaf


def _rows(entries):
    return [(entry.leaf, entry.disclosures) for entry in entries]


def _head(entries):
    return len(entries), verify.root_of(entry.leaf_hash for entry in entries)


def _codes(check):
    return [(flaw.code, flaw.positions) for flaw in check.flaws]


# --- Strict JSON ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b'{"a":1,"b":2,"a":1}', "'a' stands twice"),
        (b'[{"a":{"b":1,"b":1}}]', "'b' stands twice"),
        (b"NaN", "NaN is not a JSON number"),
        (b"[-Infinity]", "-Infinity is not"),
        (b"9007199254740992", "too large to be exact"),
        (b"-9007199254740992", "too large to be exact"),
        (b"9" * 5000, "too large to be exact"),
        (b"1e400", "too large for JSON"),
        (b'"\\ud800"', "surrogate"),
        (b'{"\\udc00":1}', "surrogate"),
        (b'"\xff"', "not UTF-8"),
        (b"\xef\xbb\xbf1", "not JSON"),
        (b"[" * 100_000, "nested too deeply"),
        (b"{'a':1}", "not JSON"),
        (b"1 2", "not JSON"),
        (b"", "not JSON"),
    ],
)
def test_json_that_is_not_plain_is_refused(text, words):
    with pytest.raises(Malformed, match=words):
        strict_json(text)


@pytest.mark.parametrize(
    "value", [None, True, 0, 2**53 - 1, -(2**53) + 1, 0.5, "Möbius 😀", [], {"a": [{}]}]
)
def test_plain_json_is_read(value):
    assert strict_json(json.dumps(value).encode()) == value


@pytest.mark.parametrize("text", ["a", "YQ==", "YR", "Y+Q", "Y Q", "ÿÿ"])
def test_base64url_has_one_spelling(text):
    with pytest.raises(Malformed, match="base64url"):
        verify.decode_base64url(text)


# --- Leaves -----------------------------------------------------------------------------------


def test_a_leaf_is_read(night):
    leaf = parse_leaf(night[1].leaf)

    assert (leaf.log_id, leaf.sequence, leaf.entry_id) == (LOG, 1, night[1].entry_id)
    assert (leaf.recorded_at, leaf.previous_hash) == (later(1), night[0].leaf_hash)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"v":1', b'"v":2', "newer version of this program"),
        (b'"v":1', b'"v":0', "'v' is not"),
        (b'"v":1', b'"v":true', "'v' is not"),
        (b'"v":1', b'"v":1,"v":1', "'v' stands twice"),
        (b'"v":1', b'"v":1,"x":1', "unknown key 'x'"),
        (b',"v":1', b"", "lacks the key 'v'"),
        (b'"seq":1', b'"seq":-1', "'seq' is not"),
        (b'"seq":1', b'"seq":1.0', "'seq' is not"),
        (b'"seq":1', b'"seq":"1"', "'seq' is not"),
        (b'"seq":1', b'"seq":9007199254740992', "too large"),
        (b'"seq":1', b'"seq":9007199254740993', "too large"),
        (b'"seq":1', b'"seq": 1', "not canonical"),
        (b'"log":"a', b'"log":"A', "'log' is not"),
        (b'"log":"a', b'"log":"\\u0061', "not canonical"),
        (b'"rec":"2026-11-22T01:11', b'"rec":"2026-02-30T01:11', "not a moment of the calendar"),
        (b'"rec":"2026-11-22T01:11', b'"rec":"2026-11-22T25:11', "not a moment of the calendar"),
        (b"00.000000Z", b"00.000Z", "'rec' is not"),
        (b"00.000000Z", b"00.000000+00:00", "'rec' is not"),
        (b'{"c":["', b'{"c":[1,"', "'c' is not"),
        (b'{"c":[', b'{"c":["0000000000000000000000000000000000000000000",', "5 digests"),
        (b'{"c":', b' {"c":', "not canonical"),
        (b"}", b"}\n", "not canonical"),
        (b"}", b"", "not JSON"),
    ],
)
def test_a_leaf_in_any_other_form_is_refused(leaf, old, new, words):
    changed = leaf.replace(old, new)
    assert changed != leaf

    with pytest.raises(Malformed, match=words):
        parse_leaf(changed)


@pytest.mark.parametrize("leaf", [b"", b"[]", b"1", b'"leaf"', b"null", b"\xff"])
def test_what_is_no_leaf_at_all_is_refused(leaf):
    with pytest.raises(Malformed, match="leaf"):
        parse_leaf(leaf)


def test_a_digest_cannot_stand_twice_in_a_leaf(leaf):
    first, second = parse_leaf(leaf).digests[:2]

    with pytest.raises(Malformed, match="twice"):
        parse_leaf(leaf.replace(second.encode(), first.encode()))


@pytest.mark.parametrize("text", ["2026-11-22", "2026-11-22T01:10:00.000000z", ""])
def test_a_moment_has_one_spelling(text):
    with pytest.raises(Malformed, match="not a moment"):
        verify.read_moment(text)


def test_a_moment_is_read_as_it_was_written():
    assert verify.read_moment(verify.write_moment(WEEK_14)) == WEEK_14
    assert verify.write_moment(WEEK_14) == "2026-11-22T01:10:00.000000Z"


# --- Disclosures ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b'["AAAAAAAAAAAAAAAAAAAAAA","content"]', "list of salt, name and value"),
        (b'{"content":1}', "list of salt, name and value"),
        (b'["AAAA","content",1]', "128 bits"),
        (b'[1,"content",1]', "128 bits"),
        (b'["AAAAAAAAAAAAAAAAAAAAAA",1,1]', "usable name"),
        (b'["AAAAAAAAAAAAAAAAAAAAAA","",1]', "usable name"),
        (b'["AAAAAAAAAAAAAAAAAAAAAA","_sd",1]', "usable name"),
        (b'["AAAAAAAAAAAAAAAAAAAAAA","content",NaN]', "NaN"),
    ],
)
def test_a_disclosure_in_any_other_form_is_refused(text, words):
    with pytest.raises(Malformed, match=words):
        verify.open_disclosure(verify.encode_base64url(text))


def test_a_disclosure_that_is_not_ascii_is_refused():
    with pytest.raises(Malformed, match="not base64url"):
        verify.disclosure_digest("Möbius")


def test_an_entry_cannot_show_a_disclosure_twice(night):
    digests, (shown,) = parse_leaf(night[0].leaf).digests, night[0].disclosures

    assert verify.disclosures_flaw(digests, [shown]) == ""
    assert "stands twice" in verify.disclosures_flaw(digests, [shown, shown])


# --- Proofs -----------------------------------------------------------------------------------


def test_a_proof_with_a_hash_of_another_length_is_refused():
    root = verify.root_of([bytes(32)])

    assert verify.inclusion_holds(index=0, size=1, leaf=bytes(32), proof=[], root=root)
    assert not verify.inclusion_holds(index=0, size=1, leaf=bytes(31), proof=[], root=root)


@pytest.mark.parametrize("index", [-1, 1])
def test_an_entry_outside_the_log_cannot_be_proved(index):
    root = verify.root_of([bytes(32)])

    assert not verify.inclusion_holds(index=index, size=1, leaf=bytes(32), proof=[], root=root)


# --- Whole logs -------------------------------------------------------------------------------


def test_a_night_that_nobody_touched_holds(night):
    check = check_log(_rows(night), log_id=LOG, head=_head(night))

    assert check.holds
    assert check.flaws == ()
    assert (check.size, check.root) == _head(night)


def test_an_empty_log_holds():
    assert check_log([], head=(0, verify.EMPTY_ROOT)).holds


def test_withheld_content_is_no_flaw(night):
    rows = [(night[0].leaf, None), *_rows(night[1:5]), (night[5].leaf, ())]

    assert check_log(rows, head=_head(night)).flaws == ()


def test_a_missing_entry_is_named_by_the_next(night):
    check = check_log(_rows(night[:2] + night[3:]))

    assert _codes(check) == [("gap", (2,))]
    assert "Entries 2 to 2 are missing" in check.flaws[0].message


def test_a_missing_beginning_is_noticed(night):
    assert _codes(check_log(_rows(night[1:]))) == [("gap", (0,))]


def test_a_missing_end_is_noticed_by_a_head_that_somebody_kept(night):
    assert check_log(_rows(night[:-1])).holds
    assert _codes(check_log(_rows(night[:-1]), head=_head(night))) == [("size", (5,))]


def test_an_exchanged_end_is_noticed_by_a_head_that_somebody_kept(night):
    other, _ = seal_all(LogEnd(LOG), [feed(CountedDice("other"))], recorded_at=WEEK_14)

    assert _codes(check_log(_rows(other), head=_head(night[:1]))) == [("root", (0,))]


def test_two_entries_in_the_wrong_order_are_noticed(night):
    check = check_log(_rows([night[0], night[2], night[1], night[3]]))

    assert {"gap", "order"} <= {flaw.code for flaw in check.flaws}
    assert not check.holds


def test_an_entry_that_stands_twice_is_noticed(night):
    check = check_log(_rows([*night[:3], night[2], *night[3:]]))

    assert ("order", (3,)) in _codes(check)
    assert ("twice", (2, 3)) in _codes(check)


def test_an_entry_of_another_log_is_noticed(night):
    assert _codes(check_log(_rows(night[:1]), log_id="b" * 32)) == [("log", (0,))]


def test_a_clock_that_was_set_back_is_told_and_no_error(night):
    late, end = seal_all(LogEnd(LOG), [feed(CountedDice("x"))], recorded_at=later(90))
    early, _ = seal_all(end, [feed(CountedDice("y"))], recorded_at=later(10))

    check = check_log(_rows([*late, *early]))

    assert check.holds
    assert _codes(check) == [("clock", (1,))]


def test_a_changed_link_is_narrowed_to_the_entries_it_may_be(night):
    leaf = night[3].leaf
    link = verify.encode_base64url(night[2].leaf_hash).encode()
    other = verify.encode_base64url(bytes(32)).encode()
    rows = _rows(night)
    rows[3] = (leaf.replace(link, other), night[3].disclosures)

    check = check_log(rows, head=_head(night))

    assert ("link", (2, 3)) in _codes(check)
    assert night[3].entry_id in check.flaws[0].entry_ids


def test_a_changed_decoy_is_found_by_the_next_entry(night):
    digests = parse_leaf(night[2].leaf).digests
    shown = verify.disclosure_digest(night[2].disclosures[0])
    decoy = next(each for each in digests if each != shown)
    other = verify.encode_base64url(bytes(32))
    rows = _rows(night)
    rows[2] = (night[2].leaf.replace(decoy.encode(), other.encode()), night[2].disclosures)

    check = check_log(rows)

    assert _codes(check) == [("link", (2,))]
    assert check.flaws[0].entry_ids == (night[2].entry_id,)


def test_a_false_first_link_is_noticed(night):
    empty = verify.encode_base64url(verify.EMPTY_ROOT).encode()
    false = night[0].leaf.replace(empty, verify.encode_base64url(bytes(32)).encode())

    assert _codes(check_log([(false, None)])) == [("first", (0,))]


# --- The file by itself -----------------------------------------------------------------------


def test_the_verifier_runs_without_the_rest_of_the_program(tmp_path):
    shutil.copy(verify.__file__, tmp_path / "verify.py")
    words = "import verify, sys; assert verify.check_log([]).holds; print('kinhold' in sys.modules)"

    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert done.stdout.strip() == "False"
