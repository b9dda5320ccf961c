"""Whether nights, hours, margin and promises hold in a what-if: counts, and what was not said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kinhold.application.plan_care import HORIZON_DAYS
from kinhold.application.readiness_sides import Check, Side
from kinhold.application.stress_test import title
from kinhold.application.wording import count, say_clock, say_hours, say_list, say_short_day
from kinhold.domain.findings import OpenQuestion
from kinhold.domain.periods import NIGHT_ENDS, NIGHT_STARTS
from kinhold.engines.care.coverage import cover_without_solving
from kinhold.engines.care.needs import fortnight
from kinhold.engines.promises.reliability import Leaning
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from kinhold.domain.care import Carer
    from kinhold.domain.household import Household
    from kinhold.domain.promises import Commitment

NIGHTS_RULE: Final = "readiness.nights.unrelieved_most"
MARGIN_RULE: Final = "readiness.margin.more_broken_most"
PROMISES_RULE: Final = "readiness.promises.open_most"
TRIED: Final = "what-if"
SAID: Final = ("promise", "offer")


def check_nights(*, before: Side, after: Side) -> Check | None:
    """Return on whom the nights rest: relief counts where somebody's hours were stated.

    Somebody who lives there and stated no hours of the night leaves it open; a word without hours
    ("day and night") counts as nothing until there are some. None where there is no child.
    """
    household, base = after.household, after.report.base
    if not household.children or not base.nights:
        return None
    most = after.rule(NIGHTS_RULE)
    stated = {c.handle for c in household.carers if c.available}
    by_hours = max(len(base.unrelieved), len(_unrelieved(after, stated)))
    living = [c for c in household.carers if c.lives_in and not c.main and not _by_night(c)]
    holds: bool | None = by_hours <= (most or 0)
    question = None
    if not holds and living:
        holds, question = None, _ask_nights(living[0])
    relieving = _relieving(household)
    words = [
        _("{of} with no relief for you by the hours that were stated.").format(
            of=_of(by_hours, base.nights, "night")
        ),
        *_say_relief(after, relieving, by_hours),
        *(
            _("{name} lives there; no hours of the night are stated, so none are counted.").format(
                name=c.name
            )
            for c in living
        ),
        *_say_words_only(household),
    ]
    earlier = before.report.base
    if earlier.nights and len(earlier.unrelieved) != len(base.unrelieved):
        words.append(
            _("As it stands: {of}.").format(
                of=_of(len(earlier.unrelieved), earlier.nights, "night")
            )
        )
    return Check(
        key="nights",
        title=_("the nights"),
        holds=holds,
        words=" ".join(words),
        figures={
            "nights": base.nights,
            "unrelieved": by_hours,
            "unrelieved_with_who_lives_in": len(base.unrelieved),
            "unrelieved_before": len(earlier.unrelieved),
        },
        sources=after.sources(NIGHTS_RULE, "care.sleep.target_minutes"),
        fact_ids=tuple(dict.fromkeys(i for c in (*relieving, *living) for i in c.fact_ids)),
        question=question,
    )


def _of(some: int, whole: int, one: str) -> str:
    return _("{some} of {count}").format(some=some, count=count(whole, one))


def _by_night(carer: Carer) -> bool:
    """Whether somebody stated hours between 20:00 and 08:00."""
    return any(
        w.start < NIGHT_ENDS or w.end > NIGHT_STARTS or w.end <= w.start
        for a in carer.available
        if a.agreed
        for w in a.at
    )


def _unrelieved(side: Side, counted: Collection[str]) -> frozenset[datetime]:
    """Nights without relief, by their start, were of all carers only these counted."""
    household, rules = side.household, side.standing.rules
    kept = tuple(c for c in household.carers if c.main or c.place or c.handle in counted)
    horizon = fortnight(side.day, zone=household.zone, days=HORIZON_DAYS)
    found = cover_without_solving(replace(household, carers=kept), rules=rules, horizon=horizon)
    return frozenset(u.night.start for u in found.unrelieved)


def _relieving(household: Household) -> list[Carer]:
    return [c for c in household.carers if not c.main and not c.place and _by_night(c)]


def _expected(side: Side, relieving: list[Carer], nobody: frozenset[datetime]) -> float:
    """How many nights somebody comes who relieves them, each by their planning value alone."""
    missed = dict.fromkeys(nobody, 1.0)
    for carer in relieving:
        for night in nobody - _unrelieved(side, {carer.handle}):
            missed[night] *= 1 - carer.reliability
    return sum(1 - chance for chance in missed.values())


def _say_relief(side: Side, relieving: list[Carer], open_nights: int) -> list[str]:
    nobody = _unrelieved(side, ())
    if not relieving or len(nobody) <= open_nights:
        return []
    shares = [f"{c.name} ({_say_share(c)} {round(100 * c.reliability)} %)" for c in relieving]
    kept, relieved = round(_expected(side, relieving, nobody)), len(nobody) - open_nights
    return [
        _("Relief by stated hours: {shares}.").format(shares=say_list(shares)),
        _("At that share they come on about {kept} of {relieved} nights.").format(
            kept=kept, relieved=relieved
        ),
    ]


def _say_share(carer: Carer) -> str:
    """Whose figure it is: hers, an assumption while too little is known, or what was kept so far."""
    if not carer.assumed:
        return _("planned to keep")
    settings = Leaning()
    known = carer.reliability in (settings.spoken, settings.confirmed)
    return _("too little is known, counted as") if known else _("taken to keep")


def _say_words_only(household: Household) -> list[str]:
    """Who said they would help with the child and named no hours."""
    handles = dict.fromkeys(
        c.promisor for c in _standing_promises(household) if c.promise.topic == "care"
    )
    silent = [
        household.name(h)
        for h in handles
        if (carer := household.carer(h)) is not None and not carer.available and not carer.lives_in
    ]
    if not silent:
        return []
    return [
        _("{silent} said they would help and named no hours, so none are counted.").format(
            silent=say_list(silent)
        )
    ]


def _ask_nights(carer: Carer) -> OpenQuestion:
    return OpenQuestion(
        "readiness.nights",
        _("Which nights does {carer} take, and from when to when?").format(carer=carer.name),
        _("Relief counts where its hours are stated."),
        carer.handle,
        f'2026-12-01 available "{carer.handle}" each=week:fri,sat at=22:00-06:00',
    )


def check_hours(*, before: Side, after: Side) -> Check | None:
    """Return whether somebody is there at every hour; None where there is no child."""
    household, base, earlier = after.household, after.report.base, before.report.base
    if not household.children:
        return None
    words = _("Somebody is there at every hour of the fortnight.")
    if base.gaps:
        start = base.gaps[0].interval.start
        day = say_short_day(start.astimezone(household.zone).date(), household.country)
        words = _("{hours} of the fortnight with no one, first {day} {time}.").format(
            hours=say_hours(base.no_one_minutes),
            day=day,
            time=say_clock(start, household.zone, household.country),
        )
    if earlier.no_one_minutes != base.no_one_minutes:
        words += _(" As it stands: {hours}.").format(hours=say_hours(earlier.no_one_minutes))
    if not after.report.exact:
        words += _(" This is from availability alone; weekly limits are not looked at.")
    return Check(
        key="hours",
        title=_("hours with no one"),
        holds=not base.no_one_minutes,
        words=words,
        figures={
            "no_one_minutes": base.no_one_minutes,
            "no_one_minutes_before": earlier.no_one_minutes,
        },
        sources=after.sources("care.presence.day_until_age", "care.presence.night_until_age"),
        fact_ids=tuple(dict.fromkeys(i for g in base.gaps for i in g.fact_ids)),
    )


def check_margin(*, before: Side, after: Side) -> Check | None:
    """Return how many single losses it survives; it holds where no more break than before.

    A household that survives none has no margin to keep, and does not hold.
    """
    now, then = after.report.margin, before.report.margin
    most = after.rule(MARGIN_RULE)
    if not now.tested:
        return None
    broken, earlier = now.tested - now.survived, then.tested - then.survived
    known = {i.contingency.key for i in before.report.impacts if not i.holds}
    new = [
        title(after.household, i.contingency)
        for i in after.report.impacts
        if not i.holds and i.contingency.key not in known
    ]
    words = [
        _("It survives {survived} of {losses}.").format(
            survived=now.survived, losses=count(now.tested, "single loss", "single losses")
        )
    ]
    if then.tested:
        words.append(
            _("As it stands: {survived} of {tested}.").format(
                survived=then.survived, tested=then.tested
            )
        )
    if new:
        words.append(_("What would newly break it: {new}.").format(new="; ".join(new[:4])))
    return Check(
        key="margin",
        title=_("what one loss breaks"),
        holds=now.survived > 0 and broken - earlier <= (most or 0),
        words=" ".join(words),
        figures={
            "survived": now.survived,
            "tested": now.tested,
            "survived_before": then.survived,
            "tested_before": then.tested,
        },
        sources=after.sources(MARGIN_RULE),
        fact_ids=(),
    )


def check_promises(*, after: Side) -> Check | None:
    """Return what is known of the word of those it rests on, counts first; None where of nobody.

    Open are promises without a day or hour, those hanging on a condition, and people of whom
    nothing was carried out so far. Hours that stand in the what-if alone are hers, not theirs.
    """
    household = after.household
    promises = _standing_promises(household)
    tried = [c for c in household.carers if any(a.fact_id.startswith(TRIED) for a in c.available)]
    tried = [c for c in tried if not c.place]
    people = list(dict.fromkeys([*(c.promisor for c in promises), *(c.handle for c in tried)]))
    if not people:
        return None
    undated = [c for c in promises if _undated(c)]
    words, unproven = [], 0
    for who in people:
        own = [c for c in promises if c.promisor == who]
        carried, said = _counts(after, who)
        unproven += not carried
        words.append(_say_person(household.name(who), own, said))
    words += [
        _("The hours of {name} stand in this what-if alone.").format(name=c.name) for c in tried
    ]
    most = after.rule(PROMISES_RULE)
    return Check(
        key="promises",
        title=_("what was promised"),
        holds=max(len(undated), unproven) <= (most or 0),
        words=" ".join(words),
        figures={
            "promises": len(promises),
            "without_day_or_hour": len(undated),
            "people": len(people),
            "people_with_nothing_carried_out": unproven,
        },
        sources=after.sources(PROMISES_RULE),
        fact_ids=tuple(c.promise.fact_id for c in promises),
    )


def _standing_promises(household: Household) -> list[Commitment]:
    return [
        c
        for c in household.commitments
        if c.promise.strength in SAID
        and not c.withdrawn
        and c.promisor != household.keeper
        and (person := household.person(c.promisor)) is not None
        and not (person.unsafe or person.died)
    ]


def _undated(commitment: Commitment) -> bool:
    from kinhold.domain.dates import UNKNOWN

    promise = commitment.promise
    return commitment.open_ended or (promise.each is None and promise.due == UNKNOWN)


def _counts(side: Side, who: str) -> tuple[int, str]:
    """How much was carried out at all, and the counts in words."""
    rates = [r for (handle, _unused), r in side.standing.reliability.items() if handle == who]
    kept, late = sum(r.kept for r in rates), sum(r.late for r in rates)
    part, counted = sum(r.part_kept for r in rates), sum(r.counted for r in rates)
    said = (
        _("kept {kept} of {counted}").format(kept=kept, counted=counted)
        if counted
        else _("nothing noted so far")
    )
    said += _(", {late} late").format(late=late) if late else ""
    said += _(", {part} in part").format(part=part) if part else ""
    return kept + late + part, said


def _say_person(name: str, own: list[Commitment], counts: str) -> str:
    undated = sum(1 for c in own if _undated(c))
    said = f"{name}: {count(len(own), 'promise')}"
    if undated:
        said += _(", {undated} without a day or hour").format(undated=undated)
    return f"{said}; {counts}."
