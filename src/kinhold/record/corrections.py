"""Which facts stand: a correction or a retraction is an entry that points at another.

- A fact whose `replaces` names an earlier fact of its space takes that fact's place.
- `Retracted` takes back what it names: a fact (then it no longer stands), or another retraction or
  a correction (then what that one had changed stands again). That is all there is to undo.
- Where several entries point at the same one, the latest that was not itself taken back counts.
- An entry that points at nothing known has no effect on anything but itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kinhold.domain.fact import Fact, Retracted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Standing:
    """The facts of one space that stand, continued entry by entry.

    It only ever grows by `add`, so that adding all entries at once or in any two parts, in the
    order they were recorded, gives the same facts.
    """

    __slots__ = ("_by_kind", "_facts", "_kind_of_root", "_pointers", "_root")

    def __init__(self) -> None:
        """Start with no entry."""
        self._facts: Final[dict[str, Fact]] = {}
        self._pointers: Final[dict[str, list[str]]] = {}
        self._root: Final[dict[str, str]] = {}
        self._by_kind: Final[dict[str, dict[str, Fact]]] = {}
        self._kind_of_root: Final[dict[str, str]] = {}

    def add(self, fact: Fact) -> None:
        """Take in the next recorded fact."""
        self._facts[fact.fact_id] = fact
        if not fact.replaces or fact.replaces not in self._facts or fact.replaces == fact.fact_id:
            if not isinstance(fact, Retracted):
                self._by_kind.setdefault(fact.KIND, {})[fact.fact_id] = fact
            return
        self._pointers.setdefault(fact.replaces, []).append(fact.fact_id)
        root = self._root.get(fact.replaces, fact.replaces)
        self._root[fact.fact_id] = root
        before = self._kind_of_root.get(root, self._facts[root].KIND)
        after = self._current(root)
        if after is None or before != after.KIND:
            self._by_kind.get(before, {}).pop(root, None)
        if after is not None:
            self._by_kind.setdefault(after.KIND, {})[root] = after
            self._kind_of_root[root] = after.KIND

    def of_kind(self, *kinds: str) -> Iterator[Fact]:
        """Yield the standing facts of these kinds, kind by kind, oldest entry first."""
        for kind in kinds:
            yield from self._by_kind.get(kind, {}).values()

    def all(self) -> Iterator[Fact]:
        """Yield every standing fact, kind by kind."""
        return self.of_kind(*self._by_kind)

    def get(self, fact_id: str) -> Fact | None:
        """Return the fact that now stands for this id, or None where it was taken back."""
        if fact_id not in self._facts:
            return None
        return self._current(self._root.get(fact_id, fact_id))

    def _current(self, fact_id: str) -> Fact | None:
        fact = self._facts[fact_id]
        pointer = self._latest(fact_id)
        while pointer is not None:
            fact = self._facts[pointer]
            pointer = self._latest(pointer)
        return None if isinstance(fact, Retracted) else fact

    def _latest(self, fact_id: str) -> str | None:
        """Return the latest entry that points at this one and was not taken back itself."""
        return next(
            (p for p in reversed(self._pointers.get(fact_id, ())) if not self._undone(p)), None
        )

    def _undone(self, fact_id: str) -> bool:
        latest = self._latest(fact_id)
        return latest is not None and isinstance(self._facts[latest], Retracted)


def standing(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts of one space that stand, given all of them in the order recorded."""
    state = Standing()
    for fact in facts:
        state.add(fact)
    return tuple(state.all())
