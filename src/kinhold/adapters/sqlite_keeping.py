"""What a household's file keeps beside its entries: checkpoints, files, erasures, housekeeping.

These work on an open connection inside a transaction that `SqliteStore` holds.
"""

from __future__ import annotations

from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from kinhold.adapters.keys import (
    CannotDecipher,
    LogSigner,
    SpaceCipher,
    place_of_entry,
    place_of_file,
)
from kinhold.adapters.sqlite_file import FileBusy, in_plain_words
from kinhold.journal.erasure import Erasure, kept_after, read_erasure, write_erasure
from kinhold.journal.leaf import join_disclosures, split_disclosures
from kinhold.journal.log import RecordDamaged
from kinhold.journal.store import FileNotKept, Issued
from kinhold.journal.verify import read_moment, write_moment
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlcipher3 import dbapi2

    from kinhold.journal.entry import Dice


RECIPIENT: Final = "backup recipient"
FOLDER: Final = "backup folder"
LAST_BACKUP: Final = "last backup"
TROUBLE: Final = "backup trouble"
LAST_CHECK: Final = "last check"
IMPORT_KEY: Final = "import key"
CALENDARS_FETCHED: Final = "calendars fetched"
"""The lines of housekeeping: to whom backups are sealed, where they go, when the last was made, why
the last could not be, what the last check found, what makes ids of imported entries this household's
own, and when each calendar was last fetched."""


