"""Puts the parts together: which adapters stand behind the ports."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.adapters.keys import SystemDice
from kinhold.adapters.memory_store import MemoryStore
from kinhold.adapters.system_clock import SystemClock
from kinhold.application.open_record import OpenRecord
from kinhold.voice.speaking import wished

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.adapters.sqlite_store import SqliteStore
    from kinhold.application.give_record import RenderedDocument, Renderer
    from kinhold.application.keep_file import Clean
    from kinhold.application.plan_care import Planner
    from kinhold.application.plan_debts import PayoffPlanner
    from kinhold.application.ports import Clock, PublicHolidays
    from kinhold.application.stress_repairs import Repairer
    from kinhold.engines.story.linguist import Linguist
    from kinhold.journal.entry import Dice


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A household file, opened.

    Attributes:
        path: where it is.
        key: its key; None if it is plain.
        store: its logs.
    """

    path: Path
    key: bytes | None
    store: SqliteStore


def open_file(
    path: str | os.PathLike[str], *, create: bool, words: str | None = None
) -> tuple[OpenRecord, OpenedFile]:
    """Open a household file, or begin a new one where `create` is set and none is there.

    Args:
        path: the file.
        create: begin a new one where none is there.
        words: passphrase or recovery code of a locked file.

    Raises:
        HouseholdFileError, CannotUnlock: with a sentence that says what is wrong and what to do.
    """
    from kinhold.adapters.locking import key_for
    from kinhold.adapters.sqlite_store import open_store

    file = Path(path)
    begin = create and not file.exists()
    key = None if begin else key_for(file, words=words)
    store = open_store(file, create=begin, key=key)
    return OpenRecord(store, SystemDice()), OpenedFile(path=file, key=key, store=store)


def open_memory() -> OpenRecord:
    """Open a household that lives only as long as the process."""
    return OpenRecord(MemoryStore(), SystemDice())


def clock() -> Clock:
    """Return the system's clock."""
    return SystemClock()


def wished_locale() -> str:
    """Return the locale that the environment asks for, whatever the country; or nothing."""
    return wished(os.environ)


def dice() -> Dice:
    """Return the system's source of randomness."""
    return SystemDice()


@cache
def linguist() -> Linguist:
    """Return the best reader of sentences that is installed; loading it takes a second or two."""
    from kinhold.adapters.linguist_spacy import best_linguist

    return best_linguist()


def payoff_planner() -> PayoffPlanner:
    """Return what compares ways of paying debts off: the solver, in a worker process of its own."""
    from kinhold.adapters.payoff import payoff_in_worker

    return payoff_in_worker


def planner() -> Planner:
    """Return what finds a rota: the solver, in a worker process of its own."""
    from kinhold.adapters.planning import plan_in_worker

    return plan_in_worker


def repairer() -> Repairer:
    """Return what finds repairs: the solver, in a worker process of its own."""
    from kinhold.adapters.repairing import repair_in_worker

    return repair_in_worker


def public_holidays() -> PublicHolidays:
    """Return what knows the public holidays of a country; the library is loaded when asked."""
    from kinhold.adapters.public_holidays import known_holidays

    return known_holidays


def renderer() -> Renderer:
    """Return what sets a chronology with its papers as PDF/A-2b."""
    from kinhold.adapters.pdf_report import render_chronology

    return render_chronology


def checkpoint_renderer() -> Callable[..., RenderedDocument]:
    """Return what sets the page with a checkpoint, for somebody to keep."""
    from kinhold.adapters.pdf_report import render_checkpoint

    return render_checkpoint


def cleaner() -> Clean:
    """Return what takes data about camera, place and author out of a file."""
    from kinhold.adapters.attachments import clean

    return clean
