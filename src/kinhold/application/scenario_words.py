"""Days, hours, sums and shares in plain English (UK and US), taken out of a phrase one by one.

What is taken out stands in slots; what is left is the skeleton that the phrase book knows:
"Oliver comes back three nights a week from January" leaves "Oliver comes back", with `nights` and
`when`. So a phrase may put them in any order, and nothing that was said is passed over: a slot that
a phrase has no use for makes it another phrase.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypedDict

from kinhold.domain.money import Money, exponent
from kinhold.domain.periods import NIGHT_ENDS, NIGHT_STARTS, ClockWindow
from kinhold.domain.recurrence import Recurrence

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBERS: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
_MONTHS: Final = (
    "jan(?:uary)?", "feb(?:ruary)?", "mar(?:ch)?", "apr(?:il)?", "may", "june?", "july?",
    "aug(?:ust)?", "sept?(?:ember)?", "oct(?:ober)?", "nov(?:ember)?", "dec(?:ember)?",
)  # fmt: skip
_DAYS: Final = (
    "mon(?:days?)?", "tue(?:s(?:days?)?)?", "wed(?:nesdays?)?", "thu(?:rs?(?:days?)?)?",
    "fri(?:days?)?", "sat(?:urdays?)?", "sun(?:days?)?",
)  # fmt: skip
_NIGHTS_FIRST: Final = (4, 5, 6, 2, 0, 1, 3)
"""Which nights are taken where only their number was said: the weekend, then Wednesday."""

PARTS: Final = {
    "night": ClockWindow(NIGHT_STARTS, NIGHT_ENDS),
    "morning": ClockWindow(8 * 60, 12 * 60),
    "afternoon": ClockWindow(12 * 60, 18 * 60),
    "evening": ClockWindow(18 * 60, 22 * 60),
}
"""Hours of a part of the day, where none were said (a setting; they are shown back)."""

WORKDAYS: Final = 5
WEEK: Final = 7
NOON: Final = 12
MOST_AHEAD: Final = {"day": 1100, "week": 156, "month": 36, "year": 3}

_N = rf"(?:\d{{1,3}}|{'|'.join(NUMBERS[1:])}|an?)"
_MONTH = "|".join(_MONTHS)
_DAY = "|".join(_DAYS)
_YEAR = r"20\d\d"
_T = r"\d{1,2}(?:[:.][0-5]\d)?(?: ?[ap]m)?"
_EVERY = r"(?:an?|per|each|every)"


class Found(TypedDict, total=False):
    """The slots of a phrase: what was said, as values.

    `when` is a day, with `month` where only a month was said; `window` hours; `days` and `nights`
    weekday numbers from Monday, with `counted` where only their number was said; `amount` a sum
    with `per`, how often, or `hourly`; `keeps` basis points; `change` minutes a week; `bedrooms` a number;
    `lasts` a number of days.
    """

    when: date
    month: bool
    window: ClockWindow
    days: tuple[int, ...]
    nights: tuple[int, ...]
    counted: bool
    amount: Money
    per: Recurrence
    hourly: bool
    keeps: int
    change: int
    bedrooms: int
    lasts: int


@dataclass(slots=True)
class Slots:
    """What was taken out of a phrase.

    Attributes:
        text: what is left.
        found: its slots.
    """

    text: str
    found: Found = field(default_factory=Found)


def take_out(text: str, *, on: date, currency: str) -> Slots:
    """Return a phrase with its days, hours, sums and shares taken out.

    Args:
        text: one phrase, without line breaks.
        on: the day it is said on; a month without a year is the next one to come.
        currency: of sums.
    """
    slots = Slots(text)
    for pattern, read in _STEPS:
        match = pattern.search(slots.text)
        if match is None:
            continue
        found = read(match, on, currency)
        if found is None or slots.found.keys() & found.keys():
            continue
        slots.found.update(found)
        slots.text = f"{slots.text[: match.start()]} {slots.text[match.end() :]}"
    slots.text = " ".join(slots.text.split()).strip(" ,.;:?!")
    return slots


def _number(text: str) -> int:
    low = text.lower()
    return 1 if low in ("a", "an") else NUMBERS.index(low) if low in NUMBERS else int(low)


def _month_number(text: str) -> int:
    return next(n for n, m in enumerate(_MONTHS, 1) if re.fullmatch(m, text.lower()))


def _weekday(text: str) -> int:
    return next(n for n, d in enumerate(_DAYS) if re.fullmatch(d, text.lower()))


def _iso(match: re.Match[str], _on: date, _currency: str) -> Found | None:
    day = match["d"]
    try:
        when = date(int(match["y"]), int(match["m"]), int(day or 1))
    except ValueError:
        return None
    return {"when": when} if day else {"when": when, "month": True}


def _day_of_month(match: re.Match[str], on: date, _currency: str) -> Found | None:
    day, month, year = int(match["d"]), _month_number(match["m"]), match["y"]
    for y in (int(year),) if year else range(on.year, on.year + 5):
        try:
            when = date(y, month, day)
        except ValueError:
            continue
        if year or when >= on:
            return {"when": when}
    return None


def _month(match: re.Match[str], on: date, _currency: str) -> Found:
    month = _month_number(match["m"])
    year = int(match["y"]) if match["y"] else on.year + (month <= on.month)
    return {"when": date(year, month, 1), "month": True}


def _ahead(match: re.Match[str], on: date, _currency: str) -> Found | None:
    number, unit = _number(match["n"]), match["unit"].lower()
    if number > MOST_AHEAD[unit]:
        return None
    if unit in ("day", "week"):
        return {"when": on + timedelta(days=number * (WEEK if unit == "week" else 1))}
    months = on.month - 1 + number * (12 if unit == "year" else 1)
    return {"when": date(on.year + months // 12, months % 12 + 1, 1), "month": True}


def _named_day(match: re.Match[str], on: date, _currency: str) -> Found:
    word = match["word"].lower()
    if word in ("now", "today", "straight away", "right now"):
        return {"when": on}
    if word == "tomorrow":
        return {"when": on + timedelta(days=1)}
    if word == "next week":
        return {"when": on + timedelta(days=WEEK - on.weekday())}
    if word == "next year":
        return {"when": date(on.year + 1, 1, 1), "month": True}
    return {"when": date(on.year + on.month // 12, on.month % 12 + 1, 1), "month": True}


def _window(match: re.Match[str], _on: date, _currency: str) -> Found | None:
    (h1, m1, half1), (h2, m2, half2) = _clock(match["a"]), _clock(match["b"])
    if half2 and not half1 and h1 <= NOON:
        half1 = half2 if (h1 % NOON) * 60 + m1 < (h2 % NOON) * 60 + m2 else "am"
    start, end = _minute(h1, m1, half1), _minute(h2, m2, half2)
    if not half2 and end <= start and h1 <= NOON and h2 <= NOON:
        end += NOON * 60
    if max(start, end) > 24 * 60 or start in (end, 24 * 60):
        return None
    return {"window": ClockWindow(start, end)}


def _clock(text: str) -> tuple[int, int, str]:
    low = text.lower()
    half = next((h for h in ("am", "pm") if low.endswith(h)), "")
    hour, _, minute = low.removesuffix(half).strip().replace(".", ":").partition(":")
    return int(hour), int(minute or 0), half


def _minute(hour: int, minute: int, half: str) -> int:
    return ((hour % NOON + NOON * (half == "pm")) if half else hour) * 60 + minute


def _change(match: re.Match[str], _on: date, _currency: str) -> Found:
    minutes = _number(match["n"]) * 60
    return {"change": minutes if "more" in match[0].lower() else -minutes}


def _counted(match: re.Match[str], _on: date, _currency: str) -> Found | None:
    number = _number(match["n"])
    if not 1 <= number <= WEEK:
        return None
    if match["unit"].lower().startswith("night"):
        return {"nights": tuple(sorted(_NIGHTS_FIRST[:number])), "counted": True}
    return {"days": tuple(range(number)), "counted": True}


def _named_days(match: re.Match[str], _on: date, _currency: str) -> Found:
    low = match[0].lower()
    part = next((p for p in PARTS if re.search(rf"\b{p}s?\b", low)), "")
    days = _which(low)
    if part == "night":
        return {"nights": days}
    return {"days": days, "window": PARTS[part]} if part else {"days": days}


def _which(low: str) -> tuple[int, ...]:
    if "weekday" in low:
        return tuple(range(WORKDAYS))
    if "weekend" in low:
        return (5, 6)
    if re.search(r"\b(?:every|each) (?:day|night|morning|evening|afternoon)\b", low):
        return tuple(range(WEEK))
    named = [_weekday(d) for d in re.findall(rf"\b(?:{_DAY})\b", low)]
    if re.search(r"\b(?:to|until|till)\b|[-–]", low) and len(named) == 2:  # noqa: PLR2004 - from, to
        return tuple(sorted((named[0] + n) % WEEK for n in range((named[1] - named[0]) % WEEK + 1)))
    return tuple(sorted(set(named)))


def _keeps(match: re.Match[str], _on: date, _currency: str) -> Found:
    if match["n"]:
        return {"keeps": int(match["n"]) * 100}
    return {"keeps": 5000 if "half" in match[0].lower() else 10_000}


def _bedrooms(match: re.Match[str], _on: date, _currency: str) -> Found:
    return {"bedrooms": _number(match["n"])}


def _lasts(match: re.Match[str], _on: date, _currency: str) -> Found | None:
    unit = match["unit"].lower()
    number = _number(match["n"])
    if number > MOST_AHEAD[unit]:
        return None
    return {"lasts": number * {"day": 1, "week": WEEK, "month": 30, "year": 365}[unit]}


def _amount(match: re.Match[str], _on: date, currency: str) -> Found | None:
    exact = Fraction(match["n"].replace(",", "")) * 10 ** exponent(currency)
    if exact.denominator != 1 or not exact:
        return None
    found: Found = {"amount": Money(exact.numerator, currency)}
    per = (match["per"] or match["ly"] or "").lower()
    if per == "hour":
        found["hourly"] = True
    elif per:
        found["per"] = PER[per]
    return found


PER: Final = {
    "day": Recurrence("day"),
    "week": Recurrence("week"),
    "weekly": Recurrence("week"),
    "fortnight": Recurrence("week", 2),
    "two weeks": Recurrence("week", 2),
    "four weeks": Recurrence("week", 4),
    "month": Recurrence("month"),
    "monthly": Recurrence("month"),
    "year": Recurrence("year"),
    "yearly": Recurrence("year"),
}

_FROM = r"(?:\b(?:due in|due on|due|starting in|starting on|starting|beginning|as of|from|in|on|by|until) )?"
_LIST = rf"(?:{_DAY})(?:(?:, and |, ?| and | & | to | until |[-–])(?:{_DAY})){{0,6}}"
_NUM = r"\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,2})?|\d{1,7}(?:\.\d{1,2})?"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.ASCII)


_STEPS: Final[tuple[tuple[re.Pattern[str], Callable[..., Found | None]], ...]] = (
    (_compiled(rf"{_FROM}\b(?P<y>{_YEAR})-(?P<m>\d\d)(?:-(?P<d>\d\d))?\b"), _iso),
    (_compiled(r"\b(?P<n>\d{1,3}) ?(?:%|percent\b|per cent\b)(?: of the time)?|(?P<all>half|all) (?:of )?the time\b"), _keeps),
    (_compiled(rf"{_FROM}\b(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m>{_MONTH})\b(?:,? (?P<y>{_YEAR}))?"), _day_of_month),
    (_compiled(rf"{_FROM}\b(?P<m>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,? (?P<y>{_YEAR}))?"), _day_of_month),
    (_compiled(rf"(?:{_FROM}|\b(?:next|this) )\b(?P<m>{_MONTH})\b(?:,? (?P<y>{_YEAR}))?"), _month),
    (_compiled(rf"\b(?:in|due in) (?P<n>{_N}) (?P<unit>day|week|month|year)s?(?:['’]? time)?\b"), _ahead),
    (_compiled(rf"{_FROM}\b(?P<word>right now|now|today|tomorrow|straight away|next week|next month|next year)\b"), _named_day),
    (_compiled(rf"(?:\bfrom )?\b(?P<a>{_T})(?: ?[-–] ?| to | until | till )(?P<b>{_T})\b(?![\d,%]|\.\d)"), _window),
    (_compiled(rf"\b(?P<n>{_N}) (?:(?:less|fewer|more) hours?|hours? (?:{_EVERY} week )?(?:less|fewer|more))(?: {_EVERY} week)?\b"), _change),
    (_compiled(rf"\b(?P<n>{_N}) (?P<unit>nights?|days?)(?: {_EVERY} week| weekly)\b"), _counted),
    (_compiled(rf"(?:\b(?:on|at) )?\b(?:the )?(?:{_LIST}|weekdays?|weekends?|(?:every|each) (?:day|night|morning|evening|afternoon|{_DAY}))(?: (?:nights?|mornings?|afternoons?|evenings?))?\b"), _named_days),
    (_compiled(rf"\b(?P<n>{_N})(?:[ -]bedrooms?|[ -]beds?(?= (?:flat|house|home|place|apartment)))\b(?: (?=flat|house|home|place|apartment))?"), _bedrooms),
    (_compiled(rf"\bfor (?P<n>{_N}) (?P<unit>day|week|month|year)s?\b"), _lasts),
    (_compiled(rf"(?:\b(?:at|for) )?(?:[£$€] ?|\b)(?P<n>{_NUM})\b(?![:/-]?\d)(?: (?:pounds|dollars|quid))?(?:(?: {_EVERY} (?P<per>hour|day|week|fortnight|two weeks|four weeks|month|year)\b)|(?: (?P<ly>weekly|monthly|yearly)\b))?"), _amount),
)  # fmt: skip
"""What is looked for, in this order: what is most surely itself comes first, bare numbers last."""
