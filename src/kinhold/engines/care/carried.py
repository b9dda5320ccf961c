"""What each person carries in each week of a rota: doing and thinking-of, apart. Hours, no verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.domain.periods import NIGHT_ENDS, NIGHT_STARTS, ClockWindow, Interval
from kinhold.engines.care.figures import pieces_of
from kinhold.engines.care.load import UNIT, rates, thinkers
from kinhold.engines.care.places import with_places
from kinhold.engines.care.supply import supplies
from kinhold.engines.care.timing import care_days, every_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.care import Need, Turn
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Household

_WEEK: Final = 7
_NIGHT: Final = ClockWindow(NIGHT_STARTS, NIGHT_ENDS)


@dataclass(frozen=True, slots=True)
class Carried:
    """One person's part of one week.

    Attributes:
        carer: who.
        week: seven care days, from the beginning of the horizon on; the last may be shorter.
        doing: minutes, as `load` counts them: on duty by day, expected wakings by night.
        thinking: minutes of thinking of the tasks in it.
    """

    carer: PersonRef
    week: Interval
    doing: int
    thinking: int


def carried_by_week(
    turns: Sequence[Turn], *, household: Household, horizon: Interval, needs: Sequence[Need]
) -> tuple[Carried, ...]:
    """Return what each person carries, week by week, in the order of the household's carers.

    Paid hours are in it too: they are care, though nobody's share of the unpaid load. Who carries
    nothing in a week is left out of it.

    Args:
        turns: of a rota.
        household: whom it is for.
        horizon: the time looked at.
        needs: from `needs_for`.
    """
    needs = with_places(needs, household)
    found = supplies(household, horizon=horizon)
    days = care_days(horizon, household.zone)
    weighs = rates(needs, dark=every_day([_NIGHT], horizon=horizon, zone=household.zone), days=days)
    index = {s.handle: n for n, s in enumerate(found)}
    thinks = thinkers(found)
    weeks = [
        Interval(days[n].start, days[min(n + _WEEK, len(days)) - 1].end)
        for n in range(0, len(days), _WEEK)
    ]
    carried: list[Carried] = []
    doing: dict[tuple[int, PersonRef], int] = {}
    thinking: dict[tuple[int, PersonRef], int] = {}
    for piece in pieces_of(turns, household=household, horizon=horizon, needs=needs):
        lead = next((h for h in piece.on_duty if h in index), None)
        if lead is None:
            continue
        at = next(n for n, w in enumerate(weeks) if w.start <= piece.interval.start < w.end)
        did, thought = (at, lead), (at, found[thinks[index[lead]]].handle)
        weight = weighs.doing(piece.interval, piece.needs, dark=piece.dark)
        doing[did] = doing.get(did, 0) + weight
        thinking[thought] = thinking.get(thought, 0) + weighs.thought(piece.interval, piece.needs)
    for n, week in enumerate(weeks):
        for supply in found:
            parts = doing.get((n, supply.handle), 0), thinking.get((n, supply.handle), 0)
            if any(parts):
                carried.append(
                    Carried(supply.handle, week, *(round(part / UNIT) for part in parts))
                )
    return tuple(carried)
