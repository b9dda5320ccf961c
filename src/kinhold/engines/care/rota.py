"""The rota: who has the children when, found level by level, each with its value and its bound."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import Rota, RotaLevel, Turn
from kinhold.domain.findings import Finding, KinholdError
from kinhold.domain.periods import NIGHT_ENDS, NIGHT_STARTS, ClockWindow, Interval, night_of
from kinhold.engines.care.backups import with_backups
from kinhold.engines.care.bedtime import usual_bedtime
from kinhold.engines.care.coverage import counted_nights, cover_given, sleep_target
from kinhold.engines.care.figures import figures
from kinhold.engines.care.needs import needed_time, needs_for, questions_about_needs
from kinhold.engines.care.places import AT, with_places
from kinhold.engines.care.price import questions_about_prices
from kinhold.engines.care.rota_cells import Cells
from kinhold.engines.care.rota_check import check_rota
from kinhold.engines.care.rota_levels import solve_levels
from kinhold.engines.care.slots import Cutting, cut, join
from kinhold.engines.care.supply import questions_about_time, supplies
from kinhold.engines.care.timing import care_days, clip, every_day, minutes, weeks_of
from kinhold.optimisation.limits import Limits
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain.care import Need
    from kinhold.domain.household import Household
    from kinhold.engines.care.rota_cells import Leads
    from kinhold.engines.care.rota_score import Score
    from kinhold.engines.care.slots import Slot
    from kinhold.engines.care.supply import Supply
    from kinhold.rules.pack import RulesInForce

DEFAULT_LIMITS: Final = Limits(seconds=60, relative_gap=0.0)
"""In all, shared out between the levels; each is exact unless its time or its nodes run out."""

SLOT_MINUTES: Final = 30
FINE_SLOT_MINUTES: Final = 15
_NIGHT: Final = ClockWindow(NIGHT_STARTS, NIGHT_ENDS)


class RotaCheckFailedError(KinholdError):
    """The independent check found a fault in a rota; it must not be shown."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Say what the check found."""
        self.findings = tuple(findings)
        super().__init__(
            _("This rota did not pass its own check, so it is not shown. ")
            + " ".join(f.message for f in findings[:3])
        )


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a plan may be asked besides.

    Attributes:
        slot: length of a slot in minutes: 30, or 15 for finer turns.
        shared: turns of the rota that people were shown, for the last level.
        told: told "usable" and then the name of each level, with the turns so far.
    """

    slot: int = SLOT_MINUTES
    shared: tuple[Turn, ...] = ()
    told: Callable[[str, tuple[Turn, ...]], None] | None = None


@dataclass(frozen=True, slots=True)
class RotaResult:
    """A rota with what has to be known beside it.

    Attributes:
        rota: turns, gaps, unrelieved nights and levels.
        findings: open questions, needs nobody can meet, kept turns that no longer hold.
        digest: SHA-256 in hex over everything the rota depends on; equal inputs, equal digest.
        bedtime: minutes by which the protected stretch drifts from its usual time, with its bound;
            solved right after the second level.
        usual: that time, in minutes of the local clock after midnight (1440 and more: past it).
        score: how it does when people do not come, where it was simulated.
    """

    rota: Rota
    findings: tuple[Finding, ...]
    digest: str
    bedtime: RotaLevel
    usual: int
    score: Score | None = None


def plan(  # noqa: PLR0913 - each is a choice of its own, and all are given by name
    household: Household,
    *,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need] | None = None,
    limits: Limits | None = None,
    keep: Sequence[Turn] = (),
    wishes: Wishes | None = None,
) -> RotaResult:
    """Return the rota of a horizon.

    Six levels, each held at its value before the next (`rota_levels.LEVELS`): weighted minutes of
    needs left open; the main carer's shortfall from protected sleep, at a stable clock time;
    minutes expected without anybody; the cost of paid hours; the largest load; changes from the
    rota already shared. Among the equally good: few and not too short turns, helpers where they
    agreed to come. A bound holds given the values of the levels before it.

    Args:
        household: carers with availability, limits and reliability; zone and main carer.
        rules: `care.*` of the packs.
        horizon: UTC instants; `fortnight` gives the usual one, `tonight` the next night.
        needs: from `needs_for`; worked out here where None, without a log.
        limits: seconds, nodes and seed for all levels together. Under nodes and without a limit of
            seconds the same input gives the same rota.
        keep: turns to keep where their carer still can; the rota is made around them.
        wishes: length of slots, the rota already shared, whom to tell of progress.

    Raises:
        RotaCheckFailedError: where the independent check finds a fault.
        RuleNotInForceError: where the packs lack a figure for the day.
        SolverNotInstalledError: where the solver is needed and not installed.
    """
    problem = _lay_out(household, rules, horizon, needs, keep, wishes or Wishes())
    return _answer(problem, limits or DEFAULT_LIMITS, cover_only=False)


def plan_cover(
    household: Household,
    *,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need] | None = None,
    limits: Limits | None = None,
    keep: Sequence[Turn] = (),
) -> RotaResult:
    """Return a rota with levels 1 and 2 solved as in `plan`, and the rest tidied by hand only.

    Far quicker: for asking what stays open when somebody is gone, not for showing to people. The
    rota has two levels. Arguments and errors are those of `plan`.
    """
    problem = _lay_out(household, rules, horizon, needs, keep, Wishes())
    return _answer(problem, limits or DEFAULT_LIMITS, cover_only=True)


def tonight(now: datetime, *, zone: ZoneInfo) -> Interval:
    """Return the time from a moment to the end of the night that it is in, or that comes next.

    Args:
        now: a UTC instant.
        zone: the household's zone.
    """
    local = now.astimezone(zone)
    day = local.date()
    if local.hour * 60 < NIGHT_ENDS:
        day = day.fromordinal(day.toordinal() - 1)
    return Interval(now, night_of(day, zone).end)


@dataclass(frozen=True, slots=True)
class _Problem:
    household: Household
    rules: RulesInForce
    horizon: Interval
    needs: tuple[Need, ...]
    keep: tuple[Turn, ...]
    overrun: frozenset[str]
    cells: Cells
    wishes: Wishes

    @property
    def found(self) -> tuple[Supply, ...]:
        return self.cells.found

    def tell(self, name: str, leads: Leads) -> None:
        """Tell of progress, where somebody wants to know."""
        if self.wishes.told is not None:
            self.wishes.told(name, self.turns(leads))

    def turns(self, leads: Leads) -> tuple[Turn, ...]:
        """Leads as turns with their back-ups."""
        return with_backups(
            _turns(self.cells.slots, leads, self.found),
            found=self.found,
            horizon=self.horizon,
            zone=self.household.zone,
        )


def _lay_out(
    household: Household,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need] | None,
    keep: Sequence[Turn],
    wishes: Wishes,
) -> _Problem:
    zone = household.zone
    if needs is None:
        needs = needs_for(household, rules=rules, horizon=horizon)
    needs = tuple(n for n in with_places(needs, household) if n.interval.overlap(horizon))
    found = supplies(household, horizon=horizon)
    target = sleep_target(rules, horizon.start.astimezone(zone).date())
    needed = clip(needed_time(needs), horizon)
    nights = counted_nights(household, found, horizon=horizon, needed=needed, target=target)
    aimed = [n for n in nights if not n.at_work]
    by = Cutting(
        found=found,
        needs=needs,
        nights=nights,
        weeks=weeks_of(horizon, zone),
        dark=every_day([_NIGHT], horizon=horizon, zone=zone),
        days=care_days(horizon, zone),
        keep=tuple(keep),
        shared=wishes.shared,
        step=wishes.slot,
    )
    slots, overrun = _within_limits(cut(horizon, by), found)
    bedtime = usual_bedtime(aimed, found, needed=needed, target=target, zone=zone)
    cells = Cells(join(slots, found), found, target, bedtime, nights)
    return _Problem(household, rules, horizon, needs, tuple(keep), overrun, cells, wishes)


def _answer(problem: _Problem, limits: Limits, *, cover_only: bool) -> RotaResult:
    household, rules, needs = problem.household, problem.rules, problem.needs
    found = solve_levels(
        problem.cells,
        limits,
        told=problem.tell,
        cover_only=cover_only,
    )
    turns = problem.turns(found.leads)
    levels = _with_named_backups(problem, turns, found.levels)
    coverage = cover_given(
        household, rules=rules, horizon=problem.horizon, needs=needs, turns=turns
    )
    rota = Rota(problem.horizon, turns, coverage.gaps, coverage.unrelieved, levels)
    faults = check_rota(
        rota, household=household, rules=rules, needs=needs, shared=problem.wishes.shared
    )
    if faults:
        raise RotaCheckFailedError(faults)
    findings = (
        *questions_about_needs(household),
        *questions_about_time(household),
        *questions_about_prices(problem.found),
        *coverage.findings,
        *_not_kept(problem, turns),
        *_not_proven(levels),
    )
    digest = digest_of(
        problem.found,
        needs,
        problem.horizon,
        target=problem.cells.target,
        keep=problem.keep,
        wishes=problem.wishes,
    )
    return RotaResult(rota, findings, digest, found.bedtime, problem.cells.bedtime.minute)


def _with_named_backups(
    problem: _Problem, turns: Sequence[Turn], levels: Sequence[RotaLevel]
) -> tuple[RotaLevel, ...]:
    """Level 3 as the named back-ups have it: a weekly limit may rule out the one it hoped for."""
    measured = figures(
        turns, household=problem.household, rules=problem.rules, horizon=problem.horizon,
        needs=problem.needs,
    ).doubt  # fmt: skip
    return tuple(
        replace(v, value=measured, bound=min(v.bound, measured),
                proven=v.proven and measured <= v.value + _SAME)
        if v.name == "doubt" else v
        for v in levels
    )  # fmt: skip


_SAME: Final = 1e-6


def digest_of(
    found: Sequence[Supply],
    needs: Sequence[Need],
    horizon: Interval,
    *,
    target: int,
    keep: Sequence[Turn] = (),
    wishes: Wishes | None = None,
) -> str:
    """Return SHA-256 in hex over everything a rota depends on, in an order of its own."""
    wishes = wishes or Wishes()
    lines = [f"rota 2 {_stamp(horizon)} target {target} slot {wishes.slot}"]
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
        if n.kind not in AT.values()  # what is taken out of presence is in it already
    )
    lines += sorted(f"keep {t.carer!r} {_stamp(t.interval)}" for t in keep)
    lines += sorted(f"shared {t.carer!r} {_stamp(t.interval)}" for t in wishes.shared)
    return sha256("\n".join(lines).encode()).hexdigest()


def _stamp(interval: Interval) -> str:
    return f"{interval.start.timestamp():.0f}-{interval.end.timestamp():.0f}"


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
            why = _("weekly limit") if turn.carer in problem.overrun else _("time or limits")
            name = problem.household.name(turn.carer)
            found.append(
                Finding(
                    "warning",
                    "care.turn-not-kept",
                    _("Not all of this turn can be kept, for {name}'s {why}.").format(
                        name=name, why=why
                    ),
                    f"{turn.carer}@{_stamp(turn.interval)}",
                )
            )
    return tuple(found)


def _not_proven(levels: Sequence[RotaLevel]) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            "info",
            "care.level-not-proven",
            _(
                "There was no time to rule out a better rota: {level} is {value:g}, and cannot be "
                "below {bound:g}."
            ).format(level=level.name, value=level.value, bound=level.bound),
            level.name,
        )
        for level in levels[:3]
        if not level.proven
    )
