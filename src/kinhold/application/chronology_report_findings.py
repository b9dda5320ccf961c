"""What the person should know before she gives a chronology away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.chronology_report_cover import say_numbers
from kinhold.application.wording import count, say_day, say_list
from kinhold.domain.findings import Finding
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kinhold.application.chronology_report_cover import Exhibit
    from kinhold.application.chronology_report_lines import ReportLine
    from kinhold.application.chronology_report_options import ReportOptions
    from kinhold.application.household_on import Standing

LONG_LINE: Final = 600
"""Characters above which an entry is no longer one factual sentence; it is said, and kept whole."""

NOT_ENGLAND: Final = ("scotland", "sco", "sct", "northern-ireland", "northern ireland", "nir", "ni")


@dataclass(frozen=True, slots=True)
class PageLimit:
    """How long a chronology may be.

    Attributes:
        pages: of cover and table together; None where nothing limits it or no limit is known.
        source: where the limit is written, in words.
        findings: what to say where no limit is known.
    """

    pages: int | None
    source: str
    findings: tuple[Finding, ...] = ()


def page_limit(standing: Standing, options: ReportOptions) -> PageLimit:
    """Return the page limit: the one given, else the rule's in force on the day of the report."""
    if options.page_limit is not None:
        return PageLimit(options.page_limit, _("the limit that was given"))
    if options.preset != "court":
        return PageLimit(None, "")
    on, rules = standing.household.on, standing.rules
    unknown: tuple[Finding, ...] = ()
    for path in ("court.chronology.pages", "court.bundle.pages"):
        try:
            pages = int(rules.number(path, on))
        except RuleNotInForceError:
            unknown = unknown or (_no_limit(standing),)
            continue
        return PageLimit(pages, rules.parameter(path).references[0].title, unknown)
    return PageLimit(None, "", unknown)


def _no_limit(standing: Standing) -> Finding:
    said = say_day(standing.household.on, standing.household.country)
    return Finding(
        "info",
        "report.no-limit",
        _(
            "No limit is known for the pages of a chronology on {said}. Look in the court's "
            "directions, or ask the court office; then give the number of pages."
        ).format(said=said),
    )


def what_to_know(
    *,
    lines: Sequence[ReportLine],
    out: Mapping[str, int],
    exhibits: Sequence[Exhibit],
    standing: Standing,
    preset: str,
) -> tuple[Finding, ...]:
    """Return what is odd or missing in a chronology that is to be given away.

    Args:
        lines: its rows.
        out: how many entries are out, by reason.
        exhibits: the files that were picked.
        standing: for the rules and the region.
        preset: own, agency or court.
    """
    found = [_empty()] if not lines else []
    undated = out.get("no date told", 0)
    if undated:
        found.append(
            Finding(
                "info",
                "report.not-dated",
                _(
                    "{entries} without a date cannot be placed in the period and stayed out. Pick them "
                    "by id if they belong in it."
                ).format(entries=count(undated, "entry", "entries")),
            )
        )
    found += _about_lines(lines, preset)
    if lines and preset != "own":
        found.append(_read_it_first())
    if preset == "court":
        found += _about_the_court(exhibits, standing)
    return tuple(found)


def _empty() -> Finding:
    return Finding(
        "warning",
        "report.empty",
        _(
            "No entry fits what was asked for, so the table is empty. Choose a longer period, or "
            "the preset own."
        ),
    )


def _read_it_first() -> Finding:
    return Finding(
        "info",
        "report.read-first",
        _(
            "Addresses, telephone numbers and schools are covered where they stand word for word "
            "as you entered them. Read the copy for others before you hand it on."
        ),
    )


def _about_lines(lines: Sequence[ReportLine], preset: str) -> list[Finding]:
    found = []
    masked = [n.number for n in lines if n.masked]
    if masked:
        found.append(
            Finding(
                "info",
                "report.masked",
                _(
                    "Words that are withheld elsewhere stood in entries too and were covered: {numbers}."
                ).format(numbers=say_numbers(masked)),
            )
        )
    long = [n.number for n in lines if len(n.what) > LONG_LINE]
    if long and preset != "own":
        found.append(
            Finding(
                "info",
                "report.long-line",
                _(
                    "A chronology has one short sentence for each entry. Long ones: {numbers}. They are "
                    "printed whole; correct them where fewer words say the same."
                ).format(numbers=say_numbers(long)),
            )
        )
    return found


def _about_the_court(exhibits: Sequence[Exhibit], standing: Standing) -> list[Finding]:
    household, found = standing.household, []
    if household.country == "uk" and household.region.lower() in NOT_ENGLAND:
        found.append(
            Finding(
                "warning",
                "report.region",
                _(
                    "The rules used here are those of England and Wales. Courts where this household "
                    "lives have their own; ask there."
                ),
            )
        )
    try:
        kinds = standing.rules.lookup("court.bundle.not_included", household.on)
    except RuleNotInForceError:
        return found
    if exhibits and isinstance(kinds, tuple):
        found.append(
            Finding(
                "warning",
                "report.exhibits",
                _(
                    "Unless the court directs otherwise, a bundle holds no {kinds}. The exhibits are "
                    "only listed here; keep the files apart from the bundle."
                ).format(kinds=say_list([str(k) for k in kinds])),
            )
        )
    return found
