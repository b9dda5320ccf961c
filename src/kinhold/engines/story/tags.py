"""Age and sex marks of forum posts: (27F), 38m, F25, (SD18), (33 F and 32 M), (5)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE = r"(?:(?:SD|SS|DD|DS|LO)?(?P<a{n}>\d{{1,2}})\s?(?:y/?o\s?)?(?P<g{n}>[mMfF])\b|(?P<h{n}>[mMfF])\s?(?P<b{n}>\d{{1,2}})\b)"
_MARK = re.compile(_ONE.format(n=1))
_SPLIT = re.compile(r"(?<![\w$£€.,:/'-])(?P<a>\d{1,2})\s?[(\[](?P<g>[mMfF])[)\]]")
_BRACKET = re.compile(r"[(\[]([^()\[\]\n]{1,48})[)\]]")
_BARE_NUMBER = re.compile(
    r"\s*(?:almost |about |now )?(\d{1,2})\s*(?:y/?o|yrs?|years?(?: old)?)?\s*$"
)
_NAME_NUMBER = re.compile(r"\s*(?P<name>[A-Z][a-z]{2,14}),?\s+(?P<rest>\d{1,2}\s?[mMfF]?)\s*$")


@dataclass(frozen=True, slots=True)
class Mark:
    """One age-and-sex mark.

    Attributes:
        start: first code point of the mark (bracket included where it has one of its own).
        end: one past the last.
        group: number of the bracket it stands in; marks of one bracket share it.
        age: years.
        gender: `m`, `f` or None.
        name: a name given inside the bracket, or an empty word.
    """

    start: int
    end: int
    group: int
    age: int
    gender: str | None
    name: str = ""


def find_marks(text: str) -> tuple[Mark, ...]:
    """Every mark of a text in order of place; clock times (8pm) and years are not marks."""
    out: list[Mark] = []
    taken: list[tuple[int, int]] = []
    for number, bracket in enumerate(_BRACKET.finditer(text)):
        inner = bracket[1]
        found = [_mark(m, bracket.start(1), number) for m in _MARK.finditer(inner)]
        if not found:
            bare = _BARE_NUMBER.match(inner)
            if bare:
                found = [Mark(bracket.start(), bracket.end(), number, int(bare[1]), None)]
        elif len(found) == 1:
            named = _NAME_NUMBER.match(inner)
            one = found[0]
            name = named["name"] if named else ""
            found = [Mark(bracket.start(), bracket.end(), number, one.age, one.gender, name)]
        out.extend(found)
        if found:
            taken.append(bracket.span())
    for match in re.finditer(rf"(?<![\w$£€.,:/'-]){_MARK.pattern}(?!\w)", text):
        if all(match.end() <= a or match.start() >= b for a, b in taken):
            mark = _mark(match, 0, -1 - match.start())
            if mark.age >= 1 and not text[match.end() : match.end() + 1].startswith("/"):
                out.append(mark)
    for match in _SPLIT.finditer(text):
        out = [m for m in out if m.end <= match.start() or m.start >= match.end()]
        out.append(Mark(*match.span(), -1 - match.start(), int(match["a"]), match["g"].lower()))
    return tuple(sorted(out, key=lambda m: m.start))


def _mark(match: re.Match[str], offset: int, group: int) -> Mark:
    age = int(match["a1"] or match["b1"])
    gender = (match["g1"] or match["h1"]).lower()
    return Mark(offset + match.start(), offset + match.end(), group, age, gender)


_NUMBERS = {word: number for number, word in enumerate(
    ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"])}  # fmt: skip
_NUMBERS |= {"a": 1, "an": 1, "couple": 2, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_COUNT = r"(?P<count>\d{1,3}(?:\.5)?|" + "|".join(sorted(_NUMBERS, key=len, reverse=True)) + r")"
_UNIT = r"(?P<unit>years?|yrs?|y|months?|mos?|mths?|moths|weeks?|wks?|days?)"
_OLD = re.compile(
    rf"(?<![\w$£€.]){_COUNT}(?:[- ]?{_UNIT}[- ]?(?:olds?|o)\b|[- ]?(?P<yo>y/o|yo|yrs? old|mo old)s?\b)",
    re.IGNORECASE,
)
_PAIRED = re.compile(rf"(?<![\w$£€.]){_COUNT} (?:and|&|or) (?=\d{{1,2}}[- ]year)", re.IGNORECASE)
_AFTER = re.compile(r"[\s-]+(?P<word>[A-Za-z]+)")
_PLAIN_AFTER = frozenset(
    [
        "and",
        "or",
        "but",
        "who",
        "that",
        "is",
        "was",
        "has",
        "had",
        "goes",
        "went",
        "just",
        "still",
        "will",
        "can",
        "now",
        "at",
        "in",
        "on",
        "with",
        "when",
        "to",
        "from",
        "for",
        "as",
        "if",
        "so",
        "because",
        "already",
        "sleeps",
        "needs",
        "started",
        "keeps",
        "gets",
        "wakes",
        "cries",
        "refuses",
        "always",
        "never",
        "the",
        "a",
        "only",
        "also",
        "too",
        "loves",
        "hates",
        "turns",
        "turned",
        "asked",
        "said",
        "says",
        "asks",
        "was",
        "were",
        "i",
        "we",
        "he",
        "she",
        "they",
        "it",
        "my",
        "our",
        "his",
        "her",
        "then",
        "than",
    ]
)


@dataclass(frozen=True, slots=True)
class AgeWords:
    """An age told in words.

    Attributes:
        start: first code point.
        end: one past the last.
        value: how many.
        unit: `year`, `month`, `week` or `day`.
        noun: whether the words stand for the person (`our three-year-old slept`).
    """

    start: int
    end: int
    value: int
    unit: str
    noun: bool


def number_word(word: str) -> int | None:
    """A number from digits or an English word up to twenty; None if it is neither."""
    low = word.lower()
    if low.isdigit():
        return int(low)
    return _NUMBERS.get(low)


def unit_of(word: str) -> str:
    """The unit a word or abbreviation stands for."""
    low = word.lower()
    if low.startswith(("mo", "mth")):
        return "month"
    return {"w": "week", "d": "day"}.get(low[:1], "year")


def find_ages(text: str) -> tuple[AgeWords, ...]:
    """Ages in words: nine months old, a six-year-old, 3 yr old, 10 y/o, a 1 and 3 year old."""
    out: list[AgeWords] = []
    for match in _OLD.finditer(text):
        value = number_word(match["count"].split(".")[0])
        if value is None:
            continue
        unit = unit_of(match["unit"] or match["yo"])
        before = text[max(0, match.start() - 24) : match.start()].lower()
        predicate = re.search(
            r"(?:\bis|\bwas|\bare|\bwere|'s|'m|'re|\bam|turn(?:ed|s|ing)?|be|when|at|only|just|about|almost|nearly|around|over|than)\s+$",
            before,
        )
        after = _AFTER.match(text, match.end())
        bare = after is None or after["word"].lower() in _PLAIN_AFTER
        held = bool(re.search(r"\b(?:my|our|his|her|their|the|an?|have|and)\s+$", before))
        out.append(AgeWords(*match.span(), value, unit, noun=bool(bare and held and not predicate)))
    for match in _PAIRED.finditer(text):
        value = number_word(match["count"])
        if value is not None and not any(a.start == match.start() for a in out):
            out.append(AgeWords(match.start(), match.end("count"), value, "year", noun=True))
    return tuple(sorted(out, key=lambda a: a.start))
