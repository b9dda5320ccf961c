"""When each carer can be on duty, from where they live, what they stated and their limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import Finding
from kinhold.domain.periods import Interval, merge
from kinhold.engines.care.timing import clip, covers, dated, every_day, is_dated, without
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.care import AvailabilityStated, Carer, Need
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Household

WORKING: Final = ("work", "class", "other")
"""Reasons to be away during which nobody sleeps; a trip and an illness leave time to rest."""


@dataclass(frozen=True, slots=True)
class Supply:
    """One carer's time over a horizon.

    Attributes:
        carer: who.
        duty: when they can be responsible for the children.
        away: when they are elsewhere or ill, without travel.
        busy: when they are at work or in class: no duty, and no rest either.
        asleep: when they cannot be woken (never the main carer, whom the child wakes).
        silent: True where they neither live in nor agreed to any hours: they can only be asked.
    """

    carer: Carer
    duty: tuple[Interval, ...]
    away: tuple[Interval, ...]
    busy: tuple[Interval, ...]
    asleep: tuple[Interval, ...]
    silent: bool

    @property
    def handle(self) -> PersonRef:
        """Who."""
        return self.carer.handle

    @property
    def most(self) -> int | None:
        """Most minutes in seven days, or None."""
        return self.carer.limits.most if self.carer.limits else None

    @property
    def alone(self) -> bool:
        """Whether they may be alone with the children."""
        return "alone" not in self.cannot

    @property
    def cannot(self) -> tuple[str, ...]:
        """Their hard limits."""
        return self.carer.limits.cannot if self.carer.limits else ()

    def meets(self, need: Need) -> bool:
        """Return whether, on duty, they can do what a need asks.

        Cover for work is met by anybody but the person who has to work.
        """
        if need.kind == "work-cover" and self.carer.main:
            return False
        return not set(need.skills) & set(self.cannot)

    def can_do(self, interval: Interval) -> bool:
        """Return whether they can be on duty for all of an interval."""
        return covers(self.duty, interval)


def supplies(household: Household, *, horizon: Interval) -> tuple[Supply, ...]:
    """Return every carer's time, the main carer first, then by handle.

    - Who lives in the children's home is there unless away. If they also stated hours, they are
      planned in those hours, and outside them only while the main carer is not there.
    - Everybody else is there in the hours they agreed to.
    - `travel` minutes are kept free on both sides of anything they are away for, except illness.
    - `cannot` with "alone" means never on duty alone, so never in the rota.
    - Persons marked unsafe, or who have died, do not appear, whatever the list of carers says.
    - A school or a nursery is no carer: it does not appear either (see `engines.care.places`).
    """
    never = {p.handle for p in household.people if p.unsafe or p.died or p.child}
    carers = sorted(
        (c for c in household.carers if c.handle not in never and not c.place),
        key=lambda c: (not c.main, c.handle),
    )
    main_free: tuple[Interval, ...] = ()
    found: list[Supply] = []
    for carer in carers:
        supply = _supply(carer, horizon, household, main_free)
        if carer.main:
            main_free = merge((*main_free, *supply.duty))
        found.append(supply)
    return tuple(found)


def hours_for_all(carer: Carer, household: Household) -> tuple[AvailabilityStated, ...]:
    """Return the agreed hours in which a person has all the children.

    Somebody who comes for one child alone leaves the others needing somebody, and a rota has one
    person on duty at a time; such hours are asked about instead (see `questions_about_time`).
    """
    return tuple(a for a in carer.available if a.agreed and not _left_out(a, household))


def _left_out(stated: AvailabilityStated, household: Household) -> bool:
    own = set(stated.for_children)
    return bool(own) and not {c.handle for c in household.children} <= own


def _supply(
    carer: Carer, horizon: Interval, household: Household, main_free: Sequence[Interval]
) -> Supply:
    limits, zone, days = carer.limits, household.zone, household.holidays
    reach = timedelta(minutes=(limits.travel or 0) if limits else 0)
    wide = Interval(horizon.start - reach, horizon.end + reach)
    away = [(a.why, dated(a, horizon=wide, zone=zone, holidays=days)) for a in carer.away]
    elsewhere = clip(
        [
            Interval(i.start - reach, i.end + reach) if why != "ill" else i
            for why, intervals in away
            for i in intervals
        ],
        horizon,
    )
    asleep = limits.asleep if limits and not carer.main else ()
    unwakeable = every_day(asleep, horizon=horizon, zone=zone)
    stated = any(a.agreed for a in carer.available)
    hours = merge(
        i
        for a in hours_for_all(carer, household)
        for i in dated(a, horizon=horizon, zone=zone, holidays=days)
    )
    present: tuple[Interval, ...] = hours
    if carer.lives_in:
        present = merge((*hours, *without([horizon], main_free))) if stated else (horizon,)
    blocked = limits is not None and "alone" in limits.cannot
    return Supply(
        carer=carer,
        duty=() if blocked else without(present, merge((*elsewhere, *unwakeable))),
        away=clip([i for _unused, intervals in away for i in intervals], horizon),
        busy=clip([i for why, intervals in away if why in WORKING for i in intervals], horizon),
        asleep=unwakeable,
        silent=not (carer.lives_in or stated),
    )


def could_ask(found: Sequence[Supply], interval: Interval) -> tuple[PersonRef, ...]:
    """Return who could be asked for a time nobody has agreed to, the surest first.

    Anybody but the main carer who may be alone with the children and is neither away nor asleep
    for all of it; whether they are willing is for them to say. Who left and offered nothing since is
    not suggested.
    """
    able = [
        s
        for s in found
        if not s.carer.main
        and s.carer.may_ask
        and s.alone
        and not covers(merge((*s.away, *s.asleep)), interval)
    ]
    return tuple(s.handle for s in sorted(able, key=lambda s: (-s.carer.reliability, s.handle)))


def questions_about_time(household: Household) -> tuple[Finding, ...]:
    """Return what has to be asked before somebody's time can be planned."""
    found: list[Finding] = []
    if household.holidays_problem:
        found.append(Finding("warning", "care.holidays-not-known", household.holidays_problem))
    for carer in household.carers:
        undated = [a.fact_id for a in carer.available if not is_dated(a)]
        undated += [a.fact_id for a in carer.away if not is_dated(a)]
        found += [
            Finding(
                "warning",
                "care.time-without-date",
                _("From which day does this hold for {carer}? Until then it is not used.").format(
                    carer=carer.name
                ),
                fact_id,
            )
            for fact_id in undated
        ]
        found += [] if carer.place else _for_some(carer, household)
        there = carer.main or carer.lives_in or any(a.agreed for a in carer.available)
        if carer.may_ask and not there:
            found.append(
                Finding(
                    "info",
                    "care.hours-not-stated",
                    _("When can {carer} come? Nothing is planned with {carer} until then.").format(
                        carer=carer.name
                    ),
                    carer.handle,
                )
            )
    return tuple(found)


def _for_some(carer: Carer, household: Household) -> list[Finding]:
    return [
        Finding(
            "warning",
            "care.hours-for-some",
            _(
                "{carer} comes for {map} alone, and the plan looks after the children together, so "
                "these hours are not planned. Could {carer} have all of them then?"
            ).format(carer=carer.name, map=_(" and ").join(map(household.name, a.for_children))),
            a.fact_id,
        )
        for a in carer.available
        if _left_out(a, household)
    ]
