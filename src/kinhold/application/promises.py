"""The promises page: who said they would do what, what came of it, counts first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from kinhold.application.household_on import evidence_of
from kinhold.application.sentences import sentence
from kinhold.application.wording import count, say_when
from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.fact import QuotedFromStory
from kinhold.engines.promises.occurrences import expand
from kinhold.engines.promises.reliability import say_reliability
from kinhold.voice.speaking import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.household import Household
    from kinhold.domain.promises import Commitment, Reliability
    from kinhold.engines.promises.evidence import Evidence, Occurrence
    from kinhold.record.record import Record

LOOK_BACK = 90
"""Days of fallen-due occurrences that are listed."""


@dataclass(frozen=True, slots=True)
class OccurrenceLine:
    """One occurrence that fell due and what came of it.

    `read_off` is True where nobody noted it and other entries show it; `shown_by` are these, as
    sentences.
    """

    day: str
    outcome: str
    fact_ids: tuple[str, ...]
    read_off: bool = False
    shown_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """One promise.

    `state` is `withdrawn`, `open-ended` (it hangs on a condition that has no date and never falls
    due by itself), `once` or `repeats`.
    """

    fact_id: str
    who: str
    name: str
    topic: str
    strength: str
    sentence: str
    words: str
    quote: str
    state: str
    condition: str
    made: str
    counts: str
    occurrences: tuple[OccurrenceLine, ...]


@dataclass(frozen=True, slots=True)
class PersonPromises:
    """One person's promises, counts first. Never shown to the person it is about."""

    who: str
    name: str
    reliability: str
    planning: str
    promises: tuple[PromiseLine, ...]


@dataclass(frozen=True, slots=True)
class PromisesPage:
    """What the promises page shows; see docs/reference/pages.md."""

    on: str
    headline: str
    people: tuple[PersonPromises, ...]


def promises_page(*, record: Record, standing: Standing, on: date) -> PromisesPage:
    """Return every promise by person, those to and by the keeper included."""
    household = standing.household
    by_person: dict[str, list[Commitment]] = {}
    for commitment in household.commitments:
        by_person.setdefault(commitment.promisor, []).append(commitment)
    evidence = evidence_of(record)
    seen = _Seen(record, on, evidence)
    people = tuple(_person(standing, who, made, seen) for who, made in by_person.items())
    made = sum(len(p.promises) for p in people)
    waiting = sum(1 for p in people for line in p.promises if line.state == "open-ended")
    said = _("{promises} by {people}.").format(
        promises=count(made, "promise"), people=count(len(people), "person", "people")
    )
    if waiting:
        said += ngettext(
            " {waiting} hangs on a condition and has never fallen due.",
            " {waiting} hang on a condition and have never fallen due.",
            waiting,
        ).format(waiting=waiting)
    if not made:
        said = _("No promise is on the record yet.")
    return PromisesPage(on.isoformat(), said[0].upper() + said[1:], people)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What promises are looked at against: the record, the day, and what other facts show."""

    record: Record
    on: date
    evidence: Evidence


def _person(standing: Standing, who: str, made: list[Commitment], seen: _Seen) -> PersonPromises:
    household = standing.household
    main = who == household.keeper
    rates = [r for (handle, _unused), r in standing.reliability.items() if handle == who]
    counted = [r for r in rates if r.counted] or rates
    rate = max(counted, key=lambda r: r.effective_n, default=None)
    planning = ""
    if rate is not None and not main and not rate.assumed:
        planning = _("Plans lean on it at {planning_value:.0%}, from what was noted.").format(
            planning_value=rate.planning_value
        )
    return PersonPromises(
        who=who,
        name=_("You") if main else household.name(who),
        reliability=_reliability(standing, who, rate),
        planning=planning,
        promises=tuple(_line(standing, c, seen) for c in made),
    )


def _reliability(standing: Standing, who: str, rate: Reliability | None) -> str:
    household = standing.household
    person = household.person(who)
    if rate is None or who == household.keeper:
        return ""
    if person is not None and person.unsafe:
        return _("The plan does not count on this.")
    return _sentence(say_reliability(rate))


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}."


def _line(standing: Standing, commitment: Commitment, seen: _Seen) -> PromiseLine:
    household, promise = standing.household, commitment.promise
    due = expand(
        commitment,
        start=seen.on - timedelta(days=LOOK_BACK),
        end=seen.on + timedelta(days=1),
        zone=household.zone,
        evidence=seen.evidence,
    )
    occurrences = tuple(_occurrence(household, o, seen.record) for o in due)
    state = "repeats" if promise.each else _("once") if promise.due != UNKNOWN else _("no day said")
    if commitment.withdrawn:
        state = "withdrawn"
    elif commitment.open_ended:
        state = "open-ended"
    return PromiseLine(
        fact_id=promise.fact_id,
        who=promise.about,
        name=household.name(promise.about),
        topic=promise.topic,
        strength=promise.strength,
        sentence=sentence(promise, name=household.name, country=household.country),
        words=promise.words,
        quote=promise.source.quote.text if isinstance(promise.source, QuotedFromStory) else "",
        state=state,
        condition=promise.condition,
        made=say_when(Edtf(promise.occurred), household.country),
        counts=_counts(commitment, occurrences),
        occurrences=occurrences,
    )


def _occurrence(household: Household, one: Occurrence, record: Record) -> OccurrenceLine:
    shown = [record.get(fact_id) for fact_id in one.fact_ids] if one.read_off else []
    return OccurrenceLine(
        one.day.isoformat(),
        one.outcome,
        one.fact_ids,
        one.read_off,
        tuple(
            f"{say_when(Edtf(fact.occurred), household.country)}: "
            + sentence(fact, name=household.name, country=household.country)
            for fact in shown
            if fact is not None
        ),
    )


def _counts(commitment: Commitment, occurrences: tuple[OccurrenceLine, ...]) -> str:
    noted = [o.outcome for o in commitment.outcomes]
    if commitment.open_ended and not noted:
        return _("It has never fallen due.")
    parts = [f"{noted.count(word)} {word}" for word in dict.fromkeys(noted)]
    unknown = sum(1 for o in occurrences if o.outcome == "unknown")
    if unknown:
        parts.append(_("{unknown} not noted").format(unknown=unknown))
    return ", ".join(parts).capitalize() + "." if parts else _("Nothing noted yet.")
