"""The diary from the command line: its words are never in the command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys

import pytest

WORDS = "grey heron under the bridge"


@pytest.fixture
def home(hallway, tmp_path):
    return shutil.copy(hallway, tmp_path / "home.kinhold")


def test_she_begins_writes_reads_takes_back_and_erases(kinhold, home):
    begun = kinhold("diary", home, "--begin", stdin=f"{WORDS}\n{WORDS}\n", check=0)
    kinhold("diary", home, "--write", stdin=f"{WORDS}\nHe came by.\nAt noon.\n", check=0)
    kinhold("diary", home, "--write", "one more", "--on", "2026-11-03", stdin=f"{WORDS}\n", check=0)
    read = kinhold("diary", home, stdin=f"{WORDS}\n", check=0)
    back = [kinhold("diary", home, "--undo", stdin=f"{WORDS}\n").stdout for _ in range(2)]
    checked = kinhold("diary", home, "--check", stdin=f"{WORDS}\n", check=0)
    erased = kinhold("diary", home, "--erase", stdin=f"{WORDS}\n", check=0)
    after = kinhold("diary", home, stdin=f"{WORDS}\n", check=2)

    assert "cannot be read again" in " ".join(begun.stdout.split())
    assert "  He came by.\n  At noon.\n" in read.stdout
    assert "3 November 2026" in read.stdout
    assert back == ["Taken back.\n", "Brought back.\n"]
    assert checked.stdout == "All 4 entries are as they were written.\n"
    assert "35 days" in erased.stdout
    assert after.stderr == "Nothing opens with these words.\n"


def test_wrong_words_say_the_same_with_and_without_a_diary(kinhold, home):
    before = kinhold("diary", home, stdin="some other words\n")
    kinhold("diary", home, "--begin", stdin=f"{WORDS}\n{WORDS}\n", check=0)

    assert kinhold("diary", home, stdin="some other words\n") == before
    assert before.returncode == 2


@pytest.mark.parametrize(
    ("given", "typed", "said"),
    [
        ((), "", "Type the words first."),
        (("--begin",), "short\nshort\n", "at least 10 characters"),
        (("--begin",), f"{WORDS}\nanother\n", "not the same"),
        (("--write",), f"{WORDS}\n", "Write something first"),
        (("--write",), f"{WORDS}\n" + "x" * 100_001, "cut it in two"),
        (("--write",), f"{WORDS}\n" + "x" * 5_000_001, "longer than 5 MB"),
        (("--change",), f"{WORDS}\nshort\nshort\n", "at least 10 characters"),
        (("--write", "x", "--replaces", "f"), f"{WORDS}\n", "no such entry"),
        (("--write", "x", "--on", "friday"), f"{WORDS}\n", "not a day"),
    ],
)
def test_bad_input_gets_one_sentence_and_changes_nothing(kinhold, home, given, typed, said):
    kinhold("diary", home, "--begin", stdin=f"{WORDS}\n{WORDS}\n", check=0)
    refused = kinhold("diary", home, *given, stdin=typed, check=2)

    assert said in refused.stderr
    assert "Nothing is written here" in kinhold("diary", home, stdin=f"{WORDS}\n", check=0).stdout


def test_other_words_and_a_correction(kinhold, home):
    kinhold("diary", home, "--begin", stdin=f"{WORDS}\n{WORDS}\n", check=0)
    kinhold("diary", home, "--write", "at noon", stdin=f"{WORDS}\n", check=0)
    (line,) = json.loads(kinhold("diary", home, "--json", stdin=f"{WORDS}\n").stdout)["lines"]
    correct = ("--write", "at one", "--replaces", line["fact_id"])
    kinhold("diary", home, *correct, stdin=f"{WORDS}\n", check=0)
    new = "nine oranges and a candle"
    kinhold("diary", home, "--change", stdin=f"{WORDS}\n{new}\n{new}\n", check=0)
    read = kinhold("diary", home, "--read", stdin=f"{new}\n", check=0)

    assert "  at one\n  Before it was corrected: at noon\n" in read.stdout
    kinhold("diary", home, stdin=f"{WORDS}\n", check=2)


def test_a_locked_file_asks_for_its_passphrase_first(kinhold, home, monkeypatch):
    kinhold("diary", home, "--begin", stdin=f"{WORDS}\n{WORDS}\n", check=0)
    monkeypatch.setenv("KINHOLD_NEW_PASSPHRASE", "seven quiet nights")
    kinhold("lock", home, check=0)
    shut = kinhold("diary", home, stdin=f"{WORDS}\n", check=2)
    monkeypatch.setenv("KINHOLD_PASSPHRASE", "seven quiet nights")

    assert "locked with a passphrase" in shut.stderr
    kinhold("diary", home, stdin=f"{WORDS}\n", check=0)


@pytest.mark.parametrize("name", ["none.kinhold", "story.txt"])
def test_what_is_no_household_is_refused(kinhold, tmp_path, name):
    (tmp_path / "story.txt").write_text("He left on a Tuesday.")

    assert "file" in kinhold("diary", tmp_path / name, stdin=f"{WORDS}\n", check=2).stderr


def test_no_option_takes_the_secret(kinhold):
    shown = kinhold("diary", "--help", check=0).stdout

    assert "--secret" not in shown
    assert "--passphrase" not in shown


def test_two_programs_that_write_at_once_both_keep_what_they_wrote(kinhold, home):
    kinhold("diary", home, "--begin", stdin=f"{WORDS}\n{WORDS}\n", check=0)
    command = [sys.executable, "-m", "kinhold.cli.main", "diary", str(home), "--write"]
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, env=os.environ, text=True)
        for _ in range(2)
    ]
    for number, each in enumerate(both):
        each.communicate(f"{WORDS}\nfrom program {number}\n", timeout=60)
    read = kinhold("diary", home, stdin=f"{WORDS}\n", check=0).stdout

    assert [each.returncode for each in both] == [0, 0]
    assert "from program 0" in read
    assert "from program 1" in read
