"""The federal tax credits of a year: the earned income credit and the child tax credit.

26 U.S.C. 32 and 24, with the amounts the IRS sets for the tax year. The year's income is taken to be
twelve of the months that were told. Amounts are exact fractions of a dollar a year.
"""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from kinhold.engines.money.child_support.estimate import MONTHS, fraction, plural, table_of
from kinhold.engines.money.entitlements.claimant import check, told
from kinhold.engines.money.entitlements.results import Named, Sums
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinhold.engines.money.entitlements.claimant import Claimant
    from kinhold.engines.money.entitlements.results import Entitlement
    from kinhold.rules.pack import RulesInForce
    from kinhold.rules.parameter import Value

USD: Final = "USD"
EITC: Final = "entitlements.us.eitc"
CTC: Final = "entitlements.us.ctc"
TAX: Final = "entitlements.us.tax"
ZERO: Final = Fraction(0)
MOST_ROWS: Final = 3
Files = Literal["single", "head", "joint"]


def eitc(claimant: Claimant, *, rules: RulesInForce, on: date) -> Entitlement:
    """Return the federal earned income credit of the tax year of a day.

    Args:
        claimant: with earnings before tax.
        rules: of the United States.
        on: the day.

    Raises:
        NotToldError: where a rule needs what nobody has told.
        ClaimInputError: for a number that cannot be.
        RuleNotInForceError: for a year for which no figure is known.
    """
    check(claimant)
    sums = Sums(rules, on=on, currency=USD)
    named = Named(
        "us.eitc", _("Earned Income Tax Credit"), _("tax year {year}").format(year=on.year)
    )
    amount = credit_earned(claimant, sums)
    _notes(claimant, sums)
    investment = sums.number(f"{EITC}.investment_most")
    sums.note(
        "us.eitc.investment",
        _(
            "There is none with more than {investment} a year from savings and investments. The "
            "IRS reads the amount from a table in steps of 50 dollars, so it can differ by a "
            "few. A child of 19 to 23 who studies can count as well."
        ).format(investment=sums.say(investment)),
    )
    if amount <= 0:
        return sums.close(named, "none", _("Nothing by these rules for this income and family."))
    says = _("About {amount} with the tax return for {year}.").format(
        amount=sums.say(amount), year=on.year
    )
    return sums.close(named, "amount", says, exact=amount, per="year")


def credit_earned(claimant: Claimant, sums: Sums) -> Fraction:
    """Return the earned income credit, exactly: it grows, stays, and falls with income.

    Raises:
        NotToldError, RuleNotInForceError: see `eitc`.
    """
    ages = {k: fraction(v) for k, v in sums.table(f"{EITC}.ages").items()}
    children = _children_under(claimant, sums, ages["child"])
    if not children and not _of_age_alone(claimant, sums):
        return ZERO
    row = str(min(children, MOST_ROWS))
    rates = _row(sums.table(f"{EITC}.percent"), row)
    amounts = _row(sums.table(f"{EITC}.amounts"), row)
    earned, income = year_of(claimant)
    grown = min(earned * rates["up"] / 100, amounts["most"])
    sums.money(
        _(
            "{percent} percent of {earned} earned in the year, with {plural} under {ages}, at "
            "most {amounts}"
        ).format(
            percent=_percent(rates["up"]),
            earned=sums.say(earned),
            plural=plural(children, "child", "children"),
            ages=ages["child"],
            amounts=sums.say(amounts["most"]),
        ),
        grown,
        rule=f"{EITC}.amounts",
    )
    start = amounts["falls_from_joint" if files(claimant) == "joint" else "falls_from"]
    over = max(ZERO, max(earned, income) - start)
    if not over:
        return grown
    lost = over * rates["down"] / 100
    sums.money(
        _("{percent} percent of what is above {start} is taken off").format(
            percent=_percent(rates["down"]), start=sums.say(start)
        ),
        lost,
        rule=f"{EITC}.percent",
    )
    return max(ZERO, grown - lost)


def ctc(claimant: Claimant, *, rules: RulesInForce, on: date) -> Entitlement:
    """Return the federal child tax credit of the tax year: what lowers the tax and what is paid out.

    Raises:
        NotToldError, ClaimInputError, RuleNotInForceError: see `eitc`.
    """
    check(claimant)
    sums = Sums(rules, on=on, currency=USD)
    named = Named("us.ctc", _("Child Tax Credit"), _("tax year {year}").format(year=on.year))
    age = sums.number(f"{CTC}.age")
    children = _children_under(claimant, sums, age)
    if not children:
        return sums.close(
            named, "none", _("Nothing by these rules: no child under {age}.").format(age=age)
        )
    amounts = {k: fraction(v) for k, v in sums.table(f"{CTC}.amounts").items()}
    whole = _after_limit(claimant, amounts, children, sums)
    owed = income_tax(claimant, sums)
    against = min(whole, owed)
    sums.money(_("Set against the income tax of the year"), against, rule=f"{TAX}.brackets")
    paid = min(
        whole - against, amounts["refundable"] * children, _paid_out(claimant, children, sums)
    )
    sums.money(
        _("Paid out of the rest, at most {amounts} a child").format(
            amounts=sums.say(amounts["refundable"])
        ),
        paid,
        rule=f"{CTC}.refund",
    )
    lost = whole - against - paid
    if lost:
        sums.note(
            "us.ctc.unused",
            _("{lost} of the credit is not used: there is no tax to set it against.").format(
                lost=sums.say(lost)
            ),
        )
    _notes(claimant, sums)
    sums.note("us.ctc.number", _("Each child, and one parent, needs a Social Security number."))
    amount = against + paid
    if amount <= 0:
        return sums.close(named, "none", _("Nothing by these rules for this income."))
    says = _("About {amount} for {year}: {paid} paid out, {against} less tax.").format(
        amount=sums.say(amount), year=on.year, paid=sums.say(paid), against=sums.say(against)
    )
    return sums.close(named, "amount", says, exact=amount, per="year")


