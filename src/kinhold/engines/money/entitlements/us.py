"""SNAP, WIC, Medicaid and CHIP, and what a state decides, in the United States.

SNAP follows 7 CFR 273.9 and 273.10: each figure of net income is rounded to a dollar (273.10(e)(1)(ii)(A)),
30 percent of it is rounded up and taken off the most for the size of the household. Amounts are
exact fractions of a dollar a month. SNAP, WIC and Medicaid are no cash, and are never added to it.
"""

from __future__ import annotations

import math
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.engines.money.child_support.estimate import (
    MONTHS,
    fraction,
    half_up,
    plural,
    table_of,
)
from kinhold.engines.money.entitlements.claimant import check, told
from kinhold.engines.money.entitlements.results import Named, Sums
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.engines.money.entitlements.claimant import Claimant
    from kinhold.engines.money.entitlements.results import Entitlement
    from kinhold.rules.pack import RulesInForce

USD: Final = "USD"
SNAP: Final = "entitlements.us.snap"
POVERTY: Final = "entitlements.us.poverty"
ZERO: Final = Fraction(0)
NO_LIMIT: Final = "none"
_OCTOBER: Final = 10
_JULY: Final = 7
_LAST_ROW: Final = 8


def fiscal_year(on: date) -> int:
    """Return the federal fiscal year of a day: 2027 from 1 October 2026."""
    return on.year + (on.month >= _OCTOBER)


def poverty(people: int, sums: Sums, *, on: date) -> Fraction:
    """Return the yearly poverty guideline of a day for so many people.

    Raises:
        RuleNotInForceError: for a day for which it is not known.
    """
    row = sums.rules.lookup(POVERTY, on)
    if POVERTY not in sums.used:
        sums.used.append(POVERTY)
    table = {k: fraction(v) for k, v in table_of(row, POVERTY).items()}
    return table["first"] + (people - 1) * table["other"]


def snap(claimant: Claimant, *, rules: RulesInForce, on: date) -> Entitlement:
    """Return what SNAP puts on a card for food a month.

    Args:
        claimant: with earnings before tax; everybody in it buys and cooks together.
        rules: of the United States.
        on: the day.

    Raises:
        NotToldError: where a rule needs what nobody has told.
        ClaimInputError: for a number that cannot be.
        RuleNotInForceError: for a day for which no figure is known.
    """
    check(claimant)
    sums = Sums(rules, on=on, currency=USD)
    named = Named(
        "us.snap",
        _("SNAP (food)"),
        _("fiscal year {fiscal_year}").format(fiscal_year=fiscal_year(on)),
        "in-kind",
    )
    state = told(claimant.region or None, "region")
    if _elsewhere(state, sums):
        return sums.close(
            named, "ask", _("{state} has tables of its own. Ask your state.").format(state=state)
        )
    gross = _whole(claimant.earnings()) + _whole(claimant.maintenance + claimant.other_income)
    sums.money(_("Gross income a month, in whole dollars"), gross, rule=f"{SNAP}.tests")
    over = _over_gross(gross, claimant, state, sums)
    if over:
        return over_result(named, over, state, sums)
    net = _net(claimant, sums)
    most = _most(claimant.people(), sums)
    limit = _limit(claimant, "net", sums)
    wider = state in sums.table(f"{SNAP}.states")
    if net > limit and not wider:
        return over_result(
            named,
            _("Net income is above {limit} a month").format(limit=sums.say(limit)),
            state,
            sums,
        )
    amount = _allotment(net, most, claimant.people(), sums)
    _snap_notes(claimant, state, sums)
    if amount <= 0:
        return sums.close(
            named, "none", _("Within the limits, and nothing a month by these rules.")
        )
    says = _("About {amount} a month on a card for food.").format(amount=sums.say(amount))
    return sums.close(named, "amount", says, exact=amount, per="month")


def over_result(named: Named, reason: str, state: str, sums: Sums) -> Entitlement:
    """Return that a limit is passed: outside it in a state known here, else a matter to ask."""
    if state in sums.table(f"{SNAP}.states"):
        return sums.close(named, "outside", f"{reason}.")
    return sums.close(
        named,
        "ask",
        _("{reason}, the federal limit. Many states go higher: ask yours.").format(reason=reason),
    )


def _elsewhere(state: str, sums: Sums) -> bool:
    found = sums.value("entitlements.us.elsewhere")
    return isinstance(found, tuple) and state in found


