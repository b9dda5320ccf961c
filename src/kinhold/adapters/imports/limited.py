"""Reads exports of a care log in a process of its own that may use so much time and memory and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.limits import CPU_SECONDS, MEMORY_BYTES, in_process, limits_set
from kinhold.adapters.imports.reading import ToRead, read_log
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.application.import_rows import ReadLog

TOO_MUCH: Final = N_(
    "Reading this took more time or memory than a care log can need, and was stopped. "
    "Nothing was changed. Export a shorter time, or fewer files at once."
)


def read_in_limits(wanted: ToRead) -> ReadLog:
    """Read exports in a process with limits.

    Raises:
        ImportNotUsableError: where they cannot be read, or would take too much.
    """
    return in_process(read_limited, {"wanted": wanted}, too_much=_(TOO_MUCH))


def read_limited(*, wanted: ToRead, cpu: int = CPU_SECONDS, memory: int = MEMORY_BYTES) -> ReadLog:
    """Set the limits of this process and read; only for a process of its own.

    Raises:
        ImportNotUsableError: where the files cannot be read, or would take too much.
    """
    with limits_set(cpu=cpu, memory=memory, too_much=_(TOO_MUCH)):
        return read_log(wanted)
