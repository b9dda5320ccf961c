"""Schools and nurseries: while a place has a child, nobody at home is needed for that child.

A rota has one person on duty at a time, who has all the children; so a place is no carer. Its hours
are taken out of what its own children need, and kept beside it as needs that ask for nobody
(`at-school`, `at-nursery`): a page can show them, and when the place is lost they come back as time
in which somebody has to be there. Taking a child there and fetching them is a need of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.fact import PersonRef
from kinhold.domain.findings import Finding
from kinhold.domain.periods import Interval, merge
from kinhold.engines.care.timing import clip, common, dated, with_an_end, without
from kinhold.engines.care.wakings import child_months
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kinhold.domain.care import AtPlace, AvailabilityStated, Carer, Child, Need, NeedKind
    from kinhold.domain.household import Household
    from kinhold.rules.pack import RulesInForce

RUN_MINUTES: Final = 30
"""What taking a child to a place, or fetching them, takes where the way was not told; a setting."""

AT: Final[dict[str, AtPlace]] = {"school": "at-school", "nursery": "at-nursery"}
RUNS: Final[dict[str, NeedKind]] = {"school": "school-run", "nursery": "nursery-run"}
TAKEN_OUT: Final = ("appointment", "presence")
"""Stated needs for which a child is not at the place."""

_AROUND: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Attendance:
    """One child at one place.

    Attributes:
        place: the school or nursery.
        child: whose it is.
        open: its hours for that child, a day beyond the horizon on both sides.
        time: when the child is there, inside the horizon.
        fact_ids: the statements this rests on.
    """

    place: Carer
    child: Child
    open: tuple[Interval, ...]
    time: tuple[Interval, ...]
    fact_ids: tuple[str, ...]

    def runs(self) -> tuple[Interval, ...]:
        """Return the time of taking the child there and of fetching them, at each end of its hours."""
        told = self.place.limits.travel if self.place.limits else None
        way = timedelta(minutes=told or RUN_MINUTES)
        return tuple(
            run
            for hours in self.open
            for run in (
                Interval(hours.start - way, hours.start),
                Interval(hours.end, hours.end + way),
            )
        )


def attendances(
    household: Household, *, rules: RulesInForce, horizon: Interval
) -> tuple[Attendance, ...]:
    """Return which children are at which place when.

    A place has the children its hours are `for`; where that was not said, a school has those of
    school age and a nursery those below it. It is open in its agreed hours, but not where it is
    stated to be away (closed). A child with an appointment then is not there.

    Args:
        household: its places, children, stated needs, zone and public holidays.
        rules: `care.place.school_from_months`.
        horizon: the time looked at.

    Raises:
        RuleNotInForceError: where the packs lack that age for the day.
    """
    places = [c for c in household.carers if c.place]
    if not places:
        return ()
    on = horizon.start.astimezone(household.zone).date()
    from_months = int(rules.number("care.place.school_from_months", on))
    found = []
    for place in places:
        for child in household.children:
            hours = [
                a for a in place.available if a.agreed and has(a, place, child, on, from_months)
            ]
            if hours:
                found.append(_attendance(household, place, child, hours, horizon))
    return tuple(a for a in found if a.open)


def has(stated: AvailabilityStated, place: Carer, child: Child, on: date, from_months: int) -> bool:
    """Return whether a place has a child in stated hours.

    Args:
        stated: hours of the place.
        place: a school or nursery; anybody else has no child in this sense.
        child: whom.
        on: the day, for the child's age.
        from_months: the age from which a child is at school and not at nursery.
    """
    if not place.place:
        return False
    if stated.for_children:
        return child.handle in stated.for_children
    months = child_months(child, on)
    return months is not None and (months >= from_months) == (place.place == "school")


def _attendance(
    household: Household,
    place: Carer,
    child: Child,
    hours: Sequence[AvailabilityStated],
    horizon: Interval,
) -> Attendance:
    zone, days = household.zone, household.holidays
    wide = Interval(horizon.start - _AROUND, horizon.end + _AROUND)
    closed = _closed(place, (child.handle,), household, wide)
    told = merge(i for a in hours for i in dated(a, horizon=wide, zone=zone, holidays=days))
    is_open = without(told, merge(closed))
    out = [
        i
        for need in household.care_needs
        if need.need in TAKEN_OUT and need.about in ("", child.handle)
        for i in dated(with_an_end(need, zone), horizon=wide, zone=zone, holidays=days)
    ]
    ids = tuple(a.fact_id for a in hours)
    return Attendance(place, child, is_open, without(clip(is_open, horizon), merge(out)), ids)


def _closed(
    place: Carer, children: Sequence[PersonRef], household: Household, horizon: Interval
) -> tuple[Interval, ...]:
    """When a place does not have these children: it is closed, or does not take one of them."""
    whom = ("", place.handle, *children)
    return merge(
        i
        for away in place.away
        if away.about in whom
        for i in dated(away, horizon=horizon, zone=household.zone, holidays=household.holidays)
    )


def time_at_places(found: Sequence[Attendance], child: PersonRef) -> tuple[Interval, ...]:
    """Return when a child is at any place, merged and in order."""
    return merge(i for a in found if a.child.handle == child for i in a.time)


def runs_to_places(
    found: Sequence[Attendance], *, needed: dict[PersonRef, tuple[Interval, ...]], horizon: Interval
) -> tuple[tuple[Attendance, PersonRef, Interval], ...]:
    """Return the ways to and from places on which a child needs somebody.

    None for a child who may be on their own by then, or who is at another place meanwhile (a
    breakfast club on the same ground).

    Args:
        found: from `attendances`.
        needed: by child, when they need somebody at all.
        horizon: runs are cut to it.
    """
    runs = []
    for one in found:
        who = one.child.handle
        elsewhere = merge(
            i for a in found if a.child.handle == who and a.place is not one.place for i in a.open
        )
        for run in one.runs():
            part = without(common([run], needed.get(who, ())), elsewhere)
            runs += [(one, who, i) for i in clip(part, horizon)]
    return tuple(runs)


def with_places(needs: Sequence[Need], household: Household) -> tuple[Need, ...]:
    """Return needs as they are for a household that may have lost a place since they were found.

    Time at a place that stands asks for nobody and is left out; at one that is gone, or does not
    take the child then, somebody has to be there instead, unless another place has the child, and
    nobody goes there.

    Args:
        needs: from `needs_for`, of the household or of a version of it whose places had more time.
        household: whose places stand.
    """
    if not any(n.place for n in needs):
        return tuple(needs)
    standing = {c.handle: c for c in household.carers if c.place}
    kept: list[Need] = []
    runs: list[Need] = []
    there: list[Need] = []
    shut: list[Need] = []
    for need in needs:
        place = standing.get(need.place)
        at_place = need.kind in AT.values()
        if not at_place:
            runs += [need] if place else []
            kept += [] if need.place else [need]
            continue
        closed = _closed(place, need.children, household, _around(need.interval)) if place else ()
        there += _parts(need, without([need.interval], closed)) if place else []
        shut += _parts(need, clip(closed, need.interval)) if place else [need]
    kept += [r for r in runs if not _adjoins(r, shut) or _adjoins(r, there)]
    for need in shut:
        elsewhere = merge(n.interval for n in there if set(need.children) <= set(n.children))
        kept += [
            replace(
                need,
                need_id=f"presence:{need.need_id}:{part.start:%Y%m%dT%H%MZ}",
                kind="presence",
                interval=part,
                place=PersonRef(""),
            )
            for part in without([need.interval], elsewhere)
        ]
    return tuple(sorted(kept, key=lambda n: (n.interval, n.kind, n.need_id)))


def _parts(need: Need, parts: Iterable[Interval]) -> list[Need]:
    return [replace(need, interval=part) for part in parts]


def _adjoins(run: Need, times: Iterable[Need]) -> bool:
    """Whether a way leads to or from one of these times at its place."""
    return any(
        t.place == run.place
        and set(t.children) & set(run.children)
        and (t.interval.start == run.interval.end or t.interval.end == run.interval.start)
        for t in times
    )


def _around(interval: Interval) -> Interval:
    return Interval(interval.start - _AROUND, interval.end + _AROUND)


def questions_about_places(household: Household) -> tuple[Finding, ...]:
    """Return what has to be asked about schools and nurseries: their hours, and whose they are."""
    found: list[Finding] = []
    children = {c.handle for c in household.children}
    for place in (c for c in household.carers if c.place):
        hours = [a for a in place.available if a.agreed]
        if not hours:
            words = _("When is {place} open? Until then the plan has somebody at home.").format(
                place=place.name
            )
            found.append(Finding("info", "care.place-hours-not-stated", words, place.handle))
        if len(children) > 1 and any(not a.for_children for a in hours):
            words = _(
                "Which of the children go to {place}? Until then the plan goes by their age."
            ).format(place=place.name)
            found.append(Finding("info", "care.place-for-whom", words, place.handle))
        unknown = dict.fromkeys(n for a in hours for n in a.for_children if n not in children)
        found += [
            Finding(
                "warning",
                "care.place-for-nobody",
                _(
                    "“{name}” is no child of the household, so {place} has nobody of that name."
                ).format(name=name, place=place.name),
                place.handle,
            )
            for name in unknown
        ]
    return tuple(found)
