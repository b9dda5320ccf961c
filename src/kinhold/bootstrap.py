"""Puts the parts together: which adapters stand behind the ports."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.adapters.keys import SystemDice
from kinhold.adapters.memory_store import MemoryStore
from kinhold.adapters.system_clock import SystemClock
from kinhold.application.open_record import OpenRecord

if TYPE_CHECKING:
    import os

    from kinhold.application.plan_care import Planner
    from kinhold.application.ports import Clock
    from kinhold.engines.story.linguist import Linguist
    from kinhold.journal.entry import Dice


def open_file(path: str | os.PathLike[str], *, create: bool) -> OpenRecord:
    """Open a household file, or begin a new one where `create` is set and none is there.

    Raises:
        HouseholdFileError: with a sentence that says what is wrong and what to do.
    """
    from kinhold.adapters.sqlite_store import open_store

    return OpenRecord(open_store(path, create=create and not Path(path).exists()), SystemDice())


def open_memory() -> OpenRecord:
    """Open a household that lives only as long as the process."""
    return OpenRecord(MemoryStore(), SystemDice())


def clock() -> Clock:
    """Return the system's clock."""
    return SystemClock()


def dice() -> Dice:
    """Return the system's source of randomness."""
    return SystemDice()


@cache
def linguist() -> Linguist:
    """Return the best reader of sentences that is installed; loading it takes a second or two."""
    from kinhold.adapters.linguist_spacy import best_linguist

    return best_linguist()


def planner() -> Planner:
    """Return what finds a rota: the solver, in a worker process of its own."""
    from kinhold.adapters.planning import plan_in_worker

    return plan_in_worker
