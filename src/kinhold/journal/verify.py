"""Check a Kinhold record with Python's standard library alone.

    python3 verify.py BUNDLE.zip [--held FILE]... [--words "..."] [--since DATE] [--json]

This one file holds all the checking code of the record and imports nothing of Kinhold, so that
it can travel beside an export and be read, and run, by someone who trusts neither the household
nor the program. It needs Python 3.11 or newer. The formats that it checks are described, byte by
byte, in `docs/reference/record-format.md` and `docs/reference/bundle-format.md`. It ends with 0
where a bundle is sound, with 1 where it is not, and with 2 where that cannot be told.

Sources: RFC 9162 section 2.1 (Merkle trees and their proofs), RFC 9901 (salted disclosures),
RFC 8785 (canonical JSON), RFC 4648 (base64), RFC 8032 (Ed25519), C2SP signed-note,
tlog-checkpoint and tlog-proof (c2sp.org), D. Wilkerson, "A Proposal for Proquints",
arXiv:0901.4016 (the short words).
"""

from __future__ import annotations

import binascii
import hashlib
import json
import re
import struct
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final, Literal, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from zoneinfo import ZoneInfo

LEAF_VERSION = 1
"""The `v` of every leaf that this file understands."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a log without entries (RFC 9162 section 2.1.1), and the `prev` of entry 0."""

DIGEST_GROUP = 4
"""The number of digests in a leaf is a positive multiple of this, so that it tells little."""

SAFE_INTEGER = 2**53
"""Whole numbers of this size or more are not exact in every JSON reader, so they are refused."""

DEEPEST_JSON = 100
"""JSON nested deeper than this is refused, so that every reader stops at the same depth."""

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
_BASE64URL = re.compile(
    r"(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-][AQgw]|[A-Za-z0-9_-]{2}[AEIMQUYcgkosw048])?"
)
_TO_BASE64URL = bytes.maketrans(b"+/", b"-_")
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


_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*"|([\[{])|([\]}])', re.DOTALL)


def _too_deep(text: str) -> bool:
    if text.count("[") + text.count("{") <= DEEPEST_JSON:
        return False
    depth = 0
    for match in _BRACKETS.finditer(text):
        opened, closed = match.groups()
        depth += bool(opened) - bool(closed)
        if depth > DEEPEST_JSON:
            return True
    return False


