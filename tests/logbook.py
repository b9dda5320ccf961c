"""A household in memory whose clock is moved by hand, for tests of the care log.

with logbook("Isla", at="2026-11-22T02:41") as night:
    night.log("feed", side="left", when="25 min ago")
    night.later(minutes=40)
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kinhold.api import HouseholdFile, open_household
from kinhold.application.log_entry import LoggedEntry, ToLog
from kinhold.domain.dates import to_instant

if TYPE_CHECKING:
    from collections.abc import Iterator


class Night:
    """An open household and its clock."""

    def __init__(self, at: str, zone: str, country: str) -> None:
        self.zone = ZoneInfo(zone)
        self.country = country
        self.set(at)
        self.home: HouseholdFile = open_household(None, clock=self)

    def now(self) -> datetime:
        """The moment the household's clock shows."""
        return self._at

    def set(self, at: str) -> None:
        """Move the clock to a local time."""
        told = datetime.fromisoformat(at)
        self._at = told if told.tzinfo else to_instant(told, self.zone)

    def later(self, **gone: float) -> None:
        """Let time go by."""
        self._at += timedelta(**gone)

    def log(self, what: str, **told: Any) -> LoggedEntry:
        """Log something; children are named with `child="Isla"`, or left out."""
        child = told.pop("child", ())
        told["children"] = (child,) if isinstance(child, str) else tuple(child)
        return self.home.log.add(ToLog(what=what, **told))

    def start(self, what: str, **told: Any) -> LoggedEntry:
        """Start a timer."""
        child = told.pop("child", ())
        told["children"] = (child,) if isinstance(child, str) else tuple(child)
        return self.home.log.start_timer(ToLog(what=what, **told))

    def stop(self, **told: Any) -> LoggedEntry:
        """Stop every timer that runs."""
        return self.home.log.stop_timer(self.home.log.running(), wanted=ToLog(what="other", **told))

    def codes(self, logged: LoggedEntry) -> list[str]:
        """What was odd, by code."""
        return [f.code.removeprefix("log.") for f in logged.findings]

    def shown(self, on: str = "") -> list[str]:
        """A day's lines as `01:10 Feed, left`."""
        day = datetime.fromisoformat(on).date() if on else None
        return [f"{line.clock} {line.what}" for line in self.home.log.day(on=day).lines]


@contextmanager
def logbook(
    *children: str,
    at: str = "2026-11-22T02:41",
    zone: str = "Europe/London",
    country: str = "uk",
    born: str = "2026-08-20",
) -> Iterator[Night]:
    """A household of Ruth, her helper Jo, and children; the clock stands at a local time."""
    night = Night(at, zone, country)
    with night.home as home:
        home.add(f"household zone={zone} country={country} of=Ruth")
        home.add("2026-01-01 person Ruth role=self")
        home.add("2026-01-01 person Jo role=sibling")
        for name in children or ("Isla",):
            home.add(f"2026-01-01 child {name} born={born}")
        yield night
