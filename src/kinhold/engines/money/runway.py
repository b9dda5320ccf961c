"""How long the money lasts, projected day by day (engines.md, Money).

Policy, stated so that it can be argued with: money that comes in is there that day; bills are paid
on their due day in the order priority, essential, other; a bill of the class `other` is only paid
with money that priority and essential bills of the next `LOOK_AHEAD` days do not need, counting what
surely comes in meanwhile. What cannot be paid stays due and is paid as soon as there is money for
it; once its grace days are over it counts as missed, once.

So within a month no lesser bill ever costs her the rent. Beyond it one can: a card that is paid now
is money that a rent in half a year may lack. A plan that left every card unpaid for that would be
further from what people do, and from what lenders agree to.
"""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import first_day
from kinhold.domain.fact import Label
from kinhold.domain.money import Money
from kinhold.engines.money.due_dates import DueItem, due_dates
from kinhold.engines.money.everyday import everyday, held_in_everyday
from kinhold.engines.money.matching import payments_in
from kinhold.engines.money.runway_questions import ask_bills, money_questions
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kinhold.domain.finances import Account, PriorityClass
    from kinhold.domain.findings import OpenQuestion
    from kinhold.domain.household import Household
    from kinhold.engines.money.everyday import Everyday
    from kinhold.engines.money.matching import Payments

_Waiting = tuple[int, int, DueItem]
"""A bill or income: rank, place in the list, item; in this order bills are paid."""

HORIZON: Final = 365
"""Days ahead; beyond it a runway is "at least 365" (engines.md)."""

LOOK_AHEAD: Final = 31
"""Days for which lesser bills leave higher ones their money: a month, the usual span of both."""

RANK: Final = {"priority": 0, "essential": 1, "other": 2}
EVERYDAY: Final = "Everyday spending"
COUNTED_FROM: Final = 0.8
"""Promised money counts only from this planning value on (an assumption; the page says so)."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A bill that could not be paid by the end of its grace.

    Attributes:
        item: the occurrence.
        day: the day it counts as missed.
        shortfall: what would have prevented it, on that day, after what comes before it.
        paid_on: the later day on which there is money for it, or None within the horizon.
    """

    item: DueItem
    day: date
    shortfall: Money
    paid_on: date | None = None


@dataclass(frozen=True, slots=True)
class Low:
    """The lowest balance in a window, and its day."""

    amount: Money
    day: date


@dataclass(frozen=True, slots=True)
class Runway:
    """The projection.

    Attributes:
        start: first day projected.
        horizon: how many days were projected.
        opening: the money there on the first day before anything is paid.
        days: days to the first missed priority bill, or the horizon where none is missed.
        first_priority: the first missed priority bill, or None.
        first_other: the first missed bill that is not priority, or None.
        below_buffer: the first day that ends below the buffer, or None.
        nothing_left: the first day that ends with nothing, or None.
        next_pay: the next day on which counted money comes in, or None.
        lowest: the lowest end-of-day balance before the next pay day (over the whole horizon where
            none is known).
        missed: every missed bill, in order.
        balances: the end-of-day balance of each day, in minor units.
        overdue: what is due and not paid at the end of each day, in minor units.
        unpaid: what of all bills is still open at the end of the horizon.
        left_out: promised incomes that were not counted.
    """

    start: date
    horizon: int
    opening: Money
    days: int
    first_priority: Missed | None
    first_other: Missed | None
    below_buffer: date | None
    nothing_left: date | None
    next_pay: date | None
    lowest: Low
    missed: tuple[Missed, ...]
    balances: tuple[int, ...]
    overdue: tuple[int, ...]
    unpaid: Money
    left_out: tuple[DueItem, ...]

    @property
    def lasts(self) -> bool:
        """True where no priority bill is missed within the horizon."""
        return self.first_priority is None


