"""Dice that fall the same way each time, for tests that compare bytes."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from kinhold.journal.entry import Draft, throw_draft

WEEK_14 = datetime(2026, 11, 22, 1, 10, tzinfo=UTC)


class CountedDice:
    """Draws SHA-256 of a seed and a counter: looks random, and never changes."""

    def __init__(self, seed: str = "kinhold") -> None:
        self._seed = seed
        self._drawn = 0

    def _draw(self, size: int) -> bytes:
        self._drawn += 1
        return sha256(f"{self._seed}/{self._drawn}".encode()).digest()[:size]

    def new_entry_id(self) -> str:
        return str(uuid.UUID(bytes=self._draw(16), version=4))

    def new_log_id(self) -> str:
        return self._draw(16).hex()

    def salt(self) -> bytes:
        return self._draw(16)

    def decoy(self) -> bytes:
        return self._draw(32)

    def order(self, count: int) -> tuple[int, ...]:
        return tuple(sorted(range(count), key=lambda _: self._draw(8)))

    def nonce(self) -> bytes:
        return self._draw(12)

    def key(self) -> bytes:
        return self._draw(32)


def feed(dice: CountedDice, minutes: int = 15, **more: object) -> Draft:
    """A logged feed, as a draft; further groups of fields as keywords."""
    content = {"kind": "feed", "about": "Noah", "minutes": minutes}
    parts = [("content", content), *more.items()]
    return throw_draft(entry_id=dice.new_entry_id(), parts=parts, dice=dice)


def later(minutes: int) -> datetime:
    """So many minutes into the night."""
    return WEEK_14 + timedelta(minutes=minutes)
