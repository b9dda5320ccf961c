"""What only the carer sees: check-ins, signals from her own words, her safety plan, her diary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from kinhold.domain.fact import Fact, PersonRef, SpaceName, key


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInAnswered(Fact):
    """Answers to a check-in or a questionnaire, one integer an item, in the items' order.

    `version` names the wording and the scoring; −1 stands for an item that was skipped.
    """

    KIND: ClassVar[str] = "checkin"
    SPACE: ClassVar[SpaceName] = "private"

    instrument: str = ""
    version: str = ""
    answers: tuple[int, ...] = ()
    words: str = ""


NAMES_WHO_FOLLOWS: Final = frozenset({"followed_or_watched", "seen_at_school", "phone_checked"})
"""Signs of a signal whose `by` is somebody who follows or watches; they are offered nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalNoted(Fact):
    """Something in her own words that is worth asking about; never a diagnosis."""

    KIND: ClassVar[str] = "signal"
    SPACE: ClassVar[SpaceName] = "private"
    BARE: ClassVar[str] = "severity"

    severity: Literal["protective", "info", "concern", "urgent"] = "info"
    sign: str = ""
    by: PersonRef = PersonRef("")
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinuteTaken(Fact):
    """She needed a minute. `adult` says whether another adult was awake and told."""

    KIND: ClassVar[str] = "minute"
    SPACE: ClassVar[SpaceName] = "private"

    minutes: int | None = None
    adult: Literal["", "yes", "no"] = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyStepWritten(Fact):
    """One line of the safety plan; `step` is 1 to 6."""

    KIND: ClassVar[str] = "safety"
    SPACE: ClassVar[SpaceName] = "private"

    step: int = 1
    contact: PersonRef = key("who", PersonRef(""))
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryWritten(Fact):
    """A private line."""

    KIND: ClassVar[str] = "diary"
    SPACE: ClassVar[SpaceName] = "private"

    words: str = ""


FACTS: Final = (CheckInAnswered, SignalNoted, MinuteTaken, SafetyStepWritten, DiaryWritten)
