"""The household on a day, with how far a plan may lean on each person."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import CareGiven
from kinhold.domain.dates import first_day
from kinhold.domain.finances import PaymentMade, PaymentReceived
from kinhold.domain.promises import AskMade, AssumptionMade
from kinhold.engines.promises.asks import asks_of, availability_of, occurrences_of
from kinhold.engines.promises.evidence import Evidence
from kinhold.engines.promises.occurrences import expand
from kinhold.engines.promises.reliability import reliability_of
from kinhold.projections.household import LeanOn, commitments, household_on
from kinhold.record.record import started_by
from kinhold.rules.loading import load_rules
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kinhold.application.ports import PublicHolidays
    from kinhold.domain.household import Household
    from kinhold.domain.promises import Reliability
    from kinhold.engines.promises.evidence import Occurrence
    from kinhold.record.record import Record
    from kinhold.rules.pack import RulesInForce

NOT_LOOKED_UP: Final = N_(
    "Public holidays were not looked up, so here they are days like any other."
)
LOOK_BACK: Final = timedelta(days=730)
"""How far back occurrences are looked at; with a half-life of 90 days older ones weigh nothing."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything planners start from on one day.

    Attributes:
        household: the read model.
        rules: in force in its country.
        reliability: by handle and topic (`care`, `money`, …), for those who promised something.
    """

    household: Household
    rules: RulesInForce
    reliability: Mapping[tuple[str, str], Reliability]

    def trust(self, topic: str) -> Mapping[str, float]:
        """Return planning values by handle for one topic."""
        return {
            who: r.planning_value for (who, about), r in self.reliability.items() if about == topic
        }


def evidence_of(record: Record) -> Evidence:
    """Return the facts from which outcomes of promises may be read off."""
    return Evidence(
        cared=record.of(CareGiven), paid=record.of(PaymentMade), received=record.of(PaymentReceived)
    )


def standing_on(
    *, record: Record, day: date, public_holidays: PublicHolidays | None = None
) -> Standing:
    """Return the household on a day with reliabilities from its own promises.

    Args:
        record: what the reader may see.
        day: the local day.
        public_holidays: where they come from; asked only where something depends on them.

    Raises:
        ZoneNotKnownError: where the header names no IANA zone.
    """
    plain = household_on(record, day)
    rules = load_rules(plain.country)
    by_topic: dict[tuple[str, str], list[Occurrence]] = {}
    evidence = evidence_of(record)
    for commitment in commitments(record, day):
        due = expand(
            commitment,
            start=day - LOOK_BACK,
            end=day + timedelta(days=1),
            zone=plain.zone,
            evidence=evidence,
        )
        by_topic.setdefault((commitment.promisor, commitment.promise.topic), []).extend(due)
    asked = asks_of(record.of(AskMade), zone=plain.zone)
    for occurrence in occurrences_of(asked):
        by_topic.setdefault((occurrence.promisor, "care"), []).append(occurrence)
    rates = {
        (who, topic): reliability_of(due, on=day, main=who == plain.keeper)
        for (who, topic), due in by_topic.items()
    }
    unheard = reliability_of((), on=day)
    for key, keeps in _assumed(record, day).items():
        value = min(max(keeps / 10_000, 0.0), 1.0)
        rates[key] = replace(rates.get(key, unheard), planning_value=value, assumed=True)
    lean: dict[str, LeanOn] = {
        person.handle: LeanOn(rate.planning_value, rate.assumed)
        for person in plain.people
        for rate in [rates.get((person.handle, "care"), unheard)]
    }
    said_yes = availability_of(ask for ask in asked if ask.day >= day)
    household = household_on(record, day, reliability=lean, said_yes=said_yes)
    return Standing(with_public_holidays(household, public_holidays), rules, rates)


def _assumed(record: Record, day: date) -> dict[tuple[str, str], int]:
    """What she says a plan should count on, by handle and topic, in basis points; the latest holds."""
    said: dict[tuple[str, str], int | None] = {}
    stated = (a for a in record.of(AssumptionMade) if started_by(a, day))
    for one in sorted(stated, key=lambda a: first_day(a.occurred) or day.min):
        for topic in (one.topic,) if one.topic else ("care", "money"):
            said[one.about, topic] = one.keeps
    return {key: keeps for key, keeps in said.items() if keeps is not None}


def with_public_holidays(household: Household, public_holidays: PublicHolidays | None) -> Household:
    """Return the household with the public holidays around its day, where it depends on them.

    Args:
        household: as it stands.
        public_holidays: where they come from; without it the household says they are not known.
    """
    depends = any(n.skips for n in household.care_needs) or any(
        s.skips for c in household.carers for stated in (c.available, c.away) for s in stated
    )
    if not depends:
        return household
    if public_holidays is None:
        return replace(household, holidays_problem=_(NOT_LOOKED_UP))
    year = household.on.year
    known = public_holidays(
        country=household.country, region=household.region, years=(year - 1, year, year + 1)
    )
    return replace(household, holidays=known.days, holidays_problem=known.problem)
