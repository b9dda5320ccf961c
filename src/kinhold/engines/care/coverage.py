"""What stays open: gaps ("no one") and unrelieved nights ("no relief"), never mixed.

A *gap* is time in which a child needs a responsible adult and there is none. An *unrelieved night*
is one in which nobody else is on duty for a block as long as the protected-sleep target. Somebody
alone at home with a baby has no gap and seven unrelieved nights a week.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import Gap, UnrelievedNight
from kinhold.domain.findings import Finding
from kinhold.domain.periods import Interval, merge
from kinhold.engines.care.needs import needed_time, needs_for
from kinhold.engines.care.places import with_places
from kinhold.engines.care.sleep import longest_rest, nights_in
from kinhold.engines.care.supply import could_ask, supplies
from kinhold.engines.care.timing import clip, minutes, without
from kinhold.voice.speaking import N_, _, as_in_the_us, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kinhold.domain.care import Need, Turn
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Household
    from kinhold.engines.care.sleep import Night
    from kinhold.engines.care.supply import Supply
    from kinhold.rules.pack import RulesInForce

WEIGHT: Final = {"unsafe": 100, "important": 10, "nice": 1}
"""What a minute of an uncovered need weighs in the first level of a rota."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is covered over a horizon, and what is not.

    Attributes:
        horizon: the time looked at.
        nights: how many nights counted.
        gaps: time with no one, in order.
        unrelieved: nights with no relief, in order.
        longest: the main carer's longest stretch off duty in each counted night, in minutes.
        at_work: counted nights that the main carer works; they are not in `unrelieved`.
        findings: nights whose rest her own work takes, and needs nobody on duty can meet.
    """

    horizon: Interval
    nights: int
    gaps: tuple[Gap, ...]
    unrelieved: tuple[UnrelievedNight, ...]
    longest: tuple[int, ...]
    findings: tuple[Finding, ...]
    at_work: int = 0

    @property
    def no_one_minutes(self) -> int:
        """Minutes with no one there."""
        return sum(g.interval.minutes for g in self.gaps)


def cover_given(
    household: Household,
    *,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need],
    turns: Iterable[Turn],
) -> Coverage:
    """Return what is covered when exactly these turns are kept.

    Args:
        household: for who could be asked, the zone and the main carer's work.
        rules: `care.sleep.target_minutes`.
        horizon: the time to look at.
        needs: from `needs_for`.
        turns: who is on duty; nobody else counts, not even who lives in.

    Raises:
        RuleNotInForceError: where the packs lack the sleep target for the day.
    """
    found = supplies(household, horizon=horizon)
    on_duty: dict[PersonRef, list[Interval]] = {s.handle: [] for s in found}
    for turn in turns:
        on_duty.setdefault(turn.carer, []).append(turn.interval)
    duty = {handle: merge(intervals) for handle, intervals in on_duty.items()}
    target = sleep_target(rules, horizon.start.astimezone(household.zone).date())
    return _coverage(household, found, horizon=horizon, needs=needs, duty=duty, target=target)


def cover_without_solving(
    household: Household,
    *,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need] | None = None,
) -> Coverage:
    """Return what is open whatever the rota, from availability alone, in milliseconds.

    Everybody is taken to be on duty whenever they can be. Weekly limits are not looked at, so a
    rota may leave more open than this, never less.

    Raises:
        RuleNotInForceError: where the packs lack a figure for the day.
    """
    found = supplies(household, horizon=horizon)
    if needs is None:
        needs = needs_for(household, rules=rules, horizon=horizon)
    duty = {s.handle: s.duty for s in found}
    target = sleep_target(rules, horizon.start.astimezone(household.zone).date())
    return _coverage(household, found, horizon=horizon, needs=needs, duty=duty, target=target)


def sleep_target(rules: RulesInForce, on: date) -> int:
    """Return the protected-sleep target in minutes (`care.sleep.target_minutes`).

    Raises:
        RuleNotInForceError: where the packs lack it for the day.
    """
    return int(rules.number("care.sleep.target_minutes", on))


def say_coverage(coverage: Coverage) -> str:
    """Return the two counts in words, kept apart."""
    gaps = len(coverage.gaps)
    hours = coverage.no_one_minutes / 60
    no_one = (
        _("No one there: {gaps} {more}, {hours:g} h in all.").format(
            gaps=gaps, more=ngettext("time", "times", gaps), hours=hours
        )
        if gaps
        else _("Somebody is there at every minute.")
    )
    if not coverage.nights:
        return no_one
    open_nights = len(coverage.unrelieved)
    return _("{no_one} No relief: {open_nights} of {nights} nights.").format(
        no_one=no_one, open_nights=open_nights, nights=coverage.nights
    )


def counted_nights(
    household: Household,
    found: Sequence[Supply],
    *,
    horizon: Interval,
    needed: Sequence[Interval],
    target: int,
) -> tuple[Night, ...]:
    """Return the nights in which a child needs somebody; none where there is no main carer."""
    main = next((s for s in found if s.carer.main), None)
    if main is None:
        return ()
    return nights_in(horizon, zone=household.zone, target=target, needed=needed, busy=main.busy)


def _coverage(
    household: Household,
    found: Sequence[Supply],
    *,
    horizon: Interval,
    needs: Sequence[Need],
    duty: Mapping[PersonRef, Sequence[Interval]],
    target: int,
) -> Coverage:
    needs = with_places(needs, household)
    needed = clip(needed_time(needs), horizon)
    present = merge(i for intervals in duty.values() for i in intervals)
    main = next((s for s in found if s.carer.main), None)
    others = merge(
        i for h, intervals in duty.items() for i in intervals if not main or h != main.handle
    )
    busy = main.busy if main else ()
    nights = counted_nights(household, found, horizon=horizon, needed=needed, target=target)
    rest = [longest_rest(n.part, others=others, needed=needed, busy=busy) for n in nights]
    unrelieved = tuple(
        UnrelievedNight(night.whole, longest, could_ask(found, night.part))
        for night, longest in zip(nights, rest, strict=True)
        if longest < target and not night.at_work
    )
    return Coverage(
        horizon=horizon,
        nights=len(nights),
        gaps=_gaps(found, needs, without(needed, present)),
        unrelieved=unrelieved,
        longest=tuple(rest),
        findings=(*_nights_at_work(household, nights), *_unmet(found, needs, duty)),
        at_work=sum(1 for n in nights if n.at_work),
    )


def _gaps(
    found: Sequence[Supply], needs: Sequence[Need], uncovered: Sequence[Interval]
) -> tuple[Gap, ...]:
    presence = [n for n in needs if n.kind == "presence"]
    gaps: list[Gap] = []
    for whole in uncovered:
        touching = [n for n in presence if n.interval.overlap(whole)]
        inside = {t for n in touching for t in (n.interval.start, n.interval.end)}
        cuts = sorted({whole.start, whole.end, *(t for t in inside if whole.start < t < whole.end)})
        for start, end in pairwise(cuts):
            part = Interval(start, end)
            missing = [n for n in touching if n.interval.overlap(part)]
            children = tuple(sorted({c for n in missing for c in n.children}))
            ids = tuple(dict.fromkeys(i for n in missing for i in n.fact_ids))
            gaps.append(Gap(part, children, could_ask(found, part), ids))
    return tuple(gaps)


def _nights_at_work(household: Household, nights: Sequence[Night]) -> tuple[Finding, ...]:
    keeper = household.name(household.keeper)
    return tuple(
        Finding(
            "info",
            "care.night-at-work",
            _(
                "{keeper} works on the night of {day}; the rest after it has to be planned by day."
            ).format(keeper=keeper, day=_day(household, n)),
            f"{n.whole.start.isoformat()}",
        )
        for n in nights
        if n.at_work
    )


def _day(household: Household, night: Night) -> str:
    start = night.whole.start.astimezone(household.zone)
    month = f"{start:%B}"
    return f"{month} {start.day}" if as_in_the_us(household.country) else f"{start.day} {month}"


def _unmet(
    found: Sequence[Supply], needs: Sequence[Need], duty: Mapping[PersonRef, Sequence[Interval]]
) -> tuple[Finding, ...]:
    """Needs beyond presence that whoever is on duty cannot meet; with no one there it is a gap."""
    can: dict[tuple[object, ...], tuple[Interval, ...]] = {}
    present = merge(i for intervals in duty.values() for i in intervals)
    open_needs = []
    for need in needs:
        if need.kind == "presence":
            continue
        kind = (need.skills, need.kind == "work-cover")
        if kind not in can:
            able = [s.handle for s in found if s.meets(need)]
            can[kind] = merge(i for handle in able for i in duty.get(handle, ()))
        missing = minutes(without(clip(present, need.interval), can[kind]))
        if missing:
            open_needs.append(
                Finding(
                    "warning",
                    "care.need-open",
                    _say_open(need, missing, _lacking(found, need, duty)),
                    need.need_id,
                )
            )
    return tuple(open_needs)


_ABLE: Final = {
    "lift": N_("lift"),
    "drive": N_("drive"),
    "feed": N_("feed them"),
    "alone": N_("be alone with them"),
}


def _lacking(
    found: Sequence[Supply], need: Need, duty: Mapping[PersonRef, Sequence[Interval]]
) -> tuple[str, ...]:
    there = [s for s in found if clip(duty.get(s.handle, ()), need.interval)]
    return tuple(k for k in need.skills if any(k in s.cannot for s in there))


def _say_open(need: Need, missing: int, lacking: Sequence[str]) -> str:
    """What is open and whom it takes: `night waking, 30 minutes; it needs somebody who can lift`."""
    said = _("Nobody on duty can do this: {kind}, {missing} minutes").format(
        kind=need.kind.replace("-", " "), missing=missing
    )
    able = _(" and ").join(_(_ABLE[skill]) for skill in lacking)
    return (
        _("{said}; it needs somebody who can {able}.").format(said=said, able=able)
        if able
        else f"{said}."
    )
