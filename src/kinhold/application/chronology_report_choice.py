"""Which entries are in a chronology for others, and how many are out for which reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kinhold.application.chronology_report_options import (
    ReportNotPossibleError,
    find_ids,
    least_weight,
)
from kinhold.application.chronology_report_significance import significance
from kinhold.application.wording import say_list
from kinhold.domain.dates import UNKNOWN, first_day, last_day
from kinhold.projections.chronology import THEMES, ChronologyLine, chronology
from kinhold.record.record import Record
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from kinhold.application.chronology_report_options import ReportOptions
    from kinhold.application.household_on import Standing
    from kinhold.domain.fact import Fact


@dataclass(slots=True)
class Choice:
    """The entries that are in, and how many are out for which reason."""

    lines: list[ChronologyLine] = field(default_factory=list)
    out: Counter[str] = field(default_factory=Counter)


def choose(
    record: Record,
    standing: Standing,
    options: ReportOptions,
    period: tuple[date | None, date],
    picked: Mapping[str, Fact],
) -> Choice:
    """Return the entries that are in, earliest first, and the reasons of those that are out.

    Args:
        record: without private spaces.
        standing: the household on the day of the report.
        options: weights, themes, and what the person leaves out.
        period: first and last day; no first day where everything from the beginning is in.
        picked: what is in whatever the rule says, by id.

    Raises:
        ReportNotPossibleError: for a theme or an id that is not known.
    """
    left_out = find_ids(record, options.leave_out)
    unknown = set(options.themes) - set(THEMES.values())
    if unknown:
        raise ReportNotPossibleError(
            _("“{unknown}” is not a theme. The themes are: {set}.").format(
                unknown=min(unknown)[:40], set=say_list(sorted(set(THEMES.values())))
            )
        )
    choice = Choice()
    for line in chronology(Record(record.spaces), standing.household.zone):
        fact = line.fact
        if fact.fact_id in left_out:
            choice.out["left out by hand"] += 1
        elif fact.fact_id in picked:
            choice.lines.append(line)
        elif options.themes and line.theme not in options.themes:
            choice.out["another theme"] += 1
        else:
            why = _out_of(fact, period) or (
                _("less weight than the rule asks for")
                if significance(fact) < least_weight(options)
                else ""
            )
            choice.out[why] += 1
            choice.lines += [] if why else [line]
    del choice.out[""]
    return choice


def _out_of(fact: Fact, period: tuple[date | None, date]) -> str:
    """Why an entry is outside a period; empty where it is inside."""
    start, end = period
    begun, ended = first_day(fact.occurred), last_day(fact.occurred)
    if begun is not None and begun > end:
        return _("after the period")
    if start is None:
        return ""
    if fact.occurred == UNKNOWN:
        return _("no date told")
    return _("before the period") if ended is not None and ended < start else ""
