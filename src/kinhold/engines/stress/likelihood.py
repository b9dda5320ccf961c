"""How likely a loss is, from what is on the record, and what it costs on average.

Kept apart from the worst case: a loss that hurts most is not the one that comes most often. Where
nothing is known of how often something happens, nothing is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinhold.domain.promises import Reliability
    from kinhold.engines.money.cash_flow import Shocks
    from kinhold.engines.stress.contingencies import Contingency
    from kinhold.engines.stress.impact import Impact

MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How likely a loss is.

    Attributes:
        chance: 0 to 1. For a person or a place, that any one of their turns (or payments) does not
            happen: one less the posterior mean of their kept promises (engines.md, Promises). For
            an unexpected bill, that one comes within a month, at the surveyed yearly rate.
        kept, counted: the outcomes behind it; both 0 for a bill.
        each_year: for a bill, how many a year.
        assumed: True where there are too few outcomes for the record to speak for itself.
    """

    chance: float
    kept: int = 0
    counted: int = 0
    each_year: float = 0.0
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Expected:
    """What a loss costs on average over the horizon: its chance times what it breaks.

    By linearity: where each turn is missed with the same chance, and a missed turn opens what it
    covered, the expected opening is the chance times what losing all of them opens.

    Attributes:
        no_one: expected minutes with no one.
        unrelieved: expected nights with no relief.
        unpaid: expected minor units of bills that lack their money at the worst point.
    """

    no_one: float
    unrelieved: float
    unpaid: float


def likelihood(
    loss: Contingency,
    *,
    reliability: Mapping[tuple[str, str], Reliability],
    shocks: Shocks | None = None,
) -> Likelihood | None:
    """Return how likely a loss is, or None where nothing is known of it.

    Args:
        loss: the loss.
        reliability: by handle and topic.
        shocks: how often unexpected bills come, by surveys.
    """
    if loss.kind == "bill":
        if shocks is None:
            return None
        return Likelihood(1 - exp(-shocks.each_year / MONTHS), each_year=shocks.each_year)
    if loss.kind not in ("person", "place", "miss"):
        return None
    known = [reliability.get((loss.about, topic)) for topic in ("care", "money")]
    told = [r for r in known if r is not None and r.counted]
    if not told:
        return None
    worst = min(told, key=lambda r: r.mean)
    return Likelihood(
        chance=1 - worst.mean,
        kept=worst.kept,
        counted=worst.counted,
        assumed=worst.assumed,
    )


def expected(impact: Impact, known: Likelihood) -> Expected:
    """Return what a loss costs on average: chance times impact, never below nothing."""
    short = max((m.shortfall.minor for m in impact.newly_missed), default=0)
    return Expected(
        no_one=known.chance * max(0, impact.more_no_one),
        unrelieved=known.chance * max(0, impact.more_unrelieved),
        unpaid=known.chance * short,
    )
