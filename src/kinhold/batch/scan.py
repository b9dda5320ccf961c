"""The stress test of one household from availability alone, as a row of a caseload.

It is the first answer of `application.stress_test`: without the solver, repairs and simulated years.
Cover and money are each worked out again only after a loss that touches what they rest on: most
losses touch one of the two.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from kinhold.application.stress_test import stress_task, title
from kinhold.application.stress_words import say_care, say_money
from kinhold.batch.rows import HORIZON, NOTHING, CaseRow
from kinhold.domain.findings import KinholdError
from kinhold.domain.household import Household
from kinhold.engines.stress.impact import compare, measure
from kinhold.engines.stress.outage import crystallised
from kinhold.engines.stress.ranking import margin, rank, single_points
from kinhold.journal.verify import JournalError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kinhold.api import HouseholdFile
    from kinhold.application.household_on import Standing
    from kinhold.application.stress_test import StressTask
    from kinhold.engines.stress.impact import Figures, Impact

T = TypeVar("T")

OF_CARE: Final = ("carers", "children", "care_needs", "people", "holidays", "schedule")
"""What cover rests on beside the household's zone, day and keeper, which no loss changes."""

NOT_OF_MONEY: Final = frozenset(
    {"carers", "care_needs", "commitments", "holidays", "holidays_problem", "rota"}
)
"""What no bill, income or debt rests on, but for the hours of carers who are paid."""

OF_MONEY: Final = tuple(f.name for f in fields(Household) if f.name not in NOT_OF_MONEY)


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan found: the household as it stands, and its losses, worst first."""

    base: Figures
    impacts: tuple[Impact, ...]


def scan_file(path: str, *, on: date) -> CaseRow:
    """Test one household file; one that cannot be tested is a row with its reason.

    Args:
        path: the file; it is only read.
        on: the first day of every loss.
    """
    from kinhold.api import open_household

    name = Path(path).name
    try:
        with open_household(path) as home:
            return scan_household(home, file=name, on=on)
    except (KinholdError, JournalError, OSError) as problem:
        return CaseRow(name, problem=_without_folder(str(problem), path))
    except Exception as problem:  # noqa: BLE001 - one household in a state nobody thought of must not stop the others
        return CaseRow(
            name,
            problem=f"This household could not be tested: {type(problem).__name__}: {problem}. "
            "Open it by itself to see more.",
        )


def _without_folder(said: str, path: str) -> str:
    """A reason begins with its file's path, which stands in the row already."""
    return said.removeprefix(f"{path}: ")


def scan_household(home: HouseholdFile, *, file: str, on: date) -> CaseRow:
    """Test an opened household.

    Args:
        home: the household.
        file: its name.
        on: the first day of every loss.

    Raises:
        KinholdError: where its zone or the rules of its country cannot be used on that day.
    """
    (record, _), standing = home.log.lately(on=on), home.standing(on=on)
    scanned = scan(stress_task(record=record, standing=standing, on=on))
    return _row(file, standing, scanned, on)


def scan(task: StressTask) -> Scanned:
    """Measure every single loss of a test from availability alone; the same as `task.first()`.

    Args:
        task: from `application.stress_test.stress_task`.

    Raises:
        RuleNotInForceError: where the packs lack a figure for the day.
    """
    household = task.standing.household
    covered, foreseen = task.cover(household), task.outlook(household)
    cover = _unless_alike(task.cover, household, covered, _of_care)
    outlook = _unless_alike(task.outlook, household, foreseen, _of_money)

    def figures(version: Household) -> Figures:
        return measure(version, cover=cover, outlook=outlook, target=task.target)

    base = figures(household)
    impacts = rank(
        compare(loss, base=base, after=figures(version), crystallised=crystallised(household, loss))
        for loss, version in zip(task.losses, task.versions, strict=True)
    )
    return Scanned(base, impacts)


def _of_care(household: Household) -> tuple[object, ...]:
    return tuple(getattr(household, name) for name in OF_CARE)


def _of_money(household: Household) -> tuple[object, ...]:
    paid = tuple(c for c in household.carers if c.limits and c.limits.price)
    return (paid, *(getattr(household, name) for name in OF_MONEY))


def _unless_alike(
    work_out: Callable[[Household], T],
    before: Household,
    known: T,
    part: Callable[[Household], tuple[object, ...]],
) -> Callable[[Household], T]:
    """Give what is known where a part of the household is as it was, else work it out."""
    was = part(before)
    return lambda version: known if part(version) == was else work_out(version)


def _row(file: str, standing: Standing, scanned: Scanned, on: date) -> CaseRow:
    household, base, impacts = standing.household, scanned.base, scanned.impacts
    held = margin(impacts)
    titles = {i.contingency.key: title(household, i.contingency) for i in impacts}
    worst = impacts[0] if impacts and not impacts[0].holds else None
    gaps = (worst.figures if worst else base).gaps
    short = base.runway_days is not None and base.runway_days < HORIZON
    return CaseRow(
        file=file,
        survived=held.survived,
        tested=held.tested,
        no_one_minutes=base.no_one_minutes,
        unrelieved=len(base.unrelieved),
        runway_days=base.runway_days,
        worst=titles[worst.contingency.key] if worst else "",
        effect=_effect(household, worst) if worst else "",
        first=gaps[0].interval.start.astimezone(household.zone).isoformat() if gaps else "",
        money_date=(on + timedelta(days=base.runway_days or 0)).isoformat() if short else "",
        single_points=tuple(titles[key] for key in single_points(impacts)),
        country=household.country,
        helpers=sum(
            1
            for c in household.carers
            if not c.main and not c.place and (c.available or c.lives_in)
        ),
        worst_kind=worst.contingency.kind if worst else NOTHING,
    )


def _effect(household: Household, impact: Impact) -> str:
    care, money = say_care(household, impact), say_money(household, impact)
    return "; ".join(part for part in (care, money) if part)
