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

if TYPE_CHECKING:
    from datetime import date

    from kinhold.rules.pack import RulesInForce

MOST: Final = 30
NAMES: Final[dict[Parent, str]] = {"you": "you", "other": "the other parent"}


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
        f"A court may set less for a payer whose income is below {float(share):g} percent of the "
        "federal poverty guideline; that table is new each March and is not worked out here.",
    )
    return monthly_estimate(working, scheme="us-wi", rate=rate, payer=payer, monthly=amount)


def equivalent_nights(*, blocks_a_week: int, hours_each: int, weeks: int) -> int:
    """Return the nights a year that daytime care counts as.

    Six hours are half a night (DCF 150.035(1)(ar)): four blocks of six hours a week over 46 weeks
    are 92 nights.

    Raises:
        SupportInputError: for numbers that no week or year has.
    """
    in_range(blocks_a_week, "Blocks of care a week", least=0, most=14)
    in_range(hours_each, "Hours of each block", least=0, most=24)
    in_range(weeks, "Weeks a year", least=0, most=53)
    halves = hours_each // 6
    return blocks_a_week * halves * weeks // 2


def _check(case: WisconsinCase) -> None:
    not_negative(case.income_you, "Your income")
    not_negative(case.income_other, "The other parent's income")
    in_range(case.children, "The number of children", least=1, most=MOST)
    in_range(case.nights_you, "Nights with you", least=0, most=732)
    in_range(case.nights_other, "Nights with the other parent", least=0, most=732)
    in_range(case.with_other, "Children with the other parent", least=0, most=case.children)
    nights = case.nights_you + case.nights_other
    if nights and nights < 365:  # noqa: PLR2004 - a year
        raise SupportInputError(
            f"The nights with both add up to {nights}. Give the nights of a whole year, 365 or more."
        )
    if case.with_other and case.nights_you and case.nights_other:
        raise SupportInputError(
            "Shared nights together with children in each home are not worked out here. "
            "Leave one of the two out."
        )


def _standard(income: Fraction, case: WisconsinCase, working: Working) -> Fraction:
    """The percentage standard on one income, with the lower percentages for the upper parts."""
    percent = working.of_table("support.wi.percent", children=case.children)
    if not case.high_income:
        return income * percent / 100
    limits = working.value("support.wi.high.limits")
    if not isinstance(limits, tuple):
        raise RuleNotInForceError("“support.wi.high.limits” is not a pair of incomes.")
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
            f"Above {working.say(low)} a month a court may use lower percentages; they are used here.",
        )
    return sum((part * rate / 100 for part, rate in parts), Fraction(0))


def _with_one(case: WisconsinCase, working: Working) -> tuple[str, Parent, Fraction]:
    payer: Parent = "you" if case.nights_other > case.nights_you else "other"
    income = case.income_you if payer == "you" else case.income_other
    amount = _standard(income, case, working)
    working.step(
        f"The standard for {plural(case.children, 'child', 'children')} on {working.say(income)} a "
        f"month, paid by {NAMES[payer]}: {working.say(amount)} a month.",
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
            f"For {NAMES[who]}: {working.say(plain[who])}, times {float(factor):g} percent for what "
            f"both homes buy, times {half_up(share * 100)} percent of the time elsewhere: "
            f"{working.say(owed[who])}.",
            owed[who],
            rule="support.wi.shared.percent",
        )
    payer, amount = _offset(owed, working)
    if amount > plain[payer]:
        amount = plain[payer]
        working.step(
            f"It is never more than the plain standard: {working.say(amount)} a month.",
            amount,
            rule="support.wi.percent",
        )
    return "shared placement", payer, amount


def _split(case: WisconsinCase, working: Working) -> tuple[str, Parent, Fraction]:
    if case.with_other == case.children:
        amount = _standard(case.income_you, case, working)
        working.step(
            f"All the children live with the other parent: you pay {working.say(amount)} a month.",
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
            f"For {NAMES[who]}: {float(each):g} percent of {working.say(income)} for each of "
            f"{plural(elsewhere, 'child', 'children')} in the other home: {working.say(owed[who])}.",
            owed[who],
            rule="support.wi.split.percent_each",
        )
    payer, amount = _offset(owed, working)
    return "split placement", payer, amount


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
        f"Set against each other, {working.say(amount)} a month is left for {NAMES[payer]} to pay.",
        amount,
        rule="support.wi.shared.percent",
    )
    return payer, amount
