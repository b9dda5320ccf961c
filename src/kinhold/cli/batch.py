"""`kinhold batch DIR`: the stress test over many household files, worst first."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "batch",
        "Test every household file in a folder against single losses, from availability alone; worst first.",
        example="kinhold batch cases/",
        file=False,
    )
    made.add_argument("folder", metavar="DIR", help="a folder with .kinhold files")
    made.add_argument(
        "--on", type=terminal.day, metavar="DATE", help="as of this day (default: today)"
    )
    made.add_argument("--json", action="store_true", help="the rows as JSON")
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.batch.stress import stress_many

    files = sorted(str(p) for p in Path(options.folder).glob("*.kinhold"))
    if not files:
        raise InputNotUsableError(f"There is no .kinhold file in {options.folder}.")
    on = options.on or datetime.now(UTC).date()
    with terminal.progress(f"Testing {len(files)} households") as step:
        rows = stress_many(files, on=on, step=lambda done: step(f"{done} of {len(files)}"))
    if options.json:
        print(terminal.to_json([asdict(r) for r in rows]))
        return 0
    terminal.say(f"{len(rows)} households, worst first.")
    terminal.table(
        [(Path(r.file).name, f"{r.survived} of {r.tested}", r.problem or r.worst) for r in rows],
        head=("File", "Holds", "Worst"),
    )
    return 0
