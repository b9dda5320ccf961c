"""Lets one call after another fail while a household is kept, and looks at what is left.

usage: python -m tests.durability.failing FOLDER KEY POINTS SEED     (POINTS may be `all`)

Runs under `recorder.c`. The same scripted run (begin a file, write, close, open, write) is done
in a fork once for every point: the n-th call that fails, and how. Whatever fails, the program has
to answer with a sentence, and to go on when the disk does; afterwards the file has to hold what
was acknowledged and nothing in part.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import sys
import traceback
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.durability.killed import warm_up
from tests.durability.program import BEGINNING, Writer, opened, store_of

from kinhold.adapters.sqlite_store import open_store
from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.api import HouseholdFile

WRITES, SYNCS, CREATES, OPENS, REMOVES, READS = 1, 2, 4, 8, 16, 32
NEVER, FOR_EVER = 0, 1 << 40
SCRIPT = ("care", "diary", "several", "close", "care", "import", "change", "checkin", "bill")


@dataclass(frozen=True, slots=True)
class Fault:
    """A way in which a disk fails."""

    name: str
    error: int
    calls: int
    lasting: bool = False
    half: bool = False

    def strike(self, at: int) -> None:
        """Let the disk fail from a call on, counted from now."""
        until = FOR_EVER if self.lasting else at
        error = self.error if at != NEVER else 0
        _disk().disk_fail(at, until, error, self.calls, int(self.half))


FAULTS = (
    Fault("an error once", errno.EIO, WRITES | SYNCS | CREATES | OPENS | REMOVES),
    Fault("an error from here on", errno.EIO, WRITES | SYNCS, lasting=True),
    Fault("no room from here on", errno.ENOSPC, WRITES | SYNCS | CREATES, lasting=True),
    Fault("half a write, then no room", errno.ENOSPC, WRITES, lasting=True, half=True),
    Fault("an error while reading", errno.EIO, READS),
)


def _disk() -> ctypes.CDLL:
    library = ctypes.CDLL(None)
    library.disk_fail.argtypes = [ctypes.c_long, ctypes.c_long, *[ctypes.c_int] * 3]
    library.disk_calls.restype = ctypes.c_long
    return library


def heal() -> None:
    """Let the disk work again."""
    _disk().disk_fail(0, 0, 0, 0, 0)


class Keeper:
    """Keeps a household on a disk that may fail, and says what was tried, acknowledged, refused."""

    def __init__(self, path: Path, key: bytes | None, tell: Callable[[str, object], None]) -> None:
        self.path, self.key, self.tell = path, key, tell
        self.home: HouseholdFile | None = None
        self.writer: Writer | None = None

    def take(self, step: str) -> bool:
        """Take one step; a refusal in a sentence is an answer, anything else is a fault of ours."""
        try:
            self._ready()
            getattr(self, "close" if step == "close" else "_write")(step)
        except (JournalError, KinholdError) as refusal:
            self.tell("R", f"{type(refusal).__name__}: {refusal}"[:200])
            return False
        except Exception:  # noqa: BLE001 - a traceback is what this looks for
            self.tell("X", traceback.format_exc(limit=-4))
            return False
        return True

    def close(self, _step: str = "") -> None:
        home, self.home = self.home, None
        if home:
            home.close()

    def _ready(self) -> None:
        if self.home is None:
            self.home = opened(self.path, self.key)
            self._announce(store_of(self.home))
            self.writer = self.writer or Writer(self.home, 5)
            self.writer.home = self.home

    def _announce(self, store) -> None:
        append_all = store.append_all

        def announce_and_append(batches, *, recorded_at):
            drafts = {each: made for each, (made, _) in batches.items()}
            self.tell(
                "T", {i: [[d.entry_id, *d.disclosures] for d in m] for i, m in drafts.items()}
            )
            return append_all(batches, recorded_at=recorded_at)

        store.append_all = announce_and_append

    def _write(self, step: str) -> None:
        if step in BEGINNING:
            self.home.add(step)
        else:
            self.writer.step(step)
        self.tell("A", None)


def scripted(keeper: Keeper) -> None:
    """The run: every step, whether or not the one before was refused."""
    for step in (*BEGINNING, *SCRIPT):
        keeper.take(step)
    keeper.take("close")


def in_a_fork(path: Path, key: bytes | None, fault: Fault, at: int) -> tuple[list, int]:
    """Do the run with a fault; gives what was told, and how many calls of its kind there were."""
    hears, says = os.pipe()
    worker = os.fork()
    if not worker:
        with suppress(BaseException), os.fdopen(says, "w") as pipe:

            def tell(what: str, told: object) -> None:
                pipe.write(json.dumps([what, told]) + "\n")

            keeper = Keeper(path, key, tell)
            fault.strike(at)
            scripted(keeper)
            calls = _disk().disk_calls()
            heal()
            if not (keeper.take("care") and keeper.take("close")):
                tell("S", "it did not go on when the disk did")
            tell("N", calls)
        os._exit(0)
    os.close(says)
    with os.fdopen(hears) as pipe:
        told = [json.loads(line) for line in pipe]
    os.waitpid(worker, 0)
    return told, told[-1][1] if told and told[-1][0] == "N" else 0


@dataclass(slots=True)
class Step:
    """What the program was about to write, log by log, and whether it said that it had."""

    entries: dict[str, list[list[str]]]
    acknowledged: bool = False


def steps_told(told: list) -> list[Step]:
    """Every step that came as far as the store."""
    steps: list[Step] = []
    for what, about in told:
        if what == "T":
            steps.append(Step(about))
        elif what == "A":
            steps[-1].acknowledged = True
    return steps


def verdict(path: Path, key: bytes | None, told: list) -> str:
    """Say what became of the file.

    A refused step may be there all the same: where the sync fails, nobody can know whether the
    disk kept what it was given. But then all of it has to be there, and in its place.
    """
    steps = steps_told(told)
    promised = any(step.acknowledged for step in steps)
    try:
        with open_store(path, key=key) as store:
            found = {
                log_id: [[e.entry_id, *e.disclosures] for e in store.read(log_id)]
                for log_id in store.log_ids()
            }
    except JournalError as error:
        return f"corrupt: {error}" if promised else f"nothing was begun ({type(error).__name__})"
    ids = {entry[0] for entries in found.values() for entry in entries}
    there = [s for s in steps if any(e[0] in ids for made in s.entries.values() for e in made)]
    if any(step.acknowledged and step not in there for step in steps):
        return "lost"
    whole: dict[str, list[list[str]]] = {}
    for step in there:
        for log_id, entries in step.entries.items():
            whole.setdefault(log_id, []).extend(entries)
    if whole != {log_id: entries for log_id, entries in found.items() if entries}:
        return "corrupt: part of a step"
    doubtful = not all(step.acknowledged for step in there)
    return "as acknowledged, and a refused step" if doubtful else "as acknowledged"


def points(folder: Path, key: bytes | None, wanted: str, seed: int) -> list[tuple[Fault, int]]:
    """Every way in which the run can fail, or so many of them."""
    every = []
    for number, fault in enumerate(FAULTS):
        _, calls = in_a_fork(folder / f"whole{number}.kinhold", key, fault, NEVER)
        every += [(fault, at) for at in range(1, calls + 1)]
    if wanted == "all" or int(wanted) >= len(every):
        return every
    return Random(seed).sample(every, int(wanted))


def main(words: list[str]) -> None:
    """Try every point and print, as JSON, what was found."""
    folder = Path(words[0])
    key = None if words[1] == "-" else bytes.fromhex(words[1])
    warm_up()
    found: dict[str, int] = {}
    answers: dict[str, int] = {}
    bad: list[str] = []
    chosen = points(folder, key, words[2], int(words[3]))
    for number, (fault, at) in enumerate(chosen):
        path = folder / f"{number}.kinhold"
        told, calls = in_a_fork(path, key, fault, at)
        kind = verdict(path, key, told)
        refused = any(what == "R" for what, _ in told)
        answer = "answered in a sentence" if refused else "went on without a word"
        begun = not kind.startswith("nothing was begun")
        bad += [
            f"{fault.name}, call {at}: {about}"
            for what, about in told
            if what == "X" or (what == "S" and begun)
        ]
        bad += [] if calls else [f"{fault.name}, call {at}: the run broke off"]
        if kind.startswith(("lost", "corrupt")):
            bad.append(f"{fault.name}, call {at}: {kind}")
        found[kind.split(":")[0]] = found.get(kind.split(":")[0], 0) + 1
        answers[answer] = answers.get(answer, 0) + 1
        for each in folder.glob(f"{path.name}*"):
            each.unlink()
    print(json.dumps({"points": len(chosen), "found": found, "answers": answers, "bad": bad}))


if __name__ == "__main__":
    main(sys.argv[1:])
