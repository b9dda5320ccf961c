"""The N-1 page: a stress test put into words and figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application import stress_words as words
from kinhold.application.stress_figures import FiguresLine, figures_line
from kinhold.application.stress_sources import Source, sources_of
from kinhold.application.stress_test import title
from kinhold.domain.money import Money, say
from kinhold.engines.stress.likelihood import expected
from kinhold.engines.stress.repair_task import NONE
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kinhold.application.readiness import Readiness
    from kinhold.application.stress_repairs import Repairs
    from kinhold.application.stress_test import Pair, StressReport
    from kinhold.domain.findings import OpenQuestion
    from kinhold.domain.household import Household
    from kinhold.engines.stress.impact import Impact
    from kinhold.engines.stress.ranking import Margin
    from kinhold.engines.stress.repair import Chosen, Repair
    from kinhold.engines.stress.scenario import Scenario

ALL: Final = "all"
"""The key of the plan that survives any single loss."""


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One thing to do.

    Attributes:
        key, kind: of the measure.
        words: the thing to do.
        what, when: the same in its two parts: without its hours, and its hours; `when` may be empty.
        windows: all of its hours, as ISO instants from and to.
        more: all of its hours in words, where `when` names only the first; else empty.
        agrees: who has to say yes, in a sentence; empty where nobody does.
        delay: days until it takes effect.
        cost: in words, empty where it costs nothing.
        note: what it means and where it ends.
        source: https addresses of the rules behind it.
        fact_ids: the facts it rests on.
    """

    key: str
    kind: str
    words: str
    what: str
    when: str
    windows: tuple[tuple[str, str], ...]
    more: str
    agrees: str
    delay: int
    cost: str
    note: str
    source: tuple[str, ...]
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RepairLine:
    """A set of measures against one loss.

    Attributes:
        key: of the loss; `none` for the household as it stands, `all` for any single loss.
        number: 1, 2, 3: its place among those against that loss.
        title: the loss in words.
        words: the set in words, with what it costs and whether it then holds.
        result: what it costs and whether it then holds.
        holds: True where the household then holds.
        free: True where it costs nothing.
        proven: True where nothing cheaper was left untried.
        cost: minor units over the fortnight.
        takes_effect: ISO day.
        measures: one by one.
        still_open: what stays open, in words; empty where it holds.
        survives: for `all`: keys of the losses that the household then survives and does not now.
    """

    key: str
    number: int
    title: str
    words: str
    result: str
    holds: bool
    free: bool
    proven: bool
    cost: int
    takes_effect: str
    measures: tuple[MeasureLine, ...]
    still_open: str
    survives: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The https addresses behind its measures, each once."""
        return tuple(dict.fromkeys(href for m in self.measures for href in m.source))

    @property
    def said(self) -> tuple[str, ...]:
        """Who has to say yes and what each measure means, each sentence once."""
        every = (s for m in self.measures for s in (m.agrees, m.note))
        return tuple(dict.fromkeys(s for s in every if s))


@dataclass(frozen=True, slots=True)
class ImpactLine:
    """One loss.

    Attributes:
        key, kind: stable name, and what sort of loss.
        title: who or what goes, in words.
        holds: True where nothing that held before gives way.
        weight: 0 to 100, for the bar: how much it breaks beside the worst loss.
        effect: what it breaks, in words; "nothing breaks" where it holds.
        care, money: its two parts, each empty where nothing changes.
        first: ISO instant of the first hour with no one that the loss opens, or empty.
        money_day: ISO day of the bill it leaves unpaid that `money` names, or empty.
        more_no_one, more_unrelieved, runway_lost, more_missed, more_unpaid, more_paid_care: what the
            loss adds to the base.
        crystallised: balance of joint debts that rests on her alone then, minor units.
        joint: the same in words, or empty.
        stands: what is open where nobody else changes their turns, in words; empty where the same.
        chance: how likely one time of it is, 0 to 1; None where nothing is known.
        likely: how often it happens, and what that costs on average, in words; or empty.
        figures: after the loss.
        sources: the entries and rules it rests on.
    """

    key: str
    kind: str
    title: str
    holds: bool
    weight: int
    effect: str
    care: str
    money: str
    first: str
    money_day: str
    more_no_one: int
    more_unrelieved: int
    runway_lost: int
    more_missed: int
    more_unpaid: int
    more_paid_care: int
    crystallised: int
    joint: str
    stands: str
    chance: float | None
    likely: str
    figures: FiguresLine
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class PairLine:
    """Two losses at once: their keys, both in words, and what breaks that neither breaks alone."""

    keys: tuple[str, str]
    title: str
    effect: str


@dataclass(frozen=True, slots=True)
class StressPage:
    """What the N-1 page shows; see docs/reference/pages.md.

    Attributes:
        on: ISO day from which everything is lost.
        currency: of all amounts.
        headline: whom the nights rest on.
        rests: what the household does not hold without, in words; empty where it holds without any.
        base: the household as it stands.
        impacts: worst first.
        margin: how many single losses it survives, of those tested.
        margin_words: "Holds: 4 of 7".
        single_points: keys of losses that leave time with no one or a priority bill unpaid.
        repairs: sets of measures by loss, cheapest first; those of `none` are for the household as
            it stands.
        plan: one plan that survives any single loss, or as many as can be; None where none is needed
            or none was looked for.
        rests_on: handle to weight 0 to 100, for the family map: how much rests on each person.
        exact: True where care was re-planned by the solver, False where it is availability alone.
        repaired: True where repairs were looked for.
        notes: what these figures leave out, one sentence each.
        questions: what is missing to say more.
        scenario: the what-if's lines, as read; empty where there is none.
        before: the margin and figures without the what-if; None where there is none.
        readiness: what the what-if asks of the household; None where there is none.
        pairs: two losses that break something together and not alone, worst first.
    """

    on: str
    currency: str
    headline: str
    rests: str
    base: FiguresLine
    impacts: tuple[ImpactLine, ...]
    margin: Margin
    margin_words: str
    single_points: tuple[str, ...]
    repairs: tuple[RepairLine, ...]
    plan: RepairLine | None
    rests_on: tuple[tuple[str, int], ...]
    exact: bool
    repaired: bool
    notes: tuple[str, ...]
    questions: tuple[OpenQuestion, ...]
    scenario: tuple[str, ...] = ()
    before: Before | None = None
    readiness: Readiness | None = None
    pairs: tuple[PairLine, ...] = ()

    def repairs_of(self, key: str) -> tuple[RepairLine, ...]:
        """Return the sets against one loss, cheapest first."""
        return tuple(r for r in self.repairs if r.key == key)


@dataclass(frozen=True, slots=True)
class Before:
    """The household without the what-if: its margin and its figures."""

    margin: Margin
    margin_words: str
    base: FiguresLine


@dataclass(frozen=True, slots=True)
class Stressed:
    """A household put to the test.

    Attributes:
        report: the figures.
        repairs: what could be done; None where it was not looked for.
        scenario: the what-if that the report is of, or None.
        without: the report without it, or None.
        readiness: what the what-if asks of the household, or None.
        pairs: two losses that break something together and not alone.
    """

    report: StressReport
    repairs: Repairs | None = None
    scenario: Scenario | None = None
    without: StressReport | None = None
    readiness: Readiness | None = None
    pairs: tuple[Pair, ...] = ()

    def page(self, *, questions: tuple[OpenQuestion, ...] = ()) -> StressPage:
        """Return it in words."""
        return stress_page(self, questions=questions)


def stress_page(found: Stressed, *, questions: tuple[OpenQuestion, ...] = ()) -> StressPage:
    """Put a test into words.

    Args:
        found: the test.
        questions: what is missing to say more.
    """
    report, repairs, scenario = found.report, found.repairs, found.scenario
    household, base = report.task.standing.household, report.base
    titles = {i.contingency.key: title(household, i.contingency) for i in report.impacts}
    return StressPage(
        on=report.task.on.isoformat(),
        currency=household.currency,
        headline=words.headline(household, base),
        rests=_rests(titles, report.single_points),
        base=figures_line(household, base),
        impacts=_impact_lines(report, titles),
        margin=report.margin,
        margin_words=_margin(report.margin),
        single_points=report.single_points,
        repairs=_repair_lines(report, repairs, titles),
        plan=_plan_line(report, repairs),
        rests_on=_rests_on(household, report),
        exact=report.exact,
        repaired=repairs is not None,
        notes=_notes(report, repairs),
        questions=questions,
        scenario=tuple(scenario.lines) if scenario else (),
        before=_before(found.without) if found.without else None,
        readiness=found.readiness,
        pairs=tuple(_pair(household, pair) for pair in found.pairs),
    )


def _pair(household: Household, pair: Pair) -> PairLine:
    both = (pair.one, pair.other)
    parts = (words.say_care(household, pair.impact), words.say_money(household, pair.impact))
    return PairLine(
        keys=(pair.one.key, pair.other.key),
        title=_(" and ").join(title(household, loss) for loss in both),
        effect="; ".join(part for part in parts if part),
    )


def _before(report: StressReport) -> Before:
    household = report.task.standing.household
    return Before(report.margin, _margin(report.margin), figures_line(household, report.base))


def _margin(margin: Margin) -> str:
    return _("Holds: {survived} of {tested}").format(survived=margin.survived, tested=margin.tested)


def _rests(titles: Mapping[str, str], single_points: Sequence[str]) -> str:
    if not single_points:
        return ""
    said = "; ".join(titles[key] for key in single_points)
    return _("No adult there, or a priority bill unpaid, if: {said}.").format(said=said)


def weight_of(impact: Impact) -> int:
    """Return how much a loss breaks, for bars: minutes with no one, of rest, and an hour for each day of runway."""
    money = max(0, impact.runway_lost) * 60 or 30 * len(impact.newly_missed)
    return max(0, impact.more_no_one) + max(0, impact.more_sleep_lost) + money


def _impact_lines(report: StressReport, titles: Mapping[str, str]) -> tuple[ImpactLine, ...]:
    worst = max((weight_of(i) for i in report.impacts if not i.holds), default=0)
    stands = report.stands
    return tuple(
        _impact_line(report, impact, (titles[impact.contingency.key], worst), stands)
        for impact in report.impacts
    )


def _impact_line(
    report: StressReport,
    impact: Impact,
    told: tuple[str, int],
    stands: Mapping[str, Impact],
) -> ImpactLine:
    household, figures = report.task.standing.household, impact.figures
    said, worst = told
    loss = impact.contingency
    care, money = words.say_care(household, impact), words.say_money(household, impact)
    likely = report.likely.get(loss.key)
    mean = expected(impact, likely) if likely else None
    missed = words.first_unpaid(impact)
    return ImpactLine(
        key=loss.key,
        kind=loss.kind,
        title=said,
        holds=impact.holds,
        weight=round(100 * weight_of(impact) / worst) if worst and not impact.holds else 0,
        effect="; ".join(part for part in (care, money) if part) or words.NOTHING,
        care=care,
        money=money,
        first=figures.gaps[0].interval.start.isoformat() if impact.more_no_one > 0 else "",
        money_day=missed.day.isoformat() if missed else "",
        more_no_one=impact.more_no_one,
        more_unrelieved=impact.more_unrelieved,
        runway_lost=impact.runway_lost,
        more_missed=impact.more_missed_priority,
        more_unpaid=impact.more_unpaid,
        more_paid_care=impact.more_paid_care,
        crystallised=impact.crystallised,
        joint=words.say_crystallised(household, impact),
        stands=words.say_stands(household, stands.get(loss.key, impact), impact),
        chance=likely.chance if likely else None,
        likely=words.say_likely(household, likely, mean),
        figures=figures_line(household, figures),
        sources=sources_of(report, impact),
    )


def _repair_lines(
    report: StressReport, repairs: Repairs | None, titles: Mapping[str, str]
) -> tuple[RepairLine, ...]:
    if repairs is None:
        return ()
    named = {NONE: _("As it stands"), **titles}
    return tuple(
        _repair_line(report, repair, key=key, number=number, said=named[key])
        for key in named
        for number, repair in enumerate(repairs.sets.get(key, ()), start=1)
    )


def _repair_line(
    report: StressReport, repair: Repair, *, key: str, number: int, said: str
) -> RepairLine:
    household = report.task.standing.household
    result = words.say_result(household, repair, base=report.base if key == NONE else None)
    return RepairLine(
        key=key,
        number=number,
        title=said,
        words=f"{words.say_steps(household, repair.chosen, repair.cost)} {result}".strip(),
        result=f"{words.say_cost(repair.cost)} {result}".strip(),
        holds=repair.holds,
        free=repair.free,
        proven=repair.proven,
        cost=repair.cost.minor,
        takes_effect=repair.takes_effect.isoformat(),
        measures=tuple(_measure_line(household, c) for c in repair.chosen),
        still_open="" if repair.holds else words.say_open(household, repair.impact),
    )


def _plan_line(report: StressReport, repairs: Repairs | None) -> RepairLine | None:
    """The one plan; None where it saves the household from no loss that it does not survive now."""
    plan = repairs.plan if repairs else None
    if plan is None or not plan.chosen or not plan.survives:
        return None
    household, on = report.task.standing.household, report.task.on
    said = words.say_steps(household, plan.chosen, plan.cost)
    survived = report.margin.survived + len(plan.survives)
    delay = max(c.measure.delay for c in plan.chosen)
    margin = report.margin
    result = _("Then it holds: {survived} of {tested}, instead of {margin_survived}.").format(
        survived=survived, tested=margin.tested, margin_survived=margin.survived
    )
    return RepairLine(
        key=ALL,
        number=1,
        title=_("Any single loss") if not plan.open else _("As many losses as can be"),
        words=f"{said} {result}",
        result=f"{words.say_cost(plan.cost)} {result}",
        holds=not plan.open,
        free=plan.cost.minor <= 0,
        proven=plan.proven,
        cost=plan.cost.minor,
        takes_effect=(on + timedelta(days=delay)).isoformat(),
        measures=tuple(_measure_line(household, c) for c in plan.chosen),
        still_open="",
        survives=tuple(plan.survives),
    )


def _measure_line(household: Household, chosen: Chosen) -> MeasureLine:
    step = chosen.measure
    cost = Money(-(-chosen.cost.numerator // chosen.cost.denominator), household.currency)
    return MeasureLine(
        key=step.key,
        kind=step.kind,
        words=words.say_measure(household, chosen),
        what=words.say_what(household, chosen),
        when=words.say_windows(household, chosen.windows),
        windows=tuple((w.start.isoformat(), w.end.isoformat()) for w in chosen.windows),
        more=words.say_windows(household, chosen.windows, shown=len(chosen.windows))
        if len(chosen.windows) > words.SHOWN_WINDOWS
        else "",
        agrees=_agrees(household, step.agrees),
        delay=step.delay,
        cost=say(cost) if cost.minor else "",
        note=step.note,
        source=step.source,
        fact_ids=step.fact_ids,
    )


def _agrees(household: Household, who: str) -> str:
    name = household.name(who)
    return (
        _("{name}{value} has to say yes.").format(name=name[:1].upper(), value=name[1:])
        if who
        else ""
    )


def _rests_on(household: Household, report: StressReport) -> tuple[tuple[str, int], ...]:
    """How much rests on each person, for the map: what their loss breaks beside the worst one."""
    weights: dict[str, int] = {c.handle: 0 for c in household.carers}
    for impact in report.impacts:
        loss = impact.contingency
        if loss.kind in ("person", "place", "ill") and loss.about in weights:
            weights[loss.about] = max(weights[loss.about], weight_of(impact))
    worst = max(weights.values(), default=0)
    return tuple((who, round(100 * w / worst) if worst else 0) for who, w in weights.items())


def _notes(report: StressReport, repairs: Repairs | None) -> tuple[str, ...]:
    notes = []
    if not report.exact:
        notes.append(
            _("Care is from availability alone, a first answer: weekly limits are not looked at.")
        )
    if report.base.runway_days is None:
        notes.append(_("Money is not tested: no balance or no bill is on the record yet."))
    if repairs is not None and repairs.problem:
        notes.append(repairs.problem)
    return tuple(notes)
