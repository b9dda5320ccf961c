"""What the children need over a horizon: somebody there, feeds, night wakings, stated needs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import FeedLogged, Need
from kinhold.domain.dates import first_day, last_day
from kinhold.domain.fact import PersonRef
from kinhold.domain.findings import Finding
from kinhold.domain.periods import (
    NIGHT_ENDS,
    NIGHT_STARTS,
    ClockWindow,
    Interval,
    at_minute,
    merge,
)
from kinhold.engines.care.places import (
    AT,
    RUNS,
    attendances,
    questions_about_places,
    runs_to_places,
    time_at_places,
)
from kinhold.engines.care.timing import (
    clip,
    common,
    dated,
    every_day,
    is_dated,
    with_an_end,
    without,
)
from kinhold.engines.care.wakings import DAY_STARTS, HOURS, child_months, feeds, wakings
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from kinhold.domain.care import (
        AtPlace,
        Child,
        NeedKind,
        NeedWeight,
        Skill,
    )
    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household
    from kinhold.engines.care.places import Attendance
    from kinhold.engines.care.wakings import Rhythm
    from kinhold.rules.pack import RulesInForce

DEFAULT_DAYS: Final = 14
EVENT_MINUTES: Final = 30
_SKILLS: Final[dict[str, tuple[Skill, ...]]] = {"feed": ("feed",)}
_LIFTED: Final[tuple[Skill, ...]] = ("lift",)
_NIGHT: Final = ClockWindow(NIGHT_STARTS, NIGHT_ENDS)


def fortnight(first: date, *, zone: ZoneInfo, days: int = DEFAULT_DAYS) -> Interval:
    """Return a horizon of whole days and nights: 08:00 on a local day to 08:00 `days` later."""
    last = first + timedelta(days=days)
    return Interval(at_minute(first, NIGHT_ENDS, zone), at_minute(last, NIGHT_ENDS, zone))


def needs_for(
    household: Household, *, rules: RulesInForce, horizon: Interval, log: Iterable[Fact] = ()
) -> tuple[Need, ...]:
    """Return every dated need inside a horizon, in order of start, kind and children.

    - Presence ("unsafe" if missed): each child below the age at which they may be at home alone,
      at every minute; up to a higher age overnight. A child whose birth was not told needs it too.
    - Feeds and night wakings ("important"): as many as expected, at their likely hours, from the
      last nights of the log where there is one, else by age.
    - Stated needs, expanded by their recurrence in the household's zone. One at a moment, without an
      end, takes an hour.
    - While a school or a nursery has a child, nobody is needed for that child: the time is kept as a
      need that asks for nobody. Taking them there and fetching them is "important", where no such
      run was stated.

    Args:
        household: its children, places, stated needs, zone and public holidays.
        rules: `care.presence.*`, `care.night.wakings`, `care.feeds.per_day`, `care.log.nights`,
            `care.lift.until_months`, `care.place.school_from_months`.
        horizon: needs are cut to it.
        log: facts of the care log; others are ignored.

    Raises:
        RuleNotInForceError: where the packs lack one of these figures for the day.
    """
    facts = tuple(log)
    at = attendances(household, rules=rules, horizon=horizon)
    stated = _stated(household, horizon)
    found = [*_presence(household, at, rules, horizon), *stated]
    found += _at_places(household, at, stated, rules, horizon)
    for child in household.children:
        away = time_at_places(at, child.handle)
        expected = _expected(household, child, rules, horizon, facts)
        found += [n for n in expected if not clip(away, n.interval)]
    return tuple(sorted(found, key=lambda n: (n.interval, n.kind, n.need_id)))


def questions_about_needs(household: Household, *, log: Iterable[Fact] = ()) -> tuple[Finding, ...]:
    """Return what has to be asked about the children before their needs are surely right."""
    found = [
        Finding(
            "warning",
            "care.birth-not-told",
            _(
                "When was {child} born? Until then the plan has somebody there at every minute."
            ).format(child=child.name),
            child.fact_id,
        )
        for child in household.children
        if last_day(child.born) is None
    ]
    found += [
        Finding(
            "warning",
            "care.need-without-date",
            _("From which day does this need hold? Until then it is not planned."),
            need.fact_id,
        )
        for need in household.care_needs
        if not is_dated(need)
    ]
    found += questions_about_places(household)
    fed = [f for f in log if isinstance(f, FeedLogged) and f.method]
    for child in household.children:
        own = {f.method for f in fed if f.about == child.handle}
        if own == {"breast"}:
            found.append(
                Finding(
                    "info",
                    "care.fed-at-the-breast",
                    _(
                        "Every logged feed of {child} was at the breast. Could somebody else give expressed "
                        "milk or formula at night?"
                    ).format(child=child.name),
                    child.fact_id,
                )
            )
    return tuple(found)


def needed_time(needs: Iterable[Need]) -> tuple[Interval, ...]:
    """Return when a child needs a responsible adult at all, merged and in order."""
    return merge(n.interval for n in needs if n.kind == "presence")


def _presence(
    household: Household, at: Sequence[Attendance], rules: RulesInForce, horizon: Interval
) -> list[Need]:
    spans = [
        (part, child)
        for child in household.children
        for part in without(
            _needs_somebody(child, household.zone, rules, horizon), time_at_places(at, child.handle)
        )
    ]
    cuts = sorted({t for part, _unused in spans for t in (part.start, part.end)})
    found: list[Need] = []
    for start, end in pairwise(cuts):
        present = [c for part, c in spans if part.start <= start and end <= part.end]
        if not present:
            continue
        handles = tuple(sorted(c.handle for c in present))
        last = found[-1] if found else None
        if last and last.children == handles and last.interval.end == start:
            found[-1] = _need("presence", "unsafe", handles, Interval(last.interval.start, end),
                              (), last.fact_ids)  # fmt: skip
        else:
            ids = tuple(c.fact_id for c in sorted(present, key=lambda c: c.handle))
            found.append(_need("presence", "unsafe", handles, Interval(start, end), (), ids))
    return found


def _at_places(
    household: Household,
    at: Sequence[Attendance],
    stated: Sequence[Need],
    rules: RulesInForce,
    horizon: Interval,
) -> list[Need]:
    """Time at schools and nurseries, and the ways there and back that were not stated."""
    if not at:
        return []
    wide = Interval(horizon.start - timedelta(days=2), horizon.end + timedelta(days=2))
    needed = {a.child.handle: _needs_somebody(a.child, household.zone, rules, wide) for a in at}
    found = [
        replace(
            _need(AT[a.place.place], "unsafe", (a.child.handle,), interval, (), a.fact_ids),
            place=a.place.handle,
        )
        for a in at
        for interval in common(a.time, needed[a.child.handle])
    ]
    runs: dict[tuple[str, Interval], list[Attendance]] = {}
    for one, who, interval in runs_to_places(at, needed=needed, horizon=horizon):
        kind = RUNS[one.place.place]
        if not any(
            n.kind == kind and who in n.children and n.interval.overlap(interval) for n in stated
        ):
            runs.setdefault((one.place.handle, interval), []).append(one)
    for (_unused, interval), together in runs.items():
        place = together[0].place
        children = tuple(sorted(a.child.handle for a in together))
        ids = tuple(dict.fromkeys(i for a in together for i in a.fact_ids))
        run = _need(RUNS[place.place], "important", children, interval, (), ids)
        found.append(replace(run, place=place.handle))
    return found


def _needs_somebody(
    child: Child, zone: ZoneInfo, rules: RulesInForce, horizon: Interval
) -> tuple[Interval, ...]:
    on = horizon.start.astimezone(zone).date()
    nights = every_day([_NIGHT], horizon=horizon, zone=zone)
    by_day = int(rules.number("care.presence.day_until_age", on))
    by_night = int(rules.number("care.presence.night_until_age", on))
    always = _while_younger(child, by_day, zone, horizon)
    overnight = [n for span in _while_younger(child, by_night, zone, horizon)
                 for n in clip(nights, span)]  # fmt: skip
    return merge((*always, *overnight))


def _while_younger(
    child: Child, years: int, zone: ZoneInfo, horizon: Interval
) -> tuple[Interval, ...]:
    """The part of a horizon from birth to a birthday; all of it where birth was not told."""
    born, latest = first_day(child.born), last_day(child.born)
    start = at_minute(born, 0, zone) if born else horizon.start
    end = at_minute(_birthday(latest, years), 0, zone) if latest else horizon.end
    return clip([Interval(start, end)], horizon) if start < end else ()


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # born on 29 February
        return date(born.year + years, 3, 1)


def _stated(household: Household, horizon: Interval) -> list[Need]:
    everyone = tuple(sorted(c.handle for c in household.children))
    return [
        _need(
            stated.need,
            stated.weight,
            (PersonRef(stated.about),) if stated.about else everyone,
            interval,
            stated.skills,
            (stated.fact_id,),
        )
        for stated in household.care_needs
        for interval in dated(
            with_an_end(stated, household.zone),
            horizon=horizon,
            zone=household.zone,
            holidays=household.holidays,
        )
    ]


def _expected(
    household: Household,
    child: Child,
    rules: RulesInForce,
    horizon: Interval,
    log: Sequence[Fact],
) -> list[Need]:
    zone = household.zone
    on = horizon.start.astimezone(zone).date()
    if child_months(child, on) is None:
        return []
    months = child_months(child, on) or 0
    lifted = months < int(rules.number("care.lift.until_months", on))
    rhythms: tuple[tuple[NeedKind, Rhythm], ...] = (
        ("night-waking", wakings(child, rules=rules, on=on, zone=zone, log=log)),
        ("feed", feeds(child, rules=rules, on=on, zone=zone, log=log)),
    )
    return [
        _need(
            kind,
            "important",
            (child.handle,),
            interval,
            (*_LIFTED[: int(lifted)], *_SKILLS.get(kind, ())),
            rhythm.fact_ids or (child.fact_id,),
        )
        for kind, rhythm in rhythms
        for interval in _events(rhythm.hours(), horizon, zone)
    ]


def _events(hours: Sequence[int], horizon: Interval, zone: ZoneInfo) -> tuple[Interval, ...]:
    """Half an hour in each likely hour of every care day; several in one hour are one need."""
    half = timedelta(minutes=EVENT_MINUTES)
    day = horizon.start.astimezone(zone).date() - timedelta(days=1)
    found: list[Interval] = []
    while at_minute(day, 0, zone) < horizon.end:
        for hour in sorted(set(hours), key=lambda h: (h - DAY_STARTS) % HOURS):
            start = at_minute(day + timedelta(days=hour < DAY_STARTS), hour * 60, zone)
            if horizon.start <= start and start + half <= horizon.end:
                found.append(Interval(start, start + half))
        day += timedelta(days=1)
    return tuple(found)


def _need(
    kind: NeedKind | AtPlace,
    weight: NeedWeight,
    children: tuple[PersonRef, ...],
    interval: Interval,
    skills: tuple[Skill, ...],
    fact_ids: tuple[str, ...],
) -> Need:
    name = f"{kind}:{'+'.join(children)}:{interval.start:%Y%m%dT%H%MZ}:{fact_ids[0]}"
    return Need(name, kind, weight, children, interval, skills, fact_ids)
