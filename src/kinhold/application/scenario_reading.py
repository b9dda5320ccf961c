"""One phrase of a what-if while it is read: whom it is about, from when, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from kinhold.domain.care import AwayStated
from kinhold.domain.dates import Edtf, first_day, from_day
from kinhold.domain.findings import Finding, KinholdError
from kinhold.domain.people import (
    PARTNERS,
    PersonAdded,
)
from kinhold.domain.periods import ClockWindow
from kinhold.domain.recurrence import Recurrence, occurrences
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from typing import TypeVar

    from kinhold.application.scenario_words import Found
    from kinhold.domain.fact import Fact
    from kinhold.domain.finances import BillStated, IncomeStated

    F = TypeVar("F", bound=Fact)
    from kinhold.domain.household import Household, Person

Why = Literal["work", "trip", "ill", "other"]

OFFICE: Final = ClockWindow(9 * 60, 17 * 60)
PLACE_HOURS: Final = ClockWindow(8 * 60, 18 * 60)
"""Hours of work and of a nursery day where none were said (settings; they are shown back)."""

NEW: Final = "what-if"
MONTH_END: Final = Recurrence("month", 1, monthdays=(-1,))
ALL_DAY: Final = (ClockWindow(0, 24 * 60),)
_KIN: Final = {
    "mum": "mother", "mom": "mother", "mummy": "mother", "mother": "mother", "mam": "mother",
    "dad": "father", "daddy": "father", "father": "father", "sister": "sibling", "brother": "sibling",
    "mother-in-law": "mother_in_law", "father-in-law": "father_in_law",
    "husband": "husband", "wife": "wife", "partner": "partner", "nanny": "childcare_worker",
    "friend": "friend", "neighbour": "neighbour", "neighbor": "neighbour",
}  # fmt: skip
_PRONOUNS: Final = frozenset({"he", "him", "she", "her", "they", "them"})
_SELF: Final = frozenset({"i", "me", "we"})


class PhraseNotUsableError(KinholdError):
    """A phrase was understood and cannot be tried as it stands; the text says what is missing."""


@dataclass(slots=True)
class Reading:
    """One phrase being read.

    Attributes:
        household, on: the household and the day it is said on.
        slots: days, hours, sums and shares of the phrase (`scenario_words.Slots.found`).
        words: the named parts of the skeleton.
        before: whom the phrase before was about, for "and keeps 60 %".
        facts, notes: what comes of it.
        who: whom it is about.
    """

    household: Household
    on: date
    slots: Found
    words: dict[str, str]
    before: str = ""
    facts: list[Fact] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    who: str = ""

    @property
    def start(self) -> date:
        """The day from which it would hold."""
        return self.slots.get("when", self.on)

    @property
    def since(self) -> Edtf:
        """The same as a date of the notation."""
        return from_day(self.start)

    def note(self, code: str, message: str) -> None:
        """Add what was taken for granted."""
        self.notes.append(Finding("info", f"scenario.{code}", message, self.who))

    def person(self) -> str:
        """Return the handle of whom it is about; somebody unknown is added as a new person.

        Raises:
            PhraseNotUsableError: where a pronoun fits several people or nobody.
        """
        said = self.words.get("who") or self.before
        self.who = _handle(self, " ".join(said.split()))
        return self.who

    def known(self) -> Person:
        """Return whom it is about, who has to be on the record.

        Raises:
            PhraseNotUsableError: where they are not.
        """
        count = len(self.facts)
        found = self.household.person(self.person())
        del self.facts[count:]
        if found is None:
            raise PhraseNotUsableError(
                _("“{who}” is not on the record; write the name as it stands there.").format(
                    who=self.who
                )
            )
        return found


def _handle(reading: Reading, said: str) -> str:
    low = said.casefold().removeprefix("my ").removeprefix("our ").removeprefix("the ")
    household = reading.household
    if low in _SELF:
        return household.keeper
    if low in _PRONOUNS:
        return _meant(reading)
    for person in household.people:
        if low in (person.handle.casefold(), person.name.casefold()):
            return person.handle
    role = _KIN.get(low, "")
    fitting = [p for p in household.people if role and p.role == role]
    if len(fitting) == 1:
        return fitting[0].handle
    if fitting:
        names = _(" or ").join(p.name for p in fitting)
        raise PhraseNotUsableError(
            _("“{said}” could be {names}; write the name.").format(said=said, names=names)
        )
    name = low.title() if role else said
    place = next((r for r in ("nursery", "school") if low == r), "")
    reading.facts.append(
        PersonAdded(
            fact_id=NEW, occurred=from_day(reading.on), about=name, role=place or role or "other"
        )
    )
    return name


def _meant(reading: Reading) -> str:
    """Whom "he" or "her" means: the phrase before, or the one partner there is."""
    if reading.before:
        return reading.before
    gone = [d.about for d in reading.household.departures]
    partners = [p.handle for p in reading.household.people if p.role in {*PARTNERS, "ex_partner"}]
    meant = list(dict.fromkeys([*gone, *partners]))
    if len(meant) != 1:
        raise PhraseNotUsableError(_("It is not clear who is meant; write the name."))
    return meant[0]


def say_days(days: tuple[int, ...]) -> str:
    """Return weekdays, 0 for Monday, as `Mon, Wed`."""
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    return ", ".join(names[d] for d in days)


def away_at(
    reading: Reading, who: str, why: Why, each: Recurrence, at: tuple[ClockWindow, ...]
) -> AwayStated:
    """Return somebody as away at these hours from the day of the reading."""
    return AwayStated(fact_id=NEW, occurred=reading.since, about=who, why=why, each=each, at=at)


def ended(fact: F, start: date) -> F:
    """Return the same statement, over the day before; it takes the place of the one on the record.

    Args:
        fact: of a kind that has `until`.
        start: the first day on which it does not hold.
    """
    return replace(fact, replaces=fact.fact_id, until=from_day(start - timedelta(days=1)))  # type: ignore[call-arg]  # kinds with `until`


def each_of(reading: Reading, otherwise: Recurrence | None) -> Recurrence | None:
    """Return how often a sum was said to fall.

    Raises:
        PhraseNotUsableError: where it was said by the hour.
    """
    if reading.slots.get("hourly"):
        raise PhraseNotUsableError(_("An amount an hour needs hours; give it a week or a month."))
    return reading.slots.get("per", otherwise)


def next_due(stated: BillStated | IncomeStated, start: date) -> date:
    """Return the first day from `start` on which a bill or an income falls.

    From that day another amount takes its place; from an earlier one, what is on the record would
    take the place of the other amount again.
    """
    anchor = first_day(stated.occurred) or start
    days = occurrences(stated.each, anchor=anchor, start=start, end=start + timedelta(days=366))
    return days[0] if days else max(start, anchor)
