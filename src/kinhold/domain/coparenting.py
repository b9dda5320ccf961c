"""Parenting time, handovers, shared expenses, messages, and what a child asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.fact import Fact, Label, PersonRef, SpaceName, key
from kinhold.domain.money import Money
from kinhold.domain.periods import ClockWindow
from kinhold.domain.recurrence import Recurrence


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentingTimeStated(Fact):
    """A layer of the parenting schedule.

    `cycle` has a letter a night (A is the person who keeps the record, B is `about`), repeating
    from `occurred`; a higher `layer` wins (swap over holiday over school break over base cycle).
    """

    KIND: ClassVar[str] = "schedule"
    SPACE: ClassVar[SpaceName] = "shared"
    BARE: ClassVar[str] = "layer"

    layer: Literal["base", "school-break", "holiday", "swap"] = "base"
    children: tuple[PersonRef, ...] = key("for", ())
    cycle: str = ""
    each: Recurrence | None = None
    at: ClockWindow | None = None
    until: Edtf = UNKNOWN
    basis: Literal["", "order", "agreement", "spoken"] = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NightSpent(Fact):
    """Where a child slept; `about` is the child, `with_` the adult."""

    KIND: ClassVar[str] = "night"
    SPACE: ClassVar[SpaceName] = "shared"

    with_: PersonRef = key("with", PersonRef(""))
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverNoted(Fact):
    """A handover with the other parent: on time, late by some minutes, or missed."""

    KIND: ClassVar[str] = "handover"
    SPACE: ClassVar[SpaceName] = "shared"
    BARE: ClassVar[str] = "state"

    state: Literal["on-time", "late", "missed"] = "on-time"
    children: tuple[PersonRef, ...] = key("for", ())
    minutes: int | None = None
    place: Label = Label("")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpenseShared(Fact):
    """Something paid for the child. `share` is the part asked of the other parent, in percent."""

    KIND: ClassVar[str] = "expense"
    SPACE: ClassVar[SpaceName] = "shared"
    BARE: ClassVar[str] = "state"

    state: Literal["noted", "asked", "agreed", "refused", "paid"] = "noted"
    amount: Money = Money(0, "XXX")
    by: PersonRef = PersonRef("")
    share: int | None = None
    of: PersonRef = PersonRef("")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageNoted(Fact):
    """A message to or from somebody; `about` is who wrote it."""

    KIND: ClassVar[str] = "message"
    SPACE: ClassVar[SpaceName] = "shared"

    to: PersonRef = PersonRef("")
    channel: Literal["", "text", "call", "letter", "email", "in-person"] = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildAsked(Fact):
    """What a child asked (`words`) and what they were told."""

    KIND: ClassVar[str] = "asked"

    answer: str = ""
    words: str = ""


FACTS: Final = (
    ParentingTimeStated,
    NightSpent,
    HandoverNoted,
    ExpenseShared,
    MessageNoted,
    ChildAsked,
)
