"""What may happen to the money: many seeded paths of the next year (engines.md, Simulation).

Each path is the household's plan with its uncertainty thrown: bills that vary, income that varies,
promised money that comes as often as that person's word was kept, spending and irregular income as
in blocks of her own history, and unexpected bills. Bills are paid in the order of `RANKS`, as far as
there is money, and what is left stays due; the class `other` leaves the others what they need for a
month (`runway.kept_back`).

Everything is counted in whole minor units from counter-based draws: draw number n of path p is a
hash of (seed, p, n) and of nothing else. So a path is the same on any number of threads, in chunks of
any size, and in both kernels, bit for bit.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.findings import KinholdError
from kinhold.engines.money.cash_flow import RANKS
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.money.cash_flow import CashFlow

PATHS: Final = 10_000
MANY: Final = 100_000
SEED: Final = 20_260_101

Kernel = Literal["auto", "numpy", "numba"]


class SimulationNotInstalledError(KinholdError):
    """The libraries that simulate are not there."""

    def __init__(self, missing: str) -> None:
        """Say what to install."""
        extra = "fast" if missing == "numba" else "simulation"
        super().__init__(
            _("This needs {missing}. Install it with: pip install 'kinhold[{extra}]'").format(
                missing=missing, extra=extra
            )
        )


@dataclass(frozen=True, slots=True)
class Simulation:
    """What the paths did.

    Attributes:
        paths: how many.
        seed: of the draws.
        kernel: `numpy` or `numba`; the figures do not depend on it.
        low, middle, high: for each day, the 10th, 50th and 90th percentile of money there less what
            is overdue, in minor units; exact to 1/256 of that day's range.
        missed: for each of `RANKS`, how many paths have missed such a bill by the end of each day.
        missed_priority: how many have missed one of the first two ranks by the end of each day.
        first: for each of `RANKS`, each path's first day with one missed; -1 for none. In the order
            of the paths; for tests and for comparing two flows path by path.
        times: for each path, the days on which priority bills fell due and could not be paid in
            full; empty where it was not asked for.
    """

    paths: int
    seed: int
    kernel: str
    low: tuple[int, ...]
    middle: tuple[int, ...]
    high: tuple[int, ...]
    missed: tuple[tuple[int, ...], ...]
    missed_priority: tuple[int, ...]
    first: tuple[Sequence[int], ...] = field(repr=False, compare=False)
    times: Sequence[int] = field(default=(), repr=False, compare=False)

    def chance(self, rank: str, day: int) -> float:
        """Return the share of paths that have missed a bill of a rank by the end of a day."""
        return self.missed[RANKS.index(rank)][day] / self.paths

    def chance_of_priority(self, day: int) -> float:
        """Return the share of paths that have missed a priority bill, the roof or another, by then."""
        return self.missed_priority[day] / self.paths


def simulate(
    flow: CashFlow,
    *,
    paths: int = PATHS,
    seed: int = SEED,
    kernel: Kernel = "auto",
    counted: bool = False,
) -> Simulation:
    """Throw the paths.

    Args:
        flow: the household's money.
        paths: how many; 10,000 leave a standard error of at most half a percent.
        seed: the same seed gives the same paths.
        kernel: by default `numba` from `MANY` paths on where it is installed, else `numpy`.
        counted: also count missed priority bills path by path, which only `numpy` does.

    Raises:
        FlowNotUsableError: where the flow does not fit together.
        SimulationNotInstalledError: where numpy (or the numba asked for) is not installed.
    """
    flow.check()
    try:
        from kinhold.engines.money import simulation_days, simulation_tables
    except ImportError:
        raise SimulationNotInstalledError("numpy") from None
    chosen = "numpy" if counted else _chosen(kernel, paths)
    prepared = simulation_tables.prepare(flow, seed=seed)
    ranged = simulation_days.with_ranges(prepared)
    times = simulation_tables.none_yet(paths) if counted else None
    if chosen == "numba":
        from kinhold.engines.money.simulation_fused import run

        counts, first = run(ranged, paths)
    else:
        counts, first = simulation_days.run(ranged, paths, times=times)
    low, middle, high = simulation_tables.percentiles(ranged, counts, paths)
    return Simulation(
        paths=paths,
        seed=seed,
        kernel=chosen,
        low=low,
        middle=middle,
        high=high,
        missed=simulation_tables.missed_by(first, flow.days),
        missed_priority=simulation_tables.missed_either(first[:2], flow.days),
        first=tuple(row.tolist() for row in first),
        times=() if times is None else times.tolist(),
    )


def _chosen(kernel: Kernel, paths: int) -> str:
    """Compiling takes longer than a page can wait, so that only many paths are worth it."""
    from importlib.util import find_spec

    if kernel == "numba" and find_spec("numba") is None:
        raise SimulationNotInstalledError("numba")
    if kernel == "auto":
        return "numba" if paths >= MANY and find_spec("numba") is not None else "numpy"
    return kernel
