"""Worst first, how much margin there is, and who or what everything rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.domain.care import Carer
    from kinhold.domain.household import Household
    from kinhold.engines.stress.impact import Figures, Impact


@dataclass(frozen=True, slots=True)
class Margin:
    """How many single losses the household survives, of those tested."""

    survived: int
    tested: int


def rank(impacts: Iterable[Impact]) -> tuple[Impact, ...]:
    """Order impacts worst first: time with no one, then runway lost, then sleep lost.

    What breaks nothing comes last; a gain in one of these is no loss in it.
    """
    return tuple(
        sorted(
            impacts,
            key=lambda i: (
                i.holds,
                -max(0, i.more_no_one),
                -max(0, i.runway_lost),
                -max(0, i.more_missed_priority),
                -len(i.newly_missed),
                -max(0, i.more_unpaid),
                -max(0, i.more_unrelieved),
                -max(0, i.more_sleep_lost),
                -i.crystallised,
                i.contingency.key,
            ),
        )
    )


def margin(impacts: Iterable[Impact]) -> Margin:
    """Count the losses after which nothing that held gives way."""
    every = list(impacts)
    return Margin(sum(1 for i in every if i.holds), len(every))


def single_points(impacts: Iterable[Impact]) -> tuple[str, ...]:
    """Return the keys of losses that leave time with no one or a priority bill unpaid."""
    return tuple(
        i.contingency.key
        for i in rank(impacts)
        if i.more_no_one > 0 or i.more_missed_priority > 0 or i.runway_lost > 0
    )


def nights_rest_on(household: Household, base: Figures) -> tuple[Carer, ...]:
    """Return who carries the nights: with every night unrelieved it is the main carer alone.

    Otherwise it is the main carer and whoever lives in or has stated hours that reach into a night.
    """
    main = tuple(c for c in household.carers if c.main)
    if not base.nights or len(base.unrelieved) == base.nights:
        return main
    others = tuple(
        c
        for c in household.carers
        if not c.main
        and not c.place
        and (c.lives_in or any(_reaches_night(w.start, w.end) for a in c.available for w in a.at))
    )
    return main + others


def _reaches_night(start: int, end: int) -> bool:
    """Whether clock minutes touch 20:00 to 08:00."""
    from kinhold.domain.periods import NIGHT_ENDS, NIGHT_STARTS

    return start < NIGHT_ENDS or end > NIGHT_STARTS or end <= start
