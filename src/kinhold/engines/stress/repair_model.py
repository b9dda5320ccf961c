"""The repair of one or several losses as a mixed-integer linear model, and its exact answer.

**Open time** after a loss is cut at every boundary and at every half hour; pieces that the same
people could take, on the same day, are counted rather than named: a *run* of `n` pieces of which
helper `m` takes `z[m, run]`. **Relief** of a night is one *block* at least as long as the target in
which others are there: one new helper at the most, beside who is there already. Of blocks of a night
that use the same pieces of open time, the one that asks for the least new time stands for all, and of
those the one that begins nearest to ten in the evening.

The objectives are minimised one after the other, each held while the next is: minutes with no one
beyond what is allowed, the largest shortfall of money on any deadline of a loss, nights without relief beyond
what is allowed, the cost of paid hours (minor units times minutes, unrounded), the number of measures,
minutes asked for, for several losses how many use a measure, and last how many visits and whose keys
come first, so that the answer does not depend on the order in which people are listed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kinhold.optimisation.model import INFINITY, Model, ModelDraft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kinhold.domain.periods import Interval
    from kinhold.engines.stress.measures import Measure

_YES: Final = 0.5
_VISIT: Final = 1000.0
_HOUR: Final = 60

FINE: Final = 0.004
"""Money comes in sixtieths of a minor unit at the least; the shortfall is found to less than that."""


@dataclass(frozen=True, slots=True)
class Run:
    """Open time in pieces of one length, one after the other.

    Attributes:
        interval: all of it.
        pieces: how many.
        minutes: of each.
        day: the local day, for what it costs.
        week: the block of seven days, for weekly limits.
        care_day: the day from 08:00 to 08:00, which is one ask.
    """

    interval: Interval
    pieces: int
    minutes: int
    day: date
    week: int
    care_day: int


@dataclass(frozen=True, slots=True)
class Block:
    """One way in which one helper relieves one night.

    Attributes:
        night: number of the unrelieved night.
        interval: all of it, with what others are there for already.
        uses: runs of open time and how many pieces of each it takes.
        extra: local days and minutes of new time in which nobody is missing.
        windows: that new time.
        week, care_day: as in `Run`.
    """

    night: int
    interval: Interval
    uses: tuple[tuple[int, int], ...]
    extra: tuple[tuple[date, int], ...]
    windows: tuple[Interval, ...]
    week: int
    care_day: int

    @property
    def minutes(self) -> int:
        """Minutes of new time in which nobody is missing."""
        return sum(spent for _, spent in self.extra)


@dataclass(frozen=True, slots=True)
class Option:
    """What one measure can do after one loss.

    Attributes:
        measure: fitted to that loss.
        runs: numbers of the runs it can cover.
        blocks: nights it can relieve, and how.
        left: minutes left of its weekly limit, by week; None where there is none.
        freed: for an absence that moves, the time it frees.
        touches: payments it changes; two that share one exclude each other.
    """

    measure: Measure
    runs: frozenset[int] = frozenset()
    blocks: tuple[Block, ...] = ()
    left: tuple[int | None, ...] = ()
    freed: tuple[Interval, ...] = ()
    touches: frozenset[tuple[str, str, str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Deadline:
    """By a day, what has come in must cover what has to be paid.

    Attributes:
        day: the last day on which it can still be paid.
        spare: opening and income by then less what has to be paid by then, in minor units.
        gains: by measure key, what it adds to that.

    Care paid up to that day comes out of it as well.
    """

    day: date
    spare: int
    gains: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Case:
    """One loss to be repaired.

    Attributes:
        key: of the contingency.
        runs, options, deadlines: as above.
        open_minutes: with no one after the loss; `allowed` of them may stay.
        nights: unrelieved after the loss; at least `needed` of them must be relieved.
        weekly_asks: how many asks of one person in seven days, where nobody pays.
        longest_ask: minutes of one such ask.
    """

    key: str
    runs: tuple[Run, ...]
    options: tuple[Option, ...]
    deadlines: tuple[Deadline, ...]
    open_minutes: int
    allowed: int
    nights: int
    needed: int
    weekly_asks: int
    longest_ask: int


@dataclass(slots=True)
class Columns:
    """Where the variables of one case stand."""

    use: dict[str, int] = field(default_factory=dict)
    take: dict[tuple[str, int], int] = field(default_factory=dict)
    visit: dict[tuple[str, int], int] = field(default_factory=dict)
    relieve: dict[tuple[str, int], int] = field(default_factory=dict)
    covered: dict[int, int] = field(default_factory=dict)
    open: int = -1
    short: int = -1
    nights: int = -1


@dataclass(frozen=True, slots=True)
class Level:
    """One objective, how close a solution must come, and what it is called."""

    name: str
    terms: tuple[tuple[int, float], ...]
    gap: float


@dataclass(frozen=True, slots=True)
class RepairModel:
    """The model with its objectives.

    Attributes:
        model: rows and variables.
        levels: what is minimised, in this order.
        cases: what was written down, with the columns of each.
        shared: by measure key, the variable that says whether it is part of the plan.
        nothing: a value for every variable that does nothing.
    """

    model: Model
    levels: tuple[Level, ...]
    cases: tuple[tuple[Case, Columns], ...]
    shared: Mapping[str, int]
    nothing: tuple[float, ...]


def repair_model(cases: Sequence[Case]) -> RepairModel:
    """Write down one model over all cases; measures of the same key are one decision."""
    draft = ModelDraft()
    keys = sorted({o.measure.key for c in cases for o in c.options})
    shared = {key: draft.choice() for key in keys}
    cost = draft.number(0, INFINITY)
    written = [(case, _case(draft, case, shared, cost)) for case in cases]
    levels = _levels(written, shared, cost)
    model = draft.finish()
    nothing = [0.0] * len(draft)
    for case, columns in written:
        nothing[columns.short] = _short_of(case)
        nothing[columns.open] = max(0.0, float(case.open_minutes - case.allowed))
        nothing[columns.nights] = float(case.needed)
    return RepairModel(model, levels, tuple(written), shared, tuple(nothing))


def _short_of(case: Case) -> float:
    """The shortfall where nothing is done."""
    return float(max(0, max((-d.spare for d in case.deadlines), default=0)))


def _case(draft: ModelDraft, case: Case, shared: Mapping[str, int], cost: int) -> Columns:
    columns = Columns()
    for option in case.options:
        _option(draft, case, option, columns, shared)
    columns.open = draft.number(0, max(0, case.open_minutes - case.allowed))
    columns.short = draft.number(0, INFINITY)
    columns.nights = draft.number(0, case.needed, integer=True)
    _presence(draft, case, columns)
    _relief(draft, case, columns)
    _excluded(draft, case, columns)
    _money(draft, case, columns)
    spent = _cost(case, columns)
    if spent:
        draft.require([(cost, 1.0), *((i, -c) for i, c in spent)], lower=0)
    return columns


def _option(
    draft: ModelDraft, case: Case, option: Option, columns: Columns, shared: Mapping[str, int]
) -> None:
    key = option.measure.key
    use = columns.use[key] = draft.choice()
    draft.require([(shared[key], 1.0), (use, -1.0)], lower=0)
    if option.measure.flexible:
        for number in sorted(option.runs):
            take = draft.number(0, case.runs[number].pieces, integer=True)
            columns.take[key, number] = take
            draft.require([(use, float(case.runs[number].pieces)), (take, -1.0)], lower=0)
    for number, block in enumerate(option.blocks):
        relieve = columns.relieve[key, number] = draft.choice()
        draft.require([(use, 1.0), (relieve, -1.0)], lower=0)
        for run, pieces in block.uses if option.measure.flexible else ():
            draft.require([(columns.take[key, run], 1.0), (relieve, -float(pieces))], lower=0)
    if option.measure.flexible:
        _limits(draft, case, option, columns)


def _asked(case: Case, option: Option, columns: Columns) -> list[tuple[int, int, float, int]]:
    """Every way in which somebody's time is asked for: column, minutes, week and care day."""
    key = option.measure.key
    found = [
        (columns.take[key, r], r_.minutes, float(r_.week), r_.care_day)
        for r in sorted(option.runs)
        for r_ in (case.runs[r],)
    ]
    found += [
        (columns.relieve[key, n], b.minutes, float(b.week), b.care_day)
        for n, b in enumerate(option.blocks)
    ]
    return [(column, minutes, week, day) for column, minutes, week, day in found]


