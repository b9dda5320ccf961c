"""Give the record, or a part of it, to somebody: a chronology, and a bundle that anyone can check.

What is given is decided by the options of the chronology. Of entries that it does not show, a bundle
for an agency or a court holds nothing at all; the keeper's own bundle holds every leaf. Groups of
sensitive fields stay behind unless they are asked for, and so does an entry in whose words a
withheld value stands. Private spaces never go along.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from kinhold.application.chronology_report import CheckpointShown, EntryMark, chronology_report
from kinhold.application.chronology_report_lines import GROUPS, Masks, masks_for
from kinhold.application.chronology_report_options import (
    ReportNotPossibleError,
    groups_shown,
    without_private,
)
from kinhold.application.court_papers import (
    certificate,
    how_to_check,
    notice,
    scott_schedule,
    what_a_hash_proves,
)
from kinhold.application.household_on import standing_on
from kinhold.domain.dates import from_day
from kinhold.domain.events import AttachmentKept, RecordExported
from kinhold.domain.fact import PersonRef
from kinhold.domain.findings import Finding
from kinhold.domain.people import PersonAdded
from kinhold.journal.bundle import LogExport, write_bundle
from kinhold.journal.notes import open_checkpoint, vkey_of_log
from kinhold.journal.store import FileNotKept
from kinhold.journal.verify import encode_base64, open_disclosure
from kinhold.projections.kept_out import held_back, kept_out
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import date, datetime

    from kinhold.application.chronology_report import ChronologyReport
    from kinhold.application.chronology_report_options import ReportOptions
    from kinhold.application.court_papers import Paper, ScottSchedule
    from kinhold.application.household_on import Standing
    from kinhold.application.open_record import OpenRecord
    from kinhold.domain.fact import Fact
    from kinhold.journal.entry import Entry
    from kinhold.journal.store import Issued
    from kinhold.record.record import Record

HASH_SHOWN: Final = 12
"""How many characters of a leaf's hash are printed beside an entry."""

README: Final = N_(
    "This is a part of a record that was kept with Kinhold, and everything that is "
    "needed to check it.\n\nTo check it, on any computer with Python 3.11 or newer and "
    "without a network:\n\n    python3 verify.py {name}\n\nor open verify.html in a browser "
    "and choose the file. Both say first how many entries are shown and\nhow many are "
    "withheld, and then whether each one is what was signed. If somebody kept the words "
    'of an\nearlier checkpoint on paper, give them too: --words "..." --since DATE.\n\n'
    "Checking shows that nothing was changed since a checkpoint that somebody else "
    "holds. It does not show\nthat what was written is true.\n\ndocuments/   the "
    "chronology, to be read\nlogs/        the entries, the proofs and the keys\n"
    "attachments/ files, under the SHA-256 of their content\n"
)


class RenderedDocument(Protocol):
    """A document that was set: its bytes and what the person should know of it."""

    @property
    def content(self) -> bytes:
        """The PDF."""
        ...

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the person should know."""
        ...


class Renderer(Protocol):
    """Sets a chronology with its papers as PDF/A-2b."""

    def __call__(
        self,
        report: ChronologyReport,
        *,
        checkpoints: Sequence[CheckpointShown],
        papers: Sequence[Paper | ScottSchedule] | None = None,
    ) -> RenderedDocument:
        """Return the document."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ToGive:
    """What is to be given.

    Attributes:
        options: preset, period, what is shown, case and labels.
        seen_by: only what this person may see anyway; empty for whatever the keeper may give.
        allegations: ids of entries for a schedule of allegations (England and Wales), when a court
            has asked for one.
        bundle: also the bundle.
        name: of the bundle's file, for its own README.
    """

    options: ReportOptions
    seen_by: str = ""
    allegations: tuple[str, ...] = ()
    bundle: bool = True
    name: str = "bundle.zip"


