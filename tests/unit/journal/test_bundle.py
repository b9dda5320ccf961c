"""A bundle shows what was chosen and nothing else, and says in plain words what that proves."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.bundles.making import bundle, kept_log, signer
from tests.dice import CountedDice

from kinhold.domain.dates import Edtf
from kinhold.domain.events import NoteWritten
from kinhold.domain.fact import QuotedFromStory
from kinhold.domain.stories import Quote
from kinhold.journal import verify
from kinhold.journal.bundle import write_bundle
from kinhold.journal.verify import CANNOT_TELL, NOT_SOUND, SOUND, Malformed, check_bundle, report
from kinhold.projections.chronology import _timeliness


@pytest.fixture(scope="module")
def log():
    """Twelve handovers."""
    return kept_log("bundle", 12)


def _checkpoint(log, size):
    return verify.read_checkpoint(verify.read_note(log.checkpoint(size).encode()).text)


def _members(raw):
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        return {name: file.read(name) for name in file.namelist()}


def _of(check, words):
    return [line for line in report(check) if words in line]


# --- What goes in -----------------------------------------------------------------------------


def test_the_same_arguments_give_the_same_bytes(log):
    assert bundle(log) == bundle(log)


def test_another_program_can_read_the_zip(log):
    raw = bundle(log, documents={"chronology.pdf": b"%PDF"}, attachments=[b"photo", b"photo"])

    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        assert file.testzip() is None
        assert [name.split("/")[0] for name in file.namelist()] == [
            "README.txt", "verify.py", "verify.html", "documents", "attachments",
            *["logs"] * 5, "manifest",
        ]  # fmt: skip


def test_a_whole_log_needs_no_proofs_and_a_part_of_it_one_for_each_leaf(log):
    whole, part = _members(bundle(log)), _members(bundle(log, exports=[log.export(leaves=[2, 7])]))

    assert not [name for name in whole if "proof" in name]
    assert [name.rpartition("/")[2] for name in part if "proof" in name] == [
        "2.tlog-proof",
        "7.tlog-proof",
    ]


def test_what_is_withheld_is_nowhere_in_the_bundle(log):
    raw = bundle(log, exports=[log.export(leaves=[0, 1, 3], shown=[1])])

    hidden = [text for n in (0, 2, 3, 4) for text in log.entries[n].disclosures]
    salts = [verify.open_disclosure(each).salt for each in hidden]

    assert not [each for each in hidden if each.encode() in raw]
    assert not [salt for salt in salts if verify.encode_base64url(salt).encode() in raw]
    assert b"time 3" not in raw


def test_one_group_of_fields_may_be_withheld(log):
    export = log.export()
    content = {n: [export.disclosures[n][0]] for n in export.disclosures}
    raw = bundle(log, exports=[_with(export, disclosures=content)])

    check = check_bundle(raw)

    assert (check.verdict, check.first_line) == (SOUND, "All 12 entries shown.")
    assert log.entries[0].disclosures[1].encode() not in raw


def _with(export, **changed):
    from dataclasses import replace

    return replace(export, **changed)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"zone": "Europe London"}, "time zone"),
        ({"vkey": kept_log("stranger").vkey}, "key given"),
        ({"checkpoint": kept_log("stranger", 2).checkpoint()}, "not signed"),
        ({"leaf_hashes": [bytes(32)] * 12}, "not those of its checkpoint"),
        ({"leaves": {0: kept_log("stranger", 1).entries[0].leaf}}, "is another"),
        ({"disclosures": {0: ()}}, "nothing of it is shown"),
        ({"disclosures": {0: kept_log("stranger", 1).entries[0].disclosures}}, "sealed with"),
        ({"leaves": {}}, "leaf is not given"),
        ({"older": [kept_log("stranger", 2).checkpoint()]}, "not signed"),
        ({"anchors": {3: b"stamp"}}, "no checkpoint"),
        ({"log_id": "x"}, "key given"),
    ],
)
def test_what_does_not_fit_together_is_refused(log, change, words):
    with pytest.raises(Malformed, match=words):
        bundle(log, exports=[_with(log.export(), **change)])


def test_a_checkpoint_of_another_past_is_refused(log):
    other = kept_log("bundle", 0)
    other.append([("note/1", {"words": "rewritten"})], dice=CountedDice("x"), minutes=0)
    other.log_id = log.log_id

    with pytest.raises(Malformed, match="not one of this log"):
        bundle(log, exports=[_with(log.export(), older=[other.checkpoint(1)])])


def test_the_newest_checkpoint_and_an_empty_one_are_passed_over_as_earlier_ones(log):
    raw = bundle(log, exports=[_with(log.export(), older=[log.checkpoint(0), log.checkpoint(12)])])

    assert not [name for name in _members(raw) if "older" in name]


def test_an_earlier_checkpoint_goes_in_once(log):
    with pytest.raises(Malformed, match="each once"):
        bundle(log, exports=[_with(log.export(), older=[log.checkpoint(3)] * 2)])


@pytest.mark.parametrize("name", ["../x.pdf", "A.pdf", "con.pdf", "x", "x.pdf/y", "", "ü.pdf"])
def test_a_document_has_a_plain_name(log, name):
    with pytest.raises(Malformed, match="cannot be called"):
        bundle(log, documents={name: b""})


def test_a_bundle_needs_a_log_and_each_once(log):
    for logs in ([], [log.export()] * 2):
        with pytest.raises(Malformed, match="at least one log"):
            write_bundle(logs=logs, documents={}, attachments=[], readme="", sign=signer(log))


def test_a_manifest_signed_with_another_key_is_not_given_out(log):
    stranger = kept_log("stranger")

    with pytest.raises(Malformed, match="not one of the key"):
        write_bundle(
            logs=[log.export()],
            documents={},
            attachments=[],
            readme="",
            sign=lambda _, message: stranger.private.sign(message),
        )


def test_more_files_than_a_zip_can_hold_are_refused():
    with pytest.raises(Malformed, match="65,534"):
        list(verify.packed((b"x", b"") for _ in range(65_535)))


def test_a_log_without_entries_can_be_shown():
    check = check_bundle(bundle(kept_log("empty")))

    assert (check.verdict, check.first_line) == (SOUND, "All 0 entries shown.")


# --- What is said of it -----------------------------------------------------------------------


def test_the_first_line_says_how_much_is_shown_and_the_second_the_verdict(log):
    part = list(report(check_bundle(bundle(log, exports=[log.export(shown=[1, 2])]))))
    whole = list(report(check_bundle(bundle(log))))

    assert part[0] == "2 of 12 entries shown; the others are withheld."
    assert whole[0] == "All 12 entries shown."
    assert part[1].startswith("SOUND.")


def test_two_logs_are_counted_together(log):
    check = check_bundle(bundle(log, other := kept_log("other", 5)))

    assert check.first_line == "All 17 entries shown."
    assert {each.log_id for each in check.logs} == {log.log_id, other.log_id}


def test_the_report_ends_with_what_it_does_not_show(log):
    assert list(report(check_bundle(bundle(log))))[-1] == (
        "It does not show that what was written is true, nor that nothing was rewritten before the "
        "first checkpoint that somebody else holds."
    )


def test_a_changed_entry_is_named_with_its_id_and_time(log):
    raw = bundle(log)
    at = raw.index(log.entries[5].disclosures[0].encode())
    changed = raw[: at + 40] + b"A" + raw[at + 41 :]

    said = _of(check_bundle(changed), "Entry 5")

    whole = (
        f"At fault: Entry 5 of log {log.log_id}, id {log.entries[5].entry_id}, recorded "
        "2026-11-22 02:25:00 UTC: what stands here as its content is not what it was sealed with."
    )
    assert said == [whole]


def test_what_is_at_fault_is_not_shown_as_content(log):
    raw = bundle(log)
    at = raw.index(log.entries[5].disclosures[0].encode())

    check = check_bundle(raw[: at + 40] + b"A" + raw[at + 41 :])

    assert 5 not in [each.sequence for each in check.entries]
    assert not _of(check, "Class: retrospective")


def test_without_a_checkpoint_from_elsewhere_nothing_is_proven_before_any_day(log):
    assert set(_of(check_bundle(bundle(log)), "Provably before")) == {
        "  Provably before: not shown: no checkpoint kept by somebody else was given"
    }


@pytest.mark.parametrize("form", ["note", "three lines", "words", "words on paper"])
def test_a_checkpoint_that_somebody_holds_proves_what_came_before_it(log, form):
    raw = bundle(log, exports=[log.export(older=[4, 8])])
    words = _checkpoint(log, 8).words
    held = {
        "note": {"held": [log.checkpoint(8).encode()]},
        "three lines": {"held": [_checkpoint(log, 8).text.encode()]},
        "words": {"words": words},
        "words on paper": {"words": words.upper().replace(" ", "-")},
    }[form]

    check = check_bundle(raw, since="2026-12-01", **held)
    said = _of(check, "Provably before")

    assert check.sound
    assert said[7] == "  Provably before: 2026-12-01 (the checkpoint that you hold)"
    assert said[8].endswith("the checkpoint that you hold is older than this entry")


def test_the_checkpoint_of_the_bundle_itself_may_be_the_one_that_is_held(log):
    check = check_bundle(bundle(log), words=_checkpoint(log, 12).words)

    assert check.sound
    assert _of(check, "Provably before")[11] == (
        "  Provably before: the day on which you got it (the checkpoint that you hold)"
    )


def test_a_record_that_does_not_continue_what_is_held_is_not_sound(log):
    rewritten = kept_log("bundle", 9)

    check = check_bundle(bundle(log), held=[rewritten.checkpoint(9).encode()])

    assert check.verdict == NOT_SOUND
    assert _of(check, "does not continue the checkpoint that you hold")
    assert (
        list(report(check))[1] == "NOT SOUND. This is not the record that you hold a checkpoint of."
    )


def test_a_checkpoint_of_another_log_says_nothing_of_this_one(log):
    other = kept_log("other", 5)

    check = check_bundle(bundle(log, other), words=_checkpoint(other, 5).words)

    assert len(_of(check, "the checkpoint that you hold is of another log")) == 12
    assert len(_of(check, "(the checkpoint that you hold)")) == 5


def test_an_entry_recorded_after_the_day_it_was_held_is_pointed_out(log):
    check = check_bundle(bundle(log), words=_checkpoint(log, 12).words, since="2026-11-20")

    assert check.sound
    assert len(_of(check, "after the day on which you got your checkpoint")) == 12


@pytest.mark.parametrize(
    ("given_", "words"),
    [
        ({"words": "lusab babad"}, "eight words"),
        ({"words": "not the words of a checkpoint, are they?"}, "eight words"),
        ({"held": [b"a holiday picture"]}, "cannot be read as a checkpoint"),
        ({"held": [b"\xff\xfe"]}, "cannot be read as a checkpoint"),
        ({"since": "1 December"}, "2026-11-22"),
        ({"since": "2026-02-30"}, "2026-11-22"),
    ],
)
def test_what_cannot_be_read_from_the_person_is_said_and_nothing_decided(log, given_, words):
    check = check_bundle(bundle(log), **given_)

    assert check.verdict == CANNOT_TELL
    assert words in check.reason


@pytest.mark.parametrize("raw", [b"", b"PK", b"PK\x05\x06" + bytes(18), b"%PDF-1.7", b"\x00" * 100])
def test_a_file_that_is_no_bundle_is_not_judged(raw):
    check = check_bundle(raw)

    assert (check.verdict, check.first_line) == (
        CANNOT_TELL,
        "How many entries are shown cannot be said.",
    )


def test_a_bundle_of_a_newer_format_is_not_judged(log):
    members = _members(bundle(log))
    members["manifest"] = members["manifest"].replace(b"bundle/v1", b"bundle/v2")
    raw = b"".join(verify.packed((name.encode(), content) for name, content in members.items()))

    assert (check_bundle(raw).verdict, "newer" in check_bundle(raw).reason) == (CANNOT_TELL, True)


def test_a_leaf_of_a_newer_format_is_not_judged_where_it_was_signed(log, monkeypatch):
    newer = kept_log("newer", 3)
    leaf = newer.entries[2].leaf.replace(b'"v":1}', b'"v":2}')
    newer.entries[2] = _with(newer.entries[2], leaf=leaf)
    monkeypatch.setattr("kinhold.journal.bundle._check_leaves", lambda _: None)

    check = check_bundle(bundle(newer, exports=[newer.export(shown=[0, 1])]))

    assert (check.verdict, check.faults) == (CANNOT_TELL, ())
    assert "newer" in check.reason


def test_a_clock_that_was_set_back_is_told_and_no_fault():
    log = kept_log("clock", 3)
    log.append(
        [("note/1", {"words": "later, by an earlier clock"})], dice=CountedDice("c"), minutes=5
    )

    check = check_bundle(bundle(log))

    assert check.sound
    assert [(each.code, each.sequence) for each in check.warnings] == [("clock", 3)]


def test_a_file_is_said_to_be_named_by_its_entry(log):
    from hashlib import sha256

    naming = kept_log("naming")
    digest = sha256(b"photo").hexdigest()
    naming.append(
        [("attachment/1", {"name": "door.jpg", "digest": digest})], dice=CountedDice("n"), minutes=0
    )

    check = check_bundle(bundle(naming, attachments=[b"photo", b"other"]))

    assert f"File attachments/{digest}, 5 bytes: named by entry 0 of log {naming.log_id}." in list(
        report(check)
    )
    assert len(_of(check, "named by no entry")) == 1


def test_what_a_stranger_wrote_cannot_paint_the_terminal():
    log = kept_log("paint")
    log.append(
        [
            (
                "note/1",
                {"about": "\x1b[2J\x1b[32mSOUND", "words": "a\r\nSOUND.\u202e\u2028\x9b\U000e0041"},
            )
        ],
        dice=CountedDice("p"),
        minutes=0,
    )

    said = "\n".join(report(check_bundle(bundle(log))))

    assert "\\u{1b}[2J" in said
    assert [letter for letter in said if not letter.isprintable() and letter != "\n"] == []


def test_long_words_are_cut():
    assert verify.plain("x" * 500, 10) == "x" * 10 + "…"
    assert verify.plain("😀" * 10, 10) == "😀" * 10


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        ([("handover/1", {"about": "Oliver", "state": "missed"})], "handover - Oliver, missed"),
        ([("content", {"kind": "feed", "about": "Noah"})], "feed - Noah"),
        ([("home.addresses", {"address": "12 Möbius Road"})], "home"),
        ([("note/1", [1, 2])], "note"),
        ([("note/1", {"words": 7, "about": None})], "note"),
    ],
)
def test_enough_of_an_entry_is_said_to_know_it_again(parts, what):
    log = kept_log("what")
    log.append(parts, dice=CountedDice("w"), minutes=0)

    assert [each.what for each in check_bundle(bundle(log)).entries] == [what]


def test_the_outcome_is_there_for_programs_too(log, tmp_path, capsys):
    (tmp_path / "out.zip").write_bytes(bundle(log, exports=[log.export(shown=[3])]))

    ended = verify.main([str(tmp_path / "out.zip"), "--json"])
    said = json.loads(capsys.readouterr().out)

    assert (ended, said["verdict"], said["shown"], said["size"]) == (0, 0, 1, 12)
    assert said["entries"][0]["id"] == log.entries[3].entry_id


def test_the_command_ends_as_the_verdict_says(log, tmp_path, capsys):
    raw = bundle(log)
    (tmp_path / "good.zip").write_bytes(raw)
    (tmp_path / "bad.zip").write_bytes(raw + b"\n")
    (tmp_path / "held").write_text(log.checkpoint())

    ends = [
        verify.main([str(tmp_path / name), *more])
        for name, *more in [
            ("good.zip",),
            ("bad.zip",),
            ("held",),
            ("none.zip",),
            ("good.zip", "--held", str(tmp_path / "held"), "--since", "2026-12-01"),
            ("good.zip", "--held", str(tmp_path / "none")),
        ]
    ]

    assert ends == [SOUND, NOT_SOUND, CANNOT_TELL, CANNOT_TELL, SOUND, CANNOT_TELL]
    assert "No such file" in capsys.readouterr().out


def test_a_day_without_anything_held_is_a_slip(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        verify.main(["x.zip", "--since", "2026-12-01"])

    assert ended.value.code == CANNOT_TELL


# --- When it was written down -----------------------------------------------------------------

LONDON = ZoneInfo("Europe/London")
points = st.sampled_from(
    ["2026", "2026-11", "2026-11-21", "2026-11-21T01:10", "2026-11-21T01:10:30", "2026-03-29T01:30",
     "2026-10-25T01:30", "2026-10-25", "9999", "9999-12-31", "0001", "2024-02-29", "2026-11-21~", "2026?"]
)  # fmt: skip
dates = (
    points
    | st.sampled_from(["../..", "..", ""])
    | st.builds("{}/{}".format, points | st.just(".."), points | st.just(".."))
)


@given(
    occurred=dates,
    hours=st.integers(-48, 24 * 9),
    how=st.sampled_from(["", "saw", "recalled"]),
    story=st.booleans(),
)
def test_the_class_is_the_one_of_the_chronology(occurred, hours, how, story):
    quote = Quote(0, 1, "x")
    source = {"source": QuotedFromStory("s", quote)} if story else {}
    fact = NoteWritten(fact_id="x", occurred=Edtf(occurred), how_known=how, **source)
    content = {"occurred": occurred, "how_known": how} | (
        {"source": {"story_id": "s"}} if story else {}
    )
    recorded = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=hours)
    try:
        expected = _timeliness(fact, recorded, LONDON)
    except Exception:  # noqa: BLE001 - a date that no fact can hold
        expected = "not dated"

    assert verify.timeliness(content, recorded_at=recorded, zone=LONDON) == expected


@pytest.mark.parametrize(
    ("occurred", "class_"),
    [
        ("2026-11-20T23:59", "contemporaneous"),
        ("2026-11-20T23:58", "late"),
        ("2026-11-14", "late"),
        ("2026-11-13", "retrospective"),
        ("2026-11-21T05:00+05:02", "late"),
        ("2026-11-21T05:00+05:01", "contemporaneous"),
        ("2026-11-20T19:00-05:00", "contemporaneous"),
        ("2026-11-21T00:00Z", "contemporaneous"),
        ("2026-11-21T00:00+24:00", "not dated"),
        ("2026-13-01", "not dated"),
        (7, "not dated"),
        (None, "not dated"),
    ],
)
def test_the_class_counts_from_the_end_of_the_claimed_time(occurred, class_):
    recorded = datetime(2026, 11, 22, 0, 0, tzinfo=UTC)

    found = verify.timeliness({"occurred": occurred}, recorded_at=recorded, zone=LONDON)

    assert found == class_


def test_without_time_zone_data_the_class_is_not_computed_and_the_verdict_stands(log):
    raw = bundle(log, exports=[log.export(zone="Europe/Atlantis")])

    check = check_bundle(raw)

    assert check.sound
    assert set(_of(check, "Class:")) == {
        "  Class: not computed (this machine does not know the time zone)"
    }
