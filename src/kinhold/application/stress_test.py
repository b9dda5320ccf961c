"""The stress test (N-1): every single loss, what it breaks, and the cheapest things to do about it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from itertools import combinations
from typing import TYPE_CHECKING, Final, TypeVar

from kinhold.application.money import money_outlook
from kinhold.application.money_chances import flow_of
from kinhold.application.plan_care import HORIZON_DAYS, ToPlan
from kinhold.application.wording import say_list
from kinhold.domain.household import Household
from kinhold.domain.money import Money, say
from kinhold.engines.care.coverage import cover_given, cover_without_solving, sleep_target
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.care.price import hourly
from kinhold.engines.care.supply import supplies
from kinhold.engines.money.simulation import SimulationNotInstalledError, simulate
from kinhold.engines.money.uncertainty import shocks_of
from kinhold.engines.stress.contingencies import list_single_losses
from kinhold.engines.stress.impact import Chances, Figures, Impact, compare, measure
from kinhold.engines.stress.likelihood import Likelihood, likelihood
from kinhold.engines.stress.outage import CALLED_IN, crystallised, remove
from kinhold.engines.stress.ranking import Margin, margin, rank, single_points
from kinhold.optimisation.solved import SolverNotInstalledError
from kinhold.projections.care_history import log_facts
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.plan_care import Planner, Replanned
    from kinhold.engines.care.coverage import Coverage
    from kinhold.engines.care.rota import RotaResult
    from kinhold.engines.money.runway import MoneyOutlook
    from kinhold.engines.stress.contingencies import Contingency
    from kinhold.record.record import Record

T = TypeVar("T")

PATHS: Final = 2_000
"""Simulated years for each loss: a standard error of at most 1.1 percent."""
LATE: Final = 0.9
"""The share of paths that do better than the one called P10."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two losses that hold alone and not together."""

    one: Contingency
    other: Contingency
    impact: Impact


@dataclass(frozen=True, slots=True)
class StressTask:
    """A test that is still to be made: it knows all it rests on, and touches no record.

    Attributes:
        standing: the household on the day.
        on: the first day of every loss, from which care is planned.
        given: rules, horizon and needs that care is planned with.
        losses: what could be lost, in the order they were listed.
        versions: the household after each loss.
        today: the day from which money is counted: `on`, or earlier where a what-if begins later.
    """

    standing: Standing
    on: date
    given: ToPlan
    losses: tuple[Contingency, ...]
    versions: tuple[Household, ...]
    today: date

    @property
    def target(self) -> int:
        """The protected-sleep target in minutes."""
        return sleep_target(self.given.rules, self.on)

    def cover(self, household: Household) -> Coverage:
        """Return what is open whatever the rota."""
        given = self.given
        return cover_without_solving(
            household, rules=given.rules, horizon=given.horizon, needs=given.needs
        )

    def outlook(self, household: Household) -> MoneyOutlook:
        """Return the money of a version of the household."""
        return money_outlook(standing=replace(self.standing, household=household), on=self.today)

    def first(self) -> StressReport:
        """Return a first answer from availability alone; no money is simulated."""
        return report_of(self, None)

    def pairs(
        self, holds: Collection[str], *, step: Callable[[int, int], None] = lambda _done, _all: None
    ) -> tuple[Pair, ...]:
        """Return which two losses break something together that neither breaks alone (N-2).

        From availability alone. Only pairs of losses that hold alone are looked at: of any other
        pair it is known already that it breaks something.

        Args:
            holds: keys of the losses that hold alone.
            step: told how many pairs are done, and of how many.
        """
        measured = _quick(self)
        base = measured(self.standing.household)
        alone = [x for x in self.losses if x.key in holds]
        every = [
            (a, b) for a, b in combinations(alone, 2) if a.kind != b.kind or a.about != b.about
        ]
        found = []
        for number, (one, other) in enumerate(every, start=1):
            both = remove(remove(self.standing.household, one, on=self.on), other, on=self.on)
            impact = compare(one, base=base, after=measured(both))
            if not impact.holds:
                found.append(Pair(one, other, impact))
            step(number, len(every))
        worst = {id(i): n for n, i in enumerate(rank(p.impact for p in found))}
        return tuple(sorted(found, key=lambda p: worst[id(p.impact)]))

    def find(
        self, planner: Planner, *, step: Callable[[str], None] = lambda _said: None
    ) -> StressReport:
        """Return the report with care re-planned; the first answer where there is no solver.

        Args:
            planner: re-plans the rota.
            step: told what is being tested.
        """
        household = self.standing.household
        names = [_("the household as it stands"), *(title(household, x) for x in self.losses)]
        try:
            planned = planner.after_losses(
                household,
                self.versions,
                given=self.given,
                step=lambda number: step(
                    _("{number} of {names}: {value}").format(
                        number=number + 1, names=len(names), value=names[number]
                    )
                ),
            )
        except SolverNotInstalledError:
            return self.first()
        return report_of(self, planned)


