"""Words that the product never uses: no verdict, no praise, no claim that a doctor or a court makes.

Looked at: every template, and every text in the rooms that speak (application, cli, web, drawing and
the engines' findings), but not docstrings. Exempt are the licensed words of questionnaires, the
purpose statement and the page of limits, which have to say what the product is not.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "kinhold"
BANNED = re.compile(
    r"\b(?:diagnos\w*|detect(?:s|ed|ion)?|predict\w*|treat(?:s|ment|ed)?|cure[sd]?|clinical-grade|"
    r"at[- ]risk|abnormal|patients?|symptom score|depression level|deadbeat|abandon\w*|abuser|"
    r"great job|well done|good job|congratulations|streak|you(?:'|’)ve got this|court-admissible)\b",
    re.IGNORECASE,
)
ROOMS = ("application", "cli", "web", "drawing", "engines", "api", "adapters")
READING = ("engines/story", "adapters/imports", "engines/care", "engines/money")
"""Rooms whose texts are patterns for what others wrote, or reasons for programmers."""


def spoken(path):
    """The texts of a module that are no docstring, no pattern and no name."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    docs |= {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.lineno, node.value


MODULES = [
    path
    for room in ROOMS
    for path in sorted((SOURCE / room).rglob("*.py"))
    if not path.relative_to(SOURCE).as_posix().startswith(READING)
]
TEMPLATES = sorted((SOURCE / "web" / "templates").rglob("*.html"))


def test_no_text_of_the_product_uses_a_banned_word():
    found = [
        f"{path.relative_to(ROOT)}:{line}: {BANNED.search(text).group()}"
        for path in MODULES
        for line, text in spoken(path)
        if BANNED.search(text) and " " in text
    ]

    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: p.name)
def test_no_template_uses_a_banned_word(path):
    assert BANNED.findall(path.read_text(encoding="utf-8")) == []


def test_the_search_finds_what_it_looks_for():
    assert BANNED.search("You are at risk of a clinical-grade verdict")
    assert BANNED.search("This predicts the future")
