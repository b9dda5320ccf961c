"""The values of a transaction in OFX, fast where transactions of a file have the same tags in order.

They nearly always have: a pattern is made of the first of a sort and tried on those that follow. What it
does not fit is read tag by tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kinhold.adapters.imports.statements.ofx_tree import OPENS, child_of, tree_of, value_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kinhold.adapters.imports.statements.ofx_tree import Node

_MOST_SHAPES: Final = 16
_MOST_TAGS: Final = 60
_TAG = re.compile(r"<([^<>]*)>")
_SIMPLE = re.compile(r"/?[A-Z][A-Z0-9.]*")


OfxLine = tuple[str, ...]
"""Values of one transaction as text, in the order of `TAKEN`, with entities and blanks as they were."""

TAKEN: Final = ("DTPOSTED", "DTUSER", "DTAVAIL", "TRNAMT", "FITID", "TRNTYPE", "NAME", "MEMO", "CHECKNUM", "CATEGORY", "CURRENCY")  # fmt: skip
_NESTED: Final = frozenset({"EXTDNAME", "PAYEE", "REFNUM", "CURSYM"})
"""Tags that stand for one of the others where that is missing: such a line is read tag by tag."""


class _Shape(NamedTuple):
    fits: Callable[[str], re.Match[str] | None]
    places: tuple[int, ...]


class LineShapes:
    """Reads transactions and remembers how those of this file look."""

    def __init__(self) -> None:
        """Begin without any."""
        self._shapes: list[_Shape] = []

    def values(self, lines: Iterable[str | Node]) -> Iterator[OfxLine]:
        """Yield the values of transactions, each given as a node or as the text between its tags."""
        fits: Callable[[str], re.Match[str] | None] = _nothing
        places: tuple[int, ...] = ()
        for line in lines:
            match = fits(line) if isinstance(line, str) else None
            if match is not None:
                yield match.group(*places)
            elif isinstance(line, str):
                shape = self._shape(line)
                if shape is not None:
                    fits, places = shape
                match = fits(line)
                yield match.group(*places) if match is not None else _tag_by_tag(line)
            else:
                yield _of_node(line)

    def _shape(self, line: str) -> _Shape | None:
        """The shape of a line: one that is known, or a new one while there are not too many."""
        for place, shape in enumerate(self._shapes):
            if shape.fits(line) is not None:
                self._shapes.insert(0, self._shapes.pop(place))
                return shape
        learned = _learned(line) if len(self._shapes) < _MOST_SHAPES else None
        if learned is not None:
            self._shapes.append(learned)
        return learned


def _nothing(_: str) -> None:
    return None


def _tag_by_tag(line: str) -> OfxLine:
    alone = tree_of(f"<STMTRS><STMTTRN>{line}", lines_apart=False).statements
    return _of_node(alone[0][1]["#lines"][0])


def _learned(line: str) -> _Shape | None:
    """A pattern of the tags of a line, where it has none within others and none twice."""
    tags: list[str] = _TAG.findall(line)
    opened = [tag for tag in tags if tag[:1] != "/"]
    odd = (
        len(tags) > 2 * _MOST_TAGS
        or not all(map(_SIMPLE.fullmatch, tags))
        or not OPENS.isdisjoint(opened)
    )
    if odd or len(set(tags)) < len(tags) or not _NESTED.isdisjoint(opened):
        return None
    pattern = r"\s*" + "".join(
        f"<{re.escape(tag)}>" + (r"\s*" if tag[:1] == "/" else "([^<]*)") for tag in tags
    )
    missing = len(opened) + 1  # the last group, which is always empty
    places = (opened.index(tag) + 1 if tag in opened else missing for tag in TAKEN)
    return _Shape(re.compile(f"{pattern}()").fullmatch, tuple(places))


def _of_node(node: Node) -> OfxLine:
    held = node.get("CURRENCY")
    nested = child_of(node, "CURRENCY")
    values = {tag: node[tag] for tag in TAKEN if isinstance(node.get(tag), str)}
    payee = child_of(node, "PAYEE", "EXTDPAYEE")
    if not values.get("NAME", "").strip():
        values["NAME"] = _raw(node, "EXTDNAME", "PAYEE") or _raw(payee, "NAME")
    if not values.get("CHECKNUM", "").strip():
        values["CHECKNUM"] = _raw(node, "REFNUM")
    values["CURRENCY"] = held if isinstance(held, str) else value_of(nested, "CURSYM")
    return tuple(values.get(tag, "") for tag in TAKEN)


def _raw(node: Node, *tags: str) -> str:
    return next((node[t] for t in tags if isinstance(node.get(t), str) and node[t].strip()), "")
