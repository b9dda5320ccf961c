"""Open a household's file safely, and say in plain words why one cannot be opened.

The file is one SQLite database, plain or enciphered as a whole by SQLCipher. Every connection
sets the pragmas on which the promise "nothing saved is lost" rests, and reads each of them back.

Sources: sqlite.org/pragma.html, sqlite.org/wal.html (section 11, the WAL-reset bug of versions
3.7.0 to 3.51.2), sqlite.org/rescode.html.
"""

from __future__ import annotations

import errno
import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlcipher3 import dbapi2

from kinhold.adapters.sqlite_schema import (
    APPLICATION_ID,
    FORMAT_VERSION,
    TABLES,
    UPGRADES,
    make_tables,
    upgrade,
)
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

KEY_SIZE = 32

_PLAIN_START = b"SQLite format 3\x00"
_NETWORK_FILESYSTEMS = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "9p", "davfs", "lustre"),
    *("glusterfs", "beegfs", "ocfs2", "gfs2", "fuse.sshfs", "fuse.rclone", "fuse.s3fs"),
    *("fuse.glusterfs", "fuse.davfs2", "fuse.ceph", "fuse.gvfsd-fuse", "fuse.smbnetfs"),
}


class HouseholdFileError(JournalError):
    """A household's file cannot be used; each reason is a class of its own.

    Attributes:
        path: the file.
    """

    def __init__(self, path: Path, sentence: str) -> None:
        """Say which file it is and what can be done."""
        super().__init__(f"{path}: {sentence}")
        self.path = path


class NoSuchFile(HouseholdFileError):
    """There is no file of that name, or no folder for it."""


class FileAlreadyThere(HouseholdFileError):
    """A new household was to be begun where a file is already."""


class NotAKinholdFile(HouseholdFileError):
    """Something else: text, a folder, an empty file, another program's database."""


class LockedOrForeign(HouseholdFileError):
    """Locked with a passphrase, or something else: from outside the two look the same."""


class WrongKey(HouseholdFileError):
    """The key does not open the file, or the file is not a household's."""


class NotLocked(HouseholdFileError):
    """A key was given for a file that has none."""


class FileDamaged(HouseholdFileError):
    """Pages are missing or were changed."""


class NewerFormat(HouseholdFileError):
    """Written by a newer version of the program."""


class FileBusy(HouseholdFileError):
    """Another program is writing and does not finish."""


class ReadOnlyPlace(HouseholdFileError):
    """The file or its folder cannot be written."""


class DiskFull(HouseholdFileError):
    """There is no room left."""


class DiskTrouble(HouseholdFileError):
    """The disk refuses to read or write."""


class NetworkFolder(HouseholdFileError):
    """The file lies on a network drive, where locks cannot be trusted."""


class UnsafeEngine(HouseholdFileError):
    """The SQLite at hand does not accept a setting that safe writing needs."""


_DAMAGED = N_(
    "The file is damaged. Do not write to it: put a copy of it aside, then go back to your latest backup."
)
_OPEN_ELSEWHERE = N_(
    "Another program has this file open (the web app, perhaps). Close it there, then try again. Nothing was changed."
)
_NO_ROOM = N_(
    "There is no room left on the disk. What was saved before is safe; this may not have been saved: look before you write it again."
)
_READ_ONLY = N_(
    "The file or its folder cannot be written to. Copy the file to a folder of your own, or ask whoever looks after this computer for the right to write there."
)
_OTHER_DATABASE = N_("This is another program's database, not a Kinhold file. Choose another file.")

