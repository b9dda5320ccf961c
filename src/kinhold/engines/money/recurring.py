"""Bills and incomes that come again, found in the lines of bank statements.

Lines of one account, one payee and one direction are one group. Where a group as a whole follows no
schedule it is taken apart, by amounts and then by days of the month, because one payee may stand for
several things and a bank may name no payee at all. Nothing is learnt and nothing is scored: a result
says how often something came, how often it did not, and how many lines of the payee do not fit.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median, pstdev
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.dates import first_day
from kinhold.domain.fact import Label
from kinhold.domain.money import BasisPoints, Money
from kinhold.engines.money.payees import normal_payee
from kinhold.engines.money.schedules import Fit, fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kinhold.domain.finances import TransactionBooked
    from kinhold.domain.recurrence import Recurrence

ONE_LEVEL: Final = 0.02
"""Amounts this near, as a share, are one price."""
ONE_THING: Final = 0.15
"""Amounts this near may be one bill whose size varies, where the payee does not tell bills apart."""
RISES: Final = 0.30
"""A single new amount is taken for the new price up to this change; a larger one has to come twice."""
LIKELY_FACTOR: Final = 2
"""A line on a day that something was due is that thing up to this many times its usual size."""
RECENT: Final = 12
"""What varies is sized by this many of its last amounts."""
LOOK_BACK: Final = (None, 400, 200)
"""Days of a group that are looked at: all, and where they show none, the last year or half year."""
PICKED_BY_DAY: Final = 6
"""A schedule picked out by its day of the month alone has to have been seen this often."""
STOPPED: Final = 60
"""Days ago that an income still came regularly which is said to have stopped."""
TWICE: Final = 2
MANY: Final = 5
"""From so many times on it may be of any size."""
FULL: Final = 10_000


@dataclass(frozen=True, slots=True)
class Recurring:
    """Something that comes again.

    Attributes:
        account: of the statement.
        payee: as its last line shows it; empty where the bank names nobody.
        direction: `out` or `in`.
        amount: what it usually is now, never negative: the latest price, or the median of the last
            ones where it varies.
        varies: standard deviation of the amounts of this price as a share of `amount`.
        each: the schedule; its phase is that of `next`.
        next: the first day due that nothing came for yet.
        late: by how many days it may still come after that.
        seen: how often it came.
        missed: how often it was due in between and did not come.
        on_day: how often it came on the very day, or on the working day beside a weekend.
        others: lines of the same payee and direction that are not it, of the days from `first` on.
        first, last: the days it first and last came.
        fact_ids: the lines, in order of day.
    """

    account: Label
    payee: str
    direction: Literal["in", "out"]
    amount: Money
    varies: BasisPoints
    each: Recurrence
    next: date
    late: int
    seen: int
    missed: int
    on_day: int
    others: int
    first: date
    last: date
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    day: date
    size: int
    fact_id: str
    shown: str


def find_recurring(lines: Sequence[TransactionBooked], *, on: date) -> tuple[Recurring, ...]:
    """Return what comes again and has not ended, in order of account, direction, day and payee.

    A schedule is weekly, 2-weekly, 4-weekly, monthly, quarterly, half-yearly or yearly, seen at least
    three times (twice for the last two, and then of about one amount); at least three in four days
    due were kept, and at least three in four lines of a group are it. The order of the lines does not
    matter, and lines of other payees change nothing.

    Args:
        lines: of any accounts; those after `on` do not count.
        on: the last day that the statements show. What is overdue on it by more than its tolerance
            has ended.
    """
    groups: dict[tuple[str, str, bool, str], list[_Line]] = defaultdict(list)
    for line in lines:
        day, minor = first_day(line.occurred), line.amount.minor
        if day is None or day > on or not minor:
            continue
        shown = line.payee or line.words
        key = (line.about, line.amount.currency, minor > 0, normal_payee(shown))
        groups[key].append(_Line(day, abs(minor), line.fact_id, shown))
    found = [
        recurring
        for key, group in sorted(groups.items())
        for recurring in _in_group(key, sorted(group, key=_order), on)
    ]
    return tuple(sorted(found, key=lambda r: (r.account, r.direction, r.next, r.payee, r.fact_ids)))


def stopped_incomes(lines: Sequence[TransactionBooked], *, on: date) -> tuple[Recurring, ...]:
    """Return incomes that came again `STOPPED` days ago and no longer do.

    One that only changed its day or its name is in it too: it came as it used to, and then no more.

    Args:
        lines: of any accounts.
        on: the last day that the statements show.
    """
    incomes = [line for line in lines if line.amount.minor > 0]
    goes_on = {fact_id for r in find_recurring(incomes, on=on) for fact_id in r.fact_ids}
    before = find_recurring(incomes, on=on - timedelta(days=STOPPED))
    return tuple(r for r in before if r.next <= on and not goes_on.intersection(r.fact_ids))


def _order(line: _Line) -> tuple[date, int, str]:
    return (line.day, line.size, line.fact_id)


def _in_group(key: tuple[str, str, bool, str], group: list[_Line], on: date) -> Iterator[Recurring]:
    """Take schedules out of a group, one after the other, until no more is found."""
    chosen = _schedule(group, on, among=0, tries=1)
    parts = list(_parts(group)) if chosen is None or len(group) - len(chosen[1]) > 1 else []
    taken: set[str] = set()
    for picked, among in [(group, 0), *parts]:
        part = [line for line in picked if line.fact_id not in taken]
        if among or picked is not group:
            chosen = _schedule(part, on, among=among, tries=len(parts) + 1)
        if chosen is None:
            continue
        fitted, mine = chosen
        mine = _with_missed(fitted, mine, [line for line in group if line.fact_id not in taken])
        taken |= {line.fact_id for line in mine}
        yield _told(key, fitted, mine, group)


def _parts(group: list[_Line]) -> Iterator[tuple[list[_Line], int]]:
    """Yield what may be one thing: equal amounts, near amounts, about one day of the month.

    Each with the number of lines it was picked from by its day; 0 where the day did not choose it.
    """
    sizes = Counter(line.size for line in group)
    for size, often in sorted(sizes.items(), key=lambda s: (-s[1], s[0])):
        if TWICE < often < len(group):
            yield [line for line in group if line.size == size], 0
    for low, high in _near(sorted(sizes)):
        yield [line for line in group if low <= line.size <= high], 0
    for number in range(1, 32):
        same = [line for line in group if abs(line.day.day - number) <= 1]
        if len(same) >= PICKED_BY_DAY:
            middle = median(line.size for line in same)
            near = [
                x for x in same if middle <= x.size * LIKELY_FACTOR <= middle * LIKELY_FACTOR**2
            ]
            yield near, len(group)


def _near(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Runs of amounts each of which is near to the one before, of more than one amount."""
    start = 0
    for place in range(1, len(sizes) + 1):
        if place == len(sizes) or sizes[place] > sizes[place - 1] * (1 + ONE_THING):
            if 1 < place - start < len(sizes):
                yield sizes[start], sizes[place - 1]
            start = place