@dataclass(frozen=True, slots=True)
class MoneyOutlook:
    """The runway, or what has to be asked before there can be one.

    Attributes:
        runway: None where no balance is known: nothing is projected from a guess.
        items: what falls due and comes in over the horizon.
        questions: what is missing; with a runway, what it leaves out.
        overdue: what fell due before the first day and is counted on it.
    """

    runway: Runway | None
    items: tuple[DueItem, ...]
    questions: tuple[OpenQuestion, ...]
    overdue: tuple[DueItem, ...] = ()
    counted: tuple[DueItem, ...] = ()
    everyday: Everyday | None = None
    payments: Payments | None = None


def outlook(
    household: Household,
    *,
    on: date,
    classify: Callable[[str], PriorityClass],
    trust: Callable[[str], float] = lambda _payer: 0.0,
    buffer: Money | None = None,
    horizon: int = HORIZON,
) -> MoneyOutlook:
    """Project the household's money from a day.

    Args:
        household: as it stands on that day.
        on: the first day.
        classify: the class of a type of bill by the country's rules.
        trust: the planning value of a person's word on money, 0 to 1.
        buffer: the balance she does not want to fall below.
        horizon: days ahead.
    """
    questions = list(money_questions(household))
    since, payments = _noted_on(household, on), payments_in(household)
    dates = due_dates(
        household,
        start=since,
        end=on + timedelta(days=horizon),
        classify=classify,
        leans=lambda who: trust(who) >= COUNTED_FROM,
        payments=payments,
    )
    questions += dates.questions
    opening = opening_balance(household, on, payments=payments)
    usual = everyday(household, payments, on=on)
    held = held_in_everyday(household, payments) if usual else frozenset()
    items = tuple(i for i in dates.items if i.label not in held)
    if opening is None:
        return MoneyOutlook(None, items, tuple(questions), everyday=usual)
    counted, left_out = _counted(items, since=since, on=on, trust=trust)
    if not any(item.direction == "out" for item in items):
        questions.append(ask_bills())
        return MoneyOutlook(None, items, tuple(questions), everyday=usual)
    weekly = weekly_items(usual, on=on, horizon=horizon, currency=household.currency)
    runway = project([*counted, *weekly], opening=opening, on=on, horizon=horizon, buffer=buffer)
    overdue = tuple(i for i in items if since <= i.due < on and _open_before(i))
    return MoneyOutlook(
        replace(runway, left_out=left_out),
        tuple(sorted((*items, *weekly), key=lambda i: (i.due, i.direction, i.label))),
        tuple(questions),
        overdue,
        tuple(counted),
        usual,
        payments,
    )


def weekly_items(
    usual: Everyday | None, *, on: date, horizon: int, currency: str
) -> tuple[DueItem, ...]:
    """Return everyday spending as one essential item a week; none where it is nothing."""
    if usual is None or usual.weekly >= 0:
        return ()
    return tuple(
        DueItem(
            label=EVERYDAY,
            direction="out",
            due=on + timedelta(days=ahead),
            amount=Money(-usual.weekly, currency),
            priority="essential",
            grace=0,
            certainty="sure",
            settled=False,
            payer="",
            note=_("What statements usually show for a week besides bills."),
            fact_ids=(),
        )
        for ahead in range(0, horizon, 7)
    )


def _pays_bills(account: Account, currency: str) -> bool:
    known = account.balance is not None and account.balance.amount.currency == currency
    return known and (account.opened is None or account.opened.counts)


def _noted_on(household: Household, on: date) -> date:
    """The earliest day of a counted balance: what fell due before it is in the balance."""
    noted = [
        first_day(a.balance.occurred) or on
        for a in household.accounts
        if a.balance and _pays_bills(a, household.currency)
    ]
    return min([on, *noted])


