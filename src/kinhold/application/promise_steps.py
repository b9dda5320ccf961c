"""Writing down a promise, and what came of it on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.domain.dates import UNKNOWN, from_day
from kinhold.domain.findings import KinholdError
from kinhold.domain.promises import OutcomeNoted, PromiseMade
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Person
    from kinhold.domain.periods import ClockWindow
    from kinhold.domain.promises import Outcome, Topic
    from kinhold.domain.recurrence import Recurrence

_WHOLE = 100


class PromiseNotUsableError(KinholdError):
    """A promise or an outcome that cannot be written down; the text says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPromise:
    """What somebody said they would do.

    Attributes:
        who: handle or name of who said it.
        words: what they said; a message is kept word for word.
        topic: what it is about.
        due: the day it falls due, for a single time, or from which it repeats.
        each: how often it repeats.
        at: hours of those days.
        condition: what it hangs on, such as "when he is older"; without a day it never falls due.
    """

    who: str
    words: str
    topic: Topic = "care"
    due: date | None = None
    each: Recurrence | None = None
    at: tuple[ClockWindow, ...] = ()
    condition: str = ""


def write_promise(
    *, standing: Standing, wanted: ToPromise, today: date, new_id: Callable[[], str]
) -> PromiseMade:
    """Return a promise to the person who keeps the record, as it is written down.

    Raises:
        PromiseNotUsableError: for somebody unknown, or without words.
    """
    person = _person(standing, wanted.who)
    if not wanted.words.strip():
        raise PromiseNotUsableError(_("What did they say? A few words are enough."))
    return PromiseMade(
        fact_id=new_id(),
        occurred=from_day(today),
        about=person.handle,
        to=(standing.household.keeper,),
        topic=wanted.topic,
        due=from_day(wanted.due) if wanted.due else UNKNOWN,
        each=wanted.each,
        at=wanted.at,
        condition=wanted.condition.strip(),
        words=" ".join(wanted.words.split()),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ToNote:
    """What came of a promise.

    Attributes:
        promise_id: the id of the promise, or its beginning.
        outcome: what came of it.
        for_day: the day it fell due; None for the promise as a whole.
        share: percent that was done, for part-kept.
    """

    promise_id: str
    outcome: Outcome
    for_day: date | None = None
    share: int | None = None


def write_outcome(
    *, standing: Standing, wanted: ToNote, today: date, new_id: Callable[[], str]
) -> OutcomeNoted:
    """Return what came of a promise, as it is written down.

    Raises:
        PromiseNotUsableError: where there is no such promise, the day is still to come, or the
            share is not one.
    """
    found = [
        c.promise
        for c in standing.household.commitments
        if wanted.promise_id and c.promise.fact_id.startswith(wanted.promise_id)
    ]
    if len(found) != 1:
        raise PromiseNotUsableError(
            _(
                "“{promise_id}” does not name one promise. See them with: kinhold promises FILE"
            ).format(promise_id=wanted.promise_id[:36])
        )
    if wanted.for_day is not None and wanted.for_day > today:
        raise PromiseNotUsableError(_("That day is still to come. Note it once it is over."))
    if wanted.share is not None and not 0 <= wanted.share <= _WHOLE:
        raise PromiseNotUsableError(_("How much was done is a part of a hundred, from 0 to 100."))
    (promise,) = found
    return OutcomeNoted(
        fact_id=new_id(),
        occurred=from_day(today),
        about=promise.about,
        promise=promise.fact_id,
        outcome=wanted.outcome,
        for_day=from_day(wanted.for_day) if wanted.for_day else UNKNOWN,
        share=wanted.share if wanted.outcome == "part-kept" else None,
    )


def _person(standing: Standing, who: str) -> Person:
    people = [p for p in standing.household.people if not p.child]
    found = [p for p in people if who and who.strip() in (p.handle, p.name)]
    if not found:
        raise PromiseNotUsableError(
            _(
                "“{who}” is not on the record yet. Add them first, for example: 2026-11-21 person "
                '"{value}" role=friend'
            ).format(who=who[:40], value=who[:40] or _("Mum"))
        )
    return found[0]


def who_can_promise(standing: Standing) -> tuple[tuple[PersonRef, str], ...]:
    """Return who can have promised something: handle and name, the keeper left out."""
    household = standing.household
    return tuple(
        (p.handle, p.name)
        for p in household.people
        if not (p.child or p.died or p.group) and p.handle != household.keeper
    )
