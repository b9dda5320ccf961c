"""Narrative time: what a sentence says of when, carried forward, and the order of what happened."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.engines.story.tags import number_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinhold.engines.story.candidates import Candidate
    from kinhold.engines.story.context import Story

_N = r"(?P<n>\d{1,3}|a couple(?: of)?|a few|several|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|half an?)"
_U = r"(?P<u>minutes?|hours?|hrs?|nights?|days?|weeks?|wks?|months?|mos?|years?|yrs?|decades?)"
_SOFT = r"(?:about|around|almost|nearly|over|just|like|maybe|roughly|only|more than|at least)?\s*"
_LETTER = {"m": "M", "h": "H", "n": "D", "d": "D", "w": "W", "y": "Y"}
_MONTHS = {m: f"{i:02d}" for i, m in enumerate(
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"], 1)}  # fmt: skip
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"


@dataclass(frozen=True, slots=True)
class TimePhrase:
    """A time told in words: `kind` and `value` as in `TimeFound`, and where it stands."""

    kind: str
    value: str
    start: int
    end: int
    early: float


def _span_value(count: str, unit: str) -> str | None:
    low, u = count.lower().strip(), unit.lower()
    number: float | None
    if low.startswith("half"):
        number = 30 if u.startswith("h") else None
        u = "minutes"
    elif low.startswith("a couple"):
        number = 2
    elif low in {"a few", "several"}:
        return None
    else:
        number = number_word(low)
    if number is None:
        return None
    if u.startswith("mo"):
        letter, time = "M", False
    elif u.startswith("mi"):
        letter, time = "M", True
    elif u.startswith("de"):
        return f"P{int(number) * 10}Y"
    else:
        letter, time = _LETTER[u[0]], u.startswith("h")
    return f"P{'T' if time else ''}{int(number)}{letter}"


def _word_unit(unit: str) -> str:
    return unit.lower().rstrip("s") + "s"


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "ago",
            rf"\b{_SOFT}{_N}\s+{_U}\s+(?:ago|back)\b|\b(?P<years>years|months|weeks|days)\s+ago\b",
        ),
        (
            "later",
            rf"\b{_N}\s+{_U}\s+later\b|\bafter\s+{_SOFT}(?P<n2>\d+|an?|one|two|three|four|five|six)\s+(?P<u2>hours?|days?|weeks?|months?|years?)\b(?=,)",
        ),
        (
            "next",
            r"\bthe\s+(?:very\s+)?next\s+(?P<what>day|morning|week|month|year|night|evening)\b|\bnext\s+(?P<what2>morning|day)\b",
        ),
        ("same", r"\b(?P<day>that|the same)\s+(?P<part>night|evening|day|afternoon|morning)\b"),
        (
            "yesterday",
            r"\b(?P<d>yesterday|last night|today|tonight|this morning|the other day|recently|just now|right now|now)\b",
        ),
        (
            "last",
            rf"\blast\s+(?P<l>summer|winter|spring|autumn|fall|year|month|week|weekend|christmas|{_DAYS})\b|\bthis\s+(?P<t>year|month|week|weekend|summer)\b",
        ),
        (
            "since",
            rf"\bfor\s+(?:the\s+(?:last|past)\s+)?{_SOFT}{_N}\s+{_U}\b|\b(?:together|married|dating)\s+(?:for\s+)?{_SOFT}(?P<n2>\d{{1,2}}|\w+)\s*(?P<u2>years?|months?|yrs?)?\b",
        ),
        (
            "every",
            r"\bevery\s+(?P<f>(?:other\s+)?(?:single\s+)?(?:two|three|2|3|few|couple of)?\s*(?:hours?|nights?|days?|weeks?|months?|years?|mornings?|weekends?|time))\b|\b(?P<times>once|twice|\w+ times)\s+(?:a|per)\s+(?P<per>day|night|week|month|year)\b|\b(?P<adv>daily|weekly|monthly)\b|\b(?P<some>(?:some|most|alternate)\s+(?:weekends|nights|days|mornings))\b",
        ),
        (
            "age",
            r"\bwhen\s+(?:\w+\s+){1,4}(?:was|is|were|turned)\s+(?:only\s+|just\s+|about\s+|around\s+)?(?P<n>\d{1,2}|\w+)\s*(?P<u>years?|months?|weeks?|days?)?(?:\s+old)?\b|\b(?P<n2>\d{1,2}|\w+)\s+(?P<u2>weeks?|months?|years?)\s+(?:postpartum|pp|pregnant|along)\b",
        ),
        (
            "calendar",
            rf"\b(?:in|since|by|during|from|of|end of|starting in|back in)\s+(?:early |late |mid[- ]?)?(?P<year>(?:19|20)\d\d)\b|\b(?:in|since|on|last|this|early|late|end of)\s+(?P<month>{'|'.join(_MONTHS)})\b(?:\s+(?P<dd>\d{{1,2}}))?(?:,?\s+(?P<yy>20\d\d))?|\b(?:on\s+)?(?P<wd>{_DAYS})\b",
        ),
        (
            "clock",
            r"\b(?:at|around|until|by)\s+(?:about\s+|around\s+)?(?P<h>\d{1,2})(?::(?P<m>\d\d))?\s*(?P<ap>am|pm|a\.m\.|p\.m\.)\b",
        ),
        ("part", r"\bone\s+(?P<p>night|morning|afternoon|evening|day)\b"),
        (
            "during",
            r"\b(?:during|throughout)\s+(?:the|my|her|our|his)\s+(?P<w>pregnancy|abortion|birth|labour|labor|wedding|divorce)\b",
        ),
        (
            "year_n",
            r"\b(?:by|in|during)\s+the\s+(?P<o>first|second|third|fourth|fifth)\s+year\b|\bthe\s+(?P<o2>first|second|third)\s+year\b",
        ),
        (
            "long",
            r"\b(?P<n>weeks|months|years)\s+(?:pass(?:ed)?|went by|go by|stretched)\b|\bfor\s+(?P<n2>weeks|months|years|days|hours)\b|\bover\s+the\s+(?:last|past)\s+(?:few|couple of|several)\s+(?P<u3>months|weeks|years)\b",
        ),
    )
)
_ORDINAL = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def phrases(text: str, start: int, end: int) -> list[TimePhrase]:
    """Every time phrase of a stretch of levelled text, in order of place."""
    out: list[TimePhrase] = []
    piece = text[start:end]
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(piece):
            found = _READERS[name](match.groupdict())
            if found is not None:
                kind, value, early = found
                out.append(
                    TimePhrase(kind, value, start + match.start(), start + match.end(), early)
                )
    out.sort(key=lambda p: (p.start, -(p.end - p.start)))
    return out


_Read = tuple[str, str, float] | None
_Found = dict[str, str | None]


def _ago(g: _Found) -> _Read:
    if g.get("years"):
        return "relative_now", f"{str(g['years']).lower()}_before", -1.0
    value = _span_value(str(g["n"]), str(g["u"]))
    return "relative_now", f"{value or _word_unit(str(g['u']))}_before", -1.0


def _later(g: _Found) -> _Read:
    value = _span_value(str(g.get("n") or g["n2"]), str(g.get("u") or g["u2"]))
    if value is None:
        return None
    return ("duration", value, 0.0) if g.get("n2") else ("relative_event", f"{value}_after", 0.0)


def _next(g: _Found) -> _Read:
    what = str(g.get("what") or g.get("what2") or "day").lower()
    values = {"week": "P1W_after", "month": "P1M_after", "year": "P1Y_after"}
    return "relative_event", values.get(what, "P1D_after"), 0.0


def _same_day(g: _Found) -> _Read:
    dark = str(g["part"]).lower() in {"night", "evening"}
    return "relative_event", "same_day_night" if dark else "same_day", 0.0


_NEAR_NOW = {
    "yesterday": "P1D_before",
    "last night": "P1D_before",
    "today": "P0D",
    "tonight": "P0D",
    "this morning": "P0D",
    "the other day": "days_before",
    "recently": "recently",
    "just now": "now",
    "right now": "now",
    "now": "now",
}
_LAST = {"year": "P1Y_before", "month": "P1M_before", "week": "P1W_before"}


def _near_now(g: _Found) -> _Read:
    return "relative_now", _NEAR_NOW[str(g["d"]).lower()], 0.0


def _last(g: _Found) -> _Read:
    if g.get("t"):
        return "relative_now", f"this_{str(g['t']).lower()}", 0.0
    what = str(g["l"]).lower()
    return "relative_now", _LAST.get(what, f"last_{what}"), -0.5


def _since(g: _Found) -> _Read:
    value = _span_value(g.get("n") or g.get("n2") or "", g.get("u") or g.get("u2") or "years")
    return ("duration", value, 0.0) if value else None


def _age(g: _Found) -> _Read:
    value = _span_value(g.get("n") or g.get("n2") or "", g.get("u") or g.get("u2") or "years")
    return ("age", value, -0.5) if value else None


def _clock(g: _Found) -> _Read:
    hour = int(str(g["h"])) % 12 + (12 if str(g["ap"]).lower().startswith("p") else 0)
    return "clock", f"{hour:02d}:{g.get('m') or '00'}", 0.0


def _part(g: _Found) -> _Read:
    part = str(g["p"]).lower()
    return ("clock", part, 0.0) if part != "day" else None


def _during(_: _Found) -> _Read:
    return "relative_event", "during", 0.0


def _nth_year(g: _Found) -> _Read:
    number = _ORDINAL[str(g.get("o") or g.get("o2") or "first").lower()]
    if number == 1:
        return "duration", "P1Y", 0.0
    return "relative_event", f"year_{number}_after", 0.0


def _long(g: _Found) -> _Read:
    word = (g.get("n") or g.get("n2") or g.get("u3") or "").lower()
    return ("duration", word, 0.0) if word else None


def _frequency(g: _Found) -> tuple[str, str, float] | None:
    if g.get("some"):
        return "frequency", str(g["some"]).lower(), 0.0
    if g.get("adv"):
        return (
            "frequency",
            {"daily": "P1D", "weekly": "P1W", "monthly": "P1M"}[str(g["adv"]).lower()],
            0.0,
        )
    if g.get("per"):
        unit = {"day": "D", "night": "D", "week": "W", "month": "M", "year": "Y"}[
            str(g["per"]).lower()
        ]
        times = str(g["times"]).lower()
        return (
            "frequency",
            f"P1{unit}" if times == "once" else f"{times.replace(' times', '')}_per_{g['per']}",
            0.0,
        )
    words = str(g["f"]).lower().split()
    if len(words) == 2 and number_word(words[0]):  # noqa: PLR2004 - every two hours
        value = _span_value(words[0], words[1])
        return ("frequency", value, 0.0) if value else None
    units = {
        "night": "P1D",
        "day": "P1D",
        "week": "P1W",
        "month": "P1M",
        "year": "P1Y",
        "hour": "PT1H",
        "morning": "P1D",
    }
    return "frequency", units.get(words[-1].rstrip("s"), "_".join(["every", *words])), 0.0


def _calendar(g: _Found) -> tuple[str, str, float]:
    if g.get("year"):
        return "calendar", str(g["year"]), -0.5
    if g.get("month"):
        month = _MONTHS[str(g["month"]).lower()]
        if g.get("yy"):
            return (
                "calendar",
                f"{g['yy']}-{month}" + (f"-{int(str(g['dd'])):02d}" if g.get("dd") else ""),
                -0.5,
            )
        return "calendar", month if not g.get("dd") else f"--{month}-{int(str(g['dd'])):02d}", 0.0
    return "calendar", str(g["wd"]).capitalize(), 0.0


_READERS: dict[str, Callable[[_Found], _Read]] = {
    "ago": _ago,
    "later": _later,
    "next": _next,
    "same": _same_day,
    "yesterday": _near_now,
    "last": _last,
    "since": _since,
    "every": _frequency,
    "age": _age,
    "calendar": _calendar,
    "clock": _clock,
    "part": _part,
    "during": _during,
    "year_n": _nth_year,
    "long": _long,
}


def time_of(story: Story, candidate: Candidate) -> TimePhrase | None:
    """The time phrase an event's own clause or sentence gives it: the nearest to its predicate."""
    if candidate.sentence < 0:
        return None
    start, end = story.sentence_span(candidate.sentence)
    place = story.tokens[candidate.place].start if candidate.place < len(story.tokens) else start
    near = [p for p in phrases(story.level, start, end) if abs(p.start - place) < 140]  # noqa: PLR2004
    near = [p for p in near if p.value != "now"]
    return min(near, key=lambda p: abs(p.start - place), default=None)


