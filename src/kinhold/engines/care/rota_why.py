"""Why somebody is on duty at a time: who else could be, and what would follow if they were.

Nothing is taken from the solver. For everybody else it is worked out again what stands in their
way, and where nothing does, what the rota would lose by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kinhold.engines.care.figures import figures
from kinhold.engines.care.places import with_places
from kinhold.engines.care.rota_edit import Edit, LevelChange, edit_rota
from kinhold.engines.care.supply import supplies
from kinhold.engines.care.timing import clip, minutes, weeks_of, without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.care import Need, Rota, Turn
    from kinhold.domain.fact import PersonRef
    from kinhold.engines.care.rota_edit import Setting
    from kinhold.engines.care.supply import Supply

Reason = Literal[
    "never-alone", "away", "asleep", "no-hours-agreed", "other-hours", "weekly-limit", "worse",
    "as-good",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else, and why the time is not theirs.

    Attributes:
        carer: who.
        reason: `never-alone`, `away`, `asleep`, `no-hours-agreed` (they stated none), `other-hours`
            (they stated some, not these), `weekly-limit`, `worse` (they could, and a level would
            lose by it) or `as-good` (nothing stands against it).
        free_minutes: minutes of the time that they could be there.
        used, most: minutes in the week and their limit, where that is the reason; else 0 and None.
        level: the first level that would lose, where they could be there; else None.
    """

    carer: PersonRef
    reason: Reason
    free_minutes: int
    used: int = 0
    most: int | None = None
    level: LevelChange | None = None


@dataclass(frozen=True, slots=True)
class Why:
    """Why one turn stands as it does, as plain values; `application.rota` puts it into words.

    Attributes:
        turn: the turn, or the part of it that was asked about.
        needs: what the children need in it, by kind: how many.
        open_without: weighted minutes that would be left open with no one in this turn.
        minutes_without: minutes with no one, of these.
        rest_without: minutes of the main carer's protected sleep that would be lost.
        others: everybody else, who could be there first.
        forced: True where nobody else could be there for all of it.
        fact_ids: the facts that the turn and the needs rest on.
    """

    turn: Turn
    needs: tuple[tuple[str, int], ...]
    open_without: float
    minutes_without: int
    rest_without: float
    others: tuple[Other, ...]
    forced: bool
    fact_ids: tuple[str, ...]


def why(turn: Turn, *, rota: Rota, setting: Setting) -> Why:
    """Return why somebody is on a turn.

    Args:
        turn: one of the rota's turns, or a part of one.
        rota: that it is from.
        setting: what the rota is weighed against.

    Raises:
        RuleNotInForceError: where the packs lack the sleep target for the day.
    """
    household = setting.household
    found = supplies(household, horizon=rota.horizon)
    needs = with_places(setting.needs, household)
    here = [n for n in needs if n.interval.overlap(turn.interval)]
    before = _values(rota, rota.turns, setting)
    without_it = edit_rota(rota, Edit(turn.interval, None), setting=setting).rota
    after = _values(rota, without_it.turns, setting)
    others = sorted(
        (_other(s, turn, rota, setting) for s in found if s.handle != turn.carer),
        key=lambda o: (-o.free_minutes, o.carer),
    )
    open_time = sum(g.interval.overlap(turn.interval) for g in without_it.gaps)
    return Why(
        turn=turn,
        needs=_by_kind(here),
        open_without=after["uncovered"] - before["uncovered"],
        minutes_without=open_time,
        rest_without=after["sleep"] - before["sleep"],
        others=tuple(others),
        forced=not any(o.reason in ("worse", "as-good") for o in others),
        fact_ids=_facts(turn, found, here),
    )


def _values(rota: Rota, turns: Sequence[Turn], setting: Setting) -> dict[str, float]:
    given = figures(
        turns, household=setting.household, rules=setting.rules, horizon=rota.horizon,
        needs=setting.needs, shared=setting.shared,
    )  # fmt: skip
    return {"uncovered": given.uncovered, "sleep": given.sleep}


def _by_kind(needs: Sequence[Need]) -> tuple[tuple[str, int], ...]:
    kinds = [n.kind for n in needs]
    return tuple((kind, kinds.count(kind)) for kind in sorted(set(kinds)))


def _facts(turn: Turn, found: Sequence[Supply], here: Sequence[Need]) -> tuple[str, ...]:
    carer = next((s.carer for s in found if s.handle == turn.carer), None)
    own = [a.fact_id for a in carer.available if a.agreed] if carer else []
    limits = [carer.limits.fact_id] if carer and carer.limits else []
    ids = [*(own or (carer.fact_ids[:1] if carer else ())), *limits]
    return tuple(dict.fromkeys((*ids, *(i for n in here for i in n.fact_ids))))


def _other(supply: Supply, turn: Turn, rota: Rota, setting: Setting) -> Other:
    free = minutes(clip(supply.duty, turn.interval))
    if free < turn.interval.minutes:
        return Other(supply.handle, _obstacle(supply, turn), free)
    if supply.most is not None:
        for week in weeks_of(rota.horizon, setting.household.zone):
            inside = turn.interval.overlap(week)
            used = sum(t.interval.overlap(week) for t in rota.turns if t.carer == supply.handle)
            if inside and used + inside > supply.most:
                return Other(supply.handle, "weekly-limit", free, used, supply.most)
    edited = edit_rota(rota, Edit(turn.interval, supply.handle), setting=setting)
    first = next(iter(edited.changes), None)
    worse = first is not None and first.after > first.before
    return Other(supply.handle, "worse" if worse else "as-good", free, level=first)


def _obstacle(supply: Supply, turn: Turn) -> Reason:
    """What takes most of the time they cannot be there."""
    if not supply.alone:
        return "never-alone"
    missing = without([turn.interval], supply.duty)
    for reason, times in (("away", supply.away), ("asleep", supply.asleep)):
        if any(i.overlap(part) for i in times for part in missing):
            return "away" if reason == "away" else "asleep"
    if supply.silent:
        return "no-hours-agreed"
    return "other-hours"
