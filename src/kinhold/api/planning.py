"""Planning care: the rota, why a turn stands, changes by hand, and what people were shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from kinhold import bootstrap
from kinhold.api.kept import once
from kinhold.api.speaking import in_its_language
from kinhold.application.plan_care import HORIZON_DAYS, Asked, PlanTask, plan_task

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from kinhold.api.care_log import CareLog
    from kinhold.api.speaking import Language
    from kinhold.application.edit_rota import EditedPage
    from kinhold.application.explain_turn import WhyPage
    from kinhold.application.household_on import Standing
    from kinhold.application.plan_care import CarePlan, PlanStep
    from kinhold.application.rota import RotaPage
    from kinhold.domain.care import RotaShared
    from kinhold.domain.fact import Fact


def find_plan(task: PlanTask, *, step: Callable[[PlanStep], None] = lambda _step: None) -> CarePlan:
    """Find a plan, in any thread; a worker process stands behind it.

    Args:
        task: from `Planning.known`; give the plan back with `Planning.keep`.
        step: told of progress.
    """
    return task.find(bootstrap.planner(), step=step)


class Home(Protocol):
    """What planning needs of the household it belongs to."""

    @property
    def language(self) -> Language:
        """Return the language it is spoken to in."""
        ...

    @property
    def log(self) -> CareLog:
        """Return the care log, which sizes what the children need."""
        ...

    def standing(self, *, on: date | None = None) -> Standing:
        """Return the household on a day."""
        ...

    def today_is(self) -> date:
        """Return the local day."""
        ...

    def write(self, facts: Sequence[Fact]) -> None:
        """Write facts down, all or none."""
        ...


@in_its_language(silent=("forget",))
class Planning:
    """One household's care plans; use `HouseholdFile.planning`.

    Plans are kept by a digest of everything they rest on.
    """

    def __init__(self, home: Home) -> None:
        """Take the open household; nothing is planned until it is asked for."""
        self._home: Final = home
        self._plans: Final[dict[str, CarePlan]] = {}
        self._keys: Final[dict[tuple[object, ...], str]] = {}

    def forget(self) -> None:
        """Drop what was made from entries that were erased meanwhile."""
        self._plans.clear()
        self._keys.clear()

    def care(
        self, *, on: date | None = None, days: int = HORIZON_DAYS, asked: Asked | None = None
    ) -> CarePlan:
        """Return needs, rota and what stays open from a day on; solved in a worker process."""
        asked = asked or Asked()
        found = self.known(on=on, days=days, asked=asked)
        if not isinstance(found, PlanTask):
            return found
        return self.keep(found, find_plan(found, step=asked.step))

    def known(
        self, *, on: date | None = None, days: int = HORIZON_DAYS, asked: Asked | None = None
    ) -> CarePlan | PlanTask:
        """Return the plan where it is known, or else the task of finding it.

        The task may run in another thread; give what it found back with `keep`.
        """
        day, asked = on or self._home.today_is(), asked or Asked()
        record, touched = self._home.log.lately(on=day)
        told: dict[str, Any] = {
            "record": record,
            "standing": self._home.standing(on=day),
            "on": day,
            "days": days,
            "asked": asked,
        }
        short = (day, days, asked.slot, asked.since, asked.fresh, self._home.log.stated(), touched)
        key = once(self._keys, short, lambda: plan_task(**told).key)
        return self._plans.get(key) or plan_task(**told)

    def keep(self, task: PlanTask, plan: CarePlan) -> CarePlan:
        """Keep a plan that was found, for as long as what it rests on is the same."""
        return once(self._plans, task.key, lambda: plan)

    def rota(
        self, *, on: date | None = None, days: int = HORIZON_DAYS, asked: Asked | None = None
    ) -> RotaPage:
        """Return who has the children when, and what stays open."""
        from kinhold.application.rota import rota_page

        day = on or self._home.today_is()
        plan = self.care(on=day, days=days, asked=asked)
        return rota_page(standing=self._home.standing(on=day), plan=plan, on=day)

    def why(
        self,
        at: datetime,
        *,
        on: date | None = None,
        days: int = HORIZON_DAYS,
        asked: Asked | None = None,
    ) -> WhyPage | None:
        """Return why the person on duty at a moment is, or None where the rota has no one then."""
        from kinhold.application.explain_turn import explain_turn

        day = on or self._home.today_is()
        plan = self.care(on=day, days=days, asked=asked)
        return explain_turn(standing=self._home.standing(on=day), plan=plan, at=at)

    def change(
        self,
        changes: Sequence[str],
        *,
        on: date | None = None,
        days: int = HORIZON_DAYS,
        asked: Asked | None = None,
    ) -> EditedPage:
        """Return the rota as it would be after changes by hand, re-checked; writes nothing.

        Args:
            changes: `PERSON@START/END` in local clock time, one after the other; `-` for no one.
            on: the first day.
            days: how many.
            asked: what the rota that is changed was asked for.

        Raises:
            ChangeNotReadError: for one that cannot be read, with how to write it.
        """
        from kinhold.application.edit_rota import edit_rota, read_change

        day = on or self._home.today_is()
        standing = self._home.standing(on=day)
        edits = [read_change(text, household=standing.household) for text in changes]
        plan = self.care(on=day, days=days, asked=asked)
        return edit_rota(standing=standing, plan=plan, on=day, edits=edits)[1]

    def share(
        self,
        *,
        changes: Sequence[str] = (),
        on: date | None = None,
        days: int = HORIZON_DAYS,
        asked: Asked | None = None,
    ) -> RotaShared:
        """Write down that this rota was shown to people; plans keep to it from now on.

        Who is given hours that they had not offered is taken to have said yes to them.

        Args:
            changes: made by hand before it is shared, as `change` reads them.
            on: the first day.
            days: how many.
            asked: what the rota was asked for.

        Raises:
            ChangeNotReadError: for a change that cannot be read.
            NothingToShareError: where there is no rota, or a turn is in it that cannot be.
        """
        from kinhold.application.share_rota import share_rota

        day = on or self._home.today_is()
        edited = self.change(changes, on=day, days=days, asked=asked)
        yes, shared = share_rota(
            standing=self._home.standing(on=day),
            edited=edited,
            on=day,
            today=self._home.today_is(),
            new_id=bootstrap.dice().new_entry_id,
        )
        self._home.write([*yes, shared])
        return shared
