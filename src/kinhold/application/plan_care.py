"""Planning care for a day: needs, the rota found by the solver, or cover from availability alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kinhold.domain.periods import Interval
from kinhold.engines.care.coverage import (
    Coverage,
    cover_given,
    cover_without_solving,
    sleep_target,
)
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.care.rota import SLOT_MINUTES, Wishes, digest_of
from kinhold.engines.care.rota_edit import Setting
from kinhold.engines.care.shared import turns_shared
from kinhold.engines.care.supply import supplies
from kinhold.optimisation.solved import SolverNotInstalledError
from kinhold.projections.care_history import log_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from kinhold.application.household_on import Standing
    from kinhold.domain.care import Need, Turn
    from kinhold.domain.findings import Finding
    from kinhold.domain.household import Household
    from kinhold.engines.care.rota import RotaResult
    from kinhold.record.record import Record
    from kinhold.rules.pack import RulesInForce

HORIZON_DAYS = 14


@dataclass(frozen=True, slots=True)
class PlanStep:
    """Progress of a plan, with what is known so far.

    Attributes:
        name: `tonight` (exact, for the next night alone), then of the whole horizon `usable` (found
            by hand, within every limit), and the name of each level as it is done.
        turns: of tonight, or of the whole horizon.
    """

    name: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a plan is asked for besides its days.

    Attributes:
        slot: length of a slot in minutes, 30 or 15.
        since: re-plan from this moment on (UTC); None for the whole horizon, from 08:00.
        fresh: plan as if nothing had been shared; then changes from what was are only the last
            level. Otherwise what people were shown is kept where it still holds, and the rest is
            planned around it.
        step: told of progress.
    """

    slot: int = SLOT_MINUTES
    since: datetime | None = None
    fresh: bool = False
    step: Callable[[PlanStep], None] = lambda _step: None


@dataclass(frozen=True, slots=True)
class ToPlan:
    """What a planner is given beside the households.

    Attributes:
        rules: in force.
        horizon: UTC instants.
        needs: of the horizon; the same for all households.
        keep: turns to keep where their carer still can.
        shared: turns of the rota already shared.
        slot: length of a slot in minutes.
    """

    rules: RulesInForce
    horizon: Interval
    needs: tuple[Need, ...]
    keep: tuple[Turn, ...] = ()
    shared: tuple[Turn, ...] = ()
    slot: int = SLOT_MINUTES


@dataclass(frozen=True, slots=True)
class Replanned:
    """A household that lost something, planned again.

    Attributes:
        stands: with every turn kept that its carer still can: nobody else is asked to change.
        free: planned afresh; the same as `stands` where that opens no more than there was before.
    """

    stands: RotaResult
    free: RotaResult


class Planner(Protocol):
    """Finds rotas; a worker process stands behind it."""

    def after_losses(
        self,
        household: Household,
        versions: Sequence[Household],
        *,
        given: ToPlan,
        step: Callable[[int], None] = ...,
    ) -> tuple[RotaResult, tuple[Replanned, ...]]:
        """Return what stays open for a household, and for versions of it that lost something.

        The rotas have two levels: needs left open, and the main carer's protected sleep.

        Args:
            household: as it stands.
            versions: after each loss.
            given: rules, horizon and needs, the same for all.
            step: told the number of the version that is being planned; 0 is the household.

        Raises:
            SolverNotInstalledError: where the solver extra is missing.
        """
        ...

    def one(
        self, household: Household, *, given: ToPlan, step: Callable[[PlanStep], None] = ...
    ) -> RotaResult:
        """Return the rota to show: tonight first, then all six levels, and its score.

        Args:
            household: to plan for.
            given: rules, horizon, needs, what to keep and what was shared.
            step: told of progress.

        Raises:
            SolverNotInstalledError: where the solver extra is missing.
        """
        ...


