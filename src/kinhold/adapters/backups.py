"""Back a household file up, and bring one back on another machine.

A backup is one file, `NAME-20261122T030000Z.kinhold.age`: a tar archive of a copy of the household
file (SQLite's backup API, so others may write meanwhile) and of its envelope, compressed with zstd
and sealed with age (age-encryption.org/v1) to the key that follows from the recovery code. Whoever
has the code can open it without Kinhold: `age -d -i KEY | zstd -d | tar -x`.

Beside the backups lies `NAME.erasures`, the list of what was erased. It tells nothing about the
content, and it is applied again to whatever is restored, so that erased things do not come back.
"""

from __future__ import annotations

import os
import re
import tarfile
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kinhold.adapters import envelope as sealing
from kinhold.adapters.locking import lock_file_of
from kinhold.adapters.sqlite_file import (
    HouseholdFileError,
    give_name,
    in_plain_words,
    refuse_taken,
    sync_folder,
)
from kinhold.adapters.sqlite_keeping import FOLDER, LAST_BACKUP, RECIPIENT, TROUBLE
from kinhold.adapters.sqlite_store import SqliteStore, open_store
from kinhold.journal.erasure import Erasure, read_erasure, write_erasure
from kinhold.journal.verify import Malformed, write_moment
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinhold.journal.entry import Dice

SUFFIX: Final = ".kinhold.age"
LONGEST_KEPT: Final = timedelta(days=35)
DAILY_KEPT: Final = timedelta(days=7)
ALL_KEPT: Final = timedelta(days=1)
_HOUSEHOLD: Final = "household.kinhold"
_LOCK: Final = "household.kinhold.lock"
_STAMP: Final = re.compile(r"-(\d{8}T\d{6}Z)" + re.escape(SUFFIX) + r"$")


class NotABackup(HouseholdFileError):
    """Not a backup of Kinhold's, or one that was cut short or changed."""


class WrongCode(HouseholdFileError):
    """The recovery code does not open the backup."""


