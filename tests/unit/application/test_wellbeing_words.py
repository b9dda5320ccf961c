"""What wellbeing says: plain, neutral, and no word that would make it more than it is."""

from __future__ import annotations

import importlib
import re
from dataclasses import asdict, is_dataclass
from pathlib import Path

import pytest
from tests.emilys_wellbeing import Emily

from kinhold.application.questionnaires import Answers
from kinhold.application.safety_plan import ToPlan
from kinhold.engines.wellbeing.loading import COUNTRIES, all_instruments, lines_of

ROOT = Path(__file__).resolve().parents[3]
DOCS = (
    "how-to/how-are-you.md",
    "how-to/for-the-doctor.md",
    "explanation/questionnaires.md",
)
BANNED = re.compile(
    r"\bdiagnos|\bdetect|\bpredict|\btreat(?:s|ed|ment)?\b|\bcure|\bprevent|clinical-grade|\bat risk\b"
    r"|\babnormal|\bpatient\b|symptom score|depression level|\bgreat job|\bwell done|\bproud\b"
    r"|\bsorry\b|\bstreak|\bdeadbeat|\babuser",
    re.IGNORECASE,
)
PUBLISHED = {i.name for i in all_instruments().values()} | {
    line.name for country in COUNTRIES for line in lines_of(country)
}
"""Names that others gave: of a questionnaire, of a line."""


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key not in ("citation", "licence", "source"):
                yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)
    elif is_dataclass(value):
        yield from texts(asdict(value))


def everything_said(country):
    emily = Emily(
        "2026-11-20T22:10 sleep Emily minutes=110",
        "2026-11-20T14:00 cared Mum child=Noah minutes=120",
        '2026-11-21 signal Emily sign=threatened_by "I hear voices at night"',
        country=country,
    )
    hers = emily.wellbeing
    pages = [hers.form(key) for key in all_instruments()]
    hers.write_plan(ToPlan(4, who="Mum"))
    for key, form in all_instruments().items():
        pages.append(hers.answer(key, Answers(tuple(i.lowest for i in form.items), words="a line")))
    pages += [hers.answer("EPDS", Answers((14, 1))), hers.page(), hers.signals(), hers.not_safe()]
    pages += [
        hers.plan(),
        hers.lines(everything=True),
        hers.doctors_page(scores=["phq-9", "who-5"]),
    ]
    pages.append(hers.history())
    words = {i.text for f in all_instruments().values() for i in f.items}
    return [t for t in texts(pages) if t not in words and t not in PUBLISHED]


@pytest.mark.parametrize("country", ["uk", "us", "fr"])
def test_no_page_says_what_it_must_not(country):
    said = everything_said(country)

    assert len(said) > 200
    assert [text for text in said if BANNED.search(text)] == []


@pytest.mark.parametrize("name", ["checkin", "doctor", "lines", "safety"])
def test_no_command_does(name):
    text = importlib.import_module(f"kinhold.cli.{name}").parser().format_help()

    assert BANNED.findall(text) == []


@pytest.mark.parametrize("name", DOCS)
def test_no_page_of_the_docs_does(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")

    assert BANNED.findall(text) == []


def test_only_the_united_kingdom_says_cot_and_gp():
    american = " ".join(everything_said("us"))

    assert not re.search(r"\bcot\b|\bGP\b|health visitor|\bMum’s\b", american)
    assert "crib" in american
