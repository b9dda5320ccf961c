"""Everyday money: what statements show that no bill, debt or income accounts for.

Food, fares and repairs cannot be scheduled, yet a forecast without them is wrong every day. So the
lines that belong to nothing known are taken together: their usual size goes into the runway as one
weekly item, and their days, in blocks, into the simulation.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.domain.finances import TransactionBooked
    from kinhold.domain.household import Household
    from kinhold.engines.money.matching import Payments

LEAST_DAYS: Final = 56
"""Fewer days of statements than two blocks of four weeks say too little of what is usual."""
MOST_DAYS: Final = 364
OWN_TRANSFER_DAYS: Final = 3
FRESH_DAYS: Final = 45
"""Statements that end longer ago than this are not taken for how it is now."""
SHOWN_OFTEN: Final = 4
COVERED: Final = frozenset(("food", "groceries", "household", "clothes", "transport", "fuel"))
"""Types of bill that everyday spending holds where none of its lines is known by the bill's name."""


@dataclass(frozen=True, slots=True)
class Everyday:
    """What belongs to nothing known, day by day.

    Attributes:
        start: the first day.
        net: what came less what went on each day, minor units; whole weeks. What came of irregular
            incomes is in it.
        spending: the same without irregular incomes.
        fact_ids: the lines it rests on.
    """

    start: date
    net: tuple[int, ...]
    spending: tuple[int, ...]
    fact_ids: tuple[str, ...]

    @property
    def weekly(self) -> int:
        """Return the usual spending of a week, which one big purchase does not move.

        It is the mean without the largest and smallest twentieth of the weeks, at least one each. A median is too hopeful, since spending comes in lumps (docs/explanation/forecast.md).
        """
        weeks = sorted(sum(self.spending[d : d + 7]) for d in range(0, len(self.spending), 7))
        edge = max(1, len(weeks) // 20)
        kept = weeks[edge:-edge]
        return round(sum(kept) / len(kept))


def everyday(household: Household, payments: Payments, *, on: date) -> Everyday | None:
    """Return everyday money up to a day, or None where statements say too little of it.

    Transfers between the household's own accounts are left out; so is an account whose money does
    not pay bills.

    Args:
        household: with lines of statements.
        payments: which of them belong to what.
        on: only lines before it count.
    """
    idle = {a.label for a in household.accounts if a.opened and not a.opened.counts}
    lines = [
        (day, line)
        for line in household.booked
        for day in [date.fromisoformat(line.occurred[:10])]
        if day < on and line.amount.currency == household.currency
    ]
    if not lines:
        return None
    last = max(day for day, _ in lines)
    span = min(MOST_DAYS, (last - min(day for day, _ in lines)).days + 1) // 7 * 7
    if span < LEAST_DAYS or (on - last).days > FRESH_DAYS:
        return None
    start = last - timedelta(days=span - 1)
    moved = _own_transfers(lines)
    irregular = {i.about for i in household.incomes if i.certainty == "irregular"}
    net: dict[date, int] = defaultdict(int)
    spending: dict[date, int] = defaultdict(int)
    rests_on = []
    for day, line in lines:
        label = payments.labels.get(line.fact_id, "")
        known = label and label not in irregular
        if day < start or line.about in idle or line.fact_id in moved or known:
            continue
        net[day] += line.amount.minor
        spending[day] += 0 if label else line.amount.minor
        rests_on.append(line.fact_id)
    days = tuple(start + timedelta(days=ahead) for ahead in range(span))
    return Everyday(
        start, tuple(net[d] for d in days), tuple(spending[d] for d in days), tuple(rests_on)
    )


def _own_transfers(lines: Iterable[tuple[date, TransactionBooked]]) -> frozenset[str]:
    """Pairs of lines of one size and two signs, in two accounts within a few days."""
    by_size: dict[int, list[tuple[date, TransactionBooked]]] = defaultdict(list)
    for day, line in lines:
        by_size[abs(line.amount.minor)].append((day, line))
    found: set[str] = set()
    for same in by_size.values():
        ins = [(d, t) for d, t in same if t.amount.minor > 0]
        for day, out in ((d, t) for d, t in same if t.amount.minor < 0):
            pair = next(
                (
                    t
                    for d, t in ins
                    if t.about != out.about
                    and t.fact_id not in found
                    and abs((d - day).days) <= OWN_TRANSFER_DAYS
                ),
                None,
            )
            if pair is not None:
                found |= {pair.fact_id, out.fact_id}
    return frozenset(found)


def held_in_everyday(household: Household, payments: Payments) -> frozenset[str]:
    """Return the labels of bills and incomes that everyday money holds already.

    Bills of the types of `COVERED` of which statements show no payment by that name, and irregular
    incomes that statements show.
    """
    bills = {
        b.about
        for b in household.bills
        if b.type.casefold() in COVERED and not payments.out.get(b.about)
    }
    incomes = {
        i.about
        for i in household.incomes
        if i.certainty == "irregular" and len(payments.incoming.get(i.about, ())) >= SHOWN_OFTEN
    }
    return frozenset(bills | incomes)


def aligned(history: Everyday, *, on: date) -> tuple[int, ...]:
    """Return the days' nets from a day on that falls on the same weekday as `on`."""
    skip = (on - history.start).days % 7
    return history.net[skip:]
