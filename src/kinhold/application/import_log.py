"""Makes entries of the record from rows that were read from another app's export.

Nothing is invented: a time without a zone, an amount without a unit and a child that nobody knows are
asked for, and until they are answered the row waits or its figures stay in words. An entry is known by
its source's own id, or by its row to the letter; so importing the same export again, or one that
overlaps it, changes nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from kinhold.application.import_rows import ImportAnswers, Oddities, RejectedRow
from kinhold.application.import_times import Times, zone_named
from kinhold.application.import_units import amount_field, measure_field, units_asked
from kinhold.application.import_who import Children
from kinhold.domain.fact import Fact, Imported, Typed
from kinhold.domain.facts import KINDS
from kinhold.domain.findings import OpenQuestion
from kinhold.domain.people import HouseholdOpened
from kinhold.projections.household import DEFAULT_ZONE
from kinhold.record.notation import format_fact
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from kinhold.application.import_rows import LogRow, ReadLog
    from kinhold.domain.findings import Finding
    from kinhold.record.record import Record

SAMPLES: Final = 8
UNTOLD: Final = "Etc/UTC"
"""The zone of a household that told none."""
_MOST_CHANGED: Final = 0.5
_ENOUGH: Final = 20


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would write.

    Attributes:
        new: entries that the record does not hold, with children and a zone where asked for.
        updates: corrections of earlier imports, where they were asked for.
        known: how many entries it holds already, those corrected or erased since among them.
        changed: how many of the known read otherwise than what was imported.
        counts: entries in the files by kind, the most first.
        children: each name in the files, and the handle it stands for (empty where unknown).
        rejected: rows that could not be used, each with its reason.
        findings: what was odd.
        questions: what has to be answered; nothing is written while `waits` is true.
        waits: whether a question stands that no row can do without.
        sample: the first new entries.
    """

    new: tuple[Fact, ...]
    updates: tuple[Fact, ...]
    known: int
    changed: int
    counts: tuple[tuple[str, int], ...]
    children: tuple[tuple[str, str], ...]
    rejected: tuple[RejectedRow, ...]
    findings: tuple[Finding, ...]
    questions: tuple[OpenQuestion, ...]
    waits: bool
    sample: tuple[Fact, ...]


def plan_import(
    *,
    read: ReadLog,
    record: Record,
    answers: ImportAnswers,
    id_for: Callable[[str], str],
    gone: Collection[str] = (),
) -> ImportPlan:
    """Say what an import would write; writes nothing.

    Args:
        read: what was read from the files.
        record: of the household.
        answers: the person's.
        id_for: an entry id for what makes an entry the same; always the same one in one household.
        gone: ids of entries whose content was erased; they do not come back.

    Raises:
        ZoneNotKnownError, UnitNotKnownError, ChildNotKnownError: for an answer that cannot be used.
    """
    odd = Oddities()
    zone = answers.zone or read.zone
    home = home_zone(record)
    times = Times.between(told=zone, home=home, odd=odd)
    units = units_asked(answers.units)
    who = Children.known_to(record, read, answers)
    make = _Maker(read, times, units, who, answers, id_for, odd)
    facts = make.entries()
    begun = () if home or not zone else (make.household(record, zone),)
    waits = times.missing > 0
    compared = _compare((*begun, *make.children(), *facts), record, gone, id_for)
    _say_changed(compared.changed, len(facts), odd, update=answers.update)
    counts = Counter(_name(fact) for fact in facts)
    return ImportPlan(
        new=() if waits else compared.new,
        updates=compared.updates if answers.update and not waits else (),
        known=compared.known,
        changed=compared.changed,
        counts=tuple(counts.most_common()),
        children=who.seen(),
        rejected=(*read.rejected, *make.rejected),
        findings=(*read.findings, *odd.findings()),
        questions=(
            *((times.question(),) if waits else ()),
            *who.questions(),
            *make.unit_questions(),
        ),
        waits=waits,
        sample=tuple(f for f in compared.new if f.KIND not in ("child", "household"))[:SAMPLES],
    )


def home_zone(record: Record) -> str:
    """Return the household's time zone, told or its country's; empty where neither is known."""
    headers = record.of(HouseholdOpened)
    if not headers:
        return ""
    told = headers[-1].zone
    return told if told != UNTOLD else DEFAULT_ZONE.get(headers[-1].country, "")


