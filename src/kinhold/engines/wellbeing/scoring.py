"""Plain sums of questionnaires; an incomplete one has no sum and is never prorated.

The sum is what a doctor knows; nothing is concluded from it here, and no plan reads it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.domain.findings import KinholdError
from kinhold.engines.wellbeing.instruments import SKIPPED
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.wellbeing.instruments import Band, Instrument, Item


class AnswersDoNotFitError(KinholdError):
    """There are more or fewer answers than items, or one is outside its range."""


def sum_of(instrument: Instrument, answers: Sequence[int]) -> int | None:
    """Return the total, or None where an item of it was skipped or the form has none.

    Args:
        instrument: its items and their ranges.
        answers: one integer an item; −1 for one that was skipped.

    Raises:
        AnswersDoNotFitError: for another number of answers, or one outside its range.
    """
    check_answers(instrument, answers)
    counted = [a for item, a in zip(instrument.items, answers, strict=True) if item.in_total]
    if not instrument.scored or SKIPPED in counted:
        return None
    return instrument.times * sum(counted)


def check_answers(instrument: Instrument, answers: Sequence[int]) -> None:
    """Refuse answers that cannot be this form's.

    Raises:
        AnswersDoNotFitError: says which and what to give.
    """
    wanted = len(instrument.items)
    if len(answers) != wanted:
        raise AnswersDoNotFitError(
            _("{key} has {wanted} {more}; {answers} were given.").format(
                key=instrument.key,
                wanted=wanted,
                more=_("answer") if wanted == 1 else _("answers"),
                answers=len(answers),
            )
        )
    for number, (item, answer) in enumerate(zip(instrument.items, answers, strict=True), start=1):
        check_answer(instrument, number, item, answer)
    if instrument.entry and instrument.others_at_most is not None and SKIPPED not in answers:
        total, single = answers
        if not 0 <= total - single <= instrument.others_at_most:
            raise AnswersDoNotFitError(
                _(
                    "A total of {total} cannot hold a {single} at question 10. Look at the form again."
                ).format(total=total, single=single)
            )


def check_answer(instrument: Instrument, number: int, item: Item, answer: int) -> None:
    """Refuse one answer outside its range.

    Args:
        instrument: whose.
        number: of the item, from 1.
        item: the item.
        answer: −1 where it was skipped.

    Raises:
        AnswersDoNotFitError: says the range.
    """
    if answer != SKIPPED and not item.lowest <= answer <= item.highest:
        raise AnswersDoNotFitError(
            _(
                "Answer {number} of {key} is a number from {lowest} to {highest}; {answer} was given."
            ).format(
                number=number,
                key=instrument.key,
                lowest=item.lowest,
                highest=item.highest,
                answer=answer,
            )
        )


def band_of(instrument: Instrument, total: int) -> Band | None:
    """Return the published range that a total lies in, or None where none was published."""
    return next((b for b in instrument.bands if b.lowest <= total <= b.highest), None)


def acts_alone(instrument: Instrument, answers: Sequence[int]) -> bool:
    """Return whether an answer is there that is acted on at once, whatever the total.

    Answers may still be missing at the end: it holds from the moment that the one is given.
    """
    if instrument.acts_alone is None:
        return False
    number, at_least = instrument.acts_alone
    return len(answers) >= number and answers[number - 1] >= at_least