@dataclass(frozen=True, slots=True)
class StressReport:
    """The figures behind the page.

    Attributes:
        task: the household and its losses.
        base: the household as it stands.
        impacts: worst first.
        stands: by contingency key, what it breaks where nobody else changes their turns; the same
            as in `impacts` where care was not re-planned.
        margin: survived of tested.
        single_points: contingency keys.
        likely: how likely a loss is, by contingency key, where something is known.
        rotas: of the household, and of it after each loss in the order of `task.losses`; empty where
            care is from availability alone.
    """

    task: StressTask
    base: Figures
    impacts: tuple[Impact, ...]
    stands: Mapping[str, Impact]
    margin: Margin
    single_points: tuple[str, ...]
    likely: Mapping[str, Likelihood]
    rotas: tuple[RotaResult, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether care was re-planned by the solver."""
        return bool(self.rotas)


def stress_task(
    *, record: Record, standing: Standing, on: date, today: date | None = None
) -> StressTask:
    """Return the test of a household against every single loss.

    Args:
        record: for the care log, which sizes needs.
        standing: the household on that day.
        on: the first day of every loss, from which care is planned.
        today: the day from which money is counted; `on` by default.
    """
    household, rules = standing.household, standing.rules
    horizon = fortnight(on, zone=household.zone, days=HORIZON_DAYS)
    needs = needs_for(household, rules=rules, horizon=horizon, log=log_facts(record))
    missed = frozenset(
        who for (who, topic), r in standing.reliability.items() if r.missed and topic != "other"
    )
    losses = list_single_losses(household, rules=rules, on=on, broke=missed)
    versions = tuple(remove(household, loss, on=on) for loss in losses)
    given = ToPlan(rules, horizon, needs)
    return StressTask(standing, on, given, losses, versions, today or on)


OF_CARE: Final = ("carers", "children", "care_needs", "people", "holidays", "schedule")
"""What cover rests on beside the household's zone, day and keeper, which no loss changes."""

NOT_OF_MONEY: Final = frozenset(
    {"carers", "care_needs", "commitments", "holidays", "holidays_problem", "rota"}
)
"""What no bill, income or debt rests on, but for the hours of carers who are paid."""

OF_MONEY: Final = tuple(f.name for f in fields(Household) if f.name not in NOT_OF_MONEY)


def _quick(task: StressTask) -> Callable[[Household], Figures]:
    """Return what measures versions from availability alone.

    Cover and money are each worked out again only after a loss that touches what they rest on: most
    losses touch one of the two.
    """
    household = task.standing.household
    cover = _unless_alike(task.cover, household, _of_care)
    outlook = _unless_alike(task.outlook, household, _of_money)
    return lambda version: measure(version, cover=cover, outlook=outlook, target=task.target)


def _of_care(household: Household) -> tuple[object, ...]:
    return tuple(getattr(household, name) for name in OF_CARE)


def _of_money(household: Household) -> tuple[object, ...]:
    paid = tuple(c for c in household.carers if c.limits and c.limits.price)
    return (paid, *(getattr(household, name) for name in OF_MONEY))


def _unless_alike(
    work_out: Callable[[Household], T],
    before: Household,
    part: Callable[[Household], tuple[object, ...]],
) -> Callable[[Household], T]:
    """Give what is known where a part of the household is as it was, else work it out."""
    known, was = work_out(before), part(before)
    return lambda version: known if part(version) == was else work_out(version)


def report_of(
    task: StressTask, planned: tuple[RotaResult, tuple[Replanned, ...]] | None
) -> StressReport:
    """Return the report of a test.

    Args:
        task: the test.
        planned: the rota of the household, and of each of its versions; None for availability alone.
    """
    household, standing = task.standing.household, task.standing
    if planned is None:
        quick = _quick(task)
        base, free = quick(household), [quick(version) for version in task.versions]
    else:
        base = _figures(task, household, planned[0])
        free = [
            _figures(task, version, again.free)
            for version, again in zip(task.versions, planned[1], strict=True)
        ]

    def impact(loss: Contingency, after: Figures) -> Impact:
        return compare(loss, base=base, after=after, crystallised=crystallised(household, loss))

    impacts = tuple(map(impact, task.losses, free))
    stands = impacts
    if planned:
        stands = tuple(
            impact(loss, _with_care(task, after, version, again.stands))
            for loss, version, after, again in zip(
                task.losses, task.versions, free, planned[1], strict=True
            )
        )
    shocks = shocks_of(standing.rules, on=task.today, currency=household.currency)
    known = (
        (loss.key, likelihood(loss, reliability=standing.reliability, shocks=shocks))
        for loss in task.losses
    )
    return StressReport(
        task=task,
        base=base,
        impacts=rank(impacts),
        stands={i.contingency.key: i for i in stands},
        margin=margin(impacts),
        single_points=single_points(impacts),
        likely={key: found for key, found in known if found is not None},
        rotas=(planned[0], *(r.free for r in planned[1])) if planned else (),
    )


def _figures(task: StressTask, household: Household, rota: RotaResult) -> Figures:
    """What holds of a version with a rota, and in simulated years."""
    coverage = _cover(task, household, rota)
    found = measure(
        household,
        cover=lambda _household: coverage,
        outlook=task.outlook,
        target=task.target,
        foresee=lambda v, seen: foresee(replace(task.standing, household=v), seen),
    )
    return replace(found, paid_care=_paid(task, household, rota))


def _cover(task: StressTask, household: Household, rota: RotaResult) -> Coverage:
    given = task.given
    return cover_given(
        household,
        rules=given.rules,
        horizon=given.horizon,
        needs=given.needs,
        turns=rota.rota.turns,
    )


def _with_care(
    task: StressTask, figures: Figures, household: Household, rota: RotaResult
) -> Figures:
    """The same money, another care."""
    coverage = _cover(task, household, rota)
    return replace(
        figures,
        gaps=coverage.gaps,
        no_one_minutes=coverage.no_one_minutes,
        longest_gap=max((g.interval.minutes for g in coverage.gaps), default=0),
        unrelieved=coverage.unrelieved,
        sleep_lost=sum(max(0, task.target - rest) for rest in coverage.longest),
    )


def _paid(task: StressTask, household: Household, rota: RotaResult) -> int:
    """What the paid hours of a rota cost, minor units, rounded up."""
    found = supplies(household, horizon=task.given.horizon)
    price = dict(zip((s.handle for s in found), hourly(found), strict=True))
    turns = rota.rota.turns
    return -(-sum(price.get(t.carer, 0) * t.interval.minutes for t in turns) // 60)


def foresee(standing: Standing, seen: MoneyOutlook) -> Chances | None:
    """Return what simulated years of a household's money do; None where nothing can be simulated."""
    flow = flow_of(standing=standing, outlook=seen)
    if flow is None:
        return None
    try:
        paths = simulate(flow, paths=PATHS, counted=True)
    except SimulationNotInstalledError:
        return None
    missed = sorted(paths.times)
    return Chances(
        paths=PATHS,
        runway_p50=_runway(paths.missed_priority, PATHS // 2),
        runway_p10=_runway(paths.missed_priority, round(PATHS * (1 - LATE))),
        missed_p50=missed[PATHS // 2],
        missed_p10=missed[int(PATHS * LATE)],
    )


def _runway(missed_by: Sequence[int], paths: int) -> int:
    """The first day by which so many paths have missed a priority bill, or the horizon."""
    return next((day for day, missed in enumerate(missed_by) if missed >= paths), len(missed_by))


def title(household: Household, loss: Contingency) -> str:
    """Return a loss in words."""
    name = household.name(loss.about)
    said = {
        "ill": _("You are ill for {days} days").format(days=loss.days),
        "person": _("{name} stops").format(name=name),
        "place": _("{name} stops").format(name=name),
        "child-ill": _("{name} is ill for {days} days").format(name=name, days=loss.days),
        "miss": _("{name} misses the next time").format(name=name),
        "side": _("Everybody on {about} side stops at once").format(
            about=_("your") if loss.about == "own" else _("the partner’s")
        ),
        "car": _("Without the car ({about})").format(about=loss.about),
        "bill": _("An unexpected bill of {money}").format(
            money=say(Money(loss.minor, household.currency))
        ),
        "benefit-wait": _("{about} comes {days} days late").format(
            about=loss.about, days=loss.days
        ),
        "income": _("Without {about}").format(about=loss.about),
        "cut": _("{about}: a shift less").format(about=loss.about),
    }
    return _debt_title(household, loss.about) if loss.kind == "debt" else said[loss.kind]


def _debt_title(household: Household, label: str) -> str:
    debt = next(d for d in household.debts if d.about == label)
    others = [household.name(who) for who in debt.liable if who != household.keeper]
    if not (debt.standing in CALLED_IN or debt.arrears):
        return _("{others} {more} nothing of {label}").format(
            others=say_list(others), more=_("pays") if len(others) == 1 else _("pay"), label=label
        )
    if len(others) > 1:
        return _("The others’ part of {label} comes due").format(label=label)
    whose = (
        _("{others}’s half").format(others=others[0])
        if len(set(debt.shares)) <= 1
        else _("{others}’s part").format(others=others[0])
    )
    return _("{whose} of {label} comes due").format(whose=whose, label=label)
