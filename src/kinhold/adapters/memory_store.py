"""A store that forgets everything when it is closed: for trials, previews and tests."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Self

from kinhold.adapters.keys import LogSigner, SystemDice
from kinhold.journal.entry import Stretch
from kinhold.journal.erasure import Erasure, kept_after
from kinhold.journal.leaf import join_disclosures
from kinhold.journal.log import LogEnd, seal_all
from kinhold.journal.notes import sign_checkpoint, vkey_of_log
from kinhold.journal.store import (
    Batch,
    EntryIdTaken,
    FileNotKept,
    Issued,
    Malformed,
    SpaceErased,
    UnknownLog,
    check_after,
    check_new_log,
    check_turn,
    is_private,
    unwritten,
)
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from types import TracebackType

    from kinhold.journal.entry import Dice, Draft, Entry, Head


@dataclass(slots=True)
class _Log:
    space: str
    end: LogEnd
    entries: list[Entry] = field(default_factory=list)
    erased: bool = False
    signer: LogSigner | None = None
    issued: list[Issued] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)


class MemoryStore:
    """A `LogStore` in memory, for one thread."""

    def __init__(self, dice: Dice | None = None) -> None:
        """Start without logs; keys come from `dice`, the system's if None."""
        self._dice = dice or SystemDice()
        self._logs: dict[str, _Log] = {}
        self._erasures: dict[Erasure, None] = {}
        self._by_id: dict[str, Entry] = {}

    def log_ids(self) -> tuple[str, ...]:
        """Return the ids of all logs, the oldest first."""
        return tuple(self._logs)

    def heads(self) -> tuple[Head, ...]:
        """Return the heads of all logs; see `LogStore.heads`."""
        return tuple(log.end.head for log in self._logs.values())

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

    def stretches(self, log_id: str, *, after: int = 0) -> Iterator[Stretch]:
        """Read a log's entries by column; see `LogStore.stretches`."""
        entries = tuple(self.read(log_id, after=after))
        if entries:
            yield Stretch(
                after,
                [entry.entry_id for entry in entries],
                [entry.recorded_at for entry in entries],
                [join_disclosures(entry.disclosures) for entry in entries],
            )

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
        return {log_id: end.head for log_id, (_unused, end) in sealed.items()}

    def checkpoint(self, log_id: str, *, issued_at: datetime) -> Issued:
        """Sign the log's head and keep what was signed; see `LogStore.checkpoint`."""
        log = self._log(log_id)
        head = log.end.head
        if not log.issued or log.issued[-1].size != head.size:
            log.signer = log.signer or LogSigner(self._dice.key())
            vkey = vkey_of_log(log_id, public_key=log.signer.public_key())
            note = sign_checkpoint(head, vkey=vkey, sign=log.signer.sign)
            log.issued.append(Issued(log_id, head.size, note, issued_at))
        return log.issued[-1]

    def checkpoints(self, log_id: str) -> tuple[Issued, ...]:
        """Return the checkpoints that were given out; see `LogStore.checkpoints`."""
        return tuple(self._log(log_id).issued)

    def public_key(self, log_id: str) -> bytes | None:
        """Return the log's public key; see `LogStore.public_key`."""
        signer = self._log(log_id).signer
        return signer.public_key() if signer else None

    def sign(self, log_id: str, message: bytes) -> bytes:
        """Sign with the log's own key; see `LogStore.sign`."""
        log = self._log(log_id)
        log.signer = log.signer or LogSigner(self._dice.key())
        return log.signer.sign(message)

    def keep_file(self, log_id: str, content: bytes) -> str:
        """Keep a file beside a log; see `LogStore.keep_file`."""
        log = self._log(log_id)
        if log.erased:
            raise SpaceErased(log_id)
        digest = sha256(content).hexdigest()
        log.files[digest] = content
        return digest

    def file(self, log_id: str, digest: str) -> bytes:
        """Return a file that was kept; see `LogStore.file`."""
        files = self._log(log_id).files
        if digest not in files:
            raise FileNotKept(digest)
        return files[digest]

    def erase(self, erasures: Sequence[Erasure]) -> None:
        """Forget disclosures, files and whole private spaces; see `LogStore.erase`."""
        for erasure in erasures:
            log = self._logs.get(erasure.log_id)
            if log is not None and erasure.whole_space and not is_private(log.space):
                raise Malformed(
                    _("The space {space!r} is not private: it has no key of its own").format(
                        space=log.space
                    )
                )
        for erasure in erasures:
            if erasure.log_id in self._logs:
                self._erase(self._logs[erasure.log_id], erasure)
            self._erasures[erasure] = None

    def erasures(self) -> tuple[Erasure, ...]:
        """Return everything that was erased; see `LogStore.erasures`."""
        return tuple(self._erasures)

    def _erase(self, log: _Log, erasure: Erasure) -> None:
        if erasure.whole_space:
            log.entries = [replace(entry, disclosures=None) for entry in log.entries]
            log.files.clear()
            log.erased = True
            return
        for digest in erasure.files:
            log.files.pop(digest, None)
        log.entries = [
            replace(entry, disclosures=kept_after(entry.disclosures, erasure.digests))
            if entry.entry_id == erasure.entry_id
            else entry
            for entry in log.entries
        ]

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
