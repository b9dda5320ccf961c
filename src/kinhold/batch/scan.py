"""The stress test of one household from availability alone, as a row of a caseload.

It is the first answer of `application.stress_test`: without the solver, repairs and simulated years.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from kinhold.application.stress_test import stress_task, title
from kinhold.application.stress_words import say_care, say_money
from kinhold.batch.rows import HORIZON, NOTHING, CaseRow
from kinhold.domain.findings import KinholdError
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.api import HouseholdFile
    from kinhold.application.household_on import Standing
    from kinhold.application.stress_test import StressReport
    from kinhold.domain.household import Household
    from kinhold.engines.stress.impact import Impact


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
            problem=_(
                "This household could not be tested: {name}: {problem}. Open it by itself to see "
                "more."
            ).format(name=type(problem).__name__, problem=problem),
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
    (record, _unused), standing = home.log.lately(on=on), home.standing(on=on)
    report = stress_task(record=record, standing=standing, on=on).first()
    return _row(file, standing, report, on)


def _row(file: str, standing: Standing, report: StressReport, on: date) -> CaseRow:
    household, base, impacts = standing.household, report.base, report.impacts
    titles = {i.contingency.key: title(household, i.contingency) for i in impacts}
    worst = impacts[0] if impacts and not impacts[0].holds else None
    gaps = (worst.figures if worst else base).gaps
    short = base.runway_days is not None and base.runway_days < HORIZON
    return CaseRow(
        file=file,
        survived=report.margin.survived,
        tested=report.margin.tested,
        no_one_minutes=base.no_one_minutes,
        unrelieved=len(base.unrelieved),
        runway_days=base.runway_days,
        worst=titles[worst.contingency.key] if worst else "",
        effect=_effect(household, worst) if worst else "",
        first=gaps[0].interval.start.astimezone(household.zone).isoformat() if gaps else "",
        money_date=(on + timedelta(days=base.runway_days or 0)).isoformat() if short else "",
        single_points=tuple(titles[key] for key in report.single_points),
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