def _whole(amount: Fraction) -> Fraction:
    return Fraction(half_up(amount))


def _limit(claimant: Claimant, which: str, sums: Sums, percent: Fraction | None = None) -> Fraction:
    """A monthly limit of the fiscal year, rounded up to a dollar as it is published."""
    share = percent or fraction(sums.table(f"{SNAP}.tests")[which])
    begins = date(fiscal_year(sums.on) - 1, _OCTOBER, 1)
    yearly = poverty(claimant.people(), sums, on=begins) * share / 100
    return Fraction(math.ceil(yearly / MONTHS))


def _over_gross(gross: Fraction, claimant: Claimant, state: str, sums: Sums) -> str:
    """A sentence where gross income or savings pass the limit of the state, or of the country."""
    states = sums.table(f"{SNAP}.states")
    row = table_of(states[state], SNAP) if state in states else {}
    percent = fraction(row["gross"]) if row else None
    limit = _limit(claimant, "gross", sums, percent)
    rule = f"{SNAP}.states" if row else f"{SNAP}.tests"
    sums.money(
        _("Most gross income for {plural}").format(
            plural=plural(claimant.people(), "person", "people")
        ),
        limit,
        rule=rule,
    )
    if gross > limit:
        return _("Gross income is above {limit} a month").format(limit=sums.say(limit))
    if row and row["savings"] == NO_LIMIT:
        return ""
    most = fraction(row["savings"]) if row else sums.number(f"{SNAP}.savings_most")
    if told(claimant.savings, "savings") > most:
        return _("Savings are above {most}").format(most=sums.say(most))
    return ""


def _net(claimant: Claimant, sums: Sums) -> Fraction:
    """Net income, each figure in whole dollars (7 CFR 273.10(e)(1))."""
    earned = _whole(claimant.earnings())
    percent = sums.number(f"{SNAP}.earnings_percent")
    part = _whole(earned * percent / 100)
    sums.money(
        _("{percent} percent of earnings is not counted").format(percent=percent),
        part,
        rule=f"{SNAP}.earnings_percent",
    )
    table = sums.table(f"{SNAP}.deduction")
    size = min(claimant.people(), max(int(k) for k in table))
    standard = fraction(table[str(size)])
    sums.money(_("Standard deduction"), standard, rule=f"{SNAP}.deduction")
    care = _whole(claimant.childcare)
    if care:
        sums.money(_("Child care is not counted"), care, rule=f"{SNAP}.tests")
    unearned = _whole(claimant.maintenance + claimant.other_income)
    before = max(ZERO, earned + unearned - part - standard - care)
    half = _whole(before * sums.number(f"{SNAP}.shelter_percent") / 100)
    most = sums.number(f"{SNAP}.shelter_most")
    shelter = min(most, max(ZERO, _whole(told(claimant.rent, "rent")) - half))
    sums.money(
        _("Rent above {half}, half of what is left, at most {most}").format(
            half=sums.say(half), most=sums.say(most)
        ),
        shelter,
        rule=f"{SNAP}.shelter_most",
    )
    return sums.money(_("Net income a month"), max(ZERO, before - shelter), rule=f"{SNAP}.tests")


def _most(people: int, sums: Sums) -> Fraction:
    table = sums.table(f"{SNAP}.most")
    more = max(0, people - _LAST_ROW) * fraction(table["more"])
    most = fraction(table[str(min(people, _LAST_ROW))]) + more
    return sums.money(
        _("Most for {plural} a month").format(plural=plural(people, "person", "people")),
        most,
        rule=f"{SNAP}.most",
    )


def _allotment(net: Fraction, most: Fraction, people: int, sums: Sums) -> Fraction:
    percent = sums.number(f"{SNAP}.food_percent")
    own = Fraction(math.ceil(net * percent / 100))
    sums.money(
        _("{percent} percent of net income, rounded up").format(percent=percent),
        own,
        rule=f"{SNAP}.food_percent",
    )
    amount = max(ZERO, most - own)
    least = {k: fraction(v) for k, v in sums.table(f"{SNAP}.least").items()}
    if people <= least["people"] and amount < least["a_month"]:
        text = _("The least for one or two people")
        amount = sums.money(text, least["a_month"], rule=f"{SNAP}.least")
    return amount


