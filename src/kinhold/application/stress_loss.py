"""One loss, before and after: figures side by side, both fortnights, both runways, the repairs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kinhold.application.money import MoneyPage, money_page
from kinhold.application.plan_care import CarePlan
from kinhold.application.rota import RotaPage, rota_page
from kinhold.application.stress_words import say_runway
from kinhold.application.wording import count, say_hours
from kinhold.domain.findings import KinholdError
from kinhold.domain.money import Money, say
from kinhold.engines.care.coverage import cover_given, cover_without_solving
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kinhold.application.stress_figures import FiguresLine
    from kinhold.application.stress_page import (
        ImpactLine,
        RepairLine,
        Stressed,
        StressPage,
    )
    from kinhold.application.stress_test import StressTask
    from kinhold.domain.household import Household
    from kinhold.engines.care.rota import RotaResult


class LossNotKnownError(KinholdError):
    """A loss, or a set of measures against it, that this household does not have."""

    def __init__(self, key: str, *, known: Iterable[str]) -> None:
        """Name those there are."""
        there = ", ".join(known) or "none"
        super().__init__(
            _("“{key}” is not among them. There are: {there}.").format(key=key[:60], there=there)
        )


@dataclass(frozen=True, slots=True)
class Side:
    """The household before, or after: its fortnight and its money.

    Attributes:
        figures: in a line.
        rota: who has the children when; what is open where care is from availability alone.
        money: what falls due and what is there.
    """

    figures: FiguresLine
    rota: RotaPage
    money: MoneyPage


@dataclass(frozen=True, slots=True)
class LossPage:
    """One loss.

    Attributes:
        line: the loss and what it breaks.
        rows: what is looked at, before, and after, in words.
        repairs: sets of measures, cheapest first.
        before, after: the two sides.
    """

    line: ImpactLine
    rows: tuple[tuple[str, str, str], ...]
    repairs: tuple[RepairLine, ...]
    before: Side
    after: Side


def loss_page(found: Stressed, *, key: str) -> LossPage:
    """Return one loss before and after.

    Args:
        found: the test.
        key: of the loss, such as `person:Mum`.

    Raises:
        LossNotKnownError: names the losses there are.
    """
    page = found.page()
    line = line_of(page, key)
    task = found.report.task
    place = [loss.key for loss in task.losses].index(key)
    rotas = found.report.rotas
    before = _side(task, task.standing.household, page.base, rotas[0] if rotas else None)
    after = _side(task, task.versions[place], line.figures, rotas[place + 1] if rotas else None)
    # Everybody keeps their colour: the same people in the same order on both sides.
    people = tuple(dict.fromkeys((*before.rota.people, *after.rota.people)))
    before, after = (
        replace(side, rota=replace(side.rota, people=people)) for side in (before, after)
    )
    return LossPage(
        line=line,
        rows=tuple(_rows(before.figures, after.figures, page.currency)),
        repairs=page.repairs_of(key),
        before=before,
        after=after,
    )


def line_of(page: StressPage, key: str) -> ImpactLine:
    """Return one loss of a page.

    Raises:
        LossNotKnownError: names the losses there are.
    """
    line = next((i for i in page.impacts if i.key == key), None)
    if line is None:
        raise LossNotKnownError(key, known=(i.key for i in page.impacts))
    return line


def _side(
    task: StressTask, household: Household, figures: FiguresLine, rota: RotaResult | None
) -> Side:
    given = task.given
    standing = replace(task.standing, household=household)
    if rota is None:
        coverage = cover_without_solving(
            household, rules=given.rules, horizon=given.horizon, needs=given.needs
        )
    else:
        coverage = cover_given(
            household,
            rules=given.rules,
            horizon=given.horizon,
            needs=given.needs,
            turns=rota.rota.turns,
        )
    plan = CarePlan(given.horizon, given.needs, rota, coverage)
    return Side(
        figures,
        rota_page(standing=standing, plan=plan, on=task.on),
        money_page(standing=standing, on=task.today, outlook=task.outlook(household)),
    )


def _rows(before: FiguresLine, after: FiguresLine, currency: str) -> Iterator[tuple[str, str, str]]:
    def row(what: str, told: Callable[[FiguresLine], str]) -> tuple[str, str, str]:
        return what, told(before), told(after)

    yield row(_("With no one, in the fortnight"), lambda f: _hours(f.no_one_minutes))
    yield row(_("The longest of it"), lambda f: _hours(f.longest_no_one))
    yield row(
        _("Nights with no relief for you"),
        lambda f: _("{unrelieved} of {nights}").format(unrelieved=f.unrelieved, nights=f.nights),
    )
    yield row(_("Of these one after the other"), lambda f: str(f.nights_in_a_row))
    if before.runway_days is not None:
        yield row(_("Priority bills paid for"), lambda f: say_runway(f.runway_days or 0))
        yield row(_("Priority bills missed in a year"), lambda f: str(f.missed_priority))
        yield row(_("Any bills missed in a year"), lambda f: str(f.missed))
        yield row(_("Unpaid at its end"), lambda f: say(Money(f.unpaid, currency)))
    if before.runway_p50 is not None:
        yield row(_("In the middle simulated year"), lambda f: say_runway(f.runway_p50 or 0))
        yield row(_("In one of ten, at most"), lambda f: say_runway(f.runway_p10 or 0))
        yield row(_("Missed in the middle one, and in one of ten"), _missed)
    if before.paid_care or after.paid_care:
        yield row(_("Paid care of the fortnight"), lambda f: say(Money(f.paid_care, currency)))


def _missed(figures: FiguresLine) -> str:
    return _("{missed_p50} and {missed_p10}").format(
        missed_p50=figures.missed_p50, missed_p10=figures.missed_p10
    )


def _hours(minutes: int) -> str:
    return say_hours(minutes) if minutes else count(0, "hour")
