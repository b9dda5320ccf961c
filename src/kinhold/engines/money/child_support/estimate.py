"""What every formula gives: an amount, the steps that lead to it, and what a person should know.

A formula works in exact fractions of the major unit (pounds, dollars) and rounds once, at the end.
A year has 52 weeks and 12 months wherever a weekly amount is said by the month or the other way
round, as in the government's own yearly figures.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.findings import Finding, KinholdError
from kinhold.domain.money import Money, exponent, format_amount
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.rules.pack import RulesInForce
    from kinhold.rules.parameter import Reference, Value

WEEKS: Final = 52
MONTHS: Final = 12
ESTIMATE: Final = Finding(
    "info",
    "support.estimate",
    N_(
        "This is an estimate from what was told here, not a decision. Only the authority or "
        "a court decides."
    ),
)

StepUnit = Literal["money", "percent", "share", "count", ""]


class SupportInputError(KinholdError):
    """What a formula was asked for cannot be used; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a calculation, in order.

    Attributes:
        text: a plain sentence.
        figure: what the step gives, exactly; None where it gives no figure.
        unit: what the figure counts: `money` in major units, `percent`, `share` of one, `count`.
        rule: path of the rule it rests on.
        href: where that rule is written.
    """

    text: str
    figure: Fraction | None
    unit: StepUnit
    rule: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportEstimate:
    """What a formula gives for one case.

    Attributes:
        scheme: such as `uk-cms-2012` or `us-tx`.
        on: the day whose rules were used.
        rate: the scheme's own name for the rate that was used.
        payer: who pays, in the words of the case; empty where nobody pays.
        weekly, monthly: the amount to the minor unit, half up.
        weekly_exact, monthly_exact: the same in exact major units.
        steps: in order.
        findings: what a person should know, such as what lies outside the formula.
        rules: paths of every rule that was read.
    """

    scheme: str
    on: date
    rate: str
    payer: str
    weekly: Money
    monthly: Money
    weekly_exact: Fraction
    monthly_exact: Fraction
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    rules: tuple[str, ...]


class Working:
    """Collects the steps of one calculation while its formula reads the rules of one day."""

    def __init__(self, rules: RulesInForce, *, on: date, currency: str) -> None:
        """Begin with no step."""
        self.rules: Final = rules
        self.on: Final = on
        self.currency: Final = currency
        self.steps: Final[list[Step]] = []
        self.findings: Final[list[Finding]] = [replace(ESTIMATE, message=_(ESTIMATE.message))]
        self.used: Final[list[str]] = []

    def value(self, path: str) -> Value:
        """Return a rule's value of the day, and remember that it was used.

        Raises:
            RuleNotInForceError: where it is not known for that day.
        """
        found = self.rules.lookup(path, self.on)
        if path not in self.used:
            self.used.append(path)
        return found

    def number(self, path: str) -> Fraction:
        """Return a rule's figure of the day, exactly.

        Raises:
            RuleNotInForceError: as `value`, and where it is no figure.
        """
        return fraction(self.value(path), path)

    def table(self, path: str) -> Mapping[str, Value]:
        """Return a rule's table of the day, its rows by name.

        Raises:
            RuleNotInForceError: as `value`, and where it is no table.
        """
        return table_of(self.value(path), path)

    def of_table(self, path: str, *, children: int) -> Fraction:
        """Return the figure for so many children; above the last row, the last row's.

        Raises:
            RuleNotInForceError: as `value`, and where it is not a table by number of children.
        """
        table = self.table(path)
        row = str(min(children, max(int(key) for key in table)))
        if row not in table:
            raise RuleNotInForceError(
                _("“{path}” says nothing of {children} children.").format(
                    path=path, children=children
                )
            )
        return fraction(table[row], path)

    def step(
        self, text: str, figure: Fraction | None, *, rule: str, unit: StepUnit = "money"
    ) -> None:
        """Add a step that rests on a rule."""
        if rule not in self.used:
            self.used.append(rule)
        self.steps.append(Step(text, figure, unit, rule, self.reference(rule).href))

    def reference(self, rule: str) -> Reference:
        """Return where a rule is written."""
        return self.rules.parameter(rule).references[0]

    def note(self, code: str, message: str) -> None:
        """Add something that a person should know."""
        self.findings.append(Finding("info", code, message))

    def say(self, amount: Fraction) -> str:
        """Return an amount in words, to the minor unit: `£96.00`, `$1,234.50`."""
        money = to_money(amount, self.currency)
        symbol = {"GBP": "£", "USD": "$"}.get(self.currency, "")
        whole, _unused, part = format_amount(money).partition(".")
        sign = "−" if whole.startswith("-") else ""
        return f"{sign}{symbol}{int(whole.lstrip('-')):,}.{part}"


def fraction(value: Value, path: str = "") -> Fraction:
    """Return a rule's value as an exact fraction: a number, or a text such as `2/7`.

    Raises:
        RuleNotInForceError: where it is neither.
    """
    if isinstance(value, int | Decimal | str) and not isinstance(value, bool):
        try:
            return Fraction(value)
        except ValueError:
            pass
    raise RuleNotInForceError(_("“{path}” is not a number.").format(path=path))


def table_of(value: Value, path: str) -> Mapping[str, Value]:
    """Return a rule's value as a table.

    Raises:
        RuleNotInForceError: where it is none.
    """
    if not isinstance(value, Mapping):
        raise RuleNotInForceError(_("“{path}” is not a table.").format(path=path))
    return value


def half_up(amount: Fraction) -> int:
    """Return the nearest whole number; a half goes up, away from zero for what is negative."""
    size = (2 * abs(amount) + 1) // 2
    return size if amount >= 0 else -size


def to_money(amount: Fraction, currency: str) -> Money:
    """Return an exact amount of major units as money, half a minor unit going up."""
    return Money(half_up(amount * 10 ** exponent(currency)), currency)


def to_fraction(money: Money) -> Fraction:
    """Return money as an exact amount of major units."""
    return Fraction(money.minor, 10 ** exponent(money.currency))


def not_negative(amount: Fraction, what: str) -> None:
    """Refuse an amount below nothing.

    Raises:
        SupportInputError: where it is.
    """
    if amount < 0:
        raise SupportInputError(
            _("{what} cannot be below 0. Write 0 where there is none.").format(what=what)
        )


def in_range(number: int, what: str, *, least: int, most: int) -> None:
    """Refuse a number outside its range.

    Raises:
        SupportInputError: where it is.
    """
    if not least <= number <= most:
        raise SupportInputError(
            _("{what} must be from {least} to {most}, not {number}.").format(
                what=what, least=least, most=most, number=number
            )
        )


def plural(number: int, one: str, many: str) -> str:
    """Return `1 child` or `2 children`."""
    return f"{number} {one if number == 1 else many}"
