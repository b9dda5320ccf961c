"""The record: every space's facts, typed, with both clocks.

    record.as_of(day)       what had happened by the end of a day
    record.known_at(moment) what had been written down by a moment
    record.visible_to(who)  what a person may see

A `SpaceFacts` is a fold of one log. It is continued with new entries only: `extend` costs as much
as the entries it is given.
"""

from __future__ import annotations

from binascii import a2b_base64
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

import msgspec

from kinhold.domain.dates import bounds, first_day
from kinhold.record.codec import FactNotReadableError, content_decoder, read_parts
from kinhold.record.corrections import Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date, datetime

    from kinhold.domain.fact import Fact
    from kinhold.journal.entry import Entry

HOUSEHOLD: Final = "household"
CARE: Final = "care"
PRIVATE: Final = "private:"
SHARED: Final = "shared:"

F = TypeVar("F", bound="Fact")

_NAME_AT: Final = len('["') + 22 + len('","')
"""Where the name begins in a disclosure: after a salt of 16 bytes in base64url."""

_DISCLOSURE = msgspec.json.Decoder(tuple[str, str, msgspec.Raw])


class Written(NamedTuple):
    """Where and when a fact was written down."""

    space: str
    sequence: int
    recorded_at: datetime


def fact_of(entry: Entry) -> Fact | None:
    """Return the fact an entry discloses, or None where its content was erased or withheld.

    Raises:
        FactNotReadableError: for content that this version cannot read.
    """
    disclosures = entry.disclosures
    if not disclosures:
        return None
    try:
        if len(disclosures) == 1:
            # The common case, in one step: this is what a cold open spends its time on.
            raw = _opened(disclosures[0])
            decoder = content_decoder(raw[_NAME_AT : raw.index(b'"', _NAME_AT)])
            if decoder is not None:
                return decoder.decode(raw)[2]
        parts: dict[str, bytes] = {}
        for encoded in disclosures:
            _, name, value = _DISCLOSURE.decode(_opened(encoded))
            parts[name] = bytes(value)
    except (msgspec.MsgspecError, ValueError):
        raise FactNotReadableError(
            f"Entry {entry.sequence} of the record cannot be read. Restore a backup."
        ) from None
    return read_parts(parts)


def _opened(encoded: str) -> bytes:
    """The JSON bytes of a disclosure; its alphabet is base64url without padding (RFC 9901)."""
    return a2b_base64(encoded.replace("-", "+").replace("_", "/") + "==")


@dataclass(slots=True)
class SpaceFacts:
    """The facts of one space, folded from its log.

    Attributes:
        space: its name.
        log_id: its log.
        size: how many entries were taken in.
        standing: the facts that stand.
        written: fact id to where and when it was written.
        history: every fact in the order recorded, those taken back included.
        withheld: how many entries had no content at hand.
    """

    space: str
    log_id: str
    size: int = 0
    standing: Standing = field(default_factory=Standing)
    written: dict[str, Written] = field(default_factory=dict)
    history: list[Fact] = field(default_factory=list)
    withheld: int = 0

    def extend(self, entries: Iterable[Entry]) -> None:
        """Take in the next entries, in order.

        Raises:
            FactNotReadableError: for content that this version cannot read.
        """
        for entry in entries:
            fact = fact_of(entry)
            self.size = entry.sequence + 1
            if fact is None:
                self.withheld += 1
                continue
            self.history.append(fact)
            self.written[fact.fact_id] = Written(self.space, entry.sequence, entry.recorded_at)
            self.standing.add(fact)


@dataclass(frozen=True, slots=True)
class Record:
    """All spaces that a reader may see, narrowed to a day where asked.

    Attributes:
        spaces: name to facts.
        day: facts that occurred later than this day are left out; None for all.
    """

    spaces: Mapping[str, SpaceFacts]
    day: date | None = None

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """Return the standing facts of one kind from every space, oldest entry first."""
        return tuple(
            fact  # type: ignore[misc]  # of_kind yields that kind for its word
            for space in self.spaces.values()
            for fact in space.standing.of_kind(kind.KIND)
            if self._happened(fact)
        )

    def facts(self) -> Iterator[Fact]:
        """Yield every standing fact of every space, in no order that means anything."""
        for space in self.spaces.values():
            for fact in space.standing.all():
                if self._happened(fact):
                    yield fact

    def get(self, fact_id: str) -> Fact | None:
        """Return what now stands for a fact id, or None."""
        for space in self.spaces.values():
            if fact_id in space.written:
                return space.standing.get(fact_id)
        return None

    def written(self, fact_id: str) -> Written | None:
        """Return where and when a fact was written down, or None where it is not in view."""
        return next(
            (s.written[fact_id] for s in self.spaces.values() if fact_id in s.written), None
        )

    def as_of(self, day: date) -> Record:
        """Return the record of what had happened, or begun, by the end of a day."""
        return Record(self.spaces, day)

    def known_at(self, moment: datetime) -> Record:
        """Return the record of what had been written down by a moment (an aware datetime)."""
        return Record(
            {name: _until(space, moment) for name, space in self.spaces.items()}, self.day
        )

    def visible_to(self, who: str, *, keeper: str) -> Record:
        """Return what a person may see.

        The keeper sees everything but other people's private spaces; anybody else sees the care
        space and what is shared with them (architecture, decision 5).
        """
        return Record(
            {name: s for name, s in self.spaces.items() if _may_see(name, who, keeper)}, self.day
        )

    def _happened(self, fact: Fact) -> bool:
        if self.day is None:
            return True
        start = first_day(fact.occurred)
        return start is None or start <= self.day


def _may_see(space: str, who: str, keeper: str) -> bool:
    if space.startswith(PRIVATE):
        return space == PRIVATE + who
    if who == keeper:
        return True
    if space.startswith(SHARED):
        return who in space.removeprefix(SHARED).split("+")
    return space == CARE


def _until(space: SpaceFacts, moment: datetime) -> SpaceFacts:
    earlier = SpaceFacts(space.space, space.log_id)
    for fact in space.history:
        written = space.written[fact.fact_id]
        if written.recorded_at <= moment:
            earlier.history.append(fact)
            earlier.written[fact.fact_id] = written
            earlier.standing.add(fact)
            earlier.size = written.sequence + 1
    return earlier


def started_by(fact: Fact, day: date) -> bool:
    """Return whether what a fact states had begun by a day; what was not dated had."""
    start = first_day(fact.occurred)
    return start is None or start <= day


def lasts_on(fact: Fact, day: date) -> bool:
    """Return whether a stated arrangement is in force on a day (`occurred` to `until`)."""
    until = getattr(fact, "until", None)
    end = bounds(until).end if until else None
    return started_by(fact, day) and (end is None or day < end.date())
