"""Read a what-if: plain phrases, lines of the notation, or both, over the household as it stands.

A phrase becomes lines of the notation, which are shown back ("Read as: …"), so nothing is hidden;
what cannot be read is named, with a phrase that works. Nothing is written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from kinhold.application.scenario_book import EXAMPLES, PHRASES, words_of
from kinhold.application.scenario_reading import PhraseNotUsableError, Reading
from kinhold.application.scenario_words import take_out
from kinhold.domain.dates import DateNotUnderstoodError, from_day, parse_edtf
from kinhold.domain.facts import KINDS
from kinhold.domain.findings import Finding, KinholdError
from kinhold.domain.people import HouseholdOpened, PersonAdded
from kinhold.engines.stress.scenario import Scenario, contradictions, strangers
from kinhold.record.notation import format_fact, parse_line
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from kinhold.application.scenario_book import Phrase
    from kinhold.application.scenario_words import Found
    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household

LONGEST: Final = 4_000
"""Characters of a what-if at the most."""
MOST_PARTS: Final = 60
JOINED: Final = 9
"""Parts around "and" and commas that one phrase may be made of: a list of seven days and two more."""
TITLE: Final = 80
PEOPLE: Final = 999

_PIECE: Final = re.compile(r'(?:"(?:\\.|[^"\\\n])*"|[^;\n"]|")+')
_JOINT: Final = re.compile(
    r",? (?:and then|and|then|but) |, |\. (?=\w)|(?<=\w)[?!] (?=\w)", re.IGNORECASE
)
_ASKED: Final = re.compile(
    r"(?:(?:and|then|but|so) )?(?:(?:what if|what about|how about|suppose|if|say|imagine) )?"
    r"(?:(?:should|can|could|may|might|shall|do|will|would) (?:we|i) |(?:we|i) (?:could|should|can|will|would|might) )?"
    r"(?:were to )?",
    re.IGNORECASE,
)
_WE: Final = re.compile(r"(?:we|i) ", re.IGNORECASE)
_NOW: Final = {
    "came": "comes", "moved": "moves", "left": "leaves", "stopped": "stops", "worked": "work",
    "had": "have", "went": "goes", "helped": "helps", "paid": "pays", "kept": "keeps",
    "sold": "sell", "stayed": "stays", "took": "takes", "covered": "covers", "returned": "returns",
    "lost": "lose", "cancelled": "cancel", "canceled": "cancel", "were": "is", "was": "is",
}  # fmt: skip
_PAST: Final = re.compile(rf"\b(?:{'|'.join(_NOW)})\b", re.IGNORECASE)
_MARKS: Final = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "\t": " ", "\u00a0": " ", "@": " "}
)


class ScenarioNotReadableError(KinholdError):
    """A what-if, or a part of it, could not be read.

    Attributes:
        part: the part that was not understood, or cannot be tried.
        example: a phrase that works, the closest there is.
    """

    def __init__(self, part: str, *, why: str = "") -> None:
        """Say which part, why, and what works."""
        self.part = part
        close = get_close_matches(part[:TITLE].lower(), EXAMPLES, n=1, cutoff=0.0)
        self.example = close[0] if close else EXAMPLES[0]
        shown = f"“{_short(part, 60)}”"
        if why:
            super().__init__(
                _("{shown} cannot be tried: {why}.").format(shown=shown, why=why.rstrip("."))
            )
        else:
            super().__init__(
                _(
                    "{shown} could not be read; write it like “{example}”, or as a line of the notation."
                ).format(shown=shown, example=self.example)
            )


def read_scenario(text: str, *, household: Household, on: date) -> Scenario:
    """Read a what-if.

    Args:
        text: phrases of the phrase book, lines of the notation, or both, one on a line or parted by
            `;`. Several phrases may stand in one line, joined by "and" or a comma.
        household: whose people, bills and wage are meant, and whose currency.
        on: today; a month without a year is the next one to come.

    Raises:
        ScenarioNotReadableError: names the first part that could not be read, with an example.
    """
    if len(text) > LONGEST:
        raise ScenarioNotReadableError(
            text[:TITLE],
            why=_("it is longer than {longest} characters; try fewer things at once").format(
                longest=LONGEST
            ),
        )
    pieces = [p.strip() for p in _PIECE.findall(text.translate(_MARKS).replace("\r", "\n"))]
    pieces = [p for p in pieces if p and not p.startswith("#")]
    if not pieces:
        raise ScenarioNotReadableError(
            text,
            why=_("there is nothing in it yet; write it like “{examples}”").format(
                examples=EXAMPLES[0]
            ),
        )
    facts: list[Fact] = []
    notes: list[Finding] = []
    for piece in pieces:
        found = (
            _line(piece, household) if _is_line(piece) else _phrases(piece, household, on, notes)
        )
        facts += found
    added: list[Fact] = [
        PersonAdded(fact_id="", occurred=from_day(on), about=who, role="other")
        for who in strangers(facts, household=household)
    ]
    numbered = tuple(_numbered([*added, *facts]))
    return Scenario(
        title=_short("; ".join(pieces), TITLE),
        lines=tuple(format_fact(f, currency=household.currency) for f in numbered),
        facts=numbered,
        findings=(*notes, *contradictions(numbered, household=household, on=on)),
    )


def _short(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def _numbered(facts: list[Fact]) -> Iterator[Fact]:
    """The facts under ids of their own, each person added once."""
    people: set[str] = set()
    for number, fact in enumerate(facts, 1):
        if isinstance(fact, PersonAdded):
            if fact.about in people:
                continue
            people.add(fact.about)
        yield replace(fact, fact_id=f"what-if-{number}")


# -- lines of the notation -------------------------------------------------------------------------


def _is_line(piece: str) -> bool:
    first, _unused, rest = piece.partition(" ")
    if first == HouseholdOpened.KIND and "=" in rest:
        return True
    try:
        parse_edtf(first)
    except DateNotUnderstoodError:
        return False
    return rest.strip().partition(" ")[0] in KINDS


def _line(piece: str, household: Household) -> list[Fact]:
    try:
        fact = parse_line(piece, new_id=lambda: "what-if", currency=household.currency)
    except KinholdError as problem:
        raise ScenarioNotReadableError(piece, why=str(problem)) from None
    if fact is None or isinstance(fact, HouseholdOpened):
        raise ScenarioNotReadableError(
            piece,
            why=_("a what-if is tried on this household, so the household line stays as it is"),
        )
    return [fact]


# -- phrases ---------------------------------------------------------------------------------------


def _phrases(piece: str, household: Household, on: date, notes: list[Finding]) -> list[Fact]:
    """Read a line of phrases: of what is joined by "and", always the longest phrase that is known."""
    text = " ".join(piece.split()).rstrip(" .?!,;")
    parts = _parts(text)
    if len(parts) > MOST_PARTS:
        raise ScenarioNotReadableError(text, why=_("it holds too many things at once; try fewer"))
    facts: list[Fact] = []
    before: Reading | None = None
    first = 0
    while first < len(parts):
        for last in range(min(len(parts), first + JOINED), first, -1):
            said = text[parts[first][0] : parts[last - 1][1]]
            reading = _phrase(said, household, on, before)
            if reading is not None:
                facts += reading.facts
                notes += reading.notes
                before, first = reading, last
                break
        else:
            raise ScenarioNotReadableError(text[slice(*parts[first])] or text)
    return facts


def _parts(text: str) -> list[tuple[int, int]]:
    joints = [(m.start(), m.end()) for m in _JOINT.finditer(text)]
    starts = [0, *(end for _unused, end in joints)]
    ends = [*(start for start, _unused in joints), len(text)]
    return list(zip(starts, ends, strict=True))


def _phrase(said: str, household: Household, on: date, before: Reading | None) -> Reading | None:
    for plain in _ways(said):
        for skeleton, found, names in _skeletons(plain, household, on):
            now = _PAST.sub(lambda m: _NOW[m[0].lower()], skeleton)
            for phrase in PHRASES:
                match = phrase.fits(now, found)
                if match is not None:
                    words = {k: _restored(v, names) for k, v in words_of(match).items()}
                    return _read(phrase, Reading(household, on, found, words), said, before)
    return None


def _skeletons(
    plain: str, household: Household, on: date
) -> Iterator[tuple[str, Found, list[str]]]:
    """A phrase without its days and sums: with names as places, as it stands, and names first.

    The last is for people whose name is a month or a day of the week.
    """
    slots = take_out(plain, on=on, currency=household.currency)
    placed, names = _placed(slots.text, household)
    yield placed, slots.found, names
    if placed != slots.text:
        yield slots.text, slots.found, names
    early, names = _placed(plain, household)
    if early != plain:
        slots = take_out(early, on=on, currency=household.currency)
        yield slots.text, slots.found, names


def _read(phrase: Phrase, reading: Reading, said: str, before: Reading | None) -> Reading:
    """Read a phrase that fits; what it leaves out of whom and when is as in the phrase before."""
    if before is not None:
        reading.before = before.who
        if "when" in phrase.takes:
            reading.slots.setdefault("when", before.start)
    try:
        phrase.read(reading)
    except PhraseNotUsableError as problem:
        raise ScenarioNotReadableError(said, why=str(problem)) from None
    return reading


def _placed(text: str, household: Household) -> tuple[str, list[str]]:
    """A skeleton with `@0`, `@1` … for the people of the household, and their names in that order."""
    names = sorted({n for p in household.people for n in (p.name, p.handle) if n}, key=len)[::-1]
    for number, name in enumerate(names[:PEOPLE]):
        text = re.sub(
            rf"(?<![\w@]){re.escape(name)}(?!\w)", f"@{number}", text, flags=re.IGNORECASE
        )
    return text, names


def _restored(text: str, names: list[str]) -> str:
    return re.sub(r"@(\d+)", lambda m: names[int(m[1])], text)


def _ways(said: str) -> Iterator[str]:
    """A phrase as it was said, without "what if we …", and without "we"."""
    yield said
    asked = _ASKED.match(said)
    plain = said[asked.end() :] if asked else said
    if plain != said:
        yield plain
    we = _WE.match(plain)
    if we:
        yield plain[we.end() :]
