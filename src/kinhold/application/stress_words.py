"""What a loss breaks and what can be done about it, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.application.wording import (
    count,
    say_clock,
    say_hours,
    say_list,
    say_minutes,
    say_short_day,
)
from kinhold.domain.money import Money, say
from kinhold.domain.periods import Interval
from kinhold.engines.stress.outage import still_liable
from kinhold.engines.stress.ranking import nights_rest_on
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.domain.household import Household
    from kinhold.engines.money.runway import Missed
    from kinhold.engines.stress.impact import Chances, Figures, Impact
    from kinhold.engines.stress.likelihood import Expected, Likelihood
    from kinhold.engines.stress.repair import Chosen, Repair

HORIZON: Final = 365
MOST_NAMES: Final = 5
SHOWN_WINDOWS: Final = 3
LONG: Final = 12 * 60
"""Minutes from which the end of hours is said with its day."""
NOTHING: Final = N_("nothing breaks")


def headline(household: Household, base: Figures) -> str:
    """Return on whom the nights rest."""
    if not household.children:
        return _("No child is on the record yet, so there is nobody to cover for.")
    names = ["you" if c.main else c.name for c in nights_rest_on(household, base)]
    if len(names) > MOST_NAMES:
        names = [
            *names[: MOST_NAMES - 1],
            _("{names} others").format(names=len(names) - MOST_NAMES + 1),
        ]
    if not base.nights or names == ["you"]:
        return _("The nights rest on you alone.")
    return _("The nights rest on {names}.").format(names=say_list(names))


def say_base(household: Household, base: Figures) -> str:
    """Return a household's figures in one sentence: no one, no relief, money."""
    money = ""
    if base.runway_days is not None:
        money = _("priority bills paid for {runway}").format(runway=say_runway(base.runway_days))
    if not household.children:
        return f"{money.capitalize()}." if money else ""
    covered = (
        _("No hour without an adult")
        if not base.gaps
        else _("{hours} with no one, first {first_hour}").format(
            hours=say_hours(base.no_one_minutes), first_hour=first_hour(household, base)
        )
    )
    nights = _("{nights} of {base_nights} with no relief for you").format(
        nights=count(len(base.unrelieved), "night"), base_nights=base.nights
    )
    return f"{covered}; {nights}{'; ' if money else ''}{money}."


def say_runway(days: int) -> str:
    """Return days, or that it is at least the horizon."""
    return (
        _("at least {horizon} days").format(horizon=HORIZON)
        if days >= HORIZON
        else count(days, "day")
    )


def first_hour(household: Household, figures: Figures) -> str:
    """Return when nobody is there for the first time: `Mon 23 Nov 22:00`."""
    return _moment(household, figures.gaps[0].interval)


def _moment(household: Household, interval: Interval) -> str:
    start, country = interval.start, household.country
    day = start.astimezone(household.zone).date()
    return f"{say_short_day(day, country)} {say_clock(start, household.zone, country)}"


def say_care(household: Household, impact: Impact) -> str:
    """Return what a loss opens in hours and nights; empty where it opens nothing."""
    parts, figures = [], impact.figures
    if impact.more_no_one > 0:
        more = "more " if figures.no_one_minutes > impact.more_no_one else ""
        parts.append(
            _("{hours} {more}with no one, first {first_hour}").format(
                hours=say_hours(impact.more_no_one),
                more=more,
                first_hour=first_hour(household, figures),
            )
        )
    if impact.more_unrelieved > 0:
        parts.append(
            _("{nights} with no relief").format(nights=count(impact.more_unrelieved, "more night"))
        )
    return ", ".join(parts)


def first_unpaid(impact: Impact) -> Missed | None:
    """Return the bill to name: the first priority bill that a loss leaves unpaid, or the first of any."""
    priority = [m for m in impact.newly_missed if m.item.priority == "priority"]
    found = priority or list(impact.newly_missed)
    if not found and impact.runway_lost > 0:
        found = list(impact.figures.missed_priority)
    return found[0] if found else None


