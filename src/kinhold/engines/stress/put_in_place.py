"""The household with measures in place, by pure replacement, and what accepting them writes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeVar

from kinhold.domain.care import AvailabilityStated, AwayStated, Carer
from kinhold.domain.dates import UNKNOWN, first_day, from_day, from_moment, last_day
from kinhold.domain.finances import BillStated, DebtPaused, IncomeStated
from kinhold.domain.goals import StepNoted
from kinhold.domain.money import Money
from kinhold.domain.periods import NIGHT_ENDS, Interval, at_minute
from kinhold.domain.recurrence import Recurrence, occurrences
from kinhold.engines.stress.contingencies import Contingency
from kinhold.engines.stress.measures import ABSENT, ARRANGED_MONTHS, PLACE, may_be_paused
from kinhold.engines.stress.outage import remove
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from kinhold.domain.dates import Edtf
    from kinhold.domain.fact import Fact, PersonRef
    from kinhold.domain.finances import AssetStated, DebtStated, PauseKind
    from kinhold.domain.household import Household
    from kinhold.engines.stress.measures import Measure

    Paid = TypeVar("Paid", BillStated, DebtStated)
    Dated = TypeVar("Dated", BillStated, DebtStated, AwayStated)

_DAY: Final = timedelta(days=1)
_FAR: Final = 800
"""Days in which the next occurrence of anything is looked for."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One measure of a repair.

    Attributes:
        measure: fitted to the loss.
        windows: its hours, as UTC intervals: those asked for, or those it frees.
        minutes: asked for in all; 0 where none are.
        cost: of those hours, in minor units, exact.
    """

    measure: Measure
    windows: tuple[Interval, ...]
    minutes: int
    cost: Fraction


@dataclass(frozen=True, slots=True)
class Asking:
    """One ask that accepting a repair puts to somebody: who, on which local day, and when."""

    who: PersonRef
    day: date
    window: Interval


def put_in_place(household: Household, chosen: Iterable[Chosen], *, on: date) -> Household:
    """Return the household as it would be with measures in place.

    Hours that are paid become a bill for each local day, so that the money sees what they cost.

    Args:
        household: as it is, mostly after a loss.
        chosen: measures with their windows.
        on: the first day.
    """
    for one in sorted(chosen, key=lambda c: c.measure.key):
        household = _with(household, one, on)
    return household


def asks_of_repair(chosen: Iterable[Chosen], *, household: Household) -> tuple[Asking, ...]:
    """Return what has to be asked of whom, soonest first; a day place is no ask of a person."""
    found = [
        Asking(household.carer(c.measure.about).handle, _local(w, household), w)  # type: ignore[union-attr]  # filtered below
        for c in chosen
        if c.measure.kind in ("ask", "pay") and household.carer(c.measure.about)
        for whole in c.windows
        for w in _by_care_day(whole, household)
    ]
    return tuple(sorted(found, key=lambda a: (a.window, a.who)))


def _by_care_day(window: Interval, household: Household) -> tuple[Interval, ...]:
    """An interval cut at eight in the morning, so that each part is one ask of a day or a night."""
    parts: list[Interval] = []
    cursor = window.start
    while cursor < window.end:
        day = (cursor.astimezone(household.zone) - timedelta(minutes=NIGHT_ENDS)).date()
        end = min(window.end, at_minute(day + _DAY, NIGHT_ENDS, household.zone))
        parts.append(Interval(cursor, end))
        cursor = end
    return tuple(parts)


def facts_of(chosen: Sequence[Chosen], *, household: Household, on: date) -> tuple[Fact, ...]:
    """Return what accepting a repair writes besides asks, as statements of the record's own kinds.

    Each measure gives a planned step in words, and bills, debts, incomes, assets and absences as
    they then are; the first piece of what a measure changes names it in `replaces`. A breathing
    space is a `pause` of each debt it covers. The ids are names (`defer:Rent:0`) for the caller to
    replace by its own.
    """
    written: list[Fact] = []
    for one in sorted(chosen, key=lambda c: c.measure.key):
        measure = one.measure
        facts = (
            _pauses(household, measure, on)
            if measure.kind == "breathing-space"
            else _changed(household, _with(household, one, on))
            if not measure.flexible
            else []
        )
        step = StepNoted(fact_id="", occurred=from_day(on), words=_step(household, measure))
        written += [replace(f, fact_id=f"{measure.key}:{n}") for n, f in enumerate([step, *facts])]
    return tuple(written)


def bills_of(
    measure: Measure, windows: Iterable[Interval], *, household: Household
) -> tuple[BillStated, ...]:
    """Return what paid hours cost, one bill for each local day, each rounded up to the minor unit."""
    if measure.price is None:
        return ()
    minutes: dict[date, int] = {}
    for window in windows:
        for part in by_local_day(window, household):
            day = _local(part, household)
            minutes[day] = minutes.get(day, 0) + part.minutes
    return tuple(
        BillStated(
            fact_id=f"{measure.key}:{day}",
            occurred=from_day(day),
            about=_("{about}'s extra hours").format(about=household.name(measure.about)),
            amount=Money(
                math.ceil(Fraction(measure.price.minor * spent, 60)), measure.price.currency
            ),
            priority="essential",
            type="childcare",
        )
        for day, spent in sorted(minutes.items())
    )


def by_local_day(window: Interval, household: Household) -> tuple[Interval, ...]:
    """Return an interval cut at local midnights."""
    parts: list[Interval] = []
    cursor = window.start
    while cursor < window.end:
        day = cursor.astimezone(household.zone).date()
        end = min(window.end, at_minute(day + _DAY, 0, household.zone))
        parts.append(Interval(cursor, end))
        cursor = end
    return tuple(parts)


def _local(window: Interval, household: Household) -> date:
    return window.start.astimezone(household.zone).date()


def _with(household: Household, one: Chosen, on: date) -> Household:
    measure = one.measure
    if measure.flexible:
        return _with_hours(household, measure, one.windows)
    if measure.kind in ABSENT:
        return _moved(household, measure)
    if measure.kind in ("claim", "support", "sell"):
        return _bringing(household, measure, on)
    if measure.kind == "drop":
        bills = _each(household.bills, measure, lambda b: _until_next(b, on))
        return replace(household, bills=bills)
    if measure.kind == "breathing-space":
        return replace(household, pauses=(*household.pauses, *_pauses(household, measure, on)))
    return _later(household, measure)


def _each(
    stated: Iterable[Paid], measure: Measure, change: Callable[[Paid], Iterable[Paid]]
) -> tuple[Paid, ...]:
    changed: list[Paid] = []
    for one in stated:
        changed += change(one) if _is_of(one, measure) else [one]
    return tuple(changed)


def _is_of(stated: Fact, measure: Measure) -> bool:
    """Whether a measure is about a statement, or about one that this is a piece of."""
    return any(stated.fact_id == i or stated.fact_id.startswith(f"{i}:") for i in measure.fact_ids)


def _with_hours(household: Household, measure: Measure, windows: tuple[Interval, ...]) -> Household:
    hours = tuple(
        AvailabilityStated(
            fact_id=f"{measure.key}:{w.start:%Y%m%dT%H%MZ}",
            occurred=from_moment(w.start, household.zone),
            until=from_moment(w.end, household.zone),
            about=measure.about,
            agreed=True,  # the measure is tried as if they had said yes
        )
        for w in windows
    )
    known = household.carer(measure.about)
    if known is None and measure.kind == "place":
        known = Carer(PLACE, _(PLACE), False, False, "", (), (), None, 1.0, True, ())  # noqa: FBT003 - the read model's own order
        household = replace(household, carers=(*household.carers, known))
    carers = tuple(
        replace(c, available=(*c.available, *hours)) if c.handle == measure.about else c
        for c in household.carers
    )
    bills = bills_of(measure, windows, household=household)
    return replace(household, carers=carers, bills=(*household.bills, *bills))


def _moved(household: Household, measure: Measure) -> Household:
    if measure.day is None or measure.to is None:
        return household
    day, to = measure.day, from_day(measure.to)
    carers = []
    for carer in household.carers:
        away: list[AwayStated] = []
        for stated in carer.away:
            if _is_of(stated, measure) and _next(stated, day) == day:
                away += _without_day(stated, day)
                name = f"{stated.fact_id}:to:{measure.to}"
                away.append(replace(stated, fact_id=name, occurred=to, each=None, until=to))
            else:
                away.append(stated)
        carers.append(replace(carer, away=tuple(away)))
    return replace(household, carers=tuple(carers))


def _without_day(stated: Dated, day: date) -> list[Dated]:
    """A recurring statement without one of its days: what is before it, and what comes after."""
    if _next(stated, day) != day:
        return [stated]
    pieces: list[Dated] = []
    first = first_day(stated.occurred)
    if first is not None and first < day:
        pieces.append(
            replace(
                stated,
                fact_id=f"{stated.fact_id}:before:{day}",
                until=from_day(day - _DAY),
            )
        )
    after = _next(stated, day + _DAY)
    if after is not None:
        pieces.append(
            replace(
                stated,
                fact_id=f"{stated.fact_id}:after:{day}",
                occurred=from_day(after),
                each=_in_step(stated.each, first),
                until=stated.until if stated.until != UNKNOWN else _open(stated),
            )
        )
    return pieces


def _open(stated: Dated) -> Edtf:
    """The end of a statement that was told as a span of days and has no end of its own."""
    told = last_day(stated.occurred)
    return UNKNOWN if stated.each is not None or told is None else from_day(told)


def _next(stated: Dated, day: date) -> date | None:
    """The first day on or after a day on which something falls."""
    anchor = first_day(stated.occurred)
    until = None if stated.until == UNKNOWN else last_day(stated.until)
    if stated.each is None:
        last = (until if isinstance(stated, AwayStated) else None) or last_day(stated.occurred)
        return day if anchor and last and anchor <= day <= last else None
    found = occurrences(
        stated.each, anchor=anchor or day, start=day, end=day + _FAR * _DAY, until=until
    )
    return found[0] if found else None


def _in_step(each: Recurrence | None, anchor: date | None) -> Recurrence | None:
    """The same rule with its day of the month named, so that a later beginning keeps it."""
    if each is None or anchor is None or each.unit != "month" or each.monthdays or each.ordinals:
        return each
    return replace(each, monthdays=(anchor.day,))


def _until_next(bill: BillStated, on: date) -> list[BillStated]:
    after = _next(bill, on)
    if after is None:
        return [bill]
    return [replace(bill, fact_id=f"{bill.fact_id}:until", until=from_day(after - _DAY))]


def _bringing(household: Household, measure: Measure, on: date) -> Household:
    day = from_day(measure.day or on + timedelta(days=measure.delay))
    if measure.kind == "sell":
        asset = next((a for a in household.assets if a.fact_id in measure.fact_ids), None)
        if asset is None:
            return household
        household = _sold(household, asset, on)
        amount, each = -measure.once, None
    else:
        amount, each = -measure.monthly, Recurrence("month")
    income = IncomeStated(
        fact_id=measure.key,
        occurred=day,
        about=measure.about,
        amount=amount,
        each=each,
        type={"claim": "benefit", "support": "support"}.get(measure.kind, "other"),  # type: ignore[arg-type]  # a literal
        to=household.keeper,
    )
    return replace(household, incomes=(*household.incomes, income))


def _sold(household: Household, asset: AssetStated, on: date) -> Household:
    if asset.type == "car":
        return remove(household, Contingency(f"car:{asset.about}", "car", asset.about), on=on)
    return replace(household, assets=tuple(a for a in household.assets if a is not asset))


def _later(household: Household, measure: Measure) -> Household:
    """One payment a month later, or in equal parts over the months after it."""
    if measure.day is None or measure.amount is None:
        return household
    day, amount = measure.day, measure.amount
    stated: list[BillStated | DebtStated] = [*household.bills, *household.debts]
    of = next((s for s in stated if _is_of(s, measure)), None)
    if of is None:
        return household
    parts = [amount.minor] if measure.kind == "defer" else _parts(amount.minor, ARRANGED_MONTHS)
    later = tuple(
        BillStated(
            fact_id=f"{measure.key}:{number}",
            occurred=from_day(month_after(day, number)),
            about=_("{about} put off").format(about=of.about),
            amount=Money(part, amount.currency),
            priority=of.priority,
            type=of.type or ("" if isinstance(of, BillStated) else "loan"),
            payee=measure.agrees,
            grace=of.grace if isinstance(of, BillStated) else None,
        )
        for number, part in enumerate(parts, start=1)
        if part
    )
    later = tuple(b if b.type or b.priority else replace(b, type=of.about) for b in later)
    bills = _each(household.bills, measure, lambda b: _without_day(b, day))
    debts = _each(household.debts, measure, lambda d: _without_day(d, day))
    return replace(household, bills=(*bills, *later), debts=debts)


def _parts(minor: int, count: int) -> list[int]:
    """Equal parts; the first ones carry what does not divide."""
    return [minor // count + (number < minor % count) for number in range(count)]


def month_after(day: date, months: int) -> date:
    """Return the same day some months later, or the month's last day where it has none."""
    rule = Recurrence("month", months)
    return occurrences(rule, anchor=day, start=day + _DAY, end=day + _FAR * _DAY)[0]


