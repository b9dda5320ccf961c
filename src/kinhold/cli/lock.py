"""`kinhold lock FILE`: a passphrase for the file, or another one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError

if TYPE_CHECKING:
    import argparse

NEW = "KINHOLD_NEW_PASSPHRASE"


def parser() -> argparse.ArgumentParser:
    return terminal.parser(
        "lock",
        "Encipher the file under a passphrase, and print a recovery code once. Run on a locked file, "
        f"it changes the passphrase. Asked for at the terminal, or taken from {NEW} (the passphrase "
        f"so far from {terminal.UNLOCKS_WITH}). It protects the file, its copies and backups; while "
        "Kinhold runs, the running program can read it.",
        example="kinhold lock home.kinhold",
    )


def run(options: argparse.Namespace) -> int:
    from pathlib import Path

    from kinhold.adapters.sqlite_file import is_locked
    from kinhold.api import change_passphrase, lock_household

    if is_locked(Path(options.file)):
        words = os.environ.get(terminal.UNLOCKS_WITH) or terminal.secret(
            "Passphrase so far, or recovery code: "
        )
        change_passphrase(options.file, words=words, passphrase=_new_passphrase())
        print("The passphrase was changed. The recovery code stays the same.")
        return 0
    passphrase = _new_passphrase()
    with terminal.progress("Locking"):
        code = lock_household(options.file, passphrase=passphrase)
    print(f"{options.file} is locked.")
    terminal.say(
        f"Keep {options.file}.lock beside it: it belongs to the passphrase. Without it, the recovery "
        "code still opens the file."
    )
    terminal.recovery_code(code, opens="the file without the passphrase, and its backups")
    return 0


def _new_passphrase() -> str:
    given = os.environ.get(NEW)
    if given:
        return given
    first = terminal.secret("New passphrase: ")
    if first != terminal.secret("Once more: "):
        raise InputNotUsableError("The two are not the same. Nothing was changed; try again.")
    return first
