"""The cheapest way of paying as a mixed-integer linear model.

For every debt and month: what is paid, what is left, whether it is gone, whether its minimum is
missed; for every offer: whether, and in which month, it is taken. Interest is exact in the model and not rounded; amounts are in
hundreds of the minor unit. The objective is everything paid, and whatever is left at the end.

The least-payment problem with fees is NP-hard (R. Z. Ríos-Solís, M. A. Saucedo-Espinosa and
G. A. Caballero-Robledo, "Repayment policy for multiple loans", PLOS ONE 12(4), 2017, e0175782).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from kinhold.optimisation.model import INFINITY, ModelDraft

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kinhold.engines.money.debts.payoff_months import Calendar, DebtMonth
    from kinhold.engines.money.debts.payoff_rules import Plan
    from kinhold.engines.money.debts.terms import DebtTerms
    from kinhold.optimisation.model import Model

    Terms = list[tuple[int, float]]

Misses = Literal["kept", "priced"]
"""`kept`: a minimum may be missed only in a month in which the simple orders miss one too, since
the money is short, and no more of them; `priced`: any may be missed for its late fee, where the
debt has one."""

UNIT: Final = 100
"""Minor units in one unit of the model."""
_CENT: Final = 0.5 / UNIT
_YES: Final = 0.5


@dataclass(frozen=True, slots=True)
class Short:
    """Where the money is short.

    Attributes:
        most: by month, how many minimums the simple orders miss.
        by_debt: for each debt the months in which its minimum may be missed: all short ones, or
            for a priority debt those in which a simple order misses it too.
    """

    most: Mapping[int, int]
    by_debt: tuple[frozenset[int], ...]

    @classmethod
    def of(cls, calendar: Calendar, plans: Iterable[Plan], *, months: int) -> Short:
        """Return where simple orders miss minimums within so many months."""
        most: dict[int, int] = {}
        own: list[set[int]] = [set() for _ in calendar.debts]
        for plan in plans:
            here: dict[int, int] = {}
            for number, debt in enumerate(plan.debts):
                for month in debt.missed:
                    if month < months:
                        own[number].add(month)
                        here[month] = here.get(month, 0) + 1
            most = {m: max(most.get(m, 0), here.get(m, 0)) for m in {*most, *here}}
        pairs = zip(own, calendar.debts, strict=True)
        every = frozenset(most)
        return cls(
            most, tuple(frozenset(m) if d.priority == "priority" else every for m, d in pairs)
        )

    def may_miss(self, debt: int) -> frozenset[int]:
        """Return the months in which a debt's minimum may be missed."""
        return self.by_debt[debt] if self.by_debt else frozenset()


NEVER: Final = Short({}, ())
"""The money is never short."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One course of a debt: paid off, or settled in a certain month.

    Attributes:
        taken: the variable that is 1 where the debt takes this course; -1 where it has no other.
        settles: the month of the settlement, or None.
        asked: minimums are paid on it; False before a settlement where missing them is priced.
        pay: by month, up to the settlement.
        left: by month; one shorter where it is settled.
        gone, miss: by month; -1 where there is no such variable.
    """

    taken: int
    settles: int | None
    asked: bool
    pay: tuple[int, ...]
    left: tuple[int, ...]
    gone: tuple[int, ...]
    miss: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PayoffModel:
    """A model, and which variable means what.

    Attributes:
        model: to be minimised; its value times `UNIT` is everything paid and left, in minor units.
        debts: the courses of each debt, the one without a settlement first.
        carried: money kept for the next month, by month.
    """

    model: Model
    debts: tuple[tuple[Branch, ...], ...]
    carried: tuple[int, ...]

    def values_of(self, plan: Plan, *, unit: int = UNIT) -> tuple[float, ...]:
        """Return a plan as values of the variables, to start the search from.

        Args:
            plan: played much finer than the minor unit.
            unit: parts of its amounts in one unit of the model.
        """
        found = [0.0] * len(self.model.variables)
        for branches, debt in zip(self.debts, plan.debts, strict=True):
            branch = next(b for b in branches if b.settles == debt.settled)
            if branch.taken >= 0:
                found[branch.taken] = 1.0
            for month, column in enumerate(branch.pay[: len(debt.payments)]):
                found[column] = debt.payments[month] / unit
            for month, column in enumerate(branch.left[: len(debt.payments)]):
                found[column] = debt.balances[month] / unit
            for month, column in enumerate(branch.gone):
                if column >= 0 and debt.months is not None and month >= debt.months - 1:
                    found[column] = 1.0
            for month in debt.missed:
                if month < len(branch.miss) and branch.miss[month] >= 0:
                    found[branch.miss[month]] = 1.0
        for column, amount in zip(self.carried, plan.carried, strict=False):
            found[column] = amount / unit
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Intent:
    """What the model would do with one debt in one month; amounts in minor units.

    Attributes:
        pay: amount, rounded to the minor unit.
        clears: nothing is left afterwards.
        misses: the minimum is not paid.
        settles: the offer is taken.
    """

    pay: int
    clears: bool
    misses: bool
    settles: bool


