"""The care log from the command line: others rely on it."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from kinhold.api import open_household


@pytest.fixture
def isla(kinhold):
    kinhold("add", "home.kinhold", "household country=uk of=Ruth", check=0)
    kinhold("add", "home.kinhold", "2026-01-01 person Ruth role=self", check=0)
    kinhold("add", "home.kinhold", "2026-01-01 child Isla born=2025-09-12", check=0)
    return lambda *words, check=0: kinhold("log", "home.kinhold", *words, check=check)


def entries(done):
    return json.loads(done.stdout)["entries"]


def listed(isla, *words):
    return [line["what"] for line in json.loads(isla("list", *words, "--json").stdout)["lines"]]


def test_a_feed_is_logged_said_and_taken_back(kinhold, isla):
    done = isla("feed", "--child", "Isla", "--side", "left", "--ago", "25m", "--minutes", "15")

    assert "Saved. Isla: Feed, left, 15 min" in done.stdout
    kinhold(*done.stdout.split("Undo with: kinhold ")[1].split(), check=0)
    assert "Feed, left" not in isla("list").stdout


def test_an_entry_comes_back_as_json_with_what_is_odd(isla):
    isla("sleep", "--at", "2026-11-20 22:00", "--until", "23:30")
    done = isla("sleep", "--at", "2026-11-20 23:00", "--minutes", "2h", "--tag", "cot", "--json")

    (entry,) = entries(done)
    assert (entry["what"], entry["tags"], entry["by"]) == ("Slept 2 h", ["cot"], "Ruth")
    assert [f["code"] for f in json.loads(done.stdout)["findings"]] == ["log.overlap"]


def test_a_day_is_listed_in_order(isla):
    isla("nappy", "dirty", "--at", "2026-11-20 10:00")
    isla("medicine", "Calpol", "--dose", "2.5 ml", "--every", "4", "--at", "2026-11-20 09:00")
    isla("weight", "7.2kg", "--at", "2026-11-20 11:00")
    isla("swimming", "--minutes", "25", "--at", "2026-11-20 12:00", "--words", "first time")

    assert listed(isla, "--day", "2026-11-20") == [
        "Calpol 2.5 ml, not again for 4 h",
        "Dirty nappy",
        "Weight 7.2 kg",
        "Swimming, 25 min: first time",
    ]


def test_an_entry_is_corrected_by_its_short_id(isla):
    (entry,) = entries(isla("feed", "--ml", "120", "--at", "2026-11-20 10:00", "--json"))
    isla("feed", "--ml", "150", "--at", "2026-11-20 10:05", "--instead-of", entry["fact_id"][:8])

    assert listed(isla, "--day", "2026-11-20") == ["Bottle, 150 ml"]


def test_a_timer_runs_from_one_call_to_another_and_is_stopped(isla):
    isla("timer", "sleep", "--child", "Isla", "--ago", "50m")
    running = isla("list").stdout
    stopped = isla("stop", "--child", "Isla").stdout

    assert "Running: Asleep, Isla, since" in running
    assert "Slept 50 min" in stopped or "Slept 51 min" in stopped


def test_a_timer_left_running_for_two_days_asks_when_it_ended(isla):
    isla("timer", "feed", "--at", "2026-11-20 02:10", "--side", "left")
    asked = isla("timer", "stop", check=2)
    isla("stop", "feed", "--minutes", "12")

    assert "When did it end?" in asked.stderr
    assert listed(isla, "--day", "2026-11-20") == ["Feed, left, 12 min"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("feed", "--child", "Colin"), "No child called “Colin”"),
        (("feed", "--at", "soon"), "not a time"),
        (("sleep", "--at", "2026-11-20 10:00", "--until", "2026-11-20 09:00"), "before the start"),
        (("sleep", "--at", "2026-11-18 10:00", "--until", "2026-11-20 09:00"), "When did it end"),
        (("temperature", "hot"), "37.6 C"),
        (("stop",), "No such timer runs"),
        (("timer", "bath", "--child", "Nobody"), "No child called"),
        (("feed", "--instead-of", "abc"), "does not name one fact"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(isla, words, said):
    done = isla(*words, check=2)

    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_child_on_the_record_it_says_what_to_do(kinhold):
    kinhold("add", "home.kinhold", "household country=uk of=Ruth", check=0)

    assert "Add one first" in kinhold("log", "home.kinhold", "feed", check=2).stderr


def test_a_photograph_goes_with_the_entry_and_says_nothing_of_the_place(kinhold, isla, tmp_path):
    Image.new("RGB", (40, 30), "red").save(tmp_path / "rash.jpg")
    missing = isla("note", "--words", "a rash", "--photo", "nothing.jpg", check=2)
    isla("note", "--words", "a rash", "--photo", "rash.jpg")

    with open_household(tmp_path / "home.kinhold") as home:
        (line,) = home.log.day().lines
        (photo,) = home.log.photos(line.fact_id)
    assert "nothing was saved" in missing.stderr
    assert (photo.name, photo.media, photo.about) == ("rash.jpg", "image/jpeg", "Isla")
