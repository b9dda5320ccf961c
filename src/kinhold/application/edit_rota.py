"""Changing a rota by hand: what would follow, at once, without a solver."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.plan_care import CarePlan, setting_of
from kinhold.application.plan_words import LEVELS, say_level
from kinhold.application.rota import LevelLine, RotaPage, rota_page
from kinhold.application.wording import say_clock, say_list, say_short_day
from kinhold.domain.care import AvailabilityStated
from kinhold.domain.dates import from_day
from kinhold.domain.fact import PersonRef
from kinhold.domain.findings import KinholdError
from kinhold.domain.periods import ClockWindow, Interval, at_minute
from kinhold.engines.care import rota_edit
from kinhold.engines.care.coverage import cover_given
from kinhold.engines.care.rota_edit import Edit
from kinhold.engines.care.shared import read_turn, turns_to_share
from kinhold.engines.care.supply import supplies
from kinhold.engines.care.timing import clip, without
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.care import RotaLevel
    from kinhold.domain.findings import Finding
    from kinhold.domain.household import Household

NO_ONE: Final = "-"
_HOW: Final = N_("Write it as PERSON@START/END, for example: Mum@2026-11-24T22:00/2026-11-25T03:00")


class ChangeNotReadError(KinholdError):
    """A change to a rota that cannot be read; the text says how to write it."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Hours that somebody is given by hand and had not offered: they are taken to have said yes.

    Attributes:
        carer: handle.
        day: the local day on which they begin.
        window: of that day's clock.
        sentence: the same in words.
    """

    carer: PersonRef
    day: date
    window: ClockWindow
    sentence: str


@dataclass(frozen=True, slots=True)
class LevelMoved:
    """A level that a change made by hand moves: less is better in every one; and it in words."""

    name: str
    before: float
    after: float
    sentence: str


@dataclass(frozen=True, slots=True)
class EditedPage:
    """A rota after changes made by hand.

    Attributes:
        page: the rota as it would be.
        holds: whether nobody is where they cannot be, above a limit, or in two places.
        faults: what does not hold, as sentences.
        offered: hours that people are taken to have said yes to.
        moved: the levels that differ.
        turns: the rota as `RotaShared.turns` keeps it, ready to be shared.
    """

    page: RotaPage
    holds: bool
    faults: tuple[str, ...]
    offered: tuple[Offer, ...]
    moved: tuple[LevelMoved, ...]
    turns: tuple[str, ...]


def read_change(text: str, *, household: Household) -> Edit:
    """Return a change as a person writes it: `PERSON@START/END` in local clock time.

    Args:
        text: PERSON is a handle or a name; `-` gives the time to no one.
        household: who there is, and its zone.

    Raises:
        ChangeNotReadError: with how to write it.
    """
    turn = read_turn(re.sub(r"\s*([@/])\s*", r"\1", text.strip()), zone=household.zone)
    if turn is None:
        raise ChangeNotReadError(
            _("“{text}” could not be read. {how}").format(text=text[:60], how=_(_HOW))
        )
    if turn.carer == NO_ONE:
        return Edit(turn.interval, None)
    able = [c.handle for c in household.carers if not c.place]
    who = [handle for handle in able if turn.carer in (handle, household.name(handle))]
    if not who:
        names = say_list([household.name(handle) for handle in able])
        raise ChangeNotReadError(
            _("“{carer}” is nobody who can take care: {names}.").format(
                carer=turn.carer[:40], names=names
            )
        )
    return Edit(turn.interval, who[0])


def edit_rota(
    *, standing: Standing, plan: CarePlan, on: date, edits: Sequence[Edit]
) -> tuple[CarePlan, EditedPage]:
    """Return a plan after changes made by hand, re-checked, and its page.

    Args:
        standing: the household on that day.
        plan: with a rota; one without (no solver installed) is given back as it is.
        on: the first day, for the page.
        edits: one after the other; see `engines.care.rota_edit.Edit`.
    """
    if plan.result is None:
        page = rota_page(standing=standing, plan=plan, on=on)
        return plan, EditedPage(page, holds=True, faults=(), offered=(), moved=(), turns=())
    offered = _offers(standing.household, edits, plan.horizon)
    standing = replace(standing, household=_with_offers(standing.household, offered))
    setting = setting_of(standing=standing, plan=plan)
    rota = plan.result.rota
    findings: tuple[Finding, ...] = ()
    holds = True
    for edit in edits:
        edited = rota_edit.edit_rota(rota, edit, setting=setting)
        rota, findings, holds = edited.rota, edited.findings, edited.holds
    coverage = cover_given(
        standing.household,
        rules=standing.rules,
        horizon=plan.horizon,
        needs=plan.needs,
        turns=rota.turns,
    )
    result = replace(plan.result, rota=rota, findings=findings, score=None)
    after = replace(plan, result=result, coverage=coverage)
    page = rota_page(standing=standing, plan=after, on=on)
    before = {v.name: v for v in plan.result.rota.levels}
    moved = tuple(
        LevelMoved(
            v.name, before[v.name].value, v.value, _moved(standing.household, before[v.name], v)
        )
        for v in rota.levels
        if abs(v.value - before[v.name].value) > 1e-6  # noqa: PLR2004 - rounding
    )
    return after, EditedPage(
        page=replace(
            page,
            checked=holds,
            levels=tuple(LevelLine(v.name, v.value, v.bound, v.proven) for v in rota.levels),
        ),
        holds=holds,
        faults=tuple(
            dict.fromkeys(_fault(standing.household, f) for f in findings if f.severity == "error")
        ),
        offered=offered,
        moved=moved,
        turns=turns_to_share(rota.turns, zone=standing.household.zone),
    )


def _offers(household: Household, edits: Sequence[Edit], horizon: Interval) -> tuple[Offer, ...]:
    """Hours given to people who had not offered them, and who are neither away nor asleep."""
    found = supplies(household, horizon=horizon)
    made: list[Offer] = []
    for edit in edits:
        supply = next((s for s in found if s.handle == edit.carer), None)
        if supply is None or supply.carer.main or not supply.alone:
            continue
        never = (*supply.away, *supply.asleep)
        for part in without(clip([edit.interval], horizon), supply.duty):
            if not any(part.overlap(i) for i in never):
                made += [_offer(household, supply.handle, p) for p in _by_day(household, part)]
    return tuple(made)


def _by_day(household: Household, part: Interval) -> list[Interval]:
    """A stretch as windows of the clock can tell it: cut at midnight where it is over a day."""
    zone, pieces = household.zone, []
    while part.end - part.start >= timedelta(days=1):
        midnight = at_minute(part.start.astimezone(zone).date() + timedelta(days=1), 0, zone)
        pieces.append(Interval(part.start, midnight))
        part = Interval(midnight, part.end)
    return [*pieces, part]


def _offer(household: Household, carer: PersonRef, part: Interval) -> Offer:
    start, end = (moment.astimezone(household.zone) for moment in (part.start, part.end))
    return Offer(
        carer,
        start.date(),
        ClockWindow(start.hour * 60 + start.minute, end.hour * 60 + end.minute),
        _(
            "{carer} had not offered {span}; if you share this, it is noted that they said yes."
        ).format(carer=household.name(carer), span=_span(household, part)),
    )


def _with_offers(household: Household, offered: Iterable[Offer]) -> Household:
    return replace(
        household,
        carers=tuple(
            replace(
                carer,
                available=(
                    *carer.available,
                    *(
                        AvailabilityStated(
                            fact_id="",
                            occurred=from_day(o.day),
                            about=o.carer,
                            at=(o.window,),
                            until=from_day(o.day),
                        )
                        for o in offered
                        if o.carer == carer.handle
                    ),
                ),
            )
            for carer in household.carers
        ),
    )


def _moved(household: Household, before: RotaLevel, after: RotaLevel) -> str:
    was, now = (say_level(v.name, v.value, household) for v in (before, after))
    return _("{levels}: {now} instead of {was}.").format(
        levels=_(LEVELS[after.name]), now=now, was=was
    )


def _fault(household: Household, finding: Finding) -> str:
    """A fault of the check with the name and the time a person goes by."""
    code = finding.code.rpartition(".")[2]
    who = household.name(PersonRef(finding.message.split()[0]))
    if code == "not-free":
        return _("{who} cannot be there on {moment}.").format(
            who=who, moment=_moment(household, finding.where)
        )
    if code == "limit":
        return _("{who} would have more hours a week than agreed, from {moment} on.").format(
            who=who, moment=_moment(household, finding.where)
        )
    return finding.message


def _moment(household: Household, where: str) -> str:
    at = datetime.fromisoformat(where)
    day = say_short_day(at.astimezone(household.zone).date(), household.country)
    return f"{day}, {say_clock(at, household.zone, household.country)}"


def _span(household: Household, part: Interval) -> str:
    until = say_clock(part.end, household.zone, household.country)
    return _("{moment} to {until}").format(
        moment=_moment(household, part.start.isoformat()), until=until
    )
