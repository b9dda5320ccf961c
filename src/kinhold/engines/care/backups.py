"""Who steps in: a named back-up, four hours at a time, wherever it matters that a lead may not come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from kinhold.domain.care import Turn
from kinhold.domain.periods import Interval, at_minute, night_of
from kinhold.engines.care.allocation import allocate
from kinhold.engines.care.reliance import SEGMENT_MINUTES, chance_of_no_one, matters, same_side
from kinhold.engines.care.timing import care_days, weeks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain.fact import PersonRef
    from kinhold.engines.care.supply import Supply


def with_backups(
    turns: Sequence[Turn], *, found: Sequence[Supply], horizon: Interval, zone: ZoneInfo
) -> tuple[Turn, ...]:
    """Return the turns with back-ups, cut where another one takes over.

    A turn led by somebody who may not come is cut into stretches of four hours. Whoever leaves the
    least chance of no one is named for each; among equals, by night, somebody from another side of
    the family, since one side often fails together, and the main carer last; then whoever was named
    before, and the surest. Stretches without the main carer choose first.

    Who cannot come misses all their turns of a care day (08:00 to 08:00). Somebody named can be
    there for the whole stretch, and stays within their weekly limit if called for all of that day's.
    """
    naming = _Naming(tuple(turns), tuple(found), weeks_of(horizon, zone), zone)
    groups: dict[tuple[PersonRef, int], list[Turn]] = {}
    done: list[Turn] = []
    for turn in turns:
        lead = naming.by_handle.get(turn.carer)
        if lead is None or not matters(lead):
            done.append(replace(turn, backup=None))
            continue
        for number, day in enumerate(care_days(horizon, zone)):
            if turn.interval.overlap(day):
                part = Interval(
                    max(turn.interval.start, day.start), min(turn.interval.end, day.end)
                )
                pieces = naming.pieces(replace(turn, interval=part))
                groups.setdefault((turn.carer, number), []).extend(pieces)
    for (handle, _), together in groups.items():
        done += naming.name(naming.by_handle[handle], together)
    return joined(sorted(done, key=lambda t: t.interval))


def joined(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Join turns of the same person, with the same back-up, that touch."""
    done: list[Turn] = []
    for turn in turns:
        last = done[-1] if done else None
        if (
            last is not None
            and (last.carer, last.backup) == (turn.carer, turn.backup)
            and last.interval.end == turn.interval.start
        ):
            done[-1] = replace(last, interval=Interval(last.interval.start, turn.interval.end))
        else:
            done.append(turn)
    return tuple(done)


def is_night(interval: Interval, zone: ZoneInfo) -> bool:
    """Return whether any of an interval lies between 20:00 and 08:00."""
    day = interval.start.astimezone(zone).date()
    before = day.fromordinal(day.toordinal() - 1)
    return any(night_of(d, zone).overlap(interval) for d in (before, day))


