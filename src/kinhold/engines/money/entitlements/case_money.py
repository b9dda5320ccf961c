"""The money of a household's case: earnings, rent, childcare, savings, support; asked where not told."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.domain.dates import first_day
from kinhold.engines.money.child_support.estimate import MONTHS, WEEKS, to_fraction
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.domain.finances import Account, BillStated, IncomeStated
    from kinhold.domain.money import Money
    from kinhold.domain.recurrence import Recurrence
    from kinhold.engines.money.entitlements.collected import Collected

RENT: Final = frozenset({"rent"})
CHILDCARE: Final = frozenset(
    {"childcare", "nursery", "childminder", "day care", "daycare", "child care"}
)
EARNED: Final = frozenset({"wage", "business"})
DAYS: Final = 365
QUARTER: Final = 91
NEXT: Final = 31
"""Days within which an income that begins later is taken to be running: its next pay day."""


def monthly(amount: Fraction, each: Recurrence) -> Fraction:
    """Return what a repeated amount comes to a month: 52 weeks, 12 months and 365 days a year."""
    times = {
        "day": Fraction(DAYS, MONTHS),
        "week": Fraction(WEEKS, MONTHS) * (len(each.weekdays) or 1),
        "month": Fraction(len(each.monthdays) + len(each.ordinals) or 1),
        "year": Fraction(1, MONTHS),
    }
    return amount * times[each.unit] / each.interval


def _of(found: Collected, stated: BillStated | IncomeStated) -> Fraction | None:
    """The monthly size of what was stated; None, with a question, where it has none."""
    found.facts.append(stated.fact_id)
    money: Money | None = stated.amount
    if money is None or stated.each is None or money.currency != found.household.currency:
        kind = stated.KIND
        found.ask(
            f"{kind}-amount",
            _("How much is {about} in {currency}, and how often?").format(
                about=stated.about, currency=found.household.currency
            ),
            _("It changes what you may be able to get."),
            about=stated.about,
            example=f'{found.on.isoformat()} {kind} "{stated.about}" amount=0.00 each=month:1',
        )
        return None
    return monthly(to_fraction(money), stated.each)


def _running(found: Collected, income: IncomeStated) -> bool:
    start = first_day(income.occurred)
    if start is not None and (start - found.on).days > NEXT:
        found.note(
            "income-later",
            _("{about} begins later and is not counted.").format(about=income.about),
            where=income.about,
        )
        return False
    return True


def earnings_of(found: Collected, handle: str) -> Fraction | None:
    """Return what somebody earns a month; None, with a question, where that was not told."""
    total: Fraction | None = None
    unclear = False
    keeper = found.household.keeper
    for income in found.household.incomes:
        if (income.to or keeper) != handle:
            continue
        if not income.type:
            unclear = True
            found.ask(
                "income-type",
                _("What is {about}: a wage, a benefit, support or something else?").format(
                    about=income.about
                ),
                _("Each counts in another way."),
                about=income.about,
                example=f'{found.on.isoformat()} income "{income.about}" type=wage amount=0.00 each=month:1',
            )
        elif income.type in EARNED and _sure(found, income) and _running(found, income):
            size = _of(found, income)
            unclear = unclear or size is None
            total = (total or Fraction(0)) + (size or Fraction(0))
    if unclear:
        return None
    if total is None:
        who = found.household.name(handle) or "you"
        found.ask(
            "earnings",
            _("How much does {who} earn a month, and how often is it paid?").format(who=who),
            _("Nearly every amount depends on it. Where there is none, write 0."),
            about=handle,
            example=f"{found.on.isoformat()} income Wage type=wage amount=0.00 each=month:1"
            + (f" to={handle}" if handle and handle != keeper else ""),
        )
    return total


def _sure(found: Collected, income: IncomeStated) -> bool:
    if income.certainty == "promised":
        found.note(
            "promised",
            _("{about} rests on somebody's word and is not counted.").format(about=income.about),
            where=income.about,
        )
        return False
    if income.certainty == "irregular":
        found.note(
            "irregular",
            _("{about} varies; each month is worked out anew from what came.").format(
                about=income.about
            ),
            where=income.about,
        )
    return True


def other_money(found: Collected) -> tuple[Fraction, Fraction]:
    """Return support received and other income that counts, a month."""
    support: Fraction | None = None
    for income in found.household.incomes:
        if income.type == "support" and _sure(found, income) and _running(found, income):
            support = (support or Fraction(0)) + (_of(found, income) or Fraction(0))
        elif income.type == "benefit":
            found.note(
                "benefit",
                _(
                    "{about} is a benefit already in payment. It is not counted here as income; some "
                    "benefits are."
                ).format(about=income.about),
                where=income.about,
            )
        elif income.type in ("gift", "other"):
            found.note(
                "other-income",
                _("{about} is left out; a pension or rent received would count.").format(
                    about=income.about
                ),
                where=income.about,
            )
    return (_received(found) if support is None else support), Fraction(0)


def _received(found: Collected) -> Fraction:
    """Support that came in the last thirteen weeks, by the month."""
    payers = {s.about for s in found.household.support}
    total = Fraction(0)
    for payment in found.household.received:
        day = first_day(payment.occurred)
        if day is None or not {str(payment.payer), payment.about} & payers:
            continue
        if payment.amount.currency == found.household.currency and (
            0 <= (found.on - day).days < QUARTER
        ):
            total += to_fraction(payment.amount)
            found.facts.append(payment.fact_id)
    if total:
        found.note("support", _("Support is counted as it came in the last thirteen weeks."))
    return total * 4 / MONTHS


def rent_of(found: Collected) -> Fraction | None:
    """Return the rent a month; None, with a question, where that was not told."""
    bills = [b for b in found.household.bills if (b.type or b.about).casefold() in RENT]
    if not bills:
        found.ask(
            "rent",
            _("How much rent do you pay, and how often?"),
            _("Help with rent depends on it. Where there is none, write 0."),
            example=f"{found.on.isoformat()} bill Rent amount=0.00 each=month:1",
        )
        return None
    sizes = [_of(found, bill) for bill in bills]
    if any(len(bill.liable) > 1 for bill in bills):
        found.note(
            "rent-shared", _("Somebody else is liable for the rent too; all of it is counted.")
        )
    return None if None in sizes else sum((s for s in sizes if s is not None), Fraction(0))


def childcare_of(found: Collected) -> Fraction:
    """Return what childcare costs a month; what has no amount is asked for and left out."""
    total = Fraction(0)
    for bill in found.household.bills:
        if (bill.type or bill.about).casefold() in CHILDCARE:
            total += _of(found, bill) or Fraction(0)
    if total:
        found.note("childcare", _("The childcare is taken to be registered, or licensed."))
    return total


def savings_of(found: Collected, who: Sequence[str]) -> Fraction | None:
    """Return what is in accounts and other savings; None, with a question, where none was told."""
    total: Fraction | None = None
    for account in found.household.accounts:
        if not _own(account, who):
            continue
        if account.balance is None:
            found.note(
                "account",
                _("What is in {label} is not known, and not counted.").format(label=account.label),
                where=account.label,
            )
            continue
        if account.balance.amount.currency != found.household.currency:
            continue
        found.facts.append(account.balance.fact_id)
        total = (total or Fraction(0)) + max(Fraction(0), to_fraction(account.balance.amount))
    for asset in found.household.assets:
        owned = asset.state == "owned" and asset.type == "savings" and asset.value
        if owned and asset.value and asset.value.currency == found.household.currency:
            found.facts.append(asset.fact_id)
            total = (total or Fraction(0)) + to_fraction(asset.value)
    if total is None:
        found.ask(
            "savings",
            _("How much is in your accounts and savings, all together?"),
            _("Above some limits less is paid, or nothing."),
            example=f"{found.on.isoformat()} balance Current amount=0.00",
        )
    return total


def _own(account: Account, who: Sequence[str]) -> bool:
    opened = account.opened
    if opened is None:
        return True
    return opened.type != "card" and (not opened.holders or bool(set(opened.holders) & set(who)))
