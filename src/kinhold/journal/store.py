"""What every store of logs promises, and the words in which it refuses.

The promises are kept by `tests/contract/test_log_store.py` for each store that there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

from kinhold.journal.entry import Draft, Entry, Head, Stretch
from kinhold.journal.erasure import Erasure
from kinhold.journal.log import RecordDamaged
from kinhold.journal.verify import JournalError, Malformed, is_log_id

if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType

__all__ = [
    "Batch",
    "EntryIdTaken",
    "Erasure",
    "FileNotKept",
    "HeadMoved",
    "Issued",
    "JournalError",
    "LogExists",
    "LogStore",
    "Malformed",
    "RecordDamaged",
    "SpaceErased",
    "UnknownLog",
    "check_after",
    "check_new_log",
    "check_turn",
    "is_private",
    "unwritten",
]

PRIVATE_PREFIX = "private:"
"""Spaces that begin so keep their disclosures under a key of their own."""

Batch = tuple[Sequence[Draft], Head]
"""The drafts for one log, and the head that they were made for."""


class HeadMoved(JournalError):
    """Someone else appended in between; look at what is new and append again.

    Attributes:
        head: the log's head as it is now.
    """

    def __init__(self, head: Head) -> None:
        """Carry the current head, so that the caller can read on from its own."""
        super().__init__(
            "Something was added to this record in the meantime. Nothing of yours was lost: look "
            "at what is new, then save again."
        )
        self.head = head


class EntryIdTaken(JournalError):
    """An id stands for another entry already.

    Attributes:
        entry_id: the id.
    """

    def __init__(self, entry_id: str) -> None:
        """Name the id."""
        super().__init__(
            f"The entry {entry_id} is in the record already with other content. Nothing was "
            "written; give the new entry an id of its own."
        )
        self.entry_id = entry_id


class UnknownLog(JournalError):
    """No log has this id."""

    def __init__(self, log_id: str) -> None:
        """Name the id."""
        super().__init__(f"This household has no log {log_id}.")
        self.log_id = log_id


class LogExists(JournalError):
    """A space has one log, and a log one space."""

    def __init__(self, space: str) -> None:
        """Name the space."""
        super().__init__(f"The space {space!r} has its log already; append to that one.")
        self.space = space


class SpaceErased(JournalError):
    """The key of a private space was destroyed, so nothing more can be put into it."""

    def __init__(self, log_id: str) -> None:
        """Name the log."""
        super().__init__(
            f"The private space of log {log_id} was erased. What was in it cannot be brought "
            "back; start a new one to write again."
        )
        self.log_id = log_id


class FileNotKept(JournalError):
    """No file with this digest is kept in the log: it was erased, or never came here."""

    def __init__(self, digest: str) -> None:
        """Name the digest."""
        super().__init__(f"The file {digest[:16]}… is not kept here: it was erased or never came.")
        self.digest = digest


@dataclass(frozen=True, slots=True)
class Issued:
    """A checkpoint that was signed and given out.

    Attributes:
        log_id: its log.
        size: how many entries it covers.
        note: the signed note, as text (C2SP tlog-checkpoint).
        issued_at: the clock when it was signed; it is not part of the note.
    """

    log_id: str
    size: int
    note: str
    issued_at: datetime


class LogStore(Protocol):
    """A household's logs. One appender at a time per log; readers never wait.

    A store belongs to the thread that opened it. Open one for each request or thread.
    """

    def log_ids(self) -> tuple[str, ...]:
        """Return the ids of all logs, the oldest first."""
        ...

    def heads(self) -> tuple[Head, ...]:
        """Return the heads of all logs, the oldest log first, in one look at the store.

        One look whatever the number of logs: how long it takes does not tell how many there are.
        """
        ...

    def create_log(self, log_id: str, *, space: str) -> Head:
        """Begin the log of a space; the same call again changes nothing.

        Args:
            log_id: 128 random bits as 32 lower-case hexadecimal digits.
            space: who may see, for example `household`, `shared:<pair>` or `private:<person>`.

        Returns:
            The log's head.

        Raises:
            LogExists: if the space has another log (an erased one aside), or the id is taken.
            Malformed: if the id or the name of the space is not usable.
        """
        ...

    def space_of(self, log_id: str) -> str:
        """Return the space of a log.

        Raises:
            UnknownLog: if there is no such log.
        """
        ...

    def head(self, log_id: str) -> Head:
        """Return a log's head, without reading its entries.

        Raises:
            UnknownLog: if there is no such log.
        """
        ...

    def read(self, log_id: str, *, after: int = 0) -> Iterator[Entry]:
        """Read a log's entries in order, each checked, up to the head at the time of the call.

        Args:
            log_id: the log.
            after: how many entries the caller has already; reading begins with entry `after`,
                and costs no more than what is new.

        Yields:
            Entries, their disclosures None where all of them were erased.

        Raises:
            UnknownLog: if there is no such log.
            RecordDamaged: at the first entry that is not what was written. Read to the end: the
                last check comes after the last entry.
        """
        ...

    def stretches(self, log_id: str, *, after: int = 0) -> Iterator[Stretch]:
        """Read a log's entries as `read` does, checked as strictly, many at a time and by column.

        Raises:
            UnknownLog: if there is no such log.
            RecordDamaged: before anything of a stretch with an entry that is not what was written.
        """
        ...

    def append(
        self, log_id: str, drafts: Sequence[Draft], *, expected_head: Head, recorded_at: datetime
    ) -> Head:
        """Append drafts to one log, all or none.

        Drafts that are there already, with the same id and commitments, are passed over; if that
        leaves none, the current head is returned whatever head was expected. So an append whose
        answer was lost can simply be sent again.

        Args:
            log_id: the log.
            drafts: what to append, in order.
            expected_head: the head that the caller has seen.
            recorded_at: the appender's clock, aware.

        Returns:
            The log's head with the drafts.

        Raises:
            HeadMoved: with the current head, if it is not the one expected.
            EntryIdTaken: if an id stands for another entry, here or in another log.
            SpaceErased: if the log's key was destroyed.
            UnknownLog: if there is no such log.
        """
        ...

    def append_all(self, batches: Mapping[str, Batch], *, recorded_at: datetime) -> dict[str, Head]:
        """Append to several logs, all or none of it.

        Args:
            batches: for each log its drafts and the head that they were made for.
            recorded_at: the appender's clock, aware.

        Returns:
            The new head of each log named.

        Raises:
            HeadMoved: and the others, as `append`, about the first log that refuses.
        """
        ...

    def checkpoint(self, log_id: str, *, issued_at: datetime) -> Issued:
        """Sign the log's head with the log's own key, and keep what was signed.

        The key is made at the first checkpoint. Asked again at the same size, it is the same
        checkpoint, so that nobody ever holds two of one size.

        Args:
            log_id: the log.
            issued_at: the clock, aware.

        Raises:
            UnknownLog: if there is no such log.
        """
        ...

    def checkpoints(self, log_id: str) -> tuple[Issued, ...]:
        """Return every checkpoint of a log that was given out, the smallest first.

        Raises:
            UnknownLog: if there is no such log.
        """
        ...

    def public_key(self, log_id: str) -> bytes | None:
        """Return the 32 bytes of the log's Ed25519 public key; None before the first checkpoint.

        Raises:
            UnknownLog: if there is no such log.
        """
        ...

    def sign(self, log_id: str, message: bytes) -> bytes:
        """Sign a message with the log's own Ed25519 key (RFC 8032); 64 bytes.

        Raises:
            UnknownLog: if there is no such log.
        """
        ...

    def keep_file(self, log_id: str, content: bytes) -> str:
        """Keep a file beside a log, in a private space under the space's key.

        Returns:
            SHA-256 of the content in hex, by which `file` gives it back; the same content again
            changes nothing.

        Raises:
            SpaceErased: if the log's key was destroyed.
            UnknownLog: if there is no such log.
        """
        ...

    def file(self, log_id: str, digest: str) -> bytes:
        """Return a file that was kept, checked against its digest.

        Raises:
            FileNotKept: if it was erased or never came.
            RecordDamaged: if it is not what was kept.
        """
        ...

    def erase(self, erasures: Sequence[Erasure]) -> None:
        """Erase disclosures, files and whole private spaces; leaves, roots and proofs stand.

        What is not here (any more) is passed over and remembered all the same, so that a list can
        be applied again to a store that was restored from an older copy. It cannot be undone.

        Raises:
            Malformed: if a whole space is to be erased that is not private.
        """
        ...

    def erasures(self) -> tuple[Erasure, ...]:
        """Return everything that was erased, in that order."""
        ...

    def close(self) -> None:
        """Give the store back; doing it again changes nothing."""
        ...

    def __enter__(self) -> Self:
        """Return the store itself."""
        ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the store."""
        ...


