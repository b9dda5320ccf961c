"""How often something happens: a small subset of RFC 5545 recurrence rules, never below a day.

Text forms (the notation's `each=`):

    day  2days            week  2weeks  week:mon,thu  2weeks:fri
    month  3months        month:27  month:1,15  month:last  month:1fri  month:lastsun
    year

A rule without days repeats on the anchor's own weekday or day of the month. A day of the month
that a short month lacks falls on its last day, because that is when the bill is due (RFC 5545
would skip the month).
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator

Unit = Literal["day", "week", "month", "year"]
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_OCCURRENCES: Final = 4000
"""A horizon of ten years of daily occurrences; more is refused rather than computed."""

_TEXT = re.compile(r"(?P<n>\d{0,3})(?P<unit>day|week|month|year)s?(?::(?P<days>[a-z0-9,]+))?")
_ORDINAL = re.compile(r"(?P<n>[1-5]|last)(?P<day>mon|tue|wed|thu|fri|sat|sun)")
_LAST: Final = -1
_LONGEST_MONTH: Final = 31


class RecurrenceNotUnderstoodError(KinholdError):
    """A recurrence is not one of the supported forms."""

    def __init__(self, text: str) -> None:
        """Say what was given and what would do."""
        super().__init__(
            _(
                "“{text}” does not say how often. Write it like day, week, 2weeks, week:mon,thu, "
                "month, month:27, month:last, month:1fri or year."
            ).format(text=text[:40])
        )


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A rule that yields days.

    Attributes:
        unit: day, week, month or year.
        interval: every how many units, at least 1.
        weekdays: 0 (Monday) to 6; only with weeks.
        monthdays: 1 to 31, or −1 for the last; only with months.
        ordinals: (n, weekday) with n 1 to 5 or −1, such as the first Friday; only with months.
    """

    unit: Unit
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    ordinals: tuple[tuple[int, int], ...] = ()


def parse_recurrence(text: str) -> Recurrence:
    """Read one of the text forms above.

    Raises:
        RecurrenceNotUnderstoodError: for anything else, such as a rule below a day.
    """
    match = _TEXT.fullmatch(text.lower())
    if match is None or match["n"] == "0":
        raise RecurrenceNotUnderstoodError(text)
    interval = int(match["n"] or 1)
    if interval < 1:
        raise RecurrenceNotUnderstoodError(text)
    unit: Unit = match["unit"]  # type: ignore[assignment]  # the pattern admits only the four
    days = match["days"].split(",") if match["days"] else []
    if not days:
        return Recurrence(unit, interval)
    try:
        if unit == "week":
            return Recurrence(
                unit, interval, weekdays=tuple(sorted({WEEKDAYS.index(d) for d in days}))
            )
        if unit == "month":
            return _monthly(interval, days)
    except ValueError:
        pass
    raise RecurrenceNotUnderstoodError(text)


def _monthly(interval: int, days: list[str]) -> Recurrence:
    monthdays, ordinals = set(), set()
    for day in days:
        ordinal = _ORDINAL.fullmatch(day)
        if ordinal:
            n = _LAST if ordinal["n"] == "last" else int(ordinal["n"])
            ordinals.add((n, WEEKDAYS.index(ordinal["day"])))
        elif day == "last":
            monthdays.add(_LAST)
        elif 1 <= int(day) <= _LONGEST_MONTH:
            monthdays.add(int(day))
        else:
            raise ValueError(day)
    return Recurrence(
        "month", interval, monthdays=tuple(sorted(monthdays)), ordinals=tuple(sorted(ordinals))
    )


def format_recurrence(rule: Recurrence) -> str:
    """Return the text form that `parse_recurrence` reads back exactly."""
    head = rule.unit if rule.interval == 1 else f"{rule.interval}{rule.unit}s"
    days = [WEEKDAYS[d] for d in rule.weekdays]
    days += ["last" if d == _LAST else str(d) for d in rule.monthdays]
    days += [f"{'last' if n == _LAST else n}{WEEKDAYS[d]}" for n, d in rule.ordinals]
    return f"{head}:{','.join(days)}" if days else head


