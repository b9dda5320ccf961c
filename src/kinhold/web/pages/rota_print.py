"""The rota on one sheet of paper: a fortnight, day by day, black on white."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from django.shortcuts import render
from django.views.decorators.http import require_safe

from kinhold.application.wording import count, say_clock, say_day, say_short_day
from kinhold.domain.care import Turn
from kinhold.domain.fact import PersonRef
from kinhold.domain.periods import NIGHT_ENDS, Interval, at_minute
from kinhold.engines.care.shared import turns_shared
from kinhold.voice.speaking import _
from kinhold.web.pages.household import with_household

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from django.http import HttpRequest, HttpResponse

    from kinhold.api import HouseholdFile
    from kinhold.domain.household import Household

FORTNIGHT: Final = timedelta(days=14)
SIZES: Final = ((11.0, "roomy"), (9.0, "close"), (7.5, "tight"))
"""Sizes of type in points, and their classes in print.css; `tightest` where a day is fuller."""

COLUMN_MM: Final = 34
ROOM_MM: Final = 72
"""What one day has of the sheet, the smaller of A4 and Letter."""

NO_ONE: Final = PersonRef("")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a day: the hours, the name (`no one` for a gap), who steps in, and whose it is."""

    hours: str
    carer: str
    name: str
    backup: str
    backup_name: str


@dataclass(frozen=True, slots=True)
class SheetDay:
    """A day of care: from 08:00, with the night that follows."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The page.

    Attributes:
        title: from which day to which.
        status: whether people were shown this.
        notes: what else to know.
        days: fourteen.
        people: handle and name of everybody on it.
        size: the class of its type.
        turns_at: when one day ends and the next begins, in words.
    """

    title: str
    status: str
    notes: tuple[str, ...]
    days: tuple[SheetDay, ...]
    people: tuple[tuple[str, str], ...]
    size: str
    turns_at: str


@require_safe
def rota_print(request: HttpRequest) -> HttpResponse:
    """Show the sheet; `?for=HANDLE` marks one person's turns."""
    sheet = with_household(_sheet)
    asked = request.GET.get("for", "")[:100]
    marked = asked if asked in dict(sheet.people) else ""
    context = {
        "sheet": sheet,
        "marked": marked,
        "marked_name": dict(sheet.people).get(marked, ""),
        "missing": asked if asked and not marked else "",
    }
    return render(request, "kinhold/rota_print.html", context)


def _sheet(home: HouseholdFile) -> Sheet:
    household, today = home.standing().household, home.today_is()
    turns, findings = turns_shared(household.rota, zone=household.zone)
    out = {p.handle for p in household.people if p.unsafe}
    shared = [_without(turn, out) for turn in turns]
    last = max((t.interval.end for t in shared), default=None)
    if last is None or last <= at_minute(today, 0, household.zone):
        ended = (
            _(" The one shared before ended {day}.").format(day=_day(last, household))
            if last
            else ""
        )
        return _of_the_plan(
            home,
            household,
            _("Not shared yet: this is the plan as it stands.{ended}").format(ended=ended),
        )
    written = home.record().written(household.rota.fact_id) if household.rota else None
    status = (
        _("Shared {day}.").format(day=_day(written.recorded_at, household))
        if written
        else _("Shared.")
    )
    unread = count(len(findings), "turn") + _(" of it could not be read.") if findings else ""
    first = _care_day(shared[0].interval.start, household.zone)
    while (
        first + FORTNIGHT <= today
        and at_minute(first + FORTNIGHT, NIGHT_ENDS, household.zone) < last
    ):
        first += FORTNIGHT
    return _laid_out(household, first, shared, status, notes=(unread,) if unread else ())


def _without(turn: Turn, out: set[PersonRef]) -> Turn:
    """A turn that was shared, with nobody in it whom she has kept out since."""
    carer = NO_ONE if turn.carer in out else turn.carer
    return Turn(carer, turn.interval, None if turn.backup in out else turn.backup)


def _of_the_plan(home: HouseholdFile, household: Household, status: str) -> Sheet:
    page = home.rota()
    turns = [
        Turn(PersonRef(a.carer), _interval(a.start, a.end), PersonRef(a.backup) or None)
        for a in page.assignments
    ]
    turns += [Turn(NO_ONE, _interval(gap.start, gap.end)) for gap in page.gaps]
    notes = () if turns else (page.headline, *page.notes)
    return _laid_out(household, date.fromisoformat(page.on), turns, status, notes=notes)


