"""The household this process serves, owned by one thread.

A store belongs to the thread that opened it, and folds are worth keeping between requests: so one
thread has the open file, and requests hand their work to it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings

from kinhold.api import HouseholdFile, load_reader, open_household

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_owner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="household")
_open: dict[str, HouseholdFile] = {}


def with_household(work: Callable[[HouseholdFile], T]) -> T:
    """Run work on the open household and return its result; problems are raised here."""
    return _owner.submit(_run, settings.HOUSEHOLD_FILE, work).result()


def _run(path: str, work: Callable[[HouseholdFile], T]) -> T:
    if path not in _open:
        _open[path] = open_household(path, create=True)
    return work(_open[path])


def close_household() -> None:
    """Give the file back."""
    _owner.submit(_close).result()


def _close() -> None:
    for home in _open.values():
        home.close()
    _open.clear()


def warm_up() -> None:
    """Load what reads stories before it is first needed; nobody waits for it."""
    Thread(target=load_reader, daemon=True).start()
