"""Keys, signatures, signed notes, checkpoints and their words, judged by what others published."""

from __future__ import annotations

import json
from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st
from tests.bundles.making import kept_log

from kinhold.journal import notes, verify
from kinhold.journal.entry import Head
from kinhold.journal.verify import Malformed

# The example of C2SP signed-note, with the key that the specification gives for it.
FOO = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SIGNED_BY_FOO = (
    "This is an example message.\n\n\u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2"
    "ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n"
)


@pytest.fixture
def log():
    """Noah's handovers, seven of them."""
    return kept_log("notes", 7)


def _holds(note, vkey):
    return verify.note_holds(verify.read_note(note.encode()), verify.read_vkey(vkey))


# --- Ed25519 ----------------------------------------------------------------------------------


def test_every_outside_signature_is_judged_as_its_authors_judge_it(shared):
    groups = json.loads((shared / "vectors/ed25519/wycheproof.json").read_text())["testGroups"]
    cases = [(group["publicKey"]["pk"], case) for group in groups for case in group["tests"]]

    wrong = [
        case["tcId"]
        for key, case in cases
        if verify.ed25519_holds(
            public_key=bytes.fromhex(key),
            message=bytes.fromhex(case["msg"]),
            signature=bytes.fromhex(case["sig"]),
        )
        != (case["result"] == "valid")
    ]

    assert len(cases) == 151
    assert wrong == []


@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=200))
def test_what_another_library_signs_is_accepted(seed, message):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)

    assert verify.ed25519_holds(public_key=public, message=message, signature=signature)
    assert not verify.ed25519_holds(public_key=public, message=message + b"x", signature=signature)


def test_a_key_that_signs_everything_is_refused():
    neutral = (1).to_bytes(32, "little")

    assert not verify.ed25519_holds(
        public_key=neutral, message=b"anything", signature=neutral + bytes(32)
    )
    with pytest.raises(Malformed):
        verify.read_vkey(verify.VerifierKey("example.com/x", neutral).text)


@pytest.mark.parametrize("size", [0, 63, 65])
def test_a_signature_of_another_size_is_refused(log, size):
    public = log.private.public_key().public_bytes_raw()

    assert not verify.ed25519_holds(public_key=public, message=b"", signature=bytes(size))


# --- Notes and keys ---------------------------------------------------------------------------


def test_the_example_of_the_specification_holds():
    assert _holds(SIGNED_BY_FOO, FOO)
    assert verify.read_vkey(FOO).text == FOO


def test_the_example_of_the_specification_is_read_to_the_letter():
    poem = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n"
    signature = "NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc="

    note = verify.read_note(f"{poem}\n\u2014 quasimodo.example/salvatore {signature}\n".encode())

    assert note.text == poem
    assert note.signatures[0][:2] == ("quasimodo.example/salvatore", bytes.fromhex("367ba04b"))


def test_every_published_checkpoint_is_signed_by_its_log(shared):
    published = json.loads((shared / "vectors/tessera/log.json").read_text())

    read = [
        notes.open_checkpoint(note, vkey="+".join(published["public_key"].split("+")))
        if published["public_key"].startswith(note.split("\n")[0] + "+")
        else None
        for note in published["checkpoints"].values()
    ]

    assert [each.size for each in read] == list(range(16))


def test_a_signature_of_a_witness_is_passed_over(log):
    note = log.checkpoint()
    witness = "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWX\n"

    assert notes.open_checkpoint(note + witness, vkey=log.vkey).size == 7


def test_a_known_key_whose_signature_fails_rejects_the_note(log):
    good, other = log.checkpoint(), log.checkpoint(3)
    wrong_line = other.rpartition("\n\n")[2]

    assert not _holds(good.rpartition("\n\n")[0] + "\n\n" + wrong_line, log.vkey)
    assert not _holds(good + wrong_line, log.vkey)


def test_a_note_that_only_strangers_signed_is_rejected(log):
    assert not _holds(log.checkpoint(), kept_log("stranger").vkey)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"text\n",
        b"text\n\n",
        b"text\n\n\xe2\x80\x94 a AAAAAAA=",
        b"text\r\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"text\n\n- a AAAAAAA=\n",
        b"text\n\n\xe2\x80\x94 a AAAAAA==\n",
        b"text\n\n\xe2\x80\x94 a AAAAAAB=\n",
        b"text\n\n\xe2\x80\x94 a+b AAAAAAA=\n",
        b"text\n\n\xe2\x80\x94 a\xc2\xa0b AAAAAAA=\n",
        b"text\n\n\xe2\x80\x94  AAAAAAA=\n",
        b"\xff\n\n\xe2\x80\x94 a AAAAAAA=\n",
        b"text\n\n" + b"\xe2\x80\x94 a AAAAAAA=\n" * 101,
    ],
)
def test_what_is_no_note_is_refused(raw):
    with pytest.raises(Malformed):
        verify.read_note(raw)