@contextmanager
def writing(connection: dbapi2.Connection, path: Path) -> Iterator[None]:
    """Hold the file's one write lock; keep all that was written, or nothing.

    Raises:
        HouseholdFileError: the class that fits, with a sentence that says what to do.
    """
    with in_plain_words(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def empty_wal(connection: dbapi2.Connection, path: Path) -> None:
    """Overwrite what the log beside the file still holds of what was erased.

    Raises:
        FileBusy: if all of it is gone, but another program reads the file at this moment.
    """
    with in_plain_words(path):
        (busy, _, _) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise FileBusy(
            path,
            "It was erased, but another program has this file open, so traces may remain. "
            "Close the other program and erase once more.",
        )


def signer(connection: dbapi2.Connection, log_id: str) -> LogSigner | None:
    """Return what signs for a log, or None before its first checkpoint."""
    row = _one(connection, "SELECT seed FROM log_key WHERE log_id = ?", (log_id,))
    return LogSigner(row[0]) if row else None


def new_signer(connection: dbapi2.Connection, log_id: str, *, dice: Dice) -> LogSigner:
    """Make and keep the key of a log."""
    seed = dice.key()
    connection.execute("INSERT INTO log_key (log_id, seed) VALUES (?, ?)", (log_id, seed))
    return LogSigner(seed)


def issued(connection: dbapi2.Connection, log_id: str) -> tuple[Issued, ...]:
    """Return the checkpoints of a log that were given out, the smallest first."""
    rows = connection.execute(
        "SELECT size, note, issued_at FROM checkpoint WHERE log_id = ? ORDER BY size", (log_id,)
    ).fetchall()
    return tuple(
        Issued(log_id=log_id, size=size, note=note, issued_at=read_moment(at))
        for size, note, at in rows
    )


def keep_issued(connection: dbapi2.Connection, made: Issued) -> None:
    """Keep a checkpoint that is about to be given out."""
    connection.execute(
        "INSERT INTO checkpoint (log_id, size, note, issued_at) VALUES (?, ?, ?, ?)",
        (made.log_id, made.size, made.note, write_moment(made.issued_at)),
    )


def keep_file(
    connection: dbapi2.Connection,
    log_id: str,
    content: bytes,
    *,
    cipher: SpaceCipher | None,
    dice: Dice,
) -> str:
    """Keep a file beside a log and return its digest."""
    digest = sha256(content).hexdigest()
    stored = content
    if cipher is not None:
        place = place_of_file(log_id, digest)
        stored = cipher.encipher(content, place=place, nonce=dice.nonce())
    connection.execute(
        "INSERT OR IGNORE INTO attachment (log_id, digest, content) VALUES (?, ?, ?)",
        (log_id, digest, stored),
    )
    return digest


def read_file(
    connection: dbapi2.Connection, log_id: str, digest: str, *, cipher: SpaceCipher | None
) -> bytes:
    """Return a file that was kept.

    Raises:
        FileNotKept: if it is not here.
        RecordDamaged: if it is not what was kept.
    """
    row = _one(
        connection,
        "SELECT content FROM attachment WHERE log_id = ? AND digest = ?",
        (log_id, digest),
    )
    if row is None:
        raise FileNotKept(digest)
    content: bytes = row[0]
    try:
        if cipher is not None:
            content = cipher.decipher(content, place=place_of_file(log_id, digest))
    except CannotDecipher:
        content = b""
    if sha256(content).hexdigest() != digest:
        raise RecordDamaged(
            log_id=log_id,
            sequence=0,
            entry_id="",
            reason=_("the file {digest}… kept with it was changed").format(digest=digest[:16]),
        )
    return content


def erase_entry(
    connection: dbapi2.Connection, erasure: Erasure, *, cipher: SpaceCipher | None, dice: Dice
) -> None:
    """Take an entry's erased disclosures and files out of their rows."""
    for digest in erasure.files:
        connection.execute(
            "DELETE FROM attachment WHERE log_id = ? AND digest = ?", (erasure.log_id, digest)
        )
    row = _one(
        connection,
        "SELECT sequence, disclosures FROM entry WHERE log_id = ? AND entry_id = ?",
        (erasure.log_id, erasure.entry_id),
    )
    if row is None or row[1] is None:
        return
    sequence, stored = row
    place = place_of_entry(erasure.log_id, sequence)
    joined = stored if cipher is None else cipher.decipher(stored, place=place).decode("ascii")
    left: str | bytes | None = join_disclosures(
        kept_after(split_disclosures(joined), erasure.digests)
    )
    if left == joined:
        return
    if isinstance(left, str) and cipher is not None:
        left = cipher.encipher(left.encode("ascii"), place=place, nonce=dice.nonce())
    connection.execute(
        "UPDATE entry SET disclosures = ? WHERE log_id = ? AND sequence = ?",
        (left, erasure.log_id, sequence),
    )


def erase_space(connection: dbapi2.Connection, log_id: str) -> None:
    """Destroy the key of a private space, and the files that lay under it."""
    connection.execute(
        "DELETE FROM space_key WHERE key_id = (SELECT key_id FROM log WHERE log_id = ?)", (log_id,)
    )
    connection.execute("DELETE FROM attachment WHERE log_id = ?", (log_id,))


def remember(connection: dbapi2.Connection, erasure: Erasure) -> None:
    """Put an erasure on the list, once."""
    connection.execute("INSERT OR IGNORE INTO erasure (line) VALUES (?)", (write_erasure(erasure),))


def remembered(connection: dbapi2.Connection) -> tuple[Erasure, ...]:
    """Return the list of erasures, the oldest first."""
    rows = connection.execute("SELECT line FROM erasure ORDER BY rowid").fetchall()
    return tuple(read_erasure(line) for (line,) in rows)


def read_note(connection: dbapi2.Connection, name: str) -> str:
    """Return a line of housekeeping; empty where there is none."""
    row = _one(connection, "SELECT value FROM housekeeping WHERE name = ?", (name,))
    return row[0] if row else ""


def write_note(connection: dbapi2.Connection, name: str, value: str) -> None:
    """Keep a line of housekeeping in the place of an earlier one."""
    connection.execute(
        "INSERT INTO housekeeping (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _one(
    connection: dbapi2.Connection, statement: str, values: tuple[object, ...]
) -> tuple[Any, ...] | None:
    row: tuple[Any, ...] | None = connection.execute(statement, values).fetchone()
    return row
