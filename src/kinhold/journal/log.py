"""Append to a log, read it back, and prove things about it: pure functions over hashes and bytes.

A log is continued from its *end*: the subtree roots of its Merkle tree and the hash of its last
leaf, some twenty hashes for a log of a hundred thousand entries. So an append costs O(log n) and
needs none of the earlier entries.
"""

from __future__ import annotations

from binascii import b2a_base64
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import count, repeat
from operator import contains
from typing import TYPE_CHECKING

from kinhold.journal.entry import Draft, Entry, Head, Stretch
from kinhold.journal.leaf import DISCLOSURE_SEPARATOR, split_disclosures, write_leaf
from kinhold.journal.verify import (
    EMPTY_ROOT,
    LEAF_SHAPE,
    JournalError,
    Malformed,
    disclosures_flaw,
    grow,
    is_log_id,
    parse_leaf,
    root_of_nodes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


class RecordDamaged(JournalError):
    """An entry is not what was written.

    Attributes:
        log_id: the log.
        sequence: the entry at fault, or the first of those that may be.
        entry_id: its id, as far as it can be read.
    """

    def __init__(self, *, log_id: str, sequence: int, entry_id: str, reason: str) -> None:
        """Say which entry it is and what is wrong with it."""
        super().__init__(
            f"Entry {sequence} ({entry_id or 'id unknown'}) of log {log_id} is not what was "
            f"written: {reason}. Keep this file as it is and restore your latest backup."
        )
        self.log_id = log_id
        self.sequence = sequence
        self.entry_id = entry_id


@dataclass(frozen=True, slots=True)
class Frontier:
    """A Merkle tree held as the roots of its complete subtrees, so that it can be continued.

    Attributes:
        size: how many leaves the tree has.
        nodes: one root for each binary digit 1 of `size`, the largest subtree first.
    """

    size: int = 0
    nodes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a frontier that cannot belong to its size."""
        if self.size < 0 or len(self.nodes) != self.size.bit_count():
            raise Malformed(f"{len(self.nodes)} subtrees cannot make a tree of {self.size} leaves")

    @property
    def root(self) -> bytes:
        """The RFC 9162 root."""
        return root_of_nodes(self.nodes)

    def grown(self, leaf_hashes: Iterable[bytes]) -> Frontier:
        """Return the frontier after more leaves.

        Args:
            leaf_hashes: the hashes of the leaves to add, in order.

        Returns:
            The frontier of the larger tree; this one stays as it is.
        """
        nodes = list(self.nodes)
        size = grow(nodes, self.size, leaf_hashes)
        return Frontier(size=size, nodes=tuple(nodes))


@dataclass(frozen=True, slots=True)
class LogEnd:
    """The end of a log, where the next entry goes.

    Attributes:
        log_id: the log.
        frontier: its tree.
        last_hash: the `prev` of the next entry: the last leaf's hash, or `EMPTY_ROOT`.
    """

    log_id: str
    frontier: Frontier = Frontier()
    last_hash: bytes = EMPTY_ROOT

    @property
    def head(self) -> Head:
        """The log's head."""
        return Head(log_id=self.log_id, size=self.frontier.size, root=self.frontier.root)


def seal(
    draft: Draft, *, log_id: str, sequence: int, previous: bytes, recorded_at: datetime
) -> Entry:
    """Give a draft its place in a log.

    Args:
        draft: what is to be appended.
        log_id: the log.
        sequence: how many entries the log has.
        previous: the leaf hash of its last entry, or `EMPTY_ROOT`.
        recorded_at: the appender's clock, aware.

    Returns:
        The entry. Its `recorded_at` is in UTC.

    Raises:
        Malformed: if the log id is not one or the moment names no zone.
    """
    if not is_log_id(log_id):
        raise Malformed(f"{log_id[:40]!r} is not a log id (32 lower-case hexadecimal digits)")
    leaf = write_leaf(
        log_id=log_id,
        sequence=sequence,
        entry_id=draft.entry_id,
        previous_hash=previous,
        recorded_at=recorded_at,
        digests=draft.commitments,
    )
    return Entry(
        log_id=log_id,
        sequence=sequence,
        entry_id=draft.entry_id,
        recorded_at=parse_leaf(leaf).recorded_at,
        previous_hash=previous,
        leaf=leaf,
        disclosures=draft.disclosures,
    )


def seal_all(
    end: LogEnd, drafts: Iterable[Draft], *, recorded_at: datetime
) -> tuple[tuple[Entry, ...], LogEnd]:
    """Seal drafts one after another.

    Args:
        end: where the log ends now.
        drafts: what is to be appended, in order.
        recorded_at: the appender's clock, the same for all of them.

    Returns:
        The entries, and where the log ends with them.

    Raises:
        Malformed: as `seal`.
    """
    entries, last = [], end.last_hash
    for sequence, each in enumerate(drafts, start=end.frontier.size):
        entry = seal(
            each, log_id=end.log_id, sequence=sequence, previous=last, recorded_at=recorded_at
        )
        entries.append(entry)
        last = entry.leaf_hash
    grown = end.frontier.grown(entry.leaf_hash for entry in entries)
    return tuple(entries), LogEnd(log_id=end.log_id, frontier=grown, last_hash=last)


# --- Reading back ----------------------------------------------------------------------------

_ALPHABET = bytes.maketrans(b"+/", b"-_")
_HASH_TEXT = 43  # characters of 32 bytes in base64url
_HASH_PITCH = 44  # the same with the zero byte that keeps the hashes of a chunk apart
_WORD_LETTERS = b"-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_BARE_LEAF, *_REST = (  # what stays of a leaf of 4, 8, … 64 digests without those letters
    b'{"":[%s],"":"","":"","":"","":"::.","":,"":}' % b",".join([b'""'] * digests)
    for digests in range(4, 65, 4)
)
_BARE_LEAVES = frozenset((_BARE_LEAF, *_REST))

