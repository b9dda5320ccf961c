"""Erase what an entry says for good: its content, or one group of its sensitive fields.

The leaf, the root and every proof stand. That something was erased, when, by whom and on what
ground is an entry of its own; it does not say what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.record_facts import NoSuchFactError
from kinhold.domain.dates import from_day
from kinhold.domain.events import AttachmentKept, EntryErased
from kinhold.domain.fact import PersonRef, QuotedFromStory
from kinhold.domain.findings import KinholdError
from kinhold.journal.erasure import Erasure, digests_of
from kinhold.record.record import PRIVATE
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from kinhold.application.open_record import OpenRecord
    from kinhold.domain.fact import Fact
    from kinhold.record.record import Record, SpaceFacts

SHORTEST_PREFIX: Final = 8


class NothingToEraseError(KinholdError):
    """A name that stands for no entry, field or space that could be erased."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased.

    Attributes:
        entries: ids of the entries whose content is gone, earlier versions included.
        groups: the groups of fields that are gone; empty for everything.
        still_quoted: ids of entries that quote the erased story, or that name it, and still stand.
        again: whether it had been erased before, so that only its traces were cleared.
    """

    entries: tuple[str, ...]
    groups: tuple[str, ...]
    still_quoted: tuple[str, ...]
    again: bool = False


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What an erasure would take, for a person who has to be sure.

    Attributes:
        entry_id: the entry's id, whole.
        fact: what the entry says now.
        fields: groups of fields of it that hold something and can be erased on their own.
        quoting: how many standing entries quote it, if it is a story.
        file: whether a file goes with it.
    """

    entry_id: str
    fact: Fact
    fields: tuple[str, ...]
    quoting: int
    file: bool


@dataclass(frozen=True, slots=True)
class ToErase:
    """What somebody wants erased.

    Attributes:
        entry_id: the entry's id, or its beginning (eight characters or more).
        fields: groups of sensitive fields, such as `address`; none for all of the entry.
        quotes: erase the entries that quote an erased story too.
        ground: why, in a few words; it is kept.
    """

    entry_id: str
    fields: tuple[str, ...] = ()
    quotes: bool = False
    ground: str = ""


def erase_entry(
    *,
    opened: OpenRecord,
    wanted: ToErase,
    now: datetime,
    on: date,
    new_id: Callable[[], str],
) -> Erased:
    """Erase an entry with all its versions, or one group of fields of it.

    Args:
        opened: the record.
        wanted: which entry, and how much of it.
        now: the appender's clock, aware.
        on: the local day.
        new_id: makes ids.

    Returns:
        What was erased.

    Raises:
        NothingToEraseError: where the id names no entry, or the entry has no such fields.
        JournalError: where the store refuses, with the reason.
    """
    entry_id, fields = wanted.entry_id, wanted.fields
    record = opened.record()
    before = [e for e in opened.erasures() if e.entry_id and e.entry_id.startswith(entry_id)]
    if before and not _matches(record, entry_id):
        opened.erase(before)
        return Erased(tuple({e.entry_id: None for e in before}), (), (), again=True)
    space, fact_id = _one_entry(record, entry_id)
    chosen = _versions(space, fact_id)
    told = [f for s in record.spaces.values() for f in s.history if _quotes(f, chosen)]
    if wanted.quotes:
        chosen = [*chosen, *(v for f in told for v in _versions(_space_of(record, f), f.fact_id))]
        chosen = list({f.fact_id: f for f in chosen}.values())
        told = []
    names = _names(chosen, fields)
    erasures = [e for f in chosen if (e := _erasure(opened, record, f, chosen, names))]
    if not erasures:
        raise NothingToEraseError(_("There is nothing left to erase in this entry."))
    notes = [
        EntryErased(
            fact_id=new_id(),
            occurred=from_day(on),
            about=each.entry_id,
            groups=fields,
            by=PersonRef(opened.keeper()),
            words=wanted.ground,
        )
        for each in erasures
    ]
    home = {note.fact_id: record.spaces[_where(record, note.about)].space for note in notes}
    opened.append(notes, now=now, space_for=lambda note: home[note.fact_id])
    opened.erase(erasures)
    return Erased(
        entries=tuple(e.entry_id for e in erasures),
        groups=fields,
        still_quoted=tuple(f.fact_id for f in told),
    )


