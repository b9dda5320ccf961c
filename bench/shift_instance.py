"""Public shift-scheduling instances: their reader and their checker.

The checker knows nothing of any model and works out feasibility and cost from the roster alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Roster = dict[str, list[str]]
"""By employee, one shift or "" for each day."""

# -- the instance ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shift:
    """A kind of shift: its minutes, and which shifts may not follow on the next day."""

    name: str
    minutes: int
    not_before: frozenset[str]


@dataclass(frozen=True, slots=True)
class Employee:
    """One person's hard limits."""

    name: str
    most_of: dict[str, int]
    most_minutes: int
    least_minutes: int
    most_in_a_row: int
    least_in_a_row: int
    least_off_in_a_row: int
    most_weekends: int
    days_off: frozenset[int]


@dataclass(frozen=True, slots=True)
class Cover:
    """How many are wanted in a shift of a day, and what one too few or too many costs."""

    day: int
    shift: str
    wanted: int
    under: int
    over: int


@dataclass(frozen=True, slots=True)
class Instance:
    """Days begin on a Monday; requests are (employee, day, shift): weight."""

    days: int
    shifts: dict[str, Shift]
    staff: dict[str, Employee]
    on: dict[tuple[str, int, str], int]
    off: dict[tuple[str, int, str], int]
    cover: tuple[Cover, ...]


def read(text: str) -> Instance:
    """Read an instance.

    Raises:
        ValueError: where a section is missing or a line is not understood.
    """
    found = _sections(text)
    shifts = {}
    for name, minutes, *rest in found["SHIFTS"]:
        after = frozenset(rest[0].split("|")) - {""} if rest else frozenset()
        shifts[name] = Shift(name, int(minutes), after)
    off_days = {row[0]: frozenset(int(d) for d in row[1:] if d) for row in found["DAYS_OFF"]}
    staff = {row[0]: _employee(row, off_days.get(row[0], frozenset())) for row in found["STAFF"]}
    return Instance(
        days=int(found["HORIZON"][0][0]),
        shifts=shifts,
        staff=staff,
        on={(e, int(d), s): int(w) for e, d, s, w in found["SHIFT_ON_REQUESTS"]},
        off={(e, int(d), s): int(w) for e, d, s, w in found["SHIFT_OFF_REQUESTS"]},
        cover=tuple(Cover(int(d), s, int(n), int(u), int(o)) for d, s, n, u, o in found["COVER"]),
    )


def _sections(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    current: list[list[str]] = []
    for raw in text.splitlines():
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("SECTION_"):
            current = found.setdefault(line.removeprefix("SECTION_"), [])
            continue
        current.append([part.strip() for part in line.split(",")])
    wanted = {"HORIZON", "SHIFTS", "STAFF", "COVER"}
    if not wanted <= set(found):
        raise ValueError(f"sections missing: {', '.join(sorted(wanted - set(found)))}")
    for name in ("DAYS_OFF", "SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS"):
        found.setdefault(name, [])
    return found


def _employee(row: Sequence[str], days_off: frozenset[int]) -> Employee:
    most_of = {}
    for part in row[1].split("|"):
        name, _, count = part.partition("=")
        most_of[name] = int(count)
    return Employee(row[0], most_of, *(int(v) for v in row[2:8]), days_off)


# -- the checker -----------------------------------------------------------------------------------


def faults(instance: Instance, roster: Roster) -> list[str]:
    """Return every hard constraint that a roster breaks, in words."""
    found = []
    for name, person in instance.staff.items():
        days = roster[name]
        worked = [instance.shifts[s] for s in days if s]
        minutes = sum(s.minutes for s in worked)
        if len(days) != instance.days:
            found.append(f"{name}: {len(days)} days")
        if not person.least_minutes <= minutes <= person.most_minutes:
            found.append(f"{name}: {minutes} minutes")
        found += [f"{name}: works on day {d} off" for d in person.days_off if days[d]]
        found += [
            f"{name}: too many {s}" for s, most in person.most_of.items() if days.count(s) > most
        ]
        found += [
            f"{name}: {b} after {a}"
            for a, b in pairwise(days)
            if a and b in instance.shifts[a].not_before
        ]
        weekends = sum(
            1 for d in range(5, instance.days, 7) if days[d] or (days[d + 1 : d + 2] or [""])[0]
        )
        if weekends > person.most_weekends:
            found.append(f"{name}: {weekends} weekends")
        found += _stretches_at_fault(person, days)
    return found


def _stretches_at_fault(person: Employee, days: Sequence[str]) -> Iterable[str]:
    """Stretches of work and of days off; one at an end of the horizon may go on beyond it."""
    start = 0
    for day in range(1, len(days) + 1):
        if day < len(days) and bool(days[day]) == bool(days[start]):
            continue
        length, inside = day - start, start > 0 and day < len(days)
        if days[start] and length > person.most_in_a_row:
            yield f"{person.name}: {length} in a row"
        least = person.least_in_a_row if days[start] else person.least_off_in_a_row
        if inside and length < least:
            yield f"{person.name}: only {length} in a row from day {start}"
        start = day


def cost(instance: Instance, roster: Roster) -> int:
    """Return what a roster costs: requests not met, and too few or too many in a shift."""
    total = sum(w for (e, d, s), w in instance.on.items() if roster[e][d] != s)
    total += sum(w for (e, d, s), w in instance.off.items() if roster[e][d] == s)
    for c in instance.cover:
        there = sum(1 for days in roster.values() if days[c.day] == c.shift)
        total += c.under * max(0, c.wanted - there) + c.over * max(0, there - c.wanted)
    return total


def rest_of(instance: Instance, people: set[str], others: Roster) -> Instance:
    """The instance of a few people, with what the others leave to be covered."""
    there = Counter((d, s) for days in others.values() for d, s in enumerate(days) if s)
    return replace(
        instance,
        staff={e: p for e, p in instance.staff.items() if e in people},
        on={k: w for k, w in instance.on.items() if k[0] in people},
        off={k: w for k, w in instance.off.items() if k[0] in people},
        cover=tuple(replace(c, wanted=c.wanted - there[c.day, c.shift]) for c in instance.cover),
    )
