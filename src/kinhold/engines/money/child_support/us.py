"""Guideline child support in the United States: which states are covered, and shared parts.

The three kinds of formula (National Conference of State Legislatures): a share of the payer's
income (Texas, Wisconsin and four more), both parents' incomes together (California and forty
more), and the Melson formula (three).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from kinhold.engines.money.child_support.estimate import (
    MONTHS,
    WEEKS,
    SupportEstimate,
    Working,
    to_money,
)
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from fractions import Fraction

USD: Final = "USD"
COVERED: Final = {"TX": N_("Texas"), "CA": N_("California"), "WI": N_("Wisconsin")}
Parent = Literal["you", "other"]


def coverage(state: str) -> str:
    """Say in a sentence whether a state's formula is here.

    Args:
        state: a code or a name, such as `NY`, `US-TX` or `California`.
    """
    code = state_code(state)
    if code in COVERED:
        return _("The guideline of {covered} is covered.").format(covered=_(COVERED[code]))
    which = state.strip() or _("That state")
    return _(
        "{which} is not covered: Kinhold has the guidelines of Texas, California and "
        "Wisconsin only. The state's child support agency has a calculator of its own."
    ).format(which=which)


def state_code(state: str) -> str:
    """Return `TX` for `tx`, `US-TX` or `Texas`; the text in capitals where it is none of the three."""
    text = state.strip().upper().removeprefix("US-")
    return next((code for code, name in COVERED.items() if name.upper() == text), text)


def monthly_estimate(
    working: Working, *, scheme: str, rate: str, payer: str, monthly: Fraction
) -> SupportEstimate:
    """Return an estimate of an exact amount a month."""
    weekly = monthly * MONTHS / WEEKS
    return SupportEstimate(
        scheme=scheme,
        on=working.on,
        rate=rate,
        payer=payer if monthly else "",
        weekly=to_money(weekly, USD),
        monthly=to_money(monthly, USD),
        weekly_exact=weekly,
        monthly_exact=monthly,
        steps=tuple(working.steps),
        findings=tuple(working.findings),
        rules=tuple(working.used),
    )
