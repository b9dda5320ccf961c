"""Sentences worth a question to her alone: her own words, and never a name for them.

They stand beside the urgent words of the reading (extractors/wellbeing.py) and are found by plain
patterns in one sentence at a time, so that the same words give the same questions with or without a
parser. Precision comes before recall: a question out of place costs trust.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from kinhold.domain.stories import Quote
from kinhold.domain.wellbeing import NAMES_WHO_FOLLOWS
from kinhold.engines.story.lexicon import load
from kinhold.engines.story.results import WellbeingFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kinhold.engines.story.results import PersonFound, StoryReading

_SENTENCE: Final = re.compile(r"[^.!?…\n]+(?:[.!?…]+[”\"’']*|\n|$)")
_LEVEL: Final = str.maketrans("’‘“”", "''\"\"")
_FAMILY: Final = frozenset(
    {"mother", "father", "mother_in_law", "father_in_law", "sister_in_law", "brother_in_law",
     "sibling", "grandparent", "in_laws", "partners_sibling"}
)  # fmt: skip
_CALLED: Final[Mapping[str, str]] = {
    "mother": "mum|mom|mummy|mommy|mother",
    "father": "dad|daddy|father",
    "husband": "husband",
    "wife": "wife",
    "partner": "partner|boyfriend|girlfriend",
    "ex_partner": "ex|ex-husband|ex-wife",
    "mother_in_law": "mother-in-law|mother in law|mil|his mum|his mom|his mother",
    "father_in_law": "father-in-law|father in law|his dad|his father",
    "sibling": "sister|brother",
}
_BEHIND: Final = 400
"""Characters before a sentence in which somebody was named whom “he” or “she” stands for."""
_WHO_TELLS: Final = 16
"""Characters into the telling words in which a name still is who does it, as in “my ex”."""
_NEXT: Final = 3
"""A way out counts in the sentence that says who is asleep, and in the two after it."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    low: str
    speaker: str | None
    quoted: bool


@dataclass(frozen=True, slots=True)
class _Group:
    sign: str
    severity: str
    whose: str
    patterns: tuple[re.Pattern[str], ...]
    but: re.Pattern[str]


def find_asked(reading: StoryReading, text: str) -> tuple[WellbeingFound, ...]:
    """Return what is worth a question, each with its whole sentence, in the story's order.

    Args:
        reading: of this text; it says who is in the story and whose words are whose.
        text: the story.

    Returns:
        Items of kinds that no reading of wellbeing uses, one for each kind and sentence. `by` is
        whoever it is about, where that is plain.
    """
    sentences = list(_sentences(reading, text))
    names = _names(reading)
    found: dict[tuple[str, int], WellbeingFound] = {}
    for group in _groups(names):
        for sentence in sentences:
            place = _place_of(group, sentence) if _counts(group, sentence, reading) else None
            if place is not None and not _said_already(reading, sentence, group.sign):
                by = _by(reading, text, sentence, place)
                made = _item(reading, text, (sentence.start, sentence.end), group, by)
                found.setdefault((group.sign, sentence.start), made)
    for start, end in _left_asleep(sentences, names):
        leaving = _Group("left_no_adult_awake", "urgent", "narrator", (), re.compile("$^"))
        found.setdefault((leaving.sign, start), _item(reading, text, (start, end), leaving, ()))
    inside = sorted(found.values(), key=lambda item: item.evidence[0].start)
    return tuple(inside)


def who_follows(reading: StoryReading, text: str, found: WellbeingFound) -> tuple[str, ...]:
    """Return whom a sentence of somebody following or watching is about, where that is plain.

    A reading takes the likeliest person for “he”; here a wrong name would hold somebody back.

    Args:
        reading: of this text.
        text: the story.
        found: one of its items of wellbeing.
    """
    quote = found.evidence[0]
    sentence = next(
        (s for s in _sentences(reading, text) if s.start < quote.end and quote.start < s.end), None
    )
    if sentence is None or sentence.quoted:
        return found.by
    starts = [
        m.start() for p in reading.people if p.role != "self" for m in _mentions(p, sentence.low)
    ]
    pronoun = re.search(r"\b(?:he|she|they)\b", sentence.low)
    starts += [pronoun.start()] if pronoun else []
    return _by(reading, text, sentence, min(starts, default=0))


def _item(
    reading: StoryReading, text: str, span: tuple[int, int], group: _Group, by: tuple[str, ...]
) -> WellbeingFound:
    who = tuple(p.id for p in reading.people if p.role == "self")
    start, end = span
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return WellbeingFound(
        id=f"q{start}",
        kind=group.sign,
        evidence=(Quote(start, start + len(words), words),),
        tier=2,
        confidence=0.8,
        rule=f"asked.{group.sign}",
        who=who,
        severity=group.severity,
        by=by,
    )


# -- sentences, and whose words they are -----------------------------------------------------------


def _sentences(reading: StoryReading, text: str) -> Iterator[_Sentence]:
    """Sentences; a quote begins and ends one, so that nobody's words run into another's."""
    quotes = [(q.start, q.end, said.speaker) for said in reading.speech for q in said.evidence[:1]]
    edges = sorted({0, len(text), *(e for start, end, _ in quotes for e in (start, end))})
    for start, end in pairwise(edges):
        inside = next((w for w in quotes if w[0] <= start and end <= w[1]), None)
        for match in _SENTENCE.finditer(text, start, end):
            low = match.group().translate(_LEVEL).lower()
            if low.strip(" \"\n'"):
                speaker = inside[2] if inside else None
                yield _Sentence(match.start(), match.end(), low, speaker, inside is not None)


