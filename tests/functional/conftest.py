"""Runs the real command line, in this process so that what it loads is loaded once."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

import pytest

from kinhold.api import open_household
from kinhold.cli.main import main
from kinhold.domain.dates import Edtf, first_day

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "hallway"
TOLD = first_day(Edtf("2026-11-21"))


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def kinhold(tmp_path, capsys, monkeypatch):
    """Call with the words of a command; gives what it printed and its exit status."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def run(*words, stdin="", check=None):
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        capsys.readouterr()
        try:
            status = main([str(word) for word in words])
        except SystemExit as ended:
            status = int(ended.code or 0)
        out, err = capsys.readouterr()
        if check is not None:
            assert status == check, out + err
        return Done(status, out, err)

    return run


@pytest.fixture(scope="session")
def hallway(tmp_path_factory):
    """The example household, built once from its story and answers."""
    file = tmp_path_factory.mktemp("hallway") / "home.kinhold"
    with open_household(file, create=True) as home:
        story = home.read((EXAMPLE / "story.txt").read_text(encoding="utf-8"), told=TOLD)
        home.confirm(story, tier=1)
        home.import_notation((EXAMPLE / "answers.txt").read_text(encoding="utf-8"))
    return file
