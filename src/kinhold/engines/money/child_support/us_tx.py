"""Texas: percentages of the payer's monthly net resources (Family Code chapter 154)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.engines.money.child_support.estimate import (
    SupportEstimate,
    Working,
    fraction,
    in_range,
    not_negative,
    plural,
)
from kinhold.engines.money.child_support.us import USD, monthly_estimate
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from kinhold.rules.pack import RulesInForce

MOST: Final = 7
"""The statute's tables end at seven children before the court and seven elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TexasCase:
    """What the formula needs to know.

    Attributes:
        net_resources: the payer's dollars a month after what 154.062 lets off, such as federal
            income tax for one person, social security taxes, union dues and the child's insurance.
        children: how many children the case is about.
        other_children: how many more the payer must support, in any household.
    """

    net_resources: Fraction
    children: int
    other_children: int = 0


def tx_estimate(case: TexasCase, *, rules: RulesInForce, on: date) -> SupportEstimate:
    """Return what the Texas guidelines give a month.

    Raises:
        SupportInputError: for a number that cannot be, or beyond the statute's tables.
        RuleNotInForceError: for a day for which no figure is known.
    """
    not_negative(case.net_resources, _("Monthly net resources"))
    in_range(case.children, _("The number of children"), least=1, most=MOST)
    in_range(case.other_children, _("The number of other children"), least=0, most=MOST)
    working = Working(rules, on=on, currency=USD)
    income = _within_cap(case.net_resources, working)
    low = _is_low(case.net_resources, working)
    if low and case.other_children:
        amount = _credited(income, case, working)
    elif case.other_children:
        amount = _by_table(income, case, working)
    else:
        path = "support.tx.low.percent" if low else "support.tx.percent"
        percent = working.of_table(path, children=case.children)
        amount = income * percent / 100
        working.step(
            _("For {plural}, {percent:g} percent of {income}: {amount} a month.").format(
                plural=plural(case.children, "child", "children"),
                percent=float(percent),
                income=working.say(income),
                amount=working.say(amount),
            ),
            amount,
            rule=path,
        )
    working.note(
        "support.tx.besides",
        _(
            "Medical and dental support come on top, and a court can order more or less than the "
            "guideline where the facts call for it."
        ),
    )
    return monthly_estimate(
        working,
        scheme="us-tx",
        rate="low income" if low else _("guideline"),
        payer=_("paying parent"),
        monthly=amount,
    )


def _within_cap(resources: Fraction, working: Working) -> Fraction:
    cap = working.number("support.tx.cap")
    if resources <= cap:
        working.step(
            _("Monthly net resources are {resources}.").format(resources=working.say(resources)),
            resources,
            rule="support.tx.cap",
        )
        return resources
    working.step(
        _("Monthly net resources are {resources}; the percentages reach up to {cap}.").format(
            resources=working.say(resources), cap=working.say(cap)
        ),
        cap,
        rule="support.tx.cap",
    )
    working.note(
        "support.tx.above-cap",
        _(
            "Net resources are above {cap} a month. A court can order more for the proven needs "
            "of the child."
        ).format(cap=working.say(cap)),
    )
    return cap


def _is_low(resources: Fraction, working: Working) -> bool:
    try:
        limit = working.number("support.tx.low.below")
    except RuleNotInForceError:  # there were no lower percentages before they were enacted
        return False
    return resources < limit


def _by_table(income: Fraction, case: TexasCase, working: Working) -> Fraction:
    """154.129(a): one percentage for children before the court and elsewhere."""
    path = "support.tx.households.percent"
    row = working.table(path)[str(case.other_children)]
    if not isinstance(row, tuple):
        raise RuleNotInForceError(_("“{path}” is not a table of rows.").format(path=path))
    percent = fraction(row[case.children - 1], path)
    amount = income * percent / 100
    working.step(
        _("With {plural} elsewhere, {percent:g} percent for {children}: {amount} a month.").format(
            plural=plural(case.other_children, "child", "children"),
            percent=float(percent),
            children=plural(case.children, "child", "children"),
            amount=working.say(amount),
        ),
        amount,
        rule=path,
    )
    return amount


def _credited(income: Fraction, case: TexasCase, working: Working) -> Fraction:
    """154.128: take off what the children elsewhere would get, then use the percentage."""
    total = case.children + case.other_children
    of_all = working.of_table("support.tx.low.percent", children=total)
    credit = income * of_all / 100 / total * case.other_children
    left = income - credit
    working.step(
        _("For {plural} elsewhere {credit} is taken off first: {left} is left.").format(
            plural=plural(case.other_children, "child", "children"),
            credit=working.say(credit),
            left=working.say(left),
        ),
        left,
        rule="support.tx.households.method",
    )
    percent = working.of_table("support.tx.low.percent", children=case.children)
    amount = left * percent / 100
    working.step(
        _("For {plural}, {percent:g} percent of that: {amount} a month.").format(
            plural=plural(case.children, "child", "children"),
            percent=float(percent),
            amount=working.say(amount),
        ),
        amount,
        rule="support.tx.low.percent",
    )
    return amount
