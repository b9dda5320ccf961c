"""Which stretches of a story are narration, whose are quotes, and which are headings or notes."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CURLY = re.compile(r"“[^“”\n]{0,1500}(?:”|(?=\n|$))")
_STRAIGHT = re.compile(r'(?<![\w"])"(?=\S)[^"\n]{1,1500}"(?!\w)|(?<![\w"])" [^"\n]{1,200}"(?!\w)')
_GUILLEMETS = re.compile(r"«[^«»\n]{1,1500}»")
_SINGLE = re.compile(r"(?<![\w'’])['‘](?=[^\s'’‘])(?:[^'’\n]|['’](?=\w)){2,500}?['’](?![\w'’])")
_CHAT = re.compile(r"^[ \t]*(?P<who>[A-Z][\w'’ ]{0,24}?)[ \t]*:[ \t]*(?=[\"“‘'A-Z])", re.MULTILINE)
_NOT_NAMES = frozenset(
    [
        "tldr",
        "tl;dr",
        "tl",
        "edit",
        "update",
        "eta",
        "note",
        "context",
        "background",
        "ps",
        "example",
        "ex",
        "title",
        "summary",
        "warning",
        "question",
        "so",
        "also",
        "edit2",
        "tw",
        "cw",
        "info",
        "backstory",
        "conclusion",
        "result",
        "results",
        "today",
        "reason",
    ]
)
_NOTE = re.compile(
    r"^[ \t>*_#]*(?P<word>tl[;:, ]?dr|edit(?: \d+| \w+ \w+)?|(?:small |\d\w\w )?update(?: \d+)?|eta)\b[ \t]*[:\-–—.]?",
    re.IGNORECASE | re.MULTILINE,
)
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of text of one kind.

    Attributes:
        kind: `quote`, `single` (in single quotation marks), `chat`, `heading`, `tldr`, `edit`, `url`.
        start: first code point, quotation marks included.
        end: one past the last.
        who: the name before the colon of a chat line, otherwise empty.
    """

    kind: str
    start: int
    end: int
    who: str = ""


@dataclass(frozen=True, slots=True)
class Zones:
    """All special stretches of a text; everything else is narration.

    Attributes:
        quotes: in order of place, of kinds `quote`, `single` and `chat` (never overlapping).
        blocks: headings, TL;DR and edit blocks, in order of place.
        urls: web addresses.
    """

    quotes: tuple[Zone, ...]
    blocks: tuple[Zone, ...]
    urls: tuple[Zone, ...]

    def quote_at(self, place: int) -> Zone | None:
        """The quote that covers a code point, if any."""
        low, high = 0, len(self.quotes)
        while low < high:
            mid = (low + high) // 2
            zone = self.quotes[mid]
            if place < zone.start:
                high = mid
            elif place >= zone.end:
                low = mid + 1
            else:
                return zone
        return None

    def block_at(self, place: int) -> str:
        """`heading`, `tldr`, `edit`, or an empty word for the body of the story."""
        for zone in self.blocks:
            if zone.start <= place < zone.end:
                return zone.kind
        return ""


def find_zones(text: str) -> Zones:
    """Cut a text into quotes, blocks and web addresses.

    A text of several paragraphs whose first line is short and stands alone begins with a heading.
    A straight or single quote must open before a word and close after one.
    """
    urls = tuple(Zone("url", m.start(), m.end()) for m in _URL.finditer(text))
    found: list[Zone] = []
    for kind, pattern in (
        ("quote", _CURLY),
        ("quote", _GUILLEMETS),
        ("quote", _STRAIGHT),
        ("single", _SINGLE),
    ):
        for match in pattern.finditer(text):
            if match.end() - match.start() > 2:  # noqa: PLR2004 - an empty pair of marks
                _add(found, Zone(kind, match.start(), match.end()))
    found.sort(key=lambda zone: zone.start)
    return Zones(tuple(_chat_lines(text, found)), tuple(_blocks(text)), urls)


def _add(found: list[Zone], zone: Zone) -> None:
    if all(zone.end <= other.start or zone.start >= other.end for other in found):
        found.append(zone)


def _chat_lines(text: str, quotes: list[Zone]) -> list[Zone]:
    out = list(quotes)
    for match in _CHAT.finditer(text):
        who = match["who"].strip()
        words = who.split()
        if words[0].casefold() in _NOT_NAMES or any(word[0].islower() for word in words):
            continue
        after = next((q for q in quotes if 0 <= q.start - match.end() <= 1), None)
        if after is not None:
            out[out.index(after)] = Zone("chat", after.start, after.end, who)
    return out


def _blocks(text: str) -> list[Zone]:
    out: list[Zone] = []
    first = re.match(r"\s*([^\n]{3,300})(\n\s*)\S", text)
    lone = first is not None and (len(first[1]) <= 110 or first[2].count("\n") > 1)  # noqa: PLR2004
    if first and lone and len(text) - first.end(1) > len(first[1]):
        out.append(Zone("heading", first.start(1), first.end(1)))
    marks = list(_NOTE.finditer(text))
    for number, match in enumerate(marks):
        word = match["word"].casefold()
        if word.startswith(("update", "edit")) and match.start() < 3:  # noqa: PLR2004 - in a title
            continue
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        kind = "tldr" if word.startswith("tl") else "edit"
        if kind == "tldr":
            gap = re.search(r"\n\s*\n", text[match.end() + 3 : end])
            end = match.end() + 3 + gap.start() if gap else end
        out.append(Zone(kind, match.start(), end))
    return out
