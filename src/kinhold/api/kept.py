"""What was worked out once is kept by what it was worked out from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

K = TypeVar("K", bound="Hashable")
V = TypeVar("V")
MOST: Final = 32


def once(kept: dict[K, V], key: K, make: Callable[[], V], *, most: int = MOST) -> V:
    """Return what is kept under a key; make it where nothing is, and forget the oldest.

    Args:
        kept: what was made before, changed in place.
        key: a digest of everything that it depends on.
        make: works it out.
        most: how many are kept.
    """
    if key not in kept:
        while len(kept) >= most:
            del kept[next(iter(kept))]
        kept[key] = make()
    return kept[key]