def _snap_notes(claimant: Claimant, state: str, sums: Sums) -> None:
    sums.note(
        "us.snap.utilities",
        _(
            "Heating, power and phone are not counted here; your state's allowance for them can "
            "only raise it."
        ),
    )
    sums.note(
        "us.snap.scope",
        _(
            "Somebody of 60 or older or disabled, work rules, child support paid and immigration "
            "status are not looked at."
        ),
    )
    if state not in sums.table(f"{SNAP}.states"):
        sums.note(
            "us.snap.state",
            _("The federal limits are used; {state} may have wider ones.").format(state=state),
        )
    if len(claimant.adults) > 1 and not claimant.married:
        sums.note("us.snap.together", _("Both adults are counted, as parents of a child here."))


def wic(
    claimant: Claimant, *, rules: RulesInForce, on: date, food: Entitlement | None
) -> Entitlement:
    """Return whether a family is within the limits of WIC.

    Args:
        claimant: with earnings before tax.
        rules: of the United States.
        on: the day.
        food: what `snap` gave; whoever gets SNAP is within the income limit (7 CFR 246.7(d)(2)(vi)).

    Raises:
        NotToldError, ClaimInputError, RuleNotInForceError: see `snap`.
    """
    check(claimant)
    sums = Sums(rules, on=on, currency=USD)
    year = on.year if on.month >= _JULY else on.year - 1
    named = Named(
        "us.wic",
        _("WIC (food for mothers and young children)"),
        _("from July {year}").format(year=year),
        "in-kind",
    )
    table = {k: fraction(v) for k, v in sums.table("entitlements.us.wic").items()}
    small = any(0 <= c.years(on) < table["age"] for c in claimant.children)
    if not small and not claimant.pregnant:
        return sums.close(
            named, "outside", _("It is for pregnancy, a new baby and children under five.")
        )
    if food is not None and food.outcome == "amount":
        return sums.close(named, "within", _("Whoever gets SNAP is within its income limit."))
    state = told(claimant.region or None, "region")
    if _elsewhere(state, sums):
        return sums.close(
            named, "ask", _("{state} has limits of its own. Ask your clinic.").format(state=state)
        )
    people = claimant.people() + bool(claimant.pregnant)
    limit = poverty(people, sums, on=date(year, _JULY, 1)) * table["percent"] / 100
    income = (claimant.earnings() + claimant.maintenance + claimant.other_income) * MONTHS
    sums.money(
        _("Income a year, for {plural}").format(plural=plural(people, "person", "people")),
        income,
        rule=POVERTY,
    )
    sums.money(
        _("Most income, {table} percent of the guideline").format(table=table["percent"]),
        limit,
        rule="entitlements.us.wic",
    )
    if income <= limit:
        return sums.close(named, "within", _("Within the income limit. A clinic decides."))
    return sums.close(
        named,
        "outside",
        _("Above the income limit; somebody on SNAP or Medicaid is within it all the same."),
    )


def child_care(claimant: Claimant, *, rules: RulesInForce, on: date) -> Entitlement | None:
    """Return that help with child care is applied for in the state; None without a child under 13.

    Raises:
        RuleNotInForceError: for a day before the program.
    """
    sums = Sums(rules, on=on, currency=USD)
    sums.value("entitlements.us.child_care")
    age = sums.number("entitlements.us.child_care.age")
    if not any(c.born is None or c.years(on) < age for c in claimant.children):
        return None
    named = Named("us.child-care", _("Help with child care (CCDF)"), str(on.year), "in-kind")
    return sums.close(named, "apply", _("Each state has its own limits and waiting list. Apply."))


def cash_assistance(claimant: Claimant, *, rules: RulesInForce, on: date) -> Entitlement | None:
    """Return that cash assistance is decided by the state; None without a child or a pregnancy.

    Raises:
        RuleNotInForceError: for a day before the program.
    """
    if not (claimant.children or claimant.pregnant):
        return None
    sums = Sums(rules, on=on, currency=USD)
    sums.value("entitlements.us.tanf")
    named = Named("us.tanf", _("Cash assistance (TANF)"), str(on.year))
    sums.note(
        "us.tanf.support",
        _(
            "A state that pays it takes over the claim to child support. If that is not safe, "
            "say so before you sign: there is a good-cause exception."
        ),
    )
    return sums.close(named, "ask", _("Each state decides who gets how much. Ask your state."))
