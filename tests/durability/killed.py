"""Kills a process again and again while it works on a household, and looks at what is left.

usage: python -m tests.durability.killed FOLDER KEY KILLS SEED

One process that has loaded everything stays; each worker is a fork of it, so that a kill costs
some tens of milliseconds. The worker says over a pipe what it is about to write (`T`) and what was
acknowledged (`A`). Every second worker is killed with SIGKILL at an arbitrary moment of its life,
the others just after beginning a write. After every third kill the file
itself is looked at, otherwise a copy, so that the next worker finds what the killed one left, the
file beside included.

This shows that no step of the program can be cut in half. It shows nothing about power cuts: what
a killed process handed to the system stays (`replay.py` is for that).
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.durability.program import BEGINNING, Writer, opened, store_of

from kinhold.adapters.sqlite_store import open_store
from kinhold.api import open_household
from kinhold.journal.verify import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.api import HouseholdFile

KILLS_OF_ONE_FILE = 25
LONGEST_LIFE = 0.08  # seconds
LONGEST_WRITE = 0.003


def _export(writer: Writer) -> None:
    writer.home.export_notation(with_ids=True)


def _back_up(writer: Writer) -> None:
    if writer.home.safekeeping.on_disk:
        writer.home.safekeeping.back_up(Path(tempfile.gettempdir()) / f"kinhold-{os.getppid()}")


WORKS: dict[str, Callable[[Writer], None]] = {
    "add a line": lambda writer: writer.step("care"),
    "write a private line": lambda writer: writer.step("diary"),
    "undo": lambda writer: writer.step("change"),
    "import into three logs": lambda writer: writer.step("several"),
    "import much": lambda writer: writer.step("import"),
    "export": _export,
    "back up": _back_up,
}
"""What a worker does when it is killed; each by its name."""


class Chain:
    """A fingerprint of a log's entries with their contents, for each length."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self.at = [""]

    def extend(self, store, log_id: str) -> list[object]:
        for entry in store.read(log_id, after=len(self.at) - 1):
            self._hash.update(b"%d " % len(entry.leaf) + entry.leaf)
            self._hash.update("~".join(entry.disclosures or ("gone",)).encode())
            self.at.append(self._hash.hexdigest())
        return [len(self.at) - 1, self.at[-1]]


def work(path: Path, key: bytes | None, to: int, seed: int) -> None:
    """Work on a household until the end comes from outside."""

    def tell(what: str, told: dict[str, object]) -> None:
        os.write(to, f"{what} {json.dumps(told)}\n".encode())

    home, chains = opened(path, key), {}
    store = store_of(home)
    append_all = store.append_all

    def announce_and_append(batches, *, recorded_at):
        tell("T", {each: head.size + len(drafts) for each, (drafts, head) in batches.items()})
        return append_all(batches, recorded_at=recorded_at)

    def acknowledge(home: HouseholdFile) -> None:
        for head in home._opened.heads():
            if head.size:
                chains.setdefault(head.log_id, Chain()).extend(store, head.log_id)
        tell("A", {each: [len(chain.at) - 1, chain.at[-1]] for each, chain in chains.items()})

    store.append_all = announce_and_append
    writer = Writer(home, seed)
    writer.number = seed * 1000
    # One that was killed while it began a household leaves a log with none or some of its lines.
    for line in BEGINNING[sum(each.size for each in home.record().spaces.values()) :]:
        home.add(line)
        acknowledge(home)
    while True:
        WORKS[writer.random.choice(list(WORKS))](writer)
        acknowledge(home)


def let_die(path: Path, key: bytes | None, seed: int, random: Random) -> bytes:
    """Start a worker and kill it; gives what it said."""
    hears, says = os.pipe()
    worker = os.fork()
    if not worker:
        try:
            os.close(hears)
            work(path, key, says, seed)
        except BaseException:  # noqa: BLE001 - said before the fork ends, whatever it was
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(says)
    said, writes = b"", random.randint(1, 4) if seed % 2 else 0
    while said.count(b"T {") < writes and (more := os.read(hears, 1 << 20)):
        said += more
    time.sleep(random.uniform(0, LONGEST_WRITE if writes else LONGEST_LIFE))
    os.kill(worker, signal.SIGKILL)
    while more := os.read(hears, 1 << 20):
        said += more
    os.close(hears)
    _, status = os.waitpid(worker, 0)
    if not os.WIFSIGNALED(status):
        raise SystemExit(f"the worker ended by itself: {said[-2000:].decode()}")
    return said


