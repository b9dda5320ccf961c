"""Charts of the care log: sleep by night, feeds, wakings by hour and growth, with table twins."""

from __future__ import annotations

from datetime import date
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import MONTHS, say_minutes
from kinhold.drawing.svg import clean, label, line, path, picture, tag, width_of
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinhold.application.care_log_charts import DayFeeds, GrowthPoint, LogChartsPage, NightSleep
    from kinhold.drawing.twins import Table

WIDTH: Final = 360
LEFT: Final = 40
RIGHT: Final = 352
SIZE: Final = 11.5
NIGHT_HOURS: Final = 12
WAYS: Final = (("breast", N_("breast"), "p0"), ("bottle", N_("bottle"), "p1"), ("solids", N_("solids"), "p2"), ("other", N_("not said"), "p7"))  # fmt: skip
GROWTH: Final = {
    "weight": (N_("Weight"), "kg"),
    "height": (N_("Height"), "cm"),
    "head": (N_("Head size"), "cm"),
    "bmi": ("BMI", "kg/m²"),
}


def _nothing(prefix: str, title: str, words: str) -> str:
    return picture(
        prefix,
        (WIDTH, 44),
        label(8, 26, words, size=12, tone="muted"),
        title=title,
        desc=words,
        classes="k-chart",
    )


# -- sleep -----------------------------------------------------------------------------------------


def draw_nights(page: LogChartsPage) -> str:
    """Return a bar for each night: all sleep noted in it, and in it the longest stretch.

    Returns:
        A complete SVG, 360 units wide. A night without an entry is left empty and says so.
    """
    if not any(n.wakings is not None for n in page.nights):
        return _nothing("k-nights", _("Sleep by night"), _("No sleep is noted in these nights."))
    left, right, high, top = 90, 290, 22, 26
    body = [_night_axis(left, right, top, top + high * len(page.nights))]
    for number, night in enumerate(page.nights):
        body.append(_night(night, top + high * number, (left, right)))
    bottom = top + high * len(page.nights) + 18
    body.append(_block(left, bottom, "p0", _("longest stretch")))
    body.append(_block(left + 116, bottom, "p0", _("other sleep"), faint=True))
    return picture(
        "k-nights",
        (WIDTH, bottom + 12),
        "".join(body),
        title=_("Sleep by night, 20:00 to 08:00"),
        desc=page.headline,
        classes="k-chart",
    )


def _night_axis(left: float, right: float, top: float, bottom: float) -> str:
    made = []
    for hours in (0, 4, 8, 12):
        x = left + (right - left) * hours / NIGHT_HOURS
        made.append(line(x, top - 4, x, bottom, tone="line"))
        anchor = "start" if not hours else "end" if hours == NIGHT_HOURS else "middle"
        made.append(label(x, top - 10, f"{hours} h", size=SIZE, tone="muted", text_anchor=anchor))
    return "".join(made)


def _night(night: NightSleep, y: float, room: tuple[float, float]) -> str:
    left, right = room
    made = [tag("title", clean(f"{night.label}: {night.said}"))]
    made.append(label(8, y + 15, night.label, size=SIZE))

    def wide(minutes: int) -> float:
        return (right - left) * min(minutes, NIGHT_HOURS * 60) / (NIGHT_HOURS * 60)

    if night.minutes:
        made.append(_rect(left, y + 4, wide(night.minutes), 14, "p0", faint=True))
    if night.longest:
        made.append(_rect(left, y + 4, wide(night.longest), 14, "p0"))
        made.append(label(right + 8, y + 15, say_minutes(night.longest), size=SIZE))
    elif night.wakings:
        made.append(
            label(
                left + 6,
                y + 15,
                _("woke {wakings}×").format(wakings=night.wakings),
                size=SIZE,
                tone="muted",
            )
        )
    else:
        made.append(label(left + 6, y + 15, "·", size=SIZE, tone="muted"))
    return tag("g", *made)


