"""The rota as a grid: days are rows, hours are columns, each person has a colour, a mark and a letter."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

from kinhold.application.wording import MONTHS
from kinhold.domain.periods import NIGHT_ENDS, NIGHT_STARTS
from kinhold.drawing.svg import PEOPLE_TONES, clean, clip, label, line, picture, tag, width_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.rota import Cell, DayRow, RotaPage

PREFIX: Final = "k-rota"
WIDTH: Final = 360
LEFT: Final = 62
GRID: Final = 294
TOP: Final = 34
PITCH: Final = 25
CELL: Final = 20
SIZE: Final = 11.5
DAY: Final = 1440
MONTHS_SHORT: Final = frozenset(m[:3] for m in MONTHS)


@dataclass(frozen=True, slots=True)
class Look:
    """How one person is drawn: number of the colour and mark, letter, and light for who has most."""

    number: int
    letter: str
    light: bool


def draw_rota(page: RotaPage) -> str:
    """Return who has the children when, as a picture 360 units wide.

    Args:
        page: the rota; its days and people are drawn in the order they come.

    Returns:
        A complete SVG. Hours without an adult are hatched and say "no one".
    """
    letters = initials(tuple(name for _unused, name in page.people))
    most = _most(page)
    looks = {
        handle: Look(number, letters[number], handle == most)
        for number, (handle, _unused) in enumerate(page.people)
    }
    longest = max((c.end_minute for d in page.days for c in d.cells), default=DAY)
    scale = GRID / max(DAY, longest)
    bottom = TOP + PITCH * max(1, len(page.days))
    body = [_patterns(len(page.people)), _hours(scale, bottom)]
    body += [_day(day, TOP + PITCH * n, scale, looks) for n, day in enumerate(page.days)]
    if not page.days:
        body.append(
            label(
                WIDTH / 2,
                TOP + 16,
                _("Nothing is planned yet."),
                text_anchor="middle",
                tone="muted",
            )
        )
    key, height = _key(page, bottom + 12, looks)
    return picture(
        PREFIX,
        (WIDTH, height),
        "".join(body) + key,
        title=_("Rota from {on} to {until}").format(on=page.on, until=page.until),
        desc=page.headline,
        classes="k-rota",
    )


def initials(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return one or two letters per name, no two the same.

    Args:
        names: as shown.

    Returns:
        The first letter where it tells the name from the others, else two letters, else a number.
    """
    made: list[str] = []
    for name in names:
        parts = name.split() or ["?"]
        two = parts[0][:1] + (parts[1][:1] if len(parts) > 1 else parts[0][1:2])
        tried = (parts[0][:1].upper(), two, parts[0][:2], parts[0][:1].upper() + parts[-1][-1:])
        first = next((t for t in tried if t and t not in made), "")
        made.append(first or next(str(n) for n in count(1) if str(n) not in made))
    return tuple(made)


def _hours(scale: float, bottom: float) -> str:
    """The scale above, the nights behind, and thin lines every six hours."""
    nights = [(0, NIGHT_ENDS), (NIGHT_STARTS, DAY)]
    made = [
        tag(
            "rect",
            x=LEFT + start * scale,
            y=TOP - 8,
            width=(end - start) * scale,
            height=bottom - TOP + 10,
            fill="currentColor",
            fill_opacity=0.1,
        )
        for start, end in nights
    ]
    for hour in (0, 6, 12, 18, 24):
        x = LEFT + hour * 60 * scale
        made.append(line(x, TOP - 8, x, bottom + 2, tone="muted", stroke_opacity=0.5))
        anchor = {0: "start", 24: "end"}.get(hour, "middle")
        made.append(label(x, TOP - 12, str(hour), size=SIZE, text_anchor=anchor, tone="muted"))
    made += [
        label(LEFT + m * scale, TOP - 12, "night", size=10, text_anchor="middle", tone="muted")
        for m in (3 * 60, 21 * 60 + 10)
    ]
    return "".join(made)


def _day(day: DayRow, y: float, scale: float, looks: dict[str, Look]) -> str:
    words = day.label.split()
    plain = len(words) == 3 and "1" not in words  # noqa: PLR2004 - weekday, day and month in any order
    short = " ".join(w for w in words if w not in MONTHS_SHORT) if plain else day.label
    if width_of(short, SIZE) > LEFT - 8:
        short = " ".join(words[1:]) or short
    parts = [label(LEFT - 6, y + 14.5, clip(short, SIZE, LEFT - 8), size=SIZE, text_anchor="end")]
    parts += [_cell(cell, y, scale, looks) for cell in day.cells]
    return tag("g", tag("title", clean(day.label) or " "), *parts)


def _cell(cell: Cell, y: float, scale: float, looks: dict[str, Look]) -> str:
    x, width = LEFT + cell.start_minute * scale, (cell.end_minute - cell.start_minute) * scale
    said = _("{start} to {end}: {cell}").format(start=cell.start, end=cell.end, cell=cell.name) + (
        _(", back-up {backup}").format(backup=cell.backup) if cell.backup else ""
    )
    box = {"x": x + 0.5, "y": y, "width": max(1.5, width - 1), "height": CELL, "rx": 3}
    if cell.gap:
        return _gap(said, box, cell.name)
    look = looks.get(cell.carer) or Look(0, cell.name[:1], light=False)
    shapes = [_filled(box, look)]
    room = width - 6
    name = cell.name if width_of(cell.name, SIZE) <= room else look.letter
    if width_of(name, SIZE) <= room + 2:
        shapes.append(_on(x + width / 2, y, name, look))
    return tag("g", tag("title", clean(said)), *shapes)


