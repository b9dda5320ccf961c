"""The household's month on one sheet, in the order in which money advisers and creditors read it.

The order of the headings follows the public structure of the Standard Financial Statement (Money and
Pensions Service, United Kingdom). Its spending guidelines are not public and are not here: a sheet
says what is, and judges nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kinhold.application.budget_headings import (
    FIXED,
    FLEXIBLE,
    INCOME,
    INCOME_OF,
    SAVINGS,
    group_of,
)
from kinhold.application.budget_lines import (
    WEEKS_A_MONTH,
    BudgetLine,
    Rests,
    a_month,
    from_statements,
    often,
    whole,
)
from kinhold.application.budget_people import BudgetPerson, budget_people
from kinhold.application.wording import say_list
from kinhold.domain.dates import UNKNOWN, first_day, last_day
from kinhold.domain.findings import OpenQuestion
from kinhold.domain.money import Money, format_rate, say
from kinhold.engines.money.everyday import FRESH_DAYS, everyday, held_in_everyday
from kinhold.engines.money.matching import VARIES, payments_in
from kinhold.engines.money.priorities import consequence
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.finances import BillStated, DebtStated, IncomeStated
    from kinhold.engines.money.matching import Paid

_HOME_LOANS: Final = frozenset(("mortgage", "secured-loan", "second-mortgage"))
INFORMATION: Final = N_(
    "This sheet sets out figures. The share of each creditor is arithmetic: what is "
    "left, divided by what is owed. It is not advice on which debts to pay."
)


@dataclass(frozen=True, slots=True)
class BudgetGroup:
    """Lines under one heading; `minor` is their sum, in minor units a month."""

    code: str
    title: str
    lines: tuple[BudgetLine, ...]
    minor: int


@dataclass(frozen=True, slots=True)
class BudgetPart:
    """Income, fixed costs, flexible costs or savings; `minor` is the sum of its groups."""

    code: str
    title: str
    groups: tuple[BudgetGroup, ...]
    minor: int


@dataclass(frozen=True, slots=True)
class CreditorLine:
    """One debt on the sheet; amounts in minor units, None where not told.

    Attributes:
        label: the debt.
        lender: who lent it; empty where not told.
        balance: what is owed; of a loan on the home, what is behind.
        payment: what has to be paid a month.
        whose: who is liable, in words.
        joint: whether somebody else is liable as well.
        share: its part of what is left, by balance; None for priority debts and unknown balances.
        note: in words; empty where there is nothing.
        fact_ids: the facts it rests on.
    """

    label: str
    lender: str
    balance: int | None
    payment: int | None
    whose: str
    joint: bool
    share: int | None
    note: str
    fact_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BudgetSheet:
    """One month of a household; amounts in minor units of `currency`.

    Attributes:
        on: the ISO day it is true for.
        country, currency: of the household.
        name: who keeps the record.
        people: who lives there.
        income, fixed, flexible, savings: the parts, each with groups of lines.
        spending: fixed, flexible and savings together.
        left: income less spending; negative where spending is more.
        priority: debts whose lender can take the home, the supply, goods or wages first.
        other: all other debts, with each one's share of what is left.
        owed: on the debts of `other` whose balance is known.
        left_out: what is not counted, and why, in sentences.
        questions: what is missing.
        information: what the sheet is and is not.
    """

    on: str
    country: str
    currency: str
    name: str
    people: tuple[BudgetPerson, ...]
    income: BudgetPart
    fixed: BudgetPart
    flexible: BudgetPart
    savings: BudgetPart
    spending: int
    left: int
    priority: tuple[CreditorLine, ...]
    other: tuple[CreditorLine, ...]
    owed: int
    left_out: tuple[str, ...]
    questions: tuple[OpenQuestion, ...]
    information: str = field(default_factory=lambda: _(INFORMATION))

    def parts(self) -> tuple[BudgetPart, ...]:
        """Return the parts in the order of the sheet."""
        return self.income, self.fixed, self.flexible, self.savings


def budget_sheet(*, standing: Standing, on: date) -> BudgetSheet:
    """Return the household's month on a day.

    Args:
        standing: the household on that day, with the rules of its country.
        on: the day.
    """
    household = standing.household
    made = _Making(standing, on)
    for stated in household.incomes:
        made.income(stated)
    for bill in household.bills:
        made.bill(bill)
    made.care()
    made.everyday()
    debts = [d for d in household.debts if made.is_own(d)]
    creditors = [(made.ranks_first(d), made.debt(d)) for d in debts]
    income, fixed, flexible, savings = (
        _part(code, title, groups, made.lines)
        for code, title, groups in (
            ("income", _("Income"), INCOME),
            ("fixed", _("Fixed costs"), FIXED),
            ("flexible", _("Flexible costs"), FLEXIBLE),
            ("savings", _("Savings"), SAVINGS),
        )
    )
    spending = fixed.minor + flexible.minor + savings.minor
    left = income.minor - spending
    other = [line for first, line in creditors if not first]
    return BudgetSheet(
        on=on.isoformat(),
        country=household.country,
        currency=household.currency,
        name=household.name(household.keeper),
        people=budget_people(household, on=on),
        income=income,
        fixed=fixed,
        flexible=flexible,
        savings=savings,
        spending=spending,
        left=left,
        priority=tuple(line for first, line in creditors if first and line.balance != 0),
        other=shared(other, left),
        owed=sum(line.balance or 0 for line in other),
        left_out=tuple(made.left_out),
        questions=tuple(made.questions),
    )


def shared(creditors: Sequence[CreditorLine], left: int) -> tuple[CreditorLine, ...]:
    """Return creditors with each one's share of what is left, in proportion to what is owed.

    Never more than is owed, and nothing where nothing is left. Odd minor units go to the largest
    remainders, so that the shares come to exactly what is shared.
    """
    owed = sum(c.balance or 0 for c in creditors)
    give = max(0, min(left, owed))
    parts = [(c.balance or 0) * give // owed if owed else 0 for c in creditors]
    rest = [((c.balance or 0) * give % owed if owed else 0, -n) for n, c in enumerate(creditors)]
    for _unused, place in sorted(rest, reverse=True)[: give - sum(parts)]:
        parts[-place] += 1
    return tuple(
        _with_share(c, None if c.balance is None else part)
        for c, part in zip(creditors, parts, strict=True)
    )


def _with_share(line: CreditorLine, share: int | None) -> CreditorLine:
    return CreditorLine(
        line.label, line.lender, line.balance, line.payment, line.whose, line.joint, share,
        line.note, line.fact_ids,
    )  # fmt: skip


def _part(
    code: str, title: str, groups: Mapping[str, str], lines: Mapping[str, list[BudgetLine]]
) -> BudgetPart:
    prefix = "income-" if code == "income" else ""
    made = tuple(
        BudgetGroup(group, _(name), of, sum(line.minor for line in of))
        for group, name in groups.items()
        for of in [tuple(lines.get(prefix + group, ()))]
    )
    return BudgetPart(code, title, made, sum(g.minor for g in made))


class _Making:
    """Collects lines by group, what is left out, and what has to be asked."""

    def __init__(self, standing: Standing, on: date) -> None:
        self.standing: Final = standing
        self.household: Final = standing.household
        self.on: Final = on
        self.lines: Final[dict[str, list[BudgetLine]]] = {}
        self.left_out: Final[list[str]] = []
        self.questions: Final[list[OpenQuestion]] = []
        self._paid: Final = payments_in(standing.household)
        days = [d for f in self.household.booked if (d := first_day(f.occurred)) and d <= on]
        fresh = bool(days) and (on - max(days)).days <= FRESH_DAYS
        self._covered: Final = (min(days), max(days)) if fresh else None

    def _add(self, group: str, line: BudgetLine) -> None:
        self.lines.setdefault(group, []).append(line)

    def _runs(self, stated: BillStated | IncomeStated | DebtStated) -> bool:
        """Whether it counts now; what begins later or is over is said, not counted."""
        first = first_day(stated.occurred)
        last = None if stated.until == UNKNOWN else last_day(stated.until)
        if last is not None and last < self.on:
            return False
        labels = [x for x in (*self.household.bills, *self.household.incomes) if x is not stated]
        before = any(
            x.about == stated.about and (first_day(x.occurred) or self.on) <= self.on
            for x in labels
        )
        if first is not None and first > self.on and (before or (first - self.on).days > 31):  # noqa: PLR2004 - the month ahead
            self.left_out.append(
                _("{about} as it will be from {first} is not counted yet.").format(
                    about=stated.about, first=first
                )
            )
            return False
        return True

    def _figure(
        self, stated: BillStated | IncomeStated, paid: Iterable[Paid]
    ) -> tuple[int, Rests, tuple[str, ...]] | None:
        found = None
        if stated.each is None or often(stated.each):
            found = from_statements(
                paid,
                rule=stated.each,
                covered=self._covered,
                since=first_day(stated.occurred),
                lines=self._paid.labels,
            )
        if found is not None and (stated.each is not None or stated.amount is None):
            return found[0], "from statements", (stated.fact_id, *found[1])
        if stated.amount is None or stated.amount.currency != self.household.currency:
            self._ask(stated)
            return None
        if stated.each is None:
            self.left_out.append(
                _("{about} ({amount}) falls once, not each month.").format(
                    about=stated.about, amount=say(stated.amount)
                )
            )
            return None
        return whole(stated.amount.minor * a_month(stated.each)), "stated", (stated.fact_id,)

    def _ask(self, stated: BillStated | IncomeStated) -> None:
        kind = stated.KIND
        money = (
            _("in {currency}, ").format(currency=self.household.currency)
            if stated.amount is not None
            else ""
        )
        self.questions.append(
            OpenQuestion(
                f"sheet.{kind}-amount",
                _("How much is {about}, {money}and how often?").format(
                    about=stated.about, money=money
                ),
                _("Without it the sheet leaves it out."),
                stated.about,
                f'{self.on} {kind} "{stated.about}" amount=0.00 each=month',
            )
        )

    def income(self, income: IncomeStated) -> None:
        """Take in what comes; what rests on somebody's word counts only where statements show it."""
        if not self._runs(income):
            return
        figure = self._figure(income, self._paid.incoming.get(income.about, ()))
        if figure is None:
            return
        minor, rests_on, facts = figure
        if income.certainty == "promised" and rests_on == "stated":
            who = self.household.name(income.payer) if income.payer else "somebody"
            self.left_out.append(
                _("{about} ({say} a month) is promised by {who} and not counted.").format(
                    about=income.about, say=self._say(minor), who=who
                )
            )
            return
        varies = income.certainty == "irregular"
        group = f"income-{INCOME_OF.get(income.type, 'other')}"
        self._add(group, BudgetLine(income.about, minor, rests_on, varies, "", facts))

    def bill(self, bill: BillStated) -> None:
        """Take in a bill under the heading of its type."""
        if not self._runs(bill):
            return
        figure = self._figure(bill, self._paid.out.get(bill.about, ()))
        if figure is None:
            return
        group = group_of(bill.type) or group_of(bill.about)
        if not group:
            self.questions.append(
                OpenQuestion(
                    "sheet.type", _("What kind of bill is {about}?").format(about=bill.about),
                    _("Until then it stands under “Everything else”."), bill.about,
                )
            )  # fmt: skip
        minor, rests_on, facts = figure
        others = [self.household.name(w) for w in bill.liable if w != self.household.keeper]
        note = _("{others} liable as well").format(others=say_list(others)) if others else ""
        varies = (bill.type or bill.about).casefold() in VARIES
        self._add(group or "unsorted", BudgetLine(bill.about, minor, rests_on, varies, note, facts))

    def care(self) -> None:
        """Take in paid care: agreed hours at the stated price, unless a bill of that name pays it."""
        billed = {b.about.casefold() for b in self.household.bills}
        for carer in self.household.carers:
            price = carer.limits.price if carer.limits else None
            if price is None or {carer.handle.casefold(), carer.name.casefold()} & billed:
                continue
            agreed = [s for s in carer.available if s.agreed and s.each is not None]
            minor = whole(
                sum(
                    (
                        a_month(s.each) * price.minor * sum(w.minutes for w in s.at) / 60
                        for s in agreed
                    ),
                    a_month(None),
                )
            )
            if minor and price.currency == self.household.currency:
                facts = (*(s.fact_id for s in agreed), carer.limits.fact_id if carer.limits else "")
                self._add(
                    "work",
                    BudgetLine(
                        _("{carer}’s hours").format(carer=carer.name),
                        minor,
                        "stated",
                        estimated=False,
                        note="",
                        fact_ids=facts,
                    ),
                )

    def everyday(self) -> None:
        """Take in what statements show that belongs to nothing known, less what is told of it."""
        seen = everyday(self.household, self._paid, on=self.on)
        if seen is None:
            return
        inside = held_in_everyday(self.household, self._paid)
        told = sum(x.minor for lines in self.lines.values() for x in lines if x.label in inside)
        minor = max(0, whole(-seen.weekly * WEEKS_A_MONTH) - told)
        if minor:
            note = _("usual spending of the last months that no bill accounts for")
            self._add(
                "unsorted",
                BudgetLine(
                    _("Other spending"),
                    minor,
                    "from statements",
                    estimated=True,
                    note=note,
                    fact_ids=seen.fact_ids,
                ),
            )

    def is_own(self, debt: DebtStated) -> bool:
        """Return whether the debt belongs on the sheet of who keeps the record."""
        if debt.liable and self.household.keeper not in debt.liable:
            names = say_list([self.household.name(w) for w in debt.liable])
            self.left_out.append(
                _("{about} is a debt of {names} and not counted.").format(
                    about=debt.about, names=names
                )
            )
            return False
        return self._runs(debt)

    def ranks_first(self, debt: DebtStated) -> bool:
        """Return whether it is a priority debt, as stated or by the rules of the country."""
        ruled = consequence(debt.type or "loan", rules=self.standing.rules, on=self.on).priority
        return (debt.priority or ruled) == "priority" or self._on_home(debt)

    def _on_home(self, debt: DebtStated) -> bool:
        home = self.household.home
        return debt.type.casefold() in _HOME_LOANS or bool(home and debt.secured_on == home)

    def debt(self, debt: DebtStated) -> CreditorLine:
        """Return a debt as a creditor; what has to be paid on a priority debt is a cost as well."""
        household = self.household
        payment = None
        if debt.minimum and debt.each and debt.minimum.currency == household.currency:
            payment = whole(debt.minimum.minor * a_month(debt.each))
        names = [household.name(w) for w in debt.liable]
        joint = len(names) > 1
        whose = say_list(names) if names else _("not told")
        owed = debt.arrears if self._on_home(debt) else debt.balance
        foreign = owed is not None and owed.currency != household.currency
        if (owed is None and not self._on_home(debt)) or foreign:
            self._ask_debt(debt)
        if self.ranks_first(debt) and payment:
            group = "home" if self._on_home(debt) else "arrears"
            note = _("{names} together").format(names=say_list(names)) if joint else ""
            self._add(
                group,
                BudgetLine(
                    debt.about,
                    payment,
                    "stated",
                    estimated=False,
                    note=note,
                    fact_ids=(debt.fact_id,),
                ),
            )
        balance = 0 if owed is None and self._on_home(debt) else None
        if owed is not None and not foreign:
            balance = owed.minor
        return CreditorLine(
            debt.about, debt.lender, balance, payment, whose, joint, None,
            _of_debt(debt, joint=joint), (debt.fact_id,),
        )  # fmt: skip

    def _ask_debt(self, debt: DebtStated) -> None:
        self.questions.append(
            OpenQuestion(
                "sheet.debt-balance",
                _("How much is owed on {about}, in {currency}?").format(
                    about=debt.about, currency=self.household.currency
                ),
                _("Without it this creditor has no share."),
                debt.about,
                f'{self.on} debt "{debt.about}" balance=0.00',
            )
        )

    def _say(self, minor: int) -> str:
        return say(Money(minor, self.household.currency))


def _of_debt(debt: DebtStated, *, joint: bool) -> str:
    parts = []
    if joint and debt.liability not in ("joint", "guarantor"):
        parts.append(_("each liable for all of it"))
    if debt.liability == "guarantor":
        parts.append("guaranteed")
    if debt.arrears is not None and debt.arrears.minor:
        parts.append(_("{arrears} behind").format(arrears=say(debt.arrears)))
    if debt.rate is not None:
        parts.append(format_rate(debt.rate))
    return ", ".join(parts)
