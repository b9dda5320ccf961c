"""Asks: ask somebody, note what they say, and see what each ask is waiting for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import say_clock, say_day, say_hours, say_list
from kinhold.domain.dates import from_day
from kinhold.domain.fact import Typed
from kinhold.domain.findings import Finding, KinholdError
from kinhold.domain.periods import at_minute
from kinhold.domain.promises import AskMade
from kinhold.engines.promises.asks import (
    NEXT,
    WEEKLY_CAP,
    Ask,
    asked_within_a_week,
    asks_of,
    waiting_for,
)
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from kinhold.application.household_on import Standing
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Household, Person
    from kinhold.domain.periods import ClockWindow
    from kinhold.domain.promises import AskState
    from kinhold.record.record import Record

STATE_WORDS: Final = {
    "asked": N_("asked"),
    "offered": N_("said yes"),
    "confirmed-day": N_("confirmed for that day"),
    "confirmed-hours": N_("confirmed two hours before"),
    "declined": N_("cannot"),
    "done": N_("came"),
    "not-done": N_("did not come"),
}
STEP_WORDS: Final = {
    "offered": N_("Said yes"),
    "confirmed-day": N_("Still coming (the day before)"),
    "confirmed-hours": N_("Still coming (two hours before)"),
    "declined": N_("Cannot"),
    "done": N_("Came"),
    "not-done": N_("Did not come"),
}
WAITING_WORDS: Final = {
    "answer": N_("waits for an answer"),
    "day": N_("it is tomorrow: ask whether it still holds"),
    "hours": N_("it is soon: ask whether it still holds"),
    "outcome": N_("it is over: did they come?"),
    "": "",
}
KEPT_OUT: Final = N_("; you keep them out, so it waits for nothing and its link is over")


class AskNotPossibleError(KinholdError):
    """An ask that cannot be made, or a step that cannot follow; the text says why."""


@dataclass(frozen=True, slots=True)
class AskLine:
    """One ask.

    Attributes:
        ask_id: the id of its first step.
        who: the person's name; `whom`: their handle.
        when: day and hours in words; `day`: ISO.
        text: what to send, word for word.
        state, state_words: where it stands.
        waiting: what it waits for, in words; empty where nothing is due.
        steps: what can be noted next: state and words.
        stated_by: whose statement the last step is, where it came by their link; else empty.
        open: whether it waits for something, now or later; never for somebody who is kept out.
    """

    ask_id: str
    whom: str
    who: str
    day: str
    when: str
    text: str
    state: str
    state_words: str
    waiting: str
    steps: tuple[tuple[str, str], ...]
    open: bool
    stated_by: str = ""


@dataclass(frozen=True, slots=True)
class AsksPage:
    """The asks: those that wait first, then those to come, then the last ones that are over."""

    on: str
    headline: str
    waiting: tuple[AskLine, ...]
    coming: tuple[AskLine, ...]
    over: tuple[AskLine, ...]


def asks_page(*, record: Record, standing: Standing, now: datetime) -> AsksPage:
    """Return the page of asks at a moment."""
    household = standing.household
    asks = asks_of(record.of(AskMade), zone=household.zone)
    by_link = {
        s.fact_id: household.name(s.about)
        for s in record.of(AskMade)
        if isinstance(s.source, Typed) and s.source.by and s.source.by == s.about
    }
    lines = [
        (ask, replace(_line(ask, household, now), stated_by=by_link.get(ask.steps[-1][1], "")))
        for ask in asks
    ]
    waiting = tuple(line for _unused, line in lines if line.waiting)
    coming = tuple(
        line for ask, line in lines if line.open and not line.waiting and ask.interval.end > now
    )
    over = tuple(line for ask, line in reversed(lines) if line not in (*waiting, *coming))
    count = len(waiting)
    said = (
        _("Nothing is waiting.")
        if not count
        else _("{count} waiting for a word.").format(count=count)
    )
    return AsksPage(
        now.astimezone(household.zone).date().isoformat(), said, waiting, coming, over[:20]
    )


def _line(ask: Ask, household: Household, now: datetime) -> AskLine:
    person = household.person(ask.whom)
    out = person is not None and person.unsafe
    return AskLine(
        ask_id=ask.ask_id,
        whom=ask.whom,
        who=household.name(ask.whom),
        day=ask.day.isoformat(),
        when=_when(ask, household),
        text=text_to_send(ask, household),
        state=ask.state,
        state_words=_(STATE_WORDS[ask.state]) + (_(KEPT_OUT) if out else ""),
        waiting="" if out else _(WAITING_WORDS[waiting_for(ask, now=now)]),
        steps=tuple((state, _(STEP_WORDS[state])) for state in NEXT[ask.state]),
        open=ask.open and not out,
    )


def _when(ask: Ask, household: Household) -> str:
    day = say_day(ask.day, household.country)
    if ask.window is None:
        return day
    zone, country = household.zone, household.country
    start, end = ask.interval.start, ask.interval.end
    return _("{day}, {time} to {end}").format(
        day=day, time=say_clock(start, zone, country), end=say_clock(end, zone, country)
    )


def text_to_send(ask: Ask, household: Household) -> str:
    """Return what can be sent as it is: no reproach, and an easy no."""
    if ask.words:
        return ask.words
    names = say_list([household.name(child) for child in ask.children]) or _("the children")
    return _("Could you be with {names} on {when}? A no is fine; then I will look further.").format(
        names=names, when=_when(ask, household)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ToAsk:
    """Whom to ask, for when, and for whom.

    Attributes:
        whom: handle.
        day: the local day.
        window: hours of that day; None for all of it.
        children: handles; all of the household's where none are named.
        words: how it is put, where she has her own words.
    """

    whom: PersonRef
    day: date
    window: ClockWindow | None = None
    children: tuple[PersonRef, ...] = ()
    words: str = ""


def ask(
    *, record: Record, standing: Standing, wanted: ToAsk, now: datetime, new_id: Callable[[], str]
) -> tuple[AskMade, tuple[Finding, ...]]:
    """Return the first step of an ask, and what the person may want to know first.

    Raises:
        AskNotPossibleError: for somebody who is not known or never asked, or a day that is over.
    """
    household = standing.household
    today = now.astimezone(household.zone).date()
    person = _who_may_be_asked(household, wanted, today)
    if wanted.day < today:
        raise AskNotPossibleError(_("That day is over. Choose one from today on."))
    known = asks_of(record.of(AskMade), zone=household.zone)
    already = asked_within_a_week(known, whom=wanted.whom, day=wanted.day)
    findings: tuple[Finding, ...] = ()
    if already >= WEEKLY_CAP:
        findings = (
            Finding(
                "info",
                "asks.often",
                _(
                    "{person} was asked {already} times around that week already. Somebody else may find "
                    "it easier to say yes."
                ).format(person=person.name, already=already),
                wanted.whom,
            ),
        )
    findings += _too_soon(household, wanted, now)
    step = AskMade(
        fact_id=new_id(),
        occurred=from_day(today),
        about=wanted.whom,
        state="asked",
        day=from_day(wanted.day),
        at=wanted.window,
        for_child=wanted.children or tuple(c.handle for c in household.children),
        words=wanted.words,
    )
    return step, findings


def _who_may_be_asked(household: Household, wanted: ToAsk, today: date) -> Person:
    person = next((p for p in household.people if p.handle == wanted.whom), None)
    if person is None or person.child:
        raise AskNotPossibleError(
            _(
                "“{whom}” is not somebody who can be asked. Add them first, for example: {today} "
                "person Mum role=mother"
            ).format(whom=wanted.whom[:40], today=today)
        )
    if person.unsafe:
        raise AskNotPossibleError(
            _(
                "{person} is marked as somebody who is never asked. Nothing was written. On their "
                "page in People you can let them back in."
            ).format(person=person.name)
        )
    if person.held_back:
        raise AskNotPossibleError(
            _(
                "{person} is named in a sentence of yours that you said yes to, so they are not "
                "asked. Nothing was written. On their page in People you can say otherwise."
            ).format(person=person.name)
        )
    return person


def _too_soon(household: Household, wanted: ToAsk, now: datetime) -> tuple[Finding, ...]:
    """Whether somebody who needs notice is asked with less; they may still say yes."""
    carer = next((c for c in household.carers if c.handle == wanted.whom), None)
    notice = carer.limits.notice if carer and carer.limits else None
    start = at_minute(wanted.day, wanted.window.start if wanted.window else 0, household.zone)
    if carer is None or not notice or start - now >= timedelta(minutes=notice):
        return ()
    said = _("{carer} asked for {hours} of notice; this begins sooner.").format(
        carer=carer.name, hours=say_hours(notice)
    )
    return (Finding("info", "asks.notice", said, wanted.whom),)


def next_step(
    *,
    record: Record,
    standing: Standing,
    ask_id: str,
    state: AskState,
    today: date,
    new_id: Callable[[], str],
) -> AskMade:
    """Return the next step of an ask.

    Args:
        record: what is written.
        standing: the household.
        ask_id: the id of its first step, or its beginning.
        state: what was said or done.
        today: the local day.
        new_id: makes ids.

    Raises:
        AskNotPossibleError: where there is no such ask, or the step cannot follow.
    """
    asks = asks_of(record.of(AskMade), zone=standing.household.zone)
    found = [a for a in asks if ask_id and a.ask_id.startswith(ask_id)]
    if len(found) != 1:
        raise AskNotPossibleError(
            _("“{ask_id}” does not name one ask. See them with: kinhold ask FILE --list").format(
                ask_id=ask_id[:36]
            )
        )
    (one,) = found
    if state not in NEXT[one.state]:
        can = ", ".join(NEXT[one.state])
        raise AskNotPossibleError(
            _("This ask stands at “{state_words}”; what can follow is: {can}.").format(
                state_words=_(STATE_WORDS[one.state]), can=can
            )
        )
    return AskMade(
        fact_id=new_id(),
        occurred=from_day(today),
        about=one.whom,
        state=state,
        step_of=one.ask_id,
        day=from_day(one.day),
        at=one.window,
        for_child=one.children,
    )