def _after_limit(
    claimant: Claimant, amounts: Mapping[str, Fraction], children: int, sums: Sums
) -> Fraction:
    whole = amounts["each"] * children
    sums.money(
        _("{amounts} for each of {plural} of the age").format(
            amounts=sums.say(amounts["each"]), plural=plural(children, "child", "children")
        ),
        whole,
        rule=f"{CTC}.amounts",
    )
    limit = amounts["falls_from_joint" if files(claimant) == "joint" else "falls_from"]
    income = year_of(claimant)[1]
    if income <= limit:
        return whole
    fall = {k: fraction(v) for k, v in sums.table(f"{CTC}.fall").items()}
    lost = math.ceil((income - limit) / fall["step"]) * fall["lost"]
    sums.money(
        _("Taken off for income above {limit}").format(limit=sums.say(limit)),
        lost,
        rule=f"{CTC}.fall",
    )
    return max(ZERO, whole - lost)


def _paid_out(claimant: Claimant, children: int, sums: Sums) -> Fraction:
    """What earnings allow to be paid out (section 24(d)(1)(B))."""
    refund = {k: fraction(v) for k, v in sums.table(f"{CTC}.refund").items()}
    earned = year_of(claimant)[0]
    share = max(ZERO, earned - refund["above"]) * refund["percent"] / 100
    sums.money(
        _("{percent} percent of earnings above {refund}").format(
            percent=_percent(refund["percent"]), refund=sums.say(refund["above"])
        ),
        share,
        rule=f"{CTC}.refund",
    )
    if children < refund["many"]:
        return share
    aside = Sums(sums.rules, on=sums.on, currency=USD)
    paid_in = earned * refund["payroll_percent"] / 100 - credit_earned(claimant, aside)
    return max(share, paid_in)


def income_tax(claimant: Claimant, sums: Sums) -> Fraction:
    """Return the federal income tax of the year before credits, with the standard deduction.

    Raises:
        NotToldError, RuleNotInForceError: see `eitc`.
    """
    how = files(claimant)
    deduction = fraction(sums.table(f"{TAX}.deduction")[how])
    taxable = max(ZERO, year_of(claimant)[1] - deduction)
    edges = sums.table(f"{TAX}.brackets")[how]
    rates = sums.value(f"{TAX}.rates")
    if not isinstance(edges, tuple) or not isinstance(rates, tuple):
        raise RuleNotInForceError(_("“{tax}.brackets” is not a table of lists.").format(tax=TAX))
    tax, low = ZERO, ZERO
    for rate, edge in zip(rates, (*edges, None), strict=True):
        high = taxable if edge is None else min(taxable, fraction(edge))
        tax += max(ZERO, high - low) * fraction(rate) / 100
        low = max(low, high)
    sums.money(
        _("Income tax on {taxable}, after the standard deduction of {deduction}").format(
            taxable=sums.say(taxable), deduction=sums.say(deduction)
        ),
        tax,
        rule=f"{TAX}.brackets",
    )
    return tax


def files(claimant: Claimant) -> Files:
    """Return how the person who claims files: joint if married, head of household with a child."""
    if claimant.married and len(claimant.adults) > 1:
        return "joint"
    return "head" if claimant.children else "single"


def year_of(claimant: Claimant) -> tuple[Fraction, Fraction]:
    """Return a year's earnings, and earnings with other income: of both where married.

    Raises:
        NotToldError: where they are not known.
    """
    who = claimant.adults if files(claimant) == "joint" else claimant.adults[:1]
    earned = sum((told(a.earnings, "earnings") for a in who), ZERO) * MONTHS
    return earned, earned + claimant.other_income * MONTHS


def _children_under(claimant: Claimant, sums: Sums, age: Fraction) -> int:
    last = date(sums.on.year, 12, 31)
    return sum(1 for c in claimant.children if 0 <= c.years(last) < age)


def _of_age_alone(claimant: Claimant, sums: Sums) -> bool:
    ages = {k: fraction(v) for k, v in sums.table(f"{EITC}.ages").items()}
    return any(
        ages["alone_from"] <= told(a.age, "age") <= ages["alone_to"] for a in claimant.adults[:1]
    )


def _notes(claimant: Claimant, sums: Sums) -> None:
    sums.note(
        "us.tax.year",
        _(
            "The whole year is counted like this month. Support received for children is not "
            "income."
        ),
    )
    if len(claimant.adults) > 1 and not claimant.married:
        sums.note(
            "us.tax.unmarried",
            _(
                "Two who are not married file apart: only your own earnings are counted, and you are "
                "taken to be the one who claims the children."
            ),
        )
    if claimant.married and len(claimant.adults) == 1:
        sums.note(
            "us.tax.apart",
            _("Married and living apart: filing as head of household has rules of its own."),
        )


def _row(table: Mapping[str, Value], key: str) -> dict[str, Fraction]:
    return {k: fraction(v) for k, v in table_of(table[key], key).items()}


def _percent(rate: Fraction) -> str:
    return f"{float(rate):g}"
