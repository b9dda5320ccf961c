"""Sums of money in prose: $1,200, £400 a month, 50k, 20 quid, 1600 for bills; never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SIGNS = {"$": "USD", "£": "GBP", "€": "EUR", "₹": "INR"}
_WORDS = {"dollar": "USD", "buck": "USD", "pound": "GBP", "quid": "GBP", "euro": "EUR", "usd": "USD",
          "gbp": "GBP", "eur": "EUR", "rupee": "INR", "aud": "AUD", "cad": "CAD"}  # fmt: skip
_NUMBER = r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d{1,2})?)"
_SCALE = r"\s?(?P<scale>k\b|K\b|grand\b|thousand\b|m\b|million\b)?"
_PER = (
    r"(?:\s?(?:/|per|a|an|each|every|p)\s?(?P<per>month|mo|week|wk|year|yr|day|hour|hr|annum|night|kid|child|person|m|w|cm|pm)\b"
    r"|\s?(?P<short>pm|pw|pcm|pa)\b|\s(?P<ly>monthly|weekly|yearly|daily|annually))?"
)
_SIGNED = re.compile(rf"(?P<sign>[$£€₹])\s?{_NUMBER}{_SCALE}(?:\+)?(?P<ea>\s?ea\b)?{_PER}")
_WORDED = re.compile(
    rf"(?<![\w$£€.:/-]){_NUMBER}{_SCALE}\s?(?P<word>dollars?|bucks?|pounds?|quid|euros?|usd|gbp|eur|aud|cad|rupees?)\b{_PER}",
    re.IGNORECASE,
)
_SCALED = re.compile(
    rf"(?<![\w$£€.:/-]){_NUMBER}\s?(?P<scale>k|K|grand)\b(?!g|m)(?P<word>x)?{_PER}"
)
_BARE = re.compile(
    rf"(?:pay(?:s|ing)?|paid|cost(?:s|ing)?|earn(?:s|ing|ed)?|mak(?:e|es|ing)|made|owe(?:s|d)?|rent (?:is|was|of)|bills (?:are|were|of)|for|debt of|salary of|save[ds]?) (?:about |around |only |over |almost )?{_NUMBER}(?P<scale>k)?{_PER}(?=[\s.,;!?)]|$)(?P<word>x)?",
    re.IGNORECASE,
)
_UNITS = {"mo": "month", "m": "month", "pm": "month", "pcm": "month", "cm": "month", "wk": "week", "w": "week", "pw": "week",
          "yr": "year", "pa": "year", "annum": "year", "hr": "hour", "monthly": "month", "weekly": "week",
          "yearly": "year", "annually": "year", "daily": "day"}  # fmt: skip
_SMALLEST_BARE = 100


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money.

    Attributes:
        start: first code point.
        end: one past the last.
        value: the number said, scaled (`2k` is 2000); int where it is whole.
        currency: ISO 4217 code, or None where no sign or word tells it.
        per: `month`, `week`, `hour` …, or None.
    """

    start: int
    end: int
    value: float | int
    currency: str | None
    per: str | None


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Every sum of money in a text, in order of place.

    A bare number counts only after a verb of paying and from 100 up; pounds of weight do not.
    """
    out: list[Amount] = []
    for pattern in (_SIGNED, _WORDED, _SCALED, _BARE):
        for match in pattern.finditer(text):
            start = match.start() if pattern is not _BARE else match.start("number")
            if any(start < a.end and match.end() > a.start for a in out):
                continue
            amount = _amount(match, start, pattern is _BARE, text)
            if amount is not None:
                out.append(amount)
    return tuple(sorted(out, key=lambda a: a.start))


def _amount(match: re.Match[str], start: int, bare: bool, text: str) -> Amount | None:  # noqa: FBT001
    found = match.groupdict()
    value = float(found["number"].replace(",", ""))
    scale = (found.get("scale") or "").lower()
    value *= {"k": 1e3, "grand": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}.get(scale, 1)
    per = found.get("per") or found.get("short") or found.get("ly")
    per = _UNITS.get(per.lower(), per.lower()) if per else ("person" if found.get("ea") else None)
    if bare and not scale and per is None and (value < _SMALLEST_BARE or 1950 <= value <= 2040):  # noqa: PLR2004
        return None
    if bare and re.match(
        r"\s*(?:miles|km|hours?|minutes?|days?|weeks?|months?|years?|people|%|kids|times|st\b|th\b|am\b|pm\b)",
        text[match.end() :],
    ):
        return None
    word = (found.get("word") or "").lower().rstrip("s")
    if word == "pound" and re.match(
        r"\s*(?:bird|baby|turkey|overweight|lighter|heavier|of (?:weight|fat))", text[match.end() :]
    ):
        return None
    if word == "pound" and re.search(
        r"(?:lost|gained|lose|gain|weigh\w*)\s+(?:\w+\s+)?$", text[max(0, start - 20) : start]
    ):
        return None
    currency = _SIGNS.get(found.get("sign") or "") or _WORDS.get(word)
    return Amount(start, match.end(), int(value) if value == int(value) else value, currency, per)