def _say_changed(changed: int, every: int, odd: Oddities, *, update: bool) -> None:
    if changed > _ENOUGH and changed > _MOST_CHANGED * every:
        odd.add(
            "warning",
            "import.other-instance",
            _(
                "Most of these read otherwise than what was imported under the same numbers. If this "
                "is another installation of the app, give it a name of its own (on the command line, "
                "with --instance)."
            ),
            file="",
        )
    elif changed and not update:
        odd.add(
            "info",
            "import.changed",
            _(
                "{changed} of the known entries read otherwise than before: they were edited in the "
                "app, or a zone, unit or child was answered differently. Nothing was changed. Asked "
                "to update, the import corrects them."
            ).format(changed=changed),
            file="",
        )


@dataclass(frozen=True, slots=True)
class _Compared:
    new: tuple[Fact, ...]
    updates: tuple[Fact, ...]
    known: int
    changed: int


def _compare(
    facts: Iterable[Fact], record: Record, gone: Collection[str], id_for: Callable[[str], str]
) -> _Compared:
    """Sort entries into new ones and known ones; of the known, into those that read otherwise."""
    new: list[Fact] = []
    updates: list[Fact] = []
    known = changed = 0
    first = _first_written(record)
    for fact in facts:
        written = first.get(fact.fact_id)
        if written is None and fact.fact_id not in gone:
            new.append(fact)
            continue
        known += 1
        stands = record.get(fact.fact_id) if written else None
        if stands is None or _alike(stands, fact):
            continue
        base = fact.fact_id
        ours = stands.fact_id in (base, id_for(f"update|{base}|{_content(stands)}"))
        if not ours:
            continue  # corrected here since: what the person wrote stays
        changed += 1
        as_now = id_for(f"update|{base}|{_content(fact)}")
        if as_now not in first and type(stands) is type(fact):
            updates.append(replace(fact, fact_id=as_now, replaces=stands.fact_id))
    return _Compared(tuple(new), tuple(updates), known, changed)


def _first_written(record: Record) -> dict[str, Fact]:
    return {fact.fact_id: fact for space in record.spaces.values() for fact in space.history}


def _alike(stands: Fact, fact: Fact) -> bool:
    """Whether two facts say the same, wherever they come from."""
    return fact == replace(stands, fact_id=fact.fact_id, source=fact.source, replaces=fact.replaces)


def _content(fact: Fact) -> str:
    """A fact as its line, without where it comes from: what it says."""
    return format_fact(replace(fact, source=Typed(), replaces=""))


def _name(fact: Fact) -> str:
    what = getattr(fact, "what", "") if fact.KIND in ("activity", "measure") else ""
    return what or fact.KIND


def _zoned(row: LogRow) -> bool:
    return isinstance(row.start, datetime) and row.start.tzinfo is not None


def _says(row: LogRow) -> tuple[object, ...]:
    """What a row says, without its times and its child, which one format tells and another not."""
    values = tuple(pair for pair in row.values if pair[0] != "tags")
    return row.kind, row.minutes, values, row.amount, row.measure, row.words


@cache
def _field_names(word: str) -> frozenset[str]:
    return frozenset(f.name for f in fields(KINDS[word]))