def test_sixteen_signatures_and_more_are_read():
    raw = b"text\n\n" + b"\xe2\x80\x94 a AAAAAAA=\n" * 100

    assert len(verify.read_note(raw).signatures) == 100


@pytest.mark.parametrize("text", ["", "two\n\n", "no line break", "bell\a\n"])
def test_a_text_that_cannot_be_a_note_is_not_signed(log, text):
    broken = "\n\n" not in text
    if broken:
        with pytest.raises(Malformed):
            notes.sign_note(text, signers=[(log.vkey, log.private.sign)])
    else:
        signed = notes.sign_note(text, signers=[(log.vkey, log.private.sign)])
        assert verify.read_note(signed.encode()).text == text


def test_a_note_needs_somebody_who_signs(log):
    with pytest.raises(Malformed):
        notes.sign_note("text\n", signers=[])


def test_a_signature_of_another_key_is_not_put_under_a_note(log):
    with pytest.raises(Malformed, match="not one of the key"):
        notes.sign_note("text\n", signers=[(log.vkey, kept_log("stranger").private.sign)])


# --- Checkpoints and words --------------------------------------------------------------------


def test_a_checkpoint_says_log_size_and_root(log):
    note = log.checkpoint(5)

    checkpoint = notes.open_checkpoint(note, vkey=log.vkey)

    assert note.split("\n")[:2] == [f"kinhold.invalid/l/{log.log_id}", "5"]
    assert checkpoint.root == verify.root_of(each.leaf_hash for each in log.entries[:5])


def test_a_checkpoint_is_signed_with_the_logs_own_key(log):
    other = kept_log("stranger")

    with pytest.raises(Malformed, match="own key"):
        notes.sign_checkpoint(Head.empty(log.log_id), vkey=other.vkey, sign=other.private.sign)


def test_a_checkpoint_that_nobody_signed_is_not_believed(log):
    forged = log.checkpoint().replace("\n7\n", "\n8\n")

    with pytest.raises(Malformed, match="not signed"):
        notes.open_checkpoint(forged, vkey=log.vkey)


@pytest.mark.parametrize(
    "text",
    [
        "a\n07\n{}\n",
        "a\n-1\n{}\n",
        "a\n7\n{}\nmore\n",
        "a\n7\n{}",
        "\n7\n{}\n",
        "a\n9007199254740992\n{}\n",
    ],
)
def test_a_checkpoint_has_three_lines_in_one_spelling(text):
    with pytest.raises(Malformed):
        verify.read_checkpoint(text.format(verify.encode_base64(bytes(32))))


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("127.0.0.1", "lusab babad"),
        ("63.84.220.193", "gutih tugad"),
        ("140.98.193.141", "mudof sakat"),
        ("212.58.253.68", "tibup zujah"),
        ("216.35.68.215", "tobog higil"),
        ("12.110.110.204", "budov kuras"),
    ],
)
def test_words_are_those_of_the_proposal(address, words):
    # arXiv:0901.4016 gives these for Internet addresses
    assert verify.short_words(bytes(map(int, address.split(".")))) == words


def test_a_checkpoint_has_eight_words(log):
    checkpoint = notes.open_checkpoint(log.checkpoint(), vkey=log.vkey)

    assert len(checkpoint.words.split()) == 8
    assert checkpoint.words != notes.open_checkpoint(log.checkpoint(6), vkey=log.vkey).words


@given(raw=st.binary(min_size=2, max_size=40).filter(lambda raw: len(raw) % 2 == 0), data=st.data())
def test_words_are_read_however_they_are_typed(raw, data):
    words = verify.short_words(raw)
    between = data.draw(st.sampled_from([" ", "-", "  ", "\n", " - ", "\u2013", "\u00a0"]))

    typed = f" {words.upper() if data.draw(st.booleans()) else words}\n".replace(" ", between)

    assert verify.read_short_words(typed) == raw


@pytest.mark.parametrize(
    "text",
    [
        "",
        " - ",
        "lusa",
        "lusabb",
        "lusab,babad",
        "lasab bebad",
        "ĺusab",
        "\u212aobog",
        "lusab_babad",
    ],
)
def test_what_are_no_words_is_refused(text):
    with pytest.raises(Malformed):
        verify.read_short_words(text)


def test_words_stand_for_two_bytes_each():
    with pytest.raises(Malformed):
        verify.short_words(b"abc")


def test_a_published_root_and_size_are_read_from_the_note(shared):
    published = json.loads((shared / "vectors/tessera/log.json").read_text())
    note = published["checkpoints"]["15"]

    checkpoint = verify.read_checkpoint(verify.read_note(note.encode()).text)

    assert (checkpoint.size, checkpoint.root) == (15, b64decode(note.split("\n")[2]))
