"""Check a Kinhold record with Python's standard library alone.

This one file holds all the checking code of the record and imports nothing of Kinhold, so that
it can travel beside an export and be read, and run, by someone who trusts neither the household
nor the program. It needs Python 3.11 or newer. The format that it checks is described, byte by
byte, in `docs/reference/record-format.md`.

Sources: RFC 9162 section 2.1 (Merkle trees and their proofs), RFC 9901 (salted disclosures),
RFC 8785 (canonical JSON), RFC 4648 section 5 (base64url).
"""

from __future__ import annotations

import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LEAF_VERSION = 1
"""The `v` of every leaf that this file understands."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a log without entries (RFC 9162 section 2.1.1), and the `prev` of entry 0."""

DIGEST_GROUP = 4
"""The number of digests in a leaf is a positive multiple of this, so that it tells little."""

SAFE_INTEGER = 2**53
"""Whole numbers of this size or more are not exact in every JSON reader, so they are refused."""

_HASH_SIZE = 32
_SALT_SIZE = 16
_LONGEST_INTEGER = 17  # digits and sign of the largest whole number that is let through
_DISCLOSURE_MEMBERS = 3
_RESERVED_NAMES = ("_sd", "...")  # RFC 9901 section 4.2.1 keeps these two for itself

_DIGEST = rb"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"
_UUID = rb"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
_LOG_ID = rb"[0-9a-f]{32}"
_MOMENT = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
LEAF_SHAPE = re.compile(
    rb'\{"c":\[("%s"(?:,"%s")*)\],"id":"(%s)","log":"(%s)","prev":"(%s)","rec":"(%s)",'
    rb'"seq":(0|[1-9][0-9]{0,15}),"v":1\}' % (_DIGEST, _DIGEST, _UUID, _LOG_ID, _DIGEST, _MOMENT)
)
"""The canonical bytes (RFC 8785) of a leaf; what it cannot say, `parse_leaf` checks besides."""

_DIGEST_TEXT = re.compile(_DIGEST.decode())
_UUID_TEXT = re.compile(_UUID.decode())
_LOG_ID_TEXT = re.compile(_LOG_ID.decode())
_MOMENT_TEXT = re.compile(_MOMENT.decode())
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")
_LEAF_KEYS = ("c", "id", "log", "prev", "rec", "seq", "v")


class JournalError(Exception):
    """The root of every exception of the record; its text is fit for the person who reads it."""


class Malformed(JournalError):
    """Bytes that are not what the record format says they must be; the text says in which way."""


# --- Strict JSON and base64url ---------------------------------------------------------------


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Malformed(f"the key {twice!r} stands twice in one JSON object")
    return found


def _exact_integer(digits: str) -> int:
    if len(digits) > _LONGEST_INTEGER or abs(int(digits)) >= SAFE_INTEGER:
        raise Malformed(
            f"the whole number {digits[:24]} is too large to be exact in JSON; write it as a string"
        )
    return int(digits)


def _finite_number(digits: str) -> float:
    number = float(digits)
    if number in (float("inf"), float("-inf")):
        raise Malformed(f"the number {digits[:24]} is too large for JSON")
    return number


def _no_such_number(name: str) -> NoReturn:
    raise Malformed(f"{name} is not a JSON number")


_JSON = json.JSONDecoder(
    object_pairs_hook=_without_duplicates,
    parse_int=_exact_integer,
    parse_float=_finite_number,
    parse_constant=_no_such_number,
)