@dataclass(frozen=True, slots=True)
class Given:
    """What was made.

    Attributes:
        document: the chronology as PDF.
        bundle: the ZIP, or None where none was asked for.
        shown: how many entries the bundle shows, or the chronology where there is none.
        size: how many entries the logs have that it shows something of.
        findings: what the person should know before she gives it away.
        checkpoints: of the logs it stands in, as printed.
    """

    document: bytes
    bundle: bytes | None
    shown: int
    size: int
    findings: tuple[Finding, ...]
    checkpoints: tuple[CheckpointShown, ...]


def give_record(
    *,
    opened: OpenRecord,
    wanted: ToGive,
    now: datetime,
    on: date,
    new_id: Callable[[], str],
    render: Renderer,
) -> Given:
    """Make a chronology, and a bundle where one is asked for; that it was made is written down.

    The bundle's checkpoint is signed after that entry, so that it covers it, and the bundle shows
    that it continues the checkpoints which were printed or given out before.

    Args:
        opened: the record.
        wanted: what is to be given.
        now: the clock, aware.
        on: the local day.
        new_id: makes ids.
        render: sets the document.

    Raises:
        ReportNotPossibleError: for options that cannot be met, with what to ask for instead.
        JournalError: where the store refuses, or an entry is not what was written.
    """
    record = _in_view(opened, wanted)
    standing = standing_on(record=record, day=on)
    entries = {name: tuple(opened.store.read(s.log_id)) for name, s in record.spaces.items()}
    marks = _marks(entries)
    report = chronology_report(
        record=record, standing=standing, options=wanted.options, entry_marks=marks
    )
    issued = [opened.store.checkpoint(s.log_id, issued_at=now) for s in record.spaces.values()]
    shown = [checkpoint_shown(opened, each, standing) for each in issued]
    papers = _papers(report, record, standing, wanted, marks, shown)
    document = render(report, checkpoints=shown, papers=papers)
    exported = RecordExported(
        fact_id=new_id(),
        occurred=from_day(on),
        about=wanted.options.given_to,
        preset=wanted.options.preset,
        document="chronology.pdf",
        digest=sha256(document.content).hexdigest(),
        entries=len(report.lines),
    )
    opened.append([exported], now=now)
    logs = {log for _unused, log in report.logs} or {s.log_id for s in record.spaces.values()}
    given = Given(
        document=document.content,
        bundle=None,
        shown=len(report.lines),
        size=sum(len(e) for e in entries.values()),
        findings=(*report.findings, *document.findings),
        checkpoints=tuple(c for c in shown if c.origin.rpartition("/")[2] in logs),
    )
    return _with_bundle(given, opened, wanted, report, now, exported) if wanted.bundle else given


def look_first(*, opened: OpenRecord, wanted: ToGive, on: date, render: Renderer) -> Given:
    """Return what would be given and what to know of it; nothing is signed or written down.

    Args:
        opened: the record.
        wanted: what is to be given.
        on: the local day.
        render: sets the document, whose length is part of what to know.

    Raises:
        ReportNotPossibleError: for options that cannot be met, with what to ask for instead.
    """
    record = _in_view(opened, wanted)
    standing = standing_on(record=record, day=on)
    report = chronology_report(
        record=record, standing=standing, options=wanted.options, entry_marks={}
    )
    document = render(report, checkpoints=(), papers=())
    return Given(
        document=document.content,
        bundle=None,
        shown=len(report.lines),
        size=sum(space.size for space in record.spaces.values()),
        findings=(*report.findings, *document.findings),
        checkpoints=(),
    )


def give_checkpoints(*, opened: OpenRecord, now: datetime, on: date) -> tuple[CheckpointShown, ...]:
    """Sign every log that is not private as it is now, and return what others may keep.

    The same again until something is added.

    Args:
        opened: the record.
        now: the clock, aware.
        on: the local day.
    """
    record = without_private(opened.record())
    standing = standing_on(record=record, day=on)
    return tuple(
        checkpoint_shown(opened, opened.store.checkpoint(space.log_id, issued_at=now), standing)
        for space in record.spaces.values()
    )


