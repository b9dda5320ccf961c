"""The proofs of RFC 9162 written as its recursive definitions stand: slow, and an oracle for ours."""

from __future__ import annotations

from kinhold.journal.verify import root_of


def _split(size):
    return 1 << ((size - 1).bit_length() - 1)


def plain_inclusion(hashes, index):
    """PATH(m, D_n) of section 2.1.3.1, lowest hash first."""
    if len(hashes) == 1:
        return ()
    k = _split(len(hashes))
    if index < k:
        return (*plain_inclusion(hashes[:k], index), root_of(hashes[k:]))
    return (*plain_inclusion(hashes[k:], index - k), root_of(hashes[:k]))


def plain_consistency(hashes, old_size, *, whole=True):
    """SUBPROOF(m, D_n, b) of section 2.1.4.1."""
    if old_size == len(hashes):
        return () if whole else (root_of(hashes),)
    k = _split(len(hashes))
    if old_size <= k:
        return (*plain_consistency(hashes[:k], old_size, whole=whole), root_of(hashes[k:]))
    return (*plain_consistency(hashes[k:], old_size - k, whole=False), root_of(hashes[:k]))
