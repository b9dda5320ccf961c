"""Logs in a household's file that only somebody's own words open, and that nothing else speaks of.

Each has a random key, wrapped under what Argon2id makes of the words; its entries, times and ids
lie enciphered whole under that key (AES-256-GCM), filled up to whole kibibytes. The logs of the
household are in other tables, so whoever lists, counts, checks, signs or exports those does not
come past here. Whoever gives words does the same work whether or not they open anything: one
Argon2id over the file's own salt, and one look at all that is wrapped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from kinhold.adapters import envelope
from kinhold.adapters.keys import CannotDecipher, SpaceCipher, place_of_entry
from kinhold.adapters.sqlite_file import FileDamaged, in_plain_words
from kinhold.adapters.sqlite_keeping import empty_wal, writing
from kinhold.journal.leaf import join_disclosures
from kinhold.journal.log import Frontier, LogEnd, LogReader, RecordDamaged, seal_all
from kinhold.journal.store import HeadMoved, UnknownLog, check_after
from kinhold.journal.verify import Malformed, leaf_hash, parse_leaf, write_moment
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from sqlcipher3 import dbapi2

    from kinhold.journal.entry import Dice, Draft, Entry, Head, Stretch
    from kinhold.journal.log import StoredRow

CHUNK: Final = 500
BLOCK: Final = 1024
"""An entry takes whole blocks of so many bytes, so that its length says little."""
_LENGTH: Final = 4
_SIZE: Final = 8
_HASH: Final = 32
_PURPOSE: Final = b"kinhold/1/sealed log"
_DOES_NOT_ADD_UP: Final = N_(
    "What was opened here is damaged: its end cannot be read. Put a copy of the file "
    "aside, then go back to your latest backup."
)


class SealedLogs:
    """The sealed logs of one open file; `SqliteStore.sealed` makes it."""

    def __init__(self, connection: dbapi2.Connection, *, path: Path, dice: Dice) -> None:
        """Take the connection of an open store; nothing is read yet."""
        self._connection: Final = connection
        self._path: Final = path
        self._dice: Final = dice

    def open(self, words: str) -> SealedLog | None:
        """Return the log that belongs to these words; None where none does.

        Args:
            words: any text; letter case counts, blanks around it do not.
        """
        return self._opened(self._key_of(words))

    def begin(self, words: str) -> SealedLog:
        """Begin a log that these words open; return the one that they open already, if any."""
        key = self._key_of(words)
        with writing(self._connection, self._path):
            known = self._opened(key)
            if known is not None:
                return known
            log_id, own = self._dice.new_log_id(), self._dice.key()
            log = self._log(log_id, own)
            self._connection.execute(
                "INSERT INTO sealed (log_id, key, end) VALUES (?, ?, ?)",
                (
                    log_id,
                    self._wrapped(own, key=key, log_id=log_id),
                    log.sealed_end(LogEnd(log_id)),
                ),
            )
        return log

    def change(self, log: SealedLog, words: str) -> bool:
        """Let other words open a log, in the place of those so far.

        Returns:
            False, and nothing is changed, where the words open another log already.

        Raises:
            UnknownLog: if the log was erased meanwhile.
        """
        key = self._key_of(words)
        with writing(self._connection, self._path):
            known = self._opened(key)
            if known is not None and known.log_id != log.log_id:
                return False
            wrapped = self._wrapped(log.key, key=key, log_id=log.log_id)
            done = self._connection.execute(
                "UPDATE sealed SET key = ? WHERE log_id = ?", (wrapped, log.log_id)
            )
            if done.rowcount != 1:
                raise UnknownLog(log.log_id)
        empty_wal(self._connection, self._path)
        return True

    def erase(self, log: SealedLog) -> None:
        """Destroy a log's key and take its entries out of the file, and leave no trace beside it.

        It stands on no list: that would say that there was one. Backups made before still hold it.

        Raises:
            FileBusy: if all of it is gone, but another program reads the file at this moment.
        """
        with writing(self._connection, self._path):
            for table in ("sealed", "sealed_entry"):
                self._connection.execute(f"DELETE FROM {table} WHERE log_id = ?", (log.log_id,))
        empty_wal(self._connection, self._path)

    def _key_of(self, words: str) -> SpaceCipher:
        with in_plain_words(self._path):
            row = self._connection.execute(
                "SELECT salt, memory_kib, passes FROM sealed_salt"
            ).fetchone()
        if row is None:
            raise FileDamaged(self._path, _(_DOES_NOT_ADD_UP))
        salt, memory_kib, passes = row
        if memory_kib > envelope.LIMIT_KIB or passes > envelope.LIMIT_PASSES:
            raise FileDamaged(self._path, _(_DOES_NOT_ADD_UP))
        made = envelope.stretched(words, salt=salt, memory_kib=memory_kib, passes=passes)
        return SpaceCipher(envelope.derived(made, _PURPOSE))

    def _opened(self, key: SpaceCipher) -> SealedLog | None:
        with in_plain_words(self._path):
            rows = self._connection.execute("SELECT log_id, key FROM sealed").fetchall()
        found = None
        for log_id, wrapped in rows:  # all of them: how many there are takes no other way
            try:
                own = key.decipher(wrapped, place=f"{log_id}/key")
            except CannotDecipher:
                continue
            found = self._log(log_id, own)
        return found

    def _log(self, log_id: str, key: bytes) -> SealedLog:
        return SealedLog(self._connection, path=self._path, dice=self._dice, name=(log_id, key))

    def _wrapped(self, own: bytes, *, key: SpaceCipher, log_id: str) -> bytes:
        return key.encipher(own, place=f"{log_id}/key", nonce=self._dice.nonce())


class SealedLog:
    """One log that was opened with its words: append-only and chained like every other.

    Attributes:
        log_id: 32 hexadecimal digits.
        key: its own key.
    """

    def __init__(
        self, connection: dbapi2.Connection, *, path: Path, dice: Dice, name: tuple[str, bytes]
    ) -> None:
        """Take id and key, from `SealedLogs`."""
        self.log_id, self.key = name
        self._connection: Final = connection
        self._path: Final = path
        self._dice: Final = dice
        self._cipher: Final = SpaceCipher(self.key)

    def head(self) -> Head:
        """Return the log's head.

        Raises:
            UnknownLog: if it was erased meanwhile.
        """
        return self._end().head

    def stretches(self, *, after: int = 0) -> Iterator[Stretch]:
        """Read the entries by column, each checked, as `LogStore.stretches` does.

        Raises:
            UnknownLog: if it was erased meanwhile.
            RecordDamaged: before anything of a stretch with an entry that is not what was written.
        """
        check_after(after)
        end = self._end()
        size = end.frontier.size
        if after >= size:
            return
        previous = self._rows(after - 1, after)[0][2] if after else b""
        reader = LogReader(
            log_id=self.log_id,
            sequence=after,
            previous=leaf_hash(previous) if after else LogEnd(self.log_id).last_hash,
        )
        for low in range(after, size, CHUNK):
            rows = self._rows(low, min(low + CHUNK, size))
            if not rows:
                break
            yield reader.stretch(rows)
        reader.check_end(end)

    def append(
        self, drafts: Sequence[Draft], *, expected_head: Head, recorded_at: datetime
    ) -> Head:
        """Append drafts, all or none.

        Args:
            drafts: what to append, in order; their ids must be new.
            expected_head: the head that the caller has seen.
            recorded_at: the appender's clock, aware.

        Raises:
            HeadMoved: with the current head, if it is not the one expected.
            UnknownLog: if the log was erased meanwhile.
        """
        with writing(self._connection, self._path):
            before = self._end()
            if before.head != expected_head:
                raise HeadMoved(before.head)
            entries, end = seal_all(before, drafts, recorded_at=recorded_at)
            self._connection.executemany(
                "INSERT INTO sealed_entry (log_id, sequence, content) VALUES (?, ?, ?)",
                ((self.log_id, each.sequence, self._sealed(each)) for each in entries),
            )
            self._connection.execute(
                "UPDATE sealed SET end = ? WHERE log_id = ?", (self.sealed_end(end), self.log_id)
            )
        return end.head

    def sealed_end(self, end: LogEnd) -> bytes:
        """Return where the log ends, enciphered: so nobody takes entries off it unnoticed."""
        content = (
            end.frontier.size.to_bytes(_SIZE, "big") + end.last_hash + b"".join(end.frontier.nodes)
        )
        return self._cipher.encipher(
            _filled(content), place=f"{self.log_id}/end", nonce=self._dice.nonce()
        )

    def _end(self) -> LogEnd:
        with in_plain_words(self._path):
            row = self._connection.execute(
                "SELECT end FROM sealed WHERE log_id = ?", (self.log_id,)
            ).fetchone()
        if row is None:
            raise UnknownLog(self.log_id)
        try:
            content = _emptied(self._cipher.decipher(row[0], place=f"{self.log_id}/end"))
            hashes = [content[at : at + _HASH] for at in range(_SIZE, len(content), _HASH)]
            frontier = Frontier(
                size=int.from_bytes(content[:_SIZE], "big"), nodes=tuple(hashes[1:])
            )
        except (CannotDecipher, Malformed) as error:
            raise FileDamaged(self._path, _(_DOES_NOT_ADD_UP)) from error
        return LogEnd(log_id=self.log_id, frontier=frontier, last_hash=hashes[0])

    def _rows(self, low: int, high: int) -> list[StoredRow]:
        with in_plain_words(self._path):
            rows = self._connection.execute(
                "SELECT sequence, content FROM sealed_entry "
                "WHERE log_id = ? AND sequence >= ? AND sequence < ? ORDER BY sequence",
                (self.log_id, low, high),
            ).fetchall()
        return [self._row(*row) for row in rows]

    def _row(self, sequence: int, stored: Any) -> StoredRow:  # noqa: ANN401 - whatever the file holds
        try:
            content = _emptied(
                self._cipher.decipher(stored, place=place_of_entry(self.log_id, sequence))
            )
            length = int.from_bytes(content[:_LENGTH], "big")
            leaf, joined = content[_LENGTH : _LENGTH + length], content[_LENGTH + length :]
            read = parse_leaf(leaf)
        except (CannotDecipher, Malformed, TypeError) as error:
            raise RecordDamaged(
                log_id=self.log_id,
                sequence=sequence,
                entry_id="",
                reason=_("it cannot be deciphered"),
            ) from error
        return read.entry_id, write_moment(read.recorded_at), leaf, joined.decode("ascii")

    def _sealed(self, entry: Entry) -> bytes:
        joined = (join_disclosures(entry.disclosures) or "").encode("ascii")
        content = len(entry.leaf).to_bytes(_LENGTH, "big") + entry.leaf + joined
        place = place_of_entry(self.log_id, entry.sequence)
        return self._cipher.encipher(_filled(content), place=place, nonce=self._dice.nonce())


def _filled(content: bytes) -> bytes:
    """Content with its length before it and zeros after it, up to a whole block."""
    framed = len(content).to_bytes(_LENGTH, "big") + content
    return framed + bytes(-len(framed) % BLOCK)


def _emptied(filled: bytes) -> bytes:
    length = int.from_bytes(filled[:_LENGTH], "big")
    return filled[_LENGTH : _LENGTH + length]
