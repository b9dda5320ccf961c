"""What falls due and what comes in, day by day (engines.md, Money).

A payment settles the occurrence it names, or else the oldest open one of its label that was due at
most `MATCH_DAYS` after it. An occurrence that nothing settles stays due. What fell due before the
day the balance was noted is taken to be in that balance.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.dates import UNKNOWN, first_day, last_day
from kinhold.domain.findings import OpenQuestion
from kinhold.domain.money import Money, say
from kinhold.domain.recurrence import occurrences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kinhold.domain.care import AvailabilityStated
    from kinhold.domain.finances import BillStated, DebtStated, IncomeStated, PriorityClass
    from kinhold.domain.household import Household

MATCH_DAYS: Final = 10
"""A payment up to this many days early settles the next occurrence; a setting, not a rule of law."""

Direction = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class DueItem:
    """One occurrence of a bill, a debt's payment or an income.

    Attributes:
        label: the bill, debt or income.
        direction: `out` for what is paid, `in` for what comes.
        due: the local day.
        amount: what falls on this household, never negative.
        priority: `priority`, `essential` or `other`; incomes have `other`.
        grace: days after `due` before it counts as missed.
        certainty: for incomes, `sure`, `promised` or `irregular`; bills are `sure`.
        settled: True where a noted payment covers it.
        payer: whose word an income rests on, or who pays a debt; empty for the household.
        note: what a person should know of the figure, for example whose share it leaves out.
        fact_ids: the facts it rests on.
    """

    label: str
    direction: Direction
    due: date
    amount: Money
    priority: PriorityClass
    grace: int
    certainty: str
    settled: bool
    payer: str
    note: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DueDates:
    """Everything due in a window, with what could not be dated or sized as questions."""

    items: tuple[DueItem, ...]
    questions: tuple[OpenQuestion, ...]


def due_dates(
    household: Household,
    *,
    start: date,
    end: date,
    classify: Callable[[str], PriorityClass],
    leans: Callable[[str], bool] = lambda _who: False,
) -> DueDates:
    """Return what falls due and what comes in on the days `[start, end)`, in order of day.

    Args:
        household: with bills, debts, incomes and noted payments.
        start: first day.
        end: day after the last.
        classify: the class of a type of bill by the country's rules, for bills that state none.
        leans: whether a plan may lean on somebody's word on money: then their share of a joint
            debt is left to them.
    """
    items: list[DueItem] = []
    questions: list[OpenQuestion] = []
    for bill in household.bills:
        items += _bill_items(household, bill, (start, end), classify, questions)
    for debt in household.debts:
        items += _debt_items(household, debt, (start, end), (classify, leans), questions)
    for income in household.incomes:
        items += _income_items(household, income, (start, end), questions)
    items += _care_items(household, (start, end))
    questions += _foreign(household, items)
    items = [i for i in items if i.amount.currency == household.currency]
    ordered = sorted(items, key=lambda i: (i.due, i.direction, i.label, i.fact_ids))
    return DueDates(tuple(ordered), tuple(questions))


def _dated(stated: BillStated | DebtStated | IncomeStated) -> bool:
    """Whether it is known on which day it falls: dated, or on fixed days of the month or week."""
    rule = stated.each
    fixed = (
        rule is not None
        and rule.interval == 1
        and (rule.weekdays or rule.monthdays or rule.ordinals)
    )
    return (
        first_day(stated.occurred) is not None or bool(fixed) or bool(rule and rule.unit == "day")
    )


def _days(
    stated: BillStated | DebtStated | IncomeStated | AvailabilityStated, window: tuple[date, date]
) -> tuple[date, ...]:
    anchor = first_day(stated.occurred) or window[0]
    until = None if stated.until == UNKNOWN else last_day(stated.until)
    return occurrences(stated.each, anchor=anchor, start=window[0], end=window[1], until=until)


def _bill_items(
    household: Household,
    bill: BillStated,
    window: tuple[date, date],
    classify: Callable[[str], PriorityClass],
    questions: list[OpenQuestion],
) -> list[DueItem]:
    if bill.amount is None or not _dated(bill):
        questions.append(_ask_amount("bill", bill.about, bill.type))
        return []
    days = _days(bill, window)
    settled = _settled(days, _payments(household, bill.about))
    return [
        DueItem(
            label=bill.about,
            direction="out",
            due=day,
            amount=bill.amount,
            priority=bill.priority or classify(bill.type or bill.about),
            grace=bill.grace or 0,
            certainty="sure",
            settled=day in settled,
            payer="",
            note="",
            fact_ids=(bill.fact_id, *settled.get(day, ())),
        )
        for day in days
    ]


def _debt_items(
    household: Household,
    debt: DebtStated,
    window: tuple[date, date],
    rules: tuple[Callable[[str], PriorityClass], Callable[[str], bool]],
    questions: list[OpenQuestion],
) -> list[DueItem]:
    classify, leans = rules
    if debt.minimum is None or debt.each is None or not _dated(debt):
        questions.append(
            OpenQuestion(
                "money.debt-payment",
                f"What has to be paid on {debt.about}, and how often?",
                "Without it the payments on this debt are not in the plan.",
                debt.about,
                f'2026-12-01 debt "{debt.about}" minimum=0.00 each=month:1',
            )
        )
        return []
    amount, note = own_part(household, debt, leans=leans)
    days = _days(debt, window)
    settled = _settled(days, _payments(household, debt.about))
    return [
        DueItem(
            label=debt.about,
            direction="out",
            due=day,
            amount=amount,
            priority=debt.priority or classify(debt.type or debt.about),
            grace=0,
            certainty="sure",
            settled=day in settled,
            payer="",
            note=note,
            fact_ids=(debt.fact_id, *settled.get(day, ())),
        )
        for day in days
    ]


def own_part(
    household: Household, debt: DebtStated, *, leans: Callable[[str], bool] = lambda _who: True
) -> tuple[Money, str]:
    """Return what of a debt's regular payment falls on the person who keeps the record.

    Where the parties have an inner split (`shares`, in percent) and the others' word can be leaned
    on, it is their own share, and the rest rests on the others; the lender may still ask any one of
    several liable parties for all of it. Otherwise all of it falls on the household, which is the
    cautious reading.

    Returns:
        The amount, rounded up to the minor unit, and a note that says whose share is left out.
    """
    minimum = debt.minimum or Money(0, household.currency)
    if household.keeper not in debt.liable and debt.liable:
        return Money(0, minimum.currency), "You are not liable for this debt."
    others = [who for who in debt.liable if who != household.keeper]
    split = len(debt.shares) == len(debt.liable)
    if not others or not split or not all(map(leans, others)):
        return minimum, ""
    own = debt.shares[debt.liable.index(household.keeper)]
    part = Money(-(-minimum.minor * own // 100), minimum.currency)
    names = " and ".join(household.name(who) for who in others)
    note = f"{say(minimum - part)} of it rests on {names}. The lender may ask you for all of it."
    return part, note


def _care_items(household: Household, window: tuple[date, date]) -> list[DueItem]:
    """Paid care, due on the day it is given: stated hours at the stated price.

    Who is paid by a bill of their own name is paid by that bill.
    """
    billed = {b.about.casefold() for b in household.bills}
    items: list[DueItem] = []
    for carer in household.carers:
        price = carer.limits.price if carer.limits else None
        if price is None or {carer.handle.casefold(), carer.name.casefold()} & billed:
            continue
        for stated in (a for a in carer.available if a.agreed):
            minutes = sum(w.minutes for w in stated.at)
            cost = Money(-(-price.minor * minutes // 60), price.currency)
            items += [
                DueItem(
                    label=f"{carer.name}'s hours",
                    direction="out",
                    due=day,
                    amount=cost,
                    priority="essential",
                    grace=0,
                    certainty="sure",
                    settled=False,
                    payer="",
                    note="",
                    fact_ids=(stated.fact_id, *((carer.limits.fact_id,) if carer.limits else ())),
                )
                for day in _days(stated, window)
            ]
    return items


def _foreign(household: Household, items: Iterable[DueItem]) -> list[OpenQuestion]:
    labels = dict.fromkeys(i.label for i in items if i.amount.currency != household.currency)
    return [
        OpenQuestion(
            "money.currency",
            f"How much is {label} in {household.currency}?",
            "Amounts in another currency are left out.",
            label,
        )
        for label in labels
    ]


def _income_items(
    household: Household,
    income: IncomeStated,
    window: tuple[date, date],
    questions: list[OpenQuestion],
) -> list[DueItem]:
    if income.amount is None or not _dated(income):
        questions.append(_ask_amount("income", income.about, income.type))
        return []
    days = _days(income, window)
    receipts = [
        (r.occurred, r.for_day, r.fact_id)
        for r in household.received
        if r.about == income.about and (first_day(r.occurred) or household.on) <= household.on
    ]
    settled = _settled(days, receipts)
    return [
        DueItem(
            label=income.about,
            direction="in",
            due=day,
            amount=income.amount,
            priority="other",
            grace=0,
            certainty=income.certainty,
            settled=day in settled,
            payer=income.payer,
            note="",
            fact_ids=(income.fact_id, *settled.get(day, ())),
        )
        for day in days
    ]


def _ask_amount(kind: str, label: str, type_: str) -> OpenQuestion:
    what = label or type_
    text = (
        f"How much comes in from {what}, how often, and on which day?"
        if kind == "income"
        else f"How much is {what}, how often, and on which day is it due?"
    )
    example = f'2026-12-01 {kind} "{what}" amount=0.00 each=month:1'
    return OpenQuestion(
        f"money.{kind}-amount", text, "Without it the runway leaves it out.", label, example
    )


def _payments(household: Household, label: str) -> list[tuple[str, str, str]]:
    """Payments made by the day the household stands on; later ones are plans."""
    return [
        (p.occurred, p.for_day, p.fact_id)
        for p in household.payments
        if p.about == label and (first_day(p.occurred) or household.on) <= household.on
    ]


def _settled(
    days: Iterable[date], payments: Iterable[tuple[str, str, str]]
) -> dict[date, tuple[str, ...]]:
    """Match payments to occurrences: those that name a day first, then oldest open first."""
    from kinhold.domain.dates import Edtf

    open_days = sorted(days)
    settled: dict[date, tuple[str, ...]] = {}
    unnamed: list[tuple[date, str]] = []
    for occurred, for_day, fact_id in payments:
        named = None if for_day == UNKNOWN else first_day(Edtf(for_day))
        if named is not None:
            if named in open_days:
                settled[named] = (*settled.get(named, ()), fact_id)
            continue
        paid = first_day(Edtf(occurred))
        if paid is not None:
            unnamed.append((paid, fact_id))
    for paid, fact_id in sorted(unnamed):
        earliest, latest = paid - timedelta(days=45), paid + timedelta(days=MATCH_DAYS)
        day = next((d for d in open_days if d not in settled and earliest <= d <= latest), None)
        if day is not None:
            settled[day] = (fact_id,)
    return settled
