"""What has to be asked before a rota can be right: children, births, hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.domain.dates import UNKNOWN
from kinhold.domain.findings import OpenQuestion
from kinhold.domain.people import closeness
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.household_on import Standing
    from kinhold.domain.household import Household


def questions_about_care(*, standing: Standing) -> tuple[OpenQuestion, ...]:
    """Return what has to be asked before a rota can be right: children, births, hours."""
    household = standing.household
    asked = []
    if not household.children:
        asked.append(
            OpenQuestion(
                "care.children",
                _("Who are the children, and when were they born?"),
                _("Needs follow from age."),
                "",
                "2026-11-21 child Sam born=2026-08-20",
            )
        )
    asked += [
        OpenQuestion(
            "care.born",
            _("When was {child} born? A month is enough.").format(child=child.name),
            _("Needs follow from age."),
            child.handle,
            f'{household.on.isoformat()} child "{child.handle}" born=2026-08',
        )
        for child in household.children
        if child.born == UNKNOWN
    ]
    silent = sorted(
        (c for c in household.carers if c.may_ask and not (c.main or c.lives_in or c.available)),
        key=lambda c: _closeness(household, c.handle),
    )
    asked += [
        OpenQuestion(
            "care.hours",
            _("When can {carer} take over, if at all?").format(carer=carer.name),
            _("Without hours nobody is planned in."),
            carer.handle,
            f'{household.on.isoformat()} available "{carer.handle}" each=week:sat at=22:00-03:00',
        )
        for carer in silent[:3]
    ]
    return tuple(asked)


def _closeness(household: Household, handle: str) -> tuple[int, str]:
    """Who is asked about first: own family, then the partner's, friends, then everybody else."""
    person = household.person(handle)
    role = person.role if person else ""
    return (closeness(role), handle)
