"""The same household worked out slowly: minute by minute and day by day, by other means.

Nothing here uses the engines of coverage, sleep, timing or runway. Time is a list of minutes of UTC
from the horizon's start; the zone's offset does not change within the small horizons of the tests.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from kinhold.domain.finances import DebtStated

if TYPE_CHECKING:
    from kinhold.domain.household import Household

RANKS = {"priority": 0, "essential": 1, "other": 2}
DAY = timedelta(days=1)


def falls_on(stated, day, *, once):
    """Whether something stated falls on (or begins on) a local day."""
    first = date.fromisoformat(str(stated.occurred)[:10])
    last = date.max if str(stated.until) == "../.." else date.fromisoformat(str(stated.until)[:10])
    if not first <= day <= last:
        return False
    rule = stated.each
    if rule is None:
        return day == first if once or last == date.max else True
    if rule.unit == "day":
        return (day - first).days % rule.interval == 0
    if rule.unit == "week":
        weeks = (
            (day - timedelta(days=day.weekday())) - (first - timedelta(days=first.weekday()))
        ).days // 7
        return weeks % rule.interval == 0 and day.weekday() in (rule.weekdays or (first.weekday(),))
    wanted = rule.monthdays[0] if rule.monthdays else first.day
    length = ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - DAY).day
    return day.day == min(wanted, length)


@dataclass
class Minutes:
    """Minutes of a horizon; every set holds numbers of minutes from its start."""

    start: datetime
    count: int
    zone: object

    def number(self, moment):
        return int((moment - self.start).total_seconds() // 60)

    def local(self, minute):
        return (self.start + timedelta(minutes=minute)).astimezone(self.zone)

    def at(self, day, clock):
        return self.number(datetime(day.year, day.month, day.day, tzinfo=self.zone)) + clock

    def of(self, stated, *, reach=0):
        """Minutes that a statement covers, with the way there and back."""
        found = set()
        if "T" in str(stated.occurred):
            moments = [datetime.fromisoformat(str(t)) for t in (stated.occurred, stated.until)]
            first, last = (self.number(t.replace(tzinfo=self.zone)) for t in moments)
            found.update(range(first, last))
        else:
            day = self.local(0).date() - 2 * DAY
            while self.at(day, 0) < self.count + 1440:
                if falls_on(stated, day, once=False):
                    for window in stated.at or ():
                        end = window.end if window.end > window.start else window.end + 1440
                        begin = self.at(day, window.start)
                        found.update(range(begin - reach, begin + end - window.start + reach))
                    if not stated.at:
                        found.update(range(self.at(day, 0) - reach, self.at(day, 1440) + reach))
                day += DAY
        return {m for m in found if 0 <= m < self.count}

    def every_day(self, windows):
        found = set()
        day = self.local(0).date() - 2 * DAY
        while self.at(day, 0) < self.count + 1440:
            for window in windows:
                end = window.end if window.end > window.start else window.end + 1440
                found.update(range(self.at(day, window.start), self.at(day, end)))
            day += DAY
        return {m for m in found if 0 <= m < self.count}


@dataclass
class Care:
    """What a household's care comes to.

    Attributes:
        duty: by carer, the minutes they are there; `might` those they could be there.
        gaps: minutes with no one. unrelieved: nights, each as its minutes in the horizon.
        others, needed, busy: minutes that matter to rest.
    """

    duty: dict
    might: dict
    gaps: set
    unrelieved: list
    others: set
    needed: set
    busy: set


def care_of(household: Household, minutes: Minutes, needs, target) -> Care:
    never = {p.handle for p in household.people if p.unsafe or p.died or p.child}
    there = sorted(
        (c for c in household.carers if c.handle not in never), key=lambda c: (not c.main, c.handle)
    )
    duty, might, main_free, busy = {}, {}, set(), set()
    everything = set(range(minutes.count))
    for carer in there:
        gone = gone_of(carer, minutes, everything)
        if carer.main:
            working = [a for a in carer.away if a.why in ("work", "class", "other")]
            busy = set().union(*map(minutes.of, working))
        present = set().union(*map(minutes.of, carer.available))
        if carer.lives_in:
            present = present | (everything - main_free) if carer.available else everything
        duty[carer.handle] = present - gone
        might[carer.handle] = everything - gone
        if carer.main:
            main_free |= duty[carer.handle]
    main = {c.handle for c in there if c.main}
    needed = set()
    for need in needs:
        if need.kind == "presence":
            needed.update(
                range(minutes.number(need.interval.start), minutes.number(need.interval.end))
            )
    others = set().union(*[d for who, d in duty.items() if who not in main])
    present = set().union(*duty.values())
    unrelieved = [
        night
        for night in nights_of(minutes, target)
        if main
        and night & needed
        and longest(night - busy) >= target
        and longest(night & (others | (everything - needed)) - busy) < target
    ]
    return Care(duty, might, needed - present, unrelieved, others, needed, busy)


def gone_of(carer, minutes, everything):
    """When somebody is away or on the way, asleep, or may not be alone with the children."""
    limits = carer.limits
    if limits and "alone" in limits.cannot:
        return everything
    reach = (limits.travel or 0) if limits else 0
    gone = minutes.every_day(limits.asleep) if limits and not carer.main else set()
    for away in carer.away:
        gone |= minutes.of(away, reach=0 if away.why == "ill" else reach)
    return gone


def nights_of(minutes, target):
    day = minutes.local(0).date() - DAY
    nights = []
    while minutes.at(day, 1200) < minutes.count:
        night = set(range(minutes.at(day, 1200), minutes.at(day, 1440 + 480))) & set(
            range(minutes.count)
        )
        if len(night) >= target:
            nights.append(night)
        day += DAY
    return nights


def longest(chosen):
    best = run = 0
    last = None
    for minute in sorted(chosen):
        run = run + 1 if last is not None and minute == last + 1 else 1
        best, last = max(best, run), minute
    return best


# -- money -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Item:
    label: str
    due: date
    minor: int
    incoming: bool
    priority: str
    grace: int


def items_of(household: Household, on: date, days: int) -> list[Item]:
    every = [on + timedelta(days=ahead) for ahead in range(days)]
    stated = [
        *((b, b.amount, False, b.priority, b.grace or 0) for b in household.bills),
        *((d, d.minimum, False, d.priority, 0) for d in household.debts),
        *((i, i.amount, True, "other", 0) for i in household.incomes),
    ]
    found = [
        Item(one.about, day, amount.minor, incoming, priority, grace)
        for one, amount, incoming, priority, grace in stated
        for day in every
        if falls_on(one, day, once=True) and not stands_still(household, one, day)
    ]
    return found + [
        Item(f"{who.name}'s hours", day, math.ceil(price * spent / 60), False, "essential", 0)
        for who, hours, price, spent in paid_hours(household)
        for day in every
        if falls_on(hours, day, once=True)
    ]


def stands_still(household, one, day):
    """Whether a debt's payment falls into a pause of it: from its first day to its last."""
    return isinstance(one, DebtStated) and any(
        p.about in ("", one.about)
        and date.fromisoformat(p.occurred) <= day <= date.fromisoformat(p.until)
        for p in household.pauses
    )


