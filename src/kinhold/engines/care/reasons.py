"""Why somebody is on a turn: the facts it rests on and the limits it respects, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.domain.money import say
from kinhold.engines.care.supply import hours_for_all
from kinhold.engines.care.timing import dated, weeks_of

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
        return Reasons((), (f"{turn.carer} is not among the carers any more.",))
    zone, days = household.zone, household.holidays
    agreed = [
        a
        for a in hours_for_all(carer, household)
        if dated(a, horizon=turn.interval, zone=zone, holidays=days)
    ]
    words = [f"{carer.name} agreed to these hours."] if agreed else []
    if carer.lives_in and not agreed:
        words.append(f"{carer.name} lives there and is not away then.")
    limits = carer.limits
    if limits and limits.most is not None:
        for week in weeks_of(rota.horizon, household.zone):
            if week.overlap(turn.interval):
                own = sum(t.interval.overlap(week) for t in rota.turns if t.carer == turn.carer)
                words.append(f"{own / 60:g} of at most {limits.most / 60:g} hours in these 7 days.")
    if limits and limits.price:
        words.append(f"{say(limits.price)} an hour.")
    if turn.backup:
        words.append(f"{household.name(turn.backup)} steps in if {carer.name} cannot come.")
    ids = [a.fact_id for a in agreed] or list(carer.fact_ids[:1])
    if limits:
        ids.append(limits.fact_id)
    return Reasons(tuple(ids), tuple(words))