def _schedule(
    part: list[_Line], on: date, *, among: int, tries: int
) -> tuple[Fit, list[_Line]] | None:
    """The schedule of some lines, and those of them that follow it; None where none goes on."""
    for back in LOOK_BACK:
        if not part:
            return None
        since = part[-1].day - timedelta(days=back) if back else part[0].day
        recent = [line for line in part if line.day >= since]
        looks = tries if len(recent) == len(part) else tries * len(LOOK_BACK)
        fitted = fit([line.day for line in recent], among=among, tries=looks)
        if fitted is None or fitted.is_over(on):
            continue
        mine = [recent[place] for place in fitted.places]
        if _believed(mine, picked=tries > 1 or bool(among) or len(mine) < len(part)):
            return fitted, mine
    return None


def _believed(mine: list[_Line], *, picked: bool) -> bool:
    """What was seen a few times has to be of about one size; only twice, also all of a payee."""
    sizes = [line.size for line in mine]
    if len(mine) == TWICE:
        return not picked and max(sizes) <= min(sizes) * (1 + RISES)
    return len(mine) >= MANY or max(sizes) <= min(sizes) * LIKELY_FACTOR


def _with_missed(fitted: Fit, mine: list[_Line], left: list[_Line]) -> list[_Line]:
    """Add lines of another size that came where the schedule has a hole, such as a thirteenth wage."""
    usual = median(line.size for line in mine)
    taken = {line.fact_id for line in mine}
    added: list[_Line] = []
    for due in fitted.missed:
        near = [
            (abs((line.day - due).days), line.size, line.fact_id, line)
            for line in left
            if line.fact_id not in taken
            and -fitted.period.early <= (line.day - due).days <= fitted.period.late
            and usual <= line.size * LIKELY_FACTOR <= usual * LIKELY_FACTOR**2
        ]
        if near:
            added.append(min(near)[-1])
            taken.add(added[-1].fact_id)
    return sorted((*mine, *added), key=_order)


def _told(
    key: tuple[str, str, bool, str], fitted: Fit, mine: list[_Line], group: Iterable[_Line]
) -> Recurring:
    account, currency, incoming, _ = key
    amount, varies = usual_amount([line.size for line in mine])
    others = sum(line.day >= mine[0].day for line in group) - len(mine)
    return Recurring(
        account=Label(account),
        payee=mine[-1].shown,
        direction="in" if incoming else "out",
        amount=Money(amount, currency),
        varies=varies,
        each=fitted.each,
        next=fitted.next_after(),
        late=fitted.period.late,
        seen=len(mine),
        missed=len(fitted.places) + len(fitted.missed) - len(mine),
        on_day=fitted.on_day,
        others=others,
        first=mine[0].day,
        last=mine[-1].day,
        fact_ids=tuple(line.fact_id for line in mine),
    )


def usual_amount(sizes: Sequence[int]) -> tuple[int, BasisPoints]:
    """Return what something usually is now, and how it varies.

    Where at least half of the neighbouring amounts are one price (`ONE_LEVEL`), it is the latest
    price: the median of the last run of it. A single last amount that differs is the new price up to
    `RISES`; beyond that it has to come again first. Everything else varies, and is the median of its
    last `RECENT`.

    Args:
        sizes: in order of day, minor units, none negative.

    Returns:
        The amount in minor units, rounded down to one, and its standard deviation as a share.
    """
    same = sum(_one_price(a, b) for a, b in pairwise(sizes))
    varying = len(sizes) > 1 and same * 2 < len(sizes) - 1
    latest = list(sizes[-RECENT:]) if varying else _last_run(sizes)
    usual = int(median(latest))
    share = round(pstdev(latest) * FULL / usual) if usual else 0
    return usual, BasisPoints(share)


def _one_price(a: int, b: int) -> bool:
    return abs(a - b) <= ONE_LEVEL * max(a, b)


def _last_run(sizes: Sequence[int]) -> list[int]:
    """The latest price, or the one before where a large change has come only once."""
    runs: list[list[int]] = [[]]
    for size in sizes:
        if runs[-1] and not _one_price(runs[-1][-1], size):
            runs.append([])
        runs[-1].append(size)
    last = runs[-1]
    if len(last) > 1 or len(runs) == 1:
        return last
    settled = next((run for run in reversed(runs[:-1]) if len(run) > 1), runs[-2])
    change = abs(last[0] - settled[-1])
    return last if change <= RISES * settled[-1] else settled