def strict_json(raw: bytes) -> object:
    """Read JSON text and refuse everything that two readers could understand differently.

    Refused are duplicate keys, NaN and Infinity, whole numbers of 2**53 or more in magnitude,
    numbers beyond the range of a double, halves of surrogate pairs, a byte order mark, text
    that is not UTF-8, and nesting deeper than `DEEPEST_JSON` (RFC 8785 section 3.1, RFC 7493).

    Args:
        raw: one JSON value as UTF-8 bytes.

    Returns:
        The value as dict, list, str, int, float, bool or None.

    Raises:
        Malformed: with a sentence that says what is wrong.
    """
    try:
        text = raw.decode("utf-8")
        if _too_deep(text):
            raise Malformed("the JSON is nested too deeply")
        value: object = _JSON.decode(text)
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed("the JSON holds half of a surrogate pair") from error
    except UnicodeDecodeError as error:
        raise Malformed("the JSON is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise Malformed(f"this is not JSON: {error.msg} at character {error.pos}") from error
    return value


def encode_base64url(raw: bytes) -> str:
    """Write bytes as base64url without padding (RFC 4648 section 5)."""
    text = binascii.b2a_base64(raw, newline=False)
    return text.rstrip(b"=").translate(_TO_BASE64URL).decode("ascii")


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
        raise Malformed("the text is not base64url, or not in its one spelling")
    standard = text.replace("-", "+").replace("_", "/")
    return binascii.a2b_base64(standard + "=" * (-len(text) % 4))


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
        if text[11:13] == "24":  # which some versions of Python read as the next midnight
            raise ValueError(text)  # noqa: TRY301 - told as every other impossible time is
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
    if len(digests) % DIGEST_GROUP or len(set(digests)) != len(digests):
        raise Malformed(f"the leaf cannot be right: {digests_flaw(digests)}")
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
    salted = decode_base64url(salt) if isinstance(salt, str) else b""
    if len(salted) != _SALT_SIZE:
        raise Malformed("the disclosure's salt is not 128 bits in base64url")
    if not isinstance(name, str) or not name or name in _RESERVED_NAMES:
        raise Malformed("the disclosure has no usable name")
    return Opened(salt=salted, name=name, value=content)


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


# --- Ed25519 ---------------------------------------------------------------------------------

_PRIME = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_CURVE_D = -121665 * pow(121666, -1, _PRIME) % _PRIME
_ROOT_OF_MINUS_ONE = pow(2, (_PRIME - 1) // 4, _PRIME)
_PUBLIC_KEY_SIZE = 32
_SIGNATURE_SIZE = 64

_Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z
_NEUTRAL: Final[_Point] = (0, 1, 1, 0)


def _point_sum(one: _Point, other: _Point) -> _Point:
    """Add two points (RFC 8032 section 5.1.4)."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % _PRIME
    b = (one[1] + one[0]) * (other[1] + other[0]) % _PRIME
    c = 2 * one[3] * other[3] * _CURVE_D % _PRIME
    d = 2 * one[2] * other[2] % _PRIME
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % _PRIME, g * h % _PRIME, f * g % _PRIME, e * h % _PRIME


def _read_point(encoded: bytes) -> _Point | None:
    """Read a point in its one canonical spelling (RFC 8032 section 5.1.3); None for any other."""
    number = int.from_bytes(encoded, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    if y >= _PRIME:
        return None
    u, v = (y * y - 1) % _PRIME, (_CURVE_D * y * y + 1) % _PRIME
    x = u * pow(v, 3, _PRIME) * pow(u * pow(v, 7, _PRIME), (_PRIME - 5) // 8, _PRIME) % _PRIME
    if v * x * x % _PRIME != u:
        x = x * _ROOT_OF_MINUS_ONE % _PRIME
    if v * x * x % _PRIME != u or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = _PRIME - x
    return x, y, 1, x * y % _PRIME


def _write_point(point: _Point) -> bytes:
    inverse = pow(point[2], -1, _PRIME)
    x, y = point[0] * inverse % _PRIME, point[1] * inverse % _PRIME
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _is_small(point: _Point) -> bool:
    """Say whether a point is one of the eight that sign everything or nothing in particular."""
    for _ in range(3):
        point = _point_sum(point, point)
    return point[0] == 0 and point[1] == point[2]


@lru_cache(maxsize=64)
def _multiples(point: _Point) -> list[list[_Point]]:
    """List 0 to 15 times a point, then 0 to 15 times 16 times the point, and so on to 16**63."""
    rows = []
    for _ in range(64):
        row = [_NEUTRAL]
        for _ in range(15):
            row.append(_point_sum(row[-1], point))
        rows.append(row)
        point = _point_sum(row[-1], point)
    return rows


_BASE = _read_point((4 * pow(5, -1, _PRIME) % _PRIME).to_bytes(32, "little")) or _NEUTRAL


def ed25519_holds(*, public_key: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether an Ed25519 signature is that of a key over a message (RFC 8032 section 5.1.7).

    Strict: S must be below the group's order, both points must be spelled canonically, neither
    may be one of the eight points of small order, and the equation is checked without cofactor.
    So there is no second signature that somebody without the key could make of a first.
    The same question is worked out once per process.

    Args:
        public_key: 32 bytes.
        message: any bytes.
        signature: 64 bytes.

    Returns:
        True only if it holds; False also for sizes that cannot be right.
    """
    if len(public_key) != _PUBLIC_KEY_SIZE or len(signature) != _SIGNATURE_SIZE:
        return False
    challenge = hashlib.sha512(signature[:32] + public_key + message).digest()
    return _equation_holds(public_key, signature, challenge)


@lru_cache(maxsize=65536)
def _equation_holds(public_key: bytes, signature: bytes, challenge: bytes) -> bool:
    """Check S B = R + k A, as S B - k A = R.

    That what is worked out is written as R is written shows also that R was canonical.
    """
    key, scalar = _read_key(public_key), int.from_bytes(signature[32:], "little")
    if key is None or scalar >= _ORDER:
        return False
    factor = int.from_bytes(challenge, "little") % _ORDER
    reached = _NEUTRAL
    for of_base, of_key in zip(_multiples(_BASE), _multiples(key), strict=True):
        reached = _point_sum(reached, of_base[scalar & 15])
        x, y, z, t = of_key[factor & 15]
        reached = _point_sum(reached, (_PRIME - x, y, z, _PRIME - t))
        scalar, factor = scalar >> 4, factor >> 4
    return _write_point(reached) == signature[:32] and not _is_small(reached)


@lru_cache(maxsize=1024)
def _read_key(public_key: bytes) -> _Point | None:
    """Read a public key; None if it is no point, not canonical, or one of the eight."""
    point = _read_point(public_key)
    return None if point is None or _is_small(point) else point


# --- Short words -----------------------------------------------------------------------------

_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"
_WORD = re.compile(rf"(?:[{_CONSONANTS}][{_VOWELS}][{_CONSONANTS}][{_VOWELS}][{_CONSONANTS}])")
_BETWEEN_WORDS = re.compile("[ \t\r\n\u00a0\u2010-\u2015-]+")
_WORDS_HASHED = 16  # bytes of a checkpoint's hash that its words say: 128 bits


def short_words(raw: bytes) -> str:
    """Write bytes as words that can be read out over a telephone (proquints, arXiv:0901.4016).

    Args:
        raw: an even number of bytes; each two become one word of five letters.

    Returns:
        Lower-case words joined by spaces; `7f 00 00 01` is `lusab babad`.

    Raises:
        Malformed: if the number of bytes is odd.
    """
    if len(raw) % 2:
        raise Malformed("words stand for two bytes each")
    return " ".join(
        _CONSONANTS[number >> 12]
        + _VOWELS[number >> 10 & 3]
        + _CONSONANTS[number >> 6 & 15]
        + _VOWELS[number >> 4 & 3]
        + _CONSONANTS[number & 15]
        for number in struct.unpack(f">{len(raw) // 2}H", raw)
    )


def read_short_words(text: str) -> bytes:
    """Read what `short_words` wrote, in upper or lower case, with spaces or dashes between.

    Args:
        text: the words as somebody typed them.

    Returns:
        Two bytes for each word.

    Raises:
        Malformed: if there is no word, or something that is not such a word.
    """
    words = [each for each in _BETWEEN_WORDS.split(text) if each]
    raw = bytearray()
    for word in words:
        low = word.lower() if word.isascii() else ""
        if not _WORD.fullmatch(low):
            raise Malformed(f"{plain(word, 20)} is not one of the words: each has five letters")
        number = 0
        for letter in low:
            row = _VOWELS if letter in _VOWELS else _CONSONANTS
            number = number * len(row) + row.index(letter)
        raw += struct.pack(">H", number)
    if not raw:
        raise Malformed("there are no words")
    return bytes(raw)


# --- Signed notes and checkpoints (C2SP) -----------------------------------------------------

ORIGIN: Final = "kinhold.invalid/l/"
"""Stands before a log's id in its origin, the name of the log and of its key."""

_SPACES = "\t\n\v\f\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_KEY_NAME = rf"[^{_SPACES}+\x00-\x1f]+"
_VKEY = re.compile(rf"({_KEY_NAME})\+([0-9a-f]{{8}})\+([A-Za-z0-9+/=]+)")
_SIGNATURE_LINE = re.compile(rf"\u2014 ({_KEY_NAME}) ([A-Za-z0-9+/=]+)")
_CHECKPOINT = re.compile(r"([^\n]+)\n(0|[1-9][0-9]{0,15})\n([A-Za-z0-9+/]{43}=)\n")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_ED25519 = b"\x01"
_KEY_ID_SIZE = 4
_MOST_SIGNATURES = 100


def origin_of(log_id: str) -> str:
    """Return the origin of a log: its name in checkpoints, and the name of its key."""
    return ORIGIN + log_id


def decode_base64(text: str) -> bytes:
    """Read base64 with padding (RFC 4648 section 4); only the canonical spelling is accepted.

    Raises:
        Malformed: if the text is anything else.
    """
    try:
        raw = binascii.a2b_base64(text.encode("ascii"))
    except (binascii.Error, UnicodeEncodeError) as error:
        raise Malformed("this is not base64") from error
    if encode_base64(raw) != text:
        raise Malformed("this is not base64 in its one spelling")
    return raw


def encode_base64(raw: bytes) -> str:
    """Write bytes as base64 with padding (RFC 4648 section 4)."""
    return binascii.b2a_base64(raw, newline=False).decode("ascii")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """The public half of a key that signs notes.

    Attributes:
        name: who signs; for a log, its origin.
        public_key: the 32 bytes of an Ed25519 key.
    """

    name: str
    public_key: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes that stand for the key in a signature line (C2SP signed-note)."""
        named = self.name.encode() + b"\n" + _ED25519 + self.public_key
        return hashlib.sha256(named).digest()[:_KEY_ID_SIZE]

    @property
    def text(self) -> str:
        """The key as C2SP signed-note writes it: `name+id+base64`."""
        return f"{self.name}+{self.key_id.hex()}+{encode_base64(_ED25519 + self.public_key)}"


def read_vkey(text: str) -> VerifierKey:
    """Read a verifier key of C2SP signed-note; only Ed25519 keys are known here.

    Args:
        text: `name+id+base64`, without a line break.

    Raises:
        Malformed: if it is not written so, if the id is not that of the key, or if the key is
            no point of the curve, or one that signs everything.
    """
    match = _VKEY.fullmatch(text)
    if match is None:
        raise Malformed("the key is not written as name+id+base64")
    name, key_id, encoded = match.groups()
    raw = decode_base64(encoded)
    if len(raw) != 1 + _PUBLIC_KEY_SIZE or raw[:1] != _ED25519:
        raise Malformed("the key is not an Ed25519 key")
    key = VerifierKey(name=name, public_key=raw[1:])
    if key.key_id.hex() != key_id or _read_key(key.public_key) is None:
        raise Malformed("the key and its id do not belong together, or it is no key")
    return key


@dataclass(frozen=True, slots=True)
class Note:
    """A signed note as it was read; nothing is known of its signatures yet.

    Attributes:
        text: what is signed, with the line break at its end.
        signatures: name, key id (4 bytes) and signature of each line.
    """

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def read_note(raw: bytes) -> Note:
    """Read a signed note (C2SP signed-note).

    Args:
        raw: text, an empty line, and signature lines.

    Returns:
        Text and signatures; say with `note_holds` whether the text may be believed.

    Raises:
        Malformed: if it is no note.
    """
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("the note is not UTF-8 text") from error
    text, gap, block = whole.rpartition("\n\n")
    if not gap or not block.endswith("\n") or _CONTROL.search(whole):
        raise Malformed("the note is not a text, an empty line and signatures")
    lines = block[:-1].split("\n")
    if len(lines) > _MOST_SIGNATURES:
        raise Malformed("the note has too many signatures")
    signatures = []
    for line in lines:
        match = _SIGNATURE_LINE.fullmatch(line)
        signed = decode_base64(match[2]) if match else b""
        if match is None or len(signed) <= _KEY_ID_SIZE:
            raise Malformed("a signature of the note is not written as the format demands")
        signatures.append((match[1], signed[:_KEY_ID_SIZE], signed[_KEY_ID_SIZE:]))
    return Note(text=text + "\n", signatures=tuple(signatures))


def note_holds(note: Note, key: VerifierKey) -> bool:
    """Say whether a note is signed by a key.

    Signatures of other keys, such as those of witnesses, are passed over, as C2SP signed-note
    demands. A signature of this key that fails, or one that stands twice, makes it false.
    """
    ours = [
        signature
        for name, key_id, signature in note.signatures
        if (name, key_id) == (key.name, key.key_id)
    ]
    return len(ours) == 1 and ed25519_holds(
        public_key=key.public_key, message=note.text.encode(), signature=ours[0]
    )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log's checkpoint says (C2SP tlog-checkpoint).

    Attributes:
        origin: the log.
        size: how many entries it had.
        root: the RFC 9162 root over them, 32 bytes.
    """

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{encode_base64(self.root)}\n"

    @property
    def words(self) -> str:
        """Eight short words for the whole text: the first 16 bytes of its SHA-256."""
        return short_words(hashlib.sha256(self.text.encode()).digest()[:_WORDS_HASHED])


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a checkpoint: three lines, and no extension lines.

    Raises:
        Malformed: if it is anything else.
    """
    match = _CHECKPOINT.fullmatch(text)
    if match is None or int(match[2]) >= SAFE_INTEGER or _CONTROL.search(text):
        raise Malformed("this is not a checkpoint of three lines: log, size and root")
    return Checkpoint(origin=match[1], size=int(match[2]), root=decode_base64(match[3]))


# --- Proofs as text --------------------------------------------------------------------------

PROOF_FIRST_LINE: Final = "c2sp.org/tlog-proof@v1"
_PROOF = re.compile(
    r"c2sp\.org/tlog-proof@v1\n(?:extra ([A-Za-z0-9+/=]+)\n)?index (0|[1-9][0-9]{0,15})\n"
    r"((?:[A-Za-z0-9+/]{43}=\n){0,63})\n"
)


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """A proof that an entry stands in a log (C2SP tlog-proof).

    Attributes:
        index: the entry's place, from 0.
        path: the hashes of RFC 9162 section 2.1.3.1, lowest first.
        checkpoint: the signed note that it leads to, as bytes.
        extra: opaque; nothing vouches for it.
    """

    index: int
    path: tuple[bytes, ...]
    checkpoint: bytes
    extra: bytes = b""


def read_proof(raw: bytes) -> InclusionProof:
    """Read a proof of inclusion (C2SP tlog-proof@v1); its checkpoint is not looked into.

    Raises:
        Malformed: if it is not written as the specification says.
    """
    head, gap, checkpoint = raw.partition(b"\n\n")
    match = _PROOF.fullmatch((head + gap).decode("latin-1"))
    if match is None or int(match[2]) >= SAFE_INTEGER:
        raise Malformed("this is not a proof as C2SP tlog-proof writes it")
    return InclusionProof(
        index=int(match[2]),
        path=tuple(decode_base64(line) for line in match[3].split("\n")[:-1]),
        checkpoint=checkpoint,
        extra=decode_base64(match[1] or ""),
    )


def read_hash_lines(raw: bytes) -> tuple[bytes, ...]:
    """Read hashes of 32 bytes, one a line in base64: the form of a proof that a log only grew.

    Raises:
        Malformed: if a line is anything else, or there are more than 64.
    """
    if not _HASH_LINES.fullmatch(raw):
        raise Malformed("these are not hashes in base64, one a line")
    return tuple(decode_base64(line) for line in raw.decode("ascii").split("\n")[:-1])


_HASH_LINES = re.compile(rb"(?:[A-Za-z0-9+/]{43}=\n){1,64}")


# --- The file of a bundle: a ZIP of which every byte is settled -------------------------------

BUNDLE_FIRST_LINE: Final = "kinhold.invalid/bundle/v1"
"""The first line of a bundle's manifest."""

FIRST_MEMBER: Final = "README.txt"
MANIFEST: Final = "manifest"
MOST_MEMBERS: Final = 65_534
"""More than this would need another form of ZIP."""

LARGEST_BUNDLE: Final = 2**32 - 2
"""A ZIP of 4 GiB or more would need another form, too."""

_ALONE = ("README.txt", "verify.py", "verify.html")
_OF_A_LOG = ("vkey", "zone", "checkpoint", "leaves.jsonl", "disclosures.jsonl")
_NUMBERED = {"proofs": 5, "older": 6, "anchors": 7}
_MEMBER_NAME = re.compile(
    r"README\.txt|verify\.py|verify\.html|manifest|attachments/[0-9a-f]{64}"
    r"|documents/(?!(?:con|prn|aux|nul|com[0-9]|lpt[0-9])\.)[a-z0-9][a-z0-9_-]{0,79}\.[a-z0-9]{1,8}"
    r"|logs/[0-9a-f]{32}/(?:vkey|zone|checkpoint|leaves\.jsonl|disclosures\.jsonl"
    r"|proofs/(?:0|[1-9][0-9]{0,14})\.tlog-proof|older/[1-9][0-9]{0,14}\.(?:checkpoint|consistency)"
    r"|anchors/[1-9][0-9]{0,14}\.tsr)"
)
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCAL_MARK = b"PK\x03\x04"
_ZIP_VERSION = 10  # stored files and nothing else
_ZIP_DATE = 1 << 5 | 1  # 1 January 1980, the first day that a ZIP can name


def is_member_name(name: str) -> bool:
    """Say whether a name may stand in a bundle."""
    return _MEMBER_NAME.fullmatch(name) is not None


def member_order(name: str) -> tuple[int, str, int, int, str]:
    """Return what the members of a bundle are sorted by; `name` is a name that may stand there."""
    if name in _ALONE:
        return (_ALONE.index(name), "", 0, 0, "")
    if name == MANIFEST:
        return (9, "", 0, 0, "")
    first, _, rest = name.partition("/")
    if first != "logs":
        return (3 if first == "documents" else 4, "", 0, 0, rest)
    log_id, _, part = rest.partition("/")
    if part in _OF_A_LOG:
        return (5, log_id, _OF_A_LOG.index(part), 0, "")
    folder, _, file = part.partition("/")
    number, _, kind = file.partition(".")
    return (5, log_id, _NUMBERED[folder], int(number), kind)


def packed(members: Iterable[tuple[bytes, bytes]]) -> Iterator[bytes]:
    """Write a ZIP in the one form that a bundle may have, piece by piece.

    Stored and not compressed, dated 1980-01-01, without extra fields, comments, data
    descriptors or attributes, in the order given.

    Args:
        members: name and content of each.

    Yields:
        The pieces of the file, in order.

    Raises:
        Malformed: for more members or bytes than such a file can hold.
    """
    listed, at, count = [], 0, 0
    for name, content in members:
        checksum, size = binascii.crc32(content), len(content)
        after = at + _LOCAL.size + len(name) + size
        if count == MOST_MEMBERS or after > LARGEST_BUNDLE:
            raise Malformed("a bundle has room for 65,534 files and 4 GiB, and this is more")
        same = (0, 0, 0, _ZIP_DATE, checksum, size, size, len(name), 0)
        yield _LOCAL.pack(_LOCAL_MARK, _ZIP_VERSION, *same)
        yield name
        yield content
        listed.append(
            _CENTRAL.pack(b"PK\x01\x02", _ZIP_VERSION, _ZIP_VERSION, *same, 0, 0, 0, 0, at) + name
        )
        at, count = after, count + 1
    directory = b"".join(listed)
    if at + len(directory) + _END.size > LARGEST_BUNDLE:
        raise Malformed("a bundle has room for 4 GiB, and this is more")
    yield directory
    yield _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), at, 0)


