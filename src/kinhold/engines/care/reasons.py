"""Why somebody is on a turn: the facts it rests on and the limits it respects, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.domain.money import say
from kinhold.engines.care.supply import hours_for_all
from kinhold.engines.care.timing import dated, weeks_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.domain.care import Rota, Turn
    from kinhold.domain.household import Household


@dataclass(frozen=True, slots=True)
class Reasons:
    """What a turn rests on.

    Attributes:
        fact_ids: facts that say the carer can be there.
        words: short sentences, in the order a person would ask for them.
    """

    fact_ids: tuple[str, ...]
    words: tuple[str, ...]


def explain(turn: Turn, *, rota: Rota, household: Household) -> Reasons:
    """Return why this carer has this turn.

    Args:
        turn: one of the rota's turns.
        rota: for the hours of the same week.
        household: the one it was planned for.
    """
    carer = household.carer(turn.carer)
    if carer is None:
        return Reasons(
            (), (_("{carer} is not among the carers any more.").format(carer=turn.carer),)
        )
    zone, days = household.zone, household.holidays
    agreed = [
        a
        for a in hours_for_all(carer, household)
        if dated(a, horizon=turn.interval, zone=zone, holidays=days)
    ]
    words = [_("{carer} agreed to these hours.").format(carer=carer.name)] if agreed else []
    if carer.lives_in and not agreed:
        words.append(_("{carer} lives there and is not away then.").format(carer=carer.name))
    limits = carer.limits
    if limits and limits.most is not None:
        for week in weeks_of(rota.horizon, household.zone):
            if week.overlap(turn.interval):
                own = sum(t.interval.overlap(week) for t in rota.turns if t.carer == turn.carer)
                words.append(
                    _("{own:g} of at most {most:g} hours in these 7 days.").format(
                        own=own / 60, most=limits.most / 60
                    )
                )
    if limits and limits.price:
        words.append(_("{price} an hour.").format(price=say(limits.price)))
    if turn.backup:
        words.append(
            _("{backup} steps in if {carer} cannot come.").format(
                backup=household.name(turn.backup), carer=carer.name
            )
        )
    ids = [a.fact_id for a in agreed] or list(carer.fact_ids[:1])
    if limits:
        ids.append(limits.fact_id)
    return Reasons(tuple(ids), tuple(words))
