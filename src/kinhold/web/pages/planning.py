"""Plans that are being found: a thread waits for the solver, and pages show how far it is."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kinhold.api import find_plan
from kinhold.application.plan_words import STEPS
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.application.plan_care import CarePlan, PlanStep, PlanTask
    from kinhold.domain.care import Turn

SOON: Final = 0.6
"""Seconds that a page waits before it shows progress instead."""

_solving = ThreadPoolExecutor(max_workers=1, thread_name_prefix="planning")
_under_way: dict[str, UnderWay] = {}


@dataclass(slots=True)
class UnderWay:
    """A plan that is being found, with what is known of it so far.

    Attributes:
        task: what it rests on.
        found: the plan, once it is there.
        done: the names of the steps that are done.
        tonight: the turns of the next night, once they are known.
    """

    task: PlanTask
    found: Future[CarePlan] = field(default_factory=Future)
    done: list[str] = field(default_factory=list)
    tonight: tuple[Turn, ...] = ()

    def step(self, told: PlanStep) -> None:
        """Take a step in."""
        if told.name == "tonight":
            self.tonight = told.turns
        self.done.append(told.name)

    @property
    def steps(self) -> tuple[tuple[str, bool], ...]:
        """Every step in words, and whether it is done."""
        return tuple((_(words), name in self.done) for name, words in STEPS.items())


def find(task: PlanTask) -> UnderWay:
    """Begin to find a plan, or return what is known of one that was begun."""
    key = task.key
    if key not in _under_way:
        _under_way[key] = going = UnderWay(task)
        going.found = _solving.submit(find_plan, task, step=going.step)
    return _under_way[key]


def forget(task: PlanTask) -> None:
    """Let go of a plan that was kept, or could not be found."""
    _under_way.pop(task.key, None)
