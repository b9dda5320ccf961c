"""A few figures in, a guideline's child support out: what the page and the command line both read."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from kinhold.application.support_calculation import (
    ca_calculation,
    tx_calculation,
    uk_calculation,
    wi_calculation,
)
from kinhold.domain.money import parse_money, parse_rate
from kinhold.domain.text_input import InputNotUsableError
from kinhold.engines.money.child_support.estimate import not_negative, to_fraction
from kinhold.engines.money.child_support.uk import ReceivingParent, UkCase
from kinhold.engines.money.child_support.us_ca import CaliforniaCase
from kinhold.engines.money.child_support.us_tx import TexasCase
from kinhold.engines.money.child_support.us_wi import WisconsinCase
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kinhold.application.support_calculation import CalculationPage

_LONGEST_NUMBER: Final = 6


@dataclass(frozen=True, slots=True)
class SupportForm:
    """One guideline and the figures it asks for: (name, question, what an empty field means)."""

    place: str
    title: str
    fields: tuple[tuple[str, str, str], ...]


FORMS: Final = (
    SupportForm(
        "uk",
        N_("Child Maintenance Service (Great Britain)"),
        (
            ("income", N_("Their gross income a week, less pension contributions"), ""),
            ("children", N_("Your children with them"), "1"),
            ("other_children", N_("Other children who live with them"), "0"),
            ("nights", N_("Nights a year that your children spend with them"), "0"),
        ),
    ),
    SupportForm(
        "us-tx",
        N_("Texas"),
        (
            ("income", N_("Their net resources a month"), ""),
            ("children", N_("Your children with them"), "1"),
            ("other_children", N_("Other children they have to support"), "0"),
        ),
    ),
    SupportForm(
        "us-ca",
        N_("California"),
        (
            ("income", N_("Their net disposable income a month"), ""),
            ("own_income", N_("Yours"), "0"),
            ("time", N_("Percent of the year with them"), "0"),
            ("children", N_("Your children with them"), "1"),
        ),
    ),
    SupportForm(
        "us-wi",
        N_("Wisconsin"),
        (
            ("income", N_("Their gross income a month"), ""),
            ("own_income", N_("Yours"), "0"),
            ("children", N_("Your children with them"), "1"),
            ("own_nights", N_("Nights a year with you, as ordered"), "0"),
            ("nights", N_("Nights a year with them"), "0"),
        ),
    ),
)


def support_estimate(place: str, told: Mapping[str, str], *, on: date) -> CalculationPage:
    """Return what a guideline gives for the figures of its form.

    Raises:
        InputNotUsableError, KinholdError: names the figure that is missing or cannot be used.
    """
    form = next((f for f in FORMS if f.place == place), None)
    if form is None:
        raise InputNotUsableError(_("Choose whose rules to use first."))
    words = {n: told.get(n, "").strip() or otherwise for n, _unused, otherwise in form.fields}
    titles = {name: _(title) for name, title, _unused in form.fields}
    currency = "GBP" if place == "uk" else "USD"
    if not words["income"]:
        raise InputNotUsableError(_("“{titles}” is missing.").format(titles=titles["income"]))
    income = amount_of(words["income"], currency, titles["income"])
    number = {
        name: whole_of(words[name], titles[name])
        for name in ("children", "other_children", "nights", "own_nights")
        if name in words
    }
    if place == "uk":
        receiver = ReceivingParent(children=number["children"], nights=(number["nights"],))
        case = UkCase(
            gross_weekly=income, receivers=(receiver,), other_children=number["other_children"]
        )
        return uk_calculation(case, on=on)
    if place == "us-tx":
        texas = TexasCase(
            net_resources=income,
            children=number["children"],
            other_children=number["other_children"],
        )
        return tx_calculation(texas, on=on)
    own = amount_of(words["own_income"], currency, titles["own_income"])
    if place == "us-ca":
        time = percent_of(words["time"])
        california = CaliforniaCase(
            net_you=own, net_other=income, time_other=time, children=number["children"]
        )
        return ca_calculation(california, on=on)
    wisconsin = WisconsinCase(
        income_you=own,
        income_other=income,
        children=number["children"],
        nights_you=number["own_nights"],
        nights_other=number["nights"],
    )
    return wi_calculation(wisconsin, on=on)


def amount_of(text: str, currency: str, what: str) -> Fraction:
    """Return an amount of that currency, exactly, in major units.

    Raises:
        InputNotUsableError: where it is in another currency; KinholdError for anything else.
    """
    money = parse_money(text.strip().lstrip("£$"), currency=currency)
    if money.currency != currency:
        raise InputNotUsableError(
            _("{what} is given in {currency}.").format(what=what, currency=currency)
        )
    amount = to_fraction(money)
    not_negative(amount, what)
    return amount


def percent_of(text: str) -> Fraction:
    """Return a percentage as it is written: `20` or `20%` is 20."""
    return Fraction(parse_rate(text), 100)


def whole_of(text: str, what: str) -> int:
    """Return a whole number.

    Raises:
        InputNotUsableError: for anything else.
    """
    if not text.strip().lstrip("-").isdecimal() or len(text) > _LONGEST_NUMBER:
        raise InputNotUsableError(
            _("{what} must be a whole number, not “{text}”.").format(what=what, text=text[:40])
        )
    return int(text)
