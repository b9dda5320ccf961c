"""Shares out minutes that have to be stood in for among people with little time, exactly.

A transport problem, solved by successive best paths (Ford and Fulkerson 1962; Edmonds and Karp 1972,
doi 10.1145/321694.321699). Pieces that gain the same with everybody are taken together, so that
there are a handful of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    Node: TypeAlias = tuple[Literal["piece", "person"], int]

_LESS: Final = 1e-12


def allocate(
    wanted: Sequence[int], rooms: Mapping[int, int], gains: Sequence[Mapping[int, float]]
) -> dict[tuple[int, int], int]:
    """Return who stands in for how many minutes of which piece: {(piece, person): minutes}.

    The sum of minutes times gains is the greatest there is.

    Args:
        wanted: minutes of each piece.
        rooms: minutes that each person has.
        gains: per piece, what a minute gains with a person; absent where they cannot.
    """
    classes: dict[tuple[tuple[int, float], ...], list[int]] = {}
    for piece, gain in enumerate(gains):
        able = tuple(sorted((p, g) for p, g in gain.items() if g > _LESS and rooms.get(p, 0) > 0))
        if able:
            classes.setdefault(able, []).append(piece)
    members = list(classes.values())
    flow = _Flow(
        gains=[dict(able) for able in classes],
        left=[sum(wanted[p] for p in pieces) for pieces in members],
        rooms={p: r for p, r in rooms.items() if r > 0},
    )
    while flow.push():
        pass
    found: dict[tuple[int, int], int] = {}
    for number, pieces in enumerate(members):
        given = [[p, m] for (c, p), m in sorted(flow.sent.items()) if c == number and m]
        for piece in pieces:
            need = wanted[piece]
            while need and given:
                person, minutes = given[0]
                part = min(need, minutes)
                found[piece, person] = part
                need -= part
                given[0][1] -= part
                if not given[0][1]:
                    del given[0]
    return found


@dataclass(slots=True)
class _Flow:
    gains: list[dict[int, float]]
    left: list[int]
    rooms: dict[int, int]
    sent: dict[tuple[int, int], int] = field(default_factory=dict)

    def push(self) -> bool:
        """Send minutes along the path that gains most; return whether any gained."""
        best: dict[Node, float] = {("piece", c): 0.0 for c, left in enumerate(self.left) if left}
        came: dict[Node, Node] = {}
        for _ in range(2 * (len(self.gains) + len(self.rooms))):
            if not self._relax(best, came):
                break
        ends = [
            (gain, node)
            for node, gain in best.items()
            if node[0] == "person" and self.rooms[node[1]] > 0
        ]
        if not ends or max(ends)[0] <= _LESS:
            return False
        self._send(max(ends)[1], came)
        return True

    def _relax(self, best: dict[Node, float], came: dict[Node, Node]) -> bool:
        changed = False
        for c, gains in enumerate(self.gains):
            for p, gain in gains.items():
                piece: Node = ("piece", c)
                person: Node = ("person", p)
                steps = [(piece, person, gain)]
                if self.sent.get((c, p)):
                    steps.append((person, piece, -gain))
                for start, end, more in steps:
                    if start in best and best[start] + more > best.get(end, -1e18) + _LESS:
                        best[end] = best[start] + more
                        came[end] = start
                        changed = True
        return changed

    def _send(self, end: Node, came: dict[Node, Node]) -> None:
        path = [end]
        while path[-1] in came:
            path.append(came[path[-1]])
        path.reverse()
        steps = list(pairwise(path))
        most = min(self.left[path[0][1]], self.rooms[end[1]])
        for start, stop in steps:
            if start[0] == "person":
                most = min(most, self.sent[stop[1], start[1]])
        for start, stop in steps:
            forward = start[0] == "piece"
            key = (start[1], stop[1]) if forward else (stop[1], start[1])
            self.sent[key] = self.sent.get(key, 0) + (most if forward else -most)
        self.left[path[0][1]] -= most
        self.rooms[end[1]] -= most
