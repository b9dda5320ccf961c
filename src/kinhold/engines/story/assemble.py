"""Candidates made into items with ids, tiers and the slots of their list."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from kinhold.domain.people import PARTNERS
from kinhold.engines.story.candidates import Candidate, calibrated, thin, tier_of
from kinhold.engines.story.extractors.ages import find_ages_of
from kinhold.engines.story.extractors.care import find_care
from kinhold.engines.story.extractors.events import find_events
from kinhold.engines.story.extractors.money import find_money
from kinhold.engines.story.extractors.promises import find_promises
from kinhold.engines.story.extractors.wellbeing import find_wellbeing
from kinhold.engines.story.links import outcome
from kinhold.engines.story.relations import find_ties
from kinhold.engines.story.results import (
    AgeFound,
    CareFound,
    EventFound,
    MoneyFound,
    PersonFound,
    PromiseFound,
    RelationFound,
    SpeechFound,
    StoryReading,
    TimeFound,
    WellbeingFound,
)
from kinhold.engines.story.roster import NARRATOR, Draft
from kinhold.engines.story.timeline import ranks, time_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kinhold.domain.findings import Finding
    from kinhold.domain.stories import Quote
    from kinhold.engines.story.context import Story
    from kinhold.engines.story.linguist import Linguist
    from kinhold.engines.story.results import QuestionFound

_SENTENCE_END = re.compile(r"[.!?]+[\"')\]]*(?=\s)|\n")
_LONG_QUOTE = 120
"""Characters up to which a whole sentence is quoted."""

FLOORS = {"events": 0.38, "promises": 0.36, "money": 0.38, "care": 0.36, "wellbeing": 0.38}


def reading(story: Story, linguist: Linguist, findings: tuple[Finding, ...]) -> StoryReading:
    """The whole reading of one prepared story, without its questions."""
    ids = _people_ids(story)
    people = _people(story, ids)
    events = _events(story, ids)
    return StoryReading(
        sha256=story.document.sha256,
        length=len(story.document.text),
        linguist=linguist.name,
        people=people,
        relations=_relations(story, ids, people),
        ages=_ages(story, ids),
        speech=_speech(story, ids),
        events=events,
        promises=_promises(story, ids),
        money=_money(story, ids),
        care=_care(story, ids),
        wellbeing=_wellbeing(story, ids),
        findings=findings,
    )


def with_questions(found: StoryReading, questions: tuple[QuestionFound, ...]) -> StoryReading:
    """The reading with its open questions."""
    return replace(found, questions=questions)


def _people_ids(story: Story) -> dict[int, str]:
    kept = [d for d in story.cast.roster if d.number == NARRATOR or d.mentions]
    return {d.number: f"p{n}" for n, d in enumerate(kept, 1)}


def _ids(story: Story, ids: dict[int, str], numbers: Iterable[int]) -> tuple[str, ...]:
    found = (ids.get(story.cast.roster.get(n).number) for n in numbers)
    return tuple(dict.fromkeys(i for i in found if i))


def _mention_quotes(story: Story, draft: Draft) -> tuple[Quote, ...]:
    """Up to three mentions, each with a few words around it inside its sentence."""
    out: list[Quote] = []
    mentions = sorted(set(draft.mentions))
    for start, end in mentions[:3]:
        low, high = max(0, start - 30), min(len(story.level), end + 34)
        line_low, line_high = story.level.rfind("\n", 0, start) + 1, story.level.find("\n", end)
        low, high = max(low, line_low), min(high, line_high if line_high >= 0 else high)
        while low > line_low and low < start and not story.level[low - 1].isspace():
            low += 1
        while high > end and high < len(story.level) and not story.level[high].isspace():
            high -= 1
        quote = story.document.trimmed(low, high)
        if quote is not None:
            out.append(quote)
    return tuple(out)


def _people(story: Story, ids: dict[int, str]) -> tuple[PersonFound, ...]:
    out: list[PersonFound] = []
    for number, name in ids.items():
        draft = story.cast.roster.get(number)
        quotes = _mention_quotes(story, draft)
        if not quotes:
            quotes = _narrator_quote(story)
        if not quotes:
            continue
        rule, sure = _person_rule(story, draft)
        child = draft.is_child or (
            draft.role == "other"
            and draft.relation in {"child", "baby", "grandchild", "relative_child"}
        )
        confidence = calibrated(Candidate("person", quotes, (), rule, sure, 0)).confidence
        out.append(PersonFound(
            id=name, kind="person", evidence=quotes, tier=tier_of("people", confidence), confidence=confidence, rule=rule,
            role=draft.role, name=draft.name, also=tuple(draft.also), gender=draft.gender,
            is_child=child, plural=draft.plural, profession=draft.profession,
        ))  # fmt: skip
    return tuple(out)


def _only_one_meant(story: Story, draft: Draft) -> bool:
    """Whether a partner's relative can be nobody else's: no other adult so far shares the pronoun."""
    roster = story.cast.roster
    owner = roster.get(draft.owner) if draft.owner is not None else None
    if owner is None or owner.role not in {*PARTNERS, "ex_partner"} or not draft.mentions:
        return False
    first = min(draft.mentions)
    rivals = [
        d
        for d in roster
        if d.number not in (owner.number, draft.number, NARRATOR)
        and d.gender == owner.gender
        and not (d.is_child or d.plural)
        and d.mentions
        and min(d.mentions) < first
    ]
    return not rivals


def _person_rule(story: Story, draft: Draft) -> tuple[str, float]:
    if draft.number == NARRATOR:
        return "person.narrator", 0.99
    if not draft.relation:
        return "person.name", 0.6
    if draft.plural:
        return "person.group", 0.6
    if draft.role == "other":
        return "person.other", 0.7
    if draft.owner == NARRATOR:
        return ("person.kin", 0.94) if len(draft.mentions) > 1 else ("person.kin-once", 0.84)
    if _only_one_meant(story, draft):
        return "person.kin-of-partner", 0.82
    return "person.kin-of", 0.82


def _narrator_quote(story: Story) -> tuple[Quote, ...]:
    for token in story.tokens:
        if (
            token.text in {"I", "my", "My", "me", "we", "We", "our", "Our"}
            and story.zones.quote_at(token.start) is None
        ):
            quote = story.document.trimmed(*_sentence_around(story.level, token.start))
            return (quote,) if quote is not None else ()
    quote = story.document.trimmed(0, min(40, len(story.level)))
    return (quote,) if quote is not None else ()


def _sentence_around(text: str, at: int) -> tuple[int, int]:
    """Where the sentence begins and ends that holds a place; a long one from that place, in words."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text)]
    start = max((end for end in ends if end <= at), default=0)
    stop = min((end for end in ends if end > at), default=len(text))
    if stop - start <= _LONG_QUOTE:
        return start, stop
    stop = min(stop, at + _LONG_QUOTE)
    return at, stop if stop == len(text) or text[stop].isspace() else text.rfind(" ", at, stop)


