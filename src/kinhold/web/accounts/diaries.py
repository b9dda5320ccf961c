"""Which diary is open in which session: in this process's memory alone, and not for long.

A session in the database knows nothing of it. What was opened is forgotten when somebody leaves,
signs out or locks, when the device closes, and after ten minutes without use.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from threading import Lock, Timer
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from kinhold.api.diary import OpenedDiary

UNUSED: Final = 10 * 60
"""Seconds without use after which a diary closes."""
TRIES: Final = 10
"""Words that open nothing, in ten minutes and one session, before it takes a rest."""
HELD: Final = 12 * 60 * 60
"""Seconds that what was being written is held: as long as a session lasts."""
PATH: Final = "/diary/"
MOST_HELD: Final = 500_000


@dataclass(slots=True)
class _Kept:
    """What one session has open, or had.

    Attributes:
        diary: it; None once it closed by itself.
        mark: tells it from another.
        until: seconds of the steady clock until which it stays open.
        timer: closes it.
        draft: what was being written when the device closed: fields by name.
    """

    diary: OpenedDiary | None
    mark: str
    until: float
    timer: Timer
    draft: dict[str, str] = field(default_factory=dict)


_lock: Final = Lock()
_kept: Final[dict[str, _Kept]] = {}
_wrong: Final[dict[str, list[float]]] = {}


def keep(session: str, diary: OpenedDiary) -> dict[str, str]:
    """Keep a diary open for a session; return what was being written in it when the device closed."""
    with _lock:
        before = _kept.pop(session, None)
        _kept[session] = _Kept(diary, diary.mark, time.monotonic() + UNUSED, _timer(session))
    if before is None:
        return {}
    _shut(before)
    return before.draft if before.mark == diary.mark else {}


def opened(session: str) -> OpenedDiary | None:
    """Return the diary that a session has open, for ten minutes more; None where there is none."""
    with _lock:
        kept = _kept.get(session)
        if kept is None or kept.diary is None:
            return None
        kept.timer.cancel()
        if time.monotonic() >= kept.until:
            _shut(kept)
            return None
        kept.until, kept.timer = time.monotonic() + UNUSED, _timer(session)
        return kept.diary


def hold(session: str, draft: dict[str, str]) -> None:
    """Keep what was being written while the device closed, for whoever opens the same diary again."""
    with _lock:
        kept = _kept.get(session)
        if kept is not None and sum(map(len, draft.values())) <= MOST_HELD:
            kept.draft = draft
            kept.timer.cancel()
            kept.timer = _started(Timer(HELD, close, (session,)))


def close(session: str) -> None:
    """Forget what a session had open; where it had nothing, nothing happens. Tries stay counted."""
    with _lock:
        kept = _kept.pop(session, None)
    if kept is not None:
        _shut(kept)


def close_for_now(session: str) -> None:
    """Close what a session has open, and remember only what was being written in it."""
    with _lock:
        kept = _kept.get(session)
        if kept is not None:
            _shut(kept)


def close_all() -> None:
    """Forget what every session had open."""
    with _lock:
        sessions = list(_kept)
    for session in sessions:
        close(session)


def may_try(session: str) -> bool:
    """Return whether a session may give words now."""
    with _lock:
        return len(_lately(session)) < TRIES


def note_wrong(session: str) -> None:
    """Count words that opened nothing."""
    with _lock:
        for other in [s for s in _wrong if not _lately(s)]:
            del _wrong[other]
        _wrong[session] = [*_lately(session), time.monotonic()]


def _lately(session: str) -> list[float]:
    since = time.monotonic() - UNUSED
    return [at for at in _wrong.get(session, ()) if at > since]


def _timer(session: str) -> Timer:
    return _started(Timer(UNUSED, close_for_now, (session,)))


def _started(made: Timer) -> Timer:
    made.daemon = True
    made.start()
    return made


def _shut(kept: _Kept) -> None:
    kept.timer.cancel()
    if kept.diary is not None:
        kept.diary.close()
        kept.diary = None
