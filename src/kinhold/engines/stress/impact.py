"""What a loss does to cover, sleep and money, beside the household as it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from kinhold.domain.care import Gap, UnrelievedNight
    from kinhold.domain.household import Household
    from kinhold.engines.care.coverage import Coverage
    from kinhold.engines.money.runway import Missed, MoneyOutlook
    from kinhold.engines.stress.contingencies import Contingency

    Foresee = Callable[[Household, MoneyOutlook], "Chances | None"]
    Cover = Callable[[Household], Coverage]
    Outlook = Callable[[Household], MoneyOutlook]


@dataclass(frozen=True, slots=True)
class Chances:
    """What simulated years do: the middle one, and the one that nine of ten are better than.

    Attributes:
        paths: simulated years.
        runway_p50, runway_p10: days to the first missed priority bill, or the horizon.
        missed_p50, missed_p10: due days of priority bills that could not be paid in full.
    """

    paths: int
    runway_p50: int
    runway_p10: int
    missed_p50: int
    missed_p10: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What holds and what does not, for one version of the household.

    Attributes:
        gaps: time with no responsible adult, in order.
        no_one_minutes: its length in all.
        longest_gap: minutes of the longest gap.
        nights: nights looked at.
        unrelieved: nights with no relief for the main carer, in order.
        sleep_lost: minutes by which her longest rests fall short of the target, summed over nights.
        runway_days: days to the first missed priority bill; None where money was not told.
        missed_priority: priority bills that cannot be paid within the horizon.
        missed: every bill of any class that cannot be paid on time.
        unpaid: minor units still open at the end of the horizon.
        paid_care: what the paid hours of the care horizon cost, minor units.
        chances: of simulated years, where they were simulated.
    """

    gaps: tuple[Gap, ...]
    no_one_minutes: int
    longest_gap: int
    nights: int
    unrelieved: tuple[UnrelievedNight, ...]
    sleep_lost: int
    runway_days: int | None
    missed_priority: tuple[Missed, ...]
    missed: tuple[Missed, ...]
    unpaid: int
    paid_care: int = 0
    chances: Chances | None = None

    @property
    def nights_in_a_row(self) -> int:
        """The longest run of nights with no relief, one after the other."""
        longest = run = 0
        last = None
        for night in self.unrelieved:
            day = night.night.start.date().toordinal()
            run = run + 1 if last is not None and day == last + 1 else 1
            longest, last = max(longest, run), day
        return longest


@dataclass(frozen=True, slots=True)
class Impact:
    """One loss and what it changes.

    Attributes:
        contingency: the loss.
        figures: after it.
        more_no_one: minutes with no one that were covered before.
        more_unrelieved: nights without relief that had it before.
        more_sleep_lost: minutes of rest lost beyond the base.
        runway_lost: days of runway lost; 0 where money was not told.
        more_missed_priority: priority bills missed beyond the base.
        newly_missed: bills of any class that were paid on time before.
        more_unpaid: minor units left open at the end of the horizon beyond the base.
        crystallised: balance of joint debts that the loss lays on those who stay, minor units.
        more_paid_care: minor units that paid care of the horizon costs beyond the base.
    """

    contingency: Contingency
    figures: Figures
    more_no_one: int
    more_unrelieved: int
    more_sleep_lost: int
    runway_lost: int
    more_missed_priority: int
    newly_missed: tuple[Missed, ...] = ()
    more_unpaid: int = 0
    crystallised: int = 0
    more_paid_care: int = 0

    @property
    def holds(self) -> bool:
        """True where nothing that held before gives way."""
        return not (
            self.more_no_one > 0
            or self.more_unrelieved > 0
            or self.runway_lost > 0
            or self.more_missed_priority > 0
            or self.newly_missed
            or self.more_unpaid > 0
        )


def measure(
    household: Household,
    *,
    cover: Cover,
    outlook: Outlook,
    target: int,
    foresee: Foresee = lambda _household, _seen: None,
) -> Figures:
    """Measure one version of the household with both engines.

    Args:
        household: base, or after an outage.
        cover: plans care over the horizon and says what stays open.
        outlook: projects the money.
        target: the protected-sleep target in minutes.
        foresee: simulates the money; by default nothing is simulated.
    """
    coverage = cover(household)
    seen = outlook(household)
    runway = seen.runway
    return Figures(
        gaps=coverage.gaps,
        no_one_minutes=coverage.no_one_minutes,
        longest_gap=max((g.interval.minutes for g in coverage.gaps), default=0),
        nights=coverage.nights,
        unrelieved=coverage.unrelieved,
        sleep_lost=sum(max(0, target - rest) for rest in coverage.longest),
        runway_days=runway.days if runway else None,
        missed_priority=tuple(m for m in runway.missed if m.item.priority == "priority")
        if runway
        else (),
        missed=runway.missed if runway else (),
        unpaid=runway.unpaid.minor if runway else 0,
        chances=foresee(household, seen),
    )


def compare(
    contingency: Contingency, *, base: Figures, after: Figures, crystallised: int = 0
) -> Impact:
    """Return what a loss changes; the empty loss changes nothing.

    Args:
        contingency: the loss.
        base: before it.
        after: after it.
        crystallised: see `outage.crystallised`.
    """
    before = {(m.item.label, m.item.due) for m in base.missed}
    known = base.runway_days is not None and after.runway_days is not None
    return Impact(
        contingency=contingency,
        figures=after,
        more_no_one=after.no_one_minutes - base.no_one_minutes,
        more_unrelieved=len(after.unrelieved) - len(base.unrelieved),
        more_sleep_lost=after.sleep_lost - base.sleep_lost,
        runway_lost=(base.runway_days or 0) - (after.runway_days or 0) if known else 0,
        more_missed_priority=len(after.missed_priority) - len(base.missed_priority),
        newly_missed=tuple(m for m in after.missed if (m.item.label, m.item.due) not in before),
        more_unpaid=after.unpaid - base.unpaid,
        crystallised=crystallised,
        more_paid_care=after.paid_care - base.paid_care,
    )
