"""Ages told in marks and words, and whose they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kinhold.engines.story.candidates import Candidate
from kinhold.engines.story.roster import CHILD_ROLES, NARRATOR
from kinhold.engines.story.tags import AgeWords, find_ages, number_word, unit_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kinhold.engines.story.context import Story
    from kinhold.engines.story.linguist import Token

_POSTPARTUM = re.compile(
    r"\b(?P<n>\d{1,2}|[a-z]+)\s*(?P<u>weeks?|wks?|months?|moths|mos?|days?|years?)\s+(?:postpartum|pp\b|post partum|after birth)",
    re.IGNORECASE,
)
_BE_AGED = re.compile(
    r"(?:\b(?P<who>I|he|she|[A-Z][a-z]+|(?:my|our|his|her) \w+)\s*(?P<be>am|'m|was|were|is|'s|turned|turns|just turned)|\baged)\s+(?:only |just |about |around |almost |nearly )?(?P<n>\d{1,2}|[a-z]+)(?=\s*(?:[.,;!?)]|$|\n| and\b| when\b| now\b| at the\b| years old))"
)
_KNOWN_SINCE = re.compile(
    r"\b(?:since|when) (?P<who>I|he|she) (?:was|were) (?:around |about |only |just )?(?P<n>\d{1,2})\b(?! ?(?:weeks|months|years pregnant|hours|minutes|am|pm))"
)
_SMALLEST = 2
_GREATEST = 99
_PRONOUNS = frozenset({"i", "he", "she", "we", "they", "my", "our", "his", "her"})


class _Row(NamedTuple):
    """One age with the person it was given to."""

    start: int
    end: int
    value: int
    unit: str
    person: int
    rule: str
    sure: float


def find_ages_of(story: Story) -> Iterator[Candidate]:
    """One candidate for each age told of one person, marks first."""
    done: set[tuple[int, int, str]] = set()
    for mark, number in story.cast.marks:
        person = story.cast.roster.get(number).number
        if (person, mark.age, "year") in done:
            continue
        done.add((person, mark.age, "year"))
        yield _age(story, _Row(mark.start, mark.end, mark.age, "year", person, "age.mark", 0.96))
    for row in (*_words(story), *_sentences(story), *_births(story)):
        if (row.person, row.value, row.unit) not in done:
            done.add((row.person, row.value, row.unit))
            yield _age(story, row)


def _age(story: Story, row: _Row) -> Candidate:
    quote = story.document.quote(row.start, row.end)
    slots = {"value": row.value, "unit": row.unit}
    return Candidate("age", (quote,), (row.person,), row.rule, row.sure, row.start, -1, slots)


def _words(story: Story) -> Iterator[_Row]:
    for age in find_ages(story.level):
        near = [t for t in story.tokens if age.start - 40 <= t.start <= age.end + 30]
        person, rule, sure = _whose(story, age, near)
        if person is None or story.zones.quote_at(age.start) is not None:
            singles = story.cast.roster.children()
            person = singles[0].number if len(singles) == 1 and person is None else person
            sure = 0.6
        if person is not None:
            yield _Row(age.start, age.end, age.value, age.unit, person, rule, sure)


def _whose(story: Story, age: AgeWords, near: list[Token]) -> tuple[int | None, str, float]:
    """Whose age the words tell: those who are the words, the noun after, the subject before."""
    for token in near:
        people = story.cast.people_at(token.i)
        if age.start <= token.start < age.end and people:
            return people[0], "age.noun", 0.9
    after = [t for t in near if age.end <= t.start <= age.end + 22 and _joined(story, age, t)]
    for token in after[:3]:
        people = story.cast.people_at(token.i)
        if people and token.lemma not in _PRONOUNS:
            return people[0], "age.before-noun", 0.88
    for token in reversed(near):
        people = story.cast.people_at(token.i)
        same_line = "\n" not in story.level[token.end : age.start]
        if token.end <= age.start and people and same_line and token.pos != "DET":
            return people[0], "age.subject", 0.78
    return None, "age.subject", 0.78


def _joined(story: Story, age: AgeWords, token: Token) -> bool:
    return age.noun or not re.search(r"[.,;!?]", story.level[age.end : token.start])


def _sentences(story: Story) -> Iterator[_Row]:
    for pattern in (_BE_AGED, _KNOWN_SINCE):
        for match in pattern.finditer(story.level):
            value = number_word(match["n"])
            fits = value is not None and _SMALLEST <= value <= _GREATEST
            if not fits or match["n"].lower() == "couple" or story.zones.quote_at(match.start()):
                continue
            start, end = match.span("n")
            mine = match["who"] == "I"
            person = NARRATOR if mine else _person_near(story, match.start(), start)
            if person is not None and value is not None:
                yield _Row(start, end, value, "year", person, "age.be", 0.8)


def _person_near(story: Story, start: int, end: int) -> int | None:
    for token in story.tokens:
        if start <= token.start < end:
            people = story.cast.people_at(token.i)
            if people and token.lemma not in {"my", "our"}:
                return people[0]
    return None


def _births(story: Story) -> Iterator[_Row]:
    """`7 weeks postpartum` is the age of the youngest child."""
    children = [d for d in story.cast.roster if d.role in CHILD_ROLES and not d.plural]
    babies = [d for d in children if d.role == "baby"] or children
    for match in _POSTPARTUM.finditer(story.level):
        value = number_word(match["n"])
        if value is not None and babies:
            unit, child = unit_of(match["u"]), babies[-1].number
            yield _Row(*match.span(), value, unit, child, "age.postpartum", 0.85)