def _limits(draft: ModelDraft, case: Case, option: Option, columns: Columns) -> None:
    asked = _asked(case, option, columns)
    for week, left in enumerate(option.left):
        terms = [(c, float(m)) for c, m, w, _ in asked if w == week and m]
        if left is not None and terms:
            draft.require(terms, upper=left)
    if not option.measure.capped:
        return
    by_week: dict[float, list[int]] = {}
    for day in sorted({d for *_, d in asked}):
        visit = columns.visit[option.measure.key, day] = draft.choice()
        today = [(c, m, w) for c, m, w, d in asked if d == day]
        by_week.setdefault(today[0][2], []).append(visit)
        draft.require(
            [(visit, float(case.longest_ask)), *((c, -float(m)) for c, m, _ in today)], lower=0
        )
        for number, block in enumerate(option.blocks):
            if block.care_day == day:  # a night others were there for all but none of counts too
                relieve = columns.relieve[option.measure.key, number]
                draft.require([(visit, 1.0), (relieve, -1.0)], lower=0)
    for visits in by_week.values():
        if len(visits) > case.weekly_asks:
            draft.require([(v, 1.0) for v in visits], upper=case.weekly_asks)


def _presence(draft: ModelDraft, case: Case, columns: Columns) -> None:
    terms: list[tuple[int, float]] = [(columns.open, 1.0)]
    for number, run in enumerate(case.runs):
        takers = [(c, -1.0) for (_, r), c in columns.take.items() if r == number]
        if takers:
            draft.require([(c, 1.0) for c, _ in takers], upper=run.pieces)
        freed = [
            (columns.use[o.measure.key], -float(run.pieces))
            for o in case.options
            if not o.measure.flexible and number in o.runs
        ]
        if takers or freed:
            covered = columns.covered[number] = draft.number(0, run.pieces)
            draft.require([(covered, 1.0), *takers, *freed], upper=0)
            terms.append((covered, float(run.minutes)))
    draft.require(terms, lower=case.open_minutes - case.allowed)


