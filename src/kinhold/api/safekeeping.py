"""What keeps the record safe: checkpoints, bundles, erasure, backups, checks, locks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from kinhold import bootstrap
from kinhold.api.speaking import in_its_language
from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from kinhold.adapters.backups import BackupMade, Restored
    from kinhold.api.speaking import Language
    from kinhold.application.check_record import RecordCheck
    from kinhold.application.chronology_report import CheckpointShown
    from kinhold.application.erase_entry import Erased, ErasurePreview
    from kinhold.application.give_record import Given, ToGive
    from kinhold.application.keep_file import ToKeep
    from kinhold.application.open_record import OpenRecord
    from kinhold.application.safekeeping_page import SafekeepingPage
    from kinhold.bootstrap import OpenedFile
    from kinhold.domain.events import AttachmentKept


_NOT_SOUND: Final = N_(
    "The record is not as it was written, so no new backup takes the place of the earlier ones."
)


class NoFileError(KinholdError):
    """A household that lives only in memory has nothing to back up."""


@in_its_language()
class Safekeeping:
    """One household's safekeeping; use `HouseholdFile.safekeeping`."""

    def __init__(
        self,
        opened: OpenRecord,
        file: OpenedFile | None,
        *,
        now: Callable[[], datetime],
        today: Callable[[], date],
        language: Language,
    ) -> None:
        """Take an open household; `now` is the moment, `today` the household's local day."""
        self.language: Final = language
        self._opened: Final = opened
        self._file: Final = file
        self._now: Final = now
        self._today: Final = today

    @property
    def locked(self) -> bool:
        """Whether the file is enciphered."""
        return self._file is not None and self._file.key is not None

    @property
    def on_disk(self) -> bool:
        """Whether there is a file; a household in memory has none to back up."""
        return self._file is not None

    def page(self) -> SafekeepingPage:
        """Return the last check, the last backup and the lock, in words."""
        from datetime import datetime
        from zoneinfo import ZoneInfo

        from kinhold.adapters.sqlite_keeping import FOLDER, TROUBLE
        from kinhold.application.household_on import standing_on
        from kinhold.application.safekeeping_page import Kept, safekeeping_page
        from kinhold.journal.verify import JournalError

        note = self._file.store.housekeeping if self._file else lambda _name: ""
        made = self.last_backup()
        store = self._opened.store
        try:
            household = standing_on(record=self._opened.record(), day=self._today()).household
            zone, country = household.zone, household.country
        except JournalError:  # a damaged record: this page has to be there all the same
            zone, country = ZoneInfo("UTC"), ""
        kept = Kept(
            locked=self.locked,
            check=self.last_check(),
            backed_up=datetime.fromisoformat(made) if made else None,
            folder=note(FOLDER),
            trouble=note(TROUBLE),
            checkpoints=sum(len(store.checkpoints(log_id)) for log_id in store.log_ids()),
        )
        return safekeeping_page(kept=kept, now=self._now(), zone=zone, country=country)

    def keep_house(self, *, folder: str = "") -> None:
        """Do what is due: check the record and back it up, each once in 24 hours.

        Trouble with a backup (a stick that is not there) is kept, to be shown, and not raised. A
        record that is not as it was written is not backed up: the good backups would expire.

        Args:
            folder: where backups go; by default where the last one went.
        """
        from datetime import datetime, timedelta

        from kinhold.adapters.sqlite_file import HouseholdFileError
        from kinhold.adapters.sqlite_keeping import FOLDER, TROUBLE

        file, day = self._on_disk(), timedelta(hours=23, minutes=50)
        check, made = self.last_check(), self.last_backup()
        if check is None or self._now() - datetime.fromisoformat(check.checked_at) >= day:
            check = self.check()
        place = folder or file.store.housekeeping(FOLDER)
        if place and (not made or self._now() - datetime.fromisoformat(made) >= day):
            if not check.sound:
                file.store.keep_house(TROUBLE, _(_NOT_SOUND))
                return
            try:
                self.back_up(place)
            except (HouseholdFileError, OSError) as trouble:
                file.store.keep_house(TROUBLE, str(trouble))

    # -- checks ------------------------------------------------------------------------------------

    def check(self) -> RecordCheck:
        """Read the whole record again, against its own hashes and every checkpoint given out."""
        from kinhold.adapters.sqlite_keeping import LAST_CHECK
        from kinhold.application.check_record import check_record, write_check

        found = check_record(store=self._opened.store, now=self._now())
        if self._file is not None:
            self._file.store.keep_house(LAST_CHECK, write_check(found))
        return found

    def last_check(self) -> RecordCheck | None:
        """Return what the last check found; None before the first."""
        from kinhold.adapters.sqlite_keeping import LAST_CHECK
        from kinhold.application.check_record import read_check

        kept = self._file.store.housekeeping(LAST_CHECK) if self._file else ""
        return read_check(kept) if kept else None

    # -- files -------------------------------------------------------------------------------------

    def keep_file(self, wanted: ToKeep) -> tuple[AttachmentKept, tuple[str, ...]]:
        """Keep a photograph, a letter or a statement; return its entry and what to know of it.

        Raises:
            KinholdError: where the file cannot be kept, with the reason.
        """
        from kinhold.application.keep_file import keep_file

        return keep_file(
            opened=self._opened,
            wanted=wanted,
            now=self._now(),
            new_id=bootstrap.dice().new_entry_id,
            clean=bootstrap.cleaner(),
        )

    def file(self, *, entry_id: str) -> tuple[AttachmentKept, bytes]:
        """Return a file that is kept, by the id of its entry, checked against its hash.

        Raises:
            KinholdError: where no standing entry of a file has this id.
            FileNotKept: where the file was erased, or never came.
        """
        from kinhold.application.keep_file import kept_file

        return kept_file(opened=self._opened, entry_id=entry_id)

    # -- giving the record to someone --------------------------------------------------------------

    def give(self, wanted: ToGive) -> Given:
        """Make a chronology as PDF/A, and a bundle that anyone can check; that is written down.

        Raises:
            KinholdError: for options that cannot be met, with what to ask for instead.
            JournalError: where the store refuses, or an entry is not what was written.
        """
        from kinhold.application.give_record import give_record

        return give_record(
            opened=self._opened,
            wanted=wanted,
            now=self._now(),
            on=self._today(),
            new_id=bootstrap.dice().new_entry_id,
            render=bootstrap.renderer(),
        )

    def look_first(self, wanted: ToGive) -> Given:
        """Return what `give` would give and what to know of it; nothing is written down.

        Raises:
            KinholdError: for options that cannot be met, with what to ask for instead.
        """
        from kinhold.application.give_record import look_first

        return look_first(
            opened=self._opened, wanted=wanted, on=self._today(), render=bootstrap.renderer()
        )

    def checkpoints(self) -> tuple[CheckpointShown, ...]:
        """Sign the record as it is now, and return what others may keep: its words on paper.

        One for each log that is not private. The same again until something is added.
        """
        from kinhold.application.give_record import give_checkpoints

        return give_checkpoints(opened=self._opened, now=self._now(), on=self._today())

    def checkpoints_pdf(self) -> bytes:
        """Return `checkpoints` as one page to give to somebody.

        Raises:
            KinholdError: where nothing was written yet.
        """
        from kinhold.application.chronology_report import ReportOptions
        from kinhold.application.chronology_report_cover import page_style
        from kinhold.application.household_on import standing_on

        standing = standing_on(record=self._opened.record(), day=self._today())
        options = ReportOptions()
        return bootstrap.checkpoint_renderer()(
            self.checkpoints(),
            style=page_style(standing, options),
            options=options,
            on=self._today(),
        ).content

    # -- erasure -----------------------------------------------------------------------------------

    def erase(
        self, *, entry_id: str, fields: Sequence[str] = (), quotes: bool = False, ground: str = ""
    ) -> Erased:
        """Erase an entry with all its versions, or groups of its sensitive fields, for good.

        Raises:
            KinholdError: where the id names no entry, or the entry has no such fields.
            JournalError: where the store refuses, with the reason.
        """
        from kinhold.application.erase_entry import ToErase, erase_entry

        erased = erase_entry(
            opened=self._opened,
            wanted=ToErase(entry_id, tuple(fields), quotes, ground),
            now=self._now(),
            on=self._today(),
            new_id=bootstrap.dice().new_entry_id,
        )
        self._tell_the_backups()
        return erased

    def preview_erasure(self, *, entry_id: str) -> ErasurePreview | None:
        """Return what `erase` would take; None where there is no such entry (any more)."""
        from kinhold.application.erase_entry import preview_erasure

        return preview_erasure(opened=self._opened, entry_id=entry_id)

    def erase_space(self, *, space: str = "private") -> str:
        """Destroy the key of the private space: nobody can read again what was in it.

        Raises:
            KinholdError: where there is no such space, or it is not private.
        """
        from kinhold.application.erase_entry import erase_space

        name = erase_space(opened=self._opened, space=space)
        self._tell_the_backups()
        return name

    def _tell_the_backups(self) -> None:
        """Put the erasures beside the backups, where the folder is at hand now."""
        from kinhold.adapters.backups import keep_erasures
        from kinhold.adapters.sqlite_keeping import FOLDER

        file = self._file
        folder = Path(file.store.housekeeping(FOLDER) or "") if file else Path()
        if file is not None and folder.is_absolute() and folder.is_dir():
            keep_erasures(folder, file.path.stem, self._opened.erasures())

    # -- backups -----------------------------------------------------------------------------------

    def back_up(self, folder: str | os.PathLike[str]) -> BackupMade:
        """Back the file up into a folder, sealed; old backups there expire.

        Raises:
            HouseholdFileError: with a sentence that says what is wrong; the household is unharmed.
        """
        from kinhold.adapters.backups import back_up

        file = self._on_disk()
        return back_up(
            file.store,
            file.path,
            Path(folder),
            key=file.key,
            now=self._now(),
            dice=bootstrap.dice(),
        )

    def last_backup(self) -> str:
        """Return when the last backup was made (ISO, UTC); empty before the first."""
        from kinhold.adapters.sqlite_keeping import LAST_BACKUP

        return self._file.store.housekeeping(LAST_BACKUP) if self._file else ""

    def _on_disk(self) -> OpenedFile:
        if self._file is None:
            raise NoFileError(
                _("This household lives only in memory, so there is no file to copy.")
            )
        return self._file


