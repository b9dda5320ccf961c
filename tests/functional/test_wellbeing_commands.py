"""Checking in, the safety plan, the lines and the doctor's page from the command line."""

from __future__ import annotations

import builtins
import json

import pytest
from tests.emilys_wellbeing import LINES

from kinhold.api import open_household
from kinhold.cli import checkin
from kinhold.cli.main import main


@pytest.fixture
def emilys(tmp_path):
    path = tmp_path / "home.kinhold"
    with open_household(path, create=True) as home:
        for line in LINES:
            home.add(line)
    return str(path)


def said(capsys, *words):
    status = main(list(words))
    out = capsys.readouterr()
    return status, out.out, out.err


def test_how_she_is_doing_has_the_log_the_forms_and_the_numbers(emilys, capsys):
    status, out, _ = said(capsys, "checkin", emilys)

    assert status == 0
    assert "Nothing noted for this night." in out
    assert "PHQ-2" in out
    assert "Samaritans: Call 116 123" in out


def test_a_form_is_shown_word_for_word_where_no_answers_are_given(emilys, capsys):
    _, out, _ = said(capsys, "checkin", emilys, "gad-2")

    assert "1. Feeling nervous, anxious, or on edge" in out
    assert "0  Not at all" in out
    assert "No" in out
    assert "permission required" in out


def test_answers_are_kept_and_their_total_said(emilys, capsys):
    status, out, _ = said(capsys, "checkin", emilys, "phq-2", "--answers", "2,1")
    _, kept, _ = said(capsys, "checkin", emilys, "--history", "--json")

    assert status == 0
    assert "PHQ-2: 3 of 6." in out
    assert [line["score"] for line in json.loads(kept)] == [3]


def test_an_answer_left_out_leaves_no_total(emilys, capsys):
    _, out, _ = said(capsys, "checkin", emilys, "gad-2", "--answers", "2,x")

    assert "No total: an answer is missing." in out


@pytest.mark.parametrize(
    ("answers", "problem"),
    [("4,0", "number from 0 to 3; 4"), ("1", "has 2 answers; 1"), ("a,b", "“a” is not an answer")],
)
def test_answers_that_do_not_fit_are_one_sentence(emilys, capsys, answers, problem):
    status, out, err = said(capsys, "checkin", emilys, "phq-2", "--answers", answers)

    assert (status, out) == (2, "")
    assert problem in err


def test_the_ninth_answer_prints_the_numbers_and_no_total(emilys, capsys):
    _, out, _ = said(capsys, "checkin", emilys, "phq-9", "--answers", "0,0,0,0,0,0,0,0,1")

    assert "Are you safe right now?" in out
    assert "Call 999" in out
    assert "of 27" not in out


def test_asked_one_by_one_the_ninth_is_acted_on_before_anything_else(emilys, capsys, monkeypatch):
    told = iter(["0"] * 4 + ["7", "", "0", "0", "0", "2"])
    monkeypatch.setattr(checkin.sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(builtins, "input", lambda _prompt: next(told))

    _, out, _ = said(capsys, "checkin", emilys, "phq-9")

    assert out.count("Are you safe right now?") == 1
    assert "A number from 0 to 3, or x to leave it out." in out
    assert (
        out.index("9. Thoughts") < out.index("Are you safe right now?") < out.index("Kept, for you")
    )


def test_the_plan_is_written_line_by_line_and_has_a_text_ready(emilys, capsys):
    said(capsys, "safety", emilys, "--step", "1", "--words", "I stop eating")
    _, out, _ = said(capsys, "safety", emilys, "--step", "4", "--who", "Mum")

    assert "I stop eating" in out
    assert "Mum, 07700900123: Hi Mum," in out
    assert "Stanley and Brown, 2012" in out


def test_not_safe_prints_the_numbers_first_and_writes_nothing(emilys, capsys):
    _, out, _ = said(capsys, "safety", emilys, "--now", "--json")

    page = json.loads(out)
    assert page["numbers"][0]["says"] == "Call 999"
    with open_household(emilys) as home:
        assert not [name for name in home.record().spaces if name.startswith("private:")]


def test_words_without_a_step_are_one_sentence(emilys, capsys):
    status, _, err = said(capsys, "safety", emilys, "--words", "x")

    assert (status, err) == (2, "Say where it goes with --step, from 1 to 6.\n")


def test_lines_need_no_household(capsys):
    _, out, _ = said(capsys, "lines", "--country", "us", "--json")
    status, _, err = said(capsys, "lines")

    assert json.loads(out)["open"][0]["href"] == "tel:911"
    assert (status, err.startswith("Name a household file, or a country")) == (2, True)


def test_lines_of_a_household_are_those_of_its_part_of_the_country(emilys, capsys):
    _, out, _ = said(capsys, "lines", emilys, "--all")

    assert "Gingerbread" in out
    assert "Scotland" not in out


def test_the_doctors_page_is_written_as_one_sheet(emilys, capsys, tmp_path):
    pytest.importorskip("typst")
    made = tmp_path / "page.pdf"
    said(capsys, "checkin", emilys, "who-5", "--answers", "1,1,1,1,1")

    _, out, _ = said(
        capsys, "doctor", emilys, "--words", "I do not sleep.", "--ask", "Is it the milk?",
        "--with", "who-5", "--pdf", str(made),
    )  # fmt: skip

    assert made.read_bytes().startswith(b"%PDF-1.7")
    assert out.index("I do not sleep.") < out.index("Is it the milk?") < out.index("20 of 100")


def test_a_total_that_is_not_there_is_one_sentence(emilys, capsys):
    status, _, err = said(capsys, "doctor", emilys, "--with", "gad-7")

    assert status == 2
    assert err.startswith("There is no total of GAD-7 yet.")
