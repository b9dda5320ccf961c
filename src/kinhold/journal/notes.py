"""Write signed notes and checkpoints as C2SP signed-note and tlog-checkpoint say.

They are read and checked by `verify.py`. The private key stays outside: what signs comes in as a
function from the bytes of a message to the 64 bytes of an Ed25519 signature (RFC 8032).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kinhold.journal.verify import (
    Checkpoint,
    Malformed,
    VerifierKey,
    encode_base64,
    note_holds,
    origin_of,
    read_checkpoint,
    read_note,
    read_vkey,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kinhold.journal.entry import Head

    Sign = Callable[[bytes], bytes]


def vkey_of_log(log_id: str, *, public_key: bytes) -> str:
    """Return the verifier key of a log as text, `name+id+base64`, without a line break.

    Args:
        log_id: the log; the key's name is its origin.
        public_key: 32 bytes of an Ed25519 key.

    Raises:
        Malformed: if the bytes are no key.
    """
    text = VerifierKey(name=origin_of(log_id), public_key=public_key).text
    read_vkey(text)
    return text


def sign_note(text: str, *, signers: Iterable[tuple[str, Sign]]) -> str:
    """Sign a text as a note and read it back.

    Args:
        text: what is signed; it ends with a line break.
        signers: the vkey of each key and what signs with it, in the order of the signatures.

    Returns:
        The text, an empty line and one signature line for each key.

    Raises:
        Malformed: if the text cannot be a note, if nobody signs it, or if a signature is not
            that of its key.
    """
    keys, lines = [], []
    for vkey, sign in signers:
        key = read_vkey(vkey)
        signed = key.key_id + sign(text.encode("utf-8"))
        keys.append(key)
        lines.append(f"\u2014 {key.name} {encode_base64(signed)}\n")
    whole = f"{text}\n{''.join(lines)}"
    note = read_note(whole.encode("utf-8"))
    if note.text != text or not keys:
        raise Malformed("this text cannot be signed as a note")
    for key in keys:
        if not note_holds(note, key):
            raise Malformed(f"the signature is not one of the key {key.name}")
    return whole


def sign_checkpoint(head: Head, *, vkey: str, sign: Sign) -> str:
    """Sign the head of a log as a checkpoint (C2SP tlog-checkpoint).

    Never sign two heads of one log that do not continue each other: whoever holds both can show
    that the log was rewritten.

    Args:
        head: the log, its size and its root.
        vkey: the log's own key, from `vkey_of_log`.
        sign: what signs with it.

    Returns:
        The note: origin, size, root, an empty line, the signature.

    Raises:
        Malformed: if the key is not that of the log, or the signature not that of the key.
    """
    checkpoint = Checkpoint(origin=origin_of(head.log_id), size=head.size, root=head.root)
    if read_vkey(vkey).name != checkpoint.origin:
        raise Malformed("a log's checkpoints are signed with the log's own key")
    return sign_note(checkpoint.text, signers=[(vkey, sign)])


def open_checkpoint(note: str, *, vkey: str) -> Checkpoint:
    """Read a signed checkpoint and believe it only if the key signed it.

    Args:
        note: as `sign_checkpoint` wrote it, perhaps with signatures of witnesses besides.
        vkey: the key that must have signed it; its name must be the checkpoint's origin.

    Returns:
        Origin, size and root. Its `words` are those for paper.

    Raises:
        Malformed: if it is no checkpoint, is of another log, or is not signed by the key.
    """
    read, key = read_note(note.encode("utf-8")), read_vkey(vkey)
    checkpoint = read_checkpoint(read.text)
    if checkpoint.origin != key.name or not note_holds(read, key):
        raise Malformed("the checkpoint is not signed by the key of its log")
    return checkpoint
