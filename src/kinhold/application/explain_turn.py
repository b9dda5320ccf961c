"""Why am I on Tuesday night? What a turn rests on and who else there is, as plain sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.application.plan_care import setting_of
from kinhold.application.wording import say_clock, say_hours, say_list, say_minutes, say_short_day
from kinhold.domain.care import Turn
from kinhold.domain.money import Money, say
from kinhold.domain.periods import Interval
from kinhold.engines.care.reasons import explain
from kinhold.engines.care.rota_why import Other, Why, why
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import datetime

    from kinhold.application.household_on import Standing
    from kinhold.application.plan_care import CarePlan
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Household
    from kinhold.engines.care.rota_edit import LevelChange


@dataclass(frozen=True, slots=True)
class OtherLine:
    """Somebody else, why the time is not theirs (`engines.care.rota_why.Other`), and in words."""

    carer: str
    name: str
    reason: str
    free_minutes: int
    sentence: str


@dataclass(frozen=True, slots=True)
class WhyPage:
    """Why somebody is on duty at a time.

    Attributes:
        carer, name: who; empty where no one is.
        start, end: of the turn, ISO with offset.
        when: in words.
        needs: (kind, how many) that the children need in it.
        forced: whether nobody else could be there for all of it.
        minutes_without: minutes with no one if this turn fell away.
        rest_without: minutes of the main carer's protected sleep lost with it.
        others: everybody else.
        sentences: the answer, in the order a person would ask.
        fact_ids: what it rests on.
    """

    carer: str
    name: str
    start: str
    end: str
    when: str
    needs: tuple[tuple[str, int], ...]
    forced: bool
    minutes_without: int
    rest_without: int
    others: tuple[OtherLine, ...]
    sentences: tuple[str, ...]
    fact_ids: tuple[str, ...]


def explain_turn(*, standing: Standing, plan: CarePlan, at: datetime) -> WhyPage | None:
    """Return why the person on duty at a moment is, or None where the rota has no one then.

    Args:
        standing: the household on that day.
        plan: with a rota.
        at: a UTC instant inside the turn.
    """
    rota = plan.result.rota if plan.result else None
    turn = next(
        (t for t in rota.turns if t.interval.start <= at < t.interval.end) if rota else iter(()),
        None,
    )
    if rota is None or turn is None:
        return None
    household = standing.household
    turn = _whole(rota.turns, turn)
    found = why(turn, rota=rota, setting=setting_of(standing=standing, plan=plan))
    rests = explain(turn, rota=rota, household=household)
    others = tuple(_other(household, turn, o) for o in found.others)
    zone = household.zone
    return WhyPage(
        carer=turn.carer,
        name=household.name(turn.carer),
        start=turn.interval.start.astimezone(zone).isoformat(timespec="minutes"),
        end=turn.interval.end.astimezone(zone).isoformat(timespec="minutes"),
        when=_when(household, turn),
        needs=found.needs,
        forced=found.forced,
        minutes_without=found.minutes_without,
        rest_without=int(found.rest_without),
        others=others,
        sentences=(*rests.words, *_without(household, found), *(o.sentence for o in others)),
        fact_ids=tuple(dict.fromkeys((*rests.fact_ids, *found.fact_ids))),
    )


def _whole(turns: tuple[Turn, ...], turn: Turn) -> Turn:
    """The time that one person has without a break, whoever steps in for which part of it."""
    start, end = turn.interval.start, turn.interval.end
    for before in reversed([t for t in turns if t.interval.end <= start]):
        if before.carer != turn.carer or before.interval.end != start:
            break
        start = before.interval.start
    for after in (t for t in turns if t.interval.start >= end):
        if after.carer != turn.carer or after.interval.start != end:
            break
        end = after.interval.end
    return Turn(turn.carer, Interval(start, end), turn.backup)


def _when(household: Household, turn: Turn) -> str:
    start, end = turn.interval.start, turn.interval.end
    zone, country = household.zone, household.country
    day = say_short_day(start.astimezone(zone).date(), country)
    return _("{day}, {time} to {end}").format(
        day=day, time=say_clock(start, zone, country), end=say_clock(end, zone, country)
    )


def _without(household: Household, found: Why) -> list[str]:
    said = []
    children = say_list([c.name for c in household.children])
    if found.minutes_without:
        said.append(
            _("Without this turn, {children} would have no one for {time}.").format(
                children=children, time=say_minutes(found.minutes_without)
            )
        )
    if found.rest_without > 0:
        keeper = household.name(household.keeper)
        said.append(
            _("It gives {keeper} {time} of rest.").format(
                keeper=keeper, time=say_minutes(int(found.rest_without))
            )
        )
    if found.forced:
        said.append(_("Nobody else could be there for all of it."))
    return said


def _other(household: Household, turn: Turn, other: Other) -> OtherLine:
    name = household.name(other.carer)
    return OtherLine(
        other.carer, name, other.reason, other.free_minutes, _sentence(household, turn, other, name)
    )


def _sentence(household: Household, turn: Turn, other: Other, name: str) -> str:
    plain = {
        "never-alone": _("{name} is not alone with the children.").format(name=name),
        "away": _("{name} is away for some of it.").format(name=name),
        "asleep": _("{name} cannot be woken for some of it.").format(name=name),
        "no-hours-agreed": _("{name} has not said when they can come.").format(name=name),
        "other-hours": _("{name} offered other hours.").format(name=name),
        "as-good": _("{name} could have it just as well.").format(name=name),
    }
    if other.reason == "weekly-limit":
        return _("{name} has {hours} of at most {most} in these 7 days.").format(
            name=name, hours=say_hours(other.used), most=say_hours(other.most or 0)
        )
    if other.reason == "worse" and other.level is not None:
        return _("With {name} instead, {worse}.").format(
            name=name, worse=_worse(household, other.level, turn.carer)
        )
    return plain.get(other.reason, _("{name} could have it.").format(name=name))


def _worse(household: Household, level: LevelChange, carer: PersonRef) -> str:
    more = level.after - level.before
    said = {
        "uncovered": _("something the children need would be left open"),
        "sleep": _("{keeper} would have {time} less rest").format(
            keeper=household.name(household.keeper), time=say_minutes(round(more))
        ),
        "doubt": _("it would be less sure that somebody comes"),
        "cost": _("it would cost {money} more").format(
            money=say(Money(round(more), household.currency))
        ),
        "fairness": _("whoever carries most would carry more"),
        "changes": _("{carer} was told otherwise in the rota you shared").format(
            carer=household.name(carer)
        ),
    }
    return said[level.name]
