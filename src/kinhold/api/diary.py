"""A diary that only its own words open; use `HouseholdFile.diary`.

    with home.diary.begin("four words nobody guesses") as diary:
        diary.write("He came by at noon.")

Whether there is a diary is shown by nothing else: no page, no count, no export.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, Self
from zoneinfo import ZoneInfo

from kinhold import bootstrap
from kinhold.api.speaking import in_its_language
from kinhold.application.diary import (
    SHOWN,
    NothingOpensError,
    OpenDiary,
    SecretNotUsableError,
    check_secret,
)
from kinhold.application.open_record import NotKeptError, SeenRecord
from kinhold.domain.findings import KinholdError
from kinhold.journal.store import UnknownLog
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date, datetime
    from types import TracebackType

    from kinhold.adapters.sqlite_sealed import SealedLog, SealedLogs
    from kinhold.application.diary import DiaryPage
    from kinhold.application.household_on import Standing
    from kinhold.application.open_record import OpenRecord
    from kinhold.bootstrap import OpenedFile
    from kinhold.domain.fact import Fact
    from kinhold.domain.wellbeing import DiaryWritten


class Home(Protocol):
    """What a diary needs of the household it lies in: the day, and how it says days."""

    def standing(self) -> Standing:
        """Return the household today."""
        ...

    def now(self) -> datetime:
        """Return the moment."""
        ...


class DiaryClosedError(KinholdError):
    """A diary was used after it was closed, or it was erased meanwhile."""

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(_("This is closed. Open it again with its words."))


@in_its_language()
class Diary:
    """Opens diaries, and begins them. Anyone who has the file may begin one."""

    def __init__(self, home: Home, opened: OpenRecord, file: OpenedFile | None) -> None:
        """Take an open household.

        Raises:
            NotKeptError: where the household is only seen by somebody else, or has no file.
        """
        if isinstance(opened, SeenRecord):
            raise NotKeptError(_("Only the person who keeps the record can do this."))
        if file is None:
            raise NotKeptError(_("This household lives only in memory, which keeps no diary."))
        self._home: Final = home
        self._logs: Final = file.store.sealed()

    def open(self, secret: str) -> OpenedDiary:
        """Open the diary that belongs to these words.

        Args:
            secret: its words; letter case counts, blanks around them do not.

        Raises:
            NothingOpensError: where none does. It says nothing more.
            SecretNotUsableError: where the words cannot be any diary's.
            JournalError: where the file cannot be read.
        """
        check_secret(secret, new=False)
        log = self._logs.open(secret)
        if log is None:
            raise NothingOpensError
        return OpenedDiary(self._home, self._logs, log)

    def begin(self, secret: str) -> OpenedDiary:
        """Begin a diary with these words; open it where they belong to one.

        Say `kinhold.application.diary.NO_WAY_BACK` first: lost words cannot be recovered.

        Raises:
            SecretNotUsableError: where the words are too short or not usable.
            JournalError: where nothing was written, with the reason.
        """
        check_secret(secret, new=True)
        return OpenedDiary(self._home, self._logs, self._logs.begin(secret))


@in_its_language()
class OpenedDiary:
    """A diary while it is open. Close it, or use it in a `with` statement."""

    def __init__(self, home: Home, logs: SealedLogs, log: SealedLog) -> None:
        """Take a log that was opened; `Diary.open` and `Diary.begin` make it."""
        self._home: Final = home
        self._logs: Final = logs
        self._open: tuple[SealedLog, OpenDiary] | None = (log, OpenDiary(log, bootstrap.dice()))
        self.mark: Final = log.log_id
        """Tells one diary from another, and opens nothing."""

    def __enter__(self) -> Self:
        """Return the diary itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Forget its key and what was read; doing it again changes nothing."""
        self._open = None

    def page(self, *, skip: int = 0, most: int = SHOWN) -> DiaryPage:
        """Return entries, the latest day first; `skip` so many of the latest.

        Raises:
            DiaryClosedError: where it is not open any more.
            RecordDamaged: where an entry is not what was written.
        """
        zone, country = self._place()
        return self._diary().page(zone=zone, country=country, skip=skip, most=most)

    def entries(self) -> tuple[DiaryWritten, ...]:
        """Return the entries that stand, in the order they were first written.

        Raises:
            DiaryClosedError: where it is not open any more.
            RecordDamaged: where an entry is not what was written.
        """
        from kinhold.domain.wellbeing import DiaryWritten

        return self._diary().record().of(DiaryWritten)

    def write(self, words: str, *, on: date | None = None, replaces: str = "") -> DiaryWritten:
        """Write an entry, or one that takes the place of the entry whose id is given.

        Args:
            words: at most 100,000 characters.
            on: the day it is about; today where not given.
            replaces: the id of an entry that it corrects; both stay.

        Raises:
            EntryNotUsableError: with what to do; nothing was kept.
            DiaryClosedError: where it is not open any more.
            NotKeptError, JournalError: where nothing was written, with the reason.
        """
        return self._diary().write(
            words=words, on=on or self._today(), now=self._home.now(), replaces=replaces
        )

    def undo(self) -> Fact:
        """Take back whatever was written last; doing it again brings it back.

        Raises:
            NoSuchFactError: where nothing was written yet.
            DiaryClosedError: where it is not open any more.
        """
        return self._diary().undo(on=self._today(), now=self._home.now())

    def check(self) -> int:
        """Read every entry again against its own hashes; return how many there are.

        Raises:
            RecordDamaged: at the first entry that is not what was written.
            DiaryClosedError: where it is not open any more.
        """
        return self._diary().check()

    def change_secret(self, secret: str) -> None:
        """Let other words open it, in the place of those so far; it stays open.

        Backups made before still open with the old words.

        Raises:
            SecretNotUsableError: where the words are not usable; nothing was changed.
            DiaryClosedError: where it is not open any more.
        """
        log, _unused = self._opened()
        check_secret(secret, new=True)
        try:
            done = self._logs.change(log, secret)
        except UnknownLog:
            raise DiaryClosedError from None
        if not done:
            raise SecretNotUsableError(_("Choose other words. Nothing was changed."))

    def erase(self) -> None:
        """Destroy its key and its entries: nobody can read them again, whatever words they have.

        Backups made before still hold it, sealed, for 35 days at most.

        Raises:
            DiaryClosedError: where it is not open any more.
            FileBusy: where it is gone, but a trace may stay beside the file for now.
        """
        log, _unused = self._opened()
        self.close()
        self._logs.erase(log)

    def _opened(self) -> tuple[SealedLog, OpenDiary]:
        if self._open is None:
            raise DiaryClosedError
        try:
            self._open[0].head()
        except UnknownLog:
            self.close()
            raise DiaryClosedError from None
        return self._open

    def _diary(self) -> OpenDiary:
        return self._opened()[1]

    def _place(self) -> tuple[ZoneInfo, str]:
        try:
            household = self._home.standing().household
        except JournalError:  # the record is damaged, which is no reason to keep this shut
            return ZoneInfo("Etc/UTC"), ""
        return household.zone, household.country

    def _today(self) -> date:
        return self._home.now().astimezone(self._place()[0]).date()