def strict_json(raw: bytes) -> object:
    """Read JSON text and refuse everything that two readers could understand differently.

    Refused are duplicate keys, NaN and Infinity, whole numbers of 2**53 or more in magnitude,
    numbers beyond the range of a double, halves of surrogate pairs, a byte order mark, text
    that is not UTF-8, and nesting deeper than the interpreter can follow (RFC 8785 section 3.1,
    RFC 7493).

    Args:
        raw: one JSON value as UTF-8 bytes.

    Returns:
        The value as dict, list, str, int, float, bool or None.

    Raises:
        Malformed: with a sentence that says what is wrong.
    """
    try:
        text = raw.decode("utf-8")
        value: object = _JSON.decode(text)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed("the JSON holds half of a surrogate pair") from error
    except UnicodeDecodeError as error:
        raise Malformed("the JSON is not UTF-8 text") from error
    except RecursionError as error:
        raise Malformed("the JSON is nested too deeply") from error
    except json.JSONDecodeError as error:
        raise Malformed(f"this is not JSON: {error.msg} at character {error.pos}") from error
    return value


def encode_base64url(raw: bytes) -> str:
    """Write bytes as base64url without padding (RFC 4648 section 5)."""
    text = binascii.b2a_base64(raw, newline=False).decode("ascii")
    return text.rstrip("=").replace("+", "-").replace("/", "_")


def decode_base64url(text: str) -> bytes:
    """Read base64url without padding; only the one canonical spelling of the bytes is accepted.

    Args:
        text: characters of the base64url alphabet, without `=`.

    Returns:
        The bytes.

    Raises:
        Malformed: if the text is not base64url, is padded, or has stray bits at its end.
    """
    if not _BASE64URL.fullmatch(text):
        raise Malformed("the text holds characters that are not base64url")
    try:
        raw = binascii.a2b_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))
    except binascii.Error as error:
        raise Malformed("the base64url text is cut short") from error
    if encode_base64url(raw) != text:
        raise Malformed("the base64url text has stray bits at its end")
    return raw


# --- Merkle trees: hashes, ranges, roots, proofs ---------------------------------------------


def leaf_hash(leaf: bytes) -> bytes:
    """Return the SHA-256 of a leaf of the tree: of 0x00 and the bytes (RFC 9162 section 2.1.1)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the SHA-256 of an inner node: of 0x01, left and right (RFC 9162 section 2.1.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(nodes: list[bytes], size: int, leaf_hashes: Iterable[bytes]) -> int:
    """Continue a tree, held as the roots of its complete subtrees, with more leaves.

    The subtrees of a tree of `size` leaves are those of the binary digits of `size`, largest
    first, so a tree of any size is continued from at most 64 hashes.

    Args:
        nodes: the subtree roots, largest first; changed in place.
        size: how many leaves they cover.
        leaf_hashes: the hashes of the leaves to add, in order.

    Returns:
        The new size.
    """
    sha256, push, pull = hashlib.sha256, nodes.append, nodes.pop
    for each in leaf_hashes:
        node, complete = each, size
        while complete & 1:
            node = sha256(b"\x01" + pull() + node).digest()
            complete >>= 1
        push(node)
        size += 1
    return size


def root_of_nodes(nodes: Sequence[bytes]) -> bytes:
    """Join subtree roots, largest first, to the root of the tree that they cover.

    Args:
        nodes: as kept by `grow`; none for an empty tree.

    Returns:
        The 32 bytes of the root.
    """
    if not nodes:
        return EMPTY_ROOT
    root = nodes[-1]
    for left in reversed(nodes[:-1]):
        root = node_hash(left, root)
    return root


def root_of(leaf_hashes: Iterable[bytes]) -> bytes:
    """Compute the root of a tree from its leaf hashes in one pass (RFC 9162 section 2.1.1)."""
    nodes: list[bytes] = []
    grow(nodes, 0, leaf_hashes)
    return root_of_nodes(nodes)


def inclusion_holds(
    *, index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> bool:
    """Say whether a proof shows that a leaf stands at an index of a tree (RFC 9162 2.1.3.2).

    Args:
        index: the leaf's place, from 0.
        size: how many leaves the tree has.
        leaf: the leaf's hash (32 bytes), not the leaf itself.
        proof: the hashes of the path, lowest first.
        root: the root of the tree.

    Returns:
        True only if the proof is complete, has nothing left over and leads to the root.
    """
    if not 0 <= index < size or any(len(each) != _HASH_SIZE for each in (leaf, *proof)):
        return False
    place, last, reached = index, size - 1, leaf
    for each in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            reached = node_hash(each, reached)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            reached = node_hash(reached, each)
        place, last = place >> 1, last >> 1
    return last == 0 and reached == root


def consistency_holds(
    *, old_size: int, new_size: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether a proof shows that a tree only grew at its end (RFC 9162 section 2.1.4.2).

    An empty tree is refused: every tree continues it, so a proof from it would show nothing.

    Args:
        old_size: how many leaves the earlier tree had; at least 1.
        new_size: how many leaves the later tree has.
        old_root: the root of the earlier tree.
        new_root: the root of the later tree.
        proof: the hashes of the proof in the order of the RFC.

    Returns:
        True only if the proof is complete, has nothing left over and leads to both roots.
    """
    if not 1 <= old_size <= new_size or any(len(each) != _HASH_SIZE for each in proof):
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    path = list(proof)
    if old_size & (old_size - 1) == 0:
        path.insert(0, old_root)
    return _both_roots(path, old_size, new_size) == (old_root, new_root)


