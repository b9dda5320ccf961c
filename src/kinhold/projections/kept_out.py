"""Whom she keeps out, and whom a signal that she confirmed names: from her private space alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.domain.people import PersonMarkedUnsafe
from kinhold.domain.wellbeing import NAMES_WHO_FOLLOWS, SignalNoted

if TYPE_CHECKING:
    from datetime import datetime

    from kinhold.domain.fact import Fact
    from kinhold.record.record import Record


def kept_out(record: Record) -> frozenset[str]:
    """Return the handles of everybody she keeps out: the mark written last counts."""
    latest = {mark.about: mark.state for mark in record.of(PersonMarkedUnsafe)}
    return frozenset(who for who, state in latest.items() if state == "kept-out")


def held_back(record: Record) -> frozenset[str]:
    """Return the handles of everybody whom a standing signal names as following or watching.

    What she says afterwards counts: that somebody may be offered again lifts every signal that was
    written down before.
    """
    lifted = {
        mark.about: _order(mark, record)
        for mark in record.of(PersonMarkedUnsafe)
        if mark.state == "offered-again"
    }
    return frozenset(
        signal.by
        for signal in record.of(SignalNoted)
        if signal.by
        and signal.sign in NAMES_WHO_FOLLOWS
        and (signal.by not in lifted or lifted[signal.by] < _order(signal, record))
    )


def _order(fact: Fact, record: Record) -> tuple[datetime, int]:
    """When a fact was written down; a standing one always was."""
    written = record.written(fact.fact_id)
    assert written is not None  # noqa: S101 - `of` gives what the record holds
    return written.recorded_at, written.sequence