def manifest_text(members: Iterable[tuple[str, bytes]]) -> str:
    """Write what a bundle's manifest says: SHA-256, length and name of every other member.

    Args:
        members: names and contents in their order, without the manifest.
    """
    lines = [
        f"{hashlib.sha256(content).hexdigest()} {len(content)} {name}\n"
        for name, content in members
    ]
    return f"{BUNDLE_FIRST_LINE}\n{''.join(lines)}"


@dataclass(frozen=True, slots=True)
class _Unpacked:
    members: tuple[tuple[bytes, bytes], ...]
    is_bundle: bool
    repacked: bool  # compressed, or with sizes that stand elsewhere: no member can be read
    canonical: bool


def _unpack(raw: bytes) -> _Unpacked:
    """Read the members of a ZIP one after another, as far as that goes."""
    members: list[tuple[bytes, bytes]] = []
    at, repacked = 0, False
    while len(raw) - at >= _LOCAL.size and raw[at : at + 4] == _LOCAL_MARK:
        _, _, flags, method, _, _, _, size, _, named, extra = _LOCAL.unpack_from(raw, at)
        start = at + _LOCAL.size
        at = start + named + extra + size
        if flags or method:
            repacked = True
            members.append((raw[start : start + named], b""))
            break
        if at > len(raw):
            break
        members.append((raw[start : start + named], raw[at - size : at]))
    is_bundle = bool(members) and members[0][0] == FIRST_MEMBER.encode()
    canonical = is_bundle and not repacked and _is_packed(raw, members)
    return _Unpacked(tuple(members), is_bundle, repacked, canonical)


