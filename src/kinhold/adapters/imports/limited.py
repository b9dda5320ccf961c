"""Reads exports in a process of its own that may use so much time and memory and no more.

A file can be made to cost far more than its size. The process sets its own limits before it looks at
the first byte (RLIMIT_CPU, RLIMIT_AS, where the system has them); it is ended after a deadline
wherever it runs.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.reading import ToRead, read_log
from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.adapters.worker_process import WorkerDeadlineError, WorkerDiedError, WorkerProcess

if TYPE_CHECKING:
    from kinhold.application.import_rows import ReadLog

CPU_SECONDS: Final = 120
MEMORY_BYTES: Final = 3_000_000_000
WALL_SECONDS: Final = 300.0
TOO_MUCH: Final = (
    "Reading this took more time or memory than a care log can need, and was stopped. Nothing was "
    "changed. Export a shorter time, or fewer files at once."
)


def read_in_limits(wanted: ToRead) -> ReadLog:
    """Read exports in a process with limits.

    Raises:
        ImportNotUsableError: where they cannot be read, or would take too much.
    """
    try:
        return WorkerProcess().run(read_limited, {"wanted": wanted}, seconds=WALL_SECONDS)
    except (WorkerDeadlineError, WorkerDiedError):
        raise ImportNotUsableError(TOO_MUCH) from None


def read_limited(*, wanted: ToRead, cpu: int = CPU_SECONDS, memory: int = MEMORY_BYTES) -> ReadLog:
    """Set the limits of this process and read; only for a process of its own.

    Raises:
        ImportNotUsableError: where the files cannot be read, or would take too much.
    """
    with suppress(
        ImportError, ValueError, OSError
    ):  # a system without such limits has the deadline
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        return read_log(wanted)
    except (MemoryError, RecursionError):
        raise ImportNotUsableError(TOO_MUCH) from None
