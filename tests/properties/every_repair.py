"""Every assignment of a catalogue to a small household: the best of them, by definition."""

from __future__ import annotations

import math
from datetime import timedelta
from fractions import Fraction
from itertools import combinations, product

from tests.households import MONDAY
from tests.properties.slow_household import (
    items_of,
    line_of,
    purse_of,
)
from tests.properties.small_households import MONEY_DAYS, TARGET

from kinhold.engines.stress.measures import FLEXIBLE
from kinhold.engines.stress.put_in_place import Chosen, put_in_place
from kinhold.engines.stress.repair_case import LONGEST_ASK

# -- every assignment ------------------------------------------------------------------------------


class Brute:
    """Tries every assignment of a catalogue: by definition, not by the model."""

    def __init__(self, world, task, fitted):
        self.world, self.task = world, task
        self.fitted = fitted
        self.absolute = task.absolute
        self.base_care = world.slow_care(world.before)
        self.base_purse = world.slow_purse(world.before)
        self.allowed = 0 if self.absolute else len(self.base_care.gaps)
        self.nights_allowed = 0 if self.absolute else len(self.base_care.unrelieved)

    def best(self):
        """Open minutes, shortfall, open nights, cost and number of the best set of measures."""
        tried = []
        money = [m for m in self.fitted if m.kind not in (*FLEXIBLE, "swap", "move")]
        moves = [m for m in self.fitted if m.kind in ("swap", "move")]
        people = [m for m in self.fitted if m.kind in FLEXIBLE]
        for moved in subsets(moves):
            version = self.with_these(self.task.household, moved)
            if version is None:
                continue
            states = self.care_states(version, people)
            for steps in subsets(money):
                paying = self.with_these(version, steps)
                if paying is None:
                    continue
                purse = Purses(self, paying)
                for open_, nights, names, costs in states:
                    spent = sum(c for _, c in costs)
                    count = len(names) + len(moved) + len(steps)
                    short = purse.short(costs)
                    tried.append(((open_, short, nights, spent, count), purse, costs))
        tried.sort(key=lambda t: t[0])
        for levels, purse, costs in tried:
            if levels[:3] != (0, 0, 0):
                break
            if purse.holds(costs):
                return levels
        return tried[0][0]

    def with_these(self, version, measures):
        """The household with them; None where two change the same payment or go to the same day."""
        touched = [t for m in measures for t in touching(self.world, self.task, m)]
        if len(touched) != len(set(touched)):
            return None
        chosen = [Chosen(m, (), 0, Fraction(0)) for m in measures]
        return put_in_place(version, chosen, on=MONDAY)

    def care_states(self, version, people):
        world = self.world
        care = world.slow_care(version)
        might = {m.key: self.time_of(m, care, version) for m in people}
        pieces = self.pieces(care, might)
        needed = max(0, len(care.unrelieved) - self.nights_allowed)
        nights = (
            [self.night_options(n, care, might, pieces, people) for n in care.unrelieved]
            if needed
            else []
        )
        given = {m.key: self.left(m, version) for m in people}
        by_key = {m.key: m for m in people}
        takers = [[None, *(k for k in might if p <= might[k])] for p in pieces]
        states = set()
        for relief in product(*[[None, *options] for options in nights]):
            fixed = {p: key for chosen in relief if chosen for p, key in self.fixed(chosen)}
            clash = sum(len(self.fixed(c)) for c in relief if c) != len(fixed)
            if clash:
                continue
            free = [[fixed[n]] if n in fixed else takers[n] for n in range(len(pieces))]
            for taken in product(*free):
                spent = self.asked(taken, relief, pieces)
                if not self.allowed_by(spent, given, by_key):
                    continue
                open_ = sum(len(p) for p, who in zip(pieces, taken, strict=True) if who is None)
                left = max(0, needed - sum(1 for r in relief if r))
                states.add(
                    (
                        max(0, open_ - self.allowed),
                        left,
                        frozenset(k for k, *_ in spent),
                        self.costs(spent, by_key),
                    )
                )
        return states

    @staticmethod
    def fixed(chosen):
        key, uses, _ = chosen
        return [(p, key) for p in uses]

    def time_of(self, m, care, version):
        clock = self.world.minutes
        start = max(clock.at(MONDAY + timedelta(days=m.delay), 0), m.notice)
        if m.kind == "place":
            able = set(m.children) >= {c.handle for c in version.children}
            days = (clock.local(n) for n in range(clock.count)) if able else ()
            time = {n for n, t in enumerate(days) if t.weekday() < 5 and 8 <= t.hour < 18}
        else:
            time = care.might.get(m.about, set())
        return {n for n in time if n >= start}

    def pieces(self, care, might):
        """Gap minutes of one half hour that the same people could take, with no edge between them."""
        found = {}
        for minute in sorted(care.gaps):
            who = tuple(sorted(k for k, time in might.items() if minute in time))
            night = any(minute in n for n in care.unrelieved)
            found.setdefault((minute // 30, who, night, minute in care.busy), set()).add(minute)
        return [frozenset(p) for p in found.values()]

    def night_options(self, night, care, might, pieces, people):
        """Every way in which one person relieves a night: shortest blocks, by what they take."""
        options = set()
        paid = {m.key for m in people if m.price}
        for key, time in might.items():
            rest = {
                n
                for n in night - care.busy
                if n in care.others or n not in care.needed or n in time
            }
            starts = [
                n
                for n in sorted(rest)
                if n % 30 == 0 or (n - 1) not in rest or edge(n, care, might)
            ]
            for start in starts:
                block = set(range(start, start + TARGET))
                if not block <= rest:
                    continue
                uses = frozenset(n for n, p in enumerate(pieces) if p & block)
                new = {
                    n
                    for n in block
                    if n in care.needed and n not in care.others and n not in care.gaps
                }
                cost = self.by_day(new) if key in paid else ((("", len(new)),) if new else ())
                options.add((key, tuple(sorted(uses)), (min(new, default=start), cost, len(new))))
        return shortest(options)

    def by_day(self, minutes):
        days = {}
        for n in minutes:
            day = self.world.minutes.local(n).date()
            days[day] = days.get(day, 0) + 1
        return tuple(sorted(days.items()))

    def left(self, m, version):
        if m.most is None:
            return None
        known = version.carer(m.about)
        given = set()
        for stated in known.available:
            given |= self.world.minutes.of(stated)
        return max(0, m.most - len(given))

    def asked(self, taken, relief, pieces):
        """(who, care day, local day, minutes) of everything that is asked for."""
        spent = []
        clock = self.world.minutes
        for piece, who in zip(pieces, taken, strict=True):
            if who:
                first = min(piece)
                spent.append((who, first // 1440, clock.local(first).date(), len(piece)))
        for chosen in relief:
            if chosen and chosen[2][2]:
                key, _, (first, cost, _) = chosen
                spent += [(key, first // 1440, day, minutes) for day, minutes in cost]
        return spent

    def allowed_by(self, spent, left, by_key):
        for key in {k for k, *_ in spent}:
            mine = [s for s in spent if s[0] == key]
            if left[key] is not None and sum(s[3] for s in mine) > left[key]:
                return False
            if by_key[key].kind == "ask":
                days = {s[1] for s in mine}
                if len(days) > 2 or any(
                    sum(s[3] for s in mine if s[1] == d) > LONGEST_ASK for d in days
                ):
                    return False
        return True

    @staticmethod
    def costs(spent, by_key):
        total = {}
        for key, _, day, minutes in spent:
            price = by_key[key].price
            if price:
                total[key, day] = total.get((key, day), 0) + price.minor * minutes
        days = {}
        for (_, day), cost in total.items():
            days[day] = days.get(day, 0) + cost
        return tuple(sorted(days.items()))


def edge(minute, care, might):
    sets = [care.others, care.needed, care.gaps, care.busy, *might.values()]
    return any((minute in s) != (minute - 1 in s) for s in sets)


def shortest(options):
    """Of options of one person that use the same pieces, those that ask for the least new time."""
    least = {}
    for key, uses, (first, cost, new) in options:
        place = (key, uses)
        least.setdefault(place, []).append((new, cost, first))
    found = []
    for (key, uses), ways in least.items():
        new = min(w[0] for w in ways)
        for cost in sorted({w[1] for w in ways if w[0] == new}, key=str):
            first = min(w[2] for w in ways if w[:2] == (new, cost))
            found.append((key, uses, (first, cost, new)))
    return found


class Purses:
    """The money of one version, with paid care added day by day."""

    def __init__(self, brute, version):
        self.brute = brute
        self.told = bool(version.accounts)
        if not self.told:
            return
        self.items = items_of(version, MONDAY, MONEY_DAYS)
        self.opening = version.accounts[0].balance.amount.minor
        self.cache, self.held = {}, {}
        base = brute.base_purse
        self.told = base is not None
        if self.told:
            self.before = {(i.label, i.due) for i in base.missed}
            self.line = line_of(self.items, self.opening, self.must, MONDAY, MONEY_DAYS)
            owed = sum(-i.minor if i.incoming else i.minor for i in self.items)
            self.end = owed - self.opening - base.unpaid

    def must(self, item):
        if item.incoming:
            return False
        new = (item.label, item.due) not in self.before
        return new or (self.brute.absolute and item.priority == "priority")

    def with_care(self, costs):
        from tests.properties.slow_household import Item

        return self.items + [
            Item("extra hours", day, math.ceil(Fraction(cost, 60)), False, "essential", 0)
            for day, cost in costs
        ]

    def short(self, costs):
        """The largest shortfall, in sixtieths of a minor unit so that nothing is rounded."""
        if not self.told:
            return 0
        if costs not in self.cache:
            spent = {(day - MONDAY).days: cost for day, cost in costs}
            worst = run = 0
            for number, (balance, tight) in enumerate(self.line):
                run += spent.get(number, 0)
                if tight or number in spent:
                    worst = max(worst, run - 60 * balance)
            self.cache[costs] = max(worst, run + 60 * self.end)
        return self.cache[costs]

    def holds(self, costs):
        if not self.told:
            return True
        if costs not in self.held:
            self.held[costs] = self.works_out(costs)
        return self.held[costs]

    def works_out(self, costs):
        base, items = self.brute.base_purse, self.with_care(costs)
        now = purse_of(items, self.opening, MONDAY, MONEY_DAYS)
        new = [i for i in now.missed if (i.label, i.due) not in self.before]
        if new or now.unpaid > base.unpaid:
            return False
        if self.brute.absolute:
            return not now.missed_priority
        return now.runway >= base.runway and len(now.missed_priority) <= len(base.missed_priority)


def subsets(things):
    return [c for n in range(len(things) + 1) for c in combinations(things, n)]


def touching(world, task, measure_):
    """What a measure changes, so that two of the same are not combined."""
    if measure_.kind in ("swap", "move"):
        return [(measure_.about, measure_.to)]
    if measure_.kind in ("defer", "arrange"):
        return [(measure_.about, measure_.day)]
    if measure_.kind in ("drop", "breathing-space"):
        changed = put_in_place(task.household, [Chosen(measure_, (), 0, Fraction(0))], on=MONDAY)
        before = {(i.label, i.due) for i in items_of(task.household, MONDAY, MONEY_DAYS)}
        return sorted(before - {(i.label, i.due) for i in items_of(changed, MONDAY, MONEY_DAYS)})
    return []