def _relief(draft: ModelDraft, case: Case, columns: Columns) -> None:
    by_night: dict[int, list[int]] = {}
    for option in case.options:
        for number, block in enumerate(option.blocks):
            by_night.setdefault(block.night, []).append(columns.relieve[option.measure.key, number])
    for relieving in by_night.values():
        draft.require([(c, 1.0) for c in relieving], upper=1)
    every = [(c, 1.0) for relieving in by_night.values() for c in relieving]
    if case.needed > 0:
        draft.require([(columns.nights, 1.0), *every], lower=case.needed)


def _excluded(draft: ModelDraft, case: Case, columns: Columns) -> None:
    """Measures that change the same payment, or move the same absence, exclude each other."""
    touching: dict[tuple[str, str, str], list[str]] = {}
    for option in case.options:
        for touched in option.touches:
            touching.setdefault(touched, []).append(option.measure.key)
    for keys in {tuple(sorted(k)) for k in touching.values() if len(k) > 1}:
        draft.require([(columns.use[k], 1.0) for k in keys], upper=1)


def paid_columns(case: Case, columns: Columns) -> list[tuple[int, date, float]]:
    """Columns of paid hours: the local day and what each unit costs, in minor units times minutes."""
    found: list[tuple[int, date, float]] = []
    for option in case.options:
        price = option.measure.price
        if price is None:
            continue
        key = option.measure.key
        for number in sorted(option.runs):
            run = case.runs[number]
            found.append((columns.take[key, number], run.day, float(price.minor * run.minutes)))
        for number, block in enumerate(option.blocks):
            column = columns.relieve[key, number]
            found += [(column, day, float(price.minor * spent)) for day, spent in block.extra]
    return found


def _cost(case: Case, columns: Columns) -> list[tuple[int, float]]:
    spent = [(column, amount) for column, _, amount in paid_columns(case, columns)]
    for option in case.options:
        measure = option.measure
        standing = max(0, measure.once.minor) + max(0, measure.monthly.minor)
        if standing:
            spent.append((columns.use[measure.key], float(standing * _HOUR)))
    return spent


def _money(draft: ModelDraft, case: Case, columns: Columns) -> None:
    paid = paid_columns(case, columns)
    for deadline in case.deadlines:
        terms = [(columns.short, 1.0)]
        terms += [(columns.use[k], float(g)) for k, g in sorted(deadline.gains.items()) if g]
        terms += [(c, -amount / _HOUR) for c, day, amount in paid if day <= deadline.day]
        draft.require(terms, lower=-float(deadline.spare))


def _levels(
    written: Sequence[tuple[Case, Columns]], shared: Mapping[str, int], cost: int
) -> tuple[Level, ...]:
    asked: list[tuple[int, float]] = []
    last: list[tuple[int, float]] = [(c, float(n + 1)) for n, c in enumerate(shared.values())]
    several = len(written) > 1  # what one loss uses is what is in its set
    uses = [(c, 1.0) for _, columns in written for c in columns.use.values() if several]
    for case, columns in written:
        for option in (o for o in case.options if o.measure.flexible):
            asked += [(c, float(m)) for c, m, _, _ in _asked(case, option, columns)]
        last += [(c, _VISIT) for c in columns.visit.values()]
    return (
        Level("open", tuple((c.open, 1.0) for _, c in written), 0.9),
        Level("short", tuple((c.short, 1.0) for _, c in written), FINE),
        Level("nights", tuple((c.nights, 1.0) for _, c in written), 0.9),
        Level("cost", ((cost, 1.0),), 0.9),
        Level("measures", tuple((c, 1.0) for c in shared.values()), 0.9),
        Level("minutes", _in_order(asked), 0.9),
        Level("uses", _in_order(uses), 0.9),
        Level("last", _in_order(last), _VISIT / 20),
    )


def _in_order(terms: Iterable[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    return tuple(sorted((column, weight) for column, weight in terms if weight))