def say_money(household: Household, impact: Impact) -> str:
    """Return the first bill that a loss leaves unpaid; empty where it leaves none."""
    missed = first_unpaid(impact)
    if missed is not None:
        day, short = say_short_day(missed.day, household.country), say(missed.shortfall)
        if missed.shortfall.minor <= missed.item.amount.minor:
            return _("{label} short by {short} on {day}").format(
                label=missed.item.label, short=short, day=day
            )
        return _("{label} unpaid on {day}, {short} missing by then").format(
            label=missed.item.label, day=day, short=short
        )
    if impact.more_unpaid > 0:
        return _("{money} more unpaid within a year").format(
            money=say(Money(impact.more_unpaid, household.currency))
        )
    return ""


def say_stands(household: Household, stands: Impact, free: Impact) -> str:
    """Return what is open where nobody else changes their turns; empty where that is the same."""
    if (stands.more_no_one, stands.more_unrelieved) == (free.more_no_one, free.more_unrelieved):
        return ""
    said = say_care(household, stands)
    after = say_care(household, free) or _(NOTHING)
    return (
        _("If nobody else changes their turns: {said}. If others swap: {after}.").format(
            said=said, after=after
        )
        if said
        else ""
    )


def say_crystallised(household: Household, impact: Impact) -> str:
    """Return what of joint debts falls on those who stay; empty where nothing does."""
    if not impact.crystallised:
        return ""
    part = say(Money(impact.crystallised, household.currency))
    others = still_liable(household, impact.contingency)
    return _("{part} more of joint debt falls on {value}.").format(
        part=part, value=say_list(["you", *map(household.name, others)])
    )


def say_chances(chances: Chances | None) -> str:
    """Return the middle and the bad tenth of simulated years; empty where none were simulated."""
    if chances is None:
        return ""
    middle, late = say_runway(chances.runway_p50), say_runway(chances.runway_p10)
    said = _(
        "In the middle one of {paths:,} simulated years priority bills are paid for {middle}"
    ).format(paths=chances.paths, middle=middle)
    if chances.runway_p10 != chances.runway_p50:
        said += _("; in one of ten for {late} or fewer").format(late=late)
    if chances.missed_p10:
        said += _(", with {bills} not paid in full").format(
            bills=count(chances.missed_p10, "priority bill")
        )
    return f"{said}."


def say_likely(household: Household, known: Likelihood | None, mean: Expected | None) -> str:
    """Return how often it happens by the record, and what that costs on average."""
    if known is None or mean is None:
        return ""
    if known.each_year:
        return _("By surveys about {each_year:g} times a year.").format(each_year=known.each_year)
    said = _("Kept {kept} of {counted} so far").format(kept=known.kept, counted=known.counted)
    said += _(", too few to say much") if known.assumed else ""
    parts = []
    if mean.no_one >= 1:
        parts.append(_("{time} with no one").format(time=say_minutes(round(mean.no_one))))
    if mean.unrelieved >= 0.05:  # noqa: PLR2004 - less is said as nothing
        parts.append(_("{unrelieved:.1f} nights with no relief").format(unrelieved=mean.unrelieved))
    if mean.unpaid >= 1:
        parts.append(
            _("{money} short").format(money=say(Money(round(mean.unpaid), household.currency)))
        )
    return (
        _("{said}: on average {parts} a fortnight.").format(said=said, parts=say_list(parts))
        if parts
        else f"{said}."
    )


def say_windows(
    household: Household, windows: tuple[Interval, ...], *, shown: int = SHOWN_WINDOWS
) -> str:
    """Return hours with their days: `Tue 24 Nov 22:00 to 03:00`, the first few and how many more."""
    said = [
        _("{moment} to {end}").format(moment=_moment(household, w), end=_end(household, w))
        for w in windows[:shown]
    ]
    more = len(windows) - shown
    return say_list([*said, f"{count(more, 'more time')}"] if more > 0 else said)


def _end(household: Household, interval: Interval) -> str:
    """When hours end: with the day, where they are longer than a night."""
    if interval.minutes > LONG:
        return _moment(household, Interval(interval.end, interval.end))
    return say_clock(interval.end, household.zone, household.country)


def say_measure(household: Household, chosen: Chosen) -> str:
    """Return one measure as a thing to do, with its hours."""
    each = say_windows(household, chosen.windows)
    return f"{say_what(household, chosen)}: {each}" if each else say_what(household, chosen)


