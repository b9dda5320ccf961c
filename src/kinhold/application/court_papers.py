"""Papers that go with a chronology: what a hash proves, how to check, a certificate, a schedule.

Each is a draft for a person to read, fill in and sign, or to leave. None says that a court will
take it: a hash shows that a copy has not changed, and nothing about whether what it says is true.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.chronology_report import line_writer
from kinhold.application.chronology_report_cover import PageStyle, initials, page_style
from kinhold.application.chronology_report_options import (
    ReportNotPossibleError,
    find_ids,
    without_private,
)
from kinhold.application.court_blocks import Block, Paper, as_code, as_heading, as_item, as_text
from kinhold.application.wording import count, say_day
from kinhold.domain.findings import Finding
from kinhold.projections.chronology import chronology
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from kinhold.application.chronology_report import ChronologyReport, ReportLine
    from kinhold.application.chronology_report_lines import EntryMark
    from kinhold.application.chronology_report_options import CheckpointShown, ReportOptions
    from kinhold.application.household_on import Standing
    from kinhold.record.record import Record

__all__ = [
    "Block",
    "Paper",
    "ScottRow",
    "ScottSchedule",
    "certificate",
    "how_to_check",
    "notice",
    "scott_schedule",
    "what_a_hash_proves",
]


@dataclass(frozen=True, slots=True)
class ScottRow:
    """One allegation the person picked; the other columns stay empty for the parties and the court."""

    number: int
    date: str
    allegation: str
    evidence: str


SCOTT_COLUMNS: Final = (
    N_("No."),
    N_("Date"),
    N_("Allegation"),
    N_("Evidence (page)"),
    N_("Response"),
    N_("Respondent’s evidence (page)"),
    N_("Court’s finding"),
)
"""The columns in use in England and Wales (Rayden Solicitors; Practice Direction 12J)."""


@dataclass(frozen=True, slots=True)
class ScottSchedule:
    """A schedule of allegations, filled from entries that were picked and from nothing else.

    Attributes:
        title, case_title, case_number, parties, on, country, label_prefix, label_digits,
            first_label: as on the chronology.
        when: when such a schedule is made, in words from the rules.
        columns: headings.
        rows: what was picked, earliest first.
        style: paper and letters.
        findings: what the person should know first.
    """

    title: str
    case_title: str
    case_number: str
    parties: tuple[str, ...]
    on: date
    country: str
    options: ReportOptions
    when: str
    columns: tuple[str, ...]
    rows: tuple[ScottRow, ...]
    style: PageStyle
    findings: tuple[Finding, ...]


def what_a_hash_proves() -> Paper:
    """Return one plain page: what the numbers in this document show, and what they do not."""
    return Paper(
        _("What a hash proves, and what it does not"),
        draft=False,
        blocks=(
            as_text(
                _(
                    "A hash is a short number worked out from a text or a file. Change one letter and "
                    "the number changes completely. Nobody knows a way to make a different text with the "
                    "same number (SHA-256)."
                )
            ),
            as_heading(_("What it shows")),
            as_item(
                _(
                    "That an entry is, letter for letter, the one that was in the record when the "
                    "checkpoint was signed."
                )
            ),
            as_item(
                _(
                    "That no entry before the checkpoint was changed, removed, added or put in another "
                    "order since. Each entry holds the hash of the one before it, and the checkpoint "
                    "holds one hash over all of them."
                )
            ),
            as_item(
                _(
                    "That it was written before the checkpoint was signed. How sure that is depends on "
                    "the day on which you, or somebody neutral, received that checkpoint."
                )
            ),
            as_heading(_("What it does not show")),
            as_item(_("That what an entry says is true, complete or fair.")),
            as_item(
                _(
                    "That something happened on the day named. The date of an event is what the author "
                    "says; the date of writing is what the computer’s clock said."
                )
            ),
            as_item(_("Who typed it, or what was left out.")),
            as_item(_("That a court has to take it into account. That is for the court.")),
            as_heading(_("Erased and withheld")),
            as_text(
                _(
                    "A person may erase an entry, or give a copy in which entries are withheld. The "
                    "place of the entry and its hash stay, its words are gone, and all the other entries "
                    "can still be checked. The cover says how many."
                )
            ),
        ),
    )


def how_to_check(verify_command: str) -> Paper:
    """Return one plain page: how a stranger checks the record, offline, without the program.

    Args:
        verify_command: as it is to be typed.
    """
    return Paper(
        _("How to check this without trusting us"),
        draft=False,
        blocks=(
            as_text(
                _(
                    "You need the bundle that belongs to this document, on a stick or as a file, and a "
                    "computer with Python 3.11 or later. You do not need the internet, an account, or "
                    "the program that made it."
                )
            ),
            as_item(_("Copy the bundle to the computer and take the file verify.py out of it.")),
            as_item(_("Open a terminal in that folder and type:")),
            as_code(verify_command),
            as_item(
                _(
                    "The first line says how many of how many entries are shown, the second whether "
                    "anything was changed; what follows says which entry."
                )
            ),
            as_item(
                _(
                    "Compare the words and the size of the checkpoint on the screen with those at the "
                    "foot of these pages. Compare them, too, with any copy that came to you earlier."
                )
            ),
            as_item(
                _(
                    "To check one entry by eye: its id in the table is the beginning of its id in the "
                    "bundle. The characters after it are the beginning of its hash."
                )
            ),
            as_text(
                _(
                    "verify.py is one file that uses nothing but Python itself. You may read it, or have "
                    "somebody read it, before you run it. The same can be done in a browser with "
                    "verify.html, which needs no installation."
                )
            ),
            as_text(
                _(
                    "The square code on the cover holds the signed checkpoint as text. Any telephone can "
                    "read it; it opens no web page."
                )
            ),
        ),
    )


def certificate(
    *, report: ChronologyReport, standing: Standing, checkpoints: Sequence[CheckpointShown]
) -> Paper:
    """Return a draft certificate under Fed. R. Evid. 902(13) and (14), to be filled in and signed.

    It states how the record is made and checked, and concludes nothing (advisory committee note
    of 2017). The declaration line of 28 U.S.C. 1746 is left unsigned.

    Raises:
        ReportNotPossibleError: outside the United States, or on a day before the rules.
    """
    rules = _rule_names(standing)
    declaration = " ".join(_us_rule(standing, "court.certificate.declaration"))
    return Paper(
        _("Draft certificate under {rules}").format(rules=rules),
        draft=True,
        blocks=(
            as_text(_("Read every line. Strike out what you cannot say from your own knowledge.")),
            *_case(report),
            Block("blank", _("1. My name and address")),
            Block("blank", _("2. My work, and how I come to know this system")),
            *_system(report),
            *(_covered(c, report.country) for c in checkpoints),
            as_text(
                _(
                    "8. I checked the copy as follows. I ran the command below on the bundle and "
                    "compared its checkpoint with the one above."
                )
            ),
            as_code(report.options.verify_command),
            Block("blank", _("Day, and the computer I used")),
            Block("blank", _("First and last line it printed")),
            Block("blank", _("SHA-256 of the chronology as a file, and of the bundle")),
            as_text(
                _(
                    "9. I say nothing here on whether what an entry says is true, or when an event "
                    "happened. I say nothing on whether the record may be used for any other purpose."
                )
            ),
            Block("text", declaration),
            Block("sign", _("Executed on (date)")),
            Block("sign", _("Signature")),
        ),
    )


def _system(report: ChronologyReport) -> tuple[Block, ...]:
    return (
        as_text(
            _(
                "3. The record was made with {made_with}, a program that keeps entries in "
                "append-only logs in one file on the person’s own computer."
            ).format(made_with=report.options.made_with)
        ),
        Block("blank", _("Computer and operating system on which it ran")),
        as_text(
            _(
                "4. Time. When an entry is added, the program writes down the time of the computer’s "
                "clock in universal time, to the microsecond. The time of the event is a separate "
                "field, which the author fills in."
            )
        ),
        as_text(
            _(
                "5. Entries. An entry is never changed. A correction is a new entry that points at "
                "the old one. Each entry’s text is committed to by salted SHA-256 digests (RFC 9901) "
                "in a leaf, which also holds the hash of the leaf before it."
            )
        ),
        as_text(
            _(
                "6. Hashes. The leaves of a log are the leaves of a Merkle tree with SHA-256 (RFC "
                "9162, section 2.1). The root of the tree and its size are signed with an Ed25519 "
                "key as a checkpoint."
            )
        ),
        as_text(_("7. Checkpoints that cover the entries shown:")),
    )


def _covered(checkpoint: CheckpointShown, country: str) -> Block:
    return Block(
        "text",
        _("{origin}, {entries}, signed on {day}, root {root_base64} ({words})").format(
            origin=checkpoint.origin,
            entries=count(checkpoint.size, "entry", "entries"),
            day=say_day(checkpoint.issued_on, country),
            root_base64=checkpoint.root_base64,
            words=checkpoint.words,
        ),
    )


def notice(*, report: ChronologyReport, standing: Standing) -> Paper:
    """Return a draft of the written notice that goes before a certified record (902(11)).

    Raises:
        ReportNotPossibleError: outside the United States, or on a day before the rules.
    """
    rules = _rule_names(standing)
    given = " ".join(_us_rule(standing, "court.certificate.notice"))
    return Paper(
        _("Draft notice of a certified record"),
        draft=True,
        blocks=(
            *_case(report),
            Block("blank", _("To")),
            as_text(
                _(
                    "Please take notice that the party signing below intends to offer the record "
                    "described here with a certificate under {rules}. The rule asks for {given}."
                ).format(rules=rules, given=given)
            ),
            as_text(
                _("The record: {title}, {period}, {entries}, made on {day}.").format(
                    title=report.title.lower(),
                    period=report.period,
                    entries=count(len(report.lines), "entry", "entries"),
                    day=say_day(report.on, report.country),
                )
            ),
            as_text(
                _("With this notice come: the chronology, the bundle, the certificate, verify.py.")
            ),
            Block("blank", _("Where and when the record and the certificate can be inspected")),
            as_text(_("Signed for the party:")),
            Block("sign", _("Name of the party, or of counsel")),
            Block("sign", _("Date")),
            Block("sign", _("Signature")),
        ),
    )


_ELSEWHERE: Final = N_(
    "A schedule of allegations in this form belongs to England and Wales; this household "
    "is elsewhere."
)


def scott_schedule(
    *,
    record: Record,
    standing: Standing,
    options: ReportOptions,
    allegations: Sequence[str],
    entry_marks: Mapping[str, EntryMark],
    report: ChronologyReport | None = None,
) -> ScottSchedule:
    """Return a schedule of allegations filled from the entries picked, never from anything else.

    Args:
        record: what the keeper may see; private spaces are dropped.
        standing: the household on the day of the schedule.
        options: as for the chronology: case, parties, withheld groups, labels.
        allegations: ids, or beginnings of ids, of the entries picked.
        entry_marks: fact id to its place in its log; may be empty.
        report: the chronology it refers to; its entry numbers are then given as evidence.

    Raises:
        ReportNotPossibleError: outside the United Kingdom, with nothing picked, or for an id that
            is no entry of the chronology.
    """
    household = standing.household
    if household.country != "uk":
        raise ReportNotPossibleError(_(_ELSEWHERE))
    seen = without_private(record)
    picked = find_ids(seen, allegations)
    writer = line_writer(
        record=seen,
        standing=standing,
        options=options,
        marks={fact_id: mark for fact_id, mark in entry_marks.items() if fact_id in picked},
        logs=report.logs if report else (),
    )
    lines = [line for line in chronology(seen, household.zone) if line.fact.fact_id in picked]
    if not picked or len(lines) != len(picked):
        raise ReportNotPossibleError(
            _(
                "Pick the entries for the schedule by id. Each has to be an entry of the chronology; "
                "nothing is filled in without being picked."
            )
        )
    rows = tuple(_row(writer.write(line, n), report) for n, line in enumerate(lines, 1))
    return ScottSchedule(
        title=_("Draft schedule of allegations (Scott schedule)"),
        case_title=options.case_title,
        case_number=options.case_number,
        parties=report.parties if report else tuple(initials(p) for p in options.parties),
        on=household.on,
        country=household.country,
        options=options,
        when=_when(standing),
        columns=tuple(map(_, SCOTT_COLUMNS)),
        rows=rows,
        style=page_style(standing, options),
        findings=_too_many(standing, len(rows)),
    )


def _row(line: ReportLine, report: ChronologyReport | None) -> ScottRow:
    shown = report.line_of(line.fact_id) if report else None
    where = (
        _("Chronology, entry {number}").format(number=shown.number)
        if shown
        else _("Entry of the record")
    )
    files = (
        _("; exhibit {exhibits}").format(exhibits=shown.exhibits)
        if shown and shown.exhibits
        else ""
    )
    precision = "" if line.precision.startswith("exact") else f" ({line.precision})"
    return ScottRow(
        line.number,
        line.when + precision,
        line.what,
        _("{where} ({mark}){files}\npage:").format(where=where, mark=line.mark, files=files),
    )


def _when(standing: Standing) -> str:
    try:
        return str(standing.rules.lookup("court.scott.when", standing.household.on))
    except RuleNotInForceError:
        return _("Only where the court has directed a schedule.")


def _too_many(standing: Standing, rows: int) -> tuple[Finding, ...]:
    found = [
        Finding(
            "info",
            "scott.directed",
            _(
                "A schedule of allegations is made only where the court directs one, and for what "
                "the direction names. Read it again before you hand it in, with somebody who advises "
                "you."
            ),
        )
    ]
    try:
        most = int(standing.rules.number("court.scott.most", standing.household.on))
    except RuleNotInForceError:
        return tuple(found)
    if rows > most:
        found.append(
            Finding(
                "warning",
                "scott.too-many",
                _(
                    "{rows} entries are picked. Courts often ask for {most} or fewer; the direction says "
                    "how many. All of them are in the draft."
                ).format(rows=rows, most=most),
            )
        )
    return tuple(found)


def _rule_names(standing: Standing) -> str:
    """`Fed. R. Evid. 902(13) and 902(14)`."""
    first, *more = _us_rule(standing, "court.certificate.rules")
    return _(" and ").join([first, *(rule.rpartition(" ")[2] for rule in more)])


def _us_rule(standing: Standing, path: str) -> tuple[str, ...]:
    try:
        value = standing.rules.lookup(path, standing.household.on)
    except RuleNotInForceError:
        raise ReportNotPossibleError(
            _(
                "This certificate belongs to the rules of evidence of the United States, and they "
                "are not in force for this household on this day."
            )
        ) from None
    return tuple(str(v) for v in value) if isinstance(value, tuple) else (str(value),)


def _case(report: ChronologyReport) -> tuple[Block, ...]:
    options = report.options
    return tuple(
        Block("text", f"{label}: {value}") if value else Block("blank", label)
        for label, value in ((_("Case"), options.case_title), (_("Number"), options.case_number))
    )