def _both_roots(path: list[bytes], old_size: int, new_size: int) -> tuple[bytes, bytes] | None:
    if not path:
        return None
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for each in path[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(each, old), node_hash(each, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, each)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None


# --- Leaves ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaf:
    """What the bytes of one leaf say.

    Attributes:
        log_id: 32 lower-case hexadecimal digits.
        sequence: the entry's place in its log, from 0.
        entry_id: a UUID of version 4 in lower case.
        previous_hash: the leaf hash of the entry before, or `EMPTY_ROOT` for entry 0.
        recorded_at: when the entry was appended, in UTC.
        digests: the commitments of the disclosures among decoys, as base64url.
    """

    log_id: str
    sequence: int
    entry_id: str
    previous_hash: bytes
    recorded_at: datetime
    digests: tuple[str, ...]


def read_moment(text: str) -> datetime:
    """Read the one spelling of a moment that a leaf may hold, `2026-11-22T01:10:00.000000Z`.

    Args:
        text: 27 characters: date, `T`, time with six decimals, `Z`.

    Returns:
        An aware datetime in UTC.

    Raises:
        Malformed: if the text has another shape or is no moment of the calendar.
    """
    if not _MOMENT_TEXT.fullmatch(text):
        raise Malformed(f"{text[:40]!r} is not a moment of the form 2026-11-22T01:10:00.000000Z")
    try:
        return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)
    except ValueError as error:
        raise Malformed(f"{text!r} is not a moment of the calendar") from error


def write_moment(moment: datetime) -> str:
    """Write a moment as a leaf spells it: UTC, microseconds, `Z`.

    Args:
        moment: an aware datetime; other zones are turned into UTC.

    Returns:
        27 characters.

    Raises:
        Malformed: if the datetime names no zone, since it would then be a guess.
    """
    if moment.tzinfo is None:
        raise Malformed("the moment of recording must say its time zone")
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def is_entry_id(text: str) -> bool:
    """Say whether a text is a UUID of version 4 in lower case with dashes."""
    return _UUID_TEXT.fullmatch(text) is not None


def is_log_id(text: str) -> bool:
    """Say whether a text is the id of a log: 128 bits as 32 lower-case hexadecimal digits."""
    return _LOG_ID_TEXT.fullmatch(text) is not None


def digests_flaw(digests: Sequence[str]) -> str:
    """Say what is wrong with the commitments of an entry; empty if nothing is."""
    if not digests or len(digests) % DIGEST_GROUP:
        return f"it holds {len(digests)} digests; their number must be a multiple of {DIGEST_GROUP}"
    if not all(_DIGEST_TEXT.fullmatch(each) for each in digests):
        return "one of its digests is not a SHA-256 in base64url"
    if len(set(digests)) != len(digests):
        return "the same digest stands in it twice"
    return ""


