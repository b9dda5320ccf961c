"""Checks a rota without the solver, its model or its slots: every figure is worked out again."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import Finding
from kinhold.domain.periods import Interval, merge
from kinhold.engines.care.figures import figures
from kinhold.engines.care.supply import hours_for_all, supplies
from kinhold.engines.care.timing import care_days, clip, covers, dated, every_day, weeks_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinhold.domain.care import Carer, Need, Rota, Turn
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Household
    from kinhold.engines.care.figures import Figures, Piece
    from kinhold.engines.care.supply import Supply
    from kinhold.rules.pack import RulesInForce

_TOLERANCE: Final = 1e-6


def check_rota(
    rota: Rota,
    *,
    household: Household,
    rules: RulesInForce,
    needs: Sequence[Need],
    shared: Sequence[Turn] = (),
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
        shared: turns of the rota already shared, where changes from it were counted.

    Raises:
        RuleNotInForceError: where the packs lack the sleep target for the day.
    """
    found = supplies(household, horizon=rota.horizon)
    given = figures(
        rota.turns,
        household=household,
        rules=rules,
        horizon=rota.horizon,
        needs=needs,
        shared=shared,
    )
    return (
        *_order(rota),
        *_people(rota, household, found),
        *_weekly(rota, household, found),
        *_gaps(rota, given.pieces),
        *_unrelieved(rota, given),
        *_levels(rota, given),
    )


def _fault(code: str, message: str, where: object = "") -> Finding:
    return Finding("error", f"care.rota.{code}", message, str(where))


def _order(rota: Rota) -> Iterable[Finding]:
    for turn in rota.turns:
        if not rota.horizon.start <= turn.interval.start < turn.interval.end <= rota.horizon.end:
            yield _fault(
                "outside", _("A turn is empty or outside the horizon."), turn.interval.start
            )
    for first, second in pairwise(rota.turns):
        if second.interval.start < first.interval.end:
            yield _fault(
                "overlap", _("Two turns overlap or are out of order."), second.interval.start
            )


def _people(rota: Rota, household: Household, found: Sequence[Supply]) -> Iterable[Finding]:
    known = {s.handle: s for s in found}
    for turn in rota.turns:
        for handle in (turn.carer, turn.backup):
            if handle is None:
                continue
            if handle not in known:
                yield _fault("unknown", _("Somebody unknown or marked unsafe is in it."), handle)
            elif not _is_free(known[handle].carer, turn.interval, household, known.values()):
                yield _fault(
                    "not-free",
                    _("{handle} cannot be there then.").format(handle=handle),
                    turn.interval.start,
                )
        if turn.backup == turn.carer:
            yield _fault(
                "backup",
                _("{carer} is their own back-up.").format(carer=turn.carer),
                turn.interval.start,
            )
    asked = {h for gap in rota.gaps for h in gap.could_ask}
    asked |= {h for night in rota.unrelieved for h in night.could_ask}
    for handle in sorted(asked - set(known)):
        yield _fault("unknown", _("Somebody unknown or marked unsafe would be asked."), handle)


def _is_free(
    carer: Carer, interval: Interval, household: Household, found: Iterable[Supply]
) -> bool:
    """From the statements themselves: not away with travel, awake, there, not barred."""
    limits, zone, days = carer.limits, household.zone, household.holidays
    if limits and "alone" in limits.cannot:
        return False
    for absence in carer.away:
        minutes = limits.travel or 0 if limits and absence.why != "ill" else 0
        reach = timedelta(minutes=minutes)
        wide = Interval(interval.start - reach, interval.end + reach)
        if dated(absence, horizon=wide, zone=zone, holidays=days):
            return False
    if limits and not carer.main and every_day(limits.asleep, horizon=interval, zone=zone):
        return False
    agreed = any(a.agreed for a in carer.available)
    there = merge(
        i
        for a in hours_for_all(carer, household)
        for i in dated(a, horizon=interval, zone=zone, holidays=days)
    )
    if not carer.lives_in:
        return covers(there, interval)
    main_duty = [i for s in found if s.carer.main and s.carer is not carer for i in s.duty]
    promised = clip(main_duty, interval) if agreed else ()
    return all(covers(there, moment) for moment in promised)


def _weekly(rota: Rota, household: Household, found: Sequence[Supply]) -> Iterable[Finding]:
    days = care_days(rota.horizon, household.zone)
    for supply in found:
        if supply.most is None:
            continue
        for week in weeks_of(rota.horizon, household.zone):
            own = sum(t.interval.overlap(week) for t in rota.turns if t.carer == supply.handle)
            stand_in = max(_called(rota, supply, week, days), default=0)
            if own + stand_in > supply.most:
                yield _fault(
                    "limit",
                    _("{handle} is above the weekly limit.").format(handle=supply.handle),
                    week.start,
                )


def _called(rota: Rota, supply: Supply, week: Interval, days: Sequence[Interval]) -> Iterable[int]:
    """Minutes somebody would stand in if one other person missed one care day."""
    for day in days:
        by_lead: dict[PersonRef, int] = {}
        for turn in rota.turns:
            if turn.backup == supply.handle:
                inside = sum(turn.interval.overlap(p) for p in clip([day], week))
                by_lead[turn.carer] = by_lead.get(turn.carer, 0) + inside
        yield from by_lead.values()


def _gaps(rota: Rota, pieces: Sequence[Piece]) -> Iterable[Finding]:
    open_time = merge(p.interval for p in pieces if p.needed and not p.on_duty)
    if merge(g.interval for g in rota.gaps) != open_time:
        yield _fault("gaps", _("The gaps are not exactly the time with no one there."))
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
            yield _fault("gaps", _("A gap names other children."), gap.interval.start)


def _unrelieved(rota: Rota, given: Figures) -> Iterable[Finding]:
    expected = [
        (night.whole, longest)
        for night, longest in zip(given.nights, given.rest, strict=True)
        if longest < given.target and not night.at_work
    ]
    if [(n.night, n.longest) for n in rota.unrelieved] != expected:
        yield _fault("nights", _("The unrelieved nights are not what the turns give."))


def _levels(rota: Rota, given: Figures) -> Iterable[Finding]:
    for level in rota.levels:
        expected = given.of(level.name)
        if abs(level.value - expected) > _TOLERANCE:
            yield _fault(
                "level",
                _("{level} is {expected:g}, not {value:g}.").format(
                    level=level.name, expected=expected, value=level.value
                ),
                level.name,
            )
        if level.bound > level.value + _TOLERANCE:
            yield _fault(
                "level",
                _("{level} has a bound above its value.").format(level=level.name),
                level.name,
            )
