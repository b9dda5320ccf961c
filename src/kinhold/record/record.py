"""The record: every space's facts, typed, with both clocks.

    record.as_of(day)       what had happened by the end of a day
    record.known_at(moment) what had been written down by a moment
    record.visible_to(who)  what a person may see

A `SpaceFacts` is a fold of one log. It is continued with new entries only: `extend` costs as much
as the entries it is given.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from kinhold.domain.dates import bounds, first_day
from kinhold.domain.people import PersonMarkedUnsafe
from kinhold.record.corrections import Standing
from kinhold.record.outlines import tell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from kinhold.domain.fact import Fact
    from kinhold.journal.entry import Stretch
    from kinhold.record.outlines import Told

HOUSEHOLD: Final = "household"
CARE: Final = "care"
PRIVATE: Final = "private:"
SHARED: Final = "shared:"
TRIED: Final = "what-if"
"""Names the space of facts that are only tried out; no log has it."""

F = TypeVar("F", bound="Fact")


class Written(NamedTuple):
    """Where and when a fact was written down."""

    space: str
    sequence: int
    recorded_at: datetime


class Writings(Mapping[str, Written]):
    """Fact id to where and when it was written."""

    __slots__ = ("_moments", "_places", "_sequences", "_space")

    def __init__(self, space: str, places: Mapping[str, int]) -> None:
        """Take the name of a space and the places of its facts, which grow as the space does."""
        self._space: Final = space
        self._places: Final = places
        self._sequences: Final = array("q")
        self._moments: Final[list[datetime]] = []

    def extend(self, sequences: Iterable[int], moments: Iterable[datetime]) -> None:
        """Take in where and when the next facts were written."""
        self._sequences.extend(sequences)
        self._moments.extend(moments)

    def __getitem__(self, fact_id: str) -> Written:
        """Return where and when a fact was written.

        Raises:
            KeyError: where it was not, in this space.
        """
        place = self._places[fact_id]
        return Written(self._space, self._sequences[place], self._moments[place])

    def __contains__(self, fact_id: object) -> bool:
        """Return whether a fact was written in this space."""
        return fact_id in self._places

    def __iter__(self) -> Iterator[str]:
        """Yield the ids, the first written first."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)


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

    __slots__ = ("history", "log_id", "size", "space", "standing", "withheld", "written")

    def __init__(self, space: str, log_id: str) -> None:
        """Start with no entry."""
        self.space: Final = space
        self.log_id: Final = log_id
        self.size = 0
        self.withheld = 0
        self.standing: Final = Standing()
        self.history: Final = self.standing.history
        self.written: Final = Writings(space, self.standing.places)

    def extend(self, stretches: Iterable[Stretch]) -> None:
        """Take in the next entries, in order.

        Raises:
            FactNotReadableError: for content that this version cannot read.
        """
        for stretch in stretches:
            told = tell(stretch)
            size = stretch.start + len(told)
            if None in told:
                there = [place for place, each in enumerate(told) if each is not None]
                self.withheld += len(told) - len(there)
                self.written.extend(
                    [stretch.start + place for place in there],
                    [stretch.recorded_at[place] for place in there],
                )
            else:
                self.written.extend(range(stretch.start, size), stretch.recorded_at)
            self.standing.extend([each for each in told if each is not None])
            self.size = size

    def add(self, told: Told, *, sequence: int, recorded_at: datetime) -> None:
        """Take in the entry at a place, which says this."""
        self.written.extend((sequence,), (recorded_at,))
        self.standing.add(told)
        self.size = sequence + 1


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

    def dated(self, kind: type[F], first: date, last: date) -> tuple[F, ...]:
        """Return the standing facts of one kind that occurred on the days `[first, last]`.

        It looks at the days as they are written, so it is for kinds that always have one, such as
        lines of a statement; of the others, nothing is made into a fact.
        """
        low, high = first.isoformat(), last.isoformat()
        return tuple(
            fact  # type: ignore[misc]  # of_kind yields that kind for its word
            for space in self.spaces.values()
            for fact in space.standing.of_kind_between(kind.KIND, low, high)
            if self._happened(fact)
        )

    def has_between(self, kind: type[F], first: date, last: date) -> bool:
        """Return whether a fact of a kind stands that occurred on the days `[first, last]`."""
        low, high = first.isoformat(), last.isoformat()
        return any(
            True
            for space in self.spaces.values()
            for _ in space.standing.of_kind_between(kind.KIND, low, high)
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

    def with_facts(self, facts: Iterable[Fact]) -> Record:
        """Return the record as if these facts had been written as well, in a space of their own.

        For trying something out; nothing is written. They take no other fact's place by its id.
        """
        added = SpaceFacts(TRIED, TRIED)
        now = datetime.max.replace(tzinfo=UTC)
        for sequence, fact in enumerate(facts):
            added.add(replace(fact, replaces=""), sequence=sequence, recorded_at=now)
        return Record({**self.spaces, TRIED: added}, self.day)

    def visible_to(self, who: str, *, keeper: str) -> Record:
        """Return what a person may see.

        The keeper sees everything but other people's private spaces; anybody else sees the care
        space and what is shared with them (architecture, decision 5). Somebody whom the keeper
        keeps out sees nothing from then on.
        """
        if who != keeper and self._keeps_out(who, keeper):
            return Record({}, self.day)
        return Record(
            {name: s for name, s in self.spaces.items() if _may_see(name, who, keeper)}, self.day
        )

    def _keeps_out(self, who: str, keeper: str) -> bool:
        """Whether the mark that the keeper wrote last of somebody keeps them out."""
        own = self.spaces.get(PRIVATE + keeper)
        told = own.standing.of_kind(PersonMarkedUnsafe.KIND) if own else ()
        marks = [m for m in told if isinstance(m, PersonMarkedUnsafe) and m.about == who]
        return bool(marks) and marks[-1].state == "kept-out"

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
    for told in space.history.told():
        _, sequence, recorded_at = space.written[told.fact_id]
        if recorded_at <= moment:
            earlier.add(told, sequence=sequence, recorded_at=recorded_at)
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
