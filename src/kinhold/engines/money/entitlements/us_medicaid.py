"""Medicaid and CHIP: who of a family is within the limits of Texas, California or Wisconsin.

42 CFR 435.603: income is counted for tax (MAGI), without support for children, and five points of the
poverty guideline are left out of account.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.engines.money.child_support.estimate import MONTHS, fraction, table_of
from kinhold.engines.money.entitlements.claimant import check, told
from kinhold.engines.money.entitlements.results import Named, Sums
from kinhold.engines.money.entitlements.us import USD, poverty
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from fractions import Fraction

    from kinhold.engines.money.entitlements.claimant import Claimant
    from kinhold.engines.money.entitlements.results import Entitlement
    from kinhold.rules.pack import RulesInForce
    from kinhold.rules.parameter import Value

LIMITS: Final = "entitlements.us.medicaid.limits"
ASK: Final = "ask"
_OLDER: Final = 6
_ADULT: Final = 19


def medicaid(claimant: Claimant, *, rules: RulesInForce, on: date) -> Entitlement:
    """Return who is within the income limits of Medicaid or CHIP.

    Args:
        claimant: with earnings before tax.
        rules: of the United States.
        on: the day.

    Raises:
        NotToldError: where a rule needs what nobody has told.
        ClaimInputError: for a number that cannot be.
        RuleNotInForceError: for a day for which no figure is known.
    """
    check(claimant)
    sums = Sums(rules, on=on, currency=USD)
    named = Named("us.medicaid", _("Medicaid and CHIP (health cover)"), str(on.year), "in-kind")
    state = told(claimant.region or None, "region")
    states = sums.table(LIMITS)
    if state not in states:
        return sums.close(
            named,
            "ask",
            _("The limits of {state} are not here. Ask your state.").format(state=state),
        )
    row = table_of(states[state], LIMITS)
    within = _children(claimant, row, sums) + _pregnant(claimant, row, sums)
    within += _parents(claimant, row, state, sums)
    sums.note(
        "us.medicaid.scope",
        _(
            "Disability, age 65, immigration status and other cover are not looked at. A state "
            "may take up a new year's guideline some weeks later."
        ),
    )
    if within:
        return sums.close(
            named,
            "within",
            _("Within the income limit: {within}.").format(within=", ".join(within)),
        )
    return sums.close(
        named,
        "outside",
        _("Nobody is within the income limits here; a marketplace plan may cost less."),
    )


def _yearly(claimant: Claimant) -> Fraction:
    return (claimant.earnings() + claimant.other_income) * MONTHS


def _fits(claimant: Claimant, percent: Fraction, who: str, sums: Sums, more: int = 0) -> bool:
    """Whether income is within a percentage of the guideline with the disregard; adds the step."""
    people = claimant.people() + more
    whole = percent + sums.number("entitlements.us.medicaid.disregard")
    limit = poverty(people, sums, on=sums.on) * whole / 100
    income = _yearly(claimant)
    said = "within" if income <= limit else "above"
    sums.step(
        _(
            "{who}: income of {income} a year is {said} {limit}, {whole} percent of the "
            "guideline for {people}."
        ).format(
            who=who,
            income=sums.say(income),
            said=said,
            limit=sums.say(limit),
            whole=whole,
            people=people,
        ),
        limit,
        rule=LIMITS,
    )
    return income <= limit


def _children(claimant: Claimant, row: Mapping[str, Value], sums: Sums) -> list[str]:
    found = []
    for child in claimant.children:
        years = child.years(sums.on)
        if not 0 <= years < _ADULT:
            continue
        key = "infant" if years < 1 else "young" if years < _OLDER else "older"
        percent = max(fraction(row[key]), fraction(row["chip"]))
        who = _("a child under one") if years < 1 else _("a child of {years}").format(years=years)
        if _fits(claimant, percent, who.capitalize(), sums):
            found.append(who)
    return found


def _pregnant(claimant: Claimant, row: Mapping[str, Value], sums: Sums) -> list[str]:
    if not claimant.pregnant:
        return []
    fits = _fits(claimant, fraction(row["pregnant"]), _("A pregnancy"), sums, more=1)
    return [_("a pregnancy")] if fits else []


def _parents(claimant: Claimant, row: Mapping[str, Value], state: str, sums: Sums) -> list[str]:
    who = _("both parents") if len(claimant.adults) > 1 else _("you")
    if not claimant.children:
        return []
    if row["parent"] != ASK:
        fits = _fits(claimant, fraction(row["parent"]), _("A parent"), sums)
        return [who] if fits else []
    path = f"entitlements.us.medicaid.parent.{state.lower()}"
    limit = sums.number(path)
    sums.step(
        _(
            "A parent: the limit here is very low, {limit} a month for a family of three before "
            "a disregard. Ask your state."
        ).format(limit=sums.say(limit)),
        limit,
        rule=path,
    )
    return []
