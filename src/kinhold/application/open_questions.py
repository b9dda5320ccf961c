"""Everything that is open, from all engines, most telling first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import OpenQuestion
from kinhold.domain.people import PARTNERS
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.household_on import Standing

_ORDER: Final = (
    "household.country",
    "household.keeper",
    "household.left",
    "household.person",
    "care.children",
    "care.born",
    "money.balance",
    "money.bills",
    "money.incomes",
    "care.hours",
    "money.bill-amount",
    "money.income-amount",
    "money.debt-payment",
)
_RANK: Final = {code: rank for rank, code in enumerate(_ORDER)}


def about_the_household(*, standing: Standing) -> tuple[OpenQuestion, ...]:
    """Return what has to be known before any engine can be right: country, zone, who keeps it."""
    household = standing.household
    asked = []
    if not household.country:
        asked.append(
            OpenQuestion(
                "household.country",
                _("Which country do you live in?"),
                _("Rules, money, dates and phone lines depend on it."),
                "",
                "household country=uk zone=Europe/London currency=GBP",
            )
        )
    if not household.keeper:
        asked.append(
            OpenQuestion(
                "household.keeper",
                _("What is your name, or what shall we call you?"),
                _("The plan is made around you."),
                "",
                f"{household.on.isoformat()} person Sam role=self",
            )
        )
    left = {d.about for d in household.departures}
    partners = [
        p for p in household.people if p.role in PARTNERS and not p.home and p.handle not in left
    ]
    if not household.home and partners:
        partner = partners[0]
        asked.append(
            OpenQuestion(
                "household.left",
                _("Does {partner} live with you? If not, since when?").format(partner=partner.name),
                _("The family map shows the household before and after; nights depend on it."),
                partner.handle,
                _('{on} left "{handle}"').format(
                    on=household.on.isoformat(), handle=partner.handle
                ),
            )
        )
    known = {p.handle for p in household.people}
    named = dict.fromkeys(c.promisor for c in household.commitments if c.promisor not in known)
    asked += [
        OpenQuestion(
            "household.person",
            _("Who is {handle}?").format(handle=handle),
            _("A promise is on the record, and nobody of this name is."),
            handle,
            f'{household.on.isoformat()} person "{handle}" role=friend',
        )
        for handle in named
    ]
    return tuple(asked)


def together(*groups: tuple[OpenQuestion, ...]) -> tuple[OpenQuestion, ...]:
    """Return questions of several engines without repeats, those that most hangs on first."""
    known = {(q.code, q.about): q for group in groups for q in group}
    return tuple(sorted(known.values(), key=lambda q: _RANK.get(q.code, len(_RANK))))
