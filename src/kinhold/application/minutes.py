"""I need a minute: the note that one was taken, and the words that differ by country.

The order of the steps (child down somewhere safe, is another adult awake, stay near or go, a time to
be back) is from UK safeguarding advice that walking away for a few minutes is right once the child
is safe (ICON, https://iconcope.org/advice-for/parents/its-ok-to-walk-away).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.dates import from_moment, instant
from kinhold.domain.findings import KinholdError
from kinhold.domain.wellbeing import MinuteTaken
from kinhold.engines.care.shared import turns_shared
from kinhold.journal.verify import is_entry_id
from kinhold.voice.speaking import N_, _, as_in_the_us

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain.household import Household
    from kinhold.record.record import Record

Awake = Literal["yes", "no"]

STAY_MINUTES: Final = 5
"""How long to stay out of the room where nobody else is awake; then look in again."""
GO_MINUTES: Final = (10, 20, 40)
"""How long to be out where another adult is awake and was told."""
LONGEST: Final = 24 * 60
"""A minute that was not ended counts no longer than a day, in minutes."""
MOST_TO_TEXT: Final = 3


class MinuteNotUsableError(KinholdError):
    """A note of a minute cannot be right; the text says what to do."""


@dataclass(frozen=True, slots=True)
class MinuteWords:
    """What the steps say in one country.

    Attributes:
        cot: where the baby is put down.
        clock: `24` or `12`, for the hours of the time to be back.
    """

    cot: str
    clock: Literal["24", "12"]


WORDS: Final[dict[str, MinuteWords]] = {
    "uk": MinuteWords(cot=N_("cot"), clock="24"),
    "us": MinuteWords(cot=N_("cot"), clock="12"),
}
ANYWHERE: Final = MinuteWords(cot=N_("cot or crib"), clock="24")


def minute_words(country: str) -> MinuteWords:
    """Return the words of a country, `uk` or `us`; plain ones anywhere else."""
    words = WORDS.get(country, ANYWHERE)
    return replace(words, cot=_(words.cot), clock="12" if as_in_the_us(country) else "24")


def standing_minute(*, record: Record, entry_id: str) -> MinuteTaken | None:
    """Return the note that stands under the id it began with, or None where none does."""
    notes = record.of(MinuteTaken)
    return next((n for n in notes if entry_id in (n.fact_id, n.replaces)), None)


def begin_minute(
    *, entry_id: str, adult: Awake, began: datetime, minutes: int | None, zone: ZoneInfo
) -> MinuteTaken:
    """Return the note that a minute was taken.

    Args:
        entry_id: a UUID of version 4 made by whoever took it; the same one again is the same note.
        adult: whether another adult was awake and was told.
        began: aware.
        minutes: how long it was, or None while it lasts.
        zone: the household's.

    Raises:
        MinuteNotUsableError: for another kind of id, or an answer that is neither yes nor no.
    """
    if not is_entry_id(entry_id) or adult not in ("yes", "no"):
        raise MinuteNotUsableError(_("This note came through damaged, so it was not kept."))
    lasted = None if minutes is None else min(max(minutes, 0), LONGEST)
    return MinuteTaken(
        fact_id=entry_id, occurred=from_moment(began, zone), minutes=lasted, adult=adult
    )


def end_minute(
    *, note: MinuteTaken, now: datetime, zone: ZoneInfo, new_id: Callable[[], str]
) -> MinuteTaken:
    """Return the note with how long it was, in whole minutes and at least one.

    Args:
        note: as it stands.
        now: aware.
        zone: the household's.
        new_id: makes the id of the entry that takes its place.
    """
    began = instant(note.occurred, zone) or now
    lasted = max((now - began) // timedelta(minutes=1), 1)
    return replace(note, fact_id=new_id(), minutes=min(lasted, LONGEST), replaces=note.fact_id)


def people_to_text(household: Household, *, now: datetime) -> tuple[str, ...]:
    """Return the names of at most three other carers: whose turn it is or comes next, first.

    The turns are those of the rota that was shared; after them, those who live elsewhere come before
    those at home. Nobody who left the household, is kept out, was named in a signal, has died, or is
    known only as one of a group
    is named: on a page for a bad moment a missing name costs less than a wrong one.

    Args:
        household: as it stands.
        now: aware.
    """
    left = {departure.about for departure in household.departures}
    known = [household.person(carer.handle) for carer in household.carers]
    asked = [
        p
        for p in known
        if p is not None and p.offered and p.handle not in (household.keeper, *left)
    ]
    turns, _ = turns_shared(household.rota, zone=household.zone)
    order = [turn.carer for turn in turns if now < turn.interval.end]
    asked.sort(
        key=lambda p: (
            order.index(p.handle) if p.handle in order else len(order),
            p.home == household.home and p.home != "",
        )
    )
    return tuple(p.name for p in asked[:MOST_TO_TEXT])
