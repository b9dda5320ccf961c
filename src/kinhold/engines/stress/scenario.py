"""A what-if: facts laid over the record, what is odd about them, and from when they all hold.

Nothing of a scenario is written. It is read as if its facts stood beside those of the record; one
that names another in `replaces` takes its place, in this reading alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain import finances
from kinhold.domain.care import AvailabilityStated, AwayStated, CarerLimited
from kinhold.domain.dates import first_day
from kinhold.domain.finances import BillStated, IncomeStated
from kinhold.domain.findings import Finding
from kinhold.domain.people import CarerLeft, CarerReturned, ChildAdded, PersonAdded
from kinhold.domain.promises import AssumptionMade, OutcomeNoted, PromiseMade
from kinhold.record.record import Record, SpaceFacts
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household

ABOUT_PEOPLE: Final = (
    AvailabilityStated,
    AwayStated,
    CarerLimited,
    CarerLeft,
    CarerReturned,
    PromiseMade,
    OutcomeNoted,
    AssumptionMade,
)
"""Kinds whose subject is a person."""

FURTHEST: Final = timedelta(days=3 * 365)
"""How far ahead a scenario is looked at; beyond it every figure is a guess (a setting)."""

WHOLE: Final = 10_000
"""All of it, in basis points."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A what-if.

    Attributes:
        title: what was asked, in her own words.
        lines: how it was read, one line of the notation for each fact.
        facts: the same as facts, in the same order; their ids are good for this reading only.
        findings: what was taken for granted, and what does not fit together.
    """

    title: str
    lines: tuple[str, ...]
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...] = ()


def applied(scenario: Scenario, *, record: Record) -> Record:
    """Return the record as if the facts of a scenario stood in it; the record stays as it is."""
    corrections = [f for f in scenario.facts if f.replaces]
    spaces = {name: _corrected(space, corrections) for name, space in record.spaces.items()}
    corrected = Record(spaces, record.day)
    return corrected.with_facts(f for f in scenario.facts if not f.replaces)


def _corrected(space: SpaceFacts, corrections: Sequence[Fact]) -> SpaceFacts:
    own = [f for f in corrections if f.replaces in space.written]
    if not own:
        return space
    tried = SpaceFacts(space.space, space.log_id)
    for told in space.history.told():
        _unused, sequence, moment = space.written[told.fact_id]
        tried.add(told, sequence=sequence, recorded_at=moment)
    for fact in own:
        tried.add(fact, sequence=tried.size, recorded_at=datetime.max.replace(tzinfo=UTC))
    return tried


def holds_from(scenario: Scenario, *, on: date) -> date:
    """Return the first day on which all of a scenario holds: `on` or later, `FURTHEST` at most.

    Care is looked at from that day, so bills and incomes have no part in it: money is counted from
    today, since it has to last until then.
    """
    begun = [
        day
        for fact in scenario.facts
        if not (fact.replaces or isinstance(fact, finances.FACTS))
        for day in (first_day(fact.occurred), _born(fact))
        if day is not None
    ]
    return min(max([on, *begun]), on + FURTHEST)


def _born(fact: Fact) -> date | None:
    return first_day(fact.born) if isinstance(fact, ChildAdded) else None


def contradictions(facts: Sequence[Fact], *, household: Household, on: date) -> tuple[Finding, ...]:
    """Return what in a scenario does not fit together, or with the household.

    Each finding says what was done with it; none stops the scenario.
    """
    found = [
        *_past(facts, on),
        *_leaves_and_returns(facts, household),
        *_said_twice(facts, household),
        *_strangers(facts, household),
        *_marked(facts, household),
        *_beyond_all(facts, household),
    ]
    return tuple(dict.fromkeys(found))


def _past(facts: Iterable[Fact], on: date) -> Iterator[Finding]:
    for fact in facts:
        day = first_day(fact.occurred)
        if day is None or fact.replaces:
            continue
        if day < on:
            yield Finding(
                "warning",
                "scenario.past",
                _("{day} is past; it is tried as if it had begun then.").format(
                    day=day.isoformat()
                ),
                fact.about,
            )
        elif day > on + FURTHEST:
            yield Finding(
                "warning",
                "scenario.far",
                _("{day} is more than three years ahead; it is not in the figures.").format(
                    day=day.isoformat()
                ),
                fact.about,
            )


def _leaves_and_returns(facts: Sequence[Fact], household: Household) -> Iterator[Finding]:
    left = {(f.about, f.occurred) for f in facts if isinstance(f, CarerLeft)}
    for fact in facts:
        name, person = household.name(fact.about), household.person(fact.about)
        if isinstance(fact, CarerLeft) and person and household.home not in ("", person.home):
            yield Finding(
                "info",
                "scenario.gone",
                _(
                    "{name} does not live in the home by the record, so leaving changes nothing."
                ).format(name=name),
                fact.about,
            )
        if not isinstance(fact, CarerReturned):
            continue
        if (fact.about, fact.occurred) in left:
            yield Finding(
                "warning",
                "scenario.left-and-returned",
                _(
                    "{name} leaves and comes back on the same day; the coming back is what counts."
                ).format(name=name),
                fact.about,
            )
        elif person is not None and household.home and person.home == household.home:
            yield Finding(
                "info",
                "scenario.at-home",
                _("{name} lives in the home already, so coming back changes nothing.").format(
                    name=name
                ),
                fact.about,
            )


def _said_twice(facts: Sequence[Fact], household: Household) -> Iterator[Finding]:
    sums: dict[tuple[str, str, str], Fact] = {}
    born: dict[str, Fact] = {
        c.handle: ChildAdded(fact_id="", born=c.born) for c in household.children
    }
    for fact in facts:
        if isinstance(fact, (BillStated, IncomeStated)):
            earlier = sums.setdefault((fact.KIND, fact.about.casefold(), fact.occurred), fact)
            if getattr(earlier, "amount", None) != fact.amount:
                yield Finding(
                    "warning",
                    "scenario.twice",
                    _("{about} has two amounts from the same day; the later line counts.").format(
                        about=fact.about
                    ),
                    fact.about,
                )
        elif isinstance(fact, ChildAdded):
            known = born.setdefault(fact.about, fact)
            if isinstance(known, ChildAdded) and known.born != fact.born:
                yield Finding(
                    "warning",
                    "scenario.born-twice",
                    _("{about} has two days of birth; the later line counts.").format(
                        about=fact.about
                    ),
                    fact.about,
                )


def strangers(facts: Iterable[Fact], *, household: Household) -> tuple[str, ...]:
    """Return whom a scenario speaks of that neither it nor the household knows, in order."""
    listed = list(facts)
    known: set[str] = {p.handle for p in household.people}
    known |= {f.about for f in listed if isinstance(f, (PersonAdded, ChildAdded))}
    about = (f.about for f in listed if isinstance(f, ABOUT_PEOPLE) and f.about)
    return tuple(dict.fromkeys(who for who in about if who not in known))


def _strangers(facts: Sequence[Fact], household: Household) -> Iterator[Finding]:
    known = {p.handle for p in household.people}
    for fact in facts:
        if isinstance(fact, PersonAdded) and fact.about not in known:
            yield Finding(
                "info",
                "scenario.new-person",
                _("{about} is not on the record yet and is added for this what-if.").format(
                    about=fact.about
                ),
                fact.about,
            )


def _marked(facts: Sequence[Fact], household: Household) -> Iterator[Finding]:
    about = dict.fromkeys(f.about for f in facts if isinstance(f, ABOUT_PEOPLE))
    for person in map(household.person, about):
        if person is not None and person.unsafe:
            yield Finding(
                "warning",
                "scenario.marked",
                _("You marked {person}, so no plan counts on them, in a what-if either.").format(
                    person=person.name
                ),
                person.handle,
            )
        elif person is not None and person.died:
            yield Finding(
                "warning",
                "scenario.died",
                _("{person} has died by the record, so nothing is planned with them.").format(
                    person=person.name
                ),
                person.handle,
            )


def _beyond_all(facts: Iterable[Fact], household: Household) -> Iterator[Finding]:
    for fact in facts:
        if isinstance(fact, AssumptionMade) and not 0 <= (fact.keeps or 0) <= WHOLE:
            yield Finding(
                "warning",
                "scenario.share",
                _("{about} can keep between 0 and 100 %; the nearer end is used.").format(
                    about=household.name(fact.about)
                ),
                fact.about,
            )
