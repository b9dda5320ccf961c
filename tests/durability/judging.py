"""Opens what is left after a crash with the real store, and says whether the promise was kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from kinhold.adapters.keys import SystemDice
from kinhold.adapters.sqlite_store import open_store
from kinhold.journal.entry import throw_draft
from kinhold.journal.verify import JournalError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kinhold.adapters.sqlite_store import SqliteStore

WHOLE, LOST, CORRUPT = "whole", "lost", "corrupt"
NAME = "home.kinhold"
AFTER = datetime(2027, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Account:
    """What a program says it was told: see `program.Account`."""

    steps: list[dict[str, int]]
    spaces: dict[str, str]
    entries: dict[str, list[tuple[bytes, tuple[str, ...]]]]

    @classmethod
    def read(cls, path: Path) -> Account:
        """Read the account that a program left."""
        told = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            steps=[{}, *told["steps"]],
            spaces={log_id: log["space"] for log_id, log in told["logs"].items()},
            entries={
                log_id: [(leaf.encode("ascii"), tuple(parts)) for leaf, parts in log["entries"]]
                for log_id, log in told["logs"].items()
            },
        )

    def verdict(self, store: SqliteStore, acknowledged: int) -> str:
        """Compare a store with what was acknowledged: whole, lost, or corrupt with the reason.

        It has to hold exactly what it held after some step: every entry up to there, in order, to
        the letter, and not a part of the next step. That step has to be the one acknowledged
        last, or the one that was under way.
        """
        found = {log_id: list(store.read(log_id)) for log_id in store.log_ids()}
        for log_id, entries in found.items():
            rows = [(entry.leaf, entry.disclosures) for entry in entries]
            if rows and store.space_of(log_id) != self.spaces.get(log_id):
                return f"{CORRUPT}: a log that nobody began"
            if rows != self.entries.get(log_id, [])[: len(rows)]:
                return f"{CORRUPT}: entries that are not what was written"
        sizes = {log_id: len(entries) for log_id, entries in found.items() if entries}
        if sizes in self.steps[acknowledged : acknowledged + 2]:
            return WHOLE
        return LOST if sizes in self.steps else f"{CORRUPT}: part of a step"


def spread(image: Mapping[str, bytes | bytearray], folder: Path) -> Path:
    """Write an image into a folder in the place of what is there; gives the household's path."""
    for there in folder.iterdir():
        if there.name not in image:
            there.unlink()
    for name, content in image.items():
        (folder / name).write_bytes(content)
    return folder / NAME


def judge(path: Path, key: bytes | None, account: Account, acknowledged: int) -> str:
    """Open a crash image as the program would; see `Account.verdict`."""
    if not path.exists():
        return LOST if acknowledged else WHOLE
    try:
        with open_store(path, key=key) as store:
            return account.verdict(store, acknowledged)
    except (JournalError, dbapi2.Error) as error:
        return f"{CORRUPT}: {type(error).__name__}"


def carries_on(path: Path, key: bytes | None) -> str:
    """Write one more entry into a household that was found whole, and read it all again."""
    with open_store(path, key=key) as store:
        log_id, dice = store.log_ids()[0], SystemDice()
        head = store.head(log_id)
        parts = [("content", "after the cut")]
        draft = throw_draft(entry_id=dice.new_entry_id(), parts=parts, dice=dice)
        store.append(log_id, [draft], expected_head=head, recorded_at=AFTER)
        checked = store._connection.execute("PRAGMA integrity_check").fetchall()
    with open_store(path, key=key) as store:
        size = len(list(store.read(log_id)))
    sound = checked == [("ok",)] and size == head.size + 1
    return WHOLE if sound else f"{CORRUPT}: cannot be continued"
