"""Compares ways of paying debts off in a process of its own: the `PayoffPlanner` of the application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.adapters.worker_process import WorkerProcess, keep_quiet

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.application.plan_debts import ToPayOff
    from kinhold.engines.money.debts.payoff import PayoffComparison

STARTING: Final = 30.0
"""Wall-clock seconds that starting the process, loading the solver and playing plans may take."""


class PayoffInWorker:
    """Compares in a worker process; see `PayoffPlanner` for what it is given and returns."""

    def __call__(
        self, asked: ToPayOff, *, step: Callable[[int], None] = lambda _bound: None
    ) -> PayoffComparison:
        """Return the comparison; a first bound is told within a tenth of a second of solving."""
        return WorkerProcess().run(
            compare,
            {"asked": asked},
            seconds=STARTING + 2 * asked.seconds,
            on_progress=lambda line: step(int(line)),
        )


payoff_in_worker: Final = PayoffInWorker()


def compare(*, asked: ToPayOff, progress: Callable[[str], None]) -> PayoffComparison:
    """Bound at once, then compare; runs in the worker and reports the bound in minor units."""
    from dataclasses import replace

    from kinhold.engines.money.debts.payoff import EXACT, plan_payoff, quick_bound

    keep_quiet()
    bound = quick_bound(asked.debts, budget=asked.monthly, start=asked.start, months=asked.months)
    progress(str(bound))
    return plan_payoff(
        asked.debts,
        budget=asked.monthly,
        start=asked.start,
        months=asked.months,
        limits=replace(EXACT, seconds=asked.seconds),
    )
