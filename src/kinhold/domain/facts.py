"""Every kind of fact, by its word."""

from __future__ import annotations

from typing import Final

from kinhold.domain import (
    care,
    coparenting,
    events,
    finances,
    goals,
    people,
    promises,
    wellbeing,
)
from kinhold.domain.fact import Fact, Retracted

KINDS: Final[dict[str, type[Fact]]] = {
    kind.KIND: kind
    for kind in (
        *people.FACTS,
        *events.FACTS,
        *promises.FACTS,
        *care.FACTS,
        *finances.FACTS,
        *coparenting.FACTS,
        *wellbeing.FACTS,
        *goals.FACTS,
        Retracted,
    )
}
"""Kind word to dataclass, in the order the documentation lists them."""
