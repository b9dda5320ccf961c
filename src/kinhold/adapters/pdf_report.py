"""Chronologies, papers and checkpoints as PDF/A-2b (ISO 19005-2), set offline by Typst.

Everything a person typed reaches the template as strings in one JSON file; no markup is ever built
from it. Only the fonts that Typst ships are used, so that equal input gives equal bytes on every
machine. PDF/A forbids letters without a shape, so characters these fonts lack are written as their
Unicode name in brackets, and a `Finding` says how many.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from kinhold.adapters import pdf_report_parts as parts
from kinhold.adapters.pdf_report_letters import (
    FONTS,
    ReportNotSetError,
    letting_go,
    printable,
    set_document,
)
from kinhold.application.chronology_report import checkpoints_shown, without_entries
from kinhold.application.chronology_report_cover import say_numbers
from kinhold.application.court_papers import Paper, how_to_check, what_a_hash_proves
from kinhold.application.wording import count
from kinhold.domain.findings import Finding
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kinhold.application.chronology_report import ChronologyReport
    from kinhold.application.chronology_report_cover import PageStyle
    from kinhold.application.chronology_report_options import CheckpointShown, ReportOptions
    from kinhold.application.court_papers import ScottSchedule

__all__ = [
    "Rendered",
    "ReportNotSetError",
    "render_checkpoint",
    "render_chronology",
    "render_paper",
]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document that was set.

    Attributes:
        content: the PDF.
        pages: how many it has.
        sections: title of each part and its first page, from 1.
        findings: what the person should know of it: length, characters without a shape.
    """

    content: bytes
    pages: int
    sections: tuple[tuple[str, int], ...]
    findings: tuple[Finding, ...] = ()


def render_chronology(
    report: ChronologyReport,
    *,
    checkpoints: Sequence[CheckpointShown],
    papers: Sequence[Paper | ScottSchedule] | None = None,
) -> Rendered:
    """Set a chronology: cover, table, index by theme, exhibits, then the papers.

    Args:
        report: what to show.
        checkpoints: of the logs it stands in; those of other logs are left out.
        papers: that follow; by default what a hash proves and how to check.

    Raises:
        ReportNotSetError: where Typst refuses, with its reason.
    """
    shown = checkpoints_shown(report, checkpoints)
    if papers is None:
        papers = (what_a_hash_proves(), how_to_check(report.options.verify_command))
    sections = [parts.cover(report, shown), parts.table(report)]
    sections += [parts.themes(report)] if report.themes else []
    sections += [parts.exhibits(report)] if report.exhibits else []
    sections += [parts.of_paper(p) if isinstance(p, Paper) else parts.scott(p) for p in papers]
    parts.put_code_beside(sections, shown, report.country)
    with letting_go():
        rendered = _set(
            sections, title=report.title, author=report.author, style=report.style,
            options=report.options, checkpoints=shown, on=report.on,
        )  # fmt: skip
        found = (*rendered.findings, *_too_long(report, shown, rendered))
    return Rendered(rendered.content, rendered.pages, rendered.sections, found)


def render_paper(
    paper: Paper | ScottSchedule,
    *,
    report: ChronologyReport,
    checkpoints: Sequence[CheckpointShown],
) -> Rendered:
    """Set one paper on its own: a certificate, a notice, a schedule.

    Raises:
        ReportNotSetError: where Typst refuses, with its reason.
    """
    shown = checkpoints_shown(report, checkpoints)
    section = parts.of_paper(paper) if isinstance(paper, Paper) else parts.scott(paper)
    with letting_go():
        return _set(
            [section], title=paper.title, author=report.author, style=report.style,
            options=report.options, checkpoints=shown, on=report.on,
        )  # fmt: skip


def render_checkpoint(
    checkpoints: Sequence[CheckpointShown],
    *,
    style: PageStyle,
    options: ReportOptions,
    on: date,
    author: str = "",
) -> Rendered:
    """Set one page with the checkpoint alone, for a solicitor or a friend to keep.

    Args:
        checkpoints: usually one; each gets its words, its size and its code.
        style: paper, letters and language.
        options: for the label on the page and the command that checks.
        on: the day it is given.
        author: whose record it is; empty to leave that out.

    Raises:
        ReportNotSetError: with no checkpoint, or where Typst refuses.
    """
    if not checkpoints:
        raise ReportNotSetError(_("There is no checkpoint to print yet. Sign one first."))
    section = parts.to_keep(checkpoints, style=style, options=options, on=on, author=author)
    options = replace(options, case_title="", case_number="")  # a friend need not know of a case
    with letting_go():
        return _set(
            [section], title=_("A checkpoint to keep"), author=author, style=style, options=options,
            checkpoints=(), on=on,
        )  # fmt: skip


# -- length ------------------------------------------------------------------------------------


def _too_long(
    report: ChronologyReport, shown: Sequence[CheckpointShown], rendered: Rendered
) -> tuple[Finding, ...]:
    pages = _counted(rendered)
    if report.page_limit is None or pages <= report.page_limit:
        return ()
    over = pages - report.page_limit
    out = _least_to_leave_out(report, shown)
    numbers = sorted(n.number for n in report.lines if n.fact_id in out)
    how = (
        _(
            "Without {numbers}, which have the least weight, it would fit. Leave them out by id, "
            "or ask the court for more pages"
        ).format(numbers=say_numbers(numbers))
        if out
        else _("Leaving entries out is not enough; ask the court for more pages")
    )
    return (
        Finding(
            "warning",
            "report.pages",
            _(
                "Cover and table have {pages} pages, {over} more than the {page_limit} of "
                "{limit_from}. {how}. Nothing was cut."
            ).format(
                pages=pages,
                over=over,
                page_limit=report.page_limit,
                limit_from=report.limit_from,
                how=how,
            ),
            " ".join(line.fact_id for line in report.lines if line.fact_id in out),
        ),
    )


