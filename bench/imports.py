"""A big export of another app: read, looked at, imported, imported again, exported.

usage: python -m bench.imports [N]      (default: 50000 rows of Baby Buddy CSV in three files)
"""

from __future__ import annotations

import resource
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time

from kinhold.adapters.imports.reading import read_log
from kinhold.api import open_household
from kinhold.api.importing import (
    GivenFile,
    ImportAnswers,
    ToRead,
    carry_out,
    log_as_csv,
    log_as_xlsx,
    preview,
    read_export,
)

START = datetime(2024, 1, 1, tzinfo=UTC)
WHO = "1,Isla,Reed"
MODELS = {
    "feeding": (
        "id,child_id,child_first_name,child_last_name,start,end,type,method,amount,notes,tags",
        lambda n, s, e: f"{n},{WHO},{s},{e},formula,bottle,{90 + n % 60}.0,,",
    ),
    "sleep": (
        "id,child_id,child_first_name,child_last_name,start,end,nap,notes,tags",
        lambda n, s, e: f"{n},{WHO},{s},{e},{n % 2},quiet,",
    ),
    "diaperchange": (
        "id,child_id,child_first_name,child_last_name,time,wet,solid,color,amount,notes,tags",
        lambda n, s, _e: f"{n},{WHO},{s},1,{n % 2},yellow,,,",
    ),
}


def files(number: int) -> tuple[GivenFile, ...]:
    """Rows of three models, one after another in time."""
    made = []
    for place, (model, (header, row)) in enumerate(MODELS.items()):
        lines = [header]
        for n in range(place, number, len(MODELS)):
            at = START + timedelta(minutes=20 * n)
            lines.append(row(n, at.strftime("%Y-%m-%d %H:%M:%S"), (at + timedelta(minutes=9)).strftime("%Y-%m-%d %H:%M:%S")))  # fmt: skip
        made.append(GivenFile(f"{model}.csv", "\r\n".join(lines).encode()))
    return tuple(made)


def spent() -> float:
    """CPU seconds of this process and of those it started and waited for."""
    own, others = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def timed(what, rows, work):
    """Run work, print what it cost, and return what it gave."""
    cpu, wall = spent(), perf_counter()
    result = work()
    took = spent() - cpu
    print(f"  {what:<44}{took:8.2f} s CPU {perf_counter() - wall:8.2f} s wall {rows / took:10,.0f} rows/s", flush=True)  # fmt: skip
    return result


def main(number: int) -> None:
    """Measure every step."""
    print(f"{number} rows; {' '.join(sys.argv)}")
    answers = ImportAnswers(zone="Europe/London", units=("ml",), add_children=True)
    wanted = ToRead(files(number))
    with tempfile.TemporaryDirectory() as folder:
        home = open_household(Path(folder) / "home.kinhold", create=True)
        home.import_notation("household zone=Europe/London country=uk\n")
        timed("read, in this process", number, lambda: read_log(wanted))
        read = timed("read, in a process with limits", number, lambda: read_export(wanted))
        timed("look at it (preview)", number, lambda: preview(home, read, answers))
        timed("import into a file", number, lambda: carry_out(home, read, answers))
        again = timed("import again", number, lambda: carry_out(home, read, answers))
        assert (again.new, again.known) == ((), number)
        timed("export as CSV", number, lambda: log_as_csv(home))
        timed("export as XLSX", number, lambda: log_as_xlsx(home))
        home.close()
    print(f"  most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB; {process_time():.1f} s CPU in all")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 50_000)
