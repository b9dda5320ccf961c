"""`kinhold unlock FILE`: take the passphrase off."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kinhold.cli import terminal

if TYPE_CHECKING:
    import argparse


def parser() -> argparse.ArgumentParser:
    return terminal.parser(
        "unlock",
        "Take the passphrase off: the file is plain from then on, and whoever has it can read it. The "
        f"passphrase or recovery code is asked for, or taken from {terminal.UNLOCKS_WITH}. To read "
        "or write a locked file, just use it: every command asks.",
        example="kinhold unlock home.kinhold",
    )


def run(options: argparse.Namespace) -> int:
    from kinhold.api import unlock_household

    words = os.environ.get(terminal.UNLOCKS_WITH) or terminal.secret(
        "Passphrase or recovery code: "
    )
    with terminal.progress("Unlocking"):
        unlock_household(options.file, words=words)
    print(f"{options.file} has no passphrase any more.")
    return 0