@dataclass(frozen=True, slots=True)
class CarePlan:
    """Care over a horizon.

    Attributes:
        horizon: UTC instants.
        needs: what the children need in it.
        result: the rota, or None where the solver is not installed.
        coverage: what stays open with that rota, or at best from availability alone.
        shared: turns of the rota already shared, as far as they lie in the horizon.
        findings: what of the shared rota could not be read.
        slot: length of a slot in minutes.
    """

    horizon: Interval
    needs: tuple[Need, ...]
    result: RotaResult | None
    coverage: Coverage
    shared: tuple[Turn, ...] = ()
    findings: tuple[Finding, ...] = ()
    slot: int = SLOT_MINUTES


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A plan that is still to be found: it knows all it rests on, and touches no record.

    Attributes:
        standing: the household on the first day.
        given: what the planner is given.
        findings: what of the shared rota could not be read.
    """

    standing: Standing
    given: ToPlan
    findings: tuple[Finding, ...]

    @property
    def key(self) -> str:
        """Return a digest of everything the plan depends on, so that results can be kept by it.

        A logged nappy leaves it as it is; a logged waking changes it only where it changes a need.
        """
        given, household = self.given, self.standing.household
        first = given.horizon.start.astimezone(household.zone).date()
        return digest_of(
            supplies(household, horizon=given.horizon),
            given.needs,
            given.horizon,
            target=sleep_target(self.standing.rules, first),
            keep=given.keep,
            wishes=Wishes(slot=given.slot, shared=given.shared),
        )

    def find(
        self, planner: Planner, *, step: Callable[[PlanStep], None] = lambda _step: None
    ) -> CarePlan:
        """Return the plan, or cover from availability alone where the solver is not installed."""
        given, standing = self.given, self.standing
        household, rules = standing.household, standing.rules
        result: RotaResult | None = None
        try:
            result = planner.one(household, given=given, step=step)
        except SolverNotInstalledError:
            cover = cover_without_solving(
                household, rules=rules, horizon=given.horizon, needs=given.needs
            )
        else:
            cover = cover_given(
                household,
                rules=rules,
                horizon=given.horizon,
                needs=given.needs,
                turns=result.rota.turns,
            )
        return CarePlan(
            given.horizon, given.needs, result, cover, given.shared, self.findings, given.slot
        )


def plan_task(
    *,
    record: Record,
    standing: Standing,
    on: date,
    days: int = HORIZON_DAYS,
    asked: Asked | None = None,
) -> PlanTask:
    """Return what planning care from 08:00 on a day comes to.

    Args:
        record: for the care log, which sizes needs.
        standing: the household on that day.
        on: the first day.
        days: how many days.
        asked: length of slots, whether to plan from a moment on or afresh.
    """
    asked = asked or Asked()
    household, rules = standing.household, standing.rules
    horizon = fortnight(on, zone=household.zone, days=days)
    if asked.since is not None and asked.since < horizon.end:
        horizon = Interval(max(asked.since, horizon.start), horizon.end)
    needs = needs_for(household, rules=rules, horizon=horizon, log=log_facts(record))
    turns, findings = turns_shared(household.rota, zone=household.zone)
    shared = tuple(t for t in turns if t.interval.overlap(horizon))
    keep = () if asked.fresh else shared
    return PlanTask(standing, ToPlan(rules, horizon, needs, keep, shared, asked.slot), findings)


def plan_care(
    *,
    record: Record,
    standing: Standing,
    on: date,
    planner: Planner,
    days: int = HORIZON_DAYS,
    asked: Asked | None = None,
) -> CarePlan:
    """Plan care from 08:00 on a day, around what was shared; see `plan_task`."""
    asked = asked or Asked()
    task = plan_task(record=record, standing=standing, on=on, days=days, asked=asked)
    return task.find(planner, step=asked.step)


def planning_key(
    *, record: Record, standing: Standing, on: date, days: int, asked: Asked | None = None
) -> str:
    """Return a digest of everything a care plan depends on; see `PlanTask.key`."""
    return plan_task(record=record, standing=standing, on=on, days=days, asked=asked).key


def setting_of(*, standing: Standing, plan: CarePlan) -> Setting:
    """Return what a plan's rota is weighed against, for edits and explanations."""
    return Setting(standing.household, standing.rules, plan.needs, plan.shared)
