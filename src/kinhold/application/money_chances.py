"""What may happen to the money: the fan of a year, and how often the rent is missed by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import count, say_day
from kinhold.engines.money.cash_flow import RANKS, CashFlow
from kinhold.engines.money.matching import payments_in
from kinhold.engines.money.simulation import PATHS, Simulation, simulate
from kinhold.engines.money.uncertainty import Uncertain, cash_flow_of, shocks_of, spreads_of
from kinhold.engines.promises.beta import beta_quantile
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.promises import Reliability
    from kinhold.engines.money.runway import MoneyOutlook

RATES: Final = 64
"""Quantiles by which a person's reliability is thrown."""
LOOKED_AT: Final = (30, 90, 180, 364)


@dataclass(frozen=True, slots=True)
class Chance:
    """How often something is missed by a day, of all simulated years.

    Attributes:
        day: ISO.
        home: share of paths in which rent or mortgage was missed by then, 0 to 1.
        any_priority: the same for any priority bill.
        sentence: in words.
    """

    day: str
    home: float
    any_priority: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Fan:
    """Money there less what is overdue, as simulated; a forecast, and never an entry.

    Attributes:
        low, middle, high: the 10th, 50th and 90th percentile for each day, minor units.
        paths: simulated years.
        chances: by some days ahead.
        rests_on: what was thrown, one sentence each.
    """

    low: tuple[int, ...]
    middle: tuple[int, ...]
    high: tuple[int, ...]
    paths: int
    chances: tuple[Chance, ...]
    rests_on: tuple[str, ...]


def flow_of(*, standing: Standing, outlook: MoneyOutlook) -> CashFlow | None:
    """Return the household's cash flow with its uncertainty, or None where there is no runway."""
    runway = outlook.runway
    if runway is None:
        return None
    household, on = standing.household, runway.start
    promised = (i for i in runway.left_out if i.due >= on)
    uncertain = Uncertain(
        spreads=spreads_of(household, outlook.payments or payments_in(household)),
        everyday=outlook.everyday,
        rates=lambda who: _rates(standing.reliability.get((who, "money"))),
        shocks=shocks_of(standing.rules, on=on, currency=household.currency),
    )
    return cash_flow_of(
        (*outlook.counted, *promised),
        opening=runway.opening.minor,
        on=on,
        horizon=runway.horizon,
        uncertain=uncertain,
    )


def _rates(known: Reliability | None) -> tuple[float, ...]:
    """Equally likely shares of promises kept: quantiles of what is known of that person's word."""
    mean, weight = (known.mean, known.effective_n + 2) if known else (0.5, 2.0)
    a, b = mean * weight, (1 - mean) * weight
    return tuple(beta_quantile((place + 0.5) / RATES, a, b) for place in range(RATES))


def fan(*, standing: Standing, flow: CashFlow, start: date, paths: int = PATHS) -> Fan:
    """Return what many simulated years of a cash flow do.

    Raises:
        SimulationNotInstalledError: where numpy is not installed.
    """
    seen = simulate(flow, paths=paths)
    days = [day for day in LOOKED_AT if day < flow.days]
    return Fan(
        seen.low,
        seen.middle,
        seen.high,
        seen.paths,
        tuple(_chance(seen, day, start, standing, roof=any(flow.due[0])) for day in days),
        _rests_on(flow, seen),
    )


def _chance(seen: Simulation, day: int, start: date, standing: Standing, *, roof: bool) -> Chance:
    when = start + timedelta(days=day)
    home = seen.chance(RANKS[0], day)
    either = seen.chance_of_priority(day)
    what, share = (_("the rent or mortgage is missed"), home) if roof else (
        _("a priority bill is missed"), either
    )  # fmt: skip
    said = say_day(when, standing.household.country)
    return Chance(
        when.isoformat(),
        home,
        either,
        _("In {share} simulated years {what} by {said}.").format(
            share=say_share(share), what=what, said=said
        ),
    )


def say_share(share: float) -> str:
    """Return `12 of 100`, `fewer than 1 of 100`, `none of the`, `more than 99 of 100`, `all`."""
    if share <= 0:
        return _("none of the")
    if share >= 1:
        return "all"
    per_cent = round(share * 100)
    if per_cent < 1:
        return _("fewer than 1 of 100")
    if per_cent > 99:  # noqa: PLR2004 - of 100
        return _("more than 99 of 100")
    return _("{per_cent} of 100").format(per_cent=per_cent)


def _rests_on(flow: CashFlow, seen: Simulation) -> tuple[str, ...]:
    said = [_("{paths:,} simulated years; a forecast, not a promise.").format(paths=seen.paths)]
    if flow.history:
        weeks = count(len(flow.history) // 7, "week")
        said.append(
            _("Everyday money as in {weeks} of your statements, in blocks of four weeks.").format(
                weeks=weeks
            )
        )
    if flow.promised:
        said.append(_("Promised money comes as often as that person’s word was kept."))
    if any(map(any, flow.spread)) or any(flow.income_spread):
        said.append(
            _("Bills and incomes that vary do so by what was paid, or by an assumed share.")
        )
    if flow.shocks:
        said.append(
            _("Unexpected bills about {each_year:g} times a year, as surveys have them.").format(
                each_year=flow.shocks.each_year
            )
        )
    return tuple(said)