def _counts(group: _Group, sentence: _Sentence, reading: StoryReading) -> bool:
    """Whether these are the words of whoever the group listens to."""
    speaker = _person(reading, sentence.speaker)
    own = speaker is not None and speaker.role == "self"
    if group.whose == "narrator":
        return own or not sentence.quoted
    if not sentence.quoted or own:
        return False
    if speaker is None or speaker.is_child:
        return group.whose == "other" and speaker is None
    return group.whose == "other" or speaker.role in _FAMILY


def _place_of(group: _Group, sentence: _Sentence) -> int | None:
    """Where in a sentence the group's words begin, or None where it does not have them."""
    if group.but.search(sentence.low):
        return None
    hits = (pattern.search(sentence.low) for pattern in group.patterns)
    return min((hit.start() for hit in hits if hit), default=None)


def _said_already(reading: StoryReading, sentence: _Sentence, sign: str) -> bool:
    """Whether the reading has the same sentence as one of somebody following or watching."""
    return sign in NAMES_WHO_FOLLOWS and any(
        found.kind in NAMES_WHO_FOLLOWS and found.severity == "urgent"
        for found in reading.wellbeing
        for quote in found.evidence
        if quote.start < sentence.end and sentence.start < quote.end
    )


def _left_asleep(sentences: list[_Sentence], names: str) -> Iterator[tuple[int, int]]:
    """Stretches in which somebody is asleep and she goes out, with nobody said to be awake."""
    asleep, out, but, outside = _leaving(names)
    told = [s for s in sentences if not s.quoted]
    for place, first in enumerate(told):
        if not asleep.search(first.low):
            continue
        for last in told[place : place + _NEXT]:
            stretch = " ".join(s.low for s in told[place : told.index(last) + 1])
            if not out.search(last.low):
                continue
            after = " ".join(s.low for s in told[told.index(last) : told.index(last) + _NEXT])
            closed = "door behind me" in last.low and "front door" not in last.low
            if not but.search(stretch) and (not closed or outside.search(after)):
                yield first.start, last.end
            break


# -- people ----------------------------------------------------------------------------------------


def _by(reading: StoryReading, text: str, sentence: _Sentence, place: int) -> tuple[str, ...]:
    """Whoever a sentence is about: the speaker, who is named there, or whom “he” must stand for.

    Where more than one could be meant nobody is: a wrong name would harm.
    """
    if sentence.quoted:
        speaker = _person(reading, sentence.speaker)
        return (speaker.id,) if speaker is not None and speaker.role != "self" else ()
    adults = [p for p in reading.people if p.role != "self" and not p.is_child and not p.plural]
    here = sentence.low[: place + _WHO_TELLS + 1]
    named = [(m.start(), p.id) for p in adults for m in _mentions(p, here)]
    pronoun = re.compile(r"\b(he|she|his|him)\b").search(sentence.low, place)
    if named and (pronoun is None or pronoun.start() > place):
        return (max(named)[1],)
    gender = "" if pronoun is None else "f" if pronoun[1] == "she" else "m"
    first = max(0, sentence.start - _BEHIND)
    behind = text[first : sentence.start].translate(_LEVEL).lower() + here
    there = [p for p in adults if any(_mentions(p, behind))]
    sure = [p for p in there if gender and p.gender == gender]
    could = sure or [p for p in there if not (gender and p.gender)]
    return (could[0].id,) if len(could) == 1 else ()


def _mentions(person: PersonFound, low: str) -> Iterator[re.Match[str]]:
    """Where somebody is named; not where only something of theirs is."""
    return re.finditer(
        rf"\b(?:{_called(person)})(?=\b|$)(?!'s (?!is|was|been|car|sitting|parked))", low
    )


def _called(person: PersonFound) -> str:
    words = [re.escape(word.lower()) for word in (person.name, *person.also) if word]
    words += [_CALLED[person.role]] if person.role in _CALLED else []
    return "|".join(words) or "$^"


def _person(reading: StoryReading, person_id: str | None) -> PersonFound | None:
    return next((p for p in reading.people if p.id == person_id), None)


def _names(reading: StoryReading) -> str:
    """The adults' and children's names as one pattern."""
    known = [p.name for p in reading.people if p.name and p.role != "self"]
    return "|".join(re.escape(name.lower()) for name in known) or "$^"


# -- the lexicon -----------------------------------------------------------------------------------


def _groups(names: str) -> tuple[_Group, ...]:
    return tuple(
        _Group(
            group["sign"],
            group["severity"],
            group["from"],
            tuple(re.compile(_filled(p, names)) for p in group["patterns"]),
            re.compile(group["but"]),
        )
        for group in load("asked")["groups"]
    )


def _leaving(names: str) -> tuple[re.Pattern[str], ...]:
    data = load("asked")
    parts = ("asleep", "way_out", "way_out_but", "outside")
    return tuple(re.compile(_filled(data[part], names)) for part in parts)


@cache
def _fixed(pattern: str) -> str:
    data = load("asked")
    return pattern.replace("WHO", data["who"]).replace("PLACE", data["places"])


def _filled(pattern: str, names: str) -> str:
    return _fixed(pattern).replace("NAME", f"(?:{names})")
