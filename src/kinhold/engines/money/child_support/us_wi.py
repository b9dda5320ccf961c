"""Wisconsin: percentages of gross monthly income (Administrative Code DCF 150).

Three placements: with one parent, shared (each has a quarter of the year or 92 nights), and split
(some children with each parent).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.engines.money.child_support.estimate import (
    SupportEstimate,
    SupportInputError,
    Working,
    fraction,
    half_up,
    in_range,
    not_negative,
    plural,
)
from kinhold.engines.money.child_support.us import USD, Parent, monthly_estimate
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.rules.pack import RulesInForce

MOST: Final = 30
NAMES: Final[dict[Parent, str]] = {"you": N_("you"), "other": N_("the other parent")}


@dataclass(frozen=True, slots=True, kw_only=True)
class WisconsinCase:
    """What the formula needs to know.

    Attributes:
        income_you, income_other: gross dollars a month available for support. Only the payer's is
            used where the children live with one parent.
        children: how many children.
        nights_you, nights_other: nights a year with each, as ordered, together with care that
            counts as a night; they may add up to more than 365. Both 0: the children live with you.
        with_other: in split placement, how many of the children live with the other parent.
        high_income: whether the lower percentages above the two limits are used; a court may.
    """

    income_you: Fraction
    income_other: Fraction
    children: int
    nights_you: int = 0
    nights_other: int = 0
    with_other: int = 0
    high_income: bool = True


def wi_estimate(case: WisconsinCase, *, rules: RulesInForce, on: date) -> SupportEstimate:
    """Return what the Wisconsin percentage standard gives a month.

    Raises:
        SupportInputError: for a number that cannot be.
        RuleNotInForceError: for a day for which no figure is known.
    """
    _check(case)
    working = Working(rules, on=on, currency=USD)
    if case.with_other:
        rate, payer, amount = _split(case, working)
    elif _is_shared(case, working):
        rate, payer, amount = _shared(case, working)
    else:
        rate, payer, amount = _with_one(case, working)
    share = working.number("support.wi.low.percent_of_poverty")
    working.note(
        "support.wi.low-income",
        _(
            "A court may set less for a payer whose income is below {share:g} percent of the "
            "federal poverty guideline; that table is new each March and is not worked out here."
        ).format(share=float(share)),
    )
    return monthly_estimate(working, scheme="us-wi", rate=rate, payer=payer, monthly=amount)


def equivalent_nights(*, blocks_a_week: int, hours_each: int, weeks: int) -> int:
    """Return the nights a year that daytime care counts as.

    Six hours are half a night (DCF 150.035(1)(ar)): four blocks of six hours a week over 46 weeks
    are 92 nights.

    Raises:
        SupportInputError: for numbers that no week or year has.
    """
    in_range(blocks_a_week, _("Blocks of care a week"), least=0, most=14)
    in_range(hours_each, _("Hours of each block"), least=0, most=24)
    in_range(weeks, _("Weeks a year"), least=0, most=53)
    halves = hours_each // 6
    return blocks_a_week * halves * weeks // 2


def _check(case: WisconsinCase) -> None:
    not_negative(case.income_you, _("Your income"))
    not_negative(case.income_other, _("The other parent's income"))
    in_range(case.children, _("The number of children"), least=1, most=MOST)
    in_range(case.nights_you, _("Nights with you"), least=0, most=732)
    in_range(case.nights_other, _("Nights with the other parent"), least=0, most=732)
    in_range(case.with_other, _("Children with the other parent"), least=0, most=case.children)
    nights = case.nights_you + case.nights_other
    if nights and nights < 365:  # noqa: PLR2004 - a year
        raise SupportInputError(
            _(
                "The nights with both add up to {nights}. Give the nights of a whole year, 365 or "
                "more."
            ).format(nights=nights)
        )
    if case.with_other and case.nights_you and case.nights_other:
        raise SupportInputError(
            _(
                "Shared nights together with children in each home are not worked out here. Leave "
                "one of the two out."
            )
        )


def _standard(income: Fraction, case: WisconsinCase, working: Working) -> Fraction:
    """The percentage standard on one income, with the lower percentages for the upper parts."""
    percent = working.of_table("support.wi.percent", children=case.children)
    if not case.high_income:
        return income * percent / 100
    limits = working.value("support.wi.high.limits")
    if not isinstance(limits, tuple):
        raise RuleNotInForceError(_("“support.wi.high.limits” is not a pair of incomes."))
    low, high = (fraction(limit, "support.wi.high.limits") for limit in limits)
    middle = working.of_table("support.wi.high.middle", children=case.children)
    top = working.of_table("support.wi.high.top", children=case.children)
    parts = (
        (min(income, low), percent),
        (max(Fraction(0), min(income, high) - low), middle),
        (max(Fraction(0), income - high), top),
    )
    if income > low:
        working.note(
            "support.wi.high-income",
            _("Above {low} a month a court may use lower percentages; they are used here.").format(
                low=working.say(low)
            ),
        )
    return sum((part * rate / 100 for part, rate in parts), Fraction(0))


def _with_one(case: WisconsinCase, working: Working) -> tuple[str, Parent, Fraction]:
    payer: Parent = "you" if case.nights_other > case.nights_you else "other"
    income = case.income_you if payer == "you" else case.income_other
    amount = _standard(income, case, working)
    working.step(
        _(
            "The standard for {plural} on {income} a month, paid by {names}: {amount} a month."
        ).format(
            plural=plural(case.children, "child", "children"),
            income=working.say(income),
            names=_(NAMES[payer]),
            amount=working.say(amount),
        ),
        amount,
        rule="support.wi.percent",
    )
    return "standard", payer, amount


def _is_shared(case: WisconsinCase, working: Working) -> bool:
    """At least 25 percent, or 92 nights, with each parent."""
    total = case.nights_you + case.nights_other
    if not total:
        return False
    percent = working.number("support.wi.shared.least_percent")
    days = working.number("support.wi.shared.least_days")
    return all(
        100 * nights >= percent * total or nights >= days
        for nights in (case.nights_you, case.nights_other)
    )


def _shared(case: WisconsinCase, working: Working) -> tuple[str, Parent, Fraction]:
    total = case.nights_you + case.nights_other
    factor = working.number("support.wi.shared.percent")
    plain: dict[Parent, Fraction] = {}
    owed: dict[Parent, Fraction] = {}
    sides: tuple[tuple[Parent, Fraction, int], ...] = (
        ("you", case.income_you, case.nights_other),
        ("other", case.income_other, case.nights_you),
    )
    for who, income, away in sides:
        plain[who] = _standard(income, case, working)
        share = Fraction(away, total)
        owed[who] = plain[who] * factor / 100 * share
        working.step(
            _(
                "For {names}: {plain}, times {factor:g} percent for what both homes buy, times "
                "{half_up} percent of the time elsewhere: {owed}."
            ).format(
                names=_(NAMES[who]),
                plain=working.say(plain[who]),
                factor=float(factor),
                half_up=half_up(share * 100),
                owed=working.say(owed[who]),
            ),
            owed[who],
            rule="support.wi.shared.percent",
        )
    payer, amount = _offset(owed, working)
    if amount > plain[payer]:
        amount = plain[payer]
        working.step(
            _("It is never more than the plain standard: {amount} a month.").format(
                amount=working.say(amount)
            ),
            amount,
            rule="support.wi.percent",
        )
    return _("shared placement"), payer, amount


def _split(case: WisconsinCase, working: Working) -> tuple[str, Parent, Fraction]:
    if case.with_other == case.children:
        amount = _standard(case.income_you, case, working)
        working.step(
            _("All the children live with the other parent: you pay {amount} a month.").format(
                amount=working.say(amount)
            ),
            amount,
            rule="support.wi.percent",
        )
        return "standard", "you", amount
    each = _pro_rata(case.children, working)
    owed: dict[Parent, Fraction] = {}
    sides: tuple[tuple[Parent, Fraction, int], ...] = (
        ("you", case.income_you, case.with_other),
        ("other", case.income_other, case.children - case.with_other),
    )
    for who, income, elsewhere in sides:
        owed[who] = income * each * elsewhere / 100
        working.step(
            _(
                "For {names}: {each:g} percent of {income} for each of {plural} in the other home: "
                "{owed}."
            ).format(
                names=_(NAMES[who]),
                each=float(each),
                income=working.say(income),
                plural=plural(elsewhere, "child", "children"),
                owed=working.say(owed[who]),
            ),
            owed[who],
            rule="support.wi.split.percent_each",
        )
    payer, amount = _offset(owed, working)
    return _("split placement"), payer, amount


def _pro_rata(children: int, working: Working) -> Fraction:
    """The percentage for each child as the rule prints it; above its table, to two decimals."""
    path = "support.wi.split.percent_each"
    row = working.table(path).get(str(children))
    if row is not None:
        return fraction(row, path)
    percent = working.of_table("support.wi.percent", children=children)
    return Fraction(half_up(percent / children * 100), 100)


def _offset(owed: dict[Parent, Fraction], working: Working) -> tuple[Parent, Fraction]:
    payer: Parent = "you" if owed["you"] > owed["other"] else "other"
    amount = abs(owed["you"] - owed["other"])
    working.step(
        _("Set against each other, {amount} a month is left for {names} to pay.").format(
            amount=working.say(amount), names=_(NAMES[payer])
        ),
        amount,
        rule="support.wi.shared.percent",
    )
    return payer, amount
