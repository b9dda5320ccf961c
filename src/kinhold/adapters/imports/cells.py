"""Cells: numbers, clock times, lengths and words as other apps write them, read strictly.

Everything is checked by a pattern before it becomes a number, so that no cell can ask for a number of
a million digits.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Final

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

MOST_MINUTES: Final = 7 * 24 * 60
_NUMBER = re.compile(r"(\d{1,7})(?:[.,](\d{1,18}))?")
_ISO = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?"
)
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_SLASHED = re.compile(
    r"(\d{1,2})[/.](\d{1,2})[/.](\d{2}|\d{4}),?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([AaPp]\.?[Mm]\.?)?"
)
_CLOCK_FIRST = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})\s+(\d{1,2})-(\d{1,2})-(\d{4})")
_LENGTH = re.compile(
    r"(?:(\d{1,3}) days?,? |(\d{1,3}) )?(\d{1,3}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?"
)
_ISO_LENGTH = re.compile(
    r"P(?:(\d{1,3})D)?T?(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5})(?:\.\d+)?S)?"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_YES: Final = frozenset({"1", "true", "yes", "t", "y"})
_NO: Final = frozenset({"0", "false", "no", "f", "n", ""})
EARLIEST: Final = 1990
LATEST: Final = 2199


class CellNotUsableError(KinholdError):
    """A cell does not say what its column promises; the text is the reason a row is rejected."""


def clean(text: str) -> str:
    """Return words as they can be kept: without blanks around them and without half characters."""
    return _SURROGATES.sub("\ufffd", text).strip()


def number(text: str, what: str) -> Decimal | None:
    """Return a number that is not negative, exactly as written; None for an empty cell.

    Raises:
        CellNotUsableError: where it is no such number.
    """
    said = text.strip()
    if not said:
        return None
    match = _NUMBER.fullmatch(said)
    if match is None:
        raise CellNotUsableError(
            _("“{said}” is not a number ({what}).").format(said=said[:20], what=what)
        )
    return Decimal(f"{match[1]}.{match[2]}" if match[2] else match[1])


def whole(text: str, what: str) -> int | None:
    """Return a whole number of at most seven digits, or None for an empty cell.

    Raises:
        CellNotUsableError: where it is no such number.
    """
    found = number(text, what)
    return None if found is None else int(found.to_integral_value())


def yes(text: str, what: str) -> bool:
    """Return a yes or no.

    Raises:
        CellNotUsableError: where it is neither.
    """
    said = text.strip().lower()
    if said not in _YES and said not in _NO:
        raise CellNotUsableError(
            _("“{text}” is neither yes nor no ({what}).").format(text=text[:20], what=what)
        )
    return said in _YES


def moment(text: str, what: str) -> datetime:
    """Return `2026-10-25 01:10:30`, with or without an offset, to the second.

    Raises:
        CellNotUsableError: where it is no such time.
    """
    match = _ISO.fullmatch(text.strip())
    if match is None:
        raise CellNotUsableError(
            _("“{text}” is not a time ({what}).").format(text=text.strip()[:30], what=what)
        )
    year, month, day_of, hour, minute = (int(part) for part in match.groups()[:5])
    made = _made((year, month, day_of, hour, minute, int(match[6] or 0)), text, what)
    return made.replace(tzinfo=_offset(match[7], text, what)) if match[7] else made


def day(text: str, what: str) -> date:
    """Return a day written `2026-10-25`.

    Raises:
        CellNotUsableError: where it is no such day.
    """
    match = _DAY.fullmatch(text.strip())
    if match is None:
        raise CellNotUsableError(
            _("“{text}” is not a day ({what}).").format(text=text.strip()[:30], what=what)
        )
    year, month, day_of = (int(part) for part in match.groups())
    return _made((year, month, day_of, 0, 0, 0), text, what).date()


def slashed(text: str, what: str, *, day_first: bool) -> datetime:
    """Return `3/9/26, 14:05` (month first unless told), with or without am and pm.

    Raises:
        CellNotUsableError: where it is no such time.
    """
    match = _SLASHED.fullmatch(text.strip())
    if match is None:
        raise CellNotUsableError(
            _("“{text}” is not a time ({what}).").format(text=text.strip()[:30], what=what)
        )
    one, two, year, hour, minute = (int(part) for part in match.groups()[:5])
    month, day_of = (two, one) if day_first else (one, two)
    if match[7]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock with twelve hours
            raise CellNotUsableError(
                _("“{text}” is not a time ({what}).").format(text=text.strip()[:30], what=what)
            )
        hour = hour % 12 + (12 if match[7][0] in "Pp" else 0)
    year += 2000 if year < 100 else 0  # noqa: PLR2004 - a year of two digits
    return _made((year, month, day_of, hour, minute, int(match[6] or 0)), text, what)


def clock_first(text: str, what: str) -> datetime:
    """Return `14:05:00 03-09-2026`: the clock, then month, day and year.

    Raises:
        CellNotUsableError: where it is no such time.
    """
    match = _CLOCK_FIRST.fullmatch(text.strip())
    if match is None:
        raise CellNotUsableError(
            _("“{text}” is not a time ({what}).").format(text=text.strip()[:30], what=what)
        )
    hour, minute, second, month, day_of, year = (int(part) for part in match.groups())
    return _made((year, month, day_of, hour, minute, second), text, what)


def length(text: str, what: str) -> timedelta | None:
    """Return a length: `4:30`, `04:00:00`, `1 day, 4:00:00`, `1 04:00:00`, `P0DT04H00M00S`.

    Raises:
        CellNotUsableError: where it is none of these.
    """
    said = text.strip()
    if not said:
        return None
    match = _LENGTH.fullmatch(said)
    if match:
        days = int(match[1] or match[2] or 0)
        return timedelta(
            days=days, hours=int(match[3]), minutes=int(match[4]), seconds=int(match[5] or 0)
        )
    match = _ISO_LENGTH.fullmatch(said) if len(said) > 2 else None  # noqa: PLR2004 - more than “PT”
    if match:
        days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    raise CellNotUsableError(
        _("“{said}” is not a length of time ({what}).").format(said=said[:20], what=what)
    )


def minutes_of(text: str, what: str) -> int | None:
    """Return a number of minutes, or None for an empty cell.

    Raises:
        CellNotUsableError: where it is none, or more than a week.
    """
    found = whole(text, what)
    if found is not None and found > MOST_MINUTES:
        raise CellNotUsableError(
            _("{found} minutes is more than a week ({what}).").format(found=found, what=what)
        )
    return found


def _made(parts: tuple[int, int, int, int, int, int], text: str, what: str) -> datetime:
    try:
        made = datetime(*parts)  # noqa: DTZ001 - local by definition until a zone is known
    except ValueError:
        raise CellNotUsableError(
            _("“{text}” does not exist ({what}).").format(text=text.strip()[:30], what=what)
        ) from None
    if not EARLIEST <= made.year <= LATEST:
        raise CellNotUsableError(
            _("The year of “{text}” cannot be right ({what}).").format(
                text=text.strip()[:30], what=what
            )
        )
    return made


def _offset(text: str, whole_text: str, what: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    if hours > 23 or minutes > 59:  # noqa: PLR2004 - a clock
        raise CellNotUsableError(
            _("“{whole_text}” is not a time ({what}).").format(
                whole_text=whole_text.strip()[:30], what=what
            )
        )
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if text[0] == "-" else size)
