"""Changing a rota by hand: what would follow, at once, without a solver."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kinhold.application.plan_care import CarePlan, setting_of
from kinhold.application.rota import LevelLine, RotaPage, rota_page
from kinhold.engines.care import rota_edit
from kinhold.engines.care.coverage import cover_given
from kinhold.engines.care.shared import turns_to_share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.findings import Finding
    from kinhold.engines.care.rota_edit import Edit


@dataclass(frozen=True, slots=True)
class LevelMoved:
    """A level that a change made by hand moves: less is better in every one."""

    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class EditedPage:
    """A rota after changes made by hand.

    Attributes:
        page: the rota as it would be.
        holds: whether nobody is where they cannot be, above a limit, or in two places.
        faults: what does not hold, as sentences.
        moved: the levels that differ.
        turns: the rota as `RotaShared.turns` keeps it, ready to be shared.
    """

    page: RotaPage
    holds: bool
    faults: tuple[str, ...]
    moved: tuple[LevelMoved, ...]
    turns: tuple[str, ...]


def edit_rota(
    *, standing: Standing, plan: CarePlan, on: date, edits: Sequence[Edit]
) -> tuple[CarePlan, EditedPage]:
    """Return a plan after changes made by hand, re-checked, and its page.

    Args:
        standing: the household on that day.
        plan: with a rota; one without (no solver installed) is given back as it is.
        on: the first day, for the page.
        edits: one after the other; see `engines.care.rota_edit.Edit`.
    """
    if plan.result is None:
        page = rota_page(standing=standing, plan=plan, on=on)
        return plan, EditedPage(page, holds=True, faults=(), moved=(), turns=())
    setting = setting_of(standing=standing, plan=plan)
    rota = plan.result.rota
    findings: tuple[Finding, ...] = ()
    holds = True
    for edit in edits:
        edited = rota_edit.edit_rota(rota, edit, setting=setting)
        rota, findings, holds = edited.rota, edited.findings, edited.holds
    coverage = cover_given(
        standing.household,
        rules=standing.rules,
        horizon=plan.horizon,
        needs=plan.needs,
        turns=rota.turns,
    )
    result = replace(plan.result, rota=rota, findings=findings, score=None)
    after = replace(plan, result=result, coverage=coverage)
    page = rota_page(standing=standing, plan=after, on=on)
    before = {v.name: v for v in plan.result.rota.levels}
    moved = tuple(
        LevelMoved(v.name, before[v.name].value, v.value)
        for v in rota.levels
        if abs(v.value - before[v.name].value) > 1e-6  # noqa: PLR2004 - rounding
    )
    return after, EditedPage(
        page=replace(
            page,
            checked=holds,
            levels=tuple(LevelLine(v.name, v.value, v.bound, v.proven) for v in rota.levels),
        ),
        holds=holds,
        faults=tuple(f.message for f in findings if f.severity == "error"),
        moved=moved,
        turns=turns_to_share(rota.turns, zone=standing.household.zone),
    )
