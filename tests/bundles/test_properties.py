"""For every log and every choice of entries: what is chosen is shown, the rest is nowhere."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.bundles.making import KeptLog, bundle, kept_log
from tests.dice import CountedDice

from kinhold.journal import verify

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@st.composite
def logs(draw):
    """A log of up to nine entries, whatever they say."""
    empty = kept_log(draw(st.sampled_from(["one", "two", "three"])))
    log, dice = KeptLog(empty.log_id, empty.private), CountedDice(empty.log_id)
    for number in range(draw(st.integers(0, 9))):
        parts = [("note/1", {"words": f"secret {number}: {draw(words)}"})]
        if draw(st.booleans()):
            parts.append(("note.places", {"place": draw(words)}))
        log.append(parts, dice=dice, minutes=draw(st.integers(0, 99)))
    return log


@st.composite
def exports(draw):
    """A log, and what of it is given to somebody."""
    log = draw(logs())
    every = list(range(len(log.entries)))
    leaves = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    if draw(st.booleans()):
        leaves = every
    shown = {}
    for number in leaves:
        some = draw(st.lists(st.sampled_from(log.entries[number].disclosures), unique=True))
        if some:
            shown[number] = some
    older = draw(st.lists(st.integers(1, max(1, len(every))), unique=True)) if every else []
    return log, leaves, shown, older


def _written(log, leaves, shown, older):
    from dataclasses import replace

    export = log.export(leaves=leaves, shown=(), older=older)
    return bundle(log, exports=[replace(export, disclosures=shown)])


@given(exports())
@settings(deadline=None)
def test_what_was_chosen_is_shown_and_sound(chosen):
    log, _, shown, _ = chosen

    check = verify.check_bundle(_written(*chosen))

    assert (check.verdict, check.faults) == (verify.SOUND, ())
    assert (check.shown, check.size) == (len(shown), len(log.entries))
    assert {each.sequence for each in check.entries} == set(shown)


@given(exports())
@settings(deadline=None)
def test_nothing_that_is_withheld_is_in_any_byte(chosen):
    log, _, shown, _ = chosen
    raw = _written(*chosen)

    withheld = [
        encoded
        for number, entry in enumerate(log.entries)
        for encoded in entry.disclosures
        if encoded not in shown.get(number, ())
    ]
    salts = [verify.open_disclosure(each).salt for each in withheld]

    assert not [each for each in withheld if each.encode() in raw]
    assert not [
        salt
        for salt in salts
        if salt in raw
        or salt.hex().encode() in raw
        or verify.encode_base64url(salt).encode() in raw
    ]


@given(exports(), st.data())
@settings(deadline=None)
def test_any_flipped_bit_is_found(chosen, data):
    raw = bytearray(_written(*chosen))
    at = data.draw(st.integers(0, len(raw) - 1))

    raw[at] ^= 1 << data.draw(st.integers(0, 7))

    assert verify.check_bundle(bytes(raw)).verdict != verify.SOUND


@given(logs().filter(lambda log: log.entries), st.data())
@settings(deadline=None)
def test_every_checkpoint_that_was_given_out_is_found_again_by_its_words(log, data):
    size = data.draw(st.integers(1, len(log.entries)))
    held = log.checkpoint(size).encode()
    said = verify.read_checkpoint(verify.read_note(held).text).words
    raw = bundle(log, exports=[log.export(older=[size])])

    for given_ in ({"held": [held]}, {"words": said}):
        check = verify.check_bundle(raw, **given_)

        assert (check.sound, check.logs[0].held) == (True, size)


@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(raw):
    assert verify.check_bundle(raw).verdict == verify.CANNOT_TELL
