"""Questionnaires as they were published: their exact words, what an answer may be, their ranges.

The words and figures are data (`kinhold/instruments/<name>/instrument.yaml`, each with its own
licence); `loading` reads them, `scoring` adds up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from datetime import date

SKIPPED: Final = -1
"""Stands for an item that was not answered."""

Lane = Literal["own", "doctor", "chosen", "page"]
"""`own`: How are you doing?; `doctor`: questionnaires a doctor knows; `chosen`: only where somebody
asks for it by name, never offered; `page`: a question of one page."""


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be given.

    Attributes:
        value: what it counts.
        text: word for word.
        code: LOINC answer code, or empty.
    """

    value: int
    text: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    Attributes:
        text: word for word.
        lowest, highest: of an answer.
        options: the answers in the order of the form; empty where a number is entered.
        code: in the instrument's code system.
        in_total: False for one that stands by itself.
    """

    text: str
    lowest: int
    highest: int
    options: tuple[Option, ...] = ()
    code: str = ""
    in_total: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """A published name for a range of totals: the ends belong to it."""

    lowest: int
    highest: int
    name: str


@dataclass(frozen=True, slots=True)
class Codes:
    """How other systems name an instrument: a FHIR code system, the panel's code, the total's."""

    system: str
    panel: str
    total: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire.

    Attributes:
        key: how it is called in the record and on the page, such as PHQ-9.
        name: in full.
        lane: where it stands.
        version: of wording and scoring together; kept with every answer.
        language: of the wording (BCP 47).
        recall_days: how far back it asks; 0 where it names no time.
        again_after_days: it is not offered sooner than this after it was answered; 0 for no wait.
        stem: the words above the items.
        items: in order.
        scored: False where it has no total.
        entry: True where only numbers of a form on paper are entered.
        times: what the plain sum is multiplied by.
        higher_is_better: which way the total points.
        bands: ranges with their published names, lowest first; may be none.
        bands_from: where they are published.
        acts_alone: item number from 1 and the least answer that is acted on at once, or None.
        others_at_most: with `entry`, what the items that are not entered can add up to.
        longer: the key of the form whose first items these are, or empty.
        longer_from: the total from which the longer form is suggested by its makers, or None.
        codes: for other systems.
        citation, licence: to be shown with it.
        sources: title and https link of what the wording was compared with.
        compared_on: when.
        limits: what to know about it, in sentences.
    """

    key: str
    name: str
    lane: Lane
    version: str
    language: str
    recall_days: int
    again_after_days: int
    stem: str
    items: tuple[Item, ...]
    scored: bool
    entry: bool
    times: int
    higher_is_better: bool
    bands: tuple[Band, ...]
    bands_from: str
    acts_alone: tuple[int, int] | None
    others_at_most: int | None
    longer: str
    longer_from: int | None
    codes: Codes
    citation: str
    licence: str
    sources: tuple[tuple[str, str], ...]
    compared_on: date
    limits: tuple[str, ...]

    @property
    def least(self) -> int:
        """The lowest total."""
        return self.times * sum(item.lowest for item in self.items if item.in_total)

    @property
    def most(self) -> int:
        """The highest total."""
        return self.times * sum(item.highest for item in self.items if item.in_total)

    def wording(self) -> str:
        """Return every word that is shown as the form's own, a line each, for a hash of it."""
        lines = [self.stem]
        for item in self.items:
            lines.append(item.text)
            lines += [f"{option.value} {option.text}" for option in item.options]
        return "\n".join(lines)
