"""Sharing a rota: what is written down when people are shown who has the children when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from kinhold.domain.care import RotaShared
from kinhold.domain.dates import from_day
from kinhold.domain.findings import KinholdError
from kinhold.domain.promises import AskMade
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.application.edit_rota import EditedPage
    from kinhold.application.household_on import Standing


class NothingToShareError(KinholdError):
    """There is no rota, or one that cannot hold; the text says what to change."""


def share_rota(
    *,
    standing: Standing,
    edited: EditedPage,
    on: date,
    today: date,
    new_id: Callable[[], str],
) -> tuple[tuple[AskMade, ...], RotaShared]:
    """Return the facts of sharing a rota: who is taken to have said yes, and the rota itself.

    Args:
        standing: the household on that day.
        edited: the rota with its changes by hand, re-checked.
        on: its first day.
        today: the local day.
        new_id: makes ids.

    Raises:
        NothingToShareError: where there is no rota, or a turn in it that does not hold.
    """
    if not edited.turns:
        raise NothingToShareError(_("There is no rota to share yet."))
    if not edited.holds:
        raise NothingToShareError(
            _("This cannot be shared as it is. {faults}").format(faults=" ".join(edited.faults))
        )
    yes = tuple(
        AskMade(
            fact_id=new_id(),
            occurred=from_day(today),
            about=offer.carer,
            state="offered",
            day=from_day(offer.day),
            at=offer.window,
            for_child=tuple(c.handle for c in standing.household.children),
        )
        for offer in edited.offered
    )
    shared = RotaShared(
        fact_id=new_id(),
        occurred=from_day(on),
        until=from_day(date.fromisoformat(edited.page.until)),
        turns=edited.turns,
        digest=edited.page.digest,
    )
    return yes, shared