def _changed(before: Household, after: Household) -> list[Fact]:
    """The statements that are new, the first for each that is gone naming it in `replaces`."""
    olds: list[Fact] = [*_statements(before)]
    known = {f.fact_id for f in olds}
    news = [f for f in _statements(after) if f.fact_id not in known]
    kept = {f.fact_id for f in _statements(after)}
    gone = {f.fact_id: f for f in olds if f.fact_id not in kept}
    written: list[Fact] = []
    for old in gone.values():
        pieces = [n for n in news if n.fact_id.startswith(f"{old.fact_id}:")]
        if pieces:
            written.append(replace(pieces[0], replaces=old.fact_id))
            written += pieces[1:]
            news = [n for n in news if n not in pieces]
        elif old.KIND == "asset":
            written.append(replace(old, state="sold", replaces=old.fact_id))  # type: ignore[call-arg]  # only an asset has a state
    return [*written, *news]


def _statements(household: Household) -> tuple[Fact, ...]:
    away = tuple(a for c in household.carers for a in c.away)
    return (
        *household.bills,
        *household.debts,
        *household.incomes,
        *household.assets,
        *away,
    )


def _pauses(household: Household, measure: Measure, on: date) -> list[DebtPaused]:
    start = on + timedelta(days=measure.delay)
    kind: PauseKind = (
        "moratorium" if household.region.casefold().startswith("sco") else "breathing-space"
    )
    return [
        DebtPaused(
            fact_id=f"{measure.key}:{debt.about}",
            occurred=from_day(start),
            about=debt.about,
            pause=kind,
            until=from_day(start + timedelta(days=measure.days - 1)),
        )
        for debt in household.debts
        if _is_of(debt, measure) and may_be_paused(debt, household.keeper)
    ]


def _step(household: Household, measure: Measure) -> str:
    who, what = household.name(measure.agrees), household.name(measure.about)
    words = {
        "ask": _("Ask {who} for more hours").format(who=who),
        "pay": _("Ask {who} for more paid hours").format(who=who),
        "place": _("Ask a childminder or nursery for a place"),
        "swap": _("Ask {who} whether the shift on {day} can be on {to}").format(
            who=who, day=measure.day, to=measure.to
        ),
        "move": _("Move what is on {day} to {to}").format(day=measure.day, to=measure.to),
        "claim": _("Claim {what}").format(what=what),
        "support": _("Apply for {what}").format(what=what),
        "defer": _("Ask {who} whether {what} can come a month later").format(who=who, what=what),
        "arrange": _("Ask {who} whether {what} can be paid in {arranged_months} parts").format(
            who=who, what=what, arranged_months=ARRANGED_MONTHS
        ),
        "breathing-space": _("Ask a debt adviser for a breathing space"),
        "sell": _("Sell {what}").format(what=what),
        "drop": _("Cancel {what}").format(what=what),
    }
    return words[measure.kind]
