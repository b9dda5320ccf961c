"""Server time of the Today page, the N-1 report, and `kinhold --help`. CPU seconds.

usage: python -m bench.pages
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time

from kinhold.api import open_household

EXAMPLE = Path(__file__).resolve().parent.parent / "examples" / "hallway" / "answers.txt"
NOW = datetime(2026, 11, 22, 14, 0, tzinfo=UTC)
RUNS = 7


def median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def help_text() -> None:
    spent = []
    for _ in range(RUNS):
        before = children()
        subprocess.run(
            [sys.executable, "-m", "kinhold.cli.main", "--help"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        spent.append(children() - before)
    print(f"kinhold --help: {median(spent):.3f} s CPU (n={RUNS}, median)")


def today() -> None:
    with open_household(None) as home:
        home.import_notation(EXAMPLE.read_text(encoding="utf-8"))
        started = perf_counter()
        home.today(now=NOW)
        print(f"Today, first time, plan solved: {perf_counter() - started:.2f} s wall")
        plain, logged = [], []
        for number in range(RUNS):
            started = process_time()
            home.today(now=NOW)
            plain.append(process_time() - started)
            home.add(f"2026-11-22T13:{number:02d} nappy Isla wet")
            started = process_time()
            home.today(now=NOW)
            logged.append(process_time() - started)
    print(
        f"Today, plan known: {median(plain) * 1000:.1f} ms CPU; right after a logged nappy: {median(logged) * 1000:.1f} ms CPU (n={RUNS}, median)"
    )


def stress() -> None:
    with open_household(None) as home:
        home.import_notation(EXAMPLE.read_text(encoding="utf-8"))
        day = NOW.date()
        started = process_time()
        quick = home.stress(on=day, exact=False)
        rough = process_time() - started
        before, started = children(), perf_counter()
        exact = home.stress(on=day)
        print(
            f"N-1, {quick.tested} losses: from availability {rough:.2f} s CPU; "
            f"re-planned {perf_counter() - started:.1f} s wall, {children() - before:.1f} s CPU in the worker; "
            f"same margin: {quick.margin == exact.margin} (n=1)"
        )


if __name__ == "__main__":
    os.environ.setdefault("COLUMNS", "100")
    help_text()
    today()
    stress()
