"""California: the statewide uniform guideline, CS = K [HN − H% × TN] (Family Code 4055)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.engines.money.child_support.estimate import (
    MONTHS,
    SupportEstimate,
    SupportInputError,
    Working,
    fraction,
    in_range,
    not_negative,
    plural,
    to_money,
)
from kinhold.engines.money.child_support.us import USD, Parent, monthly_estimate
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

    from kinhold.domain.money import Money
    from kinhold.rules.pack import RulesInForce
    from kinhold.rules.parameter import Value

MOST: Final = 10
"""The statute's multipliers end at ten children."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaliforniaCase:
    """What the formula needs to know.

    Attributes:
        net_you, net_other: net disposable dollars a month of each parent (section 4059).
        time_other: percent of the year's time the children are with the other parent, 0 to 100;
            with different times for different children, the average.
        children: how many children.
    """

    net_you: Fraction
    net_other: Fraction
    time_other: Fraction
    children: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaliforniaEstimate(SupportEstimate):
    """The estimate, with the share of income and the lowest amount with a low-income adjustment.

    Attributes:
        k: the share of both incomes that goes to support, exactly.
        lowest: the lowest amount a month with the whole low-income adjustment; None where the
            payer's net income is above the limit, or the limit is not known for the day.
    """

    k: Fraction
    lowest: Money | None


def ca_estimate(case: CaliforniaCase, *, rules: RulesInForce, on: date) -> CaliforniaEstimate:
    """Return what the California guideline gives a month.

    Raises:
        SupportInputError: for a number that cannot be.
        RuleNotInForceError: for a day for which no figure is known.
    """
    not_negative(case.net_you, _("Your net income"))
    not_negative(case.net_other, _("The other parent's net income"))
    in_range(case.children, _("The number of children"), least=1, most=MOST)
    if not 0 <= case.time_other <= 100:  # noqa: PLR2004 - percent
        raise SupportInputError(_("The time with the other parent must be from 0 to 100 percent."))
    working = Working(rules, on=on, currency=USD)
    total = case.net_you + case.net_other
    higher: Parent = "other" if case.net_other > case.net_you else "you"
    high_net = max(case.net_other, case.net_you)
    time = (case.time_other if higher == "other" else 100 - case.time_other) / 100
    k = _k(total, time, working)
    support = k * (high_net - time * total)
    working.step(
        _(
            "K times the higher net income less its share of time: {support} a month for one "
            "child, paid by {named}."
        ).format(
            support=working.say(abs(support)),
            named=_named(higher if support >= 0 else _not(higher)),
        ),
        abs(support),
        rule="support.ca.k",
    )
    factor = working.of_table("support.ca.children", children=case.children)
    amount = abs(support) * factor
    if case.children > 1:
        working.step(
            _("For {plural}, times {factor:g}: {amount} a month.").format(
                plural=plural(case.children, "child", "children"),
                factor=float(factor),
                amount=working.say(amount),
            ),
            amount,
            rule="support.ca.children",
        )
    payer: Parent = higher if support >= 0 else _not(higher)
    lowest = _lowest(amount, case.net_you if payer == "you" else case.net_other, working)
    working.note(
        "support.ca.besides",
        _(
            "Childcare for work and health costs not covered come on top, shared by income. The "
            "guideline is presumed right, and a court can differ from it with reasons."
        ),
    )
    plain = monthly_estimate(working, scheme="us-ca", rate="guideline", payer=payer, monthly=amount)
    fields = {name: getattr(plain, name) for name in SupportEstimate.__dataclass_fields__}
    return CaliforniaEstimate(**fields, k=k, lowest=lowest)


def _not(parent: Parent) -> Parent:
    return "you" if parent == "other" else "other"


def _named(parent: Parent) -> str:
    return _("you") if parent == "you" else _("the other parent")


def _k(total: Fraction, time: Fraction, working: Working) -> Fraction:
    """(1 + H%) or, above half of the time, (2 − H%), times the band's fraction."""
    share = _band(total, working.value("support.ca.k"))
    factor = 1 + time if 2 * time <= 1 else 2 - time
    k = factor * share
    working.step(
        _(
            "Both net incomes together are {total} a month; the higher earner has the children "
            "{time:g} percent of the time: K is {key:.4f}."
        ).format(total=working.say(total), time=float(time * 100), key=float(k)),
        k,
        rule="support.ca.k",
        unit="share",
    )
    return k


def _band(total: Fraction, bands: Value) -> Fraction:
    path = "support.ca.k"
    if not isinstance(bands, tuple):
        raise RuleNotInForceError(_("“{path}” is not a table by income.").format(path=path))
    for band in bands:
        if not isinstance(band, Mapping):
            raise RuleNotInForceError(_("“{path}” is not a table by income.").format(path=path))
        if "up_to" in band and total > fraction(band["up_to"], path):
            continue
        share = fraction(band["share"], path)
        if "divide_total_by" in band:
            share += total / fraction(band["divide_total_by"], path)
        if "add_over_total" in band:
            share += fraction(band["add_over_total"], path) / total
        return share
    raise RuleNotInForceError(_("“{path}” has no band for that income.").format(path=path))


def _lowest(amount: Fraction, payer_net: Fraction, working: Working) -> Money | None:
    """4055(b)(7): at most the part by which the payer's net falls short of full-time minimum wage."""
    try:
        hours = working.number("support.ca.low.hours")
        limit = working.number("support.ca.low.wage") * hours / MONTHS
    except RuleNotInForceError:
        working.note(
            "support.ca.low-not-known",
            _("The low-income limit of that day is not known here, so no adjustment is shown."),
        )
        return None
    if payer_net >= limit or not amount:
        return None
    least = amount * payer_net / limit
    working.step(
        _(
            "The payer's net income is below {limit} a month, full-time work at minimum wage: a "
            "court may adjust the amount down, to {least} at the lowest."
        ).format(limit=working.say(limit), least=working.say(least)),
        least,
        rule="support.ca.low.wage",
    )
    working.note(
        "support.ca.low-income",
        _("A low-income adjustment is presumed here: between {least} and {amount} a month.").format(
            least=working.say(least), amount=working.say(amount)
        ),
    )
    return to_money(least, USD)
