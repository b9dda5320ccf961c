"""Money in a story as bills, incomes, debts, support and assets; amounts only where they are told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.events import NoteWritten
from kinhold.domain.finances import (
    AssetStated,
    BillStated,
    DebtStated,
    IncomeStated,
    SupportBasisStated,
)
from kinhold.domain.money import Money, exponent
from kinhold.domain.recurrence import Recurrence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.domain.fact import Fact, PersonRef
    from kinhold.engines.story.results import MoneyFound

_CURRENCY: Final = {"$": "USD", "£": "GBP", "€": "EUR"}
_PER: Final = {"month": "month", "week": "week", "year": "year", "day": "day"}

_BILLS: Final = {
    "rent": "rent", "mortgage": "mortgage", "utilities": "energy", "electric": "energy",
    "electricity": "energy", "gas": "energy", "heating": "energy", "water": "water",
    "council tax": "council-tax", "phone": "phone", "internet": "phone", "insurance": "insurance",
    "daycare": "childcare", "day care": "childcare", "nursery": "childcare", "childcare": "childcare",
    "nanny": "childcare", "groceries": "food", "food": "food", "credit card": "card",
}  # fmt: skip
_DEBTS: Final = (
    "business loan", "student loan", "car loan", "payday loan", "credit card", "mortgage",
    "overdraft", "loan", "arrears",
)  # fmt: skip
_ASSETS: Final[dict[str, Literal["", "car", "home", "savings", "other"]]] = {
    "car": "car",
    "sedan": "car",
    "van": "car",
    "truck": "car",
    "house": "home",
    "flat": "home",
    "savings": "savings",
}

_DEBT_KINDS: Final = {
    "debt",
    "debt_expected",
    "debt_cosigned",
    "rent_arrears",
    "loan_terms",
    "credit",
}
_SUPPORT_KINDS: Final = {"child_support", "child_costs_unpaid", "support_stopped"}
_INCOME_KINDS: Final = {"job", "income", "business"}
_ASSET_STATE: Final[dict[str, Literal["owned", "sold", "lost"]]] = {
    "asset": "owned",
    "purchase": "owned",
    "savings": "owned",
    "asset_sold": "sold",
    "asset_lost": "lost",
}


def money_facts(
    found: MoneyFound, *, who: tuple[PersonRef, ...], narrator: PersonRef
) -> Iterator[Fact]:
    """Yield what one money item of a reading states; at least a note that keeps the sentence.

    Args:
        found: the item.
        who: handles of those it is about.
        narrator: her handle.
    """
    words = " ".join(q.text for q in found.evidence)
    made = list(_facts(found, words, who, narrator))
    yield from made or [
        NoteWritten(
            fact_id="", about=who[0] if who else "", tags=("money", found.kind), words=words
        )
    ]


def _facts(
    found: MoneyFound, words: str, who: tuple[PersonRef, ...], narrator: PersonRef
) -> Iterator[Fact]:
    if found.kind in _DEBT_KINDS:
        yield _debt(found, words, who)
    elif found.kind in ("bill", "childcare_cost"):
        yield from _bills(found, words)
    elif found.kind in _SUPPORT_KINDS:
        payer = next((w for w in who if w != narrator), None)
        if payer:
            yield SupportBasisStated(
                fact_id="",
                about=payer,
                to=narrator,
                amount=_amount(found),
                each=_each(found),
                words=words,
            )
    elif found.kind in _INCOME_KINDS and narrator in who:
        # What somebody else earns is no income of this household; a note keeps the sentence.
        yield _income(found, words, "Wage", narrator)
    elif found.kind == "benefit":
        yield _income(found, words, "Benefit", who[0] if who else narrator)
    elif found.kind in _ASSET_STATE:
        yield from _asset(found, words, who)


def _debt(found: MoneyFound, words: str, who: tuple[PersonRef, ...]) -> DebtStated:
    lowered, amount, each = words.casefold(), _amount(found), _each(found)
    label = next((d for d in _DEBTS if d in lowered), "debt").capitalize()
    return DebtStated(
        fact_id="",
        about=label,
        balance=amount if each is None else None,
        minimum=amount if each else None,
        each=each,
        liable=who,
        liability="joint-and-several" if len(who) > 1 else "",
        type="loan" if "loan" in label.casefold() else "",
        words=words,
    )


def _bills(found: MoneyFound, words: str) -> Iterator[BillStated]:
    """One bill for each kind named; an amount belongs to it only where it is the only one."""
    named = [n for n in _BILLS if re.search(rf"\b{n}\b", words.casefold())]
    amount = _amount(found) if len(named) == 1 else None
    for name in named:
        yield BillStated(
            fact_id="",
            about=name.capitalize(),
            amount=amount,
            each=_each(found) if amount else None,
            type=_BILLS[name],
            words=words,
        )


def _income(found: MoneyFound, words: str, label: str, to: PersonRef) -> IncomeStated:
    each = _each(found)
    return IncomeStated(
        fact_id="",
        about=label,
        amount=_amount(found) if each else None,
        each=each,
        type="benefit" if found.kind == "benefit" else "wage",
        to=to,
        words=words,
    )


def _asset(found: MoneyFound, words: str, who: tuple[PersonRef, ...]) -> Iterator[AssetStated]:
    name = next((a for a in _ASSETS if re.search(rf"\b{a}\b", words.casefold())), None)
    if name:
        yield AssetStated(
            fact_id="",
            about=name.capitalize(),
            state=_ASSET_STATE[found.kind],
            type=_ASSETS[name],
            owners=who,
            value=_amount(found),
            words=words,
        )


def _amount(found: MoneyFound) -> Money | None:
    if found.amount is None:
        return None
    code = _CURRENCY.get(found.currency or "", found.currency or "")
    if len(code) != 3 or not code.isalpha():  # noqa: PLR2004 - ISO 4217 codes have three letters
        return None
    return Money(round(found.amount * 10 ** exponent(code.upper())), code.upper())


def _each(found: MoneyFound) -> Recurrence | None:
    unit = _PER.get(found.per or "")
    return Recurrence(unit) if unit else None  # type: ignore[arg-type]