def opening_balance(
    household: Household, on: date, *, payments: Payments | None = None
) -> Money | None:
    """Return the money that can pay bills on a day, or None where no balance is known.

    It is the latest balances, with what statements show of the days after each; and what was noted
    as paid or received on later days where no statement shows it. An agreed overdraft is not money
    and is left out.
    """
    counting = {a.label: a for a in household.accounts if _pays_bills(a, household.currency)}
    if not counting:
        return None
    total = sum(a.balance.amount.minor for a in counting.values() if a.balance)
    noted_on = {
        label: (first_day(a.balance.occurred) or on)
        for label, a in counting.items()
        if a.balance is not None
    }
    for line in household.booked:
        noted = noted_on.get(Label(line.about))
        if noted and noted < date.fromisoformat(line.occurred[:10]) <= on:
            total += line.amount.minor
    since = min(noted_on.values())
    alone = (payments or payments_in(household)).noted_alone
    for payment in household.payments:
        day = first_day(payment.occurred)
        mine = payment.fact_id in alone and payment.by in ("", household.keeper)
        if mine and day and since < day <= on:
            total -= payment.amount.minor
    for receipt in household.received:
        day = first_day(receipt.occurred)
        if receipt.fact_id in alone and day and since < day <= on:
            total += receipt.amount.minor
    return Money(total, household.currency)


def _counted(
    items: Iterable[DueItem], *, since: date, on: date, trust: Callable[[str], float]
) -> tuple[list[DueItem], tuple[DueItem, ...]]:
    """Leave out what is settled, what the balance holds already, and promises nobody leans on.

    Between the day of the balance and `on`, a bill that nothing settled is still due, and a sure
    income is taken to have come.
    """
    counted: list[DueItem] = []
    left_out: list[DueItem] = []
    for item in items:
        if item.settled or item.due < since:
            continue
        if item.due < on and not _open_before(item):
            continue
        if item.certainty == "promised" and trust(item.payer) < COUNTED_FROM:
            left_out.append(item)
            continue
        counted.append(item if item.due >= on else replace(item, due=on))
    return counted, tuple(left_out)


def _open_before(item: DueItem) -> bool:
    """Whether an item from before the first day still counts on it."""
    return not item.settled and (item.direction == "out" or item.certainty == "sure")


def project(
    items: Iterable[DueItem], *, opening: Money, on: date, horizon: int, buffer: Money | None = None
) -> Runway:
    """Run the policy over dated items; pure arithmetic, one pass over the days.

    Args:
        items: unsettled occurrences on or after `on`, in one currency.
        opening: the balance before the first day.
        on: first day.
        horizon: how many days.
        buffer: the balance not to fall below, zero where None.
    """
    listed = sorted(items, key=_order)
    by_day: dict[date, list[_Waiting]] = {}
    for place, item in enumerate(listed):
        by_day.setdefault(item.due, []).append((RANK.get(item.priority, 2), place, item))
    pay_days = sorted({i.due for i in listed if i.direction == "in" and i.due > on})
    till = _Till(opening)
    balances: list[int] = []
    overdue: list[int] = []
    for offset, reserve in enumerate(kept_back(listed, on=on, horizon=horizon)):
        day = on + timedelta(days=offset)
        till.pay(by_day.get(day, ()), reserve, day)
        if till.watched:
            till.miss(reserve, day)
        balances.append(till.cash)
        overdue.append(till.owed)
    missed = tuple(till.missed.values())
    summary = _summary(missed, balances, opening=opening, on=on, pay_days=pay_days, buffer=buffer)
    return replace(summary, overdue=tuple(overdue), unpaid=Money(till.owed, opening.currency))