def _is_packed(raw: bytes, members: Sequence[tuple[bytes, bytes]]) -> bool:
    """Say whether the bytes are those that the members call for, to the last one."""
    at = 0
    try:
        for piece in packed(members):
            if raw[at : at + len(piece)] != piece:
                return False
            at += len(piece)
    except Malformed:
        return False
    return at == len(raw)


# --- What a bundle's log holds ---------------------------------------------------------------

_ZONE = re.compile(rb"[A-Za-z][A-Za-z0-9_+-]{0,31}(?:/[A-Za-z0-9_+-]{1,31}){0,2}\n")
_SHOWN_LINE = re.compile(
    rb'\{"seq":(0|[1-9][0-9]{0,15}),"d":\["([A-Za-z0-9_-]+(?:","[A-Za-z0-9_-]+)*)"\]\}'
)
_NEWER_LEAF = re.compile(rb'\{"c":\[.*,"v":(?:[2-9]|[1-9][0-9]{1,8})\}')


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a bundle, or worth knowing about it.

    Attributes:
        code: a stable machine name.
        message: about a file, a sentence; about an entry, what is wrong with "it".
        log_id: the log of the entry; empty where the fault is not one of an entry.
        sequence: the entry's number, from 0.
        entry_id: its id, where it can be read.
        recorded: when it was recorded, as its leaf says, where that can be read.
    """

    code: str
    message: str
    log_id: str = ""
    sequence: int | None = None
    entry_id: str = ""
    recorded: str = ""

    @property
    def sentence(self) -> str:
        """The fault in words, with all that is known of its entry."""
        if self.sequence is None:
            return self.message
        known = f", id {self.entry_id}, recorded {_clock(self.recorded)}" if self.entry_id else ""
        return f"Entry {self.sequence} of log {self.log_id}{known}: {self.message}."


@dataclass(slots=True)
class _Row:
    """One line of a bundle's leaves."""

    sequence: int
    hash: bytes
    leaf: Leaf | None
    parts: dict[str, object] | None = None