def _rect(x: float, y: float, wide: float, high: float, tone: str, *, faint: bool = False) -> str:
    return tag(
        "rect",
        x=x,
        y=y,
        width=max(0.0, wide),
        height=max(0.0, high),
        rx=2,
        fill="currentColor",
        fill_opacity=0.3 if faint else 1,
        tone=tone,
    )


def _block(x: float, y: float, tone: str, words: str, *, faint: bool = False) -> str:
    return _rect(x, y - 9, 10, 10, tone, faint=faint) + label(
        x + 15, y, words, size=SIZE, tone="muted"
    )


# -- feeds -----------------------------------------------------------------------------------------


def draw_feeds(page: LogChartsPage) -> str:
    """Return a column for each day: how many feeds, by way of feeding; below them the amounts.

    Returns:
        A complete SVG, 360 units wide.
    """
    every = [(d, d.breast + d.bottle + d.solids + d.other) for d in page.feeds]
    most = max((n for _unused, n in every), default=0)
    if not most:
        return _nothing("k-feeds", _("Feeds by day"), _("No feed is noted on these days."))
    top, high = 16, 120
    body = [_levels(_step(most), most, (top, high))]
    for place, (day, _unused) in enumerate(every):
        body.append(_stack(day, place, len(every), (most, top, high)))
    body.append(_days([d.day for d in page.feeds], top + high + 15))
    bottom = top + high + 22.0
    if any(d.ml for d in page.feeds):
        drawn, bottom = _amounts(page.feeds, bottom + 26)
        body.append(drawn)
    used = [w for w in WAYS if any(getattr(d, w[0]) for d in page.feeds)]
    x = float(LEFT)
    for _way, known, tone in used:
        words = _(known)
        body.append(_block(x, bottom + 16, tone, words))
        x += 15 + width_of(words, SIZE) + 14
    return picture(
        "k-feeds",
        (WIDTH, bottom + 28),
        "".join(body),
        title=_("Feeds by day"),
        desc=_("{every} feeds noted on {value} of {other} days.").format(
            every=sum((n for _unused, n in every)),
            value=sum((1 for _unused, n in every if n)),
            other=len(every),
        ),
        classes="k-chart",
    )


def _column(place: int, of: int) -> tuple[float, float]:
    pitch = (RIGHT - LEFT) / max(1, of)
    wide = min(26.0, pitch * 0.72)
    return LEFT + pitch * place + (pitch - wide) / 2, wide


def _stack(day: DayFeeds, place: int, of: int, scale: tuple[float, float, float]) -> str:
    most, top, high = scale
    x, wide = _column(place, of)
    y = top + high
    amount = _(", {ml} ml").format(ml=day.ml) if day.ml else ""
    total = day.breast + day.bottle + day.solids + day.other
    made = [tag("title", clean(f"{day.label}: {total}{amount}"))]
    for way, _unused, tone in WAYS:
        tall = high * getattr(day, way) / most
        if tall:
            y -= tall
            made.append(_rect(x, y, wide, tall, tone))
    return tag("g", *made)


def _amounts(days: Sequence[DayFeeds], top: float) -> tuple[str, float]:
    """The amounts noted, as columns of their own."""
    high, most = 70.0, max(d.ml or 0 for d in days)
    body = [
        label(LEFT, top - 8, _("ml noted"), size=SIZE, tone="muted"),
        _levels(_step(most), most, (top, high)),
    ]
    for place, day in enumerate(days):
        if day.ml:
            x, wide = _column(place, len(days))
            tall = high * day.ml / most
            name = tag("title", clean(_("{label}: {ml} ml").format(label=day.label, ml=day.ml)))
            body.append(tag("g", name, _rect(x, top + high - tall, wide, tall, "p1")))
    return "".join(body), top + high + 6


