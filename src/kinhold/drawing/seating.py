"""Who stands beside whom: the order of each generation on a family map, and where along the row.

Rules of the genogram (McGoldrick, Gerson and Petry, *Genograms: Assessment and Treatment*, 2020):
the man left and the woman right where genders are told, several partners on both sides, brothers
and sisters from the eldest on the left. One rule of ours goes first: those who live in the household
stand together, so that one line can go round them and nobody else.
"""

from __future__ import annotations

from collections import deque
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.drawing.kinship import Couple, Family

SLOT: Final = 72.0
"""Least distance between two people of a row, in units."""

THRESHOLD: Final = 16.0
"""How much more between somebody of the household and somebody who is not: room for its line."""


def seat(family: Family) -> dict[int, list[str]]:
    """Return each generation from left to right.

    Args:
        family: the structure.

    Returns:
        Level to handles; everybody in `family.level` once.
    """
    rows: dict[int, list[str]] = {}
    for handle, level in family.level.items():
        rows.setdefault(level, []).append(handle)
    keeper = next((h for h, p in family.people.items() if p.keeper), "")
    middle = family.level.get(keeper, 0)
    seated: dict[int, list[str]] = {}
    for level in sorted(rows, key=lambda n: (abs(n - middle), n)):
        beside = seated.get(level - 1 if level > middle else level + 1, [])
        seated[level] = _together(_row(family, rows[level], keeper, beside), family)
    return dict(sorted(seated.items()))


def _row(family: Family, members: list[str], keeper: str, beside: list[str]) -> list[str]:
    """One row: families of brothers, sisters and couples, each below or above its own people."""
    left = sorted(members, key=lambda h: (h != keeper, _first_tie(family, h, beside)))
    order = _eldest(family, left)
    clusters: list[list[str]] = []
    while order:
        cluster = _Cluster(family, order[0], set(order)).seated()
        clusters.append(cluster)
        order = [h for h in order if h not in cluster]
    place = {h: n for n, h in enumerate(beside)}

    def middle(cluster: list[str]) -> float:
        found = [place[k] for h in cluster for k in _kin_of(family, h) if k in place]
        return sum(found) / len(found) if found else len(place) + 1

    if keeper in members:
        return [h for c in clusters for h in c]
    return [h for c in sorted(clusters, key=middle) for h in c]


def _kin_of(family: Family, handle: str) -> list[str]:
    found: list[str] = []
    for s in family.sibships:
        if handle in s.children:
            found += s.parents
        if handle in s.parents:
            found += s.children
    return found


def _first_tie(family: Family, handle: str, beside: list[str]) -> int:
    return min(
        (beside.index(k) for k in _kin_of(family, handle) if k in beside), default=len(beside)
    )


def _eldest(family: Family, handles: list[str]) -> list[str]:
    """The same handles, brothers and sisters from the eldest on."""
    rank = {h: n for s in family.sibships for n, h in enumerate(s.children)}
    first = {
        h: min(handles.index(k) for k in s.children if k in handles)
        for s in family.sibships
        for h in s.children
        if h in handles
    }
    return sorted(handles, key=lambda h: (first.get(h, handles.index(h)), rank.get(h, 0)))


