"""What goes into a log and what comes out of it: drafts, entries, heads.

An entry says nothing in its leaf but where it stands and when it was appended. What it is about
lies in *disclosures*, each of which the leaf commits to by a salted digest. So a disclosure can
be erased, or withheld from a reader, and every hash, root and proof still stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from kinhold.journal.leaf import write_disclosure
from kinhold.journal.verify import (
    DIGEST_GROUP,
    EMPTY_ROOT,
    Malformed,
    digests_flaw,
    disclosure_digest,
    disclosures_flaw,
    encode_base64url,
    is_entry_id,
    leaf_hash,
    open_disclosure,
    parse_leaf,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


class Dice(Protocol):
    """Everything random that the record needs, so that it comes in through the door.

    An implementation for real use must draw from the operating system's source of secrets.
    """

    def new_entry_id(self) -> str:
        """Return a new UUID of version 4 in lower case."""
        ...

    def new_log_id(self) -> str:
        """Return 128 random bits as 32 lower-case hexadecimal digits."""
        ...

    def salt(self) -> bytes:
        """Return 16 random bytes."""
        ...

    def decoy(self) -> bytes:
        """Return 32 random bytes, to stand for the digest of nothing."""
        ...

    def order(self, count: int) -> tuple[int, ...]:
        """Return the numbers below `count`, shuffled."""
        ...

    def nonce(self) -> bytes:
        """Return 12 random bytes for one use of a cipher."""
        ...

    def key(self) -> bytes:
        """Return 32 random bytes for a new key."""
        ...


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One part of what an entry says, with the salt that hides it behind its digest.

    Attributes:
        encoded: the text that is stored, sent and hashed.
        salt: 16 bytes.
        name: what the part is, for example `content`.
        value: any JSON value.
    """

    encoded: str
    salt: bytes
    name: str
    value: object

    @classmethod
    def parse(cls, encoded: str) -> Disclosure:
        """Read an encoded disclosure strictly.

        Raises:
            Malformed: with a sentence that says what is wrong.
        """
        opened = open_disclosure(encoded)
        return cls(encoded=encoded, salt=opened.salt, name=opened.name, value=opened.value)

    @property
    def digest(self) -> str:
        """The commitment to this disclosure, as it stands in the leaf."""
        return disclosure_digest(self.encoded)


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry before it has a place: made by the face that took it, perhaps offline.

    The same draft may be sent again after a lost answer; its id and commitments tell a retry
    from another entry.

    Attributes:
        entry_id: a UUID of version 4 in lower case.
        disclosures: encoded; the order is that of the parts given.
        commitments: the digests of the disclosures among decoys, in the order of the leaf.

    Raises:
        Malformed: if the id, a disclosure or the commitments break the record format.
    """

    entry_id: str
    disclosures: tuple[str, ...]
    commitments: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse what could not be appended, since drafts also come from other devices."""
        if not is_entry_id(self.entry_id):
            raise Malformed(f"{self.entry_id[:40]!r} is not an entry id (a UUID of version 4)")
        flaw = digests_flaw(self.commitments) or disclosures_flaw(
            self.commitments, self.disclosures
        )
        if flaw:
            raise Malformed(f"the draft {self.entry_id} cannot be right: {flaw}")


def decoys_needed(parts: int) -> int:
    """Return how many decoys bring a number of parts to a positive multiple of four."""
    return -parts % DIGEST_GROUP if parts else DIGEST_GROUP