def _step(most: float) -> float:
    """One, two or five times a power of ten, so that there are at most four lines."""
    power = 10 ** floor(log10(max(most, 1) / 3)) if most > 3 else 1  # noqa: PLR2004 - three steps
    return next(m * power for m in (1, 2, 5, 10) if m * power * 4 >= most)


def _levels(step: float, most: float, room: tuple[float, float]) -> str:
    top, high = room
    made, at = [], 0.0
    while at <= most:
        y = top + high * (1 - at / most)
        made.append(line(LEFT, y, RIGHT, y, tone="line"))
        made.append(label(LEFT - 6, y + 4, f"{at:g}", size=SIZE, tone="muted", text_anchor="end"))
        at += step
    return "".join(made)


def _days(days: Sequence[str], y: float) -> str:
    """Day numbers under the columns, every second one where they are many, with the month."""
    made = []
    every = ceil(len(days) / 14)
    for place, iso in enumerate(days):
        day = date.fromisoformat(iso)
        if place % every and day.day != 1:
            continue
        x, wide = _column(place, len(days))
        said = _(MONTHS[day.month - 1])[:3] if day.day == 1 else str(day.day)
        made.append(label(x + wide / 2, y, said, size=SIZE, tone="muted", text_anchor="middle"))
    return "".join(made)


# -- wakings ---------------------------------------------------------------------------------------


def draw_wakings(page: LogChartsPage) -> str:
    """Return a column for each hour of the night: wakings noted over the nights shown.

    Returns:
        A complete SVG, 360 units wide.
    """
    most = max((n for _unused, n in page.by_hour), default=0)
    if not most:
        return _nothing("k-wakings", _("Wakings by hour"), _("No waking is noted in these nights."))
    top, high = 22, 92
    body = [line(LEFT, top + high, RIGHT, top + high, tone="line")]
    for place, (hour, number) in enumerate(page.by_hour):
        x, wide = _column(place, len(page.by_hour))
        tall = high * number / most
        body.append(
            label(
                x + wide / 2,
                top + high + 15,
                f"{hour:02d}",
                size=SIZE,
                tone="muted",
                text_anchor="middle",
            )
        )
        if number:
            body.append(_rect(x, top + high - tall, wide, tall, "p3"))
            body.append(
                label(
                    x + wide / 2,
                    top + high - tall - 5,
                    str(number),
                    size=SIZE,
                    text_anchor="middle",
                )
            )
    return picture(
        "k-wakings",
        (WIDTH, top + high + 24),
        "".join(body),
        title=_("Wakings by hour of the night"),
        desc=_(
            "{by_hour} wakings; something is noted in {noted_nights} of {nights} nights."
        ).format(
            by_hour=sum((n for _unused, n in page.by_hour)),
            noted_nights=page.noted_nights,
            nights=len(page.nights),
        ),
        classes="k-chart",
    )


# -- growth ----------------------------------------------------------------------------------------


def draw_growth(page: LogChartsPage, *, what: str) -> str:
    """Return one measure over time: her own points, and no curve of other children.

    Args:
        page: the charts.
        what: weight, height, head or bmi.

    Returns:
        A complete SVG, 360 units wide.
    """
    name, unit = _(GROWTH[what][0]), GROWTH[what][1]
    points = [p for p in page.growth if p.what == what]
    if not points:
        return _nothing(f"k-growth-{what}", name, _("Nothing is noted yet."))
    top, high = 26, 120
    low, above, step = _range([p.value for p in points])
    days = [date.fromisoformat(p.day) for p in points]
    first, last = min(days), max(days)
    span = max(1, (last - first).days)

    def x(day: date) -> float:
        return LEFT + 14 + (RIGHT - LEFT - 34) * (day - first).days / span

    def y(value: float) -> float:
        return top + high * (above - value) / (above - low)

    body = [_scale((low, above, step), y), *_ages(points, x, top + high + 16)]
    body.append(label(8, 14, unit, size=SIZE, tone="muted"))
    if len(points) > 1:
        drawn = path([(x(d), y(p.value)) for d, p in zip(days, points, strict=True)])
        body.append(
            tag("path", d=drawn, fill="none", stroke="currentColor", stroke_width=2, tone="accent")
        )
    for day, point in zip(days, points, strict=True):
        dot = tag("circle", cx=x(day), cy=y(point.value), r=3.6, fill="currentColor", tone="accent")
        body.append(tag("g", tag("title", clean(f"{point.label}: {point.said}")), dot))
    return picture(
        f"k-growth-{what}",
        (WIDTH, top + high + 26),
        "".join(body),
        title=_("{name} in {unit}").format(name=name, unit=unit),
        desc=f"{points[0].label}: {points[0].said}. {points[-1].label}: {points[-1].said}.",
        classes="k-chart",
    )


