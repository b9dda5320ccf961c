"""Lock a household file with a passphrase, open a locked one, and take the passphrase off again.

Locking rewrites the file enciphered (SQLCipher) beside itself, checks the copy entry by entry, and
only then puts it in the place of the plain one, whose bytes are overwritten first. On a solid-state
disk or one that keeps snapshots the old bytes may survive where no program reaches them; that is
said in the manual.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kinhold.adapters import envelope as sealing
from kinhold.adapters.sqlite_file import (
    LockedOrForeign,
    NotLocked,
    in_plain_words,
    is_locked,
    sync_folder,
    whole_copy,
)
from kinhold.adapters.sqlite_keeping import RECIPIENT
from kinhold.adapters.sqlite_store import open_store
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.journal.entry import Dice

_BLOCK: Final = 1 << 20


def lock_file_of(path: Path) -> Path:
    """Return where the envelope of a household file lies."""
    return path.with_name(path.name + ".lock")


def secret_of(path: Path, *, words: str) -> bytes:
    """Return the secret of a locked file, from its passphrase or its recovery code.

    Args:
        path: the household file.
        words: either of the two.

    Raises:
        CannotUnlock: if it is neither.
    """
    beside = lock_file_of(path)
    problem: sealing.CannotUnlock | None = None
    if beside.exists():
        try:
            envelope = sealing.read_envelope(beside.read_bytes())
            return sealing.open_envelope(envelope, passphrase=words)
        except sealing.CannotUnlock as refused:
            problem = refused
    secret = sealing.read_recovery_code(words)
    if secret is not None:
        return secret
    raise problem or sealing.CannotUnlock(
        _(
            "This file is locked, and the .lock file that belongs beside it is not there. Put it "
            "back, or open the file with its recovery code."
        )
    )


def key_for(path: Path, *, words: str | None) -> bytes | None:
    """Return the key with which to open a file; None for a plain one.

    Args:
        path: a household file that is there.
        words: passphrase or recovery code; None where nobody was asked, and then there is no key.

    Raises:
        CannotUnlock: if the words do not open it.
    """
    if words is None or not is_locked(path):
        return None
    return sealing.file_key(secret_of(path, words=words))


def lock(path: Path, *, passphrase: str, dice: Dice) -> str:
    """Lock a plain file with a passphrase.

    Returns:
        The recovery code, to be shown once and kept on paper.

    Raises:
        PassphraseTooShort: for a passphrase that is guessed too soon.
        LockedOrForeign: if the file is locked already.
        FileBusy: if another program has the file open.
    """
    if is_locked(path):
        raise LockedOrForeign(
            path, _("This file is locked already. To change its passphrase, say so.")
        )
    secret = sealing.new_secret(dice)
    envelope = sealing.seal(secret, passphrase=passphrase, dice=dice)
    with _rewritten(path, old_key=None, new_key=sealing.file_key(secret)) as new:
        _seal_backups_to(new, secret)
        _write_durably(lock_file_of(path), sealing.write_envelope(envelope))
    return sealing.recovery_code(secret)


def change_passphrase(path: Path, *, words: str, passphrase: str, dice: Dice) -> None:
    """Put a new passphrase in the place of the old one; the recovery code stays.

    Args:
        path: a locked household file.
        words: the passphrase so far, or the recovery code.
        passphrase: the new one.
        dice: where the new salt comes from.

    Raises:
        NotLocked: if the file is plain.
        CannotUnlock: if the words do not open it.
        PassphraseTooShort: for a new passphrase that is guessed too soon.
    """
    if not is_locked(path):
        raise NotLocked(path, _("This file is not locked. Lock it first."))
    secret = secret_of(path, words=words)
    open_store(path, key=sealing.file_key(secret)).close()  # the code may be another file's
    envelope = sealing.seal(secret, passphrase=passphrase, dice=dice)
    _write_durably(lock_file_of(path), sealing.write_envelope(envelope))


def unlock(path: Path, *, words: str) -> None:
    """Take the passphrase off: the file is plain from then on.

    Raises:
        NotLocked: if it is plain already.
        CannotUnlock: if the words do not open it.
        FileBusy: if another program has the file open.
    """
    if not is_locked(path):
        raise NotLocked(path, _("This file is not locked. Open it as it is."))
    key = sealing.file_key(secret_of(path, words=words))
    with _rewritten(path, old_key=key, new_key=None):
        pass
    with in_plain_words(path):
        lock_file_of(path).unlink(missing_ok=True)


@contextmanager
def _rewritten(path: Path, *, old_key: bytes | None, new_key: bytes | None) -> Iterator[Path]:
    """Rewrite a file under another key; what the caller does with the copy comes before the swap."""
    new = path.with_name(path.name + ".rewriting")
    with in_plain_words(path):
        _clear(new)  # what a process that was killed may have left
    try:
        with whole_copy(path, new, old_key=old_key, new_key=new_key):
            _read_through(new, key=new_key)
            yield new
            with in_plain_words(path), path.open("r+b") as old:
                new.replace(path)
                sync_folder(path)
                _overwrite(old.fileno())
    finally:
        _clear(new)


def _clear(new: Path) -> None:
    for left in (new, *(Path(f"{new}{end}") for end in ("-wal", "-shm", "-journal"))):
        left.unlink(missing_ok=True)


def _read_through(path: Path, *, key: bytes | None) -> None:
    with open_store(path, key=key) as store:
        for log_id in store.log_ids():
            for _unused in store.read(
                log_id
            ):  # reading to the end checks every entry against the head
                pass


def _seal_backups_to(new: Path, secret: bytes) -> None:
    with open_store(new, key=sealing.file_key(secret)) as store:
        store.keep_house(RECIPIENT, sealing.recipient_of(secret))


def _write_durably(path: Path, content: bytes) -> None:
    made = path.with_name(path.name + ".new")
    with in_plain_words(path):
        with made.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        made.replace(path)
        sync_folder(path)


def _overwrite(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    os.lseek(descriptor, 0, os.SEEK_SET)
    for start in range(0, size, _BLOCK):
        os.write(descriptor, bytes(min(_BLOCK, size - start)))
    os.fsync(descriptor)
