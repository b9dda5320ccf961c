"""The cover of a chronology for others: how entries were chosen, what is left out, exhibits, paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.chronology_report_options import (
    MONTHS_FOR_COURT,
    ReportNotPossibleError,
    court_months,
    least_weight,
)
from kinhold.application.wording import count, say_list, say_when
from kinhold.domain.events import AttachmentKept
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import _, as_in_the_us, ngettext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from kinhold.application.chronology_report_options import ReportOptions
    from kinhold.application.household_on import Standing
    from kinhold.record.record import Record

OWN_POINTS: Final = 11.0
"""Size of letters where no rule says one."""

PAPERS: Final = ("a4", "us-letter")
MOST_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class Account:
    """Where every entry of the logs in view went; the parts add up to the total.

    Attributes:
        total: entries in those logs.
        shown: rows of the table.
        exhibits: entries listed as exhibits.
        left_out: reason in words and how many.
    """

    total: int
    shown: int
    exhibits: int
    left_out: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Exhibit:
    """A file kept with the record, listed by what identifies it.

    Attributes:
        number: exhibit number, from 1.
        fact_id: its entry; `goes_with`: the entry it shows, or empty.
        name, words, when, media, size: as kept; the size in words.
        sha256: of the bytes kept; `original`: of the file as given, where something was taken out.
        cleaned: whether data about camera, place or author was taken out, in words.
    """

    number: int
    fact_id: str
    goes_with: str
    name: str
    words: str
    when: str
    media: str
    size: str
    sha256: str
    original: str
    cleaned: str


@dataclass(frozen=True, slots=True)
class PageStyle:
    """How pages are set.

    Attributes:
        paper: `a4` or `us-letter`.
        points: size of letters in text and table.
        spacing: lines; 1 where no rule says more.
        language: BCP 47, such as `en-GB`.
        why: where the size of letters comes from; empty where no rule says one.
    """

    paper: str
    points: float
    spacing: float
    language: str
    why: str


def account_of(
    record: Record,
    shown: Collection[str],
    out: Mapping[str, int],
    exhibits: Sequence[Exhibit],
) -> Account:
    """Return where every entry went.

    Args:
        record: without private spaces.
        shown: ids of the entries in the table.
        out: how many entries of the chronology are out, by reason.
        exhibits: those that are listed.
    """
    spaces = record.spaces.values()
    erased = sum(space.withheld for space in spaces)
    facts = sum(len(space.history) for space in spaces)
    stands = sum(1 for space in spaces for _unused in space.standing.all())
    files = sum(1 for _unused in record.of(AttachmentKept)) - len(exhibits)
    plain = stands - len(shown) - sum(out.values()) - len(exhibits) - files
    reasons = {
        **dict(sorted(out.items())),
        "plans, logs, amounts and settings, which are no part of a chronology": plain,
        "files kept with the record and not picked": files,
        "corrected since, taken back, or the note that does so": facts - stands,
        "erased": erased,
    }
    return Account(
        total=erased + facts,
        shown=len(shown),
        exhibits=len(exhibits),
        left_out=tuple((why, n) for why, n in reasons.items() if n),
    )


def exhibits_of(
    files: Sequence[AttachmentKept], record: Record, standing: Standing
) -> tuple[Exhibit, ...]:
    """Return the files that were picked as exhibits, in the order they were picked."""
    country, found = standing.household.country, []
    for number, file in enumerate(files, 1):
        goes_with = record.get(file.goes_with) if file.goes_with else None
        found.append(
            Exhibit(
                number=number,
                fact_id=file.fact_id,
                goes_with=goes_with.fact_id if goes_with else "",
                name=file.name or _("a file without a name"),
                words=file.words,
                when=say_when(file.occurred, country),
                media=file.media or _("not known"),
                size=say_size(file.size),
                sha256=file.digest,
                original=file.original,
                cleaned=_("Taken out before it was kept: data about camera, place or author.")
                if file.original
                else _("Kept as it was given."),
            )
        )
    return tuple(found)


def rule_words(standing: Standing, options: ReportOptions) -> str:
    """Return how entries were chosen, with where the rule is written."""
    said = {
        "own": _("Every entry of the chronology."),
        "agency": _("Every entry of the chronology, with an index by theme at the end."),
        "court": f"{_months_words(standing)}",
    }[options.preset]
    if options.start or options.end:
        said = _("Entries of the period above.")
    if least_weight(options) > 1:
        said += _(
            " Only entries of weight {least_weight} or more on a scale of 1 to 3. 3: where and "
            "with whom the child lives, safety, contact that stopped or began again, a court. 2: "
            "care, contact, money for the child, promises and what came of them, health, work. "
            "1: background. What was kept weighs as much as what was missed."
        ).format(least_weight=least_weight(options))
    if options.themes:
        said += _(" Only these themes: {themes}.").format(themes=say_list(sorted(options.themes)))
    if options.pick:
        said += _(" {were} picked by hand.").format(
            were=count(len(options.pick), "entry was", "entries were")
        )
    return said + _(" Private spaces are never part of it.")


def _months_words(standing: Standing) -> str:
    months = court_months(standing)
    try:
        where = standing.rules.parameter("court.chronology.months").references[0].title
    except RuleNotInForceError:
        where = _(
            "no rule is known here; {months_for_court} months is the program's own choice"
        ).format(months_for_court=MONTHS_FOR_COURT)
    return _("Entries of the {months} months before the last day above ({where}).").format(
        months=months, where=where
    )


def page_style(standing: Standing, options: ReportOptions) -> PageStyle:
    """Return paper and letters: the rule's for a court, else what reads well.

    Raises:
        ReportNotPossibleError: for a paper that is not known.
    """
    country = standing.household.country
    paper, points, spacing, why = "us-letter" if country == "us" else "a4", OWN_POINTS, 1.0, ""
    if options.preset == "court":
        ruled = _ruled(standing, "court.document.paper")
        paper = ruled or paper
        letters = _ruled(standing, "court.document.font_points")
        points = float(letters or points)
        spacing = float(_ruled(standing, "court.document.line_spacing") or spacing)
        if letters:
            source = standing.rules.parameter("court.document.font_points").references[-1].title
            why = _("Letters of {points:g} points ({source}).").format(points=points, source=source)
    if options.paper and options.paper not in PAPERS:
        raise ReportNotPossibleError(
            _("“{paper}” is not a paper that can be set. Choose a4 or us-letter.").format(
                paper=options.paper[:40]
            )
        )
    language = "en-US" if as_in_the_us(country) else "en-GB"
    return PageStyle(options.paper or paper, points, spacing, language, why)


def _ruled(standing: Standing, path: str) -> str:
    try:
        return str(standing.rules.lookup(path, standing.household.on))
    except RuleNotInForceError:
        return ""


def initials(name: str) -> str:
    """Return a name as initials: `M.A.L.` for `Mary-Ann Lee`."""
    parts = [p for p in re.split(r"[\s\-]+", name.strip()) if p and p[0].isalnum()]
    return "".join(f"{p[0].upper()}." for p in parts) or "—"


def say_size(size: int) -> str:
    """Return a number of bytes as `812 bytes`, `34 kB` or `2.1 MB`."""
    if size < 1000:  # noqa: PLR2004 - below a kilobyte bytes are counted
        return count(size, "byte") if size else "0 bytes"
    if size < 1_000_000:  # noqa: PLR2004 - a megabyte
        return _("{size:.0f} kB").format(size=size / 1000)
    return _("{size:.1f} MB").format(size=size / 1000000)


def say_numbers(numbers: Sequence[int]) -> str:
    """Return `entry 3` or `entries 1, 4 and 9`, at most a dozen by number."""
    named = [str(n) for n in numbers[:MOST_NAMED]]
    more = len(numbers) - len(named)
    listed = ", ".join(named) + _(" and {more} more").format(more=more) if more else say_list(named)
    return ngettext("entry {listed}", "entries {listed}", len(numbers)).format(listed=listed)