def payoff_model(
    calendar: Calendar,
    *,
    months: int,
    misses: Misses = "kept",
    short: Short = NEVER,
    whole: bool = True,
) -> PayoffModel:
    """Write the model down.

    A debt with offers has one course for each month in which it can be settled, and one without.
    Every row of a course is weighted with the variable that chooses it, so that no large constant
    is needed and the relaxed model is close to the whole one.

    Args:
        calendar: the debts, their months and the money.
        months: how far it looks; what is left then counts at its balance.
        misses: whether minimums may be missed.
        short: with `kept`, where minimums may be missed.
        whole: whether a debt is gone or not, wholly; False lets it be half gone, which is solved
            in a fraction of the time and hardly changes the bound.
    """
    draft = ModelDraft()
    debts = [
        Bounded.of(calendar, number, months, misses=misses, short=short)
        for number in range(len(calendar.debts))
    ]
    written = tuple(_branches(draft, debt, whole=whole) for debt in debts)
    carried = _money(draft, calendar, written, kept=_saves(calendar, debts, months))
    if misses == "kept":
        _no_more_missed(draft, written, short)
    goal = [(c, 1.0) for branches in written for b in branches for c in b.pay]
    goal += [(branches[0].left[-1], 1.0) for branches in written]
    return PayoffModel(draft.finish(goal), written, carried)


def _no_more_missed(draft: ModelDraft, written: Sequence[tuple[Branch, ...]], short: Short) -> None:
    for month, most in short.most.items():
        missed = (b.miss[month] for bs in written for b in bs if month < len(b.miss))
        draft.require([(c, 1.0) for c in missed if c >= 0], upper=most)


def saving_months(calendar: Calendar, *, months: int) -> int:
    """Return for how many months it can be of use to keep money for later.

    Money is worth keeping for an offer, or for minimums that a month's money may not cover.
    Otherwise paying sooner never costs more.

    Args:
        calendar: the debts, their months and the money.
        months: how far to look.
    """
    numbers = range(len(calendar.debts))
    debts = [Bounded.of(calendar, n, months, misses="kept", short=NEVER) for n in numbers]
    return _saves(calendar, debts, months)


def _saves(calendar: Calendar, debts: Sequence[Bounded], months: int) -> int:
    kept = 0
    for month in range(months):
        asked = sum(d.asked(month) for d in debts)
        if asked > calendar.money(month) / UNIT or any(d.row[month].offer for d in debts):
            kept = month
    return kept


def _money(
    draft: ModelDraft, calendar: Calendar, written: Sequence[tuple[Branch, ...]], *, kept: int
) -> tuple[int, ...]:
    """What is paid and kept for later is at most what there is, month by month."""
    total, carried = 0.0, list[int]()
    for month in range(len(written[0][0].pay)):
        fresh = calendar.money(month) / UNIT
        total += fresh
        terms: Terms = [
            (b.pay[month], 1.0) for branches in written for b in branches if month < len(b.pay)
        ]
        if 0 < month <= kept:
            terms.append((carried[month - 1], -1.0))
        if month < kept:
            carried.append(draft.number(0, total))
            terms.append((carried[month], 1.0))
        draft.require(terms, upper=fresh)
    return tuple(carried)


def _branches(draft: ModelDraft, debt: Bounded, *, whole: bool) -> tuple[Branch, ...]:
    offered = [m for m, here in enumerate(debt.row) if here.offer is not None]
    if not offered:
        return (_Course(draft, debt, -1, None, whole=whole).write(),)
    written = tuple(
        _Course(draft, debt, draft.choice(), month, whole=whole).write()
        for month in (None, *offered)
    )
    draft.require([(b.taken, 1.0) for b in written], lower=1, upper=1)
    return written


