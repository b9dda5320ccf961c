"""Does the money hold with it? A what-if as added facts, before and after (engines.md, Affordability).

A what-if holds where in the year after it begins each of its own bills is paid, no priority or essential
bill is missed, or missed earlier, that is not without it, and the chance of missing the rent within a year from today rises by
at most `MORE_CHANCE`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from kinhold.domain.dates import UNKNOWN, Edtf, bounds, first_day, from_day

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kinhold.domain.fact import Fact
    from kinhold.engines.money.runway import Missed, Runway

MORE_CHANCE: Final = 0.05
"""By how much the chance of missing the rent in a year may rise; a setting, and the page says so."""
MONTHS: Final = 12
"""Months ahead in which a start is looked for."""
YEAR: Final = timedelta(days=365)
HORIZON: Final = 365 + 31 * MONTHS
"""Days looked at: a year after the latest start."""
_STEP: Final = 500
_MOST: Final = 500_000


@dataclass(frozen=True, slots=True)
class Affordability:
    """What a what-if does.

    Attributes:
        holds: whether it does as asked.
        worse: bills missed with it that are not missed, or later, without it; in order of day.
        from_start: the first day of the what-if from which it holds, moved by whole months; None
            where none within `MONTHS`.
        needs: the least extra money a month, in minor units, with which it holds as asked; 0 where it
            holds; None where no such sum was found.
    """

    holds: bool
    worse: tuple[Missed, ...]
    from_start: date | None
    needs: int | None


def worse_than(
    before: Runway, after: Runway, *, until: date, own: frozenset[str] = frozenset()
) -> tuple[Missed, ...]:
    """Return the bills that are missed after and not, or later, before; lesser ones only if `own`.

    Args:
        before: without the what-if.
        after: with it, over the same days.
        until: later misses do not count.
        own: labels of the what-if's own bills.
    """
    known = {(m.item.label, m.item.due): m.day for m in before.missed if m.item.priority != "other"}
    return tuple(
        m
        for m in after.missed
        if (m.item.priority != "other" or m.item.label in own)
        and m.day < min(until, known.get((m.item.label, m.item.due), until))
    )


def affordability(
    facts: Sequence[Fact],
    *,
    before: Runway,
    project: Callable[[Sequence[Fact], int], Runway],
    rises: Callable[[Sequence[Fact]], float],
) -> Affordability:
    """Return whether a what-if holds, from when it would, and what it lacks.

    Args:
        facts: what is added, with the days from which it holds.
        before: the runway without it, over `HORIZON` days.
        project: the runway with facts and so much extra money a month, minor units, over the same.
        rises: by how much facts raise the chance of missing the rent within a year, 0 to 1.
    """
    start, own = starts_on(facts, before.start), frozenset(f.about for f in facts)

    def worse_of(tried: Sequence[Fact], extra: int = 0) -> tuple[Missed, ...]:
        until = starts_on(tried, before.start) + YEAR
        return worse_than(before, project(tried, extra), until=until, own=own)

    worse = worse_of(facts)
    if not worse and rises(facts) <= MORE_CHANCE:
        return Affordability(holds=True, worse=(), from_start=start, needs=0)
    from_start = None
    for months in range(1, MONTHS + 1):
        moved = [moved_by(f, months) for f in facts]
        if not worse_of(moved) and rises(moved) <= MORE_CHANCE:
            from_start = starts_on(moved, start)
            break
    needs = _needs(lambda extra: not worse_of(facts, extra)) if worse else None
    return Affordability(holds=False, worse=worse, from_start=from_start, needs=needs)


def starts_on(facts: Sequence[Fact], otherwise: date) -> date:
    """Return the first day of facts."""
    return min((d for f in facts for d in [first_day(f.occurred)] if d), default=otherwise)


def _needs(fits: Callable[[int], bool]) -> int | None:
    """The least extra sum a month, in steps; a sum that does is found by halving."""
    if not fits(_MOST):
        return None
    low, high = 0, _MOST // _STEP
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fits(middle * _STEP) else (middle, high)
    return high * _STEP


def moved_by(fact: Fact, months: int) -> Fact:
    """Return a fact that begins, and ends, so many months later."""
    changed: dict[str, Any] = {"occurred": moved_day(fact.occurred, months)}
    until = getattr(fact, "until", UNKNOWN)
    if until != UNKNOWN:
        changed["until"] = moved_day(until, months)
    return replace(fact, **changed)


def moved_day(day: Edtf, months: int) -> Edtf:
    """Return a day so many months later, or the last of a month that lacks it; others as they are."""
    from calendar import monthrange

    first = first_day(day)
    if first is None or bounds(day).precision != "day":
        return day
    number = first.year * 12 + first.month - 1 + months
    year, month = divmod(number, 12)
    last = monthrange(year, month + 1)[1]
    return from_day(first.replace(year=year, month=month + 1, day=min(first.day, last)))
