"""An open household file: its logs folded, continued as they grow, and appended to.

The folds are kept for as long as the object lives, so that a page after one new entry costs that
entry and not the whole record.
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import KinholdError
from kinhold.domain.people import ChildAdded, HouseholdOpened, PersonAdded
from kinhold.journal.entry import throw_draft
from kinhold.journal.store import HeadMoved
from kinhold.record.codec import encode
from kinhold.record.record import CARE, HOUSEHOLD, PRIVATE, SHARED, Record, SpaceFacts
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from kinhold.domain.fact import Fact
    from kinhold.journal.entry import Dice, Draft, Entry, Head
    from kinhold.journal.erasure import Erasure
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
        self.store: Final = store
        self._dice: Final = dice
        self._spaces: Final[dict[str, SpaceFacts]] = {}
        self._heads: Final[dict[str, Head]] = {}
        self._names: Final[dict[str, str]] = {}
        self._secrets: Final[dict[str, bytes]] = {}
        self._erased = 0

    def close(self) -> None:
        """Give the store back; doing it again changes nothing."""
        self.store.close()

    def record(self) -> Record:
        """Return the record with whatever was appended since the last call, by anybody.

        Raises:
            JournalError: where an entry is not what was written.
            FactNotReadableError: for an entry that a newer version wrote.
        """
        self._forget_what_was_erased()
        for head in self.store.heads():
            log_id = head.log_id
            if self._heads.get(log_id) == head:
                continue
            space = self._spaces.get(log_id) or SpaceFacts(self.store.space_of(log_id), log_id)
            with _without_collecting():
                space.extend(self.store.stretches(log_id, after=space.size))
            self._spaces[log_id] = space
            self._heads[log_id] = self.store.head(log_id) if space.size != head.size else head
        return Record({space.space: space for space in self._spaces.values()})

    @property
    def erased(self) -> int:
        """How many erasures the folds know of; whatever was made from them before is to be dropped."""
        return self._erased

    def erasures(self) -> tuple[Erasure, ...]:
        """Return everything that was erased from this household, the oldest first."""
        return self.store.erasures()

    def erase(self, erasures: Sequence[Erasure]) -> None:
        """Erase from the store, and forget what was read before.

        Raises:
            JournalError: where the store refuses, with the reason.
        """
        try:
            self.store.erase(erasures)
        finally:
            self._forget_what_was_erased()

    def log_id_of(self, space: str) -> str | None:
        """Return the log of a space, or None where none was begun (or it was erased)."""
        gone = {each.log_id for each in self.store.erasures() if each.whole_space}
        there = [i for i in self.store.log_ids() if i not in gone]
        return next((i for i in there if self._space_of(i) == space), None)

    def _space_of(self, log_id: str) -> str:
        """The space of a log, which never changes: the store is asked for it once."""
        if log_id not in self._names:
            self._names[log_id] = self.store.space_of(log_id)
        return self._names[log_id]

    def entry(self, space: str, sequence: int) -> Entry:
        """Return one entry of a space, as the store has it.

        Raises:
            NotKeptError: where there is no such entry.
        """
        log_id = self.log_id_of(space)
        for entry in self.store.read(log_id, after=sequence) if log_id else ():
            return entry
        raise NotKeptError(_("There is no such entry in this record."))

    def secret_of(self, fact_id: str) -> bytes:
        """Return 32 bytes of an entry that nobody knows without the file, whatever they were shown.

        They follow from the key of the entry's log, since a bundle shows entries with their salts.
        The same file gives them again; a backup brings them back.

        Raises:
            NotKeptError: where there is no such entry, or it was erased.
        """
        return self.secrets_of((fact_id,))[fact_id]

    def secrets_of(self, fact_ids: Iterable[str]) -> dict[str, bytes]:
        """Return the secrets of entries; see `secret_of`.

        Once made they are held until something is erased: looking for one among many asks the store
        equally often however many there are.

        Raises:
            NotKeptError: where one of them is no entry, or was erased.
        """
        record = self.record()
        for fact_id in fact_ids:
            if fact_id not in self._secrets:
                self._secrets[fact_id] = self._make_secret(fact_id, record)
        return self._secrets

    def _make_secret(self, fact_id: str, record: Record) -> bytes:
        written = record.written(fact_id)
        log_id = self.log_id_of(written.space) if written else None
        entry = self.entry(written.space, written.sequence) if written else None
        if log_id is None or entry is None or not entry.disclosures:
            raise NotKeptError(_("There is no such entry in this record."))
        # No checkpoint begins like this, so no signature of one ends up as a link or the reverse.
        return sha256(self.store.sign(log_id, f"kinhold/1/link {fact_id}".encode())).digest()

    def _forget_what_was_erased(self) -> None:
        erased = len(self.store.erasures())
        if erased != self._erased:
            self._spaces.clear()
            self._heads.clear()
            self._secrets.clear()
            self._erased = erased

    def heads(self) -> tuple[Head, ...]:
        """Return the head of every log, in the order the logs were begun; for cache keys."""
        return self.store.heads()

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
        logs = {space: self.begin(space) for space in drafts}
        for _unused in range(TRIES):
            batches = {logs[s]: (made, self.store.head(logs[s])) for s, made in drafts.items()}
            try:
                self.store.append_all(batches, recorded_at=now)
            except HeadMoved:
                continue
            return
        raise NotKeptError(
            _(
                "Somebody else is writing to this household at the same time. Nothing was lost; try "
                "again in a moment."
            )
        )

    def begin(self, space: str) -> str:
        """Return the log of a space, and begin it where there is none yet."""
        log_id = self.log_id_of(space)
        if log_id is None:
            log_id = self._dice.new_log_id()
            self.store.create_log(log_id, space=space)
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
            return SHARED + "+".join(sorted({self.keeper(), self._other_parent(fact)} - {""}))
        return {"care": CARE}.get(fact.SPACE, HOUSEHOLD)

    def _other_parent(self, fact: Fact) -> str:
        """The other parent whom a shared fact concerns: an adult it names who is not the keeper."""
        children = {child.about for child in self.record().of(ChildAdded)}
        named = [getattr(fact, name, "") for name in ("of", "to", "about", "by")]
        return next((str(n) for n in named if n and n != self.keeper() and n not in children), "")


class SeenRecord(OpenRecord):
    """A record as one person may see it: nothing else of it can be asked for, and nothing written.

    Spaces that the person may not see leave no trace here: not their names, sizes or heads.
    """

    def __init__(self, whole: OpenRecord, who: str) -> None:
        """Narrow an open record to a person, by handle."""
        self._whole: Final = whole
        self._who: Final = who

    def close(self) -> None:
        """Do nothing: the record belongs to whoever opened it."""

    def record(self) -> Record:
        """Return what the person may see."""
        return self._whole.record().visible_to(self._who, keeper=self._whole.keeper())

    @property
    def erased(self) -> int:
        """How many erasures the folds know of; it is counted, and never shown."""
        return self._whole.erased

    def heads(self) -> tuple[Head, ...]:
        """Return the heads of the logs in view."""
        seen = {space.log_id for space in self.record().spaces.values()}
        return tuple(head for head in self._whole.heads() if head.log_id in seen)

    def keeper(self) -> str:
        """Return the handle of the person who keeps the record."""
        return self._whole.keeper()

    def append(
        self,
        facts: Sequence[Fact],
        *,
        now: datetime,
        space_for: Callable[[Fact], str] | None = None,
    ) -> None:
        """Refuse to write.

        Raises:
            NotKeptError: always.
        """
        del facts, now, space_for
        raise NotKeptError(_("This can be read here, and not changed."))


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
