"""What falls due and what comes in, day by day (engines.md, Money).

Payments settle occurrences as `matching` says. What of an occurrence nothing settles stays due. What
fell due before the day the balance was noted is taken to be in that balance.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.dates import UNKNOWN, first_day, last_day
from kinhold.domain.findings import OpenQuestion
from kinhold.domain.money import Money, say
from kinhold.domain.recurrence import occurrences
from kinhold.engines.money.matching import VARIES, payments_in, settle
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from kinhold.domain.care import AvailabilityStated
    from kinhold.domain.finances import BillStated, DebtStated, IncomeStated, PriorityClass
    from kinhold.domain.household import Household
    from kinhold.engines.money.matching import Payments, Settlement

Direction = Literal["in", "out"]
ROOF: Final = frozenset(("rent", "mortgage", "secured-loan", "second-mortgage"))
"""Types of bill and debt that the home hangs on."""


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
        settled: True where payments cover it.
        paid: what was paid of it so far, minor units; `amount` is what is left of it.
        roof: True where the home hangs on it: rent, mortgage, a debt secured on it.
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
    paid: int = 0
    roof: bool = False


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
    payments: Payments | None = None,
) -> DueDates:
    """Return what falls due and what comes in on the days `[start, end)`, in order of day.

    Args:
        household: with bills, debts, incomes and noted payments.
        start: first day.
        end: day after the last.
        classify: the class of a type of bill by the country's rules, for bills that state none.
        leans: whether a plan may lean on somebody's word on money: then their share of a joint
            debt is left to them.
        payments: where they were matched already.
    """
    items: list[DueItem] = []
    questions: list[OpenQuestion] = []
    payments = payments or payments_in(household)
    for bill in household.bills:
        items += _bill_items(bill, (start, end), (classify, payments), questions)
    for debt in household.debts:
        items += _debt_items(household, debt, (start, end), (classify, leans, payments), questions)
    for income in household.incomes:
        items += _income_items(income, (start, end), payments, questions)
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
    bill: BillStated,
    window: tuple[date, date],
    rules: tuple[Callable[[str], PriorityClass], Payments],
    questions: list[OpenQuestion],
) -> list[DueItem]:
    classify, payments = rules
    if bill.amount is None or not _dated(bill):
        questions.append(_ask_amount("bill", bill.about, bill.type))
        return []
    days = _days(bill, window)
    paid = payments.out.get(bill.about, ())
    varies = bill.type.casefold() in VARIES
    settled = settle(days, bill.amount.minor, paid, varies=varies)
    whole = DueItem(
        label=bill.about,
        direction="out",
        due=window[0],
        amount=bill.amount,
        priority=bill.priority or classify(bill.type or bill.about),
        grace=bill.grace or 0,
        certainty="sure",
        settled=False,
        payer="",
        note="",
        fact_ids=(bill.fact_id,),
        roof=bill.type.casefold() in ROOF,
    )
    return [_left_of(whole, day, settled.get(day)) for day in days]


def _left_of(whole: DueItem, day: date, settlement: Settlement | None) -> DueItem:
    """Return what is left of an occurrence; one that is paid in full keeps its amount."""
    if settlement is None:
        return replace(whole, due=day)
    left = Money(whole.amount.minor - settlement.minor, whole.amount.currency)
    settled = left.minor <= 0
    note = _("{money} of {amount} was paid.").format(
        money=say(Money(settlement.minor, left.currency)), amount=say(whole.amount)
    )
    return replace(
        whole,
        due=day,
        amount=whole.amount if settled else left,
        settled=settled,
        paid=settlement.minor,
        note=whole.note if settled else f"{whole.note} {note}".strip(),
        fact_ids=(*whole.fact_ids, *settlement.fact_ids),
    )


def _debt_items(
    household: Household,
    debt: DebtStated,
    window: tuple[date, date],
    rules: tuple[Callable[[str], PriorityClass], Callable[[str], bool], Payments],
    questions: list[OpenQuestion],
) -> list[DueItem]:
    classify, leans, payments = rules
    if debt.minimum is None or debt.each is None or not _dated(debt):
        questions.append(
            OpenQuestion(
                "money.debt-payment",
                _("What has to be paid on {about}, and how often?").format(about=debt.about),
                _("Without it the payments on this debt are not in the plan."),
                debt.about,
                f'2026-12-01 debt "{debt.about}" minimum=0.00 each=month:1',
            )
        )
        return []
    amount, note = own_part(household, debt, leans=leans)
    days = tuple(d for d in _days(debt, window) if not _paused(household, debt, d))
    paid = payments.out.get(debt.about, ())
    if amount != debt.minimum:  # the rest is theirs, and so is what they pay
        paid = tuple(p for p in paid if p.by in ("", household.keeper))
    settled = settle(days, amount.minor, paid, varies=False)
    whole = DueItem(
        label=debt.about,
        direction="out",
        due=window[0],
        amount=amount,
        priority=debt.priority or classify(debt.type or debt.about),
        grace=0,
        certainty="sure",
        settled=False,
        payer="",
        note=note,
        fact_ids=(debt.fact_id,),
        roof=debt.type.casefold() in ROOF
        or bool(debt.secured_on and household.home == debt.secured_on),
    )
    return [_left_of(whole, day, settled.get(day)) for day in days]


def _paused(household: Household, debt: DebtStated, day: date) -> bool:
    """Whether nobody may ask for a payment on that day; a pause without an end pauses nothing yet."""
    return any(
        pause.about in ("", debt.about)
        and (begun := first_day(pause.occurred)) is not None
        and pause.until != UNKNOWN
        and (ended := last_day(pause.until)) is not None
        and begun <= day <= ended
        for pause in household.pauses
    )


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
        return Money(0, minimum.currency), _("You are not liable for this debt.")
    others = [who for who in debt.liable if who != household.keeper]
    split = len(debt.shares) == len(debt.liable)
    if not others or not split or not all(map(leans, others)):
        return minimum, ""
    own = debt.shares[debt.liable.index(household.keeper)]
    part = Money(-(-minimum.minor * own // 100), minimum.currency)
    names = _(" and ").join(household.name(who) for who in others)
    note = _("{minimum} of it rests on {names}. The lender may ask you for all of it.").format(
        minimum=say(minimum - part), names=names
    )
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
                    label=_("{carer}'s hours").format(carer=carer.name),
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
            _("How much is {label} in {currency}?").format(
                label=label, currency=household.currency
            ),
            _("Amounts in another currency are left out."),
            label,
        )
        for label in labels
    ]


def _income_items(
    income: IncomeStated,
    window: tuple[date, date],
    payments: Payments,
    questions: list[OpenQuestion],
) -> list[DueItem]:
    if income.amount is None or not _dated(income):
        questions.append(_ask_amount("income", income.about, income.type))
        return []
    days = _days(income, window)
    receipts = payments.incoming.get(income.about, ())
    # Whatever came for a day is what came: the rest is not counted on as well.
    settled = settle(days, income.amount.minor, receipts, varies=True)
    whole = DueItem(
        label=income.about,
        direction="in",
        due=window[0],
        amount=income.amount,
        priority="other",
        grace=0,
        certainty=income.certainty,
        settled=False,
        payer=income.payer,
        note="",
        fact_ids=(income.fact_id,),
    )
    return [_left_of(whole, day, settled.get(day)) for day in days]


def _ask_amount(kind: str, label: str, type_: str) -> OpenQuestion:
    what = label or type_
    text = (
        _("How much comes in from {what}, how often, and on which day?").format(what=what)
        if kind == "income"
        else _("How much is {what}, how often, and on which day is it due?").format(what=what)
    )
    example = f'2026-12-01 {kind} "{what}" amount=0.00 each=month:1'
    return OpenQuestion(
        f"money.{kind}-amount", text, _("Without it the runway leaves it out."), label, example
    )
