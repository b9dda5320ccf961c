"""A story as it was told: the text itself, never changed, and quotes cut from it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from kinhold.domain.findings import KinholdError
from kinhold.domain.stories import Quote
from kinhold.voice.speaking import _

_SAME_LENGTH = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u200b": " ",
        "\ufeff": " ",
        "\r": " ",
        "\t": " ",
        "–": "-",
        "‐": "-",
        "‑": "-",
    }
)
_MUM = re.compile(r"\b([Mm])(?:u|a)m(s?)\b")
_MUMMY = re.compile(r"\b([Mm])ummy\b")
_SMALL_I = re.compile(r"(?<![\w.'-])i(?=['\s,.!?)]|$)(?!\.e)")
_GLUED_MARK = re.compile(r"(?<=[A-Za-z])\((?=\d{1,2} ?[mMfF]\))")
_KIN_SLASH = re.compile(
    r"/(?= ?(?:mom|dad|mother|father|sister|brother|son|daughter|kids|husband|wife|MIL|FIL|SIL|BIL)\b)"
)
_SHOUT = re.compile(r"\b[A-Z]{4,}\b")


class QuoteOutsideStory(KinholdError):
    """A quote was asked for at a place that the story does not have."""


@dataclass(frozen=True, slots=True)
class Document:
    """A story, immutable.

    Attributes:
        text: the story as decoded, newlines as stored.
        sha256: hexadecimal digest of its UTF-8 bytes.
    """

    text: str
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        """Take the digest once; lone surrogates are hashed as they stand."""
        raw = self.text.encode("utf-8", "surrogatepass")
        object.__setattr__(self, "sha256", hashlib.sha256(raw).hexdigest())

    def quote(self, start: int, end: int) -> Quote:
        """Words of the story from `start` to `end` (code points, half-open).

        Raises:
            QuoteOutsideStory: if the span is empty or not inside the text.
        """
        if not 0 <= start < end <= len(self.text):
            raise QuoteOutsideStory(
                _("The story has no words at {start}–{end}.").format(start=start, end=end)
            )
        return Quote(start, end, self.text[start:end])

    def trimmed(self, start: int, end: int) -> Quote | None:
        """The quote without blanks at its ends; None if nothing is left."""
        start, end = max(0, start), min(len(self.text), end)
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        return self.quote(start, end) if start < end else None


def levelled(text: str) -> str:
    """The text as grammar wants it, with every offset kept.

    Curly quotes become straight, odd blanks plain, a lone small i the pronoun, mum the same word
    as mom: one character for one, so a span found here is the same span in the story.
    """
    text = text.translate(_SAME_LENGTH)
    text = _MUM.sub(lambda m: f"{m[1]}om{m[2]}", text)
    text = _MUMMY.sub(lambda m: f"{m[1]}ommy", text)
    text = _SMALL_I.sub("I", text)
    text = _GLUED_MARK.sub(" ", text)
    text = _KIN_SLASH.sub(",", text)
    return _SHOUT.sub(lambda m: _calm(m.group()), text)


def _calm(word: str) -> str:
    """A shouted word in small letters, unless it is one of the forum's own abbreviations."""
    return word if word in {"SAHM", "SAHD", "JNMIL", "JNFIL", "NICU", "CAMHS"} else word.lower()
