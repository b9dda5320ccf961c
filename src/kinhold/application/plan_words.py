"""What the steps and the levels of a plan are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.application.wording import say_minutes
from kinhold.domain.money import Money, say

if TYPE_CHECKING:
    from kinhold.domain.household import Household

STEPS: Final = {
    "tonight": "tonight is planned",
    "usable": "a first fortnight stands",
    "uncovered": "the gaps are as few as can be",
    "sleep": "sleep is as whole as can be",
    "doubt": "the shaky hours have somebody behind them",
    "cost": "the cost is as low as can be",
    "fairness": "the load is shared out",
    "changes": "what was shared is kept where it can be",
}
"""By the names of `PlanStep`, what is known once it is done."""

LEVELS: Final = {
    "uncovered": "Needs left open",
    "sleep": "Your sleep in one piece, what is missing",
    "doubt": "Time that may end up with nobody",
    "cost": "Paid hours",
    "fairness": "The most that anybody carries",
    "changes": "Different from what you shared",
}
"""By the names of levels; less is better in each."""


def say_level(name: str, value: float, household: Household) -> str:
    """Return a level's value as a person reads it."""
    if name == "uncovered":
        return f"{value / _WEIGHT_OF_A_MINUTE:g} weighted minutes" if value else "none"
    if name == "cost":
        return say(Money(round(value), household.currency))
    return say_minutes(round(value)) if value else "none"


_WEIGHT_OF_A_MINUTE: Final = 100
"""Of a minute with no one; lesser needs weigh less."""