def checkpoint_shown(opened: OpenRecord, issued: Issued, standing: Standing) -> CheckpointShown:
    """Return a checkpoint as it is printed: its words, its root, and the day it was signed."""
    key = opened.store.public_key(issued.log_id) or b""
    checkpoint = open_checkpoint(issued.note, vkey=vkey_of_log(issued.log_id, public_key=key))
    return CheckpointShown(
        origin=checkpoint.origin,
        size=checkpoint.size,
        root_base64=encode_base64(checkpoint.root),
        words=checkpoint.words,
        note=issued.note,
        issued_on=issued.issued_at.astimezone(standing.household.zone).date(),
    )


def _in_view(opened: OpenRecord, wanted: ToGive) -> Record:
    record = opened.record()
    _refuse_who_is_out(record, {wanted.seen_by, wanted.options.given_to})
    if wanted.seen_by:
        record = record.visible_to(wanted.seen_by, keeper=opened.keeper())
    return without_private(record)


def _refuse_who_is_out(record: Record, named: set[str]) -> None:
    """Nothing is made for somebody whom she keeps out, or whom a signal of hers names."""
    told = {name.strip().casefold() for name in named if name.strip()}
    out, held = kept_out(record), held_back(record)
    called = {p.about: p.name for p in record.of(PersonAdded)}
    for handle in sorted(out | held):
        name = called.get(PersonRef(handle)) or handle
        if not told & {handle.casefold(), name.casefold()}:
            continue
        why = _("You keep") if handle in out else _("A sentence that you said yes to names")
        end = (
            _(" out: nothing is made for them")
            if handle in out
            else _(": nothing is made for them")
        )
        raise ReportNotPossibleError(
            _("{why} {name}{end}. On their page in People you can say otherwise.").format(
                why=why, name=name, end=end
            )
        )


def _marks(entries: Mapping[str, Sequence[Entry]]) -> dict[str, EntryMark]:
    return {
        e.entry_id: EntryMark(e.log_id, e.sequence, e.leaf_hash.hex()[:HASH_SHOWN])
        for some in entries.values()
        for e in some
    }


def _papers(
    report: ChronologyReport,
    record: Record,
    standing: Standing,
    wanted: ToGive,
    marks: Mapping[str, EntryMark],
    checkpoints: Sequence[CheckpointShown],
) -> list[Paper | ScottSchedule]:
    command = _("python3 verify.py {wanted}").format(wanted=wanted.name)
    papers: list[Paper | ScottSchedule] = [what_a_hash_proves(), how_to_check(command)]
    if wanted.options.preset == "court" and standing.household.country == "us":
        papers.append(certificate(report=report, standing=standing, checkpoints=checkpoints))
        papers.append(notice(report=report, standing=standing))
    if wanted.allegations:
        papers.append(
            scott_schedule(
                record=record,
                standing=standing,
                options=wanted.options,
                allegations=wanted.allegations,
                entry_marks=marks,
                report=report,
            )
        )
    return papers


def _with_bundle(
    given: Given,
    opened: OpenRecord,
    wanted: ToGive,
    report: ChronologyReport,
    now: datetime,
    exported: RecordExported,
) -> Given:
    record = _in_view(opened, wanted)
    own = wanted.options.preset == "own"
    chosen = None if own else {*_chosen(record, report), exported.fact_id}
    masks = masks_for(
        (f for s in record.spaces.values() for f in s.history), groups_shown(wanted.options.show)
    )
    choice = _Choice(
        chosen, masks, groups_shown(wanted.options.show), own=own, quotes=wanted.options.quotes
    )
    zone = standing_on(record=record, day=report.on).household.zone.key
    logs = [
        log
        for space in record.spaces.values()
        if (log := _log(opened, space.log_id, choice, zone=zone, now=now)) is not None
    ]
    files, missing = _files(opened, record, report, own=own)
    bundle = write_bundle(
        logs=logs,
        documents={"chronology.pdf": given.document},
        attachments=files,
        readme=_(README).format(name=wanted.name),
        sign=opened.store.sign,
    )
    return replace(
        given,
        bundle=bundle,
        shown=sum(len(log.disclosures) for log in logs),
        size=sum(len(log.leaf_hashes) for log in logs),
        findings=(*given.findings, *missing),
    )


