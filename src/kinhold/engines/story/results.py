"""What a reading holds: plain values, each with the exact words it rests on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kinhold.domain.findings import Finding
    from kinhold.domain.stories import Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What every item of a reading has.

    Attributes:
        id: unique in the reading (`p1`, `e3`, `w2` …).
        kind: fine label of the closed vocabulary.
        evidence: the words of the story it rests on, at least one quote.
        tier: 1 `we think`, 2 `worth a look`.
        confidence: 0 to 1, from the rule's record on stories it was measured on.
        rule: id of the rule that found it.
    """

    id: str
    kind: str
    evidence: tuple[Quote, ...]
    tier: int
    confidence: float
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFound(Item):
    """Somebody in the story; `role` is the relation to the narrator."""

    role: str
    name: str | None = None
    also: tuple[str, ...] = ()
    gender: str | None = None
    is_child: bool = False
    plural: bool = False
    profession: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationFound(Item):
    """`subject` is `type` `target`: both are ids of people."""

    subject: str
    type: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeFound(Item):
    """An age of one person; `at` says in words when it held."""

    person: str
    value: int
    unit: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechFound(Item):
    """Words in quotation marks, who said them and to whom, as far as can be told."""

    speaker: str | None
    addressee: str | None


@dataclass(frozen=True, slots=True)
class TimeFound:
    """When something was, in the story's own terms.

    Attributes:
        kind: one of `TIME_KINDS`.
        value: ISO 8601 date or duration with a suffix (`P3Y_before`, `P1D_after`), or a word.
        anchor: `now`, the id of an event, `birth:` and the id of a child, or None.
        quote: the words it was read from.
    """

    kind: str
    value: str
    anchor: str | None
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFound(Item):
    """Something that happened; `order` ranks in story time, equal where it is not told."""

    who: tuple[str, ...]
    realis: str
    order: int
    time: TimeFound | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseFound(Item):
    """Somebody's word; `what` is quoted from the story, never paraphrased."""

    by: tuple[str, ...]
    to: tuple[str, ...]
    what: str
    status: str
    outcome: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFound(Item):
    """A fact of money, work or housing; `amount` only where the story states one."""

    who: tuple[str, ...]
    amount: float | int | None = None
    currency: str | None = None
    per: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CareFound(Item):
    """Care given, missed or needed; `carer` is empty where nobody is named."""

    carer: tuple[str, ...]
    child: tuple[str, ...]
    frequency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WellbeingFound(Item):
    """A signal to ask about, for the narrator's eyes; never a diagnosis."""

    who: tuple[str, ...]
    severity: str
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFound:
    """What a caseworker would ask next, and the items it rests on."""

    id: str
    text: str
    about: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryReading:
    """Everything read from one story; nothing in it is believed until the person confirms it."""

    sha256: str
    length: int
    linguist: str
    people: tuple[PersonFound, ...] = ()
    relations: tuple[RelationFound, ...] = ()
    ages: tuple[AgeFound, ...] = ()
    speech: tuple[SpeechFound, ...] = ()
    events: tuple[EventFound, ...] = ()
    promises: tuple[PromiseFound, ...] = ()
    money: tuple[MoneyFound, ...] = ()
    care: tuple[CareFound, ...] = ()
    wellbeing: tuple[WellbeingFound, ...] = ()
    questions: tuple[QuestionFound, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
