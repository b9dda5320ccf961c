"""`kinhold unlock FILE`: take the passphrase off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    return terminal.parser(
        "unlock",
        _(
            "Take the passphrase off: the file is plain from then on, and whoever has it can "
            "read it. The passphrase or recovery code is asked for, or taken from "
            "{unlocks_with}. To read or write a locked file, just use it: every command asks."
        ).format(unlocks_with=terminal.UNLOCKS_WITH),
        example="kinhold unlock home.kinhold",
    )


def run(options: argparse.Namespace) -> int:
    from kinhold.api import unlock_household

    words = os.environ.get(terminal.UNLOCKS_WITH) or terminal.secret(
        _("Passphrase or recovery code: ")
    )
    with terminal.progress(_("Unlocking")):
        unlock_household(options.file, words=words)
    print(_("{file} has no passphrase any more.").format(file=options.file))
    return 0
