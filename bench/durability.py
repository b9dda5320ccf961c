"""What an acknowledged entry costs, beside bare SQLite with the same driver, pragmas and syncs.

usage: python -m bench.durability [--seconds 6] [--entries 100000] [--folder FOLDER]

Every append here is synced (WAL, synchronous FULL: one sync a commit) before it is counted. Under
offered load an append's time runs from the moment it was due, so that a slow one is felt by those
behind it. The ways are taken in turn, a second each, so that a busy disk is busy for all of them.
The folder should lie on a real disk; in memory a sync costs nothing.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time, sleep
from typing import TYPE_CHECKING

from kinhold.adapters.keys import SystemDice
from kinhold.adapters.sqlite_file import connect
from kinhold.adapters.sqlite_store import open_store
from kinhold.api import open_household
from kinhold.journal.entry import throw_draft

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOW = datetime(2026, 11, 22, 1, 10, tzinfo=UTC)
LOG = "a" * 32
RATE = 100
CONTENT = {"about": "Isla", "by": "Ruth", "kind": "feed", "minutes": 15, "side": "left"}
LEAF, DISCLOSURE = os.urandom(420), "d" * 180  # as long as those of the entry above


class Bare:
    """One row a commit in SQLite, on a connection like the product's."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, create=True, key=None, wait=5.0)
        self._connection.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, leaf BLOB, said TEXT)")

    def append(self, count: int) -> None:
        self._connection.execute("BEGIN IMMEDIATE")
        rows = ((LEAF, DISCLOSURE) for _ in range(count))
        self._connection.executemany("INSERT INTO bare (leaf, said) VALUES (?, ?)", rows)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        self._connection.close()


class Store:
    """Entries through `LogStore.append`; drafts are made by the face, so that counts too."""

    def __init__(self, path: Path) -> None:
        self._store, self._dice = open_store(path, create=True), SystemDice()
        self._head = self._store.create_log(LOG, space="care")

    def append(self, count: int) -> None:
        drafts = [
            throw_draft(
                entry_id=self._dice.new_entry_id(),
                parts=[("content", CONTENT)],
                dice=self._dice,
            )
            for _ in range(count)
        ]
        self._head = self._store.append(LOG, drafts, expected_head=self._head, recorded_at=NOW)

    def close(self) -> None:
        self._store.close()


class Household:
    """Lines of the notation through the public library."""

    def __init__(self, path: Path) -> None:
        self._home = open_household(path, create=True)
        self._home.add("household zone=Europe/London country=uk currency=GBP of=Ruth")
        self._number = 0

    def append(self, count: int) -> None:
        for _ in range(count):
            self._number += 1
            day, minute = 1 + self._number // 1440 % 28, self._number % 1440
            at = f"2026-12-{day:02}T{minute // 60:02}:{minute % 60:02}"
            self._home.add(f"{at} feed Isla side=left by=Ruth minutes=15")

    def close(self) -> None:
        self._home.close()


def at_a_rate(append: Callable[[int], None], seconds: float) -> Iterator[float]:
    """Offer so many appends a second; yield each one's seconds from when it was due."""
    begun = perf_counter()
    for number in range(round(RATE * seconds)):
        due = begun + number / RATE
        sleep(max(0.0, due - perf_counter()))
        append(1)
        yield perf_counter() - due


def offered_load(folder: Path, seconds: int) -> None:
    ways = {
        "bare SQLite": Bare(folder / "rate-bare"),
        "store.append": Store(folder / "rate-store"),
        "HouseholdFile.add": Household(folder / "rate-home"),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    used = dict.fromkeys(ways, 0.0)
    for way in ways.values():
        way.append(1)
    for _ in range(seconds):
        for name, way in ways.items():
            started = process_time()
            took[name] += at_a_rate(way.append, 1.0)
            used[name] += process_time() - started
    print(f"{RATE} acknowledged appends/s offered, {seconds} s each, in turn; wall ms from due")
    base = [0.0, 0.0]
    for name, times in took.items():
        ways[name].close()
        cut = quantiles(times, n=20)
        p50, p95 = (cut[9] * 1000, cut[18] * 1000)
        base = base if base[0] else [p50, p95]
        print(
            f"  {name:<18} p50 {p50:6.2f}  p95 {p95:6.2f}  max {max(times) * 1000:6.1f}  "
            f"({p50 / base[0]:.2f}x, {p95 / base[1]:.2f}x)  "
            f"{used[name] / len(times) * 1000:.2f} ms CPU each, n={len(times)}"
        )


def flat_out(folder: Path, seconds: int) -> None:
    print(f"flat out, {seconds} s each; entries/s (wall), CPU ms an entry")
    for size in (1, 100):
        base = 0.0
        for name, kind in (("bare SQLite", Bare), ("store.append", Store)):
            way = kind(folder / f"flat-{size}-{kind.__name__}")
            started, used, count = perf_counter(), process_time(), 0
            while perf_counter() - started < seconds:
                way.append(size)
                count += size
            wall, cpu = perf_counter() - started, process_time() - used
            way.close()
            base = base or count / wall
            print(
                f"  batches of {size:<4}{name:<14}{count / wall:9.0f}/s "
                f"({count / wall / base:.2f}x)  {cpu / count * 1000:.3f} ms CPU, n={count}"
            )


def many(folder: Path, entries: int) -> None:
    path = folder / "many.kinhold"
    way = Store(path)
    started, used = perf_counter(), process_time()
    for _ in range(entries // 2000):
        way.append(2000)
    way.close()
    wall, cpu = perf_counter() - started, process_time() - used
    count = entries // 2000 * 2000
    print(
        f"{count} entries in batches of 2000: {count / wall:.0f}/s wall, {cpu:.2f} s CPU, "
        f"{path.stat().st_size / 1e6:.1f} MB ({path.stat().st_size / count:.0f} bytes an entry)"
    )
    took = []
    for _ in range(3):
        started = process_time()
        with open_store(path) as store:
            read = sum(1 for _ in store.read(LOG))
        took.append(process_time() - started)
        assert read == count
    print(f"cold open, every entry read and checked: {sorted(took)[1]:.2f} s CPU, n=3, median")


def main() -> None:
    """Measure in turn: offered load, flat out, a long record."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        offered_load(folder, options.seconds)
        flat_out(folder, max(2, options.seconds // 2))
        many(folder, options.entries)


if __name__ == "__main__":
    main()