class _Maker:
    """Makes facts of the rows of one reading."""

    def __init__(  # noqa: PLR0913, PLR0917 - one caller, above; each is a part of the same decision
        self,
        read: ReadLog,
        times: Times,
        units: frozenset[str],
        who: Children,
        answers: ImportAnswers,
        id_for: Callable[[str], str],
        odd: Oddities,
    ) -> None:
        self._read = read
        self._times = times
        self._units = units
        self._who = who
        self._answers = answers
        self._id_for = id_for
        self._odd = odd
        self._without_unit: Counter[str] = Counter()
        self.rejected: list[RejectedRow] = []

    def entries(self) -> tuple[Fact, ...]:
        """One fact for each entry; of two with one id, the one of the later file."""
        chosen: dict[str, LogRow] = {}
        for row in self._read.rows:
            other = chosen.get(row.ref)
            if other is None or self._later(row, other):
                chosen[row.ref] = row
        made = (self._fact(row) for row in chosen.values())
        return tuple(fact for fact in made if fact is not None)

    def _later(self, row: LogRow, other: LogRow) -> bool:
        """Whether a row is to be used and not the other one: an exact time goes first."""
        files = self._read.files
        if _says(row) != _says(other):
            self._odd.add(
                "warning",
                "import.two-versions",
                _(
                    "Two rows tell this entry differently. The one of the file whose name comes later "
                    "was used."
                ),
                file=files[row.file].name,
                row=row.row,
            )
        order = (_zoned(row), files[row.file].name, row.cells)
        return order > (_zoned(other), files[other.file].name, other.cells)

    def _fact(self, row: LogRow) -> Fact | None:
        file = self._read.files[row.file]
        when = self._times.place(row, file.name)
        about, why = self._who.about(row)
        if why:
            self.rejected.append(RejectedRow(row.file, row.row, why, row.cells))
        if why or when is None:
            return None
        values: dict[str, Any] = dict(row.values)
        words = [row.words]
        if row.amount is not None:
            words += self._amount(row, values)
        if row.measure is not None:
            words += self._measure(row, values, file.name)
        has = _field_names(row.kind)
        if when.minutes is not None and "minutes" in has:
            values["minutes"] = when.minutes
        elif when.minutes:
            words.append(_("{minutes} min").format(minutes=when.minutes))
        words.append(when.words)
        ref = f"{self._read.source}|{self._answers.instance}|{row.ref}"
        return KINDS[row.kind](
            fact_id=self._id_for(ref),
            occurred=when.occurred,
            about=about,
            source=Imported(file.digest, row.row),
            words="; ".join(part for part in words if part),
            **{name: value for name, value in values.items() if name in has},
        )  # type: ignore[call-arg]  # every kind of the log has words

    def _amount(self, row: LogRow, values: dict[str, Any]) -> list[str]:
        if row.amount is None:
            return []
        found, words, missing = amount_field(row.amount, self._units)
        if found is not None:
            values["amount_ml"] = found
        if missing:
            self._without_unit["amounts"] += 1
        return [words]

    def _measure(self, row: LogRow, values: dict[str, Any], file: str) -> list[str]:
        if row.measure is None:
            return []
        what = str(values.get("what", "weight"))
        value, missing, odd = measure_field(row.measure, what, self._units)
        values["value"] = value
        if missing:
            self._without_unit[missing] += 1
        if odd:
            self._odd.add("warning", "import.measure", odd, file=file, row=row.row)
        return []

    def unit_questions(self) -> tuple[OpenQuestion, ...]:
        """Ask for units that are not told; until then figures stay as they are."""
        examples = {
            "amounts": _("ml, oz or uk-oz"),
            "weights": _("kg, g or lb"),
            "lengths": _("cm or in"),
        }
        return tuple(
            OpenQuestion(
                f"import.units.{what}",
                _("In which unit are the {what} of this export? {examples}.").format(
                    what=what, examples=examples[what].capitalize()
                ),
                _(
                    "{count} figures name none. Without an answer they are kept as figures in words."
                ).format(count=count),
                example=f"--units {examples[what].split(',')[0].split(' ')[0]}",
            )
            for what, count in sorted(self._without_unit.items())
        )

    def household(self, record: Record, zone: str) -> Fact:
        """The household's header with the zone that was answered, since it has none yet."""
        self._odd.add(
            "info",
            "import.household-zone",
            _("The household had no time zone yet; it is now {key}.").format(
                key=zone_named(zone).key
            ),
            file="",
        )
        headers = record.of(HouseholdOpened)
        fact_id = self._id_for(f"household|{zone}")
        if not headers:
            return HouseholdOpened(fact_id=fact_id, zone=zone)
        return replace(headers[-1], fact_id=fact_id, zone=zone, replaces=headers[-1].fact_id)

    def children(self) -> tuple[Fact, ...]:
        """Children to be written down, where that was asked for."""
        return self._who.added(
            lambda ref: self._id_for(f"{self._read.source}|{self._answers.instance}|{ref}"),
            tuple(file.digest for file in self._read.files),
        )
