"""Reads bank statements in a process of its own that may use so much time and memory and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.adapters.imports.limits import CPU_SECONDS, MEMORY_BYTES, in_process, limits_set
from kinhold.adapters.imports.statements.reading import StatementToRead, read_statement
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.application.statement_rows import ReadStatement

TOO_MUCH: Final = N_(
    "Reading this took more time or memory than a bank statement can need, and was "
    "stopped. Nothing was changed. Ask your bank for a shorter time, or give fewer files "
    "at once."
)


def read_statement_in_limits(wanted: StatementToRead) -> ReadStatement:
    """Read statements in a process with limits.

    Raises:
        ImportNotUsableError: where they cannot be read, or would take too much.
    """
    return in_process(read_statement_limited, {"wanted": wanted}, too_much=_(TOO_MUCH))


def read_statement_limited(
    *, wanted: StatementToRead, cpu: int = CPU_SECONDS, memory: int = MEMORY_BYTES
) -> ReadStatement:
    """Set the limits of this process and read; only for a process of its own.

    Raises:
        ImportNotUsableError: where the files cannot be read, or would take too much.
    """
    with limits_set(cpu=cpu, memory=memory, too_much=_(TOO_MUCH)):
        return read_statement(wanted)
