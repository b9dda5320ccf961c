"""What paid hours cost: the fourth level of a rota."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.domain.findings import Finding
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.care.supply import Supply


def hourly(found: Sequence[Supply]) -> tuple[int, ...]:
    """Return what an hour of each costs, in minor units of the household's currency.

    Somebody paid whose price was not told counts as the dearest whose price was; see
    `questions_about_prices`.
    """
    told = [s.carer.limits.price.minor for s in found if s.carer.limits and s.carer.limits.price]
    dearest = max(told, default=0)
    return tuple(
        0
        if s.carer.limits is None
        else s.carer.limits.price.minor
        if s.carer.limits.price
        else dearest * s.carer.limits.paid
        for s in found
    )


def questions_about_prices(found: Sequence[Supply]) -> tuple[Finding, ...]:
    """Return whose price has to be asked before the cost of a rota is surely right."""
    return tuple(
        Finding(
            "warning",
            "care.price-not-told",
            _(
                "What does an hour of {carer} cost? Until then the plan counts it as the dearest "
                "price told."
            ).format(carer=s.carer.name),
            s.handle,
        )
        for s in found
        if s.carer.limits and s.carer.limits.paid and s.carer.limits.price is None
    )
