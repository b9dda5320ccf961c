"""Runs a reader of files in a process of its own that may use so much time and memory and no more.

A file can be made to cost far more than its size. The process sets its own limits before it looks at
the first byte (RLIMIT_CPU, RLIMIT_AS, where the system has them); it is ended after a deadline
wherever it runs.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Final, TypeVar

from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.adapters.worker_process import WorkerDeadlineError, WorkerDiedError, WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

T = TypeVar("T")

CPU_SECONDS: Final = 120
MEMORY_BYTES: Final = 3_000_000_000
WALL_SECONDS: Final = 300.0


def in_process(function: Callable[..., T], arguments: Mapping[str, object], *, too_much: str) -> T:
    """Run a reader in a process of its own, which has to set its limits itself (`limits_set`).

    Args:
        function: importable by name.
        arguments: by keyword; picklable.
        too_much: the sentence for work that takes longer than a file can need.

    Raises:
        ImportNotUsableError: where it would take too much; and what the reader raises.
    """
    try:
        return WorkerProcess().run(function, arguments, seconds=WALL_SECONDS)
    except (WorkerDeadlineError, WorkerDiedError):
        raise ImportNotUsableError(too_much) from None


@contextmanager
def limits_set(*, cpu: int, memory: int, too_much: str) -> Iterator[None]:
    """Set the limits of this process, for good; only for a process of its own.

    Args:
        cpu: seconds.
        memory: bytes.
        too_much: the sentence for work that needs more memory.

    Raises:
        ImportNotUsableError: where the work inside needs more memory, or nests too deeply.
    """
    with suppress(
        ImportError, ValueError, OSError
    ):  # a system without such limits has the deadline
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        yield
    except (MemoryError, RecursionError):
        raise ImportNotUsableError(too_much) from None
