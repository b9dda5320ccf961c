"""The chronology for somebody else: an own copy, one for an agency, one for a court.

`chronology_report` chooses the entries, says what was left out and by which rule, and writes every
line; `adapters.pdf_report` sets it. Private spaces never enter. Nothing is cut silently: whatever
is left out is counted on the cover, and what does not fit a limit is said as a `Finding`.

The columns follow the practice guides to chronologies (Care Inspectorate 2017; P. Morris 2014).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kinhold.application.chronology_report_choice import choose
from kinhold.application.chronology_report_cover import (
    Account,
    Exhibit,
    PageStyle,
    account_of,
    exhibits_of,
    initials,
    page_style,
    rule_words,
)
from kinhold.application.chronology_report_findings import page_limit, what_to_know
from kinhold.application.chronology_report_lines import (
    GROUPS,
    EntryMark,
    LineWriter,
    Masks,
    ReportLine,
    masks_for,
)
from kinhold.application.chronology_report_options import (
    PRESETS,
    CheckpointShown,
    ReportNotPossibleError,
    ReportOptions,
    find_ids,
    groups_shown,
    period_of,
    without_private,
)
from kinhold.application.wording import say_day
from kinhold.domain.events import AttachmentKept
from kinhold.projections.household import commitments
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from kinhold.application.household_on import Standing
    from kinhold.domain.fact import Fact
    from kinhold.domain.findings import Finding
    from kinhold.record.record import Record

__all__ = [
    "CheckpointShown",
    "ChronologyReport",
    "EntryMark",
    "ReportLine",
    "ReportNotPossibleError",
    "ReportOptions",
    "checkpoints_shown",
    "chronology_report",
    "line_writer",
    "without_entries",
]

_LETTERS = 26


@dataclass(frozen=True, slots=True)
class ThemeIndex:
    """The entries of one theme, by their numbers in the table."""

    theme: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ChronologyReport:
    """Everything a chronology for others shows, as plain values.

    Attributes:
        title: the document's title.
        on, country: the day of the report and whose rules and spelling it follows.
        options: what was asked for: preset, case, labels, program, command.
        period: the days it covers, in words.
        parties: initials of the parties; `author`: who made it.
        rule: how entries were chosen, in words.
        account: how many entries the record has, how many are shown, and why others are not.
        withheld: groups of fields that are left blank, in words; `shown_groups`: those that are not.
        lines: the table, earliest first.
        themes: the grouped index; empty unless the preset has one.
        exhibits: the files that were picked.
        logs: the letter that stands for each log the lines stand in, and the log's id.
        style: paper, letters, language.
        page_limit: how many pages cover and table may have, or None where no limit is known.
        limit_from: where that limit is written, in words.
        spare: ids in the order in which they could be left out: least weight first, then oldest.
        findings: what the person should know before she gives it away.
    """

    title: str
    on: date
    country: str
    options: ReportOptions
    period: str
    parties: tuple[str, ...]
    author: str
    rule: str
    account: Account
    withheld: tuple[str, ...]
    shown_groups: tuple[str, ...]
    lines: tuple[ReportLine, ...]
    themes: tuple[ThemeIndex, ...]
    exhibits: tuple[Exhibit, ...]
    logs: tuple[tuple[str, str], ...]
    style: PageStyle
    page_limit: int | None
    limit_from: str
    spare: tuple[str, ...]
    findings: tuple[Finding, ...]

    def line_of(self, fact_id: str) -> ReportLine | None:
        """Return the row of an entry, or None where it is not shown."""
        return next((line for line in self.lines if line.fact_id == fact_id), None)


def chronology_report(
    *,
    record: Record,
    standing: Standing,
    options: ReportOptions,
    entry_marks: Mapping[str, EntryMark],
) -> ChronologyReport:
    """Return a chronology for somebody else.

    Args:
        record: what the keeper may see; its private spaces are dropped here.
        standing: the household on the day of the report.
        options: what is asked for.
        entry_marks: fact id to its place in its log; may be empty.

    Raises:
        ReportNotPossibleError: for a preset, period, group or id that is not usable.
    """
    household, seen = standing.household, without_private(record)
    period = period_of(standing, options)
    picked = find_ids(seen, options.pick)
    choice = choose(seen, standing, options, period, picked)
    exhibits = exhibits_of(
        [f for f in picked.values() if isinstance(f, AttachmentKept)], seen, standing
    )
    chosen = {line.fact.fact_id for line in choice.lines}
    writer = line_writer(
        record=seen,
        standing=standing,
        options=options,
        marks={fact_id: mark for fact_id, mark in entry_marks.items() if fact_id in chosen},
        exhibits=exhibits,
    )
    lines = tuple(writer.write(line, n) for n, line in enumerate(choice.lines, 1))
    limit = page_limit(standing, options)
    found = what_to_know(
        lines=lines, out=choice.out, exhibits=exhibits, standing=standing, preset=options.preset
    )
    report = _with_lines(standing, options, writer, lines)
    return replace(
        report,
        period=_say_period(*period, household.country),
        account=account_of(seen, {line.fact_id for line in lines}, choice.out, exhibits),
        exhibits=tuple(_hidden(e, writer.masks) for e in exhibits),
        page_limit=limit.pages,
        limit_from=limit.source,
        spare=_spare(lines, picked),
        findings=(*limit.findings, *found),
    )


def _with_lines(
    standing: Standing, options: ReportOptions, writer: LineWriter, lines: tuple[ReportLine, ...]
) -> ChronologyReport:
    """A report with its lines and what stands on the cover; the counts follow."""
    household = standing.household
    return ChronologyReport(
        title=_("Chronology {presets}").format(presets=_(PRESETS[options.preset])),
        on=household.on,
        country=household.country,
        options=options,
        period="",
        parties=tuple(initials(household.name(p)) for p in options.parties or _parties(standing)),
        author=options.author or household.name(household.keeper),
        rule=rule_words(standing, options),
        account=Account(0, len(lines), 0, ()),
        withheld=tuple(_(words) for group, words in GROUPS.items() if group not in writer.show),
        shown_groups=tuple(_(words) for group, words in GROUPS.items() if group in writer.show),
        lines=lines,
        themes=_index(lines) if options.preset == "agency" else (),
        exhibits=(),
        logs=tuple((letter, log) for log, letter in writer.letters.items()),
        style=page_style(standing, options),
        page_limit=None,
        limit_from="",
        spare=(),
        findings=(),
    )


def checkpoints_shown(
    report: ChronologyReport, checkpoints: Iterable[CheckpointShown]
) -> tuple[CheckpointShown, ...]:
    """Return the checkpoints of the logs that the report's entries stand in, and no others.

    Nothing about another log (its size, its existence) leaves with a document. Where the report
    was made without entry marks nothing is known of logs, and all are returned.
    """
    if not report.logs:
        return tuple(checkpoints)
    ids = {log for _unused, log in report.logs}
    return tuple(c for c in checkpoints if c.origin.rpartition("/")[2] in ids)


def line_writer(
    *,
    record: Record,
    standing: Standing,
    options: ReportOptions,
    marks: Mapping[str, EntryMark],
    exhibits: Sequence[Exhibit] = (),
    logs: Sequence[tuple[str, str]] = (),
) -> LineWriter:
    """Return what every line of a report is written with.

    Args:
        record: without private spaces.
        standing: the household on the day of the report.
        options: what may be shown.
        marks: of the entries that are shown, and of no others: letters tell of logs.
        exhibits: those that are listed.
        logs: letters that an earlier document gave to logs, to be used again.
    """
    show = groups_shown(options.show)
    by_fact: dict[str, tuple[int, ...]] = {}
    for exhibit in exhibits:
        if exhibit.goes_with:
            by_fact[exhibit.goes_with] = (*by_fact.get(exhibit.goes_with, ()), exhibit.number)
    letters = {log: letter for letter, log in logs}
    for log in sorted({m.log for m in marks.values()} - letters.keys()):
        letters[log] = _letter(len(letters))
    return LineWriter(
        household=standing.household,
        show=tuple(sorted(show)),
        quotes=options.quotes,
        masks=masks_for((f for s in record.spaces.values() for f in s.history), show),
        marks=marks,
        letters=letters,
        first_written=_first_written(record),
        exhibits=by_fact,
        outcomes=_outcomes(record, standing),
    )


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < _LETTERS else f"L{number}-"


def _say_period(start: date | None, end: date, country: str) -> str:
    to = say_day(end, country)
    return (
        _("{day} to {to}").format(day=say_day(start, country), to=to)
        if start
        else _("everything up to {to}").format(to=to)
    )


def _parties(standing: Standing) -> tuple[str, ...]:
    """The keeper, and whoever left or is or was the partner."""
    household = standing.household
    partners = [
        p.handle for p in household.people if p.role in ("husband", "wife", "partner", "ex_partner")
    ]
    both = [household.keeper, *partners, *(d.about for d in household.departures)]
    return tuple(dict.fromkeys(h for h in both if h))


def _first_written(record: Record) -> dict[str, datetime]:
    """Fact id of each correction to the moment what it corrects was first written."""
    found: dict[str, datetime] = {}
    for space in record.spaces.values():
        root: dict[str, str] = {}
        for fact in space.history:
            if fact.replaces in space.written:
                root[fact.fact_id] = root.get(fact.replaces, fact.replaces)
                found[fact.fact_id] = space.written[root[fact.fact_id]].recorded_at
    return found


def _outcomes(record: Record, standing: Standing) -> dict[str, str]:
    """Fact id of each promise to the counts of what was noted of it."""
    said: dict[str, str] = {}
    for commitment in commitments(record, standing.household.on):
        counts = Counter(o.outcome for o in commitment.outcomes)
        if counts:
            words = ", ".join(f"{outcome} {n}" for outcome, n in sorted(counts.items()))
            said[commitment.promise.fact_id] = _("Noted since: {words}.").format(words=words)
    return said


def _hidden(exhibit: Exhibit, masks: Masks) -> Exhibit:
    return replace(exhibit, name=masks.hide(exhibit.name), words=masks.hide(exhibit.words))


def _index(lines: Sequence[ReportLine]) -> tuple[ThemeIndex, ...]:
    return tuple(
        ThemeIndex(theme, tuple(line.number for line in lines if line.theme == theme))
        for theme in sorted({line.theme for line in lines})
    )


def _spare(lines: Sequence[ReportLine], picked: Mapping[str, Fact]) -> tuple[str, ...]:
    return tuple(
        line.fact_id
        for line in sorted(lines, key=lambda line: (line.weight, line.number))
        if line.fact_id not in picked
    )


def without_entries(report: ChronologyReport, fact_ids: Collection[str]) -> ChronologyReport:
    """Return the report without these rows, numbered anew; nothing else is looked at again.

    It is how `pdf_report` finds out how many entries have to go for a document to fit a limit. To
    leave entries out for good, ask for the report again with `leave_out`.
    """
    kept = [line for line in report.lines if line.fact_id not in fact_ids]
    lines = tuple(replace(line, number=n) for n, line in enumerate(kept, 1))
    return replace(report, lines=lines, themes=_index(lines) if report.themes else ())
