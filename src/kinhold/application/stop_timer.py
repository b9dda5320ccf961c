"""Stop a timer: the finished entry takes its place."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kinhold.application.log_entry import LoggedEntry, ToLog, log_entry
from kinhold.application.log_kinds import EntryNotUsableError, kind_of
from kinhold.application.wording import say_minutes, say_short_day
from kinhold.domain.dates import instant
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kinhold.domain.care import TimerStarted
    from kinhold.domain.household import Household
    from kinhold.projections.care_history import LogIndex


class TimerForgottenError(EntryNotUsableError):
    """A timer ran longer than the thing can last: when it ended is asked, and never made up."""


def stop_timer(
    *,
    timer: TimerStarted,
    wanted: ToLog,
    household: Household,
    index: LogIndex,
    now: datetime,
    new_id: Callable[[], str],
) -> LoggedEntry:
    """Return the finished entry that replaces a running timer.

    Args:
        timer: as it runs.
        wanted: its end (`until` or `minutes`; by default now) and what is known of it by then,
            such as an amount; what the timer says already need not be said again.
        household: on the local day of `now`.
        index: the log so far.
        now: aware.
        new_id: called once.

    Raises:
        TimerForgottenError: where it ran longer than the thing can last and no end was told.
        EntryNotUsableError: where the end cannot be right.
    """
    began = instant(timer.occurred, household.zone)
    kind = kind_of(timer.what)
    if began is None:
        raise EntryNotUsableError(_("This timer has no start. Take it back and log what happened."))
    gone = round((now - began).total_seconds() / 60)
    told = wanted.until.strip() or wanted.minutes.strip()
    if not told and kind.longest is not None and gone > kind.longest:
        local = began.astimezone(household.zone)
        raise TimerForgottenError(
            _("This timer ({label}) has run for {time}, since {day}. When did it end?").format(
                label=kind.label.lower(),
                time=say_minutes(gone),
                day=say_short_day(local.date(), household.country),
            )
        )
    whole = replace(
        wanted,
        what=timer.what,
        children=(timer.about,),
        when=timer.occurred.replace("T", " "),
        until=wanted.until if told else "",
        minutes=wanted.minutes if told else str(max(1, gone)),
        by=wanted.by or timer.by,
        side=wanted.side or timer.side,
        tags=(*timer.tags, *wanted.tags),
        words=wanted.words
        if timer.words in wanted.words
        else "; ".join(w for w in (timer.words, wanted.words) if w),
        replaces=timer.fact_id,
    )
    return log_entry(
        wanted=whole, household=household, index=index, now=now, new_id=new_id, before=timer
    )
