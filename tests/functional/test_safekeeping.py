"""Backing up, locking, giving away, checking and erasing from the command line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile

import pytest
from tests.traces import holds

PASSPHRASE = "seven quiet nights"


@pytest.fixture
def home(hallway, tmp_path):
    """A copy of the example household, to be changed."""
    return shutil.copy(hallway, tmp_path / "home.kinhold")


def _code(said):
    return " ".join(said.split("shown only now.")[1].split("This recovery code")[0].split())


def test_a_bundle_is_made_checked_and_found_out_when_one_byte_is_flipped(kinhold, home, tmp_path):
    kinhold("export", home, "--bundle", "court.zip", "--preset", "court", check=0)
    sound = kinhold("verify", "court.zip", check=0)
    raw = bytearray((tmp_path / "court.zip").read_bytes())
    raw[len(raw) // 2] ^= 1
    (tmp_path / "flipped.zip").write_bytes(raw)

    assert "entries shown; the others are withheld." in sound.stdout.splitlines()[0]
    assert "NOT SOUND" in kinhold("verify", "flipped.zip", check=1).stdout
    assert "CANNOT TELL" in kinhold("verify", home.parent / "none.zip", check=2).stdout


def test_a_stranger_checks_a_bundle_with_what_is_in_it(kinhold, home, tmp_path):
    kinhold("export", home, "--bundle", "own.zip", check=0)
    stick = tmp_path / "stick"
    zipfile.ZipFile(tmp_path / "own.zip").extract("verify.py", stick)

    done = subprocess.run(
        [sys.executable, "-I", str(stick / "verify.py"), str(tmp_path / "own.zip")],
        capture_output=True,
        text=True,
        env={},
        cwd=stick,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("All ")


def test_the_words_on_paper_prove_the_day_and_other_words_do_not(kinhold, home):
    held = json.loads(kinhold("checkpoint", home, "--json", check=0).stdout)
    words = held[0]["words"]
    kinhold("add", home, '2026-11-22 note Ruth "the boiler broke"', check=0)
    kinhold("export", home, "--bundle", "own.zip", check=0)

    good = kinhold("verify", "own.zip", "--words", words, "--since", "2026-11-22", check=0)
    other = " ".join(["babad", *words.split()[1:]])
    bad = kinhold("verify", "own.zip", "--words", other, "--since", "2026-11-22", check=1)

    assert "2026-11-22 (the checkpoint that you hold)" in good.stdout
    assert "not the record that you hold a checkpoint of" in bad.stdout


def test_what_a_court_is_not_shown_is_not_in_its_bundle(kinhold, home, tmp_path):
    kinhold("add", home, '2012-01-05 person Aunt role=aunt address="9 Lantern Yard"', check=0)
    kinhold("add", home, '2026-11-20 event Danny what=argument "he shouted at 9 Lantern Yard"')
    kinhold("export", home, "--bundle", "court.zip", "--preset", "court", check=0)
    kinhold("export", home, "--bundle", "shown.zip", "--preset", "own", "--show", "addresses")

    assert not holds((tmp_path / "court.zip").read_bytes(), "Lantern Yard")
    assert holds((tmp_path / "shown.zip").read_bytes(), "9 Lantern Yard")


def test_a_bundle_never_takes_the_place_of_a_file(kinhold, home, tmp_path):
    (tmp_path / "own.zip").write_text("mine")

    assert "already" in kinhold("export", home, "--bundle", "own.zip", check=2).stderr
    assert (tmp_path / "own.zip").read_text() == "mine"


def test_a_household_is_backed_up_and_comes_back(kinhold, home, tmp_path, monkeypatch):
    first = kinhold("backup", home, "stick", check=0)
    (backup,) = (tmp_path / "stick").glob("*.age")
    monkeypatch.setenv("KINHOLD_RECOVERY_CODE", _code(first.stdout))
    said = kinhold("restore", backup, "back.kinhold", check=0).stdout

    assert "Every entry was checked" in said
    assert kinhold("export", "back.kinhold").stdout == kinhold("export", home).stdout
    assert "already" in kinhold("restore", backup, "back.kinhold", check=2).stderr


def test_a_wrong_code_is_a_plain_sentence(kinhold, home, tmp_path, monkeypatch):
    kinhold("backup", home, "stick", check=0)
    (backup,) = (tmp_path / "stick").glob("*.age")
    monkeypatch.setenv("KINHOLD_RECOVERY_CODE", "lusab babad lusab")
    refused = kinhold("restore", backup, "back.kinhold", check=2)

    assert "nine words" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_locked_household_asks_and_a_wrong_answer_is_a_plain_sentence(kinhold, home, monkeypatch):
    monkeypatch.setenv("KINHOLD_NEW_PASSPHRASE", PASSPHRASE)
    code = _code(kinhold("lock", home, check=0).stdout)
    monkeypatch.delenv("KINHOLD_NEW_PASSPHRASE")
    asked = kinhold("money", home, check=2)
    monkeypatch.setenv("KINHOLD_PASSPHRASE", "seven loud nights")
    wrong = kinhold("money", home, check=2)
    monkeypatch.setenv("KINHOLD_PASSPHRASE", code)
    kinhold("money", home, check=0)

    assert "passphrase" in asked.stderr
    assert "does not open the file" in wrong.stderr


def test_two_different_new_passphrases_change_nothing(kinhold, home):
    refused = kinhold("lock", home, stdin="seven quiet nights\neight quiet nights\n", check=2)

    assert "not the same" in refused.stderr
    kinhold("money", home, check=0)


def test_unlocking_gives_the_file_back_as_it_was(kinhold, home, monkeypatch):
    before = kinhold("export", home, "--ids").stdout
    kinhold("lock", home, stdin=f"{PASSPHRASE}\n{PASSPHRASE}\n", check=0)
    kinhold("unlock", home, stdin=f"{PASSPHRASE}\n", check=0)

    assert kinhold("export", home, "--ids").stdout == before


def test_a_letter_is_kept_given_back_and_erased(kinhold, home, tmp_path):
    (tmp_path / "letter.txt").write_text("The bank asks for 1,200 by Friday.")
    kept = kinhold(
        "attach", home, "letter.txt", "--about", "Danny", "--words", "the notice", check=0
    )
    entry = kept.stdout.split(" as ")[1][:8]
    listed = kinhold("export", home, "--ids").stdout
    whole = next(w for w in listed.split() if w.startswith(f"id={entry}")).removeprefix("id=")
    kinhold("attach", home, whole, "--out", "again.txt", check=0)
    kinhold("erase", home, "--entry", entry, "--ground", "wrong letter", check=0)
    gone = kinhold("attach", home, whole, "--out", "gone.txt", check=2)

    assert (tmp_path / "again.txt").read_text() == "The bank asks for 1,200 by Friday."
    assert "not the entry of a file" in gone.stderr
    assert not holds(home.read_bytes(), "The bank asks for")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("erase", "home.kinhold", "--entry", "12"), "does not name one entry"),
        (("erase", "home.kinhold", "--space", "household"), "one by one"),
        (("attach", "home.kinhold", "nothing.jpg"), "no file nothing.jpg"),
        (("backup", "nothing.kinhold", "stick"), "no such file"),
        (("restore", "home.kinhold", "b.kinhold"), "not a recovery code"),
        (("unlock", "home.kinhold"), "not locked"),
        (("chronology", "home.kinhold", "--pdf", "c.pdf", "--pick", "ffffffff"), "ffffffff"),
        (("export", "home.kinhold", "--bundle", "b.zip", "--show", "salaries"), "cannot be shown"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_changes_nothing(kinhold, home, words, said):
    before = home.read_bytes()
    refused = kinhold(*words, check=2)

    assert said in refused.stderr
    assert "Traceback" not in refused.stderr
    assert home.read_bytes() == before


def test_the_record_is_checked_from_the_command_line(kinhold, home):
    kinhold("checkpoint", home, "--pdf", "c.pdf", "--notes", "notes", check=0)
    found = kinhold("verify", home, check=0)

    assert "as they were written, and continue 1 checkpoint" in found.stdout
    assert (home.parent / "c.pdf").read_bytes().startswith(b"%PDF")
    assert list((home.parent / "notes").glob("*.checkpoint"))
