"""The rota page: who has the child when, what stays open, and whom one could ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kinhold.application.care_questions import questions_about_care
from kinhold.application.wording import (
    count,
    say_clock,
    say_hours,
    say_list,
    say_minutes,
    say_short_day,
)
from kinhold.domain.dates import first_day, last_day
from kinhold.domain.periods import Interval, at_minute, format_clock
from kinhold.engines.care.carried import carried_by_week
from kinhold.engines.care.fairness import shares
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.plan_care import CarePlan
    from kinhold.domain.care import Gap, Turn, UnrelievedNight
    from kinhold.domain.findings import OpenQuestion
    from kinhold.domain.household import Household


_SAID_ELSEWHERE = ("care.hours-not-stated",)
_NO_SOLVER = N_(
    "The solver is not installed, so this shows only who could be there. Install it "
    "with: pip install 'kinhold[solver]'"
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Part of one day in one person's hands, or in nobody's.

    Attributes:
        carer: handle; empty where there is no one.
        name: as shown; `no one` for a gap.
        start_minute, end_minute: minutes after local midnight, 0 to 1440 (1500 on a long day).
        start, end: in words.
        backup: name of the back-up, or empty.
        gap: True where there is no one.
    """

    carer: str
    name: str
    start_minute: int
    end_minute: int
    start: str
    end: str
    backup: str
    gap: bool


