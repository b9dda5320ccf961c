"""Typst, called offline: text made fit to print, and a template with its data set as PDF/A-2b.

PDF/A (ISO 19005-2, 6.2.11) forbids letters without a shape, so characters that the fonts lack are
written as their Unicode name in brackets.
"""

from __future__ import annotations

import re
import unicodedata
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

FONTS: Final = ("Libertinus Serif", "New Computer Modern", "DejaVu Sans Mono")
"""Shipped with Typst; between them Latin, Greek, Cyrillic, Hebrew and Arabic."""

LONGEST_RUN: Final = 24
"""Letters in one run that a narrow column can hold; a longer one may be broken anywhere."""

LONGEST_RUN_ANYWHERE: Final = 70
"""The same across the whole page; a hash has 64 letters and is never broken."""

_CONTROLS: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_RUN: Final = re.compile(rf"\S{{{LONGEST_RUN + 1},}}")
_NO_SHAPE: Final = re.compile(r"error: PDF/A-2b error: the text `\"(.+?)\"`")
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
_JOINERS: Final = "\u200d\ufe0f\ufe0e"
_TRIES: Final = 4
_KEPT_FOR: Final = 10


class ReportNotSetError(KinholdError):
    """A document could not be set; the text says what to do."""


@contextmanager
def letting_go() -> Iterator[None]:
    """Let go, at the end, of what Typst remembers of the documents set meanwhile.

    Typst keeps every intermediate result for ten more compilations, half a gigabyte for a table of
    2,000 rows; there is no call that drops it, so ten empty pages are set.
    """
    import typst

    compiled: Any = typst.compile
    try:
        yield
    finally:
        for _unused in range(_KEPT_FOR):
            compiled({"main.typ": b""}, format="svg", ignore_system_fonts=True)


def set_document(
    data: dict[str, Any],
    pictures: Mapping[str, bytes],
    on: date,
    *,
    template: str = "document.typ",
) -> bytes:
    """Return the document as PDF/A-2b; what lacks a shape only in its place is replaced, too.

    Args:
        data: what the template reads, fit to print.
        pictures: name to SVG.
        on: the day that stands as the document's date.
        template: its file in `adapters/typst`.

    Raises:
        ReportNotSetError: where Typst refuses, with its reason.
    """
    import msgspec
    import typst

    source = files("kinhold.adapters").joinpath("typst", template).read_bytes()
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    reason = ""
    compiled: Any = typst.compile  # takes a folder in memory, which its stubs do not say
    for _unused in range(_TRIES):
        parts = {"main.typ": source, "data.json": msgspec.json.encode(data), **pictures}
        try:
            made: bytes = compiled(
                parts, format="pdf", pdf_standards="a-2b", ignore_system_fonts=True,
                timestamp=int(noon.timestamp()),
            )  # fmt: skip
        except typst.TypstError as error:
            reason = str(error.message)
            lacking = _lacking(error)
            if not lacking:
                break
            data = _mapped(data, partial(_only_named, lacking=lacking))
        else:
            return made
    raise ReportNotSetError(
        _("The document could not be set: {reason}. Nothing was written.").format(
            reason=reason[:200]
        )
    )


def printable(data: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """Return the data with every text fit to be set, and how many characters were named instead."""
    texts: list[str] = []
    tidy = _mapped(data, partial(_tidy, kept=texts, longest=LONGEST_RUN_ANYWHERE))
    for section in tidy["sections"]:
        if "lines" in section:
            section["lines"] = _mapped(
                section["lines"], partial(_tidy, kept=[], longest=LONGEST_RUN)
            )
    lacking = _without_shape(frozenset(c for t in texts for c in t if not c.isascii()))
    if not lacking:
        return tidy, 0
    counted = sum(_named(text, lacking)[1] for text in texts)
    named: dict[str, Any] = _mapped(tidy, partial(_only_named, lacking=lacking))
    return named, counted


def _mapped(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - JSON
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _mapped(part, change) for key, part in value.items()}
    return [_mapped(part, change) for part in value] if isinstance(value, list | tuple) else value


def _tidy(text: str, *, kept: list[str], longest: int) -> str:
    """Drop what is not a character to print; let a long run without a blank be broken."""
    plain = _CONTROLS.sub("", text.replace("\t", " ").replace("\r\n", "\n"))
    tidy = _RUN.sub(partial(_breakable, longest=longest), unicodedata.normalize("NFC", plain))
    kept.append(tidy)
    return tidy


def _breakable(run: re.Match[str], longest: int) -> str:
    text = run[0]
    if len(text) <= longest or "\u200b" in text:
        return text
    return "\u200b".join(text[i : i + 8] for i in range(0, len(text), 8))


@cache
def _without_shape(characters: frozenset[str]) -> frozenset[str]:
    """Which characters the fonts have no shape for; Typst is asked, once for each set of them."""
    import msgspec
    import typst

    if not characters:
        return frozenset()
    listed = ", ".join(f'"{font}"' for font in FONTS)
    probe = f'#set text(font: ({listed}))\n#for c in json("data.json") [#c\\ ]'
    compiled: Any = typst.compile
    parts = {"main.typ": probe.encode(), "data.json": msgspec.json.encode(sorted(characters))}
    try:
        compiled(parts, format="pdf", pdf_standards="a-2b", ignore_system_fonts=True, timestamp=0)
    except typst.TypstError as error:
        return _lacking(error)
    return frozenset()


def _lacking(error: Any) -> frozenset[str]:  # noqa: ANN401 - typst has no types
    """The characters that Typst says it cannot show."""
    named = _NO_SHAPE.findall(str(error.diagnostic))
    plain = (_ESCAPED.sub(lambda m: chr(int(m[1], 16)), text) for text in named)
    return frozenset(c for text in plain for c in text if c not in _JOINERS)


def _only_named(text: str, lacking: frozenset[str]) -> str:
    return _named(text, lacking)[0]


def _named(text: str, lacking: frozenset[str]) -> tuple[str, int]:
    """Return the text with characters that lack a shape named in brackets, and how many."""
    if not lacking.intersection(text):
        return text, 0
    made, counted = [], 0
    for character in text:
        if character in lacking:
            name = unicodedata.name(character, "").lower()
            plain = name and "ideograph" not in name
            made.append(f"[{name}]" if plain else f"[U+{ord(character):04X}]")
            counted += 1
        elif character not in _JOINERS:
            made.append(character)
    return "".join(made), counted
