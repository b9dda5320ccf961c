"""Secrets from the operating system: ids, salts, decoys, orders, nonces and keys; and the cipher.

Everything random in the record is drawn here, with `secrets`, and given to the journal as an
argument. Signing keys for checkpoints will live beside these.
"""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING

from kinhold.journal.entry import Draft, throw_draft
from kinhold.journal.verify import JournalError

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY_SIZE = 32
NONCE_SIZE = 12


class SystemDice:
    """The `Dice` for real use."""

    def new_entry_id(self) -> str:
        """Return a new UUID of version 4 in lower case."""
        return str(uuid.UUID(bytes=secrets.token_bytes(16), version=4))

    def new_log_id(self) -> str:
        """Return 128 random bits as 32 lower-case hexadecimal digits."""
        return secrets.token_hex(16)

    def salt(self) -> bytes:
        """Return 16 random bytes (128 bits: RFC 9901 section 9.3)."""
        return secrets.token_bytes(16)

    def decoy(self) -> bytes:
        """Return 32 random bytes, which nobody can tell from the digest of a disclosure."""
        return secrets.token_bytes(32)

    def order(self, count: int) -> tuple[int, ...]:
        """Return the numbers below `count`, shuffled evenly (Fisher and Yates)."""
        places = list(range(count))
        for last in range(count - 1, 0, -1):
            other = secrets.randbelow(last + 1)
            places[last], places[other] = places[other], places[last]
        return tuple(places)

    def nonce(self) -> bytes:
        """Return 12 random bytes for one use of a cipher."""
        return secrets.token_bytes(NONCE_SIZE)

    def key(self) -> bytes:
        """Return 32 random bytes for a new key."""
        return secrets.token_bytes(KEY_SIZE)


def make_draft(entry_id: str, parts: Sequence[tuple[str, object]]) -> Draft:
    """Make a draft with dice from the operating system.

    Args:
        entry_id: a new UUID of version 4.
        parts: name and value of each disclosure, as for `kinhold.journal.entry.draft`.

    Returns:
        The draft. Keep it until it is appended: only the same draft can be sent again.

    Raises:
        Malformed: if a part is not strict JSON.
    """
    return throw_draft(entry_id=entry_id, parts=parts, dice=SystemDice())


class CannotDecipher(JournalError):
    """Enciphered bytes that were changed, moved, or made with another key."""


class SpaceCipher:
    """Enciphers the disclosures of one private space with AES-256-GCM (NIST SP 800-38D).

    What is stored is the nonce and then the ciphertext with its tag. The place in the record
    (`<log id>/<sequence>`) is authenticated with it, so that no text can be moved elsewhere. The
    nonces are random, which is safe for 2**32 entries under one key. Any browser has this cipher,
    so that a reader on another machine needs no library for it.
    """

    def __init__(self, key: bytes) -> None:
        """Take the space's own key of 32 bytes."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        self._cipher = AESGCM(key)

    def encipher(self, text: str, *, log_id: str, sequence: int, nonce: bytes) -> bytes:
        """Encipher an entry's joined disclosures.

        Args:
            text: ASCII.
            log_id: the log of the entry.
            sequence: its place.
            nonce: 12 random bytes, never used before with this key.

        Returns:
            Nonce and ciphertext.
        """
        place = f"{log_id}/{sequence}".encode("ascii")
        return nonce + self._cipher.encrypt(nonce, text.encode("ascii"), place)

    def decipher(self, stored: bytes, *, log_id: str, sequence: int) -> str:
        """Read what `encipher` wrote.

        Raises:
            CannotDecipher: if the bytes were changed, moved or made with another key.
        """
        from cryptography.exceptions import InvalidTag

        place = f"{log_id}/{sequence}".encode("ascii")
        try:
            text = self._cipher.decrypt(stored[:NONCE_SIZE], stored[NONCE_SIZE:], place)
        except (InvalidTag, ValueError) as error:
            raise CannotDecipher(
                f"The private part of entry {sequence} of log {log_id} cannot be read: it was "
                "changed, or belongs to another place."
            ) from error
        return text.decode("ascii")
