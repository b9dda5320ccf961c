"""What readiness looks at: the household as it stands and as it would be, and what a check says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.money import money_outlook
from kinhold.application.support_calculation import RuleUsed
from kinhold.domain.dates import first_day
from kinhold.record.record import started_by
from kinhold.rules.parameter import RuleNotInForceError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from fractions import Fraction

    from kinhold.application.household_on import Standing
    from kinhold.application.stress_test import StressReport
    from kinhold.domain.findings import OpenQuestion
    from kinhold.domain.household import Household
    from kinhold.domain.people import HomeStated
    from kinhold.engines.money.runway import MoneyOutlook

YEAR: Final = 365


@dataclass(frozen=True, slots=True)
class Check:
    """One thing a what-if is held against.

    Attributes:
        key: a stable name: `nights`, `hours`, `home`, `savings`, `margin`, `promises`, `work`.
        title: how the headline calls it, such as `the nights`.
        holds: None where it is not known; then `question` asks what is missing.
        words: what was found, in plain sentences, without a verdict.
        figures: the numbers behind the words, by name; sums in minor units.
        sources: the rules it was held against, with where they are written.
        fact_ids: the facts it rests on.
        question: what to ask, where something is missing.
    """

    key: str
    title: str
    holds: bool | None
    words: str
    figures: dict[str, int | str]
    sources: tuple[RuleUsed, ...]
    fact_ids: tuple[str, ...]
    question: OpenQuestion | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """The household before, or after.

    Attributes:
        report: its stress test; care is looked at from the test's day, money counted from today.
        home: what was stated of the home it lives in then; None where nothing was.
        money: the money from today to a year after that day.
    """

    report: StressReport
    home: HomeStated | None
    money: MoneyOutlook

    @property
    def standing(self) -> Standing:
        """The household with its rules and reliabilities."""
        return self.report.task.standing

    @property
    def household(self) -> Household:
        """The household."""
        return self.standing.household

    @property
    def day(self) -> date:
        """The day that care is looked at."""
        return self.report.task.on

    def rule(self, path: str) -> int | None:
        """Return a whole number of the rules on that day, or None where there is none."""
        try:
            return int(self.standing.rules.number(path, self.day))
        except RuleNotInForceError:
            return None

    def sources(self, *paths: str) -> tuple[RuleUsed, ...]:
        """Return where rules are written; a country without one of them has none of it."""
        known = self.standing.rules.parameters
        return tuple(
            RuleUsed(path, p.title, p.references[0].href, p.verified_on.isoformat())
            for path in paths
            for p in [known.get(path)]
            if p is not None
        )

    def monthly(
        self, labels: Iterable[str] | None, *, direction: str, classes: Iterable[str]
    ) -> Fraction:
        """Return what falls due or comes in a month, over the year from that day, in minor units.

        Args:
            labels: only these; None for all.
            direction: `in` or `out`.
            classes: only these classes.
        """
        from fractions import Fraction

        wanted = None if labels is None else set(labels)
        last, kept = self.day + timedelta(days=YEAR), set(classes)
        total = sum(
            item.amount.minor
            for item in self.money.items
            if item.direction == direction
            and item.priority in kept
            and self.day <= item.due < last
            and (wanted is None or item.label in wanted)
        )
        return Fraction(total, 12)


def side_of(report: StressReport, *, homes: Iterable[HomeStated] = ()) -> Side:
    """Return one side of a readiness check.

    Args:
        report: the stress test of the household, as it stands or as it would be.
        homes: every home that was stated; without it the bedrooms are asked about.
    """
    task = report.task
    ahead = (task.on - task.today).days
    return Side(
        report=report,
        home=_home(homes, task.standing.household, task.on),
        money=money_outlook(standing=task.standing, on=task.today, horizon=ahead + YEAR),
    )


def _home(homes: Iterable[HomeStated], household: Household, day: date) -> HomeStated | None:
    stated = [h for h in homes if h.about == household.home and started_by(h, day)]
    return max(stated, key=lambda h: first_day(h.occurred) or day.min, default=None)
