"""The care log: an index that is continued entry by entry, and what planners need of it.

A household with twins writes some thirty thousand entries a year. So no page reads them all: the
index holds the standing entries by what they are, whom they are about and their local day, and a
page looks at the days it shows.
"""

from __future__ import annotations

import gc
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypeVar

from kinhold.domain.care import (
    ActivityLogged,
    CareGiven,
    FeedLogged,
    HandoverNoteWritten,
    MeasureTaken,
    MedicineGiven,
    MilestoneReached,
    NappyChanged,
    NightWakingLogged,
    SleepLogged,
    TimerStarted,
)
from kinhold.domain.dates import bounds, first_day, instant
from kinhold.domain.fact import Fact
from kinhold.record.outlines import as_fact
from kinhold.record.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.record.outlines import Told
    from kinhold.record.record import SpaceFacts

LOG_KINDS: Final = (
    FeedLogged,
    SleepLogged,
    NightWakingLogged,
    NappyChanged,
    MedicineGiven,
    MeasureTaken,
    ActivityLogged,
    CareGiven,
)
"""What planners size needs from."""

SHOWN: Final = frozenset(
    kind.KIND for kind in (*LOG_KINDS, MilestoneReached, HandoverNoteWritten) if kind != CareGiven
)
"""Words of the kinds that the pages of the log show."""

INERT: Final = SHOWN | {TimerStarted.KIND}
"""Words of the kinds that change nothing but the log itself."""

LATELY: Final = timedelta(days=21)
"""How far back planners look into the log; the rules ask for 14 nights."""

NO_DAY: Final = ""
_SORTED_FURTHER: Final = frozenset((ActivityLogged.KIND, MeasureTaken.KIND))
F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of the log and its instant (UTC); `clock` is False where only the day was told."""

    fact: Fact
    at: datetime
    clock: bool


@dataclass(frozen=True, slots=True)
class Lately(Record):
    """A record whose care log is narrowed to some days: what a plan is made from."""

    log: tuple[tuple[str, tuple[Fact, ...]], ...] = ()

    def of(self, kind: type[F]) -> tuple[F, ...]:
        """Return the standing facts of one kind; those of the log only of the narrowed days."""
        narrowed = dict(self.log).get(kind.KIND)
        return Record.of(self, kind) if narrowed is None else narrowed  # type: ignore[return-value]  # by word


def log_facts(record: Record) -> tuple[Fact, ...]:
    """Return every standing fact of the care log, kind by kind."""
    return tuple(fact for kind in LOG_KINDS for fact in record.of(kind))


def series_of(fact: Told) -> str:
    """Return what sort of entry it is: its kind's word, with what it is of where that matters."""
    word = fact.KIND
    return f"{word}:{getattr(fact, 'what', '')}" if word in _SORTED_FURTHER else word