def say_what(household: Household, chosen: Chosen) -> str:
    """Return one measure as a thing to do, without its hours."""
    step = chosen.measure
    who = household.name(step.about)
    hours = say_hours(chosen.minutes)
    said = {
        "ask": _("Ask {who} for {hours}").format(who=who, hours=hours),
        "pay": _("Pay {who} for {hours}").format(who=who, hours=hours),
        "swap": _("Swap a shift ({who})").format(who=who),
        "move": _("Move {about} to another day").format(about=step.about),
        "place": _("{about} for {hours}").format(about=step.about, hours=hours),
        "claim": _("Claim {about}").format(about=step.about),
        "support": _("Make a formal claim for support: {about}").format(about=step.about),
        "defer": _("Ask for a later day for {about}").format(about=step.about),
        "arrange": _("Arrange to spread {about}").format(about=step.about),
        "breathing-space": _("Ask a debt adviser for breathing space"),
        "sell": _("Sell {about}").format(about=step.about),
        "drop": _("End {about}").format(about=step.about),
    }
    return said[step.kind]


def say_steps(household: Household, chosen: Iterable[Chosen], cost: Money) -> str:
    """Return a set of measures and what it costs in the fortnight."""
    steps = ". ".join(say_measure(household, c) for c in chosen)
    return f"{steps}. {say_cost(cost)}"


def say_cost(cost: Money) -> str:
    """Return what a set costs, as a sentence."""
    return (
        _("{cost} in the fortnight.").format(cost=say(cost)) if cost.minor > 0 else _("At no cost.")
    )


def say_result(household: Household, repair: Repair, *, base: Figures | None = None) -> str:
    """Return what holds with a set of measures, as a sentence; empty where nothing is told.

    Args:
        household: as it stands.
        repair: the set.
        base: the figures of the household as it stands, where nothing was lost; then what is left
            open is told beside what is open now.
    """
    if repair.holds:
        return _("Then it holds.")
    if base:
        still = _instead(repair.impact.figures, base)
        return _("Then {still}.").format(still=still) if still else ""
    still = say_open(household, repair.impact)
    return _("It is the least bad found. Still open: {still}.").format(still=still) if still else ""


def _instead(after: Figures, base: Figures) -> str:
    parts = []
    if after.no_one_minutes < base.no_one_minutes:
        left = say_hours(after.no_one_minutes) if after.no_one_minutes else _("no time")
        parts.append(
            _("{left} with no one instead of {hours}").format(
                left=left, hours=say_hours(base.no_one_minutes)
            )
        )
    if len(after.unrelieved) < len(base.unrelieved):
        left = count(len(after.unrelieved), "night")
        parts.append(
            _("{left} with no relief instead of {unrelieved}").format(
                left=left, unrelieved=len(base.unrelieved)
            )
        )
    if (after.runway_days or 0) > (base.runway_days or 0):
        was = base.runway_days or 0
        parts.append(
            _("priority bills paid for {runway} instead of {was}").format(
                runway=say_runway(after.runway_days or 0), was=was
            )
        )
    if not parts and len(after.missed_priority) < len(base.missed_priority):
        left = count(len(after.missed_priority), "priority bill")
        parts.append(
            _("{left} missed in a year instead of {missed_priority}").format(
                left=left, missed_priority=len(base.missed_priority)
            )
        )
    return say_list(parts)


def say_open(household: Household, impact: Impact) -> str:
    """Return what stays open after a repair; empty where nothing does."""
    left = impact.figures
    parts = (
        [_("{hours} with no one").format(hours=say_hours(left.no_one_minutes))]
        if impact.more_no_one > 0
        else []
    )
    if impact.more_unrelieved > 0:
        parts.append(
            _("{nights} with no relief").format(nights=count(impact.more_unrelieved, "more night"))
        )
    lost = impact.runway_lost > 0 or impact.more_missed_priority > 0
    still = left.missed_priority if lost else impact.newly_missed
    if still:
        day = say_short_day(still[0].day, household.country)
        parts.append(_("{label} on {day}").format(label=still[0].item.label, day=day))
    if not parts and impact.more_unpaid > 0:
        parts.append(
            _("{money} unpaid within a year").format(
                money=say(Money(impact.more_unpaid, household.currency))
            )
        )
    return say_list(parts)