class Promise:
    """What was acknowledged about one household, over all its workers."""

    def __init__(self) -> None:
        self.kept: dict[str, list[object]] = {}
        self.tried: dict[str, int] | None = None
        self.count = 0

    def hear(self, said: bytes) -> None:
        self.tried = None
        for line in said.decode().splitlines(keepends=True):
            if not line.endswith("\n"):
                break  # the kill came in the middle of the word
            what, told = line[0], json.loads(line[2:])
            if what == "A":
                self.kept, self.tried = told, None
                self.count += 1
            else:
                self.tried = told

    def verdict(self, path: Path, key: bytes | None) -> str:
        """Say what became of it: `as acknowledged`, `with the step under way`, or what is wrong."""
        if not path.exists():
            return "lost" if self.kept else "as acknowledged"
        chains = {}
        try:
            with open_store(path, key=key) as store:
                for log_id in store.log_ids():
                    chains[log_id] = Chain()
                    chains[log_id].extend(store, log_id)
        except JournalError as error:
            return f"corrupt: {type(error).__name__}" if self.kept else "not begun"
        for log_id, (size, digest) in self.kept.items():
            if log_id not in chains or len(chains[log_id].at) <= size:
                return "lost"
            if chains[log_id].at[size] != digest:
                return "corrupt: entries that are not what was written"
        sizes = {each: len(chain.at) - 1 for each, chain in chains.items() if len(chain.at) > 1}
        kept = {each: size for each, (size, _) in self.kept.items()}
        if sizes == kept:
            return "as acknowledged"
        whole = self.tried is not None and sizes == {**kept, **self.tried}
        return "with the step under way" if whole else "corrupt: part of a step"


def copied(path: Path, to: Path) -> Path:
    """Copy a household and what stands beside it, as a reader without rights would find it."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    for name in (path.name, f"{path.name}-wal", f"{path.name}-journal"):
        if (path.parent / name).exists():
            shutil.copy(path.parent / name, to / name)
    return to / path.name


def warm_up() -> None:
    """Load and keep what the works need, so that no worker spends its life on that."""
    with open_household(None) as home:
        for line in BEGINNING:
            home.add(line)
        for each in WORKS.values():
            each(Writer(home, 1))


def main(words: list[str]) -> None:
    """Kill so many workers and print, as JSON, what was found."""
    folder, kills, random = Path(words[0]), int(words[2]), Random(int(words[3]))
    key = None if words[1] == "-" else bytes.fromhex(words[1])
    found: dict[str, int] = {}
    acknowledged = 0
    warm_up()
    gc.freeze()
    for number in range(kills):
        if number % KILLS_OF_ONE_FILE == 0:
            path, promise = folder / f"{number}.kinhold", Promise()
        said = let_die(path, key, number + 1, random)
        before = promise.count
        promise.hear(said)
        acknowledged += promise.count - before
        looked_at = copied(path, folder / "copy") if number % 3 else path
        verdict = promise.verdict(looked_at, key)
        found[verdict] = found.get(verdict, 0) + 1
        if verdict == "not begun":
            path.unlink()
        elif verdict == "with the step under way":
            with open_store(path, key=key) as store:
                chains = {each: Chain() for each in store.log_ids()}
                told = {each: chain.extend(store, each) for each, chain in chains.items()}
                promise.kept = {each: size for each, size in told.items() if size[0]}
    shutil.rmtree(Path(tempfile.gettempdir()) / f"kinhold-{os.getpid()}", ignore_errors=True)
    print(json.dumps({"kills": kills, "acknowledged": acknowledged, "found": found}))


if __name__ == "__main__":
    main(sys.argv[1:])