_BY_CODE: dict[int, tuple[type[HouseholdFileError], str]] = {
    dbapi2.SQLITE_BUSY: (
        FileBusy,
        N_(
            "Another program is writing to this file. Nothing was lost; wait a moment and try again."
        ),
    ),
    dbapi2.SQLITE_READONLY: (ReadOnlyPlace, _READ_ONLY),
    dbapi2.SQLITE_CANTOPEN: (ReadOnlyPlace, _READ_ONLY),
    dbapi2.SQLITE_PERM: (ReadOnlyPlace, _READ_ONLY),
    dbapi2.SQLITE_FULL: (DiskFull, _NO_ROOM),
    dbapi2.SQLITE_IOERR: (
        DiskTrouble,
        (
            N_(
                "The disk refused to read or write: it may be full, over its quota, unplugged or "
                "failing. What was saved before is safe; this may not have been saved: look before you write it again."
            )
        ),
    ),
    dbapi2.SQLITE_CORRUPT: (FileDamaged, _DAMAGED),
    dbapi2.SQLITE_NOTADB: (FileDamaged, _DAMAGED),
}
_BY_CODE[dbapi2.SQLITE_LOCKED] = _BY_CODE[dbapi2.SQLITE_BUSY]
_ALREADY_THERE = N_("There is a file of this name already. Open it, or choose another name.")
_NO_SUCH = N_("There is no such file or folder. Check the name.")
_BY_ERRNO: dict[int, tuple[type[HouseholdFileError], str]] = {
    errno.EEXIST: (FileAlreadyThere, _ALREADY_THERE),
    **dict.fromkeys(
        (errno.ENOENT, errno.ENOTDIR, errno.ENAMETOOLONG, errno.ELOOP), (NoSuchFile, _NO_SUCH)
    ),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), (ReadOnlyPlace, _READ_ONLY)),
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT), (DiskFull, _NO_ROOM)),
    errno.EIO: _BY_CODE[dbapi2.SQLITE_IOERR],
}


@contextmanager
def in_plain_words(path: Path) -> Iterator[None]:
    """Turn the engine's errors into sentences about the file.

    Args:
        path: the file that is being worked on.

    Raises:
        HouseholdFileError: the class that fits; errors that no person could mend pass through.
    """
    try:
        yield
    except dbapi2.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None and "decode to UTF-8" in str(error):
            raise FileDamaged(path, _(_DAMAGED)) from error
        if code is None or code & 0xFF not in _BY_CODE:
            raise
        kind, sentence = _BY_CODE[code & 0xFF]
        raise kind(path, _(sentence)) from error
    except OSError as error:
        if error.errno not in _BY_ERRNO:
            raise
        kind, sentence = _BY_ERRNO[error.errno]
        raise kind(path, _(sentence)) from error


def connect(path: Path, *, create: bool, key: bytes | None, wait: float) -> dbapi2.Connection:
    """Open a household's file, or begin a new one.

    Args:
        path: the file, by custom `NAME.kinhold`.
        create: begin a new file; one that is there is never overwritten.
        key: 32 bytes where the whole file is enciphered; None where it is plain.
        wait: how many seconds to wait for another writer.

    Returns:
        A connection of the driver, in autocommit mode, with every pragma set and read back.

    Raises:
        HouseholdFileError: the class that fits, with a sentence that says what to do.
    """
    if key is not None and len(key) != KEY_SIZE:
        raise WrongKey(
            path,
            _("A key has {key_size} bytes; this one has {key}.").format(
                key_size=KEY_SIZE, key=len(key)
            ),
        )
    with in_plain_words(path):
        _refuse_network(path)
        if create:
            _begin(path, key=key, wait=wait)
        _look_for_lock(path, locked=key is not None)
        connection = _bare_connection(path, key=key, wait=wait)
        try:
            _recognise(connection, path, locked=key is not None)
            _set_pragmas(connection, path)
            upgrade(connection)
        except BaseException:
            connection.close()
            raise
    return connection


def is_locked(path: Path) -> bool:
    """Say whether a file is enciphered, as far as that can be seen from outside.

    Raises:
        HouseholdFileError: if there is no such file, or it is plainly something else.
    """
    with in_plain_words(path):
        return _look_from_outside(path) != _PLAIN_START


@contextmanager
def whole_copy(
    path: Path, new: Path, *, old_key: bytes | None, new_key: bytes | None
) -> Iterator[None]:
    """Copy a file under another key, and let nobody else open it until the caller is done.

    Args:
        path: a household file.
        new: where there is no file yet.
        old_key: the key of the file; None if it is plain.
        new_key: the key of the copy; None for a plain one.

    Raises:
        FileBusy: if another program has the file open.
        HouseholdFileError: the class that fits.
    """
    connection = connect(path, create=False, key=old_key, wait=0.5)
    try:
        with in_plain_words(path):
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
            if mode != "delete":
                raise FileBusy(path, _(_OPEN_ELSEWHERE))
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")  # the lock stays, because of the locking mode
            _export(connection, new, key=new_key)
        yield
    finally:
        connection.close()


