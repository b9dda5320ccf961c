"""Who said they would do or pay what, what came of it, and how far a plan may lean on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.fact import Fact, Minutes, PersonRef, SpaceName, key
from kinhold.domain.money import BasisPoints, Money
from kinhold.domain.periods import ClockWindow
from kinhold.domain.recurrence import Recurrence

Topic = Literal["care", "money", "contact", "other"]
Strength = Literal["promise", "offer", "request", "obligation", "threat"]
Outcome = Literal["kept", "late", "part-kept", "missed", "excused", "withdrawn", "unknown"]
AskState = Literal[
    "asked", "offered", "confirmed-day", "confirmed-hours", "done", "not-done", "declined"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade(Fact):
    """Somebody said they would do or pay something.

    `words` is what was said and how outcomes name it. `condition` ("when he is older") keeps a
    promise from ever falling due until a date is known.
    """

    KIND: ClassVar[str] = "promise"

    to: tuple[PersonRef, ...] = ()
    topic: Topic = key("about", "other")
    strength: Strength = "promise"
    each: Recurrence | None = None
    at: tuple[ClockWindow, ...] = ()
    minutes: Minutes | None = key("hours", None)
    amount: Money | None = None
    due: Edtf = UNKNOWN
    until: Edtf = UNKNOWN
    condition: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeNoted(Fact):
    """What came of one occurrence of a promise (`for_day`), or of the promise as a whole.

    `share` is the part that was done, in percent, for part-kept.
    """

    KIND: ClassVar[str] = "outcome"
    BARE: ClassVar[str] = "outcome"

    promise: str = ""
    outcome: Outcome = "unknown"
    for_day: Edtf = key("for", UNKNOWN)
    share: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskMade(Fact):
    """One step in the life of an ask: asked, offered, confirmed, done. `about` is who is asked.

    `step_of` is the id of the first step, where this is a later one.
    """

    KIND: ClassVar[str] = "ask"
    SPACE: ClassVar[SpaceName] = "care"
    BARE: ClassVar[str] = "state"

    state: AskState = "asked"
    step_of: str = key("of", "")
    day: Edtf = UNKNOWN
    at: ClockWindow | None = None
    for_child: tuple[PersonRef, ...] = key("for", ())
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionMade(Fact):
    """How much of what somebody (`about`) says a plan counts on from this day, whatever was noted.

    `keeps` is the share; without it what was noted counts again. `topic` narrows it to care or
    money; without it both are meant.
    """

    KIND: ClassVar[str] = "assume"

    keeps: BasisPoints | None = None
    topic: Literal["", "care", "money"] = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise with what is known to have come of it.

    Attributes:
        promise: the fact.
        outcomes: what was noted, oldest first.
        withdrawn: True once the whole promise was withdrawn.
    """

    promise: PromiseMade
    outcomes: tuple[OutcomeNoted, ...] = ()
    withdrawn: bool = False

    @property
    def promisor(self) -> PersonRef:
        """Who promised."""
        return PersonRef(self.promise.about)

    @property
    def open_ended(self) -> bool:
        """True where it hangs on a condition that has no date: it never falls due by itself."""
        return bool(self.promise.condition) and self.promise.due == UNKNOWN


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far a plan may lean on one person for one kind of promise (engines.md, Promises).

    Attributes:
        kept, late, part_kept, missed, excused: counts of noted outcomes.
        effective_n: weight of evidence after forgetting (half-life 90 days).
        mean: posterior mean of the share kept, 0 to 1.
        interval_90: central 90 % interval.
        planning_value: what planners use, 0 to 1.
        assumed: True where there is too little evidence and a stated assumption is used.
    """

    kept: int
    late: int
    part_kept: int
    missed: int
    excused: int
    effective_n: float
    mean: float
    interval_90: tuple[float, float]
    planning_value: float
    assumed: bool

    @property
    def counted(self) -> int:
        """How many outcomes count (excused ones do not)."""
        return self.kept + self.late + self.part_kept + self.missed


FACTS: Final = (PromiseMade, OutcomeNoted, AskMade, AssumptionMade)
