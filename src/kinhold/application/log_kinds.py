"""What the care log takes: the kinds of entry, what each asks for, and how long each can last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import N_, _

HOUR: Final = 60


class EntryNotUsableError(KinholdError):
    """What was told of an entry cannot be right; the text says what to write instead."""


@dataclass(frozen=True, slots=True)
class LogKind:
    """One kind of entry.

    Attributes:
        word: its name on the command line and in addresses.
        label: what the button says, in the words of the code; `name` looks it up.
        asks: the fields of its form, in order, beside when, who and a note.
        longest: minutes after which an end is asked for and not believed; None where it has none.
    """

    word: str
    label: str
    asks: tuple[str, ...] = ()
    longest: int | None = None

    def name(self) -> str:
        """Return the label in the locale that is being spoken; a word of one's own stays as it is."""
        return _(self.label) if self.word in KINDS else self.label


ANY: Final = "other"
_LIST: Final = (
    LogKind("feed", N_("Feed"), ("method", "side", "milk", "amount", "ended"), 4 * HOUR),
    LogKind("sleep", N_("Sleep"), ("nap", "ended"), 16 * HOUR),
    LogKind("waking", N_("Woke"), ("ended",), 6 * HOUR),
    LogKind("nappy", N_("Nappy"), ("nappy", "colour")),
    LogKind("medicine", N_("Medicine"), ("medicine", "dose", "every")),
    LogKind("temperature", N_("Temperature"), ("value",)),
    LogKind("tummy-time", N_("Tummy time"), ("ended",), 2 * HOUR),
    LogKind("pumping", N_("Pumping"), ("side", "amount", "ended"), 3 * HOUR),
    LogKind("bath", N_("Bath"), ("ended",), 3 * HOUR),
    LogKind("crying", N_("Crying"), ("ended",), 8 * HOUR),
    LogKind("mood", N_("Mood"), ("words",)),
    LogKind("milestone", N_("Milestone"), ("words", "seen")),
    LogKind("weight", N_("Weight"), ("value",)),
    LogKind("height", N_("Height"), ("value",)),
    LogKind("head", N_("Head size"), ("value",)),
    LogKind("note", N_("Note"), ("words",)),
    LogKind(ANY, N_("Something else"), ("activity", "amount", "ended"), 12 * HOUR),
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
