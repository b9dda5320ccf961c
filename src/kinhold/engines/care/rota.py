"""The rota: who has the children when, found level by level, each with its value and its bound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import Rota, RotaLevel, Turn
from kinhold.domain.findings import Finding, KinholdError
from kinhold.domain.periods import Interval
from kinhold.engines.care.backups import with_backups
from kinhold.engines.care.coverage import counted_nights, cover_given, sleep_target
from kinhold.engines.care.needs import needed_time, needs_for, questions_about_needs
from kinhold.engines.care.rota_check import check_rota
from kinhold.engines.care.rota_model import RotaModel
from kinhold.engines.care.rota_polish import polish
from kinhold.engines.care.slots import cut, join
from kinhold.engines.care.supply import questions_about_time, supplies
from kinhold.engines.care.timing import clip, minutes, weeks_of
from kinhold.optimisation.limits import Limits
from kinhold.optimisation.solved import solve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.care import Need
    from kinhold.domain.household import Household
    from kinhold.engines.care.rota_model import Leads, Terms
    from kinhold.engines.care.slots import Slot
    from kinhold.engines.care.supply import Supply
    from kinhold.optimisation.solved import Solved
    from kinhold.rules.pack import RulesInForce

DEFAULT_LIMITS: Final = Limits(seconds=60, relative_gap=0.0)
"""In all; the levels share the seconds 1 : 4 : 5. Levels 1 and 2 are exact unless time runs out."""

_SHARES: Final = (0.1, 0.4, 0.5)
_ORDER_GAP: Final = 0.02
_ORDER_NODES: Final = 200


class RotaCheckFailedError(KinholdError):
    """The independent check found a fault in a rota; it must not be shown."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Say what the check found."""
        self.findings = tuple(findings)
        super().__init__(
            "This rota did not pass its own check, so it is not shown. "
            + " ".join(f.message for f in findings[:3])
        )


@dataclass(frozen=True, slots=True)
class RotaResult:
    """A rota with what has to be known beside it.

    Attributes:
        rota: turns, gaps, unrelieved nights and levels.
        findings: open questions, needs nobody can meet, kept turns that no longer hold.
        digest: SHA-256 in hex over everything the rota depends on; equal inputs, equal digest.
    """

    rota: Rota
    findings: tuple[Finding, ...]
    digest: str


def plan(
    household: Household,
    *,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need] | None = None,
    limits: Limits | None = None,
    keep: Sequence[Turn] = (),
) -> RotaResult:
    """Return the rota of a horizon.

    Levels, each held at its value before the next: 1. weighted minutes of needs left open; 2. the
    main carer's shortfall from protected sleep, added up over the nights; 3. order: few and not
    too short turns, helpers where they agreed to come, paid care last, the surer person first.

    Args:
        household: carers with availability, limits and reliability; zone and main carer.
        rules: `care.*` of the packs.
        horizon: UTC instants; `fortnight` gives the usual one.
        needs: from `needs_for`; worked out here where None, without a log.
        limits: seconds and gap for all levels together.
        keep: turns to keep where their carer still can; the rota is made around them.

    Raises:
        RotaCheckFailedError: where the independent check finds a fault.
        RuleNotInForceError: where the packs lack a figure for the day.
        SolverNotInstalledError: where the solver is needed and not installed.
    """
    problem = _lay_out(household, rules, horizon, needs, keep)
    return _answer(problem, limits or DEFAULT_LIMITS, ordered=True)


def plan_cover(
    household: Household,
    *,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need] | None = None,
    limits: Limits | None = None,
    keep: Sequence[Turn] = (),
) -> RotaResult:
    """Return a rota with levels 1 and 2 solved as in `plan`, and the order tidied by hand only.

    Far quicker: for asking what stays open when somebody is gone, not for showing to people. The
    rota has two levels. Arguments and errors are those of `plan`.
    """
    problem = _lay_out(household, rules, horizon, needs, keep)
    return _answer(problem, limits or DEFAULT_LIMITS, ordered=False)


@dataclass(frozen=True, slots=True)
class _Problem:
    household: Household
    rules: RulesInForce
    horizon: Interval
    needs: tuple[Need, ...]
    keep: tuple[Turn, ...]
    found: tuple[Supply, ...]
    target: int
    overrun: frozenset[str]
    model: RotaModel


