"""What support fell due: dated schedules, and the lines they make.

A line never changes once made: an instalment is owed from its due day and cannot be changed
backwards (45 CFR 303.106). A changed order is a new schedule from a day, and the earlier one ends on
the day before. A line rests on a basis: an order, a calculation or a written agreement is owed; with
a spoken promise or none it is needed, never owed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.dates import UNKNOWN, first_day, last_day
from kinhold.domain.findings import Finding
from kinhold.domain.recurrence import Recurrence, occurrences
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.finances import SupportBasis, SupportBasisStated
    from kinhold.domain.money import Money

SupportKind = Literal["base", "medical", "childcare", "add-on", "fee"]
KINDS: Final[tuple[SupportKind, ...]] = ("base", "medical", "childcare", "add-on", "fee")
OWED: Final = frozenset({"order", "calculation", "agreement"})
"""Bases on which unpaid support is owed; on any other it is needed and unpaid."""
ORDERED: Final = frozenset({"order", "calculation"})
"""Bases for which a law's interest runs and for which the word arrears is used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportSchedule:
    """Support that falls due in the same way from a day on.

    Attributes:
        payer: who is to pay.
        basis: what it rests on.
        amount: each time, not negative.
        first: the first day it falls due, which also fixes the phase.
        each: how often; None for once.
        last: the last day it can fall due, or None.
        kind: base, medical, childcare, add-on or fee.
        fact_id: the statement it rests on.
    """

    payer: str
    basis: SupportBasis
    amount: Money
    first: date
    each: Recurrence | None = None
    last: date | None = None
    kind: SupportKind = "base"
    fact_id: str = ""

    @property
    def owed(self) -> bool:
        """Return whether it is owed, rather than needed."""
        return self.basis in OWED

    def in_force(self, day: date) -> bool:
        """Return whether it holds on a day."""
        return self.first <= day and (self.last is None or day <= self.last)

    def monthly(self) -> Fraction:
        """Return minor units a month of twelve to the year, exactly; 0 where it falls due once."""
        rule = self.each
        if rule is None:
            return Fraction(0)
        times = max(1, len(rule.weekdays) + len(rule.monthdays) + len(rule.ordinals))
        a_year = {"day": 365, "week": 52, "month": 12, "year": 1}[rule.unit]
        return Fraction(self.amount.minor * times * a_year, 12 * rule.interval)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportPayment:
    """Support that was received.

    Attributes:
        payment_id: the fact it rests on.
        day: when it was received.
        amount: more than nothing.
        named_from, named_to: the days it was paid for, both included; None where not said.
    """

    payment_id: str
    day: date
    amount: Money
    named_from: date | None = None
    named_to: date | None = None

    def names(self, day: date) -> bool:
        """Return whether it was paid for what fell due on a day."""
        return (
            self.named_from is not None
            and self.named_to is not None
            and self.named_from <= day <= self.named_to
        )


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """An instalment before any payment is looked at; see `arrears.DueLine`."""

    line_id: str
    day: date
    kind: SupportKind
    basis: SupportBasis
    amount: Money
    fact_id: str

    @property
    def owed(self) -> bool:
        """Return whether it is owed, rather than needed."""
        return self.basis in OWED

    @property
    def order(self) -> tuple[object, ...]:
        """Return the place among lines: the oldest first, then by kind."""
        return (self.day, KINDS.index(self.kind), self.line_id)


def planned_lines(schedules: Sequence[SupportSchedule], *, end: date) -> tuple[PlannedLine, ...]:
    """Return every instalment that falls due before a day, oldest first.

    Args:
        schedules: each with its own end; see `in_succession`.
        end: day after the last.
    """
    lines = [
        PlannedLine(
            f"{s.fact_id}:{s.kind}:{day.isoformat()}", day, s.kind, s.basis, s.amount, s.fact_id
        )
        for s in schedules
        for day in occurrences(s.each, anchor=s.first, start=s.first, end=end, until=s.last)
        if s.amount.minor > 0
    ]
    return tuple(sorted(lines, key=lambda line: line.order))