def parse_leaf(leaf: bytes) -> Leaf:
    """Read the bytes of a leaf; only the canonical bytes (RFC 8785) of a valid leaf are accepted.

    Args:
        leaf: the exact bytes that were stored.

    Returns:
        The leaf's seven members but for the version, which is 1.

    Raises:
        Malformed: with a sentence that says what is wrong: not JSON, unknown, missing or
            duplicate keys, wrong types, an impossible date, or bytes that are not canonical.
    """
    match = LEAF_SHAPE.fullmatch(leaf)
    if match is None:
        raise Malformed(_why_not_a_leaf(leaf))
    quoted, entry_id, log_id, previous, moment, sequence = match.groups()
    digests = tuple(quoted[1:-1].decode("ascii").split('","'))
    flaw = digests_flaw(digests)
    if flaw:
        raise Malformed(f"the leaf cannot be right: {flaw}")
    return Leaf(
        log_id=log_id.decode("ascii"),
        sequence=_exact_integer(sequence.decode("ascii")),
        entry_id=entry_id.decode("ascii"),
        previous_hash=decode_base64url(previous.decode("ascii")),
        recorded_at=read_moment(moment.decode("ascii")),
        digests=digests,
    )


def _why_not_a_leaf(leaf: bytes) -> str:
    """Find the sentence for bytes that are already known not to be a canonical leaf."""
    try:
        value = strict_json(leaf)
    except Malformed as error:
        return f"the leaf cannot be read: {error}"
    if not isinstance(value, dict):
        return "the leaf is not a JSON object"
    version = value.get("v")
    if type(version) is int and version > LEAF_VERSION:
        return f"the leaf has format version {version}; a newer version of this program is needed"
    unknown = sorted(set(value) - set(_LEAF_KEYS))
    missing = sorted(set(_LEAF_KEYS) - set(value))
    if unknown:
        return f"the leaf has the unknown key {unknown[0]!r}"
    if missing:
        return f"the leaf lacks the key {missing[0]!r}"
    for key in _LEAF_KEYS:
        if not _member_fits(key, value[key]):
            return f"the leaf's {key!r} is not what the format asks for"
    return "the leaf's bytes are not canonical JSON (RFC 8785)"


def _member_fits(key: str, value: object) -> bool:
    if key == "v":
        return type(value) is int and value == LEAF_VERSION
    if key == "seq":
        return type(value) is int and value >= 0
    if key == "c":
        return isinstance(value, list) and all(
            isinstance(each, str) and _DIGEST_TEXT.fullmatch(each) for each in value
        )
    patterns = {
        "id": _UUID_TEXT,
        "log": _LOG_ID_TEXT,
        "prev": _DIGEST_TEXT,
        "rec": _MOMENT_TEXT,
    }
    return isinstance(value, str) and patterns[key].fullmatch(value) is not None


# --- Disclosures -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Opened:
    """What one disclosure says (RFC 9901 section 4.2.1).

    Attributes:
        salt: 16 random bytes, without which the content cannot be guessed from its digest.
        name: what the value is, for example `content`.
        value: any JSON value.
    """

    salt: bytes
    name: str
    value: object


def disclosure_digest(encoded: str) -> str:
    """Return the digest of a disclosure: SHA-256 of its base64url text (RFC 9901 section 4.2.3).

    Args:
        encoded: the disclosure as it is stored and sent.

    Returns:
        43 characters of base64url.

    Raises:
        Malformed: if the text is not ASCII.
    """
    try:
        return encode_base64url(hashlib.sha256(encoded.encode("ascii")).digest())
    except UnicodeEncodeError as error:
        raise Malformed("the disclosure holds characters that are not base64url") from error


