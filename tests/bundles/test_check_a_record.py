"""The page “Check a record”, walked as somebody would who has never heard of Kinhold."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.bundles.making import bundle, kept_log

from kinhold.journal import verify

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "check-a-record.md"


@pytest.fixture
def stick(tmp_path):
    """A folder with nothing in it but a bundle with three of twelve entries."""
    log = kept_log("stick", 12)
    export = log.export(leaves=(2, 5, 6), older=(4,))
    (tmp_path / "bundle.zip").write_bytes(bundle(log, exports=[export]))
    with zipfile.ZipFile(tmp_path / "bundle.zip") as file:
        (tmp_path / "verify.py").write_bytes(file.read("verify.py"))
    return tmp_path


def _run(folder, *words, python=("-I",)):
    return subprocess.run(
        [sys.executable, *python, *words],
        cwd=folder,
        env={},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def _commands():
    return re.findall(r"^\$ python3 (.+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def test_a_bundle_on_a_stick_is_sound_and_one_changed_letter_is_found(stick):
    check, change, again = (shlex.split(each) for each in _commands()[:3])

    before = _run(stick, *check)
    changed = _run(stick, *change)
    after = _run(stick, *again)

    assert (before.returncode, before.stderr) == (0, "")
    assert before.stdout.split("\n")[:2] == [
        "3 of 12 entries shown; the others are withheld.",
        "SOUND. What is shown is, letter for letter, what the key of its log signed.",
    ]
    assert (changed.returncode, changed.stderr) == (0, "")
    assert (after.returncode, after.stdout.split("\n")[1][:9]) == (1, "NOT SOUND")
    assert re.search(
        r"At fault: Entry 2 of log [0-9a-f]{32}, id \S+, recorded 2026-11-22", after.stdout
    )


def test_what_somebody_held_is_compared(stick):
    log = kept_log("stick", 12)
    words = verify.read_checkpoint(verify.read_note(log.checkpoint(4).encode()).text).words
    (stick / "checkpoint.txt").write_text(log.checkpoint(4))
    _, _, _, by_words, by_file = (shlex.split(each) for each in _commands())
    by_words[by_words.index("--words") + 1] = words

    said = [_run(stick, *each).stdout for each in (by_words, by_file)]

    assert said[0] == said[1]
    assert said[0].count("  Provably before: 2026-12-01 (the checkpoint that you hold)") == 1


def test_the_file_in_the_source_tree_runs_as_well(stick):
    done = _run(stick, verify.__file__, "bundle.zip", "--json", python=())

    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_that_knows_only_ascii_is_enough(tmp_path):
    (tmp_path / "bundle.zip").write_bytes(bundle(kept_log("stick", 2)))

    done = subprocess.run(
        [sys.executable, verify.__file__, "bundle.zip"],
        cwd=tmp_path,
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        timeout=60,
    )

    assert (done.returncode, done.stderr) == (0, b"")
