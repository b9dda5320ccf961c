"""Needs, availability, the care log, and the results of planning care."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.fact import Fact, Label, Minutes, PersonRef, SpaceName, key
from kinhold.domain.money import Money
from kinhold.domain.periods import ClockWindow, Interval
from kinhold.domain.recurrence import Recurrence

NeedKind = Literal[
    "presence",
    "feed",
    "night-waking",
    "school-run",
    "nursery-run",
    "appointment",
    "work-cover",
    "other",
]
NeedWeight = Literal["unsafe", "important", "nice"]
Skill = Literal["lift", "drive", "feed", "alone"]
Skips = Literal["", "holidays"]
"""Days on which a statement does not hold: `holidays` are the household's public holidays."""

PlaceKind = Literal["", "school", "nursery"]
AtPlace = Literal["at-school", "at-nursery"]
"""Time in which a child needs nobody of the household, because a place has them."""


# -- facts: the plan -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class CareNeedStated(Fact):
    """A child needs something at a time; `about` is the child.

    `skips` keeps it off public holidays.
    """

    KIND: ClassVar[str] = "need"
    BARE: ClassVar[str] = "need"

    need: NeedKind = "other"
    each: Recurrence | None = None
    at: tuple[ClockWindow, ...] = ()
    weight: NeedWeight = "important"
    skills: tuple[Skill, ...] = ()
    place: Label = Label("")
    until: Edtf = UNKNOWN
    skips: Skips = key("except", "")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityStated(Fact):
    """When a person can take care on, or a place has the children; `agreed` where they said so.

    `for_children` names whom, where it is not all of them; `skips` keeps it off public holidays.
    """

    KIND: ClassVar[str] = "available"

    each: Recurrence | None = None
    at: tuple[ClockWindow, ...] = ()
    until: Edtf = UNKNOWN
    agreed: bool = True
    place: Label = Label("")
    for_children: tuple[PersonRef, ...] = key("for", ())
    skips: Skips = key("except", "")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayStated(Fact):
    """When a person cannot take care on (a work shift, a class, a trip), or a place is closed.

    `skips` keeps it off public holidays.
    """

    KIND: ClassVar[str] = "away"
    BARE: ClassVar[str] = "why"

    why: Literal["work", "class", "trip", "ill", "other"] = "work"
    each: Recurrence | None = None
    at: tuple[ClockWindow, ...] = ()
    until: Edtf = UNKNOWN
    skips: Skips = key("except", "")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarerLimited(Fact):
    """What a carer can and cannot do, from this day on.

    `cannot` lists hard limits; `price` is per hour; `notice` and `travel` are minutes.
    """

    KIND: ClassVar[str] = "limits"

    cannot: tuple[Skill, ...] = ()
    most: Minutes | None = key("most_hours", None)
    price: Money | None = None
    notice: Minutes | None = key("notice_hours", None)
    travel: int | None = None
    paid: bool = False
    asleep: tuple[ClockWindow, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaShared(Fact):
    """The rota that people were shown.

    `turns` are `carer@start/end` in local clock time, with `/backup` behind it where somebody
    steps in.
    """

    KIND: ClassVar[str] = "rota"
    SPACE: ClassVar[SpaceName] = "care"

    until: Edtf = UNKNOWN
    turns: tuple[str, ...] = ()
    digest: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarGiven(Fact):
    """A person, `about`, may fetch their own hours of the shared rota into a calendar on a `device`.

    Private, since who reads which calendar is nobody else's business. Taking it back, or erasing
    it, ends the calendar.
    """

    KIND: ClassVar[str] = "calendar"
    SPACE: ClassVar[SpaceName] = "private"

    device: str = ""


# -- facts: the log --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLogged(Fact):
    """A child was fed."""

    KIND: ClassVar[str] = "feed"
    SPACE: ClassVar[SpaceName] = "care"

    method: Literal["", "breast", "bottle", "solids"] = ""
    side: Literal["", "left", "right", "both"] = ""
    milk: Literal["", "breast", "formula", "fortified"] = ""
    amount_ml: int | None = key("ml", None)
    minutes: int | None = None
    by: PersonRef = PersonRef("")
    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SleepLogged(Fact):
    """A child (or a carer) slept from `occurred`, for `minutes` where it has ended."""

    KIND: ClassVar[str] = "sleep"
    SPACE: ClassVar[SpaceName] = "care"

    minutes: int | None = None
    nap: bool = False
    by: PersonRef = PersonRef("")
    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightWakingLogged(Fact):
    """A child woke in the night; `by` is who got up."""

    KIND: ClassVar[str] = "waking"
    SPACE: ClassVar[SpaceName] = "care"

    minutes: int | None = None
    by: PersonRef = PersonRef("")
    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NappyChanged(Fact):
    """A nappy was changed."""

    KIND: ClassVar[str] = "nappy"
    SPACE: ClassVar[SpaceName] = "care"
    BARE: ClassVar[str] = "what"

    what: Literal["wet", "dirty", "both", "dry"] = "wet"
    colour: str = ""
    by: PersonRef = PersonRef("")
    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineGiven(Fact):
    """A medicine was given; `not_before` is the least time in minutes to the next dose."""

    KIND: ClassVar[str] = "medicine"
    SPACE: ClassVar[SpaceName] = "care"

    name: str = ""
    dose: str = ""
    not_before: int | None = None
    by: PersonRef = PersonRef("")
    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTaken(Fact):
    """A temperature, weight, height or head size; `value` is a decimal with its unit: `37.6C`."""

    KIND: ClassVar[str] = "measure"
    SPACE: ClassVar[SpaceName] = "care"
    BARE: ClassVar[str] = "what"

    what: Literal["temperature", "weight", "height", "head"] = "weight"
    value: str = ""
    by: PersonRef = PersonRef("")
    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityLogged(Fact):
    """Anything else worth a line: tummy time, pumping, a bath, crying, play, or a custom one."""

    KIND: ClassVar[str] = "activity"
    SPACE: ClassVar[SpaceName] = "care"
    BARE: ClassVar[str] = "what"

    what: str = "play"
    side: Literal["", "left", "right", "both"] = ""
    minutes: int | None = None
    amount_ml: int | None = key("ml", None)
    by: PersonRef = PersonRef("")
    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareGiven(Fact):
    """A person looked after the child from `occurred` for `minutes`; `about` is the carer."""

    KIND: ClassVar[str] = "cared"
    SPACE: ClassVar[SpaceName] = "care"

    child: tuple[PersonRef, ...] = ()
    minutes: int | None = None
    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneReached(Fact):
    """A child did something for the first time; `seen_by` is who was there."""

    KIND: ClassVar[str] = "milestone"
    SPACE: ClassVar[SpaceName] = "care"

    seen_by: tuple[PersonRef, ...] = key("seen", ())
    by: PersonRef = PersonRef("")
    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverNoteWritten(Fact):
    """What the next carer should know; `about` is the child, or empty for all of them."""

    KIND: ClassVar[str] = "handnote"
    SPACE: ClassVar[SpaceName] = "care"

    to: PersonRef = PersonRef("")
    by: PersonRef = PersonRef("")
    tags: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimerStarted(Fact):
    """Something began and goes on; `what` is a kind of the log or an activity.

    It is stopped by a correction: the finished entry replaces it. So it is seen and stopped by
    every carer, outlives every restart, and taking the end back lets it run again.
    """

    KIND: ClassVar[str] = "timer"
    SPACE: ClassVar[SpaceName] = "care"
    BARE: ClassVar[str] = "what"

    what: str = "sleep"
    side: Literal["", "left", "right", "both"] = ""
    by: PersonRef = PersonRef("")
    tags: tuple[str, ...] = ()
    words: str = ""


FACTS: Final = (
    CareNeedStated,
    AvailabilityStated,
    AwayStated,
    CarerLimited,
    RotaShared,
    CalendarGiven,
    FeedLogged,
    SleepLogged,
    NightWakingLogged,
    NappyChanged,
    MedicineGiven,
    MeasureTaken,
    ActivityLogged,
    CareGiven,
    MilestoneReached,
    HandoverNoteWritten,
    TimerStarted,
)


# -- read models -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Child:
    """A child as planners see it. `born` may be only a month or a year, or not told."""

    handle: PersonRef
    name: str
    born: Edtf
    fact_id: str


@dataclass(frozen=True, slots=True)
class Carer:
    """An adult who may look after the child, with what is known of their time.

    Attributes:
        handle: who.
        name: how she calls them.
        main: True for the person who keeps the record.
        lives_in: True where they live in the child's home on that day.
        side: the branch of the family, for back-ups from another side; empty where unknown.
        available: when they can come. Somebody who lives in needs none: they are there unless away.
        away: when they cannot.
        limits: what they can and cannot do, or None.
        reliability: the planning value, 0 to 1.
        assumed: True where the planning value is an assumption and not their own record.
        fact_ids: the facts this rests on.
        may_ask: False for somebody who left, or is no close relation, and offered nothing: they are
            never suggested.
        place: `school` or `nursery` where it is a place and no person: it has its own children in
            its hours, and is never on the rota, a back-up or suggested.
    """

    handle: PersonRef
    name: str
    main: bool
    lives_in: bool
    side: str
    available: tuple[AvailabilityStated, ...]
    away: tuple[AwayStated, ...]
    limits: CarerLimited | None
    reliability: float
    assumed: bool
    fact_ids: tuple[str, ...]
    may_ask: bool = True
    place: PlaceKind = ""


@dataclass(frozen=True, slots=True)
class Need:
    """One dated need: at these instants these children need this.

    `place` is the school or nursery that it goes with. A need `at-school` or `at-nursery` asks for
    nobody: the children are there (see `engines.care.places`).
    """

    need_id: str
    kind: NeedKind | AtPlace
    weight: NeedWeight
    children: tuple[PersonRef, ...]
    interval: Interval
    skills: tuple[Skill, ...]
    fact_ids: tuple[str, ...]
    place: PersonRef = PersonRef("")


@dataclass(frozen=True, slots=True)
class Turn:
    """One carer on duty for an interval; `backup` is who steps in, where one is named."""

    carer: PersonRef
    interval: Interval
    backup: PersonRef | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """Time with no responsible adult at all ("no one")."""

    interval: Interval
    children: tuple[PersonRef, ...]
    could_ask: tuple[PersonRef, ...]
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnrelievedNight:
    """A night with nobody else on duty for a block as long as the sleep target ("no relief").

    Attributes:
        night: 20:00 to 08:00, local, as instants.
        longest: the main carer's longest unbroken stretch off duty in it, in minutes.
        could_ask: who could be asked to take a block of it.
    """

    night: Interval
    longest: int
    could_ask: tuple[PersonRef, ...] = ()


@dataclass(frozen=True, slots=True)
class RotaLevel:
    """One level of the lexicographic objective: what it measured, its value and its bound."""

    name: str
    value: float
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True)
class Rota:
    """Who has the children when, over a horizon, and what stays open."""

    horizon: Interval
    turns: tuple[Turn, ...]
    gaps: tuple[Gap, ...]
    unrelieved: tuple[UnrelievedNight, ...]
    levels: tuple[RotaLevel, ...]
