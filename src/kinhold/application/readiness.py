"""Readiness: what a what-if asks of a household, check by check, without a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.application.readiness_care import (
    check_hours,
    check_margin,
    check_nights,
    check_promises,
)
from kinhold.application.readiness_home import check_home
from kinhold.application.readiness_money import check_savings, check_work
from kinhold.application.readiness_sides import side_of
from kinhold.application.wording import count
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.application.readiness_sides import Check
    from kinhold.application.stress_test import StressReport
    from kinhold.domain.findings import Finding, OpenQuestion
    from kinhold.domain.people import HomeStated
    from kinhold.engines.stress.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a what-if was held against.

    Attributes:
        title: the what-if in her words; empty where none was given.
        on: the ISO day from which care was looked at.
        headline: how many checks hold, and which are open.
        read_as: the lines that the what-if was read as.
        checks: in the order in which they are shown.
        questions: what is missing to say more.
        findings: what was taken for granted, and what does not fit together.
    """

    title: str
    on: str
    headline: str
    read_as: tuple[str, ...]
    checks: tuple[Check, ...]
    questions: tuple[OpenQuestion, ...]
    findings: tuple[Finding, ...]


def readiness(
    *,
    before: StressReport,
    after: StressReport,
    scenario: Scenario | None = None,
    homes: Iterable[HomeStated] = (),
) -> Readiness:
    """Return what a what-if asks of the household.

    Args:
        before: the stress test of the household as it stands.
        after: the stress test of the household as it would be, on the day the what-if holds from.
        scenario: the what-if.
        homes: every home on the record and in the what-if, for its bedrooms. Without the record's,
            those of the scenario alone are known.
    """
    stated = list(homes)
    own = [] if scenario is None else [f for f in scenario.facts if f.KIND == "home"]
    now = side_of(before, homes=[h for h in stated if h not in own])
    then = side_of(after, homes=[*own, *stated])  # type: ignore[list-item]  # their kind is home
    found = (
        check_nights(before=now, after=then),
        check_hours(before=now, after=then),
        check_home(before=now, after=then),
        check_savings(after=then),
        check_margin(before=now, after=then),
        check_promises(after=then),
        check_work(before=now, after=then),
    )
    checks = tuple(c for c in found if c is not None)
    return Readiness(
        title=scenario.title if scenario else "",
        on=then.day.isoformat(),
        headline=headline(checks),
        read_as=scenario.lines if scenario else (),
        checks=checks,
        questions=tuple(c.question for c in checks if c.question),
        findings=scenario.findings if scenario else (),
    )


def headline(checks: tuple[Check, ...]) -> str:
    """Return how many checks hold and which are open: counts, never a verdict."""
    if not checks:
        return _("There is nothing to hold this against yet.")
    held = sum(1 for c in checks if c.holds)
    said = _("{held} of {hold}.").format(held=held, hold=count(len(checks), "check holds", "hold"))
    still = [c.title for c in checks if not c.holds]
    return _("{said} Open: {still}.").format(said=said, still=", ".join(still)) if still else said
