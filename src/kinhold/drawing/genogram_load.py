"""How much rests on whom: a line from the nearest child, curved round whoever stands between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.drawing.svg import num, tag

if TYPE_CHECKING:
    from kinhold.drawing.genogram_layout import Layout, Point, Spot

BENDS: Final = (0.0, 28.0, -28.0, 56.0, -56.0, 90.0, -90.0, 130.0, -130.0)
STEPS: Final = 24


def draw_loads(layout: Layout, heavy: dict[str, int]) -> str:
    """Return one line for each person on whom something rests.

    Args:
        layout: where everybody stands.
        heavy: handle to 1..100; children are left out, because the lines begin at them.
    """
    children = [h for h, p in layout.family.people.items() if p.child and p.inside]
    made = []
    for handle, weight in heavy.items():
        if handle in children or not children:
            continue
        to = layout.spots[handle]
        nearest = min(children, key=lambda c: (abs(layout.spots[c].x - to.x), c))
        others = [s for h, s in layout.spots.items() if h not in (handle, nearest)]
        made.append(
            tag(
                "path",
                d=_curve(layout.spots[nearest], to, others),
                fill="none",
                stroke="currentColor",
                stroke_width=1.5 + 6.5 * weight / 100,
                stroke_opacity=0.45,
                stroke_linecap="round",
                tone="accent",
                class_="k-load",
            )
        )
    return "".join(made)


def _curve(a: Spot, b: Spot, others: list[Spot]) -> str:
    """The straightest of a few curves among those that touch fewest others."""
    length = max(1.0, ((b.x - a.x) ** 2 + (b.y - a.y) ** 2) ** 0.5)
    across = ((a.y - b.y) / length, (b.x - a.x) / length)

    def middle(bend: float) -> Point:
        return ((a.x + b.x) / 2 + across[0] * bend, (a.y + b.y) / 2 + across[1] * bend)

    best = min(
        BENDS, key=lambda bend: (_touched((a.x, a.y), middle(bend), (b.x, b.y), others), abs(bend))
    )
    x, y = middle(best)
    return f"M{num(a.x)} {num(a.y)}Q{num(x)} {num(y)} {num(b.x)} {num(b.y)}"


def _touched(a: Point, m: Point, b: Point, others: list[Spot]) -> int:
    points = []
    for n in range(1, STEPS):
        t = n / STEPS
        points.append(
            tuple(
                (1 - t) ** 2 * p + 2 * t * (1 - t) * q + t * t * r
                for p, q, r in zip(a, m, b, strict=True)
            )
        )
    return sum(
        any(s.box[0] - 3 < x < s.box[2] + 3 and s.box[1] - 3 < y < s.box[3] + 1 for x, y in points)
        for s in others
    )
