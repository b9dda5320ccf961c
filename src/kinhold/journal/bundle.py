"""Write the bundle: one ZIP with a part of the record and all that is needed to check it.

What a bundle holds is described byte by byte in `docs/reference/bundle-format.md`; `verify.py` and
`verify.html` check it and travel inside it. Whoever asks for a bundle chooses which leaves and
which disclosures go in: nothing else of an entry is written anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from hashlib import sha256
from pkgutil import get_data
from typing import TYPE_CHECKING

from kinhold.journal.notes import open_checkpoint, sign_note
from kinhold.journal.proofs import MerkleTree, write_hash_lines, write_proof
from kinhold.journal.verify import (
    FIRST_MEMBER,
    MANIFEST,
    Malformed,
    consistency_holds,
    disclosures_flaw,
    is_log_id,
    is_member_name,
    leaf_hash,
    manifest_text,
    member_order,
    origin_of,
    packed,
    parse_leaf,
    read_vkey,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kinhold.journal.verify import Checkpoint

_CHECKERS = ("verify.py", "verify.html")
_ZONE = re.compile(r"[A-Za-z][A-Za-z0-9_+-]{0,31}(?:/[A-Za-z0-9_+-]{1,31}){0,2}")


@dataclass(frozen=True, slots=True)
class LogExport:
    """What of one log goes into a bundle.

    Either all leaves go in, or chosen ones with a proof each. Leaves say nothing but when their
    entries were recorded; what is shown of an entry is what stands under its number in
    `disclosures`, and only that.

    Attributes:
        log_id: the log.
        zone: IANA name of the time zone in which claimed times are local.
        vkey: the log's verifier key, from `notes.vkey_of_log`.
        checkpoint: the signed note of the head that the bundle shows.
        leaf_hashes: those of all entries that the checkpoint covers, in order.
        leaves: number to the exact bytes of the leaf.
        disclosures: number to the disclosures that are shown; at least one each.
        older: signed notes of earlier checkpoints that were given to somebody. One of the size of
            `checkpoint`, or of size 0, shows nothing more and is passed over.
        anchors: size of a checkpoint to a time stamp over its note (RFC 3161, DER).
    """

    log_id: str
    zone: str
    vkey: str
    checkpoint: str
    leaf_hashes: Sequence[bytes]
    leaves: Mapping[int, bytes]
    disclosures: Mapping[int, Sequence[str]]
    older: Sequence[str] = ()
    anchors: Mapping[int, bytes] = field(default_factory=dict)


def write_bundle(
    *,
    logs: Sequence[LogExport],
    documents: Mapping[str, bytes],
    attachments: Iterable[bytes],
    readme: str,
    sign: Callable[[str, bytes], bytes],
) -> bytes:
    """Write a bundle. The same arguments give the same bytes.

    Args:
        logs: at least one; each log once.
        documents: file name to content, such as `chronology.pdf`; lower-case letters, digits,
            `-` and `_`, and an ending.
        attachments: files that entries name by their SHA-256; the same file twice goes in once.
        readme: what the person who opens the bundle reads first.
        sign: signs a message with the key of the log whose id it is given; 64 bytes (RFC 8032).

    Returns:
        The bytes of the ZIP.

    Raises:
        Malformed: if something given does not fit together, or is too much for one bundle.
    """
    if not logs or len({log.log_id for log in logs}) != len(logs):
        raise Malformed("a bundle needs at least one log, and each log once")
    members = {FIRST_MEMBER: readme.encode("utf-8")}
    for name in _CHECKERS:
        checker = get_data("kinhold.journal", name)
        if not checker:
            raise Malformed(f"{name} is not where Kinhold is installed; install it again")
        members[name] = checker
    for name, content in documents.items():
        members[f"documents/{name}"] = content
    for content in attachments:
        members[f"attachments/{sha256(content).hexdigest()}"] = content
    ordered = sorted(logs, key=lambda log: log.log_id)
    for log in ordered:
        members |= {f"logs/{log.log_id}/{name}": content for name, content in _log(log).items()}
    refused = [name for name in members if not is_member_name(name)]
    if refused:
        raise Malformed(f"a file in a bundle cannot be called {refused[0]!r}")
    content_of = [(name, members[name]) for name in sorted(members, key=member_order)]
    note = sign_note(
        manifest_text(content_of), signers=[(log.vkey, _signer(sign, log)) for log in ordered]
    )
    content_of.append((MANIFEST, note.encode("utf-8")))
    return b"".join(packed((name.encode("ascii"), content) for name, content in content_of))


def _signer(sign: Callable[[str, bytes], bytes], log: LogExport) -> Callable[[bytes], bytes]:
    return lambda message: sign(log.log_id, message)


def _log(log: LogExport) -> dict[str, bytes]:
    """Write the members of one log, by their names within its folder."""
    if not is_log_id(log.log_id) or read_vkey(log.vkey).name != origin_of(log.log_id):
        raise Malformed(f"the key given is not that of log {log.log_id[:40]}")
    if not _ZONE.fullmatch(log.zone):
        raise Malformed(f"{log.zone[:40]!r} does not name a time zone")
    checkpoint, tree = open_checkpoint(log.checkpoint, vkey=log.vkey), MerkleTree(log.leaf_hashes)
    if (checkpoint.size, checkpoint.root) != (tree.size, tree.root):
        raise Malformed(f"the entries of log {log.log_id} are not those of its checkpoint")
    _check_leaves(log)
    shown = [_shown_line(each, log.disclosures[each]) for each in sorted(log.disclosures)]
    members = {
        "vkey": f"{log.vkey}\n".encode("ascii"),
        "zone": f"{log.zone}\n".encode("ascii"),
        "checkpoint": log.checkpoint.encode("utf-8"),
        "leaves.jsonl": b"".join(log.leaves[each] + b"\n" for each in sorted(log.leaves)),
        "disclosures.jsonl": "".join(shown).encode("ascii"),
    }
    if len(log.leaves) < tree.size:
        for sequence in log.leaves:
            path = tree.inclusion(sequence)
            proof = write_proof(index=sequence, path=path, checkpoint=log.checkpoint)
            members[f"proofs/{sequence}.tlog-proof"] = proof
    sizes = {checkpoint.size} | _add_older(log, tree, checkpoint, members)
    for size, stamp in log.anchors.items():
        if size not in sizes:
            raise Malformed(f"there is no checkpoint at {size} entries for the time stamp given")
        members[f"anchors/{size}.tsr"] = stamp
    return members


def _shown_line(sequence: int, disclosures: Sequence[str]) -> str:
    quoted = '","'.join(sorted(disclosures))
    return f'{{"seq":{sequence},"d":["{quoted}"]}}\n'


def _check_leaves(log: LogExport) -> None:
    """Refuse leaves and disclosures that are not those of the log."""
    for sequence, raw in log.leaves.items():
        leaf = parse_leaf(raw)
        if not 0 <= sequence < len(log.leaf_hashes) or leaf_hash(raw) != log.leaf_hashes[sequence]:
            raise Malformed(f"the leaf given for entry {sequence} of log {log.log_id} is another")
        if (leaf.log_id, leaf.sequence) != (log.log_id, sequence):
            raise Malformed(f"the leaf of entry {sequence} says that it is another")
        shown = log.disclosures.get(sequence)
        flaw = shown is not None and (
            disclosures_flaw(leaf.digests, shown) or (not shown and "nothing of it is shown")
        )
        if flaw:
            raise Malformed(f"entry {sequence} of log {log.log_id} cannot be shown: {flaw}")
    if not log.disclosures.keys() <= log.leaves.keys():
        raise Malformed(f"an entry of log {log.log_id} is shown whose leaf is not given")


def _add_older(
    log: LogExport, tree: MerkleTree, newest: Checkpoint, members: dict[str, bytes]
) -> set[int]:
    """Add earlier checkpoints with the proofs that the log only grew since; return their sizes."""
    sizes: set[int] = set()
    for note in log.older:
        older = open_checkpoint(note, vkey=log.vkey)
        if older.size > newest.size or older.size in sizes:
            raise Malformed("earlier checkpoints must be smaller than the newest, and each once")
        if older.size in (0, newest.size):
            continue
        sizes.add(older.size)
        path = tree.consistency(older.size)
        if not consistency_holds(
            old_size=older.size,
            new_size=newest.size,
            old_root=older.root,
            new_root=newest.root,
            proof=path,
        ):
            raise Malformed(f"the checkpoint at {older.size} entries is not one of this log")
        members[f"older/{older.size}.checkpoint"] = note.encode("utf-8")
        members[f"older/{older.size}.consistency"] = write_hash_lines(path)
    return sizes
