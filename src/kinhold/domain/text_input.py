"""Bytes that a person gives as text: a story, answers, a file in the notation."""

from __future__ import annotations

from typing import Final

from kinhold.domain.findings import KinholdError
from kinhold.voice.speaking import _

MAX_BYTES: Final = 5_000_000
"""The longest text that is taken in: five million bytes, far beyond any story."""


class InputNotUsableError(KinholdError):
    """Something given as input cannot be used; the text says why and what to do."""


def decode_text(data: bytes, name: str) -> str:
    """Return bytes as text: UTF-8, or UTF-16 or UTF-8 with a byte order mark; newlines as they are.

    Args:
        data: the bytes.
        name: what to call them in a sentence.

    Raises:
        InputNotUsableError: where they are too many, empty, or not text.
    """
    if len(data) > MAX_BYTES:
        raise InputNotUsableError(
            _(
                "{name} is longer than {max_bytes} MB. Cut it into parts and read them one by one."
            ).format(name=name, max_bytes=MAX_BYTES // 10**6)
        )
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise InputNotUsableError(
            _("{name} is not plain text. Save it as plain text (UTF-8) and try again.").format(
                name=name
            )
        )
    if not text.strip():
        raise InputNotUsableError(
            _("{name} is empty. Write or paste the text into it first.").format(name=name)
        )
    return text
