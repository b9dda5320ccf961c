"""Her own nights: a bar for the longest stretch of each, and none where nothing was noted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.application.wording import say_minutes
from kinhold.drawing.svg import clean, label, line, picture, tag
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.application.own_rest import OwnNight

WIDTH: Final = 360
LEFT: Final = 90
RIGHT: Final = 290
ROW: Final = 26
TOP: Final = 26
HOURS: Final = 8
"""The axis ends here; a longer stretch fills it."""


def draw_own_nights(nights: Sequence[OwnNight]) -> str:
    """Return a bar for each night: its longest unbroken stretch, hollow where it is at most that.

    Args:
        nights: hers, the latest first, as the page lists them. Its table twin is that list
            (`noted_nights`).

    Returns:
        A complete SVG, 360 units wide. No line is drawn through the nights and none is missing one.
    """
    bottom = TOP + ROW * len(nights)
    made = []
    for hours in (0, 4, HOURS):
        x = LEFT + (RIGHT - LEFT) * hours / HOURS
        anchor = "start" if not hours else "end" if hours == HOURS else "middle"
        made.append(line(x, TOP - 4, x, bottom, tone="line"))
        made.append(label(x, TOP - 10, f"{hours} h", size=12, tone="muted", text_anchor=anchor))
    made.extend(_bar(night, TOP + ROW * number) for number, night in enumerate(nights))
    return picture(
        "k-own",
        (WIDTH, bottom + 6),
        "".join(made),
        title=_("Your longest sleep, night by night"),
        desc="; ".join(f"{night.label}: {night.said}" for night in nights),
        classes="k-chart",
    )


def _bar(night: OwnNight, y: float) -> str:
    made = [tag("title", clean(f"{night.label}: {night.said}"))]
    made.append(label(8, y + 17, night.label, size=12))
    if night.minutes is None:
        made.append(label(LEFT + 6, y + 17, "·", size=12, tone="muted"))
        return tag("g", *made)
    wide = (RIGHT - LEFT) * min(night.minutes, HOURS * 60) / (HOURS * 60)
    sure = night.rests_on == "slept"
    made.append(
        tag(
            "rect",
            x=LEFT,
            y=y + 5,
            width=wide,
            height=16,
            rx=2,
            tone="p0",
            fill="currentColor",
            fill_opacity=1 if sure else 0.3,
        )
    )
    said = say_minutes(night.minutes)
    made.append(label(RIGHT + 8, y + 17, said if sure else f"≤ {said}", size=12))
    return tag("g", *made)
