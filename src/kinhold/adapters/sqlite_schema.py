"""The tables of a household's file, and how a file of an earlier version is brought to this one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.adapters.envelope import MEMORY_KIB, PASSES

if TYPE_CHECKING:
    from sqlcipher3 import dbapi2

APPLICATION_ID = 0x4B494E48  # "KINH" at byte 68 of the file
FORMAT_VERSION = 3

SCHEMA = (
    "CREATE TABLE space_key (key_id TEXT PRIMARY KEY, key BLOB NOT NULL) STRICT",
    """CREATE TABLE log (
        log_id TEXT PRIMARY KEY, space TEXT NOT NULL, key_id TEXT,
        size INTEGER NOT NULL, last_hash BLOB NOT NULL, frontier BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE entry (
        log_id TEXT NOT NULL REFERENCES log (log_id), sequence INTEGER NOT NULL,
        entry_id TEXT NOT NULL UNIQUE, recorded_at TEXT NOT NULL,
        leaf BLOB NOT NULL, disclosures ANY,
        UNIQUE (log_id, sequence)
    ) STRICT""",
    """CREATE TRIGGER a_leaf_stays
        BEFORE UPDATE OF log_id, sequence, entry_id, recorded_at, leaf ON entry
        BEGIN SELECT RAISE (ABORT, 'what was recorded does not change'); END""",
    f"PRAGMA application_id = {APPLICATION_ID}",
)
_SINCE_2 = (
    """CREATE TABLE log_key (
        log_id TEXT PRIMARY KEY REFERENCES log (log_id), seed BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE checkpoint (
        log_id TEXT NOT NULL REFERENCES log (log_id), size INTEGER NOT NULL,
        note TEXT NOT NULL, issued_at TEXT NOT NULL,
        PRIMARY KEY (log_id, size)
    ) STRICT""",
    """CREATE TABLE attachment (
        log_id TEXT NOT NULL REFERENCES log (log_id), digest TEXT NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (log_id, digest)
    ) STRICT""",
    "CREATE TABLE erasure (line TEXT PRIMARY KEY) STRICT",
    "CREATE TABLE housekeeping (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    "PRAGMA user_version = 2",
)
_SINCE_3 = (
    """CREATE TABLE sealed_salt (
        salt BLOB NOT NULL, memory_kib INTEGER NOT NULL, passes INTEGER NOT NULL
    ) STRICT""",
    "CREATE TABLE sealed (log_id TEXT PRIMARY KEY, key BLOB NOT NULL, end BLOB NOT NULL) STRICT",
    """CREATE TABLE sealed_entry (
        log_id TEXT NOT NULL, sequence INTEGER NOT NULL, content BLOB NOT NULL,
        PRIMARY KEY (log_id, sequence)
    ) STRICT""",
    """CREATE TRIGGER a_sealed_entry_stays BEFORE UPDATE ON sealed_entry
        BEGIN SELECT RAISE (ABORT, 'what was recorded does not change'); END""",
    # A salt has to differ from file to file and is no secret, so the engine's own dice will do.
    f"INSERT INTO sealed_salt VALUES (randomblob(16), {MEMORY_KIB}, {PASSES})",
    "PRAGMA user_version = 3",
)
"""Every file has these tables and a salt, so that neither says whether anything is sealed in it."""
UPGRADES = {1: _SINCE_2, 2: _SINCE_3}
"""By the version that a file has: what brings it to the next."""

TABLES = {"space_key", "log", "entry"}


def make_tables(connection: dbapi2.Connection) -> None:
    """Make the tables of a new file, all or nothing of them."""
    connection.execute("BEGIN IMMEDIATE")
    for statement in (*SCHEMA, *_SINCE_2, *_SINCE_3):
        connection.execute(statement)
    connection.execute("COMMIT")


def upgrade(connection: dbapi2.Connection) -> None:
    """Bring a file of an earlier version to this one, all or nothing of it."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == FORMAT_VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        for each in range(version, FORMAT_VERSION):
            for statement in UPGRADES[each]:
                connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
