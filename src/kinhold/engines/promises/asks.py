"""The life of an ask: asked, offered, confirmed a day before and two hours before, done or not.

Each step is a fact. Who said yes can be planned with; whether they came is an outcome that counts
for how far a plan leans on them. Somebody who says no has broken nothing.

Sources: the confirmation points a day and two hours ahead answer the best-documented complaint
about sign-up calendars, cancellation without a back-up; few asks to each person keep helpers from
ignoring all of them (Manshadi and Rodilitz, Management Science 2022, doi 10.1287/mnsc.2021.4220).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import AvailabilityStated
from kinhold.domain.dates import first_day, from_day
from kinhold.domain.fact import PersonRef
from kinhold.domain.periods import Interval, at_minute, on_day
from kinhold.engines.promises.evidence import Occurrence

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain.periods import ClockWindow
    from kinhold.domain.promises import AskMade, AskState, Outcome

WEEKLY_CAP: Final = 2
"""How many times one person is asked within seven days before the page says so; a setting."""

DAY_BEFORE: Final = timedelta(hours=24)
HOURS_BEFORE: Final = timedelta(hours=2)

NEXT: Final[dict[str, tuple[AskState, ...]]] = {
    "asked": ("offered", "declined", "done"),
    "offered": ("confirmed-day", "confirmed-hours", "declined", "done", "not-done"),
    "confirmed-day": ("confirmed-hours", "declined", "done", "not-done"),
    "confirmed-hours": ("declined", "done", "not-done"),
    "declined": ("offered",),
    "done": ("not-done",),
    "not-done": ("done",),
}
"""What can follow each state; a slip of the thumb on the last one can be put right."""

PLANNED: Final = ("offered", "confirmed-day", "confirmed-hours")
"""States in which the hours may be planned with."""

_OUTCOMES: Final[dict[str, Outcome]] = {"done": "kept", "not-done": "missed"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One ask with its steps so far.

    Attributes:
        ask_id: the id of its first step.
        whom: who was asked.
        day: the local day.
        window: of the local clock; None for the whole day.
        interval: the same as instants.
        children: for whom.
        words: as it was put.
        state: where it stands.
        steps: state and fact id of each step, in order.
    """

    ask_id: str
    whom: PersonRef
    day: date
    window: ClockWindow | None
    interval: Interval
    children: tuple[PersonRef, ...]
    words: str
    state: AskState
    steps: tuple[tuple[AskState, str], ...]

    @property
    def open(self) -> bool:
        """Whether it still waits for something: an answer, a confirmation, or what came of it."""
        return self.state not in ("declined", "done", "not-done")


def asks_of(steps: Iterable[AskMade], *, zone: ZoneInfo) -> tuple[Ask, ...]:
    """Put the steps of each ask together, soonest first.

    Args:
        steps: standing facts, in the order they were written.
        zone: the household's.

    Returns:
        The asks. A step whose beginning is not there, or that cannot follow what stands, counts
        for nothing.
    """
    found: dict[str, Ask] = {}
    for step in steps:
        before = found.get(step.step_of)
        if before is not None and step.state in NEXT[before.state]:
            found[before.ask_id] = _with(before, step)
        elif not step.step_of:
            ask = _first(step, zone)
            if ask is not None:
                found[ask.ask_id] = ask
    return tuple(sorted(found.values(), key=lambda ask: (ask.interval.start, ask.whom, ask.ask_id)))


def _first(step: AskMade, zone: ZoneInfo) -> Ask | None:
    day = first_day(step.day)
    if day is None:
        return None
    whole = Interval(at_minute(day, 0, zone), at_minute(day + timedelta(days=1), 0, zone))
    return Ask(
        ask_id=step.fact_id,
        whom=PersonRef(step.about),
        day=day,
        window=step.at,
        interval=on_day(step.at, day, zone) if step.at else whole,
        children=step.for_child,
        words=step.words,
        state=step.state,
        steps=((step.state, step.fact_id),),
    )


def _with(ask: Ask, step: AskMade) -> Ask:
    return replace(ask, state=step.state, steps=(*ask.steps, (step.state, step.fact_id)))


def waiting_for(ask: Ask, *, now: datetime) -> str:
    """Return what an ask waits for at a moment: `answer`, `day`, `hours`, `outcome`, or nothing.

    A confirmation is due from 24 hours, and again from 2 hours, before it begins; what came of it
    once it is over.
    """
    if not ask.open:
        return ""
    if now >= ask.interval.end:
        return "outcome" if ask.state != "asked" else ""
    if ask.state == "asked":
        return "answer"
    ahead = ask.interval.start - now
    if ahead <= HOURS_BEFORE and ask.state != "confirmed-hours":
        return "hours"
    if ahead <= DAY_BEFORE and ask.state == "offered":
        return "day"
    return ""


def asked_within_a_week(asks: Sequence[Ask], *, whom: PersonRef, day: date) -> int:
    """Return how many asks to somebody lie within the seven days around a day, that day included."""
    near = timedelta(days=7)
    return sum(1 for a in asks if a.whom == whom and abs(a.day - day) < near)


def availability_of(asks: Iterable[Ask]) -> tuple[AvailabilityStated, ...]:
    """Return the hours that people said yes to, as hours the plan may lean on."""
    return tuple(
        AvailabilityStated(
            fact_id=ask.ask_id,
            occurred=from_day(ask.day),
            about=ask.whom,
            at=(ask.window,) if ask.window else (),
            until=from_day(ask.day),
            words=ask.words,
        )
        for ask in asks
        if ask.state in PLANNED
    )


def occurrences_of(asks: Iterable[Ask]) -> tuple[Occurrence, ...]:
    """Return what came of asks that had a yes, as outcomes that count for reliability."""
    return tuple(
        Occurrence(
            promise_id=ask.ask_id,
            promisor=ask.whom,
            topic="care",
            day=ask.day,
            outcome=_OUTCOMES[ask.state],
            share=None,
            fact_ids=tuple(fact_id for _, fact_id in ask.steps),
            read_off=False,
            whole=False,
        )
        for ask in asks
        if ask.state in _OUTCOMES
    )
