"""Look for words in bytes, also where they are written as base64url, as disclosures are."""

from __future__ import annotations

from base64 import urlsafe_b64encode


def spellings(words: str) -> tuple[bytes, ...]:
    """The words as they are, and the middle of their base64url at each of three alignments."""
    raw = words.encode()
    found = [raw]
    for before in range(3):
        encoded = urlsafe_b64encode(b"\0" * before + raw)
        start = (before * 8 + 5) // 6
        end = len(encoded) - 4
        found.append(encoded[start:end])
    return tuple(found)


def holds(raw: bytes, words: str) -> bool:
    """Whether the words stand in the bytes in any of their spellings."""
    return any(spelling in raw for spelling in spellings(words))
