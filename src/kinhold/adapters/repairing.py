"""Finds repairs with the solver in a process of its own: the `Repairer` of the application."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kinhold.adapters.worker_process import WorkerProcess, keep_quiet
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.application.stress_repairs import ToFind
    from kinhold.application.stress_test import StressTask
    from kinhold.engines.stress.repair import OnePlan, Repair
    from kinhold.engines.stress.repair_task import Engines

    Found = tuple[tuple[tuple[Repair, ...], ...], OnePlan | None]

STARTING: Final = 30.0
"""Wall-clock seconds that starting the process and loading the solver may take."""
SECONDS_EACH: Final = 10.0
"""Wall-clock seconds for each loss."""
SECONDS_PLAN: Final = 60.0
"""Wall-clock seconds for the one plan against all of them."""
SECONDS_A_SOLVE: Final = 3.0
"""Wall-clock seconds of one solve; an answer that it cuts off is not called proven."""


class RepairingInWorker:
    """Repairs in a worker process; see `Repairer` for what it is given and returns."""

    def __call__(
        self, wanted: ToFind, *, step: Callable[[str], None] = lambda _said: None
    ) -> Found:
        """Return the sets for each task and one plan for the losses among them.

        Args:
            wanted: losses to repair, and how care and money are worked out.
            step: told which loss is being looked at.

        Raises:
            SolverNotInstalledError: where the solver extra is missing.
            WorkerDeadlineError: where it took too long.
        """
        light = replace(wanted, task=replace(wanted.task, losses=(), versions=()))
        return WorkerProcess().run(
            repair_each,
            {"wanted": light},
            seconds=STARTING + SECONDS_PLAN + SECONDS_EACH * len(wanted.tasks),
            on_progress=step,
        )


repair_in_worker: Final = RepairingInWorker()


def repair_each(*, wanted: ToFind, progress: Callable[[str], None]) -> Found:
    """Repair one loss after the other, then all of them; runs in the worker and says what it does."""
    from kinhold.application.stress_test import title
    from kinhold.engines.stress.repair import cheapest_sets, one_plan
    from kinhold.engines.stress.repair_answer import EXACT

    keep_quiet()
    household, tasks = wanted.task.standing.household, wanted.tasks
    engines = engines_of(wanted.task)
    limits = replace(EXACT, seconds=SECONDS_A_SOLVE)
    sets: list[tuple[Repair, ...]] = []
    for number, task in enumerate(tasks, start=1):
        name = (
            _("the household as it stands") if task.absolute else title(household, task.contingency)
        )
        progress(
            _("What could be done, {number} of {tasks}: {name}").format(
                number=number, tasks=len(tasks), name=name
            )
        )
        sets.append(
            cheapest_sets(
                task, base=wanted.base, measures=wanted.measures, engines=engines, limits=limits
            )
        )
    losses = [t for t in tasks if not t.absolute]
    if not losses:
        return tuple(sets), None
    progress(_("One plan for any of them"))
    plan = one_plan(
        losses, base=wanted.base, measures=wanted.measures, engines=engines, limits=limits
    )
    return tuple(sets), plan


def engines_of(task: StressTask) -> Engines:
    """Return what works a version of a household out, by the rules and needs of a stress test."""
    from kinhold.engines.care.coverage import cover_given
    from kinhold.engines.stress.repair_task import Engines

    given = task.given
    return Engines(
        cover=task.cover,
        outlook=task.outlook,
        target=task.target,
        horizon=given.horizon,
        needs=tuple(given.needs),
        kept=lambda household, turns: cover_given(
            household, rules=given.rules, horizon=given.horizon, needs=given.needs, turns=turns
        ),
    )
