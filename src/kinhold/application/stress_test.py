"""The stress test (N-1): every single loss, what it breaks, and the best single thing to do about it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from kinhold.application.money import money_outlook
from kinhold.domain.money import Money, say
from kinhold.engines.care.coverage import cover_given, cover_without_solving, sleep_target
from kinhold.engines.care.needs import fortnight, needs_for
from kinhold.engines.stress.contingencies import list_single_losses
from kinhold.engines.stress.impact import Figures, Impact, compare, measure
from kinhold.engines.stress.outage import remove
from kinhold.engines.stress.ranking import Margin, margin, rank, single_points
from kinhold.engines.stress.repair import Repair, best_single_measure, relieve
from kinhold.optimisation.solved import SolverNotInstalledError
from kinhold.projections.care_history import log_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.application.plan_care import Planner
    from kinhold.domain.care import Need
    from kinhold.domain.household import Household
    from kinhold.domain.periods import Interval
    from kinhold.engines.care.coverage import Coverage
    from kinhold.engines.money.runway import MoneyOutlook
    from kinhold.engines.stress.contingencies import Contingency
    from kinhold.record.record import Record
    from kinhold.rules.pack import RulesInForce

HORIZON_DAYS = 14


@dataclass(frozen=True, slots=True)
class StressReport:
    """The figures behind the page.

    Attributes:
        base: the household as it stands.
        impacts: worst first.
        margin: survived of tested.
        single_points: contingency keys.
        repairs: the best single measure by contingency key, where one improves anything.
        now: the best single measure without a loss.
        exact: True where care was re-planned by the solver.
    """

    base: Figures
    impacts: tuple[Impact, ...]
    margin: Margin
    single_points: tuple[str, ...]
    repairs: dict[str, Repair]
    now: Repair | None
    exact: bool


def stress_test(
    *,
    record: Record,
    standing: Standing,
    on: date,
    planner: Planner | None = None,
    step: Callable[[str], None] = lambda _said: None,
) -> StressReport:
    """Test the household against every single loss.

    Args:
        record: for the care log, which sizes needs.
        standing: the household on that day.
        on: the first day of every loss.
        planner: re-plans the rota; None for availability alone, which needs no solver and may
            leave out what weekly limits break.
        step: told what is being tested.
    """
    household, rules = standing.household, standing.rules
    target = sleep_target(rules, on)
    losses = list_single_losses(household, rules=rules, on=on)
    versions = [household, *(remove(household, loss, on=on) for loss in losses)]
    names = ["the household as it stands", *(title(household, loss) for loss in losses)]
    horizon = fortnight(on, zone=household.zone, days=HORIZON_DAYS)
    needs = needs_for(household, rules=rules, horizon=horizon, log=log_facts(record))

    def quick(version: Household) -> Coverage:
        return cover_without_solving(version, rules=rules, horizon=horizon, needs=needs)

    def outlook(version: Household) -> MoneyOutlook:
        return money_outlook(standing=replace(standing, household=version), on=on)

    rough = [measure(v, cover=quick, outlook=outlook, target=target) for v in versions]
    exact = _planned(versions, names, planner, (rules, horizon, needs), step)
    figures = [
        measure(v, cover=lambda _v, c=cover: c, outlook=outlook, target=target)  # type: ignore[misc]
        for v, cover in zip(versions, exact, strict=True)
    ] or rough
    impacts = [
        compare(x, base=figures[0], after=f) for x, f in zip(losses, figures[1:], strict=True)
    ]
    repair = partial(best_single_measure, cover=quick, outlook=outlook, target=target)
    found = {
        i.contingency.key: repair(v, compare(i.contingency, base=rough[0], after=f), base=rough[0])
        for i, v, f in zip(impacts, versions[1:], rough[1:], strict=True)
        if not i.holds
    }
    return StressReport(
        base=figures[0],
        impacts=rank(impacts),
        margin=margin(impacts),
        single_points=single_points(impacts),
        repairs={key: best for key, best in found.items() if best is not None},
        now=relieve(household, base=rough[0], cover=quick, outlook=outlook, target=target),
        exact=bool(exact),
    )


def _planned(
    versions: Sequence[Household],
    names: Sequence[str],
    planner: Planner | None,
    care: tuple[RulesInForce, Interval, Sequence[Need]],
    step: Callable[[str], None],
) -> list[Coverage]:
    """Re-plan every version with the solver; empty where there is none."""
    if planner is None:
        return []
    rules, horizon, needs = care
    try:
        results = planner(
            versions,
            rules=rules,
            horizon=horizon,
            needs=needs,
            step=lambda number: step(f"{number + 1} of {len(names)}: {names[number]}"),
        )
    except SolverNotInstalledError:
        return []
    return [
        cover_given(v, rules=rules, horizon=horizon, needs=needs, turns=r.rota.turns)
        for v, r in zip(versions, results, strict=True)
    ]


def title(household: Household, loss: Contingency) -> str:
    """Return a loss in words."""
    if loss.kind == "ill":
        return f"You are ill for {loss.days} days"
    if loss.kind in ("person", "place"):
        return f"{household.name(loss.about)} stops"
    if loss.kind == "side":
        return (
            f"Everybody on {'your' if loss.about == 'own' else 'the partner’s'} side stops at once"
        )
    if loss.kind == "car":
        return f"The car ({loss.about}) is gone"
    if loss.kind == "bill":
        return f"An unexpected bill of {say(Money(loss.minor, household.currency))}"
    if loss.kind == "benefit-wait":
        return f"{loss.about} comes {loss.days} days late"
    return f"{loss.about} stops coming in"
