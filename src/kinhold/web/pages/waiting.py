"""What was read from files and waits to be looked at, for half an hour, in memory alone.

It stays with the open household, in its thread. Nothing of it is put down on the disk before it is
kept; locking the household forgets it.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from weakref import WeakKeyDictionary

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.api import HouseholdFile

T = TypeVar("T")

KEPT_SECONDS: Final = 1800.0
MOST_KEPT: Final = 3

_waiting: Final[WeakKeyDictionary[HouseholdFile, dict[str, _Waiting]]] = WeakKeyDictionary()
"""What waits for each open household; only its own thread touches it."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    read: object
    until: float


class ForgottenError(KinholdError):
    """The files were read too long ago."""

    def __init__(self) -> None:
        """Ask for them again."""
        super().__init__(_("These files were read too long ago. Choose them again."))


class NothingChosenError(KinholdError):
    """No file came with the form."""

    def __init__(self) -> None:
        """Ask for one."""
        super().__init__(_("Choose the files first, of 25 MB at most each."))


def wait(home: HouseholdFile, read: object) -> str:
    """Let something wait, and return the token under which it does."""
    kept = _of(home)
    while len(kept) >= MOST_KEPT:
        del kept[next(iter(kept))]
    token = secrets.token_urlsafe(18)
    kept[token] = _Waiting(read, time.monotonic() + KEPT_SECONDS)
    return token


def waiting(home: HouseholdFile, token: str, kind: type[T]) -> T:
    """Return what waits under a token.

    Raises:
        ForgottenError: where nothing of that kind does.
    """
    shown = _of(home).get(token)
    if shown is None or not isinstance(shown.read, kind):
        raise ForgottenError
    return shown.read


def forget(home: HouseholdFile, token: str) -> None:
    """Drop what was kept by now."""
    _of(home).pop(token, None)


def _of(home: HouseholdFile) -> dict[str, _Waiting]:
    kept = _waiting.setdefault(home, {})
    for token in [t for t, shown in kept.items() if shown.until < time.monotonic()]:
        del kept[token]
    return kept
