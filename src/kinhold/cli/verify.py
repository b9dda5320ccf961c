"""`kinhold verify FILE`: a bundle, or a household file, against its own hashes and signatures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "verify",
        _(
            "Check a bundle that `kinhold export --bundle` made, or a household file. Ends with "
            "0: sound, 1: not sound, 2: cannot tell. The copy of verify.py inside a bundle does "
            "the same without Kinhold."
        ),
        example='kinhold verify bundle.zip --words "lusab babad …" --since 2026-11-22',
        file=False,
    )
    made.add_argument(
        "file", metavar="FILE", help=_("a bundle (.zip) or a household file (.kinhold)")
    )
    made.add_argument(
        "--held",
        metavar="NOTE",
        action="append",
        default=[],
        help=_("a checkpoint that somebody kept, as a file; may be given more than once"),
    )
    made.add_argument("--words", default="", help=_("the eight words of a checkpoint, from paper"))
    made.add_argument("--since", default="", metavar="DATE", help=_("the day they got it"))
    made.add_argument("--json", action="store_true", help=_("for other programs"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.journal import verify

    if not _is_household(Path(options.file)):
        words = [options.file, *(["--json"] if options.json else [])]
        words += [part for note in options.held for part in ("--held", note)]
        words += [f"--words={options.words}"] if options.words else []
        words += [f"--since={options.since}"] if options.since else []
        return verify.main(words)
    with terminal.household(options.file) as home, terminal.progress(_("Checking")):
        found = home.safekeeping.check()
    if options.json:
        print(terminal.to_json(found))
    else:
        for sentence in found.problems or (found.said,):
            terminal.say(sentence)
    return 0 if found.sound else 1


def _is_household(path: Path) -> bool:
    """Whether this is a household file: by its first bytes, or by its name if it is enciphered."""
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError:
        return False
    return start == b"SQLite format 3\x00" or (
        path.suffix == ".kinhold" and not start.startswith(b"PK")
    )
