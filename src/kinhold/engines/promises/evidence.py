"""One occurrence of a promise, and what other facts show of it.

A session of care that overlaps at least 80 % of the promised shift keeps it; money that came within
its days of grace keeps it; less is part-kept with its share, later is late. Where the facts show
nothing, the outcome stays unknown: a log with holes is normal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import UNKNOWN, first_day, instant, last_day
from kinhold.domain.periods import Interval, at_minute, merge, on_day
from kinhold.domain.recurrence import occurrences as days_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from zoneinfo import ZoneInfo

    from kinhold.domain.care import CareGiven
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.finances import PaymentMade, PaymentReceived
    from kinhold.domain.promises import Commitment, Outcome, PromiseMade, Topic

SHIFT_SHARE: Final = 80
"""Percent of a shift that logged sessions must overlap to count as kept."""
GRACE_DAYS: Final = 3
"""Days after the due day on which a promised payment still counts as on time."""
EARLY_DAYS: Final = 7
"""Days before the due day from which a payment counts towards it."""
LATEST_DAYS: Final = 31
"""Days after the due day until which a payment counts towards it, where nothing else falls due."""
_WHOLE: Final = 100
_DAY: Final = timedelta(days=1)
_YEARS: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time a promise fell due.

    Attributes:
        promise_id: the fact that made the promise.
        promisor: who promised.
        topic: what it is about.
        day: the local day it fell due; for an outcome about the promise as a whole, the day of
            that outcome.
        outcome: what came of it; `unknown` where nothing is known.
        share: percent that was done, for part-kept.
        fact_ids: the facts the outcome rests on; empty for unknown.
        read_off: True where it was read off other facts and nobody noted it.
        whole: True where it stands for the promise as a whole.
    """

    promise_id: str
    promisor: PersonRef
    topic: Topic
    day: date
    outcome: Outcome = "unknown"
    share: int | None = None
    fact_ids: tuple[str, ...] = ()
    read_off: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Evidence:
    """Other facts from which outcomes may be read off.

    Attributes:
        cared: care sessions.
        paid: payments made.
        received: money received.
    """

    cared: tuple[CareGiven, ...] = ()
    paid: tuple[PaymentMade, ...] = ()
    received: tuple[PaymentReceived, ...] = ()


def read_off(
    commitment: Commitment,
    occurrence: Occurrence,
    evidence: Evidence,
    *,
    window: tuple[date, date],
    zone: ZoneInfo,
    grace_days: int = GRACE_DAYS,
) -> Occurrence:
    """Return the occurrence with what other facts show of it; unchanged where they show nothing.

    Args:
        commitment: the promise.
        occurrence: one of its occurrences; a noted outcome is never changed.
        evidence: facts; only those of the promisor are looked at.
        window: first local day, and the day after the last, of what is known; something still
            under way is not called part-kept.
        zone: the household's zone.
        grace_days: days within which a payment is on time.
    """
    if occurrence.outcome != "unknown" or occurrence.fact_ids:
        return occurrence
    if occurrence.topic == "care":
        return _from_care(commitment, occurrence, evidence.cared, window[1], zone)
    if occurrence.topic == "money":
        return _from_money(commitment, occurrence, evidence, window, grace_days)
    return occurrence


def _seen(
    occurrence: Occurrence, outcome: Outcome, ids: Iterable[str], share: int | None = None
) -> Occurrence:
    return replace(
        occurrence, outcome=outcome, share=share, fact_ids=tuple(sorted(ids)), read_off=True
    )


# -- care ------------------------------------------------------------------------------------------


