"""What is odd about an entry of the log; it is kept all the same, and the oddity is said."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import count, say_clock, say_list, say_minutes
from kinhold.domain.care import FeedLogged, MedicineGiven, SleepLogged
from kinhold.domain.dates import first_day, instant
from kinhold.domain.findings import Finding
from kinhold.projections.care_history import series_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household
    from kinhold.projections.care_history import LogIndex

AHEAD: Final = timedelta(minutes=2)
SAME: Final = timedelta(minutes=10)
"""Two entries of one sort closer together are perhaps one thing, written down twice."""
LONGEST_SLEEP: Final = timedelta(hours=16)
LONGEST_WAIT: Final = timedelta(days=8)


def oddities(
    *, facts: Sequence[Fact], index: LogIndex, household: Household, now: datetime
) -> tuple[Finding, ...]:
    """Return what is odd about new entries, most telling first.

    Args:
        facts: as they are to be written.
        index: the log before them.
        household: its zone, country and children.
        now: aware.
    """
    found: list[Finding] = []
    for fact in facts:
        at = instant(fact.occurred, household.zone)
        if at is None:
            continue
        for look in (_too_soon, _overlap, _twice, _ahead, _before_birth):
            found += look(fact, at, index, (household, now))
    return tuple(dict.fromkeys(found))


Where = tuple["Household", datetime]


def _clock(at: datetime, household: Household) -> str:
    return say_clock(at, household.zone, household.country)


def _replaced(fact: Fact, other: Fact) -> bool:
    return bool(fact.replaces) and fact.replaces in (other.fact_id, other.replaces)


def _too_soon(fact: Fact, at: datetime, index: LogIndex, where: Where) -> Iterator[Finding]:
    """A medicine before the time that its last dose set."""
    household, _unused = where
    if not isinstance(fact, MedicineGiven):
        return
    earlier = index.between(
        at - LONGEST_WAIT, at, zone=household.zone, about=fact.about, sorts=("medicine",)
    )
    for last in reversed(earlier):
        dose = last.fact
        if not isinstance(dose, MedicineGiven) or _replaced(fact, dose):
            continue
        if dose.name.casefold() != fact.name.casefold() or not dose.not_before:
            continue
        ready = last.at + timedelta(minutes=dose.not_before)
        if at < ready:
            yield Finding(
                "warning",
                "log.medicine-early",
                _(
                    "{dose} was given at {clock} and noted as not before {ready}. This is {time} "
                    "earlier. If in doubt, ask a pharmacist."
                ).format(
                    dose=dose.name,
                    clock=_clock(last.at, household),
                    ready=_clock(ready, household),
                    time=say_minutes(round((ready - at).total_seconds() / 60)),
                ),
                fact.fact_id,
            )
        return


def _overlap(fact: Fact, at: datetime, index: LogIndex, where: Where) -> Iterator[Finding]:
    """Two sleeps of one child at the same time."""
    household, _unused = where
    if not isinstance(fact, SleepLogged) or not fact.minutes:
        return
    end = at + timedelta(minutes=fact.minutes)
    near = index.between(
        at - LONGEST_SLEEP, end, zone=household.zone, about=fact.about, sorts=("sleep",)
    )
    for other in near:
        sleep = other.fact
        if not isinstance(sleep, SleepLogged) or not sleep.minutes or _replaced(fact, sleep):
            continue
        until = other.at + timedelta(minutes=sleep.minutes)
        if other.at < end and at < until:
            yield Finding(
                "info",
                "log.overlap",
                _(
                    "Another sleep of {about} is noted from {clock} to {until}. Both are kept; the time "
                    "is counted once."
                ).format(
                    about=household.name(fact.about),
                    clock=_clock(other.at, household),
                    until=_clock(until, household),
                ),
                fact.fact_id,
            )
            return


def _twice(fact: Fact, at: datetime, index: LogIndex, where: Where) -> Iterator[Finding]:
    """The same thing noted twice, perhaps by two people."""
    household, _unused = where
    near = index.between(
        at - SAME, at + SAME, zone=household.zone, about=fact.about, sorts=(series_of(fact),)
    )
    others = [o.fact for o in near if not _replaced(fact, o.fact)]
    if isinstance(fact, FeedLogged):
        others = [o for o in others if isinstance(o, FeedLogged) and _alike(o, fact)]
    if not others or fact.KIND in ("handnote", "milestone"):
        return
    when = next(o.at for o in near if o.fact is others[-1])
    by = getattr(others[-1], "by", "")
    who = (
        _(" by {by}").format(by=household.name(by)) if by and by != getattr(fact, "by", "") else ""
    )
    yield Finding(
        "info",
        "log.twice",
        _("The same is noted at {clock}{who}. Both are kept; take one back if it was one.").format(
            clock=_clock(when, household), who=who
        ),
        fact.fact_id,
    )


def _alike(other: FeedLogged, fact: FeedLogged) -> bool:
    """Left and then right is one meal on two sides, and not the same thing twice."""
    return (other.method, other.side) == (fact.method, fact.side) or not (other.side and fact.side)


def _ahead(fact: Fact, at: datetime, index: LogIndex, where: Where) -> Iterator[Finding]:
    """Later than the clock says it is."""
    del index
    household, now = where
    minutes = getattr(fact, "minutes", None) or 0
    if at > now + AHEAD:
        gone = say_minutes(round((at - now).total_seconds() / 60))
        yield Finding(
            "warning",
            "log.ahead",
            _("This is {gone} ahead of the clock, at {clock}. It is kept.").format(
                gone=gone, clock=_clock(at, household)
            ),
            fact.fact_id,
        )
    elif at + timedelta(minutes=minutes) > now + AHEAD:
        end = _clock(at + timedelta(minutes=minutes), household)
        yield Finding(
            "warning",
            "log.ahead",
            _("It ends at {end}, which is still to come. It is kept.").format(end=end),
            fact.fact_id,
        )


def _before_birth(fact: Fact, at: datetime, index: LogIndex, where: Where) -> Iterator[Finding]:
    """Before the child was born, as far as the record says."""
    del index
    household, _unused = where
    child = next((c for c in household.children if c.handle == fact.about), None)
    born = first_day(child.born) if child else None
    if child and born and at.astimezone(household.zone).date() < born:
        early = count((born - at.astimezone(household.zone).date()).days, "day")
        yield Finding(
            "warning",
            "log.before-birth",
            _("This is {early} before {child} was born. It is kept.").format(
                early=early, child=say_list([child.name])
            ),
            fact.fact_id,
        )
