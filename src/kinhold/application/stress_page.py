"""The N-1 page: a stress test put into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.application.stress_test import StressReport, title
from kinhold.application.wording import count, say_clock, say_hours, say_list, say_short_day
from kinhold.domain.money import Money, say
from kinhold.engines.stress.ranking import nights_rest_on

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.findings import OpenQuestion
    from kinhold.domain.household import Household
    from kinhold.engines.stress.impact import Figures, Impact
    from kinhold.engines.stress.repair import Repair


@dataclass(frozen=True, slots=True)
class StressLine:
    """One loss.

    Attributes:
        key: its stable name.
        title: who or what goes, in words.
        holds: True where nothing that held before gives way.
        weight: 0 to 100, for the bar: how much it breaks beside the worst loss.
        effect: what it breaks, in words; "nothing breaks" where it holds.
        care: the part about hours and nights, empty where nothing changes.
        money: the part about money, empty where nothing changes.
        first: ISO instant of the first hour with no one, or empty.
        no_one_minutes, unrelieved, runway_days, missed_priority: the figures after the loss.
        repair: the best single measure in words, or what stays open.
        repair_holds: True where with it the household holds.
        free: True where the measure costs nothing.
        agrees: who has to say yes.
    """

    key: str
    title: str
    holds: bool
    weight: int
    effect: str
    care: str
    money: str
    first: str
    no_one_minutes: int
    unrelieved: int
    runway_days: int | None
    missed_priority: int
    repair: str
    repair_holds: bool
    free: bool
    agrees: str


@dataclass(frozen=True, slots=True)
class StressPage:
    """What the N-1 page shows; see docs/reference/pages.md.

    Attributes:
        headline: whom the nights rest on, and how they are covered.
        base: the household as it stands, in words.
        base_no_one_minutes, base_unrelieved, nights, base_runway_days: its figures.
        margin: "Holds: 4 of 7".
        survived, tested: the same as numbers.
        single_points: titles of the losses that leave time with no one or a priority bill unpaid.
        rests_on: handle to weight 0 to 100, for the family map: how much rests on each person.
        now: the best single thing to do without any loss, in words, or empty.
        lines: worst first.
        exact: True where care was re-planned by the solver, False where it is availability alone.
        questions: what is missing to say more.
    """

    on: str
    headline: str
    base: str
    base_no_one_minutes: int
    base_unrelieved: int
    nights: int
    base_runway_days: int | None
    margin: str
    survived: int
    tested: int
    single_points: tuple[str, ...]
    rests_on: tuple[tuple[str, int], ...]
    now: str
    lines: tuple[StressLine, ...]
    exact: bool
    questions: tuple[OpenQuestion, ...]


def stress_page(
    *, standing: Standing, report: StressReport, on: date, questions: tuple[OpenQuestion, ...] = ()
) -> StressPage:
    """Put a report into words."""
    household, base = standing.household, report.base
    titles = {i.contingency.key: title(household, i.contingency) for i in report.impacts}
    worst = max((_weight(i) for i in report.impacts), default=0)
    return StressPage(
        on=on.isoformat(),
        headline=_headline(household, base),
        base=_base(household, base),
        base_no_one_minutes=base.no_one_minutes,
        base_unrelieved=len(base.unrelieved),
        nights=base.nights,
        base_runway_days=base.runway_days,
        margin=f"Holds: {report.margin.survived} of {report.margin.tested}",
        survived=report.margin.survived,
        tested=report.margin.tested,
        single_points=tuple(titles[key] for key in report.single_points),
        rests_on=_rests_on(household, report),
        now=_now_words(household, report.now, base) if report.now else "",
        lines=tuple(_line(household, i, report, worst) for i in report.impacts),
        exact=report.exact,
        questions=questions,
    )


def _headline(household: Household, base: Figures) -> str:
    if not household.children:
        return "No child is on the record yet, so there is nobody to cover for."
    names = ["you" if c.main else c.name for c in nights_rest_on(household, base)]
    if not base.nights or names == ["you"]:
        return "The nights rest on you alone."
    return f"The nights rest on {say_list(names)}."


def _base(household: Household, base: Figures) -> str:
    if not household.children:
        return ""
    covered = (
        "No hour without an adult"
        if not base.gaps
        else f"{say_hours(base.no_one_minutes)} with no one, first {_when(household, base)}"
    )
    nights = f"{count(len(base.unrelieved), 'night')} of {base.nights} with no relief for you"
    money = ""
    if base.runway_days is not None:
        money = f"; priority bills paid for {_days(base.runway_days)}"
    return f"{covered}; {nights}{money}."


def _days(days: int) -> str:
    return f"at least {days} days" if days >= 365 else count(days, "day")  # noqa: PLR2004 - the horizon


def _when(household: Household, figures: Figures) -> str:
    start = figures.gaps[0].interval.start
    day = start.astimezone(household.zone).date()
    return f"{say_short_day(day, household.country)} {say_clock(start, household.zone, household.country)}"


def _weight(impact: Impact) -> int:
    money = max(0, impact.runway_lost) * 60 or 30 * len(impact.newly_missed)
    return max(0, impact.more_no_one) + max(0, impact.more_sleep_lost) + money


def _line(household: Household, impact: Impact, report: StressReport, worst: int) -> StressLine:
    care, money = _care_words(household, impact), _money_words(household, impact)
    repair = report.repairs.get(impact.contingency.key)
    figures = impact.figures
    effect = "; ".join(part for part in (care, money) if part) or "nothing breaks"
    said = ""
    if not impact.holds:
        said = (
            _repair_words(household, repair)
            if repair
            else "No single step found that changes this."
        )
    return StressLine(
        key=impact.contingency.key,
        title=title(household, impact.contingency),
        holds=impact.holds,
        weight=round(100 * _weight(impact) / worst) if worst else 0,
        effect=effect,
        care=care,
        money=money,
        first=figures.gaps[0].interval.start.isoformat() if impact.more_no_one > 0 else "",
        no_one_minutes=figures.no_one_minutes,
        unrelieved=len(figures.unrelieved),
        runway_days=figures.runway_days,
        missed_priority=len(figures.missed_priority),
        repair=said,
        repair_holds=bool(repair and repair.holds),
        free=bool(repair and not repair.measure.cost.minor),
        agrees=household.name(repair.measure.agrees) if repair else "",
    )


def _care_words(household: Household, impact: Impact) -> str:
    parts = []
    if impact.more_no_one > 0:
        more = "more " if impact.figures.no_one_minutes > impact.more_no_one else ""
        parts.append(
            f"{say_hours(impact.more_no_one)} {more}with no one, first {_when(household, impact.figures)}"
        )
    if impact.more_unrelieved > 0:
        parts.append(f"{count(impact.more_unrelieved, 'more night')} with no relief")
    return ", ".join(parts)


def _money_words(household: Household, impact: Impact) -> str:
    priority = [m for m in impact.newly_missed if m.item.priority == "priority"]
    first = (priority or list(impact.newly_missed))[:1]
    if not first and impact.runway_lost > 0:
        first = list(impact.figures.missed_priority[:1])
    if first:
        day = say_short_day(first[0].day, household.country)
        return f"{first[0].item.label} short by {say(first[0].shortfall)} on {day}"
    if impact.more_unpaid > 0:
        return f"{say(Money(impact.more_unpaid, household.currency))} more unpaid within a year"
    return ""


def _step_words(household: Household, repair: Repair) -> str:
    step = repair.measure
    if step.kind == "arrange":
        return f"Agree a later day for {step.about}: costs nothing, if they say yes"
    cost = f" for {say(step.cost)}" if step.cost.minor else ", at no cost"
    verb = "Pay" if step.kind == "pay" else "Ask"
    return (
        f"{verb} {household.name(step.about)} for {say_hours(step.minutes)} in the fortnight{cost}"
    )


def _repair_words(household: Household, repair: Repair) -> str:
    said = _step_words(household, repair)
    if repair.holds:
        return f"{said}. Then it holds."
    changed, left = repair.impact, repair.impact.figures
    parts = [f"{say_hours(left.no_one_minutes)} with no one"] if changed.more_no_one > 0 else []
    if changed.more_unrelieved > 0:
        parts.append(f"{count(changed.more_unrelieved, 'more night')} with no relief")
    lost = changed.runway_lost > 0 or changed.more_missed_priority > 0
    still = left.missed_priority if lost else changed.newly_missed
    if still:
        missed = still[0]
        parts.append(f"{missed.item.label} on {say_short_day(missed.day, household.country)}")
    if not parts and changed.more_unpaid > 0:
        parts.append(f"{say(Money(changed.more_unpaid, household.currency))} unpaid within a year")
    return f"{said}. Still open: {say_list(parts)}." if parts else f"{said}."


def _now_words(household: Household, repair: Repair, base: Figures) -> str:
    said, after = _step_words(household, repair), repair.impact.figures
    if after.no_one_minutes < base.no_one_minutes:
        left = say_hours(after.no_one_minutes) if after.no_one_minutes else "no time"
        return f"{said}. Then {left} with no one instead of {say_hours(base.no_one_minutes)}."
    if len(after.unrelieved) < len(base.unrelieved):
        left = count(len(after.unrelieved), "night")
        return f"{said}. Then {left} with no relief instead of {len(base.unrelieved)}."
    if after.runway_days and base.runway_days and after.runway_days > base.runway_days:
        return f"{said}. Then priority bills are paid for {_days(after.runway_days)} instead of {base.runway_days}."
    return f"{said}."


def _rests_on(household: Household, report: StressReport) -> tuple[tuple[str, int], ...]:
    """How much rests on each person, for the map: what their loss breaks beside the worst one."""
    weights: dict[str, int] = {c.handle: 0 for c in household.carers}
    for impact in report.impacts:
        if (
            impact.contingency.kind in ("person", "place", "ill")
            and impact.contingency.about in weights
        ):
            weights[impact.contingency.about] = max(
                weights[impact.contingency.about], _weight(impact)
            )
    worst = max(weights.values(), default=0)
    return tuple((who, round(100 * w / worst) if worst else 0) for who, w in weights.items())
