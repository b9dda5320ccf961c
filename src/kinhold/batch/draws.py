"""Draws that follow from a seed: each is the hash of what it is for, so their order does not matter.

A draw is SHA-256 of seed, household and label, so that a distribution that is added later leaves
every other draw as it was, and the same seed gives the same households on any machine.
"""

from __future__ import annotations

import uuid
from hashlib import sha256
from math import exp
from statistics import NormalDist
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

T = TypeVar("T")

_BITS: Final = 53
_STANDARD: Final = NormalDist()
_TEN_THOUSAND: Final = 10_000


class Draws:
    """The draws of one household."""

    def __init__(self, *, seed: int, number: int) -> None:
        """Take the seed of the run and the number of the household."""
        self._start = f"kinhold/synthetic/1/{seed}/{number}/"

    def uniform(self, label: str) -> float:
        """Return a number above 0 and below 1; the same for the same label."""
        drawn = int.from_bytes(self._bytes(label)[:8], "big") >> (64 - _BITS)
        return (drawn + 0.5) / (1 << _BITS)

    def chance(self, label: str, share: float) -> bool:
        """Return True in a share, 0 to 1, of draws."""
        return self.uniform(label) < share

    def pick(self, label: str, weights: Mapping[T, float]) -> T:
        """Return a key, each in proportion to its weight."""
        point = self.uniform(label) * sum(weights.values())
        for key, weight in weights.items():
            point -= weight
            if point < 0:
                return key
        return list(weights)[-1]

    def between(self, label: str, low: int, high: int) -> int:
        """Return a whole number from low to high, both in, all as likely."""
        return low + int(self.uniform(label) * (high - low + 1))

    def around(self, label: str, *, median: int, spread: float) -> int:
        """Return a whole number, log-normal about a median.

        Args:
            label: what it is for.
            median: in minor units or any other whole unit.
            spread: standard deviation of the logarithm.
        """
        factor = round(_TEN_THOUSAND * exp(spread * _STANDARD.inv_cdf(self.uniform(label))))
        return median * factor // _TEN_THOUSAND

    def beta(self, label: str, kept: int, missed: int) -> float:
        """Return a draw of Beta(kept, missed), whole parameters of at least 1.

        It is the `kept`-th smallest of `kept + missed - 1` uniform draws (order statistics of the
        uniform distribution, Arnold, Balakrishnan and Nagaraja 1992, section 2.2).
        """
        drawn = sorted(self.uniform(f"{label}/{n}") for n in range(kept + missed - 1))
        return drawn[kept - 1]

    def order(self, label: str, items: Sequence[T]) -> list[T]:
        """Return the items in a drawn order."""
        places = sorted(range(len(items)), key=lambda n: self._bytes(f"{label}/{n}"))
        return [items[n] for n in places]

    def entry_id(self, label: str) -> str:
        """Return a UUID of version 4 that follows from the label."""
        return str(uuid.UUID(bytes=self._bytes(f"id/{label}")[:16], version=4))

    def _bytes(self, label: str) -> bytes:
        return sha256((self._start + label).encode()).digest()
