"""The best single measure against a loss: what it takes, whom it asks, what stays open.

Every measure is tried on the household after the loss, with the same engines; nothing is assumed
to help. The cheapest that makes the household hold wins; where none does, the one that leaves the
least open. Sets of measures come later behind the same function.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.care import AvailabilityStated
from kinhold.domain.dates import first_day, from_day
from kinhold.domain.money import Money
from kinhold.domain.people import closeness
from kinhold.domain.periods import ClockWindow
from kinhold.domain.recurrence import occurrences
from kinhold.engines.stress.impact import Figures, Impact, compare, measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.domain.care import Carer
    from kinhold.domain.household import Household
    from kinhold.domain.periods import Interval
    from kinhold.engines.money.runway import Missed
    from kinhold.engines.stress.impact import Cover, Outlook

NIGHT_BLOCK_STARTS: Final = 22 * 60
"""Clock minute at which a night's relief begins where nobody said otherwise (a setting)."""

MAX_ASKED: Final = 5
"""People tried per loss: few asks do less harm than many (Manshadi and Rodilitz, 2022)."""

MOST_ASKED: Final = 72 * 60
"""Minutes of one ask at the most: three days and nights (a setting)."""

DAY: Final = 24 * 60


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing to do.

    Attributes:
        kind: `ask` somebody for hours, pay somebody for hours, or arrange a later day for a bill.
        about: whom to ask, or the bill.
        minutes: minutes of care asked for; 0 for a bill.
        cost: what it costs over the horizon.
        agrees: who has to say yes.
        windows: the hours asked for, as UTC intervals.
        fact_ids: the facts it rests on.
    """

    kind: Literal["ask", "pay", "arrange"]
    about: str
    minutes: int
    cost: Money
    agrees: str
    windows: tuple[Interval, ...]
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Repair:
    """What one measure does against one loss.

    Attributes:
        measure: the measure.
        impact: the loss with the measure in place, beside the household before the loss.
        holds: True where the household then holds.
    """

    measure: Measure
    impact: Impact
    holds: bool


def best_single_measure(
    household: Household,
    impact: Impact,
    *,
    base: Figures,
    cover: Cover,
    outlook: Outlook,
    target: int,
) -> Repair | None:
    """Return the best single measure against one loss, or None where none improves anything.

    Args:
        household: after the loss.
        impact: what the loss changed.
        base: the figures before it.
        cover: plans care, as in `measure`.
        outlook: projects the money, as in `measure`.
        target: the protected-sleep target in minutes.
    """
    tried: list[Repair] = []
    before = _weight(replace(impact, figures=base) if impact.contingency.key == "none" else impact)
    for step, repaired in _candidates(household, impact, target):
        after = measure(repaired, cover=cover, outlook=outlook, target=target)
        changed = compare(impact.contingency, base=base, after=after)
        if _weight(changed) < before:
            tried.append(Repair(step, changed, changed.holds))
    # Candidates come in the order in which people are asked; of equals the first one stays.
    return min(tried, key=_preference, default=None)


def relieve(
    household: Household, *, base: Figures, cover: Cover, outlook: Outlook, target: int
) -> Repair | None:
    """Return the best single measure for the household as it stands, without any loss."""
    from kinhold.engines.stress.contingencies import Contingency

    nothing = compare(Contingency("none", "person", ""), base=base, after=base)
    parts = (
        replace(base, missed_priority=()),
        replace(base, gaps=(), unrelieved=()),
    )
    for part in parts:  # cover first, then money: what is open tonight comes before next month
        repair = best_single_measure(
            household,
            replace(nothing, figures=part),
            base=base,
            cover=cover,
            outlook=outlook,
            target=target,
        )
        if repair is not None and _weight(repair.impact) < _weight(nothing):
            return repair
    return None


def _weight(impact: Impact) -> tuple[int, int, int, int]:
    return (
        impact.figures.no_one_minutes,
        -(impact.figures.runway_days or 0),
        len(impact.figures.unrelieved),
        impact.figures.sleep_lost,
    )


def _preference(repair: Repair) -> tuple[object, ...]:
    if repair.holds:
        return (0, repair.measure.cost.minor, repair.measure.minutes)
    return (1, *_weight(repair.impact), repair.measure.cost.minor)


def _candidates(
    household: Household, impact: Impact, target: int
) -> Iterator[tuple[Measure, Household]]:
    """What speaks to what the loss broke; with no loss, to whatever is open."""
    figures = impact.figures
    broke_care = impact.more_no_one > 0 or impact.more_unrelieved > 0
    broke_money = bool(impact.runway_lost > 0 or impact.newly_missed or impact.more_unpaid > 0)
    windows = tuple(g.interval for g in figures.gaps)
    if not windows:
        windows = tuple(_block(household, u.night, target) for u in figures.unrelieved)
    if windows and (broke_care or not broke_money):
        for carer in _could_ask(household, figures):
            room = _within_limit(household, carer, windows)
            if room:
                yield _ask(household, carer, room)
    if figures.missed_priority and (broke_money or not broke_care):
        arranged = _arrange(household, figures.missed_priority[0])
        if arranged is not None:
            yield arranged


def _could_ask(household: Household, figures: Figures) -> list[Carer]:
    asked = [g.could_ask for g in figures.gaps] + [u.could_ask for u in figures.unrelieved]
    handles = dict.fromkeys(h for could in asked for h in could)
    found = [c for c in map(household.carer, handles) if c is not None and not c.main]
    return sorted(found, key=lambda c: _order(household, c))[:MAX_ASKED]


def _order(household: Household, carer: Carer) -> tuple[bool, bool, int, float, str]:
    """Who comes already is asked first, then the closest, then the surest; who left comes last."""
    person = household.person(carer.handle)
    role = person.role if person else ""
    left = carer.handle in {d.about for d in household.departures}
    return (left, not carer.available, closeness(role), -carer.reliability, carer.handle)


def _block(household: Household, night: Interval, target: int) -> Interval:
    """The hours of a night in which relief is asked for: from ten, for as long as the target."""
    local = night.start.astimezone(household.zone)
    start = night.start + timedelta(minutes=NIGHT_BLOCK_STARTS - (local.hour * 60 + local.minute))
    end = min(night.end, start + timedelta(minutes=target))
    return replace(night, start=start, end=end)


def _ask(
    household: Household, carer: Carer, windows: tuple[Interval, ...]
) -> tuple[Measure, Household]:
    windows = _first(windows, MOST_ASKED)
    price = carer.limits.price if carer.limits else None
    minutes = sum(w.minutes for w in windows)
    cost = Money(-(-(price.minor if price else 0) * minutes // 60), household.currency)
    hours = tuple(_hours(household, carer, windows))
    asked = replace(carer, available=(*carer.available, *hours))
    carers = tuple(asked if c.handle == carer.handle else c for c in household.carers)
    step = Measure(
        kind="pay" if price else "ask",
        about=carer.handle,
        minutes=minutes,
        cost=cost,
        agrees=carer.handle,
        windows=windows,
        fact_ids=carer.fact_ids,
    )
    return step, replace(household, carers=carers)


def _within_limit(
    household: Household, carer: Carer, windows: tuple[Interval, ...]
) -> tuple[Interval, ...]:
    """What of these windows fits a carer's weekly limit beside the hours they stated."""
    most = carer.limits.most if carer.limits else None
    if most is None:
        return windows
    used: dict[int, int] = {}
    start = windows[0].start
    for stated in carer.available:
        anchor = first_day(stated.occurred) or start.date()
        day = start.astimezone(household.zone).date()
        for when in occurrences(
            stated.each, anchor=anchor, start=day, end=day + timedelta(days=15)
        ):
            week = (when - day).days // 7
            used[week] = used.get(week, 0) + sum(w.minutes for w in stated.at)
    kept: list[Interval] = []
    for window in windows:
        week = (window.start - start).days // 7
        left = most - used.get(week, 0)
        if left > 0:
            fits = replace(window, end=min(window.end, window.start + timedelta(minutes=left)))
            used[week] = used.get(week, 0) + fits.minutes
            kept.append(fits)
    return tuple(kept)