class _BundledLog:
    """The state of checking one log of a bundle."""

    def __init__(self, log_id: str, files: Mapping[str, bytes]) -> None:
        self.log_id = log_id
        self.files = files  # by name within the log's folder
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self.newer = False
        self.key: VerifierKey | None = None
        self.checkpoint: Checkpoint | None = None
        self.zone = ""
        self.kept: dict[int, Checkpoint] = {}  # checkpoints that hold, by size
        self.anchors = self._numbers("anchors/")
        self.rows: dict[int, _Row] = {}
        self.shown: int | None = None
        self._proofs = self._numbers("proofs/")
        self._lines: list[_Row] = []  # in the order of the file

    def check(self) -> None:
        """Look at everything; what is wrong is in `faults` afterwards."""
        missing = [name for name in _OF_A_LOG if name not in self.files]
        for name in missing:
            self._of_file("missing", name, "is missing.")
        if "vkey" in self.files:
            self._read_key()
        if missing:
            return
        if not _ZONE.fullmatch(self.files["zone"]):
            self._of_file("zone", "zone", "does not name a time zone.")
        self.zone = self.files["zone"][:-1].decode("latin-1")
        self._read_checkpoint()
        if self.checkpoint is None:
            return
        self._read_older(self.checkpoint)
        self._read_leaves()
        self._check_links()
        self._check_places(self.checkpoint.size)
        self._read_disclosures()
        if self._proofs:
            self._check_proofs(self.checkpoint)
        else:
            self._check_root(self.checkpoint)

    def _numbers(self, folder: str) -> list[int]:
        found = {
            int(name[len(folder) :].partition(".")[0])
            for name in self.files
            if name.startswith(folder)
        }
        return sorted(found)

    def _of_file(self, code: str, name: str, message: str) -> None:
        self.faults.append(Fault(code, f"logs/{self.log_id}/{name} {message}"))

    def _of_entry(self, code: str, sequence: int, message: str) -> None:
        self.faults.append(self.about(code, sequence, message))

    def about(self, code: str, sequence: int, message: str) -> Fault:
        row = self.rows.get(sequence)
        leaf = row.leaf if row else None
        return Fault(
            code=code,
            message=message,
            log_id=self.log_id,
            sequence=sequence,
            entry_id=leaf.entry_id if leaf else "",
            recorded=write_moment(leaf.recorded_at) if leaf else "",
        )

    # The log's key and its checkpoints

    def _read_key(self) -> None:
        raw = self.files["vkey"]
        try:
            key = read_vkey(raw[:-1].decode("ascii"))
        except (Malformed, UnicodeDecodeError):
            key = None
        if key is None or key.name != origin_of(self.log_id) or raw[-1:] != b"\n":
            self._of_file("vkey", "vkey", "is not the key of this log.")
            return
        self.key = key

    def _read_signed(self, name: str) -> tuple[Checkpoint, bool] | None:
        """Read a checkpoint of this log, and say whether its signature holds."""
        try:
            note = read_note(self.files[name])
            checkpoint = read_checkpoint(note.text)
        except Malformed:
            return None
        if checkpoint.origin != origin_of(self.log_id):
            return None
        return checkpoint, self.key is not None and note_holds(note, self.key)

    def _read_checkpoint(self) -> None:
        read = self._read_signed("checkpoint")
        if read is None:
            self._of_file("checkpoint", "checkpoint", "is not a checkpoint of this log.")
            return
        self.checkpoint, holds = read
        if holds:
            self.kept[self.checkpoint.size] = self.checkpoint
        else:
            self._of_file("checkpoint", "checkpoint", "is not signed by the key of this log.")

    def _read_older(self, newest: Checkpoint) -> None:
        sizes = self._numbers("older/")
        for size in sizes:
            older, proof = f"older/{size}.checkpoint", f"older/{size}.consistency"
            if older not in self.files or proof not in self.files:
                absent = older if older not in self.files else proof
                self._of_file("missing", absent, "is missing.")
                continue
            read = self._read_signed(older)
            if read is None or not read[1] or read[0].size != size:
                self._of_file("older", older, "is not a signed checkpoint of this log and size.")
            elif not self._continues(read[0], newest, self.files[proof]):
                self._of_file("older", proof, "does not show that the log only grew.")
            else:
                self.kept[size] = read[0]
        for size in self.anchors:
            if size != newest.size and size not in sizes:
                self._of_file("anchor", f"anchors/{size}.tsr", "belongs to no checkpoint here.")

    @staticmethod
    def _continues(older: Checkpoint, newest: Checkpoint, proof: bytes) -> bool:
        try:
            path = read_hash_lines(proof)
        except Malformed:
            return False
        return older.size < newest.size and consistency_holds(
            old_size=older.size,
            new_size=newest.size,
            old_root=older.root,
            new_root=newest.root,
            proof=path,
        )

    # Leaves: shape, place, links

    def _read_leaves(self) -> None:
        last = -1
        for place, line in enumerate(self._lines_of("leaves.jsonl")):
            leaf = self._read_leaf(line)
            sequence = leaf.sequence if leaf else self._expected(place)
            row = _Row(sequence, leaf_hash(line), leaf)
            self._lines.append(row)
            fresh = self.rows.setdefault(sequence, row) is row
            if leaf is None and not _NEWER_LEAF.fullmatch(line):
                self._of_entry("leaf", sequence, "its leaf is not written as the format demands")
            elif leaf is None:
                self.newer = True
            elif leaf.log_id != self.log_id:
                self._of_entry("log", sequence, "it belongs to another log")
            if not fresh or sequence <= last:
                self._of_entry("order", sequence, "its leaf stands twice or out of order")
            last = sequence

    def _lines_of(self, name: str) -> list[bytes]:
        lines = self.files[name].split(b"\n")
        if lines[-1]:
            self._of_file("lines", name, "does not end with the end of a line.")
            return lines
        return lines[:-1]

    @staticmethod
    def _read_leaf(line: bytes) -> Leaf | None:
        try:
            return parse_leaf(line)
        except Malformed:
            return None

    def _expected(self, place: int) -> int:
        """Return the number of the entry that should stand on a line that cannot be read."""
        return self._proofs[place] if place < len(self._proofs) else place

    def _check_links(self) -> None:
        ids: dict[str, int] = {}
        confirmed: set[int] = set()
        broken: list[int] = []
        before: _Row | None = None
        latest: datetime | None = None
        for row in self._lines:
            leaf = row.leaf
            if leaf is not None:
                earlier = ids.setdefault(leaf.entry_id, row.sequence)
                if earlier != row.sequence:
                    self._of_entry("twice", row.sequence, f"it has the id of entry {earlier}")
                if latest is not None and leaf.recorded_at < latest:
                    self._warn_of_clock(row.sequence)
                latest = leaf.recorded_at
                self._link(before, row, confirmed, broken)
            before = row
        for after in broken:
            suspects = (after - 1,) if after in confirmed else (after - 1, after)
            words = "it was changed" if len(suspects) == 1 else "it or its neighbour was changed"
            for each in suspects:
                self._of_entry("link", each, f"{words} after entry {after} was written")

    def _link(self, before: _Row | None, row: _Row, confirmed: set[int], broken: list[int]) -> None:
        if row.leaf is None:
            return
        if row.sequence == 0:
            if row.leaf.previous_hash != EMPTY_ROOT:
                self._of_entry("first", 0, "it claims that another entry came before the first")
        elif before is not None and before.leaf and before.sequence == row.sequence - 1:
            if row.leaf.previous_hash == before.hash:
                confirmed.add(before.sequence)
            else:
                broken.append(row.sequence)

    def _warn_of_clock(self, sequence: int) -> None:
        words = "it was recorded at an earlier time than the one before; a clock was set back"
        self.warnings.append(self.about("clock", sequence, words))

    def _check_places(self, size: int) -> None:
        """Say which entries are here and should not be, and the other way round."""
        for sequence in sorted(self.rows):
            if sequence >= size:
                self._of_entry("extra", sequence, "it stands beyond the end of the signed log")
        if self._proofs:
            for sequence in self._proofs:
                if sequence not in self.rows:
                    self._of_entry("missing", sequence, "its proof is here and its leaf is not")
            if len(self._proofs) >= size:
                self._of_file("proofs", "proofs/", "is not needed where all leaves are here.")
        elif self._lines:
            awaited = 0
            for sequence in (*sorted(each for each in self.rows if each < size), size):
                if sequence > awaited:
                    upto = (
                        f" and so are those up to {sequence - 1}" if sequence > awaited + 1 else ""
                    )
                    self._of_entry("missing", awaited, f"it is missing{upto}")
                awaited = sequence + 1

    def _check_root(self, checkpoint: Checkpoint) -> None:
        if not self._lines and checkpoint.size:
            return  # no leaf is here, and none is spoken of
        if root_of(row.hash for row in self._lines) == checkpoint.root:
            return
        known = any(
            fault.sequence is not None and fault.code != "disclosure" for fault in self.faults
        )
        if known or not self._lines:
            self._of_file("root", "leaves.jsonl", "does not add up to the checkpoint.")
        else:
            words = "it is not the entry that the checkpoint was signed over"
            self._of_entry("root", self._lines[-1].sequence, words)

    def _check_proofs(self, checkpoint: Checkpoint) -> None:
        for row in self._lines:
            raw = self.files.get(f"proofs/{row.sequence}.tlog-proof")
            wrong = "its proof is missing"
            if raw is not None:
                wrong = self._wrong_with_proof(raw, row, checkpoint)
            if wrong:
                self._of_entry("proof", row.sequence, wrong)

    def _wrong_with_proof(self, raw: bytes, row: _Row, checkpoint: Checkpoint) -> str:
        try:
            proof = read_proof(raw)
        except Malformed:
            return "its proof cannot be read"
        same = proof.checkpoint == self.files["checkpoint"]
        if proof.index != row.sequence or proof.extra or not same:
            return "its proof is that of another entry or another checkpoint"
        holds = inclusion_holds(
            index=proof.index,
            size=checkpoint.size,
            leaf=row.hash,
            proof=proof.path,
            root=checkpoint.root,
        )
        return "" if holds else "its proof does not lead to the signed checkpoint"

    # Disclosures

    def _read_disclosures(self) -> None:
        shown, last = 0, -1
        readable = True
        for place, line in enumerate(self._lines_of("disclosures.jsonl"), start=1):
            match = _SHOWN_LINE.fullmatch(line)
            sequence = int(match[1]) if match else SAFE_INTEGER
            if match is None or sequence >= SAFE_INTEGER:
                name, words = "disclosures.jsonl", "is not written as the format demands."
                self.faults.append(
                    Fault("disclosures", f"Line {place} of logs/{self.log_id}/{name} {words}")
                )
                readable = False
                continue
            shown += 1
            row = self.rows.get(sequence)
            if sequence <= last:
                wrong = "its content stands twice or out of order"
            elif row is None:
                wrong = "its content is here and its leaf is not"
            else:
                wrong = _open_parts(row, match[2].decode("ascii").split('","'))
            if wrong:
                self._of_entry("disclosure", sequence, wrong)
            last = max(last, sequence)
        self.shown = shown if readable else None


def _open_parts(row: _Row, disclosures: list[str]) -> str:
    """Open what is shown of an entry, and say what is wrong with it; empty if nothing is."""
    if row.leaf is None:
        return ""  # what is wrong with the entry was said where its leaf was read
    if any(one >= other for one, other in pairwise(disclosures)):
        return "the parts of its content stand twice or out of order"
    parts: dict[str, object] = {}
    for encoded in disclosures:
        if disclosure_digest(encoded) not in row.leaf.digests:
            return "what stands here as its content is not what it was sealed with"
        try:
            opened = open_disclosure(encoded)
        except Malformed:
            return "what stands here as its content cannot be read"
        if opened.name in parts:
            return "two parts of its content have the same name"
        parts[opened.name] = opened.value
    row.parts = parts
    return ""


# --- What an entry says, and when it was written down ----------------------------------------

NOT_TOLD: Final = "../.."
_UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e0fff]"
)
_WHAT = ("about", "what", "name", "outcome", "state", "need", "type", "preset", "to", "title")
_LONGEST_WHAT = 60
_LONGEST_WORDS = 120
_POINT = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?[~?%]?"
)
_CONTEMPORANEOUS: Final = timedelta(hours=24)
_LATE: Final = timedelta(days=7)


def plain(text: str, most: int = 200) -> str:
    r"""Make text fit to be printed: no control or invisible characters, and not too long.

    Args:
        text: whatever a stranger wrote.
        most: how many characters to keep.

    Returns:
        The text with such characters spelled as `\\u{1b}`.
    """
    kept = text[:most] + ("…" if len(text) > most else "")
    return _UNSEEN.sub(lambda match: f"\\u{{{ord(match[0]):x}}}", kept)


def _clock(recorded: str) -> str:
    return f"{recorded[:10]} {recorded[11:19]} UTC"


def _content_of(parts: Mapping[str, object]) -> tuple[str, Mapping[str, object]]:
    """Return the kind of an entry and what its content disclosure says."""
    for name, value in parts.items():
        if "/" in name or name == "content":
            content = value if isinstance(value, dict) else {}
            kind = content.get("kind") if name == "content" else name.partition("/")[0]
            return kind if isinstance(kind, str) else "", content
    return next(iter(parts), "").partition(".")[0], {}


def _what_is_said(kind: str, content: Mapping[str, object]) -> str:
    said = [content.get(key) for key in _WHAT]
    line = ", ".join(plain(each, _LONGEST_WHAT) for each in said if isinstance(each, str) and each)
    words = content.get("words")
    quoted = f'"{plain(words, _LONGEST_WORDS)}"' if isinstance(words, str) and words else ""
    return " - ".join(each for each in (plain(kind, _LONGEST_WHAT), line, quoted) if each)