StoredRow = tuple[str, str, bytes, str | None]
"""Entry id, moment of recording as spelt in the leaf, leaf, joined disclosures."""


class LogReader:
    """Turns stored rows into entries and checks each: shape, place, link and disclosures.

    A leaf is compared with the bytes that its row and the row before call for, which is several
    times faster than to read it as JSON; it is read as JSON only where the two differ. So this
    finds every change to what `seal` wrote; whether a stranger's log was well formed when it was
    written is for `verify.check_log` to say.
    """

    def __init__(self, *, log_id: str, sequence: int, previous: bytes) -> None:
        """Start before the entry `sequence`, whose predecessor has the leaf hash `previous`."""
        self._log_id = log_id
        self._start = sequence
        self._sequence = sequence
        self._previous = previous
        self._entry_id = ""
        self._nodes: list[bytes] = []

    def entries(self, rows: Sequence[StoredRow]) -> Iterator[Entry]:
        """Check a chunk of rows in their order and turn each into an entry.

        Args:
            rows: the log's rows, without gaps, from where the reader stands.

        Yields:
            One entry for each row.

        Raises:
            RecordDamaged: at the first row that is not what was written.
        """
        if not rows:
            return
        start, columns = (
            self._sequence,
            _Columns(self._log_id, self._sequence, self._previous, rows),
        )
        times = columns.times()
        if times is None:
            bad = columns.first_bad()
            yield from self.entries(rows[:bad])
            raise self._damage(rows[bad])
        self._pass(columns)
        yield from map(
            Entry,
            repeat(self._log_id),
            count(start),
            columns.ids,
            times,
            columns.before,
            columns.leaves,
            map(split_disclosures, columns.joined),
        )

    def stretch(self, rows: Sequence[StoredRow]) -> Stretch:
        """Check a chunk of rows as `entries` does, and keep what they say by column.

        Args:
            rows: the log's rows, without gaps, from where the reader stands; at least one.

        Raises:
            RecordDamaged: if any row is not what was written; it names the first.
        """
        start, columns = (
            self._sequence,
            _Columns(self._log_id, self._sequence, self._previous, rows),
        )
        times = columns.times()
        if times is None:
            for _ in self.entries(rows):  # which finds the row, and says what is wrong with it
                pass
            raise self._damage(rows[-1])
        self._pass(columns)
        return Stretch(start, columns.ids, times, columns.joined)

    def _pass(self, columns: _Columns) -> None:
        """Stand behind rows that were found to be sound."""
        if self._start == 0:
            grow(self._nodes, self._sequence, columns.hashes)
        self._sequence += len(columns.ids)
        self._previous, self._entry_id = columns.hashes[-1], columns.ids[-1]

    def check_end(self, end: LogEnd) -> None:
        """Compare what was read with the end of the log as it was kept.

        A reader that began with entry 0 compares the whole tree, a later one the last leaf.

        Args:
            end: where the log should end.

        Raises:
            RecordDamaged: if entries are missing at the end, or the last one or the kept end
                was changed.
        """
        reason = ""
        if end.frontier.size != self._sequence:
            reason = f"the log should have {end.frontier.size} entries and has {self._sequence}"
        elif end.last_hash != self._previous:
            reason = "it does not match the fingerprint of the last entry"
        elif self._start == 0 and tuple(self._nodes) != end.frontier.nodes:
            reason = "the entries do not add up to the root that was kept"
        if reason:
            raise RecordDamaged(
                log_id=self._log_id,
                sequence=max(self._sequence - 1, 0),
                entry_id=self._entry_id,
                reason=reason,
            )

    def _damage(self, row: StoredRow) -> RecordDamaged:
        entry_id, _, leaf, joined = row
        sequence = self._sequence
        try:
            read = parse_leaf(leaf)
            reason = disclosures_flaw(read.digests, split_disclosures(joined) or ())
            if read.sequence != sequence:
                reason = f"entry {read.sequence} stands in its place"
                entry_id = ""
            elif read.previous_hash != self._previous:
                reason = f"it and the link that entry {sequence} keeps to it do not match"
                sequence, entry_id = max(sequence - 1, 0), self._entry_id
        except Malformed as error:
            reason = str(error)
        return RecordDamaged(
            log_id=self._log_id,
            sequence=sequence,
            entry_id=entry_id,
            reason=reason or "its leaf and the row that it is stored in do not agree",
        )