def open_disclosure(encoded: str) -> Opened:
    """Read one disclosure strictly.

    Args:
        encoded: base64url of the JSON array `[salt, name, value]`.

    Returns:
        Salt, name and value.

    Raises:
        Malformed: if it is not base64url, not strict JSON, or not such an array.
    """
    value = strict_json(decode_base64url(encoded))
    if not isinstance(value, list) or len(value) != _DISCLOSURE_MEMBERS:
        raise Malformed("the disclosure is not a list of salt, name and value")
    salt, name, content = value
    if not isinstance(salt, str) or len(decode_base64url(salt)) != _SALT_SIZE:
        raise Malformed("the disclosure's salt is not 128 bits in base64url")
    if not isinstance(name, str) or not name or name in _RESERVED_NAMES:
        raise Malformed("the disclosure has no usable name")
    return Opened(salt=decode_base64url(salt), name=name, value=content)


def disclosures_flaw(digests: Sequence[str], disclosures: Sequence[str]) -> str:
    """Say what is wrong with the disclosures of one entry; empty if nothing is.

    Args:
        digests: the commitments in the entry's leaf.
        disclosures: those that are still there and shown; any of them may have been erased or
            withheld, which cannot be told from a decoy and is no flaw.

    Returns:
        One sentence, or nothing.
    """
    left, names = set(digests), set()
    for place, encoded in enumerate(disclosures):
        try:
            digest, opened = disclosure_digest(encoded), open_disclosure(encoded)
        except Malformed as error:
            return f"disclosure {place} cannot be read: {error}"
        if digest not in left:
            return f"disclosure {place} is not one that the entry was sealed with, or stands twice"
        if opened.name in names:
            return f"two disclosures have the name {opened.name!r}"
        left.remove(digest)
        names.add(opened.name)
    return ""


# --- Whole logs ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong, or merely odd, in a log.

    Attributes:
        severity: `error` where the log is not what was written; `warning` where it may be, but a
            person should know (a clock that went backwards).
        code: a stable machine name: `leaf`, `log`, `gap`, `order`, `link`, `first`, `twice`,
            `disclosure`, `clock`, `size`, `root`.
        message: one sentence.
        positions: the places, from 0, of the entries that may be at fault, in the list given.
        entry_ids: the ids of those entries, as far as they can be read.
    """

    severity: Literal["error", "warning"]
    code: str
    message: str
    positions: tuple[int, ...]
    entry_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogCheck:
    """The outcome of checking a log.

    Attributes:
        size: how many entries were given.
        root: the RFC 9162 root over their leaves as they are.
        flaws: everything that was found, in the order of the entries.
    """

    size: int
    root: bytes
    flaws: tuple[Flaw, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong; warnings do not count."""
        return all(flaw.severity != "error" for flaw in self.flaws)


def check_log(
    entries: Iterable[tuple[bytes, Sequence[str] | None]],
    *,
    log_id: str | None = None,
    head: tuple[int, bytes] | None = None,
) -> LogCheck:
    """Check a whole log from its first entry: shapes, links, order, ids, clock and disclosures.

    Without a head that somebody kept, nothing can be said about entries cut off at the end, nor
    about a last entry that was exchanged; nor about a log that was rewritten from end to end.

    Args:
        entries: for each entry the exact bytes of its leaf and its disclosures; None for those
            that were all erased or withheld.
        log_id: the log that the entries should belong to; None takes it from the first entry.
        head: size and root as they were kept, from a checkpoint or from the store.

    Returns:
        Size, root and flaws. Flaws are returned, not raised.
    """
    reading = _Reading(log_id)
    for leaf, disclosures in entries:
        reading.take(leaf, disclosures)
    reading.name_broken_links()
    if head is not None:
        reading.compare_head(*head)
    flaws = sorted(reading.flaws, key=lambda flaw: flaw.positions[:1] or (reading.size,))
    return LogCheck(size=reading.size, root=root_of_nodes(reading.nodes), flaws=tuple(flaws))


