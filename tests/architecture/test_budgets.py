"""A file fits in the head, a name says something, and the ground floor stands on its own."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import grimp
import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "kinhold"
FILES = sorted(SOURCE.rglob("*.py"))
SHIPS_ALONE = {"verify.py"}
SAYS_NOTHING = {"utils", "helpers", "misc", "common"}
BANNED_IN_NAMES = ("Manager", "Helper", "Utils")


def functions(tree: ast.AST):
    return (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_a_file_and_its_functions_fit_on_a_screen(path):
    text = path.read_text(encoding="utf-8")
    long = [
        f"{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in functions(ast.parse(text))
        if (node.end_lineno or 0) - node.lineno + 1 > 60
    ]

    assert not long
    assert path.name in SHIPS_ALONE or text.count("\n") <= 500


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_names_are_the_fields_own(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    classes = [n.name for n in ast.walk(tree) if isinstance(n, ast.ClassDef)]

    assert path.stem not in SAYS_NOTHING
    assert not [name for name in classes if any(bad in name for bad in BANNED_IN_NAMES)]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(SOURCE)))
def test_what_is_public_in_the_core_says_what_it_does(path):
    if path.relative_to(SOURCE).parts[0] in ("web", "cli"):
        return  # views and commands: types, templates and --help carry the rest
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]

    assert ast.get_docstring(tree) or not tree.body
    assert not silent


def test_the_ground_floor_imports_the_standard_library_only():
    graph = grimp.build_graph("kinhold", include_external_packages=True)
    outside = {
        imported
        for room in ("kinhold.domain", "kinhold.journal", "kinhold.voice")
        for module in {room, *graph.find_descendants(room)}
        for imported in graph.find_modules_directly_imported_by(module)
        if not imported.startswith("kinhold.")
        and imported.split(".")[0] not in sys.stdlib_module_names
    }

    assert outside == set()
