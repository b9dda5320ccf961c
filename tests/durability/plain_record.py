"""The record again, written as plainly as it can be: lists, and the words of the specifications.

Slow and obvious on purpose: it is what the stores and the folds are compared with.
"""

from __future__ import annotations

from hashlib import sha256

from kinhold.domain.fact import Retracted


def root(leaves: list[bytes]) -> bytes:
    """The Merkle tree hash of RFC 9162 section 2.1.1, as its three lines stand there."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    split = max(1 << k for k in range(len(leaves).bit_length()) if 1 << k < len(leaves))
    return sha256(b"\x01" + root(leaves[:split]) + root(leaves[split:])).digest()


def standing(facts: list) -> set[str]:
    """The ids of the facts that stand, from all facts of a space in the order recorded.

    An entry points at an earlier one; the latest that points and was not taken back counts.
    """

    def pointer(at: int) -> int | None:
        own = facts[at].fact_id
        later = range(len(facts) - 1, at, -1)
        return next((j for j in later if facts[j].replaces == own and not taken_back(j)), None)

    def taken_back(at: int) -> bool:
        last = pointer(at)
        return last is not None and isinstance(facts[last], Retracted)

    found = set()
    for at, fact in enumerate(facts):
        if any(earlier.fact_id == fact.replaces for earlier in facts[:at]):
            continue  # it stands for that one
        last: int | None = at
        while last is not None:
            current, last = facts[last], pointer(last)
        if not isinstance(current, Retracted):
            found.add(current.fact_id)
    return found
