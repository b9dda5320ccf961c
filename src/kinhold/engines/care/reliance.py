"""Who may not come, and what that leaves open: the third level of a rota.

Chance constraint in its log form (ReVelle and Hogan 1989, *Transportation Science* 23(3)): a stretch
is safe where Σ −ln(1 − r) over the lead and the back-up is at least −ln ε, that is where the chance
that no one comes is at most ε. Elsewhere its minutes count times that chance. Families fail
together, so by night a back-up from the lead's own side of the family earns nothing.
"""

from __future__ import annotations

from math import exp, inf, log
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.engines.care.supply import Supply

EPSILON: Final = 0.05
"""The chance of no one coming that a plan puts up with. A setting."""

SEGMENT_MINUTES: Final = 240
"""Back-ups are named for stretches of four hours of the local clock, from midnight on."""


def log_risk(supply: Supply) -> float:
    """Return −ln(1 − r): 0 for somebody who never comes, infinite for somebody certain."""
    doubt = 1 - supply.carer.reliability
    return inf if doubt <= 0 else -log(min(1.0, doubt))


def matters(supply: Supply) -> bool:
    """Return whether a lead needs a back-up: alone they are not safe enough."""
    return not supply.carer.main and log_risk(supply) < -log(EPSILON) - 1e-9


def chance_of_no_one(lead: Supply, standing_by: Iterable[Supply | None], *, dark: bool) -> float:
    """Return the chance that nobody comes, or 0 where it is at most ε.

    Args:
        lead: who is on duty.
        standing_by: the named back-up, and the main carer where she could take over at once.
        dark: whether it is between 20:00 and 08:00.
    """
    total = log_risk(lead)
    seen = {lead.handle}
    for other in standing_by:
        if other is None or other.handle in seen:
            continue
        seen.add(other.handle)
        if not (dark and same_side(lead, other)):
            total += log_risk(other)
    return 0.0 if total >= -log(EPSILON) - 1e-9 else exp(-total)


def same_side(lead: Supply, other: Supply) -> bool:
    """Return whether two helpers are of one side of the family; the main carer is of neither."""
    if lead.carer.main or other.carer.main:
        return False
    return bool(lead.carer.side) and lead.carer.side == other.carer.side