def restore_household(
    backup: str | os.PathLike[str], path: str | os.PathLike[str], *, code: str
) -> Restored:
    """Bring a household back from a backup, into a file that is not there yet.

    Args:
        backup: the backup.
        path: the household file to make.
        code: the recovery code that was printed with the first backup, or when it was locked.

    Raises:
        HouseholdFileError: with a sentence that says what is wrong and what to do.
    """
    from kinhold.adapters.backups import restore

    return restore(Path(backup), Path(path), code=code)


def lock_household(path: str | os.PathLike[str], *, passphrase: str) -> str:
    """Lock a file that is closed, and return the recovery code, which is shown only now.

    Raises:
        PassphraseTooShort, HouseholdFileError: with a sentence that says what to do.
    """
    from kinhold.adapters.locking import lock

    return lock(Path(path), passphrase=passphrase, dice=bootstrap.dice())


def change_passphrase(path: str | os.PathLike[str], *, words: str, passphrase: str) -> None:
    """Put a new passphrase in the place of the old one (or of a forgotten one, with the code).

    Raises:
        CannotUnlock, PassphraseTooShort, HouseholdFileError: with a sentence that says what to do.
    """
    from kinhold.adapters.locking import change_passphrase as change

    change(Path(path), words=words, passphrase=passphrase, dice=bootstrap.dice())


def unlock_household(path: str | os.PathLike[str], *, words: str) -> None:
    """Take the passphrase off a file that is closed.

    Raises:
        CannotUnlock, HouseholdFileError: with a sentence that says what to do.
    """
    from kinhold.adapters.locking import unlock

    unlock(Path(path), words=words)
