"""What is owed month by month with each way of paying, as one chart."""

from __future__ import annotations

from math import floor, log10
from typing import TYPE_CHECKING, Final

from kinhold.domain.money import Money, exponent, say
from kinhold.drawing.svg import clean, label, line, path, picture, tag, width_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.plan_debts import DebtsPlanPage, PlanLine

PAYOFF: Final = "k-payoff"
WIDTH: Final = 360
LEFT: Final = 60
RIGHT: Final = 352
TOP: Final = 12
HIGH: Final = 170
SIZE: Final = 11.5
LONGEST: Final = 120
_STYLE: Final = {
    "least": ("p0", ""),
    "avalanche": ("p1", "6 3"),
    "snowball": ("p2", "2 3"),
    "minimums": ("p7", "1 4"),
}
"""Tone and dashes of each line: told apart without colour too."""


def draw_payoff(page: DebtsPlanPage) -> str:
    """Return the balance of all debts by month, one line for each plan.

    The table of consequences on the page is its twin in words.

    Args:
        page: the comparison; without plans the picture says so.

    Returns:
        A complete SVG, 360 units wide, of at most 120 months.
    """
    if not page.plans:
        return picture(
            PAYOFF,
            (WIDTH, 60),
            label(
                WIDTH / 2, 34, _("Some figures are missing."), text_anchor="middle", tone="muted"
            ),
            title=_("What is owed, month by month"),
            desc=page.headline,
            classes="k-chart",
        )
    months = _months(page)
    step = _step(page)
    high = -(-max(page.owed, 1) // step) * step
    body = [_levels(step, high, page.currency), _years(months)]
    body += [_course(page, plan, months, high) for plan in reversed(page.plans)]
    key, height = _key(page)
    said = "; ".join(f"{p.title.lower()}: {p.length}" for p in page.plans)
    return picture(
        PAYOFF,
        (WIDTH, height),
        "".join(body) + key,
        title=_("What is owed, month by month"),
        desc=f"{page.headline} {said}.",
        classes="k-chart",
    )


def _months(page: DebtsPlanPage) -> int:
    """As far as any plan that ends, or the time looked at; never more than ten years."""
    ends = [p.months for p in page.plans if p.months is not None and p.name != "minimums"]
    return max(1, min(LONGEST, max(ends, default=page.horizon)))


def _step(page: DebtsPlanPage) -> int:
    unit: int = 10 ** exponent(page.currency)
    rough = max(page.owed, 3 * unit) / 3
    power: int = 10 ** floor(log10(rough))
    return max(unit, next(m * power for m in (1, 2, 5, 10) if m * power >= rough))


def _x(month: int, months: int) -> float:
    return LEFT + (RIGHT - LEFT) * month / months


def _y(minor: int, high: int) -> float:
    return TOP + HIGH * (1 - min(minor, high) / high)


def _levels(step: int, high: int, currency: str) -> str:
    made = []
    for minor in range(0, high + 1, step):
        y = _y(minor, high)
        made.append(line(LEFT, y, RIGHT, y, tone="line" if minor else "", stroke_width=1))
        said = say(Money(minor, currency)).removesuffix(f" {currency}")
        made.append(label(LEFT - 5, y + 4, said, size=SIZE, text_anchor="end", tone="muted"))
    return "".join(made)


def _years(months: int) -> str:
    """A thin line and a number for each year, or each quarter of a short plan."""
    each = 12 if months > 18 else 3  # noqa: PLR2004 - a year and a half
    made = []
    for month in range(each, months + 1, each):
        x = _x(month, months)
        made.append(line(x, TOP, x, TOP + HIGH, tone="line"))
        said = f"{month // 12} y" if each == 12 else f"{month} m"  # noqa: PLR2004 - months a year
        made.append(label(x, TOP + HIGH + 16, said, size=SIZE, text_anchor="middle", tone="muted"))
    return "".join(made)


def _course(page: DebtsPlanPage, plan: PlanLine, months: int, high: int) -> str:
    tone, dash = _STYLE[plan.name]
    owed = (page.owed, *plan.owed)[: months + 1]
    points = [(_x(n, months), _y(minor, high)) for n, minor in enumerate(owed)]
    name = tag("title", clean(f"{plan.title}: {plan.length}"))
    drawn = tag(
        "path",
        d=path(points),
        fill="none",
        stroke="currentColor",
        stroke_width=2,
        stroke_dasharray=dash,
        tone=tone,
    )
    return tag("g", name, drawn)


def _key(page: DebtsPlanPage) -> tuple[str, float]:
    made, y = [], float(TOP + HIGH + 36)
    for plan in page.plans:
        tone, dash = _STYLE[plan.name]
        made.append(
            line(LEFT, y - 4, LEFT + 26, y - 4, stroke_width=2, stroke_dasharray=dash, tone=tone)
        )
        made.append(label(LEFT + 34, y, plan.title, size=12))
        room = RIGHT - LEFT - 34 - width_of(plan.title, 12) - 8
        if width_of(plan.length, 12) <= room:
            made.append(label(RIGHT, y, plan.length, size=12, tone="muted", text_anchor="end"))
        y += 18
    return "".join(made), y
