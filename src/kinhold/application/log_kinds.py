"""What the care log takes: the kinds of entry, what each asks for, and how long each can last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kinhold.domain.findings import KinholdError

HOUR: Final = 60


class EntryNotUsableError(KinholdError):
    """What was told of an entry cannot be right; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class LogKind:
    """One kind of entry.

    Attributes:
        word: its name on the command line and in addresses.
        label: what the button says; `us` where Americans say something else.
        asks: the fields of its form, in order, beside when, who and a note.
        longest: minutes after which an end is asked for and not believed; None where it has none.
        us: the label in the US, or empty.
    """

    word: str
    label: str
    asks: tuple[str, ...] = ()
    longest: int | None = None
    us: str = ""

    def name(self, country: str) -> str:
        """Return the label for a country."""
        return self.us if country == "us" and self.us else self.label


ANY: Final = "other"
_LIST: Final = (
    LogKind("feed", "Feed", ("method", "side", "milk", "amount", "ended"), 4 * HOUR),
    LogKind("sleep", "Sleep", ("nap", "ended"), 16 * HOUR),
    LogKind("waking", "Woke", ("ended",), 6 * HOUR),
    LogKind("nappy", "Nappy", ("nappy", "colour"), us="Diaper"),
    LogKind("medicine", "Medicine", ("medicine", "dose", "every")),
    LogKind("temperature", "Temperature", ("value",)),
    LogKind("tummy-time", "Tummy time", ("ended",), 2 * HOUR),
    LogKind("pumping", "Pumping", ("side", "amount", "ended"), 3 * HOUR),
    LogKind("bath", "Bath", ("ended",), 3 * HOUR),
    LogKind("crying", "Crying", ("ended",), 8 * HOUR),
    LogKind("mood", "Mood", ("words",)),
    LogKind("milestone", "Milestone", ("words", "seen")),
    LogKind("weight", "Weight", ("value",)),
    LogKind("height", "Height", ("value",)),
    LogKind("head", "Head size", ("value",)),
    LogKind("note", "Note", ("words",)),
    LogKind(ANY, "Something else", ("activity", "amount", "ended"), 12 * HOUR),
)
KINDS: Final = {kind.word: kind for kind in _LIST}
MEASURES: Final = ("temperature", "weight", "height", "head")
OWN_BODY: Final = ("pumping",)
"""Kinds that are about the carer and not about a child."""


def kind_of(word: str) -> LogKind:
    """Return a kind by its word; any other word is an activity of one's own."""
    return KINDS.get(word) or LogKind(word, say_word(word), ("amount", "ended"), 12 * HOUR)


def say_word(word: str) -> str:
    """Return an activity's word as people read it: `tummy-time` is “Tummy time”."""
    said = word.replace("-", " ").replace("_", " ").strip()
    return said[:1].upper() + said[1:]
