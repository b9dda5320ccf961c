"""What a jurisdiction says of late support: what a payment is set against first, and interest.

Both are dated rules (`support.<place>.arrears.order` and `.interest`). Where a place has none, our
own order is used (what was named, then the oldest) and no interest is counted, and a finding says so.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal, get_args

from kinhold.domain.findings import Finding
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.rules.pack import RulesInForce

Stage = Literal["named", "current", "non-delinquent", "principal", "interest", "fees"]
RunsOn = Literal["all", "above-month", "once-a-month"]
OURS: Final[tuple[Stage, ...]] = ("named", "principal", "fees")
"""Our own order where no law gives one: the day it was named for, then the oldest."""
PLACES: Final = {
    ("uk", ""): "uk",
    ("us", "TX"): "tx",
    ("us", "TEXAS"): "tx",
    ("us", "CA"): "ca",
    ("us", "CALIFORNIA"): "ca",
    ("us", "WI"): "wi",
    ("us", "WISCONSIN"): "wi",
}
_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class InterestTerms:
    """How interest runs from a day on.

    Attributes:
        rate: percent per `per`, exactly; 0 for none.
        per: `year` or `month`.
        day_count: `actual/365`, or `actual/month`: each day is that month's part of a month.
        from_day: days after the due day from which an unpaid line counts.
        runs_on: `all` that is late; `above-month`, what exceeds one month's obligation; or
            `once-a-month`, all of it once it reaches one month's obligation.
        rule, href: where it is written.
    """

    rate: Fraction
    per: str
    day_count: str
    from_day: int
    runs_on: RunsOn
    rule: str
    href: str

    def of_days(self, base: int, start: date, days: int) -> Fraction:
        """Return simple interest on minor units over days that lie in one calendar month.

        Args:
            base: minor units on which it runs.
            start: the first day.
            days: how many.
        """
        whole = 365 if self.per == "year" else monthrange(start.year, start.month)[1]
        return base * self.rate / _HUNDRED * Fraction(days, whole)


NO_INTEREST: Final = InterestTerms(Fraction(0), "year", "actual/365", 0, "all", "", "")


@dataclass(frozen=True, slots=True)
class Terms:
    """The rules of one place on late support, looked up by day.

    Attributes:
        rules: of the country.
        place: `uk`, `tx`, `ca`, `wi`, or empty where we have no rules.
    """

    rules: RulesInForce
    place: str

    def order(self, day: date) -> tuple[Stage, ...]:
        """Return what a payment of a day is set against, in order."""
        found = self._lookup("order", day)
        if not isinstance(found, tuple):
            return OURS
        known: tuple[Stage, ...] = get_args(Stage)
        return tuple(stage for text in found for stage in known if stage == text)

    def interest(self, day: date) -> InterestTerms:
        """Return how interest runs on a day."""
        found = self._lookup("interest", day)
        if not isinstance(found, Mapping) or not found["rate"]:
            return NO_INTEREST
        path = self._path("interest")
        return InterestTerms(
            rate=Fraction(found["rate"]),
            per=str(found["per"]),
            day_count=str(found["day_count"]),
            from_day=int(found["from_day"]),
            runs_on=found["runs_on"],
            rule=path,
            href=self.rules.parameter(path).references[0].href,
        )

    def changes(self) -> tuple[date, ...]:
        """Return the days on which a rule of this place changed."""
        days: set[date] = set()
        for name in ("order", "interest"):
            parameter = self.rules.parameters.get(self._path(name))
            days |= {day for day, _unused in parameter.values} if parameter else set()
        return tuple(sorted(days))

    def findings(self) -> tuple[Finding, ...]:
        """Return what a person should know of these rules."""
        if self.place == "uk":
            return (
                Finding(
                    "info",
                    "support.attribution",
                    _(
                        "The Child Maintenance Service may set a payment against whatever it thinks fit. "
                        "Here it is set against the day it was named for, or else the oldest."
                    ),
                ),
            )
        if self.place:
            return ()
        return (
            Finding(
                "info",
                "support.place-not-covered",
                _(
                    "The rules of this place on interest are not known here: none is counted, and "
                    "payments are set against the oldest day first."
                ),
            ),
        )

    def _path(self, name: str) -> str:
        return f"support.{self.place}.arrears.{name}"

    def _lookup(self, name: str, day: date) -> object:
        try:
            return self.rules.lookup(self._path(name), day)
        except RuleNotInForceError:
            return None


def terms_of(rules: RulesInForce, *, country: str, region: str) -> Terms:
    """Return the terms of a household's place.

    Args:
        rules: of its country.
        country: `uk`, `us` or empty.
        region: a code or name such as `TX`, `US-TX` or `Texas`; not needed for the UK.
    """
    part = "" if country == "uk" else region.strip().upper().removeprefix("US-")
    return Terms(rules, PLACES.get((country, part), ""))
