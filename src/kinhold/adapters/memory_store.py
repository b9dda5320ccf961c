"""A store that forgets everything when it is closed: for trials, previews and tests."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Self

from kinhold.journal.log import LogEnd, seal_all
from kinhold.journal.store import (
    Batch,
    EntryIdTaken,
    Malformed,
    UnknownLog,
    check_after,
    check_new_log,
    check_turn,
    is_private,
    unwritten,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from types import TracebackType

    from kinhold.journal.entry import Draft, Entry, Head


@dataclass(slots=True)
class _Log:
    space: str
    end: LogEnd
    entries: list[Entry] = field(default_factory=list)
    erased: bool = False


class MemoryStore:
    """A `LogStore` in memory, for one thread."""

    def __init__(self) -> None:
        """Start without logs."""
        self._logs: dict[str, _Log] = {}
        self._by_id: dict[str, Entry] = {}

    def log_ids(self) -> tuple[str, ...]:
        """Return the ids of all logs, the oldest first."""
        return tuple(self._logs)

    def create_log(self, log_id: str, *, space: str) -> Head:
        """Begin the log of a space; see `LogStore.create_log`."""
        existing = [(known, log.space, log.erased) for known, log in self._logs.items()]
        if check_new_log(log_id, space=space, existing=existing):
            self._logs[log_id] = _Log(space=space, end=LogEnd(log_id))
        return self.head(log_id)

    def space_of(self, log_id: str) -> str:
        """Return the space of a log; see `LogStore.space_of`."""
        return self._log(log_id).space

    def head(self, log_id: str) -> Head:
        """Return a log's head; see `LogStore.head`."""
        return self._log(log_id).end.head

    def read(self, log_id: str, *, after: int = 0) -> Iterator[Entry]:
        """Read a log's entries in order; see `LogStore.read`."""
        check_after(after)
        return iter(self._log(log_id).entries[after:])

    def append(
        self, log_id: str, drafts: Sequence[Draft], *, expected_head: Head, recorded_at: datetime
    ) -> Head:
        """Append drafts to one log, all or none; see `LogStore.append`."""
        return self.append_all({log_id: (drafts, expected_head)}, recorded_at=recorded_at)[log_id]

    def append_all(self, batches: Mapping[str, Batch], *, recorded_at: datetime) -> dict[str, Head]:
        """Append to several logs, all or none of it; see `LogStore.append_all`."""
        sealed: dict[str, tuple[tuple[Entry, ...], LogEnd]] = {}
        coming: set[str] = set()
        for log_id, (drafts, expected_head) in batches.items():
            log = self._log(log_id)
            new = unwritten(drafts, log_id=log_id, find=self._find)
            check_turn(new, head=log.end.head, expected_head=expected_head, erased=log.erased)
            for draft in new:
                if draft.entry_id in coming:
                    raise EntryIdTaken(draft.entry_id)
                coming.add(draft.entry_id)
            sealed[log_id] = seal_all(log.end, new, recorded_at=recorded_at)
        for log_id, (entries, end) in sealed.items():
            self._logs[log_id].entries.extend(entries)
            self._logs[log_id].end = end
            self._by_id.update((entry.entry_id, entry) for entry in entries)
        return {log_id: end.head for log_id, (_, end) in sealed.items()}

    def destroy_key(self, log_id: str) -> None:
        """Forget the disclosures of a private space; see `LogStore.destroy_key`."""
        log = self._log(log_id)
        if not is_private(log.space):
            raise Malformed(f"The space {log.space!r} is not private and has no key of its own.")
        log.entries = [replace(entry, disclosures=None) for entry in log.entries]
        log.erased = True

    def close(self) -> None:
        """Do nothing: the memory goes with the object."""

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        self.close()

    def _log(self, log_id: str) -> _Log:
        if log_id not in self._logs:
            raise UnknownLog(log_id)
        return self._logs[log_id]

    def _find(self, entry_id: str) -> tuple[str, tuple[str, ...]] | None:
        entry = self._by_id.get(entry_id)
        return None if entry is None else (entry.log_id, entry.commitments)
