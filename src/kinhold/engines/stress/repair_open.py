"""Open time after a loss as runs of pieces, and the blocks in which one person relieves a night."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.domain.periods import DAY_MINUTES, Interval, at_minute, merge
from kinhold.engines.care.needs import needed_time
from kinhold.engines.care.places import with_places
from kinhold.engines.care.supply import supplies
from kinhold.engines.care.timing import clip, common, covers, weeks_of
from kinhold.engines.stress.repair_model import Block, Run
from kinhold.engines.stress.repair_task import on_duty

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinhold.domain.care import Gap
    from kinhold.domain.fact import PersonRef
    from kinhold.engines.stress.repair_task import Scene

PIECE: Final = 30
"""Minutes of a piece of open time: the half-hour marks at which somebody can begin or leave."""

RELIEF_STARTS: Final = 22 * 60
"""Clock minute near which relief of a night begins, where several blocks would do (a setting)."""

_DAY: Final = timedelta(days=1)


class Sketch:
    """Cuts open time and nights at every boundary that matters to anybody who could come."""

    def __init__(
        self,
        scene: Scene,
        free: Sequence[tuple[Interval, ...]],
        days: Sequence[Interval],
        *,
        midnights: bool,
    ) -> None:
        """Find the edges.

        Args:
            scene: the loss.
            free: for each measure, the time in which it could bring somebody.
            days: from 08:00 to 08:00.
            midnights: whether local midnights matter, because hours are paid by the day.
        """
        self.scene, self.days = scene, days
        self.known: dict[tuple[frozenset[int], tuple[Interval, ...]], tuple[Block, ...]] = {}
        household, horizon = scene.household, scene.horizon
        found = supplies(household, horizon=horizon)
        main = next((s for s in found if s.carer.main), None)
        duty = on_duty(scene, found)
        self.busy = main.busy if main else ()
        self.needed = clip(needed_time(with_places(scene.needs, household)), horizon)
        self.others = merge(
            i for who, time in duty.items() if not main or who != main.handle for i in time
        )
        self.nights = clip_each([u.night for u in scene.figures.unrelieved], horizon)
        self.weeks = weeks_of(horizon, household.zone)
        edges = [*self.busy, *self.needed, *self.others, *self.nights, *self.weeks, *days]
        edges += [i for time in free for i in time]
        self.cuts = sorted(
            {t for i in edges for t in (i.start, i.end)} | self._midnights(midnights)
        )

    def _midnights(self, asked: bool) -> set[datetime]:  # noqa: FBT001 - passed on
        if not asked:
            return set()
        zone, horizon = self.scene.household.zone, self.scene.horizon
        first = horizon.start.astimezone(zone).date()
        return {
            at_minute(first + n * _DAY, 0, zone)
            for n in range((horizon.end - horizon.start).days + 2)
        }

    def runs(self) -> tuple[tuple[Run, ...], tuple[tuple[PersonRef, ...], ...]]:
        """Return open time as runs, and for each the children in it."""
        found: list[Run] = []
        children: list[tuple[PersonRef, ...]] = []
        for gap in self.scene.figures.gaps:
            for part in self._parts(gap):
                found.append(self._run(part))
                children.append(gap.children)
        return tuple(found), tuple(children)

    def _parts(self, gap: Gap) -> list[Interval]:
        """Parts of a gap: whole half hours together, and what does not fill one by itself."""
        whole = gap.interval
        inside = [t for t in self.cuts if whole.start < t < whole.end]
        parts: list[Interval] = []
        for start, end in pairwise([whole.start, *inside, whole.end]):
            first, last = min(end, _mark(start, up=True)), _mark(end, up=False)
            marks = sorted({start, first, max(first, last), end})
            parts += [Interval(a, b) for a, b in pairwise(marks)]
        return parts

    def _run(self, part: Interval) -> Run:
        pieces = max(1, part.minutes // PIECE) if part.minutes % PIECE == 0 else 1
        return Run(
            interval=part,
            pieces=pieces,
            minutes=part.minutes // pieces,
            day=part.start.astimezone(self.scene.household.zone).date(),
            week=_number(self.weeks, part.start),
            care_day=_number(self.days, part.start),
        )

    def blocks(
        self,
        runs: Sequence[Run],
        usable: frozenset[int],
        free: tuple[Interval, ...],
    ) -> tuple[Block, ...]:
        """Return every block in which one person could relieve a night, of those alike the least.

        Args:
            runs: of open time.
            usable: numbers of those the person can cover.
            free: when the person could come.
        """
        alike = (usable, free)
        if alike not in self.known:
            self.known[alike] = tuple(self._blocks(runs, usable, free))
        return self.known[alike]

    def _blocks(
        self, runs: Sequence[Run], usable: frozenset[int], free: tuple[Interval, ...]
    ) -> list[Block]:
        found: list[Block] = []
        for number, night in enumerate(self.nights):
            best: dict[tuple[tuple[int, int], ...], tuple[tuple[object, ...], Block]] = {}
            for block in self._of_night(number, night, (runs, usable, free)):
                begins = block.interval.start.astimezone(self.scene.household.zone)
                minute = (begins.hour * 60 + begins.minute - RELIEF_STARTS) % DAY_MINUTES
                near = min(minute, DAY_MINUTES - minute)
                order = (block.minutes, near, block.interval.start)
                if block.uses not in best or order < best[block.uses][0]:
                    best[block.uses] = (order, block)
            found += [block for _, (_, block) in sorted(best.items())]
        return found

    def _of_night(
        self,
        number: int,
        night: Interval,
        who: tuple[Sequence[Run], frozenset[int], tuple[Interval, ...]],
    ) -> list[Block]:
        runs, usable, free = who
        target = self.scene.engines.target
        marks = {t for t in self.cuts if night.start < t < night.end}
        mark = _mark(night.start, up=True)
        while mark < night.end:
            marks.add(mark)
            mark += timedelta(minutes=PIECE)
        cells = [Interval(a, b) for a, b in pairwise(sorted({night.start, night.end, *marks}))]
        states = [self._state(cell, runs, usable, free) for cell in cells]
        blocks: list[Block] = []
        start = 0
        for end, state in enumerate(states):
            if state is None:
                start = end + 1
                continue
            while start <= end and _length(cells[start : end + 1]) >= target:
                if start == end or _length(cells[start + 1 : end + 1]) < target:
                    blocks.append(self._block(number, cells, states, (start, end)))
                start += 1
        return blocks

    def _state(
        self,
        cell: Interval,
        runs: Sequence[Run],
        usable: frozenset[int],
        free: tuple[Interval, ...],
    ) -> int | None:
        """None where no rest is possible; -2 where others are there, -1 new time, else its run."""
        if common([cell], self.busy):
            return None
        if covers(self.others, cell) or not common([cell], self.needed):
            return -2
        for number, run in enumerate(runs):
            if run.interval.start <= cell.start and cell.end <= run.interval.end:
                return number if number in usable else None
        return -1 if covers(free, cell) else None

    def _block(
        self,
        night: int,
        cells: Sequence[Interval],
        states: Sequence[int | None],
        span: tuple[int, int],
    ) -> Block:
        start, end = span
        uses: Counter[int] = Counter()
        extra: Counter[date] = Counter()
        windows: list[Interval] = []
        for cell, state in zip(cells[start : end + 1], states[start : end + 1], strict=True):
            if state is not None and state >= 0:
                uses[state] += 1
            elif state == -1:
                extra[cell.start.astimezone(self.scene.household.zone).date()] += cell.minutes
                windows.append(cell)
        whole = Interval(cells[start].start, cells[end].end)
        return Block(
            night,
            whole,
            tuple(sorted(uses.items())),
            tuple(sorted(extra.items())),
            merge(windows),
            _number(self.weeks, whole.start),
            _number(self.days, whole.start),
        )


def clip_each(intervals: Iterable[Interval], within: Interval) -> tuple[Interval, ...]:
    """Return each interval cut to `within`, one for one."""
    return tuple(Interval(max(i.start, within.start), min(i.end, within.end)) for i in intervals)


def _length(cells: Sequence[Interval]) -> int:
    return Interval(cells[0].start, cells[-1].end).minutes if cells else 0


def _mark(moment: datetime, *, up: bool) -> datetime:
    """The half-hour mark at or after a moment, or at or before it."""
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    minutes = int((moment - epoch).total_seconds() // 60)
    back = timedelta(minutes=minutes % PIECE)
    return moment + timedelta(minutes=PIECE) - back if up and back else moment - back


def _number(blocks: Sequence[Interval], moment: datetime) -> int:
    return next((n for n, b in enumerate(blocks) if b.start <= moment < b.end), 0)
