"""The public Python library.

    from kinhold.api import open_household, read_story

    with open_household("home.kinhold", create=True) as home:
        home.add("2026-11-22T01:10 feed Noah side=left by=Emily")
        print(home.today().now)

`HouseholdFile` is one household, opened: its methods take keywords and return frozen pages of plain
values. What keeps the record safe (checkpoints, bundles, erasure, backups, checks) is its
`safekeeping`. Locking, unlocking and restoring work on files that are closed.
"""

from kinhold.api.household_file import HouseholdFile
from kinhold.api.opening import open_household
from kinhold.api.planning import find_plan
from kinhold.api.reading import load_reader, read_story
from kinhold.api.safekeeping import (
    Safekeeping,
    change_passphrase,
    lock_household,
    restore_household,
    unlock_household,
)
from kinhold.api.stress import search_stress

__all__ = [
    "HouseholdFile",
    "Safekeeping",
    "change_passphrase",
    "find_plan",
    "load_reader",
    "lock_household",
    "open_household",
    "read_story",
    "restore_household",
    "search_stress",
    "unlock_household",
]