class _Till:
    """Cash, and the bills that wait for it in the order in which they are paid.

    Attributes:
        cash: minor units there.
        owed: minor units of the bills that wait.
        watched: how many bills wait and are not missed yet.
        missed: by place in the list, in the order in which they were missed.
    """

    def __init__(self, opening: Money) -> None:
        """Begin with what is there."""
        self.cash = opening.minor
        self.owed = 0
        self.watched = 0
        self.missed: dict[int, Missed] = {}
        self._currency: Final = opening.currency
        self._waiting: list[_Waiting] = []
        self._reserve = 0

    def pay(self, due: Sequence[_Waiting], reserve: int, day: date) -> None:
        """Take in what comes, and pay what can be paid."""
        before = self.cash
        self.cash += sum(
            item.amount.minor for _unused, _unused2, item in due if item.direction == "in"
        )
        new = sorted((e for e in due if e[2].direction != "in"), key=_first_paid)
        for entry in new:
            insort(self._waiting, entry, key=_first_paid)
            self.owed += entry[2].amount.minor
        self.watched += len(new)
        # With no more money and no less to keep back, what could not be paid before cannot be now.
        more = self.cash > before or reserve < self._reserve
        self._reserve = reserve
        tried = tuple(self._waiting) if more else new
        paid = {place for _unused, place, bill in tried if self._paid(place, bill, reserve, day)}
        if paid:
            self._waiting = [e for e in self._waiting if e[1] not in paid]

    def _paid(self, place: int, bill: DueItem, reserve: int, day: date) -> bool:
        if self.cash - bill.amount.minor < _kept_back(bill, reserve):
            return False
        self.cash -= bill.amount.minor
        self.owed -= bill.amount.minor
        if place in self.missed:
            self.missed[place] = replace(self.missed[place], paid_on=day)
        else:
            self.watched -= 1
        return True

    def miss(self, reserve: int, day: date) -> None:
        """Note what waits beyond its grace, with what would have paid it and all that goes before."""
        ahead = 0
        for _unused, place, bill in self._waiting:
            ahead += bill.amount.minor
            if place not in self.missed and (day - bill.due).days >= bill.grace:
                short = max(1, ahead + _kept_back(bill, reserve) - self.cash)
                self.missed[place] = Missed(bill, day, Money(short, self._currency))
                self.watched -= 1


def _first_paid(entry: _Waiting) -> tuple[int, int]:
    return entry[:2]


def kept_back(items: Iterable[DueItem], *, on: date, horizon: int) -> tuple[int, ...]:
    """Return for each day what lesser bills leave for the higher ones of the days that follow.

    It is the most by which priority and essential bills run ahead of what comes in, over any first
    part of the next `LOOK_AHEAD` days; minor units, never negative.
    """
    change = [0] * (horizon + LOOK_AHEAD + 1)
    for item in items:
        ahead = (item.due - on).days
        if 0 <= ahead < len(change):
            if item.direction == "in":
                change[ahead] -= item.amount.minor
            elif item.priority != "other":
                change[ahead] += item.amount.minor
    return tuple(
        max(0, *accumulate(change[day + 1 : day + 1 + LOOK_AHEAD])) for day in range(horizon)
    )


def _kept_back(bill: DueItem, reserve: int) -> int:
    return reserve if bill.priority == "other" else 0


def _order(item: DueItem) -> tuple[date, int, str, int, tuple[str, ...]]:
    """Of two bills of a day, a class and a name the smaller one is paid first, however listed."""
    rank = RANK.get(item.priority, 2)
    return (item.due, rank, item.label, item.amount.minor, item.fact_ids)


def _summary(
    missed: tuple[Missed, ...],
    balances: list[int],
    *,
    opening: Money,
    on: date,
    pay_days: list[date],
    buffer: Money | None,
) -> Runway:
    horizon = len(balances)
    floor = buffer.minor if buffer else 0
    next_pay = pay_days[0] if pay_days else None
    window = min(horizon, (next_pay - on).days) if next_pay else horizon
    low = min(range(max(1, window)), key=lambda n: (balances[n], n))
    first_priority = next((m for m in missed if m.item.priority == "priority"), None)
    return Runway(
        start=on,
        horizon=horizon,
        opening=opening,
        days=(first_priority.day - on).days if first_priority else horizon,
        first_priority=first_priority,
        first_other=next((m for m in missed if m.item.priority != "priority"), None),
        below_buffer=_first(balances, on, lambda b: b < floor),
        nothing_left=_first(balances, on, lambda b: b <= 0),
        next_pay=next_pay,
        lowest=Low(Money(balances[low], opening.currency), on + timedelta(days=low)),
        missed=missed,
        balances=tuple(balances),
        overdue=(),
        unpaid=Money(0, opening.currency),
        left_out=(),
    )


def _first(balances: list[int], on: date, test: Callable[[int], bool]) -> date | None:
    return next((on + timedelta(days=n) for n, b in enumerate(balances) if test(b)), None)
