"""`kinhold checkpoint FILE`: a few words on paper that pin the record down as it is now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "checkpoint",
        _(
            "Sign the record as it is now and print its words. Give them to somebody you trust: "
            "whoever has them can show later that nothing before them was changed."
        ),
        example="kinhold checkpoint home.kinhold --pdf checkpoint.pdf",
    )
    made.add_argument("--pdf", metavar="FILE", help=_("a page to print, with the words and a code"))
    made.add_argument(
        "--notes", metavar="DIR", help=_("the signed notes as files, to send or keep")
    )
    made.add_argument("--json", action="store_true", help=_("for other programs"))
    return made


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home:
        shown = home.safekeeping.checkpoints()
        if options.pdf:
            Path(options.pdf).write_bytes(home.safekeeping.checkpoints_pdf())
    if options.notes:
        folder = Path(options.notes)
        folder.mkdir(parents=True, exist_ok=True)
        for each in shown:
            name = f"{each.origin.rpartition('/')[2][:8]}-{each.size}.checkpoint"
            (folder / name).write_text(each.note, encoding="utf-8")
    if options.json:
        from dataclasses import asdict

        print(terminal.to_json([asdict(each) for each in shown]))
        return 0
    if not shown:
        print(_("Nothing has been written yet, so there is nothing to pin down."))
    for each in shown:
        print(
            _("{size} entries on {issued_on}, log {rpartition}:\n").format(
                size=each.size,
                issued_on=each.issued_on,
                rpartition=each.origin.rpartition("/")[2][:8],
            )
        )
        words = each.words.split()
        for start in range(0, len(words), 4):
            print("    " + "  ".join(words[start : start + 4]))
        print()
    return 0
