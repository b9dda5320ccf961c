"""How a rota does when people do not come: who turns up is drawn, and the plan is repaired.

Reserve duties are judged by simulating absences and the repair (Doneda and others 2024,
arXiv 2406.18119). Draws are counted, not drawn in a row: the same seed, rota and people always give
the same answer, and a change to one turn leaves every other person's draws as they were.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from kinhold.domain.periods import Interval, merge
from kinhold.engines.care.coverage import counted_nights, sleep_target
from kinhold.engines.care.needs import needed_time
from kinhold.engines.care.places import with_places
from kinhold.engines.care.sleep import longest_rest
from kinhold.engines.care.supply import supplies
from kinhold.engines.care.timing import care_days, clip, minutes, weeks_of, without

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kinhold.domain.care import Need, Turn
    from kinhold.domain.fact import PersonRef
    from kinhold.domain.household import Household
    from kinhold.engines.care.sleep import Night
    from kinhold.engines.care.supply import Supply
    from kinhold.rules.pack import RulesInForce

DRAWS: Final = 1000
SEED: Final = 20260101

_WORD: Final = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class Score:
    """What a rota comes to when people do not always come.

    Attributes:
        draws: how many times it was drawn.
        seed: of the draws.
        night_with_no_one: share of draws in which in some night a child had no one.
        minutes_with_no_one: expected over the horizon.
        broken_nights: expected nights with less rest than the target, the unrelieved ones among
            them.
        planned_broken: nights with less rest than the target if everybody comes.
        nights: counted nights, without those at work.
        calls: expected calls to somebody who was not on duty.
    """

    draws: int
    seed: int
    night_with_no_one: float
    minutes_with_no_one: float
    broken_nights: float
    planned_broken: int
    nights: int
    calls: float


def simulate(
    turns: Sequence[Turn],
    *,
    household: Household,
    rules: RulesInForce,
    horizon: Interval,
    needs: Sequence[Need],
    dice: tuple[int, int] = (DRAWS, SEED),
) -> Score:
    """Return a rota's score.

    Somebody comes on a care day, to all of their turns of it, with their reliability; the same draw
    decides whether they come when called. Where they do not, the named back-up is called, then
    anybody who can be there and has hours left, the surest first and the main carer last; whoever
    comes stays for all they can of the time.

    Args:
        turns: of the rota.
        household: for the carers' time and reliability.
        rules: `care.sleep.target_minutes`.
        horizon: of the rota.
        needs: from `needs_for`.
        dice: how many draws, and their seed.

    Raises:
        RuleNotInForceError: where the packs lack the sleep target for the day.
    """
    found = supplies(household, horizon=horizon)
    target = sleep_target(rules, horizon.start.astimezone(household.zone).date())
    needed = clip(needed_time(with_places(needs, household)), horizon)
    counted = counted_nights(household, found, horizon=horizon, needed=needed, target=target)
    plan = _Days(
        turns=tuple(turns),
        found=found,
        days=care_days(horizon, household.zone),
        weeks=weeks_of(horizon, household.zone),
        needed=needed,
        nights=tuple(n for n in counted if not n.at_work),
        dark=tuple(n.part for n in counted),
        target=target,
    )
    count, seed = dice
    base = plan.outcome(frozenset(s.handle for s in found))
    drawn = [plan.outcome_of(seed, number) for number in range(count)]
    return Score(
        draws=count,
        seed=seed,
        night_with_no_one=sum(o.night_open for o in drawn) / max(1, count),
        minutes_with_no_one=sum(o.open_minutes for o in drawn) / max(1, count),
        broken_nights=sum(o.broken for o in drawn) / max(1, count),
        planned_broken=base.broken,
        nights=len(plan.nights),
        calls=sum(o.calls for o in drawn) / max(1, count),
    )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """Whether a night is open, minutes open, broken nights, calls; of a day or of the horizon."""

    night_open: bool
    open_minutes: int
    broken: int
    calls: int


def _added(outcomes: Iterable[_Outcome]) -> _Outcome:
    found = tuple(outcomes)
    return _Outcome(
        any(o.night_open for o in found),
        sum(o.open_minutes for o in found),
        sum(o.broken for o in found),
        sum(o.calls for o in found),
    )


@dataclass(frozen=True)
class _Days:
    """The plan by care day: a night lies in one, so days can be repaired one by one."""

    turns: tuple[Turn, ...]
    found: tuple[Supply, ...]
    days: tuple[Interval, ...]
    weeks: tuple[Interval, ...]
    needed: tuple[Interval, ...]
    nights: tuple[Night, ...]
    dark: tuple[Interval, ...]
    target: int

    @cached_property
    def _known(self) -> dict[tuple[int, frozenset[PersonRef]], _Outcome]:
        return {}

    @cached_property
    def _keys(self) -> tuple[tuple[tuple[PersonRef, float, int], ...], ...]:
        """By day: who, with what reliability, and the number that their draws start from."""
        return tuple(
            tuple((s.handle, s.carer.reliability, _key(s.handle, day)) for s in self.found)
            for day in self.days
        )

    @cached_property
    def _own(self) -> dict[PersonRef, tuple[Interval, ...]]:
        return {
            s.handle: merge(t.interval for t in self.turns if t.carer == s.handle)
            for s in self.found
        }

    @cached_property
    def _by_surety(self) -> tuple[Supply, ...]:
        return tuple(
            sorted(self.found, key=lambda s: (s.carer.main, -s.carer.reliability, s.handle))
        )

    def outcome_of(self, seed: int, number: int) -> _Outcome:
        """What a draw comes to."""
        return _added(
            self._day(d, frozenset(h for h, r, key in people if _draw(key, seed, number) < r))
            for d, people in enumerate(self._keys)
        )

    def outcome(self, coming: frozenset[PersonRef]) -> _Outcome:
        """What it comes to if the same people come every day."""
        return _added(self._day(d, coming) for d in range(len(self.days)))

    def _day(self, d: int, coming: frozenset[PersonRef]) -> _Outcome:
        if (d, coming) not in self._known:
            self._known[d, coming] = self._repaired(self.days[d], coming)
        return self._known[d, coming]

    def _repaired(self, day: Interval, coming: frozenset[PersonRef]) -> _Outcome:
        there: dict[PersonRef, list[Interval]] = {s.handle: [] for s in self.found}
        missed: list[tuple[Interval, PersonRef | None]] = []
        for turn in self.turns:
            for part in clip([turn.interval], day):
                if turn.carer in coming:
                    there[turn.carer].append(part)
                else:
                    missed.append((part, turn.backup))
        calls: set[PersonRef] = set()
        for part, backup in missed:
            calls |= self._call(part, backup, coming, there)
        present = merge(i for intervals in there.values() for i in intervals)
        left = without(clip(self.needed, day), present)
        return _Outcome(
            night_open=any(i.overlap(n) for i in left for n in self.dark),
            open_minutes=minutes(left),
            broken=sum(self._broken(n, there) for n in self.nights if n.part.overlap(day)),
            calls=len(calls),
        )

    def _call(
        self,
        part: Interval,
        backup: PersonRef | None,
        coming: frozenset[PersonRef],
        there: dict[PersonRef, list[Interval]],
    ) -> set[PersonRef]:
        """Fill a missed turn, as far as those who come can; return who was called."""
        left: tuple[Interval, ...] = (part,)
        calls = set()
        for supply in sorted(self._by_surety, key=lambda s: s.handle != backup):
            if supply.handle not in coming or not left:
                continue
            own = (*self._own[supply.handle], *there[supply.handle])
            free = without([i for one in left for i in clip(supply.duty, one)], merge(own))
            taken = self._within(supply, free, there[supply.handle])
            if taken:
                there[supply.handle] += taken
                left = without(left, taken)
                calls.add(supply.handle)
        return calls

    def _within(
        self, supply: Supply, free: Sequence[Interval], there: Sequence[Interval]
    ) -> list[Interval]:
        """As much of some time as a weekly limit leaves, from its start."""
        if supply.most is None:
            return list(free)
        taken: list[Interval] = []
        for week in self.weeks:
            spent = merge((*self._own[supply.handle], *there))
            room = supply.most - sum(i.overlap(week) for i in spent)
            for part in clip(free, week):
                length = min(room, part.minutes)
                if length > 0:
                    taken.append(Interval(part.start, part.start + timedelta(minutes=length)))
                    room -= length
        return taken

    def _broken(self, night: Night, there: dict[PersonRef, list[Interval]]) -> bool:
        main = next(s for s in self.found if s.carer.main)
        others = merge(i for h, own in there.items() if h != main.handle for i in own)
        rest = longest_rest(night.part, others=others, needed=self.needed, busy=main.busy)
        return rest < self.target


def _key(handle: PersonRef, day: Interval) -> int:
    text = f"{handle}@{day.start.timestamp():.0f}"
    return int.from_bytes(sha256(text.encode()).digest()[:8], "big")


def _draw(key: int, seed: int, number: int) -> float:
    """Return a number in [0, 1) that depends on nothing but these three (SplitMix64).

    Steele, Lea and Flood 2014, doi 10.1145/2660193.2660195.
    """
    mixed = (key + (seed * 0xD1342543DE82EF95) + (number + 1) * 0x9E3779B97F4A7C15) & _WORD
    mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & _WORD
    mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & _WORD
    return (mixed ^ (mixed >> 31)) / (_WORD + 1)