def _first(windows: tuple[Interval, ...], most: int) -> tuple[Interval, ...]:
    """The earliest windows, cut where they come to more than one person can be asked for."""
    kept: list[Interval] = []
    for window in windows:
        left = most - sum(w.minutes for w in kept)
        if left > 0:
            kept.append(
                replace(window, end=min(window.end, window.start + timedelta(minutes=left)))
            )
    return tuple(kept)


def _hours(
    household: Household, carer: Carer, windows: tuple[Interval, ...]
) -> Iterator[AvailabilityStated]:
    """Stated hours for given instants, cut at local midnights where longer than a day."""
    for number, window in enumerate(windows):
        cursor = window.start
        while cursor < window.end:
            local = cursor.astimezone(household.zone)
            end = min(window.end, cursor + timedelta(hours=12))
            until = end.astimezone(household.zone)
            start_minute = local.hour * 60 + local.minute
            end_minute = until.hour * 60 + until.minute
            yield AvailabilityStated(
                fact_id=f"ask:{carer.handle}:{number}:{cursor.isoformat()}",
                occurred=from_day(local.date()),
                about=carer.handle,
                at=(ClockWindow(start_minute, end_minute or DAY),),
                agreed=True,  # the measure is tried as if they had said yes
            )
            cursor = end


def _arrange(household: Household, missed: Missed) -> tuple[Measure, Household] | None:
    """Move one missed priority bill to a month later, which its creditor has to agree to."""
    bill = next((b for b in household.bills if b.about == missed.item.label), None)
    if bill is None or bill.amount is None:
        return None
    later = replace(
        bill,
        fact_id=f"arranged:{bill.fact_id}",
        occurred=from_day(missed.item.due + timedelta(days=30)),
        each=None,
    )
    skipped = replace(bill, occurred=from_day(missed.item.due + timedelta(days=1)))
    earlier = replace(bill, until=from_day(missed.item.due - timedelta(days=1)))
    bills = [b for b in household.bills if b is not bill]
    bills += [earlier, later] if bill.each is None else [earlier, skipped, later]
    step = Measure(
        kind="arrange",
        about=bill.about,
        minutes=0,
        cost=Money(0, household.currency),
        agrees=bill.payee or bill.about,
        windows=(),
        fact_ids=(bill.fact_id,),
    )
    return step, replace(household, bills=tuple(bills))
