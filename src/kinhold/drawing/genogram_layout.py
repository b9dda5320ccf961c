"""Where everything on a family map stands: people, labels, lines and the line round the household."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.drawing.kinship import Family, read_family
from kinhold.drawing.seating import SLOT, THRESHOLD, seat, spread
from kinhold.drawing.svg import pieces, width_of, wrap

if TYPE_CHECKING:
    from kinhold.application.family_map import MapPage

Point = tuple[float, float]
Box = tuple[float, float, float, float]

HALF: Final = 20.0
NAME: Final = 12.0
SMALL: Final = 10.5
LEAST_WIDTH: Final = 360.0
MARGIN: Final = 14.0
ROOM: Final = SLOT - 2
ACROSS: Final = 5
"""People across that a phone still shows legibly."""
TRACK: Final = 9.0
PAD: Final = 8.0
CAPTION: Final = 20.0


@dataclass(frozen=True, slots=True)
class Spot:
    """One person's place.

    Attributes:
        x, y: middle of the symbol.
        row: number of the row, 0 at the top.
        name, relation: lines of the label; no relation where a line or the name says it.
        size: of the letters of the name.
        box: left, top, right, bottom of symbol and label together.
    """

    x: float
    y: float
    row: int
    name: tuple[str, ...]
    relation: tuple[str, ...]
    size: float
    box: Box


@dataclass(frozen=True, slots=True)
class Bar:
    """A level line in the space above a row, with what hangs from it.

    Attributes:
        kind: `children`, `cousins` or `couple`.
        index: which sibship, pair of cousins or couple of the family.
        row: the row under it.
        y: its height.
    """

    kind: str
    index: int
    row: int
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A family map laid out.

    Attributes:
        family: who and how related.
        spots: by handle, everybody once.
        bars: level lines above rows.
        hull: corners of the closed line round the household, clockwise; empty where nobody is in it.
        width, height: of all of it, without the key.
        caption: where the words over the people around it stand, or None.
        across: people in the longest row.
    """

    family: Family
    spots: dict[str, Spot]
    bars: tuple[Bar, ...]
    hull: tuple[Point, ...]
    width: float
    height: float
    caption: Point | None
    across: int


def lay_out(page: MapPage, *, before: bool = False) -> Layout:
    """Lay a family map out.

    Args:
        page: people and ties.
        before: the household line round those who were in it before somebody left.

    Returns:
        The layout; people stand in the same places before and after, only the line moves.
    """
    family = read_family(page)
    rows, beside, below = _rows(family)
    x = _along(family, rows, beside, below)
    order = [*rows.values(), *below]
    for number, row in enumerate(rows.values()):
        order[number] = [*row, *beside.get(number, [])]
    width = max(LEAST_WIDTH, max(x.values(), default=0.0) + SLOT / 2 + MARGIN)
    wanted = _bars(family, order, x)
    tops = _tops(order, wanted, family, first_below=len(rows) if below else -1)
    spots = {
        h: _spot(family, h, x[h], number, tops[number])
        for number, row in enumerate(order)
        for h in row
    }
    bars = tuple(
        Bar(kind, index, row, tops[row] - PAD - 6 - TRACK * track)
        for (kind, index, row, _), track in wanted.items()
    )
    inside = {h for h, p in family.people.items() if (p.was_inside if before else p.inside)}
    height = max((s.box[3] for s in spots.values()), default=24.0) + PAD + 6
    caption = (min(x[h] for h in below[0]) - SLOT / 2 + 4, tops[len(rows)] - 12) if below else None
    return Layout(
        read_family(page, before=before),
        spots,
        bars,
        _hull(order, spots, inside),
        width,
        height,
        caption,
        max((len(row) for row in order), default=0),
    )


