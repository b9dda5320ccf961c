"""Finds rotas with the solver."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.care import Need
    from kinhold.domain.household import Household
    from kinhold.domain.periods import Interval
    from kinhold.engines.care.rota import RotaResult
    from kinhold.rules.pack import RulesInForce


def plan_in_worker(
    household: Household, *, rules: RulesInForce, horizon: Interval, needs: Sequence[Need]
) -> RotaResult:
    """Return the rota of a horizon."""
    from kinhold.engines.care.rota import plan

    return plan(household, rules=rules, horizon=horizon, needs=needs)
