"""The parts of a chronology as the template reads them: dictionaries of text."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from kinhold.application.wording import count, say_day, say_list
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kinhold.application.chronology_report import ChronologyReport
    from kinhold.application.chronology_report_cover import PageStyle
    from kinhold.application.chronology_report_lines import ReportLine
    from kinhold.application.chronology_report_options import CheckpointShown, ReportOptions
    from kinhold.application.court_papers import Paper, ScottSchedule

COLUMNS: Final = (
    "#",
    N_("Date, how exactly known, when written down"),
    N_("What happened"),
    N_("Who / where"),
    N_("Source and how known"),
    N_("Action taken"),
    N_("Outcome / effect on the child"),
)
WHOLE_ROW: Final = 700
"""A row of fewer letters than this is never broken over two pages."""
WIDTHS: Final = (10, 38, "rest", 31, 46, 30, 35)
"""Of the columns, in millimetres at 12 points on paper that lies on its side."""


def cover(report: ChronologyReport, checkpoints: Sequence[CheckpointShown]) -> dict[str, Any]:
    """Return the cover: whose it is, how entries were chosen, the checkpoints."""
    options, account = report.options, report.account
    rows = [
        (_("Case"), options.case_title),
        (_("Number"), options.case_number),
        (_("Parties"), _(" and ").join(report.parties)),
        (_("Made by"), report.author),
        (_("For"), options.given_to),
        (
            _("Made on"),
            _("{day}, with {made_with}").format(
                day=say_day(report.on, report.country), made_with=options.made_with
            ),
        ),
        (_("Period"), report.period),
    ]
    return {
        "kind": "cover",
        "over": _("A record kept by one person. It is not an assessment and decides nothing."),
        "title": report.title,
        "rows": [(label, value) for label, value in rows if value],
        "chosen": {
            "title": _("{shown} of {total} entries are shown").format(
                shown=account.shown, total=account.total
            ),
            "rule": report.rule,
            "account": [
                (str(number), words)
                for words, number in (
                    (_("shown in the table"), account.shown),
                    (_("listed as exhibits"), account.exhibits),
                    *account.left_out,
                )
                if number or words.startswith("shown")
            ],
            "notes": _notes(report),
        },
        "checkpoints": {
            "title": _("Has anything changed since?"),
            "words": _(
                "Anyone can check that the entries shown have not changed since the day of this "
                "checkpoint. It takes neither the internet nor the program: see “How to check this”. "
                "That shows the record is unchanged, not that it is true."
            )
            if checkpoints
            else _("No checkpoint was given with this copy, so it cannot be checked on its own."),
            "list": [_checkpoint(c, report.country, report.logs) for c in checkpoints],
        },
    }


def _notes(report: ChronologyReport) -> list[str]:
    left = (
        _("Left blank: {withheld}.").format(withheld=say_list(report.withheld))
        if report.withheld
        else ""
    )
    shown = _("Shown, because it was asked for: {shown_groups}.").format(
        shown_groups=say_list(report.shown_groups)
    )
    story = (
        _("Sentences of a story that entries rest on are quoted; the story itself is not here.")
        if report.options.quotes
        else _("Words of a story are left out.")
    )
    return [" ".join(part for part in (left, shown if report.shown_groups else "", story) if part)]


def table(report: ChronologyReport) -> dict[str, Any]:
    """Return the table of entries."""
    logs = ", ".join(
        _("{letter} is log {log}").format(letter=letter, log=log) for letter, log in report.logs
    )
    return {
        "kind": "chronology",
        "title": _("Chronology"),
        "intro": _("In the source column: where from, and how it was known if that was noted. Below it "
"the beginning of the entry’s id, its place in its log, the beginning of its hash. "
"{logs}.").format(logs=logs)
        if logs
        else "",
        "empty": _("No entry fits what was asked for."),
        "columns": [_(words) for words in COLUMNS],
        "widths": WIDTHS,
        "lines": [
            {
                "number": str(line.number),
                "tall": _length(line) > WHOLE_ROW,
                "when": line.when,
                "precision": "" if line.precision == "date not told" else line.precision,
                "written": _("written: {latency}").format(latency=line.latency)
                + (f" ({line.timeliness})" if line.timeliness != "not dated" else ""),
                "what": line.what,
                "quote": line.quote,
                "corrected": _("Corrected on {corrected}; first written {written}.").format(corrected=line.corrected, written=line.written)
                if line.corrected
                else "",
                "who": line.who,
                "where": line.where,
                "source": line.source + (f"; {line.how_known}" if line.how_known else ""),
                "mark": line.mark,
                "exhibits": _("Exhibit {exhibits}").format(exhibits=line.exhibits) if line.exhibits else "",
                "action": line.action,
                "outcome": line.outcome,
            }
            for line in report.lines
        ],
    }  # fmt: skip


def _length(line: ReportLine) -> int:
    return len(line.what) + len(line.quote) + 2 * max(len(line.action), len(line.outcome))


def themes(report: ChronologyReport) -> dict[str, Any]:
    """Return the index by theme."""
    by_number = {line.number: line for line in report.lines}
    return {
        "kind": "themes",
        "title": _("Entries by theme"),
        "intro": _("The same entries, grouped. The numbers are those of the table."),
        "columns": ("#", _("Date"), _("What happened")),
        "themes": [
            {
                "title": f"{t.theme.capitalize()} ({count(len(t.numbers), 'entry', 'entries')})",
                "lines": [
                    {"number": str(n), "when": by_number[n].when, "what": by_number[n].what}
                    for n in t.numbers
                ],
            }
            for t in report.themes
        ],
    }


def exhibits(report: ChronologyReport) -> dict[str, Any]:
    """Return the list of exhibits."""
    numbers = {line.fact_id: line.number for line in report.lines}
    return {
        "kind": "exhibits",
        "title": _("Exhibits"),
        "intro": _("The files themselves are held apart. Each is identified by its SHA-256: whoever has "
"the file can work the number out again and compare."),
        "exhibits": [
            {
                "title": _("Exhibit {number}: {name}").format(number=e.number, name=e.name),
                "words": e.words,
                "rows": [
                    (label, value)
                    for label, value in (
                        (_("Made"), e.when),
                        (_("Kind and size"), f"{e.media}, {e.size}"),
                        (_("Goes with"), _("entry {numbers}").format(numbers=numbers[e.goes_with])
                         if e.goes_with in numbers else ""),
                        (_("Changes"), e.cleaned),
                    )
                    if value
                ],
                "hashes": [
                    (label, value)
                    for label, value in (
                        (_("SHA-256 of the file as kept"), e.sha256),
                        (_("SHA-256 of the file as it was given"), e.original),
                    )
                    if value
                ],
            }
            for e in report.exhibits
        ],
    }  # fmt: skip


def of_paper(paper: Paper) -> dict[str, Any]:
    """Return a page of text."""
    return {
        "kind": "paper",
        "title": paper.title,
        "draft": _(
            "Draft. Nothing here is said or signed until somebody has read it, filled it in and "
            "signed it."
        )
        if paper.draft
        else "",
        "blocks": [asdict(block) for block in paper.blocks],
        "checkpoints": [],
    }


def scott(schedule: ScottSchedule) -> dict[str, Any]:
    """Return a schedule of allegations."""
    rows = [
        (_("Case"), schedule.case_title),
        (_("Number"), schedule.case_number),
        (_("Parties"), _(" and ").join(schedule.parties)),
    ]
    return {
        "kind": "scott",
        "title": schedule.title,
        "draft": _("Draft, filled only from entries that were picked by hand."),
        "rows": [(label, value) for label, value in rows if value],
        "when": schedule.when,
        "columns": schedule.columns,
        "lines": [{**asdict(row), "number": str(row.number)} for row in schedule.rows],
    }


def _checkpoint(
    shown: CheckpointShown, country: str, logs: Iterable[tuple[str, str]] = ()
) -> dict[str, Any]:
    letter = next((a for a, log in logs if shown.origin.endswith(f"/{log}")), "")
    return {
        "words": shown.words,
        "note": shown.note,
        "said": _("{entries}, signed on {day}").format(
            entries=count(shown.size, "entry", "entries"), day=say_day(shown.issued_on, country)
        )
        + (_("; log {letter} in the table").format(letter=letter) if letter else ""),
        "origin": shown.origin,
        "root": _("root {root_base64}").format(root_base64=shown.root_base64),
    }


def put_code_beside(
    sections: list[dict[str, Any]], shown: Sequence[CheckpointShown], country: str
) -> None:
    """Put the code on the page that says how to check, too."""
    for section in sections:
        if section["kind"] == "paper" and section["title"].startswith("How to check"):
            section["checkpoints"] = [_checkpoint(c, country) for c in shown]


def to_keep(
    checkpoints: Sequence[CheckpointShown],
    *,
    style: PageStyle,
    options: ReportOptions,
    on: date,
    author: str,
) -> dict[str, Any]:
    """Return the page with checkpoints alone, for somebody to keep."""
    country = "us" if style.language == "en-US" else "uk"
    check = f'{options.verify_command} --words "…" --since {on.isoformat()}'
    return {
        "kind": "kept",
        "title": _("Please keep this page"),
        "over": _("Given on {day}").format(day=say_day(on, country))
        + (_(" by {author}").format(author=author) if author else ""),
        "intro": _(
            "It is a short proof that a record existed on this day, and of how many entries it "
            "had. It tells nothing of what is in them. It is worth something because you have it."
        ),
        "list": [_checkpoint(c, country) for c in checkpoints],
        "steps": [
            _("Put it with your papers, or take a photograph of it. There is nothing to install."),
            _(
                "If you are shown a bundle of the record, have it checked with these words: {check}"
            ).format(check=check),
            _("A record may grow. The check says whether what this page stands for is unchanged."),
            _("If it is not, something from before this day was changed or taken away."),
        ],
    }
