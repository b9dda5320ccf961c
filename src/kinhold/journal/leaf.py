"""Write the two kinds of bytes that the record is made of: leaves and salted disclosures.

What is written here is read and checked by `verify.py`. Bytes are stored and hashed as they were
first written; nothing is ever written a second time from what was understood of it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kinhold.journal.verify import (
    LEAF_VERSION,
    Malformed,
    encode_base64url,
    open_disclosure,
    write_moment,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

DISCLOSURE_SEPARATOR = "~"
"""Stands between the disclosures of one entry where they are stored (RFC 9901 section 4)."""


def write_leaf(
    *,
    log_id: str,
    sequence: int,
    entry_id: str,
    previous_hash: bytes,
    recorded_at: datetime,
    digests: Sequence[str],
) -> bytes:
    """Write the canonical bytes (RFC 8785) of a leaf.

    Every member is ASCII or a small whole number and the keys are fixed, so that sorting and
    escaping, the hard parts of RFC 8785, are settled by this one line.

    Args:
        log_id: 32 lower-case hexadecimal digits.
        sequence: the place in the log, from 0.
        entry_id: a UUID of version 4.
        previous_hash: 32 bytes; `EMPTY_ROOT` for entry 0.
        recorded_at: an aware datetime.
        digests: the commitments, in the order in which they are to stand.

    Returns:
        The bytes to store and to hash.

    Raises:
        Malformed: if the moment of recording names no zone.
    """
    commitments = '","'.join(digests)
    return (
        f'{{"c":["{commitments}"],"id":"{entry_id}","log":"{log_id}",'
        f'"prev":"{encode_base64url(previous_hash)}","rec":"{write_moment(recorded_at)}",'
        f'"seq":{sequence},"v":{LEAF_VERSION}}}'
    ).encode("ascii")


def write_disclosure(*, salt: bytes, name: str, value: object) -> str:
    """Write one salted disclosure (RFC 9901 section 4.2.1) and read it back strictly.

    Args:
        salt: 16 random bytes, never used before.
        name: what the value is, for example `content` or `addresses`.
        value: the JSON value itself, or JSON text as bytes, which are kept to the letter.

    Returns:
        base64url of the UTF-8 JSON array `[salt, name, value]`.

    Raises:
        Malformed: if the value is not strict JSON or the salt is not 128 bits.
    """
    try:
        text = value if isinstance(value, bytes) else _json_text(value)
        opening = f'["{encode_base64url(salt)}",{json.dumps(name, ensure_ascii=False)},'
        encoded = encode_base64url(opening.encode("utf-8") + text + b"]")
    except (TypeError, ValueError) as error:
        raise Malformed(f"the value of {name!r} cannot be written as JSON: {error}") from error
    if open_disclosure(encoded).name != name:
        raise Malformed(f"the value of {name!r} is not one JSON value")
    return encoded


def _json_text(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8")


def join_disclosures(disclosures: Sequence[str] | None) -> str | None:
    """Join an entry's disclosures to the one text that is stored; None stays None."""
    return None if disclosures is None else DISCLOSURE_SEPARATOR.join(disclosures)


def split_disclosures(stored: str | None) -> tuple[str, ...] | None:
    """Split what `join_disclosures` joined; an empty text is an entry without disclosures."""
    if stored is None:
        return None
    return tuple(stored.split(DISCLOSURE_SEPARATOR)) if stored else ()