class LogIndex:
    """The standing entries of the care log by sort, person and local day.

    It only ever takes in what a record's spaces have more than before, so that a page after one
    new entry costs that entry. A correction moves what it corrects; taking back removes it.

    Attributes:
        changes: rises with every change to the log; for keys of kept pages.
        stated: rises with everything else that may change the household or a plan.
    """

    __slots__ = ("_days", "_place", "_roots", "_series", "_taken", "_touched", "changes", "stated")

    def __init__(self) -> None:
        """Start with no entry."""
        self.changes = 0
        self.stated = 0
        self._clear()

    def _clear(self) -> None:
        self._series: dict[tuple[str, str], dict[str, dict[str, Told]]] = {}
        self._days: dict[tuple[str, str], list[str]] = {}
        self._place: dict[str, tuple[tuple[str, str], str] | None] = {}
        self._roots: dict[str, str] = {}
        self._taken: dict[str, tuple[SpaceFacts, int]] = {}
        self._touched: dict[str, int] = {}

    def catch_up(self, record: Record) -> LogIndex:
        """Take in what the record has more than before, and return the index itself.

        A record whose folds were made anew (after an erasure) is indexed from the start.
        """
        spaces = record.spaces
        if any(spaces.get(name) is not known for name, (known, _) in self._taken.items()):
            self._clear()
            self.changes += 1
            self.stated += 1
        for name, space in spaces.items():
            _, taken = self._taken.get(name, (space, 0))
            if taken < len(space.history):
                self._extend(space, space.history.told(taken))
                self._taken[name] = (space, len(space.history))
        return self

    def _extend(self, space: SpaceFacts, told: Sequence[Told]) -> None:
        collecting = gc.isenabled()
        gc.disable()  # many objects and no cycles: looking for garbage meanwhile costs as much again
        try:
            self._take(space, told)
        finally:
            if collecting:
                gc.enable()
        self.changes += len(told)

    def _take(self, space: SpaceFacts, told: Sequence[Told]) -> None:
        waiting: defaultdict[tuple[str, str, str], list[Told]] = defaultdict(list)
        for each in told:  # a cold start spends time here, so the common case is spelt out
            word = each.KIND
            if each.replaces:
                self._put_all(waiting)
                self._follow(space, each)
            elif word in SHOWN:
                waiting[word, each.about, each.occurred[:10]].append(each)
            elif word not in INERT:
                self.stated += 1
        self._put_all(waiting)

    def _put_all(self, waiting: dict[tuple[str, str, str], list[Told]]) -> None:
        """Put in their places what was gathered by kind, person and the day it seems to be of."""
        for (word, about, day), told in waiting.items():
            bucket, done = self._series.get((word, about), {}).get(day), 0
            while done < len(told) and (bucket is None or word in _SORTED_FURTHER):
                self._put(told[done].fact_id, told[done])
                bucket, done = self._series.get((word, about), {}).get(day), done + 1
            if bucket is not None and done < len(told):
                bucket.update((each.fact_id, each) for each in told[done:])
                self._touched[day] = self._touched.get(day, 0) + len(told) - done
        waiting.clear()

    def _put(self, root: str, fact: Told) -> tuple[tuple[str, str], str]:
        key = (series_of(fact), fact.about)
        day = _day_of(fact)
        days = self._series.get(key)
        if days is None:
            days = self._series[key] = {}
            self._days[key] = []
        bucket = days.get(day)
        if bucket is None:
            bucket = days[day] = {}
            insort(self._days[key], day)
        bucket[root] = fact
        self._touched[day] = self._touched.get(day, 0) + 1
        return key, day

    def _follow(self, space: SpaceFacts, fact: Told) -> None:
        """Put in its place what now stands for the entry that a later one points at."""
        root = self._roots.get(fact.replaces, fact.replaces)
        original = _original(space, root)
        if original is None or fact.replaces == fact.fact_id:
            if fact.KIND in SHOWN:
                self._put(fact.fact_id, fact)
            self.stated += fact.KIND not in INERT
            return
        self._roots[fact.fact_id] = root
        if root not in self._place and original.KIND in SHOWN:
            self._place[root] = ((series_of(original), original.about), _day_of(original))
        gone = self._place.get(root)
        if gone is not None:
            self._series.get(gone[0], {}).get(gone[1], {}).pop(root, None)
            self._touched[gone[1]] = self._touched.get(gone[1], 0) + 1
        current = space.standing.get(root)
        shown = current is not None and current.KIND in SHOWN
        self._place[root] = self._put(root, current) if current is not None and shown else None
        kinds = {original.KIND} | ({current.KIND} if current is not None else set())
        self.stated += not kinds <= INERT

    def root_of(self, fact_id: str) -> str:
        """Return the id under which an entry was first written."""
        return self._roots.get(fact_id, fact_id)

    # -- questions to it ---------------------------------------------------------------------------

    def touched(self, first: date, last: date) -> tuple[int, ...]:
        """Return how often each day in `[first, last]` was written to; for keys of kept plans."""
        days = range((last - first).days + 1)
        return tuple(self._touched.get((first + timedelta(days=n)).isoformat(), 0) for n in days)

    def sorts(self, about: str | None = None) -> tuple[str, ...]:
        """Return the sorts of entries there are, about a person where given, in order."""
        return tuple(
            sorted(
                {
                    name
                    for (name, who), days in self._series.items()
                    if about in (None, who) and any(days.values())
                }
            )
        )

    def size(self) -> int:
        """Return how many entries stand."""
        return sum(len(b) for days in self._series.values() for b in days.values())

    def latest(
        self, sort: str, *, about: str, zone: ZoneInfo, now: datetime, most: int = 1
    ) -> tuple[Logged, ...]:
        """Return the latest entries of a sort about somebody up to now, most recent first.

        Args:
            sort: see `series_of`.
            about: whom.
            zone: the household's.
            now: later entries are passed over.
            most: how many at most.
        """
        days = self._days.get((sort, about), [])
        buckets = self._series.get((sort, about), {})
        until = (now + timedelta(days=1)).date().isoformat()
        found: list[Logged] = []
        spare = 1  # an entry with an offset of its own may stand under the day beside
        for place in range(bisect_right(days, until) - 1, -1, -1):
            found += [e for e in _dated(buckets[days[place]], zone) if e.at <= now]
            if len(found) >= most:
                if not spare:
                    break
                spare -= 1
        return tuple(sorted(found, key=_order, reverse=True)[:most])

    def between(
        self,
        start: datetime,
        end: datetime,
        *,
        zone: ZoneInfo,
        about: str | None = None,
        sorts: tuple[str, ...] | None = None,
    ) -> tuple[Logged, ...]:
        """Return the entries that began in `[start, end)`, in order; what tells no day is in none.

        Args:
            start: an instant.
            end: an instant.
            zone: the household's.
            about: only about this person, where given.
            sorts: only of these sorts, where given.
        """
        low = (start.astimezone(zone).date() - timedelta(days=1)).isoformat()
        high = (end.astimezone(zone).date() + timedelta(days=1)).isoformat()
        found: list[Logged] = []
        for key, days in self._days.items():
            if about not in (None, key[1]) or (sorts is not None and key[0] not in sorts):
                continue
            buckets = self._series[key]
            for place in range(bisect_left(days, low), bisect_right(days, high)):
                dated = _dated(buckets[days[place]], zone)
                found += [each for each in dated if start <= each.at < end]
        return tuple(sorted(found, key=_order))

    def all_of(self, sort: str, *, about: str, zone: ZoneInfo) -> tuple[Logged, ...]:
        """Return every entry of a sort about somebody, in order; for what is rare, as weights are."""
        buckets = self._series.get((sort, about), {}).values()
        found = [each for bucket in buckets for each in _dated(bucket, zone)]
        return tuple(sorted(found, key=_order))

    def lately(self, record: Record, *, on: date) -> Lately:
        """Return the record with its log narrowed to the weeks before a day; see `LATELY`."""
        low, high = (on - LATELY).isoformat(), (on + timedelta(days=1)).isoformat()
        kept: dict[str, list[Fact]] = {k.KIND: [] for k in LOG_KINDS if k is not CareGiven}
        for key, days in self._days.items():
            word = key[0].partition(":")[0]
            if word in kept:
                for place in range(bisect_left(days, low), bisect_right(days, high)):
                    kept[word] += _facts_in(self._series[key][days[place]])
        narrowed = tuple((word, tuple(facts)) for word, facts in kept.items())
        return Lately(record.spaces, record.day, narrowed)


