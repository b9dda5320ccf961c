"""What one rule gives for one family: an amount, or whether to ask, with every step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.findings import Finding
from kinhold.engines.money.child_support.estimate import MONTHS, WEEKS, Working, to_money
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.domain.money import Money
    from kinhold.engines.money.child_support.estimate import Step
    from kinhold.rules.pack import RulesInForce

Outcome = Literal["amount", "none", "within", "outside", "ask", "apply"]
"""`amount`: so much by these rules. `none`: nothing by these rules. `within` and `outside`: inside or
outside the limits of a yes-or-no programme. `ask`: local, or not worked out here. `apply`: decided
case by case."""
Per = Literal["week", "month", "year", "once", ""]
Sort = Literal["cash", "in-kind"]

ESTIMATE: Final = Finding(
    "info",
    "entitlements.estimate",
    N_(
        "This is an estimate from what was told here, not a decision. Only the office that "
        "pays decides."
    ),
)
_A_YEAR: Final[dict[Per, int]] = {"week": WEEKS, "month": MONTHS, "year": 1, "once": 0, "": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entitlement:
    """What one rule gives for one family on one day.

    Attributes:
        code: a stable machine name, such as `uk.universal-credit`.
        name: what it is called.
        outcome: see `Outcome`.
        says: one sentence.
        amount: to the minor unit; None where the rule gives none.
        exact: the same in exact major units.
        per: what the amount is for.
        sort: money, or something else such as a card for food; the two are never added.
        rate_year: whose figures were used, such as `2026/27`.
        on: the day whose rules were used.
        steps: in order.
        findings: what was assumed, what is local, what was left out.
        rules: paths of every rule that was read.
    """

    code: str
    name: str
    outcome: Outcome
    says: str
    amount: Money | None
    exact: Fraction | None
    per: Per
    sort: Sort
    rate_year: str
    on: date
    steps: tuple[Step, ...]
    findings: tuple[Finding, ...]
    rules: tuple[str, ...]

    def yearly(self) -> Fraction:
        """Return what a whole year of it comes to, exactly; nothing for what is paid once."""
        return (self.exact or Fraction(0)) * _A_YEAR[self.per]


class Sums(Working):
    """Collects the steps of one rule; closes with an `Entitlement`."""

    def __init__(self, rules: RulesInForce, *, on: date, currency: str) -> None:
        """Begin with no step."""
        super().__init__(rules, on=on, currency=currency)
        self.findings[:] = [replace(ESTIMATE, message=_(ESTIMATE.message))]

    def money(self, text: str, amount: Fraction, *, rule: str) -> Fraction:
        """Add a step that gives an amount, said at the end of its sentence; return the amount."""
        self.step(f"{text}: {self.say(amount)}.", amount, rule=rule)
        return amount

    def close(
        self,
        named: Named,
        outcome: Outcome,
        says: str,
        *,
        exact: Fraction | None = None,
        per: Per = "",
    ) -> Entitlement:
        """Return the result.

        Args:
            named: which programme.
            outcome: see `Outcome`.
            says: one sentence.
            exact: the amount in major units.
            per: what it is for.
        """
        return Entitlement(
            code=named.code,
            name=named.name,
            outcome=outcome,
            says=says,
            amount=None if exact is None else to_money(exact, self.currency),
            exact=exact,
            per=per,
            sort=named.sort,
            rate_year=named.rate_year,
            on=self.on,
            steps=tuple(self.steps),
            findings=tuple(self.findings),
            rules=tuple(self.used),
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A programme: its code, name, rate year and sort."""

    code: str
    name: str
    rate_year: str
    sort: Sort = "cash"