def _relations(
    story: Story, ids: dict[int, str], people: tuple[PersonFound, ...]
) -> tuple[RelationFound, ...]:
    evidence = {p.id: p.evidence for p in people}
    out: list[RelationFound] = []
    for tie in find_ties(story):
        first, second = ids.get(tie.subject), ids.get(tie.target)
        if first is None or second is None:
            continue
        quotes = evidence[first if tie.subject != NARRATOR else second][:2]
        if tie.place is not None:
            place = story.document.trimmed(*tie.place)
            quotes = (place,) if place is not None and place.end - place.start < 400 else quotes  # noqa: PLR2004
        sure = calibrated(Candidate("relation", quotes, (), tie.rule, tie.confidence, 0)).confidence
        out.append(RelationFound(
            id=f"r{len(out) + 1}", kind="relation", evidence=quotes, tier=tier_of("relations", sure),
            confidence=sure, rule=tie.rule, subject=first, type=tie.type, target=second,
        ))  # fmt: skip
    return tuple(out)


def _ages(story: Story, ids: dict[int, str]) -> tuple[AgeFound, ...]:
    out: list[AgeFound] = []
    for raw in find_ages_of(story):
        one = calibrated(raw)
        person = _ids(story, ids, one.who)
        if person:
            out.append(AgeFound(
                id=f"a{len(out) + 1}", kind="age", evidence=one.quotes, tier=tier_of("ages", one.confidence),
                confidence=one.confidence, rule=one.rule, person=person[0],
                value=one.slots["value"], unit=one.slots["unit"], at="as told",
            ))  # fmt: skip
    return tuple(out)