def _order(logged: Logged) -> tuple[datetime, str, str]:
    return logged.at, series_of(logged.fact), logged.fact.fact_id


def _day_of(fact: Told) -> str:
    """The local day as it is written: an EDTF text begins with it, unless it tells no day."""
    text = fact.occurred
    if len(text) >= 10 and text[7] == "-" and text[0] != ".":  # noqa: PLR2004 - YYYY-MM-DD
        return text[:10]
    day = first_day(text) if bounds(text).precision == "interval" else None
    return day.isoformat() if day else NO_DAY


def _facts_in(bucket: dict[str, Told]) -> Iterable[Fact]:
    """Return the facts of a bucket, which keeps those that had to be made."""
    for root, told in bucket.items():
        if not isinstance(told, Fact):
            bucket[root] = as_fact(told)
    return bucket.values()  # type: ignore[return-value]  # each is a fact by now


def _dated(bucket: dict[str, Told], zone: ZoneInfo) -> Iterator[Logged]:
    for fact in _facts_in(bucket):
        at = instant(fact.occurred, zone)
        if at is not None:
            yield Logged(fact, at, bounds(fact.occurred).precision in ("minute", "second"))


def _original(space: SpaceFacts, root: str) -> Told | None:
    """What was first written under an id, found by its place in the log."""
    place = space.standing.places.get(root)
    return None if place is None else space.history.outline(place)
