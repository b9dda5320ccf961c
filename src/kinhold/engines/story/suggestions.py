"""From a reading to suggested facts: each quotes its sentence, and nothing is made up.

What a story does not say (an amount, a day, an hour) stays empty, so that the engines ask for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from kinhold.domain.coparenting import ChildAsked
from kinhold.domain.dates import Edtf
from kinhold.domain.events import EventNoted, NoteWritten
from kinhold.domain.fact import Label, PersonRef, QuotedFromStory
from kinhold.domain.people import (
    CarerLeft,
    ChildAdded,
    HomeStated,
    PersonAdded,
    RelationStated,
)
from kinhold.domain.suggestions import Suggestion
from kinhold.domain.wellbeing import NAMES_WHO_FOLLOWS, SignalNoted
from kinhold.engines.story.asked import find_asked, who_follows
from kinhold.engines.story.dating import born_from_age, occurred_of
from kinhold.engines.story.handles import handles_of
from kinhold.engines.story.suggested_money import money_facts
from kinhold.engines.story.suggested_promises import outcome_of, promise_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from typing import Any

    from kinhold.domain.fact import Fact
    from kinhold.domain.people import Gender
    from kinhold.domain.promises import OutcomeNoted
    from kinhold.engines.story.results import AgeFound, Item, PersonFound, StoryReading

_PAST: Final = re.compile(
    r"\b(?:when|was|were|turned|turning|had|until|since|before|after|left|ago)\b", re.IGNORECASE
)
_MODAL: Final = re.compile(r"\b(?:should|maybe|might|could|perhaps)\b", re.IGNORECASE)
OWN_CHILD_ROLES: Final = {"son", "daughter", "baby", "child", "stepson", "stepdaughter"}
PARTNER_ROLES: Final = {"husband", "wife", "partner", "ex_partner"}
HOME: Final = Label("Home")


@dataclass(frozen=True, slots=True)
class Telling:
    """The story as it was told.

    Attributes:
        text: the story; handles are worded from it.
        story_id: its id in the record.
        told: the day it was told.
        handle: the handle of each person found, by their id in the reading.
    """

    text: str
    story_id: str
    told: date
    handle: Mapping[str, PersonRef]

    @property
    def before(self) -> Edtf:
        """When anything in it happened at the latest."""
        return Edtf(f"../{self.told.isoformat()}")


def suggest(
    reading: StoryReading, *, text: str, story_id: str, told: date
) -> tuple[Suggestion, ...]:
    """Return what the reading suggests writing down, people first, in the story's order.

    Args:
        reading: of this text.
        text: the story.
        story_id: names it in each fact's source.
        told: the day it was told, from which ages and "three years ago" are counted.
    """
    telling = Telling(text, story_id, told, handles_of(reading, text))
    found: dict[str, Suggestion] = {}
    for suggestion in _all(reading, telling):
        found.setdefault(suggestion.key, suggestion)
    return tuple(found.values())


def _all(reading: StoryReading, telling: Telling) -> Iterator[Suggestion]:
    yield from _people(reading, telling)
    yield from _relations(reading, telling)
    yield from _home(reading, telling)
    yield from _events(reading, telling)
    yield from _promises(reading, telling)
    yield from _money(reading, telling)
    yield from _care(reading, telling)
    yield from _wellbeing(reading, telling)
    yield from _questions_of_children(reading, telling)


def _made(item: Item, fact: Fact, telling: Telling, theme: str) -> Suggestion:
    """A suggestion of this fact, or of a note that keeps the sentence where it is only tier 2."""
    quote = item.evidence[0]
    source = QuotedFromStory(telling.story_id, quote)
    proposal = None
    if item.tier > 1:
        occurred = telling.before if fact.occurred == "../.." else fact.occurred
        proposal = replace(fact, source=source, how_known="recalled", occurred=occurred)
        fact = NoteWritten(fact_id="", about=fact.about, tags=(theme, item.kind), words=quote.text)
    said = replace(fact, source=source, how_known="recalled")
    if said.occurred == "../..":
        said = replace(said, occurred=telling.before)
    mark = (
        f"{said.KIND}|{said.about}|{getattr(fact, 'to', '')}|{item.kind}|{quote.start}|{quote.end}"
    )
    return Suggestion(
        key=sha256(mark.encode()).hexdigest()[:12],
        fact=said,
        quotes=item.evidence,
        tier=item.tier,
        confidence=item.confidence,
        rule=item.rule,
        theme=theme,
        who=said.about if said.about in telling.handle.values() else "",
        proposal=proposal,
    )


def _people(reading: StoryReading, telling: Telling) -> Iterator[Suggestion]:
    for person in reading.people:
        handle = telling.handle[person.id]
        own = person.is_child and person.role in OWN_CHILD_ROLES and not person.plural
        fact = _child(person, handle, reading, telling) if own else _adult(person, handle)
        yield _made(person, replace(fact, occurred=Edtf("../..")), telling, "people")


def _child(person: PersonFound, handle: PersonRef, reading: StoryReading, telling: Telling) -> Fact:
    ages = [a for a in reading.ages if a.person == person.id and _holds_now(a, telling.text)]
    born = born_from_age(ages, telling.told)
    gender = _gender(person)
    return ChildAdded(
        fact_id="", about=handle, name=_name(person, handle), gender=gender, born=born
    )


def _holds_now(age: AgeFound, text: str) -> bool:
    """Whether an age holds when the story is told: its sentence has no "when", "was" or "turned"."""
    quote = age.evidence[0]
    start = max(text.rfind(mark, 0, quote.start) for mark in '.!?\n“”"') + 1
    ends = [e for e in (text.find(mark, quote.end) for mark in ".!?\n") if e >= 0]
    sentence = text[start : min(ends, default=len(text))]
    return _PAST.search(sentence) is None


def _adult(person: PersonFound, handle: PersonRef) -> Fact:
    return PersonAdded(
        fact_id="",
        about=handle,
        name=_name(person, handle),
        role=person.role,
        gender=_gender(person),
        group=person.plural,
    )


def _gender(person: PersonFound) -> Gender:
    return "f" if person.gender == "f" else "m" if person.gender == "m" else ""


def _name(person: PersonFound, handle: PersonRef) -> str:
    return person.name if person.name and person.name != handle else ""


def _relations(reading: StoryReading, telling: Telling) -> Iterator[Suggestion]:
    for tie in reading.relations:
        start, end = telling.handle.get(tie.subject), telling.handle.get(tie.target)
        if start and end and start != end:
            fact = RelationStated(fact_id="", about=start, type=tie.type, to=end)  # type: ignore[arg-type]
            yield _made(tie, fact, telling, "people")


def _home(reading: StoryReading, telling: Telling) -> Iterator[Suggestion]:
    """Who lived in the home before somebody left: she, her children, who left, and who lives with her."""
    narrator = next((p for p in reading.people if p.role == "self"), None)
    if narrator is None:
        return
    by_id = {p.id: p for p in reading.people}
    children = [
        p.id for p in reading.people if p.is_child and p.role in OWN_CHILD_ROLES and not p.plural
    ]
    together = [
        other
        for tie in reading.relations
        if tie.type == "lives_with" and narrator.id in (tie.subject, tie.target)
        for other in (tie.subject, tie.target)
        if other != narrator.id and not by_id[other].plural
    ]
    left = [e.who[0] for e in _leavings(reading, by_id)]
    inside = list(dict.fromkeys([narrator.id, *children, *together, *left]))
    because = next(iter(_leavings(reading, by_id)), None) or next(
        (t for t in reading.relations if t.type == "lives_with"), narrator
    )
    fact = HomeStated(fact_id="", about=HOME, people=tuple(telling.handle[i] for i in inside))
    yield _made(because, fact, telling, "people")


def _leavings(reading: StoryReading, by_id: Mapping[str, PersonFound]) -> list[Any]:
    """The first telling of each partner's leaving home."""
    seen: set[str] = set()
    found = []
    for event in reading.events:
        if event.kind != "left_home" or event.realis != "actual" or event.tier > 1 or not event.who:
            continue
        who = by_id.get(event.who[0])
        if who is not None and who.role in PARTNER_ROLES and who.id not in seen:
            seen.add(who.id)
            found.append(event)
    return found


