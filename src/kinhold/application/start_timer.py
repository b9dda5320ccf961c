"""Start a timer: something began, and every carer can see it and stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.application.log_entry import LoggedEntry, ToLog, log_entry
from kinhold.application.log_kinds import EntryNotUsableError, kind_of
from kinhold.application.wording import say_clock
from kinhold.domain.care import TimerStarted
from kinhold.domain.dates import instant
from kinhold.domain.fact import PersonRef
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from kinhold.domain.household import Household
    from kinhold.projections.care_history import LogIndex


def start_timer(
    *,
    wanted: ToLog,
    running: Sequence[TimerStarted],
    household: Household,
    index: LogIndex,
    now: datetime,
    new_id: Callable[[], str],
) -> LoggedEntry:
    """Return one running timer for each child.

    Args:
        wanted: what began, with whom, when and by whom; lengths and amounts belong to its end.
        running: the timers that run now.
        household: on the local day of `now`.
        index: the log so far.
        now: aware.
        new_id: called once for each timer.

    Raises:
        EntryNotUsableError: where it has no end, lies ahead, or runs already for that child.
    """
    kind = kind_of(wanted.what)
    if kind.longest is None:
        raise EntryNotUsableError(
            _("{name} has no end, so no timer. Log it instead.").format(name=kind.name())
        )
    logged = log_entry(wanted=wanted, household=household, index=index, now=now, new_id=new_id)
    timers = []
    for fact in logged.facts:
        what = str(getattr(fact, "what", fact.KIND)) if fact.KIND == "activity" else fact.KIND
        already = next((t for t in running if (t.what, t.about) == (what, fact.about)), None)
        if already is not None:
            began = instant(already.occurred, household.zone)
            since = (
                _(" since {time}").format(time=say_clock(began, household.zone, household.country))
                if began
                else ""
            )
            raise EntryNotUsableError(
                _(
                    "A timer for this ({label}, {about}) has been running{since}. Stop that one first."
                ).format(label=kind.label.lower(), about=household.name(fact.about), since=since)
            )
        timers.append(
            TimerStarted(
                fact_id=fact.fact_id,
                occurred=fact.occurred,
                about=fact.about,
                what=what,
                side=getattr(fact, "side", ""),
                by=PersonRef(str(getattr(fact, "by", ""))),
                tags=tuple(getattr(fact, "tags", ())),
                words=str(getattr(fact, "words", "")),
            )
        )
    return LoggedEntry(tuple(timers), tuple(f for f in logged.findings if f.code != "log.twice"))
