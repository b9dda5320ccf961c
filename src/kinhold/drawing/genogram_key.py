"""The key under a family map: only the signs that occur on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.drawing.svg import label, line, path, tag, width_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.drawing.genogram_layout import Layout

SIZE: Final = 11.0
STEP: Final = 20.0
LEFT: Final = 14.0
PHONE: Final = 420.0
READ: Final = 340.0
"""Maps wider than a phone scroll; their key stays within what is seen first."""


def draw_key(layout: Layout, *, weighed: bool) -> tuple[str, float]:
    """Return the key and the height of the picture with it.

    Args:
        layout: what is drawn.
        weighed: True where it is shown how much rests on whom.
    """
    items = _items(layout, weighed=weighed)
    x, y, made = LEFT, layout.height + 6, []
    room = READ if layout.width > PHONE else layout.width
    if items:
        made.append(line(LEFT, y - 4, layout.width - LEFT, y - 4, tone="line"))
        y += 4
    for sign, words in items:
        wide = 26 + width_of(words, SIZE) + 12
        if x > LEFT and x + wide > room:
            x, y = LEFT, y + STEP
        made.append(tag("g", sign, transform=f"translate({x:g} {y:g})"))
        made.append(label(x + 27, y + 12, words, size=SIZE, tone="muted"))
        x += wide
    return "".join(made), y + (STEP + 2 if items else 0)


def _items(layout: Layout, *, weighed: bool) -> list[tuple[str, str]]:
    family = layout.family
    people = [family.people[h] for h in layout.spots]
    couples = family.couples
    wanted = [
        (bool(layout.hull), _household(), "household"),
        (any(p.keeper for p in people), _diamonds(), _("keeps the record")),
        (any(p.gender == "f" for p in people), _circle(), _("woman or girl")),
        (any(p.gender == "m" for p in people), _square(), _("man or boy")),
        (
            any(p.gender not in ("f", "m") for p in people),
            _diamond(),
            _("gender not told, or neither"),
        ),
        (any(p.group for p in people), _stack(), _("several people")),
        (any(family.outside(h) for h in layout.spots), _square("4 3"), _("not a relative")),
        (any(c.kind == "married" for c in couples), _couple(""), "married"),
        (any(c.kind == "together" for c in couples), _couple("6 4"), _("a couple")),
        (any(c.kind == "affair" for c in couples), _couple("1.5 4"), _("other relationship")),
        (any(c.slashes == 1 for c in couples), _slash(1), "separated"),
        (any(c.slashes == 2 for c in couples), _slash(2), "divorced"),  # noqa: PLR2004 - two slashes
        (bool(family.cousins), _cousins(), "cousins"),
        (any(s.by == "step" for s in family.sibships), _child("5 4"), "step-child"),
        (any(s.by == "grand" for s in family.sibships), _child("2 3"), "grandchild"),
        (any(s.twins for s in family.sibships), _twins(), "twins"),
        (weighed, _load(), _("thicker, higher number: more rests here")),
    ]
    return [(sign, words) for shown, sign, words in wanted if shown]


def _household() -> str:
    return tag(
        "rect", x=1, y=1, width=20, height=13, rx=4, fill="none", stroke="currentColor",
        stroke_width=1.6, stroke_dasharray="5 3", tone="accent",
    )  # fmt: skip


def _outline(name: str, dash: str = "", **where: str | float) -> str:
    return tag(
        name, fill="none", stroke="currentColor", stroke_width=1.4, stroke_dasharray=dash, **where
    )


def _diamonds() -> str:
    return _outline("rect", x=4, y=1, width=14, height=14) + _outline(
        "rect", x=7, y=4, width=8, height=8
    )


def _circle() -> str:
    return _outline("circle", cx=11, cy=8, r=7)


def _square(dash: str = "") -> str:
    return _outline("rect", dash, x=4, y=1, width=14, height=14)


def _diamond() -> str:
    return _outline("path", d=path([(11, 0), (19, 8), (11, 16), (3, 8)]) + "Z")


def _stack() -> str:
    return _outline("rect", x=3, y=4, width=11, height=11) + _outline(
        "path", d=path([(7, 4), (7, 1), (18, 1), (18, 12), (14, 12)])
    )


def _couple(dash: str) -> str:
    return line(0, 8, 22, 8, stroke_width=1.8, stroke_dasharray=dash)


def _slash(number: int) -> str:
    shifts = (0.0,) if number == 1 else (-3.0, 3.0)
    return line(0, 8, 22, 8, stroke_width=1.4) + "".join(
        line(11 + d - 3, 15, 11 + d + 3, 1, stroke_width=1.8) for d in shifts
    )


def _cousins() -> str:
    return tag(
        "path", d=path([(2, 14), (2, 5), (20, 5), (20, 14)]), fill="none", stroke="currentColor",
        stroke_width=1.4, stroke_dasharray="2 3", tone="muted",
    )  # fmt: skip


def _child(dash: str) -> str:
    return line(11, 0, 11, 16, stroke_width=1.4, stroke_dasharray=dash)


def _twins() -> str:
    return _outline("path", d=path([(4, 15), (11, 2), (18, 15)]))


def _load() -> str:
    return tag(
        "circle",
        cx=11,
        cy=8,
        r=6,
        fill="none",
        stroke="currentColor",
        stroke_width=4,
        tone="accent",
    )
