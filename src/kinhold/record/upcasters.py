"""Old versions of a kind become the current one when they are read; bytes are never rewritten.

To change a kind: raise its number in `CURRENT`, and register what turns the value before into the
value after. A kind that is not listed stands at version 1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

CURRENT: Final[dict[str, int]] = {}
"""Kind word to its current version, where that is not 1."""

STEPS: Final[dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""(kind word, version) to the function that turns that version's value into the next one's."""


def upcast(word: str, version: int, value: dict[str, Any]) -> dict[str, Any]:
    """Return `value`, written at `version`, as the current version of its kind.

    Raises:
        KeyError: where a step is missing, which a test over `CURRENT` rules out.
    """
    for number in range(version, CURRENT.get(word, 1)):
        value = STEPS[word, number](value)
    return value