@dataclass(frozen=True)
class _Naming:
    turns: tuple[Turn, ...]
    found: tuple[Supply, ...]
    weeks: tuple[Interval, ...]
    zone: ZoneInfo

    @cached_property
    def by_handle(self) -> dict[PersonRef, Supply]:
        return {s.handle: s for s in self.found}

    @cached_property
    def main(self) -> Supply | None:
        return next((s for s in self.found if s.carer.main), None)

    def name(self, lead: Supply, together: Sequence[Turn]) -> list[Turn]:
        """Name back-ups for everything that one person misses with a day."""
        named: list[Turn] = []
        alone = [p for p in together if not self._attended(p)]
        for piece in self._shared_out(lead, alone):
            named += [piece] if piece.backup else self._named(lead, piece, named)
        for piece in sorted(set(together) - set(alone), key=lambda p: p.interval):
            named += self._named(lead, piece, named)
        return named

    def _shared_out(self, lead: Supply, pieces: Sequence[Turn]) -> list[Turn]:
        """Share out first, to the most gain, those whose weekly limit may not do for everything."""
        gains = [self._gains(lead, p) for p in pieces]
        people = {n for gain in gains for n in gain}
        whole = [Interval(p.interval.start, p.interval.end) for p in pieces]
        rooms = {
            n: min((self._room(self.found[n], i, []) for i in whole), default=0) for n in people
        }
        given = allocate([i.minutes for i in whole], rooms, gains)
        done: list[Turn] = []
        for number, piece in enumerate(pieces):
            start = piece.interval.start
            for n in sorted(n for p, n in given if p == number):
                until = start + timedelta(minutes=given[number, n])
                done.append(Turn(piece.carer, Interval(start, until), self.found[n].handle))
                start = until
            if start < piece.interval.end:
                done.append(replace(piece, interval=Interval(start, piece.interval.end)))
        return sorted(done, key=lambda t: (t.backup is None, t.interval))

    def _gains(self, lead: Supply, piece: Turn) -> dict[int, float]:
        """What a minute gains with each who has a weekly limit, over the best who has none."""
        dark = is_night(piece.interval, self.zone)
        able = {
            n: chance_of_no_one(lead, (s,), dark=dark)
            for n, s in enumerate(self.found)
            if s.handle != piece.carer and s.can_do(piece.interval)
        }
        base = min(
            (chance for n, chance in able.items() if self.found[n].most is None),
            default=chance_of_no_one(lead, (), dark=dark),
        )
        return {
            n: base - chance
            for n, chance in able.items()
            if self.found[n].most is not None and chance < base
        }

    def _attended(self, piece: Turn) -> bool:
        return self.main is not None and self.main.can_do(piece.interval)

    def pieces(self, turn: Turn) -> list[Turn]:
        """Stretches of four local hours, cut further where somebody who could step in comes or goes."""
        whole = turn.interval
        marks = {whole.start, whole.end, *_segments(whole, self.zone)}
        for supply in self.found:
            marks |= {t for i in supply.duty for t in (i.start, i.end)}
        inside = sorted(t for t in marks if whole.start <= t <= whole.end)
        return [replace(turn, interval=Interval(a, b)) for a, b in pairwise(inside)]

    def _named(self, lead: Supply, piece: Turn, named: Sequence[Turn]) -> list[Turn]:
        """The best for a stretch; where their limit ends within it, the next best for the rest."""
        before = named[-1].backup if named else None
        able = [s for s in self.found if s.handle != piece.carer and s.can_do(piece.interval)]
        ranked = sorted(able, key=lambda s: self._rank(lead, s, piece, before))
        done: list[Turn] = []
        start, end = piece.interval.start, piece.interval.end
        for supply in ranked:
            room = self._room(supply, Interval(start, end), [*named, *done])
            whole = room >= Interval(start, end).minutes
            if room <= 0 or (not whole and self._attended(piece)):
                continue
            until = min(end, start + timedelta(minutes=room))
            done.append(Turn(piece.carer, Interval(start, until), supply.handle))
            start = until
            if start == end:
                return done
        return [*done, Turn(piece.carer, Interval(start, end))]

    def _room(self, supply: Supply, part: Interval, named: Sequence[Turn]) -> int:
        """Minutes from the start of a stretch that somebody could still stand in."""
        if supply.most is None:
            return part.minutes
        called = [t.interval for t in named if t.backup == supply.handle]
        own = [t.interval for t in self.turns if t.carer == supply.handle]
        rooms = [
            supply.most - sum(i.overlap(week) for i in (*own, *called))
            for week in self.weeks
            if week.overlap(part)
        ]
        return min(rooms, default=part.minutes)

    def _rank(
        self, lead: Supply, supply: Supply, piece: Turn, before: PersonRef | None
    ) -> tuple[float, bool, bool, bool, float, PersonRef]:
        dark = is_night(piece.interval, self.zone)
        main = self.main if self._attended(piece) else None
        return (
            round(chance_of_no_one(lead, (main, supply), dark=dark), 9),
            dark and supply.carer.main,
            dark and same_side(lead, supply),
            supply.handle != before,
            -supply.carer.reliability,
            supply.handle,
        )


def _segments(whole: Interval, zone: ZoneInfo) -> set[datetime]:
    day = whole.start.astimezone(zone).date()
    found = set()
    while at_minute(day, 0, zone) < whole.end:
        found |= {at_minute(day, m, zone) for m in range(0, 1440, SEGMENT_MINUTES)}
        day += timedelta(days=1)
    return found