def say_recurrence(rule: Recurrence) -> str:
    """Return the rule as a person would say it: `every week on Mon and Thu`."""
    names = {d: WEEKDAYS[d].capitalize() for d in range(7)}
    every = (
        _("every {unit}").format(unit=rule.unit)
        if rule.interval == 1
        else _("every {interval} {unit}s").format(interval=rule.interval, unit=rule.unit)
    )
    days = [names[d] for d in rule.weekdays]
    days += [
        _("the last day") if d == _LAST else _("the {nth}").format(nth=_nth(d))
        for d in rule.monthdays
    ]
    days += [
        _("the {nth} {names}").format(nth=_("last") if n == _LAST else _nth(n), names=names[d])
        for n, d in rule.ordinals
    ]
    if not days:
        return every
    said = days[0] if len(days) == 1 else ", ".join(days[:-1]) + " and " + days[-1]
    return _("{every} on {said}").format(every=every, said=said)


def _nth(n: int) -> str:
    teen = n % 100 in (11, 12, 13)
    return f"{n}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def occurrences(
    rule: Recurrence | None, *, anchor: date, start: date, end: date, until: date | None = None
) -> tuple[date, ...]:
    """Return the days on which something falls in `[start, end)`, in order.

    Args:
        rule: how often; None means once, on the anchor.
        anchor: the first day it can fall on, which also fixes the phase.
        start: first day of the window.
        end: day after the window.
        until: the last day it can fall on, where there is one.

    Returns:
        At most `MAX_OCCURRENCES` days, none before the anchor.
    """
    stop = end if until is None else min(end, until + timedelta(days=1))
    if rule is None:
        return (anchor,) if start <= anchor < stop else ()
    days: list[date] = []
    for day in _days(rule, anchor, max(start, anchor), stop):
        days.append(day)
        if len(days) >= MAX_OCCURRENCES:
            break
    return tuple(days)


def _days(rule: Recurrence, anchor: date, start: date, stop: date) -> Iterator[date]:
    if rule.unit == "day":
        skip = -((anchor - start).days // rule.interval) * rule.interval
        day = anchor + timedelta(days=max(0, skip))
        while day < stop:
            if day >= start:
                yield day
            day += timedelta(days=rule.interval)
    elif rule.unit == "week":
        yield from _weekly(rule, anchor, start, stop)
    else:
        yield from _monthly_days(rule, anchor, start, stop)


def _weekly(rule: Recurrence, anchor: date, start: date, stop: date) -> Iterator[date]:
    week = anchor - timedelta(days=anchor.weekday())
    gap = (start - week).days // 7
    week += timedelta(weeks=gap - gap % rule.interval)
    while week < stop:
        for weekday in rule.weekdays or (anchor.weekday(),):
            day = week + timedelta(days=weekday)
            if start <= day < stop:
                yield day
        week += timedelta(weeks=rule.interval)


def _monthly_days(rule: Recurrence, anchor: date, start: date, stop: date) -> Iterator[date]:
    step = rule.interval * (12 if rule.unit == "year" else 1)
    first = anchor.year * 12 + anchor.month - 1
    behind = max(0, start.year * 12 + start.month - 1 - first)
    index = first + behind - behind % step
    while True:
        year, month = divmod(index, 12)
        if year > date.max.year or date(year, month + 1, 1) >= stop:
            return
        for day in sorted(set(_in_month(rule, anchor, year, month + 1))):
            if start <= day < stop:
                yield day
        index += step


def _in_month(rule: Recurrence, anchor: date, year: int, month: int) -> Iterator[date]:
    length = monthrange(year, month)[1]
    for number in rule.monthdays or (() if rule.ordinals else (anchor.day,)):
        yield date(year, month, length if number == _LAST else min(number, length))
    for n, weekday in rule.ordinals:
        days = [d for d in range(1, length + 1) if date(year, month, d).weekday() == weekday]
        if n == _LAST:
            yield date(year, month, days[-1])
        elif n <= len(days):
            yield date(year, month, days[n - 1])