def _rows(family: Family) -> tuple[dict[int, list[str]], dict[int, list[str]], list[list[str]]]:
    """Generations; who else stands beside which row; and who stands in rows of their own below."""
    rows = seat(family)
    around = list(family.around)
    longest = max((len(r) for r in rows.values()), default=0)
    if rows and len(around) <= len(rows) and longest < ACROSS - 1:
        levels = list(rows)
        keeper = next(
            (family.level[h] for h, p in family.people.items() if p.keeper and h in family.level),
            levels[0],
        )
        near = sorted(range(len(levels)), key=lambda n: (abs(levels[n] - keeper), -levels[n]))
        return rows, {near[n]: [h] for n, h in enumerate(around)}, []
    across = max(ACROSS, longest)
    lines = -(-len(around) // across)
    even = -(-len(around) // lines) if lines else 1
    return rows, {}, [around[n : n + even] for n in range(0, len(around), even)]


def _along(
    family: Family, rows: dict[int, list[str]], beside: dict[int, list[str]], below: list[list[str]]
) -> dict[str, float]:
    """Everybody's x: kin first, then those beside in one column, then the rows below, centred."""
    x = spread(family, rows)
    if beside:
        column = max(x.values()) + SLOT + THRESHOLD
        x.update({h: column for found in beside.values() for h in found})
    wide = max(x.values(), default=0.0)
    widest = max([wide, *((len(row) - 1) * SLOT for row in below)])
    x = {h: value + (widest - wide) / 2 for h, value in x.items()}
    for row in below:
        start = (widest - (len(row) - 1) * SLOT) / 2
        x.update({h: start + n * SLOT for n, h in enumerate(row)})
    shift = max(MARGIN + SLOT / 2, (LEAST_WIDTH - widest) / 2)
    return {h: round(value + shift, 2) for h, value in x.items()}


_Wanted = dict[tuple[str, int, int, tuple[float, float]], int]


def _bars(family: Family, order: list[list[str]], x: dict[str, float]) -> _Wanted:
    """Every level line that is needed and its track, counted upwards from the row under it."""
    row_of = {h: n for n, row in enumerate(order) for h in row}
    asked: list[tuple[str, int, int, tuple[float, float]]] = []
    for n, couple in enumerate(family.couples):
        if not adjacent(order, couple.one, couple.other):
            ends = sorted((x[couple.one], x[couple.other]))
            row = min(row_of[couple.one], row_of[couple.other])
            asked.append(("couple", n, row, (ends[0], ends[1])))
    for n, (a, b) in enumerate(family.cousins):
        ends = sorted((x[a], x[b]))
        asked.append(("cousins", n, row_of[a], (ends[0], ends[1])))
    for n, sibship in enumerate(family.sibships):
        xs = [x[c] for c in sibship.children] + [x[p] for p in sibship.parents]
        row = row_of[sibship.children[0]]
        asked.append(("children", n, row, (min(xs), max(xs))))
    made: _Wanted = {}
    for ask in asked:
        taken = {
            track
            for (_, _, row, (low, high)), track in made.items()
            if row == ask[2] and low <= ask[3][1] + 4 and ask[3][0] - 4 <= high
        }
        made[ask] = next(t for t in range(len(made) + 1) if t not in taken)
    return made


def adjacent(order: list[list[str]], one: str, other: str) -> bool:
    """Return whether two people stand side by side in a row."""
    return any(
        (one, other) in pairs or (other, one) in pairs
        for pairs in (list(pairwise(r)) for r in order)
    )


def _tops(
    order: list[list[str]], wanted: _Wanted, family: Family, *, first_below: int
) -> list[float]:
    """The top of the symbols of each row, with room above for the level lines."""
    tops, y = [], MARGIN
    for number, row in enumerate(order):
        tracks = max((t + 1 for (_, _, r, _), t in wanted.items() if r == number), default=0)
        room = 2 * PAD + 8 + TRACK * tracks if number else PAD + TRACK * tracks
        y += room + (CAPTION if number == first_below else 0)
        tops.append(y)
        y += 2 * HALF + max((_label_height(family, h) for h in row), default=0)
    return tops


def _label(family: Family, handle: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    person = family.people[handle]
    name = wrap(person.name or handle, _size(family, handle), ROOM, 3) or ("?",)
    cousin = any(handle in pair for pair in family.cousins) and not _has_a_line(family, handle)
    words = person.relation.split()
    known = not words or words[-1].lower() in person.name.lower()
    say = (family.outside(handle) or cousin) and not known
    return name, wrap(person.relation, SMALL, ROOM, 2) if say else ()


def _size(family: Family, handle: str) -> float:
    """Smaller letters for a name with a word that would not fit."""
    words = pieces(family.people[handle].name, NAME, ROOM)
    return NAME if all(width_of(w, NAME) <= ROOM for w in words) else SMALL


def _has_a_line(family: Family, handle: str) -> bool:
    return any(handle in (c.one, c.other) for c in family.couples) or any(
        handle in (*s.parents, *s.children) for s in family.sibships
    )


def _label_height(family: Family, handle: str) -> float:
    name, relation = _label(family, handle)
    return 4 + 13.5 * len(name) + 12 * len(relation) + 3


def _spot(family: Family, handle: str, x: float, row: int, top: float) -> Spot:
    name, relation = _label(family, handle)
    half = max(
        HALF + (5 if family.people[handle].group else 1),
        *(width_of(words, _size(family, handle)) / 2 for words in name),
        *(width_of(words, SMALL) / 2 for words in relation),
    )
    half = min(half, ROOM / 2)
    bottom = top + 2 * HALF + _label_height(family, handle)
    return Spot(
        x,
        top + HALF,
        row,
        name,
        relation,
        _size(family, handle),
        (x - half, top - 1, x + half, bottom),
    )


def _hull(order: list[list[str]], spots: dict[str, Spot], inside: set[str]) -> tuple[Point, ...]:
    """The closed line: a pile of strips, one a row with members in it, joined through the gaps.

    In each row the members stand together, so every strip is one piece, and each gap joins two
    strips by one bridge: what comes out has no hole and touches nobody else.
    """
    members = [n for n, row in enumerate(order) if any(h in inside for h in row)]
    if not members:
        return ()
    strips: list[Box] = []
    for number in range(members[0], members[-1] + 1):
        strip = _strip(order[number], spots, inside, strips[-1] if strips else None)
        if strips:
            strips.append(_bridge(strips[-1], strip))
        strips.append(strip)
    right = [p for left, top, r, bottom in strips for p in ((r, top), (r, bottom))]
    left = [p for x, top, _, bottom in strips for p in ((x, top), (x, bottom))]
    return _without_repeats([*right, *left[::-1]])


def _strip(row: list[str], spots: dict[str, Spot], inside: set[str], above: Box | None) -> Box:
    boxes = [spots[h].box for h in row]
    top, bottom = min(b[1] for b in boxes) - PAD, max(b[3] for b in boxes) + PAD - 3
    xs = [spots[h].x for h in row if h in inside]
    if xs:
        return (min(xs) - SLOT / 2 - 1, top, max(xs) + SLOT / 2 + 1, bottom)
    ends = (min(b[0] for b in boxes) - 12, max(b[2] for b in boxes) + 6)
    middle = (above[0] + above[2]) / 2 if above else 0
    left = min(ends, key=lambda x: abs(x - middle))
    return (left, top, left + 6, bottom)


def _bridge(upper: Box, lower: Box) -> Box:
    left, right = max(upper[0], lower[0]), min(upper[2], lower[2])
    if right - left < 6:  # noqa: PLR2004 - narrower than a passage: reach over instead
        first, second = (upper, lower) if upper[2] <= lower[2] else (lower, upper)
        left = first[2] - min(24, first[2] - first[0])
        right = second[0] + min(24, second[2] - second[0])
    return (left, upper[3], right, lower[1])


def _without_repeats(points: list[Point]) -> tuple[Point, ...]:
    """The corners alone: no point twice, none in the middle of a straight line."""
    kept: list[Point] = []
    for point in points:
        if kept and kept[-1] == point:
            continue
        if len(kept) > 1 and (
            kept[-1][0] == kept[-2][0] == point[0] or kept[-1][1] == kept[-2][1] == point[1]
        ):
            kept[-1] = point
            continue
        kept.append(point)
    return tuple(kept)
