"""`kinhold undo FILE`: take the last entry back, or a named one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "undo",
        _("Take an entry back. It stays in the record as taken back; undo again brings it back."),
        example="kinhold undo home.kinhold",
    )
    made.add_argument(
        "--id",
        default="",
        metavar="ID",
        help=_("take this fact back (default: whatever was written last)"),
    )
    made.add_argument("--why", default="", help=_("a few words on why"))
    return made


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home:
        if options.id:
            back = home.retract(fact_id=options.id, why=options.why)
            brought = False
        else:
            brought = home.last_is_taken_back()
            back = home.undo()
    print(
        _("Brought back.")
        if brought
        else _("Taken back. To bring it back: kinhold undo {file}").format(file=options.file)
    )
    print(_("This step is {fact_id}.").format(fact_id=back.fact_id[:8]))
    return 0
