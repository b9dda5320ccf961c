"""Packs of parameters, and the rules in force for one country."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kinhold.rules.parameter import Parameter, RuleNotInForceError

if TYPE_CHECKING:
    from datetime import date

    from kinhold.rules.parameter import Value

__all__ = ["RuleNotInForceError", "RulePack", "RulesInForce"]


@dataclass(frozen=True, slots=True)
class RulePack:
    """The parameters of one file.

    Attributes:
        country: `common`, `uk` or `us`.
        name: file name without its ending, such as `care`.
        parameters: in the order of the file.
    """

    country: str
    name: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class RulesInForce:
    """Every parameter that holds in one country, by path.

    Attributes:
        country: `uk`, `us` or empty; what is common to all countries is always included.
        parameters: a country's own figure takes the place of the common one of the same path.
    """

    country: str
    parameters: Mapping[str, Parameter]

    def parameter(self, path: str) -> Parameter:
        """Return the whole parameter, for its unit and references.

        Raises:
            RuleNotInForceError: where no pack has it.
        """
        found = self.parameters.get(path)
        if found is None:
            place = self.country or "this household's country"
            raise RuleNotInForceError(f"There is no rule “{path}” for {place}.")
        return found

    def lookup(self, path: str, on: date) -> Value:
        """Return the value in force on a day.

        Raises:
            RuleNotInForceError: where no pack has it, or it was not in force or known on that day.
        """
        return self.parameter(path).on(on)

    def number(self, path: str, on: date) -> Decimal:
        """Return a figure as an exact decimal.

        Raises:
            RuleNotInForceError: as `lookup`, and where the value is not a number.
        """
        return _number(self.lookup(path, on), path)

    def by_age(self, path: str, on: date, *, months: int) -> Decimal | None:
        """Return the figure of an age table for a child of so many completed months.

        A table is a list of bands `{from_months, to_months, value}`, half-open; None where the age
        falls in no band.

        Raises:
            RuleNotInForceError: as `lookup`, and where the value is not such a table.
        """
        bands = self.lookup(path, on)
        if not isinstance(bands, tuple):
            raise RuleNotInForceError(f"“{path}” is not a table by age.")
        for band in bands:
            if not isinstance(band, Mapping):
                raise RuleNotInForceError(f"“{path}” is not a table by age.")
            low, high = (_number(band[key], path) for key in ("from_months", "to_months"))
            if low <= months < high:
                return _number(band["value"], path)
        return None


def _number(value: Value, path: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise RuleNotInForceError(f"“{path}” is not a number.")
    return Decimal(value)
