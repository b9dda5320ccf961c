"""How much weight an entry has in a chronology: 1, 2 or 3, by kind and label.

The practice guides ask for significant events and warn of process noise (Care Inspectorate,
*Practice guide to chronologies*, 2017, points 1 and 5; P. Morris, *Producing succinct
chronologies*, 2014: what changes a child's life, with the outcome, and no unnecessary detail).
They give no scale. This one is ours:

- 3: where and with whom the child lives, safety, contact that stopped or began again, a court;
- 2: care, contact, money for the child, what was promised and what came of it, health, work;
- 1: background, and what says little about the child's life.

What came of a promise weighs the same whether it was kept or not, and a handover the same whether
it was on time or not: a chronology that showed one half would mislead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.domain.events import EventNoted
from kinhold.domain.finances import SupportBasisStated

if TYPE_CHECKING:
    from kinhold.domain.fact import Fact

KINDS: Final[dict[str, int]] = {
    "left": 3,
    "returned": 3,
    "promise": 2,
    "outcome": 2,
    "support": 2,
    "handover": 2,
    "message": 2,
    "asked": 2,
    "night": 1,
    "expense": 1,
    "asset": 1,
    "milestone": 1,
    "note": 1,
}
"""Kind to weight; events go by their label."""

EVENTS: Final[dict[str, int]] = {
    **dict.fromkeys(
        (
            "birth", "breakup", "care_arrangement", "carer_absence", "child_incident",
            "contact_cut", "contact_refused", "contact_stopped", "crisis", "eviction",
            "homelessness", "left_home", "legal_step", "return", "separation",
            "separation_announced", "sole_care_start", "surveillance", "threat", "violence",
        ),
        3,
    ),
    **dict.fromkeys(
        (
            "agreement", "arrangement_start", "benefit_application", "birthday_missed",
            "care_episode", "care_handover", "child_reaction", "childcare_start",
            "childcare_stopped", "contact", "divorce_asked", "divorce_prior", "gambling",
            "help_given", "help_promised", "help_refused", "help_sought", "illness", "job_change",
            "job_loss", "job_start", "money_demand", "move", "other", "payment_stopped",
            "pregnancy", "property_damage", "property_taken", "recovery", "refusal",
            "support_cut", "therapy_start", "withdrawal",
        ),
        2,
    ),
}  # fmt: skip
"""Label of an event to weight; a label that is not here weighs 1."""

LEAST_FOR_COURT: Final = 2
"""A chronology for a court shows this weight and more."""


def significance(fact: Fact) -> int:
    """Return how much weight an entry has: 1, 2 or 3 (the scale is in this module's docstring)."""
    if isinstance(fact, EventNoted):
        return EVENTS.get(fact.what, 1)
    if isinstance(fact, SupportBasisStated) and fact.basis in ("order", "calculation"):
        return 3
    return KINDS.get(fact.KIND, 1)
