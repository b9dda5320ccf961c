"""Finds rotas with the solver in a process of its own: the `Planner` of the application."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from kinhold.adapters.worker_process import WorkerProcess, keep_quiet
from kinhold.application.plan_care import PlanStep, Replanned, ToPlan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinhold.domain.care import Need, Turn
    from kinhold.domain.household import Household
    from kinhold.domain.periods import Interval
    from kinhold.engines.care.rota import RotaResult

SECONDS_ALONE: Final = 30.0
SECONDS_OF_MANY: Final = 6.0
GAP_OF_MANY: Final = 0.02
"""How near to the best each of many has to be proven: 2 % of what stays open."""
SECONDS_TONIGHT: Final = 3.0
STARTING: Final = 30.0
"""Wall-clock seconds that starting the process and loading the solver may take."""

_UTC: Final = ZoneInfo("UTC")


class PlanningInWorker:
    """Plans in a worker process; see `Planner` for what each method is given and returns."""

    def after_losses(
        self,
        household: Household,
        versions: Sequence[Household],
        *,
        given: ToPlan,
        step: Callable[[int], None] = lambda _number: None,
    ) -> tuple[RotaResult, tuple[Replanned, ...]]:
        """Return what stays open for a household and for versions of it, as rotas of two levels."""
        return WorkerProcess().run(
            plan_after_losses,
            {
                "household": household,
                "versions": tuple(versions),
                "given": given,
                "seconds": SECONDS_OF_MANY,
            },
            seconds=STARTING + 3 * SECONDS_OF_MANY * (len(versions) + 1),
            on_progress=lambda line: step(int(line)),
        )

    def one(
        self,
        household: Household,
        *,
        given: ToPlan,
        step: Callable[[PlanStep], None] = lambda _step: None,
    ) -> RotaResult:
        """Return the rota to show: tonight first, then all six levels, and its score."""
        return WorkerProcess().run(
            plan_one,
            {"household": household, "given": given, "seconds": SECONDS_ALONE},
            seconds=STARTING + 2 * SECONDS_ALONE,
            on_progress=lambda line: step(_read_step(line)),
        )


plan_in_worker: Final = PlanningInWorker()


def plan_after_losses(
    *,
    household: Household,
    versions: Sequence[Household],
    given: ToPlan,
    seconds: float,
    progress: Callable[[str], None],
) -> tuple[RotaResult, tuple[Replanned, ...]]:
    """Plan the household, then each version around what stands and afresh; runs in the worker.

    Where keeping what stands opens no more than was open before, nothing afresh is looked for.
    """
    from kinhold.engines.care.rota import plan_cover
    from kinhold.optimisation.limits import Limits

    keep_quiet()
    limits = Limits(seconds=seconds, relative_gap=GAP_OF_MANY)

    def planned(which: Household, keep: Sequence[Turn]) -> RotaResult:
        # Beside others, only what stays open counts: the order of turns is not looked for.
        return plan_cover(
            which,
            rules=given.rules,
            horizon=given.horizon,
            needs=given.needs,
            limits=limits,
            keep=keep,
        )

    progress("0")
    base = planned(household, given.keep)
    found = []
    for number, version in enumerate(versions, start=1):
        progress(str(number))
        stands = planned(version, base.rota.turns)
        no_worse = all(
            after.value <= before.value
            for after, before in zip(stands.rota.levels, base.rota.levels, strict=True)
        )
        found.append(Replanned(stands, stands if no_worse else planned(version, given.keep)))
    return base, tuple(found)


def plan_one(
    *, household: Household, given: ToPlan, seconds: float, progress: Callable[[str], None]
) -> RotaResult:
    """Plan tonight, then the horizon with every level; runs in the worker."""
    from kinhold.engines.care.rota import Wishes, plan, tonight
    from kinhold.engines.care.rota_score import simulate
    from kinhold.optimisation.limits import Limits

    keep_quiet()
    rules, horizon = given.rules, given.horizon
    first = tonight(horizon.start, zone=household.zone)
    if first.end < horizon.end:
        early = plan(
            household,
            rules=rules,
            horizon=first,
            needs=tuple(_clipped(n, first) for n in given.needs if n.interval.overlap(first)),
            limits=Limits(seconds=SECONDS_TONIGHT, relative_gap=0.0),
            keep=given.keep,
            wishes=Wishes(slot=given.slot, shared=given.shared),
        )
        progress(_written_step("tonight", early.rota.turns))
    result = plan(
        household,
        rules=rules,
        horizon=horizon,
        needs=given.needs,
        limits=Limits(seconds=seconds, relative_gap=0.0),
        keep=given.keep,
        wishes=Wishes(
            slot=given.slot,
            shared=given.shared,
            told=lambda name, turns: progress(_written_step(name, turns)),
        ),
    )
    score = simulate(
        result.rota.turns, household=household, rules=rules, horizon=horizon, needs=given.needs
    )
    return replace(result, score=score)


def _clipped(need: Need, within: Interval) -> Need:
    span = need.interval
    part = replace(span, start=max(span.start, within.start), end=min(span.end, within.end))
    return replace(need, interval=part)


def _written_step(name: str, turns: Sequence[Turn]) -> str:
    from kinhold.engines.care.shared import turns_to_share

    return json.dumps({"name": name, "turns": turns_to_share(turns, zone=_UTC)})


def _read_step(line: str) -> PlanStep:
    from kinhold.engines.care.shared import read_turn

    told = json.loads(line)
    turns = (read_turn(text, zone=_UTC) for text in told["turns"])
    return PlanStep(told["name"], tuple(t for t in turns if t is not None))
