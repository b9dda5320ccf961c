"""What was erased from a log, told without saying what it was.

An erasure names an entry and the digests of the disclosures that are gone. Digests of salted
disclosures tell nothing about their content, so a list of erasures can be kept beside backups and
applied again to whatever is restored from one.
"""

from __future__ import annotations

from dataclasses import dataclass

from kinhold.journal.verify import (
    Malformed,
    decode_base64url,
    disclosure_digest,
    is_entry_id,
    is_log_id,
    open_disclosure,
)

_HASH_SIZE = 32
_FIELDS = 4


@dataclass(frozen=True, slots=True)
class Erasure:
    """Disclosures of one entry that are to be gone, or a whole private space.

    Attributes:
        log_id: the log.
        entry_id: the entry; empty for the whole space, whose key is destroyed.
        digests: of the disclosures that are gone, in base64url; none for a whole space.
        files: SHA-256 in hex of attachments that go with them.
    """

    log_id: str
    entry_id: str
    digests: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def whole_space(self) -> bool:
        """Whether this is about a space and not about one entry."""
        return not self.entry_id


def write_erasure(erasure: Erasure) -> str:
    """Write an erasure as one line: log, entry, digests and files, with `-` for nothing."""
    fields = (
        erasure.log_id,
        erasure.entry_id or "-",
        ",".join(erasure.digests) or "-",
        ",".join(erasure.files) or "-",
    )
    return " ".join(fields)


def read_erasure(line: str) -> Erasure:
    """Read what `write_erasure` wrote.

    Raises:
        Malformed: if the line is not an erasure.
    """
    fields = line.split(" ")
    if len(fields) != _FIELDS:
        raise Malformed(f"{line[:60]!r} is not a line of a list of erasures")
    log_id, entry_id, digests, files = ("" if field == "-" else field for field in fields)
    found = Erasure(
        log_id=log_id,
        entry_id=entry_id,
        digests=tuple(filter(None, digests.split(","))),
        files=tuple(filter(None, files.split(","))),
    )
    sound = (
        is_log_id(log_id)
        and (not entry_id or is_entry_id(entry_id))
        and all(len(decode_base64url(each)) == _HASH_SIZE for each in found.digests)
        and all(_is_file_digest(each) for each in found.files)
    )
    if not sound:
        raise Malformed(f"{line[:60]!r} is not a line of a list of erasures")
    return found


def digests_of(
    disclosures: tuple[str, ...] | None, *, names: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Return the digests of an entry's disclosures, all or those of certain names.

    Args:
        disclosures: encoded, as an entry holds them.
        names: the names of the parts; none for all.
    """
    return tuple(
        disclosure_digest(each)
        for each in disclosures or ()
        if not names or open_disclosure(each).name in names
    )


def kept_after(
    disclosures: tuple[str, ...] | None, digests: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Return an entry's disclosures without those that are erased; None where none are left."""
    if disclosures is None:
        return None
    gone = set(digests)
    return tuple(each for each in disclosures if disclosure_digest(each) not in gone) or None


def _is_file_digest(text: str) -> bool:
    return len(text) == 2 * _HASH_SIZE and set(text) <= set("0123456789abcdef")