def is_private(space: str) -> bool:
    """Say whether a space keeps its disclosures under a key of its own."""
    return space.startswith(PRIVATE_PREFIX)


def check_new_log(log_id: str, *, space: str, existing: Iterable[tuple[str, str, bool]]) -> bool:
    """Say whether a log has still to be begun, and refuse what cannot be one.

    Args:
        log_id: the id of the log that someone wants.
        space: its space.
        existing: id, space and whether it was erased, of each log that there is.

    Returns:
        True if there is no such log yet; False if it is there already.

    Raises:
        LogExists: if the space has another log, or the id belongs to another space.
        SpaceErased: if the log is there and was erased.
        Malformed: if the id or the name of the space is not usable.
    """
    if not is_log_id(log_id):
        raise Malformed(f"{log_id[:40]!r} is not a log id (32 lower-case hexadecimal digits)")
    if not space or not space.isprintable() or space != space.strip():
        raise Malformed(f"{space[:40]!r} cannot be the name of a space")
    for known_id, known_space, erased in existing:
        if known_id == log_id and known_space == space:
            if erased:
                raise SpaceErased(log_id)
            return False
        if known_id == log_id or (known_space == space and not erased):
            raise LogExists(known_space)
    return True


def check_turn(new: Sequence[Draft], *, head: Head, expected_head: Head, erased: bool) -> None:
    """Refuse drafts that are not written yet and whose time is not now.

    Args:
        new: the drafts that are not in the record yet; none of them is never refused.
        head: the log's head.
        expected_head: the head that they were made for.
        erased: whether the log's key was destroyed.

    Raises:
        SpaceErased: if nothing can be appended any more.
        HeadMoved: if the heads differ.
    """
    if new and erased:
        raise SpaceErased(head.log_id)
    if new and head != expected_head:
        raise HeadMoved(head)


def check_after(after: int) -> None:
    """Refuse to read from before the beginning.

    Raises:
        Malformed: if the number is negative.
    """
    if after < 0:
        raise Malformed(f"reading cannot begin {-after} entries before the first")


def unwritten(
    drafts: Sequence[Draft],
    *,
    log_id: str,
    find: Callable[[str], tuple[str, tuple[str, ...]] | None],
) -> list[Draft]:
    """Return the drafts that are not in the record yet, in their order.

    Args:
        drafts: what someone wants to append.
        log_id: where to.
        find: gives log id and commitments of the entry that has an id, or None.

    Returns:
        Those that no entry of this log has the id and the commitments of.

    Raises:
        EntryIdTaken: if an id stands for another entry, or twice among the drafts.
    """
    new: dict[str, Draft] = {}
    for draft in drafts:
        there = find(draft.entry_id)
        if draft.entry_id in new or (there and there != (log_id, draft.commitments)):
            raise EntryIdTaken(draft.entry_id)
        if there is None:
            new[draft.entry_id] = draft
    return list(new.values())