def _range(values: Sequence[float]) -> tuple[float, float, float]:
    low, high = min(values), max(values)
    wide = max(high - low, abs(high) * 0.05, 0.4)
    power = 10.0 ** floor(log10(wide / 2))
    step = next(m * power for m in (1, 2, 5, 10) if m * power * 3 >= wide)
    return floor(low / step) * step, (floor(high / step) + 1) * step, step


def _scale(levels: tuple[float, float, float], y: Callable[[float], float]) -> str:
    low, above, step = levels
    made = []
    for number in range(round((above - low) / step) + 1):
        at = low + step * number
        made.append(line(LEFT, y(at), RIGHT, y(at), tone="line"))
        made.append(
            label(
                LEFT - 6, y(at) + 4, f"{round(at, 2):g}", size=SIZE, tone="muted", text_anchor="end"
            )
        )
    return "".join(made)


def _ages(points: Sequence[GrowthPoint], x: Callable[[date], float], y: float) -> list[str]:
    """Age under the first and the last point, or the day where birth was not told."""
    ends = points[:1] if len(points) == 1 else [points[0], points[-1]]
    made = []
    for place, point in enumerate(ends):
        age = "" if point.months is None else _("{months:.1f} months").format(months=point.months)
        at = x(date.fromisoformat(point.day))
        anchor = "start" if place == 0 else "end"
        made.append(label(at, y, age or point.label, size=SIZE, tone="muted", text_anchor=anchor))
    return made


# -- twins -----------------------------------------------------------------------------------------


def nights_rows(page: LogChartsPage) -> Table:
    """Return each night with sleep, longest stretch and wakings; empty where nothing is noted."""
    return (
        (_("Night of"), _("Sleep noted"), _("Longest stretch"), _("Wakings")),
        tuple(
            (
                n.label,
                say_minutes(n.minutes) if n.minutes else "",
                say_minutes(n.longest) if n.longest else "",
                "" if n.wakings is None else str(n.wakings),
            )
            for n in page.nights
        ),
    )


def feeds_rows(page: LogChartsPage) -> Table:
    """Return each day with its feeds by way, and the amount noted."""
    return (
        (_("Day"), _("Breast"), _("Bottle"), _("Solids"), _("Not said"), "ml"),
        tuple(
            (d.label, str(d.breast), str(d.bottle), str(d.solids), str(d.other), str(d.ml or ""))
            for d in page.feeds
        ),
    )


def wakings_rows(page: LogChartsPage) -> Table:
    """Return each hour of the night with the wakings noted in it."""
    return (
        (_("Hour"), _("Wakings")),
        tuple((f"{hour:02d}:00", str(number)) for hour, number in page.by_hour),
    )


def growth_rows(page: LogChartsPage) -> Table:
    """Return every measure."""
    return (
        (_("Measure"), _("Day"), _("Age in months"), _("Noted")),
        tuple(
            (_(GROWTH[p.what][0]), p.label, "" if p.months is None else f"{p.months:.1f}", p.said)
            for p in page.growth
        ),
    )