def _events(reading: StoryReading, telling: Telling) -> Iterator[Suggestion]:
    by_id = {p.id: p for p in reading.people}
    leavings = {e.id for e in _leavings(reading, by_id)}
    # An event names only people we think are there; a guess would make one up.
    known = {p.id for p in reading.people if p.tier == 1}
    for event in reading.events:
        if event.realis not in ("actual", "habitual"):
            continue
        if _MODAL.search(event.evidence[0].text):
            event = replace(event, tier=2)  # noqa: PLW2901 - advice and wishes are not events
        who = [telling.handle[w] for w in event.who if w in known]
        about = who[0] if who else PersonRef("")
        occurred = occurred_of(event.time, telling.told)
        words = event.evidence[0].text
        if event.id in leavings:
            yield _made(
                event,
                CarerLeft(fact_id="", about=about, occurred=occurred, home=HOME, words=words),
                telling,
                "events",
            )
            continue
        fact = EventNoted(
            fact_id="",
            about=about,
            occurred=occurred,
            what=event.kind,
            people=tuple(who[1:]),
            order=event.order,
            anchor=event.time.quote.text if event.time else "",
            words=words,
        )
        yield _made(event, fact, telling, "events")


def _promises(reading: StoryReading, telling: Telling) -> Iterator[Suggestion]:
    for found in reading.promises:
        to = tuple(telling.handle[t] for t in found.to if t in telling.handle)
        for by in found.by:
            if by not in telling.handle:
                continue
            promise = promise_of(found, by=telling.handle[by], to=to)
            yield _made(found, promise, telling, "promises")
            outcome = outcome_of(found, promise)
            if outcome is None or found.tier > 1:
                continue
            evidence = found.outcome or found.evidence
            noted: OutcomeNoted = replace(outcome, words=evidence[0].text)
            yield _made(
                replace(found, evidence=evidence, kind=f"{found.kind}-outcome"),
                noted,
                telling,
                "promises",
            )


