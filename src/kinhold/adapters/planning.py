"""Finds rotas with the solver in a process of its own: the `Planner` of the application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.adapters.worker_process import WorkerProcess

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinhold.domain.care import Need
    from kinhold.domain.household import Household
    from kinhold.domain.periods import Interval
    from kinhold.engines.care.rota import RotaResult
    from kinhold.rules.pack import RulesInForce

SECONDS_ALONE: Final = 30.0
SECONDS_OF_MANY: Final = 6.0
STARTING: Final = 30.0
"""Wall-clock seconds that starting the process and loading the solver may take."""


def plan_in_worker(
    households: Sequence[Household],
    *,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need],
    step: Callable[[int], None] = lambda _number: None,
) -> tuple[RotaResult, ...]:
    """Return one rota for each version of a household; see `Planner`."""
    seconds = SECONDS_ALONE if len(households) == 1 else SECONDS_OF_MANY
    return WorkerProcess().run(
        plan_each,
        {
            "households": tuple(households),
            "rules": rules,
            "horizon": horizon,
            "needs": tuple(needs),
            "seconds": seconds,
        },
        seconds=STARTING + 2 * seconds * len(households),
        on_progress=lambda line: step(int(line)),
    )


def plan_each(
    *,
    households: Sequence[Household],
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need],
    seconds: float,
    progress: Callable[[str], None],
) -> tuple[RotaResult, ...]:
    """Plan one after the other; runs in the worker and reports the number it begins."""
    from kinhold.engines.care.rota import plan, plan_cover
    from kinhold.optimisation.limits import Limits

    limits = Limits(seconds=seconds, relative_gap=0.02)
    results = []
    for number, household in enumerate(households):
        progress(str(number))
        # Beside others, only what stays open counts: the order of turns is not looked for.
        find = plan if len(households) == 1 else plan_cover
        results.append(find(household, rules=rules, horizon=horizon, needs=needs, limits=limits))
    return tuple(results)
