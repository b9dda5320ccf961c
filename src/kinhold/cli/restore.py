"""`kinhold restore BACKUP FILE`: bring a household back, on this machine or another."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

CODE = "KINHOLD_RECOVERY_CODE"


def parser() -> argparse.ArgumentParser:
    made = terminal.parser(
        "restore",
        _(
            "Bring a household back from a backup, into a file that is not there yet. Every "
            "entry is checked. The recovery code is asked for, or taken from {code}."
        ).format(code=CODE),
        example="kinhold restore backups/home-20261122T030000Z.kinhold.age home.kinhold",
        file=False,
    )
    made.add_argument("backup", metavar="BACKUP", help="a file that `kinhold backup` made")
    made.add_argument("file", metavar="FILE.kinhold", help=_("the household file to make"))
    return made


def run(options: argparse.Namespace) -> int:
    from kinhold.api import restore_household

    code = os.environ.get(CODE) or terminal.secret(_("Recovery code: "))
    with terminal.progress(_("Restoring")):
        back = restore_household(options.backup, options.file, code=code)
    when = (
        _(" as it was at {made_at:%Y-%m-%d %H:%M} UTC").format(made_at=back.made_at)
        if back.made_at
        else ""
    )
    terminal.say(
        _("{path} is back{when}. Every entry was checked.").format(path=back.path, when=when)
    )
    if back.erased_again:
        terminal.say(
            _("{erased_again} things erased since then were erased again.").format(
                erased_again=back.erased_again
            )
        )
    if not back.erasures_known:
        terminal.say(
            _(
                "No list of erasures lay beside the backup. If anything was erased after it was "
                "made, erase it once more."
            )
        )
    return 0
