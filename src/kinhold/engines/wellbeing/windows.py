"""When a questionnaire may be offered again: not before the time it asks about has passed.

A form that asks about the last two weeks, answered again after one, asks about a week twice. So it
waits; nobody is reminded, and a form that is never answered again is not missed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.engines.wellbeing.instruments import Instrument


def again_on(instrument: Instrument, answered: Sequence[tuple[str, date]]) -> date | None:
    """Return the first local day on which a form may be asked again, or None for any day.

    A short form also waits for the long one whose first items it is; the long one does not wait for
    the short, which is asked first on purpose.

    Args:
        instrument: which.
        answered: (key, local day) of every answer on the record, in any order.
    """
    if not instrument.again_after_days:
        return None
    same = {instrument.key, instrument.longer} - {""}
    days = [day for key, day in answered if key in same]
    return max(days) + timedelta(days=instrument.again_after_days) if days else None


def may_be_asked(instrument: Instrument, answered: Sequence[tuple[str, date]], *, on: date) -> bool:
    """Return whether its time has passed by a local day."""
    first = again_on(instrument, answered)
    return first is None or first <= on


def is_offered(instrument: Instrument, answered: Sequence[tuple[str, date]], *, on: date) -> bool:
    """Return whether it stands among what is offered: never for one that has to be chosen."""
    return instrument.lane in ("own", "doctor") and may_be_asked(instrument, answered, on=on)
