"""What could be done about each loss: sets of measures, and one plan for any of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kinhold.engines.stress.contingencies import Contingency
from kinhold.engines.stress.impact import compare
from kinhold.engines.stress.measures import catalogue
from kinhold.engines.stress.repair_task import NONE, ToRepair
from kinhold.optimisation.solved import SolverNotInstalledError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from kinhold.application.stress_test import StressReport, StressTask
    from kinhold.domain.care import Turn
    from kinhold.domain.household import Household
    from kinhold.engines.stress.impact import Figures
    from kinhold.engines.stress.measures import Claimable, Measure
    from kinhold.engines.stress.repair import OnePlan, Repair


@dataclass(frozen=True, slots=True)
class Repairs:
    """What could be done.

    Attributes:
        sets: by contingency key (`none` for the household as it stands), cheapest first.
        plan: one plan for any single loss; None where nothing breaks or nothing was found.
        problem: why nothing was looked for, in one sentence; else empty.
    """

    sets: Mapping[str, tuple[Repair, ...]] = field(default_factory=dict)
    plan: OnePlan | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ToFind:
    """What a repairer is given.

    Attributes:
        task: the household, its losses, and how care and money are worked out.
        base: the household's figures.
        tasks: each loss that breaks something, and the household as it stands.
        measures: what could be done.
    """

    task: StressTask
    base: Figures
    tasks: tuple[ToRepair, ...]
    measures: tuple[Measure, ...]


class Repairer(Protocol):
    """Finds repairs; a worker process stands behind it."""

    def __call__(
        self, wanted: ToFind, *, step: Callable[[str], None] = ...
    ) -> tuple[tuple[tuple[Repair, ...], ...], OnePlan | None]:
        """Return the sets for each task, in their order, and one plan for the losses among them.

        Raises:
            SolverNotInstalledError: where the solver extra is missing.
        """
        ...


def find_repairs(
    report: StressReport,
    repairer: Repairer,
    *,
    claims: Sequence[Claimable] = (),
    step: Callable[[str], None] = lambda _said: None,
) -> Repairs:
    """Return what could be done about each loss that breaks something.

    Args:
        report: the test.
        repairer: finds repairs.
        claims: money that could be claimed.
        step: told what is being looked at.
    """
    wanted = to_find(report, claims=claims)
    try:
        sets, plan = repairer(wanted, step=step)
    except SolverNotInstalledError as missing:
        return Repairs(problem=str(missing))
    found = {
        task.contingency.key: some
        for task, tried in zip(wanted.tasks, sets, strict=True)
        if (some := tuple(r for r in tried if r.chosen))
    }
    return Repairs(found, plan)


def to_find(report: StressReport, *, claims: Sequence[Claimable] = ()) -> ToFind:
    """Return what a repairer is given: the household as it stands, and each loss that breaks something.

    Args:
        report: the test.
        claims: money that could be claimed.
    """
    task, base = report.task, report.base
    household = task.standing.household
    measures = catalogue(household, rules=task.standing.rules, on=task.on, claims=claims)
    by_key = {i.contingency.key: i for i in report.impacts}
    nothing = compare(Contingency(NONE, "person", ""), base=base, after=base)
    turns: list[tuple[Turn, ...] | None] = [r.rota.turns for r in report.rotas]
    turns = turns or [None] * (len(task.losses) + 1)

    def wanted(loss: Contingency, version: Household, kept: tuple[Turn, ...] | None) -> ToRepair:
        return ToRepair(
            contingency=loss,
            household=version,
            impact=by_key.get(loss.key, nothing),
            on=task.on,
            turns=kept,
        )

    tasks = [
        wanted(loss, version, kept)
        for loss, version, kept in zip(
            (nothing.contingency, *task.losses), (household, *task.versions), turns, strict=True
        )
        if loss.key == NONE or not by_key[loss.key].holds
    ]
    return ToFind(task, base, tuple(tasks), measures)
