"""Her safety plan: six steps in her own words, with texts to people in it ready to send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.application.lines import LineShown, topic_lines
from kinhold.application.positive_item import ReadyText
from kinhold.domain.dates import from_day
from kinhold.domain.fact import PersonRef
from kinhold.domain.people import PersonAdded
from kinhold.domain.wellbeing import SafetyStepWritten
from kinhold.engines.wellbeing.safety_plan import (
    CREDIT,
    MAY_NAME,
    WITH_PEOPLE,
    PlanLineNotUsableError,
    check_line,
    lines_by_step,
    text_to_send,
)
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from kinhold.domain.household import Household
    from kinhold.record.record import Record


@dataclass(frozen=True, slots=True)
class ToPlan:
    """A line to be written: its step from 1 to 6, her words, and a person by name or handle."""

    step: int
    words: str = ""
    who: str = ""


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line.

    Attributes:
        fact_id: for changing it or taking it back.
        words: hers.
        who: the person's name, or empty.
    """

    fact_id: str
    words: str
    who: str


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One step with its lines; `names_people` where a line may name somebody."""

    number: int
    title: str
    hint: str
    names_people: bool
    lines: tuple[PlanLine, ...]


@dataclass(frozen=True, slots=True)
class SafetyPlanPage:
    """The plan.

    Attributes:
        title: in words.
        who_sees: who can see it.
        steps: six.
        texts: to the people in steps 3 and 4, ready to send; nobody marked as unsafe is among them.
        numbers: crisis lines that are open now.
        credit: where the order of the steps is from.
    """

    title: str
    who_sees: str
    steps: tuple[PlanStep, ...]
    texts: tuple[ReadyText, ...]
    numbers: tuple[LineShown, ...]
    credit: str


def safety_plan_page(*, record: Record, household: Household, now: datetime) -> SafetyPlanPage:
    """Return the plan as it stands.

    Args:
        record: the keeper's own.
        household: as it stands.
        now: aware.
    """
    written = record.of(SafetyStepWritten)
    steps = tuple(
        PlanStep(
            step.number,
            _(step.title),
            _(step.hint),
            step.number in MAY_NAME,
            tuple(
                PlanLine(w.fact_id, w.words, household.name(w.contact) if w.contact else "")
                for w in lines
            ),
        )
        for step, lines in lines_by_step(written)
    )
    return SafetyPlanPage(
        title=_("When it gets very hard"),
        who_sees=_("Only you can see this plan. It is in no export."),
        steps=steps,
        texts=plan_texts(record=record, household=household),
        numbers=topic_lines(
            ("emergency", "crisis"), country=household.country, now=now, part=household.region
        ),
        credit=_(CREDIT),
    )


def plan_texts(*, record: Record, household: Household) -> tuple[ReadyText, ...]:
    """Return texts to the people in the plan: those she can ask first, then company."""
    phones = {p.about: p.phone for p in record.of(PersonAdded)}
    found: dict[str, ReadyText] = {}
    for step in sorted(WITH_PEOPLE, reverse=True):
        for written in record.of(SafetyStepWritten):
            who = written.contact
            if written.step == step and who not in found and _may_be_sent(who, household):
                name = household.name(who)
                found[who] = ReadyText(name, phones.get(who, ""), text_to_send(name, step))
    return tuple(found.values())


def _may_be_sent(who: str, household: Household) -> bool:
    person = household.person(who) if who else None
    return person is not None and person.handle != household.keeper and person.offered


def write_plan_line(
    *, household: Household, wanted: ToPlan, today: date, new_id: Callable[[], str]
) -> SafetyStepWritten:
    """Return a line of the plan as a fact.

    Args:
        household: as it stands.
        wanted: what to write.
        today: the local day.
        new_id: makes the fact's id.

    Raises:
        PlanLineNotUsableError: with what to change.
    """
    contact = _handle(wanted.who, household) if wanted.who else ""
    words = " ".join(wanted.words.split())
    check_line(step=wanted.step, words=words, contact=contact)
    return SafetyStepWritten(
        fact_id=new_id(),
        occurred=from_day(today),
        about=household.keeper,
        step=wanted.step,
        contact=PersonRef(contact),
        words=words,
    )


def _handle(told: str, household: Household) -> str:
    wanted = told.strip().casefold()
    for person in household.people:
        if wanted in (person.handle.casefold(), person.name.casefold()):
            if person.unsafe or person.held_back:
                raise PlanLineNotUsableError(
                    _(
                        "{person} is not suggested any more, as you said. Name somebody else."
                    ).format(person=person.name)
                )
            return person.handle
    names = ", ".join(p.name for p in household.people if _may_be_sent(p.handle, household))
    known = _(" There are: {names}.").format(names=names) if names else ""
    raise PlanLineNotUsableError(
        _(
            "“{told}” is not on the record. Add them first, or write the name in the words.{known}"
        ).format(told=told[:30], known=known)
    )
