"""What the product says can be read by somebody who is tired: school grade 5 at most, 25 words a sentence.

Looked at is what `test_words` looks at, a template or a module at a time, since a grade needs some
sentences. Validated items are in data of their own and are not ours to change.
"""

from __future__ import annotations

import re

import pytest

from tests.architecture.test_words import MODULES, SOURCE, TEMPLATES, spoken
from tests.reading_grade import grade, sentences, syllables, words

HARDEST = 5.0
LONGEST = 25
ENOUGH = 40
"""Words from which a grade says something."""

NOT_OURS = {
    "application/budget_headings.py": "the headings of the Standard Financial Statement, as creditors know them",
    "adapters/exports/log_xlsx.py": "the XML of a spreadsheet",
    "adapters/benefits_policyengine.py": "said to whoever installs PolicyEngine",
}
PATTERNS = ("engines/wellbeing/signals.py", "application/scenario", "adapters/sqlite_")
"""Modules that hold patterns for what others write, or SQL."""

BLOCK = re.compile(
    r"</?(?:p|li|h\d|label|button|a|summary|legend|div|section|th|td|option|dt|dd|br)\b[^>]*>"
)


def said_by_template(path):
    """The words of a template: each block a sentence of its own, and every value one plain word."""
    text = re.sub(r"{%.*?%}", " ", path.read_text(encoding="utf-8"))
    text = re.sub(r"{{.*?}}", "it", text)
    return re.sub(r"<[^>]+>", " ", BLOCK.sub("\n", text))


def said_by_module(path):
    """The texts of a module that are sentences or parts of them; every value one plain word."""
    texts = (re.sub(r"\{\w+(?:![ras])?(?::[^{}]*)?\}", "it", text) for _, text in spoken(path))
    return "\n".join(text for text in texts if re.search(r"[A-Za-z]{2,} [a-z]{2,}", text))


SAID = {path.name: said_by_template(path) for path in TEMPLATES} | {
    name: said_by_module(path)
    for path in MODULES
    if (name := path.relative_to(SOURCE).as_posix()) not in NOT_OURS
    and not name.startswith(PATTERNS)
}


@pytest.mark.parametrize(
    "name", sorted(n for n, said in SAID.items() if len(words(said)) >= ENOUGH)
)
def test_what_it_says_is_plain(name):
    assert grade(SAID[name]) <= HARDEST


def test_no_sentence_is_longer_than_25_words():
    long = [
        f"{name}: {' '.join(sentence.split())}"
        for name, said in SAID.items()
        for sentence in sentences(said)
        if len(words(sentence)) > LONGEST
    ]

    assert long == []


@pytest.mark.parametrize(
    ("word", "spoken"),
    [("the", 1), ("asked", 1), ("table", 2), ("about", 2), ("family", 3), ("entitlement", 4)],
)
def test_syllables_are_counted(word, spoken):
    assert syllables(word) == spoken


def test_plain_words_are_plain_and_hard_ones_hard():
    plain = "Four nights have no one. Ask Dee for Tuesday?"
    hard = "Comprehensive utilisation of available multidisciplinary resources facilitates stabilisation."

    assert grade(plain) < 1.5
    assert grade(hard) > 20
