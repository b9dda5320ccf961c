"""The family map (genogram) as a picture, with the household as one closed dashed line.

Symbols after McGoldrick, Gerson and Petry, *Genograms: Assessment and Treatment* (2020): square for
a man, circle for a woman, diamond where gender is not told; a double outline for the person who
keeps the record; marriage solid, living together dashed, an affair dotted; one slash for a
separation, two for a divorce; two lines from one point for twins.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.drawing.genogram_key import draw_key
from kinhold.drawing.genogram_layout import HALF, NAME, SMALL, Layout, adjacent, lay_out
from kinhold.drawing.genogram_load import draw_loads
from kinhold.drawing.kinship import months
from kinhold.drawing.svg import clean, label, leading, line, num, path, picture, tag
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kinhold.application.family_map import MapPage, MapPerson
    from kinhold.drawing.genogram_layout import Bar, Point, Spot
    from kinhold.drawing.kinship import Couple, Sibship

PREFIX: Final = "k-map"
DASHES: Final = {"married": "", "together": "6 4", "affair": "1.5 4"}
CORNER: Final = 10.0
ALMOST: Final = 10.0


def draw_genogram(
    page: MapPage,
    *,
    before: bool = False,
    weights: Mapping[str, int] | None = None,
    links: Mapping[str, str] | None = None,
) -> str:
    """Return the family map.

    Args:
        page: people and ties; a tie to somebody who is not on the page is left out.
        before: as it was before somebody left: the household line round those who lived in it.
        weights: handle to 0..100, how much rests on each person; drawn as a thicker ring, a thicker
            line from the children and the number itself.
        links: handle to where a tap on the person leads.

    Returns:
        A complete SVG, 360 units wide or wider where more than five people stand in a row.
    """
    layout = lay_out(page, before=before)
    heavy = {h: min(100, w) for h, w in (weights or {}).items() if h in layout.spots and w > 0}
    body = [_household(layout), draw_loads(layout, heavy)]
    body += [_couple_line(layout, n) for n in range(len(layout.family.couples))]
    body += [_bar(layout, bar) for bar in layout.bars]
    people = {
        handle: _person(layout, handle, heavy.get(handle, 0) if heavy else None)
        for handle in layout.spots
    }
    to = links or {}
    body += [
        tag("a", drawn, href=to[handle]) if handle in to else drawn
        for handle, drawn in people.items()
    ]
    if layout.caption:
        body.append(label(*layout.caption, _("Around the household"), size=SMALL, tone="muted"))
    if not layout.spots:
        body.append(
            label(
                layout.width / 2,
                22,
                _("Nobody is on the map yet."),
                size=NAME,
                text_anchor="middle",
                tone="muted",
            )
        )
    key, height = draw_key(layout, weighed=bool(heavy))
    kind = "-before" if before else "-load" if weights is not None else ""
    steps = ((11, "k-widest"), (8, "k-wider"), (5, "k-wide"))
    wide = next((name for most, name in steps if layout.across > most), "")
    drawn = picture(
        PREFIX + kind,
        (layout.width, height),
        "".join(body) + key,
        title=_("Family map") + (_(", before somebody left") if before else ""),
        desc=_desc(page, before=before),
        classes=f"k-map {wide}".strip(),
    )
    return leading(drawn) if to else drawn


def _desc(page: MapPage, *, before: bool) -> str:
    names = [
        ("you" if p.keeper else p.name)
        for p in page.people
        if (p.was_inside if before else p.inside)
    ]
    if before:
        return _("In the household before: {names}.").format(names=", ".join(names) or "nobody")
    return page.headline


# -- the household ---------------------------------------------------------------------------------


def _household(layout: Layout) -> str:
    if not layout.hull:
        return ""
    d = rounded(layout.hull, CORNER)
    return tag("path", d=d, fill="currentColor", fill_opacity=0.07, tone="accent") + tag(
        "path", d=d, fill="none", stroke="currentColor", stroke_width=1.8, stroke_dasharray="7 5",
        tone="accent", class_="k-household",
    )  # fmt: skip


def rounded(corners: tuple[Point, ...], radius: float) -> str:
    """Return path data round corners at right angles, each rounded as far as its sides allow."""
    made: list[str] = []
    for n, (x, y) in enumerate(corners):
        (ax, ay), (bx, by) = corners[n - 1], corners[(n + 1) % len(corners)]
        back, on = abs(ax - x) + abs(ay - y), abs(bx - x) + abs(by - y)
        r = min(radius, back / 2, on / 2)
        start = (x + (ax - x) * r / (back or 1), y + (ay - y) * r / (back or 1))
        end = (x + (bx - x) * r / (on or 1), y + (by - y) * r / (on or 1))
        made.append(
            f"{'L' if made else 'M'}{num(start[0])} {num(start[1])}"
            f"Q{num(x)} {num(y)} {num(end[0])} {num(end[1])}"
        )
    return "".join(made) + "Z"


# Lines run into the middle of the symbols, which are painted over them.

# -- lines between people --------------------------------------------------------------------------


def _couple_line(layout: Layout, number: int) -> str:
    couple = layout.family.couples[number]
    a, b = sorted((layout.spots[couple.one], layout.spots[couple.other]), key=lambda s: s.x)
    if not _side_by_side(layout, couple):
        return ""
    return line(
        a.x, a.y, b.x, b.y, stroke_width=1.8, stroke_dasharray=DASHES[couple.kind]
    ) + slashes((a.x + b.x) / 2, a.y, couple.slashes)


def slashes(x: float, y: float, number: int) -> str:
    """Return so many slashes across a couple line, side by side round a point."""
    at = {0: (), 1: (0.0,), 2: (-3.5, 3.5)}[number]
    return "".join(line(x + d - 4, y + 9, x + d + 4, y - 9, stroke_width=2) for d in at)


def _side_by_side(layout: Layout, couple: Couple) -> bool:
    return adjacent(_order(layout), couple.one, couple.other)


def _order(layout: Layout) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for handle, spot in sorted(layout.spots.items(), key=lambda pair: pair[1].x):
        rows.setdefault(spot.row, []).append(handle)
    return list(rows.values())


def _bar(layout: Layout, bar: Bar) -> str:
    if bar.kind == "children":
        return _children(layout, layout.family.sibships[bar.index], bar.y)
    if bar.kind == "cousins":
        a, b = (layout.spots[h] for h in layout.family.cousins[bar.index])
        return _over(a, b, bar.y, 12, stroke_dasharray="2 3", tone="muted")
    couple = layout.family.couples[bar.index]
    a, b = layout.spots[couple.one], layout.spots[couple.other]
    return _over(a, b, bar.y, 7, stroke_width=1.8, stroke_dasharray=DASHES[couple.kind]) + slashes(
        (a.x + b.x) / 2, bar.y, couple.slashes
    )


def _over(a: Spot, b: Spot, y: float, inward: float, **look: str | float) -> str:
    """A line from the top of one person over those between to the top of the other."""
    a, b = sorted((a, b), key=lambda s: s.x)
    points = [(a.x + inward, a.y), (a.x + inward, y), (b.x - inward, y), (b.x - inward, b.y)]
    look = {"stroke_width": 1.5, **look}
    return tag("path", d=path(points), fill="none", stroke="currentColor", **look)


def _children(layout: Layout, sibship: Sibship, y: float) -> str:
    look: dict[str, str | float] = {"stroke_width": 1.5}
    if sibship.by != "birth":
        look |= {"stroke_dasharray": "5 4" if sibship.by == "step" else "2 3"}
    twin = {h: group for group in sibship.twins for h in group}
    drops: list[list[Point]] = []
    for handle in sibship.children:
        spot = layout.spots[handle]
        group = twin.get(handle, (handle,))
        apex = sum(layout.spots[h].x for h in group) / len(group)
        drops.append([(apex, y), (spot.x, spot.y - HALF), (spot.x, spot.y)])
    stems = _stems(layout, sibship, y, [d[0][0] for d in drops])
    xs = [p[-1][0] for p in stems] + [d[0][0] for d in drops]
    lines = [*stems, *drops]
    if max(xs) - min(xs) > 0.5:  # noqa: PLR2004 - a hair: straight down needs no level line
        lines.append([(min(xs), y), (max(xs), y)])
    d = "".join(path(points) for points in lines)
    return tag("path", d=d, fill="none", stroke="currentColor", **look)


def _stems(layout: Layout, sibship: Sibship, y: float, drops: list[float]) -> list[list[Point]]:
    """From the couple line, or from under each parent's name, down to the level line.

    Where a child stands almost under it, the line comes down straight over the child.
    """
    spots = [layout.spots[p] for p in sibship.parents]
    row = layout.spots[sibship.children[0]].row
    if any(
        {c.one, c.other} == {*sibship.parents} and _side_by_side(layout, c)
        for c in layout.family.couples
    ):
        left, right = sorted(spots, key=lambda s: s.x)
        middle = _straight((left.x + right.x) / 2, drops)
        if not left.box[2] + 2 <= middle <= right.box[0] - 2:
            middle = (left.x + right.x) / 2
        return [_down(layout, (middle, spots[0].y), spots[0].row, row, y)]
    return [_down(layout, (_straight(s.x, drops), s.box[3] - 1), s.row, row, y) for s in spots]


def _straight(x: float, drops: list[float]) -> float:
    nearest = min(drops, key=lambda d: abs(d - x))
    return nearest if abs(nearest - x) <= ALMOST else x


def _down(layout: Layout, start: Point, row: int, until: int, y: float) -> list[Point]:
    """Straight down, through gaps between people where rows lie between."""
    points = [start]
    for number in range(row + 1, until):
        between = sorted((s for s in layout.spots.values() if s.row == number), key=lambda s: s.x)
        middles = [(a.x + b.x) / 2 for a, b in pairwise(between)]
        ends = [between[0].box[0] - 4, between[-1].box[2] + 4]
        gap = min([*middles, *ends], key=lambda x: abs(x - points[-1][0]))
        top = min(s.box[1] for s in between) - 5
        points += [(points[-1][0], top), (gap, top), (gap, max(s.box[3] for s in between) + 4)]
    return [*points, (points[-1][0], y)]


# -- people ----------------------------------------------------------------------------------------


def _person(layout: Layout, handle: str, weight: int | None) -> str:
    person, spot = layout.family.people[handle], layout.spots[handle]
    dashed = layout.family.outside(handle)
    half = HALF - 1 if weight is None else HALF - 4
    shapes = [tag("title", clean(_said(person, weight)))]
    if weight:
        width = 1.5 + 4 * weight / 100
        ring = shape(person.gender, spot.x, spot.y, half + 2 + width / 2)
        shapes.append(
            _paint(ring, fill="none", stroke="currentColor", stroke_width=width, tone="accent")
        )
    if person.group:
        behind = shape(person.gender, spot.x + 5, spot.y - 3, half - 1)
        shapes.append(_paint(behind, fill="currentColor", tone="paper"))
        shapes.append(_paint(behind, fill="none", stroke="currentColor", stroke_width=1.4))
    outline = shape(person.gender, spot.x, spot.y, half)
    shapes.append(_paint(outline, fill="currentColor", tone="paper"))
    dash = "4 3" if dashed else ""
    shapes.append(
        _paint(outline, fill="none", stroke="currentColor", stroke_width=1.8, stroke_dasharray=dash)
    )
    if person.keeper:
        inner = shape(person.gender, spot.x, spot.y, half - 4)
        shapes.append(_paint(inner, fill="none", stroke="currentColor", stroke_width=1.4))
    shapes.append(_age(person.age, spot))
    return tag("g", *shapes, _words(spot), _number(spot, weight))


def _said(person: MapPerson, weight: int | None) -> str:
    parts = [person.name or person.handle, person.age, person.relation]
    if person.inside:
        parts.append(_("in the household"))
    elif person.was_inside:
        parts.append(_("left the household"))
    if weight:
        parts.append(_("{weight} of 100 rests here").format(weight=weight))
    return ", ".join(p for p in parts if p)


Shape = tuple[str, dict[str, float | str]]


def shape(gender: str, x: float, y: float, half: float) -> Shape:
    """Return the symbol of a gender: square, circle, or a diamond where it is not told or neither."""
    if gender == "m":
        return "rect", {
            "x": x - half,
            "y": y - half,
            "width": 2 * half,
            "height": 2 * half,
            "rx": 1,
        }
    if gender == "f":
        return "circle", {"cx": x, "cy": y, "r": half}
    reach = half * 1.08
    corners = [(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]
    return "path", {"d": path(corners) + "Z"}


def _paint(what: Shape, **look: str | float) -> str:
    return tag(what[0], **what[1], **look)


def _age(age: str, spot: Spot) -> str:
    """The age inside the symbol: years as a number, months with an m."""
    told = months(age)
    if told is None:
        return ""
    said = f"{told} m" if "month" in age else str(told // 12)
    return label(spot.x, spot.y + 4, said, size=11, text_anchor="middle")


def _words(spot: Spot) -> str:
    y = spot.y + HALF + 14
    made = []
    for row in spot.name:
        made.append(label(spot.x, y, row, size=spot.size, text_anchor="middle", class_="k-halo"))
        y += 13.5
    for row in spot.relation:
        made.append(
            label(
                spot.x,
                y - 0.5,
                row,
                size=SMALL,
                text_anchor="middle",
                tone="muted",
                class_="k-halo",
            )
        )
        y += 12
    return "".join(made)


def _number(spot: Spot, weight: int | None) -> str:
    """The weight as a number on a plate at the shoulder of the symbol."""
    if not weight:
        return ""
    said = str(weight)
    wide = 6.6 * len(said) + 6
    x = spot.x + HALF + 1
    return tag(
        "rect", x=x - wide / 2, y=spot.y - HALF - 5, width=wide, height=14, rx=7,
        fill="currentColor", tone="accent",
    ) + label(x, spot.y - HALF + 5.5, said, size=10.5, text_anchor="middle", font_weight=700, tone="paper")  # fmt: skip
