"""Bad input gets a sentence that says what to do, exit status 2, and nothing saved is lost."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys

import pytest


def story(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"   \n\n", "is empty"),
        (b"\x00\x01\x02PNG" * 100, "is not plain text"),
        (b"\xff\xfe\xfa\xfb" + bytes(range(256)), "is not plain text"),
        (b"word " * 1_000_001, "longer than 5 MB"),
    ],
)
def test_a_story_that_cannot_be_read_is_refused_with_a_sentence(kinhold, tmp_path, data, says):
    done = kinhold("read", story(tmp_path, "story.txt", data), check=2)

    assert says in done.stderr


def test_a_missing_story_and_a_folder_are_said_plainly(kinhold, tmp_path):
    assert "There is no file" in kinhold("read", "nowhere.txt", check=2).stderr
    assert "is a folder" in kinhold("read", tmp_path, check=2).stderr


def test_a_story_in_utf_16_is_read(kinhold, tmp_path):
    text = "My name is Ruth. My husband Danny left us in May. Our daughter Isla is two."
    done = kinhold("read", story(tmp_path, "s.txt", text.encode("utf-16")), "--json", check=0)

    assert "Danny" in [p["name"] for p in json.loads(done.stdout)["people"]]


def test_another_language_is_said_and_not_read_as_rubbish(kinhold, tmp_path):
    text = (
        "Mein Mann ist gegangen. Wir haben eine kleine Tochter und ich weiß nicht, wie es weitergehen soll. "
        * 8
    )
    done = kinhold("read", story(tmp_path, "s.txt", text.encode()), check=0)

    assert "English" in done.stdout


def test_a_story_with_no_people_gives_no_people(kinhold, tmp_path):
    text = "The rain fell on the roof all night. The road was wet. The lights went out at ten."
    found = json.loads(
        kinhold("read", story(tmp_path, "s.txt", text.encode()), "--json", check=0).stdout
    )

    assert found["events"] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"hello, this is a letter", "not"), (b"", "not"), (bytes(4096), "not")],
)
def test_a_file_that_is_no_household_is_refused_and_left_alone(kinhold, tmp_path, content, says):
    path = tmp_path / "x.kinhold"
    path.write_bytes(content)

    done = kinhold("today", path, check=2)

    assert says in done.stderr.lower()
    assert path.read_bytes() == content


def test_somebody_elses_database_is_refused(kinhold, tmp_path):
    path = tmp_path / "other.kinhold"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()

    assert kinhold("today", path, check=2).stderr.strip()


def test_a_damaged_household_names_the_trouble(kinhold, hallway, tmp_path):
    path = tmp_path / "damaged.kinhold"
    data = bytearray(hallway.read_bytes())
    for place in range(8192, len(data) - 4096, 4096):
        data[place + 100 : place + 140] = b"\x5a" * 40
    path.write_bytes(data)

    done = kinhold("today", path, check=2)

    assert "backup" in done.stderr


def test_a_newer_household_asks_for_a_newer_version(kinhold, hallway, tmp_path):
    path = tmp_path / "newer.kinhold"
    path.write_bytes(hallway.read_bytes())
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 999")
    db.close()

    assert "newer" in kinhold("today", path, check=2).stderr


def test_a_new_household_never_overwrites_one(kinhold, tmp_path):
    kinhold("new", "home.kinhold", check=0)
    before = (tmp_path / "home.kinhold").read_bytes()

    done = kinhold("new", "home.kinhold", check=2)

    assert "there already" in done.stderr
    assert (tmp_path / "home.kinhold").read_bytes() == before


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("2026-13-01 note Ruth", "not a date"),
        ("2026-11-21 wedding Ruth", "not a kind"),
        ("2026-11-21 bill Rent amount=many", "not an amount"),
        ("2026-11-21 bill Rent amount=1e4000000", "not an amount"),
        ("2026-11-21 bill Rent each=second", "how often"),
        ('2026-11-21 note Ruth "open', "not closed"),
        ("", "nothing on this line"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_to_write(kinhold, line, says):
    done = kinhold("add", "home.kinhold", line, check=2)

    assert says in done.stderr


def test_one_bad_line_does_not_stop_the_others(kinhold, tmp_path):
    notes = tmp_path / "notes.txt"
    notes.write_text(
        "2026-11-21 person Ruth role=self\n2026-99-21 person Jo\n2026-11-21 child Isla born=2025-09\n"
    )

    done = kinhold("import", "home.kinhold", "--notation", notes, check=1)

    assert "2 new facts" in done.stdout
    assert "line 2" in done.stdout


def test_two_writers_at_once_lose_nothing(kinhold, tmp_path):
    kinhold("add", "home.kinhold", "household country=uk of=Ruth", check=0)
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path / "home.kinhold"), name],
            stderr=subprocess.PIPE,
            text=True,
        )
        for name in ("Jo", "Priya")
    ]

    errors = [w.communicate(timeout=120)[1] for w in writers]
    facts = kinhold("export", "home.kinhold", check=0).stdout

    assert errors == ["", ""]
    assert facts.count("note Jo") == 20
    assert facts.count("note Priya") == 20


WRITER = """
import sys
from kinhold.api import open_household
with open_household(sys.argv[1]) as home:
    for number in range(20):
        home.add(f'2026-11-21 note {sys.argv[2]} "number {number}"')
"""


def test_a_full_disk_is_said_and_nothing_is_lost(kinhold, tmp_path):
    kinhold("add", "home.kinhold", "household country=uk of=Ruth", check=0)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "home.kinhold")],
        capture_output=True,
        text=True,
        timeout=120,
    )
    kept = kinhold("export", "home.kinhold", check=0).stdout

    assert "Traceback" not in done.stderr
    assert "space" in done.stderr or "full" in done.stderr
    assert "household" in kept


FULL = """
import resource, signal, sys
from kinhold.cli.main import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (120_000, 120_000))
sys.exit(main(["add", sys.argv[1], '2026-11-21 note Ruth "' + "word " * 60_000 + '"']))
"""
