"""`kinhold import FILE --notation NOTES.txt`: read plain text into a household."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "import",
        "Read lines of the notation into a household file, which is begun where it is not there. "
        "Lines that are already in it add nothing, so the same text can be read again after an edit.",
        example="kinhold import home.kinhold --notation notes.txt",
    )
    made.add_argument("--notation", metavar="NOTES.txt", required=True, help="the text")
    made.add_argument("--json", action="store_true", help="what was new, known and not readable")
    return made


def run(options: argparse.Namespace) -> int:
    text = terminal.read_text(options.notation)
    with terminal.household(options.file, create=True) as home:
        found = home.import_notation(text)
    if options.json:
        print(
            terminal.to_json(
                {
                    "new": len(found.new),
                    "known": found.known,
                    "findings": [{"where": f.where, "message": f.message} for f in found.findings],
                }
            )
        )
    else:
        terminal.say(
            f"{len(found.new)} new facts, {found.known} already there, {len(found.findings)} lines not understood."
        )
        for finding in found.findings:
            terminal.say(f"! {finding.where}: {finding.message}")
    return 1 if found.findings else 0
