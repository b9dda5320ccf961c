"""Days as banks write them, and which of two figures is the day.

`3/9/26` is two days. Which one is told by the other dates of the same file (a figure above twelve is a
day), or by the order of its lines, or by the person; where none of them tells, that is said.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable

EARLIEST: Final = 1970
LATEST: Final = 2199
MOST_CHARACTERS: Final = 60
_ENOUGH: Final = 3
"""How many different days have to be in order before their order says anything."""
_TAIL = r"(?:[T ,.][^\n]{0,40})?"
_ISO = re.compile(rf"(\d{{4}})[-/.:](\d{{1,2}})[-/.:](\d{{1,2}}){_TAIL}")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?\d{2,6}[^\n]{0,30})?")
_TWO = re.compile(
    rf"(\d{{1,2}})\s?[-/.]\s?(\d{{1,2}})\s?(?:[-/.]\s?|'\s?|/'\s?)(\d{{4}}|\d{{1,2}}){_TAIL}"
)
_NAMED = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th)?[ .\-/]{{0,2}}([^\W\d_]{{3,12}})\.?[ ,\-/']{{0,2}}(\d{{4}}|\d{{2}}){_TAIL}"
)
_NAME_FIRST = re.compile(
    rf"([^\W\d_]{{3,12}})\.?[ \-]{{1,2}}(\d{{1,2}})(?:st|nd|rd|th)?,?[ \-]{{1,2}}(\d{{4}}){_TAIL}"
)
_WEEKDAY = re.compile(r"[^\W\d_]{2,10}\.?,? (?=\d)")
_MONTHS: Final = {
    "jan": 1, "janv": 1, "gen": 1, "ene": 1, "sty": 1,
    "feb": 2, "fev": 2, "fevr": 2, "febr": 2, "lut": 2,
    "mar": 3, "mars": 3, "mrz": 3, "maa": 3, "mrt": 3, "marz": 3,
    "apr": 4, "avr": 4, "abr": 4, "kwi": 4,
    "may": 5, "mai": 5, "mei": 5, "mag": 5, "maj": 5,
    "jun": 6, "juin": 6, "giu": 6, "cze": 6,
    "jul": 7, "juil": 7, "lug": 7, "lip": 7,
    "aug": 8, "aou": 8, "aout": 8, "ago": 8, "sie": 8,
    "sep": 9, "sept": 9, "set": 9, "wrz": 9,
    "oct": 10, "okt": 10, "ott": 10, "out": 10, "paz": 10,
    "nov": 11, "lis": 11,
    "dec": 12, "dez": 12, "dic": 12, "des": 12, "gru": 12,
}  # fmt: skip
"""Beginnings of the names of months in English, German, French, Spanish, Italian, Dutch, Polish, …"""

Why = Literal["told", "seen", "order", "plain", "unknown"]


class DayNotReadError(KinholdError):
    """A text is no day, or one that does not exist."""


class DayOrder(NamedTuple):
    """Whether the day stands before the month, and how that is known.

    Attributes:
        day_first: True for 31/12, False for 12/31, None where nothing tells.
        why: told by the person; seen in a figure above twelve; by the order of the lines; plain, since
            every date can be read one way only; unknown.
        against: how many dates say the opposite of what most say.
    """

    day_first: bool | None
    why: Why
    against: int = 0


@lru_cache(maxsize=4096)
def day_of(text: str, *, day_first: bool = True) -> date:
    """Read a day; a clock time after it is left out.

    Args:
        text: `2026-11-22`, `22/11/2026`, `11/22/26`, `22.11.26`, `22-Nov-2026`, `Nov 22, 2026`,
            `20261122`, `2/10'2020` and the like.
        day_first: which of two figures is the day.

    Raises:
        DayNotReadError: where it is none of these, or a day that does not exist.
    """
    said = _plain(text)
    for pattern in (_ISO, _COMPACT):
        match = pattern.fullmatch(said)
        if match:
            return _made(int(match[1]), int(match[2]), int(match[3]), text)
    match = _TWO.fullmatch(said)
    if match:
        one, two = int(match[1]), int(match[2])
        day, month = (one, two) if day_first else (two, one)
        return _made(_year(match[3]), month, day, text)
    return _named(said, text)


def _named(said: str, text: str) -> date:
    match = _NAMED.fullmatch(said)
    if match:
        return _made(_year(match[3]), _month(match[2], text), int(match[1]), text)
    match = _NAME_FIRST.fullmatch(said)
    if match:
        return _made(int(match[3]), _month(match[1], text), int(match[2]), text)
    raise DayNotReadError(_("“{text}” is not a date.").format(text=text.strip()[:20]))


def looks_like_day(text: str) -> bool:
    """Return whether a text is a day under one order or the other."""
    for day_first in (True, False):
        try:
            day_of(text, day_first=day_first)
        except DayNotReadError:
            continue
        return True
    return False


def order_of(texts: Iterable[str], *, told: bool | None = None) -> DayOrder:
    """Return which figure is the day in the dates of one file.

    Args:
        texts: the dates in the order of the file.
        told: what the person says; it is believed.
    """
    found = [m for t in texts for m in [_TWO.fullmatch(_plain(t))] if m]
    # With points the day is first wherever points are used (CLDR: no territory writes MM.DD.YYYY).
    dotted = bool(found) and all(m[0][m.end(1)] == "." for m in found)
    pairs = [(int(m[1]), int(m[2])) for m in found if m[1] != m[2]]
    day_first = sum(one > 12 >= two for one, two in pairs)  # noqa: PLR2004 - months of a year
    month_first = sum(two > 12 >= one for one, two in pairs)  # noqa: PLR2004
    if told is not None:
        return DayOrder(told, "told", month_first if told else day_first)
    if day_first or month_first:
        return DayOrder(day_first >= month_first, "seen", min(day_first, month_first))
    if dotted or not pairs:
        return DayOrder(day_first=True, why="plain")
    return _by_order(list(texts) if isinstance(texts, list | tuple) else [])


def _by_order(texts: list[str]) -> DayOrder:
    """Lines of a statement run one way in time: an order that only one reading gives decides."""
    runs = {}
    for day_first in (True, False):
        try:
            days = [day_of(text, day_first=day_first) for text in texts if text.strip()]
        except DayNotReadError:
            continue
        runs[day_first] = (days in (sorted(days), sorted(days, reverse=True)), len(set(days)))
    good = [day_first for day_first, (sorted_, many) in runs.items() if sorted_ and many >= _ENOUGH]
    if len(good) == 1 and len(runs) == 2:  # noqa: PLR2004 - both could be read, one is in order
        return DayOrder(good[0], "order")
    return DayOrder(None, "unknown")


@lru_cache(maxsize=4096)
def ofx_day(text: str) -> date:
    """Read the day of an OFX date and time (OFX 2.2, 3.2.8.2): `20261122120000.000[-5:EST]`.

    The day is the bank's own; it is not moved to another time zone.

    Raises:
        DayNotReadError: where it is none, or a day that does not exist.
    """
    said = text.strip()
    head = said[:8]
    if len(said) <= MOST_CHARACTERS and len(head) == 8 and head.isascii() and head.isdigit():  # noqa: PLR2004
        return _made(int(head[:4]), int(head[4:6]), int(head[6:]), text)
    match = _ISO.fullmatch(said) if len(said) <= MOST_CHARACTERS else None
    if match is None:
        raise DayNotReadError(_("“{said}” is not a date.").format(said=said[:20]))
    return _made(int(match[1]), int(match[2]), int(match[3]), text)


def _plain(text: str) -> str:
    said = text.strip()
    if len(said) > MOST_CHARACTERS:
        return ""
    if not said[:1].isalpha() or _NAME_FIRST.fullmatch(said):
        return said
    return _WEEKDAY.sub("", said, count=1)


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:  # noqa: PLR2004 - a year in full
        return year
    return year + (2000 if year < 70 else 1900)  # noqa: PLR2004 - as in POSIX strptime


def _month(name: str, text: str) -> int:
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(c for c in plain if c.isascii())
    for length in (4, 3):
        if plain[:length] in _MONTHS:
            return _MONTHS[plain[:length]]
    raise DayNotReadError(_("“{text}” is not a date.").format(text=text.strip()[:20]))


def _made(year: int, month: int, day: int, text: str) -> date:
    try:
        made = date(year, month, day)
    except ValueError:
        raise DayNotReadError(
            _("“{text}” does not exist.").format(text=text.strip()[:20])
        ) from None
    if not EARLIEST <= year <= LATEST:
        raise DayNotReadError(
            _("The year of “{text}” cannot be right.").format(text=text.strip()[:20])
        )
    return made
