"""Changing a rota by hand: it is worked out again and re-checked at once, without a solver."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kinhold.domain.care import Rota, RotaLevel, Turn
from kinhold.domain.periods import Interval, subtract
from kinhold.engines.care.backups import joined, with_backups
from kinhold.engines.care.coverage import cover_given
from kinhold.engines.care.figures import figures
from kinhold.engines.care.rota_check import check_rota
from kinhold.engines.care.supply import supplies

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.care import Need
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.findings import Finding
    from kinhold.domain.household import Household
    from kinhold.rules.pack import RulesInForce

_SAME = 1e-6


@dataclass(frozen=True, slots=True)
class Edit:
    """Give a stretch of time to somebody, or to no one.

    Attributes:
        interval: which time; it may be part of a turn, or reach over several.
        carer: who has it from now on; None for no one.
        backup: who steps in; None to have one named where it matters.
    """

    interval: Interval
    carer: PersonRef | None
    backup: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class Setting:
    """What a rota is weighed against.

    Attributes:
        household: whom it is for.
        rules: in force.
        needs: of the horizon.
        shared: turns of the rota already shared.
    """

    household: Household
    rules: RulesInForce
    needs: tuple[Need, ...]
    shared: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class LevelChange:
    """What a change does to a level: less is better in every one."""

    name: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class EditedRota:
    """A rota after a change.

    Attributes:
        rota: with its gaps, unrelieved nights and levels worked out again.
        findings: every fault, and every need that nobody on duty can meet.
        changes: the levels that differ, in their order.
        holds: whether there is no fault.
    """

    rota: Rota
    findings: tuple[Finding, ...]
    changes: tuple[LevelChange, ...]
    holds: bool


def edit_rota(rota: Rota, edit: Edit, *, setting: Setting) -> EditedRota:
    """Return a rota after a change made by hand, re-checked.

    Nothing is refused: somebody may have said yes on the phone. What does not hold (not free then,
    above a limit, nobody there) is said in the findings. A level's bound stands as long as no
    earlier level has changed; after that nothing is known of it but that it is not negative.

    Args:
        rota: to change; it is left as it is.
        edit: what to change.
        setting: what the rota is weighed against.

    Raises:
        RuleNotInForceError: where the packs lack the sleep target for the day.
    """
    turns = _turns_after(rota, edit, setting)
    after = rota_of(turns, horizon=rota.horizon, setting=setting, levels=rota.levels)
    faults = check_rota(
        after,
        household=setting.household,
        rules=setting.rules,
        needs=setting.needs,
        shared=setting.shared,
    )
    coverage = cover_given(
        setting.household, rules=setting.rules, horizon=rota.horizon, needs=setting.needs,
        turns=turns,
    )  # fmt: skip
    changes = tuple(
        LevelChange(old.name, old.value, new.value)
        for old, new in zip(rota.levels, after.levels, strict=True)
        if abs(old.value - new.value) > _SAME
    )
    return EditedRota(after, (*faults, *coverage.findings), changes, holds=not faults)


def rota_of(
    turns: Sequence[Turn], *, horizon: Interval, setting: Setting, levels: Sequence[RotaLevel] = ()
) -> Rota:
    """Return given turns as a rota, with everything worked out from them and no solver.

    Args:
        turns: in order.
        horizon: UTC instants.
        setting: what they are weighed against.
        levels: of a plan for the same setting, whose bounds are kept where they still say something.
    """
    household, rules, needs = setting.household, setting.rules, setting.needs
    given = figures(
        turns, household=household, rules=rules, horizon=horizon, needs=needs,
        shared=setting.shared,
    )  # fmt: skip
    coverage = cover_given(household, rules=rules, horizon=horizon, needs=needs, turns=turns)
    measured: list[RotaLevel] = []
    same = True
    for level in levels:
        value = given.of(level.name)
        bound = min(level.bound, value) if same else 0.0
        measured.append(RotaLevel(level.name, value, bound, proven=bound >= value - _SAME))
        same = same and abs(value - level.value) <= _SAME
    return Rota(horizon, tuple(turns), coverage.gaps, coverage.unrelieved, tuple(measured))


def _turns_after(rota: Rota, edit: Edit, setting: Setting) -> tuple[Turn, ...]:
    start = max(edit.interval.start, rota.horizon.start)
    end = min(edit.interval.end, rota.horizon.end)
    if start >= end:
        return rota.turns
    taken = Interval(start, end)
    kept = [
        replace(turn, interval=left)
        for turn in rota.turns
        for left in subtract(turn.interval, [taken])
    ]
    if edit.carer is None:
        return joined(kept)
    given = Turn(edit.carer, taken, edit.backup)
    turns = sorted((*kept, given), key=lambda t: t.interval)
    if edit.backup is None:
        turns = _with_a_backup(turns, taken, rota.horizon, setting)
    return joined(turns)


def _with_a_backup(
    turns: Sequence[Turn], taken: Interval, horizon: Interval, setting: Setting
) -> list[Turn]:
    """Name back-ups for the changed time only; everybody else keeps theirs."""
    named = with_backups(
        turns,
        found=supplies(setting.household, horizon=horizon),
        horizon=horizon,
        zone=setting.household.zone,
    )
    inside = [
        replace(t, interval=part)
        for t in named
        for part in [Interval(max(t.interval.start, taken.start), min(t.interval.end, taken.end))]
        if part.start < part.end
    ]
    outside = [t for t in turns if not t.interval.overlap(taken)]
    return sorted((*outside, *inside), key=lambda t: t.interval)
