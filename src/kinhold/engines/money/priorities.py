"""Which bill first, by the country's rules, and what follows where it is not paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, cast

from kinhold.rules.parameter import Reference, RuleNotInForceError

if TYPE_CHECKING:
    from datetime import date

    from kinhold.domain.finances import PriorityClass
    from kinhold.rules.pack import RulesInForce

_SYNONYMS: Final = {
    "electric": "energy",
    "electricity": "energy",
    "gas": "energy",
    "heating": "energy",
    "power": "energy",
    "utilities": "energy",
    "groceries": "food",
    "nursery": "childcare",
    "nanny": "childcare",
    "day-care": "childcare",
    "childminder": "childcare",
    "internet": "phone",
    "broadband": "phone",
    "mobile": "phone",
    "credit-card": "card",
    "store-card": "card",
    "business-loan": "loan",
    "personal-loan": "loan",
    "car-loan": "car",
    "car-payment": "car",
}


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a rule pack says of a type of bill.

    Attributes:
        priority: its class.
        consequence: what follows where it is not paid, in a few words; empty where no rule says.
        references: where that is written.
    """

    priority: PriorityClass
    consequence: str
    references: tuple[Reference, ...]


def consequence(type_: str, *, rules: RulesInForce, on: date) -> Consequence:
    """Return class and consequence of a type of bill in the country of the rules.

    A type that no rule names is `other` with no consequence; nothing is guessed.

    Args:
        type_: such as `rent`, `energy` or `card`, or the bill's own name.
        rules: of the household's country.
        on: the day.
    """
    word = type_.strip().casefold().replace(" ", "-").replace("_", "-")
    for name in (word, _SYNONYMS.get(word, ""), word.split("-", maxsplit=1)[0]):
        try:
            found = rules.lookup(f"bills.{name}", on)
        except RuleNotInForceError:
            continue
        if isinstance(found, Mapping):
            return Consequence(
                cast("PriorityClass", found["class"]),
                str(found["consequence"]),
                rules.parameter(f"bills.{name}").references,
            )
    return Consequence("other", "", ())
