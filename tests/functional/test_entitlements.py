"""What a household may be able to get, at the terminal."""

from __future__ import annotations

import json
import sys

import pytest

from kinhold.cli.main import COMMANDS

EMILY = """
household zone=Europe/London country=uk region=ENG currency=GBP of=Emily
2026-08-22 person Emily role=self gender=f born=1998-02-01
2026-08-22 child Noah born=2026-08-20
2026-08-22 home "the flat" people=Emily,Noah
2026-11-01 balance Current amount=120.00
2026-11-01 income Wage type=wage amount=750.00 each=month:25 to=Emily
2026-11-01 bill Rent amount=800.00 each=month:1
"""
KATE = """
household zone=America/Chicago country=us region=TX currency=USD of=Kate
2026 person Kate role=self gender=f born=2002-03-01
2026-01-01 child Ada born=2026-01-01
2026-11-01 balance Checking amount=40.00
2026-11-01 income Work type=wage amount=1166.67 each=month:1 to=Kate
2026-11-01 bill Rent amount=900.00 each=month:1
"""
BARE = """
household zone=Europe/London country=uk currency=GBP of=Emily
2026-08-22 person Emily role=self gender=f
2026-08-22 child Noah born=2026-08-20
"""
ON = ("--on", "2026-11-22")


@pytest.fixture(autouse=True)
def listed(monkeypatch):
    monkeypatch.setitem(COMMANDS, "entitlements", COMMANDS.get("entitlements", "what may be owed"))


@pytest.fixture
def file(kinhold, tmp_path):
    def made(lines):
        (tmp_path / "lines.txt").write_text(lines, encoding="utf-8")
        kinhold("import", "home.kinhold", "--notation", "lines.txt", check=0)
        return "home.kinhold"

    return made


def told(kinhold, *words):
    return json.loads(kinhold("entitlements", *words, "--json", check=0).stdout)


def by_code(page):
    return {line["code"]: line for line in page["lines"]}


def test_the_json_of_a_household_in_england(kinhold, file):
    page = told(kinhold, file(EMILY), *ON)
    credit = by_code(page)["uk.universal-credit"]

    assert (credit["minor"], credit["per"], credit["sort"]) == (135119, "month", "cash")
    assert page["questions"] == []
    assert list(page) == [
        "on", "country", "currency", "headline", "cash_year", "lines", "questions", "notes",
        "stale", "fact_ids",
    ]  # fmt: skip
    assert set(credit) == {
        "code", "name", "outcome", "says", "amount", "minor", "per", "sort", "rate_year", "steps",
        "rules", "sources", "notes", "needs", "next", "compared",
    }  # fmt: skip


def test_a_household_in_texas(kinhold, file):
    lines = by_code(told(kinhold, file(KATE), *ON, "--before-tax", "1166.67"))

    assert (lines["us.eitc"]["amount"], lines["us.ctc"]["amount"]) == ("4427.00", "1700.00")
    assert (lines["us.snap"]["amount"], lines["us.snap"]["sort"]) == ("509.00", "in-kind")
    assert lines["us.medicaid"]["says"] == "Within the income limit: a child under one."


def test_the_words_say_what_next_and_with_why_every_rule(kinhold, file):
    name = file(EMILY)
    plain = kinhold("entitlements", name, *ON, check=0).stdout
    why = " ".join(kinhold("entitlements", name, *ON, "--why", check=0).stdout.split())

    assert "about £1,468.41 a month" in " ".join(plain.split())
    assert "https://www.gov.uk/apply-universal-credit" in plain
    assert "not decisions" in plain
    assert "entitlements.uk.uc.taper" not in plain
    assert "55 percent of the £323.00" in why
    assert "[entitlements.uk.uc.taper; https://www.legislation.gov.uk" in why


def test_a_record_that_says_little_is_answered_with_questions(kinhold, file):
    page = told(kinhold, file(BARE), *ON)
    lines = by_code(page)

    assert {q["code"] for q in page["questions"]} == {
        "entitlements.age",
        "entitlements.earnings",
        "entitlements.rent",
        "entitlements.savings",
        "entitlements.region",
    }
    assert lines["uk.child-benefit"]["amount"] == "1406.60"
    assert lines["uk.universal-credit"]["outcome"] == "ask"


def test_every_question_can_be_answered_with_its_own_example(kinhold, file):
    name = file(BARE)
    for question in told(kinhold, name, *ON)["questions"]:
        if question["code"] != "entitlements.region":
            kinhold("add", name, question["example"], check=0)
    page = told(kinhold, name, *ON)

    assert {q["code"] for q in page["questions"]} == {"entitlements.region"}
    assert by_code(page)["uk.universal-credit"]["amount"] == "728.84"


def test_a_day_after_the_tables_is_said_and_no_old_figure_is_used(kinhold, file):
    page = told(kinhold, file(EMILY), "--on", "2027-05-01")

    assert page["cash_year"] == 0
    assert by_code(page)["uk.universal-credit"]["outcome"] == "stale"
    assert "only known up to 2027-04-06" in page["stale"][0]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--before-tax", "1000"), "households in the US"),
        (("--before-tax", "plenty"), "not an amount"),
        (("--before-tax", "-4"), "0 or more"),
        (("--compare",), "KINHOLD_POLICYENGINE is not set"),
    ],
)
def test_what_cannot_be_used_gets_one_sentence(kinhold, file, monkeypatch, words, says):
    monkeypatch.delenv("KINHOLD_POLICYENGINE", raising=False)
    done = kinhold("entitlements", file(EMILY), *ON, *words, check=2)

    assert says in done.stderr
    assert done.stderr.count("\n") == 1


def test_with_another_python_that_has_no_policyengine_the_page_stands(kinhold, file, monkeypatch):
    """Asked and not there: our own lines stay, with a sentence on why nothing stands beside them."""
    monkeypatch.setenv("KINHOLD_POLICYENGINE", sys.executable)
    page = told(kinhold, file(EMILY), *ON, "--compare")

    assert by_code(page)["uk.universal-credit"]["minor"] == 135119
    assert any("PolicyEngine gave no figures" in note for note in page["notes"])