def ranks(story: Story, found: Sequence[Candidate]) -> list[int]:
    """A rank in story time for each event, equal where the text does not tell.

    Telling order stands for story order, except: had-perfects, `ago`, calendar years and births go
    before the stretch they are told in; titles and TL;DR tell nothing about order.
    """
    keys: list[float] = []
    total = max(1, len(story.level))
    for one in found:
        frame = one.slots.get("frame")
        at = one.quotes[0].start / total
        phrase = time_of(story, one)
        if one.kind == "relationship_start":
            at -= 2.2
        elif one.kind in {"marriage", "engagement"}:
            at -= 2.0
        elif one.kind in {"pregnancy", "birth"} and at > 0.3:  # noqa: PLR2004 - told late, happened before
            at -= 0.5
        if phrase is not None and phrase.early:
            at += phrase.early * (
                1.2 if phrase.value.startswith("P") and "Y" in phrase.value else 0.4
            )
        if frame is not None:
            had = frame.perfect and frame.tense == "past" and any(
                t.text.lower() in {"had", "'d"} for t in story.syntax.children(frame.i, "aux"))  # fmt: skip
            at -= 0.3 if had else 0.0
            at += 0.6 if frame.realis == "future" else 0.0
            at += 0.1 if frame.block == "edit" else 0.0
            if frame.block in {"heading", "tldr"}:
                at = 0.45
        keys.append(round(at, 4))
    order = {key: n for n, key in enumerate(sorted(set(keys)), 1)}
    return [order[key] for key in keys]
