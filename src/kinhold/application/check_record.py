"""Read the whole record again: against its own hashes, and against every checkpoint given out."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kinhold.journal.log import Frontier, RecordDamaged
from kinhold.journal.notes import open_checkpoint, vkey_of_log
from kinhold.journal.store import JournalError
from kinhold.journal.verify import Malformed
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import datetime

    from kinhold.journal.store import LogStore


@dataclass(frozen=True, slots=True)
class RecordCheck:
    """What reading the record again showed.

    Attributes:
        checked_at: ISO moment, UTC.
        entries: how many entries were read.
        logs: how many logs.
        checkpoints: how many earlier checkpoints the record was found to continue.
        problems: one sentence each; none where everything is as it was written.
    """

    checked_at: str
    entries: int
    logs: int
    checkpoints: int
    problems: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether everything is as it was written."""
        return not self.problems

    @property
    def said(self) -> str:
        """The outcome in one sentence."""
        if self.problems:
            return _("The record is not as it was written. {problems}").format(
                problems=self.problems[0]
            )
        kept = (
            _(", and continue {checkpoints} checkpoints").format(checkpoints=self.checkpoints)
            if self.checkpoints
            else ""
        )
        return _("All {entries} entries are as they were written{kept}.").format(
            entries=self.entries, kept=kept
        )


def check_record(*, store: LogStore, now: datetime) -> RecordCheck:
    """Read every entry of every log again.

    Args:
        store: the household's logs.
        now: the clock, aware.

    Returns:
        What was found; damage is reported, not raised.
    """
    entries = checkpoints = 0
    problems: list[str] = []
    logs = store.log_ids()
    for log_id in logs:
        try:
            size, held = _check_log(store, log_id)
        except RecordDamaged as damage:
            problems.append(str(damage))
        except JournalError as trouble:
            problems.append(str(trouble))
        else:
            entries, checkpoints = entries + size, checkpoints + held
    return RecordCheck(
        checked_at=now.isoformat(timespec="seconds"),
        entries=entries,
        logs=len(logs),
        checkpoints=checkpoints,
        problems=tuple(problems),
    )


def _check_log(store: LogStore, log_id: str) -> tuple[int, int]:
    """Return how many entries and checkpoints of a log were found to be right."""
    given = {issued.size: issued for issued in store.checkpoints(log_id)}
    public_key = store.public_key(log_id)
    hashes = [entry.leaf_hash for entry in store.read(log_id)]
    frontier, size = Frontier(), 0
    for issued in given.values():
        frontier = frontier.grown(hashes[size : issued.size])
        size = issued.size
        try:
            vkey = vkey_of_log(log_id, public_key=public_key or b"")
            checkpoint = open_checkpoint(issued.note, vkey=vkey)
        except Malformed as flaw:
            raise JournalError(
                _(
                    "A checkpoint that was given out at {size} entries cannot be read: {flaw}."
                ).format(size=issued.size, flaw=flaw)
            ) from flaw
        if (checkpoint.size, checkpoint.root) != (frontier.size, frontier.root):
            raise JournalError(
                _(
                    "The record does not continue the checkpoint that was given out at {size} entries: "
                    "something before it was changed, or taken away."
                ).format(size=issued.size)
            )
    return len(hashes), len(given)


def write_check(check: RecordCheck) -> str:
    """Write the outcome as one line, to be kept."""
    return json.dumps(asdict(check), ensure_ascii=False)


def read_check(line: str) -> RecordCheck | None:
    """Read what `write_check` wrote; None where the line is of another version."""
    try:
        kept = json.loads(line)
        return RecordCheck(**{**kept, "problems": tuple(kept["problems"])})
    except (ValueError, TypeError, KeyError):
        return None
