"""Gross weekly income for the Child Maintenance Service, and whether a change of it counts."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from kinhold.engines.money.child_support.estimate import not_negative
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.rules.pack import RulesInForce


@dataclass(frozen=True, slots=True)
class IncomeChange:
    """Whether current income counts instead of last year's (regulation 34(2) and (2A)).

    Attributes:
        counts: True where it differs by enough.
        percent: how far it differs, exactly; None where last year's was nothing.
        sentence: the same in words.
    """

    counts: bool
    percent: Fraction | None
    sentence: str


def income_change(
    *, historic: Fraction, current: Fraction, rules: RulesInForce, on: date
) -> IncomeChange:
    """Say whether a change of income is large enough to be worth reporting.

    Args:
        historic: pounds a week, from the latest tax year.
        current: pounds a week now.
        rules: of the United Kingdom.
        on: the day.

    Raises:
        SupportInputError: for an income below nothing.
    """
    not_negative(historic, _("Last year's income"))
    not_negative(current, _("Current income"))
    needed = rules.number("support.uk.income.change_percent", on)
    if historic == 0:
        said = _("any income now counts") if current else _("and still none: nothing changes")
        return IncomeChange(
            current > 0, None, _("There was no income last year, {said}.").format(said=said)
        )
    percent = 100 * abs(current - historic) / historic
    counts = percent >= Fraction(needed)
    tail = (
        _("current income is used instead: worth reporting")
        if counts
        else _(
            "last year's income is still used, because the change is below {needed} percent"
        ).format(needed=needed)
    )
    return IncomeChange(
        counts,
        percent,
        _("Current income differs from last year's by {percent:.1f} percent: {tail}.").format(
            percent=float(percent), tail=tail
        ),
    )


def weekly_of_year(yearly: Fraction, *, rules: RulesInForce, on: date) -> Fraction:
    """Return a tax year's income by the week, as regulation 35(1)(c) divides it.

    Raises:
        SupportInputError: for an income below nothing.
    """
    not_negative(yearly, _("Gross yearly income"))
    return yearly / Fraction(rules.number("support.uk.income.year_days", on)) * 7
