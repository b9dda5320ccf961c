"""Goes through the days of one side of a ledger: what falls due, what is paid, what interest runs.

Only days on which something changes are looked at; between two of them nothing does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from kinhold.domain.money import Money
from kinhold.engines.money.arrears.lines import ORDERED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kinhold.engines.money.arrears.lines import PlannedLine, SupportPayment, SupportSchedule
    from kinhold.engines.money.arrears.terms import InterestTerms, Stage, Terms

DECEMBER: Final = 12


@dataclass(frozen=True, slots=True)
class Allocation:
    """A part of a payment set against something.

    Attributes:
        payment_id: the payment.
        day: the day on which it was set against it: the payment's own, or the day its rest was used.
        stage: which step of the place's order.
        line_id: the instalment; empty for interest.
        amount: more than nothing.
    """

    payment_id: str
    day: date
    stage: Stage
    line_id: str
    amount: Money


@dataclass(frozen=True, slots=True)
class InterestRow:
    """Days over which interest ran on the same sum, `[start, end)`.

    Attributes:
        start, end: half-open.
        base: what it ran on.
        rate: percent per `per`, exactly.
        per: `year` or `month`.
        day_count: how days make a year or a month.
        exact: interest of the row in exact minor units.
        rule, href: the rule, and where it is written.
    """

    start: date
    end: date
    base: Money
    rate: Fraction
    per: str
    day_count: str
    exact: Fraction
    rule: str
    href: str


class UnpaidBook:
    """One side of a ledger, filled by `run`.

    Attributes:
        lines: the instalments, oldest first.
        allocations: what was set against what.
        rows: interest.
        interest_paid: minor units set against interest.
        unapplied: minor units received and set against nothing yet.
    """

    def __init__(
        self, schedules: Sequence[SupportSchedule], lines: Sequence[PlannedLine], terms: Terms
    ) -> None:
        """Begin with nothing paid."""
        self.lines: Final = tuple(lines)
        self.allocations: Final[list[Allocation]] = []
        self.rows: Final[list[InterestRow]] = []
        self.interest_paid = 0
        self._accrued = Fraction(0)
        self._schedules: Final = tuple(s for s in schedules if s.kind != "fee")
        self._terms: Final = terms
        self._unpaid: list[PlannedLine] = list(self.lines)
        self._open: Final = {line.line_id: line.amount.minor for line in lines}
        self._waiting: Final[list[tuple[SupportPayment, int]]] = []

    @property
    def unapplied(self) -> int:
        """Return minor units that wait for a later instalment."""
        return sum(rest for _, rest in self._waiting)

    def interest_due(self) -> int:
        """Return interest so far in minor units, half up."""
        return int(2 * self._accrued + 1) // 2

    def run(self, payments: Sequence[SupportPayment], *, on: date) -> None:
        """Go through every day up to `on` on which something changes.

        Args:
            payments: those by the day, in order.
            on: the last day; interest is counted up to its beginning.
        """
        before: date | None = None
        for day in self._days(payments, on):
            if before is not None:
                self._accrue(before, day)
            before = day
            waiting = [*self._waiting]
            self._waiting.clear()
            own = [(p, p.amount.minor) for p in payments if p.day == day]
            for payment, rest in (*waiting, *own):
                left = self._set_against(payment, rest, day)
                if left:
                    self._waiting.append((payment, left))

    def _days(self, payments: Sequence[SupportPayment], on: date) -> list[date]:
        """The days on which anything changes, with each first of a month, up to the last day."""
        starts = [line.day for line in self.lines] + [p.day for p in payments]
        if not starts or min(starts) > on:
            return []
        days = {on, *starts, *self._terms.changes()}
        waits = {self._terms.interest(line.day).from_day for line in self.lines}
        days |= {line.day + timedelta(days=wait) for line in self.lines for wait in waits}
        for schedule in self._schedules:
            days |= {schedule.first}
            days |= {schedule.last + timedelta(days=1)} if schedule.last else set()
        days |= set(_firsts(min(starts), on))
        return sorted(day for day in days if min(starts) <= day <= on)

    def _accrue(self, start: date, end: date) -> None:
        terms = self._terms.interest(start)
        base = self._base(terms, start)
        if not terms.rate or base <= 0:
            return
        exact = terms.of_days(base, start, (end - start).days)
        self._accrued += exact
        currency = self.lines[0].amount.currency
        row = InterestRow(
            start, end, Money(int(base), currency), terms.rate, terms.per, terms.day_count, exact,
            terms.rule, terms.href,
        )  # fmt: skip
        last = self.rows[-1] if self.rows else None
        if last and _goes_on(last, row):
            self.rows[-1] = InterestRow(
                last.start, end, row.base, row.rate, row.per, row.day_count, last.exact + exact,
                row.rule, row.href,
            )  # fmt: skip
        else:
            self.rows.append(row)

    def _base(self, terms: InterestTerms, day: date) -> int:
        """Minor units on which interest runs on a day; whole ones, as an obligation is paid."""
        last = day - timedelta(days=terms.from_day)
        late = sum(
            self._open[line.line_id]
            for line in takewhile(lambda line: line.day <= last, self._unpaid)
            if line.kind != "fee" and line.basis in ORDERED
        )
        if terms.runs_on == "all":
            return late
        month, current = self._monthly(day)
        if terms.runs_on == "above-month":
            return max(0, int(late - month))
        return late if not current or late >= month else 0

    def _monthly(self, day: date) -> tuple[Fraction, bool]:
        """A month's obligation on a day, and whether one is current; else the last there was."""
        now = [s for s in self._schedules if s.in_force(day) and s.each is not None]
        if now:
            return sum((s.monthly() for s in now), Fraction(0)), True
        gone = [s for s in self._schedules if s.last and s.last < day and s.each is not None]
        newest = max((s.last for s in gone if s.last), default=None)
        return sum((s.monthly() for s in gone if s.last == newest), Fraction(0)), False

    def _set_against(self, payment: SupportPayment, rest: int, day: date) -> int:
        for stage in self._terms.order(day):
            if stage == "interest":
                rest = self._pay_interest(payment, rest, day)
                continue
            wait = timedelta(days=self._terms.interest(day).from_day)
            for line in self._unpaid:
                if not rest or (stage != "named" and line.day > month_end(day)):
                    break
                if _fits(line, stage, payment, (day, wait)):
                    amount = min(rest, self._open[line.line_id])
                    self._open[line.line_id] -= amount
                    rest -= amount
                    self._note(payment, day, stage, line.line_id, amount)
            self._unpaid = [x for x in self._unpaid if self._open[x.line_id]]
        return rest

    def _pay_interest(self, payment: SupportPayment, rest: int, day: date) -> int:
        amount = min(rest, self.interest_due() - self.interest_paid)
        if amount <= 0:
            return rest
        self.interest_paid += amount
        self._note(payment, day, "interest", "", amount)
        return rest - amount

    def _note(
        self, payment: SupportPayment, day: date, stage: Stage, line_id: str, amount: int
    ) -> None:
        money = Money(amount, payment.amount.currency)
        self.allocations.append(Allocation(payment.payment_id, day, stage, line_id, money))


def _fits(
    line: PlannedLine, stage: Stage, payment: SupportPayment, when: tuple[date, timedelta]
) -> bool:
    """Whether a step of the order is about an instalment on a day."""
    day, wait = when
    if stage == "named":
        return payment.names(line.day)
    if (line.kind == "fee") != (stage == "fees"):
        return False
    if stage == "current":
        return (line.day.year, line.day.month) == (day.year, day.month)
    if stage == "non-delinquent":
        return line.day <= day < line.day + wait
    return line.day <= day


def month_end(day: date) -> date:
    """Return the last day of a day's month."""
    following = (
        date(day.year + 1, 1, 1) if day.month == DECEMBER else date(day.year, day.month + 1, 1)
    )
    return following - timedelta(days=1)


def _firsts(start: date, end: date) -> Iterator[date]:
    day = month_end(start) + timedelta(days=1)
    while day <= end:
        yield day
        day = month_end(day) + timedelta(days=1)


def _goes_on(last: InterestRow, row: InterestRow) -> bool:
    return (last.end, last.base, last.rate, last.rule) == (row.start, row.base, row.rate, row.rule)