def in_succession(schedules: Sequence[SupportSchedule]) -> tuple[SupportSchedule, ...]:
    """End each schedule of a kind on the day before the next of that kind begins."""
    ended = []
    for kind in KINDS:
        own = sorted((s for s in schedules if s.kind == kind), key=lambda s: (s.first, s.fact_id))
        for place, schedule in enumerate(own):
            last = schedule.last
            if place + 1 < len(own):
                before = own[place + 1].first - timedelta(days=1)
                last = before if last is None else min(last, before)
            ended.append(replace(schedule, last=last))
    return tuple(s for s in ended if s.last is None or s.last >= s.first)


def schedules_of(
    statements: Sequence[SupportBasisStated],
) -> tuple[tuple[SupportSchedule, ...], tuple[Finding, ...]]:
    """Return the schedules of one payer's successive statements, and what is missing in them.

    A later statement takes the place of an earlier one of the same part (base, medical, childcare,
    add-on), unless both name children and have none in common. One without an amount goes on with the amount before it where its basis is the same, and
    ends it where it is not.

    Args:
        statements: about one payer, in any order; of two from one day, the one written later last.
    """
    schedules: list[SupportSchedule] = []
    findings: list[Finding] = []
    for thread in _threads(statements, findings):
        own: list[SupportSchedule] = []
        for stated, following in zip(thread, [*thread[1:], None], strict=True):
            schedule = _schedule(stated, following, own, findings)
            if schedule is not None:
                own.append(schedule)
        schedules += own
    return tuple(schedules), tuple(findings)


def _threads(
    statements: Sequence[SupportBasisStated], findings: list[Finding]
) -> list[list[SupportBasisStated]]:
    threads: list[list[SupportBasisStated]] = []
    dated = [s for s in statements if first_day(s.occurred) is not None]
    findings += [
        Finding(
            "warning",
            "support.no-day",
            _(
                "A statement on support has no day it holds from, so nothing is counted from it. Say "
                "from when."
            ),
            s.fact_id,
        )
        for s in statements
        if first_day(s.occurred) is None
    ]
    for stated in sorted(dated, key=lambda s: first_day(s.occurred) or date.min):
        for thread in reversed(threads):
            theirs, ours = set(thread[-1].children), set(stated.children)
            same = thread[-1].part == stated.part
            if same and (not theirs or not ours or theirs & ours):
                thread.append(stated)
                break
        else:
            threads.append([stated])
    return threads


def _schedule(
    stated: SupportBasisStated,
    following: SupportBasisStated | None,
    before: Sequence[SupportSchedule],
    findings: list[Finding],
) -> SupportSchedule | None:
    first = first_day(stated.occurred)
    if first is None:
        return None
    until = None if stated.until == UNKNOWN else last_day(stated.until)
    starts = first_day(following.occurred) if following is not None else None
    ends = [day for day in (until, starts and starts - timedelta(days=1)) if day is not None]
    last = min(ends) if ends else None
    if last is not None and last < first:
        return None
    if stated.amount is None:
        return _carried_on(stated, (first, last), before, findings)
    if stated.each is None:
        findings.append(
            Finding(
                "info",
                "support.once",
                _("This support does not say how often it falls due, so it is counted once."),
                stated.fact_id,
            )
        )
    return SupportSchedule(
        payer=stated.about,
        basis=stated.basis,
        amount=stated.amount,
        first=first,
        each=stated.each,
        last=last,
        kind=stated.part,
        fact_id=stated.fact_id,
    )


def _carried_on(
    stated: SupportBasisStated,
    held: tuple[date, date | None],
    before: Sequence[SupportSchedule],
    findings: list[Finding],
) -> SupportSchedule | None:
    """A statement without an amount: the same as before from its day on, on the same basis."""
    first, last = held
    if before and before[-1].basis == stated.basis:
        earlier = before[-1]
        days = occurrences(
            earlier.each,
            anchor=earlier.first,
            start=first,
            end=first + timedelta(days=732),
        )
        return replace(earlier, first=days[0], last=last) if days else None
    findings.append(
        Finding(
            "warning",
            "support.no-amount",
            _(
                "Support is stated without an amount, so nothing is counted from it. Say how much "
                "and how often."
            ),
            stated.fact_id,
        )
    )
    return None
