"""The page for a doctor as one sheet of PDF/A-2b (ISO 19005-2), black on white."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from kinhold.adapters.pdf_report_letters import FONTS, letting_go, printable, set_document
from kinhold.voice.speaking import _, as_in_the_us

if TYPE_CHECKING:
    from kinhold.application.doctors_page import DoctorsPage, ScoreShown

MOST_WORDS: Final = 1_500
MOST_SCORES: Final = 4
"""Letters of her own words and totals that one sheet has room for."""


def render_doctors_page(page: DoctorsPage) -> bytes:
    """Return the page as a PDF, A4 or US Letter by its country.

    Raises:
        ReportNotSetError: where Typst refuses, with its reason.
    """
    on = date.fromisoformat(page.on)
    data, _unused = printable(_data(page))
    with letting_go():
        return set_document(data, {}, on, template="doctor.typ")


def _data(page: DoctorsPage) -> dict[str, Any]:
    return {
        "title": page.title,
        "name": page.name,
        "description": _("A page to show, {on}").format(on=page.on),
        "fonts": FONTS,
        "lang": "en",
        "region": "us" if as_in_the_us(page.country) else "gb",
        "paper": "us-letter" if page.country == "us" else "a4",
        "from": f"{page.name}, {page.day}",
        "words_title": _("In my words"),
        "words": page.words[:MOST_WORDS],
        "room": not page.words,
        "sleep_title": _("Sleep, the last seven nights"),
        "sleep": [list(row) for row in page.sleep],
        "load_title": _("What rests on me"),
        "load": list(page.load),
        "ask_title": _("What I want to ask"),
        "ask": list(page.ask),
        "scores_title": _("Questionnaires"),
        "scores": [_score(score) for score in page.scores[:MOST_SCORES]],
        "note": page.note,
        "sections": [],
    }


def _score(score: ScoreShown) -> dict[str, str]:
    return {
        "name": f"{score.key}, {score.day}" if score.day else score.key,
        "said": ". ".join(part for part in (score.said, score.alone) if part),
        "citation": score.citation,
    }
