"""The key of a locked household file: from a passphrase, or from the recovery code on paper.

A locked file has one secret of 128 random bits. From it follow, by HKDF (RFC 5869), the key of the
file and the key of its backups. The secret is printed once as the *recovery code*: nine short words
(`kinhold.journal.verify.short_words`), the last of which is a check. Beside the file lies
`NAME.kinhold.lock`, the *envelope*: the same secret, sealed with AES-256-GCM under a key that
Argon2id (RFC 9106) makes from the passphrase. So the passphrase can be changed without rewriting
the file, and whoever loses the envelope still opens the file with the code.

Argon2id runs with 64 MiB, three passes and one lane: a third of a second on the machine it was
chosen on, and RFC 9106 section 4's second recommended option in memory.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from kinhold.journal.verify import (
    JournalError,
    Malformed,
    decode_base64url,
    encode_base64url,
    read_short_words,
    short_words,
    strict_json,
)
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from kinhold.journal.entry import Dice

SECRET_SIZE: Final = 16
SHORTEST_PASSPHRASE: Final = 10
_CHECK_SIZE: Final = 2
_BECH32_GROUP: Final = 5
MEMORY_KIB: Final = 64 * 1024
PASSES: Final = 3
LIMIT_KIB: Final = 1024 * 1024  # an envelope from elsewhere may not ask for more than 1 GiB
LIMIT_PASSES: Final = 16


class CannotUnlock(JournalError):
    """Neither the passphrase nor a recovery code; the text says what to try."""


class PassphraseTooShort(JournalError):
    """A new passphrase that is guessed too soon."""

    def __init__(self) -> None:
        """Say how long it has to be."""
        super().__init__(
            _(
                "A passphrase needs at least {shortest_passphrase} characters. Four or five words "
                "that nobody who knows you would put together are easiest to keep in mind."
            ).format(shortest_passphrase=SHORTEST_PASSPHRASE)
        )


@dataclass(frozen=True, slots=True)
class Envelope:
    """The secret of a locked file, sealed under a passphrase.

    Attributes:
        salt: 16 bytes, for Argon2id.
        memory_kib: how much memory Argon2id took, in KiB.
        passes: how many passes it made.
        sealed: nonce, ciphertext and tag of the secret.
    """

    salt: bytes
    memory_kib: int
    passes: int
    sealed: bytes


def new_secret(dice: Dice) -> bytes:
    """Return the secret of a file that is to be locked: 16 random bytes."""
    return dice.salt()


def file_key(secret: bytes) -> bytes:
    """Return the 32 bytes under which SQLCipher keeps the file."""
    return derived(secret, b"kinhold/1/file")


def backup_key(secret: bytes) -> bytes:
    """Return the 32 bytes of the X25519 identity that opens the backups (age-encryption.org/v1)."""
    return derived(secret, b"kinhold/1/backups")


def identity_of(secret: bytes) -> str:
    """Return what opens the backups in age's own spelling: `AGE-SECRET-KEY-1…` (BIP 173)."""
    import bech32

    data = bech32.convertbits(backup_key(secret), 8, _BECH32_GROUP) or []
    return str(bech32.bech32_encode("age-secret-key-", data)).upper()


def recipient_of(secret: bytes) -> str:
    """Return to whom the backups are sealed: `age1…`."""
    from pyrage import x25519

    return str(x25519.Identity.from_str(identity_of(secret)).to_public())


def recovery_code(secret: bytes) -> str:
    """Return the secret as nine short words: eight that are the secret, and one that checks them."""
    return short_words(secret + sha256(b"kinhold/1/check" + secret).digest()[:_CHECK_SIZE])


def read_recovery_code(text: str) -> bytes | None:
    """Return the secret of a recovery code; None if the words are not one, or one is mistyped."""
    try:
        raw = read_short_words(text)
    except Malformed:
        return None
    secret = raw[:SECRET_SIZE]
    good = len(raw) == SECRET_SIZE + _CHECK_SIZE and recovery_code(secret) == short_words(raw)
    return secret if good else None


def seal(secret: bytes, *, passphrase: str, dice: Dice) -> Envelope:
    """Seal a secret under a passphrase.

    Raises:
        PassphraseTooShort: if it has fewer than ten characters.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    salt, nonce = dice.salt(), dice.nonce()
    key = stretched(passphrase, salt=salt, memory_kib=MEMORY_KIB, passes=PASSES)
    sealed = nonce + AESGCM(key).encrypt(nonce, secret, b"kinhold/1/envelope")
    return Envelope(salt=salt, memory_kib=MEMORY_KIB, passes=PASSES, sealed=sealed)


def open_envelope(envelope: Envelope, *, passphrase: str) -> bytes:
    """Return the secret of an envelope.

    Raises:
        CannotUnlock: if the passphrase is another one.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = stretched(
        passphrase, salt=envelope.salt, memory_kib=envelope.memory_kib, passes=envelope.passes
    )
    nonce, text = envelope.sealed[:12], envelope.sealed[12:]
    try:
        return AESGCM(key).decrypt(nonce, text, b"kinhold/1/envelope")
    except (InvalidTag, ValueError):
        raise CannotUnlock(
            _(
                "This passphrase does not open the file. Try again, or use the recovery code that "
                "was printed when the file was locked. Nothing was changed."
            )
        ) from None


def write_envelope(envelope: Envelope) -> bytes:
    """Write an envelope as the text of `NAME.kinhold.lock`."""
    content = {
        "v": 1,
        "kdf": "argon2id",
        "salt": encode_base64url(envelope.salt),
        "memory_kib": envelope.memory_kib,
        "passes": envelope.passes,
        "sealed": encode_base64url(envelope.sealed),
    }
    return json.dumps(content, indent=1).encode("ascii") + b"\n"


def read_envelope(raw: bytes) -> Envelope:
    """Read what `write_envelope` wrote.

    Raises:
        CannotUnlock: if it is not an envelope that this version can open.
    """
    try:
        found = strict_json(raw)
    except Malformed:
        found = None
    envelope = _envelope_of(found) if isinstance(found, dict) else None
    if envelope is None:
        raise CannotUnlock(
            _(
                "The .lock file beside the household file cannot be read. Open the file with its "
                "recovery code instead; nothing is lost."
            )
        )
    return envelope


def _envelope_of(found: dict[str, object]) -> Envelope | None:
    match found:
        case {
            "v": 1,
            "kdf": "argon2id",
            "salt": str(salt),
            "memory_kib": int(memory_kib),
            "passes": int(passes),
            "sealed": str(sealed),
        } if 0 < memory_kib <= LIMIT_KIB and 0 < passes <= LIMIT_PASSES:
            pass
        case _:
            return None
    try:
        return Envelope(decode_base64url(salt), memory_kib, passes, decode_base64url(sealed))
    except Malformed:
        return None


def derived(secret: bytes, purpose: bytes) -> bytes:
    """Return a key of 32 bytes for one purpose (HKDF-SHA-256, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret)


def stretched(passphrase: str, *, salt: bytes, memory_kib: int, passes: int) -> bytes:
    """Return the 32 bytes that Argon2id (RFC 9106) makes of words, which cost a guess its time.

    Letters that look the same count as the same (Unicode NFKC), and blanks around do not count.

    Args:
        passphrase: the words.
        salt: 16 bytes or more.
        memory_kib: memory in KiB.
        passes: how often it is gone through.
    """
    from unicodedata import normalize

    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    words = normalize("NFKC", passphrase.strip()).encode("utf-8")
    kdf = Argon2id(salt=salt, length=32, iterations=passes, lanes=1, memory_cost=memory_kib)
    return kdf.derive(words)