def timeliness(
    content: Mapping[str, object], *, recorded_at: datetime, zone: ZoneInfo | None
) -> str:
    """Say how soon after it happened something was written down.

    At most 24 hours after the claimed time ended is contemporaneous, at most 7 days late, and
    later retrospective. What was read from a story or recalled is always retrospective.

    Args:
        content: what an entry says, with its claimed time in `occurred` (EDTF, ISO 8601-2).
        recorded_at: when it was recorded, an aware datetime in UTC.
        zone: where the claimed time is local; None if this machine does not know it.

    Returns:
        One of `contemporaneous`, `late`, `retrospective`, `not dated`, `not computed`.
    """
    source = content.get("source")
    if (isinstance(source, dict) and "story_id" in source) or (
        content.get("how_known") == "recalled"
    ):
        return "retrospective"
    occurred = content.get("occurred")
    found = _end_of(occurred) if isinstance(occurred, str) else None
    if found is None:
        return "not dated"
    end, offset = found
    if offset is None:
        if zone is None:
            return "not computed"
        offset = end.replace(tzinfo=zone).utcoffset() or timedelta(0)
    gone = recorded_at.replace(tzinfo=None) - end + offset
    if gone <= _CONTEMPORANEOUS:
        return "contemporaneous"
    return "late" if gone <= _LATE else "retrospective"


def _end_of(edtf: str) -> tuple[datetime, timedelta | None] | None:
    """Return the local moment at which a date has ended and its offset from UTC, if it says one."""
    if "/" not in edtf:
        point = _point_of(edtf)
        return None if point is None else point[1:]
    first, _, second = edtf.partition("/")
    left, right = _point_of(first), _point_of(second)
    if right is None or (left is None and first != "..") or (left and right[1] <= left[0]):
        return None
    return right[1], None


