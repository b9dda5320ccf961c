"""Checks a rota without the solver, its model or its slots: every figure is worked out again.

The horizon is cut into pieces at every beginning and end of a turn, need, absence or night; within
a piece nothing changes, so each can be looked at on its own.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import Finding
from kinhold.domain.periods import Interval, merge
from kinhold.engines.care.coverage import WEIGHT, counted_nights, sleep_target
from kinhold.engines.care.needs import needed_time
from kinhold.engines.care.supply import supplies
from kinhold.engines.care.timing import clip, covers, dated, every_day, weeks_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from kinhold.domain.care import Carer, Need, Rota
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Household
    from kinhold.engines.care.sleep import Night
    from kinhold.engines.care.supply import Supply
    from kinhold.rules.pack import RulesInForce

_TOLERANCE: Final = 1e-6


@dataclass(frozen=True, slots=True)
class _Piece:
    interval: Interval
    on_duty: tuple[PersonRef, ...]
    needs: tuple[Need, ...]

    @property
    def needed(self) -> bool:
        return any(n.kind == "presence" for n in self.needs)


def check_rota(
    rota: Rota, *, household: Household, rules: RulesInForce, needs: Sequence[Need]
) -> tuple[Finding, ...]:
    """Return every fault of a rota; an empty tuple means it may be shown.

    Checked: order and overlap of turns, that each carer and back-up is known, safe and free then
    with travel and sleep, weekly limits, that gaps and unrelieved nights are exactly what is open,
    and that the levels say what the turns give.

    Args:
        rota: what is to be shown.
        household: whom it is for.
        rules: `care.sleep.target_minutes`.
        needs: what it was planned for.

    Raises:
        RuleNotInForceError: where the packs lack the sleep target for the day.
    """
    found = supplies(household, horizon=rota.horizon)
    pieces = _pieces(rota, found, needs)
    on = rota.horizon.start.astimezone(household.zone).date()
    target = sleep_target(rules, on)
    nights = counted_nights(
        household,
        found,
        horizon=rota.horizon,
        needed=clip(needed_time(needs), rota.horizon),
        target=target,
    )
    rest = [_longest(pieces, night, found) for night in nights]
    return (
        *_order(rota),
        *_people(rota, household, found),
        *_weekly(rota, household, found),
        *_gaps(rota, pieces),
        *_unrelieved(rota, nights, rest, target),
        *_levels(rota, pieces, found, _shortfall(nights, rest, target)),
    )


def _fault(code: str, message: str, where: object = "") -> Finding:
    return Finding("error", f"care.rota.{code}", message, str(where))


def _pieces(rota: Rota, found: Sequence[Supply], needs: Sequence[Need]) -> tuple[_Piece, ...]:
    spans = [t.interval for t in rota.turns] + [n.interval for n in needs]
    spans += [i for s in found for i in s.busy]
    spans += [n.night for n in rota.unrelieved]
    marks = {rota.horizon.start, rota.horizon.end}
    marks |= {t for i in spans for t in (i.start, i.end)}
    first, last = rota.horizon.start.date(), rota.horizon.end.date()
    midnight = rota.horizon.start.replace(hour=0, minute=0, second=0, microsecond=0)
    # Nights begin and end on whole half hours of UTC in every zone but a few; quarters fit them all.
    steps = ((last - first).days + 1) * 96
    marks |= {midnight + n * timedelta(minutes=15) for n in range(steps)}
    times = sorted(t for t in marks if rota.horizon.start <= t <= rota.horizon.end)
    leads: list[list[PersonRef]] = [[] for _ in times]
    active: list[list[Need]] = [[] for _ in times]
    for turn in rota.turns:
        for n in _range(times, turn.interval):
            leads[n].append(turn.carer)
    for need in needs:
        for n in _range(times, need.interval):
            active[n].append(need)
    return tuple(
        _Piece(Interval(a, b), tuple(leads[n]), tuple(active[n]))
        for n, (a, b) in enumerate(pairwise(times))
    )


def _range(times: Sequence[datetime], interval: Interval) -> range:
    return range(bisect_left(times, interval.start), bisect_left(times, interval.end))


def _order(rota: Rota) -> Iterable[Finding]:
    for turn in rota.turns:
        if not rota.horizon.start <= turn.interval.start < turn.interval.end <= rota.horizon.end:
            yield _fault("outside", "A turn is empty or outside the horizon.", turn.interval.start)
    for first, second in pairwise(rota.turns):
        if second.interval.start < first.interval.end:
            yield _fault("overlap", "Two turns overlap or are out of order.", second.interval.start)


def _people(rota: Rota, household: Household, found: Sequence[Supply]) -> Iterable[Finding]:
    known = {s.handle: s for s in found}
    for turn in rota.turns:
        for handle in (turn.carer, turn.backup):
            if handle is None:
                continue
            if handle not in known:
                yield _fault("unknown", "Somebody unknown or marked unsafe is in it.", handle)
            elif not _is_free(known[handle].carer, turn.interval, household, known.values()):
                yield _fault("not-free", f"{handle} cannot be there then.", turn.interval.start)
        if turn.backup == turn.carer:
            yield _fault("backup", f"{turn.carer} is their own back-up.", turn.interval.start)
    asked = {h for gap in rota.gaps for h in gap.could_ask}
    asked |= {h for night in rota.unrelieved for h in night.could_ask}
    for handle in sorted(asked - set(known)):
        yield _fault("unknown", "Somebody unknown or marked unsafe would be asked.", handle)


def _is_free(
    carer: Carer, interval: Interval, household: Household, found: Iterable[Supply]
) -> bool:
    """From the statements themselves: not away with travel, awake, there, not barred."""
    limits, zone = carer.limits, household.zone
    if limits and "alone" in limits.cannot:
        return False
    for absence in carer.away:
        minutes = limits.travel or 0 if limits and absence.why != "ill" else 0
        reach = timedelta(minutes=minutes)
        wide = Interval(interval.start - reach, interval.end + reach)
        if dated(absence, horizon=wide, zone=zone):
            return False
    if limits and not carer.main and every_day(limits.asleep, horizon=interval, zone=zone):
        return False
    agreed = [a for a in carer.available if a.agreed]
    there = list(merge(i for a in agreed for i in dated(a, horizon=interval, zone=zone)))
    if not carer.lives_in:
        return covers(there, interval)
    main_duty = [i for s in found if s.carer.main and s.carer is not carer for i in s.duty]
    promised = clip(main_duty, interval) if agreed else ()
    return all(covers(there, moment) for moment in promised)


def _weekly(rota: Rota, household: Household, found: Sequence[Supply]) -> Iterable[Finding]:
    for supply in found:
        if supply.most is None:
            continue
        for week in weeks_of(rota.horizon, household.zone):
            own = sum(t.interval.overlap(week) for t in rota.turns if t.carer == supply.handle)
            stand_in = max(
                (t.interval.overlap(week) for t in rota.turns if t.backup == supply.handle),
                default=0,
            )
            if own + stand_in > supply.most:
                yield _fault("limit", f"{supply.handle} is above the weekly limit.", week.start)


def _gaps(rota: Rota, pieces: Sequence[_Piece]) -> Iterable[Finding]:
    open_time = merge(p.interval for p in pieces if p.needed and not p.on_duty)
    if merge(g.interval for g in rota.gaps) != open_time:
        yield _fault("gaps", "The gaps are not exactly the time with no one there.")
    for gap in rota.gaps:
        children = {
            c
            for p in pieces
            if p.interval.overlap(gap.interval)
            for n in p.needs
            if n.kind == "presence"
            for c in n.children
        }
        if set(gap.children) != children:
            yield _fault("gaps", "A gap names other children.", gap.interval.start)


def _longest(pieces: Sequence[_Piece], night: Night, found: Sequence[Supply]) -> int:
    main = next(s for s in found if s.carer.main)
    best = run = 0
    for piece in pieces:
        if piece.interval.end <= night.part.start or piece.interval.start >= night.part.end:
            continue
        relieved = any(h != main.handle for h in piece.on_duty) or not piece.needed
        at_work = any(b.overlap(piece.interval) for b in main.busy)
        run = run + piece.interval.minutes if relieved and not at_work else 0
        best = max(best, run)
    return best


def _unrelieved(
    rota: Rota, nights: Sequence[Night], rest: Sequence[int], target: int
) -> Iterable[Finding]:
    expected = [
        (night.whole, longest)
        for night, longest in zip(nights, rest, strict=True)
        if longest < target and not night.at_work
    ]
    if [(n.night, n.longest) for n in rota.unrelieved] != expected:
        yield _fault("nights", "The unrelieved nights are not what the turns give.")


def _shortfall(nights: Sequence[Night], rest: Sequence[int], target: int) -> int:
    return sum(
        max(0, target - longest)
        for night, longest in zip(nights, rest, strict=True)
        if not night.at_work
    )


def _levels(
    rota: Rota, pieces: Sequence[_Piece], found: Sequence[Supply], shortfall: int
) -> Iterable[Finding]:
    known = {s.handle: s for s in found}
    uncovered = sum(
        WEIGHT[need.weight] * piece.interval.minutes
        for piece in pieces
        for need in piece.needs
        if not any(h in known and known[h].meets(need) for h in piece.on_duty)
    )
    figures = {"uncovered": uncovered, "sleep": shortfall}
    for level in rota.levels:
        expected = figures.get(level.name)
        if expected is not None and abs(level.value - expected) > _TOLERANCE:
            yield _fault("level", f"{level.name} is {expected}, not {level.value:g}.", level.name)
        if level.bound > level.value + _TOLERANCE:
            yield _fault("level", f"{level.name} has a bound above its value.", level.name)
