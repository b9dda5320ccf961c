"""What holds of a household and what does not, as figures that can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.application.stress_words import say_base, say_chances

if TYPE_CHECKING:
    from kinhold.domain.household import Household
    from kinhold.engines.stress.impact import Figures


@dataclass(frozen=True, slots=True)
class FiguresLine:
    """A household's figures; minutes, days, and minor units of its currency.

    Attributes:
        words: in one sentence.
        no_one_minutes, longest_no_one: time with no one in the fortnight, and its longest piece.
        first_no_one: ISO instant of the first, or empty.
        unrelieved, nights, nights_in_a_row: nights with no relief, of so many, and the longest run.
        first_unrelieved: ISO day of the first, or empty.
        runway_days, runway_p50, runway_p10: days to the first missed priority bill: as planned, in
            the middle one of simulated years, and in the one that nine of ten are better than; None
            where money was not told, or not simulated.
        missed_priority, missed_p50, missed_p10: priority bills that cannot be paid, in the same order.
        missed: bills of any class that cannot be paid on time.
        unpaid: what is still open at the end of the year.
        paid_care: what paid hours of the fortnight cost.
        chances: the simulated years in one sentence, or empty.
    """

    words: str
    no_one_minutes: int
    first_no_one: str
    longest_no_one: int
    unrelieved: int
    first_unrelieved: str
    nights: int
    nights_in_a_row: int
    runway_days: int | None
    runway_p50: int | None
    runway_p10: int | None
    missed_priority: int
    missed_p50: int | None
    missed_p10: int | None
    missed: int
    unpaid: int
    paid_care: int
    chances: str


def figures_line(household: Household, figures: Figures) -> FiguresLine:
    """Return a household's figures as a line."""
    chances = figures.chances
    zone = household.zone
    return FiguresLine(
        words=say_base(household, figures),
        no_one_minutes=figures.no_one_minutes,
        first_no_one=figures.gaps[0].interval.start.isoformat() if figures.gaps else "",
        longest_no_one=figures.longest_gap,
        unrelieved=len(figures.unrelieved),
        first_unrelieved=figures.unrelieved[0].night.start.astimezone(zone).date().isoformat()
        if figures.unrelieved
        else "",
        nights=figures.nights,
        nights_in_a_row=figures.nights_in_a_row,
        runway_days=figures.runway_days,
        runway_p50=chances.runway_p50 if chances else None,
        runway_p10=chances.runway_p10 if chances else None,
        missed_priority=len(figures.missed_priority),
        missed_p50=chances.missed_p50 if chances else None,
        missed_p10=chances.missed_p10 if chances else None,
        missed=len(figures.missed),
        unpaid=figures.unpaid,
        paid_care=figures.paid_care,
        chances=say_chances(chances),
    )
