"""How long a caseload takes: synthetic households written, and tested from availability alone.

    python -m bench.caseload --households 10000 --workers 1 2
    python -m bench.caseload --households 1000 --folder /somewhere --profile 100

Printed: CPU milliseconds a household to write and to test (of the worker processes, start included),
households a second by the wall clock, the ratio between the numbers of workers, and the most memory
of a worker. Nothing is kept from run to run, so every run tests every household. With `--folder`,
households that are there already are used. With `--profile N` the first N are also tested in this
process, and the parts are printed by CPU time: opening, projecting, needs, cover, outlook.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.batch import scan as scanning
from kinhold.batch.stress import stress_many
from kinhold.batch.synthesize import Synthesis, file_of, synthesize

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ON = date(2026, 11, 22)


def main() -> None:
    """Write, test, and print."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--households", type=int, default=1000)
    asked.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--folder", default="")
    asked.add_argument(
        "--profile", type=int, default=0, help="test so many in this process, by part"
    )
    told = asked.parse_args()
    with _folder(told.folder) as folder:
        with _measured("written", told.households, max(told.workers)):
            synthesize(
                Synthesis(folder, told.seed), households=told.households, workers=max(told.workers)
            )
        files = [str(file_of(folder, n)) for n in range(1, told.households + 1)]
        wall = {}
        for workers in told.workers:
            with _measured("tested", len(files), workers) as taken:
                found = stress_many(files, on=ON, workers=workers)
            wall[workers] = taken[0]
            bad = sum(1 for row in found.rows if row.problem)
            print(f"    {len(found.rows) - bad} tested, {bad} could not be")
        first, *others = told.workers
        for workers in others:
            print(f"{first} -> {workers} workers: {wall[first] / wall[workers]:.2f} times as fast")
        if told.profile:
            parts(files[: told.profile])


@contextmanager
def _folder(named: str) -> Iterator[str]:
    if named:
        Path(named).mkdir(parents=True, exist_ok=True)
        yield named
        return
    with tempfile.TemporaryDirectory() as made:
        yield made


@contextmanager
def _measured(what: str, households: int, workers: int) -> Iterator[list[float]]:
    """Print CPU of the child processes and the wall clock around something."""
    taken: list[float] = []
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    yield taken
    wall = time.monotonic() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    taken.append(wall)
    print(
        f"{what} with {workers} workers: {1000 * cpu / households:.1f} ms CPU a household, "
        f"{households / wall:.1f} households a second (n = {households}, {wall:.0f} s), "
        f"a worker's memory {after.ru_maxrss / 1024:.0f} MB at most"
    )


def parts(files: list[str]) -> None:
    """Test in this process and print where the CPU time goes; the first file is not counted."""
    from kinhold.api.household_file import HouseholdFile
    from kinhold.application import stress_test

    taken: dict[str, float] = {}
    calls: dict[str, int] = {}

    def timed(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def run(*args: object, **named: object) -> object:
            start = time.process_time()
            result = function(*args, **named)
            taken[name] = taken.get(name, 0.0) + time.process_time() - start
            calls[name] = calls.get(name, 0) + 1
            return result

        return run

    scanning.scan_file(files[0], on=ON)
    kept = [
        (place, name, getattr(place, name))
        for place, names in (
            (stress_test, ("needs_for", "cover_without_solving", "money_outlook", "remove")),
            (HouseholdFile, ("record", "standing")),
        )
        for name in names
    ]
    for place, name, function in kept:
        setattr(place, name, timed(name, function))
    start = time.process_time()
    for file in files[1:]:
        scanning.scan_file(file, on=ON)
    whole = time.process_time() - start
    for place, name, function in kept:
        setattr(place, name, function)
    n = len(files) - 1
    print(f"in this process: {1000 * whole / n:.1f} ms CPU a household (n = {n}); of these")
    for name, seconds in sorted(taken.items(), key=lambda pair: -pair[1]):
        note = " (the record it reads is in it)" if name == "standing" else ""
        print(f"    {1000 * seconds / n:6.1f} ms {name}, {calls[name] / n:.1f} times{note}")


if __name__ == "__main__":
    main()
