"""The chronology as a page: what happened, how precisely it is known, and when it was written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinhold.application.sentences import sentence
from kinhold.application.wording import say_day, say_when
from kinhold.domain.fact import Imported, QuotedFromStory
from kinhold.projections.chronology import ChronologyLine, chronology
from kinhold.voice.speaking import N_, _, ngettext

if TYPE_CHECKING:
    from kinhold.application.household_on import Standing
    from kinhold.domain.fact import Fact
    from kinhold.record.record import Record

KNOWN_WORDS = {
    "saw": N_("saw it"),
    "told": N_("was told"),
    "document": N_("a document"),
    "recalled": N_("recalled"),
}


@dataclass(frozen=True, slots=True)
class ChronologyEntry:
    """One line of the page.

    Attributes:
        occurred: EDTF, as kept.
        when: the date in words, precision included.
        what: one factual sentence.
        theme: events, promises, money, contact, children or notes.
        who: names of the people it is about.
        source: where it comes from, in words; `quote` is the sentence of the story, if one.
        how_known: saw, was told, a document, recalled, or empty.
        recorded_at: ISO UTC moment it was written down.
        written: the same day in words.
        timeliness: contemporaneous, late, retrospective or not dated.
    """

    fact_id: str
    occurred: str
    when: str
    what: str
    theme: str
    who: tuple[str, ...]
    source: str
    quote: str
    how_known: str
    recorded_at: str
    written: str
    timeliness: str


@dataclass(frozen=True, slots=True)
class ChronologyPage:
    """The chronology; `entries` run from the earliest to the latest."""

    on: str
    headline: str
    themes: tuple[str, ...]
    entries: tuple[ChronologyEntry, ...]


def chronology_page(
    *, record: Record, standing: Standing, theme: str = "", who: str = ""
) -> ChronologyPage:
    """Return the chronology of what the reader may see.

    Args:
        record: narrowed to the reader.
        standing: the household on the day shown.
        theme: only this theme, where given.
        who: only lines that name this handle, where given.
    """
    household = standing.household
    lines = chronology(record, household.zone)
    entries = [
        _entry(line, standing)
        for line in lines
        if (not theme or line.theme == theme) and (not who or who in _people(line.fact))
    ]
    dated = sum(1 for e in entries if e.timeliness == "contemporaneous")
    said = ngettext("{entries} entry", "{entries} entries", len(entries)).format(
        entries=len(entries)
    )
    return ChronologyPage(
        on=household.on.isoformat(),
        headline=_("{said}; {dated} written down within a day of what happened.").format(
            said=said, dated=dated
        ),
        themes=tuple(sorted({line.theme for line in lines})),
        entries=tuple(entries),
    )


def _entry(line: ChronologyLine, standing: Standing) -> ChronologyEntry:
    fact, household = line.fact, standing.household
    local = line.recorded_at.astimezone(household.zone)
    return ChronologyEntry(
        fact_id=fact.fact_id,
        occurred=fact.occurred,
        when=say_when(fact.occurred, household.country),
        what=sentence(fact, name=household.name, country=household.country),
        theme=line.theme,
        who=tuple(household.name(h) for h in _people(fact)),
        source=say_source(fact),
        quote=fact.source.quote.text if isinstance(fact.source, QuotedFromStory) else "",
        how_known=_(KNOWN_WORDS.get(fact.how_known, "")),
        recorded_at=line.recorded_at.isoformat(),
        written=say_day(local.date(), household.country),
        timeliness=line.timeliness,
    )


def say_source(fact: Fact) -> str:
    """Return where a fact comes from, in words."""
    if isinstance(fact.source, QuotedFromStory):
        return _("from the story")
    if isinstance(fact.source, Imported):
        return _("from a file, row {row}").format(row=fact.source.row)
    return _("typed in")


def _people(fact: Fact) -> tuple[str, ...]:
    named: list[str] = [fact.about] if fact.about else []
    for field in ("people", "to", "by", "with_", "seen_by"):
        value = getattr(fact, field, ())
        named += [value] if isinstance(value, str) else list(value)
    return tuple(dict.fromkeys(n for n in named if n))
