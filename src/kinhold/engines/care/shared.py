"""The rota that people were shown, read from and written as the record keeps it.

A turn is `carer@start/end`, with `/backup` behind it where one was named; times are local, with
their offset from UTC only in the hour that a clock change repeats.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from kinhold.domain.care import Turn
from kinhold.domain.dates import to_instant
from kinhold.domain.fact import PersonRef
from kinhold.domain.findings import Finding
from kinhold.domain.periods import Interval
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    from kinhold.domain.care import RotaShared

_MOMENT: Final = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?:[+-]\d{2}:\d{2})?"
_TURN: Final = re.compile(
    rf"(?P<carer>.+)@(?P<start>{_MOMENT})/(?P<end>{_MOMENT})(?:/(?P<backup>.+))?"
)


def turns_shared(
    shared: RotaShared | None, *, zone: ZoneInfo
) -> tuple[tuple[Turn, ...], tuple[Finding, ...]]:
    """Return the turns of the shared rota in order, and what could not be read of it.

    Args:
        shared: the fact, or None where nothing was shared.
        zone: the household's zone.
    """
    turns: list[Turn] = []
    findings: list[Finding] = []
    for text in shared.turns if shared else ():
        turn = read_turn(text, zone=zone)
        if turn is not None:
            turns.append(turn)
            continue
        said = _("A turn of the shared rota could not be read: “{text}”.").format(text=text[:60])
        findings.append(Finding("warning", "care.shared-turn-unread", said, text))
    return tuple(sorted(turns, key=lambda t: (t.interval, t.carer))), tuple(findings)


def turns_to_share(turns: Iterable[Turn], *, zone: ZoneInfo) -> tuple[str, ...]:
    """Return turns as `RotaShared.turns` holds them; `turns_shared` reads them back."""
    return tuple(
        f"{t.carer}@{_told(t.interval.start, zone)}/{_told(t.interval.end, zone)}"
        + (f"/{t.backup}" if t.backup else "")
        for t in turns
    )


def read_turn(text: str, *, zone: ZoneInfo) -> Turn | None:
    """Return one turn as `turns_to_share` writes it, or None where it is not one."""
    match = _TURN.fullmatch(text)
    if match is None:
        return None
    try:
        start, end = (_instant(match[part], zone) for part in ("start", "end"))
    except ValueError:
        return None
    if start >= end:
        return None
    backup = PersonRef(match["backup"]) if match["backup"] else None
    return Turn(PersonRef(match["carer"]), Interval(start, end), backup)


def _instant(text: str, zone: ZoneInfo) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(UTC) if moment.tzinfo else to_instant(moment, zone)


def _told(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    plain = local.replace(tzinfo=None, fold=0)
    told = plain.isoformat(timespec="minutes")
    return told if to_instant(plain, zone) == moment else local.isoformat(timespec="minutes")
