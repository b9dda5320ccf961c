"""Whether savings and work hold in a what-if: months that are there, the dip, what work leaves."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.application.entitlements import entitlements_page
from kinhold.application.money import positions
from kinhold.application.plan_care import HORIZON_DAYS
from kinhold.application.readiness_sides import Check, Side
from kinhold.application.wording import say_hours, say_list, say_short_day
from kinhold.domain.findings import KinholdError, OpenQuestion
from kinhold.domain.money import Money, exponent, say
from kinhold.domain.periods import merge
from kinhold.engines.care.needs import fortnight
from kinhold.engines.care.places import attendances
from kinhold.engines.care.supply import supplies
from kinhold.engines.care.timing import clip, dated, minutes
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.domain.finances import IncomeStated
    from kinhold.domain.periods import Interval
    from kinhold.engines.money.runway import Missed

SAVINGS_RULE: Final = "readiness.savings.months"
WORK_RULE: Final = "readiness.work.leaves_least"
HAVE_TO: Final = ("priority", "essential")
ANY: Final = ("", "priority", "essential", "other")
CHILDCARE: Final = ("childcare", "child-care", "nursery", "childminder")
TRAVEL: Final = ("travel", "transport", "commuting", "fares", "fuel")
TENTHS: Final = 10


def check_savings(*, after: Side) -> Check:
    """Return the money that is there in months of what has to be paid, and the lowest point.

    What has to be paid is every priority and essential bill of the year from the what-if's day, by
    month. It holds with as many months as the rule says and no priority bill missed in that year.
    """
    runway, most = after.money.runway, after.rule(SAVINGS_RULE)
    monthly = after.monthly(None, direction="out", classes=HAVE_TO)
    if runway is None or not monthly:
        return _not_known(after)
    country = after.household.country
    there, tenths = runway.opening, int(Fraction(runway.opening.minor) / monthly * TENTHS)
    want = Money(-(-(most or 0) * monthly.numerator // monthly.denominator), there.currency)
    low = min(range(len(runway.balances)), key=lambda n: (positions(runway)[n], n))
    lowest = Money(positions(runway)[low], there.currency)
    must = say(_whole(monthly, there.currency))
    words = [
        _("{there} is there: {months} of what has to be paid ({must} a month).").format(
            there=say(there), months=_months(tenths), must=must
        )
    ]
    if most:
        words.append(_("{most} months would be {want}.").format(most=most, want=say(want)))
    low_day = say_short_day(runway.start + timedelta(days=low), country)
    words.append(
        _("Lowest point: {lowest} on {low_day}.").format(lowest=say(lowest), low_day=low_day)
    )
    missed = runway.first_priority
    if missed is None:
        words.append(_("Every priority bill of the year can be paid."))
    else:
        words.append(_say_missed(missed, country))
    return Check(
        key="savings",
        title="savings",
        holds=None if most is None else tenths >= most * TENTHS and missed is None,
        words=" ".join(words),
        figures={
            "there": there.minor,
            "monthly": _whole(monthly, there.currency).minor,
            "months": f"{tenths // TENTHS}.{tenths % TENTHS}" if tenths >= 0 else "0.0",
            "wanted": want.minor,
            "lowest": lowest.minor,
            "lowest_day": (runway.start + timedelta(days=low)).isoformat(),
            "first_missed": missed.day.isoformat() if missed else "",
        },
        sources=after.sources(SAVINGS_RULE),
        fact_ids=tuple(
            dict.fromkeys(
                i for item in after.money.items if item.direction == "out" for i in item.fact_ids
            )
        ),
    )


def _say_missed(missed: Missed, country: str) -> str:
    return _(
        "First priority bill that could not be paid: {label} on {day}, short by {shortfall}."
    ).format(
        label=missed.item.label,
        day=say_short_day(missed.day, country),
        shortfall=say(missed.shortfall),
    )


def _not_known(after: Side) -> Check:
    asked = next(iter(after.money.questions), None)
    return Check(
        key="savings",
        title="savings",
        holds=None,
        words=_("What is there, or what has to be paid, is not on the record yet."),
        figures={},
        sources=after.sources(SAVINGS_RULE),
        fact_ids=(),
        question=asked,
    )


def _months(tenths: int) -> str:
    shown = max(0, tenths)
    return _("{shown}.{tenths} months").format(shown=shown // TENTHS, tenths=shown % TENTHS)


def _whole(exact: Fraction, currency: str) -> Money:
    """To the minor unit, halves up."""
    return Money((2 * exact.numerator + exact.denominator) // (2 * exact.denominator), currency)


def check_work(*, before: Side, after: Side) -> Check | None:
    """Return what more work asks and leaves; None where the what-if brings no more of it.

    It holds where somebody has the children in those hours and more is left, after childcare and
    what was told of travel, than the rule says. Pay is taken as it was told, as what arrives.
    """
    busy = _at_work(after)
    if minutes(busy) <= minutes(_at_work(before)):
        return None
    gaps = [g.interval for g in after.report.base.gaps]
    open_minutes = minutes(part for g in gaps for part in clip(busy, g))
    words, children = [], bool(after.household.children)
    if children:
        words.append(_say_who(after, busy, open_minutes))
    pay = _labelled(after, _wages(after)) - _labelled(before, _wages(before))
    unknown = not pay or any(i.amount is None for i in _wages_of(after))
    if unknown:
        words.append(_("The pay was not said."))
        return _work(after, (None, words), {"open_minutes": open_minutes}, _ask_pay(after))
    care = _care_cost(after) - _care_cost(before)
    travel = _labelled(after, _typed(after, TRAVEL)) - _labelled(before, _typed(before, TRAVEL))
    left = pay - care - travel
    money = {"pay": pay, "childcare": care, "travel": travel, "left": left}
    words += _say_sums(money, after.household.currency)
    change, said = _benefit_change(before, after)
    words.append(said)
    figures: dict[str, int | str] = {
        name: _whole(sum_, after.household.currency).minor for name, sum_ in money.items()
    }
    figures |= {"open_minutes": open_minutes}
    if change is not None:
        figures["benefit_change"] = change.minor
        left += change.minor
        figures["left"] = _whole(left, change.currency).minor
    least = (after.rule(WORK_RULE) or 0) * 10 ** exponent(after.household.currency)
    holds = (not open_minutes or not children) and left > least
    return _work(after, (holds, words), figures, None)


def _work(
    after: Side,
    found: tuple[bool | None, list[str]],
    figures: dict[str, int | str],
    question: OpenQuestion | None,
) -> Check:
    return Check(
        key="work",
        title=_("work and who has the children meanwhile"),
        holds=found[0],
        words=" ".join(found[1]),
        figures=figures,
        sources=after.sources(WORK_RULE),
        fact_ids=tuple(i.fact_id for i in _wages_of(after)),
        question=question,
    )


def _at_work(side: Side) -> tuple[Interval, ...]:
    """When the keeper is at work in the fortnight."""
    household = side.household
    horizon = fortnight(side.day, zone=household.zone, days=HORIZON_DAYS)
    main = household.carer(household.keeper)
    return merge(
        i
        for away in (main.away if main else ())
        if away.why == "work"
        for i in dated(away, horizon=horizon, zone=household.zone, holidays=household.holidays)
    )


def _say_who(side: Side, busy: tuple[Interval, ...], open_minutes: int) -> str:
    household = side.household
    horizon = fortnight(side.day, zone=household.zone, days=HORIZON_DAYS)
    rules = side.standing.rules
    there = [
        s.carer.name
        for s in supplies(household, horizon=horizon)
        if not s.carer.main and any(clip(s.duty, part) for part in busy)
    ]
    there += [
        a.place.name
        for a in attendances(household, rules=rules, horizon=horizon)
        if any(clip(a.time, part) for part in busy)
    ]
    who = (
        _("In those hours: {fromkeys}.").format(fromkeys=say_list(list(dict.fromkeys(there))))
        if there
        else _("Nobody is named for those hours.")
    )
    if open_minutes:
        who += _(" {hours} of work with no one.").format(hours=say_hours(open_minutes))
    return who


def _wages_of(side: Side) -> list[IncomeStated]:
    household = side.household
    return [i for i in household.incomes if i.type == "wage" and i.to in ("", household.keeper)]


def _wages(side: Side) -> set[str]:
    return {i.about for i in _wages_of(side)}


def _typed(side: Side, types: tuple[str, ...]) -> set[str]:
    return {b.about for b in side.household.bills if b.type.casefold() in types}


def _labelled(side: Side, labels: set[str]) -> Fraction:
    """What these incomes bring, or these bills take, a month."""
    found = Fraction(0)
    for direction in ("in", "out"):
        found += side.monthly(labels, direction=direction, classes=ANY)
    return found


def _care_cost(side: Side) -> Fraction:
    """Childcare by bills of that type, and by hours that have a price."""
    hours = {
        _("{name}'s hours").format(name=c.name)
        for c in side.household.carers
        if c.limits and c.limits.price
    }
    return _labelled(side, _typed(side, CHILDCARE) | hours)


def _say_sums(money: dict[str, Fraction], currency: str) -> list[str]:
    def told(name: str) -> str:
        return say(_whole(money[name], currency))

    costs = [_("{told} for childcare").format(told=told("childcare"))] if money["childcare"] else []
    costs += [_("{told} for travel").format(told=told("travel"))] if money["travel"] else []
    if not costs:
        return [
            _("{told} more pay a month; no childcare or travel was told.").format(told=told("pay"))
        ]
    return [
        _("{told} more pay a month, less {costs}: {value} left.").format(
            told=told("pay"), costs=say_list(costs), value=told("left")
        )
    ]


def _benefit_change(before: Side, after: Side) -> tuple[Money | None, str]:
    """What benefits would change by a month, where both sides can be worked out in full."""
    open_ = _("What benefits would change is not counted.")
    try:
        pages = [
            entitlements_page(standing=s.standing, on=s.report.task.today) for s in (before, after)
        ]
    except KinholdError:
        return None, open_
    if any(p.questions or p.stale or not p.lines for p in pages):
        return None, open_
    change = _whole(Fraction(pages[1].cash_year - pages[0].cash_year, 12), after.household.currency)
    if not change.minor:
        return change, _("By the rules, benefits would stay as they are.")
    way = "more" if change.minor > 0 else "less"
    return (
        change,
        _("By the rules, {money} a month {way} in benefits, an estimate.").format(
            money=say(Money(abs(change.minor), change.currency)), way=way
        ),
    )


def _ask_pay(side: Side) -> OpenQuestion:
    return OpenQuestion(
        "readiness.pay",
        _("What would the work pay, and how often?"),
        _("What it leaves is counted after childcare and travel."),
        side.household.keeper,
        _("back to work three days a week at 1200 a month"),
    )
