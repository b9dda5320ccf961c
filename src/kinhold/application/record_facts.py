"""Write, correct and take back facts; read and write the plain-text notation."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kinhold.domain.dates import from_day
from kinhold.domain.fact import Fact, Retracted
from kinhold.domain.findings import KinholdError
from kinhold.domain.people import HouseholdOpened
from kinhold.record.notation import format_fact, parse, parse_line
from kinhold.voice.speaking import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from kinhold.domain.findings import Finding
    from kinhold.record.record import Record


class NothingToWriteError(KinholdError):
    """A line or text holds no fact."""


class NoSuchFactError(KinholdError):
    """An id names no fact that stands."""


@dataclass(frozen=True, slots=True)
class ToImport:
    """What a text in the notation adds.

    Attributes:
        new: facts that the record does not hold yet.
        known: how many lines it held already; importing the same text twice adds nothing.
        findings: lines that could not be read.
    """

    new: tuple[Fact, ...]
    known: int
    findings: tuple[Finding, ...]


def currency_of(record: Record) -> str:
    """Return the household's currency code, `XXX` before it is known."""
    headers = [h for h in record.of(HouseholdOpened) if h.currency != "XXX"]
    if headers:
        return headers[-1].currency
    countries = [h.country for h in record.of(HouseholdOpened) if h.country]
    return {"uk": "GBP", "us": "USD"}.get(countries[-1] if countries else "", "XXX")


def fact_from_line(*, line: str, record: Record, new_id: Callable[[], str]) -> Fact:
    """Read one line of the notation.

    Raises:
        NothingToWriteError: for an empty line.
        KinholdError: where the line cannot be read, with what to write instead.
    """
    fact = parse_line(line, new_id=new_id, currency=currency_of(record))
    if fact is None:
        raise NothingToWriteError(
            _("There is nothing on this line. Write, for example: 2026-11-22 feed Noah side=left")
        )
    return fact


def to_import(*, text: str, record: Record, new_id: Callable[[], str]) -> ToImport:
    """Read a text in the notation and leave out what the record already holds."""
    parsed = parse(text, new_id=new_id, currency=currency_of(record))
    held = Counter(_content(fact) for fact in record.facts())
    new: list[Fact] = []
    for fact in parsed.facts:
        content = _content(fact)
        if held[content]:
            held[content] -= 1
        else:
            new.append(fact)
    return ToImport(tuple(new), len(parsed.facts) - len(new), parsed.findings)


def _content(fact: Fact) -> str:
    """A fact as its line without id and place in history: what makes two lines the same."""
    return format_fact(replace(fact, replaces=""))


def correction(*, record: Record, fact_id: str, line: str, new_id: Callable[[], str]) -> Fact:
    """Return the fact that takes another's place, read from a line of the notation.

    Raises:
        NoSuchFactError: where the id names no fact that stands.
        KinholdError: where the line cannot be read.
    """
    standing = _find(record, fact_id)
    fact = fact_from_line(line=line, record=record, new_id=new_id)
    return replace(fact, source=standing.source, replaces=standing.fact_id)


def retraction(
    *, record: Record, fact_id: str, on: date, new_id: Callable[[], str], why: str = ""
) -> Fact:
    """Return the entry that takes a fact back.

    Raises:
        NoSuchFactError: where the id names no fact that stands.
    """
    standing = _find(record, fact_id)
    return Retracted(fact_id=new_id(), occurred=from_day(on), replaces=standing.fact_id, words=why)


def standing_fact(*, record: Record, fact_id: str) -> Fact:
    """Return the fact that stands for an id, or for the beginning of one.

    Raises:
        NoSuchFactError: where it names none, or more than one.
    """
    return _find(record, fact_id)


def taking_back(
    *, record: Record, ids: Sequence[str], on: date, new_id: Callable[[], str]
) -> tuple[Fact, ...]:
    """Return what takes several entries back, a taking back among them too.

    Raises:
        NoSuchFactError: where one of them was never written.
    """
    for fact_id in ids:
        if record.written(fact_id) is None:
            raise NoSuchFactError(
                _("There is no entry “{fact_id}” to take back.").format(fact_id=fact_id[:36])
            )
    return tuple(Retracted(fact_id=new_id(), occurred=from_day(on), replaces=i) for i in ids)


def latest(record: Record) -> Fact | None:
    """Return the fact that was written last, whether or not it still stands."""
    newest = [
        (space.written[f.fact_id], f)
        for space in record.spaces.values()
        for f in space.history[-1:]
    ]
    return max(
        newest, key=lambda pair: (pair[0].recorded_at, pair[0].sequence), default=(None, None)
    )[1]


def undo_latest(*, record: Record, on: date, new_id: Callable[[], str]) -> Fact:
    """Return the entry that takes back whatever was written last.

    Raises:
        NoSuchFactError: where nothing was written yet.
    """
    last = latest(record)
    if last is None:
        raise NoSuchFactError(_("Nothing has been written yet, so there is nothing to take back."))
    return Retracted(fact_id=new_id(), occurred=from_day(on), replaces=last.fact_id)


def _find(record: Record, fact_id: str) -> Fact:
    matches = {
        known
        for space in record.spaces.values()
        for known in space.written
        if known.startswith(fact_id) and fact_id
    }
    standing = {f.fact_id: f for f in (record.get(m) for m in matches) if f is not None}
    if len(matches) == 1 and standing and not standing.keys() & matches:
        raise NoSuchFactError(
            _("This was corrected since. What stands now is {iter}.").format(
                iter=next(iter(standing))[:8]
            )
        )
    if len(standing) != 1:
        raise NoSuchFactError(
            _(
                "“{fact_id}” does not name one fact. Take the id from: kinhold chronology FILE --json"
            ).format(fact_id=fact_id[:36])
        )
    return next(iter(standing.values()))
