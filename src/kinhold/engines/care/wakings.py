"""When a child is expected to wake or feed: from the log where there is one, else by age.

Per hour of the local clock, a Gamma-Poisson rate: the age table gives a prior worth a few nights,
the log adds counts over the nights it covers, so that nights without a log change nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import FeedLogged, NappyChanged, NightWakingLogged, SleepLogged
from kinhold.domain.dates import age_in_months, bounds, instant, last_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from kinhold.domain.care import Child
    from kinhold.domain.fact import Fact
    from kinhold.rules.pack import RulesInForce

HOURS: Final = 24
NIGHT_HOURS: Final = (20, 21, 22, 23, 0, 1, 2, 3, 4, 5, 6, 7)
DAY_STARTS: Final = 8
"""A care day runs from 08:00 to 08:00, so that a night is never cut in two."""

_LOGGED: Final = (FeedLogged, NightWakingLogged, SleepLogged, NappyChanged)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something happens in one care day, by hour of the local clock.

    Attributes:
        by_hour: expected number in each of the 24 hours, starting at midnight.
        from_log: True where the log sized it.
        days: how many logged care days it rests on.
        fact_ids: the logged facts it rests on.
    """

    by_hour: tuple[float, ...]
    from_log: bool
    days: int
    fact_ids: tuple[str, ...]

    @property
    def per_day(self) -> float:
        """Expected number in 24 hours."""
        return sum(self.by_hour)

    def hours(self) -> tuple[int, ...]:
        """Return the likely hours of that many events, in order from 08:00.

        The k-th of n events falls in the hour in which the running total passes k − 1/2.
        """
        order = [(DAY_STARTS + n) % HOURS for n in range(HOURS)]
        placed: list[int] = []
        total = 0.0
        for hour in order:
            total += self.by_hour[hour]
            while total >= len(placed) + 0.5 - 1e-9 and len(placed) < round(self.per_day):
                placed.append(hour)
        return tuple(placed)


def child_months(child: Child, on: date) -> int | None:
    """Return completed months of age, the youngest the record allows; None where not told.

    A birth told only as a month or a year counts as its last day, so that no child is planned as
    older than they are.
    """
    latest = last_day(child.born)
    if latest is None:
        return None
    months = age_in_months(child.born, on)
    if months is None:
        return None
    youngest = (on.year - latest.year) * 12 + on.month - latest.month - (on.day < latest.day)
    return max(0, youngest)


def wakings(
    child: Child, *, rules: RulesInForce, on: date, zone: ZoneInfo, log: Iterable[Fact] = ()
) -> Rhythm:
    """Return expected night wakings by hour for the nights after a day.

    Args:
        child: whose.
        rules: `care.night.wakings` by age and `care.log.nights`.
        on: the local day; the log counts before it.
        zone: the household's zone.
        log: facts of the care log.

    Raises:
        RuleNotInForceError: where the packs have no such table for that day.
    """
    expected = _by_age(child, "care.night.wakings", rules, on)
    prior = [expected / len(NIGHT_HOURS) if h in NIGHT_HOURS else 0.0 for h in range(HOURS)]
    logged = [f for f in log if isinstance(f, NightWakingLogged)]
    return _updated(prior, logged, child=child, log=log, span=_span(rules, on), zone=zone)


def feeds(
    child: Child, *, rules: RulesInForce, on: date, zone: ZoneInfo, log: Iterable[Fact] = ()
) -> Rhythm:
    """Return expected feeds by hour for the days after a day; arguments as for `wakings`.

    Raises:
        RuleNotInForceError: where the packs have no such table for that day.
    """
    expected = _by_age(child, "care.feeds.per_day", rules, on)
    prior = [expected / HOURS] * HOURS
    logged = [f for f in log if isinstance(f, FeedLogged)]
    return _updated(prior, logged, child=child, log=log, span=_span(rules, on), zone=zone)


def _by_age(child: Child, path: str, rules: RulesInForce, on: date) -> float:
    months = child_months(child, on)
    if months is None:
        return 0.0
    return float(rules.by_age(path, on, months=months) or 0)


def _span(rules: RulesInForce, on: date) -> tuple[date, date]:
    nights = int(rules.number("care.log.nights", on))
    return on - timedelta(days=nights), on


def _updated(
    prior: list[float],
    events: Sequence[Fact],
    *,
    child: Child,
    log: Iterable[Fact],
    span: tuple[date, date],
    zone: ZoneInfo,
) -> Rhythm:
    logged_days = {
        day
        for fact in log
        if isinstance(fact, _LOGGED) and fact.about == child.handle
        for day, _ in [_care_day(fact, zone)]
        if day is not None and span[0] <= day < span[1]
    }
    placed = [
        (hour, fact.fact_id)
        for fact in events
        if fact.about == child.handle
        for day, hour in [_care_day(fact, zone)]
        if day in logged_days
    ]
    if not placed:
        return Rhythm(tuple(prior), from_log=False, days=0, fact_ids=())
    counts = [0] * HOURS
    for hour, _ in placed:
        counts[hour] += 1
    days = len(logged_days)
    # The age table weighs as much as one night, spread as the log is not.
    rates = tuple((p + n) / (1 + days) for p, n in zip(prior, counts, strict=True))
    return Rhythm(rates, from_log=True, days=days, fact_ids=tuple(i for _, i in placed))


def _care_day(fact: Fact, zone: ZoneInfo) -> tuple[date | None, int]:
    moment = _moment(fact, zone)
    if moment is None:
        return None, 0
    local = moment.astimezone(zone)
    day = local.date() if local.hour >= DAY_STARTS else local.date() - timedelta(days=1)
    return day, local.hour


def _moment(fact: Fact, zone: ZoneInfo) -> datetime | None:
    if bounds(fact.occurred).precision not in ("minute", "second"):
        return None
    return instant(fact.occurred, zone)
