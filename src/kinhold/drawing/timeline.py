"""The chronology as a line from top to bottom: what is dated, then what was only told in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import log2
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import MONTHS, count
from kinhold.domain.dates import Edtf, bounds
from kinhold.drawing.svg import clean, label, line, path, picture, tag, width_of, wrap
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.chronology import ChronologyEntry, ChronologyPage

PREFIX: Final = "k-time"
WIDTH: Final = 360
AXIS: Final = 70
TEXT: Final = 88
SIZE: Final = 12
MOST: Final = 40
MOST_UNDATED: Final = 12
A_YEAR: Final = 366

THEMES: Final = {
    "events": ("p0", "circle"),
    "promises": ("p1", "square"),
    "money": ("p2", "diamond"),
    "contact": ("p3", "up"),
    "children": ("p4", "down"),
    "notes": ("p5", "plus"),
}
"""Theme to tone and shape; a theme that is not here is drawn like a note."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry as it is drawn.

    Attributes:
        entry: what is drawn.
        start: its first moment, None where only the order is told.
        exact: False for about, maybe, a span, or no closer than a month: drawn hollow.
    """

    entry: ChronologyEntry
    start: datetime | None
    exact: bool


def marks(page: ChronologyPage) -> tuple[tuple[Mark, ...], tuple[Mark, ...], int]:
    """Choose what is drawn.

    Returns:
        Dated marks from the earliest to the latest, undated marks in the order they were told,
        and how many entries were left out. Of the dated ones the latest are kept, because a
        record opens at today.
    """
    both = [_mark(e) for e in page.entries]
    dated = [m for m in both if m.start is not None]
    told = [m for m in both if m.start is None]
    room = max(MOST - len(dated), MOST_UNDATED)
    kept_told = told[:room]
    kept = sorted(dated, key=_when)[-(MOST - len(kept_told)) :]
    return tuple(kept), tuple(kept_told), len(both) - len(kept) - len(kept_told)


def _when(mark: Mark) -> datetime:
    return mark.start or datetime.min  # noqa: DTZ901 - local times, never both


def _mark(entry: ChronologyEntry) -> Mark:
    covered = bounds(Edtf(entry.occurred))
    exact = covered.precision in ("day", "minute", "second") and not (
        covered.approximate or covered.uncertain
    )
    return Mark(entry, covered.start, exact)


def draw_timeline(page: ChronologyPage) -> str:
    """Return the chronology as a vertical time line, 360 units wide, at most 40 marks.

    Args:
        page: entries from the earliest to the latest.

    Returns:
        A complete SVG. Hollow marks are dates that are not exact. Time without entries is pulled
        together; where a year or more is empty the line is broken and says how long.
    """
    dated, told, left_out = marks(page)
    made: list[str] = []
    y = 10.0
    if left_out:
        made.append(
            label(
                8,
                y + 10,
                _("{entries} in the list.").format(
                    entries=count(left_out, "more entry", "more entries")
                ),
                size=11,
                tone="muted",
            )
        )
        y += 24
    drawn, y = _dated(dated, y)
    made.append(drawn)
    if told:
        drawn, y = _told(told, y, bool(dated))
        made.append(drawn)
    if not dated and not told:
        made.append(
            label(
                WIDTH / 2,
                y + 16,
                _("Nothing is on the record yet."),
                size=SIZE,
                text_anchor="middle",
                tone="muted",
            )
        )
        y += 30
    key, y = _key((*dated, *told), y + 6)
    return picture(
        PREFIX,
        (WIDTH, y),
        "".join(made) + key,
        title=_("What happened, in order"),
        desc=_("{headline} {dated} dated and {told} undated marks are drawn.").format(
            headline=page.headline, dated=len(dated), told=len(told)
        ),
        classes="k-time",
    )


def _dated(dated: tuple[Mark, ...], y: float) -> tuple[str, float]:
    made, before, top = [], None, y
    axis: list[str] = []
    for mark in dated:
        if mark.start is None:
            continue
        days = (mark.start - before).days if before else 0
        if before is None or mark.start.year != before.year:
            if before is not None and days >= A_YEAR:
                axis.append(line(AXIS, top, AXIS, y + 2, stroke_width=2, tone="line"))
                made.append(_break(y + 2, days))
                y += 30
                top = y - 4
            made.append(
                label(
                    AXIS - 12,
                    y + 14,
                    str(mark.start.year),
                    size=13,
                    font_weight=700,
                    text_anchor="end",
                )
            )
            y += 22
        elif days:
            y += min(14.0, 2 * log2(1 + days))
        drawn, y = _entry(mark, y, _day(mark))
        made.append(drawn)
        before = mark.start
    if dated:
        axis.append(line(AXIS, top, AXIS, y - 4, stroke_width=2, tone="line"))
    return "".join(axis + made), y


def _day(mark: Mark) -> str:
    """The date beside the axis: as exact as it was told, and no more."""
    covered = bounds(Edtf(mark.entry.occurred))
    start = covered.start
    if start is None or covered.precision == "year":
        return ""
    month = _(MONTHS[start.month - 1])[:3]
    about = "~" if covered.approximate or covered.uncertain else ""
    if covered.precision == "month":
        return f"{about}{month}"
    if covered.precision == "interval":
        return _("from {month}").format(month=month)
    if covered.precision == "open":
        return _("{month} on").format(month=month)
    return f"{about}{start.day} {month}"


def _entry(mark: Mark, y: float, day: str) -> tuple[str, float]:
    said = f"{mark.entry.when}: {mark.entry.what}"
    rows = wrap(mark.entry.what, SIZE, WIDTH - TEXT - 6, 2)
    made = [tag("title", clean(said))]
    if day:
        made.append(label(AXIS - 12, y + 14, day, size=SIZE, text_anchor="end", tone="muted"))
    made.append(_shape(mark, AXIS, y + 10))
    made += [label(TEXT, y + 14 + 15 * n, row, size=SIZE) for n, row in enumerate(rows)]
    return tag("g", *made), y + 15 * max(1, len(rows)) + 9


def _shape(mark: Mark, x: float, y: float) -> str:
    tone, shape = THEMES.get(mark.entry.theme, THEMES["notes"])
    fill: dict[str, str | float] = {"fill": "currentColor", "tone": tone if mark.exact else "paper"}
    edge = {**fill, "fill": "none", "stroke": "currentColor", "stroke_width": 2, "tone": tone}
    if not mark.exact:
        edge["stroke_dasharray"] = "3 2"
    return _outline(shape, x, y, fill) + _outline(shape, x, y, edge)


def _outline(shape: str, x: float, y: float, look: dict[str, str | float]) -> str:
    if shape == "circle":
        return tag("circle", cx=x, cy=y, r=5.5, **look)
    if shape == "square":
        return tag("rect", x=x - 5, y=y - 5, width=10, height=10, **look)
    points = {
        "diamond": ((0, -7), (7, 0), (0, 7), (-7, 0)),
        "up": ((0, -6.5), (6.5, 5), (-6.5, 5)),
        "down": ((0, 6.5), (6.5, -5), (-6.5, -5)),
        "plus": (
            (-2, -6), (2, -6), (2, -2), (6, -2), (6, 2), (2, 2),
            (2, 6), (-2, 6), (-2, 2), (-6, 2), (-6, -2), (-2, -2),
        ),
    }[shape]  # fmt: skip
    return tag("path", d=path([(x + a, y + b) for a, b in points]) + "Z", **look)


def _break(y: float, days: int) -> str:
    years = days // 365
    zigzag = [(AXIS, y), (AXIS + 5, y + 4), (AXIS - 5, y + 10), (AXIS + 5, y + 16), (AXIS, y + 20)]
    return tag(
        "path", d=path(zigzag), fill="none", stroke="currentColor", stroke_width=1.6, tone="muted"
    ) + label(
        TEXT,
        y + 14,
        _("{years} with no entry").format(years=count(years, "year")),
        size=11,
        tone="muted",
        font_style="italic",
    )


def _told(told: tuple[Mark, ...], y: float, after_dated: bool) -> tuple[str, float]:  # noqa: FBT001 - one call
    """The band of what has no date: in the order it was told, on no time axis."""
    top = y + (8 if after_dated else 0)
    y = top + 24
    inside = [
        label(
            12, top + 18, _("No date told, in the order of the story"), size=SIZE, font_weight=600
        )
    ]
    for number, mark in enumerate(told, 1):
        drawn, y = _entry(mark, y, str(number))
        inside.append(drawn)
    frame = tag(
        "rect", x=2, y=top, width=WIDTH - 4, height=y - top + 2, rx=8,
        fill="none", stroke="currentColor", stroke_dasharray="4 4", tone="muted",
    )  # fmt: skip
    return frame + "".join(inside), y + 8


def _key(drawn: tuple[Mark, ...], y: float) -> tuple[str, float]:
    seen = [t for t in THEMES if any(m.entry.theme == t for m in drawn)]
    made, x = [], 14.0
    items = [(t, True) for t in seen]
    if any(m.start is not None and not m.exact for m in drawn):
        items.append((_("date not exact"), False))
    for words, exact in items:
        wide = 12 + width_of(words, SIZE) + 16
        if x > 14 and x + wide > WIDTH:  # noqa: PLR2004 - the left margin
            x, y = 14.0, y + 22
        entry = next((m for m in drawn if m.entry.theme == words), drawn[0])
        made.append(_shape(Mark(entry.entry, entry.start, exact), x, y + 8))
        made.append(label(x + 12, y + 12, words, size=SIZE, tone="muted"))
        x += wide
    return "".join(made), y + (24 if items else 4)