def _counted(rendered: Rendered) -> int:
    """Pages of cover and table."""
    after = [page for _unused, page in rendered.sections[2:]]
    return (after[0] - 1) if after else rendered.pages


def _least_to_leave_out(
    report: ChronologyReport, shown: Sequence[CheckpointShown]
) -> frozenset[str]:
    """The fewest entries, least weight first, without which cover and table fit the limit.

    None of them where that is not enough.
    """
    low, high = 1, len(report.spare)
    if not _fits(report, shown, high):
        return frozenset()
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if _fits(report, shown, middle) else (middle + 1, high)
    return frozenset(report.spare[:low])


def _fits(report: ChronologyReport, shown: Sequence[CheckpointShown], without: int) -> bool:
    shorter = without_entries(report, frozenset(report.spare[:without]))
    rendered = _set(
        [parts.cover(shorter, shown), parts.table(shorter)], title=report.title,
        author=report.author, style=report.style, options=report.options, checkpoints=shown,
        on=report.on,
    )  # fmt: skip
    return rendered.pages <= (report.page_limit or 0)


# -- setting -----------------------------------------------------------------------------------


def _set(  # noqa: PLR0913 - what every document has, named at each call
    sections: list[dict[str, Any]],
    *,
    title: str,
    author: str,
    style: PageStyle,
    options: ReportOptions,
    checkpoints: Sequence[CheckpointShown],
    on: date,
) -> Rendered:
    language, _unused, region = style.language.partition("-")
    content, codes = _with_codes(sections)
    data = {
        "title": f"{title}: {options.case_title}" if options.case_title else title,
        "author": author,
        "description": _("{title}, made on {on} with {made_with}").format(
            title=title, on=on.isoformat(), made_with=options.made_with
        ),
        "keywords": ["chronology", *(c.origin for c in checkpoints)],
        "fonts": FONTS,
        "lang": language,
        "region": region,
        "paper": style.paper,
        "points": style.points,
        "strict": bool(style.why),
        "spacing": style.spacing,
        "unit": style.points / 12,
        "labels": {
            "prefix": options.label_prefix,
            "digits": options.label_digits,
            "first": options.first_label,
        },
        "footer": {
            "title": options.case_number or title,
            "checkpoints": [
                _("Checkpoint {origin} · {entries} · {words}").format(
                    origin=c.origin, entries=count(c.size, "entry", "entries"), words=c.words
                )
                for c in checkpoints
            ],
        },
        "sections": content,
    }
    clean, replaced = printable(data)
    content_bytes = set_document(clean, codes, on)
    pages, outline = _outline(content_bytes, [str(s["title"]) for s in sections])
    return Rendered(content_bytes, pages, outline, _about_letters(replaced))


def _with_codes(
    sections: list[dict[str, Any]],
) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """Give each checkpoint the name of the picture of its note, and return the pictures."""
    codes: dict[str, bytes] = {}

    def walk(value: Any) -> Any:  # noqa: ANN401 - JSON
        if isinstance(value, dict):
            made = {key: walk(part) for key, part in value.items()}
            if "note" in made:
                made |= _code(made.pop("note"), codes)
            return made
        return [walk(part) for part in value] if isinstance(value, list | tuple) else value

    return [walk(section) for section in sections], codes


def _code(note: str, codes: dict[str, bytes]) -> dict[str, str]:
    picture = _qr(note)
    if picture is None:
        return {
            "qr": "",
            "alt": _("The signed checkpoint is too long for a code; it is in the bundle."),
        }
    name = f"code-{len(codes)}.svg"
    codes[name] = picture
    return {"qr": name, "alt": _("Square code that holds the signed checkpoint as text")}


@cache
def _qr(note: str) -> bytes | None:
    """A QR code (ISO/IEC 18004) as SVG, with its quiet zone; None where the text does not fit."""
    import segno

    out = BytesIO()
    try:
        code = segno.make_qr(note, error="m")
    except segno.DataOverflowError:
        return None
    code.save(out, kind="svg", scale=4, border=4, xmldecl=False, svgns=True, dark="#000")
    return out.getvalue()


def _outline(content: bytes, titles: Sequence[str]) -> tuple[int, tuple[tuple[str, int], ...]]:
    """How many pages there are, and on which each part begins, from the bookmarks."""
    from pypdf import PdfReader
    from pypdf.generic import Destination

    reader = PdfReader(BytesIO(content))
    tops = [entry for entry in reader.outline if isinstance(entry, Destination)]
    starts = [(reader.get_destination_page_number(entry) or 0) + 1 for entry in tops]
    return len(reader.pages), tuple(zip(titles, starts, strict=False))


def _about_letters(replaced: int) -> tuple[Finding, ...]:
    if not replaced:
        return ()
    return (
        Finding(
            "info",
            "report.letters",
            _(
                "{have} no shape in the document’s letters and stand as their names in brackets, "
                "such as [grinning face]."
            ).format(have=count(replaced, "character has", "characters have")),
        ),
    )
