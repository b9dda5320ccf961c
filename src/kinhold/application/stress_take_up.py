"""Taking a repair up: what is asked of whom, and what is to be done, written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from kinhold.application.stress_loss import LossNotKnownError
from kinhold.application.stress_page import ALL
from kinhold.domain.dates import first_day, from_day
from kinhold.domain.findings import KinholdError
from kinhold.domain.goals import StepNoted
from kinhold.domain.periods import ClockWindow
from kinhold.domain.promises import AskMade
from kinhold.engines.promises.asks import asks_of
from kinhold.engines.stress.put_in_place import asks_of_repair, facts_of
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kinhold.application.stress_page import Stressed
    from kinhold.application.stress_repairs import Repairs
    from kinhold.domain.fact import Fact
    from kinhold.domain.household import Household
    from kinhold.engines.stress.put_in_place import Asking, Chosen
    from kinhold.record.record import Record

ASKED: Final = ("ask", "pay")
"""Kinds of measures that are an ask of a person; their facts begin with the kind."""


class AlreadyTakenUpError(KinholdError):
    """A repair of which everything is written down already."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            _("All of this is written down already: the same asks and steps are open.")
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which repair is taken up.

    Attributes:
        key: of the loss, `none` for the household as it stands, or `all` for the one plan.
        number: which of its sets, from 1.
        agreed: whether everybody who has to has said yes.
    """

    key: str
    number: int = 1
    agreed: bool = False


def facts_to_take_up(
    found: Stressed, *, record: Record, wanted: Wanted, new_id: Callable[[], str]
) -> tuple[Fact, ...]:
    """Return what taking up a repair writes.

    Every ask of a person becomes an ask in the record, with its day and hours; every other measure
    becomes a step to take. What somebody else has to agree to first (a later day for the rent) is
    written as agreed only where `agreed` says so; until then every plan goes by what holds today. An
    ask or a step that is open already is not written again.

    Args:
        found: the test.
        record: what is written.
        wanted: which repair.
        new_id: makes ids.

    Raises:
        LossNotKnownError: where there is no such set.
        AlreadyTakenUpError: where nothing of it is new.
    """
    chosen = _chosen(found.repairs, wanted.key, wanted.number)
    task = found.report.task
    household, on = task.standing.household, task.today
    open_asks = {
        (a.whom, a.day, a.window)
        for a in asks_of(record.of(AskMade), zone=household.zone)
        if a.open
    }
    asks = [_ask(a, household, new_id) for a in asks_of_repair(chosen, household=household)]
    asks = [a for a in asks if (a.about, first_day(a.day), a.at) not in open_asks]
    planned = {s.words for s in record.of(StepNoted) if s.state == "planned"}
    names: dict[str, str] = {}
    written = []
    for fact in facts_of(chosen, household=household, on=on):
        if fact.fact_id.partition(":")[0] in ASKED:
            continue  # the ask itself says it
        if isinstance(fact, StepNoted) and fact.words in planned:
            continue
        if wanted.agreed or isinstance(fact, StepNoted) or _hers(chosen, fact):
            names[fact.fact_id] = new_id()
            written.append(fact)
    renamed = [
        replace(f, fact_id=names[f.fact_id], replaces=names.get(f.replaces, f.replaces))
        for f in written
    ]
    if not asks and not renamed:
        raise AlreadyTakenUpError
    return (*asks, *renamed)


def _chosen(repairs: Repairs | None, key: str, number: int) -> Sequence[Chosen]:
    known = {} if repairs is None else dict(repairs.sets)
    if key == ALL and repairs is not None and repairs.plan is not None and number == 1:
        return repairs.plan.chosen
    if key not in known or not 1 <= number <= len(known[key]):
        names = [f"{k} ({len(sets)})" for k, sets in known.items()]
        raise LossNotKnownError(
            _("{key}, set {number}").format(key=key, number=number), known=names
        )
    return known[key][number - 1].chosen


def _hers(chosen: Sequence[Chosen], fact: Fact) -> bool:
    """Whether a fact comes of a measure that nobody else has to agree to."""
    measure = fact.fact_id.rpartition(":")[0]
    return any(c.measure.key == measure and not c.measure.agrees for c in chosen)


def _ask(asking: Asking, household: Household, new_id: Callable[[], str]) -> AskMade:
    start = asking.window.start.astimezone(household.zone)
    end = asking.window.end.astimezone(household.zone)
    return AskMade(
        fact_id=new_id(),
        occurred=from_day(start.date()),
        about=asking.who,
        state="asked",
        day=from_day(asking.day),
        at=ClockWindow(start.hour * 60 + start.minute, end.hour * 60 + end.minute or 24 * 60),
        for_child=tuple(c.handle for c in household.children),
    )
