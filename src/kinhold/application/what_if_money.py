"""What if there were a car, another flat, a course, a second baby, fewer hours: before and after."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.household_on import standing_on
from kinhold.application.money import money_outlook, positions
from kinhold.application.money_chances import flow_of
from kinhold.application.wording import MONTHS, say_short_day
from kinhold.domain.dates import from_day
from kinhold.domain.fact import Label
from kinhold.domain.finances import IncomeStated
from kinhold.domain.findings import KinholdError
from kinhold.domain.money import Money, say
from kinhold.domain.recurrence import Recurrence
from kinhold.engines.money.affordability import HORIZON, YEAR, Affordability, affordability
from kinhold.engines.money.simulation import SimulationNotInstalledError, simulate
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.fact import Fact
    from kinhold.engines.money.runway import Missed, MoneyOutlook, Runway
    from kinhold.record.record import Record

PATHS: Final = 2_000
"""Simulated years for each start tried: a standard error of at most 1.1 percent."""
EXTRA: Final = Label("extra each month")


class WhatIfNotUsableError(KinholdError):
    """A what-if that changes nothing, or a household whose money is not known yet."""


@dataclass(frozen=True, slots=True)
class Side:
    """Before, or after.

    Attributes:
        runway: in one sentence.
        days: to the first missed priority bill; the horizon where none is missed.
        lowest: lowest balance before the next pay day, minor units, and its ISO day.
        rent: share of simulated years in which rent or mortgage is missed within the horizon, 0 to
            1; None where nothing was simulated.
        positions: each day's balance less what is overdue, minor units.
    """

    runway: str
    days: int
    lowest: int
    lowest_day: str
    rent: float | None
    positions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """A what-if and what it does; nothing of it is kept.

    Attributes:
        lines: what is added, in the notation.
        answer: in one or two sentences.
        holds: whether it holds as asked.
        from_month: the first day, ISO, from which it holds; empty where none is found in a year.
        needs: minor units more a month with which it would hold as asked; None where not found.
        worse: bills that are missed with it and not without, in words.
        before, after: the two sides.
        currency, start: of the figures.
    """

    lines: tuple[str, ...]
    answer: str
    holds: bool
    from_month: str
    needs: int | None
    worse: tuple[str, ...]
    before: Side
    after: Side
    currency: str
    start: str


_NOTHING_TO_TRY: Final = N_(
    "There is nothing to try. Add what would change, for example a bill: 2027-01-05 bill "
    "Car amount=180 each=month:5"
)


def what_if_money(
    *, record: Record, facts: Sequence[Fact], lines: Sequence[str], on: date
) -> WhatIfPage:
    """Return what added facts would do to the money.

    Args:
        record: what is known.
        facts: bills, incomes, debts, balances that would be; a later statement about the same thing
            takes the place of the one before it from its day on.
        lines: the same in the notation, to be shown.
        on: the first day.

    Raises:
        WhatIfNotUsableError: where there is nothing to try, or no runway to compare with.
    """
    if not facts:
        raise WhatIfNotUsableError(_(_NOTHING_TO_TRY))
    now = standing_on(record=record, day=on)
    here, far = (
        money_outlook(standing=now, on=on),
        money_outlook(standing=now, on=on, horizon=HORIZON),
    )
    if here.runway is None or far.runway is None:
        raise WhatIfNotUsableError(
            _("There is no runway to compare with yet. First: ")
            + (here.questions[0].text if here.questions else _("what is in your account today?"))
        )
    tried = _Tried(record, on)
    base_chance = _rent(now, here)

    def rises(added: Sequence[Fact]) -> float:
        chance = _rent(*tried.outlook(added, 0, YEAR.days)[:2])
        return 0.0 if chance is None or base_chance is None else chance - base_chance

    found = affordability(
        facts,
        before=far.runway,
        project=lambda added, extra: tried.outlook(added, extra, HORIZON)[2],
        rises=rises,
    )
    later, seen, runway = tried.outlook(facts, 0, YEAR.days)
    return WhatIfPage(
        lines=tuple(lines),
        answer=_answer(found, now, here.runway, runway),
        holds=found.holds,
        from_month=found.from_start.isoformat() if found.from_start else "",
        needs=found.needs,
        worse=tuple(_short(m, now.household.country) for m in found.worse[:8]),
        before=_side(now, here.runway, base_chance),
        after=_side(later, runway, _rent(later, seen)),
        currency=now.household.currency,
        start=on.isoformat(),
    )


def _short(missed: Missed, country: str) -> str:
    return _("{label} on {day}: short by {shortfall}").format(
        label=missed.item.label,
        day=say_short_day(missed.item.due, country),
        shortfall=say(missed.shortfall),
    )


class _Tried:
    """Outlooks of the household with facts added; each is worked out once."""

    def __init__(self, record: Record, on: date) -> None:
        self._record: Final = record
        self._on: Final = on
        self._known: Final[dict[tuple[object, ...], tuple[Standing, MoneyOutlook, Runway]]] = {}

    def outlook(
        self, facts: Sequence[Fact], extra: int, horizon: int
    ) -> tuple[Standing, MoneyOutlook, Runway]:
        key = (tuple(facts), extra, horizon)
        if key not in self._known:
            added = [*facts, *self._more(extra)]
            standing = standing_on(record=self._record.with_facts(added), day=self._on)
            seen = money_outlook(standing=standing, on=self._on, horizon=horizon)
            if seen.runway is None:
                raise WhatIfNotUsableError(_("With this there is no balance or bill to go by."))
            self._known[key] = (standing, seen, seen.runway)
        return self._known[key]

    def _more(self, extra: int) -> list[Fact]:
        if not extra:
            return []
        currency = standing_on(record=self._record, day=self._on).household.currency
        return [
            IncomeStated(
                fact_id="extra",
                occurred=from_day(self._on),
                about=EXTRA,
                amount=Money(extra, currency),
                each=Recurrence("month", 1),
            )
        ]


def _rent(standing: Standing, seen: MoneyOutlook) -> float | None:
    flow = flow_of(standing=standing, outlook=seen)
    if flow is None:
        return None
    try:
        return simulate(flow, paths=PATHS).chance("home", flow.days - 1)
    except SimulationNotInstalledError:
        return None


def _side(standing: Standing, runway: Runway, rent: float | None) -> Side:
    return Side(
        runway=_runway(standing, runway),
        days=runway.days,
        lowest=runway.lowest.amount.minor,
        lowest_day=runway.lowest.day.isoformat(),
        rent=rent,
        positions=positions(runway),
    )


def _runway(standing: Standing, runway: Runway) -> str:
    missed = runway.first_priority
    if missed is None:
        return _("Every priority bill can be paid for at least {horizon} days.").format(
            horizon=runway.horizon
        )
    day = say_short_day(missed.day, standing.household.country)
    return _("{label} on {day} is the first priority bill that cannot be paid.").format(
        label=missed.item.label, day=day
    )


def _answer(found: Affordability, now: Standing, before: Runway, after: Runway) -> str:
    if found.holds:
        return _(
            "It holds: no priority or essential bill is missed that would not be missed without it."
        )
    first = next(iter(found.worse), None)
    country = now.household.country
    said = (
        _("Not as asked: {label} on {day} could not be paid, short by {shortfall}.").format(
            label=first.item.label,
            day=say_short_day(first.item.due, country),
            shortfall=say(first.shortfall),
        )
        if first
        else _("Not as asked: the rent would be missed clearly more often in simulated years.")
    )
    if found.from_start is not None:
        month = f"{_(MONTHS[found.from_start.month - 1])} {found.from_start.year}"
        said += _(" Begun in {month}, it holds.").format(month=month)
    else:
        said += _(" No later start in the next twelve months holds either.")
    if found.needs:
        said += _(" As asked it would hold with {money} more each month.").format(
            money=say(Money(found.needs, after.opening.currency))
        )
    if not before.lasts:
        said += _(" Without it, too, a priority bill is missed.")
    return said