def _filled(box: dict[str, float], look: Look) -> str:
    tone = PEOPLE_TONES[look.number % len(PEOPLE_TONES)]
    if look.light:
        return tag("rect", **box, fill="currentColor", tone="paper") + tag(
            "rect",
            **box,
            fill="currentColor",
            fill_opacity=0.16,
            stroke="currentColor",
            tone=tone,
        )
    made = tag("rect", **box, fill="currentColor", tone=tone)
    mark = look.number % len(PEOPLE_TONES)
    return made + (tag("rect", **box, fill=f"url(#{PREFIX}-m{mark})") if mark else "")


def _on(x: float, y: float, words: str, look: Look) -> str:
    """Words on a cell; where the cell is marked, on a plate of its colour, so that marks do not cross."""
    if look.light:
        return label(x, y + 14.2, words, size=SIZE, text_anchor="middle")
    tone = PEOPLE_TONES[look.number % len(PEOPLE_TONES)]
    wide = width_of(words, SIZE) + 3
    return tag(
        "rect", x=x - wide / 2, y=y + 3, width=wide, height=CELL - 6, fill="currentColor", tone=tone
    ) + label(x, y + 14.2, words, size=SIZE, text_anchor="middle", tone="paper", font_weight=600)


def _gap(said: str, box: dict[str, float], name: str) -> str:
    middle = box["x"] + box["width"] / 2
    shapes = [
        tag("rect", **box, fill="currentColor", tone="paper"),
        tag("rect", **box, fill=f"url(#{PREFIX}-gap)"),
        tag("rect", **box, fill="none", stroke="currentColor", stroke_width=1.6, tone="warn"),
    ]
    words = name or _("no one")
    wide = width_of(words, SIZE)
    if wide + 8 <= box["width"]:
        shapes.append(
            tag(
                "rect",
                x=middle - wide / 2 - 2,
                y=box["y"] + 3,
                width=wide + 4,
                height=CELL - 6,
                fill="currentColor",
                tone="paper",
            )
        )
        shapes.append(
            label(
                middle,
                box["y"] + 14.2,
                words,
                size=SIZE,
                text_anchor="middle",
                font_weight=600,
                tone="warn",
            )
        )
    return tag("g", tag("title", clean(said)), *shapes)


def _patterns(people: int) -> str:
    """The hatching for hours without an adult, and one mark per person in the colour of paper."""
    marks = {
        1: line(0, 6, 6, 0, tone="paper", stroke_opacity=0.55),
        2: tag("circle", cx=3, cy=3, r=1, fill="currentColor", fill_opacity=0.6, tone="paper"),
        3: line(3, 0, 3, 6, tone="paper", stroke_opacity=0.5),
        4: line(0, 3, 6, 3, tone="paper", stroke_opacity=0.5),
        5: line(0, 0, 6, 6, tone="paper", stroke_opacity=0.5),
        6: line(0, 3, 6, 3, tone="paper", stroke_opacity=0.4)
        + line(3, 0, 3, 6, tone="paper", stroke_opacity=0.4),
        7: line(0, 0, 6, 6, tone="paper", stroke_opacity=0.4)
        + line(0, 6, 6, 0, tone="paper", stroke_opacity=0.4),
    }
    made = [
        tag(
            "pattern",
            line(-1, 7, 7, -1, tone="warn", stroke_width=1.3),
            id=f"{PREFIX}-gap",
            width=6,
            height=6,
            patternUnits="userSpaceOnUse",
        )
    ]
    made += [
        tag("pattern", mark, id=f"{PREFIX}-m{n}", width=6, height=6, patternUnits="userSpaceOnUse")
        for n, mark in marks.items()
        if n < people
    ]
    return tag("defs", *made)


def _key(page: RotaPage, y: float, looks: dict[str, Look]) -> tuple[str, float]:
    """The people with their colours and letters, and the gaps where there are any."""
    items: list[tuple[Look | None, str]] = [(looks[handle], name) for handle, name in page.people]
    if any(c.gap for d in page.days for c in d.cells):
        items.append((None, _("no one")))
    made: list[str] = []
    x, y = 8.0, y + 4
    for look, name in items:
        said = clip(name, SIZE, 250)
        wide = 30 + width_of(said, SIZE) + 10
        if x > 8 and x + wide > WIDTH:  # noqa: PLR2004 - the left margin
            x, y = 8.0, y + 24
        made += [_swatch(x, y, look), label(x + 30, y + 13, said, size=SIZE)]
        x += wide
    return "".join(made), y + (28 if items else 4)


def _swatch(x: float, y: float, look: Look | None) -> str:
    box: dict[str, float] = {"x": x, "y": y, "width": 24, "height": 18, "rx": 3}
    if look is not None:
        return _filled(box, look) + _on(x + 12, y - 1, look.letter, look)
    edge = tag("rect", **box, fill="none", stroke="currentColor", tone="warn")
    return tag("rect", **box, fill=f"url(#{PREFIX}-gap)") + edge


def _most(page: RotaPage) -> str:
    """Who has most of the hours: drawn lightly, so that relief and gaps stand out."""
    hours: dict[str, int] = {}
    for cell in (c for d in page.days for c in d.cells if not c.gap):
        hours[cell.carer] = hours.get(cell.carer, 0) + cell.end_minute - cell.start_minute
    return max(hours, key=lambda who: hours[who], default="")
