"""What measures move in a household's dated payments, and the deadlines that can be tight."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from kinhold.engines.money.runway import EVERYDAY
from kinhold.engines.stress.measures import ABSENT
from kinhold.engines.stress.put_in_place import Chosen, put_in_place
from kinhold.engines.stress.repair_model import Deadline, Option

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kinhold.engines.money.due_dates import DueItem
    from kinhold.engines.money.runway import MoneyOutlook, Runway
    from kinhold.engines.stress.impact import Figures
    from kinhold.engines.stress.measures import Measure
    from kinhold.engines.stress.repair_task import Scene


def money_options(
    scene: Scene, *, base: Figures, measures: Sequence[Measure]
) -> tuple[list[Option], tuple[Deadline, ...]]:
    """Return the measures that move money, and the deadlines it has to be there for.

    What a measure moves is the difference of the dated payments with it alone and without it; two
    that change the same payment touch. Of deadlines, those at which money may be short whatever is
    chosen are returned; one by which there is always enough is left out.

    Args:
        scene: the loss.
        base: the figures before it.
        measures: the catalogue.
    """
    seen = scene.engines.outlook(scene.household)
    if seen.runway is None:
        return [], ()
    before = Counter(map(_dated_item, _items(seen)))
    options: list[Option] = []
    changes: dict[str, Counter[Item]] = {}
    for measure in sorted(measures, key=lambda m: m.key):
        fitted = _fitted(scene, base, measure)
        if fitted is None:
            continue
        one = Chosen(fitted, (), 0, Fraction(0))
        after = Counter(
            map(
                _dated_item,
                _items(scene.engines.outlook(put_in_place(scene.household, [one], on=scene.on))),
            )
        )
        changed: Counter[Item] = Counter(after)
        changed.subtract(before)
        changed = Counter({i: n for i, n in changed.items() if n})
        if changed:
            gone = frozenset((i.label, i.due.isoformat(), "") for i, n in changed.items() if n < 0)
            touched = gone | {(f, "", "") for f in fitted.fact_ids if fitted.kind == "sell"}
            options.append(Option(fitted, touches=touched))
            changes[fitted.key] = changed
    ledger = _Ledger(scene, base, seen.runway)
    return options, ledger.deadlines(before, changes, _dearest(scene, measures))


@dataclass(frozen=True, slots=True)
class Item:
    """What of a dated payment or income matters to whether it can be paid."""

    label: str
    incoming: bool
    due: date
    minor: int
    grace: int
    priority: str


def _items(seen: MoneyOutlook) -> list[DueItem]:
    return [*seen.counted, *(i for i in seen.items if i.label == EVERYDAY)]


def _dated_item(item: DueItem) -> Item:
    return Item(
        item.label, item.direction == "in", item.due, item.amount.minor, item.grace, item.priority
    )


def _fitted(scene: Scene, base: Figures, measure: Measure) -> Measure | None:
    """A measure of money as it applies to this loss, or None where it does not."""
    if measure.flexible or measure.kind in ABSENT:
        return None
    if measure.kind not in ("defer", "arrange"):
        return measure
    before = {(m.item.label, m.item.due) for m in base.missed}
    for missed in scene.figures.missed:
        item = missed.item
        new = scene.absolute or (item.label, item.due) not in before
        if item.label == measure.about and new:
            return replace(measure, day=item.due, amount=item.amount)
    return None


def _dearest(scene: Scene, measures: Sequence[Measure]) -> int:
    """The most that paid hours could come to, in minor units."""
    price = max((m.price.minor for m in measures if m.price), default=0)
    figures = scene.figures
    return -(-price * (figures.no_one_minutes + 12 * 60 * len(figures.unrelieved)) // 60)


class _Ledger:
    """What must be paid by when, and what there is for it."""

    def __init__(self, scene: Scene, base: Figures, runway: Runway) -> None:
        self.base, self.absolute = base, scene.absolute
        self.opening = runway.opening.minor
        self.end = runway.start + timedelta(days=runway.horizon - 1)
        self.missed = {(m.item.label, m.item.due) for m in base.missed}

    def must(self, item: Item) -> bool:
        """Whether it has to be paid on time: it was before, or nothing is to be missed at all."""
        if item.incoming:
            return False
        return (item.label, item.due) not in self.missed or (
            self.absolute and item.priority == "priority"
        )

    def deadlines(
        self, before: Counter[Item], changes: dict[str, Counter[Item]], care: int
    ) -> tuple[Deadline, ...]:
        """The days that can be tight; money that is there whatever is done is left out."""
        every = [before, *changes.values()]
        days = {_latest(i) for items in every for i in items if self.must(i)}
        found = []
        for day in sorted(d for d in days if d <= self.end):
            gains = {key: self._by(day, items) for key, items in changes.items()}
            found.append(Deadline(day, self.opening + self._by(day, before), gains))
        left = self.opening + _all(before, self.end) + self.base.unpaid
        gains = {key: _all(items, self.end) for key, items in changes.items()}
        found.append(Deadline(self.end, left, gains))
        return tuple(
            d for d in found if d.spare - care + sum(min(0, g) for g in d.gains.values()) < 0
        )

    def _by(self, day: date, items: Counter[Item]) -> int:
        total = 0
        for item, count in items.items():
            if item.incoming and item.due <= day:
                total += item.minor * count
            elif self.must(item) and _latest(item) <= day:
                total -= item.minor * count
        return total


def _latest(item: Item) -> date:
    return item.due + timedelta(days=item.grace)


def _all(items: Counter[Item], end: date) -> int:
    """Everything that comes in by the end less everything that falls due by then."""
    return sum(
        (item.minor if item.incoming else -item.minor) * count
        for item, count in items.items()
        if item.due <= end
    )
