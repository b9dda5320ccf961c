"""What the use cases need from the outside world; adapters stand behind these."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


class Clock(Protocol):
    """The time of day, asked once at the outer edge."""

    def now(self) -> datetime:
        """Return the current moment, aware, in UTC."""
        ...
