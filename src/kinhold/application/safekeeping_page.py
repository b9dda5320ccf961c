"""What a person sees of the record's own safety: the last check, the last backup, the lock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import say_day
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.application.check_record import RecordCheck

STALE_AFTER_DAYS: Final = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """What the file knows about its own care.

    Attributes:
        locked: whether it is enciphered.
        check: the outcome of the last check, or None.
        backed_up: when it was last backed up, or None.
        folder: where backups go, or empty.
        trouble: why the last backup could not be made, or empty.
        checkpoints: how many checkpoints were given out.
    """

    locked: bool
    check: RecordCheck | None
    backed_up: datetime | None
    folder: str
    trouble: str
    checkpoints: int


@dataclass(frozen=True, slots=True)
class SafekeepingPage:
    """The page.

    Attributes:
        sound: false only where the last check found that something is not as it was written.
        check: the outcome of the last check, in words.
        backup: when and where it was last backed up, in words.
        backup_is_old: no backup for more than eight days, or none at all.
        lock: whether it is locked, in words.
    """

    sound: bool
    check: str
    problems: tuple[str, ...]
    backup: str
    backup_is_old: bool
    trouble: str
    folder: str
    locked: bool
    lock: str
    checkpoints: int


def safekeeping_page(*, kept: Kept, now: datetime, zone: ZoneInfo, country: str) -> SafekeepingPage:
    """Return the page.

    Args:
        kept: what the file knows about its own care.
        now: the clock, aware.
        zone: the household's.
        country: for how days are said.
    """
    check, made = kept.check, kept.backed_up
    where = _(" in {folder}").format(folder=kept.folder) if kept.folder else ""
    return SafekeepingPage(
        sound=check is None or check.sound,
        check=f"{_checked(check, zone, country)} {check.said}" if check else _("Not checked yet."),
        problems=check.problems if check else (),
        backup=(
            _("Last backup: {say}{where}.").format(say=_say(made, zone, country), where=where)
            if made
            else _("No backup yet.")
        ),
        backup_is_old=made is None or (now - made).days >= STALE_AFTER_DAYS,
        trouble=kept.trouble,
        folder=kept.folder,
        locked=kept.locked,
        lock=(
            _("The file is locked: without its passphrase nobody can read it.")
            if kept.locked
            else _("The file has no passphrase: whoever has the file can read it.")
        ),
        checkpoints=kept.checkpoints,
    )


def _checked(check: RecordCheck, zone: ZoneInfo, country: str) -> str:
    from datetime import datetime

    return _("Checked {say}.").format(
        say=_say(datetime.fromisoformat(check.checked_at), zone, country)
    )


def _say(moment: datetime, zone: ZoneInfo, country: str) -> str:
    local = moment.astimezone(zone)
    return f"{say_day(local.date(), country)}, {local:%H:%M}"
