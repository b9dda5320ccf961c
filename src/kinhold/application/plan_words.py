"""What the steps and the levels of a plan are called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.application.wording import say_minutes
from kinhold.domain.money import Money, say
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.domain.household import Household

STEPS: Final = {
    "tonight": N_("tonight is planned"),
    "usable": N_("a first fortnight stands"),
    "uncovered": N_("the gaps are as few as can be"),
    "sleep": N_("sleep is as whole as can be"),
    "doubt": N_("the shaky hours have somebody behind them"),
    "cost": N_("the cost is as low as can be"),
    "fairness": N_("the load is shared out"),
    "changes": N_("what was shared is kept where it can be"),
}
"""By the names of `PlanStep`, what is known once it is done."""

LEVELS: Final = {
    "uncovered": N_("Needs left open"),
    "sleep": N_("Your sleep in one piece, what is missing"),
    "doubt": N_("Time that may end up with nobody"),
    "cost": N_("Paid hours"),
    "fairness": N_("The most that anybody carries"),
    "changes": N_("Different from what you shared"),
}
"""By the names of levels; less is better in each."""


def say_level(name: str, value: float, household: Household) -> str:
    """Return a level's value as a person reads it."""
    if name == "uncovered":
        return (
            _("{value:g} weighted minutes").format(value=value / _WEIGHT_OF_A_MINUTE)
            if value
            else _("none")
        )
    if name == "cost":
        return say(Money(round(value), household.currency))
    return say_minutes(round(value)) if value else "none"


_WEIGHT_OF_A_MINUTE: Final = 100
"""Of a minute with no one; lesser needs weigh less."""
