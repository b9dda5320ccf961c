"""What fell due of a promise, and what came of it.

An occurrence nobody noted anything about is unknown, never missed. A promise that hangs on a
condition without a date never falls due. What was noted counts before what other facts show; what
other facts show counts as kept, late or part-kept, and always names them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import UNKNOWN, first_day, last_day
from kinhold.domain.recurrence import occurrences as days_of
from kinhold.engines.promises.evidence import GRACE_DAYS, Evidence, Occurrence, read_off

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from zoneinfo import ZoneInfo

    from kinhold.domain.promises import Commitment, OutcomeNoted

__all__ = ["Evidence", "Occurrence", "due_days", "expand", "open_ended"]

_DAY: Final = timedelta(days=1)


def expand(
    commitment: Commitment,
    *,
    start: date,
    end: date,
    zone: ZoneInfo,
    evidence: Evidence | None = None,
    grace_days: int = GRACE_DAYS,
) -> tuple[Occurrence, ...]:
    """Return what fell due of a promise in `[start, end)` with what came of it, in order of day.

    - A recurring promise falls due on the days of its rule, from its due day or the day it was
      made; a single one on the last day of its due date. One without any date falls due only where
      an outcome was noted.
    - An outcome `for` a day (or month) belongs to the occurrences of that day (or month); for a day
      on which nothing was due it stands on its own. One about the promise as a whole stands on its
      own too, once, unless the promise was for a single time.
    - After the whole promise was withdrawn, what was still unknown is withdrawn.

    Args:
        commitment: the promise with its outcomes, oldest first; the latest about a day counts.
        start: first local day.
        end: day after the last.
        zone: the household's zone.
        evidence: other facts; only those of the promisor are looked at.
        grace_days: days within which a payment is on time.
    """
    due = [_blank(commitment, day) for day in _due_days(commitment, start, end)]
    found = [_noted(commitment, one) for one in due]
    if evidence is not None:
        window = (start, end)
        found = [
            read_off(commitment, one, evidence, window=window, zone=zone, grace_days=grace_days)
            for one in found
        ]
    found = [_withdrawn(commitment, one) for one in found]
    alone = [o for o in _standing_alone(commitment, start) if start <= o.day < end]
    return tuple(sorted([*found, *alone], key=lambda o: (o.day, o.whole, o.fact_ids)))


def open_ended(commitments: Iterable[Commitment]) -> tuple[Commitment, ...]:
    """Return the promises that never fall due by themselves: a condition and no date."""
    return tuple(c for c in commitments if c.open_ended)


def due_days(commitment: Commitment, *, start: date, end: date) -> tuple[date, ...]:
    """Return the local days in `[start, end)` on which a promise falls due."""
    return _due_days(commitment, start, end)


def _due_days(commitment: Commitment, start: date, end: date) -> tuple[date, ...]:
    promise = commitment.promise
    if commitment.open_ended:
        return ()
    if promise.each is None:
        day = last_day(promise.due)
        return (day,) if day is not None and start <= day < end else ()
    anchor = first_day(promise.due) or first_day(promise.occurred) or last_day(promise.occurred)
    if anchor is None:
        return ()
    return days_of(promise.each, anchor=anchor, start=start, end=end, until=last_day(promise.until))


def _blank(commitment: Commitment, day: date) -> Occurrence:
    promise = commitment.promise
    return Occurrence(promise.fact_id, commitment.promisor, promise.topic, day)


def _single(commitment: Commitment) -> bool:
    """Whether it falls due exactly once, on a known day."""
    promise = commitment.promise
    return promise.each is None and not commitment.open_ended and last_day(promise.due) is not None


def _noted(commitment: Commitment, blank: Occurrence) -> Occurrence:
    """The occurrence with the latest outcome that was noted for it."""
    found = blank
    for outcome in commitment.outcomes:
        whole = outcome.for_day == UNKNOWN
        if (whole and _single(commitment)) or (not whole and _is_for(outcome, blank.day)):
            found = _with(blank, outcome)
    return found


def _is_for(outcome: OutcomeNoted, day: date) -> bool:
    first, last = first_day(outcome.for_day), last_day(outcome.for_day)
    return (first is None or first <= day) and (last is None or day <= last)


def _with(occurrence: Occurrence, outcome: OutcomeNoted) -> Occurrence:
    return replace(
        occurrence,
        outcome=outcome.outcome,
        share=outcome.share if outcome.outcome == "part-kept" else None,
        fact_ids=(outcome.fact_id,),
    )


def _withdrawn(commitment: Commitment, occurrence: Occurrence) -> Occurrence:
    if not commitment.withdrawn or occurrence.outcome != "unknown":
        return occurrence
    ended = [o for o in commitment.outcomes if o.outcome == "withdrawn" and o.for_day == UNKNOWN]
    if not ended:
        return replace(occurrence, outcome="withdrawn")
    first = first_day(ended[0].occurred)
    if first is not None and occurrence.day < first:
        return occurrence
    return replace(occurrence, outcome="withdrawn", fact_ids=(ended[0].fact_id,))


def _standing_alone(commitment: Commitment, start: date) -> tuple[Occurrence, ...]:
    """Outcomes that belong to no due day: about the whole, or for a day nothing was due on."""
    by_day: dict[date, Occurrence] = {}
    whole: list[Occurrence] = []
    for outcome in commitment.outcomes:
        if outcome.for_day == UNKNOWN:
            if _single(commitment) or outcome.outcome in ("withdrawn", "unknown"):
                continue
            day = _day_of(outcome, commitment, start)
            whole.append(replace(_with(_blank(commitment, day), outcome), whole=True))
            continue
        first = first_day(outcome.for_day) or last_day(outcome.for_day)
        last = last_day(outcome.for_day) or first
        if first is None or last is None or _due_days(commitment, first, last + _DAY):
            continue
        by_day[first] = _with(_blank(commitment, first), outcome)
    return (*by_day.values(), *whole)


def _day_of(outcome: OutcomeNoted, commitment: Commitment, start: date) -> date:
    """When an outcome about the whole weighs in; the oldest day there is where none was told."""
    told = last_day(outcome.occurred) or first_day(outcome.occurred)
    return told or last_day(commitment.promise.occurred) or start
