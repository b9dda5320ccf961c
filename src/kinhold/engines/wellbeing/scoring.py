"""Plain sums of short questionnaires; incomplete answers have no sum and are never prorated.

PHQ-2 and GAD-2 may be used without permission (their copyright notice: "No permission required to
reproduce, translate, display or distribute"). Items 0 to 3 each, over the last two weeks. The sum
is what a doctor knows; nothing is concluded from it here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.domain.findings import KinholdError

if TYPE_CHECKING:
    from collections.abc import Sequence

SKIPPED: Final = -1


class AnswersDoNotFitError(KinholdError):
    """There are more or fewer answers than items, or one is outside its range."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire that is scored as a plain sum.

    Attributes:
        name: as in the record.
        items: how many.
        highest: of one item; the lowest is 0.
        source: where the scoring is published.
    """

    name: str
    items: int
    highest: int
    source: str

    @property
    def most(self) -> int:
        """The highest sum."""
        return self.items * self.highest


INSTRUMENTS: Final = {
    i.name: i
    for i in (
        Instrument("PHQ-2", 2, 3, "Kroenke, Spitzer, Williams 2003, Medical Care 41(11):1284–1292"),
        Instrument(
            "GAD-2", 2, 3, "Kroenke et al. 2007, Annals of Internal Medicine 146(5):317–325"
        ),
    )
}


def sum_of(instrument: Instrument, answers: Sequence[int]) -> int | None:
    """Return the sum, or None where an item was skipped.

    Args:
        instrument: how many items, and their range.
        answers: one integer an item; −1 for one that was skipped.

    Raises:
        AnswersDoNotFitError: for another number of answers, or one outside its range.
    """
    if len(answers) != instrument.items:
        raise AnswersDoNotFitError(
            f"{instrument.name} has {instrument.items} items; {len(answers)} were given."
        )
    if any(a != SKIPPED and not 0 <= a <= instrument.highest for a in answers):
        raise AnswersDoNotFitError(
            f"Each answer of {instrument.name} is 0 to {instrument.highest}."
        )
    return None if SKIPPED in answers else sum(answers)
