"""The commands others rely on, on the example household and from nothing."""

from __future__ import annotations

import json

import pytest
from tests.functional.conftest import EXAMPLE

from kinhold.cli.main import COMMANDS

PAGES = ("today", "chronology", "promises", "rota", "money", "stress", "map")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_has_help_with_an_example(kinhold, command):
    done = kinhold(command, "--help", check=0)

    assert "example:\n  kinhold" in done.stdout


def test_reading_a_story_gives_exact_quotes_and_writes_nothing(kinhold, tmp_path):
    story = (EXAMPLE / "story.txt").read_text(encoding="utf-8")

    found = json.loads(kinhold("read", EXAMPLE / "story.txt", "--json", check=0).stdout)

    spans = [
        e
        for name in ("people", "events", "promises", "money", "care", "wellbeing")
        for i in found[name]
        for e in i["evidence"]
    ]
    assert spans
    assert all(
        story[e["start"] : e["end"]] == e.get("text", story[e["start"] : e["end"]]) for e in spans
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("page", PAGES)
def test_every_page_speaks_json_and_words(kinhold, hallway, page):
    words = kinhold(page, hallway, "--on", "2026-11-22", check=0).stdout
    data = json.loads(kinhold(page, hallway, "--on", "2026-11-22", "--json", check=0).stdout)

    assert words.strip()
    assert isinstance(data, dict)


def test_the_example_comes_out_as_its_writer_would_expect(kinhold, hallway):
    money = json.loads(kinhold("money", hallway, "--on", "2026-11-22", "--json").stdout)
    stress = json.loads(kinhold("stress", hallway, "--on", "2026-11-22", "--json").stdout)
    rota = json.loads(kinhold("rota", hallway, "--on", "2026-11-22", "--json").stdout)

    assert money["lowest"] == 41640
    assert (
        "Danny's half of the rent (£390) is promised by Danny and not counted." in money["left_out"]
    )
    assert rota["no_one_minutes"] == 0
    assert rota["unrelieved"] == 12
    assert [i["key"] for i in stress["impacts"][:3]] == ["ill:14", "ill:3", "place:Nursery"]
    assert next(line for line in stress["impacts"] if line["key"] == "person:Danny")["holds"]
    assert not next(line for line in stress["impacts"] if line["key"] == "bill:unexpected")["holds"]


def test_a_household_from_notation_alone_is_read_back_the_same(kinhold, tmp_path):
    """
    household zone=Europe/London country=uk currency=GBP of=Ruth
    2026-11-21 person Ruth role=self
    2026-11-21 child Isla born=2025-09-12
    2026-12-01 bill Rent amount=780.00 each=month:1 class=priority
    """
    notes = tmp_path / "notes.txt"
    notes.write_text(
        "\n".join(
            line.strip()
            for line in test_a_household_from_notation_alone_is_read_back_the_same.__doc__.splitlines()
        )
    )

    kinhold("import", "home.kinhold", "--notation", notes, check=0)
    out = kinhold("export", "home.kinhold", "--notation", check=0).stdout

    assert set(filter(None, out.split("\n"))) == set(filter(None, notes.read_text().split("\n")))


def test_importing_the_same_text_twice_adds_nothing(kinhold, hallway):
    again = json.loads(
        kinhold("import", hallway, "--notation", EXAMPLE / "answers.txt", "--json", check=0).stdout
    )

    assert again["new"] == 0
    assert again["known"] > 30


def test_a_line_can_be_added_corrected_and_taken_back(kinhold):
    kinhold("add", "home.kinhold", "household country=uk of=Ruth", check=0)
    kinhold("add", "home.kinhold", "2026-12-01 bill Rent amount=700 each=month:1", check=0)
    fact_id = (
        kinhold("export", "home.kinhold", "--ids")
        .stdout.split("bill Rent")[1]
        .split("id=")[1]
        .split()[0]
    )

    kinhold(
        "add",
        "home.kinhold",
        "2026-12-01 bill Rent amount=780 each=month:1",
        "--instead-of",
        fact_id,
        check=0,
    )
    corrected = kinhold("export", "home.kinhold").stdout
    kinhold("undo", "home.kinhold", check=0)
    before = kinhold("export", "home.kinhold").stdout

    assert "amount=780.00" in corrected
    assert "amount=700.00" not in corrected
    assert "amount=700.00" in before


def test_ten_questions_make_a_household_that_every_engine_can_run(kinhold):
    answers = "Ruth\nuk\n\nIsla\n2025-09-12\n\n\nDanny\npartner\n2026-10-31\nJo\nsibling\nsat\n22:00\n03:00\n\nwork\nmon,wed\n09:00\n17:00\n\n\nCurrent\n512.40\nbalance\n\nWage\n1240\nmonth\n2026-11-27\n\nRent\n780\nmonth\n2026-12-01\n\nCar loan\n5870\n165\n2026-11-28\nDanny\n"  # fmt: skip

    kinhold("interview", "home.kinhold", stdin=answers + "\n", check=0)
    money = json.loads(
        kinhold("money", "home.kinhold", "--on", "2026-11-22", "--json", check=0).stdout
    )
    stress = json.loads(
        kinhold("stress", "home.kinhold", "--on", "2026-11-22", "--json", check=0).stdout
    )

    assert money["runway_days"] is not None
    assert stress["base"]["no_one_minutes"] > 0  # she works on Mondays and nobody is there
    assert "person:Jo" in [line["key"] for line in stress["impacts"]]


def test_many_households_come_worst_first_and_a_broken_one_is_a_row(kinhold, hallway, tmp_path):
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "a.kinhold").write_bytes(hallway.read_bytes())
    (tmp_path / "cases" / "b.kinhold").write_text("not a household")

    rows = json.loads(kinhold("batch", "cases", "--on", "2026-11-22", "--json", check=0).stdout)

    assert [bool(r["problem"]) for r in rows] == [True, False]
    assert rows[1]["tested"] > 5