class _Cluster:
    """Seats one person, then partners beside, brothers, sisters and cousins further out."""

    def __init__(self, family: Family, seed: str, free: set[str]) -> None:
        self.family = family
        self.row = [seed]
        self.side = {seed: 0}
        self.attached: set[str] = set()
        self.free = free - {seed}
        self.queue = deque([seed])

    def seated(self) -> list[str]:
        while True:
            while self.queue:
                here = self.queue.popleft()
                self._partners(here)
                self._siblings(here)
            cousin = next(
                (
                    (a, b)
                    for pair in self.family.cousins
                    for a, b in (pair, pair[::-1])
                    if a in self.side and b in self.free
                ),
                None,
            )
            if cousin is None:
                return self.row
            self._outward(cousin[1], self._way_out(cousin[0]))

    def _partners(self, here: str) -> None:
        found = [c for c in _pairs(self.family) if here in (c.one, c.other)]
        found.sort(key=lambda c: (c.kind == "affair", c.slashes > 0))
        number = 0
        for couple in found:
            other = couple.other if couple.one == here else couple.one
            if other not in self.free:
                continue
            gendered = 1 if couple.one == here else -1
            if self.side[here] and here in self.attached:
                way = self.side[here]
            else:
                way = gendered if number % 2 == 0 else -gendered
            self._beside(other, here, way, skip=number // 2)
            number += 1

    def _beside(self, other: str, here: str, way: int, *, skip: int) -> None:
        at = self.row.index(here)
        at = at + 1 + skip if way > 0 else at - skip
        self.row.insert(max(0, at), other)
        self.side[other] = self.side[here] or way
        self.attached.add(other)
        self._take(other)

    def _siblings(self, here: str) -> None:
        for sibship in self.family.sibships:
            if here not in sibship.children:
                continue
            for other in sibship.children:
                if other in self.free:
                    self._outward(other, self._way_out(here))

    def _way_out(self, here: str) -> int:
        if self.side[here]:
            return self.side[here]
        partners = [
            c.one if c.other == here else c.other
            for c in _pairs(self.family)
            if here in (c.one, c.other)
        ]
        ways = [self.side[p] for p in partners if self.side.get(p)]
        return -ways[0] if ways else 1

    def _outward(self, other: str, way: int) -> None:
        self.row.insert(len(self.row) if way > 0 else 0, other)
        self.side[other] = way
        self._take(other)

    def _take(self, other: str) -> None:
        self.free.discard(other)
        self.queue.append(other)


def _pairs(family: Family) -> list[Couple]:
    """Couples, and parents of the same child who were never one: they stand side by side too."""
    from kinhold.drawing.kinship import Couple

    known = {frozenset((c.one, c.other)) for c in family.couples}
    made = list(family.couples)
    for s in family.sibships:
        if len(s.parents) == 2 and frozenset(s.parents) not in known:  # noqa: PLR2004 - a pair
            one, other = s.parents
            swap = family.people[other].gender == "m" and family.people[one].gender != "m"
            made.append(
                Couple(other, one, "together", 1) if swap else Couple(one, other, "together", 1)
            )
    return made


def _together(row: list[str], family: Family) -> list[str]:
    """Bring those in the household together, and those who were in it around them."""
    for names in (
        {h for h in row if family.people[h].inside},
        {h for h in row if family.people[h].inside or family.people[h].was_inside},
    ):
        places = [n for n, h in enumerate(row) if h in names]
        if not places:
            continue
        first, last = places[0], places[-1]
        centre = sum(places) / len(places)
        between = [(n, h) for n, h in enumerate(row) if first < n < last and h not in names]
        before = [h for n, h in between if n <= centre]
        after = [h for n, h in between if n > centre]
        inside = [h for h in row if h in names]
        row = [*row[:first], *before, *inside, *after, *row[last + 1 :]]
    return row


def spread(family: Family, rows: dict[int, list[str]]) -> dict[str, float]:
    """Return where each person stands along the row, couples over their children.

    Args:
        family: the structure.
        rows: as `seat` returns them.

    Returns:
        Handle to x, the leftmost at 0; within a row never closer than `SLOT`.
    """
    x = {h: n * SLOT - len(row) * SLOT / 2 for row in rows.values() for n, h in enumerate(row)}
    levels = sorted(rows, key=lambda n: (-len(rows[n]), n))
    for sweep in range(8):
        for level in levels if sweep % 2 else levels[::-1]:
            row = rows[level]
            wanted = [_wanted(family, h, x) for h in row]
            x.update(zip(row, _apart(wanted, _gaps(family, row)), strict=True))
    least = min(x.values(), default=0.0)
    return {h: value - least for h, value in x.items()}


def _gaps(family: Family, row: Sequence[str]) -> list[float]:
    """How far each person of a row must stand from the one before."""
    homes = [(family.people[h].inside, family.people[h].was_inside) for h in row]
    return [0.0] + [SLOT + (THRESHOLD if a != b else 0) for a, b in pairwise(homes)]


def _wanted(family: Family, handle: str, x: dict[str, float]) -> float:
    """The mean of where parents and children would have this person stand, else where it is."""
    pulls: list[float] = []
    for s in family.sibships:
        if s.parents and handle in s.children:
            over = sum(x[p] for p in s.parents) / len(s.parents)
            beside = [x[c] for c in s.children]
            pulls.append(over + x[handle] - sum(beside) / len(beside))
        if handle in s.parents:
            under = sum(x[c] for c in s.children) / len(s.children)
            near = [x[p] for p in s.parents]
            pulls.append(under + x[handle] - sum(near) / len(near))
    return sum(pulls) / len(pulls) if pulls else x[handle]


def _apart(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return the places nearest to those wanted that are at least the gaps apart.

    Least squares under an order: pool adjacent violators (Barlow, Bartholomew, Bremner and Brunk,
    *Statistical Inference under Order Restrictions*, 1972).
    """
    blocks: list[tuple[float, int]] = []
    shift = list(accumulate(gaps))
    for value, before in zip(wanted, shift, strict=True):
        mean, size = value - before, 1
        while blocks and blocks[-1][0] > mean:
            other, count = blocks.pop()
            mean = (mean * size + other * count) / (size + count)
            size += count
        blocks.append((mean, size))
    flat = [mean for mean, size in blocks for _ in range(size)]
    return [round(value + before, 2) for value, before in zip(flat, shift, strict=True)]
