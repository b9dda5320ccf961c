"""`kinhold backup FILE DIR`: a sealed copy that another machine can bring back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.cli import terminal

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "backup",
        "Copy the household into a folder, sealed so that only the recovery code opens it. After a "
        "day one a day is kept for a week, then one a week up to 35 days.",
        example="kinhold backup home.kinhold /media/stick/backups",
    )
    made.add_argument("folder", metavar="DIR", help="where backups go")
    return made


def run(options: argparse.Namespace) -> int:
    with terminal.household(options.file) as home, terminal.progress("Backing up"):
        made = home.safekeeping.back_up(options.folder)
    print(made.path)
    if made.expired:
        count = len(made.expired)
        print(f"{count} older {'backup' if count == 1 else 'backups'} removed.")
    if made.code:
        terminal.recovery_code(made.code, opens="this and later backups")
    return 0
