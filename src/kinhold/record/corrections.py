"""Which facts stand: a correction or a retraction is an entry that points at another.

- A fact whose `replaces` names an earlier fact of its space takes that fact's place.
- `Retracted` takes back what it names: a fact (then it no longer stands), or another retraction or
  a correction (then what that one had changed stands again). That is all there is to undo.
- Where several entries point at the same one, the latest that was not itself taken back counts.
- An entry that points at nothing known has no effect on anything but itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from kinhold.domain.fact import Fact, Retracted
from kinhold.record.outlines import History

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kinhold.record.outlines import Told


class Standing:
    """The facts of one space that stand, continued entry by entry.

    It only ever grows by `add` and `extend`, so that adding all entries at once or in any two parts,
    in the order they were recorded, gives the same facts.

    Attributes:
        history: every fact in the order recorded, those taken back included.
        places: fact id to its place in the history.
    """

    __slots__ = ("_by_kind", "_kind_of_root", "_pointers", "_root", "history", "places")

    def __init__(self) -> None:
        """Start with no entry."""
        self.history: Final = History()
        self.places: Final[dict[str, int]] = {}
        self._pointers: Final[dict[str, list[str]]] = {}
        self._root: Final[dict[str, str]] = {}
        self._by_kind: Final[defaultdict[str, dict[str, int]]] = defaultdict(dict)
        self._kind_of_root: Final[dict[str, str]] = {}

    def add(self, told: Told) -> None:
        """Take in the next recorded fact."""
        self.extend((told,))

    def extend(self, told: Sequence[Told]) -> None:
        """Take in the next recorded facts."""
        first = len(self.history)
        self.history.extend(told)
        done = 0
        for place, each in enumerate(told):
            if each.replaces or each.KIND == Retracted.KIND:
                self._add_plain(told[done:place], first + done)
                self._add_pointing(each, first + place)
                done = place + 1
        self._add_plain(told[done:] if done else told, first + done)

    def _add_plain(self, told: Sequence[Told], first: int) -> None:
        """Take in facts that point at nothing; a cold open spends time here."""
        places, by_kind = self.places, self._by_kind
        for place, each in enumerate(told, start=first):
            fact_id = each.fact_id
            places[fact_id] = by_kind[each.KIND][fact_id] = place

    def _add_pointing(self, told: Told, place: int) -> None:
        fact_id, target = told.fact_id, told.replaces
        self.places[fact_id] = place
        if not target or target not in self.places or target == fact_id:
            if told.KIND != Retracted.KIND:
                self._by_kind[told.KIND][fact_id] = place
            return
        self._pointers.setdefault(target, []).append(fact_id)
        root = self._root.get(target, target)
        self._root[fact_id] = root
        before = self._kind_of_root.get(root, self._told(root).KIND)
        current = self._current(root)
        after = None if current is None else self.history.outline(current).KIND
        if before != after:
            self._by_kind[before].pop(root, None)
        if current is not None and after is not None:
            self._by_kind[after][root] = current
            self._kind_of_root[root] = after

    def of_kind(self, *kinds: str) -> Iterator[Fact]:
        """Yield the standing facts of these kinds, kind by kind, oldest entry first."""
        for kind in kinds:
            if kind in self._by_kind:
                yield from map(self.history.__getitem__, self._by_kind[kind].values())

    def of_kind_between(self, kind: str, first: str, last: str) -> Iterator[Fact]:
        """Yield the standing facts of a kind whose day as written, ISO, is in `[first, last]`."""
        outline = self.history.outline
        for place in self._by_kind[kind].values() if kind in self._by_kind else ():
            if first <= outline(place).occurred[:10] <= last:
                yield self.history[place]

    def all(self) -> Iterator[Fact]:
        """Yield every standing fact, kind by kind."""
        return self.of_kind(*self._by_kind)

    def get(self, fact_id: str) -> Fact | None:
        """Return the fact that now stands for this id, or None where it was taken back."""
        if fact_id not in self.places:
            return None
        place = self._current(self._root.get(fact_id, fact_id))
        return None if place is None else self.history[place]

    def _told(self, fact_id: str) -> Told:
        return self.history.outline(self.places[fact_id])

    def _current(self, fact_id: str) -> int | None:
        """Return the place of what now stands for an id, or None where it was taken back."""
        pointer = self._latest(fact_id)
        while pointer is not None:
            fact_id = pointer
            pointer = self._latest(pointer)
        return None if self._told(fact_id).KIND == Retracted.KIND else self.places[fact_id]

    def _latest(self, fact_id: str) -> str | None:
        """Return the latest entry that points at this one and was not taken back itself."""
        return next(
            (p for p in reversed(self._pointers.get(fact_id, ())) if not self._undone(p)), None
        )

    def _undone(self, fact_id: str) -> bool:
        latest = self._latest(fact_id)
        return latest is not None and self._told(latest).KIND == Retracted.KIND


def standing(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts of one space that stand, given all of them in the order recorded."""
    state = Standing()
    for fact in facts:
        state.add(fact)
    return tuple(state.all())