def draft(
    *,
    entry_id: str,
    parts: Sequence[tuple[str, object]],
    salts: Sequence[bytes],
    decoys: Sequence[bytes],
    order: Sequence[int],
) -> Draft:
    """Make a draft from its parts and from dice that were thrown before.

    Args:
        entry_id: a new UUID of version 4.
        parts: name and value of each disclosure; a value is a JSON value, or JSON text as bytes,
            which are kept to the letter.
        salts: 16 random bytes for each part.
        decoys: 32 random bytes for each decoy; `decoys_needed(len(parts))` of them.
        order: the places of the digests, those of the parts first and then the decoys, as a
            shuffle of the numbers below `len(parts) + len(decoys)`.

    Returns:
        The draft; equal arguments make equal drafts.

    Raises:
        Malformed: if the numbers do not fit each other or a part is not strict JSON.
    """
    if len(salts) != len(parts) or len(decoys) != decoys_needed(len(parts)):
        raise Malformed("each part needs one salt, and the decoys must fill up to a multiple of 4")
    disclosures = tuple(
        write_disclosure(salt=salt, name=name, value=value)
        for (name, value), salt in zip(parts, salts, strict=True)
    )
    digests = [*map(disclosure_digest, disclosures), *map(encode_base64url, decoys)]
    if sorted(order) != list(range(len(digests))):
        raise Malformed("the order must name each digest once")
    return Draft(
        entry_id=entry_id,
        disclosures=disclosures,
        commitments=tuple(digests[place] for place in order),
    )


def throw_draft(*, entry_id: str, parts: Sequence[tuple[str, object]], dice: Dice) -> Draft:
    """Make a draft and throw the dice that it needs.

    Args:
        entry_id: a new UUID of version 4; the same id again means the same entry again.
        parts: as for `draft`.
        dice: where salts, decoys and the order come from.

    Returns:
        The draft. Keep it until it is appended: a second throw makes another one.

    Raises:
        Malformed: if a part is not strict JSON.
    """
    decoys = decoys_needed(len(parts))
    return draft(
        entry_id=entry_id,
        parts=parts,
        salts=[dice.salt() for _ in parts],
        decoys=[dice.decoy() for _ in range(decoys)],
        order=dice.order(len(parts) + decoys),
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a log, as it was appended.

    Attributes:
        log_id: the log that it belongs to.
        sequence: its place, from 0.
        entry_id: its UUID.
        recorded_at: the appender's clock, an aware datetime in UTC.
        previous_hash: the leaf hash of the entry before; `EMPTY_ROOT` for entry 0.
        leaf: the exact bytes that the tree is built over.
        disclosures: what is left of its content, encoded. None: all of it was erased or withheld
            (for a private space, its key was destroyed). A tuple may also have lost members to
            an erasure: the digests that stay behind look like decoys, as they should, so how
            many are gone cannot be told from the entry.
    """

    log_id: str
    sequence: int
    entry_id: str
    recorded_at: datetime
    previous_hash: bytes
    leaf: bytes
    disclosures: tuple[str, ...] | None

    @property
    def leaf_hash(self) -> bytes:
        """The hash under which the tree holds this entry (RFC 9162 section 2.1.1)."""
        return leaf_hash(self.leaf)

    @property
    def commitments(self) -> tuple[str, ...]:
        """The digests in the leaf, decoys among them."""
        return parse_leaf(self.leaf).digests


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive entries of a log by column, each checked: for whoever reads a log at length.

    Attributes:
        start: the place of the first, from 0.
        entry_ids: their UUIDs.
        recorded_at: the appender's clock, aware datetimes in UTC.
        disclosures: what is left of their content, each entry's joined as they are stored
            (`split_disclosures`); None where all of it was erased or withheld.
    """

    start: int
    entry_ids: Sequence[str]
    recorded_at: Sequence[datetime]
    disclosures: Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Head:
    """How far a log has come: enough to tell whether it moved, and to continue from there.

    Attributes:
        log_id: the log.
        size: how many entries it has.
        root: the RFC 9162 root over them, 32 bytes; `EMPTY_ROOT` for none.
    """

    log_id: str
    size: int
    root: bytes

    @classmethod
    def empty(cls, log_id: str) -> Head:
        """Return the head of a log that has no entries yet."""
        return cls(log_id=log_id, size=0, root=EMPTY_ROOT)