@dataclass(frozen=True, slots=True)
class DayRow:
    """One local day of the grid."""

    day: str
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A gap, or a night with no relief, with who could be asked and a text ready to send.

    `kind` is `no one` or `no relief`; `asks` are (handle, name, ready text).
    """

    kind: str
    when: str
    start: str
    end: str
    sentence: str
    asks: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class LoadLine:
    """What one person carries over the horizon: hours, not a verdict."""

    name: str
    hours: str
    night_hours: str
    wakings: int


@dataclass(frozen=True, slots=True)
class WeekLine:
    """What one person carries in one week: doing it, and thinking of it, in words.

    `week` is its first day. By night doing counts the expected wakings, not the hours on call.
    """

    week: str
    name: str
    doing: str
    thinking: str


@dataclass(frozen=True, slots=True)
class LevelLine:
    """One level of the search: its value, its bound, and whether it is proven best."""

    name: str
    value: float
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True)
class Assignment:
    """Somebody on duty: handles and names, ISO times with their offset, and who steps in."""

    carer: str
    name: str
    start: str
    end: str
    backup: str
    backup_name: str


@dataclass(frozen=True, slots=True)
class NamedBackup:
    """Somebody who steps in if somebody else cannot come."""

    backup: str
    name: str
    carer: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class NamedGap:
    """Time with no responsible adult, the children, and handles of who could be asked."""

    start: str
    end: str
    children: tuple[str, ...]
    could_ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """How the rota does when people do not always come: drawn so often, from this seed.

    `night_with_no_one` is a share of the draws; the others are expected counts; `sentence` says it.
    """

    draws: int
    seed: int
    night_with_no_one: float
    minutes_with_no_one: float
    broken_nights: float
    planned_broken: int
    nights: int
    calls: float
    sentence: str


@dataclass(frozen=True, slots=True)
class RotaPage:
    """What the rota page shows; see docs/reference/pages.md."""

    on: str
    until: str
    headline: str
    no_one_minutes: int
    nights: int
    unrelieved: int
    people: tuple[tuple[str, str], ...]
    days: tuple[DayRow, ...]
    open: tuple[OpenLine, ...]
    load: tuple[LoadLine, ...]
    levels: tuple[LevelLine, ...]
    checked: bool
    notes: tuple[str, ...]
    questions: tuple[OpenQuestion, ...]
    slot: int = 30
    assignments: tuple[Assignment, ...] = ()
    backups: tuple[NamedBackup, ...] = ()
    gaps: tuple[NamedGap, ...] = ()
    bedtime: str = ""
    bedtime_drift: int = 0
    score: ScoreLine | None = None
    digest: str = ""
    shared: str = ""
    shared_until: str = ""
    at_places: tuple[str, ...] = ()
    weeks: tuple[WeekLine, ...] = ()


def rota_page(*, standing: Standing, plan: CarePlan, on: date) -> RotaPage:
    """Return the rota page for a planned horizon."""
    household, coverage = standing.household, plan.coverage
    turns = plan.result.rota.turns if plan.result else ()
    days = tuple(
        _day(household, on + timedelta(days=n), turns, coverage.gaps)
        for n in range((plan.horizon.end - plan.horizon.start).days + 1)
    )
    return RotaPage(
        on=on.isoformat(),
        until=plan.horizon.end.astimezone(household.zone).date().isoformat(),
        headline=headline(standing, plan),
        no_one_minutes=coverage.no_one_minutes,
        nights=coverage.nights,
        unrelieved=len(coverage.unrelieved),
        people=tuple(dict.fromkeys((t.carer, household.name(t.carer)) for t in turns)),
        days=tuple(d for d in days if d.cells),
        open=(
            *(_gap_line(household, g) for g in coverage.gaps),
            *(_night_line(household, u) for u in coverage.unrelieved),
        ),
        load=tuple(
            LoadLine(
                household.name(s.carer), say_hours(s.minutes), say_hours(s.night_minutes), s.wakings
            )
            for s in shares(turns, zone=household.zone, needs=plan.needs)
        ),
        levels=tuple(LevelLine(v.name, v.value, v.bound, v.proven) for v in plan.result.rota.levels)
        if plan.result
        else (),
        checked=plan.result is not None,
        notes=_notes(plan),
        questions=questions_about_care(standing=standing),
        slot=plan.slot,
        assignments=tuple(_assignment(household, t) for t in turns),
        backups=tuple(
            NamedBackup(t.backup, household.name(t.backup), t.carer, *_told(household, t.interval))
            for t in turns
            if t.backup
        ),
        gaps=tuple(
            NamedGap(*_told(household, g.interval), g.children, g.could_ask) for g in coverage.gaps
        ),
        bedtime=_bedtime(plan),
        bedtime_drift=int(plan.result.bedtime.value) if plan.result else 0,
        score=_score(plan),
        digest=plan.result.digest if plan.result else "",
        shared=_shared(household, plan),
        at_places=_at_places(household, plan),
        weeks=_weeks(household, plan),
        shared_until=household.rota.until if household.rota else "",
    )


def _weeks(household: Household, plan: CarePlan) -> tuple[WeekLine, ...]:
    if plan.result is None:
        return ()
    zone = household.zone
    return tuple(
        WeekLine(
            say_short_day(part.week.start.astimezone(zone).date(), household.country),
            household.name(part.carer),
            say_minutes(part.doing),
            say_minutes(part.thinking) if part.thinking else "none",
        )
        for part in carried_by_week(
            plan.result.rota.turns, household=household, horizon=plan.horizon, needs=plan.needs
        )
    )


def _at_places(household: Household, plan: CarePlan) -> tuple[str, ...]:
    """When which child is at school or nursery, a sentence for each of their hours."""
    zone, country = household.zone, household.country
    days: dict[tuple[str, str, str, str], list[str]] = {}
    for need in plan.needs:
        if need.kind not in ("at-school", "at-nursery"):
            continue
        start, end = need.interval.start, need.interval.end
        for child in need.children:
            hours = say_clock(start, zone, country), say_clock(end, zone, country)
            key = (household.name(child), household.name(need.place), *hours)
            days.setdefault(key, []).append(say_short_day(start.astimezone(zone).date(), country))
    return tuple(
        _("{child} is at {place} from {start} to {end} on {on}.").format(
            child=child, place=place, start=start, end=end, on=say_list(on)
        )
        for (child, place, start, end), on in days.items()
    )


def _shared(household: Household, plan: CarePlan) -> str:
    """How this rota stands to the one that people were shown; empty where there is none."""
    if household.rota is None or plan.result is None:
        return ""
    day, until = first_day(household.rota.occurred), last_day(household.rota.until)
    country = household.country
    since = _(" from {day}").format(day=say_short_day(day, country)) if day else ""
    changed = round(next((v.value for v in plan.result.rota.levels if v.name == "changes"), 0))
    said = (
        _("You shared a rota{since}; {time} of it are different here.").format(
            since=since, time=say_minutes(changed)
        )
        if changed
        else _("This is the rota you shared{since}.").format(since=since)
    )
    if until and until < plan.horizon.end.astimezone(household.zone).date():
        said += _(" It went to {day}; what is after it is new.").format(
            day=say_short_day(until, country)
        )
    return said


def _assignment(household: Household, turn: Turn) -> Assignment:
    backup = turn.backup or ""
    return Assignment(
        turn.carer,
        household.name(turn.carer),
        *_told(household, turn.interval),
        backup,
        household.name(turn.backup) if turn.backup else "",
    )


def _told(household: Household, interval: Interval) -> tuple[str, str]:
    zone = household.zone
    return (
        interval.start.astimezone(zone).isoformat(timespec="minutes"),
        interval.end.astimezone(zone).isoformat(timespec="minutes"),
    )


def _bedtime(plan: CarePlan) -> str:
    """The usual time of the protected stretch, as HH:MM; empty where no night can have one."""
    rested = plan.coverage.nights > plan.coverage.at_work and any(plan.coverage.longest)
    return format_clock(plan.result.usual % 1440) if plan.result and rested else ""


def _score(plan: CarePlan) -> ScoreLine | None:
    score = plan.result.score if plan.result else None
    if score is None:
        return None
    sentence = _(
        "In {draws} draws of who comes, {night_with_no_one:.0%} had a night with no one for "
        "a time; about {broken_nights:.1f} of {nights} nights were broken."
    ).format(
        draws=score.draws,
        night_with_no_one=score.night_with_no_one,
        broken_nights=score.broken_nights,
        nights=score.nights,
    )
    return ScoreLine(
        score.draws,
        score.seed,
        score.night_with_no_one,
        score.minutes_with_no_one,
        score.broken_nights,
        score.planned_broken,
        score.nights,
        score.calls,
        sentence,
    )


def headline(standing: Standing, plan: CarePlan) -> str:
    """Return the two counts in one sentence each, kept apart: no one, and no relief."""
    household, coverage = standing.household, plan.coverage
    if not household.children:
        return _("No child is on the record yet. Add one, and this page plans who is there.")
    if coverage.gaps:
        first = coverage.gaps[0].interval.start
        when = f"{say_short_day(first.astimezone(household.zone).date(), household.country)} {say_clock(first, household.zone, household.country)}"
        said = _("{time} with no one, first {when}.").format(
            time=say_minutes(coverage.no_one_minutes), when=when
        )
    else:
        said = _("No hour without an adult.")
    if not coverage.nights:
        return said
    open_nights, working = len(coverage.unrelieved), coverage.at_work
    if working:
        rested = coverage.nights - working - open_nights
        said += _(" You work on {nights}; {value} with rest in one piece.").format(
            nights=count(working, "night"), value=count(rested, "night")
        )
        return (
            _("{said} {nights} with no relief.").format(
                said=said, nights=count(open_nights, "night").capitalize()
            )
            if open_nights
            else said
        )
    if open_nights == 0:
        return _("{said} You can rest in one piece on all {nights} nights.").format(
            said=said, nights=coverage.nights
        )
    return _("{said} {nights} of {coverage_nights} with no relief for you.").format(
        said=said, nights=count(open_nights, "night").capitalize(), coverage_nights=coverage.nights
    )


def _notes(plan: CarePlan) -> tuple[str, ...]:
    if plan.result is None:
        return (_(_NO_SOLVER),)
    findings = (*plan.result.findings, *plan.findings)
    return tuple(dict.fromkeys(f.message for f in findings if f.code not in _SAID_ELSEWHERE))


def _day(household: Household, day: date, turns: tuple[Turn, ...], gaps: tuple[Gap, ...]) -> DayRow:
    whole = Interval(
        at_minute(day, 0, household.zone), at_minute(day + timedelta(days=1), 0, household.zone)
    )
    cells = [_cell(household, whole, t.interval, t) for t in turns if t.interval.overlap(whole)]
    cells += [_cell(household, whole, g.interval, None) for g in gaps if g.interval.overlap(whole)]
    return DayRow(
        day.isoformat(),
        say_short_day(day, household.country),
        tuple(sorted(cells, key=lambda c: (c.start_minute, c.name))),
    )


def _cell(household: Household, whole: Interval, interval: Interval, turn: Turn | None) -> Cell:
    start, end = max(interval.start, whole.start), min(interval.end, whole.end)
    zone, country = household.zone, household.country
    return Cell(
        carer=turn.carer if turn else "",
        name=household.name(turn.carer) if turn else _("no one"),
        start_minute=Interval(whole.start, start).minutes,
        end_minute=Interval(whole.start, end).minutes,
        start=say_clock(start, zone, country),
        end=say_clock(end, zone, country),
        backup=household.name(turn.backup) if turn and turn.backup else "",
        gap=turn is None,
    )


def _span(household: Household, interval: Interval) -> str:
    zone, country = household.zone, household.country
    start = interval.start.astimezone(zone)
    until = say_clock(interval.end, zone, country)
    if (interval.end.astimezone(zone).date() - start.date()).days > 1:
        until = f"{say_short_day(interval.end.astimezone(zone).date(), country)} {until}"
    return _("{day}, {time} to {until}").format(
        day=say_short_day(start.date(), country),
        time=say_clock(interval.start, zone, country),
        until=until,
    )


def _gap_line(household: Household, gap: Gap) -> OpenLine:
    when = _span(household, gap.interval)
    names = say_list([household.name(c) for c in gap.children])
    return OpenLine(
        _("no one"),
        when,
        gap.interval.start.isoformat(),
        gap.interval.end.isoformat(),
        _("{when}: no one is with {names}.").format(when=when, names=names),
        _asks(
            household,
            gap.could_ask,
            _("Could you be with {names} on {when}?").format(names=names, when=when),
        ),
    )


def _night_line(household: Household, night: UnrelievedNight) -> OpenLine:
    local = night.night.start.astimezone(household.zone)
    day = say_short_day(local.date(), household.country)
    names = say_list([c.name for c in household.children])
    rest = (
        _("longest rest {time}").format(time=say_minutes(night.longest))
        if night.longest
        else _("no rest in one piece")
    )
    return OpenLine(
        _("no relief"),
        day,
        night.night.start.isoformat(),
        night.night.end.isoformat(),
        _("The night of {day}: no relief for you; {rest}.").format(day=day, rest=rest),
        _asks(
            household,
            night.could_ask,
            _(
                "Could you have {names} for part of the night of {day}, so that I can sleep five "
                "hours?"
            ).format(names=names, day=day),
        ),
    )


def _asks(
    household: Household, handles: tuple[str, ...], text: str
) -> tuple[tuple[str, str, str], ...]:
    return tuple((h, household.name(h), text) for h in handles[:4])
