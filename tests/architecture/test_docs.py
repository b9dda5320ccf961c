"""The reference pages are written from the code and checked against it; examples in the docs run.

`KINHOLD_UPDATE=1` writes the reference pages anew.
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from kinhold.cli.main import COMMANDS
from kinhold.domain.facts import KINDS
from kinhold.rules.loading import all_packs
from tests.architecture import reference

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("page", sorted(reference.PAGES))
def test_a_reference_page_says_what_the_code_does(page):
    path, expected = DOCS / "reference" / f"{page}.md", reference.PAGES[page]()
    if os.environ.get("KINHOLD_UPDATE"):
        path.write_text(expected, encoding="utf-8")

    assert path.read_text(encoding="utf-8") == expected, f"run KINHOLD_UPDATE=1 pytest {__file__}"


def everything():
    return "\n".join(p.read_text(encoding="utf-8") for p in DOCS.rglob("*.md"))


def test_every_command_kind_rule_pack_setting_and_address_is_documented():
    text = everything()
    from kinhold.web.project.urls import urlpatterns

    settings = re.findall(
        r"KINHOLD_[A-Z]+", (DOCS.parent / "src/kinhold/web/project/settings.py").read_text()
    )
    wanted = [f"kinhold {c}" for c in COMMANDS]
    wanted += [f"`{word}`" for word in KINDS]
    wanted += [f"{p.country}/{p.name}" for p in all_packs()]
    wanted += [f"`/{p.pattern}`" for p in urlpatterns]
    wanted += settings

    assert [w for w in wanted if w not in text] == []


BLOCKS = [
    (path, block)
    for path in sorted(DOCS.rglob("*.md"))
    for block in re.findall(r"```python\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
]


@pytest.mark.parametrize(("path", "block"), BLOCKS, ids=lambda given: getattr(given, "stem", ""))
def test_python_in_the_docs_runs(path, block):
    names = {}
    exec(compile(block, str(path), "exec"), names)  # noqa: S102 - our own documentation

    assert names.keys() - {"__builtins__"}


@pytest.mark.parametrize("path", sorted(DOCS.rglob("*.md")), ids=lambda p: p.stem)
def test_commands_in_the_docs_are_commands(path):
    lines = re.findall(r"^\$ kinhold (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    from importlib import import_module

    for line in lines:
        words = shlex.split(line.split("#")[0].split(">")[0])
        module = import_module(f"kinhold.cli.{words[0].replace('import', 'import_')}")
        options = {o for action in module.parser()._actions for o in action.option_strings}

        assert words[0] in COMMANDS
        assert {w for w in words if w.startswith("--")} <= options