def _point_of(text: str) -> tuple[datetime, datetime, timedelta | None] | None:
    """Return first moment, first moment after, and offset of one point of EDTF."""
    match = _POINT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    try:
        start = datetime(  # noqa: DTZ001 - a local time; its zone is applied where it is needed
            int(year),
            int(month or 1),
            int(day or 1),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
        )
        if day:
            length = "second" if second else "minute" if hour else "day"
            end = start + timedelta(**{f"{length}s": 1})
        else:
            months = start.year * 12 + start.month + (0 if month else 11)
            end = start.replace(year=months // 12, month=months % 12 + 1)
        away = _offset_of(offset)
    except (ValueError, OverflowError):
        return None
    return start, end, away


def _offset_of(text: str | None) -> timedelta | None:
    if text is None or text == "Z":
        return None if text is None else timedelta(0)
    size = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    if size >= timedelta(hours=24):
        raise ValueError(text)
    return -size if text[0] == "-" else size


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo | None:
    """Return a time zone, or None if this machine has no data for it."""
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


# --- Whole bundles ---------------------------------------------------------------------------

SOUND, NOT_SOUND, CANNOT_TELL = 0, 1, 2
"""The verdicts on a bundle, which are also how the command ends."""

_VERSION_LINE = re.compile(rb"kinhold\.invalid/bundle/v([1-9][0-9]{0,8})\n")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOT_A_BUNDLE = "This file is not a bundle of Kinhold."
_NEWER = "It was written by a newer version of Kinhold; a newer verify.py is needed."
_COUNT_UNKNOWN = "How many entries are shown cannot be said."
_WHAT_IT_SHOWS = {
    (SOUND, True): (
        "This shows that nothing shown here was changed since the key of its log signed the "
        "checkpoint in this file and, as far as the checkpoint that you hold reaches, that nothing "
        "was changed since you got it."
    ),
    (SOUND, False): (
        "This shows that nothing shown here was changed since the key of its log signed the "
        "checkpoint in this file; whoever has that key could have written all of it at any time, "
        "as long as nobody else holds a checkpoint."
    ),
    (NOT_SOUND, False): (
        "This shows that the file is not what was signed, or not what you hold a checkpoint of; "
        "it does not show who changed it, or why."
    ),
    (CANNOT_TELL, False): "This shows nothing, neither for the file nor against it.",
}
_WHAT_IT_DOES_NOT = {
    SOUND: (
        "It does not show that what was written is true, nor that nothing was rewritten before "
        "the first checkpoint that somebody else holds."
    ),
    NOT_SOUND: "Keep the file as it is, and ask for it again where it came from.",
    CANNOT_TELL: "Ask for the file again where it came from.",
}


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """One entry whose content is shown.

    Attributes:
        log_id: its log.
        sequence: its number, from 0.
        entry_id: its id.
        recorded: when it was recorded, as its leaf says (UTC).
        what: its kind and enough of its content to know it again.
        claimed: when it is said to have happened (EDTF).
        timeliness: as `timeliness` says it.
        digest: of a file that it names, in hexadecimal; empty if it names none.
    """

    log_id: str
    sequence: int
    entry_id: str
    recorded: str
    what: str
    claimed: str
    timeliness: str
    digest: str


@dataclass(frozen=True, slots=True)
class LogSummary:
    """What is known of one log of a bundle.

    Attributes:
        log_id: the log.
        zone: the time zone of claimed times.
        size: how many entries its checkpoint covers.
        shown: of how many the content is shown.
        checkpoints: size and words of each checkpoint that holds, the newest first.
        anchors: sizes of the checkpoints for which a time stamp (RFC 3161) is there.
        held: how many entries the largest checkpoint covers that somebody holds.
    """

    log_id: str
    zone: str
    size: int
    shown: int
    checkpoints: tuple[tuple[int, str], ...]
    anchors: tuple[int, ...]
    held: int = 0


@dataclass(frozen=True, slots=True)
class BundleCheck:
    """The outcome of checking a bundle.

    Attributes:
        verdict: `SOUND`, `NOT_SOUND` or `CANNOT_TELL`.
        reason: for `CANNOT_TELL`, why; else empty.
        shown: how many entries are shown; None if that cannot be said.
        size: how many entries the logs have; None if that cannot be said.
        faults: what is wrong, what is wrong with entries first.
        warnings: what is odd and may be in order.
        logs: one for each log whose checkpoint can be read.
        entries: those whose content is shown and that nothing is wrong with.
        files: name, length and SHA-256 of each document and attachment.
        since: the day on which the person got the checkpoint that they hold; may be empty.
        holding: whether a checkpoint that somebody holds was given and found.
    """

    verdict: int
    reason: str = ""
    shown: int | None = None
    size: int | None = None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    logs: tuple[LogSummary, ...] = ()
    entries: tuple[ShownEntry, ...] = ()
    files: tuple[tuple[str, int, str], ...] = ()
    since: str = ""
    holding: bool = False

    @property
    def sound(self) -> bool:
        """Whether everything shown is what was signed, and continues what somebody holds."""
        return self.verdict == SOUND

    @property
    def first_line(self) -> str:
        """How many entries are shown."""
        if self.shown is None or self.size is None:
            return _COUNT_UNKNOWN
        if self.shown == self.size:
            return f"All {self.size} entries shown."
        return f"{self.shown} of {self.size} entries shown; the others are withheld."

    @property
    def verdict_line(self) -> str:
        """The verdict as a sentence."""
        if self.verdict == SOUND:
            return "SOUND. What is shown is, letter for letter, what the key of its log signed."
        if self.verdict == NOT_SOUND and all(fault.code == "held" for fault in self.faults):
            return "NOT SOUND. This is not the record that you hold a checkpoint of."
        if self.verdict == NOT_SOUND:
            return "NOT SOUND. This is not what was signed."
        return f"CANNOT TELL. {self.reason}"

    @property
    def proven_before(self) -> str:
        """What a checkpoint that somebody holds proves of the entries that it covers."""
        when = self.since or "the day on which you got it"
        return f"{when} (the checkpoint that you hold)"


@dataclass(slots=True)
class _Held:
    """What somebody kept outside: a checkpoint's text, or the words for it."""

    text: str = ""
    words: str = ""
    found: bool = False

    def is_of(self, checkpoint: Checkpoint) -> bool:
        """Say whether it is this checkpoint."""
        return self.text == checkpoint.text or (bool(self.words) and self.words == checkpoint.words)


def check_bundle(
    raw: bytes, *, held: Iterable[bytes] = (), words: str = "", since: str = ""
) -> BundleCheck:
    """Check a bundle from its first byte to its last.

    Args:
        raw: the file.
        held: checkpoints that somebody kept: signed notes, or their three lines.
        words: the eight words of a checkpoint that somebody kept; empty for none.
        since: the day on which they got what they hold, `2026-11-22`; empty if not said.

    Returns:
        The verdict and all that it rests on. Nothing is raised for what is in the file.
    """
    try:
        kept = _read_held(held, words)
        if since:
            _read_day(since)
    except Malformed as error:
        return BundleCheck(CANNOT_TELL, f"{str(error)[:1].upper()}{str(error)[1:]}.")
    unpacked = _unpack(raw)
    if not unpacked.is_bundle:
        return BundleCheck(CANNOT_TELL, _NOT_A_BUNDLE)
    if unpacked.repacked:
        again = "The file was unpacked and packed again by another program."
        return BundleCheck(NOT_SOUND, faults=(Fault("zip", again),))
    bundle = _Bundle(unpacked)
    if bundle.version > 1:
        return BundleCheck(CANNOT_TELL, _NEWER)
    bundle.check()
    bundle.compare_held(kept, since)
    return bundle.outcome(since)


def _read_held(held: Iterable[bytes], words: str) -> list[_Held]:
    kept = []
    for raw in held:
        try:
            text = raw.decode("utf-8")
            signed = "\n\n" in text
            checkpoint = read_checkpoint(read_note(raw).text if signed else text)
        except (Malformed, UnicodeDecodeError):
            raise Malformed("what you hold cannot be read as a checkpoint") from None
        if checkpoint.size == 0:
            raise Malformed("the checkpoint that you hold is of a log without entries")
        kept.append(_Held(text=checkpoint.text))
    if words:
        try:
            said = read_short_words(words)
        except Malformed:
            said = b""
        if len(said) != _WORDS_HASHED:
            raise Malformed("these are not the eight words of a checkpoint")
        kept.append(_Held(words=short_words(said)))
    return kept


def _read_day(text: str) -> date:
    try:
        return date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        raise Malformed("the day must be written like 2026-11-22") from None


class _Bundle:
    """The state of checking a bundle."""

    def __init__(self, unpacked: _Unpacked) -> None:
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []
        self.holding = False
        self._reach: dict[str, int] = {}  # log id to how many entries a held checkpoint covers
        self._files: dict[str, bytes] = {}
        if not unpacked.canonical:
            self._wrong("zip", "The file is not packed in the one form that a bundle has.")
        self._take(unpacked.members)
        folders: dict[str, dict[str, bytes]] = {}
        for name, content in self._files.items():
            if name.startswith("logs/"):
                log_id, _, part = name[5:].partition("/")
                folders.setdefault(log_id, {})[part] = content
        self._logs = [_BundledLog(log_id, folders[log_id]) for log_id in sorted(folders)]
        version = _VERSION_LINE.match(self._files.get(MANIFEST, b""))
        self.version = int(version[1]) if version else 0

    def _wrong(self, code: str, message: str) -> None:
        self.faults.append(Fault(code, message))

    def _take(self, members: Sequence[tuple[bytes, bytes]]) -> None:
        last = None
        for place, (raw_name, content) in enumerate(members, start=1):
            name = raw_name.decode("latin-1")
            if not is_member_name(name):
                self._wrong("name", f"File {place} of the bundle has a name that is not allowed.")
                continue
            order = member_order(name)
            if last is not None and order <= last:
                self._wrong("order", f"{name} stands twice or out of order.")
            last = order
            self._files.setdefault(name, content)

    def check(self) -> None:
        """Look at everything; what is wrong is in `faults` afterwards."""
        for name in (*_ALONE, MANIFEST):
            if name not in self._files:
                self._wrong("missing", f"{name} is missing.")
        if not self._logs:
            self._wrong("missing", "There is no log in the bundle.")
        for log in self._logs:
            log.check()
        self._check_manifest()
        for name, content in self._files.items():
            if name.startswith("attachments/"):
                digest = hashlib.sha256(content).hexdigest()
                if name != f"attachments/{digest}":
                    self._wrong("attachment", f"{name} is not the file that its name says.")
        for log in self._logs:
            self.faults += log.faults
            self.warnings += log.warnings

    def _check_manifest(self) -> None:
        raw = self._files.get(MANIFEST)
        if raw is None:
            return
        try:
            note = read_note(raw)
        except Malformed:
            self._wrong("manifest", "The manifest is not a signed note.")
            return
        others = [(name, content) for name, content in self._files.items() if name != MANIFEST]
        text = manifest_text(others)
        if note.text != text:
            lines = set(note.text.split("\n"))
            for name, line in zip(others, text.split("\n")[1:], strict=False):
                if line not in lines:
                    self._wrong("manifest", f"{name[0]} is not the file that was signed.")
            if lines - set(text.split("\n")):
                self._wrong("manifest", "The manifest names files that are not here.")
            self._wrong("manifest", "The manifest is not that of these files.")
        signers = [(log.key.name, log.key.key_id) for log in self._logs if log.key]
        if [each[:2] for each in note.signatures] != signers or len(signers) != len(self._logs):
            self._wrong("manifest", "The manifest is not signed by each log, and by nobody else.")
        for log in self._logs:
            if log.key is None or not note_holds(note, log.key):
                self._wrong("manifest", f"The key of log {log.log_id} did not sign the manifest.")

    def compare_held(self, kept: Iterable[_Held], since: str) -> None:
        """Look for what somebody holds among the checkpoints that hold."""
        for each in kept:
            for log in self._logs:
                for size, checkpoint in log.kept.items():
                    if each.is_of(checkpoint):
                        each.found = True
                        self._reach[log.log_id] = max(self._reach.get(log.log_id, 0), size)
            if not each.found:
                self._wrong("held", "This record does not continue the checkpoint that you hold.")
            self.holding = self.holding or each.found
        if since:
            self._compare_day(_read_day(since).toordinal() + 1)

    def _compare_day(self, latest: int) -> None:
        words = "it says that it was recorded after the day on which you got your checkpoint"
        for log in self._logs:
            for sequence in sorted(log.rows):
                leaf = log.rows[sequence].leaf
                reached = sequence < self._reach.get(log.log_id, 0)
                if leaf and reached and leaf.recorded_at.toordinal() > latest:
                    self.warnings.append(log.about("since", sequence, words))

    def outcome(self, since: str) -> BundleCheck:
        """Put together what was found."""
        newer = any(log.newer for log in self._logs)
        verdict = NOT_SOUND if self.faults else CANNOT_TELL if newer else SOUND
        if any(log.shown is None for log in self._logs) or not self._logs:
            shown = size = None
        else:
            shown = sum(log.shown or 0 for log in self._logs)
            size = sum(log.checkpoint.size for log in self._logs if log.checkpoint)
        return BundleCheck(
            verdict=verdict,
            reason=_NEWER if verdict == CANNOT_TELL else "",
            shown=shown,
            size=size,
            faults=tuple(sorted(self.faults, key=lambda fault: fault.sequence is None)),
            warnings=tuple(self.warnings),
            logs=tuple(self._summary(log) for log in self._logs if log.checkpoint),
            entries=tuple(entry for log in self._logs for entry in _entries_of(log)),
            files=tuple(
                (name, len(content), hashlib.sha256(content).hexdigest())
                for name, content in self._files.items()
                if name.startswith(("documents/", "attachments/"))
            ),
            since=since,
            holding=self.holding and verdict == SOUND,
        )

    def _summary(self, log: _BundledLog) -> LogSummary:
        return LogSummary(
            log_id=log.log_id,
            zone=log.zone,
            size=log.checkpoint.size if log.checkpoint else 0,
            shown=log.shown or 0,
            checkpoints=tuple((size, log.kept[size].words) for size in sorted(log.kept)[::-1]),
            anchors=tuple(log.anchors),
            held=self._reach.get(log.log_id, 0),
        )


def _entries_of(log: _BundledLog) -> Iterator[ShownEntry]:
    faulty = {fault.sequence for fault in log.faults}
    zone = _zone(log.zone)
    for sequence in sorted(log.rows):
        row = log.rows[sequence]
        if row.leaf is None or row.parts is None or sequence in faulty:
            continue
        kind, content = _content_of(row.parts)
        claimed, digest = content.get("occurred"), content.get("digest")
        yield ShownEntry(
            log_id=log.log_id,
            sequence=sequence,
            entry_id=row.leaf.entry_id,
            recorded=write_moment(row.leaf.recorded_at),
            what=_what_is_said(kind, content),
            claimed=claimed if isinstance(claimed, str) else NOT_TOLD,
            timeliness=timeliness(content, recorded_at=row.leaf.recorded_at, zone=zone),
            digest=digest if isinstance(digest, str) else "",
        )


# --- The outcome in words --------------------------------------------------------------------

_TIMELINESS_IN_WORDS = {
    "contemporaneous": "contemporaneous (within 24 hours)",
    "late": "late (within 7 days)",
    "retrospective": "retrospective",
    "not dated": "not dated",
    "not computed": "not computed (this machine does not know the time zone)",
}


def report(check: BundleCheck) -> Iterator[str]:
    """Say the outcome of a check in plain words, line by line.

    `verify.html` says the same lines in the same order.
    """
    yield check.first_line
    yield check.verdict_line
    for fault in check.faults:
        yield f"At fault: {fault.sentence}"
    for warning in check.warnings:
        yield f"To know: {warning.sentence}"
    if check.sound:
        for log in check.logs:
            yield from _log_in_words(log)
        yield from _files_in_words(check)
    reach = {log.log_id: log.held for log in check.logs}
    zones = {log.log_id: log.zone for log in check.logs}
    for entry in check.entries:
        yield f"Entry {entry.sequence} of log {entry.log_id}, id {entry.entry_id}"
        yield f"  What: {entry.what}"
        claimed = "not told" if entry.claimed == NOT_TOLD else plain(entry.claimed, 60)
        zone = "" if entry.claimed == NOT_TOLD else f" ({zones[entry.log_id]})"
        yield f"  Claimed time: {claimed}{zone}"
        yield f"  Recorded: {_clock(entry.recorded)}"
        yield f"  Provably before: {_proven(check, entry, reach)}"
        late = _TIMELINESS_IN_WORDS[entry.timeliness] if check.sound else "not given"
        yield f"  Class: {late}"
    yield _WHAT_IT_SHOWS[check.verdict, check.holding]
    yield _WHAT_IT_DOES_NOT[check.verdict]


def _proven(check: BundleCheck, entry: ShownEntry, reach: Mapping[str, int]) -> str:
    if not check.sound:
        return "not shown: this file is not sound"
    if not check.holding:
        return "not shown: no checkpoint kept by somebody else was given"
    if not reach[entry.log_id]:
        return "not shown: the checkpoint that you hold is of another log"
    if entry.sequence >= reach[entry.log_id]:
        return "not shown: the checkpoint that you hold is older than this entry"
    return check.proven_before


def _log_in_words(log: LogSummary) -> Iterator[str]:
    yield f"Log {log.log_id}: {log.size} entries, {log.shown} of them shown."
    for size, words in log.checkpoints:
        yield f"  Checkpoint at {size} entries, in words: {words}"
    for size in log.anchors:
        yield f"  A time stamp for the checkpoint at {size} is there; this version does not check it."
    if log.held:
        yield f"  The first {log.held} entries are those of the checkpoint that you hold."


def _files_in_words(check: BundleCheck) -> Iterator[str]:
    naming: dict[str, ShownEntry] = {}
    for entry in check.entries:
        if entry.digest:
            naming.setdefault(entry.digest, entry)
    for name, length, digest in check.files:
        found = naming.get(digest)
        by = "named by no entry that is shown"
        if found is not None:
            by = f"named by entry {found.sequence} of log {found.log_id}"
        yield f"File {name}, {length} bytes: {by}."


def as_json(check: BundleCheck) -> str:
    """Write the outcome of a check as JSON, for other programs."""
    reach = {log.log_id: log.held for log in check.logs}
    found = {
        "verdict": check.verdict,
        "sound": check.sound,
        "first_line": check.first_line,
        "verdict_line": check.verdict_line,
        "shown": check.shown,
        "size": check.size,
        "faults": [_fault_as_json(each) for each in check.faults],
        "warnings": [_fault_as_json(each) for each in check.warnings],
        "logs": [
            {
                "log": log.log_id,
                "zone": log.zone,
                "size": log.size,
                "shown": log.shown,
                "checkpoints": [{"size": size, "words": words} for size, words in log.checkpoints],
                "anchors": list(log.anchors),
                "held": log.held,
            }
            for log in check.logs
        ],
        "entries": [
            {
                "log": entry.log_id,
                "seq": entry.sequence,
                "id": entry.entry_id,
                "what": entry.what,
                "claimed": entry.claimed,
                "recorded": entry.recorded,
                "provably_before": _proven(check, entry, reach),
                "class": entry.timeliness if check.sound else "not given",
            }
            for entry in check.entries
        ],
        "files": [
            {"name": name, "length": length, "sha256": digest}
            for name, length, digest in check.files
        ],
    }
    return json.dumps(found, ensure_ascii=True, indent=1)


def _fault_as_json(fault: Fault) -> dict[str, object]:
    return {
        "code": fault.code,
        "message": fault.sentence,
        "log": fault.log_id,
        "seq": fault.sequence,
        "id": fault.entry_id,
        "recorded": fault.recorded,
    }


# --- The command -----------------------------------------------------------------------------


_LINES_AT_ONCE = 1000


def main(argv: Sequence[str] | None = None) -> int:
    """Check the bundle that the command line names, and say what was found.

    Args:
        argv: the words after the command; None for those of the process.

    Returns:
        0 if the bundle is sound, 1 if not, 2 if that cannot be told.
    """
    import argparse
    import gc

    gc.disable()  # all of it lives to the end, and looking for garbage takes a quarter of the time
    parser = argparse.ArgumentParser(
        prog="verify.py",
        description="Check a bundle of a Kinhold record. Nothing is sent anywhere.",
        epilog="Ends with 0: sound, 1: not sound, 2: cannot tell.",
    )
    parser.add_argument("bundle", help="the bundle, a ZIP file")
    parser.add_argument(
        "--held",
        metavar="FILE",
        action="append",
        default=[],
        help="a checkpoint that somebody kept; may be given more than once",
    )
    parser.add_argument("--words", default="", help="the eight words of a checkpoint, from paper")
    parser.add_argument("--since", default="", metavar="DATE", help="the day they got it")
    parser.add_argument("--json", action="store_true", help="for other programs")
    given = parser.parse_args(argv)
    if given.since and not (given.held or given.words):
        parser.error("--since says when somebody got what --held or --words give")
    try:
        raw = _read_file(given.bundle)
        held = [_read_file(each) for each in given.held]
    except OSError as error:
        why = plain(error.strerror or "it cannot be opened")
        check = BundleCheck(
            CANNOT_TELL, f"The file {plain(str(error.filename))} cannot be read: {why}."
        )
    else:
        check = check_bundle(raw, held=held, words=given.words, since=given.since)
    _say([as_json(check)] if given.json else report(check))
    return check.verdict


def _read_file(name: str) -> bytes:
    with open(name, "rb") as file:  # noqa: PTH123 - pathlib would double the time to start
        return file.read()


def _say(lines: Iterable[str]) -> None:
    encoding = sys.stdout.encoding or "ascii"
    left = iter(lines)
    while block := "".join(f"{line}\n" for line in islice(left, _LINES_AT_ONCE)):
        sys.stdout.write(block.encode(encoding, "backslashreplace").decode(encoding))


if __name__ == "__main__":
    sys.exit(main())