class _Columns:
    """Rows by column, with what must stand in them: a cold start checks whole columns at a time."""

    __slots__ = ("before", "hashes", "ids", "joined", "leaves", "moments", "tails")

    def __init__(self, log_id: str, start: int, previous: bytes, rows: Sequence[StoredRow]) -> None:
        """Spell what must stand behind the digests of each leaf, from its row and the row before."""
        self.ids, self.moments, self.leaves, self.joined = zip(*rows, strict=True)
        self.hashes = [sha256(b"\x00" + leaf).digest() for leaf in self.leaves]
        self.before = [previous, *self.hashes[:-1]]
        links = b"".join(_texts(self.before)).decode("ascii")
        places = range(0, len(links), _HASH_TEXT)
        self.tails = [
            f'],"id":"{entry_id}","log":"{log_id}","prev":"{links[at : at + _HASH_TEXT]}",'
            f'"rec":"{moment}","seq":{sequence},"v":1}}'.encode()
            for entry_id, moment, at, sequence in zip(
                self.ids, self.moments, places, count(start), strict=False
            )
        ]

    def times(self, part: slice = slice(None)) -> list[datetime] | None:
        """Return the times of these rows if all are what they should be; else None."""
        leaves = self.leaves[part]
        owners, digests = _disclosed(leaves, self.joined[part])
        if not (
            all(map(bytes.endswith, leaves, self.tails[part]))
            and all(map(contains, owners, digests))
            and _well_formed(leaves)
        ):
            return None
        try:
            return list(map(datetime.fromisoformat, self.moments[part]))
        except ValueError:
            return None

    def first_bad(self) -> int:
        """Return the place of the first row that is not what it should be, where one is not."""
        ones = (slice(place, place + 1) for place in range(len(self.leaves)))
        return next(one.start for one in ones if self.times(one) is None)


def _disclosed(
    leaves: Sequence[bytes], joined: Sequence[str | None]
) -> tuple[Sequence[bytes], Sequence[bytes]]:
    """Return the digest of each disclosure, and beside it the leaf that has to hold it."""
    if None in joined or "" in joined or DISCLOSURE_SEPARATOR in "".join(filter(None, joined)):
        disclosed = [split_disclosures(each) or () for each in joined]
        owners = [leaf for leaf, some in zip(leaves, disclosed, strict=True) for _ in some]
        single = [each for some in disclosed for each in some]
        if "" in single:  # which the link of entry 0 would vouch for: it is the hash of nothing
            return leaves, [b"~"] * len(leaves)
    else:
        owners, single = list(leaves), [each for each in joined if each is not None]
    return owners, _texts([sha256(each.encode()).digest() for each in single])


def _well_formed(leaves: Sequence[bytes]) -> bool:
    """Say whether leaves have the shape of one, whose ends were compared already.

    Leaves of four digests, as nearly all are, are compared all at once: a line feed stands between
    each two, and nothing that has one inside can come out with the right number of them.
    """
    bare = b"\n".join(leaves).translate(None, _WORD_LETTERS)
    return (
        bare == b"\n".join([_BARE_LEAF] * len(leaves))
        or {leaf.translate(None, _WORD_LETTERS) for leaf in leaves} <= _BARE_LEAVES
        or all(map(LEAF_SHAPE.fullmatch, leaves))
    )


def _texts(hashes: Sequence[bytes]) -> list[bytes]:
    """Spell hashes in base64url, all in one go."""
    text = b2a_base64(b"".join(each + b"\x00" for each in hashes), newline=False)
    text = text.translate(_ALPHABET)
    return [text[at : at + _HASH_TEXT] for at in range(0, len(text), _HASH_PITCH)]
