"""A day and a week of the care log as lines of time, with their table twins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.drawing.svg import clean, label, line, picture, tag
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.application.care_log_day import DayStrip, LogBar, LogWeekPage
    from kinhold.drawing.twins import Table

DAY: Final = "k-logday"
WEEK: Final = "k-logweek"
WIDTH: Final = 360
LEFT: Final = 62
RIGHT: Final = 352
LANE: Final = 30
LANES: Final = (("sleep", N_("Sleep"), "p0"), ("feed", N_("Feeds"), "p1"), ("nappy", N_("Changes"), "p2"), ("more", N_("Other"), "p7"))  # fmt: skip
_TONES: Final = {lane: tone for lane, _unused, tone in LANES} | {"waking": "p3"}
_ROWS: Final = {"waking": "sleep"}


def draw_log_day(strip: DayStrip, *, place: int = 0) -> str:
    """Return one child's day as four lines from midnight to midnight.

    Args:
        strip: the day.
        place: which strip of a page it is, so that no two pictures share an id.

    Returns:
        A complete SVG, 360 units wide. What has a length is a bar, what has none is a mark.
    """
    top = 24
    shown = [
        lane for lane in LANES if any(_ROWS.get(b.lane, b.lane) == lane[0] for b in strip.bars)
    ] or [LANES[0]]
    bottom = top + LANE * len(shown)
    body = [_hours(strip, top - 6, bottom)]
    for number, (lane, name, _unused) in enumerate(shown):
        y = top + LANE * number
        body.append(label(8, y + 19, _(name), size=11.5, tone="muted"))
        body.append(line(LEFT, y + LANE, RIGHT, y + LANE, tone="line"))
        body += [
            _bar(strip, bar, (y + 6, 18), _TONES[bar.lane])
            for bar in strip.bars
            if _ROWS.get(bar.lane, bar.lane) == lane
        ]
    return picture(
        f"{DAY}-{place}",
        (WIDTH, bottom + 6),
        "".join(body),
        title=f"{strip.name}: {strip.label}",
        desc=strip.said or _("Nothing is noted on this day."),
        classes="k-chart",
    )


def draw_log_week(page: LogWeekPage) -> str:
    """Return a child's seven days, each with sleep above and feeds and changes below.

    Returns:
        A complete SVG, 360 units wide; the last day stands first.
    """
    top, high = 24, 44
    body = []
    for number, strip in enumerate(page.strips):
        y = top + high * number
        body.append(_hours(strip, y, y + high - 6, words=number == 0))
        day, _unused, rest = strip.label.partition(" ")
        body += [label(8, y + 15, day, size=11.5), label(8, y + 30, rest, size=11.5, tone="muted")]
        for bar in strip.bars:
            where = (y + 4, 14) if bar.lane in ("sleep", "waking") else (y + 22, 11)
            if bar.lane != "more":
                body.append(_bar(strip, bar, where, _TONES[bar.lane]))
        body.append(line(LEFT, y + high - 4, RIGHT, y + high - 4, tone="line"))
    bottom = top + high * len(page.strips)
    body.append(_key(bottom + 14))
    return picture(
        WEEK,
        (WIDTH, bottom + 26),
        "".join(body),
        title=f"{page.name}: {page.title}",
        desc=" ".join(f"{s.label}: {s.said}" for s in page.strips if s.said)
        or _("Nothing is noted in this week."),
        classes="k-chart",
    )


def _x(strip: DayStrip, minute: int) -> float:
    return LEFT + (RIGHT - LEFT) * minute / max(1, strip.length)


def _hours(strip: DayStrip, top: float, bottom: float, *, words: bool = True) -> str:
    made = []
    for minute, clock in strip.hours:
        x = _x(strip, minute)
        made.append(line(x, top, x, bottom, tone="line"))
        if words:
            made.append(label(x + 1, 14, clock, size=11, tone="muted"))
    return "".join(made)


def _bar(strip: DayStrip, bar: LogBar, where: tuple[float, float], tone: str) -> str:
    y, high = where
    x = _x(strip, bar.start)
    name = tag("title", clean(bar.label))
    if bar.end is None:
        mark = line(x, y, x, y + high, stroke_width=2.4, tone=tone)
        dot = tag("circle", cx=x, cy=y + high / 2, r=3, fill="currentColor", tone=tone)
        return tag("g", name, mark, dot)
    wide = max(2.0, _x(strip, bar.end) - x)
    return tag(
        "g",
        name,
        tag("rect", x=x, y=y, width=wide, height=high, rx=2.5, fill="currentColor", tone=tone),
    )


def _key(y: float) -> str:
    made, x = [], float(LEFT)
    for name, tone in (*((_(n), t) for _unused, n, t in LANES[:3]), (_("Wakings"), "p3")):
        made.append(
            tag("rect", x=x, y=y - 9, width=10, height=10, rx=2, fill="currentColor", tone=tone)
        )
        made.append(label(x + 15, y, name, size=11.5, tone="muted"))
        x += 72
    return "".join(made)


def log_week_rows(page: LogWeekPage) -> Table:
    """Return each day with what is noted of it."""
    return (_("Day"), _("Noted")), tuple((s.label, s.said or "nothing") for s in page.strips)