class _Reading:
    """The state of `check_log` between two entries."""

    def __init__(self, log_id: str | None) -> None:
        self.log_id = log_id
        self.size = 0
        self.nodes: list[bytes] = []
        self.flaws: list[Flaw] = []
        self._ids: list[str] = []  # by position; empty where the leaf cannot be read
        self._seen: dict[str, int] = {}
        self._broken: list[int] = []  # positions whose `prev` does not match the entry before
        self._confirmed: set[int] = set()  # positions whose hash the entry after confirms
        self._expected = 0
        self._hash = EMPTY_ROOT
        self._latest: datetime | None = None

    def take(self, raw: bytes, disclosures: Sequence[str] | None) -> None:
        position, before = self.size, self._hash
        self._hash = leaf_hash(raw)
        self.size = grow(self.nodes, position, (self._hash,))
        try:
            leaf = parse_leaf(raw)
        except Malformed as error:
            self._ids.append("")
            self._note("leaf", f"Entry {position}: {error}.", position)
            self._expected += 1
            return
        self._ids.append(leaf.entry_id)
        self._place(position, leaf, before)
        self._identity(position, leaf)
        flaw = disclosures_flaw(leaf.digests, disclosures or ())
        if flaw:
            self._note("disclosure", f"Entry {position}: {flaw}.", position)

    def _place(self, position: int, leaf: Leaf, before: bytes) -> None:
        if leaf.sequence > self._expected:
            self._note(
                "gap",
                f"Entries {self._expected} to {leaf.sequence - 1} are missing before entry "
                f"{leaf.sequence}.",
                position,
            )
        elif leaf.sequence < self._expected:
            self._note(
                "order", f"Entry {leaf.sequence} stands where {self._expected} belongs.", position
            )
        elif leaf.previous_hash != before:
            if position == 0:
                self._note("first", "The first entry claims that another came before.", position)
            else:
                self._broken.append(position)
        else:
            self._confirmed.add(position - 1)
        self._expected = leaf.sequence + 1

    def _identity(self, position: int, leaf: Leaf) -> None:
        self.log_id = self.log_id or leaf.log_id
        if leaf.log_id != self.log_id:
            self._note("log", f"Entry {position} belongs to another log.", position)
        earlier = self._seen.setdefault(leaf.entry_id, position)
        if earlier != position:
            self._note(
                "twice",
                f"Entries {earlier} and {position} have the same id.",
                earlier,
                position,
            )
        if self._latest is not None and leaf.recorded_at < self._latest:
            self._note(
                "clock",
                f"Entry {position} was recorded at an earlier time than the one before; the clock "
                "of the machine was probably set back.",
                position,
                severity="warning",
            )
        self._latest = leaf.recorded_at

    def name_broken_links(self) -> None:
        """Say for each broken link which of its two entries may be at fault.

        An entry whose own hash is confirmed by the entry after it was not changed.
        """
        for after in self._broken:
            suspects = [after - 1]
            if after not in self._confirmed:
                suspects.append(after)
            who = f"Entry {after - 1}" if len(suspects) == 1 else f"Entry {after - 1} or {after}"
            self._note("link", f"{who} was changed after entry {after} was written.", *suspects)

    def compare_head(self, size: int, root: bytes) -> None:
        """Compare what was read with a head that was kept."""
        if size != self.size:
            self._note(
                "size", f"The head speaks of {size} entries, and {self.size} are here.", self.size
            )
        elif root != root_of_nodes(self.nodes):
            sound = not any(flaw.severity == "error" for flaw in self.flaws)
            suspects = (self.size - 1,) if sound and self.size else ()
            self._note("root", "The entries do not add up to the root that was kept.", *suspects)

    def _note(
        self,
        code: str,
        message: str,
        *positions: int,
        severity: Literal["error", "warning"] = "error",
    ) -> None:
        ids = tuple(self._ids[each] for each in positions if each < len(self._ids))
        self.flaws.append(Flaw(severity, code, message, positions, tuple(filter(None, ids))))
