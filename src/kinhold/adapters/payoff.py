"""Compares ways of paying debts off in a process of its own: the `PayoffPlanner` of the application."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING, Final

from kinhold.adapters.worker_process import WorkerProcess

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

    _keep_quiet()
    bound = quick_bound(asked.debts, budget=asked.monthly, start=asked.start, months=asked.months)
    progress(str(bound))
    return plan_payoff(
        asked.debts,
        budget=asked.monthly,
        start=asked.start,
        months=asked.months,
        limits=replace(EXACT, seconds=asked.seconds),
    )


def _keep_quiet() -> None:
    """A solver now and then prints a line of its own, in the middle of somebody's JSON."""
    if multiprocessing.parent_process() is not None:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)
