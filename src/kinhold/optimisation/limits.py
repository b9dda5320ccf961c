"""How long and how exactly to solve."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """When a solver may stop.

    Attributes:
        seconds: wall-clock limit; an answer cut off by it may differ between machines, so it is a
            net below the other two.
        relative_gap: stop once (value − bound) / |value| is at most this.
        absolute_gap: stop once value − bound is at most this.
        nodes: branch-and-bound nodes, or None; reproducible, unlike seconds.
        threads: for CP-SAT only; HiGHS and SCIP run on one thread, which is reproducible.
        seed: of the solver's own dice.
    """

    seconds: float = 60.0
    relative_gap: float = 1e-6
    absolute_gap: float = 1e-6
    nodes: int | None = None
    threads: int = 8
    seed: int = 1