def _export(connection: dbapi2.Connection, new: Path, *, key: bytes | None) -> None:
    os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    words = f"x'{key.hex()}'" if key else ""
    connection.execute("ATTACH DATABASE ? AS copied KEY ?", (str(new), words))
    connection.execute("PRAGMA copied.synchronous = FULL")
    connection.execute("SELECT sqlcipher_export('copied')").fetchone()
    connection.execute(f"PRAGMA copied.application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA copied.user_version = {FORMAT_VERSION}")
    connection.execute("DETACH DATABASE copied")
    with new.open("rb") as file:
        os.fsync(file.fileno())


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Say whether an SQLite is free of the WAL-reset bug, which can lose commits.

    The bug was mended in 3.51.3 and, for the two older lines, in 3.44.6 and 3.50.7.

    Args:
        version: major, minor, patch.
    """
    mended_lines = {(3, 44): 6, (3, 50): 7}
    return version >= (3, 51, 3) or version[2] >= mended_lines.get(version[:2], sys.maxsize)


def network_filesystem(path: Path, *, mounts: str) -> str:
    """Return the kind of network filesystem that a path lies on; empty if it seems to be local.

    Args:
        path: an absolute path.
        mounts: the text of `/proc/mounts`: device, folder, kind and options in each line, spaces
            in names written as backslash and 040.
    """
    kind, longest = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        folder = fields[1].replace("\\040", " ") if len(fields) > 2 else ""  # noqa: PLR2004 - the third field is the kind
        if folder and path.is_relative_to(folder) and len(folder) >= longest:
            kind, longest = fields[2], len(folder)
    return kind if kind in _NETWORK_FILESYSTEMS else ""


def _refuse_network(path: Path) -> None:
    table = Path("/proc/mounts")
    if table.exists():
        mounts = table.read_text(encoding="utf-8", errors="replace")
        kind = network_filesystem(path.resolve(), mounts=mounts)
        if kind:
            raise NetworkFolder(
                path,
                _(
                    "This folder lies on a network drive ({kind}), where two programs can damage the "
                    "file together. Keep it on this computer's own disk and copy it when closed."
                ).format(kind=kind),
            )


def _look_from_outside(path: Path) -> bytes:
    """Return the first bytes of a file; refuse what cannot be right before the engine touches it."""
    if path.is_dir():
        raise NotAKinholdFile(path, _("This is a folder. Choose the file inside it."))
    with path.open("rb") as file:
        start = file.read(len(_PLAIN_START))
    if not start:
        raise NotAKinholdFile(path, _("The file is empty; it is not a Kinhold file."))
    return start


def _look_for_lock(path: Path, *, locked: bool) -> None:
    start = _look_from_outside(path)
    if locked and start == _PLAIN_START:
        raise NotLocked(path, _("This file is not locked. Open it without a passphrase."))
    if not locked and start != _PLAIN_START:
        if start.isascii() and start.decode("ascii").replace("\n", "").strip("\r\t").isprintable():
            raise NotAKinholdFile(
                path, _("This is a text, not a Kinhold file. Choose another file.")
            )
        raise LockedOrForeign(
            path,
            _(
                "This is not a Kinhold file, or it is locked with a passphrase; from outside the two "
                "look the same. If it is yours, open it with its passphrase."
            ),
        )
    if not os.access(path, os.W_OK) or not os.access(path.resolve().parent, os.W_OK):
        raise ReadOnlyPlace(path, _(_READ_ONLY))


def _bare_connection(path: Path, *, key: bytes | None, wait: float) -> dbapi2.Connection:
    where = quote(os.fsencode(path.absolute()))
    connection = dbapi2.connect(
        f"file:{where}?mode=rw", uri=True, isolation_level=None, timeout=wait
    )
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    return connection


def _recognise(connection: dbapi2.Connection, path: Path, *, locked: bool) -> None:
    """Refuse what is not a household's file of a version that this program knows."""
    try:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    except dbapi2.DatabaseError as error:
        if locked and getattr(error, "sqlite_errorcode", 0) == dbapi2.SQLITE_NOTADB:
            raise WrongKey(
                path,
                _(
                    "The passphrase does not open this file. Either it is another one, or the file is "
                    "damaged or not a Kinhold file; from outside these look the same."
                ),
            ) from error
        raise
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION_ID:
        raise NotAKinholdFile(path, _(_OTHER_DATABASE))
    if version > FORMAT_VERSION:
        raise NewerFormat(
            path,
            _(
                "This file was written by a newer Kinhold (format {version}; this program knows "
                "{format_version}). Update the program and open it again; the file is unharmed."
            ).format(version=version, format_version=FORMAT_VERSION),
        )
    if version not in {*UPGRADES, FORMAT_VERSION} or not tables >= TABLES:
        raise FileDamaged(path, _(_DAMAGED))


