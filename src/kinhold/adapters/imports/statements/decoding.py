"""Bytes of a statement to text, whatever its header says of its character set.

Headers are often wrong: a file that says 1252 is UTF-8, one that says UTF-8 is 1252. Bytes that are
valid UTF-8 and not only ASCII are UTF-8, since other text hardly ever is by chance.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from kinhold.adapters.imports.tables import ImportNotUsableError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from kinhold.adapters.imports.tables import GivenFile

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,80}encoding\s{0,4}=\s{0,4}["']([A-Za-z0-9_.\-]{2,20})|^(?:CHARSET|ENCODING):\s{0,4}([A-Za-z0-9_.\-]{2,20})""",
    re.MULTILINE,
)
_KNOWN: Final = {
    "1252": "cp1252", "usascii": "", "us-ascii": "", "ascii": "", "none": "", "unicode": "utf-8",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "8859-1": "cp1252", "1251": "cp1251",
}  # fmt: skip
_SAMPLE: Final = 4096
_NOTHING_ELSE = re.compile("[\ud800-\udfff]")


class DecodedText(NamedTuple):
    """A text, and a sentence where its character set had to be guessed or its header is wrong."""

    text: str
    doubt: str = ""


def decoded(given: GivenFile) -> DecodedText:
    """Return a file as text.

    Raises:
        ImportNotUsableError: where it is no text.
    """
    data = given.content
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return DecodedText(_strictly(data, encoding, given.name).lstrip("\ufeff"))
    wide = _without_mark(data)
    if wide:
        return DecodedText(
            _strictly(data.rstrip(b"\x00") if wide == "utf-8" else data, wide, given.name)
        )
    declared = _declared(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(data, declared)
    if declared == "cp1252" and not text.isascii():
        return DecodedText(
            text, _("The file says it is Windows-1252, but is UTF-8; it was read as UTF-8.")
        )
    return DecodedText(text)


def _declared(data: bytes) -> str:
    """The character set that a header names, as Python calls it; empty for plain ASCII or none."""
    names = [
        (match[1] or match[2]).decode("ascii").lower()
        for match in _DECLARED.finditer(data[:_SAMPLE])
    ]
    for name in reversed(names):
        known = _KNOWN.get(name, name)
        try:
            return codecs.lookup(known).name if known else ""
        except LookupError:
            continue
    return ""


def _not_utf8(data: bytes, declared: str) -> DecodedText:
    for encoding in (declared, "cp1252"):
        if encoding in ("", "utf-8"):
            continue
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        told = encoding == declared
        return DecodedText(_NOTHING_ELSE.sub("\ufffd", text), "" if told else _(_GUESSED))
    return DecodedText(data.decode("latin-1"), _(_GUESSED))


_GUESSED: Final = N_(
    "The file does not say its character set, or says it wrongly; it was read as "
    "Windows-1252. Letters with accents may be wrong, amounts and dates are not."
)


def _without_mark(data: bytes) -> str:
    """UTF-16 without a mark at its beginning shows by zeros in every other byte."""
    sample = data[:_SAMPLE]
    if b"\x00" not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return "utf-8" if b"\x00" not in data.rstrip(b"\x00") else ""


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise ImportNotUsableError(
            _(
                "{name} is damaged: it begins as {encoding} text and goes on otherwise. Get it from "
                "your bank once more."
            ).format(name=name, encoding=encoding.upper())
        ) from None
