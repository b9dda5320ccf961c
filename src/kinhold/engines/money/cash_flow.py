"""A household's money over some days, with what of it is not certain: what the simulation throws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

RANKS: Final = ("home", "priority", "essential", "other")
"""The order of paying: what keeps the roof, other priority bills, essentials, everything else."""

BLOCK: Final = 28
"""Days of history that stay together: four whole weeks, so that weekdays keep their place."""


class FlowNotUsableError(KinholdError):
    """A cash flow whose parts do not fit together."""


@dataclass(frozen=True, slots=True)
class Promised:
    """Money that rests on one person's word.

    Attributes:
        rates: equally likely shares (0 to 1) of how often that word is kept, at most 4,096, such as
            quantiles of what is known of it; each path has a rate of its own, so that one person's
            misses come together.
        due: (day, minor units), the days counted from the first.
    """

    rates: tuple[float, ...]
    due: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Shocks:
    """Unexpected bills.

    Attributes:
        each_year: how many a year.
        median: of their size, in minor units.
        spread: sigma of the logarithm of their size.
    """

    each_year: float
    median: int
    spread: float


@dataclass(frozen=True, slots=True)
class CashFlow:
    """A household's money over some days, in minor units of one currency.

    Attributes:
        opening: there on the first day before anything moves.
        due: for each of `RANKS`, what falls due each day; all of one length, the days.
        spread: for each of `RANKS`, the standard deviation of each day's sum; empty for none.
        income: what comes in each day.
        income_spread: its standard deviation each day; empty for none.
        kept_back: what `other` bills leave each day for the rest.
        promised: money on people's word.
        history: past days' net of what no schedule holds (spending negative, irregular income
            positive), the last day last; at least two blocks or empty. Its first day and the first
            day of the flow fall on the same weekday.
        shocks: unexpected bills, or None. They are essential.
    """

    opening: int
    due: tuple[tuple[int, ...], ...]
    income: tuple[int, ...]
    kept_back: tuple[int, ...]
    spread: tuple[tuple[int, ...], ...] = ()
    income_spread: tuple[int, ...] = ()
    promised: tuple[Promised, ...] = ()
    history: tuple[int, ...] = ()
    shocks: Shocks | None = None

    @property
    def days(self) -> int:
        """How many days it covers."""
        return len(self.income)

    def check(self) -> None:
        """Raise where its parts do not fit together.

        Raises:
            FlowNotUsableError: with what does not.
        """
        rows = (*self.due, *self.spread, self.income, self.kept_back, self.income_spread)
        if len(self.due) != len(RANKS) or (self.spread and len(self.spread) != len(RANKS)):
            raise FlowNotUsableError(
                _("There must be one row for each of {ranks}.").format(ranks=", ".join(RANKS))
            )
        if not self.days or any(row and len(row) != self.days for row in rows):
            raise FlowNotUsableError(_("Every row must have one figure for each day."))
        if any(figure < 0 for row in rows for figure in row):
            raise FlowNotUsableError(_("What falls due and what comes in are never negative."))
        if self.history and len(self.history) < 2 * BLOCK:
            raise FlowNotUsableError(
                _("History must be at least {block} days long.").format(block=2 * BLOCK)
            )
        if any(not p.rates or not 0 <= min(p.rates) <= max(p.rates) <= 1 for p in self.promised):
            raise FlowNotUsableError(_("How often a word is kept is a share between 0 and 1."))