def _begin(path: Path, *, key: bytes | None, wait: float) -> None:
    """Make a whole, empty household under a passing name, and only then give it its own.

    So a file of the household's name is whole whenever the power goes: a name given before would
    outlast a cut that the tables did not.
    """
    refuse_taken(path)
    descriptor, name = tempfile.mkstemp(prefix=".kinhold-", dir=path.parent)
    os.close(descriptor)
    made = Path(name)
    try:
        connection = _bare_connection(made, key=key, wait=wait)
        try:
            _set_pragmas(connection, made)
            make_tables(connection)
        finally:
            connection.close()  # which folds the file beside it in, and syncs
        give_name(made, path)
    finally:
        _discard(made)
    sync_folder(path)


def refuse_taken(path: Path) -> None:
    """Refuse a name that is taken, or that an old `-wal` lies beside.

    SQLite would write what stands in an old `-wal` into any file of that name.

    Raises:
        FileAlreadyThere: naming the file that is in the way.
    """
    for there in (path, Path(f"{path}-wal"), Path(f"{path}-journal")):
        if there.exists():
            raise FileAlreadyThere(there, _(_ALREADY_THERE))


def give_name(made: Path, path: Path) -> None:
    """Give a whole file its name, without ever taking the place of another.

    Raises:
        FileAlreadyThere: if there is a file of that name.
    """
    try:
        os.link(made, path)
    except OSError as error:
        if error.errno not in {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK}:
            raise
        if path.exists():
            raise FileAlreadyThere(path, _(_ALREADY_THERE)) from error
        made.rename(path)  # a disk without links, such as a memory stick's


def sync_folder(path: Path) -> None:
    """Bring a new or changed name in a file's folder to the disk."""
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path.resolve().parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _discard(path: Path) -> None:
    """Take away a file that could not be begun, or has its name; nobody has written to it."""
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm"), Path(f"{path}-journal")):
        name.unlink(missing_ok=True)


def _set_pragmas(connection: dbapi2.Connection, path: Path) -> None:
    major, minor, patch = map(int, dbapi2.sqlite_version.split("."))
    mode = "wal" if wal_is_safe((major, minor, patch)) else "delete"
    wanted: dict[str, tuple[str, str | int]] = {
        "journal_mode": (mode, mode),
        "synchronous": ("FULL", 2),
        "foreign_keys": ("ON", 1),
        "secure_delete": ("ON", 1),
        "trusted_schema": ("OFF", 0),
        "cell_size_check": ("ON", 1),
        "cache_size": ("-65536", -65536),
        "temp_store": ("MEMORY", 2),
    }
    if sys.platform == "darwin":
        wanted["fullfsync"] = ("ON", 1)
        wanted["checkpoint_fullfsync"] = ("ON", 1)
    for name, (setting, expected) in wanted.items():
        connection.execute(f"PRAGMA {name} = {setting}")
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != expected:
            raise UnsafeEngine(
                path,
                _(
                    "SQLite {sqlite_version} refuses the setting {name} = {setting} here, without which "
                    "saved entries could be lost. Keep the file on a local disk, and install the "
                    "sqlcipher3 that Kinhold asks for."
                ).format(sqlite_version=dbapi2.sqlite_version, name=name, setting=setting),
            )