def _lay_out(
    household: Household,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need] | None,
    keep: Sequence[Turn],
) -> _Problem:
    if needs is None:
        needs = needs_for(household, rules=rules, horizon=horizon)
    needs = tuple(n for n in needs if n.interval.overlap(horizon))
    found = supplies(household, horizon=horizon)
    target = sleep_target(rules, horizon.start.astimezone(household.zone).date())
    needed = clip(needed_time(needs), horizon)
    nights = counted_nights(household, found, horizon=horizon, needed=needed, target=target)
    weeks = weeks_of(horizon, household.zone)
    slots, overrun = _within_limits(
        cut(horizon, found=found, needs=needs, nights=nights, weeks=weeks, keep=keep), found
    )
    model = RotaModel(
        slots=join(slots, found),
        found=found,
        nights=nights,
        target=target,
        week_minutes={n: s.most for n, s in enumerate(found) if s.most is not None},
    )
    return _Problem(household, rules, horizon, needs, tuple(keep), found, target, overrun, model)


def _answer(problem: _Problem, limits: Limits, *, ordered: bool) -> RotaResult:
    household, rules, needs = problem.household, problem.rules, problem.needs
    leads, levels = _solve(problem.model, limits, ordered=ordered)
    turns = with_backups(
        _turns(problem.model.slots, leads, problem.found),
        found=problem.found,
        horizon=problem.horizon,
        zone=household.zone,
    )
    coverage = cover_given(
        household, rules=rules, horizon=problem.horizon, needs=needs, turns=turns
    )
    rota = Rota(problem.horizon, turns, coverage.gaps, coverage.unrelieved, levels)
    faults = check_rota(rota, household=household, rules=rules, needs=needs)
    if faults:
        raise RotaCheckFailedError(faults)
    findings = (
        *questions_about_needs(household),
        *questions_about_time(household),
        *coverage.findings,
        *_not_kept(problem, turns),
        *_not_proven(levels),
    )
    digest = digest_of(
        problem.found, needs, problem.horizon, target=problem.target, keep=problem.keep
    )
    return RotaResult(rota, findings, digest)


def digest_of(
    found: Sequence[Supply],
    needs: Sequence[Need],
    horizon: Interval,
    *,
    target: int,
    keep: Sequence[Turn] = (),
) -> str:
    """Return SHA-256 in hex over everything a rota depends on, in an order of its own."""
    lines = [f"rota 1 {_stamp(horizon)} target {target}"]
    for s in sorted(found, key=lambda s: s.handle):
        c, limit = s.carer, s.carer.limits
        price = (limit.price, limit.paid) if limit else None
        lines.append(
            f"carer {c.handle!r} {c.main} {c.lives_in} {c.side!r} {c.reliability!r} "
            f"{s.most} {price} {sorted(s.cannot)}"
        )
        lines += [f"duty {_stamp(i)}" for i in s.duty]
        lines += [f"busy {_stamp(i)}" for i in s.busy]
    lines += sorted(
        f"need {n.kind} {n.weight} {sorted(n.children)} {_stamp(n.interval)} {sorted(n.skills)}"
        for n in needs
    )
    lines += sorted(f"keep {t.carer!r} {_stamp(t.interval)}" for t in keep)
    return sha256("\n".join(lines).encode()).hexdigest()


def _stamp(interval: Interval) -> str:
    return f"{interval.start.timestamp():.0f}-{interval.end.timestamp():.0f}"


# -- the levels ------------------------------------------------------------------------------------


def _solve(
    model: RotaModel, limits: Limits, *, ordered: bool
) -> tuple[Leads, tuple[RotaLevel, ...]]:
    terms, fixed = model.uncovered()
    leads, first = _first_level(model, terms, fixed, _share(limits, 0))
    model.hold(terms, first.value - fixed)
    model.add_nights()
    short = model.shortfall()
    leads, second = _sleep_level(model, short, leads, _share(limits, 1))
    model.hold(short, second.value)
    order = model.add_order()
    leads = polish(model, leads)
    if not ordered:
        return leads, _measured(model, leads, (first, second))
    loose = replace(_share(limits, 2), relative_gap=_ORDER_GAP, nodes=_ORDER_NODES)
    leads, third = _level("order", model, (order, 0.0), leads, loose)
    leads = polish(model, leads)
    stage = model.model(order)
    value = stage.value(stage.objective, model.values(leads))
    third = replace(third, value=value, bound=min(third.bound, value))
    return leads, (*_measured(model, leads, (first, second)), third)


def _measured(
    model: RotaModel, leads: Leads, levels: tuple[RotaLevel, RotaLevel]
) -> tuple[RotaLevel, ...]:
    """Levels 1 and 2 as the final rota has them: what was cut off by time may still get better."""
    values = (
        model.uncovered_by(leads),
        sum(model.night_short(k, leads) for k in range(model.night_count)),
    )
    return tuple(
        replace(level, value=float(value), proven=level.proven or value <= level.bound)
        for level, value in zip(levels, values, strict=True)
    )


