"""Make many proofs from one tree, and write proofs as text (RFC 9162 section 2.1, C2SP tlog-proof).

The levels of the tree are kept, so that each proof costs as many steps as it has hashes.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from kinhold.journal.verify import EMPTY_ROOT, PROOF_FIRST_LINE, Malformed, encode_base64

if TYPE_CHECKING:
    from collections.abc import Iterable


class MerkleTree:
    """The hashes of a tree, level by level.

    A last node without a neighbour moves up as it is, which gives the tree of RFC 9162 section
    2.1.1: left parts are the largest powers of two below the size.
    """

    def __init__(self, leaf_hashes: Iterable[bytes]) -> None:
        """Take the hashes of all leaves, in order, and compute every level once: O(n)."""
        level = list(leaf_hashes)
        self._levels = [level]
        while len(level) > 1:
            above = [
                sha256(b"\x01" + left + right).digest()
                for left, right in zip(level[::2], level[1::2], strict=False)
            ]
            if len(level) % 2:
                above.append(level[-1])
            self._levels.append(above)
            level = above

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return len(self._levels[0])

    @property
    def root(self) -> bytes:
        """The 32 bytes of the root; `EMPTY_ROOT` for no leaves."""
        return self._levels[-1][0] if self.size else EMPTY_ROOT

    def inclusion(self, index: int) -> tuple[bytes, ...]:
        """Make the proof that a leaf stands at an index (RFC 9162 section 2.1.3.1): O(log n).

        Args:
            index: the leaf's place, from 0.

        Returns:
            The hashes of the path, lowest first, for `verify.inclusion_holds`.

        Raises:
            Malformed: if the tree has no such leaf.
        """
        if not 0 <= index < self.size:
            raise Malformed(f"a log of {self.size} entries has no entry {index}")
        return self._path(0, index)

    def consistency(self, old_size: int) -> tuple[bytes, ...]:
        """Make the proof that the tree continues an earlier one (RFC 9162 section 2.1.4.1): O(log n).

        Args:
            old_size: how many leaves the earlier tree had; at least 1.

        Returns:
            The hashes for `verify.consistency_holds`; none if the two are of one size.

        Raises:
            Malformed: if the earlier tree was empty or larger.
        """
        if not 1 <= old_size <= self.size:
            raise Malformed(f"a log of {self.size} entries did not grow from {old_size}")
        if old_size == self.size:
            return ()
        level, index = 0, old_size - 1
        while index % 2:  # up to the root of the earlier tree's last complete part
            level, index = level + 1, index // 2
        first = () if index == 0 else (self._levels[level][index],)
        return first + self._path(level, index)

    def _path(self, level: int, index: int) -> tuple[bytes, ...]:
        """Collect the neighbours on the way up from a node."""
        path = []
        for nodes in self._levels[level:-1]:
            neighbour = index ^ 1
            if neighbour < len(nodes):
                path.append(nodes[neighbour])
            index //= 2
        return tuple(path)


def write_proof(*, index: int, path: Iterable[bytes], checkpoint: str) -> bytes:
    """Write a proof of inclusion as C2SP tlog-proof@v1 says, without extra data.

    Args:
        index: the entry's place, from 0.
        path: the hashes, lowest first.
        checkpoint: the signed note that the proof leads to.
    """
    return f"{PROOF_FIRST_LINE}\nindex {index}\n{_lines(path)}\n{checkpoint}".encode()


def write_hash_lines(hashes: Iterable[bytes]) -> bytes:
    """Write the hashes of a consistency proof, one a line in base64."""
    return _lines(hashes).encode("ascii")


def _lines(hashes: Iterable[bytes]) -> str:
    return "".join(f"{encode_base64(each)}\n" for each in hashes)
