"""Phrases of what-ifs about work and money: pay, hours, nursery places, bills, savings, the car."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeVar

from kinhold.application.scenario_reading import (
    MONTH_END,
    NEW,
    OFFICE,
    PLACE_HOURS,
    PhraseNotUsableError,
    Reading,
    away_at,
    each_of,
    ended,
    next_due,
    say_days,
)
from kinhold.domain.care import AvailabilityStated, AwayStated
from kinhold.domain.dates import from_day
from kinhold.domain.fact import PersonRef
from kinhold.domain.finances import (
    AccountOpened,
    AssetStated,
    BalanceNoted,
    BillStated,
    IncomeStated,
)
from kinhold.domain.money import Money
from kinhold.domain.people import (
    PersonAdded,
)
from kinhold.domain.periods import ClockWindow
from kinhold.domain.recurrence import Recurrence
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.domain.finances import PriorityClass
    from kinhold.domain.household import Household

Paid = TypeVar("Paid", BillStated, IncomeStated)


def read_work(reading: Reading) -> None:
    """Read "back to work three days a week 9 to 5 at 1200 a month": hours away, and the pay of them."""
    slots, keeper = reading.slots, reading.household.keeper
    reading.who = keeper
    days = slots.get("days") or tuple(range(5))
    window = slots.get("window") or OFFICE
    before = _shifts(reading.household)
    reading.facts += [ended(shift, reading.start) for shift in before]
    if before:
        reading.note("shifts", _("The hours of work on the record end as these begin."))
    reading.facts.append(
        away_at(reading, keeper, "work", Recurrence("week", 1, weekdays=days), (window,))
    )
    if "days" not in slots or slots.get("counted"):
        reading.note(
            "days", _("Which days was not said; taken as {days}.").format(days=say_days(days))
        )
    if "window" not in slots:
        reading.note("hours", _("The hours of work were not said; taken as 09:00 to 17:00."))
    if "amount" in slots:
        reading.facts.append(_wage(reading, len(days) * window.minutes))
    else:
        reading.note(
            "pay", _("The pay was not said, so none is counted. Add, for example: at 1200 a month.")
        )


def _wages(household: Household) -> list[IncomeStated]:
    return [i for i in household.incomes if i.type == "wage" and i.to in ("", household.keeper)]


def _wage(reading: Reading, minutes: int) -> IncomeStated:
    """The pay of so many minutes a week; it takes the place of the one wage there is."""
    amount, per = reading.slots["amount"], reading.slots.get("per", MONTH_END)
    if reading.slots.get("hourly"):
        exact = Fraction(amount.minor * minutes, 60)
        amount, per = (
            Money(exact.numerator // exact.denominator, amount.currency),
            Recurrence("week"),
        )
    now = _wages(reading.household)
    if per == Recurrence("month"):
        known = now[0].each if len(now) == 1 else None
        per = known if known and known.unit == "month" else MONTH_END
    if len(now) == 1:
        reading.note(
            "wage", _("It takes the place of {about} from that day.").format(about=now[0].about)
        )
    return IncomeStated(
        fact_id=NEW,
        occurred=from_day(next_due(now[0], reading.start)) if len(now) == 1 else reading.since,
        about=now[0].about if len(now) == 1 else _("Work"),
        amount=amount,
        each=per,
        type="wage",
        to=reading.household.keeper,
    )


def read_job_lost(reading: Reading) -> None:
    """Read "lose my job": the keeper's hours of work and wage end.

    Raises:
        PhraseNotUsableError: where neither is on the record.
    """
    household = reading.household
    shifts = _shifts(household)
    reading.facts += [ended(i, reading.start) for i in _wages(household)]
    reading.facts += [ended(a, reading.start) for a in shifts]
    if not reading.facts:
        raise PhraseNotUsableError(_("No work or wage of yours is on the record, so none can end."))


def _shifts(household: Household) -> list[AwayStated]:
    carer = household.carer(household.keeper)
    return [a for a in (carer.away if carer else ()) if a.why == "work" and a.each and a.at]


def read_other_hours(reading: Reading) -> None:
    """Read "work 10 hours less": cut from the end of each day, with the wage in proportion, rounded down.

    Raises:
        PhraseNotUsableError: where there are not so many hours on the record.
    """
    household, start = reading.household, reading.start
    shifts = _shifts(household)
    total = sum(_days_a_week(a) * sum(w.minutes for w in a.at) for a in shifts)
    change = reading.slots.get("change") or -(total // 2)
    if not total or total + change <= 0:
        raise PhraseNotUsableError(
            _(
                "Your hours of work on the record do not allow that; write, for example: work three "
                "days a week 9 to 3 at 900 a month"
            )
        )
    days = sum(_days_a_week(a) * len(a.at) for a in shifts)
    each = -(-abs(change) // days) * (1 if change > 0 else -1)
    for shift in shifts:
        windows = tuple(ClockWindow(w.start, (w.end + each - 1) % 1440 + 1) for w in shift.at)
        later = replace(shift, fact_id=NEW, occurred=from_day(start), at=windows)
        reading.facts += [ended(shift, start), later]
    for wage in (w for w in _wages(household) if w.amount):
        pay = Fraction((wage.amount or Money(0, "")).minor * (total + change), total)
        reading.facts.append(
            replace(
                wage,
                fact_id=NEW,
                occurred=from_day(next_due(wage, start)),
                amount=Money(pay.numerator // pay.denominator, household.currency),
            )
        )
    reading.note("share", _("The wage is taken to change as the hours do."))


def _days_a_week(shift: AwayStated) -> int:
    rule = shift.each
    if rule is None or rule.unit not in ("day", "week"):
        return 0
    return 7 // rule.interval if rule.unit == "day" else len(rule.weekdays) or 1


# -- money -----------------------------------------------------------------------------------------


def read_place(reading: Reading) -> None:
    """Read "nursery three days a week at 60 a day": a place, its hours, and what each day costs."""
    slots, said = reading.slots, " ".join(reading.words["place"].lower().split())
    paid = {"childminder": "childcare_worker", "nanny": "childcare_worker"}
    name = said[:1].upper() + said[1:]
    known = next(
        (p for p in reading.household.people if p.name.casefold() == said or p.role == said), None
    )
    reading.who = known.handle if known else name
    if known is None:
        reading.facts.append(
            PersonAdded(
                fact_id=NEW,
                occurred=from_day(reading.on),
                about=name,
                role=paid.get(said, "nursery"),
            )
        )
    days = slots.get("days") or tuple(range(5))
    window = slots.get("window") or PLACE_HOURS
    weekly = Recurrence("week", 1, weekdays=days)
    reading.facts.append(
        AvailabilityStated(
            fact_id=NEW, occurred=reading.since, about=reading.who, each=weekly, at=(window,)
        )
    )
    if "days" not in slots or slots.get("counted"):
        reading.note(
            "days", _("Which days was not said; taken as {days}.").format(days=say_days(days))
        )
    if "window" not in slots:
        reading.note("hours", _("The hours were not said; taken as 08:00 to 18:00."))
    if "amount" in slots:
        _place_bill(reading, weekly, window)


def _place_bill(reading: Reading, weekly: Recurrence, window: ClockWindow) -> None:
    amount, per = reading.slots["amount"], reading.slots.get("per", Recurrence("month"))
    if reading.slots.get("hourly"):
        exact = Fraction(amount.minor * window.minutes, 60)
        amount, per = Money(-(-exact.numerator // exact.denominator), amount.currency), weekly
    elif per == Recurrence("day"):
        per = weekly
    reading.facts.append(
        BillStated(
            fact_id=NEW,
            occurred=reading.since,
            about=reading.who,
            amount=amount,
            each=per,
            type="childcare",
        )
    )


def read_sale(reading: Reading) -> None:
    """Read "sell the car for 3000".

    Raises:
        PhraseNotUsableError: for something that is not on the record and has no price.
    """
    thing = reading.words["thing"].strip()
    owned = [a for a in reading.household.assets if a.state == "owned"]
    low = thing.casefold()
    known = next((a for a in owned if low in (a.about.casefold(), a.type)), None)
    if known is None and "amount" not in reading.slots:
        raise PhraseNotUsableError(
            _("“{thing}” is not on the record; say what it would bring, too").format(thing=thing)
        )
    label = known.about if known else thing[:1].upper() + thing[1:]
    kind: Literal["", "car", "home", "savings", "other"] = (
        known.type if known else "car" if low in ("car", "van") else "other"
    )
    reading.facts.append(
        AssetStated(fact_id=NEW, occurred=reading.since, about=label, state="sold", type=kind)
    )
    if "amount" not in reading.slots:
        reading.note("price", _("What it brings was not said, so nothing is counted for it."))
        return
    reading.facts.append(
        IncomeStated(
            fact_id=NEW,
            occurred=reading.since,
            about=_("{label} sold").format(label=label),
            amount=reading.slots["amount"],
            type="other",
        )
    )


def read_purchase(reading: Reading) -> None:
    """Read "buy a car at 180 a month", or for a sum."""
    label = next(
        n for i in range(1, 99)
        if (n := "Car" if i == 1 else f"Car {i}") not in {a.about for a in reading.household.assets}
    )  # fmt: skip
    reading.facts += [
        AssetStated(
            fact_id=NEW,
            occurred=reading.since,
            about=label,
            state="owned",
            type="car",
            owners=(reading.household.keeper,),
        ),
        _bill(reading, label, "car", priority="essential"),
    ]


def _bill(
    reading: Reading, label: str, type_: str = "", *, priority: PriorityClass = ""
) -> BillStated:
    return BillStated(
        fact_id=NEW,
        occurred=reading.since,
        about=label,
        amount=reading.slots["amount"],
        each=each_of(reading, None),
        type=type_,
        priority=priority,
    )


def read_bill(reading: Reading) -> None:
    """Read "food costs 400 a month": a known bill with another amount, or a new one."""
    label = reading.words.get("label", "").strip()
    now = _stated(reading.household.bills, label)
    if now is None:
        name = f"{label[:1].upper()}{label[1:]}" if label else _("Another bill")
        reading.facts.append(_bill(reading, name, label.casefold()))
        return
    reading.facts.append(_with_amount(reading, now, reading.slots["amount"]))


def _stated(listed: Iterable[Paid], label: str) -> Paid | None:
    low = label.casefold()
    return next((x for x in listed if low in (x.about.casefold(), x.type.casefold())), None)


def _with_amount(reading: Reading, now: Paid, amount: Money) -> Paid:
    return replace(
        now,
        fact_id=NEW,
        occurred=from_day(next_due(now, reading.start)),
        amount=amount,
        each=each_of(reading, now.each),
    )


def read_change(reading: Reading) -> None:
    """Read "rent goes up to 950" or "my pay falls by 100": a known amount becomes another.

    Raises:
        PhraseNotUsableError: where no such amount is on the record.
    """
    label, household = reading.words["label"].strip(), reading.household
    own = label.casefold() in ("pay", "wage", "wages", "salary", "income")
    wages = _wages(household)
    income = wages[0] if own and len(wages) == 1 else _stated(household.incomes, label)
    bill = None if income else _stated(household.bills, label)
    if income is not None and income.amount:
        reading.facts.append(_with_amount(reading, income, _changed(reading, income.amount)))
    elif bill is not None and bill.amount:
        reading.facts.append(_with_amount(reading, bill, _changed(reading, bill.amount)))
    else:
        raise PhraseNotUsableError(
            _(
                "no amount of “{label}” is on the record to change; write {label} costs 950 a month"
            ).format(label=label)
        )


def _changed(reading: Reading, now: Money) -> Money:
    said = reading.slots["amount"]
    if not reading.words.get("by"):
        return said
    down = re.search("down|fall|drop", reading.words["way"], re.IGNORECASE)
    return Money(max(0, now.minor - said.minor if down else now.minor + said.minor), now.currency)


def read_end(reading: Reading) -> None:
    """Read "cancel the gym": a bill or an income that is on the record ends.

    Raises:
        PhraseNotUsableError: where there is none of that name.
    """
    label, household = reading.words["label"].strip(), reading.household
    bill, income = _stated(household.bills, label), _stated(household.incomes, label)
    if bill is not None:
        reading.facts.append(ended(bill, reading.start))
    elif income is not None:
        reading.facts.append(ended(income, reading.start))
    else:
        raise PhraseNotUsableError(
            _("no bill or income on the record is called “{label}”").format(label=label)
        )


def read_payer(reading: Reading) -> None:
    """Read "Oliver pays 200 a month": money that rests on somebody's word."""
    who = reading.person()
    name = reading.household.name(who)
    reading.facts.append(
        IncomeStated(
            fact_id=NEW,
            occurred=reading.since,
            about=_("{name} pays").format(name=name),
            certainty="promised",
            amount=reading.slots["amount"],
            each=each_of(reading, Recurrence("month")),
            type="support",
            to=reading.household.keeper,
            payer=PersonRef(who),
        )
    )
    reading.note(
        "promised",
        _("Money from {name} counts as far as the plan leans on their word.").format(name=name),
    )


