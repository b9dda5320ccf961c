"""What every single loss would break, worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.drawing.svg import clean, clip, label, picture, tag, wrap
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.stress_page import ImpactLine, StressPage

STRESS: Final = "k-stress"
WIDTH: Final = 360


def draw_stress_bars(page: StressPage) -> str:
    """Return one bar a loss, worst first; what breaks nothing is a dot.

    Args:
        page: the stress test.

    Returns:
        A complete SVG, 360 units wide and as high as its lines.
    """
    y, made = 6.0, []
    for loss in page.impacts:
        drawn, y = _holding(loss, y) if loss.holds else _breaking(loss, y)
        made.append(drawn)
    if not page.impacts:
        made.append(label(8, 22, _("Nothing to test yet."), size=12, tone="muted"))
        y = 34
    elif page.margin_words:
        made.append(label(8, y + 16, page.margin_words, size=13, font_weight=700))
        y += 26
    return picture(
        STRESS,
        (WIDTH, y),
        "".join(made),
        title=_("If one person or one sum does not turn up"),
        desc=f"{page.headline} {page.base.words} {page.margin_words}.".strip(),
        classes="k-chart",
    )


def _breaking(loss: ImpactLine, y: float) -> tuple[str, float]:
    made = [tag("title", clean(f"{loss.title}: {loss.effect}"))]
    for row in wrap(loss.title, 13, WIDTH - 16, 2):
        made.append(label(8, y + 14, row, size=13, font_weight=600))
        y += 17
    made.append(
        tag(
            "rect",
            x=8,
            y=y + 3,
            width=WIDTH - 16,
            height=9,
            rx=4.5,
            fill="currentColor",
            tone="line",
            fill_opacity=0.55,
        )
    )
    made.append(
        tag(
            "rect",
            x=8,
            y=y + 3,
            width=max(9, (WIDTH - 16) * min(100, loss.weight) / 100),
            height=9,
            rx=4.5,
            fill="currentColor",
            tone="warn",
        )
    )
    y += 14
    for row in wrap(loss.effect, 12, WIDTH - 16, 3):
        made.append(label(8, y + 13, row, size=12))
        y += 15.5
    return tag("g", *made), y + 10


def _holding(loss: ImpactLine, y: float) -> tuple[str, float]:
    said = clip(loss.title, 12, 220)
    return (
        tag(
            "g",
            tag("title", clean(f"{loss.title}: {loss.effect}")),
            tag("circle", cx=12, cy=y + 10, r=3, fill="currentColor", tone="muted"),
            label(22, y + 14, said, size=12),
            label(
                WIDTH - 8,
                y + 14,
                clip(loss.effect, 12, 120),
                size=12,
                tone="muted",
                text_anchor="end",
            ),
        ),
        y + 21,
    )
