"""What the code says to people goes through the catalogues: `_("…")`, or `N_("…")` where it is kept.

A text counts as words where two words stand side by side. Docstrings, keys, comparisons, patterns and
what is said to programmers are left out; so is what is listed here, each for its reason.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kinhold"
ROOMS = {
    "application": 0,
    "cli": 0,
    "web": 0,
    "api": 0,
    "drawing": 0,
    "adapters": 0,
    "domain": 0,
    "engines": 0,
    "batch": 0,
}
"""Rooms that speak, and how many texts of each still wait for their turn."""

NOT_SAID = {
    "adapters/exports/ledger_text.py": "a file that other programs read",
    "adapters/imports/babybuddy.py": "names of columns, and words that go into the record",
    "adapters/imports/feedbaby.py": "names of columns",
    "adapters/imports/huckleberry.py": "names of columns, and words that go into the record",
    "adapters/imports/nighp.py": "names of columns, and words that go into the record",
    "adapters/imports/reading.py": "names of apps",
    "adapters/imports/rejected.py": "the name of a column beside those of the file",
    "adapters/imports/statements/csv_lines.py": "words that banks write in a line",
    "adapters/imports/statements/csv_mapping.py": "said to whoever writes a mapping",
    "adapters/imports/statements/csv_names.py": "names of columns",
    "adapters/imports/statements/ofx.py": "keys of kinds of accounts",
    "adapters/pdf_report_letters.py": "names of typefaces",
    "adapters/public_holidays.py": "examples of what can be typed",
    "adapters/sqlite_keeping.py": "keys under which the file keeps its own settings",
    "application/budget_headings.py": "names of kinds of bills, to sort by",
    "application/budget_sheet.py": "a key that the sheet's marks go by",
    "application/chronology_report_findings.py": "names of regions as people type them",
    "application/claims.py": "names of benefits as people type them",
    "application/doctors_page.py": "labels under which words are kept in the record",
    "application/export_ledger.py": "names of accounts in a file that other programs read",
    "application/scenario_book.py": "examples of what can be typed, and patterns for it",
    "application/what_if_money.py": "a label inside the what-if's own facts",
    "batch/aggregates.py": "names of rows and columns in a file that other programs read",
    "batch/distributions.py": "said to whoever writes the table of distributions",
    "batch/synthetic_care.py": "lines of a made-up household, as they are typed",
    "batch/synthetic_household.py": "lines of a made-up household, as they are typed",
    "batch/synthetic_money.py": "lines of a made-up household, as they are typed",
    "drawing/genogram_key.py": "where a piece of a picture stands",
    "drawing/svg.py": "names inside a picture",
    "engines/story/asked.py": "patterns for what others write",
    "engines/care/rota.py": "what a digest is taken of",
    "engines/care/rota_levels.py": "a type",
    "engines/money/child_support/uk.py": "the name of a rate in the rules",
    "engines/money/child_support/us_tx.py": "the name of a rate in the rules",
    "engines/money/payees.py": "how banks begin the name of a payee",
    "engines/money/runway.py": "a label that the plan goes by",
    "engines/money/recurring_suggested.py": "a key for why something is not suggested",
    "engines/story/assemble.py": "a key for whoever reads what was found",
    "engines/story/handles.py": "a name that the record gets, as if typed",
    "engines/story/links.py": "words that the story is searched for",
    "engines/story/suggested_money.py": "words that the story is searched for",
    "engines/wellbeing/loading.py": "said to whoever writes the files of questionnaires and lines",
    "web/pages/calendars.py": "a header of an answer",
    "web/pages/giving.py": "a command to be typed",
    "web/pages/stress.py": "examples of what can be typed",
    "web/project/security.py": "a header of an answer",
    "web/project/settings.py": "names of languages, for Django",
}
"""Modules with texts that stay as they are."""

SPEAK = {"_", "N_", "ngettext", "pgettext", "npgettext", "gettext_lazy", "count"}
NOT_WORDS = SPEAK | {
    "compile", "match", "search", "sub", "fullmatch", "findall", "finditer", "split", "partition",
    "rpartition", "cast", "TypeVar", "NewType", "getattr", "hasattr", "startswith", "endswith",
    "strip", "removeprefix", "removesuffix", "strftime", "execute", "executemany", "executescript",
    "replace", "index", "find", "frozenset", "set", "Path", "open", "encode",
    "ValueError", "TypeError", "RuntimeError", "AssertionError", "KeyError", "LookupError", "warn",
}  # fmt: skip
"""Functions whose texts are patterns, keys or said to programmers."""

NO_WORDS = {"classes", "example", "prog", "pattern", "content_type", "usage"}
"""Arguments that are no words: what is typed, and what programs read."""

CODE = re.compile(
    r"[<>=\\|^$#@~`]|https?:|::|\w_\w|(?<!\w)--?\w|/\w+/"
    r"|^\s*(?:SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|DROP|ALTER|WITH)\b"
)
MARKUP = re.compile(r"</?\w|\(\?[:P<=!]|\\b|\b(?:SELECT|INSERT INTO|PRAGMA|CREATE TABLE|WHERE)\b")
WORDS = re.compile(r"[A-Za-z’']{2,}[,;:.]?\)? \(?[A-Za-z’']+")
SENTENCE = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")


def text_of(node):
    """A text with a word in place of each value."""
    if isinstance(node, ast.Constant):
        return node.value
    return "".join(v.value if isinstance(v, ast.Constant) else "Xx" for v in node.values)


def reads_as_words(text):
    """Whether two words stand side by side in what is neither code nor a pattern."""
    if MARKUP.search(text) or (CODE.search(text) and not SENTENCE.search(text)):
        return False
    return bool(WORDS.search(text)) and bool(re.search(r"[A-Za-z]{2,}", text.replace("Xx", "")))


def called(node):
    """The name of what is called."""
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def stands_aside(node, child):
    """Whether what stands in this place of the tree is no text for people."""
    if isinstance(node, ast.Expr):
        return isinstance(child, ast.Constant)
    if isinstance(node, ast.Dict):
        return child in node.keys
    if isinstance(node, ast.Subscript):
        return child is node.slice
    if isinstance(node, ast.Call):
        arguments = child is not node.func
        changed = isinstance(node.func, ast.Name) and called(node) == "replace"
        return arguments and (
            (called(node) in NOT_WORDS and not changed)
            or (called(node) == "add_argument" and child in node.args)
            or (called(node) in ("get", "pop", "setdefault") and child is node.args[0])
        )
    if isinstance(node, ast.keyword):
        return node.arg in NO_WORDS
    if isinstance(node, ast.AnnAssign):
        return child is node.annotation
    return isinstance(node, ast.Compare | ast.Assert | ast.arg | ast.MatchValue)


def unwrapped(source):
    """(line, text) of everything in a module that is said without a catalogue."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.JoinedStr) and not (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            continue
        if isinstance(parents[node], ast.JoinedStr) or not reads_as_words(text_of(node)):
            continue
        child, above = node, parents.get(node)
        while above is not None and not stands_aside(above, child):
            child, above = above, parents.get(above)
        if above is None:
            yield node.lineno, text_of(node)