def _speech(story: Story, ids: dict[int, str]) -> tuple[SpeechFound, ...]:
    out: list[SpeechFound] = []
    for zone in story.zones.quotes:
        said = story.speech[zone]
        quote = story.document.trimmed(zone.start, zone.end)
        if quote is None or said.kind == "scare":
            continue
        speaker = _ids(story, ids, (said.speaker,)) if said.speaker is not None else ()
        listener = _ids(story, ids, (said.listener,)) if said.listener is not None else ()
        sure = calibrated(
            Candidate(said.kind, (quote,), (), said.rule, said.confidence, 0)
        ).confidence
        out.append(SpeechFound(
            id=f"s{len(out) + 1}", kind=said.kind, evidence=(quote,), tier=tier_of("speech", sure), confidence=sure,
            rule=said.rule, speaker=speaker[0] if speaker else None, addressee=listener[0] if listener else None,
        ))  # fmt: skip
    return tuple(out)


def _events(story: Story, ids: dict[int, str]) -> tuple[EventFound, ...]:
    kept = thin("events", find_events(story), FLOORS["events"])
    order = ranks(story, kept)
    out: list[EventFound] = []
    for one, rank in zip(kept, order, strict=True):
        out.append(EventFound(
            id=f"e{len(out) + 1}", kind=one.kind, evidence=one.quotes, tier=tier_of("events", one.confidence),
            confidence=one.confidence, rule=one.rule, who=_ids(story, ids, one.who),
            realis=one.slots["realis"], order=rank, time=_time(story, one, out),
        ))  # fmt: skip
    return tuple(out)


def _time(story: Story, one: Candidate, earlier: list[EventFound]) -> TimeFound | None:
    phrase = time_of(story, one)
    if phrase is None:
        return None
    anchor: str | None = None
    if phrase.kind == "relative_now":
        anchor = "now"
    elif phrase.kind in {"relative_event", "duration"} and earlier:
        anchor = earlier[-1].id
    quote = story.document.trimmed(phrase.start, phrase.end)
    return TimeFound(phrase.kind, phrase.value, anchor, quote) if quote is not None else None


def _promises(story: Story, ids: dict[int, str]) -> tuple[PromiseFound, ...]:
    out: list[PromiseFound] = []
    for one in thin("promises", find_promises(story), FLOORS["promises"]):
        status, shown = outcome(story, one)
        by = _ids(story, ids, one.who)
        if by:
            out.append(PromiseFound(
                id=f"pr{len(out) + 1}", kind=one.kind, evidence=one.quotes, tier=tier_of("promises", one.confidence),
                confidence=one.confidence, rule=one.rule, by=by, to=_ids(story, ids, one.slots["to"]),
                what=one.quotes[0].text, status=status, outcome=shown,
            ))  # fmt: skip
    return tuple(out)


def _money(story: Story, ids: dict[int, str]) -> tuple[MoneyFound, ...]:
    out: list[MoneyFound] = []
    for one in thin("money", find_money(story), FLOORS["money"]):
        amount = one.slots.get("amount")
        out.append(MoneyFound(
            id=f"m{len(out) + 1}", kind=one.kind, evidence=one.quotes, tier=tier_of("money", one.confidence),
            confidence=one.confidence, rule=one.rule, who=_ids(story, ids, one.who),
            amount=amount.value if amount else None, currency=amount.currency if amount else None,
            per=amount.per if amount else None, status=one.slots.get("status"),
        ))  # fmt: skip
    return tuple(out)


def _care(story: Story, ids: dict[int, str]) -> tuple[CareFound, ...]:
    out: list[CareFound] = []
    for one in thin("care", find_care(story), FLOORS["care"]):
        out.append(CareFound(
            id=f"c{len(out) + 1}", kind=one.kind, evidence=one.quotes, tier=tier_of("care", one.confidence),
            confidence=one.confidence, rule=one.rule, carer=_ids(story, ids, one.who),
            child=_ids(story, ids, one.slots["child"]), frequency=one.slots["frequency"],
        ))  # fmt: skip
    return tuple(out)


def _wellbeing(story: Story, ids: dict[int, str]) -> tuple[WellbeingFound, ...]:
    out: list[WellbeingFound] = []
    for one in thin("wellbeing", find_wellbeing(story), FLOORS["wellbeing"]):
        out.append(WellbeingFound(
            id=f"w{len(out) + 1}", kind=one.kind, evidence=one.quotes, tier=tier_of("wellbeing", one.confidence),
            confidence=one.confidence, rule=one.rule, who=_ids(story, ids, one.who),
            severity=one.slots["severity"], by=_ids(story, ids, one.slots["by"]),
        ))  # fmt: skip
    return tuple(out)
