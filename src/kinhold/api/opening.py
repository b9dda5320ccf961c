"""Opening a household: a file, or one that lives only in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold import bootstrap
from kinhold.api.household_file import HouseholdFile

if TYPE_CHECKING:
    import os

    from kinhold.application.ports import Clock


def open_household(
    path: str | os.PathLike[str] | None,
    *,
    create: bool = False,
    clock: Clock | None = None,
    passphrase: str | None = None,
) -> HouseholdFile:
    """Open a household file; None for one that lives only in memory.

    Args:
        path: `NAME.kinhold`.
        create: begin a new file where none is there.
        clock: where the current moment comes from; the system's by default.
        passphrase: what opens a locked file: its passphrase or its recovery code.

    Raises:
        HouseholdFileError: with a sentence that says what is wrong and what to do.
        CannotUnlock: where the passphrase is another one.
    """
    if path is None:
        return HouseholdFile(bootstrap.open_memory(), clock or bootstrap.clock())
    opened, file = bootstrap.open_file(path, create=create, words=passphrase)
    return HouseholdFile(opened, clock or bootstrap.clock(), file)