def waiting(room):
    """Every text of a room that is said without a catalogue."""
    return [
        f"{path.relative_to(SOURCE).as_posix()}:{line}: {text[:80]}"
        for path in sorted((SOURCE / room).rglob("*.py"))
        if path.relative_to(SOURCE).as_posix() not in NOT_SAID
        for line, text in unwrapped(path.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_room_says_goes_through_the_catalogues(room):
    found = waiting(room)

    assert len(found) <= ROOMS[room], "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        'def say():\n    return "Nobody is there tonight."',
        'def say(who):\n    return f"Ask {who} for tonight"',
        'WORDS = {"asked": "was asked"}',
        'raise KinholdError("This day is over.")',
        'say(title="what holds")',
        'replace(step, note="It comes a month later.")',
    ],
)
def test_a_text_that_is_not_wrapped_is_found(planted):
    assert list(unwrapped(planted))


@pytest.mark.parametrize(
    "plain",
    [
        'def say():\n    """Return what is said."""\n    return _("Nobody is there tonight.")',
        'WORDS = {"was asked": N_("was asked")}',
        'count(2, "more night")',
        'if said == "no name":\n    pass',
        'LINK = f"/record/{entry_id}/"',
        'execute("SELECT id FROM entries WHERE id = ?")',
    ],
)
def test_what_goes_through_a_catalogue_or_is_no_text_is_left_alone(plain):
    assert list(unwrapped(plain)) == []