@dataclass(frozen=True, slots=True)
class Bounded:
    """One debt in units of the model, and bounds on what can be left of it.

    Attributes:
        terms, row: as in the calendar.
        start: owed at the start.
        grow: one and the interest, by month.
        fee: what a missed minimum costs, by month.
        miss: the months in which one may be missed.
        waived: minimums before a settlement are not asked for, since missing them costs nothing.
        most: the most that can be left after each month.
        soonest: the first month in which it can be paid off, were all the money for it alone.
    """

    terms: DebtTerms
    row: tuple[DebtMonth, ...]
    start: float
    grow: tuple[float, ...]
    fee: tuple[float, ...]
    miss: frozenset[int]
    waived: bool
    most: tuple[float, ...]
    soonest: int

    @classmethod
    def of(
        cls,
        calendar: Calendar,
        number: int,
        months: int,
        *,
        misses: Misses,
        short: Short,
    ) -> Bounded:
        terms, row = calendar.debts[number], calendar.rows[number][:months]
        priced = misses == "priced" and terms.late_fee > 0
        fee = tuple(terms.late_fee / UNIT if m.charged else 0.0 for m in row)
        grow = tuple(1 + float(m.factor) for m in row)
        free = short.may_miss(number)
        may = frozenset(m for m in range(months) if row[m].asked and (priced or m in free))
        most, left, soonest, least = [], terms.balance / UNIT, months, terms.balance / UNIT
        for month, here in enumerate(row):
            owed = left * grow[month]
            asked = _asked(terms, here, left, owed) if here.asked and month not in may else 0.0
            left = max(0.0, owed - asked + (fee[month] if month in may else 0.0))
            most.append(left)
            least = least * grow[month] - calendar.money(month) / UNIT
            if least <= _CENT:
                soonest = min(soonest, month)
        return cls(terms, row, terms.balance / UNIT, grow, fee, may, priced, tuple(most), soonest)

    def opening(self, month: int) -> float:
        """The most that can be owed before a month's interest."""
        return self.most[month - 1] if month else self.start

    def asked(self, month: int) -> float:
        """The most that can be asked for in a month."""
        left, here = self.opening(month), self.row[month]
        return _asked(self.terms, here, left, left * self.grow[month]) if here.asked else 0.0


def _asked(terms: DebtTerms, here: DebtMonth, opening: float, owed: float) -> float:
    rule = terms.minimum
    if rule.ends is not None and here.day >= rule.ends:
        return owed
    share = rule.share / 10_000
    part = share * (owed if rule.of == "statement" else opening)
    if rule.plus_interest:
        part = share * opening + owed - opening
    return min(owed, max(rule.floor / UNIT, part))