@dataclass(frozen=True, slots=True)
class BackupMade:
    """One backup.

    Attributes:
        path: the file.
        made_at: when, aware, in UTC.
        size: bytes.
        expired: older backups that were removed.
        code: the recovery code that opens it, only when it was made just now: it is shown once.
    """

    path: Path
    made_at: datetime
    size: int
    expired: tuple[Path, ...]
    code: str = ""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back from a backup.

    Attributes:
        path: the household file.
        made_at: when the backup was made; None if its name does not say.
        erased_again: how many erasures were applied again.
        erasures_known: whether a list of erasures lay beside the backup.
    """

    path: Path
    made_at: datetime | None
    erased_again: int
    erasures_known: bool


def back_up(
    store: SqliteStore, path: Path, folder: Path, *, key: bytes | None, now: datetime, dice: Dice
) -> BackupMade:
    """Back an open household up, and let backups expire that are past their time.

    Args:
        store: the household, open.
        path: its file.
        folder: where backups go; made if it is not there.
        key: the key of the file; None if it is plain.
        now: the clock, aware.
        dice: where a recovery code comes from, if there is none yet.

    Returns:
        What was made.

    Raises:
        HouseholdFileError: the class that fits; the household is unharmed.
    """
    code = ""
    if not store.housekeeping(RECIPIENT):
        secret = sealing.new_secret(dice)
        store.keep_house(RECIPIENT, sealing.recipient_of(secret))
        code = sealing.recovery_code(secret)
    with in_plain_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{path.stem}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}{SUFFIX}"
        copy, packed = (path.with_name(path.name + end) for end in (".copying", ".packing"))
        with _passing(copy), _passing(packed):
            store.copy_to(copy, key=key)
            _pack(copy, lock_file_of(path), packed)
            _seal(packed, target, recipient=store.housekeeping(RECIPIENT))
        keep_erasures(folder, path.stem, store.erasures())
    store.keep_house(FOLDER, str(folder.resolve()))
    store.keep_house(LAST_BACKUP, write_moment(now))
    store.keep_house(TROUBLE, "")
    return BackupMade(
        path=target,
        made_at=now,
        size=target.stat().st_size,
        expired=_expire(folder, path.stem, now=now),
        code=code,
    )


def restore(backup: Path, path: Path, *, code: str) -> Restored:
    """Bring a household back from a backup, into a file that is not there yet.

    Args:
        backup: the backup.
        path: the household file to make.
        code: the recovery code.

    Returns:
        What came back. Every entry was checked, and what had been erased was erased again.

    Raises:
        FileAlreadyThere: if there is a file at `path`, or the remains of one.
        WrongCode: if the code does not open the backup.
        NotABackup: if it is something else, or damaged.
    """
    refuse_taken(path)
    secret = sealing.read_recovery_code(code)
    if secret is None:
        raise WrongCode(
            backup,
            _("This is not a recovery code. It has nine words of five letters; check each one."),
        )
    opened, unpacked = (path.with_name(path.name + end) for end in (".opening", ".restoring"))
    with (
        in_plain_words(backup),
        _passing(opened),
        _passing(unpacked),
        _passing(lock_file_of(unpacked)),
    ):
        _unseal(backup, opened, identity=sealing.identity_of(secret))
        _unpack(opened, unpacked, backup=backup)
        locked = lock_file_of(unpacked).exists()
        known, listed = _listed(backup)
        erased = _settle(
            unpacked, key=sealing.file_key(secret) if locked else None, erasures=listed
        )
        if locked:
            lock_file_of(unpacked).replace(lock_file_of(path))
        give_name(unpacked, path)
        sync_folder(path)
    return Restored(path=path, made_at=_made_at(backup), erased_again=erased, erasures_known=known)


def keep_erasures(folder: Path, stem: str, erasures: Sequence[Erasure]) -> None:
    """Put the list of erasures beside the backups; lines that are there already stay."""
    file = folder / f"{stem}.erasures"
    lines = file.read_text("ascii").splitlines() if file.exists() else []
    merged = dict.fromkeys([*lines, *map(write_erasure, erasures)])
    if not merged or list(merged) == lines:
        return
    made = folder / f".{stem}.erasures.part"
    with made.open("w", encoding="ascii") as out:
        out.write("".join(f"{line}\n" for line in merged))
        out.flush()
        os.fsync(out.fileno())
    made.replace(file)


def backups_in(folder: Path, stem: str) -> tuple[tuple[datetime, Path], ...]:
    """Return the backups of a household in a folder, the oldest first."""
    found = []
    for each in folder.glob(f"{stem}-*{SUFFIX}"):
        made_at = _made_at(each)
        if made_at is not None and each.name == f"{stem}-{made_at:%Y%m%dT%H%M%SZ}{SUFFIX}":
            found.append((made_at, each))
    return tuple(sorted(found))


def to_expire(made: Sequence[datetime], *, now: datetime) -> tuple[datetime, ...]:
    """Return which backups go: all of a day are kept, one a day for a week, one a week for 35 days.

    The newest always stays.

    Args:
        made: when each was made.
        now: the clock.
    """
    spans: dict[tuple[int, ...], datetime] = {}
    for each in sorted(made):
        age = now - each
        week = each.isocalendar()
        if age <= ALL_KEPT:
            spans[0, len(spans)] = each
        elif age <= DAILY_KEPT:
            spans[1, each.toordinal()] = each
        elif age <= LONGEST_KEPT:
            spans[2, week.year, week.week] = each
    stay = {*spans.values(), *sorted(made)[-1:]}
    return tuple(each for each in sorted(made) if each not in stay)


def _expire(folder: Path, stem: str, *, now: datetime) -> tuple[Path, ...]:
    found = backups_in(folder, stem)
    going = set(to_expire([made_at for made_at, _unused in found], now=now))
    gone = tuple(path for made_at, path in found if made_at in going)
    for each in gone:
        each.unlink(missing_ok=True)
    return gone


def _made_at(path: Path) -> datetime | None:
    match = _STAMP.search(path.name)
    try:
        return datetime.strptime(match[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if match else None
    except ValueError:
        return None


def _pack(copy: Path, lock: Path, packed: Path) -> None:
    import zstandard

    with (
        packed.open("wb") as raw,
        zstandard.ZstdCompressor(level=6).stream_writer(raw) as squeezed,
        tarfile.open(fileobj=squeezed, mode="w|") as archive,
    ):
        archive.add(copy, arcname=_HOUSEHOLD, filter=_nobody)
        if lock.exists():
            archive.add(lock, arcname=_LOCK, filter=_nobody)


def _nobody(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out whose file it was."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _seal(packed: Path, target: Path, *, recipient: str) -> None:
    import pyrage

    part = target.with_name(f".{target.name}.part")
    try:
        with packed.open("rb") as plain, part.open("wb") as out:
            os.fchmod(out.fileno(), 0o600)
            pyrage.encrypt_io(plain, out, [pyrage.x25519.Recipient.from_str(recipient)])
            out.flush()
            os.fsync(out.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(target)


def _unseal(backup: Path, opened: Path, *, identity: str) -> None:
    import pyrage

    with backup.open("rb") as sealed, opened.open("wb") as out:
        os.fchmod(out.fileno(), 0o600)
        try:
            pyrage.decrypt_io(sealed, out, [pyrage.x25519.Identity.from_str(identity)])
        except pyrage.DecryptError as refused:
            if "No matching keys" in str(refused):
                raise WrongCode(
                    backup,
                    _(
                        "This recovery code does not open this backup. It may belong to another household, "
                        "or to the time before a newer code was printed."
                    ),
                ) from None
            raise _not_a_backup(backup) from None
        except OSError as trouble:  # pyrage speaks so of a stream that was changed on its way
            if trouble.errno is not None:
                raise
            raise _not_a_backup(backup) from None


def _unpack(opened: Path, unpacked: Path, *, backup: Path) -> None:
    import zstandard

    places = {_HOUSEHOLD: unpacked, _LOCK: lock_file_of(unpacked)}
    try:
        with (
            opened.open("rb") as raw,
            zstandard.ZstdDecompressor().stream_reader(raw) as unsqueezed,
            tarfile.open(fileobj=unsqueezed, mode="r|") as archive,
        ):
            for member in archive:
                source = archive.extractfile(member) if member.isreg() else None
                if source is None or member.name not in places:
                    raise _not_a_backup(backup)
                with places[member.name].open("xb") as out:
                    os.fchmod(out.fileno(), 0o600)
                    while block := source.read(1 << 20):
                        out.write(block)
                    out.flush()
                    os.fsync(out.fileno())
    except (zstandard.ZstdError, tarfile.TarError):
        raise _not_a_backup(backup) from None
    if not unpacked.exists():
        raise _not_a_backup(backup)


def _not_a_backup(backup: Path) -> NotABackup:
    return NotABackup(
        backup,
        _("This is not a backup of Kinhold's, or it was cut short or changed. Try another backup."),
    )


def _listed(backup: Path) -> tuple[bool, tuple[Erasure, ...]]:
    """Return whether a list of erasures lies beside a backup, and what is on it."""
    match = _STAMP.search(backup.name)
    file = backup.with_name(f"{backup.name[: match.start()]}.erasures") if match else None
    if file is None or not file.exists():
        return False, ()
    try:
        return True, tuple(map(read_erasure, file.read_text("ascii").splitlines()))
    except (Malformed, UnicodeDecodeError):
        raise NotABackup(
            file, _("The list of erasures beside the backup cannot be read. Nothing was restored.")
        ) from None


def _settle(unpacked: Path, *, key: bytes | None, erasures: Sequence[Erasure]) -> int:
    """Check every entry of what came back, and erase again what was erased since."""
    with open_store(unpacked, key=key) as store:
        for log_id in store.log_ids():
            for _unused in store.read(log_id):
                pass
        missing = [each for each in erasures if each not in set(store.erasures())]
        store.erase(missing)
        return len(missing)


@contextmanager
def _passing(path: Path) -> Iterator[None]:
    """Hold a file for a while only: what it held is overwritten before it is removed."""
    names = (path, *(Path(f"{path}{end}") for end in ("-wal", "-shm", "-journal")))
    for each in names:  # what a process that was killed may have left
        _wipe(each)
    try:
        yield
    finally:
        for each in names:
            _wipe(each)


def _wipe(path: Path) -> None:
    if not path.exists():
        return
    if path.stat().st_nlink == 1:
        with path.open("r+b") as file:
            left = path.stat().st_size
            while left > 0:
                left -= file.write(bytes(min(left, 1 << 20)))
            file.flush()
            os.fsync(file.fileno())
    path.unlink()
