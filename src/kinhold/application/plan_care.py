"""Planning care for a day: needs, the rota found by the solver, or cover from availability alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kinhold.engines.care.coverage import (
    Coverage,
    cover_given,
    cover_without_solving,
    sleep_target,
)
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.care.rota import digest_of
from kinhold.engines.care.supply import supplies
from kinhold.optimisation.solved import SolverNotInstalledError
from kinhold.projections.care_history import log_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.care import Need
    from kinhold.domain.household import Household
    from kinhold.domain.periods import Interval
    from kinhold.engines.care.rota import RotaResult
    from kinhold.record.record import Record
    from kinhold.rules.pack import RulesInForce

HORIZON_DAYS = 14


class Planner(Protocol):
    """Finds rotas; a worker process stands behind it."""

    def __call__(
        self,
        households: Sequence[Household],
        *,
        rules: RulesInForce,
        horizon: Interval,
        needs: Sequence[Need],
        step: Callable[[int], None] = ...,
    ) -> tuple[RotaResult, ...]:
        """Return one rota for each version of a household, in their order.

        Args:
            households: versions to plan, one after the other.
            rules: in force.
            horizon: UTC instants.
            needs: of the horizon; the same for all.
            step: told the number of the version that is being planned.

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
    """

    horizon: Interval
    needs: tuple[Need, ...]
    result: RotaResult | None
    coverage: Coverage


def plan_care(
    *,
    record: Record,
    standing: Standing,
    on: date,
    planner: Planner,
    days: int = HORIZON_DAYS,
) -> CarePlan:
    """Plan care from 08:00 on a day.

    Args:
        record: for the care log, which sizes needs.
        standing: the household on that day.
        on: the first day.
        planner: finds the rota.
        days: how many days.
    """
    household, rules = standing.household, standing.rules
    horizon = fortnight(on, zone=household.zone, days=days)
    needs = needs_for(household, rules=rules, horizon=horizon, log=log_facts(record))
    try:
        (result,) = planner([household], rules=rules, horizon=horizon, needs=needs)
    except SolverNotInstalledError:
        cover = cover_without_solving(household, rules=rules, horizon=horizon, needs=needs)
        return CarePlan(horizon, needs, None, cover)
    coverage = cover_given(
        household, rules=rules, horizon=horizon, needs=needs, turns=result.rota.turns
    )
    return CarePlan(horizon, needs, result, coverage)


def planning_key(*, record: Record, standing: Standing, on: date, days: int) -> str:
    """Return a digest of everything a care plan depends on, so that results can be kept by it.

    A logged nappy leaves it as it is; a logged waking changes it only where it changes a need.
    """
    household, rules = standing.household, standing.rules
    horizon = fortnight(on, zone=household.zone, days=days)
    needs = needs_for(household, rules=rules, horizon=horizon, log=log_facts(record))
    found = supplies(household, horizon=horizon)
    return digest_of(found, needs, horizon, target=sleep_target(rules, on))
