"""`kinhold lock FILE`: a passphrase for the file, or another one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from kinhold.cli import terminal
from kinhold.domain.text_input import InputNotUsableError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    import argparse

NEW = "KINHOLD_NEW_PASSPHRASE"


def parser() -> argparse.ArgumentParser:
    return terminal.parser(
        "lock",
        _(
            "Encipher the file under a passphrase, and print a recovery code once. Run on a "
            "locked file, it changes the passphrase. Asked for at the terminal, or taken from "
            "{new} (the passphrase so far from {unlocks_with}). It protects the file, its copies "
            "and backups; while Kinhold runs, the running program can read it."
        ).format(new=NEW, unlocks_with=terminal.UNLOCKS_WITH),
        example="kinhold lock home.kinhold",
    )


def run(options: argparse.Namespace) -> int:
    from pathlib import Path

    from kinhold.adapters.sqlite_file import is_locked
    from kinhold.api import change_passphrase, lock_household

    if is_locked(Path(options.file)):
        words = os.environ.get(terminal.UNLOCKS_WITH) or terminal.secret(
            _("Passphrase so far, or recovery code: ")
        )
        change_passphrase(options.file, words=words, passphrase=_new_passphrase())
        print(_("The passphrase was changed. The recovery code stays the same."))
        return 0
    passphrase = _new_passphrase()
    with terminal.progress(_("Locking")):
        code = lock_household(options.file, passphrase=passphrase)
    print(_("{file} is locked.").format(file=options.file))
    terminal.say(
        _(
            "Keep {file}.lock beside it: it belongs to the passphrase. Without it, the recovery "
            "code still opens the file."
        ).format(file=options.file)
    )
    terminal.recovery_code(code, opens=_("the file without the passphrase, and its backups"))
    return 0


def _new_passphrase() -> str:
    given = os.environ.get(NEW)
    if given:
        return given
    first = terminal.secret(_("New passphrase: "))
    if first != terminal.secret("Once more: "):
        raise InputNotUsableError(_("The two are not the same. Nothing was changed; try again."))
    return first