def paid_hours(household):
    billed = {b.about.casefold() for b in household.bills}
    return [
        (c, stated, c.limits.price.minor, sum((w.end - w.start) % 1440 or 1440 for w in stated.at))
        for c in household.carers
        if c.limits and c.limits.price and c.handle.casefold() not in billed
        for stated in c.available
        if "T" not in str(stated.occurred)
    ]


@dataclass(frozen=True)
class Purse:
    runway: int
    missed: tuple
    unpaid: int

    @property
    def missed_priority(self):
        return [i for i in self.missed if i.priority == "priority"]


def purse_of(items: list[Item], opening: int, on: date, days: int) -> Purse:
    cash, still, missed, runway = opening, [], [], None
    by_day = {}
    for item in items:
        by_day.setdefault(item.due, []).append(item)
    for ahead in range(days):
        day = on + timedelta(days=ahead)
        today = by_day.get(day, ())
        cash += sum(i.minor for i in today if i.incoming)
        still += [i for i in today if not i.incoming]
        kept = reserve(by_day, day)
        left = []
        for item in sorted(still, key=lambda i: (RANKS[i.priority], i.due, i.label, i.minor)):
            if cash - item.minor >= (kept if item.priority == "other" else 0):
                cash -= item.minor
            else:
                left.append(item)
        still = left
        for item in still:
            if (day - item.due).days == item.grace:
                missed.append(item)
                if item.priority == "priority" and runway is None:
                    runway = ahead
    return Purse(days if runway is None else runway, tuple(missed), sum(i.minor for i in still))


def reserve(by_day, day):
    """What lesser bills leave for the others of the 31 days that follow."""
    best = run = 0
    for ahead in range(1, 32):
        for item in by_day.get(day + timedelta(days=ahead), ()):
            if item.incoming:
                run -= item.minor
            elif item.priority != "other":
                run += item.minor
        best = max(best, run)
    return best


def line_of(items, opening, must, on, days):
    """For each day what is there less all that must be paid by then, and whether anything must."""
    there, owed = {}, {}
    for item in items:
        if item.incoming:
            there[item.due] = there.get(item.due, 0) + item.minor
        elif must(item):
            last = item.due + timedelta(days=item.grace)
            owed[last] = owed.get(last, 0) + item.minor
    line, balance = [], opening
    for ahead in range(days):
        day = on + timedelta(days=ahead)
        balance += there.get(day, 0) - owed.get(day, 0)
        line.append((balance, day in owed))
    return line
