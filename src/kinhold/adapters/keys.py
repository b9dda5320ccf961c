"""Secrets from the operating system: ids, salts, decoys, orders, nonces and keys; and their use.

Everything random in the record is drawn here, with `secrets`, and given to the journal as an
argument. What enciphers private spaces and what signs checkpoints stands beside it.
"""

from __future__ import annotations

import secrets
import uuid
from typing import TYPE_CHECKING

from kinhold.journal.entry import Draft, throw_draft
from kinhold.journal.verify import JournalError
from kinhold.voice.speaking import _

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

    def encipher(self, content: bytes, *, place: str, nonce: bytes) -> bytes:
        """Encipher an entry's joined disclosures, or a file.

        Args:
            content: any bytes.
            place: where they are kept, from `place_of_entry` or `place_of_file`.
            nonce: 12 random bytes, never used before with this key.

        Returns:
            Nonce and ciphertext.
        """
        return nonce + self._cipher.encrypt(nonce, content, place.encode("ascii"))

    def decipher(self, stored: bytes, *, place: str) -> bytes:
        """Read what `encipher` wrote.

        Raises:
            CannotDecipher: if the bytes were changed, moved or made with another key.
        """
        from cryptography.exceptions import InvalidTag

        nonce, text = stored[:NONCE_SIZE], stored[NONCE_SIZE:]
        try:
            return self._cipher.decrypt(nonce, text, place.encode("ascii"))
        except (InvalidTag, ValueError) as error:
            raise CannotDecipher(
                _(
                    "What is kept privately at {place} cannot be read: it was changed, or belongs to "
                    "another place."
                ).format(place=place)
            ) from error


def place_of_entry(log_id: str, sequence: int) -> str:
    """Return the name of an entry's place, which is authenticated with what is enciphered there."""
    return f"{log_id}/{sequence}"


def place_of_file(log_id: str, digest: str) -> str:
    """Return the name of a file's place; no entry has such a name."""
    return f"{log_id}/file/{digest}"


class LogSigner:
    """Signs a log's checkpoints with its own Ed25519 key (RFC 8032)."""

    def __init__(self, seed: bytes) -> None:
        """Take the 32 bytes of the private key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    def sign(self, message: bytes) -> bytes:
        """Return the signature: 64 bytes."""
        return self._key.sign(message)

    def public_key(self) -> bytes:
        """Return the public key: 32 bytes."""
        return self._key.public_key().public_bytes_raw()