def preview_erasure(*, opened: OpenRecord, entry_id: str) -> ErasurePreview | None:
    """Return what an erasure would take; None where there is no such entry (any more)."""
    record = opened.record()
    found = _matches(record, entry_id)
    if len(found) != 1:
        return None
    space, fact_id = found[0]
    versions = _versions(space, fact_id)
    fact = record.get(fact_id) or versions[-1]
    full = {
        group
        for each in versions
        for group, names in each.SENSITIVE.items()
        if any(getattr(each, name) for name in names)
    }
    return ErasurePreview(
        entry_id=fact_id,
        fact=fact,
        fields=tuple(sorted(full)),
        quoting=sum(1 for f in record.facts() if _quotes(f, versions)),
        file=any(isinstance(each, AttachmentKept) for each in versions),
    )


def erase_space(*, opened: OpenRecord, space: str) -> str:
    """Destroy the key of the keeper's private space, so that nobody can read what was in it.

    Args:
        opened: the record.
        space: `private`, or the full name of a private space.

    Returns:
        The name of the space.

    Raises:
        NothingToEraseError: where there is no such space, or it is not private.
    """
    wanted = PRIVATE + opened.keeper() if space == "private" else space
    if not wanted.startswith(PRIVATE):
        raise NothingToEraseError(
            _(
                "Only a private space can be erased as a whole; “{space}” is not one. Erase its "
                "entries one by one."
            ).format(space=space)
        )
    log_id = opened.log_id_of(wanted)
    if log_id is None:
        raise NothingToEraseError(
            _("There is no private space here yet, so there is nothing to erase.")
        )
    opened.erase([Erasure(log_id, "")])
    return wanted


def _matches(record: Record, entry_id: str) -> list[tuple[SpaceFacts, str]]:
    if len(entry_id) < SHORTEST_PREFIX:
        return []
    return [
        (space, known)
        for space in record.spaces.values()
        for known in space.written
        if known.startswith(entry_id)
    ]


def _one_entry(record: Record, entry_id: str) -> tuple[SpaceFacts, str]:
    found = _matches(record, entry_id)
    if len(found) != 1:
        raise NothingToEraseError(
            _(
                "“{entry_id}” does not name one entry. Take the id, or its first eight characters or "
                "more, from: kinhold chronology FILE --json"
            ).format(entry_id=entry_id[:36])
        )
    return found[0]


def _versions(space: SpaceFacts, fact_id: str) -> list[Fact]:
    """Return an entry with everything that corrects it or that it corrects, oldest first."""
    pointer = {f.fact_id: f.replaces for f in space.history}
    root = fact_id
    while pointer.get(root) in pointer:
        root = pointer[root]
    together = {root}
    for fact in space.history:
        if fact.replaces in together:
            together.add(fact.fact_id)
    return [f for f in space.history if f.fact_id in together]


def _quotes(fact: Fact, chosen: Sequence[Fact]) -> bool:
    stories = {f.digest for f in chosen if f.KIND == "story"} - {""}  # type: ignore[attr-defined]
    return isinstance(fact.source, QuotedFromStory) and fact.source.story_id in stories


def _names(chosen: Sequence[Fact], fields: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the disclosures of these groups of fields."""
    known = {group for fact in chosen for group in fact.SENSITIVE}
    unknown = [each for each in fields if each not in known]
    if unknown:
        there = ", ".join(sorted(known)) or "none"
        raise NothingToEraseError(
            _(
                "“{unknown}” is not a group of fields that this entry can lose on its own (here: "
                "{there}). Leave --field away to erase the whole entry."
            ).format(unknown=unknown[0], there=there)
        )
    return tuple(f"{fact.KIND}.{group}" for fact in chosen for group in fields)


def _erasure(
    opened: OpenRecord,
    record: Record,
    fact: Fact,
    chosen: Sequence[Fact],
    names: tuple[str, ...],
) -> Erasure | None:
    written = record.written(fact.fact_id)
    if written is None:
        raise NoSuchFactError(_("This entry is not in the record."))
    entry = opened.entry(written.space, written.sequence)
    digests = digests_of(entry.disclosures, names=names)
    files = () if names else _files_of(fact, record.spaces[written.space], chosen)
    if not digests:
        return None
    return Erasure(entry.log_id, entry.entry_id, digests, files)


def _files_of(fact: Fact, space: SpaceFacts, chosen: Sequence[Fact]) -> tuple[str, ...]:
    """Return the file of an entry, unless another entry that stays keeps the same one."""
    if not isinstance(fact, AttachmentKept) or not fact.digest:
        return ()
    going = {each.fact_id for each in chosen}
    stays = any(
        isinstance(each, AttachmentKept)
        and each.digest == fact.digest
        and each.fact_id not in going
        for each in space.history
    )
    return () if stays else (fact.digest,)


def _space_of(record: Record, fact: Fact) -> SpaceFacts:
    return record.spaces[_where(record, fact.fact_id)]


def _where(record: Record, fact_id: str) -> str:
    return next(name for name, space in record.spaces.items() if fact_id in space.written)
