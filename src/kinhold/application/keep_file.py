"""Keep a photograph, a letter or a statement with the record."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Protocol

from kinhold.application.record_facts import NoSuchFactError
from kinhold.domain.dates import UNKNOWN, Edtf
from kinhold.domain.events import AttachmentKept
from kinhold.record.record import HOUSEHOLD
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from kinhold.application.open_record import OpenRecord


class CleanedFile(Protocol):
    """A file as it is to be kept."""

    @property
    def content(self) -> bytes:
        """Its bytes."""
        ...

    @property
    def media(self) -> str:
        """Its media type."""
        ...

    @property
    def removed(self) -> tuple[str, ...]:
        """What was taken out of it, in words; none where nothing was."""
        ...

    @property
    def said(self) -> tuple[str, ...]:
        """Sentences for the person, such as what could not be taken out."""
        ...


class Clean(Protocol):
    """Recognises a file and takes data about camera, place and author out of it."""

    def __call__(self, content: bytes, *, keep_metadata: bool) -> CleanedFile:
        """Return the file as it is to be kept."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ToKeep:
    """A file somebody wants kept.

    Attributes:
        content: its bytes as given.
        name: what it is to be called.
        about: who or what it is about.
        occurred: when it was made, as far as the person says so.
        goes_with: the id of the entry that it shows, or its beginning, or empty.
        words: what it shows, in her words.
        keep_metadata: keep it to the letter, with everything that the camera wrote into it.
    """

    content: bytes
    name: str
    about: str = ""
    occurred: Edtf = UNKNOWN
    goes_with: str = ""
    words: str = ""
    keep_metadata: bool = False


def keep_file(
    *, opened: OpenRecord, wanted: ToKeep, now: datetime, new_id: Callable[[], str], clean: Clean
) -> tuple[AttachmentKept, tuple[str, ...]]:
    """Keep a file, and write its hash down as an entry.

    The file is kept first: an entry never names a file that did not come.

    Args:
        opened: the record.
        wanted: the file, and what is said of it.
        now: the clock, aware.
        new_id: makes ids.
        clean: takes out what the file tells without being asked.

    Returns:
        The entry, and sentences on what was taken out of the file, and what could not be.

    Raises:
        KinholdError: where the file cannot be kept, or the entry that it goes with is not there.
    """
    record = opened.record()
    target = wanted.goes_with
    if target:
        matches = [i for s in record.spaces.values() for i in s.written if i.startswith(target)]
        if len(matches) != 1:
            raise NoSuchFactError(
                _(
                    "“{target}” does not name one entry. Take the id from: kinhold chronology FILE --json"
                ).format(target=target[:36])
            )
        target = matches[0]
    cleaned = clean(wanted.content, keep_metadata=wanted.keep_metadata)
    written = record.written(target) if target else None
    space = written.space if written else HOUSEHOLD
    digest = opened.store.keep_file(opened.begin(space), cleaned.content)
    given = sha256(wanted.content).hexdigest()
    fact = AttachmentKept(
        fact_id=new_id(),
        occurred=wanted.occurred,
        about=wanted.about,
        name=wanted.name,
        digest=digest,
        media=cleaned.media,
        size=len(cleaned.content),
        original="" if given == digest else given,
        goes_with=target,
        words=wanted.words,
    )
    opened.append([fact], now=now, space_for=lambda _fact: space)
    taken = (
        (_("Taken out of it: {removed}.").format(removed=", ".join(cleaned.removed)),)
        if cleaned.removed
        else ()
    )
    return fact, (*taken, *cleaned.said)


def kept_file(*, opened: OpenRecord, entry_id: str) -> tuple[AttachmentKept, bytes]:
    """Return a file that is kept, by the id of its entry.

    Raises:
        NoSuchFactError: where no standing entry of a file has this id.
        FileNotKept: where the file was erased, or never came.
        RecordDamaged: where it is not what was kept.
    """
    record = opened.record()
    fact = record.get(entry_id)
    written = record.written(entry_id)
    if not isinstance(fact, AttachmentKept) or written is None:
        raise NoSuchFactError(
            _("“{entry_id}” is not the entry of a file.").format(entry_id=entry_id[:36])
        )
    return fact, opened.store.file(opened.begin(written.space), fact.digest)