def _from_care(
    commitment: Commitment,
    occurrence: Occurrence,
    cared: Iterable[CareGiven],
    end: date,
    zone: ZoneInfo,
) -> Occurrence:
    promise = commitment.promise
    shift = _shift(promise, occurrence.day, zone)
    own = [
        (session, fact.fact_id)
        for fact in cared
        if fact.about == commitment.promisor
        for session in [_session(fact, zone)]
        if session is not None and any(session.overlap(part) for part in shift)
    ]
    if not own:
        return occurrence
    done = sum(part.overlap(s) for part in shift for s in merge(s for s, _ in own))
    wanted = sum(part.minutes for part in shift) if promise.at else (promise.minutes or 1)
    share = min(_WHOLE, _WHOLE * done // wanted)
    ids = [fact_id for _, fact_id in own]
    if share >= SHIFT_SHARE:
        return _seen(occurrence, "kept", ids)
    if shift[-1].end > at_minute(end, 0, zone):
        return occurrence
    return _seen(occurrence, "part-kept", ids, share)


def _shift(promise: PromiseMade, day: date, zone: ZoneInfo) -> tuple[Interval, ...]:
    """When it should be done: its clock windows, or any time until it falls due again."""
    if promise.at:
        return merge(on_day(window, day, zone) for window in promise.at)
    after = day + _DAY
    if promise.each is not None and promise.minutes is not None:
        following = days_of(promise.each, anchor=day, start=after, end=after + _YEARS)
        after = following[0] if following else after
    return (Interval(at_minute(day, 0, zone), at_minute(after, 0, zone)),)


def _session(fact: CareGiven, zone: ZoneInfo) -> Interval | None:
    start = instant(fact.occurred, zone)
    if start is None or not fact.minutes:
        return None
    return Interval(start, start + timedelta(minutes=fact.minutes))


# -- money -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Payment:
    day: date
    minor: int
    fact_id: str
    for_day: tuple[date, date] | None


def _from_money(
    commitment: Commitment,
    occurrence: Occurrence,
    evidence: Evidence,
    window: tuple[date, date],
    grace_days: int,
) -> Occurrence:
    grace = timedelta(days=grace_days)
    days = _due_around(commitment, window)
    paid = _allocate(_payments(commitment, evidence), days, commitment.promise, grace)
    own = paid.get(occurrence.day, [])
    if not own:
        return occurrence
    amount = commitment.promise.amount
    wanted = amount.minor if amount else 1
    ids = [p.fact_id for p in own]
    in_time = sum(p.minor for p in own if p.day <= occurrence.day + grace)
    in_all = sum(p.minor for p in own)
    if in_time >= wanted:
        return _seen(occurrence, "kept", ids)
    if in_all >= wanted:
        return _seen(occurrence, "late", ids)
    if occurrence.day + grace >= window[1]:
        return occurrence
    return _seen(occurrence, "part-kept", ids, _WHOLE * in_all // wanted)


def _due_around(commitment: Commitment, window: tuple[date, date]) -> tuple[date, ...]:
    """Due days of the window and of two months before it, which have a claim on payments too."""
    promise = commitment.promise
    if promise.each is None:
        day = last_day(promise.due)
        return (day,) if day else ()
    anchor = first_day(promise.due) or first_day(promise.occurred) or last_day(promise.occurred)
    if anchor is None:
        return ()
    start = max(anchor, window[0] - 2 * timedelta(days=LATEST_DAYS))
    return days_of(
        promise.each, anchor=anchor, start=start, end=window[1], until=last_day(promise.until)
    )


def _payments(commitment: Commitment, evidence: Evidence) -> list[_Payment]:
    who, promise = commitment.promisor, commitment.promise
    facts: list[PaymentMade | PaymentReceived] = [
        f for f in evidence.received if who in (f.payer, f.about)
    ]
    facts += [f for f in evidence.paid if f.by == who and _is_meant(f, promise)]
    found = []
    for fact in facts:
        day = first_day(fact.occurred) or last_day(fact.occurred)
        if day is None or (promise.amount and fact.amount.currency != promise.amount.currency):
            continue
        first, last = first_day(fact.for_day), last_day(fact.for_day)
        meant = (first, last) if fact.for_day != UNKNOWN and first and last else None
        found.append(_Payment(day, fact.amount.minor, fact.fact_id, meant))
    return sorted(found, key=lambda p: (p.day, p.fact_id))


def _is_meant(fact: PaymentMade, promise: PromiseMade) -> bool:
    """A payment of a bill keeps a promise of that amount, or one that names the bill."""
    named = bool(fact.about) and fact.about.casefold() in promise.words.casefold()
    return named or (promise.amount is not None and fact.amount == promise.amount)


def _allocate(
    payments: Iterable[_Payment], days: tuple[date, ...], promise: PromiseMade, grace: timedelta
) -> dict[date, list[_Payment]]:
    """Give each payment to the due day it names, else to the earliest one it can still be for."""
    wanted = promise.amount.minor if promise.amount else 1
    latest = timedelta(days=LATEST_DAYS)
    apart = min((b - a for a, b in pairwise(days)), default=latest)
    # What comes shortly before a due day is for that day; weekly promises leave less room for it.
    early = min(timedelta(days=EARLY_DAYS), timedelta(days=apart.days // 2))
    given: dict[date, list[_Payment]] = {day: [] for day in days}
    for payment in payments:
        if payment.for_day:
            first, last = payment.for_day
            named = [d for d in days if first <= d <= last]
            if named:
                given[named[0]].append(payment)
            continue
        for n, day in enumerate(days):
            until = days[n + 1] - early - _DAY if n + 1 < len(days) else day + latest
            full = sum(p.minor for p in given[day]) >= wanted
            if day - early <= payment.day <= max(until, day + grace) and not full:
                given[day].append(payment)
                break
    return given


__all__ = ["GRACE_DAYS", "Evidence", "Occurrence", "read_off"]
