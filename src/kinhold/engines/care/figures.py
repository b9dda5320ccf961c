"""What given turns add up to in every level of a rota, from statements and turns alone.

No solver, no slots: the horizon is cut into pieces at every beginning and end of a turn, need,
absence or night; within a piece nothing changes, so each can be looked at on its own.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.domain.periods import NIGHT_ENDS, NIGHT_STARTS, ClockWindow, Interval
from kinhold.engines.care.bedtime import drift, usual_bedtime
from kinhold.engines.care.coverage import WEIGHT, counted_nights, sleep_target
from kinhold.engines.care.load import UNIT, rates, shares_load, thinkers
from kinhold.engines.care.needs import needed_time
from kinhold.engines.care.places import with_places
from kinhold.engines.care.price import hourly
from kinhold.engines.care.reliance import chance_of_no_one
from kinhold.engines.care.supply import supplies
from kinhold.engines.care.timing import care_days, clip, every_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from kinhold.domain.care import Need, Turn
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Household
    from kinhold.engines.care.load import Rates
    from kinhold.engines.care.sleep import Night
    from kinhold.engines.care.supply import Supply
    from kinhold.rules.pack import RulesInForce

_NIGHT: Final = ClockWindow(NIGHT_STARTS, NIGHT_ENDS)


@dataclass(frozen=True, slots=True)
class Piece:
    """Time in which nothing changes: who is on duty, who stands by, what is needed."""

    interval: Interval
    on_duty: tuple[PersonRef, ...]
    backup: PersonRef | None
    needs: tuple[Need, ...]
    dark: bool

    @property
    def needed(self) -> bool:
        """Whether a child needs a responsible adult."""
        return any(n.kind == "presence" for n in self.needs)


@dataclass(frozen=True, slots=True)
class Figures:
    """A rota's figures.

    Attributes:
        uncovered: weighted minutes of needs left open.
        sleep: minutes by which the main carer's protected sleep falls short.
        doubt: minutes expected without anybody.
        cost: of paid hours, in minor units.
        fairness: the largest load, in minutes.
        changes: minutes led by somebody else than in the rota already shared.
        bedtime: drift of the protected stretch from its usual time, in minutes.
        usual: that time, in minutes of the local clock after midnight.
        nights: the counted nights.
        rest: the main carer's longest stretch in each, in minutes.
        target: protected sleep in minutes.
        loads: the load of everybody between whom it is shared, by handle.
        pieces: the horizon, cut.
    """

    uncovered: int
    sleep: int
    doubt: float
    cost: float
    fairness: float
    changes: int
    bedtime: int
    usual: int
    nights: tuple[Night, ...]
    rest: tuple[int, ...]
    target: int
    loads: dict[PersonRef, float]
    pieces: tuple[Piece, ...]

    def of(self, level: str) -> float:
        """Return the value of a level by its name."""
        values = {
            "uncovered": self.uncovered,
            "sleep": self.sleep,
            "doubt": self.doubt,
            "cost": self.cost,
            "fairness": self.fairness,
            "changes": self.changes,
        }
        return float(values[level])


def figures(
    turns: Sequence[Turn],
    *,
    household: Household,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need],
    shared: Sequence[Turn] = (),
) -> Figures:
    """Return what turns add up to.

    Args:
        turns: of a rota; who is not among the carers counts as no one.
        household: whom it is for.
        rules: `care.sleep.target_minutes`.
        horizon: the time looked at.
        needs: from `needs_for`.
        shared: turns of the rota already shared, for the changes.

    Raises:
        RuleNotInForceError: where the packs lack the sleep target for the day.
    """
    needs = with_places(needs, household)
    found = supplies(household, horizon=horizon)
    pieces = pieces_of(turns, household=household, horizon=horizon, needs=needs)
    target = sleep_target(rules, horizon.start.astimezone(household.zone).date())
    needed = clip(needed_time(needs), horizon)
    nights = counted_nights(household, found, horizon=horizon, needed=needed, target=target)
    aimed = [n for n in nights if not n.at_work]
    usual = usual_bedtime(aimed, found, needed=needed, target=target, zone=household.zone)
    rests = {n.whole.start: _rests(pieces, n, found) for n in nights}
    longest = {k: max((i.minutes for i in r), default=0) for k, r in rests.items()}
    zone = household.zone
    dark = every_day([_NIGHT], horizon=horizon, zone=zone)
    weighs = rates(needs, dark=dark, days=care_days(horizon, zone))
    loads = _loads(pieces, found, weighs)
    return Figures(
        uncovered=_uncovered(pieces, found),
        sleep=sum(max(0, target - longest[n.whole.start]) for n in aimed),
        doubt=_doubt(pieces, found),
        cost=_cost(pieces, found),
        fairness=max(loads.values(), default=0),
        changes=_changes(turns, shared, horizon),
        bedtime=sum(
            drift(rests[n.whole.start], window, target=target)
            for n, window in zip(aimed, usual.windows, strict=True)
        ),
        usual=usual.minute,
        nights=nights,
        rest=tuple(longest[n.whole.start] for n in nights),
        target=target,
        loads=loads,
        pieces=pieces,
    )


def pieces_of(
    turns: Sequence[Turn], *, household: Household, horizon: Interval, needs: Sequence[Need]
) -> tuple[Piece, ...]:
    """Return a horizon cut wherever a turn, a need, a night, a day or somebody's time changes.

    Args:
        turns: of a rota.
        household: whom it is for.
        horizon: the time looked at.
        needs: from `needs_for`.
    """
    found = supplies(household, horizon=horizon)
    dark = every_day([_NIGHT], horizon=horizon, zone=household.zone)
    spans = [t.interval for t in turns] + [n.interval for n in needs] + [*dark]
    spans += [i for s in found for i in (*s.busy, *s.duty)]
    spans += care_days(horizon, household.zone)
    marks = {horizon.start, horizon.end} | {t for i in spans for t in (i.start, i.end)}
    times = sorted(t for t in marks if horizon.start <= t <= horizon.end)
    leads: list[list[Turn]] = [[] for _ in times]
    active: list[list[Need]] = [[] for _ in times]
    for turn in turns:
        for n in _range(times, turn.interval):
            leads[n].append(turn)
    for need in needs:
        for n in _range(times, need.interval):
            active[n].append(need)
    night = {n for i in dark for n in _range(times, i)}
    return tuple(
        Piece(
            Interval(a, b),
            tuple(t.carer for t in leads[n]),
            next((t.backup for t in leads[n]), None),
            tuple(active[n]),
            n in night,
        )
        for n, (a, b) in enumerate(pairwise(times))
    )


def _range(times: Sequence[datetime], interval: Interval) -> range:
    return range(bisect_left(times, interval.start), bisect_left(times, interval.end))


def _uncovered(pieces: Sequence[Piece], found: Sequence[Supply]) -> int:
    known = {s.handle: s for s in found}
    return sum(
        WEIGHT[need.weight] * piece.interval.minutes
        for piece in pieces
        for need in piece.needs
        if not any(h in known and known[h].meets(need) for h in piece.on_duty)
    )


def _rests(pieces: Sequence[Piece], night: Night, found: Sequence[Supply]) -> list[Interval]:
    main = next(s for s in found if s.carer.main)
    rests: list[Interval] = []
    for piece in pieces:
        part = Interval(
            max(piece.interval.start, night.part.start), min(piece.interval.end, night.part.end)
        )
        if part.start >= part.end:
            continue
        relieved = any(h != main.handle for h in piece.on_duty) or not piece.needed
        if not relieved or any(b.overlap(part) for b in main.busy):
            continue
        if rests and rests[-1].end == part.start:
            rests[-1] = Interval(rests[-1].start, part.end)
        else:
            rests.append(part)
    return rests


def _doubt(pieces: Sequence[Piece], found: Sequence[Supply]) -> float:
    known = {s.handle: s for s in found}
    main = next((s for s in found if s.carer.main), None)
    total = 0.0
    for piece in pieces:
        lead = next((known[h] for h in piece.on_duty if h in known), None)
        if lead is None or not piece.needs:
            continue
        at_hand = main if main and main.can_do(piece.interval) else None
        backup = known.get(piece.backup) if piece.backup else None
        chance = chance_of_no_one(lead, (at_hand, backup), dark=piece.dark)
        total += piece.interval.minutes * chance
    return total


def _cost(pieces: Sequence[Piece], found: Sequence[Supply]) -> float:
    price = dict(zip((s.handle for s in found), hourly(found), strict=True))
    sixtieths = sum(price.get(h, 0) * p.interval.minutes for p in pieces for h in p.on_duty)
    return sixtieths / 60


def _loads(
    pieces: Sequence[Piece], found: Sequence[Supply], weighs: Rates
) -> dict[PersonRef, float]:
    index = {s.handle: n for n, s in enumerate(found)}
    thinks = thinkers(found)
    loads = {s.handle: 0 for s in found if shares_load(s)}
    for piece in pieces:
        lead = next((h for h in piece.on_duty if h in index), None)
        if lead is None:
            continue
        thinker = found[thinks[index[lead]]].handle
        for who, parts in (
            (lead, weighs.doing(piece.interval, piece.needs, dark=piece.dark)),
            (thinker, weighs.thought(piece.interval, piece.needs)),
        ):
            if who in loads:
                loads[who] += parts
    return {who: parts / UNIT for who, parts in loads.items()}


def _changes(turns: Sequence[Turn], shared: Sequence[Turn], horizon: Interval) -> int:
    """Minutes of the shared turns, inside the horizon, that somebody else or no one has now."""
    total = 0
    for was in shared:
        for part in clip([was.interval], horizon):
            total += part.minutes - sum(
                t.interval.overlap(part) for t in turns if t.carer == was.carer
            )
    return total
