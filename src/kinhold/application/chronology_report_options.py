"""What may be asked of a chronology for others, and what an answer needs: period, groups, ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kinhold.application.chronology_report_lines import GROUPS
from kinhold.application.chronology_report_significance import LEAST_FOR_COURT
from kinhold.application.wording import say_day
from kinhold.domain.findings import KinholdError
from kinhold.record.record import PRIVATE, Record
from kinhold.rules.parameter import RuleNotInForceError
from kinhold.voice.speaking import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from kinhold.application.household_on import Standing
    from kinhold.domain.fact import Fact

PRESETS: Final = {
    "own": N_("for the person who keeps it"),
    "agency": N_("for an agency"),
    "court": N_("for a court"),
}
"""The presets, and whom each is for."""

MONTHS_FOR_COURT: Final = 24
"""Where no rule of the country says how far back a chronology for a court looks."""


class ReportNotPossibleError(KinholdError):
    """The document asked for cannot be made; the text says what to ask for instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """What is asked for.

    Attributes:
        preset: own (everything), agency (grouped index by theme) or court (the latest months,
            significant entries).
        start, end: days that bound the period, both included; by default the end is the day of the
            report, and a court's start is so many months before it.
        pick: ids, or the beginnings of ids, that are in whatever the rule says; picking a file
            lists it as an exhibit, which no file is by default.
        leave_out: ids of entries that the person leaves out; they are counted on the cover.
        themes: only these themes, where given.
        show: groups of sensitive fields to show: addresses, phones, schools.
        quotes: print the sentences of a story that lines rest on.
        case_title, case_number: as on the court's papers.
        parties: handles or names; by default the keeper and whoever shared the care or left.
        author: who made the chronology; by default the person who keeps the record.
        given_to: for whom the copy is made, or empty.
        least_weight: show this weight and more; by default 2 for a court and 1 otherwise.
        page_limit: pages that the court allowed, where a direction says so; None for the rule's.
        paper: `a4` or `us-letter`; empty for the country's.
        label_prefix, label_digits, first_label: the label on each page: `KH-` and 6 make
            `KH-000012`; `C` and 1 make `C12`, as in a section of a bundle.
        made_with: the program and its version, for the cover and for a certificate.
        verify_command: how the bundle that goes with this is checked.
    """

    preset: str = "own"
    start: date | None = None
    end: date | None = None
    pick: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    quotes: bool = True
    case_title: str = ""
    case_number: str = ""
    parties: tuple[str, ...] = ()
    author: str = ""
    given_to: str = ""
    least_weight: int | None = None
    page_limit: int | None = None
    paper: str = ""
    label_prefix: str = "KH-"
    label_digits: int = 6
    first_label: int = 1
    made_with: str = N_("Kinhold")
    verify_command: str = N_("python3 verify.py BUNDLE")


@dataclass(frozen=True, slots=True)
class CheckpointShown:
    """A signed checkpoint, as it is printed.

    Attributes:
        origin: the log's name, `kinhold.invalid/l/<id>`.
        size: how many entries it covers.
        root_base64: the RFC 9162 root over them.
        words: the root in a few short words, for reading aloud.
        note: the signed note as text; it goes into the QR code.
        issued_on: the local day it was signed.
    """

    origin: str
    size: int
    root_base64: str
    words: str
    note: str
    issued_on: date


def without_private(record: Record) -> Record:
    """Return the record without its private spaces, which never leave with the rest.

    A day the record was narrowed to is dropped: the report counts what lies after its period.
    """
    return Record({n: s for n, s in record.spaces.items() if not n.startswith(PRIVATE)})


def groups_shown(show: Iterable[str]) -> frozenset[str]:
    """Return the groups asked for by their keys; `addresses` and `address` mean the same.

    Raises:
        ReportNotPossibleError: for a name that is no group, or for the full text of a story.
    """
    known = {"addresses": "address", "phones": "phone", "schools": "school"}
    groups = {known.get(name, name) for name in show}
    for name in groups - GROUPS.keys():
        raise ReportNotPossibleError(
            _(
                "“{name}” cannot be shown. What can be shown is: addresses, phones, schools. A "
                "story’s full text is never printed."
            ).format(name=name[:40])
        )
    return frozenset(groups)


def find_ids(record: Record, ids: Sequence[str]) -> dict[str, Fact]:
    """Return the standing facts that ids, or their beginnings, name, by the fact's id.

    Raises:
        ReportNotPossibleError: where an id names nothing that stands, or more than one thing.
    """
    found: dict[str, Fact] = {}
    for given in ids:
        named = {
            fact.fact_id: fact
            for space in record.spaces.values()
            for known in space.written
            if given and known.startswith(given)
            for fact in [space.standing.get(known)]
            if fact is not None
        }
        if len(named) != 1:
            what = (
                _("names more than one entry") if named else _("names no entry that can be shown")
            )
            raise ReportNotPossibleError(
                _("“{given}” {what}. Take the id from: kinhold chronology FILE --why").format(
                    given=given[:40], what=what
                )
            )
        found.update(named)
    return found


def least_weight(options: ReportOptions) -> int:
    """Return the least weight an entry needs to be shown, 1 to 3."""
    if options.least_weight is not None:
        return options.least_weight
    return LEAST_FOR_COURT if options.preset == "court" else 1


def period_of(standing: Standing, options: ReportOptions) -> tuple[date | None, date]:
    """Return the first and last day of the period; no first day where everything earlier is in.

    Raises:
        ReportNotPossibleError: for an unknown preset, or a period that ends before it starts.
    """
    if options.preset not in PRESETS:
        raise ReportNotPossibleError(
            _("“{preset}” is not a preset. Choose own, agency or court.").format(
                preset=options.preset[:40]
            )
        )
    end = options.end or standing.household.on
    start = options.start
    if start is None and options.preset == "court":
        start = months_before(end, court_months(standing))
    if start is not None and start > end:
        country = standing.household.country
        raise ReportNotPossibleError(
            _(
                "The period ends on {day}, before it starts on {start}. Give an earlier start or a "
                "later end."
            ).format(day=say_day(end, country), start=say_day(start, country))
        )
    return start, end


def court_months(standing: Standing) -> int:
    """Return how many months a chronology for a court goes back."""
    try:
        return int(standing.rules.number("court.chronology.months", standing.household.on))
    except RuleNotInForceError:
        return MONTHS_FOR_COURT


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier; the last of February stands for days it lacks."""
    total = day.year * 12 + day.month - 1 - months
    year, month = divmod(total, 12)
    for back in range(4):
        try:
            return day.replace(year=year, month=month + 1, day=day.day - back)
        except ValueError:
            continue
    return day.replace(year=year, month=month + 1, day=28)