def _sleep_level(
    model: RotaModel, short: Terms, leads: Leads, limits: Limits
) -> tuple[Leads, RotaLevel]:
    """Level 2; where the nights are already as good as availability allows, nothing is solved."""
    value = sum(model.night_short(k, leads) for k in range(model.night_count))
    if value <= model.shortfall_bound():
        return leads, RotaLevel("sleep", value, value, proven=True)
    step = model.grain([(0, float(s.minutes)) for s in model.slots] + [(0, float(model.target))])
    exact = replace(limits, absolute_gap=step * 0.999)
    return _level("sleep", model, (short, 0.0), leads, exact, step)


def _share(limits: Limits, level: int) -> Limits:
    return replace(limits, seconds=limits.seconds * _SHARES[level])


def _first_level(
    model: RotaModel, terms: Terms, fixed: float, limits: Limits
) -> tuple[Leads, RotaLevel]:
    """Level 1; where the rota made by hand meets the bound from availability, nothing is solved."""
    leads = model.by_hand()
    base = model.model(terms, fixed)
    value = base.offset + base.value(base.objective, model.values(leads))
    bound = model.uncovered_bound()
    if value <= bound:
        return leads, RotaLevel("uncovered", value, value, proven=True)
    step = model.grain(terms)
    exact = replace(limits, relative_gap=0.0, absolute_gap=step * 0.999)
    return _level("uncovered", model, (terms, fixed), leads, exact, step)


def _level(
    name: str,
    model: RotaModel,
    objective: tuple[Terms, float],
    leads: Leads,
    limits: Limits,
    step: float = 0.0,
) -> tuple[Leads, RotaLevel]:
    """Solve one level from the leads of the one before; keep those where nothing better is found."""
    stage = model.model(*objective)
    start = model.values(leads)
    value = stage.offset + stage.value(stage.objective, start)
    solved = solve(stage, limits=limits, hint=start)
    if solved.values:
        better = model.leads(solved.values)
        reached = stage.offset + stage.value(stage.objective, model.values(better))
        if reached <= value:
            leads, value = better, reached
    return leads, _as_level(name, value, solved, step)


def _as_level(name: str, value: float, solved: Solved, step: float) -> RotaLevel:
    """A level with its bound; where values come in steps, a gap below one step is a proof."""
    bound = min(value, round(solved.bound, 6)) + 0.0  # never a negative zero
    if not step:
        return RotaLevel(name, value, bound, proven=solved.proven)
    if value - bound < step * (1 - 1e-6):
        bound = value
    return RotaLevel(name, value, bound, proven=bound >= value)


# -- from leads to turns ---------------------------------------------------------------------------


def _within_limits(
    slots: Sequence[Slot], found: Sequence[Supply]
) -> tuple[tuple[Slot, ...], frozenset[str]]:
    """Let go of kept time that would take somebody above their weekly limit."""
    used: dict[tuple[int, int], int] = {}
    dropped: set[str] = set()
    done: list[Slot] = []
    for slot in slots:
        who = slot.kept
        most = None if who is None else found[who].most
        if who is None or most is None:
            done.append(slot)
            continue
        total = used.get((who, slot.week), 0) + slot.minutes
        if total > most:
            dropped.add(found[who].handle)
            done.append(replace(slot, kept=None))
        else:
            used[who, slot.week] = total
            done.append(slot)
    return tuple(done), frozenset(dropped)


def _turns(slots: Sequence[Slot], leads: Leads, found: Sequence[Supply]) -> tuple[Turn, ...]:
    turns: list[Turn] = []
    for slot, lead in zip(slots, leads, strict=True):
        if lead is None:
            continue
        carer, last = found[lead].handle, turns[-1] if turns else None
        if last and last.carer == carer and last.interval.end == slot.interval.start:
            turns[-1] = Turn(carer, Interval(last.interval.start, slot.interval.end))
        else:
            turns.append(Turn(carer, slot.interval))
    return tuple(turns)


def _not_kept(problem: _Problem, turns: Sequence[Turn]) -> tuple[Finding, ...]:
    found = []
    for turn in problem.keep:
        part = clip([turn.interval], problem.horizon)
        stays = sum(t.interval.overlap(p) for t in turns if t.carer == turn.carer for p in part)
        if stays < minutes(part):
            why = "weekly limit" if turn.carer in problem.overrun else "time or limits"
            name = problem.household.name(turn.carer)
            found.append(
                Finding(
                    "warning",
                    "care.turn-not-kept",
                    f"Not all of this turn can be kept, for {name}'s {why}.",
                    f"{turn.carer}@{_stamp(turn.interval)}",
                )
            )
    return tuple(found)


def _not_proven(levels: Sequence[RotaLevel]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "info",
            "care.level-not-proven",
            "There was no time to rule out a better rota: "
            f"{level.name} is {level.value:g}, and cannot be below {level.bound:g}.",
            level.name,
        )
        for level in levels[:2]
        if not level.proven
    )
