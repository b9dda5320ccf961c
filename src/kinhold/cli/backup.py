"""`kinhold backup FILE DIR`: a sealed copy that another machine can bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "backup",
        _(
            "Copy the household into a folder, sealed so that only the recovery code opens it. "
            "After a day one a day is kept for a week, then one a week up to 35 days."
        ),
        example="kinhold backup home.kinhold /media/stick/backups",
    )
    made.add_argument("folder", metavar="DIR", help=_("where backups go"))
    return made


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home, terminal.progress(_("Backing up")):
        made = home.safekeeping.back_up(options.folder)
    print(made.path)
    if made.expired:
        count = len(made.expired)
        print(
            _("{count} older {more} removed.").format(
                count=count, more=_("backup") if count == 1 else _("backups")
            )
        )
    if made.code:
        terminal.recovery_code(made.code, opens=_("this and later backups"))
    return 0
