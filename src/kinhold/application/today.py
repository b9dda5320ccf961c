"""The first screen: who has the child now, who is next, what was last, and the money in one line."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import count, say_clock, say_day, say_list, say_short_day
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.care_log import LogPage, MedicineLine, RunningTimer, TileGroup
    from kinhold.application.household_on import Standing
    from kinhold.application.money import MoneyPage
    from kinhold.application.plan_care import CarePlan
    from kinhold.domain.care import Turn
    from kinhold.domain.findings import OpenQuestion
    from kinhold.domain.household import Household

NIGHT_FACE_FROM: Final = 21
NIGHT_FACE_TO: Final = 7
"""Local hours between which the page shows its night face (screens: Today)."""


@dataclass(frozen=True, slots=True)
class TodayPage:
    """What the first screen shows; see docs/reference/pages.md.

    Attributes:
        moment: ISO, aware.
        date, clock: in words.
        night: True for the night face: only now, next, last.
        now, next, last: one sentence each; empty where there is nothing to say.
        money: the headline of the money page, in one sentence.
        due: what goes out in the next days.
        open: the first gap or night without relief, in words.
        questions: at most three.
        children: (handle, name).
        timers: that run now, for every carer to see and stop.
        medicines: given in the last day, or whose own interval is not over.
        tiles: one tap each, learned from her own last entries.
    """

    moment: str
    date: str
    clock: str
    night: bool
    now: str
    next: str
    last: tuple[str, ...]
    money: str
    due: tuple[str, ...]
    open: str
    questions: tuple[OpenQuestion, ...]
    children: tuple[tuple[str, str], ...]
    timers: tuple[RunningTimer, ...]
    medicines: tuple[MedicineLine, ...]
    tiles: tuple[TileGroup, ...]


def today_page(
    *,
    log: LogPage,
    standing: Standing,
    plan: CarePlan,
    money: MoneyPage,
    now: datetime,
    questions: tuple[OpenQuestion, ...] = (),
) -> TodayPage:
    """Return the first screen at a moment.

    Args:
        log: the log at that moment.
        standing: the household on the local day of `now`.
        plan: care from that day on.
        money: the money page of that day.
        now: aware.
        questions: what is open, most telling first.
    """
    household = standing.household
    local = now.astimezone(household.zone)
    turns = plan.result.rota.turns if plan.result else ()
    current = next((t for t in turns if t.interval.start <= now < t.interval.end), None)
    return TodayPage(
        moment=local.isoformat(timespec="minutes"),
        date=say_day(local.date(), household.country, weekday=True, year=False),
        clock=say_clock(now, household.zone, household.country),
        night=local.hour >= NIGHT_FACE_FROM or local.hour < NIGHT_FACE_TO,
        now=_now(household, current, plan, now),
        next=_next(standing, turns, current, now),
        last=log.last,
        money=money.headline,
        due=tuple(
            _("{label} {amount} on {short}").format(
                label=d.label, amount=d.amount, short=_short(household, d.day)
            )
            for d in money.due
            if d.direction == "out"
        )[:3],
        open=_open(household, plan, now),
        questions=questions[:3],
        children=tuple((c.handle, c.name) for c in household.children),
        timers=log.timers,
        medicines=log.medicines,
        tiles=log.tiles,
    )


def _short(household: Household, iso: str) -> str:
    from datetime import date

    return say_short_day(date.fromisoformat(iso), household.country)


def _children(household: Household) -> str:
    return say_list([c.name for c in household.children])


def _until(household: Household, turn: Turn, since: datetime) -> str:
    end = turn.interval.end.astimezone(household.zone)
    clock = say_clock(turn.interval.end, household.zone, household.country)
    if end - since.astimezone(household.zone) < timedelta(hours=14):
        return clock
    return f"{say_short_day(end.date(), household.country)}, {clock}"


def _now(household: Household, current: Turn | None, plan: CarePlan, now: datetime) -> str:
    if not household.children:
        return _("No child is on the record yet.")
    if current is None:
        if any(g.interval.start <= now < g.interval.end for g in plan.coverage.gaps):
            return _("The plan has no one with {children} now.").format(
                children=_children(household)
            )
        return _("You have {children}.").format(children=_children(household))
    who = (
        _("You have")
        if current.carer == household.keeper
        else _("{carer} has").format(carer=household.name(current.carer))
    )
    if current.interval.end >= plan.horizon.end:
        return _("{who} {children}. Nobody else is planned in.").format(
            who=who, children=_children(household)
        )
    return _("{who} {children} until {until}.").format(
        who=who, children=_children(household), until=_until(household, current, now)
    )


def _next(standing: Standing, turns: tuple[Turn, ...], current: Turn | None, now: datetime) -> str:
    household = standing.household
    coming = [
        t for t in turns if t.interval.start > now and (current is None or t.carer != current.carer)
    ]
    if not coming:
        return ""
    turn = min(coming, key=lambda t: t.interval.start)
    name = _("You") if turn.carer == household.keeper else household.name(turn.carer)
    start = turn.interval.start.astimezone(household.zone)
    day = (
        ""
        if start.date() == now.astimezone(household.zone).date()
        else f"{say_short_day(start.date(), household.country)} "
    )
    said = _("{name}, {day}{time} to {until}.").format(
        name=name,
        day=day,
        time=say_clock(turn.interval.start, household.zone, household.country),
        until=_until(household, turn, turn.interval.start),
    )
    rate = standing.reliability.get((turn.carer, "care"))
    if rate is not None and rate.counted:
        said += _(" Kept {kept} of {counted}.").format(kept=rate.kept, counted=rate.counted)
    if turn.backup:
        said += _(" Back-up: {backup}.").format(
            backup=household.name(turn.backup) if turn.backup != household.keeper else _("you")
        )
    return said


def _open(household: Household, plan: CarePlan, now: datetime) -> str:
    gap = next((g for g in plan.coverage.gaps if g.interval.end > now), None)
    if gap is not None:
        start = gap.interval.start.astimezone(household.zone)
        return _("No one is with {children} on {day} from {time}.").format(
            children=_children(household),
            day=say_short_day(start.date(), household.country),
            time=say_clock(gap.interval.start, household.zone, household.country),
        )
    nights = sum(1 for u in plan.coverage.unrelieved if u.night.end > now)
    if nights:
        return _("{nights} of the next {coverage_nights} with no relief for you.").format(
            nights=count(nights, "night").capitalize(), coverage_nights=plan.coverage.nights
        )
    return ""
