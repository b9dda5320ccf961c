"""Small steps and goals: the long view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal

from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.fact import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSet(Fact):
    """Something she wants; `words` says it, `about` names it."""

    KIND: ClassVar[str] = "goal"

    by: Edtf = UNKNOWN
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepNoted(Fact):
    """A small step towards a goal (`about` is the goal's name): planned, done or dropped."""

    KIND: ClassVar[str] = "step"
    BARE: ClassVar[str] = "state"

    state: Literal["planned", "done", "dropped"] = "planned"
    words: str = ""


FACTS: Final = (GoalSet, StepNoted)
