"""The program that locks a household with a passphrase and unlocks it again, on a watched disk.

usage: python -m tests.durability.relocking FILE ACCOUNT

Beside ACCOUNT the recovery code is written to ACCOUNT.code, with which the locked file opens.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from tests.durability.program import BEGINNING, Account, Writer, mark

from kinhold.adapters import locking
from kinhold.adapters.keys import SystemDice
from kinhold.api import open_household

WORDS = "a lantern in the hallway"
STEPS = ("diary", "several", "care")


def session(path: Path, account: Account, *, words: str | None, seed: int) -> None:
    """Open the household, take some steps, and close it."""
    with open_household(path, create=True, passphrase=words) as home:
        writer = Writer(home, seed)
        writer.number = seed * 100
        steps = [*(() if account.steps else BEGINNING), *STEPS]
        for step in steps:
            if step in BEGINNING:
                home.add(step)
            else:
                writer.step(step)
            account.take(home)
            mark(str(len(account.steps)))


def main(words: list[str]) -> None:
    """Keep a household plain, then locked, then plain."""
    path, account = Path(words[0]), Account()
    session(path, account, words=None, seed=1)
    code = locking.lock(path, passphrase=WORDS, dice=SystemDice())
    session(path, account, words=WORDS, seed=2)
    locking.unlock(path, words=code)
    session(path, account, words=None, seed=3)
    account.write(Path(words[1]))
    Path(f"{words[1]}.code").write_text(code, encoding="utf-8")
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
