"""The headings of a budget sheet, and which types of bill and income stand under which.

The order follows the public structure of the Standard Financial Statement (Money and Pensions
Service, United Kingdom); the words are our own.
"""

from __future__ import annotations

from typing import Final

from kinhold.voice.speaking import N_

INCOME: Final = {
    "wages": N_("Wages and earnings"),
    "benefits": N_("Benefits and tax credits"),
    "support": N_("Support received for children"),
    "other": N_("Other income"),
}
FIXED: Final = {
    "home": N_("Home, energy and water"),
    "work": N_("Work, school and childcare"),
    "insurance": N_("Insurance and pensions"),
    "arrears": N_("Payments on priority debts and arrears"),
}
FLEXIBLE: Final = {
    "food": N_("Food and household"),
    "leisure": N_("Communications and leisure"),
    "personal": N_("Personal and health"),
    "travel": N_("Travel"),
    "unsorted": N_("Everything else"),
}
SAVINGS: Final = {"savings": N_("Savings")}
_TYPES: Final = {
    "home": "rent mortgage secured-loan second-mortgage council-tax property-tax ground-rent "
    "service-charge energy gas electricity electric heating power utilities water tv-licence repairs",
    "work": "childcare nursery nanny day-care childminder school school-meals uniform tuition union work",
    "insurance": "insurance home-insurance contents-insurance car-insurance life-insurance pension",
    "arrears": "fine child-maintenance child-support tax judgment benefit-overpayment hire-purchase arrears",
    "food": "food groceries household cleaning nappies formula pets",
    "leisure": "phone mobile internet broadband tv subscription leisure gym sport gifts holiday",
    "personal": "clothes clothing shoes toiletries hair health medicine prescriptions dentist",
    "travel": "transport travel fuel petrol bus train fares parking car car-tax",
    "savings": "savings saving",
}  # fmt: skip
_GROUP_OF: Final = {word: group for group, words in _TYPES.items() for word in words.split()}
INCOME_OF: Final = {
    "wage": "wages",
    "business": "wages",
    "benefit": "benefits",
    "support": "support",
}


def group_of(type_: str) -> str:
    """Return under which heading a type of bill stands, or an empty text."""
    word = type_.strip().casefold().replace(" ", "-").replace("_", "-")
    return _GROUP_OF.get(word, "") or _GROUP_OF.get(word.split("-", maxsplit=1)[0], "")