def read_income(reading: Reading) -> None:
    """Read "get 100 a month of Universal Credit"."""
    label = reading.words["label"].strip()
    now = _stated(reading.household.incomes, label)
    if now is not None:
        reading.facts.append(_with_amount(reading, now, reading.slots["amount"]))
        return
    benefit = re.search(
        "benefit|credit|snap|wic|tanf|allowance|maternity|payment", label, re.IGNORECASE
    )
    reading.facts.append(
        IncomeStated(
            fact_id=NEW,
            occurred=reading.since,
            about=f"{label[:1].upper()}{label[1:]}",
            amount=reading.slots["amount"],
            each=each_of(reading, Recurrence("month")),
            type="benefit" if benefit else "other",
            to=reading.household.keeper,
        )
    )


def read_savings(reading: Reading) -> None:
    """Read "with 3000 saved": money that is there today, beside what is on the record."""
    if "per" in reading.slots:
        raise PhraseNotUsableError(
            _("Money that is there is one sum; write, for example: with 3000 saved")
        )
    known = {a.label for a in reading.household.accounts}
    label = next(
        n for i in range(1, 99) if (n := "Savings" if i == 1 else f"Savings {i}") not in known
    )
    reading.facts += [
        AccountOpened(fact_id=NEW, occurred=from_day(reading.on), about=label, type="savings"),
        BalanceNoted(
            fact_id=NEW,
            occurred=from_day(reading.on),
            about=label,
            amount=reading.slots["amount"],
        ),
    ]
