"""The diary: a log of its own that only her own words open, read and written while it is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol
from unicodedata import category, normalize

from kinhold.application.open_record import TRIES, NotKeptError
from kinhold.application.record_facts import latest, undo_latest
from kinhold.application.wording import say_clock, say_day, say_when
from kinhold.domain.dates import bounds, from_day
from kinhold.domain.fact import Retracted
from kinhold.domain.findings import KinholdError
from kinhold.domain.wellbeing import DiaryWritten
from kinhold.journal.entry import throw_draft
from kinhold.journal.store import HeadMoved
from kinhold.record.codec import encode
from kinhold.record.record import PRIVATE, Record, SpaceFacts
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain.fact import Fact
    from kinhold.journal.entry import Dice, Draft, Head, Stretch

SHORTEST: Final = 10
LONGEST: Final = 1_000
"""Characters of a secret: fewer are guessed too soon, and more are a mistake."""
MOST_LETTERS: Final = 100_000
"""Characters of one entry."""
SHOWN: Final = 50
"""How many entries a page shows."""
NO_WAY_BACK: Final = N_(
    "Nobody can find these words out or set new ones in their place. If you forget them, "
    "what you wrote cannot be read again."
)
"""To be said before anything is begun."""
SPACE: Final = PRIVATE + "diary"


class NothingOpensError(KinholdError):
    """The words open nothing: they are mistyped, or nothing was begun with them."""

    def __init__(self) -> None:
        """Say the one sentence that is said in either case."""
        super().__init__(_("Nothing opens with these words."))


class SecretNotUsableError(KinholdError):
    """The words cannot be a secret; the text says what to do."""


class EntryNotUsableError(KinholdError):
    """An entry cannot be kept as it is; the text says what to do."""


class DiaryLog(Protocol):
    """A log that was opened with its words."""

    @property
    def log_id(self) -> str:
        """Its id."""
        ...

    def head(self) -> Head:
        """Return how far it has come.

        Raises:
            UnknownLog: where it was erased meanwhile.
        """
        ...

    def stretches(self, *, after: int = 0) -> Iterator[Stretch]:
        """Read its entries, each checked.

        Raises:
            RecordDamaged: for one that is not what was written.
        """
        ...

    def append(
        self, drafts: Sequence[Draft], *, expected_head: Head, recorded_at: datetime
    ) -> Head:
        """Append, all or none.

        Raises:
            HeadMoved: where it has come further than was expected.
        """
        ...


@dataclass(frozen=True, slots=True)
class DiaryLine:
    """One entry as it stands.

    Attributes:
        fact_id: its id, for a correction.
        day: ISO, the day it is about.
        said: that day in words.
        words: what was written.
        written: when, in words.
        earlier: what stood there before it was corrected, the latest first.
    """

    fact_id: str
    day: str
    said: str
    words: str
    written: str
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DiaryPage:
    """Entries, the latest day first.

    Attributes:
        lines: those of this page.
        skipped: how many later ones come before them.
        older: how many earlier ones there are.
        undo: `take-back`, `bring-back`, or empty before the first entry.
    """

    lines: tuple[DiaryLine, ...]
    skipped: int
    older: int
    undo: str


def check_secret(words: str, *, new: bool) -> None:
    """Refuse what cannot be a secret, whether or not there is anything to open.

    Args:
        words: what was typed.
        new: whether something is to be begun with it.

    Raises:
        SecretNotUsableError: with what to do.
    """
    meant = normalize("NFKC", words.strip())
    if not meant:
        raise SecretNotUsableError(_("Type the words first."))
    if len(words) > LONGEST:
        raise SecretNotUsableError(
            _(
                "The words are longer than {longest} characters. Use a sentence that you keep in "
                "mind."
            ).format(longest=LONGEST)
        )
    if not meant.isprintable():
        raise SecretNotUsableError(
            _("The words hold a character that cannot be seen. Type them by hand.")
        )
    if new and len(meant) < SHORTEST:
        raise SecretNotUsableError(
            _(
                "Use at least {shortest} characters. Four or five words that nobody who knows you "
                "would put together are easiest to keep in mind."
            ).format(shortest=SHORTEST)
        )


class OpenDiary:
    """A diary while it is open. It belongs to one thread at a time, as its file does."""

    def __init__(self, log: DiaryLog, dice: Dice) -> None:
        """Take a log that was opened; nothing is read until it is asked for."""
        self._log: Final = log
        self._dice: Final = dice
        self._facts: Final = SpaceFacts(SPACE, log.log_id)

    def record(self) -> Record:
        """Return its entries as facts, with whatever was appended since, by anybody.

        Raises:
            JournalError: where an entry is not what was written, or it was erased meanwhile.
        """
        if self._log.head().size != self._facts.size:
            self._facts.extend(self._log.stretches(after=self._facts.size))
        return Record({SPACE: self._facts})

    def check(self) -> int:
        """Read everything again against its own hashes and return how many entries there are.

        Raises:
            RecordDamaged: at the first entry that is not what was written.
        """
        return sum(len(stretch.entry_ids) for stretch in self._log.stretches())

    def page(self, *, zone: ZoneInfo, country: str, skip: int = 0, most: int = SHOWN) -> DiaryPage:
        """Return entries, the latest day first.

        Args:
            zone: in which to say when something was written.
            country: how to say days.
            skip: how many of the latest to leave out.
            most: how many to show.
        """
        record = self.record()
        told = sorted(
            record.of(DiaryWritten),
            key=lambda f: (f.occurred, self._facts.written[f.fact_id].sequence),
            reverse=True,
        )
        skip = max(0, min(skip, len(told)))
        return DiaryPage(
            lines=tuple(
                self._line(fact, zone=zone, country=country) for fact in told[skip : skip + most]
            ),
            skipped=skip,
            older=max(0, len(told) - skip - most),
            undo=self._next_undo(latest(record)),
        )

    def write(self, *, words: str, on: date, now: datetime, replaces: str = "") -> DiaryWritten:
        """Write an entry, or one that takes another's place; both stay.

        Args:
            words: what she wants to say. Characters that cannot be seen are left out.
            on: the day it is about.
            now: the clock, aware.
            replaces: the id of the entry that it corrects.

        Raises:
            EntryNotUsableError: where it is empty or too long, or corrects nothing that stands.
            DateNotUnderstoodError: for a day that cannot be kept.
            NotKeptError, JournalError: where nothing was written, with the reason.
        """
        text = _seen(words)
        if not text:
            raise EntryNotUsableError(_("There is nothing to keep yet. Write something first."))
        if len(text) > MOST_LETTERS:
            raise EntryNotUsableError(
                _(
                    "One entry has room for {most_letters:,} characters, and this has {text:,}. Nothing "
                    "was kept; cut it in two."
                ).format(most_letters=MOST_LETTERS, text=len(text))
            )
        if replaces and not isinstance(self.record().get(replaces), DiaryWritten):
            raise EntryNotUsableError(_("There is no such entry to change (any more)."))
        bounds(from_day(on))  # refuses a day that no page could show again
        fact = DiaryWritten(
            fact_id=self._dice.new_entry_id(),
            occurred=from_day(on),
            words=text,
            replaces=replaces,
        )
        self._append(lambda _record: fact, now=now)
        return fact

    def undo(self, *, on: date, now: datetime) -> Fact:
        """Take back whatever was written last; doing it again brings it back.

        Raises:
            NoSuchFactError: where nothing was written yet.
            NotKeptError, JournalError: where nothing was written, with the reason.
        """
        return self._append(
            lambda record: undo_latest(record=record, on=on, new_id=self._dice.new_entry_id),
            now=now,
        )

    def _append(self, make: Callable[[Record], Fact], *, now: datetime) -> Fact:
        for _unused in range(TRIES):
            fact = make(self.record())
            draft = throw_draft(entry_id=fact.fact_id, parts=encode(fact), dice=self._dice)
            head = self._log.head()
            if head.size != self._facts.size:
                continue
            try:
                self._log.append([draft], expected_head=head, recorded_at=now)
            except HeadMoved:
                continue
            return fact
        raise NotKeptError(
            _(
                "Somebody else is writing here at the same time. Nothing was lost; try again in a "
                "moment."
            )
        )

    def _next_undo(self, last: Fact | None) -> str:
        if last is None:
            return ""
        taken_back = False
        while isinstance(last, Retracted):
            taken_back = not taken_back
            last = self._facts.history[self._facts.standing.places[last.replaces]]
        return "bring-back" if taken_back else "take-back"

    def _line(self, fact: DiaryWritten, *, zone: ZoneInfo, country: str) -> DiaryLine:
        moment = self._facts.written[fact.fact_id].recorded_at
        day = say_day(moment.astimezone(zone).date(), country)
        return DiaryLine(
            fact_id=fact.fact_id,
            day=fact.occurred,
            said=say_when(fact.occurred, country),
            words=fact.words,
            written=f"{day}, {say_clock(moment, zone, country)}",
            earlier=tuple(self._earlier(fact)),
        )

    def _earlier(self, fact: DiaryWritten) -> Iterator[str]:
        seen = {fact.fact_id}
        before = fact.replaces
        while before in self._facts.written and before not in seen:
            seen.add(before)
            old = self._facts.history[self._facts.standing.places[before]]
            if isinstance(old, DiaryWritten):
                yield old.words
            before = old.replaces


def _seen(words: str) -> str:
    """Text without characters that cannot be seen, with one kind of line end."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or category(c) != "Cc").strip()
