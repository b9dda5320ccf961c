"""The household this process serves, owned by one thread.

A store belongs to the thread that opened it, and folds are worth keeping between requests: so one
thread has the open file, and requests hand their work to it. A locked file stays closed until
somebody gives its passphrase, and is closed again when somebody locks it.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, TypeVar

from django.conf import settings

from kinhold.adapters.sqlite_file import is_locked
from kinhold.api import HouseholdFile, load_reader, lock_household, open_household
from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import _
from kinhold.web.accounts import diaries
from kinhold.web.pages.address import forget as forget_queries

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

EVERY_SECONDS: Final = 600.0
"""How often the process looks whether a check or a backup is due."""

_owner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="household")
_open: dict[str, HouseholdFile] = {}
_locales: dict[str, str] = {}


class HouseholdLocked(KinholdError):
    """The file is locked, and nobody has given its passphrase since it was."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(_("This is locked. Give the passphrase to go on."))


def with_household(work: Callable[[HouseholdFile], T]) -> T:
    """Run work on the open household and return its result; problems are raised here.

    Raises:
        HouseholdLocked: if the file is locked.
    """
    # The thread that asks may speak another language than the thread that has the file.
    return _owner.submit(copy_context().run, _run, settings.HOUSEHOLD_FILE, work).result()


def locale_known() -> str:
    """Return the locale of the household, as it was when it was last asked; nothing before that."""
    return _locales.get(settings.HOUSEHOLD_FILE, "")


def _run(path: str, work: Callable[[HouseholdFile], T]) -> T:
    if path not in _open:
        if Path(path).exists() and is_locked(Path(path)):
            raise HouseholdLocked
        _open[path] = open_household(path, create=True)
    done = work(_open[path])
    _locales[path] = _open[path].language.locale()
    return done


def unlock(words: str) -> None:
    """Open the locked file with its passphrase or its recovery code.

    Raises:
        CannotUnlock, HouseholdFileError: with a sentence that says what to try.
    """
    _owner.submit(_unlock, settings.HOUSEHOLD_FILE, words).result()


def _unlock(path: str, words: str) -> None:
    if path not in _open:
        _open[path] = open_household(path, create=True, passphrase=words)


def set_passphrase(passphrase: str) -> str:
    """Lock the plain file, go on with it open, and return the recovery code.

    Raises:
        PassphraseTooShort, HouseholdFileError: with a sentence that says what to do.
    """
    return _owner.submit(_set_passphrase, settings.HOUSEHOLD_FILE, passphrase).result()


def _set_passphrase(path: str, passphrase: str) -> str:
    _close()
    code = lock_household(path, passphrase=passphrase)
    _unlock(path, passphrase)
    return code


def close_household() -> None:
    """Give the file back; a locked one has to be unlocked before it is used again."""
    forget_queries()
    _owner.submit(_close).result()


def _close() -> None:
    diaries.close_all()
    for home in _open.values():
        home.close()
    _open.clear()


def warm_up() -> None:
    """Load what reads stories before it is first needed; nobody waits for it."""
    Thread(target=load_reader, daemon=True).start()


def keep_house(folder: str, *, stopped: Event) -> None:
    """Check the record and back it up when that is due, until stopped."""

    def look() -> None:
        while True:
            # A locked file is looked at again once it is open; other trouble is shown on the pages.
            with suppress(KinholdError, JournalError):
                with_household(lambda home: home.safekeeping.keep_house(folder=folder))
            if stopped.wait(EVERY_SECONDS):
                return

    Thread(target=look, daemon=True).start()