def _interval(start: str, end: str) -> Interval:
    return Interval(
        datetime.fromisoformat(start).astimezone(UTC), datetime.fromisoformat(end).astimezone(UTC)
    )


def _day(moment: datetime, household: Household) -> str:
    return say_day(moment.astimezone(household.zone).date(), household.country)


def _care_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day whose care a moment belongs to: before 08:00 it is the night of the day before."""
    local = moment.astimezone(zone)
    early = local.hour * 60 + local.minute < NIGHT_ENDS
    return local.date() - timedelta(days=1) if early else local.date()


def _laid_out(
    household: Household,
    first: date,
    turns: Sequence[Turn],
    status: str,
    *,
    notes: tuple[str, ...],
) -> Sheet:
    joined = _joined(turns)
    days = tuple(_one_day(household, first + timedelta(days=n), joined) for n in range(14))
    on_it = [p for d in days for p in d.pieces]
    people = [(p.carer, p.name) for p in on_it] + [(p.backup, p.backup_name) for p in on_it]
    country = household.country
    last = first + FORTNIGHT - timedelta(days=1)
    return Sheet(
        title=_("{day} to {last}").format(
            day=say_day(first, country, weekday=True), last=say_day(last, country, weekday=True)
        ),
        status=status,
        notes=notes,
        days=days,
        people=tuple(dict.fromkeys(p for p in people if p[0])),
        size=next((size for points, size in SIZES if _fits(days, points)), "tightest"),
        turns_at=say_clock(at_minute(first, NIGHT_ENDS, household.zone), household.zone, country),
    )


def _fits(days: Iterable[SheetDay], points: float) -> bool:
    """Whether the fullest day fits its part of the sheet; a letter is taken to be wide."""
    em = points * 0.353
    letters = int(COLUMN_MM / (0.62 * em))

    def height(piece: Piece) -> float:
        told = [
            piece.hours,
            piece.name,
            *(
                [_("back-up: {backup_name}").format(backup_name=piece.backup_name)]
                if piece.backup
                else []
            ),
        ]
        return (sum(-(-len(text) // letters) for text in told) * 1.25 + 0.7) * em

    return all(sum(map(height, day.pieces)) <= ROOM_MM for day in days)


def _joined(turns: Iterable[Turn]) -> list[Turn]:
    """Turns of one person with one back-up that touch, as one."""
    made: list[Turn] = []
    by_whom = sorted(turns, key=lambda t: (t.carer, t.backup or "", t.interval))
    for _unused, same in groupby(by_whom, key=lambda t: (t.carer, t.backup)):
        own: list[Turn] = []
        for turn in same:
            if own and turn.interval.start <= own[-1].interval.end:
                end = max(turn.interval.end, own[-1].interval.end)
                own[-1] = Turn(turn.carer, Interval(own[-1].interval.start, end), turn.backup)
            else:
                own.append(turn)
        made += own
    return sorted(made, key=lambda t: (t.interval, t.carer))


def _one_day(household: Household, day: date, turns: Sequence[Turn]) -> SheetDay:
    zone = household.zone
    whole = Interval(
        at_minute(day, NIGHT_ENDS, zone), at_minute(day + timedelta(days=1), NIGHT_ENDS, zone)
    )
    pieces = tuple(_piece(household, day, whole, t) for t in turns if t.interval.overlap(whole))
    return SheetDay(say_short_day(day, household.country), pieces)


def _piece(household: Household, day: date, whole: Interval, turn: Turn) -> Piece:
    zone, country = household.zone, household.country
    start, end = max(turn.interval.start, whole.start), min(turn.interval.end, whole.end)
    after = start.astimezone(zone).date()
    early = f"{say_short_day(after, country)[:3]} " if after > day else ""
    return Piece(
        hours=f"{early}{say_clock(start, zone, country)}–{say_clock(end, zone, country)}",
        carer=turn.carer,
        name=household.name(turn.carer) if turn.carer else _("no one"),
        backup=turn.backup or "",
        backup_name=household.name(turn.backup) if turn.backup else "",
    )
