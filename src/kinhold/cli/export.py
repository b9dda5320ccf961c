"""`kinhold export FILE --notation`: the household as plain text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "export",
        "Write every fact that stands as plain text. Private entries (diary, check-ins, signals) stay behind.",
        example="kinhold export home.kinhold --notation > home.txt",
    )
    made.add_argument(
        "--notation", action="store_true", help="one line a fact (the only form so far)"
    )
    made.add_argument(
        "--ids", action="store_true", help="with the id of each fact, for an exact copy"
    )
    made.add_argument("--to", metavar="FILE", help="write to this file (default: print)")
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.api import open_household

    with open_household(options.file) as home:
        text = home.export_notation(with_ids=options.ids)
    if options.to:
        Path(options.to).write_text(text, encoding="utf-8")
        terminal.say(f"{text.count(chr(10))} facts written to {options.to}.")
    else:
        sys.stdout.write(text)
    return 0
