"""What is to be repaired, and what works a version of the household out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.domain.periods import Interval, merge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kinhold.domain.care import Need, Turn
    from kinhold.domain.household import Household
    from kinhold.engines.care.coverage import Coverage
    from kinhold.engines.care.supply import Supply
    from kinhold.engines.stress.contingencies import Contingency
    from kinhold.engines.stress.impact import Cover, Figures, Impact, Outlook

    Kept = Callable[[Household, tuple[Turn, ...]], Coverage]

NONE: Final = "none"
"""The key of the contingency in which nothing is lost: the household as it stands."""


@dataclass(frozen=True, slots=True)
class Engines:
    """What works a version of the household out, and for which time.

    Attributes:
        cover: what care stays open, as in `measure`.
        outlook: the money, as in `measure`.
        target: the protected-sleep target in minutes.
        horizon: the time that care is looked at for.
        needs: from `needs_for`, of the household before any loss.
        kept: what stays open when exactly these turns are kept; needed where a task has turns.
    """

    cover: Cover
    outlook: Outlook
    target: int
    horizon: Interval
    needs: tuple[Need, ...]
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class ToRepair:
    """One loss to be repaired.

    Attributes:
        contingency: the loss; its key is `none` for the household as it stands.
        household: after it.
        impact: what it changes; its figures must come from the same coverage.
        on: the first day of the loss.
        turns: the rota kept after the loss, where coverage comes from one; None where it comes
            from availability alone.
    """

    contingency: Contingency
    household: Household
    impact: Impact
    on: date
    turns: tuple[Turn, ...] | None = None

    @property
    def absolute(self) -> bool:
        """Whether nothing was lost: then everything open is to be closed, not only what is new."""
        return self.contingency.key == NONE


@dataclass(frozen=True, slots=True)
class Scene:
    """One loss with what works it out: what the parts of a case are made from."""

    task: ToRepair
    engines: Engines

    @property
    def household(self) -> Household:
        """After the loss."""
        return self.task.household

    @property
    def figures(self) -> Figures:
        """After the loss."""
        return self.task.impact.figures

    @property
    def on(self) -> date:
        """The first day of the loss."""
        return self.task.on

    @property
    def turns(self) -> tuple[Turn, ...] | None:
        """The rota kept, or None."""
        return self.task.turns

    @property
    def absolute(self) -> bool:
        """Whether nothing was lost."""
        return self.task.absolute

    @property
    def horizon(self) -> Interval:
        """The time that care is looked at for."""
        return self.engines.horizon

    @property
    def needs(self) -> tuple[Need, ...]:
        """Before any loss."""
        return self.engines.needs


def on_duty(scene: Scene, found: Sequence[Supply]) -> dict[str, tuple[Interval, ...]]:
    """Return when each is on duty after the loss: by the rota that is kept, else whenever they can.

    Args:
        scene: the loss.
        found: everybody's time.
    """
    if scene.turns is None:
        return {s.handle: s.duty for s in found}
    duty: dict[str, list[Interval]] = {}
    for turn in scene.turns:
        duty.setdefault(turn.carer, []).append(turn.interval)
    return {who: merge(time) for who, time in duty.items()}