def _money(reading: StoryReading, telling: Telling) -> Iterator[Suggestion]:
    narrator = next(
        (telling.handle[p.id] for p in reading.people if p.role == "self"), PersonRef("")
    )
    for found in reading.money:
        who = tuple(telling.handle[w] for w in found.who if w in telling.handle)
        for number, fact in enumerate(money_facts(found, who=who, narrator=narrator)):
            item = replace(found, kind=f"{found.kind}-{number}") if number else found
            yield _made(item, fact, telling, "money")


def _care(reading: StoryReading, telling: Telling) -> Iterator[Suggestion]:
    for found in reading.care:
        about = [telling.handle[p] for p in (*found.carer, *found.child) if p in telling.handle]
        fact = NoteWritten(
            fact_id="",
            about=about[0] if about else "",
            tags=("care", found.kind),
            words=found.evidence[0].text,
        )
        yield _made(found, fact, telling, "care")


def _wellbeing(reading: StoryReading, telling: Telling) -> Iterator[Suggestion]:
    adults = {p.id for p in reading.people if not p.is_child}
    for found in (*reading.wellbeing, *find_asked(reading, telling.text)):
        who = [telling.handle[p] for p in found.who if p in telling.handle]
        follows = found.kind in NAMES_WHO_FOLLOWS and found.rule.startswith(("urgent.", "harm."))
        named = who_follows(reading, telling.text, found) if follows else found.by
        by = [telling.handle[p] for p in named if p in adults]
        fact = SignalNoted(
            fact_id="",
            about=who[0] if who else "",
            severity=found.severity,  # type: ignore[arg-type]
            sign=found.kind,
            by=by[0] if by else PersonRef(""),
            words=found.evidence[0].text,
        )
        suggestion = _made(replace(found, tier=1), fact, telling, "wellbeing")
        # A signal stays a private signal in both tiers: a note of it would land where others read.
        # What a trained person would ask about at once is asked one by one, never said yes to in a row.
        yield replace(suggestion, tier=2 if found.severity == "urgent" else found.tier)


def _questions_of_children(reading: StoryReading, telling: Telling) -> Iterator[Suggestion]:
    children = {p.id for p in reading.people if p.is_child and p.role in OWN_CHILD_ROLES}
    for said in reading.speech:
        words = said.evidence[0].text.strip("“”\"' ")
        if said.speaker in children and words.endswith("?"):
            fact = ChildAsked(fact_id="", about=telling.handle[said.speaker], words=words)
            # Whose question it was is the least sure thing in a dialogue: always worth a look.
            yield _made(replace(said, tier=2), fact, telling, "events")
