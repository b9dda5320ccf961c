"""An open household file: its logs folded, continued as they grow, and appended to.

The folds are kept for as long as the object lives, so that a page after one new entry costs that
entry and not the whole record.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import KinholdError
from kinhold.domain.people import HouseholdOpened, PersonAdded
from kinhold.journal.entry import throw_draft
from kinhold.journal.store import HeadMoved
from kinhold.record.codec import encode
from kinhold.record.record import CARE, HOUSEHOLD, PRIVATE, SHARED, Record, SpaceFacts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from kinhold.domain.fact import Fact
    from kinhold.journal.entry import Dice, Draft, Head
    from kinhold.journal.store import LogStore

TRIES: Final = 8
"""How often an append is tried again after somebody else's; facts do not depend on each other."""

NOBODY: Final = "self"
"""Names the keeper's private space until the record says who keeps it."""


class NotKeptError(KinholdError):
    """Something could not be written; the text says that nothing already saved is lost."""


class OpenRecord:
    """The logs of one household, read as facts.

    An object belongs to one thread at a time, as its store does.
    """

    def __init__(self, store: LogStore, dice: Dice) -> None:
        """Take a store; nothing is read until it is asked for."""
        self._store: Final = store
        self._dice: Final = dice
        self._spaces: Final[dict[str, SpaceFacts]] = {}
        self._heads: Final[dict[str, Head]] = {}

    def close(self) -> None:
        """Give the store back; doing it again changes nothing."""
        self._store.close()

    def record(self) -> Record:
        """Return the record with whatever was appended since the last call, by anybody.

        Raises:
            JournalError: where an entry is not what was written.
            FactNotReadableError: for an entry that a newer version wrote.
        """
        for log_id in self._store.log_ids():
            known = self._heads.get(log_id)
            head = self._store.head(log_id)
            if known == head:
                continue
            space = self._spaces.get(log_id) or SpaceFacts(self._store.space_of(log_id), log_id)
            with _without_collecting():
                space.extend(self._store.read(log_id, after=space.size))
            self._spaces[log_id] = space
            self._heads[log_id] = self._store.head(log_id) if space.size != head.size else head
        return Record({space.space: space for space in self._spaces.values()})

    def heads(self) -> tuple[Head, ...]:
        """Return the head of every log, in the order the logs were begun; for cache keys."""
        return tuple(self._store.head(log_id) for log_id in self._store.log_ids())

    def keeper(self) -> str:
        """Return the handle of the person who keeps the record, or `self` before it is known."""
        record = self.record()
        named = [h.keeper for h in record.of(HouseholdOpened) if h.keeper]
        selves = [p.about for p in record.of(PersonAdded) if p.role == "self"]
        return (named or selves or [NOBODY])[-1]

    def append(
        self,
        facts: Sequence[Fact],
        *,
        now: datetime,
        space_for: Callable[[Fact], str] | None = None,
    ) -> None:
        """Write facts down, all or none, each in its kind's space.

        A correction or retraction goes to the space of what it points at. Facts whose ids are
        already there are passed over, so the same call can be made again after a lost answer.

        Args:
            facts: in the order they are to stand.
            now: the appender's clock, aware.
            space_for: chooses another space for a fact; by default its kind's.

        Raises:
            NotKeptError: where others kept writing at the same moment.
            JournalError: where the store refuses, with the reason.
        """
        if not facts:
            return
        record = self.record()
        fresh = [fact for fact in facts if record.written(fact.fact_id) is None]
        drafts: dict[str, list[Draft]] = {}
        chosen: dict[str, str] = {}
        for fact in fresh:
            space = self._space(fact, record, chosen, space_for)
            chosen[fact.fact_id] = space
            draft = throw_draft(entry_id=fact.fact_id, parts=encode(fact), dice=self._dice)
            drafts.setdefault(space, []).append(draft)
        self._write(drafts, now)

    def _write(self, drafts: dict[str, list[Draft]], now: datetime) -> None:
        logs = {space: self._log_of(space) for space in drafts}
        for _ in range(TRIES):
            batches = {logs[s]: (made, self._store.head(logs[s])) for s, made in drafts.items()}
            try:
                self._store.append_all(batches, recorded_at=now)
            except HeadMoved:
                continue
            return
        raise NotKeptError(
            "Somebody else is writing to this household at the same time. "
            "Nothing was lost; try again in a moment."
        )

    def _log_of(self, space: str) -> str:
        for log_id in self._store.log_ids():
            if self._store.space_of(log_id) == space:
                return log_id
        log_id = self._dice.new_log_id()
        self._store.create_log(log_id, space=space)
        return log_id

    def _space(
        self,
        fact: Fact,
        record: Record,
        chosen: dict[str, str],
        space_for: Callable[[Fact], str] | None,
    ) -> str:
        target = record.written(fact.replaces) if fact.replaces else None
        if target is not None:
            return target.space
        if fact.replaces in chosen:
            return chosen[fact.replaces]
        if space_for is not None:
            return space_for(fact)
        if fact.SPACE == "private":
            return PRIVATE + self.keeper()
        if fact.SPACE == "shared":
            return SHARED + "+".join(sorted({self.keeper(), _other(fact)} - {""}))
        return {"care": CARE}.get(fact.SPACE, HOUSEHOLD)


def _other(fact: Fact) -> str:
    """The other parent a shared fact concerns, where its kind names one."""
    for name in ("of", "with_", "to"):
        who = getattr(fact, name, "")
        if who:
            return str(who)
    return fact.about if fact.KIND == "schedule" else ""


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Folding makes many objects and no cycles: looking for garbage meanwhile costs a tenth."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def all_facts(record: Record) -> Iterable[Fact]:
    """Return every standing fact in the order it was first written, space by space."""
    return sorted(
        record.facts(),
        key=lambda f: (w.space, w.sequence) if (w := record.written(f.fact_id)) else ("", 0),
    )
