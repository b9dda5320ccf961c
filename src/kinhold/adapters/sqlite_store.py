"""One household in one SQLite file, plain or enciphered: the store for real use.

A store belongs to the thread that opened it. The web app opens one for each request, which costs
about a millisecond; the file's own locks keep writers apart, also those of other processes.
While it is open, two more files (`-wal`, `-shm`) stand beside it. When the last store closes they
are folded in and removed, so that the household is a single file that can be copied.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeVar

from kinhold.adapters import sqlite_keeping as keeping
from kinhold.adapters.keys import CannotDecipher, SpaceCipher, SystemDice, place_of_entry
from kinhold.adapters.sqlite_file import FileDamaged, connect, in_plain_words
from kinhold.adapters.sqlite_sealed import SealedLogs
from kinhold.journal.leaf import join_disclosures
from kinhold.journal.log import Frontier, LogEnd, LogReader, RecordDamaged, seal_all
from kinhold.journal.notes import sign_checkpoint, vkey_of_log
from kinhold.journal.store import (
    Batch,
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
from kinhold.journal.verify import leaf_hash, parse_leaf, write_moment
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from types import TracebackType

    from sqlcipher3 import dbapi2

    from kinhold.journal.entry import Dice, Draft, Entry, Head, Stretch
    from kinhold.journal.erasure import Erasure
    from kinhold.journal.log import StoredRow

R = TypeVar("R")

CHUNK = 4_000
"""How many rows are read and checked at once: some four megabytes."""

_HASH_SIZE = 32
_DOES_NOT_ADD_UP = N_(
    "The file is damaged: its account of a log does not add up. Put a copy of it aside, "
    "then go back to your latest backup."
)


def open_store(
    path: str | os.PathLike[str],
    *,
    create: bool = False,
    key: bytes | None = None,
    wait: float = 5.0,
    dice: Dice | None = None,
) -> SqliteStore:
    """Open a household's file, or begin a new one.

    Args:
        path: the file, by custom `NAME.kinhold`.
        create: begin a new file; one that is there is never overwritten.
        key: 32 bytes where the whole file is enciphered; None where it is plain.
        wait: how many seconds to wait for another writer.
        dice: where keys and nonces of private spaces come from; the system's if None.

    Returns:
        The store. Close it, or use it in a `with` statement.

    Raises:
        HouseholdFileError: the subclass that fits (`kinhold.adapters.sqlite_file`), with a
            sentence that says what is wrong and what to do.
    """
    file = Path(path)
    return SqliteStore(
        connect(file, create=create, key=key, wait=wait), path=file, dice=dice or SystemDice()
    )


class _LogRow(NamedTuple):
    """A row of the table `log`, with the key of its space."""

    log_id: str
    space: str
    end: LogEnd
    cipher: SpaceCipher | None
    erased: bool


class SqliteStore:
    """A `LogStore` in one SQLite file; made by `open_store`."""

    def __init__(self, connection: dbapi2.Connection, *, path: Path, dice: Dice) -> None:
        """Take a connection that was opened and checked by `sqlite_file.connect`."""
        self._connection = connection
        self._path = path
        self._dice = dice

    def log_ids(self) -> tuple[str, ...]:
        """Return the ids of all logs, the oldest first."""
        return tuple(row[0] for row in self._fetch("SELECT log_id FROM log ORDER BY rowid"))

    def heads(self) -> tuple[Head, ...]:
        """Return the heads of all logs; see `LogStore.heads`."""
        rows = self._fetch("SELECT log_id, size, last_hash, frontier FROM log ORDER BY rowid")
        return tuple(self._end(*row).head for row in rows)

    def create_log(self, log_id: str, *, space: str) -> Head:
        """Begin the log of a space; see `LogStore.create_log`."""
        with self._writing():
            existing = self._fetch(
                "SELECT log_id, space, log.key_id IS NOT NULL AND space_key.key_id IS NULL "
                "FROM log LEFT JOIN space_key USING (key_id)"
            )
            if check_new_log(log_id, space=space, existing=existing):
                key_id = self._new_key() if is_private(space) else None
                end = LogEnd(log_id)
                self._connection.execute(
                    "INSERT INTO log (log_id, space, key_id, size, last_hash, frontier) "
                    "VALUES (?, ?, ?, 0, ?, ?)",
                    (log_id, space, key_id, end.last_hash, b""),
                )
        return self.head(log_id)

    def space_of(self, log_id: str) -> str:
        """Return the space of a log; see `LogStore.space_of`."""
        return self._log(log_id).space

    def head(self, log_id: str) -> Head:
        """Return a log's head; see `LogStore.head`."""
        return self._log(log_id).end.head

    def read(self, log_id: str, *, after: int = 0) -> Iterator[Entry]:
        """Read a log's entries in order, each checked; see `LogStore.read`."""
        return self._read(log_id, after, LogReader.entries)

    def stretches(self, log_id: str, *, after: int = 0) -> Iterator[Stretch]:
        """Read a log's entries by column, each checked; see `LogStore.stretches`."""
        return self._read(log_id, after, lambda reader, rows: (reader.stretch(rows),))

    def append(
        self, log_id: str, drafts: Sequence[Draft], *, expected_head: Head, recorded_at: datetime
    ) -> Head:
        """Append drafts to one log, all or none; see `LogStore.append`."""
        return self.append_all({log_id: (drafts, expected_head)}, recorded_at=recorded_at)[log_id]

    def append_all(self, batches: Mapping[str, Batch], *, recorded_at: datetime) -> dict[str, Head]:
        """Append to several logs, all or none of it; see `LogStore.append_all`."""
        heads: dict[str, Head] = {}
        with self._writing():
            for log_id, (drafts, expected_head) in batches.items():
                log = self._log(log_id)
                new = unwritten(drafts, log_id=log_id, find=self._find)
                check_turn(new, head=log.end.head, expected_head=expected_head, erased=log.erased)
                entries, end = seal_all(log.end, new, recorded_at=recorded_at)
                self._write(log, entries, end)
                heads[log_id] = end.head
        return heads

    def checkpoint(self, log_id: str, *, issued_at: datetime) -> Issued:
        """Sign the log's head and keep what was signed; see `LogStore.checkpoint`."""
        with self._writing():
            head = self._log(log_id).end.head
            given = keeping.issued(self._connection, log_id)
            if given and given[-1].size == head.size:
                return given[-1]
            signer = keeping.signer(self._connection, log_id) or keeping.new_signer(
                self._connection, log_id, dice=self._dice
            )
            vkey = vkey_of_log(log_id, public_key=signer.public_key())
            note = sign_checkpoint(head, vkey=vkey, sign=signer.sign)
            made = Issued(log_id=log_id, size=head.size, note=note, issued_at=issued_at)
            keeping.keep_issued(self._connection, made)
        return made

    def checkpoints(self, log_id: str) -> tuple[Issued, ...]:
        """Return the checkpoints that were given out; see `LogStore.checkpoints`."""
        self._log(log_id)
        with in_plain_words(self._path):
            return keeping.issued(self._connection, log_id)

    def public_key(self, log_id: str) -> bytes | None:
        """Return the log's public key; see `LogStore.public_key`."""
        self._log(log_id)
        with in_plain_words(self._path):
            signer = keeping.signer(self._connection, log_id)
        return signer.public_key() if signer else None

    def sign(self, log_id: str, message: bytes) -> bytes:
        """Sign with the log's own key; see `LogStore.sign`."""
        self._log(log_id)
        with self._writing():
            signer = keeping.signer(self._connection, log_id) or keeping.new_signer(
                self._connection, log_id, dice=self._dice
            )
        return signer.sign(message)

    def keep_file(self, log_id: str, content: bytes) -> str:
        """Keep a file beside a log; see `LogStore.keep_file`."""
        with self._writing():
            log = self._log(log_id)
            if log.erased:
                raise SpaceErased(log_id)
            return keeping.keep_file(
                self._connection, log_id, content, cipher=log.cipher, dice=self._dice
            )

    def file(self, log_id: str, digest: str) -> bytes:
        """Return a file that was kept; see `LogStore.file`."""
        log = self._log(log_id)
        with in_plain_words(self._path):
            return keeping.read_file(self._connection, log_id, digest, cipher=log.cipher)

    def erase(self, erasures: Sequence[Erasure]) -> None:
        """Erase, and leave no trace in the file or beside it; see `LogStore.erase`.

        Raises:
            FileBusy: if all of it is gone, but another program holds the file open so that a trace
                stays in the file beside; do it again when that program has closed.
        """
        with self._writing():
            known = set(self.log_ids())
            for erasure in erasures:
                if erasure.log_id in known:
                    self._erase(erasure)
                keeping.remember(self._connection, erasure)
        keeping.empty_wal(self._connection, self._path)

    def erasures(self) -> tuple[Erasure, ...]:
        """Return everything that was erased; see `LogStore.erasures`."""
        with in_plain_words(self._path):
            return keeping.remembered(self._connection)

    def housekeeping(self, name: str) -> str:
        """Return a line that this file keeps about its own care; empty where there is none."""
        with in_plain_words(self._path):
            return keeping.read_note(self._connection, name)

    def keep_house(self, name: str, value: str) -> None:
        """Keep a line about the file's own care, such as when it was last backed up."""
        with self._writing():
            keeping.write_note(self._connection, name, value)

    def copy_to(self, path: Path, *, key: bytes | None) -> None:
        """Copy the whole file as it is now, while others read and write (SQLite's backup API).

        Args:
            path: where there is no file yet.
            key: the key of this file, which is that of the copy too.
        """
        with in_plain_words(path):
            target = connect(path, create=True, key=key, wait=0)
            try:
                target.execute("PRAGMA journal_mode = DELETE")
                self._connection.backup(target)
            finally:
                target.close()

    def sealed(self) -> SealedLogs:
        """Return the logs that only somebody's own words open; none of them is listed anywhere."""
        return SealedLogs(self._connection, path=self._path, dice=self._dice)

    def close(self) -> None:
        """Close the file; doing it again changes nothing."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.close()

    # --- Rows ---------------------------------------------------------------------------------

    def _fetch(self, statement: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        with in_plain_words(self._path):
            rows: list[tuple[Any, ...]] = self._connection.execute(statement, values).fetchall()
        return rows

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the file's one write lock; keep all that was written, or nothing."""
        with keeping.writing(self._connection, self._path):
            yield

    def _end(self, log_id: str, size: int, last_hash: bytes, joined: bytes) -> LogEnd:
        starts = range(0, len(joined), _HASH_SIZE)
        nodes = tuple(joined[start : start + _HASH_SIZE] for start in starts)
        try:
            frontier = Frontier(size=size, nodes=nodes)
        except Malformed as error:
            raise FileDamaged(
                self._path,
                _(_DOES_NOT_ADD_UP),
            ) from error
        return LogEnd(log_id=log_id, frontier=frontier, last_hash=last_hash)

    def _log(self, log_id: str) -> _LogRow:
        rows = self._fetch(
            "SELECT space, size, last_hash, frontier, log.key_id, space_key.key "
            "FROM log LEFT JOIN space_key USING (key_id) WHERE log_id = ?",
            (log_id,),
        )
        if not rows:
            raise UnknownLog(log_id)
        space, size, last_hash, joined, key_id, key = rows[0]
        return _LogRow(
            log_id=log_id,
            space=space,
            end=self._end(log_id, size, last_hash, joined),
            cipher=SpaceCipher(key) if key is not None else None,
            erased=key_id is not None and key is None,
        )

    def _erase(self, erasure: Erasure) -> None:
        log = self._log(erasure.log_id)
        if not erasure.whole_space:
            if not log.erased:
                keeping.erase_entry(self._connection, erasure, cipher=log.cipher, dice=self._dice)
            return
        if not is_private(log.space):
            raise Malformed(
                _("The space {space!r} is not private and has no key of its own.").format(
                    space=log.space
                )
            )
        keeping.erase_space(self._connection, erasure.log_id)

    def _find(self, entry_id: str) -> tuple[str, tuple[str, ...]] | None:
        rows = self._fetch("SELECT log_id, leaf FROM entry WHERE entry_id = ?", (entry_id,))
        return (rows[0][0], parse_leaf(rows[0][1]).digests) if rows else None

    def _new_key(self) -> str:
        key_id = self._dice.new_log_id()
        self._connection.execute(
            "INSERT INTO space_key (key_id, key) VALUES (?, ?)", (key_id, self._dice.key())
        )
        return key_id

    def _write(self, log: _LogRow, entries: Sequence[Entry], end: LogEnd) -> None:
        self._connection.executemany(
            "INSERT INTO entry (log_id, sequence, entry_id, recorded_at, leaf, disclosures) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (
                (
                    entry.log_id,
                    entry.sequence,
                    entry.entry_id,
                    write_moment(entry.recorded_at),
                    entry.leaf,
                    self._closed(log, entry),
                )
                for entry in entries
            ),
        )
        self._connection.execute(
            "UPDATE log SET size = ?, last_hash = ?, frontier = ? WHERE log_id = ?",
            (end.frontier.size, end.last_hash, b"".join(end.frontier.nodes), log.log_id),
        )

    def _closed(self, log: _LogRow, entry: Entry) -> str | bytes | None:
        joined = join_disclosures(entry.disclosures)
        if joined is None or log.cipher is None:
            return joined
        place = place_of_entry(log.log_id, entry.sequence)
        return log.cipher.encipher(joined.encode("ascii"), place=place, nonce=self._dice.nonce())

    # --- Reading ------------------------------------------------------------------------------

    def _read(
        self, log_id: str, after: int, turn: Callable[[LogReader, Sequence[StoredRow]], Iterable[R]]
    ) -> Iterator[R]:
        check_after(after)
        log = self._log(log_id)
        if after >= log.end.frontier.size:
            return iter(())
        return self._turned(log, after, turn)

    def _turned(
        self,
        log: _LogRow,
        after: int,
        turn: Callable[[LogReader, Sequence[StoredRow]], Iterable[R]],
    ) -> Iterator[R]:
        size = log.end.frontier.size
        reader = LogReader(
            log_id=log.log_id, sequence=after, previous=self._hash_before(log, after)
        )
        for low in range(after, size, CHUNK):
            rows = self._rows(log.log_id, low, min(low + CHUNK, size))
            if not rows:
                break
            try:
                yield from turn(reader, _opened(log, rows, low))
            except (
                TypeError,
                AttributeError,
            ) as error:  # a number or a blob where the table promises a text
                raise FileDamaged(self._path, _(_DOES_NOT_ADD_UP)) from error
        reader.check_end(log.end)

    def _hash_before(self, log: _LogRow, after: int) -> bytes:
        if after == 0:
            return LogEnd(log.log_id).last_hash
        rows = self._rows(log.log_id, after - 1, after)
        return leaf_hash(rows[0][2]) if rows else b""

    def _rows(self, log_id: str, low: int, high: int) -> list[tuple[Any, ...]]:
        statement = (
            "SELECT entry_id, recorded_at, leaf, disclosures FROM entry "
            "WHERE log_id = ? AND sequence >= ? AND sequence < ? ORDER BY sequence"
        )
        try:
            return self._fetch(statement, (log_id, low, high))
        except FileDamaged:  # perhaps text that is not UTF-8: let the reader name the entry
            self._connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
            try:
                return self._fetch(statement, (log_id, low, high))
            finally:
                self._connection.text_factory = str


def _opened(log: _LogRow, rows: list[tuple[Any, ...]], low: int) -> Sequence[StoredRow]:
    """Decipher the disclosures of a private space's rows; leave others as they are."""
    if log.erased:
        return [
            (entry_id, recorded_at, leaf, None) for entry_id, recorded_at, leaf, _unused in rows
        ]
    if log.cipher is None:
        return rows
    return [_deciphered(log, row, sequence) for sequence, row in enumerate(rows, start=low)]


def _deciphered(log: _LogRow, row: tuple[Any, ...], sequence: int) -> StoredRow:
    entry_id, recorded_at, leaf, stored = row
    if stored is None or log.cipher is None:
        return entry_id, recorded_at, leaf, None
    try:
        place = place_of_entry(log.log_id, sequence)
        joined = log.cipher.decipher(stored, place=place).decode("ascii")
    except CannotDecipher as error:
        raise RecordDamaged(
            log_id=log.log_id,
            sequence=sequence,
            entry_id=entry_id,
            reason=_("its private part cannot be deciphered"),
        ) from error
    return entry_id, recorded_at, leaf, joined
