"""The doctor's page is one sheet, whatever stands on it."""

from __future__ import annotations

import io

import pytest
from tests.emilys_wellbeing import Emily

from kinhold.application.questionnaires import Answers

pypdf = pytest.importorskip("pypdf")
pytest.importorskip("typst")


def sheet(made):
    reader = pypdf.PdfReader(io.BytesIO(made))
    return len(reader.pages), reader.pages[0].extract_text(), reader.pages[0].mediabox


def test_her_words_stand_first_then_sleep_load_and_what_she_asks():
    emily = Emily("2026-11-20T22:10 sleep Emily minutes=110")
    emily.wellbeing.write_for_doctor(words="I do not sleep.", ask=["Is it the milk?"])

    pages, text, _ = sheet(emily.wellbeing.doctors_pdf())

    order = ["I do not sleep.", "Longest sleep 1 h 50", "Looks after Noah", "Is it the milk?"]
    assert pages == 1
    assert [text.index(said) for said in order] == sorted(text.index(said) for said in order)


def test_as_much_as_it_takes_still_fits_on_one_sheet():
    emily = Emily()
    emily.wellbeing.write_for_doctor(words="word " * 299, ask=["why so? " * 37] * 8)
    for key, values in {"PHQ-9": (3,) * 9, "GAD-7": (3,) * 7, "EPDS": (30, 3)}.items():
        emily.wellbeing.answer(key, Answers(values))

    pages, text, _ = sheet(emily.wellbeing.doctors_pdf(scores=["phq-9", "gad-7", "epds"]))

    assert pages == 1
    assert "27 of 27" in text


def test_marks_that_mean_something_to_the_typesetter_stay_letters():
    emily = Emily()
    emily.wellbeing.write_for_doctor(words="#panic() $x$ *not* bold \\ _at_ all <a> @b")

    _, text, _ = sheet(emily.wellbeing.doctors_pdf())

    assert "#panic() $x$ *not* bold" in text


def test_the_paper_is_the_countrys():
    _, _, box = sheet(Emily(country="us").wellbeing.doctors_pdf())

    assert (round(box.width), round(box.height)) == (612, 792)
