"""The few shapes all pictures are made of, as SVG text.

Colours are never written into a shape. A shape is painted with `currentColor` and carries a tone: a
class that the page colours by day and by night, and a `color` attribute that holds where there is
no style sheet (a saved file, a print). Nothing here needs an inline style, so a strict content
security policy can stay. Numbers have at most two decimals, so that the same page is the same text.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

FONT: Final = "system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif"

TONES: Final = {
    "muted": "#5c554c",
    "line": "#d9d1c6",
    "accent": "#17595a",
    "warn": "#9c2f17",
    "paper": "#ffffff",
    "p0": "#1452c8",
    "p1": "#945f00",
    "p2": "#137d5e",
    "p3": "#a03ca4",
    "p4": "#3d3708",
    "p5": "#22232e",
    "p6": "#133f65",
    "p7": "#66707f",
}
"""Tone to the colour it has on white paper; `ink` is whatever the text around has."""

PEOPLE_TONES: Final = ("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7")

_NARROW: Final = frozenset("fijlrtI.,:;'’|!()[] -·")
_WIDE: Final = frozenset("mwMW@%—…")


def clean(words: str) -> str:
    """Return words as XML may carry them: escaped, and without the characters XML 1.0 forbids."""
    kept = "".join(c for c in words if _allowed(ord(c)))
    return html.escape(kept, quote=True)


def _allowed(code: int) -> bool:
    if code < 0x20:  # noqa: PLR2004 - XML 1.0, production 2 (Char)
        return code in (0x9, 0xA, 0xD)
    return not (0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF))  # noqa: PLR2004


def num(value: float) -> str:
    """Return a number with at most two decimals and no superfluous zeros."""
    said = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if said == "-0" else said


def tag(name: str, /, *inside: str, **attributes: str | float) -> str:
    """Return one element.

    Args:
        name: its name.
        inside: what stands inside, ready as XML.
        attributes: `_` stands for `-`, a trailing `_` is dropped; empty texts are left out.
            `tone` is one of `TONES`, empty for ink.
    """
    told = dict(attributes)
    tone = str(told.pop("tone", ""))
    if tone:
        told["class_"] = f"k-{tone} {told.get('class_', '')}".strip()
        told["color"] = TONES[tone]
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for key, value in told.items()
        if value != ""
    )
    return f"<{name}{written}>{''.join(inside)}</{name}>" if inside else f"<{name}{written}/>"


def _value(value: str | float) -> str:
    return clean(value) if isinstance(value, str) else num(value)


def label(x: float, y: float, words: str, /, *, size: float = 11, **attributes: str | float) -> str:
    """Return one line of text in ink, its baseline at y."""
    return tag("text", clean(words), x=x, y=y, font_size=size, fill="currentColor", **attributes)


def line(x1: float, y1: float, x2: float, y2: float, /, **attributes: str | float) -> str:
    """Return a straight line."""
    told: dict[str, str | float] = {"stroke": "currentColor", "stroke_width": 1, **attributes}
    return tag("line", x1=x1, y1=y1, x2=x2, y2=y2, **told)


def path(points: Iterable[tuple[float, float]]) -> str:
    """Return path data through points, straight from one to the next."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points)


def picture(
    prefix: str, size: tuple[float, float], body: str, *, title: str, desc: str, classes: str = ""
) -> str:
    """Return a whole drawing that stands on its own and names itself to a screen reader.

    Args:
        prefix: unique per kind of picture on a page; every id in the body begins with it.
        size: width and height in units.
        body: the shapes.
        title: what it is, in a few words.
        desc: what it shows, for whoever cannot see it; the list beside it says all.
        classes: more classes for the style sheet.
    """
    return tag(
        "svg",
        tag("title", clean(title) or " ", id=f"{prefix}-title"),
        tag("desc", clean(desc) or " ", id=f"{prefix}-desc"),
        body,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {num(size[0])} {num(size[1])}",
        role="img",
        aria_labelledby=f"{prefix}-title {prefix}-desc",
        class_=f"k-drawing {classes}".strip(),
        font_family=FONT,
    )


def width_of(words: str, size: float) -> float:
    """Return about how wide a text is; generous, so that a wider font than ours still fits."""
    return size * sum(_em(c) for c in words)


def _em(c: str) -> float:
    if c in _NARROW:
        return 0.37
    if c in _WIDE:
        return 0.96
    if ord(c) >= 0x1100:  # noqa: PLR2004 - Hangul and everything wider
        return 1.05
    return 0.74 if c.isupper() else 0.61


def clip(words: str, size: float, room: float) -> str:
    """Return the text, or as much of it as fits and an ellipsis."""
    if width_of(words, size) <= room:
        return words
    kept = words
    while kept and width_of(kept.rstrip() + "…", size) > room:
        kept = kept[:-1]
    return kept.rstrip() + "…"


def pieces(words: str, size: float, room: float) -> list[str]:
    """Return the words of a text; one that is too wide is split behind a hyphen where it has one."""
    made: list[str] = []
    for word in words.split():
        rest = word
        while width_of(rest, size) > room:
            cuts = [n + 1 for n, c in enumerate(rest[:-1]) if c == "-"]
            fitting = [n for n in cuts if width_of(rest[:n], size) <= room]
            if not fitting:
                break
            made.append(rest[: fitting[-1]])
            rest = rest[fitting[-1] :]
        made.append(rest)
    return made


def wrap(words: str, size: float, room: float, lines: int) -> tuple[str, ...]:
    """Return a text in at most so many lines of a width; what does not fit ends in an ellipsis."""
    left = pieces(words, size, room)
    made: list[str] = []
    while left and len(made) < lines - 1:
        row = left.pop(0)
        while left and width_of(f"{row} {left[0]}", size) <= room:
            row = f"{row} {left.pop(0)}"
        made.append(clip(row, size, room))
    if left:
        made.append(clip(" ".join(left), size, room))
    return tuple(made)


def leading(drawing: str) -> str:
    """Return a drawing with links in it as a group: to a screen reader an image has no parts."""
    return drawing.replace('role="img"', 'role="group"', 1)


def again(drawing: str, mark: str) -> str:
    """Return a drawing for a page that has another of its kind: its ids end with a mark of their own.

    Args:
        drawing: from `picture`.
        mark: letters and hyphens.
    """
    return _NAMED.sub(
        lambda m: m[1] + " ".join(f"{n}-{mark}" for n in m[2].split()) + m[3], drawing
    )


_NAMED: Final = re.compile(r"""(\b(?:id|aria-labelledby)="|href="#|url\(#)([^")]+)("|\))""")
