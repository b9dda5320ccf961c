"""The money to come, day by day: what is planned as a line, what may happen as a fan behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from math import floor, log10
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import MONTHS
from kinhold.domain.money import Money, exponent, say
from kinhold.drawing.svg import clean, label, line, num, picture, tag, width_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.money import DueLine, MoneyPage
    from kinhold.application.what_if_money import WhatIfPage

Along = Callable[[float], float]

RUNWAY: Final = "k-runway"
WHAT_IF: Final = "k-what-if"
WIDTH: Final = 360
DAYS: Final = 90
LEFT: Final = 50
RIGHT: Final = 352
TOP: Final = 34
HIGH: Final = 150
SIZE: Final = 11.5


def draw_runway(page: MoneyPage) -> str:
    """Return money there less what is overdue for 90 days as steps, with bills and money in as ticks.

    Where the page has a simulation, the band that 8 of 10 simulated years stay in lies behind.

    Args:
        page: the money page; without balances the picture says so.

    Returns:
        A complete SVG, 360 units wide. Bills that cannot be paid stand in the warning colour.
    """
    balances = page.positions[: DAYS + 1]
    band = _band(page, len(balances))
    if not balances:
        return _nothing(page)
    low, high, step = _range((*balances, *band[0], *band[1]), page.currency)
    start = date.fromisoformat(page.start)

    def x(day: float) -> float:
        return LEFT + (RIGHT - LEFT) * day / max(1, len(balances))

    def y(minor: float) -> float:
        return TOP + HIGH * (high - minor) / (high - low)

    steps = [(x(n + half), y(b)) for n, b in enumerate(balances) for half in (0, 1)]
    floor_y = y(max(0, low))
    area = [(x(0), floor_y), *steps, (x(len(balances)), floor_y)]
    body = [
        _months(start, len(balances), x),
        _levels((low, high, step), y, page.currency),
        _fan(band, x, y),
        _area(area, floor_y),
        tag(
            "path",
            d=_steps(steps),
            fill="none",
            stroke="currentColor",
            stroke_width=2,
            tone="accent",
        ),
        _ticks(page, start, len(balances), x),
        _lowest(page, start, x, y),
    ]
    key, height = _money_key(page, TOP + HIGH + 56)
    return picture(
        RUNWAY,
        (WIDTH, height),
        "".join(body) + key,
        title=_("Money over the next {balances} days").format(balances=len(balances) - 1),
        desc=f"{page.headline} {page.runway}".strip(),
        classes="k-chart",
    )


def _nothing(page: MoneyPage) -> str:
    return picture(
        RUNWAY,
        (WIDTH, 60),
        label(WIDTH / 2, 34, _("Some figures are missing."), text_anchor="middle", tone="muted"),
        title=_("Money to come"),
        desc=page.headline,
        classes="k-chart",
    )


def draw_before_after(page: WhatIfPage) -> str:
    """Return money there less what is overdue, as it is and with a what-if, over the year that comes.

    Args:
        page: the what-if.

    Returns:
        A complete SVG, 360 units wide: as it is as a broken line, with it as a solid one.
    """
    before, after = page.before.positions, page.after.positions
    days = len(after)
    low, high, step = _range((*before, *after), page.currency)

    def x(day: float) -> float:
        return LEFT + (RIGHT - LEFT) * day / max(1, days)

    def y(minor: float) -> float:
        return TOP + HIGH * (high - minor) / (high - low)

    def steps(row: tuple[int, ...]) -> str:
        return _steps([(x(n + half), y(b)) for n, b in enumerate(row) for half in (0, 1)])

    base = TOP + HIGH + 24
    body = [
        _levels((low, high, step), y, page.currency),
        _quarters(date.fromisoformat(page.start), days, x),
        tag(
            "path",
            d=steps(before),
            fill="none",
            stroke="currentColor",
            stroke_width=1.6,
            stroke_dasharray="4 3",
            tone="muted",
        ),
        tag(
            "path",
            d=steps(after),
            fill="none",
            stroke="currentColor",
            stroke_width=2.2,
            tone="accent",
        ),
        _sides_key(base),
    ]
    return picture(
        WHAT_IF,
        (WIDTH, base + 26),
        "".join(body),
        title=_("Money over the next year, as it is and with it"),
        desc=page.answer,
        classes="k-chart",
    )


def _sides_key(base: float) -> str:
    at = base + 12
    return (
        line(LEFT, at, LEFT + 18, at, stroke_width=1.6, stroke_dasharray="4 3", tone="muted")
        + label(LEFT + 24, at + 4, _("as it is"), size=SIZE, tone="muted")
        + line(LEFT + 96, at, LEFT + 114, at, stroke_width=2.2, tone="accent")
        + label(LEFT + 120, at + 4, _("with it"), size=SIZE, tone="muted")
    )


def _quarters(start: date, days: int, x: Along) -> str:
    """Every third month under the axis."""
    made = []
    for ahead in range(days):
        day = date.fromordinal(start.toordinal() + ahead)
        if day.day == 1 and day.month % 3 == 1:
            made.append(line(x(ahead), TOP, x(ahead), TOP + HIGH, tone="line"))
            said = f"{_(MONTHS[day.month - 1])[:3]} {day.year}"
            made.append(
                label(
                    x(ahead), TOP + HIGH + 16, said, size=SIZE, text_anchor="middle", tone="muted"
                )
            )
    return "".join(made)


def _band(page: MoneyPage, days: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return (page.fan.low[:days], page.fan.high[:days]) if page.fan else ((), ())


def _fan(band: tuple[tuple[int, ...], tuple[int, ...]], x: Along, y: Along) -> str:
    low, high = band
    if not low:
        return ""
    up = [(x(n + 0.5), y(minor)) for n, minor in enumerate(high)]
    down = [(x(n + 0.5), y(minor)) for n, minor in reversed(list(enumerate(low)))]
    return tag(
        "path", d=_steps([*up, *down]) + "Z", fill="currentColor", fill_opacity=0.14, tone="muted"
    )


def _steps(points: list[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{num(a)} {num(b)}" for a, b in points)


def _area(points: list[tuple[float, float]], zero: float) -> str:
    """The area between the line and zero; what lies under zero in the warning colour."""
    clip_above = tag(
        "clipPath", tag("rect", x=0, y=0, width=WIDTH, height=zero), id=f"{RUNWAY}-above"
    )
    clip_below = tag(
        "clipPath", tag("rect", x=0, y=zero, width=WIDTH, height=999), id=f"{RUNWAY}-below"
    )
    d = _steps(points) + "Z"
    return (
        tag("defs", clip_above, clip_below)
        + tag(
            "path",
            d=d,
            fill="currentColor",
            fill_opacity=0.16,
            clip_path=f"url(#{RUNWAY}-above)",
            tone="accent",
        )
        + tag(
            "path",
            d=d,
            fill="currentColor",
            fill_opacity=0.3,
            clip_path=f"url(#{RUNWAY}-below)",
            tone="warn",
        )
    )


def _range(balances: tuple[int, ...], currency: str) -> tuple[float, float, float]:
    """Lowest and highest level shown and the step between labels: 1, 2 or 5 times a power of ten."""
    low, high = min(0, *balances), max(0, *balances)
    unit = 10 ** exponent(currency)
    wide = max(high - low, unit)
    rough = wide / 3
    power = 10 ** floor(log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough)
    step = max(step, unit)
    return floor(low / step) * step, -floor(-high / step) * step or step, step


def _levels(levels: tuple[float, float, float], y: Along, currency: str) -> str:
    low, high, step = levels
    made, at = [], low
    while at <= high:
        height = y(at)
        zero = at == 0
        made.append(
            line(
                LEFT,
                height,
                RIGHT,
                height,
                tone="" if zero else "line",
                stroke_width=1.4 if zero else 1,
            )
        )
        said = _short(round(at), currency)
        made.append(
            label(
                LEFT - 5,
                height + 4,
                said,
                size=SIZE,
                text_anchor="end",
                tone="" if zero else "muted",
            )
        )
        at += step
    return "".join(made)


def _short(minor: int, currency: str) -> str:
    """An amount as an axis says it: whole, and in thousands where it is long."""
    unit = 10 ** exponent(currency)
    whole = minor // unit if minor >= 0 else -(-minor // unit)
    said = say(Money(whole * unit, currency))
    if abs(whole) >= 10_000:  # noqa: PLR2004 - six characters and more do not fit beside the axis
        said = say(Money(round(whole / 1000) * unit, currency)) + "k"
    return said.removesuffix(f" {currency}")


def _months(start: date, days: int, x: Along) -> str:
    """The months under the axis and a thin line where one begins."""
    made = []
    day = start
    while (day - start).days < days:
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        left, right = (day - start).days, min(days, (following - start).days)
        x1, x2 = x(left), x(right)
        if left:
            made.append(line(x1, TOP, x1, TOP + HIGH + 48, tone="line"))
        name = _(MONTHS[day.month - 1])
        said = name if width_of(name, SIZE) < x2 - x1 - 4 else name[:3]
        if width_of(said, SIZE) < x2 - x1:
            made.append(
                label(
                    (x1 + x2) / 2,
                    TOP + HIGH + 48,
                    said,
                    size=SIZE,
                    text_anchor="middle",
                    tone="muted",
                )
            )
        day = following
    return "".join(made)


def _ticks(page: MoneyPage, start: date, days: int, x: Along) -> str:
    """Money in as ticks upwards, bills as ticks downwards, from a rail under the chart."""
    rail = TOP + HIGH + 20
    made = [line(LEFT, rail, RIGHT, rail, tone="muted", stroke_opacity=0.6)]
    known = 0
    for due in page.due:
        number = (date.fromisoformat(due.day) - start).days
        known = max(known, number)
        if 0 <= number < days:
            made.append(_tick(due, x(number + 0.5), rail))
    for number in range(known + 1, days):
        change = page.balances[number] - page.balances[number - 1]
        if change:
            at = x(number + 0.5)
            made.append(
                line(
                    at,
                    rail,
                    at,
                    rail - 10 if change > 0 else rail + 10,
                    stroke_width=2,
                    tone="accent" if change > 0 else "muted",
                )
            )
    return "".join(made)


def _tick(due: DueLine, x: float, rail: float) -> str:
    said = f"{due.day}: {due.label} {due.amount}" + (_(" cannot be paid") if due.missed else "")
    name = tag("title", clean(said + (f" ({due.note})" if due.note else "")))
    if due.direction == "in":
        if "not counted" in due.note:
            return tag("g", name, line(x, rail, x, rail - 12, stroke_dasharray="2 2", tone="muted"))
        return tag("g", name, line(x, rail, x, rail - 12, stroke_width=2.4, tone="accent"))
    if due.missed:
        cross = line(x - 3.5, rail + 8, x + 3.5, rail + 15, stroke_width=2, tone="warn") + line(
            x - 3.5, rail + 15, x + 3.5, rail + 8, stroke_width=2, tone="warn"
        )
        return tag("g", name, line(x, rail, x, rail + 7, stroke_width=2.4, tone="warn"), cross)
    long = 12 if due.priority == "priority" else 8
    return tag("g", name, line(x, rail, x, rail + long, stroke_width=2.4, tone=""))


def _lowest(page: MoneyPage, start: date, x: Along, y: Along) -> str:
    if page.lowest is None or not page.lowest_day:
        return ""
    day = date.fromisoformat(page.lowest_day)
    number = (day - start).days
    if not 0 <= number <= DAYS:
        return ""
    at, height = x(number + 0.5), y(page.lowest)
    said = _("Lowest point: {money}, {day} {months}").format(
        money=say(Money(page.lowest, page.currency)),
        day=day.day,
        months=_(MONTHS[day.month - 1])[:3],
    )
    tone = "warn" if page.lowest < 0 else ""
    wide = width_of(said, 12.5)
    left = min(max(at - 14, LEFT + 2), RIGHT - wide)
    return (
        line(at, height, at, TOP - 12, stroke_dasharray="2 3", tone=tone)
        + tag("circle", cx=at, cy=height, r=4.5, fill="currentColor", tone="paper")
        + tag(
            "circle",
            cx=at,
            cy=height,
            r=4.5,
            fill="none",
            stroke="currentColor",
            stroke_width=2.2,
            tone=tone,
        )
        + label(left, TOP - 17, said, size=12.5, font_weight=700, tone=tone)
    )


def _money_key(page: MoneyPage, y: float) -> tuple[str, float]:
    """A key of what occurs, as many lines as it needs."""
    items = [("muted", 0, "8 of 10 simulated")] if page.fan else []
    if any(d.direction == "in" and not d.note for d in page.due):
        items.append(("accent", -1, _("money in")))
    if any(d.direction == "out" and not d.missed for d in page.due):
        items.append(("", 1, "bill"))
    if any(d.missed for d in page.due):
        items.append(("warn", 2, _("cannot be paid")))
    if any("not counted" in d.note for d in page.due):
        items.append(("muted", -2, "promised"))
    made, x = [], float(LEFT)
    for tone, way, words in items:
        wide = 16 + width_of(words, SIZE)
        if x > LEFT and x + wide > RIGHT:
            x, y = float(LEFT), y + 20
        made.append(_sign(tone, way, x, y) + label(x + 16, y + 12, words, size=SIZE, tone="muted"))
        x += wide + 14
    return "".join(made), y + 22


def _sign(tone: str, way: int, x: float, y: float) -> str:
    """What the key shows beside a word: a patch of the band, or a tick."""
    if way == 0:
        return tag(
            "rect", x=x, y=y + 4, width=11, height=9, fill="currentColor", fill_opacity=0.22,
            tone=tone,
        )  # fmt: skip
    dash = "2 2" if way == -2 else ""  # noqa: PLR2004 - promised, not counted
    return line(
        x + 5, y + 2, x + 5, y + 14, stroke_width=1 if dash else 2.4, stroke_dasharray=dash,
        tone=tone,
    )  # fmt: skip
