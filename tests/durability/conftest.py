"""Builds the recorder that stands between a program and the disk."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
KEY = bytes(range(32))


@dataclass(frozen=True)
class Recorder:
    """The built library, and how to run a module of this folder under it."""

    library: Path

    def run(self, module: str, *words: object, folder: Path, trace: Path | None = None):
        """Run a module with its disk calls to a folder watched; gives what it printed."""
        told = {"LD_PRELOAD": str(self.library), "DISK_FOLDER": str(folder)}
        if trace is not None:
            told["DISK_TRACE"] = str(trace)
        return run_module(module, *words, told=told)


def run_module(module: str, *words: object, told: dict[str, str] | None = None) -> str:
    """Run a module of this folder in a process of its own; gives what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.durability.{module}", *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **(told or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="session")
def recorder(tmp_path_factory):
    """The recorder, built now from its source; the test is skipped where that cannot be done."""
    compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
    if not sys.platform.startswith("linux"):
        pytest.skip("The recorder of disk calls needs Linux, so power cuts are not simulated here.")
    if not compiler:
        pytest.skip("There is no C compiler (cc) here, so power cuts cannot be simulated.")
    library = tmp_path_factory.mktemp("recorder") / "recorder.so"
    command = [compiler, "-O2", "-shared", "-fPIC", "-o", library, HERE / "recorder.c", "-ldl"]
    subprocess.run([*map(str, command), "-lpthread"], check=True, capture_output=True)
    return Recorder(library)


@pytest.fixture
def quick_folder():
    """A folder in memory where there is one: thousands of files are written into it."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder).resolve()


@pytest.fixture(params=[None, KEY], ids=["plain", "keyed"])
def key(request):
    return request.param