class _Course:
    """Writes the variables and rows of one course of a debt.

    A weight of 1, or the variable that chooses the course, stands wherever an amount of the debt
    itself stands: `lower` and `upper` limits become terms.
    """

    def __init__(
        self, draft: ModelDraft, debt: Bounded, taken: int, settles: int | None, *, whole: bool
    ) -> None:
        self.draft, self.debt, self.taken, self.settles = draft, debt, taken, settles
        self.whole = whole
        self.asks = settles is None or not debt.waived
        self.pay: list[int] = []
        self.left: list[int] = []
        self.gone: list[int] = []
        self.miss: list[int] = []

    def write(self) -> Branch:
        debt, final = self.debt, self.settles is None
        for month in range(len(debt.row) if self.settles is None else self.settles):
            self.pay.append(self.draft.number(0, debt.opening(month) * debt.grow[month]))
            self.left.append(self.draft.number(0, debt.most[month]))
            floored = bool(debt.terms.minimum.floor) and month >= debt.soonest
            choice = self.draft.number(0, 1, integer=self.whole) if final and floored else -1
            self.gone.append(choice)
            may = self.asks and month in debt.miss
            self.miss.append(self.draft.choice() if may else -1)
            self._month(month)
        if self.settles is not None:
            amount = (debt.row[self.settles].offer or 0) / UNIT
            self.pay.append(self.draft.number(0, amount))
            self._require([(self.pay[-1], 1.0)], 0.0, -amount, upper=0)
        return Branch(
            self.taken,
            self.settles,
            self.asks,
            tuple(self.pay),
            tuple(self.left),
            tuple(self.gone),
            tuple(self.miss),
        )

    def _month(self, month: int) -> None:
        debt, pay, left = self.debt, self.pay[month], self.left[month]
        gone, miss = self.gone[month], self.miss[month]
        terms, known = self._opening(month, -debt.grow[month])
        terms += [(left, 1.0), (pay, 1.0)]
        if miss >= 0 and debt.fee[month]:
            terms.append((miss, -debt.fee[month]))
        self._require(terms, 0.0, known, upper=0)
        most = debt.most[month]
        if self.taken >= 0 and miss >= 0:
            self._require([(miss, 1.0)], None, -1.0, upper=0)
        if gone >= 0:
            self._require([(left, 1.0), (gone, most)], None, -most, upper=0)
            before = self.gone[month - 1] if month else -1
            if before >= 0:
                self.draft.require([(gone, 1.0), (before, -1.0)], lower=0)
        if debt.row[month].asked and self.asks:
            self._minimum(month)

    def _require(
        self, terms: Terms, lower: float | None, weighted: float, *, upper: float | None
    ) -> None:
        """Require `lower <= terms + weighted * (chosen or not) <= upper`."""
        below = -INFINITY if lower is None else lower
        above = INFINITY if upper is None else upper
        if self.taken >= 0:
            self.draft.require([*terms, (self.taken, weighted)], lower=below, upper=above)
        else:
            self.draft.require(terms, lower=below - weighted, upper=above - weighted)

    def _opening(self, month: int, weight: float) -> tuple[Terms, float]:
        """What is owed before the month's interest, weighted: as terms, and as a known amount."""
        if month == 0:
            return [], weight * self.debt.start
        return [(self.left[month - 1], weight)], 0.0

    def _minimum(self, month: int) -> None:
        debt, rule = self.debt, self.debt.terms.minimum
        pay, gone, miss = self.pay[month], self.gone[month], self.miss[month]
        if rule.ends is not None and debt.row[month].day >= rule.ends:
            self.draft.require(
                [(self.left[month], 1.0), *([(miss, -debt.most[month])] if miss >= 0 else ())],
                upper=0,
            )
            return
        if rule.share or rule.plus_interest:
            self._percentage(month)
        if rule.floor:
            floor = rule.floor / UNIT
            terms: Terms = [(pay, 1.0), *((c, floor) for c in (gone, miss) if c >= 0)]
            self._require(terms, 0.0, -floor, upper=None)

    def _percentage(self, month: int) -> None:
        """At least a share of the balance, unless it is missed."""
        debt, rule, miss = self.debt, self.debt.terms.minimum, self.miss[month]
        share = rule.share / 10_000
        weight = share * (debt.grow[month] if rule.of == "statement" else 1)
        if rule.plus_interest:
            weight = share + debt.grow[month] - 1
        terms, known = self._opening(month, -weight)
        terms.append((self.pay[month], 1.0))
        before = self.miss[month - 1] if month else -1
        fee = debt.fee[month - 1] if month else 0.0
        if before >= 0 and fee and (rule.plus_interest or rule.of == "opening"):
            # A fee charged since the last payment is asked for whole, or is no part of the opening.
            terms.append((before, -fee * (1 - share) if rule.plus_interest else fee * share))
        if miss >= 0:
            terms.append((miss, weight * debt.opening(month) + fee))
        self._require(terms, 0.0, known, upper=None)


@dataclass(frozen=True, slots=True)
class Intents:
    """What a solution does.

    Attributes:
        months: by month, what it does with each debt.
        kept: by month, the money it keeps for later, in minor units.
    """

    months: tuple[tuple[Intent, ...], ...]
    kept: tuple[int, ...]

    @property
    def courses(self) -> tuple[int | None, ...]:
        """For each debt the month in which it is settled, or None."""
        return tuple(
            next((m for m, i in enumerate(debt) if i.settles), None)
            for debt in zip(*self.months, strict=True)
        )


def intents(model: PayoffModel, values: Sequence[float]) -> Intents:
    """Return what a solution does.

    Args:
        model: that was solved.
        values: of its variables.
    """
    chosen = [
        next(b for b in branches if b.taken < 0 or values[b.taken] > _YES)
        for branches in model.debts
    ]
    count = len(model.debts[0][0].pay)
    kept = [max(0, round(values[c] * UNIT)) for c in model.carried]
    return Intents(
        months=tuple(tuple(_intent(b, values, m) for b in chosen) for m in range(count)),
        kept=(*kept, *[0] * (count - len(kept))),
    )


def _intent(branch: Branch, values: Sequence[float], month: int) -> Intent:
    if month >= len(branch.pay):
        return Intent(0, clears=True, misses=False, settles=False)
    settles = month == branch.settles
    missed = branch.miss[month] if month < len(branch.miss) else -1
    return Intent(
        pay=max(0, round(values[branch.pay[month]] * UNIT)),
        clears=settles or values[branch.left[month]] <= _CENT,
        misses=not settles and (not branch.asked or (missed >= 0 and values[missed] > _YES)),
        settles=settles,
    )