@dataclass(frozen=True, slots=True)
class _Choice:
    """What of a log goes into a bundle.

    Attributes:
        ids: the entries that are shown; None for all.
        masks: values of withheld fields, which no shown text may hold.
        show: groups of sensitive fields that may be shown.
        own: whether it is the keeper's own copy, which holds every leaf and the text of stories.
        quotes: whether entries may be shown that quote a story.
    """

    ids: Collection[str] | None
    masks: Masks
    show: frozenset[str]
    own: bool
    quotes: bool

    def disclosures(self, entry: Entry) -> tuple[str, ...]:
        """Return the disclosures of an entry that are shown."""
        return tuple(each for each in entry.disclosures or () if self._shown(each))

    def _shown(self, encoded: str) -> bool:
        opened = open_disclosure(encoded)
        _unused, _unused2, group = opened.name.partition(".")
        if group and not (group in self.show or (group not in GROUPS and self.own)):
            return False
        source = opened.value.get("source") if isinstance(opened.value, dict) else None
        if isinstance(source, dict) and "quote" in source and not self.quotes:
            return False
        return not any(self.masks.hide(text) != text for text in _texts(opened.value))


def _texts(value: object) -> list[str]:
    """Return every text inside a JSON value."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inside for text in _texts(each)]


def _chosen(record: Record, report: ChronologyReport) -> set[str]:
    """Return the entries that a report shows, with every version of them."""
    ids = {line.fact_id for line in report.lines} | {e.fact_id for e in report.exhibits}
    for space in record.spaces.values():
        for fact in reversed(space.history):
            if fact.fact_id in ids and fact.replaces in space.written:
                ids.add(fact.replaces)
        for fact in space.history:
            if fact.replaces in ids:
                ids.add(fact.fact_id)
    return ids


def _log(
    opened: OpenRecord, log_id: str, choice: _Choice, *, zone: str, now: datetime
) -> LogExport | None:
    """Return what of a log goes into the bundle; None where nothing of it is shown."""
    store = opened.store
    issued = store.checkpoint(log_id, issued_at=now)
    entries = tuple(islice(store.read(log_id), issued.size))  # others may be writing meanwhile
    some = [e for e in entries if choice.ids is None or e.entry_id in choice.ids]
    if not some:
        return None
    shown = {e.sequence: choice.disclosures(e) for e in some}
    return LogExport(
        log_id=log_id,
        zone=zone,
        vkey=vkey_of_log(log_id, public_key=store.public_key(log_id) or b""),
        checkpoint=issued.note,
        leaf_hashes=[e.leaf_hash for e in entries],
        leaves={e.sequence: e.leaf for e in (entries if choice.own else some)},
        disclosures={sequence: each for sequence, each in shown.items() if each},
        older=[each.note for each in store.checkpoints(log_id) if each.size < issued.size],
    )


def _files(
    opened: OpenRecord, record: Record, report: ChronologyReport, *, own: bool
) -> tuple[list[bytes], tuple[Finding, ...]]:
    """Return the files that go along, and a finding for each that is not here."""
    listed = {exhibit.fact_id for exhibit in report.exhibits}
    files: list[bytes] = []
    missing: list[Finding] = []
    for fact in record.of(AttachmentKept):
        if fact.fact_id not in listed and not own:
            continue
        try:
            files.append(opened.store.file(_log_of(record, fact), fact.digest))
        except FileNotKept as gone:
            missing.append(Finding("warning", "report.file-missing", str(gone), fact.name))
    return files, tuple(missing)


def _log_of(record: Record, fact: Fact) -> str:
    return next(s.log_id for s in record.spaces.values() if fact.fact_id in s.written)
