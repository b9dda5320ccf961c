"""The program whose disk is watched: it keeps a household through the library, as people do.

usage: python -m tests.durability.program FILE KEY SYNCHRONOUS SEED STEPS ACCOUNT

KEY is 64 hexadecimal digits or `-`; SYNCHRONOUS is FULL, or NORMAL or OFF for the two controls,
which are switched on here and nowhere in the product. After each step that was acknowledged a
mark is put into the trace; ACCOUNT gets what every log then held, to the letter.

A keyed household is put together as `kinhold.bootstrap` does it.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from kinhold.adapters import sqlite_file
from kinhold.adapters.keys import SystemDice
from kinhold.adapters.sqlite_store import open_store
from kinhold.adapters.system_clock import SystemClock
from kinhold.api import HouseholdFile, open_household
from kinhold.application.open_record import OpenRecord

if TYPE_CHECKING:
    from kinhold.adapters.sqlite_store import SqliteStore

BEGINNING = (
    "household zone=Europe/London country=uk currency=GBP of=Ruth",
    "2026-11-21 person Ruth role=self",
    "2026-11-21 child Isla born=2025-09-12",
)
KINDS = ("care", "care", "care", "care", "care", "diary", "checkin", "several", "change", "bill")


def weaken(synchronous: str) -> None:
    """Make every connection of this process sync less than the product does: a control."""
    set_pragmas = sqlite_file._set_pragmas

    def set_and_weaken(connection, path):
        set_pragmas(connection, path)
        connection.execute(f"PRAGMA synchronous = {synchronous}")

    sqlite_file._set_pragmas = set_and_weaken


def opened(path: Path, key: bytes | None) -> HouseholdFile:
    """The household in a file, which is begun where there is none."""
    if key is None:
        return open_household(path, create=True)
    store = open_store(path, create=not path.exists(), key=key)
    return HouseholdFile(OpenRecord(store, SystemDice()), SystemClock())


def store_of(home: HouseholdFile) -> SqliteStore:
    """The store behind an open household."""
    opened = home._opened
    return getattr(opened, "store", None) or opened._store


class Writer:
    """Takes one step after another, each a single write of one or several entries."""

    def __init__(self, home: HouseholdFile, seed: int) -> None:
        self.home = home
        self.random = Random(seed)
        self.number = 0

    def step(self, kind: str = "") -> None:
        self.number += 1
        getattr(self, f"_{kind or self.random.choice(KINDS)}")()

    def _moment(self) -> str:
        minute = self.number * 7
        return f"2026-12-{1 + minute // 1440 % 28:02}T{minute // 60 % 24:02}:{minute % 60:02}"

    def _words(self, most: int = 12) -> str:
        words = ("milk", "again", "slept", "Ruth", "tired", "bath", "rain", "late", "früh", "☂")
        return " ".join(self.random.choices(words, k=self.random.randint(1, most)))

    def _care(self) -> None:
        line = f"{self._moment()} feed Isla side=left by=Ruth minutes={self.number % 40}"
        self.home.add(f'{line} "{self._words()}"' if self.number % 3 == 0 else line)

    def _diary(self) -> None:
        self.home.add(f'{self._moment()} diary Ruth "{self._words(400)}"')

    def _checkin(self) -> None:
        answers = ",".join(str(self.random.randint(0, 3)) for _ in range(10))
        self.home.add(f"{self._moment()} checkin Ruth instrument=epds answers={answers}")

    def _bill(self) -> None:
        self.home.add(f"{self._moment()[:10]} bill Rent{self.number} amount=780.00 each=month:1")

    def _several(self, times: int = 1) -> None:
        """One import into three logs: all of it or nothing."""
        lines = []
        for part in range(times):
            at = f"{self.number} {part} {self._words()}"
            lines += [
                f'{self._moment()} note Ruth "{at}"',
                f'{self._moment()} feed Isla side=right by=Ruth "{at}"',
                f'{self._moment()} diary Ruth "{at}"',
            ]
        self.home.import_notation("\n".join(lines))

    def _import(self) -> None:
        self._several(8)

    def _change(self) -> None:
        """Undo what was written last; then that is what is undone next."""
        self.home.undo()


def rows(home: HouseholdFile, log_id: str, after: int) -> list[list[object]]:
    """The entries of a log as JSON can hold them."""
    entries = store_of(home).read(log_id, after=after)
    return [[e.leaf.decode("ascii"), list(e.disclosures or ())] for e in entries]


class Account:
    """What was acknowledged: the size of every log after each step, and every entry."""

    def __init__(self) -> None:
        self.steps: list[dict[str, int]] = []
        self.logs: dict[str, dict[str, object]] = {}

    def take(self, home: HouseholdFile) -> None:
        sizes = {head.log_id: head.size for head in home._opened.heads() if head.size}
        for log_id, size in sizes.items():
            space = store_of(home).space_of(log_id)
            log = self.logs.setdefault(log_id, {"space": space, "entries": []})
            if len(log["entries"]) < size:
                log["entries"] += rows(home, log_id, len(log["entries"]))
        self.steps.append(sizes)

    def write(self, path: Path) -> None:
        told = {"steps": self.steps, "logs": self.logs}
        path.write_text(json.dumps(told), encoding="utf-8")


def mark(text: str) -> None:
    """Put a mark into the trace."""
    raw = text.encode()
    ctypes.CDLL(None).disk_mark(raw, ctypes.c_size_t(len(raw)))


def main(words: list[str]) -> None:
    """Keep a household for so many steps, and end without closing it."""
    path, synchronous, steps = Path(words[0]), words[2], int(words[4])
    key = None if words[1] == "-" else bytes.fromhex(words[1])
    if synchronous != "FULL":
        weaken(synchronous)
    account = Account()
    home = opened(path, key)
    writer = Writer(home, int(words[3]))
    for line in BEGINNING:
        home.add(line)
        account.take(home)
        mark(str(len(account.steps)))
    for step in range(steps):
        if step < steps // 5 and writer.random.random() < 0.15:
            home.close()
            home = writer.home = opened(path, key)
        writer.step("import" if step % 30 == 29 else "")
        account.take(home)
        mark(str(len(account.steps)))
    account.write(Path(words[5]))
    os._exit(0)  # so that what stands beside the file stays there, to be compared


if __name__ == "__main__":
    main(sys.argv[1:])
